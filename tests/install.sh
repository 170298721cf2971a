#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# "make install" puts in place what a user needs, "make uninstall" leaves nothing behind, and a
# program of somebody else's can be built with the installed libxapian-c.
. "${top_srcdir:?}/tests/tap.sh"

cd "$top_builddir" || exit 99
unset MAKEFLAGS MFLAGS MAKELEVEL
root=$tmp/root

# installed WHAT: where it is below DESTDIR; the builder chose the folders above it.
installed()
{
    find "$root" -path "*/$1" | head -n 1
}

ok "make install" "${MAKE:-make}" install DESTDIR="$root"
for file in bin/peerhub-index bin/peerhub-search bin/peerhub-serve peerhub/peerhub-worker \
    include/xapian-c.h include/xapian-c/base.h pkgconfig/xapian-c.pc man3/xapian-c.3 \
    man3/xapian_db_open.3 bash-completion/completions/peerhub-serve \
    system/peerhub-serve.service system/peerhub-serve.socket system/peerhub-index.service \
    system/peerhub-index.timer sysusers.d/peerhub.conf doc/peerhub/peerhub.conf.example \
    peerhub/forms/practice-note.md peerhub/forms/request.sr-Latn.odt; do
    ok "$file is installed" test -s "$(installed $file)"
done
for folder in corpus/documents corpus/vocabularies web/templates; do
    is "all of $folder is installed" \
        "$(cd "$(installed peerhub/$folder)" && find . -type f | sort)" \
        "$(cd "$top_srcdir/$folder" && find . -type f | sort)"
done
ok "the bash completion loads" bash -n "$(installed completions/peerhub-index)"

cat >"$tmp/other.c" <<'END'
#include <xapian-c.h>
int main(void) { return 0; }
END
if [ -n "$PEERHUB_SANITIZED" ]; then
    skip "a program builds with the installed library" "the library has the sanitizers in it"
else
    flags=$(PKG_CONFIG_PATH=$(dirname "$(installed xapian-c.pc)") PKG_CONFIG_SYSROOT_DIR=$root \
        pkg-config --cflags --libs xapian-c)
    # shellcheck disable=SC2086 # several words each
    ok "a program builds with the installed library" \
        ${CC:-cc} -Werror -Wall -o "$tmp/other" "$tmp/other.c" $flags
fi

ok "make uninstall" "${MAKE:-make}" uninstall DESTDIR="$root"
is "nothing is left behind" "$(find "$root" ! -type d)" ""
is "nor folders of ours" "$(find "$root" -type d -name peerhub)" ""

# Debian's packages: each pattern is of something, and together they have all.
packages=$tmp/packages
ok "make install as debian/rules does" "${MAKE:-make}" install DESTDIR="$packages" prefix=/usr \
    libdir=/usr/lib/machine systemdunitdir=/lib/systemd/system
find "$packages" -name '*.la' -delete
cat "$top_srcdir"/debian/*.install >"$tmp/patterns"
while read -r pattern folder; do
    test -z "$folder" || continue # is in the sources
    ok "there is $pattern for a package" compgen -G "$packages/$pattern"
    rm -rf "${packages:?}"/$pattern
done <"$tmp/patterns"
is "each file is in a package" "$(find "$packages" ! -type d)" ""
done_testing

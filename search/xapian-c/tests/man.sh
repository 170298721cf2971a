#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The manual pages: every function and type has one, they are well formed, and their examples do what
# they say.
. "$(dirname "$0")/tap.sh"

for folder in "${top_builddir:?}/man" "$top_builddir/search/xapian-c/man"; do
    [ ! -f "$folder/xapian-c.3" ] || built=$folder
done
pages=("${built:?}"/*.3)

# names PAGE: what its NAME section tells of.
names()
{
    sed -n '/^\.SH NAME$/,/^\\-/s/^\([a-z][^ ,]*\),*$/\1/p' "$1" | sed 's/\\-/-/g'
}

declared >"${tmp:?}/declared"
"${CC:-cc}" -E -P "$xapian_c/xapian-c.h" | tr '\n' ' ' |
    grep -Eo '(\}|typedef struct xapian_[a-z_]+|uint32_t|int \(\*)\s*xapian_[a-z_]+' |
    grep -Eo 'xapian_[a-z_]+$' | sort >>"$tmp/types"
for page in "${pages[@]}"; do
    names "$page" >"$tmp/names"
    is "$(basename "$page") begins with its own name" "$(head -n 1 "$tmp/names").3" \
        "$(basename "$page")"
    # The name of a page is not always that of a function.
    grep -xFf "$tmp/declared" "$tmp/names" >>"$tmp/found"
    grep -xFf "$tmp/types" "$tmp/names" >>"$tmp/found-types"
    tail -n +2 "$tmp/names" | grep -vxFf "$tmp/declared" | grep -vxFf "$tmp/types" >>"$tmp/unknown"
done
is "every function is in the NAME of one page" \
    "$(sort "$tmp/found" | diff "$tmp/declared" -)" ""
is "and so is every type" "$(sort "$tmp/found-types" | diff "$tmp/types" -)" ""
is "there is nothing else" "$(cat "$tmp/unknown")" ""

if [ -n "$(type -P mandoc)" ]; then
    is "mandoc has nothing against them" "$(mandoc -Tlint -Wwarning "${pages[@]}" 2>&1)" ""
elif [ -n "$(type -P groff)" ]; then
    is "groff has nothing against them" \
        "$(for page in "${pages[@]}"; do groff -ww -man -z "$page" 2>&1; done)" ""
else
    skip "they are well formed" "mandoc is missing (apt-get install mandoc)"
fi

# No page refers to one that is not there.
is "every page that is referred to is there" \
    "$(cat "${pages[@]}" | grep -Eo 'fBxapian[^ ]*\\fP\(3\)' |
        sed 's/^fB//; s/\\fP(3)$//; s/\\-/-/g' | sort -u |
        grep -vxFf <(names "$built/xapian-c.3"; cat "$tmp/declared") | while read -r name; do
            [ -f "$built/$name.3" ] || echo "$name"
        done)" ""

# Links are made by "make install".
unset MAKEFLAGS MFLAGS MAKELEVEL
root=$tmp/root
make=("${MAKE:-make}" -C "$top_builddir" DESTDIR="$root" mandir=/man)
ok "the pages are installed" "${make[@]}" install-man install-xapian-c-links
is "every function and type has a page" "$(cd "$root/man/man3" && while read -r name; do
    [ -f "$name.3" ] || echo "$name"
done < <(cat "$tmp/declared" "$tmp/types"))" ""
is "links lead to pages" "$(cd "$root/man" && sed -n 's/^\.so //p' man3/*.3 | sort -u |
    while read -r page; do grep -l '^\.so' "$page" 2>&1; done)" ""
ok "the pages are uninstalled" "${make[@]}" uninstall-man uninstall-xapian-c-links
is "none is left" "$(find "$root" -type f)" ""

# Xapian's check of a database deletes tables by the size of their base class.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0
for source in "$xapian_c"/man/examples/*.c; do
    name=$(basename "$source" .c)
    ok "the example of $name is plain C11" "${CC:-cc}" -std=c11 -pedantic-errors -Wall -Wextra \
        -Werror -fsyntax-only -I"$xapian_c" "$source"
    mkdir "$tmp/run" && cd "$tmp/run" || exit 99
    is "the example of $name does what it says" "$("$built/examples/$name" 2>&1)" \
        "$(sed -n '/^\/\* Prints:$/,/^ \*\/$/s/^ \* //p' "$source" | grep . || echo nothing)"
    cd / && rm -r "$tmp/run"
done
done_testing

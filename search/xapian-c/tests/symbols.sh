#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What libxapian-c exports is what its header declares: no function forgotten, nothing of C++
# let out, and each function documented by its place in the header alone.
. "$(dirname "$0")/tap.sh"

header=$xapian_c/xapian-c.h
library=${top_builddir:?}/.libs/libxapian-c.so

[ -n "$(type -P nm)" ] || skip_all "nm is missing (apt-get install binutils)"
[ -f "$library" ] || skip_all "there is no shared library: $library"

declared >"${tmp:?}/declared"
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
    sort >"$tmp/exported"

ok "the header declares functions" test -s "$tmp/declared"
is "none is declared twice" "$(uniq -d "$tmp/declared")" ""
is "all that is declared is exported" "$(comm -23 "$tmp/declared" "$tmp/exported")" ""
is "all that is exported is declared" "$(comm -13 "$tmp/declared" "$tmp/exported")" ""
is "exported symbols have a version" \
    "$(nm -D --defined-only --with-symbol-versions "$library" | grep ' T ' |
        grep -v '@@XAPIAN_C_1$')" ""

is "the header has the version that pkg-config tells" \
    "$(sed -n 's/^#define XAPIAN_C_VERSION "\(.*\)"/\1/p' "$xapian_c/xapian-c/base.h")" \
    "$(sed -n 's/^Version: //p' "$xapian_c_build/xapian-c.pc")"

for language in c11 c17; do
    ok "the header alone is $language" "${CC:-cc}" -std=$language -pedantic-errors -Wall \
        -Wextra -Werror -fsyntax-only -x c "$header"
done
if [ -n "$(type -P "${CXX:-c++}")" ]; then
    ok "the header alone is C++" "${CXX:-c++}" -std=c++11 -pedantic-errors -Wall -Wextra \
        -Werror -fsyntax-only -x c++ "$header"
else
    skip "the header alone is C++" "there is no C++ compiler"
fi

# A status that is not looked at, and a handle of another type, are mistakes the compiler sees.
try()
{
    printf '#include "%s"\nvoid try(xapian_db *db, xapian_query *query);\n' "$header"
    printf 'void try(xapian_db *db, xapian_query *query) { (void)db; (void)query; %s }\n' "$1"
}
# Not -fsyntax-only: results that are not used are looked for later.
compile()
{
    if try "$1" |
        "${CC:-cc}" -std=c11 -Wall -Wextra -Werror -c -o "$tmp/try.o" -x c - 2>"$tmp/err"; then
        echo compiled
    else
        echo refused
    fi
}
is "a right call compiles" \
    "$(compile 'xapian_db_free(db); xapian_query_free(query);')" compiled
is "a status must be looked at" "$(compile 'xapian_db_close(db, 0);')" refused
is "handles are told apart" "$(compile 'xapian_db_free(query);')" refused
# A document that terms are added to later, a dictionary and a shard that are written.
for call in 'xapian_term_generator_set_document(0, doc, 0)' \
    'xapian_term_generator_set_flags(0, 0, writer, 0)' 'xapian_writable_db_add(0, writer, 0)'; do
    what="const xapian_document *doc = 0; const xapian_writable_db *writer = 0;"
    is "what changes is not const: ${call%%(*}" \
        "$(compile "$what (void)doc; (void)writer; if ($call) return;")" refused
    is "and compiles: ${call%%(*}" \
        "$(compile "${what//const /} (void)doc; (void)writer; if ($call) return;")" compiled
done

# A C program with the static library, and what pkg-config says that needs.
static=${library%.so}.a
links_with_xapian()
{
    echo 'int main(void) { return 0; }' >"$tmp/none.c"
    # shellcheck disable=SC2046
    "${CC:-cc}" -o "$tmp/none" "$tmp/none.c" $(pkg-config --static --libs xapian-core) \
        2>"$tmp/err"
}
if [ ! -f "$static" ]; then
    skip "the static library links" "there is none: $static"
elif nm "$static" | grep -q '__[atu][a-z]*san_'; then
    skip "the static library links" "it was built with a sanitizer"
elif ! links_with_xapian; then
    skip "the static library links" \
        "libxapian's own libraries are missing (apt-get install uuid-dev zlib1g-dev)"
else
    try 'if (db && query) return;' >"$tmp/try.c"
    echo 'int main(void) { return xapian_version_major() != 1; }' >>"$tmp/try.c"
    flags=$(PKG_CONFIG_PATH=$xapian_c_build${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH} \
        pkg-config --static --libs xapian-c | sed "s, -lxapian-c , $static ,")
    # shellcheck disable=SC2086
    ok "the static library links" "${CC:-cc}" -o "$tmp/static" "$tmp/try.c" $flags
    ok "and runs" "$tmp/static"
fi

done_testing

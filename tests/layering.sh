#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The rules of HACKING.md about who may know whom: by the #include lines of the sources, and by
# the libraries that the built programs ask for.
. "${top_srcdir:?}/tests/tap.sh"

cd "$top_srcdir" || exit 99

# nobody_includes DESCRIPTION PATTERN FILE...: the pattern is in no #include line of the files.
nobody_includes()
{
    is "$1" "$(grep -EHn "^ *# *include *[<\"]$2" "${@:3}" /dev/null)" ""
}

# sources FOLDER... [-- EXCEPTION...]: the .c, .cc and .h files below the folders, but for shell
# patterns of paths.
sources()
{
    local folders=() except=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do folders+=("$1"); shift; done
    for pattern in "${@:2}"; do except+=(! -path "$pattern"); done
    find "${folders[@]}" -name node_modules -prune -o \( -name "*.[ch]" -o -name "*.cc" \) "${except[@]}" -print | sort
}

mapfile -t indexer < <(sources indexer)
mapfile -t search < <(sources search)
mapfile -t web < <(sources web)
mapfile -t not_binding < <(sources indexer search web -- 'search/xapian-c/*')
mapfile -t not_server < <(sources indexer search web -- web/server.c)
mapfile -t not_fetch < <(sources indexer search web -- indexer/fetch.c)
mapfile -t not_parsers < <(sources indexer search web -- 'indexer/parse*' 'indexer/worker*' \
    'indexer/pdf_*' 'indexer/package*' 'indexer/unfold*' 'indexer/confine*')
# Examples are programs of others, who have no config.h.
mapfile -t c_files < <(find indexer search web -name '*.c' ! -path '*/examples/*' | sort)

nobody_includes "indexer/ knows nothing of web/" 'web/' "${indexer[@]}"
nobody_includes "web/ knows nothing of indexer/" 'indexer/' "${web[@]}"
nobody_includes "search/ knows neither" '(indexer|web)/' "${search[@]}"
nobody_includes "only the binding includes Xapian" 'xapian(\.h|/)' "${not_binding[@]}"
nobody_includes "only web/server.c includes libmicrohttpd" 'microhttpd\.h' "${not_server[@]}"
nobody_includes "only indexer/fetch.c includes libcurl" 'curl/' "${not_fetch[@]}"
nobody_includes "only the worker includes the format libraries" \
    '(md4c|yaml|archive|poppler|gmime|glib|csv|magic|seccomp|uchardet)[^/>"]*\.h' "${not_parsers[@]}"
is "the binding is all the C++ there is" \
    "$(find indexer search web \( -name '*.cc' -o -name '*.cpp' \) ! -path 'search/xapian-c/*')" ""

# config.h chooses what the system headers declare, so it comes first.
is "every .c file includes config.h first" "$(for file in "${c_files[@]}"; do
    grep -m1 '^ *# *include' "$file" | grep -q '"config.h"' || echo "$file"
done)" ""

# What automake does not know is missing from a release.
is "Makefile.am and library.mk list every source file" "$(sources indexer search web tests |
    while read -r file; do
        case $file in tests/*.c | */tests/*.c | */examples/*.c) file=${file%.c} ;; esac
        grep -qF "$file" Makefile.am <(sed 's,%D%,search/xapian-c,g' search/xapian-c/library.mk) || echo "$file"
    done)" ""

# needed PROGRAM: the libraries it asks for; libtool keeps the program itself in .libs.
needed()
{
    local file=$top_builddir/.libs/$1
    [ -f "$file" ] || file=$top_builddir/$1
    readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

if [ -z "$(type -P readelf)" ]; then
    skip "what the programs link" "readelf is missing (apt-get install binutils)"
else
    formats='^lib(md4c|yaml|archive|poppler|gmime|glib|csv|magic|uchardet)'
    for program in peerhub-index peerhub-search peerhub-serve; do
        libraries=$(needed $program)
        unlike "$program does not link the format libraries" "$libraries" "$formats"
        if [ -e "$top_builddir/.libs/libxapian-c.so" ]; then
            unlike "$program reaches Xapian through the binding alone" "$libraries" '^libxapian\.'
        fi
        [ $program = peerhub-serve ] ||
            unlike "$program does not link libmicrohttpd" "$libraries" '^libmicrohttpd'
    done
    libraries=$(needed peerhub-worker)
    like "peerhub-worker is linked" "$libraries" '^libc\.'
    unlike "peerhub-worker links neither the index nor a server nor a client" "$libraries" \
        '^lib(xapian|microhttpd|curl)'
fi

# Not a fault, but a hint.
sources indexer search web tests | while read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || diag "$file has $lines lines: more than 600, does it do one thing?"
done
done_testing

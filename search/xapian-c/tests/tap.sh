# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the library's tests in shell share: results as TAP, a scratch folder $tmp, and where the
# library's sources are, $xapian_c, and what was made of them, $xapian_c_build. "make check" sets
# top_builddir.

xapian_c=$(cd "$(dirname "$0")/.." && pwd)
xapian_c_build=${top_builddir:?}
# peerhub's build has the library's tests and examples in a folder.
[ ! -d "$xapian_c_build/search/xapian-c" ] || xapian_c_build=$xapian_c_build/search/xapian-c
count=0
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT

# The functions that the headers declare. Once preprocessed, a name before a '(' is one of them:
# those of the types of functions stand before a ')'.
declared()
{
    "${CC:-cc}" -E -P "$xapian_c/xapian-c.h" | grep -v '^ *#' |
        grep -Eo '\bxapian_[a-z0-9_]+ *\(' | tr -d ' (' | sort
}

# result STATUS DESCRIPTION [REMARK]...
result()
{
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        printf 'ok %d - %s\n' "$count" "$2"
    else
        printf 'not ok %d - %s\n' "$count" "$2"
        [ $# -lt 3 ] || printf '%s\n' "${@:3}" | sed 's/^/# /'
    fi
}

# ok DESCRIPTION COMMAND...: the command exits 0.
ok()
{
    local output status
    output=$("${@:2}" 2>&1)
    status=$?
    result $status "$1" "exit status $status of: ${*:2}" "$output"
}

# is DESCRIPTION GOT WANTED
is()
{
    [ "$2" = "$3" ]
    result $? "$1" "got:    $2" "wanted: $3"
}

# skip DESCRIPTION REASON
skip()
{
    count=$((count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$count" "$1" "$2"
}

# skip_all REASON: before the first test.
skip_all()
{
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

done_testing()
{
    printf '1..%d\n' "$count"
    exit 0
}

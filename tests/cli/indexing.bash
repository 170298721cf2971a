# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# indexing.bash - what the tests of the commands share, besides tap.sh.
#
#     . "${top_srcdir:?}/tests/cli/indexing.bash"
#     index "$tmp/notes"        # into $db; sets $code, $counts, $tmp/out, $tmp/err
#     is "all went in" "$code $counts" "0 $(counted indexed 3)"
#     is "it is found" "$(search -- register | wc -l)" 1
. "${top_srcdir:?}/tests/tap.sh"

command -v jq >/dev/null || skip_all "jq is missing (apt-get install jq)"

db=$tmp/db

# index [OPTION]... SOURCE...
index()
{
    "$top_builddir/peerhub-index" -d "$db" "$@" >"$tmp/out" 2>"$tmp/err"
    code=$?
    counts=$(tail -n 1 "$tmp/err" | sed -n 's/ in [0-9]*\.[0-9] s$//p')
}

# counted [NAME NUMBER]...: the summary with these numbers, and 0 elsewhere.
counted()
{
    local indexed=0 updated=0 unchanged=0 removed=0 failed=0
    while [ $# -gt 0 ]; do
        declare "$1=$2"
        shift 2
    done
    printf 'indexed %d, updated %d, unchanged %d, removed %d, failed %d' \
        "$indexed" "$updated" "$unchanged" "$removed" "$failed"
}

# search [OPTION]... [-- WORD...]: results as lines of JSON, at most 1000.
search()
{
    "$top_builddir/peerhub-search" -d "$db" --format=jsonl -n 1000 "$@"
}

# found KEY FILTER [OPTION]...: something of the document with that key.
found()
{
    search "${@:3}" | jq -r --arg key "$1" "select(.key == \$key) | $2"
}

# keys [OPTION]... [-- WORD...]: the keys of what is found, sorted, on one line.
keys()
{
    search "$@" | jq -r .key | LC_ALL=C sort | paste -sd ' ' -
}

# whole [DB]: all that a reader can see of an index but for its clock.
whole()
{
    local "db=${1:-$db}" word
    search --sort=title | jq -cS 'del(.score)' | LC_ALL=C sort
    for word in register 'data AND -paper' '"peer learning"' open; do
        search -- "$word" | jq -c --arg word "$word" '[$word, .id, .score, .passages]' |
            LC_ALL=C sort
    done
    "$top_builddir/peerhub-search" -d "$db" --format=json | jq -cS '[.total, .facets]'
}

# explain [OPTION]... SOURCE...: records as lines of JSON.
explain()
{
    "$top_builddir/peerhub-index" --explain "$@" 2>"$tmp/err"
}

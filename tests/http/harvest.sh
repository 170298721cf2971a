#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One hub harvests another: what /oai says is what comes in.
. "${top_srcdir:?}/tests/http/serving.bash"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

mkdir "$tmp/notes" # no translations: which work a record belongs to is not told by oai_dc
grep -L translation-of "$top_srcdir"/corpus/documents/practice/*.xml | head -n 25 |
    xargs -I{} cp {} "$tmp/notes"
chmod -R u+w "$tmp/notes"
make_index notes="$tmp/notes"
serve
[ "$(status '/oai?verb=Identify')" = 200 ] || skip_all "this server has no /oai"

# harvest [OPTION]...: into $tmp/other; what it did is in $counts.
harvest()
{
    "$top_builddir/peerhub-index" -d "$tmp/other" "$@" "own=oai+$base/oai" >"$tmp/out" 2>"$tmp/err"
    counts=$(sed -n '$s/ in [0-9.]* s$//p' "$tmp/err")
}

# facts DB: what is told of each document, without its address.
facts()
{
    "$top_builddir/peerhub-search" -d "$1" --format=jsonl -n 1000 |
        jq -c '[.title, .type, .date, .language, .license, ([.countries[].code] | sort),
            ([.themes[].id] | sort)]' | LC_ALL=C sort
}

n=$(find "$tmp/notes" -type f ! -name '*.meta.*' | wc -l)
harvest
is "all documents come in" "$counts" "indexed $n, updated 0, unchanged 0, removed 0, failed 0"
is "with title, type, date, language, licence, countries and themes" \
    "$(facts "$tmp/db" | diff - <(facts "$tmp/other"))" ""
harvest
is "again: nothing has changed" "$counts" "indexed 0, updated 0, unchanged $n, removed 0, failed 0"

gone=$(find "$tmp/notes" -type f ! -name '*.meta.*' | LC_ALL=C sort | head -n 1)
rm "$gone" "$gone".meta.* 2>/dev/null
printf -- '---\ntitle: A new note\nlicense: CC-BY-4.0\n---\n\nWords on integrity.\n' >"$tmp/notes/new.md"
make_index notes="$tmp/notes"
for _ in $(seq 100); do
    get '/oai?verb=ListIdentifiers&metadataPrefix=oai_dc' | grep -q a-new-note && break
    sleep 0.1
done
harvest
is "one is new, one was deleted" "$counts" \
    "indexed 1, updated 0, unchanged $((n - 1)), removed 1, failed 0"
is "nothing was complained of" "$(grep -c "oai" "$tmp/err")" 0
done_testing

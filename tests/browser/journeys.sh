#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Five people at a keyboard, in Chromium without scripts: a trainer, an official, a manager, a librarian and
# a developer get what they came for, and the focus is seen wherever it goes, in the order of reading.
# Some half a minute; .ci/run has what it needs.
. "${top_srcdir:?}/tests/http/serving.bash"
. "${top_srcdir:?}/tests/node.bash"

limit=240 # seconds
[ "${PEERHUB_SANITIZED-}" != yes ] || skip_all "pages are the same under the sanitizers"
why=$(without_node) && skip_all "$why"
[ -d "$top_srcdir/tests/npm/node_modules/puppeteer-core" ] ||
    skip_all "puppeteer-core is missing (cd tests/npm && npm ci --ignore-scripts)"
chromium=$(type -P chromium) || skip_all "chromium is missing (apt-get install chromium)"

make_index "$top_srcdir/corpus/documents"
serve

mkdir "$tmp/got"
timeout "$limit" node "$top_srcdir/tests/npm/journeys.js" "$base" "$chromium" "$tmp/got" >"$tmp/seen" 2>"$tmp/seen.err"
is "all were on their way within $limit seconds" "$?: $(cat "$tmp/seen.err")" "0: "
while IFS=$'\t' read -r who fault; do
    is "$who" "$fault" ""
done <"$tmp/seen"
is "all came" "$(wc -l <"$tmp/seen")" 21
done_testing

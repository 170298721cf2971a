#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every page in every language, as others' programs see it: axe-core in Chromium, light and dark, on a
# telephone and on a desk, and the Nu Html Checker.  Answers and pictures of them stay in
# tests/browser/pages/ in the build directory, to be looked at.  Some five minutes; .ci/run has what it
# needs.
. "${top_srcdir:?}/tests/http/serving.bash"
. "${top_srcdir:?}/tests/node.bash"

limit=1200 # seconds
kept=$top_builddir/tests/browser/pages
modules=$top_srcdir/tests/npm/node_modules
[ "${PEERHUB_SANITIZED-}" != yes ] || skip_all "pages are the same under the sanitizers"
why=$(without_node) && skip_all "$why"
for module in axe-core puppeteer-core vnu-jar; do
    [ -d "$modules/$module" ] || skip_all "$module is missing (cd tests/npm && npm ci --ignore-scripts)"
done
chromium=$(type -P chromium) || skip_all "chromium is missing (apt-get install chromium)"

make_index "$top_srcdir/corpus/documents"
serve

rm -rf "$kept"
mkdir -p "$kept"
languages=$(get / | grep -oE 'href="/\?ui=[^"]+"' | sed 's/.*=//; s/"//' | grep -vx en | sort -u)
is "there are nine languages" "$(wc -w <<<"en $languages")" 9

# --- Chromium ---------------------------------------------------------------------------------

# shellcheck disable=SC2086 # a language is a word
timeout "$limit" node "$top_srcdir/tests/npm/pages.js" "$base" "$chromium" "$kept" en $languages \
    >"$tmp/seen" 2>"$tmp/seen.err"
is "all pages were seen within $limit seconds" "$?: $(cat "$tmp/seen.err")" "0: "
while IFS=$'\t' read -r page faults; do
    is "$page" "$faults" ""
done <"$tmp/seen"
is "each in each language" "$(cut -d ' ' -f 1 "$tmp/seen" | cut -f 1 | sort | uniq -c | awk '{print $1}' | sort -u)" 9

# --- the Nu Html Checker ------------------------------------------------------------------------

# check NAME FILE...: errors and warnings; it also says, of every void element, that it need not end in "/>".
check()
{
    is "$1" "$(java -jar "$modules/vnu-jar/build/dist/vnu.jar" --format gnu --also-check-css --stdout "${@:2}" 2>&1 |
        grep -v ': info: ' | sed "s|.*$kept/||" | head -n 20)" ""
}

if type -P java >/dev/null; then
    for language in en $languages; do check "vnu: pages in $language" "$kept/$language"/*.html; done
    for sheet in "$top_srcdir"/web/assets/*.css; do check "vnu: ${sheet##*/}" "$sheet"; done
else
    skip "vnu" "java is missing (apt-get install default-jre-headless)"
fi
done_testing

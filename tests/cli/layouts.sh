#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One outcome document laid out in many formats gives the same recommendations under the same
# headings.
. "${top_srcdir:?}/tests/cli/indexing.bash"

fixtures=$top_srcdir/tests/fixtures

# recommended FILE: heading path (its two innermost) and text of each recommendation.
recommended()
{
    "$top_builddir/peerhub-index" --explain "$1" 2>"$tmp/err" |
        jq -c '.passages[] | select(.kind == "recommendation") | [.heading[-2:], .text]'
}

wanted=$(recommended "$fixtures/text/workshop.txt")
is "plain text has them" "$(wc -l <<<"$wanted")" 5
for file in "$fixtures"/layouts/*.{html,docx,odt,rtf,epub} "$fixtures"/pdf/workshop-*.pdf; do
    is "${file##*/} has the same" "$(recommended "$file")" "$wanted"
done
done_testing

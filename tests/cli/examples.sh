#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What README.md and peerhub-search(1) tell people to ask finds something in the shipped collection.
. "${top_srcdir:?}/tests/cli/indexing.bash"

index -j1 "corpus=$top_srcdir/corpus/documents"
is "the collection" "$code" 0
sed -n 's/^    \$ \(build\/peerhub-search .*\)/\1/p' "$top_srcdir/README.md" >"$tmp/readme"
sed -n '/^\.Sh EXAMPLES/,/^\.Ed/s/^peerhub-search /build\/&/p' "$top_srcdir/docs/peerhub-search.1" >"$tmp/manual"

mkdir "$tmp/here"
ln -s "$(cd "$top_builddir" && pwd)" "$tmp/here/build"
cd "$tmp/here" || exit 1
export PEERHUB_DB=$db
printf '1\topen data\n' >topics.tsv
for page in readme manual; do
    mapfile -t lines <"$tmp/$page"
    like "commands of the $page" "${#lines[@]}" '^[4-9]$'
    for line in "${lines[@]}"; do
        eval "$line"' ; asked=${PIPESTATUS[0]}' >out 2>err
        [ "$asked" = 141 ] && asked=0 # what stands behind a pipe has seen enough
        is "$line" "$asked" 0 || diag "$(cat err)"
    done
done

done_testing

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# In browsers that show text alone: lynx is led through a search, a filter, a document and a course pack by its
# keys; w3m shows what matters of every kind of page.
. "${top_srcdir:?}/tests/http/serving.bash"

type -P lynx >/dev/null && type -P w3m >/dev/null || skip_all "lynx or w3m is missing (apt-get install lynx w3m)"

make_index "$top_srcdir/corpus/documents"
serve

# --- lynx: its keys, one a line ------------------------------------------------------------

key() { printf 'key %s\n' "$@"; }
enter() { key '^J'; }

# write TEXT: a key for each letter.
write()
{
    local i c
    for ((i = 0; i < ${#1}; i++)); do
        c=${1:i:1}
        if [ "$c" = " " ]; then c='<space>'; fi
        key "$c"
    done
}

# seek TEXT: to where it stands; follow TEXT: to the link, button or box there, and Enter.
seek() { key /; write "$1"; enter; }
follow() { seek "$1"; enter; }

# keep NAME: the page as it is, by "print to a local file".
keep() { key p; enter; key '^U'; write "$1"; enter; }

{
    seek "Search the full text"
    write "integrity"
    enter
    enter
    seek "Narrow the answer"
    seek "Kind of document"
    follow "Outcome document"
    follow "BUTTON) Apply"
    keep results
    follow "20th International"
    keep document
    follow "Add to the course pack"
    follow "Course pack: 1"
    keep pack
    key Q y
    echo exit
} >"$tmp/keys"
(cd "$tmp" && HOME=$tmp TERM=vt100 timeout 60 script -qec "stty cols 160; lynx -nocolor -cmd_script=keys $base/" /dev/null </dev/null >/dev/null 2>&1)
is "lynx was led to its end" $? 0
results=$(cat "$tmp/results")
like "a search" "$results" 'full text integrity_*'
like "what was chosen" "$results" 'Kind of document: Outcome document'
unlike "nothing else is found" "$results" '^ +(Practice note|AI case study) .*20[0-9][0-9]'
like "a document" "$(cat "$tmp/document")" '^ *20th International Anti-Corruption Conference'
like "its text" "$(cat "$tmp/document")" 'Declaration|declaration'
like "it is in the pack" "$(cat "$tmp/pack")" '^ *1 document, [0-9]+ minutes? to read'
like "and what goes with it" "$(cat "$tmp/pack")" 'How the cases differ'

# --- w3m ---------------------------------------------------------------------------------------

# shows PATH PATTERN...: the page has a line of each, and no markup.
shows()
{
    local pattern text
    text=$(HOME=$tmp w3m -dump -cols 200 -T text/html "$base$1")
    for pattern in "${@:2}"; do like "w3m: $pattern on $1" "$text" "$pattern"; done
    unlike "w3m: no markup on $1" "$text" '[{}]{2}|</?[a-z]+[ >]|&[a-z]+;'
}

id=$(get '/api/v1/search?type=outcome-document' | jq -r '.results[0].id')
shows / 'Ask|Search the full text' '^New here' 'Effective governance +[0-9]+' 'Kazakhstan +[0-9]+'
shows "/documents/$id" 'Add to the course pack' 'As a file: .*RIS +BibTeX' '^Licence'
shows /countries/KZ '^Kazakhstan' 'Its nearest peers'
shows /matrix '^ *Kazakhstan +[0-9]+'
shows '/contacts?q=services' 'did it'
shows '/new?since=2020-01-01' '^ *1\. '
shows '/search?ui=ru&q=цифровые' 'документ' 'Найти'
shows "/pack?pack=$id" 'ZIP' 'CEPA'
done_testing

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Editions of one work: the same report in two formats and two languages, whichever comes first.
. "${top_srcdir:?}/tests/cli/indexing.bash"

mkdir "$tmp/notes" "$tmp/others"
notes=$tmp/notes

# note FILE TITLE [FRONT MATTER LINE]...: some English.
note()
{
    {
        echo "---"
        printf '%s\n' "title: $2" "${@:3}"
        echo "---"
        echo "This is what the register of the village says about the taxes of the year, and more of it."
    } >"$1"
}

# editions KEY [OPTION]... [-- WORD...]: the titles of a document's alternates, in order.  Of a work's
# editions one is a result: options or words must choose it.
editions()
{
    found "$1" '[.alternates[]?.title] | join(", ")' "${@:2}"
}

# works SOURCE...: how many there are, told without an index.
works()
{
    explain "$@" | jq -r .work | LC_ALL=C sort -u | wc -l
}

# --- formats and languages of one file ----------------------------------------------------------

note "$notes/report.md" "Report" "language: en"
index "$notes"
is "alone" "$code $(editions report.md)" "0 "
printf '<html lang="en"><title>Report as page</title><p>What the register says about taxes.</p></html>' \
    >"$notes/report.html"
note "$notes/report.ru.md" "Отчёт" "language: ru"
note "$notes/report-fr.md" "Rapport" "language: fr"
note "$notes/report-2.md" "Another report" "language: en"
index "$notes"
is "the first one is not read again" "$counts" "$(counted indexed 4 unchanged 1)"
is "it knows the others" "$(editions report.md -- title:report NOT title:page)" "Report as page, Rapport, Отчёт"
is "and they know it" "$(editions report.ru.md --language=ru)" "Report as page, Report, Rapport"
is "together they are one result" "$(search | wc -l) $(search --language=ru,fr | wc -l)" "$(works "$notes") 1"
is "another file is another work" "$(editions report-2.md)" ""
is "all have one name" "$(explain "$notes" | jq -r .work | sort | uniq -c | tr -s ' ')" \
    " 4 notes/report
 1 notes/report-2"

# --- translations -------------------------------------------------------------------------------

note "$notes/b.md" "Budgets in Kyrgyz" "key: budgets-ky" "translation_of: budgets" "language: ky"
index "$notes"
is "a translation without its original" "$(editions budgets-ky --language=ky)" ""
note "$tmp/others/a.md" "Budgets" "key: budgets" "language: en"
index "$tmp/others"
is "the original comes later, from another source" "$(editions budgets --language=en)" "Budgets in Kyrgyz"
is "and the translation knows it" "$(editions budgets-ky --language=ky)" "Budgets"
note "$notes/c.md" "Budgets in Uzbek" "key: budgets-uz" "translation_of: budgets-ky" "language: uz"
index "$notes"
is "a translation of a translation does no harm" "$(editions budgets-uz --language=uz) $(editions budgets --language=en)" \
    " Budgets in Kyrgyz"
rm "$notes/b.md" "$notes/c.md"
index "$notes"
is "what is gone is no alternate" "$(editions budgets) $(search --language=en | jq -r 'select(.key == "budgets") | .key')" " budgets"

id=$(found report-2.md .id)
note "$notes/d.md" "Ещё один" "translation_of: $id" "language: ru"
index "$notes"
is "an original named by its id" "$(editions report-2.md --language=en)" "Ещё один"
is "and back" "$(editions d.md --language=ru)" "Another report"
note "$notes/e.md" "Nobody's" "translation_of: nobodys-0123456789ab" "language: ru"
index -v "$notes"
like "an id that is none is told" "$(cat "$tmp/err")" "translation_of: 'nobodys-0123456789ab' is not in"
index "$notes"
is "and tried again" "$counts" "$(counted updated 1 unchanged 6)"
rm "$notes/e.md"
index --full "$notes" "$tmp/others"
is "a full build finds the same" "$(editions report-2.md --language=en)|$(editions report.md -- title:report NOT title:page)" \
    "Ещё один|Report as page, Rapport, Отчёт"

# --- which one is shown -----------------------------------------------------------------------

# A long English text has the word once, its short Russian edition the same word thrice.
mkdir "$tmp/shown"
{
    printf -- '---\ntitle: A village\nlanguage: en\n---\n\nThe tax of the village.\n\n'
    for i in $(seq 60); do printf 'The office in year %s had other work to do on the roads.\n\n' "$i"; done
} >"$tmp/shown/village.md"
printf -- '---\ntitle: Село\nlanguage: ru\n---\n\nНалог, налог, налог.\n' >"$tmp/shown/village.ru.md"
index "$tmp/shown"
is "the one in the question's language" "$(search -n 1 -- tax | jq -r .title)" "A village"
is "whichever that is" "$(search -n 1 -- налог | jq -r .title)" "Село"
is "where it answers" "$(search -n 1 --language=ru -- tax | jq -r .title)" "Село"

# --- what is no edition ---------------------------------------------------------------------------

note "$tmp/others/report.md" "Report of others" "language: en"
index "$tmp/others"
is "the same path in another source" "$(search -- 'title:report' | jq -r '.title + ":" +
    ([.alternates[]?.title] | join(","))' | grep others)" "Report of others:"
printf 'id,title,text\n1,First,The village has a register of taxes\n2,Second,The village has two\n' \
    >"$tmp/others/one.csv"
sed 's/First/Third/; s/Second/Fourth/' "$tmp/others/one.csv" >"$tmp/others/two.csv"
index "$tmp/others"
is "rows with equal ids of two tables" \
    "$(search -- village | jq -r 'select(.title == "First") | .alternates | length')" 0
is "which are there" "$(search -- village | jq -r .title | grep -cE '^(First|Second|Third|Fourth)$')" 4

# --- our own collection -----------------------------------------------------------------------------

db=$tmp/collection
index "$top_srcdir/corpus/documents"
search >"$tmp/all"
is "a work is one result" "$(wc -l <"$tmp/all")" "$(works "$top_srcdir/corpus/documents")"
is "every translation in the collection has its original" \
    "$(jq -r 'select(.alternates) | .id, .alternates[].id' "$tmp/all" | LC_ALL=C sort -u | wc -l)" \
    "$(($(grep -rl -e '^translation_of:' -e '<translation-of>' "$top_srcdir/corpus/documents" | wc -l) * 2))"
for language in $(jq -r '.language, .alternates[]?.language' "$tmp/all" | sort -u); do
    search --language="$language"
done >"$tmp/by-language"
is "in its language each is a result" "$(jq -r .id "$tmp/by-language" | LC_ALL=C sort)" \
    "$(explain "$top_srcdir/corpus/documents" | jq -r .id | LC_ALL=C sort)"
is "and each says it of the other" "$(jq -rs 'map({(.id): [.alternates[]?.id]}) | add as $a |
    [$a | to_entries[] | .key as $id | .value[] | select($a[.] | index($id) | not)] | length' \
    "$tmp/by-language")" 0

done_testing

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Languages from a file to an answer: letters that are the same and letters that are not, and
# questions in Russian, French and Spanish that find what is written in English.
. "${top_srcdir:?}/tests/cli/indexing.bash"

s=$tmp/texts
mkdir "$s"

# note NAME LANGUAGE TEXT
note()
{
    printf -- '---\ntitle: "%s"\nlanguage: %s\n---\n\n%s\n' "$1" "$2" "$3" >"$s/$1.md"
}
note sr1 sr-Cyrl 'Град је објавио отворене податке о буџету. Ђаци и наставници чекају љубазне људе.'
note sr2 sr-Latn 'Ministarstvo je usvojilo uredbu o čuvanju građe i šumama.'
note ro1 ro 'Consiliul a aprobat ședința și însoțirea achizițiilor.'
note ro2 ro 'Raportul despre împrumuturi şi preţuri.'
note ru1 ru 'Отчёт о учёте зелёных насаждений. Район ждёт мёд.'
note ru2 ru 'Воины стерегут край. Все уехали, и зайка.'
note uk1 uk 'Їжа для країни. Мій край.'
note fr1 fr "L'État a publié son bilan élevé : l'œuvre d'Élise."
index "$s"
is "the texts" "$code $counts" "0 $(counted indexed 8)"

# QUESTION<TAB>FILES that it finds by its own words
while IFS=$'\t' read -r question wanted; do
    is "$question" "$(keys --match=all --without='*' -- "$question")" "$wanted"
done <<'END'
отворене податке	sr1.md
otvorene podatke	sr1.md
OTVORENE Podatke budžetu	sr1.md
đaci	sr1.md
djaci	sr1.md
ljubazne ljude	sr1.md
уредбу	sr2.md
уредбу о чувању	sr2.md
čuvanju građe šumama	sr2.md
cuvanju gradje sumama	sr2.md
чувању грађе шумама	sr2.md
"чувању грађе"	sr2.md
ședința	ro1.md
şedinţa	ro1.md
sedinta	ro1.md
însoţirea	ro1.md
prețuri și împrumuturi	ro2.md
preţuri	ro2.md
отчет	ru1.md
отчёт учет	ru1.md
ЗЕЛЕНЫХ	ru1.md
мед	ru1.md
раион	
воин	ru2.md
воїн	
край	ru2.md uk1.md
зайка	ru2.md
заика	
їжа	uk1.md
іжа	
etat	fr1.md
bilan eleve	fr1.md
oeuvre Elise	fr1.md
END

# --- of twins the one in the question's language -----------------------------------------------

for twin in 1:en 2:fr 3:es 4:ru 5:sr-Latn; do
    note "twin${twin%:*}" "${twin#*:}" 'Kobe, Prag, Beograd, Oslo 1995, 2011.'
done
index "$s"
while IFS=$'\t' read -r question first; do
    is "$question" "$(search -n 1 -- "$question" | jq -r .key)" "twin$first.md"
done <<'END'
What happened in Kobe and in Oslo	1
Qu'est-ce qui est arrivé à Kobe et à Oslo dans les années	2
¿Qué pasó en Kobe y en Oslo con los?	3
Šta se desilo u Kobe i u Oslo, a što nije?	5
END

# --- across languages -----------------------------------------------------------------------

bench=$top_srcdir/tests/bench/crosslang
"$bench" "$top_builddir" >"$tmp/places"
share=$(sed -n 's/^all: .*(\([0-9]*\) %)$/\1/p' "$tmp/places")
ok "of 60 questions in three languages 80 % find a relevant document in English among the first ten" \
    test "${share:-0}" -ge 80
diag "$(tail -n 4 "$tmp/places" | paste -sd ';')"
"$bench" "$top_builddir" "$top_srcdir/tests/bench/crosslang.tsv" --without='*' >"$tmp/plain"
share=$(sed -n 's/^all: .*(\([0-9]*\) %)$/\1/p' "$tmp/plain")
ok "without the vocabularies they do not" test "${share:-100}" -lt 50

# --- the command ------------------------------------------------------------------------------

db=$tmp/corpus
index "$top_srcdir/corpus/documents"
like "the answer tells what was added" \
    "$("$top_builddir/peerhub-search" -d "$db" 'открытые данные')" '^Also: открытые данные = .*Open data'
all=$("$top_builddir/peerhub-search" -d "$db" --format=json --match=all 'открытые данные' | jq .total)
less=$("$top_builddir/peerhub-search" -d "$db" --format=json --match=all --without='*' 'открытые данные' | jq .total)
ok "less is found without it" test "$less" -lt "$all"
total()
{
    "$top_builddir/peerhub-search" -d "$db" --format=json "$@" | jq .total
}
is "a language is all of its scripts" "$(total --language=sr)" "$(total --language=sr-Latn,sr-Cyrl)"
is "a script is itself" "$(($(total --language=sr-Latn) + $(total --language=sr-Cyrl)))" "$(total --language=sr)"
done_testing

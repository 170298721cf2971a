#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The catalogues hold every text of the pages, translated, with the same places to fill and the
# same elements, and as many plural forms as the language has.
. "${top_srcdir:?}/tests/tap.sh"

for tool in xgettext msgfmt msgcat perl; do
    command -v $tool >/dev/null || skip_all "$tool is missing (apt-get install gettext perl)"
done
folder=$top_srcdir/web/translations

"$folder/extract" "$top_srcdir" "$tmp/fresh.pot" 2>"$tmp/log" || diag "$(cat "$tmp/log")"
is "peerhub.pot has the texts of templates and code (else: make update-translations)" \
    "$(diff <(grep -v '^#' "$folder/peerhub.pot") <(grep -v '^#' "$tmp/fresh.pot"))" ""

# The categories of CLDR that whole numbers and fractions have, in CLDR's order.
declare -A forms=([ar]=6 [es]=3 [fr]=3 [ro]=3 [ru]=3 [sr]=3 [zh]=1)
# Which of them some numbers take, by https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
declare -A samples=(
    [ar]="0:0 1:1 2:2 3:3 10:3 11:4 99:4 100:5 102:5 103:3 111:4"
    [es]="0:2 1:0 2:2 1000000:1 1000001:2"
    [fr]="0:0 1:0 2:2 1000000:1 1000001:2"
    [ro]="0:1 1:0 2:1 19:1 20:2 100:2 101:1 119:1 120:2"
    [ru]="0:2 1:0 2:1 4:1 5:2 11:2 12:2 21:0 22:1 25:2 101:0 111:2"
    [sr]="0:2 1:0 2:1 4:1 5:2 11:2 12:2 21:0 22:1 25:2 101:0 111:2"
    [zh]="0:0 1:0 2:0 100:0")

for po in "$folder"/*.po; do
    id=$(basename "$po" .po)
    is "$id: nothing is missing or fuzzy" \
        "$(LC_ALL=C msgfmt --check --statistics -o /dev/null "$po" 2>&1 | grep -E 'fuzzy|untranslated|error')" ""
    is "$id: it has the texts of peerhub.pot" \
        "$(diff <(msgcat --no-location --no-wrap "$folder/peerhub.pot" | grep -E '^msgid(_plural)? ' | sort) \
            <(msgcat --no-location --no-wrap "$po" | grep -E '^msgid(_plural)? ' | sort))" ""
    is "$id: as many plural forms as CLDR" "$(sed -n 's/.*nplurals=\([0-9]\).*/\1/p' "$po")" "${forms[$id]}"
    rule=$(msgcat --no-wrap "$po" | sed -n 's/.*plural=\([^;\\]*\);.*/\1/p' | head -n 1)
    for sample in ${samples[$id]}; do
        is "$id: the form of ${sample%:*}" \
            "$(RULE=$rule N=${sample%:*} perl -e '$r = $ENV{RULE}; $r =~ s/\bn\b/$ENV{N}/g; print 0 + eval $r')" "${sample#*:}"
    done
    # A place in braces, an element, an entity: each translation has those of its text, and no others.
    wrong=$(msgcat --no-wrap --no-location "$po" | perl -CSD -e '
        use utf8;
        sub marks { join " ", sort grep { !/^\{n\}$/ } $_[0] =~ /(\{\{\{?[#^\/]?[^}]+\}?\}\}|\{\w+\}|<\/?\w+[^>]*>)/g }
        local $/ = "";
        while (<STDIN>) {
            next if /^msgid ""$/m;
            my ($text) = /^msgid "(.*)"$/m;
            my ($many) = /^msgid_plural "(.*)"$/m;
            for my $translation (/^msgstr(?:\[\d\])? "(.*)"$/mg) {
                my $is = marks($translation);
                print "$text\n" if $is ne marks($text) && (!defined $many || $is ne marks($many));
                print "quotes: $text\n" if $translation =~ /(?<!=)\\"/ && $text !~ /\\"/;
            }
        }')
    is "$id: places, elements and quotation marks are those of the texts" "$wrong" ""
done
done_testing

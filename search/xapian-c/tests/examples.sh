#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The examples say what they should, also of what is wrong, and each compiles alone.
. "$(dirname "$0")/tap.sh"

examples=$xapian_c_build/examples
for source in "$xapian_c"/examples/*.c; do
    ok "${source##*/} compiles alone, without a warning" "${CC:-cc}" -std=c11 -Wall -Wextra \
        -Werror -I"$xapian_c" -fsyntax-only "$source"
done

# run PROGRAM ARGUMENT...: what it says, and then how it ended.
run()
{
    local program=$1
    shift
    "$examples/$program" "$@" 2>&1
    printf 'exit %d\n' $?
}

cd "$tmp" || exit 99
mkdir notes
cat >notes/wind.txt <<'END'
The north wind blew and blew,
but the cloak stayed on.
END
echo 'The sun shone & the traveller took off his <cloak>.' >notes/sun.txt
echo 'Warm cloaks for travellers.' >notes/shop.md

is "index makes a database" "$(run index db notes)" 'exit 0'
is "search shows the best first" "$(run search db 'traveller cloak')" \
    'about 3 found
100% notes/shop.md
Warm [cloaks] for [travellers].
 87% notes/sun.txt
The sun shone &amp; the [traveller] took off his &lt;[cloak]&gt;.
 17% notes/wind.txt
The north wind blew and blew,
but the [cloak] stayed on.
exit 0'
is "search in titles" "$(run search db title:sun | head -n 2)" 'about 1 found
100% notes/sun.txt'
is "search for a phrase" "$(run search db '"north wind" -sun')" \
    'about 1 found
100% notes/wind.txt
The [north wind] blew and blew,
but the cloak stayed on.
exit 0'
is "search finds nothing" "$(run search db umbrella)" 'about 0 found
exit 0'
is "facets of all" "$(run facets db)" '     2 txt
     1 md
exit 0'
is "facets of what has a word" "$(run facets db travellers)" '     1 md
exit 0'
is "index again replaces" "$(run index db notes; run facets db)" 'exit 0
     2 txt
     1 md
exit 0'

is "update indexes what it does not know" "$(run update fresh notes/*)" \
    'indexing notes/shop.md
indexing notes/sun.txt
indexing notes/wind.txt
exit 0'
is "update leaves what has not changed" "$(run update fresh notes/*)" 'exit 0'
rm notes/sun.txt
echo 'Umbrellas, too.' >>notes/shop.md
touch -d '2001-02-03 04:05:06' notes/shop.md
echo 'Rain.' >notes/rain.txt
is "update indexes what is new or changed, removes what is gone" "$(run update fresh notes/*)" \
    'indexing notes/rain.txt
indexing notes/shop.md
removing notes/sun.txt
exit 0'
is "what is new is found" "$(run search fresh umbrellas)" 'about 1 found
100% notes/shop.md
Warm cloaks for travellers.
[Umbrellas], too.
exit 0'
is "what is gone is not" "$(run search fresh sun)" 'about 0 found
exit 0'
is "a document a file" "$(run search fresh 'umbrellas OR wind OR rain' | head -1)" 'about 3 found'
mkdir many
for i in $(seq 100); do echo "Note $i" >"many/$i.txt"; done
export XAPIAN_FLUSH_THRESHOLD=7 # it commits on the way
is "update of many" "$(run update many.db many/* | grep -c indexing)" 100
long=many/$(printf '%0240d' 0)
echo 'Long.' >"$long"
is "update with too long a name" "$(run update many.db "$long" | grep -c 'is too long: Q\|exit 1')" 2
rm many/*
is "and all of them gone" "$(run update many.db | grep -c removing)" 100
is "nothing is left" "$(run search many.db note)" 'about 0 found
exit 0'

mkdir more
echo 'A cloak of rain.' >more/cloak.txt
run index second more >index.out
run index whole notes >>index.out
run index whole more >>index.out
is "the databases of the shards" "$(cat index.out)" 'exit 0
exit 0
exit 0'
run index first notes >index.out
# documents PROGRAM ARGUMENT...: in no order, since some weigh the same
documents()
{
    run "$@" | sed -n 's/^[0-9.]* document/document/p' | sort
}
is "shards say which document of which" "$(documents shards rain first second)" \
    "$(printf '%s\n' 'document 1 of second' "$(documents shards rain first)" | sort)"
is "and weigh as one database does" "$(run shards rain first second | grep -o '^0[^ ]*')" \
    "$(run shards rain whole | grep -o '^0[^ ]*')"

for program in index search facets update shards; do
    is "$program without arguments" "$(run $program | sed 's/ [A-Z[].*//')" \
        "usage: $program
exit 1"
done
for program in search facets; do
    is "$program without a database" "$(run $program absent word)" \
        "xapian_db_open: DatabaseNotFoundError: absent/iamglass: Failed to open glass\
 revision file for reading (No such file or directory)
exit 1"
done
is "shards without a database" "$(run shards word db absent | tail -1)" 'exit 1'
for program in index update; do
    is "$program without the files" "$(run $program db absent)" \
        'absent: No such file or directory
exit 1'
done
mkdir notes/folder
is "a folder in the folder" "$(run index db notes)" 'notes/folder: Is a directory
exit 1'
is "search for what is no question" "$(run search db 'cloak AND')" \
    'xapian_query_parser_parse: QueryParserError: Syntax: <expression> AND <expression>
exit 1'
is "a failure leaves the database as it was" "$(run facets db)" '     2 txt
     1 md
exit 0'

done_testing

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-index over archives and messages: members are documents of their own, each of which
# changes, goes and fails by itself.
. "${top_srcdir:?}/tests/cli/indexing.bash"

for tool in tar gzip; do
    command -v $tool >/dev/null || skip_all "$tool is missing (apt-get install $tool)"
done

s=$tmp/files
m=$tmp/members
mkdir -p "$s" "$m/sub"
printf '# Registers\n\nThe register of companies is open.\n' >"$m/a.md"
printf 'Paper files\n\nPaper burns.\n' >"$m/b.txt"
printf 'title: Paper, said beside\ncountries: [FI]\n' >"$m/b.txt.meta.yaml"
printf '<html lang="en"><head><title>Page</title></head><body><p>A page.</p></body></html>' \
    >"$m/sub/c.doc"
tar -C "$m" -czf "$m/sub/inner.tgz" a.md

# pack: the members, in the same order each time.
pack()
{
    (cd "$m" && find . -type f | LC_ALL=C sort | tar -cf "$s/all.tar" -T -)
}

# --- what comes in --------------------------------------------------------------------------

pack
index "$s"
is "all members come in" "$code $counts" "0 $(counted indexed 4)"
is "they are found by their ways" "$(keys)" \
    "all.tar/a.md all.tar/b.txt all.tar/sub/c.doc all.tar/sub/inner.tgz/a.md"
is "a side-car in the archive counts" \
    "$(found all.tar/b.txt '.title + " " + .countries[0].code')" "Paper, said beside FI"
before=$(whole)
index "$s"
is "an unchanged archive" "$code $counts" "0 $(counted unchanged 4)"
is "leaves the index as it was" "$(whole)" "$before"

# --- what changes ---------------------------------------------------------------------------

printf 'Paper files\n\nPaper drowns.\n' >"$m/b.txt"
pack
index "$s"
is "one member that changed is updated" "$code $counts" "0 $(counted updated 1 unchanged 3)"
printf 'title: Paper, said otherwise\n' >"$m/b.txt.meta.yaml"
pack
index "$s"
is "so is one whose side-car changed" "$code $counts" "0 $(counted updated 1 unchanged 3)"
is "and says what that says" "$(found all.tar/b.txt .title)" "Paper, said otherwise"
rm "$m/a.md"
printf 'A new one.\n' >"$m/n.txt"
ln -s /etc/passwd "$m/link.txt"
(cd "$m" && tar -cf "$s/all.tar" b.txt b.txt.meta.yaml link.txt n.txt sub)
index "$s"
is "one that is gone goes, one that is new comes, a link is refused" "$code $counts" \
    "1 $(counted indexed 1 unchanged 3 removed 1 failed 1)"
like "the link has its line" "$(cat "$tmp/err")" \
    'files/all\.tar/link\.txt: is a link: links in archives are not followed$'
index "$s"
is "which is told again" "$code $counts" "1 $(counted unchanged 4 failed 1)"

# --- what fails -----------------------------------------------------------------------------

head -c 2600 "$s/all.tar" >"$s/cut.tar"
printf 'no archive' >"$s/bad.zip"
: >"$s/empty.zip"
index "$s"
is "damaged archives fail" "$code" 1
for line in 'cut\.tar.*: the (archive|member) is damaged: ' 'bad\.zip: no archive was found' \
    'empty\.zip: the file is empty$'; do
    like "with a line: $line" "$(cat "$tmp/err")" "files/$line"
done
is "what is before the damage is read" "$(found cut.tar/b.txt .key)" "cut.tar/b.txt"
rm "$s"/*

# --- e-mail ---------------------------------------------------------------------------------

cat >"$s/letter.eml" <<'END'
From: Jane Doe <jane@example.org>
To: secret@example.org
Subject: Answers on registers
Date: Mon, 3 May 2021 10:00:00 +0300
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Each register needs an owner.
--b
Content-Type: text/plain; name=list.txt
Content-Disposition: attachment; filename=list.txt

List of owners
--b--
END
index "$s"
is "a message and what is attached" "$code $counts $(keys)" \
    "0 $(counted indexed 2 removed 5) letter.eml/list.txt letter.eml/message"
is "subject and day" "$(found letter.eml/message '.title + " " + .date')" \
    "Answers on registers 2021-05-03"
explain "$s" >"$tmp/out"
unlike "nobody's address comes out" "$(cat "$tmp/out")" 'jane|Jane|secret'

# --- a member that kills --------------------------------------------------------------------

# A worker that dies of a certain name: the real one, with a library before the C library.
cat >"$tmp/deadly.c" <<'END'
#include <stdlib.h>
#include <string.h>
#include <libxml/HTMLparser.h>
/* what the HTML parser calls first */
htmlParserCtxtPtr htmlNewParserCtxt(void) { abort(); }
END
mkdir "$tmp/libexec"
cat >"$tmp/libexec/peerhub-worker" <<END
#!/bin/sh
LD_PRELOAD=$tmp/deadly.so exec "$top_builddir/peerhub-worker" "\$@"
END
chmod +x "$tmp/libexec/peerhub-worker"
# shellcheck disable=SC2046
if [ -n "${PEERHUB_SANITIZED:-}" ]; then
    skip "a member that kills costs no other" "a sanitizer is to be loaded first"
elif ! ${CC:-cc} -shared -fPIC $(pkg-config --cflags libxml-2.0 2>/dev/null) -o "$tmp/deadly.so" \
    "$tmp/deadly.c" 2>"$tmp/cc"; then
    skip "a member that kills costs no other" "$(head -n 1 "$tmp/cc")"
else
    rm "$s"/* "$m/link.txt"
    printf '<html><p>kills</p></html>' >"$m/a.html"
    printf '<html><p>kills, too</p></html>' >"$m/sub/z.html"
    pack
    PEERHUB_LIBEXEC_DIR=$tmp/libexec index "$s"
    is "a member that kills costs no other" "$code $counts $(keys)" \
        "1 $(counted indexed 3 removed 2 failed 3) all.tar/b.txt all.tar/n.txt all.tar/sub/inner.tgz/a.md"
    is "each has one line" "$(grep -c -E 'all\.tar/(a\.html|sub/[cz]\.[a-z]+): the parser' "$tmp/err")" 3
fi
done_testing

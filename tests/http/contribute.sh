#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# /contribute: how to write for the hub, and its forms.
. "${top_srcdir:?}/tests/http/serving.bash"

mkdir "$tmp/notes"
printf '# A note\n\nSome words on integrity.\n' >"$tmp/notes/a.md"
make_index "$tmp/notes"
serve --base-url=http://hub.example/kb

get /contribute >"$tmp/page"
is "the page is there" "$(status /contribute)" 200
like "it is found from every page" "$(get /about)" '<a href="/kb/contribute">'
mapfile -t links < <(grep -o 'href="/kb/contribute/[^"]*"' "$tmp/page" | sed 's/.*\/kb//; s/"$//')
is "three forms in three formats" "${#links[@]}" 9
for link in "${links[@]}"; do
    get "$link" -o "$tmp/file"
    ok "$link is the form" cmp "$tmp/file" "$top_builddir/forms/${link##*/}"
done
is "with their types" "$(for ending in md odt docx; do field Content-Type /contribute/request.$ending; done)" \
    "text/markdown; charset=utf-8
application/vnd.oasis.opendocument.text
application/vnd.openxmlformats-officedocument.wordprocessingml.document"
is "what they are made of is not served" "$(status /contribute/fields) $(status /contribute/make-forms)" \
    "404 404"
is "in the language of the page" "$(get /contribute -H 'Accept-Language: ky,ru' |
    grep -o '/contribute/request[^"]*')" "/contribute/request.ru.docx
/contribute/request.ru.odt
/contribute/request.ru.md"
for id in ar es fr ro ru sr sr-Latn zh; do
    is "all nine of them: $id" "$(get "/contribute?ui=$id" | grep -c "/contribute/[a-z-]*\.$id\.")" 3
done
is "nor are they assets" "$(status /assets/request.md)" 404
like "editors are told of --review" "$(cat "$tmp/page")" 'peerhub-index --review='

is "nobody is named who is not known" "$(grep -c mailto: "$tmp/page")" 0

# what was handed out is read back
mkdir "$tmp/in"
get /contribute/practice-note.docx -o "$tmp/in/note.docx"
like "an empty form says what it lacks" "$("$top_builddir/peerhub-index" --explain "$tmp/in" 2>/dev/null |
    jq -r '.warnings[]')" '^the form lacks: title'

stop_server
printf 'administrator = Hub office\nadministrator-email = hub@example.org\n' >"$tmp/hub.conf"
serve --config="$tmp/hub.conf"
like "it says whom to send it to" "$(get /contribute)" '<a href="mailto:hub@example.org">Hub office</a>'
done_testing

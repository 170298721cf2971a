#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# peerhub-serve --config: the shipped example, what wins, what is said of a wrong line, and what
# pages and the access log make of it.
. "${top_srcdir:?}/tests/http/serving.bash"
serve_program=$top_builddir/peerhub-serve

make_index "$top_srcdir/corpus/documents"

# refused LINES PATTERN: exit status 2, with these words.
refused()
{
    printf '%b' "$1" >"$tmp/wrong.conf"
    "$serve_program" --config="$tmp/wrong.conf" --db="$tmp/db" >"$tmp/out" 2>"$tmp/err"
    is "a usage error: ${1//\\n/; }" $? 2
    like "with its line and what is wrong" "$(cat "$tmp/err")" "$2"
}
refused '# remark\n\ncolour = red\n' "wrong\.conf:3: there is no key 'colour'"
refused 'threads = many\n' "wrong\.conf:1: threads: 'many' is not a number from 1 to 256"
refused 'listen\n' "wrong\.conf:1: 'listen' is not KEY = VALUE"
refused 'site-name =\n' "wrong\.conf:1: site-name has no value"
"$serve_program" --config="$tmp/none.conf" >"$tmp/out" 2>"$tmp/err"
is "so is a file that is not there" $? 2
like "which is named" "$(cat "$tmp/err")" 'none\.conf'

# The example must hold what is there without it, and each key that it shows must be one.
serve --config="$top_srcdir/docs/peerhub.conf.example"
is "the shipped example serves" "$(status /readyz)" 200
stop_server
sed 's/^#\([a-z-]* = \)/\1/' "$top_srcdir/docs/peerhub.conf.example" >"$tmp/all.conf"
is "it shows every key" "$(sed -n 's/^\([a-z-]*\) = .*/\1/p' "$tmp/all.conf" | sort)" \
    "$(sed -n 's/^    {"\([a-z-]*\)", set_.*/\1/p' "$top_srcdir/web/configuration.c" | sort)"

cat >"$tmp/hub.conf" <<END
db = $tmp/none
listen = 192.0.2.1:1
base-url = https://hub.example/kb
site-name = Хаб & знаний
administrator = The <team>
administrator-email = hub@example.org
names-note = Names imply nothing.
maps-note = Borders imply nothing.
access-log = $tmp/access.log
access-log-addresses = whole
trusted-proxies = 127.0.0.0/8
END
serve --config="$tmp/hub.conf" --base-url=http://127.0.0.1
pass "options win over the file"
like "the site's name is in titles" "$(get /)" '<title>[^<]* – Хаб &amp; знаний</title>'
like "and in the header" "$(get /search)" '<a class="mark" href="/">Хаб &amp; знаний</a>'
about=$(get /about)
like "the administrator is on /about" "$about" \
    '<a href="mailto:hub@example\.org">The &lt;team&gt;</a>'
like "so is the note on maps" "$about" 'Borders imply nothing'
like "and beside a map" "$(get /)" 'size, borders or status\. Borders imply nothing'
like "the note on names is on every page" "$(get /nothing)" 'Names imply nothing'
privacy=$(get /privacy | tr '\n' ' ')
like "/privacy names the administrator" "$privacy" 'mailto:hub@example\.org'
unlike "and does not say that addresses are shortened" "$privacy" 'shortened'

get /search -H 'X-Forwarded-For: 6.6.6.6, 192.0.2.77' >"$tmp/out"
like "a trusted proxy is believed" "$(in_log "$tmp/access.log" '\.77 - ')" '^192\.0\.2\.77 - - '
get /search -H 'X-Forwarded-For: 6.6.6.6' -H 'X-Forwarded-For: 192.0.2.78' >"$tmp/out"
like "in the last of its lines" "$(in_log "$tmp/access.log" '\.78 - ')" '^192\.0\.2\.78 - - '
stop_server

rm "$tmp/access.log"
serve --access-log="$tmp/access.log"
get /search -H 'X-Forwarded-For: 192.0.2.77' -H 'Forwarded: for=192.0.2.77' >"$tmp/out"
is "nobody else is" "$(in_log "$tmp/access.log" /search | cut -d " " -f 1)" 127.0.0.0
like "/privacy says that addresses are shortened" "$(get /privacy)" 'shortened'
unlike "and names nobody" "$(get /privacy; get /about)" 'mailto:'
done_testing

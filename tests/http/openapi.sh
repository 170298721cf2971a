#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# /openapi.json: every address is in it, others' programs find no fault with it, and a client that
# knows nothing else gets what it says.
. "${top_srcdir:?}/tests/http/serving.bash"
. "${top_srcdir:?}/tests/node.bash"

make_index "$top_srcdir/corpus/documents"
serve --threads=2
get /openapi.json -o "$tmp/openapi.json"

# --- it is whole ------------------------------------------------------------------------------

is "it is OpenAPI 3.1" "$(jq -r .openapi "$tmp/openapi.json")" 3.1.0
is "of this program" "$(jq -r .info.version "$tmp/openapi.json")" \
    "$("$top_builddir/peerhub-serve" --version | sed 's/.* //')"
is "it says where the site is" "$(jq -r '.servers[].url' "$tmp/openapi.json")" "$base"
like "and that is JSON" "$(field content-type /openapi.json)" '^application/json$'
routes=$(sed -n 's/^ *{"\(\/[^"]*\)",.*/\1/p' "$top_srcdir/web/routes.c" | sort)
paths=$(jq -r '.paths | keys[]' "$tmp/openapi.json" | sed 's/{[^}]*}/*/g' | sort)
like "there are routes" "$routes" '^/search$'
is "every route is in it (web/openapi_operations.c)" "$(comm -23 <(echo "$routes") <(echo "$paths"))" ""
is "and nothing else" "$(comm -13 <(echo "$routes") <(echo "$paths"))" ""
is "every operation has an id of its own" "$(jq -r '.paths[][].operationId' "$tmp/openapi.json" | sort | uniq -d)" ""
names=$(sed -n '/ph_query_names\[\] = {/,/};/p' "$top_srcdir/search/query.c" | grep -oE '"[a-z_]+"' | tr -d '"' |
    grep -vxE 'offset|limit' | sort)
like "there are parameters" "$names" '^country$'
is "every parameter of a question is in it" "$(comm -23 <(echo "$names") <(jq -r '. as $all |
    .paths."/search".get.parameters[] | .["$ref"] | split("/")[-1] as $key |
    $all.components.parameters[$key].name' "$tmp/openapi.json" | sort))" ""
is "values come from the vocabularies" "$(jq -c '.components.schemas | [.country.enum, .sdg.enum, .theme.enum]
    | map(length > 20)' "$tmp/openapi.json")" "[true,true,true]"
is "nothing is left open" "$(jq -r '.. | strings | select(startswith("@"))' "$tmp/openapi.json")" ""

# --- others' programs -------------------------------------------------------------------------

if why=$(without_node); then
    skip "redocly lint" "$why"
    skip "a client that knows nothing else" "$why"
else
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node \
        "$top_srcdir/tests/npm/node_modules/@redocly/cli/bin/cli.js" lint --extends=recommended \
        --format=json "$tmp/openapi.json" >"$tmp/lint.json" 2>"$tmp/lint.err"
    is "redocly finds no fault" "$(jq -c '.totals | [.errors, .warnings]' "$tmp/lint.json")" "[0,0]"
    diag "$(jq -r '.problems[]? | .ruleId + ": " + .message' "$tmp/lint.json")"
    known=$(get '/api/v1/search?q=training&per_page=20' |
        jq -c --argjson units "$(get '/api/v1/recommendations?per_page=20')" \
            '{id: [.results[0, 3, 7].id], pack: [([.results[0, 3].id] | join(",")), ""], event_id: [$units.facets.event[0, 1].value],
              asset: ["style.css", "icon.svg"]}')
    node "$top_srcdir/tests/npm/drive.js" "$base" "$known" >"$tmp/faults" 2>&1
    diag "$(tail -n 1 "$tmp/faults")"
    is "every answer is as it says" "$(sed '$d' "$tmp/faults" | cut -c 1-300)" ""
    like "to many questions" "$(tail -n 1 "$tmp/faults")" '^[0-9]{4,} requests, 0 faults$'
fi
done_testing

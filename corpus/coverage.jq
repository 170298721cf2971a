# What the collection covers, as Markdown, from the records of its documents:
#     peerhub-index --explain corpus/documents | jq -rsf corpus/coverage.jq >corpus/COVERAGE.md
def table(head; rows): "| " + (head | join(" | ")) + " |", "|" + (head | map("---") | join("|")) + "|",
    (rows[] | "| " + (map(tostring) | join(" | ")) + " |");
def tally(f): [.[] | f] | group_by(.) | map([.[0], length]) | sort_by(-.[1], .[0]);
def pairs(f): tally(f) | map("\(.[0]) \(.[1])") | join(", ");
def notes(code): [.[] | select(.type == "practice-note" and .translation_of == null
    and any(.countries[]; .code == code))] | length;
def goal: .id | split(".")[0];

"# What the collection covers",
"",
"Made by `corpus/coverage.jq`; a test compares this page with the documents.",
"",
"\(length) documents: \(pairs(.type)). \([.[] | select(.translation_of)] | length) of them are translations of others.",
"Languages: \(pairs(.language)).",
"",
"## Countries",
"",
"Documents about a country, and practice notes among them that are no translations.",
"",
. as $all
| table(["country", "documents", "notes"];
    [tally(.countries[].code)[] | . as [$code, $n]
     | [($all | [.[].countries[] | select(.code == $code) | .label][0]) + " (" + $code + ")", $n, ($all | notes($code))]]),
"",
"## Goals",
"",
table(["SDG", "documents"]; tally([.sdgs[] | goal] | unique[]) | sort_by(.[0] | tonumber)),
"",
"## Themes",
"",
table(["theme", "documents"]; tally([.themes[].id] | unique[])),
"",
"## AI case studies by status",
"",
table(["status", "cases"]; map(select(.type == "ai-case-study" and .translation_of == null)) | tally(.status))

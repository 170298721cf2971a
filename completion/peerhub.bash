# SPDX-License-Identifier: GPL-2.0-or-later
# Bash completion for peerhub-index, peerhub-search and peerhub-serve.  Installed under each
# one's name; an option with a value completes behind its "=".

_peerhub_index_options="--db= --jobs= --full --keep-missing --map= --vocabulary= --check-vocabulary=
    --forget= --explain --review= --watch --progress= --quiet --verbose --help --version"
_peerhub_search_options="--db= --sdg= --theme= --country= --region= --type= --year= --language=
    --status= --level= --stakeholder= --sector= --kind= --addressee= --event= --all= --event-country=
    --since= --peer= --exclude= --from=asserted --match= --without= --show= --format= --batch= --limit=
    --offset= --sort= --partial --help --version"
_peerhub_serve_options="--db= --listen= --base-url= --threads= --access-log= --config= --export=
    --help --version"
_peerhub_facets="sdg theme country region type year language status level stakeholder sector"

# _peerhub_values OPTION: the words that the option takes; none if it takes free text.
_peerhub_values()
{
    case $1 in
        --match) echo "auto all any" ;;
        --show) echo "documents passages contacts facets all" ;;
        --format) echo "text json jsonl csv ris bibtex csl trec" ;;
        --sort) echo "relevance date title" ;;
        --kind) echo "recommendation conclusion commitment lesson result" ;;
        --all) echo "$_peerhub_facets" ;;
        --sdg) echo {1..17} ;;
        --progress) echo "auto always never" ;;
        --listen) echo "127.0.0.1:8080" ;;
    esac
}

# _peerhub_files KIND WORD: folders, or files and folders.
_peerhub_files()
{
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
}

_peerhub()
{
    local command=${1##*/} word=$2 line=${COMP_LINE:0:COMP_POINT}
    local options=_${command//-/_}_options
    local current=${line##* } option

    # Bash splits words at "=": look at the line itself.
    case $current in
        --*=*)
            option=${current%%=*}
            word=${current#*=}
            ;;
        -*)
            mapfile -t COMPREPLY < <(compgen -W "${!options}" -- "$current")
            [[ ${COMPREPLY-} != *= ]] || compopt -o nospace
            return
            ;;
        *)
            case ${line% *} in
                *\ -d) option=--db ;;
                *) [ "$command" != peerhub-index ] || _peerhub_files -f "$word"; return ;;
            esac
            ;;
    esac
    case $option in
        --db | --vocabulary | --export) _peerhub_files -d "$word" ;;
        --access-log | --config | --batch | --map | --check-vocabulary | --review) _peerhub_files -f "$word" ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$(_peerhub_values "$option")" -- "$word") ;;
    esac
}

complete -F _peerhub peerhub-index peerhub-search peerhub-serve

# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# tap.sh - what tests written in shell share: results as TAP, and a scratch folder.
#
#     . "${top_srcdir:?}/tests/tap.sh"
#     ok   "it runs" "$top_builddir/peerhub-search" --version
#     is   "it counts" "$(wc -l <"$tmp/file")" 3
#     like "it says why" "$(cat "$tmp/err")" "no such file"
#     done_testing
#
# `make check` sets top_srcdir and top_builddir; by hand, from the build directory:
#     top_srcdir=.. top_builddir=. bash ../tests/layering.sh

tap_count=0
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM

# A remark in the log, each line of it behind a '#'.
diag()
{
    printf '%s\n' "$*" | sed 's/^/# /'
}

pass()
{
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s\n' "$tap_count" "$1"
}

# fail DESCRIPTION [REMARK]
fail()
{
    tap_count=$((tap_count + 1))
    printf 'not ok %d - %s\n' "$tap_count" "$1"
    if [ $# -gt 1 ]; then diag "$2"; fi
}

# ok DESCRIPTION COMMAND...: the command exits 0; its output is shown when it does not.
ok()
{
    tap_what=$1
    shift
    if tap_output=$("$@" 2>&1); then
        pass "$tap_what"
    else
        fail "$tap_what" "exit status $? of: $*"
        diag "$tap_output"
    fi
}

# is DESCRIPTION GOT WANTED
is()
{
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        fail "$1" "got:    $2"
        diag "wanted: $3"
    fi
}

# like DESCRIPTION TEXT PATTERN: a line of the text matches the extended regular expression.
like()
{
    if printf '%s\n' "$2" | grep -Eq -e "$3"; then
        pass "$1"
    else
        fail "$1" "got:            $2"
        diag "wanted a match: $3"
    fi
}

# unlike DESCRIPTION TEXT PATTERN
unlike()
{
    if printf '%s\n' "$2" | grep -Eq -e "$3"; then
        fail "$1" "got:               $2"
        diag "wanted no match of: $3"
    else
        pass "$1"
    fi
}

# skip DESCRIPTION REASON: one test that cannot be made here.
skip()
{
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

# skip_all REASON: the whole file; before the first test.
skip_all()
{
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

# The last line of every test file.  What failed has been said; an exit status besides would be
# counted as one failure more.
done_testing()
{
    printf '1..%d\n' "$tap_count"
    exit 0
}

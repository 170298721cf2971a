#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the shell completes is what the programs take: the options in completion/peerhub.bash and
# in the --help of each program are the same.
. "${top_srcdir:?}/tests/tap.sh"

# shellcheck source=completion/peerhub.bash
. "$top_srcdir/completion/peerhub.bash"

# Facets stand in the help of peerhub-search as one line.
facets=$(printf -- '--%s\n' sdg theme country region type year language status level \
    stakeholder sector)

for program in index search serve; do
    options=_peerhub_${program}_options
    # shellcheck disable=SC2086 # words are wanted
    completed=$(printf '%s\n' ${!options} | sed 's/=.*//' | sort)
    helped=$("${top_builddir:?}/peerhub-$program" --help |
        sed -nE 's/^ +(-[a-z], +)?(--[a-z][a-z-]*).*/\2/p')
    [ $program != search ] || helped=$(printf '%s\n' "$helped" "$facets")
    is "peerhub-$program" "$completed" "$(printf '%s\n' "$helped" | sort)"
done
done_testing

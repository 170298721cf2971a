# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# node.bash - programs of others from npm, besides tap.sh: .ci/run installs them (npm ci in
# tests/npm).  Tests that need them ask first:
#
#     why=$(without_node) && skip "citation-js" "$why"

# The reason why nothing from npm can run here; false: it can.
without_node()
{
    if ! type -P node >/dev/null; then
        echo "node is missing (apt-get install nodejs)"
    elif ! [ -d "${top_srcdir:?}/tests/npm/node_modules" ]; then
        echo "its modules are missing (cd tests/npm && npm ci --ignore-scripts)"
    else
        return 1
    fi
}

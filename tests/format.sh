#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every C and C++ file is laid out as .clang-format wants it; "make format" does it.
. "${top_srcdir:?}/tests/tap.sh"

cd "$top_srcdir" || exit 99
command -v clang-format >/dev/null ||
    skip_all "clang-format is missing (apt-get install clang-format)"

while read -r file; do
    ok "layout of $file" clang-format --dry-run --Werror "$file"
done < <(find indexer search web tests -name node_modules -prune -o \( -name "*.[ch]" -o -name "*.cc" \) -print | LC_ALL=C sort)
done_testing

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What configure promised against memory errors is in the built programs and the library.
. "${top_srcdir:?}/tests/tap.sh"

[ "$PEERHUB_HARDENED" = yes ] || skip_all "this build is not hardened, or has sanitizers"
type -P readelf >/dev/null || skip_all "readelf is missing (apt-get install binutils)"

# common FILE: what library and program have in common.
common()
{
    local name=${1##*/}
    local dynamic segments symbols
    dynamic=$(readelf -Wd "$1")
    segments=$(readelf -Wl "$1")
    symbols=$(readelf -Ws "$1")
    like "$name: relocations are read-only" "$segments" 'GNU_RELRO'
    like "$name: symbols are bound at start" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW'
    unlike "$name: the stack is not executable" "$segments" 'GNU_STACK.*RWE'
    unlike "$name: nothing is writable and executable" "$segments" 'LOAD.*RWE'
    like "$name: stack protector" "$symbols" '__stack_chk_fail'
}

for program in peerhub-index peerhub-search peerhub-serve peerhub-worker; do
    file=$top_builddir/.libs/$program
    [ -f "$file" ] || file=$top_builddir/$program
    common "$file"
    like "$program: position independent" "$(readelf -Wh "$file")" 'Type: +DYN'
done
for library in "$top_builddir"/.libs/libxapian-c.so.?; do
    [ ! -f "$library" ] || common "$library"
done

# _FORTIFY_SOURCE needs an optimising compiler: asked for only where configure found one.
if grep -q '^HARDEN_CPPFLAGS = .*FORTIFY' "$top_builddir/Makefile"; then
    file=$top_builddir/.libs/peerhub-serve
    [ -f "$file" ] || file=$top_builddir/peerhub-serve
    like "peerhub-serve: the C library checks sizes" "$(readelf -Ws "$file")" '__[a-z]+_chk@'
else
    skip "the C library checks sizes" "not asked for: no optimisation, or a level of the builder's"
fi
done_testing

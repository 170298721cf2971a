# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# setup.sh - what run, check and .ci/run share: install what is missing, build beside the
# sources, run the tests and add up what they said.  Read with "." by bash, from any folder.

set -u -o pipefail
export LC_ALL=C.UTF-8
unset MAKEFLAGS MFLAGS MAKELEVEL

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
me=${0##*/}
jobs=$(nproc)
passed=0
failed=0
skipped=0

say()
{
    printf '%s: %s\n' "$me" "$*"
}

die()
{
    printf '%s: %s\n' "$me" "$*" >&2
    exit 1
}

# die_with_log MESSAGE LOG: the end of the log says why.
die_with_log()
{
    tail -n 40 "$2" >&2
    die "$1; all of it is in $2"
}

is_installed()
{
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# need_packages GROUP...: installs what packages.txt lists for these groups and is missing.
need_packages()
{
    local group package rest missing=() as_root=()
    type -P dpkg-query apt-get >/dev/null ||
        die "this is not Debian: install what packages.txt lists, then use configure and make"
    while read -r group package rest; do
        case " $* " in
            *" $group "*) is_installed "$package" || missing+=("$package") ;;
        esac
    done <"$top/packages.txt"
    [ ${#missing[@]} -gt 0 ] || return 0

    say "these Debian packages are missing and will be installed now:"
    printf '    %s\n' "${missing[@]}"
    if [ "$(id -u)" != 0 ]; then
        type -P sudo >/dev/null || die "neither root nor sudo: as root, run" \
            "apt-get install --no-install-recommends ${missing[*]}"
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q)
    "${as_root[@]}" update </dev/null || say "apt-get update failed; going on with older lists"
    "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null ||
        die "apt-get could not install them; see above"
}

# newer_packages FILE: a package of packages.txt was installed or upgraded after the file was made.
newer_packages()
{
    local group package list
    while read -r group package; do
        for list in "/var/lib/dpkg/info/$package.list" "/var/lib/dpkg/info/$package":*.list; do
            [ ! "$list" -nt "$1" ] || return 0
        done
    done < <(grep -v '^#' "$top/packages.txt")
    return 1
}

# build_in DIR [CONFIGURE ARGUMENT]...: configures once, and anew when there are other packages
# than then; makes what has changed.
build_in()
{
    local dir=$top/$1
    local log=$dir/configure.log
    shift
    [ ! -e "$top/config.status" ] ||
        die "there is a build in the source folder: run 'make distclean' in $top first"
    mkdir -p "$dir" 2>/dev/null
    if ! [ -w "$dir" ] || ! [ -w "$top" ]; then
        die "$dir cannot be written: is it another user's?"
    fi
    if [ ! -e "$top/configure" ]; then
        say "making configure"
        (cd "$top" && autoreconf -i) >"$log" 2>&1 || die_with_log "autoreconf failed" "$log"
    fi
    if [ ! -e "$dir/config.status" ] || [ ! -e "$dir/Makefile" ]; then
        say "configuring in $dir"
        (cd "$dir" && ../configure "$@") >"$log" 2>&1 ||
            die_with_log "configure failed" "$log"
    elif newer_packages "$dir/config.status"; then
        say "configuring in $dir again: there are new packages"
        (cd "$dir" && ./config.status --recheck && ./config.status) >"$log" 2>&1 ||
            die_with_log "configure failed" "$log"
    fi
    say "building in $dir"
    make -C "$dir" -j "$jobs" --no-print-directory ||
        die "the build in $dir failed; see above"
}

# try_build DIR [CONFIGURE ARGUMENT]...: build_in, where a failure is one failed test.
try_build()
{
    if ! (build_in "$@"); then
        failed=$((failed + 1))
        return 1
    fi
}

# test_in DIR: all tests of a build; their output goes to DIR/check.log, all but what passed to
# the terminal too, and the numbers into passed, failed and skipped.
test_in()
{
    local dir=$top/$1
    local suite=$dir/test-suite.log
    say "testing in $dir; the log is $dir/check.log"
    rm -f "$suite"
    make -C "$dir" -j "$jobs" --no-print-directory check 2>&1 </dev/null |
        tee "$dir/check.log" | grep --line-buffered -v '^PASS: '
    if [ ! -e "$suite" ]; then
        say "the tests did not build or did not run"
        failed=$((failed + 1))
        return
    fi
    passed=$((passed + $(count "$suite" PASS) + $(count "$suite" XFAIL)))
    failed=$((failed + $(count "$suite" FAIL) + $(count "$suite" XPASS) + $(count "$suite" ERROR)))
    skipped=$((skipped + $(count "$suite" SKIP)))
    grep -E '^(FAIL|XPASS|ERROR|SKIP): [^ ]+ [-0-9]' "$suite" || :
}

# count SUITE KIND: the number that the head of automake's test-suite.log gives.
count()
{
    sed -n "s/^# $2: *\([0-9]*\)\$/\1/p;/^\.\. contents/q" "$1"
}

# finish: the last line, and the exit status.
finish()
{
    if [ $skipped -gt 0 ]; then
        echo "$passed passed, $failed failed, $skipped skipped"
    else
        echo "$passed passed, $failed failed"
    fi
    [ $failed = 0 ]
    exit
}

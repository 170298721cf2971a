#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A worker that a file has taken over (tests/hostile_worker.c): it is denied what it tries, that
# costs its file one line, and the next file goes in.
. "${top_srcdir:?}/tests/cli/indexing.bash"

mkdir "$tmp/libexec" "$tmp/notes" "$tmp/none"
ln -s "$top_builddir/tests/hostile-worker" "$tmp/libexec/peerhub-worker"
export PEERHUB_LIBEXEC_DIR=$tmp/libexec
cd "$tmp" || exit 99
echo untouched >hostile.out

# reason ACT: why its file was refused, a line for each time it was told.
reason()
{
    sed -n "s|^notes/$1\.0\.txt: ||p" err
}

# refused REASON ACT...: each costs one line of error with these words.
refused()
{
    local act
    for act in "${@:2}"; do
        like "$act: one line" "$(reason "$act")" "^$1"
        is "no more than one" "$(reason "$act" | wc -l)" 1
    done
}

stopped=(unlink socket connect bind fork exec ptrace peek kill signal limits io_uring bpf mount
    unshare)
denied=(open list write truncate code)
broken=(crash stack)
silent=(exit)
babbling=(nonsense output)
other=(tell thread abort loop)
[ -n "${PEERHUB_SANITIZED:-}" ] || other+=(memory)
all=("${stopped[@]}" "${denied[@]}" "${broken[@]}" "${silent[@]}" "${babbling[@]}" "${other[@]}")
for act in "${all[@]}"; do
    echo "$act" >"notes/$act.0.txt"
    echo "fine behind $act" >"notes/$act.1.txt"
done
index -j 1 notes

in_force=$(reason tell)
diag "in force: $in_force"
like "what is in force is told" "$in_force" '^limits'
is "each file behind a hostile one goes in" "$(search -- fine | wc -l)" ${#all[@]}
refused 'parsing took longer than 60 seconds and was stopped' loop
refused 'the parser died of this file: SIGSEGV; please report it' "${broken[@]}"
refused 'the parser ended without an answer' "${silent[@]}"
refused "the parser's answer is damaged" "${babbling[@]}"
refused 'the parser gave up on this file \(SIGABRT\); does it need more than 1024 MB' abort
if [ -n "${PEERHUB_SANITIZED:-}" ]; then
    skip "more than 1 GB of memory" "a sanitizer needs more itself"
else
    refused 'parsing needs more than 1024 MB of memory' memory
fi
if [[ $in_force == *', seccomp'* ]]; then
    refused 'parsing was stopped: .* parsers may not do \(SIGSYS\); do not trust' "${stopped[@]}"
    refused 'refused: Permission denied$' "${denied[@]}"
    refused 'refused: Resource temporarily unavailable$' thread
    is "all else is one line each" "$code $counts" "1 $(counted indexed ${#all[@]} failed ${#all[@]})"
    is "no file was changed" "$(cat hostile.out)" untouched
    echo chatter >chatter.txt
    "$top_builddir/peerhub-index" --explain chatter.txt 2>&1 >/dev/null | cat >err
    is "a worker cannot write to the terminal" "$(sed '$d' err | grep -v '^peerhub-index: parsers')" ""
else
    skip "what no parser may do" "$in_force"
fi

# --- no worker at all ---------------------------------------------------------------------------------

PEERHUB_LIBEXEC_DIR=$tmp/none
index -j 2 notes --full
is "without a worker a run ends" "$code" 3
is "with one line" "$(wc -l <err)" 1
like "that says why" "$(cat err)" "^peerhub-index: cannot start '$tmp/none/peerhub-worker': No such file"
is "and nothing is lost" "$(search -- fine | wc -l)" ${#all[@]}

done_testing

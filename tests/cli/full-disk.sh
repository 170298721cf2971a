#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The disk is full in the middle of a run: it is said, what was there can still be searched, and
# once there is room the next run makes what a clean build makes.
. "${top_srcdir:?}/tests/cli/indexing.bash"

small=$tmp/small
mkdir "$small"

# A file system of our own, in a name space of our own: this script once more, inside it.
if [ -z "${PEERHUB_INSIDE-}" ]; then
    unshare -rm true 2>/dev/null || skip_all "no name spaces here (unshare -rm)"
    rm -rf "$tmp"
    PEERHUB_INSIDE=yes exec unshare -rm "$BASH" "$0"
fi
mount -t tmpfs -o size=4m none "$small" || skip_all "no tmpfs can be mounted here"

notes=$tmp/notes
mkdir "$notes"

# write FROM TO: notes with words of their own, so that the index grows.
write()
{
    awk -v from="$1" -v to="$2" -v folder="$notes" 'BEGIN {
        srand(from)
        for (n = from; n <= to; n++) {
            file = folder "/" n ".md"
            print "# Register " n "\n" >file
            for (w = 0; w < 300; w++)
                printf "word%dx%d open data\n", rand() * 32768, rand() * 32768 >file
            close(file)
        }
    }'
}

db=$small/db
write 1 30
index -j 2 "$notes"
is "there is room for a few" "$code $counts" "0 $(counted indexed 30)"
write 31 600
index -j 2 "$notes"
is "not for many: exit status" "$code" 3
like "and it is said" "$(cat "$tmp/err")" 'No space left|disk is full'
is "what was there is still found" "$(search --limit=1000 -- register | wc -l)" 30
index -j 2 --full "$notes"
is "nor for another generation" "$code" 3
is "what was there is still found" "$(search --limit=1000 -- register | wc -l)" 30
index -j 2 "$notes"
is "nor when it is tried again" "$code" 3

mount -o remount,size=200m "$small"
index -j 2 "$notes"
is "with room, the next run goes to the end" "$code" 0
whole >"$tmp/after"
index "$notes"
is "and leaves nothing to do" "$counts" "$(counted unchanged 600)"
db=$tmp/clean
index -j 2 "$notes"
is "a clean build has the same" "$(whole | diff - "$tmp/after" | head -5)" ""

umount "$small"
done_testing

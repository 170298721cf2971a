/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * confine.h - how a process gives up what a parser does not need, so that a file which takes
 * the parser over gets nothing for it.  HACKING.md, "What a worker may do", tells it in whole.
 *
 * Afterwards the process can read and write the descriptors that it holds (and those sent to
 * it: recvmsg), use memory and processor time up to its limits, and read files below the given
 * folders.  Opening anything else fails with EACCES; writing files, sockets, new processes and
 * threads, signals to others, ptrace, exec and all that is not on the list of confine.c ends
 * the process by SIGSYS.  Of limits: PH_WORKER_MEMORY, PH_WORKER_SECONDS, PH_WORKER_FILES, no
 * bytes into files, no core dump.
 *
 * How: prctl(2), setrlimit(2), landlock(7) with all that the kernel's version of it knows, and
 * seccomp(2) by libseccomp.
 */
#ifndef PH_CONFINE_H
#define PH_CONFINE_H

#include "search/base.h"

#define PH_CONFINED_TEXT 200

/* For the rest of the process, and once only; before the first byte from outside is read, and
 * after all that is opened and loaded for the parsers.
 *
 * Loads what libraries would open later: converters of encodings (iconv), the seed of
 * jansson's hashes.  The time zone becomes UTC.  Standard error goes to /dev/null.  The process
 * is killed when the thread that started it ends.
 * folders: may be read, with all below them; NULL behind the last.  What is missing is left out.
 * in_force: what is in force, and what the kernel lacks, in words for people: "limits, Landlock
 * 7, seccomp"; "limits, seccomp; without Landlock (Function not implemented)".  What the kernel
 * lacks is no error; without Landlock the folders cannot be read either.  In a build with the
 * address, memory or thread sanitizer there are only limits, since those open files and start
 * threads themselves.
 * PH_IO: something that the kernel has cannot be put in force; PH_NO_MEMORY.
 * Needs a process of one thread. */
ph_status ph_confine(const char *const *folders, char in_force[PH_CONFINED_TEXT],
                     ph_error *err) PH_MUST_USE;

/* Allows PH_WORKER_SECONDS of processor time from now on; what is over gets SIGXCPU.  Before
 * each file; the indexer's own clock ends what only waits.  False: errno says why. */
bool ph_confine_allow_time(void) PH_MUST_USE;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame.h - what goes over the socket between indexer and peerhub-worker.
 *
 * A frame is eight bytes of length, lowest first, then so many bytes (numbers and strings as in
 * search/pack.h).
 *
 * The worker begins with one PH_FRAME_HELLO.  Then, for each file, the indexer sends one request:
 *     name of the file, name of the side-car, its bytes: strings, the last two absent if there is
 *     none; how many steps to pass over, the file's size, how many of those steps a worker died
 *     of (at most PH_ARCHIVE_CRASHES), and which: numbers
 * whose first byte carries the file as an open descriptor (SCM_RIGHTS).  The worker answers with
 * any number of frames, the last of which is PH_FRAME_END.  Each begins with its type:
 *     HELLO     what confines the worker: a string
 *     BEGIN     a part's path: a string
 *     DOCUMENT  path, identity: strings; size, content, alone: numbers; a packed ph_document
 *     REFUSAL   path: a string; a ph_status; the reason: a string
 *     END       a ph_status; the reason where it is not PH_OK: a string
 * DOCUMENT and REFUSAL have the path of the BEGIN before them; a file that is one document has no
 * BEGIN, and its path is empty.
 * A worker that cannot start answers END with PH_IO in place of HELLO.
 */
#ifndef PH_FRAME_H
#define PH_FRAME_H

#include "search/base.h"
#include "search/limits.h"

#define PH_FRAME_HEAD 8

typedef enum ph_frame_type {
    PH_FRAME_HELLO = 1,
    PH_FRAME_BEGIN,
    PH_FRAME_DOCUMENT,
    PH_FRAME_REFUSAL,
    PH_FRAME_END
} ph_frame_type;

/* The longest request: names, a side-car. */
#define PH_FRAME_REQUEST (PH_SIDECAR_BYTES + 65536)

/* The longest answer: a document, or a reason. */
#define PH_FRAME_ANSWER (PH_DOCUMENT_BYTES + 65536)

static inline void ph_frame_head(unsigned char head[PH_FRAME_HEAD], uint64_t length)
{
    for (unsigned i = 0; i < PH_FRAME_HEAD; i++)
        head[i] = (unsigned char)(length >> (8 * i));
}

static inline uint64_t ph_frame_length(const unsigned char head[PH_FRAME_HEAD])
{
    uint64_t length = 0;
    for (unsigned i = 0; i < PH_FRAME_HEAD; i++)
        length |= (uint64_t)head[i] << (8 * i);
    return length;
}

#endif

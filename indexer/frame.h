/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame.h - what goes through the pipes between indexer and peerhub-worker.
 *
 * Both ways: eight bytes of length, lowest first, then so many bytes (numbers and strings as
 * in search/pack.h).
 *     request  name, bytes, name of the side-car, bytes of the side-car: strings; those of the
 *              side-car are absent if there is none
 *     answer   a ph_status; for PH_OK a packed ph_document, else the reason: a string.  A
 *              worker that cannot start answers PH_IO, asked or not, and ends.
 */
#ifndef PH_FRAME_H
#define PH_FRAME_H

#include "search/base.h"
#include "search/limits.h"

#define PH_FRAME_HEAD 8

/* The longest request: two files, their names and lengths. */
#define PH_FRAME_REQUEST (PH_FILE_BYTES + PH_SIDECAR_BYTES + 65536)

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

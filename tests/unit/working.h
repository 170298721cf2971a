/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * working.h - what the tests of peerhub-worker share: bytes as an open file, and what came out of
 * one as the last document and a line for each part.
 */
#ifndef PH_TEST_WORKING_H
#define PH_TEST_WORKING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/worker.h"

typedef struct harvest {
    ph_arena *arena;
    ph_document *doc;
    ph_buf lines; /* "/a.txt = TITLE" or "/a.txt: REASON" */
} harvest;

static inline bool take(void *user, const ph_item *item)
{
    harvest *h = user;
    ph_error err;
    if (item->status)
        ph_buf_addf(&h->lines, "%.*s: %.*s\n", PH_FMT(item->part.path),
                    PH_FMT(item->reason));
    else {
        ph_str copy = ph_dup(h->arena, item->document);
        assert_int_equal(ph_document_unpack(copy, h->arena, h->doc, &err), PH_OK);
        ph_buf_addf(&h->lines, "%.*s = %.*s\n", PH_FMT(item->part.path),
                    PH_FMT(ph_document_get(h->doc, "title")));
    }
    return true;
}

static inline int file_of(ph_str bytes)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd > 2);
    assert_int_equal(write(fd, bytes.s, bytes.n), (ssize_t)bytes.n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* A file with one document in it, or none. */
static inline ph_status work_on(ph_worker *w, const char *name, ph_str bytes,
                                ph_str sidecar_name, ph_str sidecar, ph_arena *arena,
                                ph_document *doc, ph_error *err)
{
    harvest h = {arena, doc, {0}};
    int fd = file_of(bytes);
    *doc = (ph_document){0};
    ph_status status = ph_worker_parse(w, ph_cstr(name), fd, bytes.n, sidecar_name, sidecar,
                                       take, &h, err);
    close(fd);
    ph_buf_free(&h.lines);
    return status;
}

#endif

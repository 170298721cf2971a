/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of OAI-PMH: whatever the bytes, the records that come out are sound. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

/* An identifier may have any words in it, on one line. */
static ph_status check_name(void *user, ph_str path, ph_error *err)
{
    (void)user;
    (void)err;
    if (!path.n || path.s[0] != '#' || memchr(path.s, '\n', path.n))
        abort();
    return PH_OK;
}

static ph_status check_record(void *user, const ph_part *part, const ph_document *doc,
                              ph_error *err)
{
    static const ph_part nowhere = {.path = {"", 0}};
    ph_status status = check_document(user, &nowhere, doc, err);
    return status ? status : check_name(user, part->path, err);
}

static ph_status check_refused(void *user, const ph_part *part, const ph_error *why,
                               ph_error *err)
{
    if (!why->status)
        abort();
    return check_name(user, part->path, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ph_sink sink = {NULL, check_name, check_record, check_refused};
    ph_unfolding u = {.sink = &sink};
    ph_feed feed = ph_feed_memory((ph_str){(const char *)data, size});
    ph_error err;
    load_schema();
    (void)!ph_format_oai.unfold(&u, &feed, &err);
    return 0;
}

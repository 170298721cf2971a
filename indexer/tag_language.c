/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <libexttextcat/textcat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/tag_language.h"
#include "search/text.h"

#define DATA "/usr/share/libexttextcat/"
#define TEXT_BYTES 4000 /* more changes nothing */
#define TEXT_LEAST 60

struct ph_detector {
    void *handle;
};

ph_status ph_detector_new(ph_detector **out, ph_error *err)
{
    ph_detector *d = *out = calloc(1, sizeof *d);
    if (!d)
        return ph_fail_memory(err);
    d->handle = access(DATA "fpdb.conf", R_OK) == 0
                    ? special_textcat_Init(DATA "fpdb.conf", DATA)
                    : NULL;
    if (d->handle)
        return PH_OK;
    free(d);
    *out = NULL;
    return ph_fail(err, PH_NOT_FOUND,
                   "cannot read " DATA "fpdb.conf; install libexttextcat-data");
}

void ph_detector_free(ph_detector *d)
{
    if (d)
        textcat_Done(d->handle);
    free(d);
}

ph_str ph_detect_language(ph_detector *d, ph_arena *arena, ph_str text)
{
    text = ph_utf8_cut(text, TEXT_BYTES);
    if (text.n < TEXT_LEAST)
        return PH_ABSENT;
    ph_str best =
        ph_cstr(textcat_Classify(d->handle, text.s, text.n)); /* "[en--utf8][sco--" */
    if (!ph_starts(best, PH_STR("[")))
        return PH_ABSENT;
    best = ph_sub(best, 1, best.n);
    const char *dash = memchr(best.s, '-', best.n);
    return dash ? ph_dup(arena, ph_sub(best, 0, (size_t)(dash - best.s))) : PH_ABSENT;
}

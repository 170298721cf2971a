/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "search/export_trec.h"

#define STEP 1e-4 /* between two scores, and their precision */

static void put_key(FILE *out, ph_str key)
{
    for (size_t i = 0; i < key.n; i++) {
        unsigned char c = (unsigned char)key.s[i];
        if (c <= ' ' || c == '%' || c == 0x7f)
            fprintf(out, "%%%02X", c);
        else
            putc(c, out);
    }
}

bool ph_result_trec(FILE *out, const ph_result *result, ph_str id, size_t first)
{
    double last = INFINITY;
    for (size_t i = 0; i < result->hits.n; i++) {
        const ph_hit *hit = &result->hits.v[i];
        last = fmin(round(hit->score / STEP) * STEP, last - STEP);
        fprintf(out, "%.*s Q0 ", PH_FMT(id));
        put_key(out, hit->record.key);
        fprintf(out, " %zu %.4f peerhub\n", first + i + 1, last);
    }
    return ferror(out) == 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <zip.h>

#include "web/zip.h"

/* 1 January 1980, 12:00 UTC: the first day that a ZIP file can tell, in any time zone. */
#define TIME ((time_t)315576000)
#define LEVEL 6

struct ph_zip {
    zip_t *archive;
    zip_source_t *source; /* where it is written to */
};

ph_zip *ph_zip_new(void)
{
    ph_zip *zip = calloc(1, sizeof *zip);
    if (!zip)
        return NULL;
    zip->source = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (zip->source)
        zip->archive = zip_open_from_source(zip->source, ZIP_TRUNCATE, NULL);
    if (zip->archive) {
        zip_source_keep(zip->source); /* closing the archive lets it go once */
        return zip;
    }
    zip_source_free(zip->source);
    free(zip);
    return NULL;
}

void ph_zip_free(ph_zip *zip)
{
    if (!zip)
        return;
    if (zip->archive)
        zip_discard(zip->archive);
    zip_source_free(zip->source);
    free(zip);
}

bool ph_zip_add(ph_zip *zip, ph_str name, ph_str bytes)
{
    zip_source_t *member = zip_source_buffer(zip->archive, bytes.s, bytes.n, 0);
    zip_int64_t at =
        member ? zip_file_add(zip->archive, name.s, member, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0) {
        zip_source_free(member);
        return false;
    }
    return zip_file_set_mtime(zip->archive, (zip_uint64_t)at, TIME, 0) == 0 &&
           zip_set_file_compression(zip->archive, (zip_uint64_t)at, ZIP_CM_DEFLATE,
                                    LEVEL) == 0;
}

bool ph_zip_write(ph_zip *zip, ph_buf *out)
{
    zip_stat_t stat;
    if (zip_close(zip->archive) != 0)
        return false;
    zip->archive = NULL;
    if (zip_source_open(zip->source) != 0)
        return false;
    bool ok = zip_source_stat(zip->source, &stat) == 0 && stat.valid & ZIP_STAT_SIZE &&
              ph_buf_reserve(out, stat.size);
    if (ok) {
        zip_int64_t n = zip_source_read(zip->source, out->s + out->n, stat.size);
        ok = n == (zip_int64_t)stat.size;
        out->n += ok ? stat.size : 0;
    }
    zip_source_close(zip->source);
    return ok;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <magic.h>

#include "indexer/parse_magic.h"

/* Opened by ph_magic_open, closed by ph_magic_close. */
static magic_t handle;

ph_status ph_magic_open(ph_error *err)
{
    /* what a file is, not what is packed in it; OLE2 is known by our own signs */
    handle = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_CDF |
                        MAGIC_NO_CHECK_ELF);
    if (!handle)
        return ph_fail_memory(err);
    if (magic_load(handle, magic_getpath(NULL, 0)) == 0)
        return PH_OK;
    const char *why = magic_error(handle);
    ph_status status =
        ph_fail(err, PH_IO,
                "libmagic cannot load what it knows of formats: %.200s; is it installed?",
                why ? why : "no reason");
    ph_magic_close();
    return status;
}

void ph_magic_close(void)
{
    if (handle)
        magic_close(handle);
    handle = NULL;
}

const char *ph_magic_type(ph_str head)
{
    const char *type = handle && head.n ? magic_buffer(handle, head.s, head.n) : NULL;
    return type ? type : "";
}

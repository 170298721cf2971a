/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "search/base.h"

ph_status ph_fail(ph_error *err, ph_status status, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        err->status = status;
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}

ph_status ph_fail_memory(ph_error *err)
{
    return ph_fail(err, PH_NO_MEMORY, "out of memory");
}

ph_status ph_fail_errno(ph_error *err, const char *what, const char *path)
{
    int code = errno;
    ph_status status = code == ENOENT   ? PH_NOT_FOUND
                       : code == ENOMEM ? PH_NO_MEMORY
                                        : PH_IO;
    return ph_fail(err, status, "%s '%s': %s", what, path, strerror(code));
}

const char *ph_status_name(ph_status status)
{
    switch (status) {
    case PH_OK: return "ok";
    case PH_NO_MEMORY: return "no memory";
    case PH_INVALID: return "invalid";
    case PH_UNKNOWN: return "unknown";
    case PH_NOT_FOUND: return "not found";
    case PH_GONE: return "gone";
    case PH_IO: return "input/output";
    case PH_BUSY: return "busy";
    case PH_CORRUPT: return "corrupt";
    case PH_LIMIT: return "limit";
    case PH_UNSUPPORTED: return "unsupported";
    case PH_TIMEOUT: return "timeout";
    case PH_TOO_MUCH: return "too much";
    case PH_INTERNAL: return "internal";
    }
    return "unknown status";
}

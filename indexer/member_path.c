/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/member_path.h"
#include "search/limits.h"
#include "search/text.h"

ph_str ph_member_path(ph_arena *arena, ph_str name, ph_member_kind *kind)
{
    *kind = PH_MEMBER_PLAIN;
    ph_str clean = ph_text_clean(arena, name, false);
    char *path = clean.s ? ph_alloc(arena, clean.n + 2) : NULL;
    size_t n = 0;
    if (!path)
        return PH_ABSENT;
    for (size_t i = 0; i < clean.n; i++) {
        size_t from = i;
        while (i < clean.n && clean.s[i] != '/' && clean.s[i] != '\\')
            i++;
        ph_str part = ph_trim(ph_sub(clean, from, i));
        if (ph_eqc(part, ".."))
            *kind = PH_MEMBER_OUTSIDE;
        if (!part.n || ph_eqc(part, ".") || ph_eqc(part, ".."))
            continue;
        if (*kind == PH_MEMBER_PLAIN && (part.s[0] == '.' || ph_eqc(part, "__MACOSX")))
            *kind = PH_MEMBER_HIDDEN;
        path[n++] = '/';
        memcpy(path + n, part.s, part.n);
        n += part.n;
    }
    return n <= PH_MEMBER_PATH_BYTES ? (ph_str){path, n} : PH_STR("");
}

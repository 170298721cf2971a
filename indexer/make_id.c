/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "indexer/build.h"
#include "search/text.h"

#define SLUG_BYTES 48

/* Latin letters, as far as ICU can; *n units in wide. */
static void to_latin(UChar *wide, int32_t *n, int32_t size)
{
    int32_t ascii = 0;
    while (ascii < *n && wide[ascii] < 0x80) {
        if (wide[ascii] >= 'A' && wide[ascii] <= 'Z')
            wide[ascii] = (UChar)(wide[ascii] + 'a' - 'A');
        ascii++;
    }
    if (ascii == *n) /* making a transliterator takes longer than all else here */
        return;
    UErrorCode failed = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Any-Latin; Latin-ASCII; Lower");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &failed);
    int32_t limit = *n;
    if (U_SUCCESS(failed))
        utrans_transUChars(t, wide, n, size, 0, &limit, &failed);
    utrans_close(t);
    if (U_FAILURE(failed) || *n > size) /* letters that become very many */
        *n = 0;
}

ph_str ph_make_id(ph_arena *arena, ph_str title, ph_str source, ph_str path)
{
    UChar wide[512];
    int32_t n = 0;
    UErrorCode failed = U_ZERO_ERROR;
    char slug[SLUG_BYTES + 1];
    size_t length = 0;
    title = ph_utf8_cut(title, 200);
    u_strFromUTF8(wide, 512, &n, title.s, (int32_t)title.n, &failed);
    to_latin(wide, &n, 512);
    for (int32_t i = 0; i < n && length < SLUG_BYTES; i++) {
        bool plain =
            (wide[i] >= 'a' && wide[i] <= 'z') || (wide[i] >= '0' && wide[i] <= '9');
        if (plain)
            slug[length++] = (char)wide[i];
        else if (length && slug[length - 1] != '-' && wide[i] != '\'')
            slug[length++] = '-';
    }
    if (length == SLUG_BYTES) /* end with a whole word */
        while (length > SLUG_BYTES / 2 && slug[length - 1] != '-')
            length--;
    while (length && slug[length - 1] == '-')
        length--;
    uint64_t h = ph_hash(source.s, source.n, PH_HASH_SEED);
    h = ph_hash(path.s, path.n, ph_hash("", 1, h));
    return ph_dupf(arena, "%.*s%s%012llx", (int)length, slug, length ? "-" : "",
                   (unsigned long long)(h >> 16));
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as a part of an address: for ids of documents and meetings. */
#include "config.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "search/text.h"

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

ph_str ph_text_slug(ph_arena *arena, ph_str s)
{
    UChar wide[512];
    int32_t n = 0;
    UErrorCode failed = U_ZERO_ERROR;
    char slug[PH_SLUG_BYTES + 1];
    size_t length = 0;
    s = ph_utf8_cut(s, 200);
    u_strFromUTF8(wide, 512, &n, s.s, (int32_t)s.n, &failed);
    to_latin(wide, &n, 512);
    for (int32_t i = 0; i < n && length < PH_SLUG_BYTES; i++) {
        bool plain =
            (wide[i] >= 'a' && wide[i] <= 'z') || (wide[i] >= '0' && wide[i] <= '9');
        if (plain)
            slug[length++] = (char)wide[i];
        else if (length && slug[length - 1] != '-' && wide[i] != '\'')
            slug[length++] = '-';
    }
    if (length == PH_SLUG_BYTES) /* end with a whole word */
        while (length > PH_SLUG_BYTES / 2 && slug[length - 1] != '-')
            length--;
    while (length && slug[length - 1] == '-')
        length--;
    return ph_dup(arena, (ph_str){slug, length});
}

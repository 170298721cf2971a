/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <libexttextcat/textcat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/tag_language.h"
#include "search/analysis.h"
#include "search/text.h"

#define DATA "/usr/share/libexttextcat/"
#define TEXT_BYTES 4000 /* more changes nothing */
#define TEXT_LEAST 60
#define TEXT_SURE 200 /* what is shorter looks like Romansh all too soon */

/* From here on the small words of English decide; of English text they are a third. */
#define ENGLISH_BYTES 2000
#define ENGLISH_WORDS 100
#define ENGLISH_PERCENT 22

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

/* Languages that our vocabularies speak: of several that fit, one of them. */
static bool is_ours(ph_str code)
{
    static const char *const ours[] = {"en", "ru", "fr", "es", "ro", "sr"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (ph_eqc(code, ours[i]))
            return true;
    return false;
}

/* Takes a code off libexttextcat's answer, "[en--utf8][sco--utf8]"; it says "SHORT" or
 * "UNKNOWN" when it has none. */
static bool next_code(ph_str *answer, ph_str *code)
{
    const char *dash = answer->n ? memchr(answer->s, '-', answer->n) : NULL;
    const char *end = dash ? memchr(answer->s, ']', answer->n) : NULL;
    if (!end || answer->s[0] != '[')
        return false;
    *code = ph_sub(*answer, 1, (size_t)(dash - answer->s));
    *answer = ph_sub(*answer, (size_t)(end - answer->s) + 1, answer->n);
    return code->n > 0;
}

/* Whether so many of a text's words are the small words of English that it can be nothing
 * else.  Most texts of most collections are, and libexttextcat compares every text with the
 * profiles of two hundred languages. */
static bool is_plainly_english(ph_str text)
{
    static const char *const small[] = {"the",  "of",   "and", "to",   "in",  "that", "is",
                                        "for",  "with", "are", "be",   "on",  "this", "by",
                                        "have", "from", "has", "will", "our", "which"};
    size_t words = 0, met = 0, start, end;
    for (size_t at = 0; ph_next_word(text, &at, &start, &end); words++) {
        ph_str word = ph_sub(text, start, end);
        for (size_t i = 0; i < sizeof small / sizeof *small; i++)
            if ((word.s[0] | 0x20) == small[i][0] &&
                ph_eq_nocase(word, ph_cstr(small[i]))) {
                met++;
                break;
            }
    }
    return words >= ENGLISH_WORDS && met * 100 >= words * ENGLISH_PERCENT;
}

ph_str ph_detect_language(ph_detector *d, ph_arena *arena, ph_str text)
{
    ph_str best = PH_ABSENT, code;
    text = ph_utf8_cut(text, TEXT_BYTES);
    if (text.n < TEXT_LEAST)
        return PH_ABSENT;
    if (is_plainly_english(ph_utf8_cut(text, ENGLISH_BYTES)))
        return PH_STR("en");
    ph_str answer = ph_cstr(textcat_Classify(d->handle, text.s, text.n));
    while (next_code(&answer, &code))
        if (!best.s || (is_ours(code) && !is_ours(best)))
            best = code;
    if (best.s && !is_ours(best) && text.n < TEXT_SURE)
        return PH_ABSENT;
    return best.s ? ph_dup(arena, best) : PH_ABSENT;
}

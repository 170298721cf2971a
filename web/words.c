/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "web/words.h"

ph_str ph_words(const ph_context *context, const char *text)
{
    return ph_language_text(context->language, ph_cstr(text));
}

static ph_str speak(const void *user, const char *english)
{
    return ph_words(user, english);
}

static ph_str speak_decimal(const void *user, ph_arena *arena, double value,
                            unsigned decimals)
{
    const ph_context *context = user;
    return ph_language_decimal(context->language, arena, value, decimals);
}

ph_voice ph_voice_of(const ph_context *context)
{
    return (ph_voice){ph_cstr(context->language->tag), speak, speak_decimal, context};
}

ph_str ph_say(const ph_context *context, const char *text, const ph_filling *fillings)
{
    return ph_fill(context->arena, ph_words(context, text), fillings);
}

ph_str ph_say_count(const ph_context *context, uint64_t n, const char *one,
                    const char *many, const ph_filling *fillings)
{
    ph_str text = ph_language_plural(context->language, n, ph_cstr(one), ph_cstr(many));
    ph_str number = ph_number_words(context, n);
    if (!number.s)
        return PH_ABSENT;
    text = ph_fill(context->arena, text,
                   (const ph_filling[]){{"n", number}, {NULL, PH_ABSENT}});
    return text.s ? ph_fill(context->arena, text, fillings) : PH_ABSENT;
}

ph_str ph_count_words(const ph_context *context, uint64_t n, const char *one,
                      const char *many)
{
    return ph_say_count(context, n, one, many, (const ph_filling[]){{NULL, PH_ABSENT}});
}

ph_str ph_number_words(const ph_context *context, uint64_t n)
{
    return ph_language_number(context->language, context->arena, n);
}

ph_str ph_decimal_words(const ph_context *context, double value)
{
    return ph_language_decimal(context->language, context->arena,
                               round(value * 1000) / 1000, 0);
}

ph_str ph_list_words(const ph_context *context, const ph_strs *list)
{
    return ph_language_list(context->language, context->arena, list);
}

ph_str ph_date_words(const ph_context *context, ph_str date)
{
    return ph_language_date(context->language, context->arena, date);
}

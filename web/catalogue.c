/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/limits.h"
#include "web/catalogue.h"

#define MAGIC 0x950412deu

/* A file: magic, revision, how many texts, where the table of texts is, and that of translations.
 * A table has length and place of each string, which has a NUL behind it; texts are sorted. */
enum {
    REVISION_AT = 4,
    COUNT_AT = 8,
    TEXTS_AT = 12,
    TRANSLATIONS_AT = 16,
    HEADER_BYTES = 28
};

struct ph_catalogue {
    ph_buf file;
    bool swapped; /* written on a machine of the other byte order */
    uint32_t count, texts, translations;
};

/* Needs at + 4 <= the file's size. */
static uint32_t number(const ph_catalogue *c, size_t at)
{
    uint32_t n;
    memcpy(&n, c->file.s + at, sizeof n);
    return c->swapped ? __builtin_bswap32(n) : n;
}

/* The string in row i of a table; checked when the file was read. */
static ph_str string(const ph_catalogue *c, uint32_t table, uint32_t i)
{
    size_t row = table + (size_t)i * 8;
    return (ph_str){c->file.s + number(c, row + 4), number(c, row)};
}

static bool table_is_whole(const ph_catalogue *c, uint32_t table)
{
    uint64_t size = c->file.n;
    if ((uint64_t)table + (uint64_t)c->count * 8 > size)
        return false;
    for (uint32_t i = 0; i < c->count; i++) {
        uint64_t n = number(c, table + (size_t)i * 8),
                 at = number(c, table + (size_t)i * 8 + 4);
        if (at + n >= size || c->file.s[at + n] != '\0')
            return false;
    }
    return true;
}

static bool read_header(ph_catalogue *c)
{
    if (c->file.n < HEADER_BYTES)
        return false;
    c->swapped = number(c, 0) != MAGIC;
    if (number(c, 0) != MAGIC || number(c, REVISION_AT) >> 16 != 0)
        return false;
    c->count = number(c, COUNT_AT);
    c->texts = number(c, TEXTS_AT);
    c->translations = number(c, TRANSLATIONS_AT);
    return table_is_whole(c, c->texts) && table_is_whole(c, c->translations);
}

ph_status ph_catalogue_open(ph_catalogue **out, const char *path, ph_error *err)
{
    ph_catalogue *c = calloc(1, sizeof *c);
    if (!c)
        return ph_fail_memory(err);
    ph_status status = ph_read_file(path, PH_CATALOGUE_BYTES, &c->file, err);
    if (status == PH_OK && !read_header(c))
        status = ph_fail(err, PH_INVALID, "'%s' is not a catalogue of gettext (.mo)", path);
    if (status == PH_OK)
        *out = c;
    else
        ph_catalogue_free(c);
    return status;
}

void ph_catalogue_free(ph_catalogue *c)
{
    if (!c)
        return;
    ph_buf_free(&c->file);
    free(c);
}

/* Of a text with plural forms the singular is the key. */
static ph_str up_to_nul(ph_str s)
{
    return ph_sub(s, 0, strnlen(s.s, s.n));
}

static ph_str form_of(ph_str forms, size_t form)
{
    ph_str one = up_to_nul(forms);
    for (; form > 0 && one.n < forms.n; form--) {
        forms = ph_sub(forms, one.n + 1, forms.n);
        one = up_to_nul(forms);
    }
    return one;
}

ph_str ph_catalogue_find(const ph_catalogue *c, ph_str text, size_t form)
{
    uint32_t low = 0, high = c->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = ph_cmp(text, up_to_nul(string(c, c->texts, middle)));
        if (order == 0) {
            ph_str found = form_of(string(c, c->translations, middle), form);
            return found.n ? found : PH_ABSENT;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return PH_ABSENT;
}

uint64_t ph_catalogue_hash(const ph_catalogue *c)
{
    return ph_hash(c->file.s, c->file.n, PH_HASH_SEED);
}

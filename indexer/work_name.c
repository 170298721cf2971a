/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/work_name.h"
#include "search/store.h"
#include "search/text.h"

#define ENDING_BYTES 5 /* ".xhtml" */
#define ID_HASH 12     /* digits behind an id's last hyphen (ph_make_id) */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ph_is_id(ph_str reference)
{
    if (reference.n < ID_HASH ||
        (reference.n > ID_HASH && reference.s[reference.n - ID_HASH - 1] != '-'))
        return false;
    for (size_t i = reference.n - ID_HASH; i < reference.n; i++)
        if (!is_digit(reference.s[i]) && (reference.s[i] < 'a' || reference.s[i] > 'f'))
            return false;
    return true;
}

/* --- paths ------------------------------------------------------------------------------------ */

/* Where the last component begins. */
static size_t name_at(ph_str path)
{
    const char *slash = path.n ? memrchr(path.s, '/', path.n) : NULL;
    return slash ? (size_t)(slash - path.s) + 1 : 0;
}

/* The path up to the last of the marks in its last component, something before it; else all. */
static ph_str before_last(ph_str path, const char *marks)
{
    for (size_t i = path.n; i > name_at(path) + 1; i--)
        if (memchr(marks, path.s[i - 1], strlen(marks)))
            return ph_sub(path, 0, i - 1);
    return path;
}

/* ".pdf" and the like: a letter is in it, so that "v1.2" has none. */
static ph_str without_ending(ph_str path)
{
    ph_str rest = before_last(path, ".");
    bool letter = false;
    for (size_t i = rest.n + 1; i < path.n; i++) {
        letter = letter || is_letter(path.s[i]);
        if (!is_letter(path.s[i]) && !is_digit(path.s[i]))
            return path;
    }
    return letter && path.n - rest.n - 1 <= ENDING_BYTES ? rest : path;
}

/* Whether the end of a name is the document's language; behind a full stop any will do if none
 * is known. */
static bool tells_language(ph_str suffix, char mark, ph_str language)
{
    if (language.n)
        return ph_eq_nocase(suffix, ph_language_primary(language));
    return mark == '.' && suffix.n == 2 && is_letter(suffix.s[0]) && is_letter(suffix.s[1]);
}

/* "BR", "Latn": what may stand behind a language. */
static bool is_subtag(ph_str piece)
{
    for (size_t i = 0; i < piece.n; i++)
        if (!is_letter(piece.s[i]))
            return false;
    return piece.n == 2 || piece.n == 4;
}

/* "report" of "report.ru", "report-ru", "report_pt-BR". */
static ph_str without_language(ph_str path, ph_str language)
{
    ph_str rest = path;
    for (int pieces = 0; pieces < 2; pieces++) {
        ph_str shorter = before_last(rest, ".-_");
        ph_str piece = ph_sub(rest, shorter.n + 1, rest.n);
        if (shorter.n == rest.n)
            break;
        if (tells_language(piece, rest.s[shorter.n], language))
            return shorter;
        if (!is_subtag(piece))
            break;
        rest = shorter;
    }
    return path;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool all_digits(ph_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!is_digit(name.s[i]))
            return false;
    return true;
}

/* Of a name that somebody gave. */
static ph_str given_name(ph_arena *arena, ph_str name, const ph_place *place)
{
    ph_str stem = without_ending(name);
    if (all_digits(name))
        return ph_dupf(arena, "%.*s#%.*s", PH_FMT(place->source), PH_FMT(name));
    if (stem.n < name.n)
        return ph_dupf(arena, "%.*s/%.*s", PH_FMT(place->source),
                       PH_FMT(without_language(stem, PH_ABSENT)));
    return ph_dup(arena, name);
}

/* Whether ph_text_clean would take a character away or put another in its place.  Forms of the
 * same letter are one. */
static bool is_lost(ph_arena *arena, ph_str path, size_t at, size_t end)
{
    static const ph_str ill_formed = {"\xEF\xBF\xBD", 3};
    ph_str c = ph_sub(path, at, end), clean = ph_text_clean(arena, c, false);
    if (ph_eqc(c, " "))
        return at == 0 || end == path.n || path.s[at - 1] == ' ';
    return !clean.n || (ph_eq(clean, ill_formed) && !ph_eq(c, ill_formed));
}

/* A path as text.  Names of files are any bytes, and two of them stay two. */
static ph_str path_text(ph_arena *arena, ph_str path)
{
    ph_str clean = ph_text_clean(arena, path, false);
    bool lost = false;
    if (!clean.s || ph_eq(clean, path))
        return clean;
    for (size_t at = 0, end = 0; end < path.n && !lost; at = end) {
        ph_utf8_next(path, &end);
        lost = is_lost(arena, path, at, end);
    }
    return lost ? ph_dupf(arena, "%.*s#%016llx", PH_FMT(clean),
                          (unsigned long long)ph_path_hash(path))
                : clean;
}

/* Where the part of a row that tells it from others begins; NULL: it is no row. */
static const char *row_mark(ph_str part)
{
    const char *mark = part.n ? memmem(part.s, part.n, "#=", 2) : NULL;
    if (mark || !part.n)
        return mark;
    mark = memrchr(part.s, '#', part.n);
    size_t digits = mark ? part.n - (size_t)(mark + 1 - part.s) : 0;
    return digits && all_digits(ph_sub(part, part.n - digits, part.n)) ? mark : NULL;
}

/* What a row gives a name to, itself or another: within its table. */
static ph_str row_name(ph_arena *arena, ph_str name, const ph_place *place)
{
    size_t n = (size_t)(row_mark(place->part) - place->part.s);
    ph_str table = ph_dupf(arena, "%.*s%.*s", PH_FMT(place->path), (int)n, place->part.s);
    if (table.s)
        table = place->hidden ? ph_hide_path(arena, table) : path_text(arena, table);
    return table.s ? ph_dupf(arena, "%.*s/%.*s#=%.*s", PH_FMT(place->source), PH_FMT(table),
                             PH_FMT(name))
                   : table;
}

static ph_str path_name(ph_arena *arena, const ph_record *record, const ph_place *place)
{
    ph_str whole = ph_dupf(arena, "%.*s%.*s", PH_FMT(place->path), PH_FMT(place->part));
    if (!whole.s)
        return whole;
    if (!place->hidden && !row_mark(place->part))
        whole = without_language(without_ending(whole), record->language);
    whole = place->hidden ? ph_hide_path(arena, whole) : path_text(arena, whole);
    return whole.s ? ph_dupf(arena, "%.*s/%.*s", PH_FMT(place->source), PH_FMT(whole))
                   : whole;
}

ph_str ph_work_name(ph_arena *arena, const ph_record *record, const ph_place *place)
{
    bool keyed = record->key.n && !ph_eq(record->key, record->path);
    ph_str named = record->translation_of.n ? record->translation_of
                   : keyed                  ? record->key
                                            : PH_ABSENT;
    ph_str name = record->work.n          ? given_name(arena, record->work, place)
                  : !named.n              ? path_name(arena, record, place)
                  : row_mark(place->part) ? row_name(arena, named, place)
                                          : given_name(arena, named, place);
    return name.s ? ph_text_clean(arena, name, false) : name;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/dates.h"
#include "indexer/tag_event.h"
#include "search/analysis.h"
#include "search/text.h"

/* The event is told in the first few short blocks or not at all. */
#define BLOCKS 12
#define BLOCK_BYTES 200

/* So many blocks may stand between the place and the days. */
#define APART 3

/* A place has at most so many words. */
#define PLACE_WORDS 4

/* Words of at most so many letters join days and months: "to", "de", "по". */
#define JOINER_LETTERS 3

/* --- words of a line ------------------------------------------------------------------------------ */

typedef enum { WORD, NUMBER, MONTH } word_type;

typedef struct word {
    word_type type;
    unsigned value; /* of a number or a month */
    size_t start, end;
    unsigned letters;
    bool capital; /* begins with a capital, or in a script without them */
} word;

typedef PH_VEC(word) words;

/* What every function here needs. */
typedef struct finder {
    ph_tagger *tagger;
    ph_arena *arena;
    ph_record *record;
    ph_strs months; /* keys of names, twelve by twelve */
} finder;

static ph_status add_months(finder *f, ph_str language, ph_error *err)
{
    const ph_strs *names;
    ph_status status = ph_tagger_months(f->tagger, language, &names, err);
    for (size_t i = 0; !status && i < names->n; i++)
        if (!ph_strs_add(f->arena, &f->months, names->v[i]))
            return ph_fail_memory(err);
    return status;
}

/* 1..12; 0: no month.  Serbian dates have the genitive, which ICU has not: "maja". */
static unsigned month_of(const finder *f, ph_str key)
{
    for (size_t i = 0; i < f->months.n; i++) {
        ph_str name = f->months.v[i];
        ph_str more = ph_sub(key, name.n, key.n);
        if (name.n && ph_starts(key, name) &&
            (!more.n || ph_eqc(more, "a") || ph_eqc(more, "а")))
            return (unsigned)(i % 12) + 1;
    }
    return 0;
}

/* "2", "2nd", "1er": a number with at most three letters behind it. */
static bool is_number(ph_str s, unsigned *value)
{
    uint64_t n;
    size_t digits = 0, letters = 0;
    while (digits < s.n && s.s[digits] >= '0' && s.s[digits] <= '9')
        digits++;
    for (size_t i = digits; i < s.n; letters++)
        if (!u_isalpha(ph_utf8_next(s, &i)))
            return false;
    if (!digits || digits > 4 || letters > 3 || !ph_number(ph_sub(s, 0, digits), &n))
        return false;
    *value = (unsigned)n;
    return true;
}

static bool read_words(finder *f, ph_str line, words *out)
{
    word w = {0};
    for (size_t at = 0; ph_next_word(line, &at, &w.start, &w.end);) {
        ph_str text = ph_sub(line, w.start, w.end);
        ph_str key = ph_text_key(f->arena, text);
        word *slot = PH_PUSH(f->arena, out);
        if (!slot || !key.s)
            return false;
        size_t first = 0;
        w.letters = 0;
        for (size_t i = 0; i < text.n; w.letters++)
            ph_utf8_next(text, &i);
        w.capital = !u_islower(ph_utf8_next(text, &first));
        w.value = month_of(f, key);
        w.type = w.value ? MONTH : is_number(text, &w.value) ? NUMBER : WORD;
        *slot = w;
    }
    return true;
}

/* --- "2-4 June 2022" ----------------------------------------------------------------------------- */

typedef struct date {
    unsigned year, month, day; /* 0: not stated */
} date;

typedef struct days {
    date first, last;
} days;

static bool is_day(const words *w, size_t i)
{
    return i < w->n && w->v[i].type == NUMBER && w->v[i].value >= 1 && w->v[i].value <= 31;
}

static bool is_year(const words *w, size_t i)
{
    return i < w->n && w->v[i].type == NUMBER && w->v[i].value >= 1900 &&
           w->v[i].value <= 2200;
}

static bool is_month(const words *w, size_t i)
{
    return i < w->n && w->v[i].type == MONTH;
}

static size_t skip_joiner(const words *w, size_t i)
{
    return i < w->n && w->v[i].type == WORD && w->v[i].letters <= JOINER_LETTERS ? i + 1
                                                                                 : i;
}

/* Day, month and year if it is there; 0, or the index of the word behind them. */
static size_t read_date(const words *w, size_t i, date *out)
{
    size_t month = skip_joiner(w, i + 1);
    if (!is_day(w, i) || !is_month(w, month))
        return 0;
    *out = (date){0, w->v[month].value, w->v[i].value};
    size_t year = is_year(w, month + 1) ? month + 1 : skip_joiner(w, month + 1);
    if (!is_year(w, year))
        return month + 1;
    out->year = w->v[year].value;
    return year + 1;
}

/* Whether what stands between words i and i + 1 makes them the ends of a range, or a list. */
static bool is_range(ph_str line, const words *w, size_t i)
{
    static const char *const dashes[] = {"-", "–", "—", "‑", "−", "/", "&"};
    ph_str gap = ph_sub(line, w->v[i].end, w->v[i + 1].start);
    for (size_t d = 0; d < sizeof dashes / sizeof *dashes; d++)
        for (size_t at = 0; at < gap.n; at++)
            if (ph_starts(ph_sub(gap, at, gap.n), ph_cstr(dashes[d])))
                return true;
    return w->v[i].value + 1 == w->v[i + 1].value;
}

/* "2-4 June 2022", "2 to 4 June", "31 May – 2 June 2023" from word i on. */
static bool days_first(ph_str line, const words *w, size_t i, days *out)
{
    size_t behind = read_date(w, i, &out->first);
    if (behind) {
        if (!read_date(w, skip_joiner(w, behind), &out->last))
            out->last = out->first;
        return true;
    }
    size_t next = skip_joiner(w, i + 1);
    if (!is_day(w, i) || !is_day(w, next) || (next == i + 1 && !is_range(line, w, i)) ||
        !days_first(line, w, next, out))
        return false;
    if (out->first.month != out->last.month || w->v[i].value >= out->last.day)
        return false;
    out->first.day = w->v[i].value;
    return true;
}

/* "June 2-4, 2022", "May 31 - June 2, 2023". */
static bool month_first(ph_str line, const words *w, size_t i, days *out)
{
    if (!is_month(w, i) || !is_day(w, i + 1))
        return false;
    size_t at = i + 2, next = skip_joiner(w, at);
    out->first = out->last = (date){0, w->v[i].value, w->v[i + 1].value};
    if (is_month(w, next) && is_day(w, next + 1)) {
        out->last = (date){0, w->v[next].value, w->v[next + 1].value};
        at = next + 2;
    } else if (is_day(w, next) && (next > at || is_range(line, w, i + 1))) {
        out->last.day = w->v[next].value;
        at = next + 1;
    }
    if (is_year(w, at))
        out->last.year = w->v[at].value;
    return true;
}

/* A year that is stated once is the other day's too. */
static bool settle(days *d)
{
    bool turns = d->first.month > d->last.month; /* December to January */
    if (!d->last.year)
        d->last.year = d->first.year ? d->first.year + turns : 0;
    if (!d->first.year)
        d->first.year = d->last.year ? d->last.year - turns : 0;
    if (!ph_is_day(d->first.year, d->first.month, d->first.day) ||
        !ph_is_day(d->last.year, d->last.month, d->last.day))
        return false;
    unsigned from = d->first.year * 10000 + d->first.month * 100 + d->first.day;
    unsigned to = d->last.year * 10000 + d->last.month * 100 + d->last.day;
    return from <= to || (!d->last.year && turns);
}

/* False when there is no day of a month in the line. */
static bool read_days(ph_str line, const words *w, days *out)
{
    for (size_t i = 0; i < w->n; i++) {
        *out = (days){0};
        if (days_first(line, w, i, out) || month_first(line, w, i, out))
            return settle(out);
    }
    return false;
}

/* Days, or at least a month with its year. */
static bool has_time(ph_str line, const words *w)
{
    days d;
    for (size_t i = 0; i < w->n; i++)
        if (is_month(w, i) && is_year(w, i + 1))
            return true;
    return read_days(line, w, &d);
}

static bool set_dates(finder *f, const days *d)
{
    ph_record *r = f->record;
    if (!d->last.year || r->event.start.n)
        return true;
    r->event.start =
        ph_dupf(f->arena, "%04u-%02u-%02u", d->first.year, d->first.month, d->first.day);
    r->event.end =
        ph_dupf(f->arena, "%04u-%02u-%02u", d->last.year, d->last.month, d->last.day);
    if (!r->date.n) {
        r->date = r->event.end;
        r->date_from = PH_INFERRED;
    }
    return r->event.start.s && r->event.end.s;
}

/* --- "Bucharest, Romania" ----------------------------------------------------------------------- */

/* A sentence: it ends as one, and has words that no name or date has. */
static bool is_prose(ph_str line, const words *w)
{
    if (!line.n || !strchr(".!?", line.s[line.n - 1]))
        return false;
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].type == WORD && !w->v[i].capital && w->v[i].letters > JOINER_LETTERS)
            return true;
    return false;
}

/* The length of what parts the pieces of a line at byte i; 0: nothing. */
static size_t separator_at(ph_str line, size_t i)
{
    static const char *const marks[] = {",", "/", "|",   "(", ")", "[",   "]",
                                        ";", ":", " - ", "–", "—", " · ", "•"};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
        if (ph_starts(ph_sub(line, i, line.n), ph_cstr(marks[m])))
            return strlen(marks[m]);
    return 0;
}

static bool next_piece(ph_str *rest, ph_str *piece)
{
    size_t n = 0, mark = 0;
    if (!rest->n)
        return false;
    while (n < rest->n && !(mark = separator_at(*rest, n)))
        n++;
    *piece = ph_trim(ph_sub(*rest, 0, n));
    *rest = ph_sub(*rest, n + mark, rest->n);
    return true;
}

/* The country that a piece names, with nothing but a time behind it: "Romania 2-4 June". */
static ph_status country_of(finder *f, ph_str piece, ph_str *code, ph_error *err)
{
    const ph_str languages[] = {f->record->language, PH_STR("en")};
    *code = PH_ABSENT;
    for (size_t i = 0; i < 2 && piece.n > 2; i++) {
        ph_mentions m = {0};
        words behind = {0};
        ph_status status =
            ph_tagger_find(f->tagger, languages[i], piece, f->arena, &m, err);
        if (status)
            return status;
        const ph_mention *land = NULL;
        for (size_t j = m.n; j-- > 0;)
            land = ph_names_country(&m.v[j]) ? &m.v[j] : land;
        if (!land || !ph_is_country_style(f->arena, ph_sub(piece, 0, land->start)))
            continue;
        ph_str rest = ph_trim(ph_sub(piece, land->end, piece.n));
        if (!read_words(f, rest, &behind))
            return ph_fail_memory(err);
        bool number = behind.n == 1 && behind.v[0].type == NUMBER; /* "2, 3 and 4 June" */
        if (behind.n && !number && !has_time(rest, &behind))
            continue;
        *code = land->id;
        return PH_OK;
    }
    return PH_OK;
}

/* Small words inside names of places: "Frankfurt am Main", "University of Bucharest". */
static bool is_particle(ph_str s)
{
    static const char *const particles[] = {"of",  "am", "an",  "de", "del", "der",
                                            "des", "di", "do",  "du", "el",  "le",
                                            "les", "na", "nad", "on", "op",  "sur"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (ph_eqc(s, particles[i]))
            return true;
    return false;
}

/* The name at the end of a piece: a few words with capitals.  Empty: there is none. */
static ph_str name_in(ph_str piece, const words *w)
{
    size_t from = w->n;
    for (size_t i = w->n; i-- > 0;) {
        const word *v = &w->v[i];
        if (v->type == WORD && v->capital)
            from = i;
        else if (from == w->n || !is_particle(ph_sub(piece, v->start, v->end)))
            break;
    }
    return from < w->n && w->n - from <= PLACE_WORDS
               ? ph_sub(piece, w->v[from].start, w->v[w->n - 1].end)
               : PH_STR("");
}

/* Looks in a line for a country with a name of a place right before it.  *bare: there is
 * nothing else in the line. */
static ph_status read_place(finder *f, ph_str line, ph_event *found, bool *bare,
                            ph_error *err)
{
    ph_str rest = line, piece, before = PH_ABSENT, code, other;
    size_t n = 0;
    *found = (ph_event){0};
    for (; next_piece(&rest, &piece); before = piece) {
        words w = {0};
        n += piece.n > 0;
        ph_status status = country_of(f, piece, &code, err);
        if (status)
            return status;
        if (found->country.n || !code.n || !before.n)
            continue;
        if (!read_words(f, before, &w))
            return ph_fail_memory(err);
        ph_str name = name_in(before, &w);
        status = country_of(f, name, &other, err);
        if (status)
            return status;
        if (name.n && (!other.n || ph_eq(other, code))) {
            found->place = name;
            found->country = code;
        }
    }
    *bare = n == 2;
    return PH_OK;
}

/* --- the event ------------------------------------------------------------------------------------ */

/* What one of the first blocks says. */
typedef struct line {
    bool prose, dated;
    days when;
} line;

static ph_status read_lines(finder *f, const ph_document *doc, line lines[BLOCKS],
                            size_t *n, ph_error *err)
{
    for (*n = 0; *n < doc->blocks.n && *n < BLOCKS; (*n)++) {
        const ph_block *b = &doc->blocks.v[*n];
        words w = {0};
        if (b->type == PH_BLOCK_ITEM || b->text.n > BLOCK_BYTES)
            break;
        if (!read_words(f, b->text, &w))
            return ph_fail_memory(err);
        line *l = &lines[*n];
        l->prose = is_prose(b->text, &w);
        l->dated = !l->prose && read_days(b->text, &w, &l->when);
    }
    return PH_OK;
}

/* The dated line nearest to line i, at most APART away; n: none. */
static size_t nearest_date(const line *lines, size_t n, size_t i)
{
    for (size_t d = 0; d <= APART; d++) {
        if (i + d < n && lines[i + d].dated)
            return i + d;
        if (d <= i && lines[i - d].dated)
            return i - d;
    }
    return n;
}

/* Finds the line of the place.  A place counts with days beside it; alone in its line it does
 * in what is known to be a report of a meeting. */
static ph_status find_place(finder *f, const ph_document *doc, const line *lines, size_t n,
                            size_t *at, ph_error *err)
{
    ph_event found;
    bool bare, stated = f->record->type.n > 0;
    *at = n;
    for (size_t i = 0; i < n; i++) {
        words w = {0};
        ph_str text = doc->blocks.v[i].text;
        if (lines[i].prose)
            continue;
        ph_status status = read_place(f, text, &found, &bare, err);
        if (status)
            return status;
        if (!found.country.n)
            continue;
        if (!read_words(f, text, &w))
            return ph_fail_memory(err);
        if (!(bare && stated) && !has_time(text, &w) && nearest_date(lines, n, i) == n)
            continue;
        f->record->event.country = found.country;
        if (!f->record->event.place.n)
            f->record->event.place = found.place;
        *at = i;
        return PH_OK;
    }
    return PH_OK;
}

/* What tells of the event is no heading of what follows. */
static void mark_line(ph_document *doc, const ph_record *record, size_t i, size_t *header)
{
    ph_block *b = &doc->blocks.v[i];
    if (b->type == PH_BLOCK_HEADING && !ph_eq(b->text, record->title)) {
        b->type = PH_BLOCK_PARAGRAPH;
        b->level = 0;
    }
    if (i + 1 > *header)
        *header = i + 1;
}

ph_status ph_tag_event(ph_tagger *tagger, ph_document *doc, ph_arena *arena,
                       ph_record *record, size_t *header, ph_error *err)
{
    finder f = {.tagger = tagger, .arena = arena, .record = record};
    line lines[BLOCKS] = {0};
    size_t n, at = 0;
    bool told = record->event.country.n > 0;
    *header = 0;
    ph_status status = add_months(&f, PH_STR("en"), err);
    if (!status && record->language.n)
        status = add_months(&f, record->language, err);
    if (!status)
        status = read_lines(&f, doc, lines, &n, err);
    if (!status && !told) {
        status = find_place(&f, doc, lines, n, &at, err);
        if (!status && at == n)
            return PH_OK;
        if (!status)
            mark_line(doc, record, at, header);
    }
    if (status)
        return status;
    size_t dated = told ? 0 : nearest_date(lines, n, at);
    while (told && dated < n && !lines[dated].dated)
        dated++;
    if (dated < n) {
        if (!set_dates(&f, &lines[dated].when))
            return ph_fail_memory(err);
        mark_line(doc, record, dated, header);
    }
    if (!record->event.name.n)
        record->event.name = record->title;
    return PH_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long a search takes, beside bare Xapian on the same index and two engines that are given
 * the same terms and facets (tests/bench/search):
 *
 *   searching INDEX VOCABULARIES FOLDER [ROUNDS]   FOLDER: for the other engines; empty
 *   searching INDEX VOCABULARIES                   only opens it
 *
 * "peerhub" answers with all facets, and is asked for the question's own words, as the others are;
 * "+ text" shows passages too, "+ labels" does neither that nor without what the vocabularies
 * add to the words.
 *
 * Times are of the processor, of this process, in milliseconds; of each question the median of
 * its rounds (SQLite has one).  "first" is the first time that a question is asked, when the sets of its terms
 * are not kept yet.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/columns_cache.h"
#include "search/facets.h"
#include "search/text.h"
#include "tests/bench/searching.h"

#define EACH 20 /* questions of a class */
#define ROUNDS_MOST 100

enum { BARE, READ, FACETS, SNIPPETS, LABELS, GROONGA, SQLITE, ENGINES };
static const char *const names[] = {"bare",     "+ data",  "peerhub", "+ text",
                                    "+ labels", "Groonga", "SQLite"};

/* Classes of questions: single words by how many documents have them, then by length. */
static const struct {
    const char *name;
    size_t words;
    xapian_doccount least, most;
} classes[] = {
    {"rare word", 1, 10, 200},       {"middling", 1, 2000, 8000},
    {"frequent", 1, 30000, 1 << 30}, {"1 word", 1, 1, 1 << 30},
    {"2 words", 2, 1, 1 << 30},      {"3 words", 3, 1, 1 << 30},
    {"4 words", 4, 1, 1 << 30},      {"5 words", 5, 1, 1 << 30},
    {"6 words", 6, 1, 1 << 30},      {"7 words", 7, 1, 1 << 30},
    {"8 words", 8, 1, 1 << 30},
};

#define CLASSES (sizeof classes / sizeof *classes)
#define QUESTIONS (CLASSES * EACH)

typedef struct measure {
    question question;
    uint64_t total;
    bool told; /* that others find more or fewer */
    double first[ENGINES], usual[ENGINES];
} measure;

static ph_arena *arena, *own; /* of the questions, of one search */
static ph_vocabulary *vocabulary;
static ph_reader *reader;
static ph_error err;
static xapian_error why;
static measure measures[QUESTIONS];

void die(const char *what, const char *reason)
{
    fprintf(stderr, "searching: %s: %s\n", what, reason);
    exit(1);
}

static void need(ph_status status)
{
    if (status)
        die("peerhub", err.text);
}

static void good(xapian_status status)
{
    if (status)
        die("Xapian", why.text);
}

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_number);
    return n ? values[n / 2] : 0;
}

/* --- opening --------------------------------------------------------------------------------- */

static double kilobytes(void)
{
    char line[200];
    double kb = 0;
    FILE *status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status))
        sscanf(line, "RssAnon: %lf", &kb);
    if (status)
        fclose(status);
    return kb;
}

static void first_search(const char *text, const char *note)
{
    ph_query query;
    ph_result result;
    ph_arena_reset(own);
    ph_query_init(&query, own, vocabulary);
    need(ph_query_set(&query, PH_STR("q"), ph_cstr(text), &err));
    double begin = now(CLOCK_MONOTONIC);
    need(ph_search(reader, &query, own, &result, &err));
    printf("  \"%s\", %s: %.1f ms, %llu documents\n", text, note,
           now(CLOCK_MONOTONIC) - begin, (unsigned long long)result.total);
}

static void open_index(const char *path, ph_columns_cache *cache)
{
    double begin = now(CLOCK_MONOTONIC);
    need(ph_reader_open(&reader, &path, 1, vocabulary, &err));
    double opened = now(CLOCK_MONOTONIC);
    printf("%llu documents, opened in %.1f ms\n",
           (unsigned long long)ph_reader_documents(reader), opened - begin);
    ph_reader_share(reader, cache);
    double before = kilobytes();
    double asked = now(CLOCK_MONOTONIC);
    first_search("nations", "the first search, without columns");
    if (!ph_reader_wait(reader, 60000))
        die("peerhub", "there are no columns");
    double ready = now(CLOCK_MONOTONIC);
    ph_columns *columns = ph_columns_get(reader);
    double documents = (double)ph_reader_documents(reader);
    printf("  columns after %.0f ms: %.1f bytes a document; the process grew by %.1f\n",
           ready - asked, (double)ph_columns_bytes(columns) / documents,
           (kilobytes() - before) * 1024 / documents);
    ph_columns_unref(columns);
    first_search("nations", "with columns");
    first_search("nations", "again");
}

/* --- questions -------------------------------------------------------------------------------- */

static uint64_t dice = 1;

static size_t roll(size_t n)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(dice >> 33) % n;
}

/* The terms of a word in all languages of the index; false: it is not one place. */
static bool find_terms(ph_str word, ph_strs *terms)
{
    for (size_t l = 0; l <= reader->languages.n; l++) {
        ph_strs found = {0};
        need(ph_analyze_all(reader->analyzer,
                            l < reader->languages.n ? reader->languages.v[l] : PH_STR(""),
                            word, arena, &found, &err));
        if (found.n != 1)
            return false;
        if (!ph_strs_has(terms, found.v[0]) && !ph_strs_add(arena, terms, found.v[0]))
            die("peerhub", "no memory");
    }
    return true;
}

static bool take_word(ph_str word, question *q)
{
    ph_strs terms = {0};
    word = ph_text_key(arena, word);
    if (word.n < 3 || ph_stop_word(PH_STR("en"), word) || !find_terms(word, &terms))
        return false;
    ph_strs *slot = PH_PUSH(arena, &q->words);
    if (!slot)
        die("peerhub", "no memory");
    *slot = terms;
    q->text = q->text.n ? ph_dupf(arena, "%.*s %.*s", PH_FMT(q->text), PH_FMT(word)) : word;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Some words of a text in a row, stop words aside; false: it has not so many. */
static bool draw(ph_str text, size_t words, question *q)
{
    size_t at = text.n ? roll(text.n) : 0;
    while (at < text.n && is_letter(text.s[at]))
        at++;
    while (at < text.n && q->words.n < words) {
        size_t from = at;
        while (at < text.n && is_letter(text.s[at]))
            at++;
        take_word(ph_sub(text, from, at), q);
        while (at < text.n && !is_letter(text.s[at]))
            at++;
    }
    return q->words.n == words;
}

static ph_str random_text(void)
{
    xapian_docid last;
    xapian_document *doc = NULL;
    ph_record record;
    ph_status status = PH_OK;
    good(xapian_db_last_docid(reader->all, &last, &why));
    xapian_status got =
        xapian_db_document(reader->all, (xapian_docid)(1 + roll(last)), &doc, &why);
    if (!got)
        got = ph_reader_record(doc, arena, &record, &status, &err, &why);
    xapian_document_free(doc);
    need(status);
    return !got && record.passages.n ? record.passages.v[roll(record.passages.n)].text
                                     : PH_STR("");
}

/* Whether a search leaves a word out; others would not. */
static bool has_stop_words(const question *q)
{
    ph_strs keys = {0};
    ph_str rest = q->text, word;
    bool stop = false;
    while (ph_split(&rest, ' ', &word))
        if (!ph_strs_add(arena, &keys, word))
            die("peerhub", "no memory");
    ph_str language = ph_stop_language(&keys);
    for (size_t i = 0; i < keys.n; i++)
        stop |= ph_stop_word(language, keys.v[i]);
    return stop;
}

static void make_question(size_t class, question *q)
{
    for (;;) {
        xapian_doccount most = 0;
        *q = (question){.text = PH_STR("")};
        if (!draw(random_text(), classes[class].words, q) || has_stop_words(q))
            continue;
        for (size_t i = 0; i < q->words.v[0].n; i++) {
            xapian_doccount freq;
            ph_str term = q->words.v[0].v[i];
            good(xapian_db_term_freq(reader->all, term.s, term.n, &freq, &why));
            most = freq > most ? freq : most;
        }
        if (most >= classes[class].least && most <= classes[class].most)
            return;
    }
}

/* --- engines --------------------------------------------------------------------------------------- */

static xapian_query *combine(xapian_op op, xapian_query **parts, size_t n)
{
    xapian_query *made;
    good(xapian_query_combine(op, (const xapian_query *const *)parts, n, 0, &made, &why));
    for (size_t i = 0; i < n; i++)
        xapian_query_free(parts[i]);
    return made;
}

/* Xapian's ten best by its own BM25, and nothing else; or their data too. */
static void ask_bare(const question *q, bool read)
{
    xapian_query *words[16], *terms[32];
    xapian_enquire *enquire;
    xapian_mset *mset;
    for (size_t w = 0; w < q->words.n; w++) {
        const ph_strs *list = &q->words.v[w];
        for (size_t i = 0; i < list->n; i++)
            good(xapian_query_term(list->v[i].s, list->v[i].n, 1, 0, &terms[i], &why));
        words[w] = combine(XAPIAN_OP_SYNONYM, terms, list->n);
    }
    xapian_query *query = combine(q->any ? XAPIAN_OP_OR : XAPIAN_OP_AND, words, q->words.n);
    good(xapian_enquire_new(reader->all, &enquire, &why));
    good(xapian_enquire_set_query(enquire, query, 0, &why));
    good(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &why));
    for (xapian_doccount i = 0; read && i < xapian_mset_size(mset); i++) {
        xapian_document *doc;
        ph_str data;
        good(xapian_mset_document(mset, i, &doc, &why));
        good(xapian_document_data(doc, &data.s, &data.n, &why));
        xapian_document_free(doc);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
}

static uint64_t ask_peerhub(const question *q, unsigned want, bool labels, bool *any)
{
    ph_query query;
    ph_result result;
    ph_arena_reset(own); /* as a server does */
    ph_query_init(&query, own, vocabulary);
    need(ph_query_set(&query, PH_STR("q"), q->text, &err));
    if (!labels)
        need(ph_query_set(&query, PH_STR("without"), PH_STR("*"), &err));
    query.want = want;
    need(ph_search(reader, &query, own, &result, &err));
    *any = result.match == PH_MATCH_ANY;
    return result.total;
}

static void ask(measure *m, int which)
{
    uint64_t total = m->total;
    bool any;
    switch (which) {
    case BARE:
    case READ: ask_bare(&m->question, which == READ); break;
    case FACETS:
        total = ask_peerhub(&m->question, PH_WANT_HITS | PH_WANT_COUNTS, false, &any);
        m->total = m->total ? m->total : total;
        break;
    case SNIPPETS: total = ask_peerhub(&m->question, PH_WANT_ALL, false, &any); break;
    case LABELS:
        ask_peerhub(&m->question, PH_WANT_HITS | PH_WANT_COUNTS, true, &any);
        break;
    case GROONGA: total = groonga_engine.ask(&m->question); break;
    case SQLITE: total = sqlite_engine.ask(&m->question); break;
    }
    if (total != m->total && !m->told)
        printf("  %s finds %llu for \"%.*s\", peerhub %llu\n", names[which],
               (unsigned long long)total, PH_FMT(m->question.text),
               (unsigned long long)m->total);
    m->told |= total != m->total;
}

static double time_one(measure *m, int which)
{
    double begin = now(CLOCK_PROCESS_CPUTIME_ID);
    ask(m, which);
    return now(CLOCK_PROCESS_CPUTIME_ID) - begin;
}

static void add_paper(const xapian_db *db, xapian_docid doc, ph_str packed, uint32_t number)
{
    xapian_terms *terms;
    ph_buf words = {0};
    ph_str term;
    good(xapian_db_doc_terms(db, doc, &terms, &why));
    while (!xapian_terms_next(terms, &term.s, &term.n, &why)) {
        xapian_termcount n;
        if ((term.s[0] >= 'A' && term.s[0] <= 'Z') || term.s[0] == '!')
            continue;
        for (good(xapian_terms_wdf(terms, &n, &why)); n > 0; n--)
            ph_buf_addf(&words, "%.*s ", PH_FMT(term));
    }
    xapian_terms_free(terms);
    paper p = {number, ph_buf_str(&words), ph_sub(packed, PH_FACETS_HEAD, packed.n)};
    groonga_engine.add(&p);
    sqlite_engine.add(&p);
    ph_buf_free(&words);
}

static void fill_others(const char *folder)
{
    uint32_t number = 0;
    groonga_engine.begin(folder);
    sqlite_engine.begin(folder);
    for (size_t i = 0; i < reader->shards.n; i++) {
        xapian_values *values;
        xapian_docid doc;
        ph_str packed;
        good(xapian_db_values(reader->shards.v[i], PH_SLOT_FACETS, &values, &why));
        while (!xapian_values_next(values, &doc, &packed.s, &packed.n, &why))
            add_paper(reader->shards.v[i], doc, packed, ++number);
        xapian_values_free(values);
    }
    groonga_engine.finish();
    sqlite_engine.finish();
}

/* --- the table ---------------------------------------------------------------------------------------- */

/* Median and worst of how many times as long as `than` one takes, of measures from..to. */
static void ratios(size_t from, size_t to, int one, int than, bool first, double *middle,
                   double *worst, double *best)
{
    double all[QUESTIONS];
    for (size_t i = from; i < to; i++)
        all[i - from] = first ? measures[i].first[one] / measures[i].first[than]
                              : measures[i].usual[one] / measures[i].usual[than];
    *middle = median(all, to - from);
    *best = all[0];
    *worst = all[to - from - 1];
}

static void print_row(const char *name, size_t from, size_t to, bool first)
{
    double values[QUESTIONS], middle, worst, best;
    for (size_t i = from; i < to; i++)
        values[i - from] = (double)measures[i].total;
    printf("%-10s %8.0f", name, median(values, to - from));
    for (int e = 0; e < ENGINES; e++) {
        for (size_t i = from; i < to; i++)
            values[i - from] = first ? measures[i].first[e] : measures[i].usual[e];
        printf(" %8.3f", median(values, to - from));
    }
    ratios(from, to, FACETS, BARE, first, &middle, &worst, &best);
    printf("  %5.2f %5.2f", middle, worst);
    ratios(from, to, GROONGA, FACETS, first, &middle, &worst, &best);
    printf("  %6.1f %6.1f\n", middle, best);
}

static void print_table(bool first)
{
    printf("\n%s\n%-10s %8s", first ? "first time:" : "again:", "", "matches");
    for (int e = 0; e < ENGINES; e++)
        printf(" %8s", names[e]);
    printf("  %s  %s\n", "peerhub/bare", "Groonga/peerhub");
    printf("%-10s %8s %62s  %5s %5s  %6s %6s\n", "", "", "", "median", "worst", "median",
           "least");
    for (size_t c = 0; c < CLASSES; c++)
        print_row(classes[c].name, c * EACH, (c + 1) * EACH, first);
    print_row("all", 0, QUESTIONS, first);
}

/* peerhub without counts says whether all words are meant or any; it keeps no sets.  Then bare
 * Xapian and peerhub take turns at being the first. */
static void measure_one(measure *m, bool turn, size_t rounds)
{
    double times[ENGINES][ROUNDS_MOST];
    ask_peerhub(&m->question, PH_WANT_HITS, false, &m->question.any);
    m->first[turn ? FACETS : BARE] = time_one(m, turn ? FACETS : BARE);
    m->first[turn ? BARE : FACETS] = time_one(m, turn ? BARE : FACETS);
    for (int e = 0; e < ENGINES; e++)
        if (e != FACETS && e != BARE)
            m->first[e] = time_one(m, e);
    for (size_t r = 0; r < rounds; r++)
        for (int e = 0; e < ENGINES; e++)
            times[e][r] = e == SQLITE ? m->first[e] : time_one(m, e);
    for (int e = 0; e < ENGINES; e++)
        m->usual[e] = median(times[e], rounds);
}

int main(int argc, char **argv)
{
    ph_columns_cache *cache;
    if (argc < 3)
        die("usage", "searching INDEX VOCABULARIES [FOLDER [ROUNDS]]");
    size_t rounds = argc > 4 ? strtoul(argv[4], NULL, 10) : 7;
    if (rounds < 1 || rounds > ROUNDS_MOST || !(arena = ph_arena_new()) ||
        !(own = ph_arena_new()))
        die("ROUNDS", "1 to 100");
    need(ph_vocabulary_open(&vocabulary, argv[2], &err));
    need(ph_columns_cache_new(&cache, &err));
    open_index(argv[1], cache);
    if (argc > 3) {
        fill_others(argv[3]);
        for (size_t i = 0; i < QUESTIONS; i++) {
            make_question(i / EACH, &measures[i].question);
            measure_one(&measures[i], i % 2, rounds);
        }
        print_table(true);
        print_table(false);
        groonga_engine.end();
        sqlite_engine.end();
    }
    ph_reader_free(reader);
    ph_columns_cache_free(cache);
    ph_vocabulary_free(vocabulary);
    ph_arena_free(arena);
    ph_arena_free(own);
    return 0;
}

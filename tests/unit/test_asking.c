/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Help in asking: the list of words, prefix*, other spellings, suggestions.  A random collection
 * in an index of one shard and in one of three: what is worked out here from the documents, and
 * the same from both.
 */
#include "config.h"

#include "search/limits.h"
#include "search/spell.h"
#include "search/suggest.h"
#include "search/text.h"
#include "search/wordlist.h"
#include "tests/unit/support.h"

#define DOCUMENTS 240

static const struct {
    const char *language, *words[16];
} tongues[] = {
    {"en",
     {"governance", "governments", "government", "policies", "policy", "registers",
      "transparency", "transparent", "happy", "happiness", "digital", "2020s", "Estonia's",
      "e-mail", "participation", "naïve"}},
    {"ru",
     {"правительство", "правительства", "управление", "управления", "реестр", "реестрами",
      "цифровой", "цифровая", "ёлка", "йод", "участие", "граждан", "гражданам", "права",
      "правовой", "Казахстан"}},
    {"sr",
     {"управа", "uprava", "управе", "јавна", "javna", "jezik", "језик", "школа", "škola",
      "đak", "ђак", "услуга", "usluge", "право", "pravo", "закон"}},
    {"ro",
     {"administrație", "administrației", "guvernare", "guvernul", "cetățeni", "participare",
      "şcoală", "școală", "legi", "lege", "registru", "registre", "transparență",
      "digitală", "naționale", "țară"}},
};

typedef struct doc {
    ph_record record;
    ph_strs words, terms; /* as in the list, side by side */
} doc;

static struct collection {
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_name_list *labels;
    ph_analyzer *analyzer;
    doc docs[DOCUMENTS];
    scratch dir;
    char path[2][250];
    ph_reader *readers[2]; /* of one shard, of three */
} all;

/* --- the collection ----------------------------------------------------------------------- */

static bool note(void *user, ph_token token)
{
    doc *d = user;
    ADD(all.arena, &d->words, ph_dup(all.arena, *token.word));
    ADD(all.arena, &d->terms, ph_dup(all.arena, token.term));
    return true;
}

static ph_str words_of(uint64_t *dice, size_t tongue, size_t n)
{
    ph_buf buf = {0};
    for (; n > 0; n--) {
        size_t a = roll(dice, N(tongues[tongue].words)); /* some are rare */
        size_t b = roll(dice, N(tongues[tongue].words));
        ph_buf_addf(&buf, "%s%s", buf.n ? " " : "",
                    tongues[tongue].words[a < b || roll(dice, 9) ? a * b / 16 : b]);
    }
    ph_str text = ph_dup(all.arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return text;
}

static void make_document(uint64_t *dice, size_t n)
{
    doc *d = &all.docs[n];
    size_t tongue = roll(dice, N(tongues));
    d->record = (ph_record){.id = ph_dupf(all.arena, "doc-%zu", n),
                            .language = ph_cstr(tongues[tongue].language),
                            .title = words_of(dice, tongue, 1 + roll(dice, 4)),
                            .modified = PH_STR("2026-01-01T00:00:00Z")};
    if (roll(dice, 3))
        add_tag(all.arena, &d->record.countries, roll(dice, 2) ? "EE" : "KZ", PH_ASSERTED);
    for (size_t i = roll(dice, 3); i > 0; i--)
        add_passage(all.arena, &d->record, words_of(dice, tongue, 1 + roll(dice, 6)).s);
    OK(ph_analyze(all.analyzer, d->record.language, d->record.title, note, d, &err));
    for (size_t i = 0; i < d->record.passages.n; i++)
        OK(ph_analyze(all.analyzer, d->record.language, d->record.passages.v[i].text, note,
                      d, &err));
}

static void put(ph_store *store, doc *d)
{
    ph_stamp stamp = {.id = d->record.id,
                      .source = PH_STR("s"),
                      .path = d->record.id,
                      .added = d->record.modified};
    OK(ph_store_put(store, all.analyzer, all.vocabulary, &d->record, &stamp, &err));
}

static int set_up(void **state)
{
    uint64_t dice = 5;
    const unsigned shards[] = {1, 3};
    (void)state;
    all.arena = ph_arena_new();
    all.vocabulary = shipped_vocabulary();
    all.dir = scratch_new();
    OK(ph_analyzer_new(&all.analyzer, &err));
    OK(ph_name_list_new(&all.labels, all.vocabulary, &err));
    for (size_t n = 0; n < DOCUMENTS; n++)
        make_document(&dice, n);
    for (size_t i = 0; i < 2; i++) {
        ph_store *store;
        snprintf(all.path[i], sizeof all.path[i], "%s/%zu", all.dir.path, i);
        OK(ph_store_open(&store, all.path[i], shards[i], false, &err));
        for (size_t n = 0; n < DOCUMENTS; n++)
            put(store, &all.docs[n]);
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        OK(ph_reader_open(&all.readers[i], (const char *const[]){all.path[i]}, 1,
                          all.vocabulary, &err));
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++)
        ph_reader_free(all.readers[i]);
    ph_name_list_free(all.labels);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    ph_arena_free(all.arena);
    scratch_remove(&all.dir);
    return 0;
}

static ph_result ask(size_t reader, ph_arena *arena, ph_str q, const char *filter)
{
    ph_query query;
    ph_result result;
    ph_query_init(&query, arena, all.vocabulary);
    OK(ph_query_set(&query, PH_STR("limit"), PH_STR("1000"), &err));
    OK(ph_query_set(&query, PH_STR("q"), q, &err));
    if (filter)
        OK(ph_query_set(&query, PH_STR("country"), ph_cstr(filter), &err));
    OK(ph_search(all.readers[reader], &query, arena, &result, &err));
    return result;
}

/* --- the list ------------------------------------------------------------------------------- */

typedef struct pairs {
    ph_arena *arena;
    ph_strs list;
} pairs;

static bool note_pair(void *user, ph_str word, ph_str term)
{
    pairs *p = user;
    ph_str pair = ph_dupf(p->arena, "%.*s %.*s", PH_FMT(word), PH_FMT(term));
    if (!ph_strs_has(&p->list, pair))
        assert_true(ph_strs_add(p->arena, &p->list, pair));
    return true;
}

static pairs list_of(ph_reader *reader, ph_arena *arena)
{
    pairs p = {.arena = arena};
    xapian_error why;
    assert_int_equal(ph_words_each(reader, PH_STR(""), note_pair, &p, &why), XAPIAN_OK);
    return p;
}

/* Whether the documents [0, n) but for one have a pair. */
static bool documents_have(ph_str pair, size_t n, size_t but)
{
    for (size_t i = 0; i < n; i++)
        for (size_t w = 0; i != but && w < all.docs[i].words.n; w++) {
            ph_str word = all.docs[i].words.v[w], term = all.docs[i].terms.v[w];
            if (pair.n == word.n + 1 + term.n && ph_starts(pair, word) &&
                ph_ends(pair, term))
                return true;
        }
    return false;
}

static void the_list_has_all_words(void **state)
{
    for (size_t r = 0; r < 2; r++) {
        pairs p = list_of(all.readers[r], *state);
        for (size_t i = 0; i < p.list.n; i++)
            assert_true(documents_have(p.list.v[i], DOCUMENTS, DOCUMENTS));
        for (size_t i = 0; i < DOCUMENTS; i++)
            for (size_t w = 0; w < all.docs[i].words.n; w++) {
                ph_str pair = ph_dupf(*state, "%.*s %.*s", PH_FMT(all.docs[i].words.v[w]),
                                      PH_FMT(all.docs[i].terms.v[w]));
                assert_true(ph_strs_has(&p.list, pair));
            }
    }
}

/* What one shard has, that shard's list has: documents of others may go. */
static void each_shard_has_its_words(void **state)
{
    for (unsigned shard = 0; shard < 3; shard++) {
        xapian_db *db = NULL;
        xapian_terms *keys = NULL;
        xapian_status got;
        xapian_error why;
        ph_str key;
        pairs p = {.arena = *state};
        ph_str path = ph_dupf(*state, "%s/generation-1.3/shard-%u", all.path[1], shard);
        assert_int_equal(xapian_db_open(path.s, 0, &db, &why), XAPIAN_OK);
        assert_int_equal(
            xapian_db_metadata_keys(db, PH_KEY_WORD, strlen(PH_KEY_WORD), &keys, &why),
            XAPIAN_OK);
        while (!(got = xapian_terms_next(keys, &key.s, &key.n, &why)))
            ADD(p.arena, &p.list, ph_dup(p.arena, ph_sub(key, strlen(PH_KEY_WORD), key.n)));
        assert_int_equal(got, XAPIAN_END);
        xapian_terms_free(keys);
        xapian_db_free(db);
        for (size_t i = 0; i < DOCUMENTS; i++)
            for (size_t w = 0; w < all.docs[i].words.n; w++)
                if (ph_shard_of(all.docs[i].record.id, 3) == shard)
                    assert_true(
                        ph_strs_has(&p.list, ph_dupf(*state, "%.*s %.*s",
                                                     PH_FMT(all.docs[i].words.v[w]),
                                                     PH_FMT(all.docs[i].terms.v[w]))));
    }
}

static bool wanted(void *user, const ph_stamp *stamp)
{
    return !ph_eq(stamp->id, *(const ph_str *)user);
}

/* A word that only one document has goes with it: when it is removed, changed or forgotten. */
static void words_go_with_their_documents(void **state)
{
    static const char *const ways[] = {"remove", "change", "forget"};
    for (size_t w = 0; w < N(ways); w++) {
        char path[250];
        ph_store *store;
        ph_reader *reader;
        ph_record secret = {.id = PH_STR("secret"),
                            .language = PH_STR("en"),
                            .title = PH_STR("Zebulon government")};
        ph_stamp stamp = {.id = secret.id, .source = PH_STR("s"), .path = secret.id};
        snprintf(path, sizeof path, "%s/%s", all.dir.path, ways[w]);
        OK(ph_store_open(&store, path, 2, false, &err));
        for (size_t n = 0; n < 9; n++)
            put(store, &all.docs[n]);
        OK(ph_store_put(store, all.analyzer, all.vocabulary, &secret, &stamp, &err));
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        OK(ph_reader_open(&reader, (const char *const[]){path}, 1, all.vocabulary, &err));
        pairs before = list_of(reader, *state);
        assert_true(ph_strs_has(&before.list, PH_STR("zebulon zebulon")));
        OK(ph_store_open(&store, path, 2, w == 2, &err));
        secret.title = PH_STR("Government");
        if (w == 0)
            OK(ph_store_remove(store, secret.id, &err));
        else if (w == 1)
            OK(ph_store_put(store, all.analyzer, all.vocabulary, &secret, &stamp, &err));
        else
            OK(ph_store_carry(store, wanted, &secret.id, &err));
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        OK(ph_reader_refresh(reader, NULL, &err));
        pairs p = list_of(reader, *state);
        assert_false(ph_strs_has(&p.list, PH_STR("zebulon zebulon")));
        for (size_t i = 0; i < p.list.n; i++)
            assert_true(documents_have(p.list.v[i], 9, DOCUMENTS) ||
                        ph_eqc(p.list.v[i], "government govern"));
        assert_int_equal(documents_have(p.list.v[0], 9, DOCUMENTS),
                         true); /* and the others stay */
        ph_reader_free(reader);
    }
}

/* --- prefix* ---------------------------------------------------------------------------------- */

/* Whether a document has a word that begins so, or a word of the stem of one that does. */
static bool begins(const doc *d, ph_str beginning)
{
    for (size_t w = 0; w < d->words.n; w++) {
        if (ph_starts(d->words.v[w], beginning) || ph_starts(d->terms.v[w], beginning))
            return true;
        for (size_t n = 0; n < DOCUMENTS; n++)
            for (size_t v = 0; v < all.docs[n].words.n; v++)
                if (ph_eq(all.docs[n].terms.v[v], d->terms.v[w]) &&
                    ph_starts(all.docs[n].words.v[v], beginning))
                    return true;
    }
    return false;
}

static bool keep_word(void *user, ph_token token)
{
    *(ph_str *)user = ph_dup(all.arena, *token.word);
    return true;
}

/* Whether a passage has a word that begins so, in whatever script. */
static bool in_text(const ph_record *record, ph_str plain, ph_str serbian)
{
    doc d = {.record = *record};
    for (size_t i = 0; i < record->passages.n; i++)
        OK(ph_analyze(all.analyzer, record->language, record->passages.v[i].text, note, &d,
                      &err));
    for (size_t w = 0; w < d.words.n; w++)
        if (ph_starts(d.words.v[w], plain) || ph_starts(d.words.v[w], serbian))
            return true;
    return false;
}

static void prefixes(void **state)
{
    for (size_t t = 0; t < N(tongues); t++)
        for (size_t w = 0; w < N(tongues[t].words); w++) {
            ph_str word = ph_cstr(tongues[t].words[w]);
            if (ph_eqc(word, "e-mail"))
                continue;
            for (size_t at = 0; at < word.n;) {
                ph_utf8_next(word, &at);
                if (word.s[at] == '\'' || (at && word.s[at - 1] == '\''))
                    continue;
                ph_str beginning = ph_sub(word, 0, at), plain = {0}, serbian = {0};
                OK(ph_analyze(all.analyzer, PH_STR(""), beginning, keep_word, &plain,
                              &err));
                OK(ph_analyze(all.analyzer, PH_STR("sr"), beginning, keep_word, &serbian,
                              &err));
                ph_str q = ph_dupf(*state, "%.*s*", PH_FMT(beginning));
                size_t want = 0;
                for (size_t n = 0; n < DOCUMENTS; n++)
                    want += begins(&all.docs[n], plain) || begins(&all.docs[n], serbian);
                for (size_t r = 0; r < 2; r++) {
                    ph_result result = ask(r, *state, q, NULL);
                    if (result.total != want || result.hits.n != want)
                        fail_msg("%s: %llu, want %zu", q.s,
                                 (unsigned long long)result.total, want);
                    for (size_t i = 0; i < result.hits.n; i++) {
                        const ph_hit *hit = &result.hits.v[i];
                        if (in_text(&hit->record, plain, serbian) != (hit->passages.n > 0))
                            fail_msg("%s: %zu passages", q.s, hit->passages.n);
                        for (size_t m = 0; m < hit->passages.n; m++)
                            if (!strstr(hit->passages.v[m].snippet.s, "<mark>"))
                                fail_msg("%s: %s", q.s, hit->passages.v[m].snippet.s);
                    }
                }
            }
            ph_arena_reset(*state);
        }
}

/* --- other spellings --------------------------------------------------------------------------- */

static void steps(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned steps;
    } rows[] = {
        {"", "", 0},           {"a", "", 1},          {"tax", "tax", 0},
        {"tax", "tox", 1},     {"tax", "atx", 1},     {"tax", "ta", 1},
        {"tax", "taxi", 1},    {"abcd", "badc", 2},   {"ca", "abc", 3},
        {"право", "праов", 1}, {"право", "превa", 2}, {"kitten", "sitting", 3},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        for (unsigned most = 0; most < 4; most++) {
            unsigned got = ph_word_steps(ph_cstr(rows[i].a), ph_cstr(rows[i].b), most);
            if (rows[i].steps <= most)
                assert_int_equal(got, rows[i].steps);
            else
                assert_true(got > most);
        }
}

static void spellings(void **state)
{
    static const struct {
        const char *q, *want;
    } rows[] = {
        {"goverment", "government"},
        {"Govrenance", "Governance"},
        {"overnment", "government"},
        {"xgovernment", "government"},
        {"ogvernment", "government"},
        {"digital govenance", "digital governance"},
        {"\"digital\" AND (polices OR zzzz)", "\"digital\" AND (policies OR zzzz)"},
        {"+goverment -digitol", "+government -digitol"},
        {"title:goverment", "title:government"},
        {"правительстово", "правительство"},
        {"реестар", "реестр"},
        {"ghfdbntkmcndj", "правительство"},
        {"пщмуктьуте", "government"},
        {"participrae", "participare"},
        {"government", NULL},
        {"zzzzzzzz", NULL},
        {"gov", NULL},
        {"16.66", NULL},
        {"", NULL},
        {"country:EE", NULL},
    };
    for (size_t i = 0; i < N(rows); i++)
        for (size_t r = 0; r < 2; r++) {
            ph_result result = ask(r, *state, ph_cstr(rows[i].q), NULL);
            if (rows[i].want && !ph_eqc(result.suggestion, rows[i].want))
                fail_msg("%s: got \"%.*s\", want %s", rows[i].q, PH_FMT(result.suggestion),
                         rows[i].want);
            if (!rows[i].want && result.suggestion.n)
                fail_msg("%s: got \"%.*s\"", rows[i].q, PH_FMT(result.suggestion));
        }
}

/* A word with something wrong in it. */
static ph_str misspelt(uint64_t *dice, ph_arena *arena)
{
    size_t t = roll(dice, N(tongues));
    ph_str word = ph_cstr(tongues[t].words[roll(dice, N(tongues[t].words))]);
    size_t at = 0, next;
    for (size_t n = roll(dice, 6); n > 0 && at < word.n; n--)
        ph_utf8_next(word, &at);
    next = at;
    if (at < word.n)
        ph_utf8_next(word, &next);
    const char *other = (const char *[]){"", "x", "о", "aa"}[roll(dice, 4)];
    return ph_dupf(arena, "%.*s%s%.*s", PH_FMT(ph_sub(word, 0, at)), other,
                   PH_FMT(ph_sub(word, roll(dice, 3) ? next : at, word.n)));
}

/* Whatever is suggested finds more, with the same filters, and is the same from all shards. */
static void spellings_lead_to_something(void **state)
{
    uint64_t dice = 11;
    unsigned given = 0;
    for (int i = 0; i < 600; i++) {
        ph_str one = misspelt(&dice, *state);
        ph_str q = roll(&dice, 2) ? one
                                  : ph_dupf(*state, "%.*s %.*s", PH_FMT(one),
                                            PH_FMT(misspelt(&dice, *state)));
        const char *filter = roll(&dice, 2) ? "EE" : NULL;
        ph_result a = ask(0, *state, q, filter), b = ask(1, *state, q, filter);
        if (!ph_eq(a.suggestion, b.suggestion))
            fail_msg("%s: \"%.*s\" and \"%.*s\"", q.s, PH_FMT(a.suggestion),
                     PH_FMT(b.suggestion));
        if (!a.suggestion.n)
            continue;
        given++;
        ph_result better = ask(0, *state, a.suggestion, filter);
        assert_true(better.total > 0);
        if (!a.relaxed && !better.relaxed)
            assert_true(better.total > a.total);
    }
    assert_in_range(given, 100, 600);
}

/* --- suggestions ------------------------------------------------------------------------------- */

static ph_str told(size_t reader, ph_arena *arena, ph_str text, size_t limit)
{
    ph_suggestions list;
    ph_buf buf = {0};
    OK(ph_suggest(all.readers[reader], all.labels, text, limit, arena, &list, &err));
    assert_true(list.n <= limit);
    for (size_t i = 0; i < list.n; i++) {
        const ph_suggestion *s = &list.v[i];
        assert_true(s->documents > 0 && s->text.n > 0);
        ph_buf_addf(&buf, "%s=%.*s(%llu)%.*s|", ph_suggestion_kind_name(s->kind),
                    PH_FMT(s->text), (unsigned long long)s->documents, PH_FMT(s->id));
    }
    ph_str out = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return out;
}

static void suggestions(void **state)
{
    static const struct {
        const char *text, *has;
    } rows[] = {
        {"gov", "word=governance("},
        {"GOV", "word=governance("},
        {"Цифр", "word=цифровой("},
        {"esto", "concept=Estonia("},
        {"эсто", "concept=Эстония("},
        {"jav", "word=javna("},
        {"јав", "word=javna("},
        {"administrat", "word=administratie("},
        {"  \"gov", "word=governance("},
        {"kazakh", "concept=Kazakhstan("},
        {"кыргыз", ""}, /* no document is about it */
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_str got = told(0, *state, ph_cstr(rows[i].text), 10);
        if (*rows[i].has ? !strstr(got.s, rows[i].has) : got.n > 0)
            fail_msg("%s: %s lacks %s", rows[i].text, got.s, rows[i].has);
    }
}

static void suggestions_from_shards(void **state)
{
    for (size_t t = 0; t < N(tongues); t++)
        for (size_t w = 0; w < N(tongues[t].words); w++) {
            ph_str word = ph_cstr(tongues[t].words[w]);
            for (size_t at = 0; at < word.n;) {
                ph_utf8_next(word, &at);
                ph_str text = ph_sub(word, 0, at);
                same(told(1, *state, text, 10), told(0, *state, text, 10).s);
                text = ph_dupf(*state, "%s %.*s", tongues[t].words[0], PH_FMT(text));
                same(told(1, *state, text, 10), told(0, *state, text, 10).s);
            }
            ph_arena_reset(*state);
        }
}

/* --- the most frequent ones ---------------------------------------------------------------------- */

#define TITLES 400

typedef struct counted {
    ph_str text;
    uint64_t documents;
} counted;

typedef PH_VEC(counted) counts;

static void count(ph_arena *arena, counts *c, ph_str text)
{
    for (size_t i = 0; i < c->n; i++)
        if (ph_eq(c->v[i].text, text)) {
            c->v[i].documents++;
            return;
        }
    ADD(arena, c, (counted){text, 1});
}

static int most_first(const void *left, const void *right)
{
    const counted *a = left, *b = right;
    return a->documents != b->documents ? (a->documents < b->documents) * 2 - 1
                                        : ph_cmp(a->text, b->text);
}

/* A word of letters for a number. */
static ph_str word_for(ph_arena *arena, char first, size_t n)
{
    return ph_dupf(arena, "%c%c%cto", first, (char)('a' + n / 12), (char)('a' + n % 12));
}

/* Titles "pXXto sXXto sXXto" and texts of words "qXXto", in no language. */
static void make_titles(ph_arena *arena, const char *path, unsigned shards, counts *phrases,
                        counts *words)
{
    uint64_t dice = 4;
    ph_store *store;
    OK(ph_store_open(&store, path, shards, false, &err));
    for (size_t n = 0; n < TITLES; n++) {
        size_t a = roll(&dice, 12), b = roll(&dice, 12);
        ph_str first = word_for(arena, 'p', a * b / 2),
               second = word_for(arena, 's', b % 4);
        ph_record r = {.id = ph_dupf(arena, "title-%zu", n)};
        ph_stamp stamp = {.id = r.id, .source = PH_STR("s"), .path = r.id};
        ph_str two = ph_dupf(arena, "%s %s", first.s, second.s);
        r.title = ph_dupf(arena, "%s %s", two.s, word_for(arena, 's', a % 3).s);
        ph_str text = word_for(arena, 'q', roll(&dice, 1 + roll(&dice, 140)));
        add_passage(arena, &r, text.s);
        add_passage(arena, &r, word_for(arena, 'r', roll(&dice, 144)).s);
        OK(ph_store_put(store, all.analyzer, all.vocabulary, &r, &stamp, &err));
        count(arena, phrases, first);
        count(arena, phrases, two);
        count(arena, phrases, r.title);
        count(arena, words, text);
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    qsort(phrases->v, phrases->n, sizeof *phrases->v, most_first);
    qsort(words->v, words->n, sizeof *words->v, most_first);
}

static void most_frequent_first(void **state)
{
    ph_suggestions
        many[2]; /* of more words than are looked at, in one shard and in three */
    for (unsigned shards = 1; shards <= 3; shards += 2) {
        char path[250];
        counts phrases = {0}, words = {0};
        ph_suggestions list;
        ph_reader *reader;
        snprintf(path, sizeof path, "%s/titles-%u", all.dir.path, shards);
        make_titles(*state, path, shards, &phrases, &words);
        assert_in_range(phrases.n, 100, PH_SUGGEST_STEPS);
        assert_true(words.n > 80);
        OK(ph_reader_open(&reader, (const char *const[]){path}, 1, all.vocabulary, &err));
        OK(ph_suggest(reader, NULL, PH_STR("p"), 4, *state, &list, &err));
        assert_int_equal(list.n, 4);
        for (size_t i = 0; i < list.n; i++) {
            same(list.v[i].text, phrases.v[i].text.s);
            assert_int_equal(list.v[i].documents, phrases.v[i].documents);
        }
        OK(ph_suggest(reader, NULL, PH_STR("q"), 5, *state, &list, &err));
        assert_int_equal(list.n, 5);
        for (size_t i = 0; i < list.n; i++) {
            same(list.v[i].text, words.v[i].text.s);
            assert_int_equal(list.v[i].documents, words.v[i].documents);
        }
        OK(ph_suggest(reader, NULL, PH_STR("r"), 9, *state, &many[shards / 2], &err));
        ph_reader_free(reader);
    }
    assert_int_equal(many[0].n, 9);
    assert_int_equal(many[1].n, 9);
    for (size_t i = 0; i < 9; i++)
        same(many[1].v[i].text, many[0].v[i].text.s);
}

static void odd_beginnings(void **state)
{
    static const char *const none[] = {"",         " ",   "\"",   "((((", "***",
                                       "\xff\xfe", "AND", "日本", "😀",    "zzz",
                                       "-",        ":",   "%",    "\x01"};
    for (size_t r = 0; r < 2; r++) {
        for (size_t i = 0; i < N(none); i++)
            same(told(r, *state, ph_cstr(none[i]), 10), "");
        same(told(r, *state, PH_STR("\0gov"), 0), "");
        ph_buf buf = {0};
        for (size_t n = 1; n < 300000; n = n * 3 + 1) {
            while (buf.n < n)
                ph_buf_addc(&buf, "gov ");
            told(r, *state, ph_buf_str(&buf), 5);
        }
        ph_buf_free(&buf);
        uint64_t dice = 3;
        for (int i = 0; i < 3000; i++) {
            char bytes[12];
            size_t n = roll(&dice, sizeof bytes);
            for (size_t b = 0; b < n; b++)
                bytes[b] = (char)roll(&dice, 256);
            told(r, *state, (ph_str){bytes, n}, 1 + roll(&dice, 30));
            ph_arena_reset(*state);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_list_has_all_words),
        TEST(each_shard_has_its_words),
        TEST(words_go_with_their_documents),
        TEST(prefixes),
        TEST(steps),
        TEST(spellings),
        TEST(spellings_lead_to_something),
        TEST(suggestions),
        TEST(suggestions_from_shards),
        TEST(most_frequent_first),
        TEST(odd_beginnings),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

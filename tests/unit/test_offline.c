/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index of an offline edition, read back as offline.h describes it, against the index that it is made
 * of: what every word stands for, who has it how often, who has a label, who is in it and who is not.
 */
#include "config.h"

#include "search/feedback.h"
#include "search/limits.h"
#include "search/offline.h"
#include "search/pack.h"
#include "search/reader_private.h"
#include "search/text.h"
#include "search/ties.h"
#include "search/wordlist.h"
#include "tests/unit/indexes.h"

#define DOCUMENTS 60
#define NAME "Orsolya Quenbyova"

static const char *const said[][8] = {
    {"registers of villages", "South Africa", "the courts learned", "asked " NAME " twice",
     "public servants", "a village desk", "data", "Prüfungen 2022"},
    {"реестры и деревни", "Южная Африка", "суды учатся", "сказала " NAME " сегодня",
     "государственная служба", "деревня", "данные", "отчёт 2022"},
    {"les registres des villages", "Afrique du Sud", "l'État apprend", NAME,
     "fonction publique", "un village", "données", "2022"},
};
static const char *const codes[] = {"en", "ru", "fr"};

static indexes both;

static struct collection {
    ph_record records[DOCUMENTS];
    ph_str texts[DOCUMENTS]; /* all that is in them, folded */
    ph_strs people;
} all;

static void make_record(uint64_t *dice, size_t i)
{
    ph_record *r = &all.records[i];
    size_t language = roll(dice, N(codes));
    ph_buf text = {0}, whole = {0};
    for (size_t n = 1 + roll(dice, 12); n > 0; n--)
        ph_buf_addf(&text, "%s%s", text.n ? "; " : "", said[language][roll(dice, 8)]);
    *r = (ph_record){.id = ph_dupf(both.arena, "document-%02zu", i),
                     .language = ph_cstr(codes[language]),
                     .date = ph_dupf(both.arena, "20%02zu", 10 + roll(dice, 12)),
                     .title = PH_STR("Records")};
    r->key = r->id;
    if (roll(dice, 6) == 0)
        r->title = PH_STR("Talks with " NAME ", a writer");
    if (i > 10 && roll(dice, 4) == 0)
        r->translation_of = all.records[roll(dice, 10)].id;
    if (roll(dice, 5) == 0) {
        ADD(both.arena, &r->contacts,
            (ph_contact){.name = PH_STR(NAME), .consent = PH_STR("public")});
        ph_buf_addc(&text, "; Quenbyova, Orsolya");
    }
    add_passage(both.arena, r, ph_dup(both.arena, ph_buf_str(&text)).s);
    ph_buf_addf(&whole, "%.*s; %.*s", PH_FMT(r->title), PH_FMT(ph_buf_str(&text)));
    all.texts[i] = ph_text_key(both.arena, ph_buf_str(&whole));
    ph_buf_free(&text);
    ph_buf_free(&whole);
}

static ph_record *record_at(size_t i)
{
    return &all.records[i];
}

static int set_up(void **state)
{
    uint64_t dice = 20261122;
    (void)state;
    indexes_begin(&both);
    for (size_t i = 0; i < DOCUMENTS; i++)
        make_record(&dice, i);
    indexes_open(&both, record_at, DOCUMENTS);
    return ph_strs_add(both.arena, &all.people, PH_STR(NAME)) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    return 0;
}

/* --- the block, read back --------------------------------------------------------------------- */

typedef struct term {
    size_t n;
    bool learned;
    size_t documents[DOCUMENTS], often[DOCUMENTS];
} term;

typedef struct block {
    double average;
    ph_strs languages;
    size_t records[DOCUMENTS]; /* document -> its record */
    uint64_t works[DOCUMENTS];
    ph_strs words;
    PH_VEC(ph_str) of_words; /* each word's terms: packed numbers, 8 bytes each */
    term *terms;
    size_t n_terms;
    PH_VEC(ph_str) labels; /* of several words */
    PH_VEC(uint64_t)
    holders, spoken; /* bits: documents that have it, its language's number */
} block;

static ph_unpack column(ph_unpack *in)
{
    return ph_unpack_from(ph_unpack_str(in));
}

static ph_str take(ph_unpack *in, size_t n)
{
    assert_true((size_t)(in->end - in->at) >= n);
    in->at += n;
    return (ph_str){in->at - n, n};
}

static void read_documents(block *b, ph_unpack *in)
{
    for (size_t n = ph_unpack_number(in); n > 0; n--) {
        ph_unpack_number(in);
        assert_true(ph_unpack_str(in).n > 0);
    }
    assert_int_equal(ph_unpack_number(in), DOCUMENTS);
    ph_unpack ids = column(in), titles = column(in), rest = column(in);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        ph_str id = ph_unpack_str(&ids), title = ph_unpack_str(&titles);
        size_t i = (size_t)strtoul(id.s + strlen("document-"), NULL, 10);
        const ph_record *r = &all.records[i];
        b->records[d] = i;
        assert_true(ph_eq(id, r->id));
        assert_true(ph_eqc(title, r->title.n > 7 ? "Talks with […], a writer" : "Records"));
        assert_true(ph_eq(ph_unpack_str(&rest), r->date));
        size_t language = ph_unpack_number(&rest);
        assert_true(language > 0 && ph_eq(b->languages.v[language - 1], r->language));
        ph_unpack_number(&rest);
        b->works[d] = ph_unpack_number(&rest);
        for (size_t n = ph_unpack_number(&rest); n > 0; n--)
            ph_unpack_number(&rest);
    }
    assert_true(!rest.bad && rest.at == rest.end);
}

static void read_words(ph_arena *arena, block *b, ph_unpack *in)
{
    size_t words = ph_unpack_number(in);
    ph_unpack lengths = column(in), bytes = column(in), terms = column(in),
              known = column(in);
    char text[PH_TERM_BYTES];
    int64_t first = 0;
    for (size_t i = 0; i < words; i++) {
        size_t shared = ph_unpack_number(&lengths), more = ph_unpack_number(&lengths);
        assert_true(shared + more <= sizeof text);
        memcpy(text + shared, take(&bytes, more).s, more);
        ADD(arena, &b->words, ph_dup(arena, (ph_str){text, shared + more}));
        size_t n = ph_unpack_number(&terms);
        int64_t *list = ph_alloc(arena, n * sizeof *list), last = first;
        for (size_t j = 0; j < n; j++) {
            uint64_t z = ph_unpack_number(&terms);
            list[j] = last += z % 2 ? -(int64_t)((z + 1) / 2) : (int64_t)(z / 2);
        }
        first = list[0];
        ADD(arena, &b->of_words, (ph_str){(const char *)list, n * sizeof *list});
        assert_true(ph_unpack_number(&known) >> b->languages.n == 0);
        assert_true(i == 0 || ph_cmp(b->words.v[i - 1], b->words.v[i]) < 0);
    }
    assert_true(!known.bad && known.at == known.end && terms.at == terms.end);
}

typedef struct bits {
    ph_str bytes;
    size_t at;
} bits;

static unsigned bit(bits *b)
{
    assert_true(b->at / 8 < b->bytes.n);
    unsigned byte = (unsigned char)b->bytes.s[b->at / 8], shift = 7 - b->at % 8;
    b->at++;
    return byte >> shift & 1;
}

static uint64_t number(bits *b, unsigned n, uint64_t value)
{
    while (n-- > 0)
        value = value << 1 | bit(b);
    return value;
}

static void read_terms(ph_arena *arena, block *b, ph_unpack *in)
{
    b->n_terms = ph_unpack_number(in);
    ph_unpack counts = column(in);
    bits lists = {.bytes = ph_unpack_str(in)};
    b->terms = ph_alloc(arena, b->n_terms * sizeof *b->terms);
    for (size_t t = 0; t < b->n_terms; t++) {
        term *to = &b->terms[t];
        uint64_t count = ph_unpack_number(&counts), next = 0;
        to->n = count / 2;
        to->learned = count % 2;
        unsigned low = ph_rice_bits(to->n, DOCUMENTS);
        for (size_t i = 0; i < to->n; i++) {
            uint64_t high = 0;
            while (bit(&lists))
                high++;
            to->documents[i] = next + number(&lists, low, high);
            next = to->documents[i] + 1;
            unsigned n = 0;
            while (!bit(&lists))
                n++;
            to->often[i] = number(&lists, n, 1);
        }
    }
    assert_true(lists.bytes.n == (lists.at + 7) / 8 && counts.at == counts.end);
}

static void read_places(const block *b, ph_unpack *in)
{
    for (size_t n = ph_unpack_number(in); n > 0; n--)
        for (size_t m = ph_unpack_number(in); m > 0; m--)
            assert_true(ph_unpack_number(in) < b->n_terms);
}

static void read_label(ph_arena *arena, block *b, ph_str key, ph_unpack *numbers,
                       ph_unpack *places, ph_unpack *found)
{
    uint64_t languages = ph_unpack_number(numbers), there = ph_unpack_number(numbers);
    bool several = ph_unpack_number(numbers) & 16;
    assert_true(languages && !(there & ~languages));
    for (size_t t = 0; t < b->languages.n; t++) {
        uint64_t holders = 0, next = 0;
        if (!(there >> t & 1))
            continue;
        read_places(b, places);
        if (!several)
            continue;
        for (size_t n = ph_unpack_number(found); n > 0; n--) {
            next += ph_unpack_number(found);
            holders |= UINT64_C(1) << next++;
        }
        ADD(arena, &b->labels, key);
        ADD(arena, &b->holders, holders);
        ADD(arena, &b->spoken, t);
    }
}

static void read_concepts(ph_arena *arena, block *b, ph_unpack *in)
{
    size_t concepts = ph_unpack_number(in);
    ph_str keys = ph_unpack_str(in);
    ph_unpack numbers = column(in), places = column(in), found = column(in);
    for (size_t i = 0; i < concepts; i++) {
        size_t n = ph_unpack_number(&numbers);
        assert_true(n >= 2 && ph_unpack_number(&numbers) <= 2);
        for (; n > 0; n--) {
            const char *end = memchr(keys.s, '\n', keys.n);
            assert_non_null(end);
            ph_str key = ph_sub(keys, 0, (size_t)(end - keys.s));
            keys = ph_sub(keys, key.n + 1, keys.n);
            read_label(arena, b, key, &numbers, &places, &found);
        }
    }
    assert_true(keys.n == 0 && numbers.at == numbers.end && places.at == places.end &&
                found.at == found.end && !numbers.bad && !places.bad && !found.bad);
}

static block *read_block(ph_arena *arena, ph_str bytes)
{
    block *b = PH_NEW(arena, block);
    ph_unpack in = ph_unpack_from(bytes);
    assert_true(ph_eqc(take(&in, 4), "PHO1"));
    b->average = (double)ph_unpack_number(&in) / 1000;
    for (size_t n = ph_unpack_number(&in); n > 0; n--) {
        ADD(arena, &b->languages, ph_unpack_str(&in));
        ph_unpack_number(&in);
        ph_unpack_str(&in);
    }
    read_documents(b, &in);
    read_words(arena, b, &in);
    read_terms(arena, b, &in);
    read_concepts(arena, b, &in);
    assert_true(!in.bad && in.at == in.end);
    return b;
}

static block *write_and_read(ph_arena *arena)
{
    ph_buf out = {0};
    OK(ph_offline_write(both.readers[0], &all.people, &out, &err));
    block *b = read_block(arena, ph_dup(arena, ph_buf_str(&out)));
    ph_buf_free(&out);
    return b;
}

/* --- what the index has ------------------------------------------------------------------------- */

static bool has(ph_str text, ph_str part)
{
    return memmem(text.s, text.n, part.s, part.n) != NULL;
}

/* Whether a document is without a term, as one of somebody's name. */
static bool is_hidden(ph_arena *arena, const block *b, size_t document, ph_str word)
{
    ph_strs name = {0};
    const ph_record *r = &all.records[b->records[document]];
    bool named = has(all.texts[b->records[document]], ph_text_key(arena, PH_STR(NAME)));
    OK(ph_analyze_all(both.analyzer, r->language, PH_STR(NAME), arena, &name, &err));
    return (named || r->contacts.n) && ph_strs_has(&name, word);
}

static size_t document_of(ph_arena *arena, const block *b, xapian_docid docid)
{
    ph_record record;
    ph_status status = PH_OK;
    ph_error err;
    xapian_error why;
    xapian_document *doc = NULL;
    size_t d = 0;
    assert_int_equal(xapian_db_document(both.readers[0]->all, docid, &doc, &why), 0);
    assert_int_equal(ph_reader_record(doc, arena, &record, &status, &err, &why), 0);
    while (d < DOCUMENTS && !ph_eq(all.records[b->records[d]].id, record.id))
        d++;
    xapian_document_free(doc);
    assert_true(d < DOCUMENTS);
    return d;
}

/* A term's documents, those whose name it is left out. */
static term postings(ph_arena *arena, const block *b, ph_str word)
{
    term t = {.learned = ph_feedback_fits(word)};
    size_t often[DOCUMENTS] = {0};
    xapian_error why;
    xapian_docid docid;
    xapian_postings *list = NULL;
    assert_int_equal(xapian_db_postings(both.readers[0]->all, word.s, word.n, &list, &why),
                     0);
    while (xapian_postings_next(list, &docid, &why) == XAPIAN_OK) {
        xapian_termcount wdf = 0;
        size_t d = document_of(arena, b, docid);
        assert_int_equal(xapian_postings_wdf(list, &wdf, &why), 0);
        often[d] = is_hidden(arena, b, d, word) ? 0 : wdf;
    }
    xapian_postings_free(list);
    for (size_t d = 0; d < DOCUMENTS; d++)
        if (often[d]) {
            t.documents[t.n] = d;
            t.often[t.n++] = often[d];
        }
    return t;
}

/* The terms of texts that a document still has, in order. */
static ph_strs find_terms(ph_arena *arena, const block *b)
{
    ph_strs list = {0};
    xapian_terms *terms = NULL;
    xapian_error why;
    ph_str t;
    assert_int_equal(xapian_db_terms(both.readers[0]->all, "", 0, &terms, &why), 0);
    while (xapian_terms_next(terms, &t.s, &t.n, &why) == XAPIAN_OK)
        if (t.s[0] != '!' && !(t.s[0] >= 'A' && t.s[0] <= 'Z') && postings(arena, b, t).n)
            ADD(arena, &list, ph_dup(arena, t));
    xapian_terms_free(terms);
    return list;
}

/* --- tests ---------------------------------------------------------------------------------------- */

static void shards_alike(void **state)
{
    ph_buf one = {0}, three = {0};
    (void)state;
    OK(ph_offline_write(both.readers[0], &all.people, &one, &err));
    OK(ph_offline_write(both.readers[1], &all.people, &three, &err));
    assert_true(one.n > 0 && ph_eq(ph_buf_str(&one), ph_buf_str(&three)));
    ph_buf_free(&one);
    ph_buf_free(&three);
}

static void works_together(void **state)
{
    const block *b = write_and_read(*state);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        ph_str i_work = all.records[b->records[i]].translation_of;
        bool alone = true;
        for (size_t j = 0; j < DOCUMENTS; j++) {
            ph_str j_work = all.records[b->records[j]].translation_of;
            i_work = i_work.n ? i_work : all.records[b->records[i]].id;
            j_work = j_work.n ? j_work : all.records[b->records[j]].id;
            bool together = i != j && ph_eq(i_work, j_work);
            alone &= !together;
            if (i != j && b->works[i])
                assert_int_equal(together, b->works[i] == b->works[j]);
        }
        assert_int_equal(alone, b->works[i] == 0);
    }
}

static void terms_as_in_the_index(void **state)
{
    const block *b = write_and_read(*state);
    ph_strs terms = find_terms(*state, b);
    assert_int_equal(terms.n, b->n_terms);
    for (size_t t = 0; t < terms.n; t++) {
        term want = postings(*state, b, terms.v[t]);
        if (memcmp(&want, &b->terms[t], sizeof want) != 0)
            fail_msg("documents of \"%.*s\"", PH_FMT(terms.v[t]));
    }
}

typedef struct listing {
    const block *b;
    const ph_strs *terms;
    size_t n;
} listing;

/* A word of the index's list stands for its term. */
static bool check_word(void *user, ph_str word, ph_str text)
{
    listing *l = user;
    size_t t = 0, w = 0;
    while (t < l->terms->n && !ph_eq(l->terms->v[t], text))
        t++;
    while (w < l->b->words.n && !ph_eq(l->b->words.v[w], word))
        w++;
    if (t == l->terms->n) /* a hidden one */
        return true;
    assert_true(w < l->b->words.n);
    const ph_str list = l->b->of_words.v[w];
    bool found = false;
    for (size_t i = 0; i < list.n / sizeof(int64_t); i++)
        found |= ((const int64_t *)(const void *)list.s)[i] == (int64_t)t;
    if (!found)
        fail_msg("\"%.*s\" is no \"%.*s\"", PH_FMT(word), PH_FMT(text));
    l->n++;
    return true;
}

static void words_as_in_the_index(void **state)
{
    const block *b = write_and_read(*state);
    ph_strs terms = find_terms(*state, b);
    xapian_error why;
    listing l = {b, &terms, 0};
    assert_int_equal(ph_words_each(both.readers[0], PH_STR(""), check_word, &l, &why), 0);
    assert_true(l.n > 30);
    for (size_t i = 0; i < b->words.n; i++)
        assert_false(ph_starts(b->words.v[i], PH_STR("quenb")) ||
                     ph_starts(b->words.v[i], PH_STR("orsol")));
}

static void hides(const ph_strs *people, const char *text, const char *want)
{
    ph_buf out = {0};
    ph_offline_hide(people, ph_cstr(text), &out);
    assert_true(ph_eqc(ph_buf_str(&out), want));
    ph_buf_free(&out);
}

static void names_are_words_of_their_own(void **state)
{
    ph_str names[] = {PH_STR("Lopez"),     PH_STR("Ana Ruiz"), PH_STR("Ana Ruiz Prado"),
                      PH_STR("Mia Lopez"), PH_STR("Юлия Ли"),  PH_STR("王小明")};
    const ph_strs people = {names, N(names), N(names)};
    (void)state;
    hides(&people, "Ask Ana Ruiz.", "Ask […].");
    hides(&people, "Juliana Ruiz, Ana Ruizola, Lopez2",
          "Juliana Ruiz, Ana Ruizola, Lopez2");
    hides(&people, "Ana Ruiz Prado and Mia Lopez", "[…] and […]");
    hides(&people, "“Ana Ruiz”, Mia Lopez’s, «Юлия Ли» – Lopez…",
          "“[…]”, […]’s, «[…]» – […]…");
    hides(&people, "Юлия Лиховская", "Юлия Лиховская");
    hides(&people, "请联系王小明处长。", "请联系[…]处长。");
    hides(&people, "", "");
}

static void labels_as_in_texts(void **state)
{
    const block *b = write_and_read(*state);
    uint64_t africa = 0; /* languages */
    for (size_t i = 0; i < b->labels.n; i++) {
        ph_str language = b->languages.v[b->spoken.v[i]];
        uint64_t holders = 0;
        for (size_t d = 0; d < DOCUMENTS; d++)
            if (ph_eq(all.records[b->records[d]].language, language) &&
                has(all.texts[b->records[d]], b->labels.v[i]))
                holders |= UINT64_C(1) << d;
        if (holders != b->holders.v[i])
            fail_msg("documents of \"%.*s\"", PH_FMT(b->labels.v[i]));
        if (ph_eqc(b->labels.v[i], "south africa") ||
            ph_eqc(b->labels.v[i], "южная африка") ||
            ph_eqc(b->labels.v[i], "afrique du sud"))
            africa |= UINT64_C(1) << b->spoken.v[i];
    }
    assert_int_equal(__builtin_popcountll(africa), N(codes));
}

/* An index without documents has a block, too. */
static void nothing(void **state)
{
    ph_store *store = NULL;
    ph_reader *reader = NULL;
    ph_buf out = {0};
    ph_str db = ph_dupf(*state, "%s/empty", both.dir.path);
    OK(ph_store_open(&store, db.s, 1, false, &err));
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    OK(ph_reader_open(&reader, (const char *const[]){db.s}, 1, both.vocabulary, &err));
    OK(ph_offline_write(reader, &all.people, &out, &err));
    assert_true(ph_starts(ph_buf_str(&out), PH_STR("PHO1")));
    ph_buf_free(&out);
    ph_reader_free(reader);
}

static void names_in_texts(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"Ask Jane Example, or not.", "Ask […], or not."},
        {"Jane Example", "[…]"},
        {"Jane Examples, Mary-Jane Example", "Jane Examples, Mary-[…]"},
        {"Jane Example and Ødegård Åse, Jane Example", "[…] and […], […]"},
        {"jane example", "jane example"},
        {"", ""},
    };
    ph_strs people = {0};
    ADD(*state, &people, PH_STR("Jane Example"));
    ADD(*state, &people, PH_STR("Ødegård Åse"));
    for (size_t i = 0; i < N(rows); i++) {
        ph_buf out = {0};
        bool any = ph_offline_hide(&people, ph_cstr(rows[i].text), &out);
        assert_int_equal(any, strcmp(rows[i].text, rows[i].want) != 0);
        ph_buf_byte(&out, '\0');
        assert_string_equal(out.s, rows[i].want);
        ph_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shards_alike),
        TEST(works_together),
        TEST(terms_as_in_the_index),
        TEST(words_as_in_the_index),
        TEST(names_are_words_of_their_own),
        TEST(labels_as_in_texts),
        TEST(nothing),
        TEST(names_in_texts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

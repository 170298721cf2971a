/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Totals, counts and the documents found, for thousands of random questions (asking.h): counted
 * by columns, by reading the index, and as over a network; of one shard and of three; and while
 * a writer commits.
 */
#include "config.h"

#include <pthread.h>

#include "search/columns_cache.h"
#include "search/reader_private.h"
#include "tests/unit/asking.h"

#define QUESTIONS 3000
#define VERSIONS 40
#define SHARDS_MOST 3

static scratch dir;

static void ask(ph_reader *reader, question *q, ph_result *r)
{
    q->query.limit = DOCUMENTS;
    OK(ph_search(reader, &q->query, q->query.arena, r, &err));
}

/* --- an index that stays as it is ------------------------------------------------------------------- */

static void put(ph_store *store, doc *d)
{
    ph_stamp stamp = {.id = d->record.id, .source = PH_STR("test")};
    OK(ph_store_put(store, analyzer, vocabulary, &d->record, &stamp, &err));
}

enum { COLUMNS, INDEX, NETWORK, WAYS };

static ph_reader *open_reader(ph_str db, int way, ph_columns_cache *cache)
{
    ph_reader *reader;
    OK(ph_reader_open(&reader, (const char *const[]){db.s}, 1, vocabulary, &err));
    reader->remote = way == NETWORK; /* as if it were */
    if (way == COLUMNS) {
        ph_reader_share(reader, cache);
        assert_true(ph_reader_wait(reader, 60000));
    }
    return reader;
}

/* So that sets of terms must go before others can be kept. */
static void keep_little(ph_reader *reader)
{
    ph_columns *columns = ph_columns_get(reader);
    for (size_t i = 0; i < columns->shards; i++)
        columns->parts[i].shard->kept_most = 500;
    ph_columns_unref(columns);
}

static void three_ways(void **state)
{
    uint64_t dice = 21;
    doc *docs[DOCUMENTS];
    ph_reader *readers[2][WAYS];
    ph_columns_cache *caches[2];
    size_t found = 0, merged = 0;
    for (size_t i = 0; i < DOCUMENTS; i++)
        docs[i] = random_doc(&dice, i);
    for (unsigned k = 0; k < 2; k++) {
        ph_store *store;
        ph_str db = ph_dupf(arena, "%s/still-%u", dir.path, k);
        OK(ph_store_open(&store, db.s, k ? SHARDS_MOST : 1, false, &err));
        for (size_t i = 0; i < DOCUMENTS; i++)
            put(store, docs[k ? (i * 7 + 3) % DOCUMENTS : i]);
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        OK(ph_columns_cache_new(&caches[k], &err));
        for (int way = 0; way < WAYS; way++)
            readers[k][way] = open_reader(db, way, caches[k]);
    }
    keep_little(readers[1][COLUMNS]);
    for (int i = 0; i < QUESTIONS; i++) {
        question q;
        expected e;
        ph_result r;
        size_t in = 0;
        ph_arena_reset(*state);
        random_question(&dice, *state, &q);
        expect(&q, (const doc *const *)docs, &e);
        for (int j = 0; j < 2 * WAYS; j++) {
            ask(readers[j / WAYS][j % WAYS], &q, &r);
            check_answer(&q, &e, &r);
        }
        for (size_t d = 0; d < DOCUMENTS; d++)
            in += e.in[d];
        found += e.total > 0;
        merged += in > e.total;
    }
    assert_true(found > QUESTIONS / 2 && merged > QUESTIONS / 4); /* it did ask something */
    for (unsigned k = 0; k < 2; k++) {
        for (int way = 0; way < WAYS; way++)
            ph_reader_free(readers[k][way]);
        ph_columns_cache_free(caches[k]);
    }
}

/* --- an index that changes ---------------------------------------------------------------------------- */

/* What the writer has committed: version by version all documents, and the revision that each
 * shard had then. */
typedef struct history {
    ph_str db;
    unsigned shards;
    pthread_mutex_t lock; /* of `versions` */
    size_t versions;
    doc *docs[VERSIONS][DOCUMENTS];
    uint64_t revisions[VERSIONS][SHARDS_MOST];
} history;

static void note_revisions(history *h)
{
    ph_reader *reader;
    OK(ph_reader_open(&reader, (const char *const[]){h->db.s}, 1, vocabulary, &err));
    for (unsigned s = 0; s < h->shards; s++)
        assert_int_equal(
            xapian_db_revision(reader->shards.v[s], &h->revisions[h->versions][s], NULL),
            XAPIAN_OK);
    ph_reader_free(reader);
    pthread_mutex_lock(&h->lock);
    h->versions++;
    pthread_mutex_unlock(&h->lock);
}

static void write_version(history *h, uint64_t *dice)
{
    size_t v = h->versions;
    ph_store *store;
    OK(ph_store_open(&store, h->db.s, h->shards, false, &err));
    if (v > 0)
        memcpy(h->docs[v], h->docs[v - 1], sizeof h->docs[v]);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        doc **d = &h->docs[v][i];
        if (v > 0 && roll(dice, 8))
            continue;
        if (*d && roll(dice, 3) == 0) {
            OK(ph_store_remove(store, (*d)->record.id, &err));
            *d = NULL;
        } else {
            *d = random_doc(dice, i);
            put(store, *d);
        }
    }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    note_revisions(h);
}

static void *write_versions(void *user)
{
    uint64_t dice = 22;
    while (((history *)user)->versions < VERSIONS)
        write_version(user, &dice);
    return NULL;
}

/* The documents as the reader saw them: of each shard those of its revision. */
static void seen_by(history *h, const ph_reader *reader, const doc **docs)
{
    size_t version[SHARDS_MOST] = {0};
    for (unsigned s = 0; s < h->shards; s++) {
        uint64_t revision;
        bool known = false;
        assert_int_equal(xapian_db_revision(reader->shards.v[s], &revision, NULL),
                         XAPIAN_OK);
        while (!known) { /* the writer may not have noted it yet */
            pthread_mutex_lock(&h->lock);
            for (size_t v = h->versions; v-- > 0;) /* the documents are committed first */
                if (h->revisions[v][s] >= revision)
                    version[s] = v;
            known = h->revisions[h->versions - 1][s] >= revision;
            pthread_mutex_unlock(&h->lock);
        }
    }
    for (size_t i = 0; i < DOCUMENTS; i++) {
        char id[30];
        snprintf(id, sizeof id, "document-%zu", i);
        docs[i] = h->docs[version[ph_shard_of(ph_cstr(id), h->shards)]][i];
    }
}

static void while_committing_with(ph_arena *own, unsigned shards)
{
    static history h;
    uint64_t dice = 23, write_dice = 24;
    pthread_t writer;
    ph_columns_cache *cache;
    ph_reader *readers[2];
    size_t questions = 0, fast = 0;
    h = (history){.db = ph_dupf(arena, "%s/changing-%u", dir.path, shards)};
    h.shards = shards;
    pthread_mutex_init(&h.lock, NULL);
    write_version(&h, &write_dice);
    OK(ph_columns_cache_new(&cache, &err));
    readers[0] = open_reader(h.db, COLUMNS, cache);
    readers[1] = open_reader(h.db, INDEX, NULL);
    assert_int_equal(pthread_create(&writer, NULL, write_versions, &h), 0);
    for (bool writing = true; writing; questions++) {
        question q;
        expected e;
        ph_result r;
        const doc *docs[DOCUMENTS];
        ph_reader *reader = readers[roll(&dice, 4) == 0];
        ph_arena_reset(own);
        random_question(&dice, own, &q);
        pthread_mutex_lock(&h.lock);
        writing = h.versions < VERSIONS;
        pthread_mutex_unlock(&h.lock);
        if (roll(&dice, 3))
            OK(ph_reader_refresh(reader, NULL, &err));
        ask(reader, &q, &r);
        fast += reader == readers[0] && ph_reader_wait(reader, 0);
        seen_by(&h, reader, docs);
        expect(&q, docs, &e);
        check_answer(&q, &e, &r);
    }
    assert_int_equal(pthread_join(writer, NULL), 0);
    print_message("# %u shards: %zu questions, columns in %zu\n", shards, questions, fast);
    assert_true(questions > VERSIONS);
    ph_reader_free(readers[0]);
    ph_reader_free(readers[1]);
    ph_columns_cache_free(cache);
    pthread_mutex_destroy(&h.lock);
}

static void while_committing(void **state)
{
    while_committing_with(*state, 1);
    while_committing_with(*state, SHARDS_MOST);
}

static int set_up(void **state)
{
    (void)state;
    arena = ph_arena_new();
    vocabulary = shipped_vocabulary();
    OK(ph_analyzer_new(&analyzer, &err));
    dir = scratch_new();
    for (size_t i = 0; i < N(words); i++)
        for (int ru = 0; ru < 2; ru++) {
            ph_strs terms = {0};
            OK(ph_analyze_all(analyzer, ru ? PH_STR("ru") : PH_STR("en"), ph_cstr(words[i]),
                              arena, &terms, &err));
            assert_int_equal(terms.n, 1);
            same(terms.v[0], words[i]);
        }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_remove(&dir);
    ph_analyzer_free(analyzer);
    ph_vocabulary_free(vocabulary);
    ph_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(three_ways),
        TEST(while_committing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

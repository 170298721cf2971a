/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What questions may cost: phrases, beginnings of words, spellings that are tried; and columns of
 * replicas, which keep counting cheap. */
#include "config.h"

#include <sys/stat.h>

#include "search/columns_cache.h"
#include "search/contacts.h"
#include "search/prefix.h"
#include "search/units.h"
#include "tests/unit/support.h"

static struct collection {
    ph_arena *arena;
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    char db[250];
    ph_reader *reader;
} all;

/* Adds documents of these texts, each so many times. */
static void fill(const char *db, size_t n, const char *const *texts, const size_t *times)
{
    ph_store *store;
    size_t number = 0;
    OK(ph_store_open(&store, db, 1, false, &err));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < times[i]; j++) {
            ph_record r = {.id = ph_dupf(all.arena, "doc-%zu-%zu", n, number++),
                           .title = PH_STR("")};
            ph_stamp stamp = {.id = r.id, .source = PH_STR("s"), .path = r.id};
            add_passage(all.arena, &r, texts[i]);
            OK(ph_store_put(store, all.analyzer, all.vocabulary, &r, &stamp, &err));
        }
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
}

/* "bakolut" is near to the frequent "bakoluk" and to the rare "bakoluz"; so are seven others. */
#define FREQUENT "bakoluk " OTHERS
#define OTHERS "cedanik dimosek fegolak gumasik hilotek kanurik "
#define RARE "bakoluz cedaniz dimosez fegolaz gumasiz hilotez kanuriz "

static int set_up(void **state)
{
    static const char *const texts[] = {FREQUENT,
                                        "lerimuk",
                                        RARE,
                                        FREQUENT "lerimuz",
                                        "bakolux " OTHERS "lerimuk",
                                        "sartol sarvin samko"};
    static const size_t times[] = {3, 3, 2, 1, 1, 2};
    (void)state;
    all.arena = ph_arena_new();
    all.vocabulary = shipped_vocabulary();
    all.dir = scratch_new();
    OK(ph_analyzer_new(&all.analyzer, &err));
    snprintf(all.db, sizeof all.db, "%s/db", all.dir.path);
    fill(all.db, N(texts), texts, times);
    OK(ph_reader_open(&all.reader, (const char *const[]){all.db}, 1, all.vocabulary, &err));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ph_reader_free(all.reader);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    scratch_remove(&all.dir);
    ph_arena_free(all.arena);
    return 0;
}

static void ask_for(ph_arena *arena, ph_str text, ph_query *query)
{
    ph_query_init(query, arena, all.vocabulary);
    OK(ph_query_set(query, PH_STR("q"), text, &err));
}

/* Each OR that stands in another asks for its phrases twice. */
static ph_str nested(ph_arena *arena, int depth)
{
    ph_str text = PH_STR("\"sartol sarvin\"");
    for (int i = 0; i < depth; i++)
        text = ph_dupf(arena, "\"sarvin samko\" OR (%s)", text.s);
    return text;
}

static void phrases(void **state)
{
    ph_query q;
    ph_result result;
    ph_units_result units;
    ph_contacts_result contacts;
    ask_for(*state, nested(*state, 3), &q);
    OK(ph_search(all.reader, &q, *state, &result, &err));
    assert_int_equal(result.total, 2);
    OK(ph_contacts(all.reader, &q, *state, &contacts, &err));
    ask_for(*state, nested(*state, 12), &q);
    REFUSED(ph_search(all.reader, &q, *state, &result, &err), PH_TOO_MUCH, "fewer phrases");
    REFUSED(ph_contacts(all.reader, &q, *state, &contacts, &err), PH_TOO_MUCH, "phrases");
    q.units = true;
    REFUSED(ph_units_search(all.reader, &q, *state, &units, &err), PH_TOO_MUCH, "phrases");
}

static const ph_node *child(const ph_node *group, size_t n)
{
    assert_true(n < group->children.n);
    return group->children.v[n];
}

/* What the same beginning stands for is looked for once, but not in another field. */
static void same_beginnings(void **state)
{
    ph_node *root;
    ph_status status = PH_OK;
    ph_error e;
    xapian_error why;
    OK(ph_query_parse(*state, all.vocabulary, PH_STR("sa* SA* title:sa* sar*"), &root,
                      &err));
    assert_int_equal(ph_prefix_expand(all.reader, root, *state, &status, &e, &why), 0);
    assert_int_equal(status, PH_OK);
    assert_int_equal(child(root, 0)->terms.n, 3);
    assert_ptr_equal(child(root, 0)->terms.v, child(root, 1)->terms.v);
    assert_int_equal(child(root, 2)->terms.n, 0);
    assert_int_equal(child(root, 3)->terms.n, 2);
}

/* Only the ninth and the tenth spelling would find something. */
static void tries(void **state)
{
    static const struct {
        const char *q, *want;
    } rows[] = {
        {"bakolut cedanit dimoset fegolat gumasit hilotet kanurit lerimut", NULL},
        {"bakolut cedanit dimoset fegolat gumasit hilotet lerimut",
         "bakoluk cedanik dimosek fegolak gumasik hilotek lerimuz"},
    };
    ph_query q;
    ph_result result;
    for (size_t i = 0; i < N(rows); i++) {
        ask_for(*state, ph_cstr(rows[i].q), &q);
        OK(ph_search(all.reader, &q, *state, &result, &err));
        if (rows[i].want)
            same(result.suggestion, rows[i].want);
        else if (result.suggestion.n)
            fail_msg("got \"%.*s\"", PH_FMT(result.suggestion));
    }
}

/* --- replicas --------------------------------------------------------------------------------- */

/* The shard of an index becomes a replica's files, and the replica goes over to them. */
static void move_shard(const char *db, const char *replica, const char *name)
{
    char from[300], to[300], stub[300];
    snprintf(from, sizeof from, "%s/generation-1.1/shard-0", db);
    snprintf(to, sizeof to, "%s/%s", replica, name);
    snprintf(stub, sizeof stub, "%s/XAPIANDB", replica);
    assert_int_equal(rename(from, to), 0);
    FILE *file = fopen(stub, "we");
    assert_non_null(file);
    fprintf(file, "auto %s\n", name);
    assert_int_equal(fclose(file), 0);
}

static uint64_t count(ph_arena *arena, ph_reader *reader)
{
    ph_query q;
    ph_result result;
    ask_for(arena, PH_STR("sartol"), &q);
    OK(ph_search(reader, &q, arena, &result, &err));
    return result.total;
}

static void columns_of_replicas(void **state)
{
    static const char *const texts[] = {"sartol"};
    char db[250], replica[250];
    bool changed;
    ph_columns_cache *cache;
    ph_reader *reader;
    snprintf(replica, sizeof replica, "%s/replica", all.dir.path);
    assert_int_equal(mkdir(replica, 0777), 0);
    snprintf(db, sizeof db, "%s/first", all.dir.path);
    fill(db, 1, texts, (const size_t[]){5});
    move_shard(db, replica, "replica_0");
    OK(ph_columns_cache_new(&cache, &err));
    OK(ph_reader_open(&reader, (const char *const[]){replica}, 1, all.vocabulary, &err));
    ph_reader_share(reader, cache);
    assert_true(ph_reader_wait(reader, 60000));
    assert_int_equal(count(*state, reader), 5);
    snprintf(db, sizeof db, "%s/second", all.dir.path);
    fill(db, 1, texts, (const size_t[]){7});
    move_shard(db, replica, "replica_1");
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_true(changed);
    assert_false(ph_reader_wait(reader, 0)); /* those of the old files are none of these */
    assert_int_equal(count(*state, reader), 7);
    assert_true(ph_reader_wait(reader, 60000));
    assert_int_equal(count(*state, reader), 7);
    ph_reader_free(reader);
    ph_columns_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(phrases),
        TEST(same_beginnings),
        TEST(tries),
        TEST(columns_of_replicas),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

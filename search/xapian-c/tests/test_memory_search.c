/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When memory runs out: sources of postings, callbacks of a search, places, terms that are
 * suggested, compaction, checks, replicas.
 */
#include "config.h"

#include "exhaust.h"

#ifndef EXHAUST

int main(void)
{
    puts("1..0 # SKIP allocations can be failed with glibc's malloc only");
    return 0;
}

#else

static const xapian_coord place = {48, 11};
static const xapian_near near = {2, &place, 1, XAPIAN_EARTH_RADIUS};

/* ---- callbacks ---- */

static unsigned begun, ended;

static int begin_walk(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                      void **walk)
{
    (void)shard;
    bounds->max_weight = 1;
    *walk = user;
    begun++;
    return 0;
}

static int next_in_walk(void *walk, xapian_docid target, double min_weight,
                        xapian_docid *docid, double *weight)
{
    (void)walk, (void)min_weight;
    *docid = target <= 5 ? target : 0;
    *weight = 1;
    return 0;
}

static void end_walk(void *walk)
{
    (void)walk;
    ended++;
}

static int see_document(void *user, const xapian_document *doc, double weight)
{
    (void)user, (void)doc, (void)weight;
    return 0;
}

static int see_value(void *user, const char *value, size_t len, double weight)
{
    (void)user, (void)value, (void)len, (void)weight;
    return 0;
}

static int decide(void *user, const xapian_document *doc, bool *take)
{
    (void)user, (void)doc;
    *take = true;
    return 0;
}

static int make_key(void *user, const xapian_document *doc, const char **key, size_t *len)
{
    (void)user, (void)doc;
    *key = LONG, *len = sizeof LONG;
    return 0;
}

static int take_term(void *user, const char *term, size_t len, bool *take)
{
    (void)user, (void)term, (void)len;
    *take = true;
    return 0;
}

static int tell(void *user, const char *table, const char *status)
{
    (void)user, (void)table, (void)status;
    return 0;
}

static int choose(void *user, const char *key, size_t key_len, const char *const *values,
                  const size_t *lens, size_t n, const char **value, size_t *len)
{
    (void)user, (void)key, (void)key_len;
    *value = values[n - 1], *len = lens[n - 1];
    return 0;
}

static int read_line(void *user, const char *line, size_t len)
{
    (void)user, (void)line, (void)len;
    return 0;
}

/* ---- queries of sources ---- */

static xapian_status make_sources(void)
{
    static const xapian_source source = {begin_walk, next_in_walk, end_walk};
    const xapian_value_weight map[] = {{LONG "1", sizeof LONG, 1}, {"b", 1, 2}};
    xapian_query *queries[6] = {NULL}, *read = NULL;
    xapian_status status;
    const char *bytes;
    size_t len;
    TRY(xapian_query_fixed_weight(1.5, &queries[0], &err));
    TRY(xapian_query_value_weight(0, &queries[1], &err));
    TRY(xapian_query_decreasing_value_weight(0, 1, 9, &queries[2], &err));
    TRY(xapian_query_value_map(1, map, N(map), 0.5, &queries[3], &err));
    TRY(xapian_query_near(&near, 0, 1000, 1, &queries[4], &err));
    TRY(xapian_query_source(&source, NULL, &queries[5], &err));
    for (size_t i = 0; i < 5; i++) {
        TRY(xapian_query_serialise(queries[i], &bytes, &len, &err));
        TRY(xapian_query_unserialise(bytes, len, &read, &err));
        xapian_query_free(read);
        read = NULL;
    }
out:
    for (size_t i = 0; i < N(queries); i++)
        xapian_query_free(queries[i]);
    return status;
}

static xapian_status use_coords(void)
{
    const xapian_coord places[] = {{1, 2}, {3, 4}, {5, 6}};
    xapian_coord read[3];
    xapian_status status;
    char bytes[3 * XAPIAN_COORD_MAX];
    size_t len, n;
    double distance;
    TRY(xapian_coords_serialise(places, 3, bytes, sizeof bytes, &len, &err));
    TRY(xapian_coords_unserialise(bytes, len, read, 3, &n, &err));
    TRY(xapian_coords_distance(places, 2, places + 2, 1, 1, &distance, &err));
out:
    return status;
}

/* ---- searches ---- */

/* Each way to have a callback in a search is a function that sets it. */

static xapian_status set_spies(xapian_enquire *enquire)
{
    xapian_matchspy *spies[3] = {NULL, NULL, NULL};
    xapian_status status;
    TRY(xapian_matchspy_new(see_document, NULL, &spies[0], &err));
    TRY(xapian_matchspy_new_value(1, see_value, NULL, &spies[1], &err));
    TRY(xapian_matchspy_new_count(1, &spies[2], &err));
    for (size_t i = 0; i < N(spies); i++)
        TRY(xapian_enquire_add_matchspy(enquire, spies[i], &err));
out:
    for (size_t i = 0; i < N(spies); i++)
        xapian_matchspy_free(spies[i]);
    return status;
}

static xapian_status set_decider(xapian_enquire *enquire)
{
    return xapian_enquire_set_decider(enquire, decide, NULL, &err);
}

static xapian_status set_key(xapian_enquire *enquire)
{
    return xapian_enquire_sort_by_key(enquire, XAPIAN_SORT_VALUE, make_key, NULL, false,
                                      &err);
}

static xapian_status set_slots(xapian_enquire *enquire)
{
    const xapian_sort_slot slots[] = {{1, false, LONG, sizeof LONG}, {0, true, NULL, 0}};
    return xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE, slots, N(slots), &err);
}

static xapian_status set_distance(xapian_enquire *enquire)
{
    return xapian_enquire_sort_by_distance(enquire, XAPIAN_SORT_VALUE, &near, -1, false,
                                           &err);
}

static xapian_status set_source(xapian_enquire *enquire)
{
    static const xapian_source source = {begin_walk, next_in_walk, end_walk};
    xapian_query *query = NULL;
    xapian_status status;
    TRY(xapian_query_source(&source, NULL, &query, &err));
    TRY(xapian_enquire_set_query(enquire, query, 0, &err));
out:
    xapian_query_free(query);
    return status;
}

static xapian_status set_near(xapian_enquire *enquire)
{
    xapian_query *query = NULL;
    xapian_status status;
    TRY(xapian_query_near(&near, 0, 1000, 1, &query, &err));
    TRY(xapian_enquire_set_query(enquire, query, 0, &err));
out:
    xapian_query_free(query);
    return status;
}

static xapian_status set_weights(xapian_enquire *enquire)
{
    xapian_status status;
    TRY(xapian_enquire_weight_bm25plus(enquire, 1, 0, 1, 0.5, 0.5, 1, &err));
    TRY(xapian_enquire_weight_tfidf(enquire, "ntn", &err));
    TRY(xapian_enquire_weight_pl2plus(enquire, 1, 0.8, &err));
    TRY(xapian_enquire_weight_lm(enquire, 0, XAPIAN_LM_TWO_STAGE, 0.7, 2000, &err));
    TRY(xapian_enquire_set_expansion(enquire, XAPIAN_EXPAND_BO1, 1, &err));
out:
    return status;
}

static xapian_status (*set_search)(xapian_enquire *enquire);

static xapian_status search(void)
{
    xapian_db *db = NULL;
    xapian_enquire *enquire = NULL;
    xapian_query *query = NULL;
    xapian_mset *mset = NULL;
    xapian_document *doc = NULL;
    xapian_status status;
    const char *bytes;
    size_t len;
    begun = ended = 0;
    TRY(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    TRY(xapian_enquire_new(db, &enquire, &err));
    TRY(xapian_query_term("t00", 3, 1, 0, &query, &err));
    TRY(xapian_enquire_set_query(enquire, query, 0, &err));
    TRY(set_search(enquire));
    TRY(xapian_enquire_mset(enquire, 0, 5, 30, NULL, &mset, &err));
    TRY(xapian_mset_sort_key(mset, 0, &bytes, &len, &err));
    TRY(xapian_mset_document(mset, 0, &doc, &err));
    TRY(xapian_mset_fetch(mset, &err));
    TRY(xapian_mset_snippet(mset, LONG "t00", sizeof LONG + 2, NULL, &bytes, &len, &err));
out:
    xapian_document_free(doc);
    xapian_mset_free(mset);
    xapian_query_free(query);
    xapian_enquire_free(enquire);
    xapian_db_free(db);
    /* but those of walks that Xapian has lost */
    if (begun != ended && (status == XAPIAN_OK || !xapian_loses(err.call)))
        status = XAPIAN_UNKNOWN;
    return status;
}

static xapian_status expand(void)
{
    const xapian_eset_options options = {
        XAPIAN_ESET_QUERY_TERMS, 0, "t", 1, take_term, NULL};
    xapian_db *db = NULL;
    xapian_enquire *enquire = NULL;
    xapian_rset *rset = NULL;
    xapian_eset *eset = NULL;
    xapian_status status;
    const char *term;
    size_t len;
    TRY(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    TRY(xapian_enquire_new(db, &enquire, &err));
    TRY(xapian_rset_new(&rset, &err));
    TRY(xapian_rset_add(rset, 1, &err));
    TRY(xapian_enquire_eset(enquire, rset, 5, &options, &eset, &err));
    TRY(xapian_eset_term(eset, 0, &term, &len, &err));
out:
    xapian_eset_free(eset);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    xapian_db_free(db);
    return status;
}

/* ---- maintenance ---- */

static xapian_status compact(void)
{
    const xapian_compact_options options = {
        .flags = XAPIAN_COMPACT_SINGLE_FILE, .progress = tell, .metadata = choose};
    xapian_db *db = NULL, *other = NULL;
    xapian_status status;
    unlink(in_folder("single")); /* of the last time */
    TRY(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    TRY(xapian_db_open(in_folder("other"), XAPIAN_BACKEND_DISK, &other, &err));
    TRY(xapian_db_add(db, other, &err));
    TRY(xapian_db_compact(db, in_folder("single"), &options, &err));
out:
    xapian_db_free(other);
    xapian_db_free(db);
    return status;
}

static unsigned open_files(void)
{
    unsigned n = 0;
    for (int fd = 0; fd < 200; fd++)
        n += fcntl(fd, F_GETFD) != -1;
    return n;
}

/* It is taken over, and must be closed in the end. */
static xapian_status open_descriptor(void)
{
    const unsigned files = open_files();
    const int fd = open(in_folder("single"), O_RDONLY | O_CLOEXEC);
    xapian_db *db = NULL;
    xapian_status status;
    TRY(xapian_db_open_fd(fd, &db, &err));
out:
    xapian_db_free(db);
    return open_files() == files ? status : XAPIAN_UNKNOWN;
}

static xapian_status check(void)
{
    xapian_status status;
    size_t errors;
    TRY(xapian_db_check(in_folder("db"), XAPIAN_CHECK_STATS, read_line, NULL, &errors,
                        &err));
    if (errors != 0)
        status = XAPIAN_UNKNOWN;
out:
    return status;
}

static xapian_status open_replica(void)
{
    xapian_db *db = NULL;
    xapian_status status;
    bool changed;
    TRY(xapian_db_open_replica(in_folder("replica"), &db, &err));
    TRY(xapian_db_reopen(db, &changed, &err));
out:
    xapian_db_free(db);
    return status;
}

/* ---- tests ---- */

static void sources(void **state)
{
    (void)state;
    exhaust(make_sources);
}

static void coords(void **state)
{
    (void)state;
    exhaust(use_coords);
}

static void searches(void **state)
{
    static xapian_status (*const ways[])(xapian_enquire *) = {
        set_spies,    set_decider, set_key,  set_slots,
        set_distance, set_source,  set_near, set_weights,
    };
    (void)state;
    for (size_t i = 0; i < N(ways); i++) {
        set_search = ways[i];
        exhaust(search);
    }
}

static void expansion(void **state)
{
    (void)state;
    exhaust(expand);
}

static void compaction(void **state)
{
    (void)state;
    exhaust(compact);
}

static void descriptors(void **state)
{
    (void)state;
    exhaust(open_descriptor);
}

static void checks(void **state)
{
    (void)state;
    exhaust(check);
}

static void replicas(void **state)
{
    xapian_db *db;
    (void)state;
    assert_int_equal(mkdir(in_folder("replica"), 0700), 0);
    write_file(in_folder("replica/XAPIANDB"), "auto replica_0\n");
    OK(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    OK(xapian_db_compact(db, in_folder("replica/replica_0"), NULL, &err));
    xapian_db_free(db);
    exhaust(open_replica);
}

static int open_collection(void **state)
{
    static const char *const names[] = {"db", "other"};
    char bytes[XAPIAN_COORD_MAX];
    size_t len;
    if (folder_make(state) != 0)
        return -1;
    for (unsigned i = 0; i < N(names); i++) {
        xapian_writable_db *writer = facts_write(in_folder(names[i]), i + 1, 20);
        xapian_document *doc;
        OK(xapian_document_new(&doc, &err));
        OK(xapian_coords_serialise(&place, 1, bytes, sizeof bytes, &len, &err));
        OK(xapian_document_set_value(doc, near.slot, bytes, len, &err));
        OK(xapian_writable_db_add_document(writer, doc, NULL, &err));
        xapian_document_free(doc);
        OK(xapian_writable_db_set_metadata(writer, LONG, sizeof LONG, names[i], 1, &err));
        OK(xapian_writable_db_commit(writer, &err));
        xapian_writable_db_free(writer);
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources),    cmocka_unit_test(coords),
        cmocka_unit_test(searches),   cmocka_unit_test(expansion),
        cmocka_unit_test(compaction), cmocka_unit_test(descriptors),
        cmocka_unit_test(checks),     cmocka_unit_test(replicas),
    };
    if (!is_ours()) {
        puts("1..0 # SKIP another malloc is in the place of this test's");
        return 0;
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_collection, folder_remove);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A call with each kind of callback, for tests of what callbacks do other than go on.
 */
#ifndef TEST_XAPIAN_C_CALLBACKS_H
#define TEST_XAPIAN_C_CALLBACKS_H

#include "testing.h"

/* ---- what callbacks do ---- */

/* The 'at'-th one that is called does 'act' (none, for 0), which gives what it returns. */
static unsigned at, called;
static int (*act)(void);
static unsigned begun, ended; /* walks of the source */
static char marker;           /* what 'user' points to */

static inline int step(const void *user)
{
    assert_ptr_equal(user, &marker);
    return ++called == at ? act() : 0;
}

static int see_document(void *user, const xapian_document *doc, double weight)
{
    assert_true(xapian_document_docid(doc) > 0 && weight >= 0);
    return step(user);
}

static int see_value(void *user, const char *value, size_t len, double weight)
{
    assert_true(value[len] == '\0' && weight >= 0);
    return step(user);
}

static int decide(void *user, const xapian_document *doc, bool *take)
{
    assert_true(xapian_document_docid(doc) > 0);
    *take = true;
    return step(user);
}

static int make_key(void *user, const xapian_document *doc, const char **key, size_t *len)
{
    assert_true(xapian_document_docid(doc) > 0);
    *key = "key", *len = 3;
    return step(user);
}

static int take_word(void *user, const char *word, size_t len, bool *take)
{
    assert_true(word[len] == '\0');
    *take = true;
    return step(user);
}

static int stop_none(void *user, const char *word, size_t len, bool *stop)
{
    assert_true(word[len] == '\0');
    *stop = false;
    return step(user);
}

static int stem_word(void *user, const char *word, size_t len, const char **stemmed,
                     size_t *stemmed_len)
{
    assert_true(word[len] == '\0');
    *stemmed = "stem", *stemmed_len = 4;
    return step(user);
}

static int field_query(void *user, const char *text, size_t len, xapian_query **query)
{
    assert_true(text[len] == '\0');
    *query = term_query(1);
    const int result = step(user);
    if (result != 0) { /* what is not taken over */
        xapian_query_free(*query);
        *query = NULL;
    }
    return result;
}

static int range_query(void *user, const char *begin, size_t begin_len, const char *end,
                       size_t end_len, xapian_query **query)
{
    assert_true(begin[begin_len] == '\0' && end[end_len] == '\0');
    return field_query(user, begin, begin_len, query);
}

static int begin_walk(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                      void **walk)
{
    const int result = step(user);
    xapian_doccount count;
    OK(xapian_db_doc_count(shard, &count, &err));
    assert_int_equal(bounds->upper, count);
    bounds->max_weight = 1;
    *walk = user;
    begun += result == 0;
    return result;
}

static int begin_quietly(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                         void **walk)
{
    (void)shard;
    bounds->max_weight = 1;
    *walk = user;
    begun++;
    return 0;
}

static int next_quietly(void *walk, xapian_docid target, double min_weight,
                        xapian_docid *docid, double *weight)
{
    (void)walk, (void)min_weight;
    *docid = target <= DOCS ? target : 0;
    *weight = 1;
    return 0;
}

static int next_in_walk(void *walk, xapian_docid target, double min_weight,
                        xapian_docid *docid, double *weight)
{
    next_quietly(walk, target, min_weight, docid, weight);
    return step(walk);
}

static void end_walk(void *walk)
{
    assert_ptr_equal(walk, &marker);
    ended++;
}

static int tell(void *user, const char *table, const char *status)
{
    assert_non_null(table);
    assert_non_null(status);
    return step(user);
}

static int choose(void *user, const char *key, size_t key_len, const char *const *values,
                  const size_t *lens, size_t n, const char **value, size_t *len)
{
    same_text(key, key_len, "key");
    assert_true(n >= 2);
    *value = values[1], *len = lens[1];
    return step(user);
}

static int read_line(void *user, const char *line, size_t len)
{
    assert_int_equal(strlen(line), len);
    return step(user);
}

/* ---- what has them ---- */

static xapian_db *db; /* of two shards */
static xapian_enquire *enquire;
static xapian_rset *rset;
static xapian_query_parser *parser;
static xapian_term_generator *generator;
static xapian_document *doc;
static xapian_stem *stem;
static xapian_stopper *stopper;
static xapian_matchspy *spy;

static xapian_enquire *new_enquire(xapian_query *query)
{
    xapian_enquire *made;
    OK(xapian_enquire_new(db, &made, &err));
    OK(xapian_enquire_set_query(made, query, 0, &err));
    xapian_query_free(query);
    return made;
}

static void open_matchspy(void)
{
    enquire = new_enquire(term_query(0));
    OK(xapian_matchspy_new(see_document, &marker, &spy, &err));
    OK(xapian_enquire_add_matchspy(enquire, spy, &err));
}

static void open_valuespy(void)
{
    enquire = new_enquire(term_query(0));
    OK(xapian_matchspy_new_value(SLOT_KIND, see_value, &marker, &spy, &err));
    OK(xapian_enquire_add_matchspy(enquire, spy, &err));
}

static void open_decider(void)
{
    enquire = new_enquire(term_query(0));
    OK(xapian_enquire_set_decider(enquire, decide, &marker, &err));
}

static void open_key(void)
{
    enquire = new_enquire(term_query(0));
    OK(xapian_enquire_sort_by_key(enquire, XAPIAN_SORT_VALUE, make_key, &marker, false,
                                  &err));
}

static void open_source(const xapian_source *source)
{
    xapian_query *query;
    OK(xapian_query_source(source, &marker, &query, &err));
    enquire = new_enquire(query);
    begun = ended = 0;
}

static void open_begin(void)
{
    open_source(&(const xapian_source){begin_walk, next_quietly, end_walk});
}

static void open_next(void)
{
    open_source(&(const xapian_source){begin_quietly, next_in_walk, end_walk});
}

static void open_expand(void)
{
    enquire = new_enquire(term_query(0));
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, 1, &err));
}

static void open_stem(void)
{
    OK(xapian_stem_new_callback(stem_word, &marker, &stem, &err));
}

static void open_stopper(void)
{
    OK(xapian_stopper_new_callback(stop_none, &marker, &stopper, &err));
}

static void open_parser(void)
{
    OK(xapian_query_parser_new(&parser, &err));
}

static void open_stem_in_parser(void)
{
    open_parser();
    open_stem();
    OK(xapian_query_parser_set_stem(parser, stem, &err));
}

static void open_stopper_in_parser(void)
{
    open_parser();
    open_stopper();
    OK(xapian_query_parser_set_stopper(parser, stopper, &err));
}

static void open_field(void)
{
    open_parser();
    OK(xapian_query_parser_add_field(parser, "f", 1, field_query, &marker, &err));
}

static void open_boolean_field(void)
{
    open_parser();
    OK(xapian_query_parser_add_boolean_field(parser, "f", 1, field_query, &marker, NULL, 0,
                                             &err));
}

static void open_range(void)
{
    open_parser();
    OK(xapian_query_parser_add_range_callback(parser, range_query, &marker, "", 0, 0, NULL,
                                              0, &err));
}

static void open_generator(void)
{
    OK(xapian_term_generator_new(&generator, &err));
    OK(xapian_document_new(&doc, &err));
    OK(xapian_term_generator_set_document(generator, doc, &err));
}

static void open_stem_in_generator(void)
{
    open_generator();
    open_stem();
    OK(xapian_term_generator_set_stem(generator, stem, &err));
}

static void open_stopper_in_generator(void)
{
    open_stem_in_generator(); /* without one it asks no stopper */
    xapian_stem_free(stem);
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_term_generator_set_stem(generator, stem, &err));
    open_stopper();
    OK(xapian_term_generator_set_stopper(generator, stopper, XAPIAN_STOP_STEMMED, &err));
}

static void open_nothing(void)
{
}

static void close_all(void)
{
    xapian_enquire_free(enquire);
    xapian_rset_free(rset);
    xapian_query_parser_free(parser);
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
    xapian_stem_free(stem);
    xapian_stopper_free(stopper);
    xapian_matchspy_free(spy);
    enquire = NULL, rset = NULL, parser = NULL, generator = NULL;
    doc = NULL, stem = NULL, stopper = NULL, spy = NULL;
}

/* ---- the calls ---- */

/* Each also sees that its outputs are as promised. */

static xapian_status run_search(xapian_error *to)
{
    xapian_mset *mset = (xapian_mset *)&marker;
    const xapian_status status = xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, to);
    assert_true((mset != NULL) == (status == XAPIAN_OK));
    assert_true(status != XAPIAN_OK || xapian_mset_size(mset) == 10);
    xapian_mset_free(mset);
    assert_int_equal(begun, ended);
    return status;
}

static xapian_status run_expand(xapian_error *to)
{
    const xapian_eset_options options = {
        .flags = XAPIAN_ESET_QUERY_TERMS, .fn = take_word, .user = &marker};
    xapian_eset *eset = (xapian_eset *)&marker;
    const xapian_status status = xapian_enquire_eset(enquire, rset, 5, &options, &eset, to);
    assert_true((eset != NULL) == (status == XAPIAN_OK));
    assert_true(status != XAPIAN_OK || xapian_eset_size(eset) > 0);
    xapian_eset_free(eset);
    return status;
}

static xapian_status run_parse(xapian_error *to)
{
    static const char text[] =
        "word (f:x OR other) AND \"a phrase\" f:y f:z 1..2 3..4 5..6 +love last";
    xapian_query *query = (xapian_query *)&marker;
    const xapian_status status = xapian_query_parser_parse(
        parser, text, sizeof text - 1, XAPIAN_PARSE_DEFAULT, "", 0, &query, to);
    assert_true((query != NULL) == (status == XAPIAN_OK));
    assert_true(status != XAPIAN_OK || xapian_query_length(query) >= 8);
    xapian_query_free(query);
    return status;
}

static xapian_status run_index(xapian_error *to)
{
    return xapian_term_generator_index(generator, "some words and others", 21, 1, "S", 1,
                                       to);
}

static xapian_status run_stem(xapian_error *to)
{
    const char *stemmed = &marker;
    size_t len = 77;
    const xapian_status status = xapian_stem_apply(stem, "word", 4, &stemmed, &len, to);
    if (status == XAPIAN_OK)
        same_text(stemmed, len, "stem");
    else
        assert_true(stemmed == &marker && len == 77);
    return status;
}

static xapian_status run_stops(xapian_error *to)
{
    bool stops = true;
    const xapian_status status = xapian_stopper_stops(stopper, "word", 4, &stops, to);
    assert_true(stops == (status != XAPIAN_OK));
    return status;
}

static xapian_status compact_with(xapian_compact_fn progress, xapian_metadata_fn metadata,
                                  xapian_error *to)
{
    static unsigned n;
    const xapian_compact_options options = {
        .progress = progress, .metadata = metadata, .user = &marker};
    char name[32];
    snprintf(name, sizeof name, "compact%d-%u", (int)getpid(), n++); /* a child's own */
    return xapian_db_compact(db, in_folder(name), &options, to);
}

static xapian_status run_compact(xapian_error *to)
{
    return compact_with(tell, NULL, to);
}

static xapian_status run_metadata(xapian_error *to)
{
    return compact_with(NULL, choose, to);
}

static xapian_status run_check(xapian_error *to)
{
    size_t errors = 77;
    const xapian_status status = xapian_db_check(in_folder("odd"), XAPIAN_CHECK_STATS,
                                                 read_line, &marker, &errors, to);
    assert_int_equal(errors, status == XAPIAN_OK ? 0 : 77);
    return status;
}

static const struct kind {
    const char *name;
    void (*open)(void);
    xapian_status (*run)(xapian_error *to);
    const char *call;
} kinds[] = {
    {"matchspy", open_matchspy, run_search, "xapian_enquire_mset"},
    {"valuespy", open_valuespy, run_search, "xapian_enquire_mset"},
    {"decider", open_decider, run_search, "xapian_enquire_mset"},
    {"key", open_key, run_search, "xapian_enquire_mset"},
    {"source begin", open_begin, run_search, "xapian_enquire_mset"},
    {"source next", open_next, run_search, "xapian_enquire_mset"},
    {"expand", open_expand, run_expand, "xapian_enquire_eset"},
    {"stem in a parser", open_stem_in_parser, run_parse, "xapian_query_parser_parse"},
    {"stopper in a parser", open_stopper_in_parser, run_parse, "xapian_query_parser_parse"},
    {"field", open_field, run_parse, "xapian_query_parser_parse"},
    {"boolean field", open_boolean_field, run_parse, "xapian_query_parser_parse"},
    {"range", open_range, run_parse, "xapian_query_parser_parse"},
    {"stem in a generator", open_stem_in_generator, run_index,
     "xapian_term_generator_index"},
    {"stopper in a generator", open_stopper_in_generator, run_index,
     "xapian_term_generator_index"},
    {"stem", open_stem, run_stem, "xapian_stem_apply"},
    {"stopper", open_stopper, run_stops, "xapian_stopper_stops"},
    {"compaction", open_nothing, run_compact, "xapian_db_compact"},
    {"metadata", open_nothing, run_metadata, "xapian_db_compact"},
    {"check", open_nothing, run_check, "xapian_db_check"},
};

/* ---- a collection ---- */

static int open_collection(void **state)
{
    static const char *const names[] = {"odd", "even"};
    if (folder_make(state) != 0)
        return -1;
    OK(xapian_db_new(&db, &err));
    for (unsigned i = 0; i < N(names); i++) {
        xapian_writable_db *writer = facts_write(in_folder(names[i]), i + 1, 2);
        xapian_db *shard;
        OK(xapian_writable_db_set_metadata(writer, "key", 3, names[i], 1, &err));
        OK(xapian_writable_db_close(writer, &err));
        xapian_writable_db_free(writer);
        OK(xapian_db_open(in_folder(names[i]), XAPIAN_BACKEND_DISK, &shard, &err));
        OK(xapian_db_add(db, shard, &err));
        xapian_db_free(shard);
    }
    return 0;
}

static int close_collection(void **state)
{
    xapian_db_free(db);
    return folder_remove(state);
}

#endif /* TEST_XAPIAN_C_CALLBACKS_H */

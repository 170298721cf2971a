/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Handles of each type for tests/test_arguments.c, and the database that they come from.
 */
#include "config.h"

#include "arguments.h"
#include "testing.h"

static xapian_db *shared;          /* "db", for what is passed in as const */
static xapian_writable_db *writer; /* takes the documents that calls have made */
static unsigned made_paths;
const char *serialised[4];
size_t serialised_len[4];
static char serialised_number[XAPIAN_SORTABLE_MAX], serialised_coord[XAPIAN_COORD_MAX];

/* ---- files and databases ---- */

static xapian_document *make_document(void)
{
    xapian_document *doc;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_posting(doc, "t00", 3, 1, 1, &err));
    OK(xapian_document_add_posting(doc, "t00", 3, 2, 1, &err));
    OK(xapian_document_add_posting(doc, "t01", 3, 3, 1, &err));
    OK(xapian_document_set_value(doc, 0, serialised_number, serialised_len[0], &err));
    OK(xapian_document_set_value(doc, 1, serialised_coord, serialised_len[3], &err));
    OK(xapian_document_set_data(doc, "data", 4, &err));
    return doc;
}

static xapian_writable_db *make_writer(const char *path)
{
    xapian_writable_db *db;
    xapian_document *doc = make_document();
    OK(xapian_writable_db_open(path, XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC, &db, &err));
    for (int i = 1; i < DOCUMENTS; i++)
        OK(xapian_writable_db_add_document(db, doc, NULL, &err));
    OK(xapian_document_add_term(doc, "only", 4, 1, &err));
    OK(xapian_writable_db_add_document(db, doc, NULL, &err));
    OK(xapian_writable_db_set_metadata(db, "key", 3, "value", 5, &err));
    OK(xapian_writable_db_add_spelling(db, "word", 4, 1, &err));
    OK(xapian_writable_db_add_synonym(db, "t00", 3, "t01", 3, &err));
    OK(xapian_writable_db_commit(db, &err));
    xapian_document_free(doc);
    return db;
}

char *new_path(void)
{
    char name[32];
    snprintf(name, sizeof name, "new%u", made_paths++);
    return strdup(name);
}

static void keep_serialised(void)
{
    static xapian_document *doc;
    static xapian_query *query;
    OK(xapian_sortable_serialise(1.5, serialised_number, &serialised_len[0], &err));
    OK(xapian_coords_serialise(&(xapian_coord){1, 2}, 1, serialised_coord, XAPIAN_COORD_MAX,
                               &serialised_len[3], &err));
    serialised[0] = serialised_number, serialised[3] = serialised_coord;
    doc = make_document();
    OK(xapian_document_serialise(doc, &serialised[1], &serialised_len[1], &err));
    OK(xapian_query_term("t00", 3, 1, 0, &query, &err));
    OK(xapian_query_serialise(query, &serialised[2], &serialised_len[2], &err));
    serialised[1] = memcpy(malloc(serialised_len[1]), serialised[1], serialised_len[1]);
    serialised[2] = memcpy(malloc(serialised_len[2]), serialised[2], serialised_len[2]);
    xapian_query_free(query);
    xapian_document_free(doc);
}

int fixtures_open(void **state)
{
    const xapian_compact_options single = {.flags = XAPIAN_COMPACT_SINGLE_FILE};
    if (folder_make(state) != 0 || chdir(folder) != 0)
        return -1;
    keep_serialised();
    xapian_writable_db_free(make_writer("db"));
    writer = make_writer("writer");
    OK(xapian_db_open("db", XAPIAN_BACKEND_DISK, &shared, &err));
    OK(xapian_db_compact(shared, "single", &single, &err));
    if (mkdir("replica", 0700) != 0)
        return -1;
    OK(xapian_db_compact(shared, "replica/replica_0", NULL, &err));
    write_file("replica/XAPIANDB", "auto replica_0\n");
    write_file("words", "the a an\n");
    return 0;
}

int fixtures_close(void **state)
{
    xapian_db_free(shared);
    xapian_writable_db_free(writer);
    free((void *)(uintptr_t)serialised[1]);
    free((void *)(uintptr_t)serialised[2]);
    return chdir("/") | folder_remove(state);
}

/* ---- handles: how to make one, what one does with it, how it goes ---- */

static void *make_db(void)
{
    xapian_db *db;
    OK(xapian_db_open("db", XAPIAN_BACKEND_DISK, &db, &err));
    return db;
}

static void *make_writable_db(void)
{
    char *path = new_path();
    xapian_writable_db *db = make_writer(path);
    free(path);
    return db;
}

static void *make_any_document(void)
{
    return make_document();
}

static void *make_terms(void)
{
    xapian_terms *terms;
    const char *term;
    size_t len;
    OK(xapian_db_doc_terms(shared, 1, &terms, &err));
    OK(xapian_terms_next(terms, &term, &len, &err));
    return terms;
}

static void *make_postings(void)
{
    xapian_postings *postings;
    xapian_docid docid;
    OK(xapian_db_postings(shared, "t00", 3, &postings, &err));
    OK(xapian_postings_next(postings, &docid, &err));
    return postings;
}

static void *make_positions(void)
{
    xapian_positions *positions;
    OK(xapian_db_positions(shared, 1, "t00", 3, &positions, &err));
    return positions;
}

static void *make_values(void)
{
    xapian_values *values;
    xapian_docid docid;
    const char *bytes;
    size_t len;
    OK(xapian_db_values(shared, 0, &values, &err));
    OK(xapian_values_next(values, &docid, &bytes, &len, &err));
    return values;
}

static void *make_stem(void)
{
    xapian_stem *stem;
    OK(xapian_stem_new("english", &stem, &err));
    return stem;
}

static void *make_stopper(void)
{
    xapian_stopper *stopper;
    OK(xapian_stopper_new(&stopper, &err));
    OK(xapian_stopper_add(stopper, "the", 3, &err));
    return stopper;
}

static void *make_term_generator(void)
{
    xapian_term_generator *generator;
    xapian_document *doc = make_document();
    xapian_stem *stem = make_stem();
    OK(xapian_term_generator_new(&generator, &err));
    OK(xapian_term_generator_set_document(generator, doc, &err));
    OK(xapian_term_generator_set_stem(generator, stem, &err));
    xapian_document_free(doc);
    xapian_stem_free(stem);
    return generator;
}

static void *make_query(void)
{
    xapian_query *both[2] = {term_query(0), term_query(1)}, *query;
    OK(xapian_query_combine(XAPIAN_OP_OR, (const xapian_query *const *)both, 2, 0, &query,
                            &err));
    xapian_query_free(both[0]);
    xapian_query_free(both[1]);
    return query;
}

static void *make_query_parser(void)
{
    xapian_query_parser *parser;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_set_database(parser, shared, &err));
    return parser;
}

static void *make_enquire(void)
{
    xapian_enquire *enquire;
    xapian_query *query = make_query();
    OK(xapian_enquire_new(shared, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    xapian_query_free(query);
    return enquire;
}

static void *make_rset(void)
{
    xapian_rset *rset;
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, DOCUMENTS, &err)); /* has a term that no other has */
    return rset;
}

static void *make_mset(void)
{
    xapian_enquire *enquire = make_enquire();
    xapian_mset *mset;
    OK(xapian_enquire_mset(enquire, 0, DOCUMENTS, DOCUMENTS, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    return mset;
}

static void *make_eset(void)
{
    const xapian_eset_options all = {.flags = XAPIAN_ESET_QUERY_TERMS};
    xapian_enquire *enquire = make_enquire();
    xapian_rset *rset = make_rset();
    xapian_eset *eset;
    OK(xapian_enquire_eset(enquire, rset, 9, &all, &eset, &err));
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    return eset;
}

static void *make_matchspy(void)
{
    xapian_enquire *enquire = make_enquire();
    xapian_matchspy *spy;
    xapian_mset *mset;
    OK(xapian_matchspy_new_count(0, &spy, &err));
    OK(xapian_enquire_add_matchspy(enquire, spy, &err));
    OK(xapian_enquire_mset(enquire, 0, DOCUMENTS, DOCUMENTS, NULL, &mset, &err));
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    return spy;
}

/* A call that may succeed or fail. */
static void any(xapian_status status)
{
    assert_true(status >= XAPIAN_OK && status < XAPIAN_INTERNAL);
}

static void use_terms(void *handle)
{
    const char *term;
    size_t len;
    for (int i = 0; i < 3; i++)
        any(xapian_terms_next(handle, &term, &len, &err));
}

static void use_db(void *handle)
{
    xapian_doccount count;
    xapian_terms *terms;
    any(xapian_db_doc_count(handle, &count, &err));
    any(xapian_db_terms(handle, "", 0, &terms, &err));
    if (terms)
        use_terms(terms);
    xapian_terms_free(terms);
}

static void use_document(void *handle)
{
    xapian_docid docid;
    any(xapian_writable_db_add_document(writer, handle, &docid, &err));
    OK(xapian_writable_db_commit(writer, &err));
}

static void use_writable_db(void *handle)
{
    xapian_document *doc = make_document();
    any(xapian_writable_db_add_document(handle, doc, NULL, &err));
    any(xapian_writable_db_commit(handle, &err));
    xapian_document_free(doc);
}

static void use_postings(void *handle)
{
    xapian_docid docid;
    any(xapian_postings_next(handle, &docid, &err));
}

static void use_positions(void *handle)
{
    xapian_termpos pos;
    any(xapian_positions_next(handle, &pos, &err));
}

static void use_values(void *handle)
{
    xapian_docid docid;
    const char *bytes;
    size_t len;
    any(xapian_values_next(handle, &docid, &bytes, &len, &err));
}

static void use_stem(void *handle)
{
    const char *stemmed;
    size_t len;
    any(xapian_stem_apply(handle, "words", 5, &stemmed, &len, &err));
}

static void use_stopper(void *handle)
{
    bool stops;
    any(xapian_stopper_stops(handle, "the", 3, &stops, &err));
}

static void use_term_generator(void *handle)
{
    any(xapian_term_generator_index(handle, "the words", 9, 1, "", 0, &err));
}

static void use_mset(void *handle)
{
    const char *snippet;
    size_t len;
    any(xapian_mset_snippet(handle, "t00 t01", 7, NULL, &snippet, &len, &err));
    any(xapian_mset_fetch(handle, &err));
}

static void use_eset(void *handle)
{
    const char *term;
    size_t len;
    any(xapian_eset_term(handle, 0, &term, &len, &err));
}

static void use_enquire(void *handle)
{
    xapian_rset *rset = make_rset();
    xapian_mset *mset;
    xapian_eset *eset;
    any(xapian_enquire_mset(handle, 0, DOCUMENTS, DOCUMENTS, rset, &mset, &err));
    if (mset)
        use_mset(mset);
    any(xapian_enquire_eset(handle, rset, 9, NULL, &eset, &err));
    xapian_mset_free(mset);
    xapian_eset_free(eset);
    xapian_rset_free(rset);
}

static void use_query(void *handle)
{
    xapian_enquire *enquire;
    const char *bytes;
    size_t len;
    any(xapian_query_describe(handle, &bytes, &len, &err));
    any(xapian_query_serialise(handle, &bytes, &len, &err));
    OK(xapian_enquire_new(shared, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, handle, 0, &err));
    use_enquire(enquire);
    xapian_enquire_free(enquire);
}

static void use_query_parser(void *handle)
{
    static const char text[] = "the field:t00 group:t01 t0* 1..2 $1..$2 2020-01-01..3/4/21";
    xapian_query *query;
    any(xapian_query_parser_parse(handle, text, sizeof text - 1,
                                  XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_WILDCARD, "", 0,
                                  &query, &err));
    if (query)
        use_query(query);
    xapian_query_free(query);
}

static void use_rset(void *handle)
{
    any(xapian_rset_add(handle, 2, &err));
}

static void use_matchspy(void *handle)
{
    xapian_terms *terms;
    any(xapian_matchspy_values(handle, &terms, &err));
    if (terms)
        use_terms(terms);
    xapian_terms_free(terms);
}

#define FREE(type)                                                                         \
    static void free_##type(void *handle)                                                  \
    {                                                                                      \
        xapian_##type##_free(handle);                                                      \
    }
FREE(db)
FREE(writable_db)
FREE(document)
FREE(terms)
FREE(postings)
FREE(positions)
FREE(values)
FREE(stem)
FREE(stopper)
FREE(term_generator)
FREE(query)
FREE(query_parser)
FREE(enquire)
FREE(mset)
FREE(rset)
FREE(eset)
FREE(matchspy)

typedef struct {
    const char *type;
    void *(*make)(void);
    void (*use)(void *handle);
    void (*free)(void *handle);
} handle_type;

#define ROW(type)                                                                          \
    {                                                                                      \
        "xapian_" #type " *", make_##type, use_##type, free_##type                         \
    }
#define make_document make_any_document
static const handle_type handle_types[] = {
    ROW(db),      ROW(writable_db),    ROW(document), ROW(terms),        ROW(postings),
    ROW(values),  ROW(positions),      ROW(stem),     ROW(stopper),      ROW(query),
    ROW(mset),    ROW(term_generator), ROW(rset),     ROW(query_parser), ROW(eset),
    ROW(enquire), ROW(matchspy),
};
#undef make_document

bool is_const(const parameter *of)
{
    return strncmp(of->type, "const ", 6) == 0;
}

/* Of a handle, or of the place where one goes. */
static const handle_type *type_of(const parameter *of)
{
    const char *type = of->type + (is_const(of) ? 6 : 0);
    for (size_t i = 0; i < N(handle_types); i++) {
        const size_t len = strlen(handle_types[i].type);
        if (strncmp(handle_types[i].type, type, len) == 0)
            return &handle_types[i];
    }
    fail_msg("no handle of type %s is made", of->type);
    return NULL;
}

void handle_make(const function *of, const parameter *p, value *to)
{
    const handle_type *type = type_of(p);
    if (is_const(p) && type->make == make_db) {
        to->p = shared;
        return;
    }
    to->p = to->made = type->make();
    if (strstr(of->name, "_transaction") != NULL && strstr(of->name, "begin") == NULL)
        OK(xapian_writable_db_begin_transaction(to->p, false, &err));
}

void handle_use(const parameter *of, void *handle)
{
    if (handle)
        type_of(of)->use(handle);
}

void handle_free(const parameter *of, void *handle)
{
    type_of(of)->free(handle);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The quick start, and the guide's core concepts on indexing, in C.
 */
#include "config.h"

#include "guide_c.h"

/* ---- quick start ----------------------------------------------------------------------- */

void chapter_simpleindex(const guide *g)
{
    xapian_writable_db *db = writable("simple");
    xapian_term_generator *generator;
    xapian_stem *stem;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    must(xapian_term_generator_set_strategy(generator, XAPIAN_STEM_SOME_FULL_POS, &err));
    for (size_t i = 0; i < g->n; i++) {
        char text[500];
        xapian_document *doc;
        snprintf(text, sizeof text, "%s. %s", g->mountains[i].name, g->mountains[i].text);
        must(xapian_document_new(&doc, &err));
        must(xapian_document_set_data(doc, STR(text), &err));
        must(xapian_term_generator_set_document(generator, doc, &err));
        must(xapian_term_generator_index(generator, STR(text), 1, NULL, 0, &err));
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
        if (i < 3)
            say_document(doc);
        xapian_document_free(doc);
    }
    must(xapian_writable_db_commit(db, &err));
    say_database(xapian_writable_db_reader(db));
    xapian_stem_free(stem);
    xapian_term_generator_free(generator);
    xapian_writable_db_free(db);
}

static xapian_query *simple_query(const xapian_db *db, const char *text)
{
    xapian_query_parser *parser;
    xapian_stem *stem;
    xapian_query *query;
    must(xapian_query_parser_new(&parser, &err));
    must(xapian_stem_new("english", &stem, &err));
    must(xapian_query_parser_set_stem(parser, stem, &err));
    must(xapian_query_parser_set_database(parser, db, &err));
    must(xapian_query_parser_set_strategy(parser, XAPIAN_STEM_SOME, &err));
    query = parsed(parser, text);
    xapian_stem_free(stem);
    xapian_query_parser_free(parser);
    return query;
}

void chapter_simplesearch(const guide *g)
{
    static const char *const texts[] = {"volcano", "the highest mountain of Africa",
                                        "\"sierra nevada\"", "glaciers -volcano",
                                        "submarine"};
    xapian_db *db = opened("simple");
    (void)g;
    for (size_t i = 0; i < N(texts); i++)
        search(db, simple_query(db, texts[i]));
    xapian_db_free(db);
}

static void expand(const xapian_db *db, const char *text, xapian_rset *rset)
{
    xapian_query *query = simple_query(db, text);
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_eset *eset;
    describe(query);
    enquire = enquire_of(db, query);
    must(xapian_enquire_mset(enquire, 0, 10, 0, rset, &mset, &err));
    say_mset(mset);
    if (xapian_rset_size(rset) == 0)
        for (xapian_doccount i = 0; i < 5 && i < xapian_mset_size(mset); i++) {
            xapian_docid docid;
            must(xapian_mset_docid(mset, i, &docid, &err));
            must(xapian_rset_add(rset, docid, &err));
        }
    must(xapian_enquire_eset(enquire, rset, 10, NULL, &eset, &err));
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        const char *name;
        size_t len;
        double weight;
        must(xapian_eset_term(eset, i, &name, &len, &err));
        must(xapian_eset_weight(eset, i, &weight, &err));
        say("  expand", name, len);
        say_number("    weight", weight);
    }
    xapian_eset_free(eset);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
}

void chapter_simpleexpand(const guide *g)
{
    xapian_db *db = opened("simple");
    xapian_rset *rset;
    (void)g;
    must(xapian_rset_new(&rset, &err));
    expand(db, "volcano", rset);
    xapian_rset_free(rset);
    must(xapian_rset_new(&rset, &err));
    must(xapian_rset_add(rset, 14, &err));
    must(xapian_rset_add(rset, 16, &err));
    expand(db, "ice mountain", rset);
    xapian_rset_free(rset);
    xapian_db_free(db);
}

/* ---- concurrency, databases -------------------------------------------------------------- */

static void say_count(const xapian_db *db)
{
    xapian_doccount count;
    must(xapian_db_doc_count(db, &count, &err));
    printf("%u documents\n", count);
}

static void add_word(xapian_writable_db *db, const char *word)
{
    xapian_document *doc;
    xapian_docid docid;
    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, STR(word), &err));
    must(xapian_document_add_term(doc, STR(word), 1, &err));
    must(xapian_writable_db_add_document(db, doc, &docid, &err));
    printf("document %u\n", docid);
    xapian_document_free(doc);
}

void chapter_concurrency(const guide *g)
{
    xapian_writable_db *db = writable("concurrency"), *second;
    xapian_db *reader = opened("concurrency");
    bool changed;
    (void)g;
    say_error(xapian_writable_db_open("concurrency", XAPIAN_OPEN, 0, &second, &err));
    must(xapian_db_locked(reader, &changed, &err));
    printf("%s\n", changed ? "locked" : "not locked");
    add_word(db, "one");
    say_count(reader);
    say_count(xapian_writable_db_reader(db));
    must(xapian_writable_db_commit(db, &err));
    say_count(reader);
    must(xapian_db_reopen(reader, &changed, &err));
    printf("%s\n", changed ? "changed" : "not changed");
    say_count(reader);

    must(xapian_writable_db_begin_transaction(db, true, &err));
    add_word(db, "two");
    must(xapian_writable_db_cancel_transaction(db, &err));
    say_count(xapian_writable_db_reader(db));
    must(xapian_writable_db_begin_transaction(db, true, &err));
    add_word(db, "three");
    must(xapian_writable_db_commit_transaction(db, &err));
    say_count(xapian_writable_db_reader(db));
    say_error(xapian_writable_db_commit_transaction(db, &err));
    close_writable(db);
    must(xapian_db_locked(reader, &changed, &err));
    printf("%s\n", changed ? "locked" : "not locked");
    must(xapian_db_close(reader, &err));
    say_error(xapian_db_reopen(reader, &changed, &err));
    xapian_db_free(reader);
}

void chapter_databases(const guide *g)
{
    xapian_writable_db *db;
    xapian_db *reader = opened("db");
    const char *uuid;
    size_t len;
    uint64_t revision;
    xapian_terms *terms;
    (void)g;
    say_type(xapian_writable_db_open("db", XAPIAN_CREATE, 0, &db, &err));
    say_type(xapian_writable_db_open("absent", XAPIAN_OPEN, 0, &db, &err));
    say_database(reader);
    must(xapian_db_uuid(reader, &uuid, &len, &err));
    must(xapian_db_revision(reader, &revision, &err));
    printf("uuid of %zu bytes, revision %llu\n", len, (unsigned long long)revision);
    must(xapian_db_terms(reader, STR("XK"), &terms, &err));
    say_terms("continents", terms, FREQ);
    must(xapian_db_terms(reader, STR("Sm"), &terms, &err));
    say_terms("titles", terms, FREQ);
    xapian_db_free(reader);

    must(xapian_writable_db_new_in_memory(&db, &err));
    add_word(db, "memory");
    say_database(xapian_writable_db_reader(db));
    xapian_writable_db_free(db);
    must(xapian_writable_db_open("overwritten", XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &err));
    add_word(db, "before");
    close_writable(db);
    must(xapian_writable_db_open("overwritten", XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &err));
    say_database(xapian_writable_db_reader(db));
    xapian_writable_db_free(db);
}

/* ---- documents, terms, values ------------------------------------------------------------ */

void chapter_documents(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_document *doc;
    (void)g;
    must(xapian_db_document(db, 14, &doc, &err));
    say_document(doc);
    xapian_document_free(doc);
    say_error(xapian_db_document(db, 99, &doc, &err));
    xapian_db_free(db);

    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, "any\0bytes", 9, &err));
    must(xapian_document_add_term(doc, STR("snow"), 3, &err));
    must(xapian_document_add_posting(doc, STR("snow"), 7, 1, &err));
    must(xapian_document_add_posting(doc, STR("ice"), 2, 1, &err));
    must(xapian_document_add_posting(doc, STR("ice"), 1, 2, &err));
    must(xapian_document_add_boolean_term(doc, STR("XKeurope"), &err));
    must(xapian_document_set_value(doc, 3, STR("three"), &err));
    must(xapian_document_set_value(doc, 1, STR("one"), &err));
    say_document(doc);
    must(xapian_document_remove_posting(doc, STR("ice"), 2, 1, &err));
    must(xapian_document_remove_term(doc, STR("XKeurope"), &err));
    must(xapian_document_remove_value(doc, 1, &err));
    say_document(doc);
    say_error(xapian_document_remove_term(doc, STR("rain"), &err));
    must(xapian_document_clear_values(doc, &err));
    must(xapian_document_clear_terms(doc, &err));
    say_document(doc);
    xapian_document_free(doc);
}

void chapter_terms(const guide *g)
{
    char languages[1000];
    xapian_stem *stem;
    (void)g;
    for (size_t i = 0; i < N(stemmed); i++) {
        must(xapian_stem_new(stemmed[i][0], &stem, &err));
        for (size_t k = 1; k < N(stemmed[0]); k++) {
            const char *result;
            size_t len;
            must(xapian_stem_apply(stem, STR(stemmed[i][k]), &result, &len, &err));
            printf("%s ", stemmed[i][0]);
            say(stemmed[i][k], result, len);
        }
        xapian_stem_free(stem);
    }
    say_error(xapian_stem_new("klingon", &stem, &err));
    must(xapian_stem_languages(languages, sizeof languages, NULL, &err));
    say("languages", STR(languages));
}

/* A document of one text. */
static void generate(const char *label, xapian_term_generator *generator, const char *text)
{
    xapian_document *doc;
    xapian_terms *terms;
    must(xapian_document_new(&doc, &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, STR(text), 1, NULL, 0, &err));
    must(xapian_term_generator_skip(generator, 10, &err));
    must(xapian_term_generator_index(generator, STR(text), 2, STR("XD"), &err));
    must(xapian_term_generator_index_without_positions(generator, STR(text), 3, STR("XE"),
                                                       &err));
    printf("%s to position %u\n", label, xapian_term_generator_position(generator));
    must(xapian_document_terms(doc, &terms, &err));
    say_terms("terms", terms, WDF | POSITIONS);
    xapian_document_free(doc);
}

void chapter_termgenerator(const guide *g)
{
    static const xapian_stem_strategy strategies[] = {XAPIAN_STEM_NONE, XAPIAN_STEM_SOME,
                                                      XAPIAN_STEM_ALL, XAPIAN_STEM_ALL_Z,
                                                      XAPIAN_STEM_SOME_FULL_POS};
    static const xapian_stop_strategy stops[] = {XAPIAN_STOP_NONE, XAPIAN_STOP_ALL,
                                                 XAPIAN_STOP_STEMMED};
    xapian_term_generator *generator;
    xapian_stem *stem;
    xapian_stopper *stopper;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_stem_new("en", &stem, &err));
    must(xapian_stopper_new(&stopper, &err));
    must(xapian_stopper_add(stopper, STR("the"), &err));
    must(xapian_stopper_add(stopper, STR("of"), &err));
    generate("plain", generator, g->mountains[0].text);
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (size_t i = 0; i < N(strategies); i++) {
        must(xapian_term_generator_set_strategy(generator, strategies[i], &err));
        generate("strategy", generator, g->mountains[0].text);
    }
    must(xapian_term_generator_set_strategy(generator, XAPIAN_STEM_SOME, &err));
    for (size_t i = 0; i < N(stops); i++) {
        must(xapian_term_generator_set_stopper(generator, stopper, stops[i], &err));
        generate("stopper", generator, g->mountains[0].text);
    }
    must(xapian_term_generator_set_max_word(generator, 6, &err));
    generate("short words", generator, g->mountains[13].text);
    must(xapian_term_generator_set_max_word(generator, 64, &err));
    generate("signs", generator,
             "AT&T isn't C++ or x_y, 3.14 1,000 Mulhac\303\251n O'Neill");
    must(xapian_term_generator_set_flags(generator, XAPIAN_GENERATE_CJK_NGRAM, NULL, &err));
    generate("CJK", generator, "\345\257\214\345\243\253\345\261\261 3776");
    xapian_stopper_free(stopper);
    xapian_stem_free(stem);
    xapian_term_generator_free(generator);
}

void chapter_uniqueness(const guide *g)
{
    xapian_writable_db *db = writable("unique");
    xapian_document *doc;
    xapian_docid docid;
    xapian_terms *terms;
    (void)g;
    for (unsigned i = 0; i < 6; i++) {
        const char id[] = {'Q', (char)('a' + i % 3), '\0'};
        must(xapian_document_new(&doc, &err));
        must(xapian_document_add_boolean_term(doc, STR(id), &err));
        if (i < 3)
            must(xapian_document_add_boolean_term(doc, STR("XOLD"), &err));
        must(xapian_writable_db_replace_document_by_term(db, STR(id), doc, &docid, &err));
        printf("document %u\n", docid);
        must(xapian_writable_db_add_document(db, doc, &docid, &err));
        printf("document %u\n", docid);
        xapian_document_free(doc);
    }
    must(xapian_document_new(&doc, &err));
    must(xapian_writable_db_replace_document(db, 20, doc, &err));
    xapian_document_free(doc);
    must(xapian_writable_db_delete_document_by_term(db, STR("Qb"), &err));
    must(xapian_writable_db_delete_document_by_term(db, STR("Qabsent"), &err));
    must(xapian_writable_db_delete_document(db, 1, &err));
    say_error(xapian_writable_db_delete_document(db, 1, &err));
    say_database(xapian_writable_db_reader(db));
    must(xapian_db_terms(xapian_writable_db_reader(db), NULL, 0, &terms, &err));
    say_terms("terms", terms, FREQ);
    close_writable(db);
}

static void say_values(const xapian_db *db, xapian_slot slot)
{
    xapian_values *values;
    xapian_docid docid;
    xapian_doccount freq;
    const char *value, *upper;
    size_t len, upper_len;
    must(xapian_db_value_freq(db, slot, &freq, &err));
    must(xapian_db_value_bounds(db, slot, &value, &len, &upper, &upper_len, &err));
    printf("slot %u, %u values\n", slot, freq);
    say("  from", value, len);
    say("  to", upper, upper_len);
    must(xapian_db_values(db, slot, &values, &err));
    while (more(xapian_values_next(values, &docid, &value, &len, &err))) {
        printf("  %u", docid);
        say("", value, len);
    }
    xapian_values_free(values);
}

void chapter_values(const guide *g)
{
    static const double numbers[] = {0,     1,      -1,     0.5,    8849,       -430.5,
                                     1e300, -1e300, 1e-300, 1922.0, 123456789.0};
    xapian_db *db = opened("db");
    xapian_values *values;
    xapian_docid docid;
    const char *value;
    size_t len;
    double number;
    (void)g;
    for (size_t i = 0; i < N(numbers); i++) {
        char bytes[XAPIAN_SORTABLE_MAX];
        must(xapian_sortable_serialise(numbers[i], bytes, &len, &err));
        printf("%.17g", numbers[i]);
        say("", bytes, len);
        must(xapian_sortable_unserialise(bytes, len, &number, &err));
        say_number("  back", number);
    }
    for (size_t i = 0; i < N(published_values); i++) {
        char bytes[XAPIAN_SORTABLE_MAX];
        must(xapian_sortable_unserialise(STR(published_values[i]), &number, &err));
        say("published", STR(published_values[i]));
        say_number("  is", number);
        must(xapian_sortable_serialise(number, bytes, &len, &err));
        say("  again", bytes, len);
    }
    for (xapian_slot slot = HEIGHT; slot <= PLACE + 1; slot++)
        say_values(db, slot);
    must(xapian_db_values(db, DATE, &values, &err));
    for (docid = 8; docid < 40; docid += 7)
        if (more(xapian_values_skip_to(values, docid, &docid, &value, &len, &err)))
            say("skipped to", value, len);
    xapian_values_free(values);
    xapian_db_free(db);
}

void chapter_limitations(const guide *g)
{
    xapian_writable_db *db = writable("limits");
    char text[300];
    (void)g;
    memset(text, 'x', sizeof text);
    for (size_t len = 244; len < 248; len++) {
        xapian_document *doc;
        xapian_status status;
        must(xapian_document_new(&doc, &err));
        status = xapian_document_add_term(doc, text, len, 1, &err);
        if (status == XAPIAN_OK)
            status = xapian_writable_db_add_document(db, doc, NULL, &err);
        printf("%zu bytes: ", len);
        say_type(status);
        xapian_document_free(doc);
    }
    say_database(xapian_writable_db_reader(db));
    close_writable(db);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide's practical example and how-tos, in C.
 */
#include "config.h"

#include "guide_c.h"

/* ---- a practical example: indexing ------------------------------------------------------- */

void chapter_writing_the_code(const guide *g)
{
    xapian_writable_db *db = writable("db1");
    xapian_term_generator *generator;
    xapian_stem *stem;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_stem_new("en", &stem, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (size_t i = 0; i < g->n; i++) {
        const mountain *m = &g->mountains[i];
        char data[500], id[100];
        xapian_document *doc;
        must(xapian_document_new(&doc, &err));
        must(xapian_term_generator_set_document(generator, doc, &err));
        must(xapian_term_generator_index(generator, STR(m->name), 1, "S", 1, &err));
        must(xapian_term_generator_index(generator, STR(m->text), 1, "XD", 2, &err));
        must(xapian_term_generator_index(generator, STR(m->name), 1, NULL, 0, &err));
        must(xapian_term_generator_skip(generator, 100, &err));
        must(xapian_term_generator_index(generator, STR(m->text), 1, NULL, 0, &err));
        snprintf(data, sizeof data, "%s\n%s", m->name, m->text);
        must(xapian_document_set_data(doc, STR(data), &err));
        snprintf(id, sizeof id, "Q%s", m->name);
        must(xapian_document_add_boolean_term(doc, STR(id), &err));
        must(xapian_writable_db_replace_document_by_term(db, STR(id), doc, NULL, &err));
        xapian_document_free(doc);
    }
    must(xapian_writable_db_commit(db, &err));
    say_database(xapian_writable_db_reader(db));
    xapian_stem_free(stem);
    xapian_term_generator_free(generator);
    xapian_writable_db_free(db);
}

static void say_postings(const xapian_db *db, const char *name)
{
    xapian_doccount freq;
    xapian_termcount all, bound, length, wdf, unique;
    xapian_postings *postings;
    xapian_docid docid;
    bool exists;
    must(xapian_db_term_freq(db, STR(name), &freq, &err));
    must(xapian_db_collection_freq(db, STR(name), &all, &err));
    must(xapian_db_wdf_bound(db, STR(name), &bound, &err));
    must(xapian_db_term_exists(db, STR(name), &exists, &err));
    printf("term %s: %s, freq %u, collection %u, wdf to %u\n", name,
           exists ? "there" : "absent", freq, all, bound);
    must(xapian_db_postings(db, STR(name), &postings, &err));
    while (more(xapian_postings_next(postings, &docid, &err))) {
        must(xapian_postings_wdf(postings, &wdf, &err));
        must(xapian_postings_doc_length(postings, &length, &err));
        must(xapian_postings_unique_terms(postings, &unique, &err));
        printf("  %u: wdf %u of %u, %u terms\n", docid, wdf, length, unique);
    }
    xapian_postings_free(postings);
}

/* The title that the guide shows the terms of, too. */
void chapter_verifying_the_index(const guide *g)
{
    static const char title[] = "Ansonia Sunwatch (pocket compas dial)";
    xapian_db *db = opened("db1");
    xapian_document *doc;
    xapian_term_generator *generator;
    xapian_stem *stem;
    xapian_terms *terms;
    (void)g;
    say_database(db);
    must(xapian_db_document(db, 1, &doc, &err));
    say_document(doc);
    xapian_document_free(doc);
    must(xapian_db_doc_terms(db, 1, &terms, &err));
    say_terms("terms of 1", terms, WDF | FREQ | POSITIONS);
    say_postings(db, "Smount");
    say_postings(db, "Zvolcano");
    say_postings(db, "QAconcagua");
    say_postings(db, "Stime");

    must(xapian_document_new(&doc, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_stem_new("en", &stem, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_index(generator, STR(title), 1, "S", 1, &err));
    must(xapian_document_terms(doc, &terms, &err));
    say_terms(title, terms, 0);
    xapian_stem_free(stem);
    xapian_term_generator_free(generator);
    xapian_document_free(doc);
    xapian_db_free(db);
}

void chapter_updating_the_database(const guide *g)
{
    xapian_writable_db *db = writable("db1");
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_docid docid;
    xapian_document *doc;
    (void)g;
    must(xapian_writable_db_delete_document_by_term(db, STR("QK2"), &err));
    must(xapian_writable_db_delete_document_by_term(db, STR("QElbrus"), &err));
    say_database(reader);
    must(xapian_document_new(&doc, &err));
    must(xapian_document_set_data(doc, STR("Denali\nAlso called Mount McKinley"), &err));
    must(xapian_document_add_boolean_term(doc, STR("QDenali"), &err));
    must(xapian_document_add_posting(doc, STR("mckinley"), 3, 1, &err));
    must(
        xapian_writable_db_replace_document_by_term(db, STR("QDenali"), doc, &docid, &err));
    xapian_document_free(doc);
    printf("document %u\n", docid);
    must(xapian_db_document(reader, docid, &doc, &err));
    say_document(doc);
    xapian_document_free(doc);
    say_database(reader);
    say_postings(reader, "mckinley");
    say_postings(reader, "Zvolcano");
    close_writable(db);
}

/* ---- a practical example: searching ------------------------------------------------------ */

/* As the guide's log has it: 'text'[0:10] = 7 3 1. */
static void search1(const char *text, xapian_doccount offset, xapian_doccount max)
{
    xapian_db *db = opened("db1");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *enquire = enquire_of(db, parsed(parser, text));
    xapian_mset *mset;
    must(xapian_enquire_mset(enquire, offset, max, 0, NULL, &mset, &err));
    say_mset(mset);
    printf("'%s'[%u:%u] =", text, offset, offset + max);
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        xapian_docid docid;
        must(xapian_mset_docid(mset, i, &docid, &err));
        printf(" %u", docid);
    }
    printf("\n");
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

void chapter_building(const guide *g)
{
    (void)g;
    search1("summit", 0, 10);
    search1("summit", 3, 2);
    search1("", 0, 10);
}

void chapter_running_the_search(const guide *g)
{
    (void)g;
    search1("volcano", 0, 10);
    search1("equator volcano", 0, 10);
}

void chapter_prefix(const guide *g)
{
    (void)g;
    search1("title:mount", 0, 10);
    search1("text:\"sierra nevada\" AND title:whitney", 0, 10);
    search1("text:mount", 0, 10);
}

void chapter_database_modified(const guide *g)
{
    xapian_writable_db *db = writable("modified");
    xapian_db *reader;
    xapian_document *doc;
    xapian_status status = XAPIAN_OK;
    const char *data;
    size_t len;
    index_mountains(g, db, 0, 1);
    must(xapian_writable_db_commit(db, &err));
    reader = opened("modified");
    for (xapian_docid docid = 1; docid <= 3; docid++) {
        must(xapian_document_new(&doc, &err));
        must(xapian_document_set_data(doc, STR("new"), &err));
        must(xapian_writable_db_replace_document(db, docid, doc, &err));
        must(xapian_writable_db_commit(db, &err));
        xapian_document_free(doc);
    }
    for (int tries = 0; tries < 2; tries++) {
        status = xapian_db_document(reader, 2, &doc, &err);
        if (status == XAPIAN_OK) {
            status = xapian_document_data(doc, &data, &len, &err);
            if (status == XAPIAN_OK)
                say("data", data, len);
            xapian_document_free(doc);
        }
        if (status == XAPIAN_DATABASE_MODIFIED) {
            say_error(status);
            must(xapian_db_reopen(reader, NULL, &err));
        }
    }
    xapian_db_free(reader);
    close_writable(db);
}

/* ---- how to ------------------------------------------------------------------------------ */

void chapter_boolean_filters(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_terms *terms;
    (void)g;
    must(xapian_db_terms(db, STR("XC"), &terms, &err));
    say_terms("countries", terms, FREQ);
    search(db, pair(XAPIAN_OP_FILTER, parsed(parser, "highest mountain"), term("XCspain")));
    search(db, pair(XAPIAN_OP_FILTER, parsed(parser, "highest mountain"),
                    pair(XAPIAN_OP_OR, term("XCswitzerland"), term("XCunited states"))));
    search(db, pair(XAPIAN_OP_AND_NOT, parsed(parser, "volcano"), term("XKasia")));
    must(xapian_query_parser_add_boolean_prefix(parser, STR("country"), STR("XC"), NULL, 0,
                                                &err));
    must(xapian_query_parser_add_boolean_prefix(parser, STR("continent"), STR("XK"), NULL,
                                                0, &err));
    must(xapian_query_parser_add_boolean_prefix(parser, STR("also"), STR("XC"), "", 0,
                                                &err));
    search(db, parsed(parser, "mountain country:nepal"));
    search(db, parsed(parser, "mountain country:nepal country:china"));
    search(db, parsed(parser, "mountain also:nepal also:china"));
    search(db, parsed(parser, "volcano country:\"united states\" continent:oceania"));
    search(db, parsed(parser, "country:nepal"));
    search(db, parsed(parser, "mountain -country:nepal"));
    say_type(xapian_query_parser_add_prefix(parser, STR("country"), STR("XC"), &err));
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

/* Heights in feet, which no year is: a range as one writes it oneself. */
static int feet(void *user, const char *begin, size_t begin_len, const char *end,
                size_t end_len, xapian_query **query)
{
    const double low = begin_len > 0 ? atof(begin) : 2100;
    const double high = end_len > 0 ? atof(end) : 30000;
    char from[XAPIAN_SORTABLE_MAX], to[XAPIAN_SORTABLE_MAX];
    size_t from_len, to_len;
    ++*(int *)user;
    if (low < 2100 || low > 30000 || high < 2100 || high > 30000)
        return 0;
    must(xapian_sortable_serialise(low * 0.3048, from, &from_len, &err));
    must(xapian_sortable_serialise(high * 0.3048, to, &to_len, &err));
    must(xapian_query_value_range(HEIGHT, from, from_len, to, to_len, query, &err));
    return 0;
}

static void range(const xapian_db *db, xapian_query_parser *parser, const char *text)
{
    xapian_query *query;
    const xapian_status status = xapian_query_parser_parse(
        parser, STR(text), XAPIAN_PARSE_DEFAULT, NULL, 0, &query, &err);
    say("text", STR(text));
    if (status == XAPIAN_OK)
        search(db, query);
    else
        say_error(status);
}

void chapter_range_queries(const guide *g)
{
    static const char *const texts[] = {
        "8500..m",         "..2500m",      "4000..5000m",     "4000m..5000m",
        "1950..1959",      "..1799",       "volcano 1872..",  "4000..m 1800..1899",
        "1000m..",         "1000..2000ft", "on:1865-07-14..", "on:13/02/62..3/3/64",
        "on:02/13/62..",   "12000..15000", "..14000 italy",   "8000..m ..2000m",
        "mountain ..x..y", "date:1..2",    "on:29/5/1953..",  "place:equator..ice",
        "1..2..3",         "m..m"};
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser(), *authors;
    int calls = 0;
    (void)g;
    must(xapian_query_parser_add_number_range(parser, HEIGHT, STR("m"),
                                              XAPIAN_RANGE_SUFFIX | XAPIAN_RANGE_REPEATED,
                                              NULL, 0, &err));
    must(xapian_query_parser_add_date_range(parser, DATE, STR("on:"), 0, 1900, NULL, 0,
                                            &err));
    must(xapian_query_parser_add_range_callback(parser, feet, &calls, NULL, 0, 0, NULL, 0,
                                                &err));
    must(xapian_query_parser_add_number_range(parser, YEAR, NULL, 0, 0, NULL, 0, &err));
    for (size_t i = 0; i < N(texts); i++)
        range(db, parser, texts[i]);
    printf("%d calls\n", calls);
    xapian_query_parser_free(parser);

    /* Of Xapian's document on value ranges. */
    must(xapian_query_parser_new(&authors, &err));
    must(xapian_query_parser_add_date_range(authors, DATE, NULL, 0,
                                            XAPIAN_RANGE_MONTH_FIRST, 1930, NULL, 0, &err));
    must(xapian_query_parser_add_range(authors, 4, NULL, 0, 0, NULL, 0, &err));
    range(db, authors, "mars asimov..bradbury");
    range(db, authors, "02/01/29..");
    range(db, authors, "02/01/30..");
    range(db, authors, "2020-02-03..");
    range(db, authors, "x..");
    xapian_query_parser_free(authors);
    xapian_db_free(db);
}

static void say_spy(const xapian_matchspy *spy)
{
    size_t total;
    xapian_terms *values;
    must(xapian_matchspy_total(spy, &total, &err));
    printf("%zu seen\n", total);
    must(xapian_matchspy_values(spy, &values, &err));
    say_terms("values", values, FREQ);
    must(xapian_matchspy_top_values(spy, 3, &values, &err));
    say_terms("top values", values, FREQ);
}

typedef struct {
    unsigned seen;
    double sum;
    size_t bytes;
} tally;

static int spy_document(void *user, const xapian_document *doc, double weight)
{
    tally *t = user;
    const char *value;
    size_t len;
    must(xapian_document_value(doc, COUNTRY, &value, &len, &err));
    t->seen++;
    t->sum += weight;
    t->bytes += len;
    return 0;
}

void chapter_facets(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *enquire = enquire_of(db, parsed(parser, "mountain"));
    xapian_matchspy *continents, *countries, *own;
    tally all = {0, 0, 0};
    xapian_mset *mset;
    xapian_query *query;
    (void)g;
    must(xapian_matchspy_new_count(CONTINENT, &continents, &err));
    must(xapian_matchspy_new_count(COUNTRY, &countries, &err));
    must(xapian_matchspy_new(spy_document, &all, &own, &err));
    must(xapian_enquire_add_matchspy(enquire, continents, &err));
    must(xapian_enquire_add_matchspy(enquire, countries, &err));
    must(xapian_enquire_add_matchspy(enquire, own, &err));
    must(xapian_enquire_mset(enquire, 0, 10, 10000, NULL, &mset, &err));
    say_mset(mset);
    say_spy(continents);
    say_spy(countries);
    printf("%u seen, %zu bytes\n", all.seen, all.bytes);
    say_number("weights", all.sum);
    xapian_mset_free(mset);
    must(xapian_enquire_clear_matchspies(enquire, &err));
    must(xapian_query_value_range(CONTINENT, STR("Europe"), STR("Europe"), &query, &err));
    search(db, pair(XAPIAN_OP_FILTER, parsed(parser, "mountain"), query));
    xapian_matchspy_free(own);
    xapian_matchspy_free(countries);
    xapian_matchspy_free(continents);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

/* The last letter of the name, then the name. */
static int last_letter(void *user, const xapian_document *doc, const char **key,
                       size_t *key_len)
{
    char *to = user;
    const char *data;
    size_t len, name;
    must(xapian_document_data(doc, &data, &len, &err));
    name = (size_t)first_line(data, len);
    to[0] = data[name - 1];
    memcpy(to + 1, data, name);
    *key = to;
    *key_len = name + 1;
    return 0;
}

void chapter_sorting(const guide *g)
{
    static const xapian_sort_slot by[] = {
        {.slot = CONTINENT, .descending = true},
        {.slot = YEAR, .fallback = "\xff", .fallback_len = 1},
        {.slot = HEIGHT, .descending = true}};
    static const xapian_sort sorts[] = {XAPIAN_SORT_VALUE, XAPIAN_SORT_VALUE_THEN_RELEVANCE,
                                        XAPIAN_SORT_RELEVANCE_THEN_VALUE};
    static const xapian_coord bern = {46.948, 7.447};
    const xapian_near near = {PLACE, &bern, 1, XAPIAN_EARTH_RADIUS};
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *enquire = enquire_of(db, parsed(parser, "mountain volcano"));
    char key[100];
    (void)g;
    for (size_t i = 0; i < N(sorts); i++)
        for (int descending = 0; descending < 2; descending++) {
            must(xapian_enquire_sort_by_value(enquire, sorts[i], CONTINENT, descending,
                                              &err));
            run(enquire);
            must(xapian_enquire_sort_by_slots(enquire, sorts[i], by, N(by), &err));
            run(enquire);
            must(xapian_enquire_sort_by_key(enquire, sorts[i], last_letter, key, descending,
                                            &err));
            run(enquire);
            must(xapian_enquire_sort_by_distance(enquire, sorts[i], &near, -1, descending,
                                                 &err));
            run(enquire);
        }
    must(xapian_enquire_sort_by_relevance(enquire, &err));
    run(enquire);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

void chapter_collapsing(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *enquire = enquire_of(db, parsed(parser, "highest mountain summit"));
    (void)g;
    for (xapian_doccount max = 1; max < 4; max++)
        for (xapian_slot slot = CONTINENT; slot <= COUNTRY; slot++) {
            xapian_mset *mset;
            must(xapian_enquire_set_collapse(enquire, slot, max, &err));
            must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));
            say_mset(mset);
            printf("uncollapsed %u <= %u <= %u\n",
                   xapian_mset_uncollapsed_lower_bound(mset),
                   xapian_mset_uncollapsed_estimated(mset),
                   xapian_mset_uncollapsed_upper_bound(mset));
            xapian_mset_free(mset);
        }
    must(xapian_enquire_set_collapse(enquire, XAPIAN_NO_SLOT, 1, &err));
    run(enquire);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

static void correct(xapian_query_parser *parser, const char *text)
{
    const char *corrected;
    size_t len;
    xapian_query *query;
    must(xapian_query_parser_parse(parser, STR(text),
                                   XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_SPELLING, NULL, 0,
                                   &query, &err));
    must(xapian_query_parser_corrected(parser, &corrected, &len, &err));
    say(text, corrected, len);
    describe(query);
    xapian_query_free(query);
}

void chapter_spelling(const guide *g)
{
    static const char *const words[] = {"volcno",  "volcano",  "gacier",
                                        "himalya", "mountian", "xyzzy",
                                        "ev",      "mount",    "mulhacen"};
    xapian_writable_db *db = writable("spelling");
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_query_parser *parser = new_parser();
    xapian_term_generator *generator;
    xapian_document *doc;
    xapian_terms *terms;
    must(xapian_document_new(&doc, &err));
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_document(generator, doc, &err));
    must(xapian_term_generator_set_flags(generator, XAPIAN_GENERATE_SPELLING, db, &err));
    for (size_t i = 0; i < g->n; i++) {
        must(xapian_term_generator_index(generator, STR(g->mountains[i].name), 1, NULL, 0,
                                         &err));
        must(xapian_term_generator_index(generator, STR(g->mountains[i].text), 1, NULL, 0,
                                         &err));
    }
    must(xapian_writable_db_add_spelling(db, STR("himalaya"), 5, &err));
    must(xapian_writable_db_remove_spelling(db, STR("the"), 1000, &err));
    must(xapian_writable_db_remove_spelling(db, STR("of"), 2, &err));
    must(xapian_writable_db_commit(db, &err));
    must(xapian_db_spellings(reader, &terms, &err));
    say_terms("dictionary", terms, FREQ);
    for (size_t i = 0; i < N(words); i++)
        for (unsigned edits = 1; edits < 4; edits++) {
            const char *suggestion;
            size_t len;
            must(xapian_db_suggest_spelling(reader, STR(words[i]), edits, &suggestion, &len,
                                            &err));
            say(words[i], suggestion, len);
        }
    must(xapian_query_parser_set_database(parser, reader, &err));
    correct(parser, "hihgest mountian");
    correct(parser, "highest mountain");
    correct(parser, "title:volcno \"siera nevada\"");
    xapian_document_free(doc);
    xapian_term_generator_free(generator);
    xapian_query_parser_free(parser);
    close_writable(db);
}

static void synonymous(const xapian_db *db, xapian_query_parser *parser, const char *text,
                       unsigned flags)
{
    xapian_query *query;
    must(xapian_query_parser_parse(parser, STR(text), XAPIAN_PARSE_DEFAULT | flags, NULL, 0,
                                   &query, &err));
    search(db, query);
}

void chapter_synonyms(const guide *g)
{
    xapian_writable_db *db = writable("synonyms");
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_query_parser *parser = new_parser();
    xapian_terms *terms;
    index_mountains(g, db, 0, 1);
    must(xapian_writable_db_add_synonym(db, STR("snow"), STR("ice"), &err));
    must(xapian_writable_db_add_synonym(db, STR("snow"), STR("glaciers"), &err));
    must(xapian_writable_db_add_synonym(db, STR("snow"), STR("rain"), &err));
    must(xapian_writable_db_remove_synonym(db, STR("snow"), STR("rain"), &err));
    must(xapian_writable_db_add_synonym(db, STR("Zsummit"), STR("Zpeak"), &err));
    must(xapian_writable_db_add_synonym(db, STR("fire mountain"), STR("volcano"), &err));
    must(xapian_writable_db_add_synonym(db, STR("gone"), STR("away"), &err));
    must(xapian_writable_db_clear_synonyms(db, STR("gone"), &err));
    must(xapian_writable_db_commit(db, &err));
    must(xapian_db_synonym_keys(reader, NULL, 0, &terms, &err));
    say_terms("keys", terms, 0);
    must(xapian_db_synonym_keys(reader, STR("f"), &terms, &err));
    say_terms("keys", terms, 0);
    must(xapian_db_synonyms(reader, STR("snow"), &terms, &err));
    say_terms("snow", terms, 0);
    must(xapian_query_parser_set_database(parser, reader, &err));
    synonymous(reader, parser, "snow", XAPIAN_PARSE_SYNONYM);
    synonymous(reader, parser, "~snow", XAPIAN_PARSE_SYNONYM);
    synonymous(reader, parser, "~summits OR +~snow", XAPIAN_PARSE_SYNONYM);
    synonymous(reader, parser, "snow on summits", XAPIAN_PARSE_AUTO_SYNONYMS);
    synonymous(reader, parser, "a fire mountain", XAPIAN_PARSE_AUTO_SYNONYMS);
    synonymous(reader, parser, "a fire mountain", XAPIAN_PARSE_AUTO_MULTIWORD_SYNONYMS);
    xapian_query_parser_free(parser);
    close_writable(db);
}

void chapter_iterate_all_docs(const guide *g)
{
    xapian_db *db = opened("db1");
    xapian_postings *postings;
    xapian_docid docid, some[7];
    size_t n;
    xapian_query *query;
    (void)g;
    must(xapian_query_match_all(&query, &err));
    search(db, query);
    must(xapian_query_match_all(&query, &err));
    search(db, pair(XAPIAN_OP_AND_NOT, query, term("mountain")));
    must(xapian_db_postings(db, NULL, 0, &postings, &err));
    while (more(xapian_postings_next(postings, &docid, &err))) {
        xapian_document *doc;
        const char *data;
        size_t len;
        must(xapian_db_document(db, docid, &doc, &err));
        must(xapian_document_data(doc, &data, &len, &err));
        printf("%u %.*s\n", docid, first_line(data, len), data);
        xapian_document_free(doc);
    }
    xapian_postings_free(postings);
    must(xapian_db_postings(db, NULL, 0, &postings, &err));
    while (more(xapian_postings_next_many(postings, some, NULL, N(some), &n, &err)))
        for (size_t i = 0; i < n; i++)
            printf("%u\n", some[i]);
    xapian_postings_free(postings);
    xapian_db_free(db);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guide_c MOUNTAINS - the programs of Xapian's guide in C; see guide.h
 *
 * Works in the current folder, which is empty. guide_cc does the same in C++; guide.sh
 * compares what they print.
 */
#include "config.h"

#include <ctype.h>

#include "guide_c.h"

void describe(const xapian_query *query)
{
    const char *text;
    size_t len;
    must(xapian_query_describe(query, &text, &len, &err));
    say("query", text, len);
}

static void say_key(const char *label, const char *key, size_t len)
{
    if (len > 0)
        say(label, key, len);
}

void say_mset(const xapian_mset *mset)
{
    say_counts(xapian_mset_size(mset), xapian_mset_lower_bound(mset),
               xapian_mset_estimated(mset), xapian_mset_upper_bound(mset),
               xapian_mset_max_possible(mset), xapian_mset_max_attained(mset));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        xapian_document *doc;
        xapian_docid docid;
        xapian_doccount rank, collapsed;
        double weight;
        int percent, same;
        const char *text;
        size_t len;
        must(xapian_mset_document(mset, i, &doc, &err));
        must(xapian_mset_docid(mset, i, &docid, &err));
        must(xapian_mset_rank(mset, i, &rank, &err));
        must(xapian_mset_weight(mset, i, &weight, &err));
        must(xapian_mset_percent(mset, i, &percent, &err));
        must(xapian_mset_weight_percent(mset, weight, &same, &err));
        must(xapian_document_data(doc, &text, &len, &err));
        say_match(rank, docid, weight, percent, text, len);
        if (same != percent)
            printf("    not %d%%\n", same);
        must(xapian_mset_sort_key(mset, i, &text, &len, &err));
        say_key("    sort key", text, len);
        must(xapian_mset_collapse_key(mset, i, &text, &len, &err));
        say_key("    collapse key", text, len);
        must(xapian_mset_collapse_count(mset, i, &collapsed, &err));
        if (collapsed > 0)
            printf("    and %u more\n", collapsed);
        xapian_document_free(doc);
    }
}

void run(const xapian_enquire *enquire)
{
    xapian_mset *mset;
    must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));
    say_mset(mset);
    xapian_mset_free(mset);
}

xapian_enquire *enquire_of(const xapian_db *db, xapian_query *query)
{
    xapian_enquire *enquire;
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    xapian_query_free(query);
    return enquire;
}

void search(const xapian_db *db, xapian_query *query)
{
    xapian_enquire *enquire;
    describe(query);
    enquire = enquire_of(db, query);
    run(enquire);
    xapian_enquire_free(enquire);
}

void say_terms(const char *label, xapian_terms *terms, unsigned what)
{
    const char *name;
    size_t len;
    printf("%s:\n", label);
    while (more(xapian_terms_next(terms, &name, &len, &err))) {
        xapian_termcount wdf, count;
        xapian_doccount freq;
        xapian_termpos pos;
        xapian_positions *positions;
        say("  term", name, len);
        if (what & WDF) {
            must(xapian_terms_wdf(terms, &wdf, &err));
            printf("    wdf %u\n", wdf);
        }
        if (what & FREQ) {
            must(xapian_terms_freq(terms, &freq, &err));
            printf("    freq %u\n", freq);
        }
        if (what & POSITIONS) {
            must(xapian_terms_position_count(terms, &count, &err));
            must(xapian_terms_positions(terms, &positions, &err));
            printf("    %u at", count);
            while (more(xapian_positions_next(positions, &pos, &err)))
                printf(" %u", pos);
            printf("\n");
            xapian_positions_free(positions);
        }
    }
    xapian_terms_free(terms);
}

void say_document(const xapian_document *doc)
{
    const char *text;
    size_t len;
    xapian_docid docid;
    xapian_slot slot;
    xapian_termcount terms, values_n;
    xapian_values *values;
    xapian_terms *list;
    must(xapian_document_data(doc, &text, &len, &err));
    must(xapian_document_term_count(doc, &terms, &err));
    must(xapian_document_value_count(doc, &values_n, &err));
    printf("document %u of %u terms, %u values\n", xapian_document_docid(doc), terms,
           values_n);
    say("  data", text, len);
    must(xapian_document_values(doc, &values, &err));
    while (more(xapian_values_next(values, &docid, &text, &len, &err))) {
        must(xapian_values_slot(values, &slot, &err));
        printf("  %u", slot);
        say(" value", text, len);
    }
    xapian_values_free(values);
    must(xapian_document_terms(doc, &list, &err));
    say_terms("terms", list, WDF | POSITIONS);
}

void say_database(const xapian_db *db)
{
    xapian_doccount count;
    xapian_docid last;
    double average;
    uint64_t total;
    xapian_termcount lower, upper;
    bool positions;
    must(xapian_db_doc_count(db, &count, &err));
    must(xapian_db_last_docid(db, &last, &err));
    must(xapian_db_average_length(db, &average, &err));
    must(xapian_db_total_length(db, &total, &err));
    must(xapian_db_doc_length_bounds(db, &lower, &upper, &err));
    must(xapian_db_has_positions(db, &positions, &err));
    printf("%u documents to %u, lengths %u to %u, all %llu, average %.17g%s\n", count, last,
           lower, upper, (unsigned long long)total, average,
           positions ? ", positions" : "");
}

xapian_query_parser *new_parser(void)
{
    xapian_query_parser *parser;
    xapian_stem *stem;
    must(xapian_query_parser_new(&parser, &err));
    must(xapian_stem_new("en", &stem, &err));
    must(xapian_query_parser_set_stem(parser, stem, &err));
    must(xapian_query_parser_set_strategy(parser, XAPIAN_STEM_SOME, &err));
    must(xapian_query_parser_add_prefix(parser, STR("title"), STR("S"), &err));
    must(xapian_query_parser_add_prefix(parser, STR("text"), STR("XD"), &err));
    xapian_stem_free(stem);
    return parser;
}

xapian_query *parsed(xapian_query_parser *parser, const char *text)
{
    xapian_query *query;
    must(xapian_query_parser_parse(parser, STR(text), XAPIAN_PARSE_DEFAULT, NULL, 0, &query,
                                   &err));
    return query;
}

/* A filter, in lower case. */
static void add_filter(xapian_document *doc, const char *prefix, const char *name,
                       size_t len)
{
    char text[100];
    size_t n = strlen(prefix);
    memcpy(text, prefix, n);
    for (size_t i = 0; i < len; i++)
        text[n++] = (char)tolower((unsigned char)name[i]);
    must(xapian_document_add_boolean_term(doc, text, n, &err));
}

static void set_number(xapian_document *doc, xapian_slot slot, double number)
{
    char value[XAPIAN_SORTABLE_MAX];
    size_t len;
    must(xapian_sortable_serialise(number, value, &len, &err));
    must(xapian_document_set_value(doc, slot, value, len, &err));
}

static void set_values(xapian_document *doc, const mountain *m)
{
    const xapian_coord place = {atof(m->latitude), atof(m->longitude)};
    const size_t country = strcspn(m->countries, ";");
    char coords[XAPIAN_COORD_MAX];
    size_t len;
    set_number(doc, HEIGHT, atof(m->height));
    if (*m->date) {
        set_number(doc, YEAR, atoi(m->date) / 10000);
        must(xapian_document_set_value(doc, DATE, STR(m->date), &err));
    }
    must(xapian_document_set_value(doc, CONTINENT, STR(m->continent), &err));
    must(xapian_document_set_value(doc, COUNTRY, m->countries, country, &err));
    must(xapian_coords_serialise(&place, 1, coords, sizeof coords, &len, &err));
    must(xapian_document_set_value(doc, PLACE, coords, len, &err));
    for (const char *at = m->countries; *at;) {
        const size_t n = strcspn(at, ";");
        add_filter(doc, "XC", at, n);
        at += n + (at[n] == ';');
    }
    add_filter(doc, "XK", m->continent, strlen(m->continent));
}

void index_mountains(const guide *g, xapian_writable_db *db, size_t first, size_t step)
{
    xapian_term_generator *generator;
    xapian_stem *stem;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_stem_new("en", &stem, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    for (size_t i = first; i < g->n; i += step) {
        const mountain *m = &g->mountains[i];
        xapian_document *doc;
        char text[500];
        must(xapian_document_new(&doc, &err));
        must(xapian_term_generator_set_document(generator, doc, &err));
        must(xapian_term_generator_index(generator, STR(m->name), 1, "S", 1, &err));
        must(xapian_term_generator_index(generator, STR(m->text), 1, "XD", 2, &err));
        must(xapian_term_generator_index(generator, STR(m->name), 1, NULL, 0, &err));
        must(xapian_term_generator_skip(generator, 100, &err));
        must(xapian_term_generator_index(generator, STR(m->text), 1, NULL, 0, &err));
        snprintf(text, sizeof text, "%s\n%s\n%s\n%s\n%s", m->name, m->countries, m->height,
                 m->date, m->text);
        must(xapian_document_set_data(doc, STR(text), &err));
        snprintf(text, sizeof text, "Q%s", m->name);
        must(xapian_document_add_boolean_term(doc, STR(text), &err));
        set_values(doc, m);
        must(xapian_writable_db_add_document(db, doc, NULL, &err));
        xapian_document_free(doc);
    }
    xapian_stem_free(stem);
    xapian_term_generator_free(generator);
}

int main(int argc, char **argv)
{
    static guide g;
    xapian_writable_db *db;
    if (argc != 2) {
        fprintf(stderr, "usage: guide_c MOUNTAINS\n");
        return 1;
    }
    guide_load(&g, argv[1]);
    db = writable("db");
    index_mountains(&g, db, 0, 1);
    close_writable(db);
#define RUN(id, path)                                                                      \
    printf("=== %s\n", path);                                                              \
    chapter_##id(&g);
    CHAPTERS(RUN)
    return 0;
}

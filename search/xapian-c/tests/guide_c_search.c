/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide's core concepts on searching, in C.
 */
#include "config.h"

#include "guide_c.h"

/* All that is known of a query, and what it finds. */
static void look_into(const xapian_db *db, xapian_query *query)
{
    const char *data;
    size_t len;
    xapian_terms *terms;
    xapian_query *again;
    must(xapian_query_serialise(query, &data, &len, &err));
    say("serialised", data, len);
    must(xapian_query_unserialise(data, len, &again, &err));
    describe(again);
    xapian_query_free(again);
    printf("length %u\n", xapian_query_length(query));
    must(xapian_query_terms(query, false, &terms, &err));
    say_terms("in order", terms, 0);
    must(xapian_query_terms(query, true, &terms, &err));
    say_terms("unique", terms, 0);
    search(db, query);
}

static void combine(const xapian_db *db, xapian_op op, xapian_termcount parameter)
{
    xapian_query *highest = term("highest"), *mountains = term("mountain"),
                 *of = term("of");
    const xapian_query *const parts[] = {highest, mountains, of};
    xapian_query *query;
    must(xapian_query_combine(op, parts, N(parts), parameter, &query, &err));
    look_into(db, query);
    must(xapian_query_combine(op, parts, 2, parameter, &query, &err));
    look_into(db, query);
    must(xapian_query_combine(op, parts, 1, parameter, &query, &err));
    describe(query);
    xapian_query_free(query);
    xapian_query_free(of);
    xapian_query_free(mountains);
    xapian_query_free(highest);
}

void chapter_queries(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query *query, *other;
    char low[XAPIAN_SORTABLE_MAX], high[XAPIAN_SORTABLE_MAX];
    size_t low_len, high_len;
    (void)g;
    for (int op = XAPIAN_OP_AND; op <= XAPIAN_OP_MAX; op++)
        combine(db, (xapian_op)op, 0);
    combine(db, XAPIAN_OP_NEAR, 6);
    combine(db, XAPIAN_OP_PHRASE, 5);
    combine(db, XAPIAN_OP_ELITE_SET, 1);
    must(xapian_query_term(STR("volcano"), 3, 7, &query, &err));
    must(xapian_query_scale(query, 2.5, &other, &err));
    look_into(db, query);
    look_into(db, pair(XAPIAN_OP_OR, other, term("ice")));
    must(xapian_query_match_all(&query, &err));
    look_into(db, query);
    must(xapian_query_match_nothing(&query, &err));
    printf("%s\n", xapian_query_is_empty(query) ? "empty" : "not empty");
    look_into(db, query);
    must(xapian_sortable_serialise(8000, low, &low_len, &err));
    must(xapian_sortable_serialise(8600, high, &high_len, &err));
    must(xapian_query_value_range(HEIGHT, low, low_len, high, high_len, &query, &err));
    look_into(db, query);
    must(xapian_query_value_ge(HEIGHT, high, high_len, &query, &err));
    look_into(db, query);
    must(xapian_query_value_le(DATE, STR("1799"), &query, &err));
    look_into(db, query);
    must(xapian_query_value_range(DATE, STR("1900"), STR("18"), &query, &err));
    look_into(db, query);
    look_into(db, pair(XAPIAN_OP_AND, pair(XAPIAN_OP_OR, term("ice"), term("rock")),
                       pair(XAPIAN_OP_AND_NOT, term("the"), term("volcano"))));
    xapian_db_free(db);
}

/* The flags of questions[]. */
static const unsigned question_flags[] = {
    0,
    XAPIAN_PARSE_DEFAULT,
    XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_WILDCARD,
    XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_BOOLEAN_ANY_CASE | XAPIAN_PARSE_PURE_NOT,
    XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_PARTIAL,
    XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_NO_POSITIONS,
    XAPIAN_PARSE_DEFAULT | XAPIAN_PARSE_CJK_NGRAM,
};

static void ask(const xapian_db *db, xapian_query_parser *parser, const question *q)
{
    xapian_query *query;
    xapian_terms *terms, *typed;
    const char *name;
    size_t len;
    const xapian_status status = xapian_query_parser_parse(
        parser, STR(q->text), question_flags[q->flags], NULL, 0, &query, &err);
    say("text", STR(q->text));
    if (status != XAPIAN_OK) {
        say_error(status);
        return;
    }
    must(xapian_query_parser_stopped(parser, &terms, &err));
    say_terms("stopped", terms, 0);
    must(xapian_query_terms(query, true, &terms, &err));
    while (more(xapian_terms_next(terms, &name, &len, &err))) {
        must(xapian_query_parser_unstem(parser, name, len, &typed, &err));
        say_terms(name, typed, 0);
    }
    xapian_terms_free(terms);
    search(db, query);
}

void chapter_queryparser(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_stopper *stopper;
    (void)g;
    must(xapian_stopper_new(&stopper, &err));
    must(xapian_stopper_add(stopper, STR("the"), &err));
    must(xapian_stopper_add(stopper, STR("of"), &err));
    must(xapian_query_parser_set_stopper(parser, stopper, &err));
    must(xapian_query_parser_set_database(parser, db, &err));
    must(xapian_query_parser_add_prefix(parser, STR("either"), STR("S"), &err));
    must(xapian_query_parser_add_prefix(parser, STR("either"), STR("XD"), &err));
    must(xapian_query_parser_add_boolean_prefix(parser, STR("country"), STR("XC"), NULL, 0,
                                                &err));
    must(xapian_query_parser_add_boolean_prefix(parser, STR("continent"), STR("XK"), NULL,
                                                0, &err));
    for (size_t i = 0; i < N(questions); i++)
        ask(db, parser, &questions[i]);
    for (int op = XAPIAN_OP_AND; op <= XAPIAN_OP_MAX; op++) {
        if (op == XAPIAN_OP_NEAR || op == XAPIAN_OP_PHRASE)
            continue; /* refused: the header says why */
        const xapian_status status =
            xapian_query_parser_set_default_op(parser, (xapian_op)op, &err);
        if (status == XAPIAN_OK)
            search(db, parsed(parser, "highest mountain of asia"));
        else
            printf("%s\n", err.type);
    }
    must(xapian_query_parser_set_default_op(parser, XAPIAN_OP_OR, &err));
    for (int strategy = XAPIAN_STEM_NONE; strategy <= XAPIAN_STEM_SOME_FULL_POS;
         strategy++) {
        must(
            xapian_query_parser_set_strategy(parser, (xapian_stem_strategy)strategy, &err));
        search(db, parsed(parser, "highest Mountains \"summer climbs\""));
    }
    xapian_stopper_free(stopper);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

static void page(const xapian_enquire *enquire, xapian_doccount first, xapian_doccount max,
                 xapian_doccount at_least)
{
    xapian_mset *mset;
    must(xapian_enquire_mset(enquire, first, max, at_least, NULL, &mset, &err));
    say_mset(mset);
    xapian_mset_free(mset);
}

void chapter_ranked_matches(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *enquire = enquire_of(db, parsed(parser, "mountain volcano summit of"));
    xapian_mset *mset;
    xapian_doccount freq;
    xapian_terms *terms;
    double weight;
    (void)g;
    page(enquire, 0, 5, 0);
    page(enquire, 5, 5, 0);
    page(enquire, 0, 0, 40);
    page(enquire, 30, 20, 0);
    page(enquire, 100, 5, 0);
    must(xapian_enquire_mset(enquire, 0, 3, 0, NULL, &mset, &err));
    must(xapian_mset_term_freq(mset, STR("Zvolcano"), &freq, &err));
    must(xapian_mset_term_weight(mset, STR("Zvolcano"), &weight, &err));
    printf("freq %u\n", freq);
    say_number("weight", weight);
    xapian_mset_free(mset);
    must(xapian_enquire_matching_terms(enquire, 14, &terms, &err));
    say_terms("matching", terms, 0);
    must(xapian_enquire_set_cutoff(enquire, 60, 0, &err));
    page(enquire, 0, 10, 0);
    must(xapian_enquire_set_cutoff(enquire, 0, 2.5, &err));
    page(enquire, 0, 10, 0);
    must(xapian_enquire_set_cutoff(enquire, 0, 0, &err));
    must(xapian_enquire_weight_bool(enquire, &err));
    must(xapian_enquire_set_docid_order(enquire, XAPIAN_DOCID_DESCENDING, &err));
    page(enquire, 0, 5, 0);
    must(xapian_enquire_set_docid_order(enquire, XAPIAN_DOCID_ANY, &err));
    page(enquire, 0, 5, 0);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

static void wildcard(const xapian_db *db, const char *prefix, xapian_termcount max,
                     xapian_wildcard_limit limit, xapian_op op)
{
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_status status;
    must(xapian_query_wildcard(STR(prefix), max, limit, op, &query, &err));
    describe(query);
    enquire = enquire_of(db, query);
    status = xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err);
    if (status == XAPIAN_OK)
        say_mset(mset);
    else
        say_error(status);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
}

/* Over the limit only SYNONYM, or FIRST: with others Xapian loses memory. */
void chapter_search_limitations(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_query *query;
    (void)g;
    wildcard(db, "vol", 0, XAPIAN_WILDCARD_ERROR, XAPIAN_OP_OR);
    wildcard(db, "s", 5, XAPIAN_WILDCARD_ERROR, XAPIAN_OP_SYNONYM);
    wildcard(db, "s", 5, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_SYNONYM);
    wildcard(db, "s", 5, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_OR);
    wildcard(db, "s", 5, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_MAX);
    wildcard(db, "s", 5, XAPIAN_WILDCARD_MOST_FREQUENT, XAPIAN_OP_SYNONYM);
    wildcard(db, "gla", 5, XAPIAN_WILDCARD_MOST_FREQUENT, XAPIAN_OP_OR);
    wildcard(db, "absent", 5, XAPIAN_WILDCARD_ERROR, XAPIAN_OP_MAX);
    must(xapian_query_parser_set_max_expansion(parser, 2, XAPIAN_WILDCARD_ERROR,
                                               XAPIAN_PARSE_WILDCARD, &err));
    must(xapian_query_parser_parse(parser, STR("s*"), XAPIAN_PARSE_WILDCARD, NULL, 0,
                                   &query, &err));
    describe(query);
    xapian_query_free(query);
    must(xapian_query_parser_set_max_expansion(parser, 3, XAPIAN_WILDCARD_FIRST,
                                               XAPIAN_PARSE_PARTIAL, &err));
    must(xapian_query_parser_parse(parser, STR("s"), XAPIAN_PARSE_PARTIAL, NULL, 0, &query,
                                   &err));
    search(db, query);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

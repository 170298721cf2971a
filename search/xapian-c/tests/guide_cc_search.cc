/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide's core concepts on searching, in C++.
 */
#include "config.h"

#include "guide_cc.h"

/* All that is known of a query, and what it finds. */
static void look_into(const Xapian::Database &db, const Xapian::Query &query)
{
    const std::string data = query.serialise();
    say("serialised", data);
    describe(Xapian::Query::unserialise(data));
    printf("length %u\n", query.get_length());
    say_terms("in order", query.get_terms_begin(), query.get_terms_end(), 0);
    say_terms("unique", query.get_unique_terms_begin(), query.get_unique_terms_end(), 0);
    search(db, query);
}

static void combine(const Xapian::Database &db, Xapian::Query::op op,
                    Xapian::termcount parameter)
{
    const std::string parts[] = {"highest", "mountain", "of"};
    look_into(db, Xapian::Query(op, parts, parts + 3, parameter));
    look_into(db, Xapian::Query(op, parts, parts + 2, parameter));
    describe(Xapian::Query(op, parts, parts + 1, parameter));
}

static const Xapian::Query::op ops[] = {
    Xapian::Query::OP_AND,     Xapian::Query::OP_OR,        Xapian::Query::OP_AND_NOT,
    Xapian::Query::OP_XOR,     Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER,
    Xapian::Query::OP_NEAR,    Xapian::Query::OP_PHRASE,    Xapian::Query::OP_ELITE_SET,
    Xapian::Query::OP_SYNONYM, Xapian::Query::OP_MAX,
};

void chapter_queries(const guide *)
{
    using Xapian::Query;
    const Xapian::Database db("db");
    for (const auto op : ops)
        combine(db, op, 0);
    combine(db, Query::OP_NEAR, 6);
    combine(db, Query::OP_PHRASE, 5);
    combine(db, Query::OP_ELITE_SET, 1);
    const Query volcano("volcano", 3, 7);
    look_into(db, volcano);
    look_into(
        db, Query(Query::OP_OR, Query(Query::OP_SCALE_WEIGHT, volcano, 2.5), Query("ice")));
    look_into(db, Query::MatchAll);
    printf("%s\n", Query::MatchNothing.empty() ? "empty" : "not empty");
    look_into(db, Query::MatchNothing);
    const std::string low = Xapian::sortable_serialise(8000);
    const std::string high = Xapian::sortable_serialise(8600);
    look_into(db, Query(Query::OP_VALUE_RANGE, HEIGHT, low, high));
    look_into(db, Query(Query::OP_VALUE_GE, HEIGHT, high));
    look_into(db, Query(Query::OP_VALUE_LE, DATE, "1799"));
    look_into(db, Query(Query::OP_VALUE_RANGE, DATE, "1900", "18"));
    look_into(db, Query(Query::OP_AND, Query(Query::OP_OR, Query("ice"), Query("rock")),
                        Query(Query::OP_AND_NOT, Query("the"), Query("volcano"))));
}

/* The flags of questions[]. */
using parser_t = Xapian::QueryParser;
static const unsigned question_flags[] = {
    0,
    parser_t::FLAG_DEFAULT,
    parser_t::FLAG_DEFAULT | parser_t::FLAG_WILDCARD,
    parser_t::FLAG_DEFAULT | parser_t::FLAG_BOOLEAN_ANY_CASE | parser_t::FLAG_PURE_NOT,
    parser_t::FLAG_DEFAULT | parser_t::FLAG_PARTIAL,
    parser_t::FLAG_DEFAULT | parser_t::FLAG_NO_POSITIONS,
    parser_t::FLAG_DEFAULT | parser_t::FLAG_CJK_NGRAM,
};

static void ask(const Xapian::Database &db, Xapian::QueryParser &parser, const question &q)
{
    say("text", q.text, strlen(q.text));
    try {
        const Xapian::Query query = parser.parse_query(q.text, question_flags[q.flags]);
        say_terms("stopped", parser.stoplist_begin(), parser.stoplist_end(), 0);
        for (auto term = query.get_unique_terms_begin();
             term != query.get_unique_terms_end(); ++term) {
            const std::string name = *term;
            say_terms(name.c_str(), parser.unstem_begin(name), parser.unstem_end(name), 0);
        }
        search(db, query);
    } catch (const Xapian::QueryParserError &error) {
        say_error(error);
    }
}

void chapter_queryparser(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::SimpleStopper stopper;
    stopper.add("the");
    stopper.add("of");
    parser.set_stopper(&stopper);
    parser.set_database(db);
    parser.add_prefix("either", "S");
    parser.add_prefix("either", "XD");
    parser.add_boolean_prefix("country", "XC");
    parser.add_boolean_prefix("continent", "XK");
    for (const question &q : questions)
        ask(db, parser, q);
    for (const auto op : ops) {
        if (op == Xapian::Query::OP_NEAR || op == Xapian::Query::OP_PHRASE)
            continue;
        try {
            parser.set_default_op(op);
        } catch (const Xapian::Error &error) {
            printf("%s\n", error.get_type());
            continue;
        }
        search(db, parsed(parser, "highest mountain of asia"));
    }
    parser.set_default_op(Xapian::Query::OP_OR);
    for (const auto strategy :
         {parser_t::STEM_NONE, parser_t::STEM_SOME, parser_t::STEM_ALL,
          parser_t::STEM_ALL_Z, parser_t::STEM_SOME_FULL_POS}) {
        parser.set_stemming_strategy(strategy);
        search(db, parsed(parser, "highest Mountains \"summer climbs\""));
    }
}

void chapter_ranked_matches(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire enquire = enquire_of(db, parsed(parser, "mountain volcano summit of"));
    say_mset(enquire.get_mset(0, 5));
    say_mset(enquire.get_mset(5, 5));
    say_mset(enquire.get_mset(0, 0, 40));
    say_mset(enquire.get_mset(30, 20));
    say_mset(enquire.get_mset(100, 5));
    const Xapian::MSet mset = enquire.get_mset(0, 3);
    printf("freq %u\n", mset.get_termfreq("Zvolcano"));
    say_number("weight", mset.get_termweight("Zvolcano"));
    say_terms("matching", enquire.get_matching_terms_begin(14),
              enquire.get_matching_terms_end(14), 0);
    enquire.set_cutoff(60);
    say_mset(enquire.get_mset(0, 10));
    enquire.set_cutoff(0, 2.5);
    say_mset(enquire.get_mset(0, 10));
    enquire.set_cutoff(0, 0);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(enquire.DESCENDING);
    say_mset(enquire.get_mset(0, 5));
    enquire.set_docid_order(enquire.DONT_CARE);
    say_mset(enquire.get_mset(0, 5));
}

static void wildcard(const Xapian::Database &db, const std::string &prefix,
                     Xapian::termcount max, int limit, Xapian::Query::op op)
{
    const Xapian::Query query(Xapian::Query::OP_WILDCARD, prefix, max, limit, op);
    describe(query);
    try {
        run(enquire_of(db, query));
    } catch (const Xapian::WildcardError &error) {
        say_error(error);
    }
}

void chapter_search_limitations(const guide *)
{
    using Xapian::Query;
    const Xapian::Database db("db");
    wildcard(db, "vol", 0, Query::WILDCARD_LIMIT_ERROR, Query::OP_OR);
    wildcard(db, "s", 5, Query::WILDCARD_LIMIT_ERROR, Query::OP_SYNONYM);
    wildcard(db, "s", 5, Query::WILDCARD_LIMIT_FIRST, Query::OP_SYNONYM);
    wildcard(db, "s", 5, Query::WILDCARD_LIMIT_FIRST, Query::OP_OR);
    wildcard(db, "s", 5, Query::WILDCARD_LIMIT_FIRST, Query::OP_MAX);
    wildcard(db, "s", 5, Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_SYNONYM);
    wildcard(db, "gla", 5, Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_OR);
    wildcard(db, "absent", 5, Query::WILDCARD_LIMIT_ERROR, Query::OP_MAX);
    Xapian::QueryParser parser = new_parser();
    parser.set_max_expansion(2, Query::WILDCARD_LIMIT_ERROR, parser.FLAG_WILDCARD);
    describe(parser.parse_query("s*", parser.FLAG_WILDCARD));
    parser.set_max_expansion(3, Query::WILDCARD_LIMIT_FIRST, parser.FLAG_PARTIAL);
    search(db, parser.parse_query("s", parser.FLAG_PARTIAL));
}

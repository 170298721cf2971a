/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide's practical example and how-tos, in C++.
 */
#include "config.h"

#include "guide_cc.h"

/* ---- a practical example: indexing ------------------------------------------------------- */

void chapter_writing_the_code(const guide *g)
{
    Xapian::WritableDatabase db = writable("db1");
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    for (size_t i = 0; i < g->n; i++) {
        const std::string name = g->mountains[i].name, text = g->mountains[i].text;
        Xapian::Document doc;
        generator.set_document(doc);
        generator.index_text(name, 1, "S");
        generator.index_text(text, 1, "XD");
        generator.index_text(name);
        generator.increase_termpos();
        generator.index_text(text);
        doc.set_data(name + "\n" + text);
        doc.add_boolean_term("Q" + name);
        db.replace_document("Q" + name, doc);
    }
    db.commit();
    say_database(db);
}

static void say_postings(const Xapian::Database &db, const std::string &name)
{
    printf("term %s: %s, freq %u, collection %u, wdf to %u\n", name.c_str(),
           db.term_exists(name) ? "there" : "absent", db.get_termfreq(name),
           db.get_collection_freq(name), db.get_wdf_upper_bound(name));
    for (auto i = db.postlist_begin(name); i != db.postlist_end(name); ++i)
        printf("  %u: wdf %u of %u, %u terms\n", *i, i.get_wdf(), i.get_doclength(),
               i.get_unique_terms());
}

void chapter_verifying_the_index(const guide *)
{
    static const char title[] = "Ansonia Sunwatch (pocket compas dial)";
    const Xapian::Database db("db1");
    say_database(db);
    say_document(db.get_document(1));
    say_terms("terms of 1", db.termlist_begin(1), db.termlist_end(1),
              WDF | FREQ | POSITIONS);
    say_postings(db, "Smount");
    say_postings(db, "Zvolcano");
    say_postings(db, "QAconcagua");
    say_postings(db, "Stime");

    Xapian::Document doc;
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    generator.set_document(doc);
    generator.index_text(title, 1, "S");
    say_terms(title, doc.termlist_begin(), doc.termlist_end(), 0);
}

void chapter_updating_the_database(const guide *)
{
    Xapian::WritableDatabase db = writable("db1");
    db.delete_document("QK2");
    db.delete_document("QElbrus");
    say_database(db);
    Xapian::Document doc;
    doc.set_data("Denali\nAlso called Mount McKinley");
    doc.add_boolean_term("QDenali");
    doc.add_posting("mckinley", 3);
    const Xapian::docid docid = db.replace_document("QDenali", doc);
    printf("document %u\n", docid);
    say_document(db.get_document(docid));
    say_database(db);
    say_postings(db, "mckinley");
    say_postings(db, "Zvolcano");
}

/* ---- a practical example: searching ------------------------------------------------------ */

static void search1(const char *text, Xapian::doccount offset, Xapian::doccount max)
{
    const Xapian::Database db("db1");
    Xapian::QueryParser parser = new_parser();
    const Xapian::Enquire enquire = enquire_of(db, parsed(parser, text));
    const Xapian::MSet mset = enquire.get_mset(offset, max);
    say_mset(mset);
    printf("'%s'[%u:%u] =", text, offset, offset + max);
    for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i)
        printf(" %u", *i);
    printf("\n");
}

void chapter_building(const guide *)
{
    search1("summit", 0, 10);
    search1("summit", 3, 2);
    search1("", 0, 10);
}

void chapter_running_the_search(const guide *)
{
    search1("volcano", 0, 10);
    search1("equator volcano", 0, 10);
}

void chapter_prefix(const guide *)
{
    search1("title:mount", 0, 10);
    search1("text:\"sierra nevada\" AND title:whitney", 0, 10);
    search1("text:mount", 0, 10);
}

void chapter_database_modified(const guide *g)
{
    Xapian::WritableDatabase db = writable("modified");
    index_mountains(g, db, 0, 1);
    db.commit();
    Xapian::Database reader("modified");
    for (Xapian::docid docid = 1; docid <= 3; docid++) {
        Xapian::Document doc;
        doc.set_data("new");
        db.replace_document(docid, doc);
        db.commit();
    }
    for (int tries = 0; tries < 2; tries++) {
        try {
            say("data", reader.get_document(2).get_data());
        } catch (const Xapian::DatabaseModifiedError &error) {
            say_error(error);
            reader.reopen();
        }
    }
}

/* ---- how to ------------------------------------------------------------------------------ */

void chapter_boolean_filters(const guide *)
{
    using Xapian::Query;
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    say_terms("countries", db.allterms_begin("XC"), db.allterms_end("XC"), FREQ);
    search(db,
           Query(Query::OP_FILTER, parsed(parser, "highest mountain"), Query("XCspain")));
    search(db,
           Query(Query::OP_FILTER, parsed(parser, "highest mountain"),
                 Query(Query::OP_OR, Query("XCswitzerland"), Query("XCunited states"))));
    search(db, Query(Query::OP_AND_NOT, parsed(parser, "volcano"), Query("XKasia")));
    parser.add_boolean_prefix("country", "XC");
    parser.add_boolean_prefix("continent", "XK");
    const std::string none;
    parser.add_boolean_prefix("also", "XC", &none);
    search(db, parsed(parser, "mountain country:nepal"));
    search(db, parsed(parser, "mountain country:nepal country:china"));
    search(db, parsed(parser, "mountain also:nepal also:china"));
    search(db, parsed(parser, "volcano country:\"united states\" continent:oceania"));
    search(db, parsed(parser, "country:nepal"));
    search(db, parsed(parser, "mountain -country:nepal"));
    failing_type([&] { parser.add_prefix("country", "XC"); });
}

namespace
{

/* Heights in feet, which no year is: a range as one writes it oneself. */
struct feet : public Xapian::RangeProcessor {
    int calls = 0;
    Xapian::Query operator()(const std::string &begin, const std::string &end) override
    {
        const double low = begin.empty() ? 2100 : std::atof(begin.c_str());
        const double high = end.empty() ? 30000 : std::atof(end.c_str());
        calls++;
        if (low < 2100 || low > 30000 || high < 2100 || high > 30000)
            return Xapian::Query(Xapian::Query::OP_INVALID);
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, HEIGHT,
                             Xapian::sortable_serialise(low * 0.3048),
                             Xapian::sortable_serialise(high * 0.3048));
    }
};

} // namespace

static void range(const Xapian::Database &db, Xapian::QueryParser &parser, const char *text)
{
    say("text", text, strlen(text));
    try {
        search(db, parser.parse_query(text));
    } catch (const Xapian::QueryParserError &error) {
        say_error(error);
    }
}

void chapter_range_queries(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::NumberRangeProcessor metres(HEIGHT, "m",
                                        Xapian::RP_SUFFIX | Xapian::RP_REPEATED);
    Xapian::DateRangeProcessor dates(DATE, "on:", 0, 1900);
    feet in_feet;
    Xapian::NumberRangeProcessor years(YEAR);
    parser.add_rangeprocessor(&metres);
    parser.add_rangeprocessor(&dates);
    parser.add_rangeprocessor(&in_feet);
    parser.add_rangeprocessor(&years);
    for (const char *text :
         {"8500..m",         "..2500m",      "4000..5000m",     "4000m..5000m",
          "1950..1959",      "..1799",       "volcano 1872..",  "4000..m 1800..1899",
          "1000m..",         "1000..2000ft", "on:1865-07-14..", "on:13/02/62..3/3/64",
          "on:02/13/62..",   "12000..15000", "..14000 italy",   "8000..m ..2000m",
          "mountain ..x..y", "date:1..2",    "on:29/5/1953..",  "place:equator..ice",
          "1..2..3",         "m..m"})
        range(db, parser, text);
    printf("%d calls\n", in_feet.calls);

    Xapian::QueryParser authors;
    Xapian::DateRangeProcessor american(DATE, Xapian::RP_DATE_PREFER_MDY, 1930);
    Xapian::RangeProcessor names(4);
    authors.add_rangeprocessor(&american);
    authors.add_rangeprocessor(&names);
    range(db, authors, "mars asimov..bradbury");
    range(db, authors, "02/01/29..");
    range(db, authors, "02/01/30..");
    range(db, authors, "2020-02-03..");
    range(db, authors, "x..");
}

static void say_spy(const Xapian::ValueCountMatchSpy &spy)
{
    printf("%zu seen\n", spy.get_total());
    say_terms("values", spy.values_begin(), spy.values_end(), FREQ);
    say_terms("top values", spy.top_values_begin(3), spy.top_values_end(3), FREQ);
}

namespace
{

struct tally : public Xapian::MatchSpy {
    unsigned seen = 0;
    double sum = 0;
    size_t bytes = 0;
    void operator()(const Xapian::Document &doc, double weight) override
    {
        seen++;
        sum += weight;
        bytes += doc.get_value(COUNTRY).size();
    }
};

} // namespace

void chapter_facets(const guide *)
{
    using Xapian::Query;
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire enquire = enquire_of(db, parsed(parser, "mountain"));
    Xapian::ValueCountMatchSpy continents(CONTINENT), countries(COUNTRY);
    tally all;
    enquire.add_matchspy(&continents);
    enquire.add_matchspy(&countries);
    enquire.add_matchspy(&all);
    say_mset(enquire.get_mset(0, 10, 10000));
    say_spy(continents);
    say_spy(countries);
    printf("%u seen, %zu bytes\n", all.seen, all.bytes);
    say_number("weights", all.sum);
    search(db, Query(Query::OP_FILTER, parsed(parser, "mountain"),
                     Query(Query::OP_VALUE_RANGE, CONTINENT, "Europe", "Europe")));
}

namespace
{

struct last_letter : public Xapian::KeyMaker {
    std::string operator()(const Xapian::Document &doc) const override
    {
        const std::string data = doc.get_data();
        const std::string name = data.substr(0, data.find('\n'));
        return name.back() + name;
    }
};

void sort_by_key(Xapian::Enquire &enquire, int sort, Xapian::KeyMaker &maker,
                 bool descending)
{
    if (sort == 0)
        enquire.set_sort_by_key(&maker, descending);
    else if (sort == 1)
        enquire.set_sort_by_key_then_relevance(&maker, descending);
    else
        enquire.set_sort_by_relevance_then_key(&maker, descending);
    run(enquire);
}

} // namespace

void chapter_sorting(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire enquire = enquire_of(db, parsed(parser, "mountain volcano"));
    Xapian::MultiValueKeyMaker several;
    several.add_value(CONTINENT, true);
    several.add_value(YEAR, false, "\xff");
    several.add_value(HEIGHT, true);
    last_letter letters;
    const Xapian::LatLongCoord bern(46.948, 7.447);
    const Xapian::GreatCircleMetric metric;
    Xapian::LatLongDistanceKeyMaker distance(PLACE, bern, metric);
    for (int sort = 0; sort < 3; sort++)
        for (const bool descending : {false, true}) {
            if (sort == 0)
                enquire.set_sort_by_value(CONTINENT, descending);
            else if (sort == 1)
                enquire.set_sort_by_value_then_relevance(CONTINENT, descending);
            else
                enquire.set_sort_by_relevance_then_value(CONTINENT, descending);
            run(enquire);
            sort_by_key(enquire, sort, several, false);
            sort_by_key(enquire, sort, letters, descending);
            sort_by_key(enquire, sort, distance, descending);
        }
    enquire.set_sort_by_relevance();
    run(enquire);
}

void chapter_collapsing(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire enquire = enquire_of(db, parsed(parser, "highest mountain summit"));
    for (Xapian::doccount max = 1; max < 4; max++)
        for (const Xapian::valueno slot : {CONTINENT, COUNTRY}) {
            enquire.set_collapse_key(slot, max);
            const Xapian::MSet mset = enquire.get_mset(0, 10);
            say_mset(mset);
            printf("uncollapsed %u <= %u <= %u\n",
                   mset.get_uncollapsed_matches_lower_bound(),
                   mset.get_uncollapsed_matches_estimated(),
                   mset.get_uncollapsed_matches_upper_bound());
        }
    enquire.set_collapse_key(Xapian::BAD_VALUENO);
    run(enquire);
}

static void correct(Xapian::QueryParser &parser, const char *text)
{
    const Xapian::Query query =
        parser.parse_query(text, parser.FLAG_DEFAULT | parser.FLAG_SPELLING_CORRECTION);
    say(text, parser.get_corrected_query_string());
    describe(query);
}

void chapter_spelling(const guide *g)
{
    Xapian::WritableDatabase db = writable("spelling");
    Xapian::Document doc;
    Xapian::TermGenerator generator;
    generator.set_document(doc);
    generator.set_database(db);
    generator.set_flags(generator.FLAG_SPELLING);
    for (size_t i = 0; i < g->n; i++) {
        generator.index_text(std::string(g->mountains[i].name));
        generator.index_text(std::string(g->mountains[i].text));
    }
    db.add_spelling("himalaya", 5);
    db.remove_spelling("the", 1000);
    db.remove_spelling("of", 2);
    db.commit();
    say_terms("dictionary", db.spellings_begin(), db.spellings_end(), FREQ);
    for (const char *word : {"volcno", "volcano", "gacier", "himalya", "mountian", "xyzzy",
                             "ev", "mount", "mulhacen"})
        for (unsigned edits = 1; edits < 4; edits++)
            say(word, db.get_spelling_suggestion(word, edits));
    Xapian::QueryParser parser = new_parser();
    parser.set_database(db);
    correct(parser, "hihgest mountian");
    correct(parser, "highest mountain");
    correct(parser, "title:volcno \"siera nevada\"");
}

void chapter_synonyms(const guide *g)
{
    using parser_t = Xapian::QueryParser;
    Xapian::WritableDatabase db = writable("synonyms");
    index_mountains(g, db, 0, 1);
    db.add_synonym("snow", "ice");
    db.add_synonym("snow", "glaciers");
    db.add_synonym("snow", "rain");
    db.remove_synonym("snow", "rain");
    db.add_synonym("Zsummit", "Zpeak");
    db.add_synonym("fire mountain", "volcano");
    db.add_synonym("gone", "away");
    db.clear_synonyms("gone");
    db.commit();
    say_terms("keys", db.synonym_keys_begin(), db.synonym_keys_end(), 0);
    say_terms("keys", db.synonym_keys_begin("f"), db.synonym_keys_end("f"), 0);
    say_terms("snow", db.synonyms_begin("snow"), db.synonyms_end("snow"), 0);
    parser_t parser = new_parser();
    parser.set_database(db);
    const auto synonymous = [&](const char *text, unsigned flags) {
        search(db, parser.parse_query(text, parser_t::FLAG_DEFAULT | flags));
    };
    synonymous("snow", parser_t::FLAG_SYNONYM);
    synonymous("~snow", parser_t::FLAG_SYNONYM);
    synonymous("~summits OR +~snow", parser_t::FLAG_SYNONYM);
    synonymous("snow on summits", parser_t::FLAG_AUTO_SYNONYMS);
    synonymous("a fire mountain", parser_t::FLAG_AUTO_SYNONYMS);
    synonymous("a fire mountain", parser_t::FLAG_AUTO_MULTIWORD_SYNONYMS);
}

void chapter_iterate_all_docs(const guide *)
{
    using Xapian::Query;
    const Xapian::Database db("db1");
    search(db, Query::MatchAll);
    search(db, Query(Query::OP_AND_NOT, Query::MatchAll, Query("mountain")));
    for (auto i = db.postlist_begin(""); i != db.postlist_end(""); ++i) {
        const std::string data = db.get_document(*i).get_data();
        printf("%u %.*s\n", *i, first_line(data.data(), data.size()), data.data());
    }
    for (auto i = db.postlist_begin(""); i != db.postlist_end(""); ++i)
        printf("%u\n", *i);
}

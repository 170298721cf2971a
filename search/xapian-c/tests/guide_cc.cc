/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * guide_cc MOUNTAINS - the programs of Xapian's guide in C++; see guide.h
 *
 * What guide_c is compared with: Xapian's own interface, without libxapian-c.
 */
#include "config.h"

#include <cctype>

#include "guide_cc.h"

void say_error(const Xapian::Error &error)
{
    printf("%s: %s", error.get_type(), error.get_msg().c_str());
    if (!error.get_context().empty())
        printf(" [%s]", error.get_context().c_str());
    if (error.get_error_string() != nullptr)
        printf(" (%s)", error.get_error_string());
    printf("\n");
}

void describe(const Xapian::Query &query)
{
    say("query", query.get_description());
}

void say_mset(const Xapian::MSet &mset)
{
    say_counts(mset.size(), mset.get_matches_lower_bound(), mset.get_matches_estimated(),
               mset.get_matches_upper_bound(), mset.get_max_possible(),
               mset.get_max_attained());
    for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i) {
        const std::string data = i.get_document().get_data();
        say_match(i.get_rank(), *i, i.get_weight(), i.get_percent(), data.data(),
                  data.size());
        if (mset.convert_to_percent(i.get_weight()) != i.get_percent())
            printf("    not %d%%\n", mset.convert_to_percent(i.get_weight()));
        if (!i.get_sort_key().empty())
            say("    sort key", i.get_sort_key());
        if (!i.get_collapse_key().empty())
            say("    collapse key", i.get_collapse_key());
        if (i.get_collapse_count() > 0)
            printf("    and %u more\n", i.get_collapse_count());
    }
}

void run(const Xapian::Enquire &enquire)
{
    say_mset(enquire.get_mset(0, 10));
}

Xapian::Enquire enquire_of(const Xapian::Database &db, const Xapian::Query &query)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    return enquire;
}

void search(const Xapian::Database &db, const Xapian::Query &query)
{
    describe(query);
    run(enquire_of(db, query));
}

void say_terms(const char *label, Xapian::TermIterator at, const Xapian::TermIterator &end,
               unsigned what)
{
    printf("%s:\n", label);
    for (; at != end; ++at) {
        say("  term", *at);
        if (what & WDF)
            printf("    wdf %u\n", at.get_wdf());
        if (what & FREQ)
            printf("    freq %u\n", at.get_termfreq());
        if (what & POSITIONS) {
            printf("    %u at", at.positionlist_count());
            for (auto pos = at.positionlist_begin(); pos != at.positionlist_end(); ++pos)
                printf(" %u", *pos);
            printf("\n");
        }
    }
}

void say_document(const Xapian::Document &doc, Xapian::docid docid)
{
    printf("document %u of %u terms, %u values\n", docid != 0 ? docid : doc.get_docid(),
           doc.termlist_count(), doc.values_count());
    say("  data", doc.get_data());
    for (auto value = doc.values_begin(); value != doc.values_end(); ++value) {
        printf("  %u", value.get_valueno());
        say(" value", *value);
    }
    say_terms("terms", doc.termlist_begin(), doc.termlist_end(), WDF | POSITIONS);
}

void say_database(const Xapian::Database &db)
{
    printf("%u documents to %u, lengths %u to %u, all %llu, average %.17g%s\n",
           db.get_doccount(), db.get_lastdocid(), db.get_doclength_lower_bound(),
           db.get_doclength_upper_bound(),
           static_cast<unsigned long long>(db.get_total_length()), db.get_avlength(),
           db.has_positions() ? ", positions" : "");
}

Xapian::QueryParser new_parser()
{
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("en"));
    parser.set_stemming_strategy(parser.STEM_SOME);
    parser.add_prefix("title", "S");
    parser.add_prefix("text", "XD");
    return parser;
}

Xapian::Query parsed(Xapian::QueryParser &parser, const std::string &text)
{
    return parser.parse_query(text);
}

static std::string lower(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

static void set_values(Xapian::Document &doc, const mountain &m)
{
    const std::string date = m.date, countries = m.countries;
    doc.add_value(HEIGHT, Xapian::sortable_serialise(std::stod(m.height)));
    if (!date.empty()) {
        doc.add_value(YEAR, Xapian::sortable_serialise(std::stoi(date.substr(0, 4))));
        doc.add_value(DATE, date);
    }
    doc.add_value(CONTINENT, m.continent);
    doc.add_value(COUNTRY, countries.substr(0, countries.find(';')));
    doc.add_value(
        PLACE,
        Xapian::LatLongCoord(std::stod(m.latitude), std::stod(m.longitude)).serialise());
    for (size_t at = 0; at < countries.size();) {
        const size_t end = std::min(countries.find(';', at), countries.size());
        doc.add_boolean_term("XC" + lower(countries.substr(at, end - at)));
        at = end + 1;
    }
    doc.add_boolean_term("XK" + lower(m.continent));
}

void index_mountains(const guide *g, Xapian::WritableDatabase &db, size_t first,
                     size_t step)
{
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    for (size_t i = first; i < g->n; i += step) {
        const mountain &m = g->mountains[i];
        const std::string name = m.name, text = m.text;
        Xapian::Document doc;
        generator.set_document(doc);
        generator.index_text(name, 1, "S");
        generator.index_text(text, 1, "XD");
        generator.index_text(name);
        generator.increase_termpos();
        generator.index_text(text);
        doc.set_data(name + "\n" + m.countries + "\n" + m.height + "\n" + m.date + "\n" +
                     text);
        doc.add_boolean_term("Q" + name);
        set_values(doc, m);
        db.add_document(doc);
    }
}

int main(int argc, char **argv)
{
    static guide g;
    if (argc != 2) {
        fprintf(stderr, "usage: guide_cc MOUNTAINS\n");
        return 1;
    }
    try {
        guide_load(&g, argv[1]);
        Xapian::WritableDatabase db = writable("db");
        index_mountains(&g, db, 0, 1);
        db.close();
#define RUN(id, path)                                                                      \
    printf("=== %s\n", path);                                                              \
    chapter_##id(&g);
        CHAPTERS(RUN)
    } catch (const Xapian::Error &error) {
        printf("FAILED ");
        say_error(error);
        return 1;
    }
    return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Others of the guide's advanced features, in C++.
 */
#include "config.h"

#include <fcntl.h>

#include "guide_cc.h"

using Xapian::Query;

/* ---- administration, several databases --------------------------------------------------- */

static void compact(Xapian::Database db, const std::string &path, unsigned flags)
{
    db.compact(path, flags);
    const Xapian::Database copy(path);
    say_database(copy);
    search(copy, Query("volcano"));
    printf("%zu errors\n", Xapian::Database::check(path, 0, nullptr));
}

void chapter_admin_notes(const guide *g)
{
    {
        Xapian::WritableDatabase writer = writable("admin");
        index_mountains(g, writer, 0, 2);
        writer.set_metadata("source", "by hand");
        writer.set_metadata("sorted", std::string("\0\1", 2));
        writer.set_metadata("other", "x");
        writer.set_metadata("other", "");
        say_terms("keys", writer.metadata_keys_begin(), writer.metadata_keys_end(), 0);
        say_terms("keys", writer.metadata_keys_begin("sou"),
                  writer.metadata_keys_end("sou"), 0);
        say("sorted", writer.get_metadata("sorted"));
        say("other", writer.get_metadata("other"));
    }
    const Xapian::Database db("admin");
    compact(db, "compact", 0);
    compact(db, "compact-kept", Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL);
    compact(db, "compact-file", Xapian::DBCOMPACT_SINGLE_FILE | Xapian::Compactor::FULL);
    const Xapian::Database file(open("compact-file", O_RDONLY | O_CLOEXEC));
    say("source", file.get_metadata("source"));
    failing_type([] { Xapian::Database::check("absent"); });
}

static Xapian::Database shards_of(const guide *g)
{
    Xapian::Database all;
    for (size_t i = 0; i < 2; i++) {
        const std::string path = i == 0 ? "shard0" : "shard1";
        Xapian::WritableDatabase writer(path, Xapian::DB_CREATE_OR_OVERWRITE);
        index_mountains(g, writer, i, 2);
        writer.close();
        all.add_database(Xapian::Database(path));
    }
    return all;
}

static void both(const Xapian::Database &all, const Xapian::Database &one, const char *text)
{
    Xapian::QueryParser parser = new_parser();
    search(all, parsed(parser, text));
    search(one, parsed(parser, text));
}

void chapter_scalability(const guide *g)
{
    {
        const Xapian::Database all = shards_of(g), one("db");
        printf("%zu shards\n", all.size());
        say_database(all);
        both(all, one, "highest mountain");
        both(all, one, "volcano -ice");
        both(all, one, "\"sierra nevada\"");
        say_document(all.get_document(14), 14);
        compact(all, "merged", 0);
    }
    FILE *file = fopen("stub", "w");
    if (!file || fputs("auto shard1\nauto shard0\n", file) < 0 || fclose(file) != 0)
        exit(1);
    search(Xapian::Database("stub", Xapian::DB_BACKEND_STUB), Query("volcano"));

    Xapian::WritableDatabase writer;
    writer.add_database(writable("shard0"));
    writer.add_database(writable("shard1"));
    index_mountains(g, writer, 0, 16);
    say_database(writer);
    search(writer, Query("volcano"));
}

void chapter_remote(const guide *)
{
    Xapian::Database db;
    try {
        db = Xapian::Remote::open("xapian-progsrv", "db", 60000);
    } catch (const Xapian::Error &error) {
        printf("%s\n", error.get_type());
        return;
    }
    say_database(db);
    search(db, Query(Query::OP_OR, Query("volcano"), Query("ice")));
}

static void say_serialised(const Xapian::Document &doc)
{
    const std::string data = doc.serialise();
    say("serialised", data);
    say_document(Xapian::Document::unserialise(data));
}

static void say_query(const Query &query)
{
    const std::string data = query.serialise();
    say("serialised", data);
    describe(Query::unserialise(data));
}

static Query of_source(Xapian::PostingSource *source)
{
    return Query(source->release());
}

void chapter_serialisation(const guide *)
{
    const Xapian::Database db("db");
    say_serialised(db.get_document(30));
    say_serialised(Xapian::Document());
    try {
        Query::unserialise("nonsense");
    } catch (const Xapian::SerialisationError &) {
        printf("no error\n");
    }
    say_query(of_source(new Xapian::FixedWeightPostingSource(3.5)));
    say_query(of_source(new Xapian::ValueWeightPostingSource(YEAR)));
    say_query(of_source(new Xapian::DecreasingValueWeightPostingSource(YEAR, 2, 5)));
    auto *map = new Xapian::ValueMapPostingSource(CONTINENT);
    map->add_mapping("Asia", 1);
    map->add_mapping("Europe", 2.5);
    map->set_default_weight(0.5);
    say_query(of_source(map));
    say_query(of_source(new Xapian::LatLongDistancePostingSource(
        PLACE, Xapian::LatLongCoord(51, 0.5), Xapian::GreatCircleMetric(), 10000, 1000,
        1)));
    say_query(
        Query(Query::OP_WILDCARD, "vol", 7, Query::WILDCARD_LIMIT_FIRST, Query::OP_MAX));
}

namespace
{

struct long_term : public Xapian::ExpandDecider {
    bool operator()(const std::string &name) const override
    {
        return name.size() > 6;
    }
};

} // namespace

static void say_eset(const Xapian::ESet &eset)
{
    printf("%u of %u\n", eset.size(), eset.get_ebound());
    for (Xapian::ESetIterator i = eset.begin(); i != eset.end(); ++i) {
        say("  term", *i);
        say_number("  weight", i.get_weight());
    }
}

static void expand_all(const Xapian::Database &db)
{
    Xapian::Enquire enquire =
        enquire_of(db, Query(Query::OP_OR, Query("volcano"), Query("ice")));
    Xapian::RSet rset;
    for (const Xapian::docid docid : {10, 16, 21, 40})
        rset.add_document(docid);
    rset.remove_document(10);
    printf("%u relevant%s\n", rset.size(),
           rset.contains(16) && !rset.contains(10) ? "" : "?");
    say_mset(enquire.get_mset(0, 10, &rset));
    say_eset(enquire.get_eset(15, rset));
    say_eset(enquire.get_eset(15, rset, enquire.INCLUDE_QUERY_TERMS));
    say_eset(enquire.get_eset(15, rset,
                              enquire.INCLUDE_QUERY_TERMS | enquire.USE_EXACT_TERMFREQ));
    say_eset(enquire.get_eset(15, rset, 0, nullptr, 2));
    const Xapian::ExpandDeciderFilterPrefix prefixed("XD");
    say_eset(enquire.get_eset(15, rset, &prefixed));
    const long_term longer;
    say_eset(enquire.get_eset(15, rset, &longer));
    enquire.set_expansion_scheme("trad", 0.1);
    say_eset(enquire.get_eset(15, rset));
    enquire.set_expansion_scheme("bo1");
    say_eset(enquire.get_eset(15, rset));
}

void chapter_eset(const guide *g)
{
    expand_all(Xapian::Database("db"));
    expand_all(shards_of(g));
}

static void say_coords(const Xapian::LatLongCoords &coords)
{
    const std::string bytes = coords.serialise();
    say("coordinates", bytes);
    Xapian::LatLongCoords back;
    back.unserialise(bytes);
    for (auto i = back.begin(); i != back.end(); ++i)
        printf("  %.17g %.17g\n", (*i).latitude, (*i).longitude);
}

void chapter_geospatial(const guide *)
{
    const Xapian::Database db("db");
    const Xapian::LatLongCoord here(51, 0.5);
    Xapian::LatLongCoords one, london, places, two;
    one.append(Xapian::LatLongCoord(51.53, 0.08));
    london.append(Xapian::LatLongCoord(51.53, 0.08));
    london.append(Xapian::LatLongCoord(51.51, 0.07));
    london.append(Xapian::LatLongCoord(51.52, 0.09));
    two.append(Xapian::LatLongCoord(46, 8));
    two.append(Xapian::LatLongCoord(0, 37));
    places = two;
    places.append(Xapian::LatLongCoord(-90, 0));
    say_coords(one);
    say_coords(london);
    say_coords(places);
    const Xapian::GreatCircleMetric earth, unit(1), round(6371000);
    say_number("distance", earth(london, Xapian::LatLongCoords(here)));
    say_number("angle", unit(one, two));
    say_number("five miles", Xapian::miles_to_metres(5));
    for (int i = 0; i < 2; i++) {
        const Xapian::LatLongCoords centre = i == 0 ? Xapian::LatLongCoords(here) : places;
        const Xapian::GreatCircleMetric &metric = i == 0 ? earth : round;
        const auto near = [&](double range, double k1, double k2) {
            return of_source(new Xapian::LatLongDistancePostingSource(PLACE, centre, metric,
                                                                      range, k1, k2));
        };
        search(db, near(1000000, 1000, 1));
        search(db, Query(Query::OP_AND, Query("highest"), near(0, 200000, 0.75)));
        search(db, Query(Query::OP_FILTER, Query("highest"), near(1000000, 1000, 1)));
    }
}

namespace
{

/* Who may see the mountains of which continents. */
struct authorise : public Xapian::FieldProcessor {
    int calls = 0;
    Query operator()(const std::string &text) override
    {
        calls++;
        if (text == "alice")
            return Query(Query::OP_OR, Query("XKeurope"), Query("XKoceania"));
        return text == "bob" ? Query("XKafrica") : Query::MatchNothing;
    }
};

} // namespace

void chapter_query_authorisation(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    authorise field, filter, also;
    const std::string none;
    parser.add_boolean_prefix("for", &filter);
    parser.add_prefix("group", &field);
    parser.add_boolean_prefix("also", &also, &none);
    for (const char *text :
         {"mountain for:alice", "mountain for:bob", "mountain for:mallory",
          "for:alice for:bob", "mountain group:bob also:alice"})
        search(db, parsed(parser, text));
    printf("%d calls\n", field.calls + filter.calls + also.calls);
}

/* ---- more -------------------------------------------------------------------------------- */

void chapter_snippets(const guide *g)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    const Xapian::Enquire enquire =
        enquire_of(db, parsed(parser, "mountain \"north summit\" glaciers"));
    const Xapian::MSet mset = enquire.get_mset(0, 10);
    const Xapian::Stem stem("en");
    for (size_t i = 0; i < g->n; i += 3) {
        const std::string text = g->mountains[i].text;
        say(g->mountains[i].name, mset.snippet(text));
        say("  ", mset.snippet(text, 60, stem, mset.SNIPPET_BACKGROUND_MODEL));
        say("  ", mset.snippet(text, 40, Xapian::Stem(), mset.SNIPPET_EXHAUSTIVE, "[", "]",
                               " ~ "));
        say("  ",
            mset.snippet(text, 80, stem, mset.SNIPPET_EMPTY_WITHOUT_MATCH, "*", "*", ""));
        say("  ", mset.snippet(text, 30, stem,
                               mset.SNIPPET_BACKGROUND_MODEL | mset.SNIPPET_EXHAUSTIVE, "",
                               "", "<cut>"));
    }
}

void chapter_positions(const guide *)
{
    const Xapian::Database db("db");
    for (const char *name : {"the", "summit", "XDthe", "Zsummit", "absent"})
        for (auto i = db.postlist_begin(name); i != db.postlist_end(name); ++i) {
            printf("%s in %u:", name, *i);
            for (auto pos = i.positionlist_begin(); pos != i.positionlist_end(); ++pos)
                printf(" %u", *pos);
            auto pos = db.positionlist_begin(*i, name);
            if (pos != db.positionlist_end(*i, name))
                pos.skip_to(110);
            if (pos != db.positionlist_end(*i, name))
                printf(" or %u", *pos);
            printf("\n");
        }
    auto i = db.postlist_begin("the");
    for (i.skip_to(5); i != db.postlist_end("the"); i.skip_to(*i + 5))
        printf("the in %u\n", *i);
}

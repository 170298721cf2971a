/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The quick start, and the guide's core concepts on indexing, in C++.
 */
#include "config.h"

#include "guide_cc.h"

/* ---- quick start ----------------------------------------------------------------------- */

void chapter_simpleindex(const guide *g)
{
    Xapian::WritableDatabase db = writable("simple");
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("english"));
    generator.set_stemming_strategy(generator.STEM_SOME_FULL_POS);
    for (size_t i = 0; i < g->n; i++) {
        const std::string text =
            std::string(g->mountains[i].name) + ". " + g->mountains[i].text;
        Xapian::Document doc;
        doc.set_data(text);
        generator.set_document(doc);
        generator.index_text(text);
        db.add_document(doc);
        if (i < 3)
            say_document(doc);
    }
    db.commit();
    say_database(db);
}

static Xapian::Query simple_query(const Xapian::Database &db, const std::string &text)
{
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("english"));
    parser.set_database(db);
    parser.set_stemming_strategy(parser.STEM_SOME);
    return parser.parse_query(text);
}

void chapter_simplesearch(const guide *)
{
    const Xapian::Database db("simple");
    for (const char *text : {"volcano", "the highest mountain of Africa",
                             "\"sierra nevada\"", "glaciers -volcano", "submarine"})
        search(db, simple_query(db, text));
}

static void expand(const Xapian::Database &db, const std::string &text, Xapian::RSet rset)
{
    const Xapian::Query query = simple_query(db, text);
    describe(query);
    Xapian::Enquire enquire = enquire_of(db, query);
    const Xapian::MSet mset = enquire.get_mset(0, 10, &rset);
    say_mset(mset);
    if (rset.empty())
        for (Xapian::doccount i = 0; i < 5 && i < mset.size(); i++)
            rset.add_document(*mset[i]);
    const Xapian::ESet eset = enquire.get_eset(10, rset);
    for (Xapian::ESetIterator i = eset.begin(); i != eset.end(); ++i) {
        say("  expand", *i);
        say_number("    weight", i.get_weight());
    }
}

void chapter_simpleexpand(const guide *)
{
    const Xapian::Database db("simple");
    expand(db, "volcano", Xapian::RSet());
    Xapian::RSet rset;
    rset.add_document(14);
    rset.add_document(16);
    expand(db, "ice mountain", rset);
}

/* ---- concurrency, databases -------------------------------------------------------------- */

static void say_count(const Xapian::Database &db)
{
    printf("%u documents\n", db.get_doccount());
}

static void add_word(Xapian::WritableDatabase &db, const std::string &word)
{
    Xapian::Document doc;
    doc.set_data(word);
    doc.add_term(word);
    printf("document %u\n", db.add_document(doc));
}

void chapter_concurrency(const guide *)
{
    Xapian::WritableDatabase db = writable("concurrency");
    Xapian::Database reader("concurrency");
    failing([] { Xapian::WritableDatabase("concurrency", Xapian::DB_OPEN); });
    printf("%s\n", reader.locked() ? "locked" : "not locked");
    add_word(db, "one");
    say_count(reader);
    say_count(db);
    db.commit();
    say_count(reader);
    printf("%s\n", reader.reopen() ? "changed" : "not changed");
    say_count(reader);

    db.begin_transaction();
    add_word(db, "two");
    db.cancel_transaction();
    say_count(db);
    db.begin_transaction();
    add_word(db, "three");
    db.commit_transaction();
    say_count(db);
    failing([&] { db.commit_transaction(); });
    db.close();
    printf("%s\n", reader.locked() ? "locked" : "not locked");
    reader.close();
    failing([&] { reader.reopen(); });
}

void chapter_databases(const guide *)
{
    const Xapian::Database reader("db");
    failing_type([] { Xapian::WritableDatabase("db", Xapian::DB_CREATE); });
    failing_type([] { Xapian::WritableDatabase("absent", Xapian::DB_OPEN); });
    say_database(reader);
    printf("uuid of %zu bytes, revision %llu\n", reader.get_uuid().size(),
           static_cast<unsigned long long>(reader.get_revision()));
    say_terms("continents", reader.allterms_begin("XK"), reader.allterms_end("XK"), FREQ);
    say_terms("titles", reader.allterms_begin("Sm"), reader.allterms_end("Sm"), FREQ);

    Xapian::WritableDatabase memory("", Xapian::DB_BACKEND_INMEMORY);
    add_word(memory, "memory");
    say_database(memory);
    {
        Xapian::WritableDatabase db("overwritten", Xapian::DB_CREATE_OR_OVERWRITE);
        add_word(db, "before");
    }
    say_database(Xapian::WritableDatabase("overwritten", Xapian::DB_CREATE_OR_OVERWRITE));
}

/* ---- documents, terms, values ------------------------------------------------------------ */

void chapter_documents(const guide *)
{
    const Xapian::Database db("db");
    say_document(db.get_document(14));
    failing([&] { db.get_document(99); });

    Xapian::Document doc;
    doc.set_data(std::string("any\0bytes", 9));
    doc.add_term("snow", 3);
    doc.add_posting("snow", 7);
    doc.add_posting("ice", 2);
    doc.add_posting("ice", 1, 2);
    doc.add_boolean_term("XKeurope");
    doc.add_value(3, "three");
    doc.add_value(1, "one");
    say_document(doc);
    doc.remove_posting("ice", 2);
    doc.remove_term("XKeurope");
    doc.remove_value(1);
    say_document(doc);
    failing([&] { doc.remove_term("rain"); });
    doc.clear_values();
    doc.clear_terms();
    say_document(doc);
}

void chapter_terms(const guide *)
{
    for (const auto &row : stemmed) {
        const Xapian::Stem stem(row[0]);
        for (size_t k = 1; k < 4; k++) {
            printf("%s ", row[0]);
            say(row[k], stem(row[k]));
        }
    }
    failing([] { Xapian::Stem("klingon"); });
    say("languages", Xapian::Stem::get_available_languages());
}

static void generate(const char *label, Xapian::TermGenerator &generator,
                     const std::string &text)
{
    Xapian::Document doc;
    generator.set_document(doc);
    generator.index_text(text);
    generator.increase_termpos(10);
    generator.index_text(text, 2, "XD");
    generator.index_text_without_positions(text, 3, "XE");
    printf("%s to position %u\n", label, generator.get_termpos());
    say_terms("terms", doc.termlist_begin(), doc.termlist_end(), WDF | POSITIONS);
}

void chapter_termgenerator(const guide *g)
{
    using generator_t = Xapian::TermGenerator;
    generator_t generator;
    Xapian::SimpleStopper stopper;
    stopper.add("the");
    stopper.add("of");
    generate("plain", generator, g->mountains[0].text);
    generator.set_stemmer(Xapian::Stem("en"));
    for (const auto strategy :
         {generator_t::STEM_NONE, generator_t::STEM_SOME, generator_t::STEM_ALL,
          generator_t::STEM_ALL_Z, generator_t::STEM_SOME_FULL_POS}) {
        generator.set_stemming_strategy(strategy);
        generate("strategy", generator, g->mountains[0].text);
    }
    generator.set_stemming_strategy(generator_t::STEM_SOME);
    generator.set_stopper(&stopper);
    for (const auto strategy :
         {generator_t::STOP_NONE, generator_t::STOP_ALL, generator_t::STOP_STEMMED}) {
        generator.set_stopper_strategy(strategy);
        generate("stopper", generator, g->mountains[0].text);
    }
    generator.set_max_word_length(6);
    generate("short words", generator, g->mountains[13].text);
    generator.set_max_word_length(64);
    generate("signs", generator,
             "AT&T isn't C++ or x_y, 3.14 1,000 Mulhac\303\251n O'Neill");
    generator.set_flags(generator_t::FLAG_CJK_NGRAM);
    generate("CJK", generator, "\345\257\214\345\243\253\345\261\261 3776");
}

void chapter_uniqueness(const guide *)
{
    Xapian::WritableDatabase db = writable("unique");
    for (unsigned i = 0; i < 6; i++) {
        const std::string id = std::string("Q") + "abc"[i % 3];
        Xapian::Document doc;
        doc.add_boolean_term(id);
        if (i < 3)
            doc.add_boolean_term("XOLD");
        printf("document %u\n", db.replace_document(id, doc));
        printf("document %u\n", db.add_document(doc));
    }
    db.replace_document(20, Xapian::Document());
    db.delete_document("Qb");
    db.delete_document("Qabsent");
    db.delete_document(1);
    failing([&] { db.delete_document(1); });
    say_database(db);
    say_terms("terms", db.allterms_begin(), db.allterms_end(), FREQ);
}

static void say_values(const Xapian::Database &db, Xapian::valueno slot)
{
    printf("slot %u, %u values\n", slot, db.get_value_freq(slot));
    say("  from", db.get_value_lower_bound(slot));
    say("  to", db.get_value_upper_bound(slot));
    for (auto value = db.valuestream_begin(slot); value != db.valuestream_end(slot);
         ++value) {
        printf("  %u", value.get_docid());
        say("", *value);
    }
}

void chapter_values(const guide *)
{
    const Xapian::Database db("db");
    for (const double number : {0.0, 1.0, -1.0, 0.5, 8849.0, -430.5, 1e300, -1e300, 1e-300,
                                1922.0, 123456789.0}) {
        const std::string bytes = Xapian::sortable_serialise(number);
        printf("%.17g", number);
        say("", bytes);
        say_number("  back", Xapian::sortable_unserialise(bytes));
    }
    for (const std::string published : published_values) {
        const double number = Xapian::sortable_unserialise(published);
        say("published", published);
        say_number("  is", number);
        say("  again", Xapian::sortable_serialise(number));
    }
    for (Xapian::valueno slot = HEIGHT; slot <= PLACE + 1; slot++)
        say_values(db, slot);
    Xapian::ValueIterator value = db.valuestream_begin(DATE);
    for (Xapian::docid docid = 8; docid < 40; docid += 7) {
        value.skip_to(docid);
        if (value == db.valuestream_end(DATE))
            continue;
        docid = value.get_docid();
        say("skipped to", *value);
    }
}

void chapter_limitations(const guide *)
{
    Xapian::WritableDatabase db = writable("limits");
    for (size_t size = 244; size < 248; size++) {
        printf("%zu bytes: ", size);
        failing_type([&] {
            Xapian::Document doc;
            doc.add_term(std::string(size, 'x'));
            db.add_document(doc);
            db.commit(); /* a document that is refused takes what is not committed with it */
        });
    }
    say_database(db);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Callbacks of a C++ application that throw: no exception comes out, and the call says what it
 * was. Speaks TAP.
 */
#include "config.h"

#include "../xapian-c.h"
#include "sanitizers.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>

namespace
{

xapian_error err;
std::string folder = std::filesystem::temp_directory_path() / "xapian-c-test-XXXXXX";
int tests;
bool good = true;

void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        std::printf("Bail out! %s\n", err.text);
        std::exit(1);
    }
}

void ok(bool is, const std::string &name)
{
    std::printf("%sok %d - %s\n", is ? "" : "not ", ++tests, name.c_str());
    if (!is)
        std::printf("# %s\n", err.text);
    good = good && is;
}

/* What callbacks throw, while it is set. */
enum class thrown { nothing, text, memory, number } now = thrown::nothing;

int act()
{
    switch (now) {
    case thrown::nothing: break;
    case thrown::text: throw std::runtime_error("thrown by hand");
    case thrown::memory: throw std::bad_alloc();
    case thrown::number: throw 5;
    }
    return 0;
}

/* ---- callbacks ---- */

int see_document(void *, const xapian_document *, double)
{
    return act();
}

int see_value(void *, const char *, size_t, double)
{
    return act();
}

int decide(void *, const xapian_document *, bool *take)
{
    *take = true;
    return act();
}

int make_key(void *, const xapian_document *, const char **key, size_t *len)
{
    *key = "key";
    *len = 3;
    return act();
}

int take_word(void *, const char *, size_t, bool *take)
{
    *take = false;
    return act();
}

int stem_word(void *, const char *, size_t, const char **stemmed, size_t *len)
{
    *stemmed = "stem";
    *len = 4;
    return act();
}

int field_query(void *, const char *, size_t, xapian_query **)
{
    return act();
}

int range_query(void *, const char *, size_t, const char *, size_t, xapian_query **query)
{
    const int result = act();
    must(xapian_query_match_all(query, &err));
    return result;
}

int begin_walk(void *, const xapian_db *, xapian_source_bounds *bounds, void **)
{
    bounds->max_weight = 1;
    return act();
}

int next_in_walk(void *, xapian_docid target, double, xapian_docid *docid, double *)
{
    *docid = target == 1 ? 1 : 0;
    return act();
}

int tell(void *, const char *, const char *)
{
    return act();
}

int choose(void *, const char *, size_t, const char *const *values, const size_t *lens,
           size_t, const char **value, size_t *len)
{
    *value = values[0];
    *len = lens[0];
    return act();
}

int read_line(void *, const char *, size_t)
{
    return act();
}

/* ---- calls ---- */

std::string in_folder(const std::string &name)
{
    return folder + "/" + name;
}

xapian_db *new_collection()
{
    xapian_db *db, *shard;
    must(xapian_db_new(&db, &err));
    for (const char *name : {"a", "b"}) {
        const std::string path = in_folder(name);
        xapian_writable_db *writer;
        xapian_document *doc;
        must(xapian_writable_db_open(path.c_str(), XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC,
                                     &writer, &err));
        must(xapian_document_new(&doc, &err));
        must(xapian_document_add_term(doc, "word", 4, 1, &err));
        must(xapian_writable_db_add_document(writer, doc, nullptr, &err));
        must(xapian_writable_db_set_metadata(writer, "key", 3, name, 1, &err));
        must(xapian_writable_db_close(writer, &err));
        xapian_writable_db_free(writer);
        xapian_document_free(doc);
        must(xapian_db_open(path.c_str(), XAPIAN_BACKEND_DISK, &shard, &err));
        must(xapian_db_add(db, shard, &err));
        xapian_db_free(shard);
    }
    return db;
}

/* The call fails as it should with each of what can be thrown, and works after it. */
template <class Call> void try_call(const std::string &name, Call &&call)
{
    now = thrown::nothing;
    ok(call() == XAPIAN_OK, name);
    now = thrown::text;
    ok(call() == XAPIAN_UNKNOWN && err.status == XAPIAN_UNKNOWN && err.callback == 0 &&
           std::strstr(err.text, ": thrown by hand") != nullptr,
       name + ", an exception with a text");
    now = thrown::memory;
    ok(call() == XAPIAN_NO_MEMORY, name + ", std::bad_alloc");
    now = thrown::number;
    ok(call() == XAPIAN_UNKNOWN, name + ", a number");
    now = thrown::nothing;
    ok(call() == XAPIAN_OK, name + ", after that");
}

template <class Set> void try_search(xapian_db *db, const std::string &name, Set &&set)
{
    xapian_enquire *enquire;
    xapian_query *query;
    xapian_matchspy *spy = nullptr;
    must(xapian_query_term("word", 4, 1, 0, &query, &err));
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_enquire_set_query(enquire, query, 0, &err));
    set(enquire, spy);
    try_call(name, [&] {
        xapian_mset *mset;
        const xapian_status status =
            xapian_enquire_mset(enquire, 0, 5, 5, nullptr, &mset, &err);
        if ((mset != nullptr) != (status == XAPIAN_OK))
            std::abort();
        xapian_mset_free(mset);
        return status;
    });
    xapian_matchspy_free(spy);
    xapian_query_free(query);
    xapian_enquire_free(enquire);
}

void searches(xapian_db *db)
{
    try_search(db, "matchspy", [](xapian_enquire *enquire, xapian_matchspy *&spy) {
        must(xapian_matchspy_new(see_document, nullptr, &spy, &err));
        must(xapian_enquire_add_matchspy(enquire, spy, &err));
    });
    try_search(db, "valuespy", [](xapian_enquire *enquire, xapian_matchspy *&spy) {
        must(xapian_matchspy_new_value(0, see_value, nullptr, &spy, &err));
        must(xapian_enquire_add_matchspy(enquire, spy, &err));
    });
    try_search(db, "decider", [](xapian_enquire *enquire, xapian_matchspy *&) {
        must(xapian_enquire_set_decider(enquire, decide, nullptr, &err));
    });
    try_search(db, "key", [](xapian_enquire *enquire, xapian_matchspy *&) {
        must(xapian_enquire_sort_by_key(enquire, XAPIAN_SORT_VALUE, make_key, nullptr,
                                        false, &err));
    });
    try_search(db, "source", [](xapian_enquire *enquire, xapian_matchspy *&) {
        const xapian_source source = {begin_walk, next_in_walk, nullptr};
        xapian_query *query;
        must(xapian_query_source(&source, nullptr, &query, &err));
        must(xapian_enquire_set_query(enquire, query, 0, &err));
        xapian_query_free(query);
    });
}

void expansion(xapian_db *db)
{
    const xapian_eset_options options = {0, 0, nullptr, 0, take_word, nullptr};
    xapian_enquire *enquire;
    xapian_rset *rset;
    must(xapian_enquire_new(db, &enquire, &err));
    must(xapian_rset_new(&rset, &err));
    must(xapian_rset_add(rset, 1, &err));
    try_call("expand", [&] {
        xapian_eset *eset;
        const xapian_status status =
            xapian_enquire_eset(enquire, rset, 5, &options, &eset, &err);
        xapian_eset_free(eset);
        return status;
    });
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
}

template <class Set> void try_parser(const std::string &name, Set &&set)
{
    xapian_query_parser *parser;
    must(xapian_query_parser_new(&parser, &err));
    set(parser);
    try_call(name, [&] {
        static const char text[] = "words (f:x 1..2) and \"a phrase\"";
        xapian_query *query;
        const xapian_status status = xapian_query_parser_parse(
            parser, text, sizeof text - 1, XAPIAN_PARSE_DEFAULT, nullptr, 0, &query, &err);
        xapian_query_free(query);
        return status;
    });
    xapian_query_parser_free(parser);
}

void parsers(xapian_stem *stem, xapian_stopper *stopper)
{
    try_parser("stem in a parser", [&](xapian_query_parser *parser) {
        must(xapian_query_parser_set_stem(parser, stem, &err));
    });
    try_parser("stopper in a parser", [&](xapian_query_parser *parser) {
        must(xapian_query_parser_set_stopper(parser, stopper, &err));
    });
    try_parser("field", [&](xapian_query_parser *parser) {
        must(xapian_query_parser_add_field(parser, "f", 1, field_query, nullptr, &err));
    });
    try_parser("range", [&](xapian_query_parser *parser) {
        must(xapian_query_parser_add_range_callback(parser, range_query, nullptr, nullptr,
                                                    0, 0, nullptr, 0, &err));
    });
}

void words(xapian_stem *stem, xapian_stopper *stopper)
{
    xapian_term_generator *generator;
    must(xapian_term_generator_new(&generator, &err));
    must(xapian_term_generator_set_stem(generator, stem, &err));
    must(xapian_term_generator_set_stopper(generator, stopper, XAPIAN_STOP_ALL, &err));
    try_call("generator", [&] {
        return xapian_term_generator_index(generator, "words", 5, 1, nullptr, 0, &err);
    });
    xapian_term_generator_free(generator);
    try_call("stem", [&] {
        const char *stemmed;
        size_t len;
        return xapian_stem_apply(stem, "words", 5, &stemmed, &len, &err);
    });
    try_call("stopper", [&] {
        bool stops;
        return xapian_stopper_stops(stopper, "words", 5, &stops, &err);
    });
}

void maintenance(xapian_db *db)
{
    int n = 0;
    MAY_LOSE_BEGIN(); /* tables, where a compaction does not come to its end */
    for (const bool of_metadata : {false, true}) {
        xapian_compact_options options = {};
        if (of_metadata)
            options.metadata = choose;
        else
            options.progress = tell;
        try_call(of_metadata ? "metadata" : "compaction", [&] {
            const std::string to = in_folder("to" + std::to_string(n++));
            return xapian_db_compact(db, to.c_str(), &options, &err);
        });
    }
    MAY_LOSE_END();
    const std::string path = in_folder("a");
    try_call("check", [&] {
        size_t errors;
        return xapian_db_check(path.c_str(), XAPIAN_CHECK_STATS, read_line, nullptr,
                               &errors, &err);
    });
}

} // namespace

int main()
{
    xapian_stem *stem;
    xapian_stopper *stopper;
    if (mkdtemp(folder.data()) == nullptr)
        return 1;
    xapian_db *db = new_collection();
    must(xapian_stem_new_callback(stem_word, nullptr, &stem, &err));
    must(xapian_stopper_new_callback(take_word, nullptr, &stopper, &err));
    searches(db);
    expansion(db);
    parsers(stem, stopper);
    words(stem, stopper);
    maintenance(db);
    xapian_stopper_free(stopper);
    xapian_stem_free(stem);
    xapian_db_free(db);
    std::filesystem::remove_all(folder);
    std::printf("1..%d\n", tests);
    return good ? 0 : 1;
}

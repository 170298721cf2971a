/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The cases of the bench, by Xapian's C++ interface.
 */
#include "config.h"

#include "bench.h"

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace
{

/* What a program in C++ has as strings. */
struct data {
    Xapian::Database lists{std::string(bench_folder) + "/lists"};
    Xapian::Database texts{std::string(bench_folder) + "/texts"};
    Xapian::MSet results{};
    Xapian::Stem stem{"english"};
    Xapian::QueryParser parser{};
    std::vector<std::string> words{};
    std::vector<std::string> new_texts{};
    std::vector<std::vector<std::string>> queries{};
    std::vector<std::string> query_texts{};
};

std::unique_ptr<data> with;

unsigned char last(const std::string &string)
{
    return static_cast<unsigned char>(string.back());
}

Xapian::Query query_of(const std::vector<std::string> &words)
{
    return Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end());
}

} // namespace

void bench_cpp_open(void)
{
    with = std::make_unique<data>();
    with->parser.set_stemmer(with->stem);
    for (const auto &word : bench_words)
        with->words.emplace_back(word.text, word.len);
    std::string text(BENCH_TEXT_MAX, '\0');
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++)
        with->new_texts.emplace_back(text, 0, bench_text(d, text.data(), text.size()));
    for (unsigned i = 0; i < BENCH_PARSES; i++)
        with->query_texts.emplace_back(text, 0,
                                       bench_query_text(i, text.data(), text.size()));
    for (const auto &query : bench_queries) {
        std::vector<std::string> words;
        for (size_t i = 0; i < query.n; i++)
            words.push_back(with->words[query.words[i]]);
        with->queries.push_back(std::move(words));
    }
    Xapian::Enquire enquire(with->texts);
    enquire.set_query(query_of({with->words[0], with->words[1], with->words[2]}));
    with->results = enquire.get_mset(0, BENCH_RESULTS);
}

void bench_cpp_close(void)
{
    with.reset();
}

/* ---- lists ------------------------------------------------------------------------- */

size_t bench_cpp_postings(uint64_t *sum)
{
    const auto end = with->lists.postlist_end("all");
    for (auto at = with->lists.postlist_begin("all"); at != end; ++at)
        *sum += *at;
    return BENCH_POSTINGS;
}

size_t bench_cpp_postings_many(uint64_t *sum)
{
    return bench_cpp_postings(sum);
}

size_t bench_cpp_postings_wdf(uint64_t *sum)
{
    const auto end = with->lists.postlist_end("all");
    for (auto at = with->lists.postlist_begin("all"); at != end; ++at)
        *sum += *at * at.get_wdf();
    return BENCH_POSTINGS;
}

size_t bench_cpp_postings_wdf_many(uint64_t *sum)
{
    return bench_cpp_postings_wdf(sum);
}

size_t bench_cpp_terms(uint64_t *sum)
{
    size_t n = 0;
    const auto end = with->lists.allterms_end();
    for (auto at = with->lists.allterms_begin(); at != end; ++at, n++) {
        const std::string &term = *at;
        *sum += term.size() + last(term);
    }
    return n;
}

size_t bench_cpp_values(uint64_t *sum)
{
    const auto end = with->lists.valuestream_end(0);
    for (auto at = with->lists.valuestream_begin(0); at != end; ++at) {
        const std::string &value = *at;
        *sum += at.get_docid() + value.size() + last(value);
    }
    return BENCH_POSTINGS;
}

size_t bench_cpp_positions(uint64_t *sum)
{
    const auto end = with->lists.positionlist_end(BENCH_POSTINGS + 1, "pos");
    for (auto at = with->lists.positionlist_begin(BENCH_POSTINGS + 1, "pos"); at != end;
         ++at)
        *sum += *at;
    return BENCH_POSITIONS;
}

/* ---- adding ------------------------------------------------------------------------ */

namespace
{

void put_words(Xapian::Document &doc, unsigned d)
{
    for (unsigned i = 0; i < BENCH_NEW_WORDS; i++)
        doc.add_posting(with->words[bench_new[d][i]], i + 1);
}

Xapian::WritableDatabase new_memory()
{
    return Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
}

Xapian::WritableDatabase new_disk()
{
    return Xapian::WritableDatabase(std::string(bench_folder) + "/new",
                                    Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
}

size_t finish(Xapian::WritableDatabase db, uint64_t *sum)
{
    db.commit();
    *sum += db.get_total_length();
    return size_t(BENCH_NEW_DOCS) * BENCH_NEW_WORDS;
}

size_t add_to(Xapian::WritableDatabase db, uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        Xapian::Document doc;
        put_words(doc, d);
        db.add_document(doc);
    }
    return finish(db, sum);
}

size_t index_to(Xapian::WritableDatabase db, uint64_t *sum)
{
    Xapian::TermGenerator generator;
    generator.set_stemmer(with->stem);
    for (const auto &text : with->new_texts) {
        Xapian::Document doc;
        generator.set_document(doc);
        generator.index_text(text);
        db.add_document(doc);
    }
    return finish(db, sum);
}

} // namespace

size_t bench_cpp_make_documents(uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        Xapian::Document doc;
        put_words(doc, d);
        *sum += doc.termlist_count();
    }
    return size_t(BENCH_NEW_DOCS) * BENCH_NEW_WORDS;
}

size_t bench_cpp_make_in_rows(uint64_t *sum)
{
    for (unsigned d = 0; d < BENCH_NEW_DOCS; d++) {
        Xapian::Document doc;
        for (unsigned i = 0; i < BENCH_NEW_WORDS; i++)
            doc.add_posting(with->words[bench_new[d][i / 4 * 4]], i + 1);
        *sum += doc.termlist_count();
    }
    return size_t(BENCH_NEW_DOCS) * BENCH_NEW_WORDS;
}

size_t bench_cpp_add_memory(uint64_t *sum)
{
    return add_to(new_memory(), sum);
}

size_t bench_cpp_add_disk(uint64_t *sum)
{
    return add_to(new_disk(), sum);
}

size_t bench_cpp_index_memory(uint64_t *sum)
{
    return index_to(new_memory(), sum);
}

size_t bench_cpp_index_disk(uint64_t *sum)
{
    return index_to(new_disk(), sum);
}

/* ---- searching --------------------------------------------------------------------- */

namespace
{

class value_spy final : public Xapian::MatchSpy
{
  public:
    void operator()(const Xapian::Document &doc, double) override
    {
        const std::string &value = doc.get_value(0);
        sum += value.size() + last(value);
        n++;
    }
    uint64_t sum = 0;
    size_t n = 0;
};

} // namespace

size_t bench_cpp_search(uint64_t *sum)
{
    Xapian::Enquire enquire(with->texts);
    for (const auto &words : with->queries) {
        enquire.set_query(query_of(words));
        const Xapian::MSet mset = enquire.get_mset(0, 10);
        for (auto at = mset.begin(); at != mset.end(); ++at)
            *sum += *at;
    }
    return BENCH_QUERIES;
}

size_t bench_cpp_spy(uint64_t *sum)
{
    Xapian::Enquire enquire(with->texts);
    value_spy spy;
    enquire.add_matchspy(&spy);
    for (size_t q = 0; q < BENCH_QUERIES; q += 10) {
        enquire.set_query(query_of(with->queries[q]));
        enquire.get_mset(0, 10, BENCH_DOCS);
    }
    *sum += spy.sum;
    return spy.n;
}

size_t bench_cpp_spy_document(uint64_t *sum)
{
    return bench_cpp_spy(sum);
}

size_t bench_cpp_results(uint64_t *sum)
{
    for (auto at = with->results.begin(); at != with->results.end(); ++at)
        *sum += *at + static_cast<uint64_t>(at.get_weight() * 1000) +
                static_cast<unsigned>(at.get_percent());
    return with->results.size();
}

size_t bench_cpp_results_data(uint64_t *sum)
{
    for (auto at = with->results.begin(); at != with->results.end(); ++at) {
        const std::string &data = at.get_document().get_data();
        *sum += data.size() + last(data);
    }
    return with->results.size();
}

/* ---- words and numbers ------------------------------------------------------------- */

size_t bench_cpp_parse(uint64_t *sum)
{
    for (const auto &text : with->query_texts)
        *sum += with->parser.parse_query(text).get_length();
    return BENCH_PARSES;
}

size_t bench_cpp_stem(uint64_t *sum)
{
    for (const auto &word : with->words) {
        const std::string &stemmed = with->stem(word);
        *sum += stemmed.size() + last(stemmed);
    }
    return BENCH_WORDS;
}

size_t bench_cpp_numbers(uint64_t *sum)
{
    for (unsigned i = 0; i < BENCH_NUMBERS; i++) {
        const std::string &bytes = Xapian::sortable_serialise(i * 1.25);
        *sum += bytes.size() + static_cast<uint64_t>(Xapian::sortable_unserialise(bytes));
    }
    return BENCH_NUMBERS;
}

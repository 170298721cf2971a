/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The side of Xapian's C++ interface.
 */
#include "config.h"

#include "allocations.h"

#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

namespace
{

/* A spy that reads a value. */
class value_spy final : public Xapian::MatchSpy
{
  public:
    void operator()(const Xapian::Document &doc, double) override
    {
        read += doc.get_value(0).size();
    }
    size_t read = 0;
};

struct data {
    explicit data(const char *path)
        : db(path), terms(db.allterms_begin()), of_document(db.termlist_begin(1)),
          postings(db.postlist_begin(LONG)), positions(db.positionlist_begin(1, LONG)),
          values(db.valuestream_begin(0)), enquire(db), spied(db)
    {
        enquire.set_query(Xapian::Query(LONG));
        enquire.set_sort_by_value_then_relevance(0, false);
        enquire.set_collapse_key(0);
        mset = enquire.get_mset(0, DOCUMENTS);
        spied.set_query(Xapian::Query(LONG));
        spied.add_matchspy(&spy);
        for (int i = 0; i < LIST_TERMS; i++)
            words.push_back(LONG + std::to_string(i));
    }
    Xapian::Database db;
    Xapian::TermIterator terms, of_document;
    Xapian::PostingIterator postings;
    Xapian::PositionIterator positions;
    Xapian::ValueIterator values;
    Xapian::Enquire enquire, spied;
    Xapian::MSet mset{};
    value_spy spy{};
    Xapian::Document doc{};
    std::vector<std::string> words{};
    size_t read = 0; /* so that nothing is left out */
};

std::unique_ptr<data> with;

} // namespace

void cpp_open(const char *path)
{
    with = std::make_unique<data>(path);
}

void cpp_close(void)
{
    with.reset();
}

void cpp_terms(void)
{
    for (; with->terms != Xapian::TermIterator(); ++with->terms)
        with->read += (*with->terms).size();
}

void cpp_terms_of_document(void)
{
    for (; with->of_document != Xapian::TermIterator(); ++with->of_document)
        with->read += (*with->of_document).size();
}

void cpp_postings(void)
{
    for (; with->postings != Xapian::PostingIterator(); ++with->postings)
        with->read += *with->postings;
}

void cpp_positions(void)
{
    for (; with->positions != Xapian::PositionIterator(); ++with->positions)
        with->read += *with->positions;
}

void cpp_values(void)
{
    for (; with->values != Xapian::ValueIterator(); ++with->values)
        with->read += (*with->values).size();
}

void cpp_matches(void)
{
    for (auto at = with->mset.begin(); at != with->mset.end(); ++at)
        with->read += *at + static_cast<size_t>(at.get_weight()) + at.get_rank() +
                      static_cast<size_t>(at.get_percent()) + at.get_sort_key().size() +
                      at.get_collapse_key().size();
}

void cpp_documents(void)
{
    for (auto at = with->mset.begin(); at != with->mset.end(); ++at)
        with->read += at.get_document().get_data().size();
}

void cpp_search(void)
{
    with->read += with->enquire.get_mset(0, 10, DOCUMENTS).size();
}

void cpp_spy_of_values(void)
{
    with->read += with->spied.get_mset(0, 10, DOCUMENTS).size();
}

void cpp_spy_of_documents(void)
{
    cpp_spy_of_values();
}

void cpp_postings_put(void)
{
    for (const auto &word : with->words)
        with->doc.add_posting(word, 1);
}

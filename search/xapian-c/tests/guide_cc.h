/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the chapters in C++ share: the same as those in C.
 */
#ifndef TEST_XAPIAN_C_GUIDE_CC_H
#define TEST_XAPIAN_C_GUIDE_CC_H

#include <string>
#include <vector>

#include <xapian.h>

#include "guide.h"

inline void say(const char *label, const std::string &text)
{
    say(label, text.data(), text.size());
}

void say_error(const Xapian::Error &error);

/* What a call says that is to fail. */
template <class Body> void failing(Body &&body)
{
    try {
        body();
        printf("no error\n");
    } catch (const Xapian::Error &error) {
        say_error(error);
    }
}

template <class Body> void failing_type(Body &&body)
{
    try {
        body();
        printf("no error\n");
    } catch (const Xapian::Error &error) {
        printf("%s\n", error.get_type());
    }
}

inline Xapian::WritableDatabase writable(const std::string &path)
{
    return Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OPEN | Xapian::DB_NO_SYNC);
}

void describe(const Xapian::Query &query);
void say_mset(const Xapian::MSet &mset);
void run(const Xapian::Enquire &enquire);
Xapian::Enquire enquire_of(const Xapian::Database &db, const Xapian::Query &query);
void search(const Xapian::Database &db, const Xapian::Query &query);
enum { WDF = 1, FREQ = 2, POSITIONS = 4 };
void say_terms(const char *label, Xapian::TermIterator at, const Xapian::TermIterator &end,
               unsigned what);
/* 'docid' where the document's own is that of a shard. */
void say_document(const Xapian::Document &doc, Xapian::docid docid = 0);
void say_database(const Xapian::Database &db);
Xapian::QueryParser new_parser();
Xapian::Query parsed(Xapian::QueryParser &parser, const std::string &text);
void index_mountains(const guide *g, Xapian::WritableDatabase &db, size_t first,
                     size_t step);

#endif /* TEST_XAPIAN_C_GUIDE_CC_H */

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian-c - Xapian, the search engine library, for C
 *
 * Link with: pkg-config --cflags --libs xapian-c. Each group of functions has a header,
 * and a manual page of the same text.
 *
 * Status.  What can fail returns a xapian_status and takes a xapian_error last, which may
 * be NULL. The error is written on failure only. No C++ exception leaves this library. On
 * failure a handle that was to be made is NULL and all other outputs are untouched.
 *
 * Handles.  Each is opaque, made by a function that says so, and freed by the matching
 * _free; free(NULL) does nothing. A handle keeps alive what it needs: free handles in any
 * order. What is passed in as const is neither kept nor consumed, unless stated.
 *
 * Threads.  Handles that came of one another (a database, its documents, an enquire and
 * its match sets, ...), or were given to one another (a query to enquires, a stemmer to
 * parsers, ...), share counters: use the whole family from one thread at a time, also to
 * free it. Give each thread a database, stemmers and stoppers of its own. Nothing in this
 * library is global. Do not cancel a thread inside a call, nor end it in a callback.
 *
 * Strings in.  Data is a pointer and a length, may hold any bytes, and is copied. A NULL
 * pointer of length 0 is the empty string; NULL of another length is
 * XAPIAN_INVALID_ARGUMENT. Paths, programs, names of hosts and languages, and a few
 * short strings that say so, end with a zero byte instead.
 *
 * Strings out.  A pointer and a length into a buffer that the handle owns: good until the
 * next call on that handle, or its _free. A zero byte follows the last one.
 *
 * NULL where a handle or an output is needed is XAPIAN_INVALID_ARGUMENT. The few
 * functions that return a plain number return 0.
 *
 * Callbacks get a pointer of the application's, run on the thread that called, and return
 * 0 to go on. Another number ends the call with XAPIAN_CALLBACK, and is in the error.
 * They must not leave by longjmp(): what the call held would be lost. A handle that has
 * callbacks is marked while it is in use, and is XAPIAN_INVALID_OPERATION for ever after
 * such a jump. A C++ exception that leaves a callback ends the call with XAPIAN_UNKNOWN.
 *
 * Left out are: classes that Xapian 1.4 calls deprecated (value range processors, error
 * handlers); Unicode (ICU and others do more); replication (xapian-replicate does it; see
 * xapian_db_open_replica()); the registry, with which a server of one's own in C++ would
 * know classes of one's own; weighting schemes and distance metrics of one's own, which
 * would be called for every posting; ValueIterator::check() and the match deciders and
 * expand deciders that a callback of three lines replaces; descriptions of objects other
 * than queries; questions after what the application itself has set; a check by a
 * descriptor, where its path in /dev/fd will do; xapian_mset_fetch() of a part, as it is
 * a hint; stemmers that do nothing for an unknown language, as "none" is one; sources of
 * postings that lower their greatest weight on the way, which only spares some documents.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include "xapian-c/base.h"
#include "xapian-c/database.h"
#include "xapian-c/document.h"
#include "xapian-c/enquire.h"
#include "xapian-c/geo.h"
#include "xapian-c/handles.h"
#include "xapian-c/iterators.h"
#include "xapian-c/maintenance.h"
#include "xapian-c/matchspy.h"
#include "xapian-c/mset.h"
#include "xapian-c/posting-source.h"
#include "xapian-c/query-parser.h"
#include "xapian-c/query.h"
#include "xapian-c/relevance.h"
#include "xapian-c/spelling.h"
#include "xapian-c/stem.h"
#include "xapian-c/term-generator.h"
#include "xapian-c/weight.h"
#include "xapian-c/writable-database.h"

#endif /* XAPIAN_C_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.h - an index opened for reading, and its answers.
 *
 * Threads: a reader belongs to one thread at a time; each search thread has its own.
 * Answers are plain data in the arena given, with nothing of Xapian in them.
 */
#ifndef PH_SEARCH_H
#define PH_SEARCH_H

#include "search/query.h"

typedef struct ph_reader ph_reader;

/* Opens an index: paths are the shards of one index, or one path that holds them all; several
 * such are searched as one (shards.h).  Strings are copied; the vocabulary is borrowed.
 * PH_NOT_FOUND: there is no index (the text says how to make one); PH_INVALID: a path;
 * PH_BUSY: a shard is missing; PH_TIMEOUT: one does not answer; PH_CORRUPT, also an index of
 * another version; PH_IO. */
ph_status ph_reader_open(ph_reader **out, const char *const *paths, size_t n,
                         const ph_vocabulary *vocabulary, ph_error *err) PH_MUST_USE;

/* The same, but shards behind servers that do not answer are left out, as long as one does:
 * answers are then of what is there, and name them in `missing`. */
ph_status ph_reader_open_partly(ph_reader **out, const char *const *paths, size_t n,
                                const ph_vocabulary *vocabulary, ph_error *err) PH_MUST_USE;
void ph_reader_free(ph_reader *reader);

/* Facet values in memory (columns.h), for all readers of a process on the same index: with them
 * counting takes a tenth of the time, and answers are the same.  A thread of the cache loads
 * those of the revision that a reader is at when they are first wanted, and anew after a
 * commit; meanwhile counts are read from the index.
 * PH_IO: there can be no thread; PH_NO_MEMORY.  Free it after the readers that use it. */
typedef struct ph_columns_cache ph_columns_cache;
ph_status ph_columns_cache_new(ph_columns_cache **out, ph_error *err) PH_MUST_USE;
void ph_columns_cache_free(ph_columns_cache *cache);

/* The reader uses the cache from now on; borrowed.  NULL: none. */
void ph_reader_share(ph_reader *reader, ph_columns_cache *cache);

/* Waits until the columns of the reader's revision are there, at most so many milliseconds
 * (0: only asks for them).  False: they are not. */
bool ph_reader_wait(ph_reader *reader, unsigned ms);

/* Looks whether the index has a new revision and moves to it; cheap when it has not.  Connects
 * again where a server went away, and fails as ph_reader_open does if it is not back: the
 * reader is good for nothing until it succeeds.  changed: may be NULL. */
ph_status ph_reader_refresh(ph_reader *reader, bool *changed, ph_error *err) PH_MUST_USE;

/* Names what is being read, for entity tags: changes with each commit, and is the same for an
 * index, its replicas and whoever reads them over tcp://. */
ph_str ph_reader_revision(const ph_reader *reader);
uint64_t ph_reader_documents(const ph_reader *reader);

/* When one of its shards was last written to, in seconds since 1970, as far as the files on this
 * machine tell; 0 if there are none. */
int64_t ph_reader_written(const ph_reader *reader);

/* Shards that do not answer and are left out (ph_reader_open_partly), as they were given. */
const ph_strs *ph_reader_missing(const ph_reader *reader);

/* --- answers --------------------------------------------------------------------------- */

typedef struct ph_hit_passage {
    uint32_t n; /* from 1, in the record */
    ph_kind kind;
    ph_strs heading;
    ph_str anchor;
    ph_strs addressee, themes; /* of a unit (units.h) */
    ph_str snippet;            /* HTML: escaped text with <mark> around what was found */
} ph_hit_passage;

/* The same work in another language or another format. */
typedef struct ph_alternate {
    ph_str id, title, language, mime;
} ph_alternate;

typedef PH_VEC(ph_alternate) ph_alternate_list;

typedef struct ph_hit {
    ph_record record; /* without passages' texts */
    double score;
    ph_str snippet; /* HTML, of the best passage or the abstract */
    PH_VEC(ph_hit_passage) passages;
    uint64_t units; /* its units that match (units.h), shown or not; else 0 */
    ph_alternate_list alternates;
    double peer;          /* how much a country of its is like the one asked for, 0..1 */
    ph_str peer_country;  /* which: the one most like it; absent: none is known to be */
    ph_strs peer_reasons; /* why: "Central Asia", "landlocked" */
    ph_strs peer_missing; /* what has no figure for one of the two: "HDI" */
} ph_hit;

/* Words that were added to the question because the vocabularies know them. */
typedef struct ph_expansion {
    ph_str term;    /* of the question: "participation citoyenne" */
    ph_strs added;  /* labels that count as the term */
    ph_str because; /* the concept: "themes:participation" */
    /* whether the total is another without each of `added`, and behind these, without any of
     * them; NULL: nobody has counted (PH_WANT_EFFECTS, and only in memory: search/columns.h) */
    bool *changes;
} ph_expansion;

typedef PH_VEC(ph_expansion) ph_expansion_list;

typedef struct ph_facet_value {
    ph_str value;
    ph_str label; /* of an event; what vocabularies name is named by whoever shows it */
    uint64_t count;
    bool selected;
} ph_facet_value;

typedef PH_VEC(ph_facet_value) ph_facet_counts; /* most first; of years the newest first */

typedef struct ph_result {
    uint64_t total;  /* exact, unless: */
    ph_strs missing; /* paths of shards that did not answer (ph_reader_open_partly) */
    ph_match match;  /* what was done: all or any */
    bool relaxed;    /* match=auto found too few with every word */
    double took_ms;
    PH_VEC(ph_hit) hits;
    ph_expansion_list expansions;
    ph_str suggestion; /* a spelling all of whose words more documents have; absent: none */
    /* Most frequent first, years newest first; equal counts by value.  Values that nobody
     * has are left out unless they were chosen. */
    ph_facet_counts facets[PH_FACETS];
} ph_result;

/* Answers a question: total and counts are exact (INTERFACE "Search answer").
 * PH_CORRUPT, PH_IO, PH_BUSY (the index changed faster than it could be read, PH_RETRIES
 * times), PH_TIMEOUT (a shard does not answer), PH_TOO_MUCH (the question costs too much:
 * budget.h), PH_NO_MEMORY. */
ph_status ph_search(ph_reader *reader, const ph_query *query, ph_arena *arena,
                    ph_result *result, ph_error *err) PH_MUST_USE;

/* One document by its id.  PH_NOT_FOUND: there never was one; PH_GONE: it was removed. */
ph_status ph_reader_get(ph_reader *reader, ph_str id, ph_arena *arena, ph_record *record,
                        ph_error *err) PH_MUST_USE;

/* The document that is now in the place of one that was removed: the one that it leads to
 * (ph_store_lead), or the edition of its work in its language; absent: none, or it is there. */
ph_status ph_reader_heir(ph_reader *reader, ph_str id, ph_arena *arena, ph_str *heir,
                         ph_error *err) PH_MUST_USE;

/* The file that a document was made of, as it was when it was indexed. */
typedef struct ph_file_of {
    ph_str root; /* the absolute path of its source; absent: not known, or not for sure */
    ph_str path; /* below that, or a hash (ph_path_hidden); empty: the source is the file */
    ph_str
        part; /* the way to it within the file (a member, a row); empty: it is the file */
    uint64_t size;
    int64_t mtime_ns;
    uint64_t content; /* ph_hash of the file's bytes, where there is no part */
} ph_file_of;

/* ph_reader_get, and where the document came from at the same revision: what is said of the
 * record (`redacted`) holds for that file. */
ph_status ph_reader_get_file(ph_reader *reader, ph_str id, ph_arena *arena,
                             ph_record *record, ph_file_of *file,
                             ph_error *err) PH_MUST_USE;

/* The other editions of a record's work that are in the index, by language and format; at most
 * PH_EDITIONS_MAX. */
ph_status ph_alternates(ph_reader *reader, const ph_record *record, ph_arena *arena,
                        ph_alternate_list *list, ph_error *err) PH_MUST_USE;

/* The newest documents first (by when they were added or changed); at most `limit`. */
ph_status ph_reader_newest(ph_reader *reader, size_t limit, ph_arena *arena,
                           ph_result *result, ph_error *err) PH_MUST_USE;

#endif

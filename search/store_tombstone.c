/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left of a document that was removed: "gone:ID" has the time and what leads to the document
 * that is now in its place, for who asks for it; "removed:TIME ID" has its sets, for who asks what
 * went since.  Both stand in the shard of the id. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "search/facets.h"
#include "search/harvest.h"
#include "search/store_private.h"

#define NOTHING "-" /* a word of a tombstone that is not known */

ph_tombstone ph_tombstone_read(ph_str value)
{
    ph_tombstone t = {0};
    ph_str *const words[] = {&t.when, &t.work, &t.language, &t.heir};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!ph_split(&value, ' ', words[i]) || ph_eqc(*words[i], NOTHING))
            *words[i] = PH_ABSENT;
    return t;
}

static ph_str word(ph_str value)
{
    return value.n ? value : PH_STR(NOTHING);
}

/* The value that is read so; without an heir it ends before. */
static void write_tombstone(ph_buf *value, const ph_tombstone *t)
{
    ph_buf_clear(value);
    ph_buf_addf(value, "%.*s %.*s %.*s", PH_FMT(t->when), PH_FMT(word(t->work)),
                PH_FMT(word(t->language)));
    if (t->heir.n)
        ph_buf_addf(value, " %.*s", PH_FMT(t->heir));
}

size_t ph_gone_key(ph_str id, char key[PH_GONE_KEY])
{
    return (size_t)snprintf(key, PH_GONE_KEY, "%s%.*s", PH_KEY_GONE, PH_FMT(id));
}

size_t ph_removed_key(ph_str when, ph_str id, char key[PH_REMOVED_KEY])
{
    when = ph_sub(when, 0, 32);
    return (size_t)snprintf(key, PH_REMOVED_KEY, "%s%.*s %.*s", PH_KEY_REMOVED,
                            PH_FMT(when), PH_FMT(id));
}

/* Appends those sets of a document that are of one facet. */
static xapian_status add_sets(const xapian_db *db, xapian_docid docid, ph_facet facet,
                              ph_buf *sets, xapian_error *why)
{
    xapian_terms *terms = NULL;
    ph_buf prefix = {0};
    ph_str term;
    ph_facet_term(&prefix, facet, PH_STR(""));
    xapian_status status =
        prefix.failed ? XAPIAN_NO_MEMORY : xapian_db_doc_terms(db, docid, &terms, why);
    if (!status)
        status = xapian_terms_skip_to(terms, prefix.s, prefix.n, &term.s, &term.n, why);
    while (!status && ph_starts(term, ph_buf_str(&prefix))) {
        ph_str value = ph_sub(term, prefix.n, term.n);
        if (ph_is_set(facet, value))
            ph_buf_addf(sets, "%s%s:%.*s", sets->n ? " " : "", ph_facets[facet].name,
                        PH_FMT(value));
        status = xapian_terms_next(terms, &term.s, &term.n, why);
    }
    xapian_terms_free(terms);
    ph_buf_free(&prefix);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* The work of a document in 16 hexadecimal digits, and its language, if it has one. */
static xapian_status read_edition(const xapian_db *db, xapian_docid docid, ph_buf *work,
                                  ph_buf *language, xapian_error *why)
{
    xapian_document *doc = NULL;
    xapian_terms *terms = NULL;
    ph_buf prefix = {0};
    ph_str value, term;
    uint64_t number;
    xapian_status status = xapian_db_document(db, docid, &doc, why);
    if (!status)
        status = xapian_document_value(doc, PH_SLOT_WORK, &value.s, &value.n, why);
    if (!status && value.n == sizeof number) {
        memcpy(&number, value.s, sizeof number);
        ph_buf_addf(work, "%016llx", (unsigned long long)number);
    }
    ph_facet_term(&prefix, PH_FACET_LANGUAGE, PH_STR(""));
    if (!status)
        status =
            prefix.failed ? XAPIAN_NO_MEMORY : xapian_db_doc_terms(db, docid, &terms, why);
    if (!status)
        status = xapian_terms_skip_to(terms, prefix.s, prefix.n, &term.s, &term.n, why);
    if (!status && ph_starts(term, ph_buf_str(&prefix)))
        ph_buf_add(language, ph_sub(term, prefix.n, term.n));
    xapian_terms_free(terms);
    xapian_document_free(doc);
    ph_buf_free(&prefix);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

/* What a tombstone keeps of a document. */
typedef struct remains {
    ph_buf sets, work, language;
} remains;

static xapian_status read_remains(const xapian_db *db, ph_str id, remains *of,
                                  xapian_error *why)
{
    xapian_postings *postings = NULL;
    xapian_docid docid = 0;
    char term[PH_ID_BYTES + 2];
    size_t n = ph_id_term(id, term);
    xapian_status status = xapian_db_postings(db, term, n, &postings, why);
    if (!status)
        status = xapian_postings_next(postings, &docid, why);
    xapian_postings_free(postings);
    for (size_t i = 0; i < PH_SET_FACETS && !status; i++)
        status = add_sets(db, docid, ph_set_facets[i], &of->sets, why);
    if (!status)
        status = read_edition(db, docid, &of->work, &of->language, why);
    if (of->sets.failed || of->work.failed || of->language.failed)
        return XAPIAN_NO_MEMORY;
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static xapian_status write_gone(xapian_writable_db *db, ph_str id, const ph_tombstone *t,
                                xapian_error *why)
{
    char gone[PH_GONE_KEY];
    size_t n = ph_gone_key(id, gone);
    ph_buf value = {0};
    write_tombstone(&value, t);
    xapian_status status =
        value.failed ? XAPIAN_NO_MEMORY
                     : xapian_writable_db_set_metadata(db, gone, n, value.s, value.n, why);
    ph_buf_free(&value);
    return status;
}

static xapian_status write_both(xapian_writable_db *db, ph_str id, const ph_tombstone *t,
                                ph_str sets, xapian_error *why)
{
    char removed[PH_REMOVED_KEY];
    size_t n = ph_removed_key(t->when, id, removed);
    /* an empty value would be none */
    sets = sets.n ? sets : PH_STR(" ");
    xapian_status status = write_gone(db, id, t, why);
    return status ? status
                  : xapian_writable_db_set_metadata(db, removed, n, sets.s, sets.n, why);
}

xapian_status ph_tombstone_set(ph_shard *shard, ph_str id, xapian_error *why)
{
    char now[32];
    remains of = {0};
    ph_utc_now(now);
    xapian_status status = ph_tombstone_remove(shard, id, why);
    if (!status)
        status = read_remains(xapian_writable_db_reader(shard->db), id, &of, why);
    const ph_tombstone t = {.when = ph_cstr(now),
                            .work = ph_buf_str(&of.work),
                            .language = ph_buf_str(&of.language)};
    if (!status)
        status = write_both(shard->db, id, &t, ph_buf_str(&of.sets), why);
    ph_buf_free(&of.sets);
    ph_buf_free(&of.work);
    ph_buf_free(&of.language);
    return status;
}

/* What the shard has under "gone:ID"; empty: nothing. */
static xapian_status read_gone(const xapian_db *db, ph_str id, ph_str *value,
                               xapian_error *why)
{
    char gone[PH_GONE_KEY];
    size_t n = ph_gone_key(id, gone);
    *value = PH_ABSENT;
    return xapian_db_metadata(db, gone, n, &value->s, &value->n, why);
}

xapian_status ph_tombstone_remove(ph_shard *shard, ph_str id, xapian_error *why)
{
    char gone[PH_GONE_KEY], removed[PH_REMOVED_KEY];
    size_t n = ph_gone_key(id, gone);
    ph_str value;
    xapian_status status = read_gone(xapian_writable_db_reader(shard->db), id, &value, why);
    if (status || !value.n)
        return status;
    size_t removed_n = ph_removed_key(ph_tombstone_read(value).when, id, removed);
    status = xapian_writable_db_set_metadata(shard->db, gone, n, "", 0, why);
    return status
               ? status
               : xapian_writable_db_set_metadata(shard->db, removed, removed_n, "", 0, why);
}

xapian_status ph_tombstone_lead(ph_shard *shard, ph_str id, ph_str heir, ph_str language,
                                xapian_error *why)
{
    ph_str value;
    ph_buf copy = {0}; /* the binding's goes with the next call */
    xapian_status status = read_gone(xapian_writable_db_reader(shard->db), id, &value, why);
    if (status || !value.n)
        return status;
    ph_buf_add(&copy, value);
    ph_tombstone t = ph_tombstone_read(ph_buf_str(&copy));
    bool fits = !t.language.n || !language.n || ph_eq(t.language, language);
    t.heir = heir;
    if (fits)
        status = copy.failed ? XAPIAN_NO_MEMORY : write_gone(shard->db, id, &t, why);
    ph_buf_free(&copy);
    return status;
}

xapian_status ph_tombstone_carry(xapian_writable_db *db, const xapian_db *old, ph_str id,
                                 const ph_tombstone *t, xapian_error *why)
{
    char removed[PH_REMOVED_KEY];
    ph_str sets = PH_ABSENT;
    size_t n = ph_removed_key(t->when, id, removed);
    xapian_status status = xapian_db_metadata(old, removed, n, &sets.s, &sets.n, why);
    return status ? status : write_both(db, id, t, sets, why);
}

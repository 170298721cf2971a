/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Iterators.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* The ends of the moves: 'at' is the entry that the iterator came to, or NULL. */

xapian_status term_at(xapian_terms &terms, const Xapian::TermIterator *at,
                      const char **term, size_t *term_len)
{
    if (at == nullptr)
        return XAPIAN_END;
    terms.buffer = **at;
    lend(terms.buffer, term, term_len);
    return XAPIAN_OK;
}

xapian_status value_at(xapian_values &values, const Xapian::ValueIterator *at,
                       xapian_docid *docid, const char **value, size_t *value_len)
{
    if (at == nullptr)
        return XAPIAN_END;
    values.buffer = **at;
    *docid = values.of_document ? values.docid : at->get_docid();
    lend(values.buffer, value, value_len);
    return XAPIAN_OK;
}

template <class Iterator, class Number>
xapian_status number_at(const Iterator *at, Number *number)
{
    if (at == nullptr)
        return XAPIAN_END;
    *number = **at;
    return XAPIAN_OK;
}

} // namespace

xapian_status xapian_terms_next(xapian_terms *terms, const char **term, size_t *term_len,
                                xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(terms, "iterator"), need(term, "output"), need(term_len, "output length");
        return term_at(*terms, terms->cursor.next(), term, term_len);
    });
}

xapian_status xapian_terms_skip_to(xapian_terms *terms, const char *target,
                                   size_t target_len, const char **term, size_t *term_len,
                                   xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(terms, "iterator"), need(term, "output"), need(term_len, "output length");
        const auto *at = terms->cursor.skip_to(text(target, target_len, "target"));
        return term_at(*terms, at, term, term_len);
    });
}

xapian_status xapian_terms_freq(const xapian_terms *terms, xapian_doccount *freq,
                                xapian_error *err)
{
    return give(__func__, freq, err,
                [&] { return need(terms, "iterator").cursor.at().get_termfreq(); });
}

xapian_status xapian_terms_wdf(const xapian_terms *terms, xapian_termcount *wdf,
                               xapian_error *err)
{
    return give(__func__, wdf, err,
                [&] { return need(terms, "iterator").cursor.at().get_wdf(); });
}

xapian_status xapian_terms_position_count(const xapian_terms *terms,
                                          xapian_termcount *count, xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(terms, "iterator").cursor.at().positionlist_count(); });
}

xapian_status xapian_terms_positions(const xapian_terms *terms, xapian_positions **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const xapian_terms &of = need(terms, "iterator");
        return new xapian_positions{of.owner, cursor(of.cursor.at().positionlist_begin())};
    });
}

void xapian_terms_free(xapian_terms *terms)
{
    delete terms;
}

xapian_status xapian_postings_next(xapian_postings *postings, xapian_docid *docid,
                                   xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(postings, "iterator"), need(docid, "output");
        return number_at(postings->cursor.next(), docid);
    });
}

xapian_status xapian_postings_next_many(xapian_postings *postings, xapian_docid *docids,
                                        xapian_termcount *wdfs, size_t max, size_t *n,
                                        xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(postings, "iterator"), need(docids, "output"), need(n, "output number");
        if (max == 0)
            throw Xapian::InvalidArgumentError("no entry is asked for");
        size_t got = 0;
        while (got < max) {
            const auto *at = postings->cursor.next();
            if (at == nullptr)
                break;
            if (wdfs != nullptr)
                wdfs[got] = at->get_wdf();
            docids[got++] = **at;
        }
        if (got == 0)
            return XAPIAN_END;
        *n = got;
        return XAPIAN_OK;
    });
}

xapian_status xapian_postings_skip_to(xapian_postings *postings, xapian_docid target,
                                      xapian_docid *docid, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(postings, "iterator"), need(docid, "output");
        return number_at(postings->cursor.skip_to(target), docid);
    });
}

xapian_status xapian_postings_wdf(const xapian_postings *postings, xapian_termcount *wdf,
                                  xapian_error *err)
{
    return give(__func__, wdf, err,
                [&] { return need(postings, "iterator").cursor.at().get_wdf(); });
}

xapian_status xapian_postings_doc_length(const xapian_postings *postings,
                                         xapian_termcount *length, xapian_error *err)
{
    return give(__func__, length, err,
                [&] { return need(postings, "iterator").cursor.at().get_doclength(); });
}

xapian_status xapian_postings_unique_terms(const xapian_postings *postings,
                                           xapian_termcount *count, xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(postings, "iterator").cursor.at().get_unique_terms(); });
}

xapian_status xapian_postings_positions(const xapian_postings *postings,
                                        xapian_positions **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const xapian_postings &of = need(postings, "iterator");
        return new xapian_positions{of.owner, cursor(of.cursor.at().positionlist_begin())};
    });
}

void xapian_postings_free(xapian_postings *postings)
{
    delete postings;
}

xapian_status xapian_positions_next(xapian_positions *positions, xapian_termpos *pos,
                                    xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(positions, "iterator"), need(pos, "output");
        return number_at(positions->cursor.next(), pos);
    });
}

xapian_status xapian_positions_skip_to(xapian_positions *positions, xapian_termpos target,
                                       xapian_termpos *pos, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(positions, "iterator"), need(pos, "output");
        return number_at(positions->cursor.skip_to(target), pos);
    });
}

void xapian_positions_free(xapian_positions *positions)
{
    delete positions;
}

xapian_status xapian_values_next(xapian_values *values, xapian_docid *docid,
                                 const char **value, size_t *value_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(values, "iterator"), need(docid, "docid output");
        need(value, "value output"), need(value_len, "length output");
        return value_at(*values, values->cursor.next(), docid, value, value_len);
    });
}

xapian_status xapian_values_skip_to(xapian_values *values, xapian_docid target,
                                    xapian_docid *docid, const char **value,
                                    size_t *value_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(values, "iterator"), need(docid, "docid output");
        need(value, "value output"), need(value_len, "length output");
        if (values->of_document)
            throw Xapian::InvalidOperationError("these are the values of one document");
        return value_at(*values, values->cursor.skip_to(target), docid, value, value_len);
    });
}

xapian_status xapian_values_slot(const xapian_values *values, xapian_slot *slot,
                                 xapian_error *err)
{
    return give(__func__, slot, err,
                [&] { return need(values, "iterator").cursor.at().get_valueno(); });
}

void xapian_values_free(xapian_values *values)
{
    delete values;
}

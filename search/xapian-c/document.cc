/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Documents.
 */
#include "private.h"

#include <algorithm>

using namespace xapian_c;

namespace
{

[[noreturn]] void too_long(const std::string &term)
{
    throw Xapian::InvalidArgumentError("a term of " + std::to_string(term.size()) +
                                       " bytes is too long: " + term);
}

/* A term to store, in the document's buffer. Xapian finds a long one only when the document is
 * added, and one made long by its zero bytes, each stored as two, only when that is written to
 * disk. */
const std::string &term_of(const xapian_document &doc, const char *data, size_t size)
{
    std::string &term = doc.buffer;
    term.assign(size == 0 ? "" : &need(data, "term"), size);
    if (size > XAPIAN_TERM_MAX / 2 &&
        size + static_cast<size_t>(std::count(term.begin(), term.end(), '\0')) >
            XAPIAN_TERM_MAX)
        too_long(term);
    return term;
}

} // namespace

xapian_status xapian_document_new(xapian_document **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_document{Xapian::Document()}; });
}

void xapian_document_free(xapian_document *doc)
{
    delete doc;
}

xapian_status xapian_document_clear(xapian_document *doc, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(doc, "document").doc = Xapian::Document();
        doc->docid = 0;
    });
}

xapian_docid xapian_document_docid(const xapian_document *doc)
{
    return doc == nullptr ? 0 : doc->docid;
}

xapian_status xapian_document_data(const xapian_document *doc, const char **data,
                                   size_t *data_len, xapian_error *err)
{
    return give_text(
        __func__, data, data_len, err, [&]() -> auto & {
            const auto &of = need(doc, "document");
            return of.buffer = of.doc.get_data();
        });
}

xapian_status xapian_document_set_data(xapian_document *doc, const char *data,
                                       size_t data_len, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(doc, "document").doc.set_data(text(data, data_len, "data")); });
}

xapian_status xapian_document_add_term(xapian_document *doc, const char *term,
                                       size_t term_len, xapian_termcount wdf_inc,
                                       xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Document &to = need(doc, "document").doc;
        to.add_term(term_of(*doc, term, term_len), wdf_inc);
    });
}

xapian_status xapian_document_add_posting(xapian_document *doc, const char *term,
                                          size_t term_len, xapian_termpos pos,
                                          xapian_termcount wdf_inc, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Document &to = need(doc, "document").doc;
        to.add_posting(term_of(*doc, term, term_len), pos, wdf_inc);
    });
}

xapian_status xapian_document_add_postings(xapian_document *doc, const char *term,
                                           size_t term_len, const xapian_termpos *positions,
                                           size_t n, xapian_termcount wdf_inc,
                                           xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Document &to = need(doc, "document").doc;
        const std::string &name = term_of(*doc, term, term_len);
        const xapian_termpos *const first =
            n == 0 ? nullptr : &need(positions, "positions");
        for (size_t i = 0; i < n; i++)
            to.add_posting(name, first[i], wdf_inc);
    });
}

xapian_status xapian_document_add_boolean_term(xapian_document *doc, const char *term,
                                               size_t term_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Document &to = need(doc, "document").doc;
        to.add_boolean_term(term_of(*doc, term, term_len));
    });
}

xapian_status xapian_document_remove_term(xapian_document *doc, const char *term,
                                          size_t term_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(doc, "document").doc.remove_term(text(term, term_len, "term"));
    });
}

xapian_status xapian_document_remove_posting(xapian_document *doc, const char *term,
                                             size_t term_len, xapian_termpos pos,
                                             xapian_termcount wdf_dec, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(doc, "document")
            .doc.remove_posting(text(term, term_len, "term"), pos, wdf_dec);
    });
}

xapian_status xapian_document_remove_postings(xapian_document *doc, const char *term,
                                              size_t term_len, xapian_termpos first,
                                              xapian_termpos last, xapian_termcount wdf_dec,
                                              xapian_termpos *removed, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const xapian_termpos n =
            need(doc, "document")
                .doc.remove_postings(text(term, term_len, "term"), first, last, wdf_dec);
        if (removed != nullptr)
            *removed = n;
    });
}

xapian_status xapian_document_clear_terms(xapian_document *doc, xapian_error *err)
{
    return guard(__func__, err, [&] { need(doc, "document").doc.clear_terms(); });
}

xapian_status xapian_document_term_count(const xapian_document *doc,
                                         xapian_termcount *count, xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(doc, "document").doc.termlist_count(); });
}

xapian_status xapian_document_terms(const xapian_document *doc, xapian_terms **out,
                                    xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Document &of = need(doc, "document").doc;
        return new xapian_terms{of, cursor(of.termlist_begin())};
    });
}

xapian_status xapian_document_value(const xapian_document *doc, xapian_slot slot,
                                    const char **value, size_t *value_len,
                                    xapian_error *err)
{
    return give_text(
        __func__, value, value_len, err, [&]() -> auto & {
            const auto &of = need(doc, "document");
            return of.buffer = of.doc.get_value(slot);
        });
}

xapian_status xapian_document_set_value(xapian_document *doc, xapian_slot slot,
                                        const char *value, size_t value_len,
                                        xapian_error *err)
{
    return guard(__func__, err, [&] {
        if (slot == XAPIAN_NO_SLOT)
            throw Xapian::InvalidArgumentError("there is no such slot");
        need(doc, "document").doc.add_value(slot, text(value, value_len, "value"));
    });
}

xapian_status xapian_document_remove_value(xapian_document *doc, xapian_slot slot,
                                           xapian_error *err)
{
    return guard(__func__, err, [&] {
        /* Xapian's own remove_value() fails if there is none. */
        need(doc, "document").doc.add_value(slot, std::string());
    });
}

xapian_status xapian_document_clear_values(xapian_document *doc, xapian_error *err)
{
    return guard(__func__, err, [&] { need(doc, "document").doc.clear_values(); });
}

xapian_status xapian_document_value_count(const xapian_document *doc,
                                          xapian_termcount *count, xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(doc, "document").doc.values_count(); });
}

xapian_status xapian_document_values(const xapian_document *doc, xapian_values **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Document &of = need(doc, "document").doc;
        return new xapian_values{of, cursor(of.values_begin()), true, doc->docid};
    });
}

xapian_status xapian_document_serialise(const xapian_document *doc, const char **data,
                                        size_t *data_len, xapian_error *err)
{
    return give_text(
        __func__, data, data_len, err, [&]() -> auto & {
            const auto &of = need(doc, "document");
            return of.buffer = of.doc.serialise();
        });
}

xapian_status xapian_document_unserialise(const char *data, size_t data_len,
                                          xapian_document **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_document{
            Xapian::Document::unserialise(text(data, data_len, "data"))};
    });
}

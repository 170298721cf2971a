/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Match sets.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* A number that every match set has. */
template <class Number>
Number number(const xapian_mset *mset, Number (Xapian::MSet::*get)() const)
{
    return mset == nullptr ? Number() : (mset->mset.*get)();
}

[[noreturn]] void no_match(xapian_doccount i, xapian_doccount size)
{
    throw Xapian::RangeError("no match " + std::to_string(i) + " in a set of " +
                             std::to_string(size));
}

const Xapian::MSetIterator &match(const xapian_mset *mset, xapian_doccount i)
{
    const xapian_doccount size = need(mset, "match set").mset.size();
    if (i >= size)
        no_match(i, size);
    /* To move it is cheaper than to make another, which counts one user more of the set. */
    Xapian::MSetIterator &at = mset->at;
    return at += static_cast<Xapian::doccount_diff>(i) - (at - mset->first);
}

} // namespace

void xapian_mset_free(xapian_mset *mset)
{
    delete mset;
}

xapian_doccount xapian_mset_size(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::size);
}

xapian_doccount xapian_mset_first(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_firstitem);
}

xapian_doccount xapian_mset_lower_bound(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_matches_lower_bound);
}

xapian_doccount xapian_mset_estimated(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_matches_estimated);
}

xapian_doccount xapian_mset_upper_bound(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_matches_upper_bound);
}

xapian_doccount xapian_mset_uncollapsed_lower_bound(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_uncollapsed_matches_lower_bound);
}

xapian_doccount xapian_mset_uncollapsed_estimated(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_uncollapsed_matches_estimated);
}

xapian_doccount xapian_mset_uncollapsed_upper_bound(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_uncollapsed_matches_upper_bound);
}

double xapian_mset_max_possible(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_max_possible);
}

double xapian_mset_max_attained(const xapian_mset *mset)
{
    return number(mset, &Xapian::MSet::get_max_attained);
}

xapian_status xapian_mset_weight_percent(const xapian_mset *mset, double weight,
                                         int *percent, xapian_error *err)
{
    return give(__func__, percent, err, [&] {
        return need(mset, "match set").mset.convert_to_percent(finite(weight, "weight"));
    });
}

xapian_status xapian_mset_docid(const xapian_mset *mset, xapian_doccount i,
                                xapian_docid *docid, xapian_error *err)
{
    return give(__func__, docid, err, [&] { return *match(mset, i); });
}

xapian_status xapian_mset_weight(const xapian_mset *mset, xapian_doccount i, double *weight,
                                 xapian_error *err)
{
    return give(__func__, weight, err, [&] { return match(mset, i).get_weight(); });
}

xapian_status xapian_mset_percent(const xapian_mset *mset, xapian_doccount i, int *percent,
                                  xapian_error *err)
{
    return give(__func__, percent, err, [&] { return match(mset, i).get_percent(); });
}

xapian_status xapian_mset_rank(const xapian_mset *mset, xapian_doccount i,
                               xapian_doccount *rank, xapian_error *err)
{
    return give(__func__, rank, err, [&] { return match(mset, i).get_rank(); });
}

xapian_status xapian_mset_sort_key(const xapian_mset *mset, xapian_doccount i,
                                   const char **key, size_t *key_len, xapian_error *err)
{
    return give_text(
        __func__, key, key_len, err, [&]() -> auto & {
            const Xapian::MSetIterator &at = match(mset, i);
            return mset->buffer = at.get_sort_key();
        });
}

xapian_status xapian_mset_collapse_key(const xapian_mset *mset, xapian_doccount i,
                                       const char **key, size_t *key_len, xapian_error *err)
{
    return give_text(
        __func__, key, key_len, err, [&]() -> auto & {
            const Xapian::MSetIterator &at = match(mset, i);
            return mset->buffer = at.get_collapse_key();
        });
}

xapian_status xapian_mset_collapse_count(const xapian_mset *mset, xapian_doccount i,
                                         xapian_doccount *count, xapian_error *err)
{
    return give(__func__, count, err, [&] { return match(mset, i).get_collapse_count(); });
}

xapian_status xapian_mset_document(const xapian_mset *mset, xapian_doccount i,
                                   xapian_document **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::MSetIterator &at = match(mset, i);
        return new xapian_document{at.get_document(), *at};
    });
}

xapian_status xapian_mset_fetch(const xapian_mset *mset, xapian_error *err)
{
    return guard(__func__, err, [&] {
        /* With another first item, Xapian 1.4 reads outside of its array. */
        if (need(mset, "match set").mset.get_firstitem() == 0)
            mset->mset.fetch();
    });
}

xapian_status xapian_mset_term_freq(const xapian_mset *mset, const char *term,
                                    size_t term_len, xapian_doccount *freq,
                                    xapian_error *err)
{
    return give(__func__, freq, err, [&] {
        return need(mset, "match set").mset.get_termfreq(text(term, term_len, "term"));
    });
}

xapian_status xapian_mset_term_weight(const xapian_mset *mset, const char *term,
                                      size_t term_len, double *weight, xapian_error *err)
{
    return give(__func__, weight, err, [&] {
        return need(mset, "match set").mset.get_termweight(text(term, term_len, "term"));
    });
}

xapian_status xapian_mset_snippet(const xapian_mset *mset, const char *text,
                                  size_t text_len, const xapian_snippet_options *options,
                                  const char **snippet, size_t *snippet_len,
                                  xapian_error *err)
{
    static_assert(Xapian::MSet::SNIPPET_BACKGROUND_MODEL == XAPIAN_SNIPPET_BACKGROUND);
    static_assert(Xapian::MSet::SNIPPET_EXHAUSTIVE == XAPIAN_SNIPPET_EXHAUSTIVE);
    static_assert(Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH ==
                  XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH);
    static_assert(Xapian::MSet::SNIPPET_CJK_NGRAM == XAPIAN_SNIPPET_CJK_NGRAM);
    static const xapian_snippet_options xapians_own = {
        500,   nullptr, XAPIAN_SNIPPET_BACKGROUND | XAPIAN_SNIPPET_EXHAUSTIVE,
        "<b>", "</b>",  "..."};
    return give_text(
        __func__, snippet, snippet_len, err, [&]() -> auto & {
            need(mset, "match set");
            const xapian_snippet_options &with = options ? *options : xapians_own;
            only_flags(with.flags, XAPIAN_SNIPPET_BACKGROUND | XAPIAN_SNIPPET_EXHAUSTIVE |
                                       XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH |
                                       XAPIAN_SNIPPET_CJK_NGRAM);
            return mset->buffer = mset->mset.snippet(
                       xapian_c::text(text, text_len, "text"), with.length,
                       with.stem ? with.stem->stem : Xapian::Stem(), with.flags,
                       &need(with.before, "before"), &need(with.after, "after"),
                       &need(with.omit, "omit"));
        });
}

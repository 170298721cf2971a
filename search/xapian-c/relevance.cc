/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Relevance feedback.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* Takes what the options want. */
class expand_decider final : public Xapian::ExpandDecider
{
  public:
    explicit expand_decider(const xapian_eset_options &options)
        : options_(options), prefix_(text(options.prefix, options.prefix_len, "prefix"))
    {
    }
    bool operator()(const std::string &term) const override
    {
        bool take = term.compare(0, prefix_.size(), prefix_) == 0;
        if (take && options_.fn != nullptr)
            heed(options_.fn(options_.user, term.c_str(), term.size(), &take));
        return take;
    }

  private:
    const xapian_eset_options &options_;
    std::string prefix_;
};

/* The entry of an expansion set. */
Xapian::ESetIterator entry(const xapian_eset *eset, xapian_termcount i)
{
    const Xapian::ESet &of = need(eset, "expansion set").eset;
    if (i >= of.size())
        throw Xapian::RangeError("no term " + std::to_string(i) + " in a set of " +
                                 std::to_string(of.size()));
    return of[i];
}

} // namespace

xapian_status xapian_enquire_set_expansion(xapian_enquire *enquire, xapian_expansion scheme,
                                           double k, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = settable(enquire);
        switch (scheme) {
        case XAPIAN_EXPAND_TRAD: return of.set_expansion_scheme("trad", finite(k, "k"));
        case XAPIAN_EXPAND_BO1: return of.set_expansion_scheme("bo1");
        }
        throw Xapian::InvalidArgumentError("unknown scheme of expansion");
    });
}

xapian_status xapian_enquire_eset(const xapian_enquire *enquire, const xapian_rset *rset,
                                  xapian_termcount max, const xapian_eset_options *options,
                                  xapian_eset **out, xapian_error *err)
{
    static_assert(Xapian::Enquire::INCLUDE_QUERY_TERMS == XAPIAN_ESET_QUERY_TERMS);
    static_assert(Xapian::Enquire::USE_EXACT_TERMFREQ == XAPIAN_ESET_EXACT_FREQ);
    static const xapian_eset_options none = {};
    return make(__func__, out, err, [&] {
        const use mark(need(enquire, "enquire").in_use);
        const xapian_eset_options &with = options ? *options : none;
        only_flags(with.flags, XAPIAN_ESET_QUERY_TERMS | XAPIAN_ESET_EXACT_FREQ);
        const expand_decider decider(with);
        return new xapian_eset{enquire->enquire.get_eset(
            max, need(rset, "relevance set").rset, static_cast<int>(with.flags), &decider,
            not_negative(with.min_weight, "least weight"))};
    });
}

xapian_status xapian_rset_new(xapian_rset **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_rset{Xapian::RSet()}; });
}

void xapian_rset_free(xapian_rset *rset)
{
    delete rset;
}

xapian_doccount xapian_rset_size(const xapian_rset *rset)
{
    return rset == nullptr ? 0 : rset->rset.size();
}

bool xapian_rset_contains(const xapian_rset *rset, xapian_docid docid)
{
    return rset != nullptr && docid != 0 && rset->rset.contains(docid);
}

xapian_status xapian_rset_add(xapian_rset *rset, xapian_docid docid, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(rset, "relevance set").rset.add_document(docid); });
}

xapian_status xapian_rset_remove(xapian_rset *rset, xapian_docid docid, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(rset, "relevance set").rset.remove_document(docid); });
}

void xapian_eset_free(xapian_eset *eset)
{
    delete eset;
}

xapian_termcount xapian_eset_size(const xapian_eset *eset)
{
    return eset == nullptr ? 0 : eset->eset.size();
}

xapian_termcount xapian_eset_bound(const xapian_eset *eset)
{
    return eset == nullptr ? 0 : eset->eset.get_ebound();
}

xapian_status xapian_eset_term(const xapian_eset *eset, xapian_termcount i,
                               const char **term, size_t *term_len, xapian_error *err)
{
    return give_text(
        __func__, term, term_len, err, [&]() -> auto & {
            const Xapian::ESetIterator at = entry(eset, i);
            return eset->buffer = *at;
        });
}

xapian_status xapian_eset_weight(const xapian_eset *eset, xapian_termcount i,
                                 double *weight, xapian_error *err)
{
    return give(__func__, weight, err, [&] { return entry(eset, i).get_weight(); });
}

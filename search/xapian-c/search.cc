/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Searches: enquire, expansion sets, spies.
 */
#include "private.h"

#include <algorithm>

using namespace xapian_c;

namespace
{

class document_spy final : public Xapian::MatchSpy
{
  public:
    document_spy(xapian_matchspy_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    void operator()(const Xapian::Document &doc, double weight) override
    {
        const xapian_document borrowed{doc, doc.get_docid()};
        if (const int failed = fn_(user_, &borrowed, weight))
            throw callback_failed{failed};
    }

  private:
    xapian_matchspy_fn fn_;
    void *user_;
};

class value_spy final : public Xapian::MatchSpy
{
  public:
    value_spy(xapian_slot slot, xapian_valuespy_fn fn, void *user)
        : slot_(slot), fn_(fn), user_(user)
    {
    }
    void operator()(const Xapian::Document &doc, double weight) override
    {
        const std::string value = doc.get_value(slot_);
        if (const int failed = fn_(user_, value.c_str(), value.size(), weight))
            throw callback_failed{failed};
    }

  private:
    xapian_slot slot_;
    xapian_valuespy_fn fn_;
    void *user_;
};

const Xapian::ValueCountMatchSpy &counts(const xapian_matchspy *spy)
{
    const auto *found =
        dynamic_cast<const Xapian::ValueCountMatchSpy *>(need(spy, "spy").spy.get());
    if (found == nullptr)
        throw Xapian::InvalidOperationError("this spy does not count");
    return *found;
}

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

xapian_status xapian_enquire_new(const xapian_db *db, xapian_enquire **out,
                                 xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_enquire{Xapian::Enquire(need(db, "database").db)};
    });
}

void xapian_enquire_free(xapian_enquire *enquire)
{
    delete enquire;
}

xapian_status xapian_enquire_set_query(xapian_enquire *enquire, const xapian_query *query,
                                       xapian_termcount length, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(enquire, "enquire").enquire.set_query(need(query, "query").query, length);
    });
}

xapian_status xapian_enquire_weight_bool(xapian_enquire *enquire, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(enquire, "enquire").enquire.set_weighting_scheme(Xapian::BoolWeight());
    });
}

xapian_status xapian_enquire_weight_bm25(xapian_enquire *enquire, double k1, double k2,
                                         double k3, double b, double min_normlen,
                                         xapian_error *err)
{
    return guard(__func__, err, [&] {
        const Xapian::BM25Weight weight(finite(k1, "k1"), finite(k2, "k2"),
                                        finite(k3, "k3"), finite(b, "b"),
                                        finite(min_normlen, "min_normlen"));
        need(enquire, "enquire").enquire.set_weighting_scheme(weight);
    });
}

xapian_status xapian_enquire_weight_tfidf(xapian_enquire *enquire, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(enquire, "enquire").enquire.set_weighting_scheme(Xapian::TfIdfWeight());
    });
}

xapian_status xapian_enquire_weight_trad(xapian_enquire *enquire, double k,
                                         xapian_error *err)
{
    return guard(__func__, err, [&] {
        const Xapian::TradWeight weight(finite(k, "k"));
        need(enquire, "enquire").enquire.set_weighting_scheme(weight);
    });
}

xapian_status xapian_enquire_docid_order(xapian_enquire *enquire, xapian_docid_order order,
                                         xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = need(enquire, "enquire").enquire;
        switch (order) {
        case XAPIAN_DOCID_ASCENDING: return of.set_docid_order(Xapian::Enquire::ASCENDING);
        case XAPIAN_DOCID_DESCENDING:
            return of.set_docid_order(Xapian::Enquire::DESCENDING);
        case XAPIAN_DOCID_ANY: return of.set_docid_order(Xapian::Enquire::DONT_CARE);
        }
        throw Xapian::InvalidArgumentError("unknown order of docids");
    });
}

xapian_status xapian_enquire_sort_by_relevance(xapian_enquire *enquire, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(enquire, "enquire").enquire.set_sort_by_relevance(); });
}

xapian_status xapian_enquire_sort_by_value(xapian_enquire *enquire, xapian_sort sort,
                                           xapian_slot slot, bool descending,
                                           xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = need(enquire, "enquire").enquire;
        switch (sort) {
        case XAPIAN_SORT_VALUE: return of.set_sort_by_value(slot, descending);
        case XAPIAN_SORT_VALUE_THEN_RELEVANCE:
            return of.set_sort_by_value_then_relevance(slot, descending);
        case XAPIAN_SORT_RELEVANCE_THEN_VALUE:
            return of.set_sort_by_relevance_then_value(slot, descending);
        }
        throw Xapian::InvalidArgumentError("unknown way to sort");
    });
}

xapian_status xapian_enquire_sort_by_slots(xapian_enquire *enquire, xapian_sort sort,
                                           const xapian_sort_slot *slots, size_t n,
                                           xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = need(enquire, "enquire").enquire;
        if (n == 0)
            throw Xapian::InvalidArgumentError("no slots to sort by");
        need(slots, "slots");
        auto maker = std::make_unique<Xapian::MultiValueKeyMaker>();
        for (size_t i = 0; i < n; i++)
            maker->add_value(slots[i].slot, slots[i].descending);
        /* From its release() on, Xapian counts who uses it. */
        switch (sort) {
        case XAPIAN_SORT_VALUE:
            return of.set_sort_by_key(maker.release()->release(), false);
        case XAPIAN_SORT_VALUE_THEN_RELEVANCE:
            return of.set_sort_by_key_then_relevance(maker.release()->release(), false);
        case XAPIAN_SORT_RELEVANCE_THEN_VALUE:
            return of.set_sort_by_relevance_then_key(maker.release()->release(), false);
        }
        throw Xapian::InvalidArgumentError("unknown way to sort");
    });
}

xapian_status xapian_enquire_collapse(xapian_enquire *enquire, xapian_slot slot,
                                      xapian_doccount max, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(enquire, "enquire").enquire.set_collapse_key(slot, max); });
}

xapian_status xapian_enquire_cutoff(xapian_enquire *enquire, int percent, double weight,
                                    xapian_error *err)
{
    return guard(__func__, err, [&] {
        if (percent < 0 || percent > 100)
            throw Xapian::InvalidArgumentError("not a percentage: " +
                                               std::to_string(percent));
        need(enquire, "enquire")
            .enquire.set_cutoff(percent, not_negative(weight, "weight"));
    });
}

xapian_status xapian_enquire_time_limit(xapian_enquire *enquire, double seconds,
                                        xapian_error *err)
{
    return guard(__func__, err, [&] {
        const double most = 1e9; /* which the system's timers can count */
        const double limit = std::min(not_negative(seconds, "time limit"), most);
        need(enquire, "enquire").enquire.set_time_limit(limit);
    });
}

xapian_status xapian_enquire_add_matchspy(xapian_enquire *enquire, xapian_matchspy *spy,
                                          xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(enquire, "enquire").spies.push_back(need(spy, "spy").spy);
        enquire->enquire.add_matchspy(spy->spy.get());
    });
}

xapian_status xapian_enquire_clear_matchspies(xapian_enquire *enquire, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(enquire, "enquire").enquire.clear_matchspies();
        enquire->spies.clear();
    });
}

xapian_status xapian_enquire_mset(const xapian_enquire *enquire, xapian_doccount first,
                                  xapian_doccount max, xapian_doccount check_at_least,
                                  const xapian_rset *rset, xapian_mset **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_mset{need(enquire, "enquire")
                                   .enquire.get_mset(first, max, check_at_least,
                                                     rset ? &rset->rset : nullptr)};
    });
}

xapian_status xapian_enquire_matching_terms(const xapian_enquire *enquire,
                                            xapian_docid docid, xapian_terms **out,
                                            xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_terms{
            std::any(),
            cursor(need(enquire, "enquire").enquire.get_matching_terms_begin(docid))};
    });
}

xapian_status xapian_enquire_eset(const xapian_enquire *enquire, const xapian_rset *rset,
                                  xapian_termcount max, unsigned flags, xapian_eset **out,
                                  xapian_error *err)
{
    static_assert(Xapian::Enquire::INCLUDE_QUERY_TERMS == XAPIAN_ESET_QUERY_TERMS);
    static_assert(Xapian::Enquire::USE_EXACT_TERMFREQ == XAPIAN_ESET_EXACT_FREQ);
    return make(__func__, out, err, [&] {
        if ((flags & ~(XAPIAN_ESET_QUERY_TERMS | XAPIAN_ESET_EXACT_FREQ)) != 0)
            throw Xapian::InvalidArgumentError("unknown flags");
        return new xapian_eset{need(enquire, "enquire")
                                   .enquire.get_eset(max, need(rset, "relevance set").rset,
                                                     static_cast<int>(flags))};
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

xapian_status xapian_matchspy_new(xapian_matchspy_fn fn, void *user, xapian_matchspy **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        if (fn == nullptr)
            throw Xapian::InvalidArgumentError("callback is NULL");
        return new xapian_matchspy{std::make_shared<document_spy>(fn, user)};
    });
}

xapian_status xapian_matchspy_new_value(xapian_slot slot, xapian_valuespy_fn fn, void *user,
                                        xapian_matchspy **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        if (fn == nullptr)
            throw Xapian::InvalidArgumentError("callback is NULL");
        return new xapian_matchspy{std::make_shared<value_spy>(slot, fn, user)};
    });
}

xapian_status xapian_matchspy_new_count(xapian_slot slot, xapian_matchspy **out,
                                        xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_matchspy{std::make_shared<Xapian::ValueCountMatchSpy>(slot)};
    });
}

void xapian_matchspy_free(xapian_matchspy *spy)
{
    delete spy;
}

xapian_status xapian_matchspy_total(const xapian_matchspy *spy, size_t *total,
                                    xapian_error *err)
{
    return give(__func__, total, err, [&] { return counts(spy).get_total(); });
}

xapian_status xapian_matchspy_values(const xapian_matchspy *spy, xapian_terms **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_terms{std::any(), cursor(counts(spy).values_begin())};
    });
}

xapian_status xapian_matchspy_top_values(const xapian_matchspy *spy, size_t max,
                                         xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::ValueCountMatchSpy &of = counts(spy);
        max = std::min(max, of.get_total()); /* Xapian makes room for so many */
        return new xapian_terms{std::any(), cursor(of.top_values_begin(max))};
    });
}

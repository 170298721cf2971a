/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Searches.
 */
#include "private.h"

#include <algorithm>

using namespace xapian_c;

namespace
{

class callback_key final : public Xapian::KeyMaker
{
  public:
    callback_key(xapian_key_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    std::string operator()(const Xapian::Document &doc) const override
    {
        const xapian_document borrowed{doc, doc.get_docid()};
        const char *key = nullptr;
        size_t size = 0;
        heed(fn_(user_, &borrowed, &key, &size));
        return text(key, size, "key");
    }

  private:
    xapian_key_fn fn_;
    void *user_;
};

class callback_decider final : public Xapian::MatchDecider
{
  public:
    callback_decider(xapian_decider_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    bool operator()(const Xapian::Document &doc) const override
    {
        const xapian_document borrowed{doc, doc.get_docid()};
        bool take = false;
        heed(fn_(user_, &borrowed, &take));
        return take;
    }

  private:
    xapian_decider_fn fn_;
    void *user_;
};

} // namespace

Xapian::Enquire &xapian_c::settable(xapian_enquire *enquire)
{
    return idle(enquire, "enquire").enquire;
}

void xapian_c::sort_by(Xapian::Enquire &enquire, xapian_sort sort,
                       std::unique_ptr<Xapian::KeyMaker> maker, bool descending)
{
    maker->release(); /* from here on Xapian counts who uses it */
    Xapian::KeyMaker *counted = maker.release();
    switch (sort) {
    case XAPIAN_SORT_VALUE: return enquire.set_sort_by_key(counted, descending);
    case XAPIAN_SORT_VALUE_THEN_RELEVANCE:
        return enquire.set_sort_by_key_then_relevance(counted, descending);
    case XAPIAN_SORT_RELEVANCE_THEN_VALUE:
        return enquire.set_sort_by_relevance_then_key(counted, descending);
    }
    delete counted;
    throw Xapian::InvalidArgumentError("unknown way to sort");
}

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
    return guard(__func__, err,
                 [&] { settable(enquire).set_query(need(query, "query").query, length); });
}

xapian_status xapian_enquire_query(const xapian_enquire *enquire, xapian_query **out,
                                   xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Query &query = idle(enquire, "enquire").enquire.get_query();
        return new xapian_query{query, depth_of(query)};
    });
}

xapian_status xapian_enquire_set_docid_order(xapian_enquire *enquire,
                                             xapian_docid_order order, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = settable(enquire);
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
    return guard(__func__, err, [&] { settable(enquire).set_sort_by_relevance(); });
}

xapian_status xapian_enquire_sort_by_value(xapian_enquire *enquire, xapian_sort sort,
                                           xapian_slot slot, bool descending,
                                           xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = settable(enquire);
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
        Xapian::Enquire &of = settable(enquire);
        if (n == 0)
            throw Xapian::InvalidArgumentError("no slots to sort by");
        need(slots, "slots");
        auto maker = std::make_unique<Xapian::MultiValueKeyMaker>();
        for (size_t i = 0; i < n; i++)
            maker->add_value(slots[i].slot, slots[i].descending,
                             text(slots[i].fallback, slots[i].fallback_len, "fallback"));
        sort_by(of, sort, std::move(maker), false);
    });
}

xapian_status xapian_enquire_sort_by_key(xapian_enquire *enquire, xapian_sort sort,
                                         xapian_key_fn fn, void *user, bool descending,
                                         xapian_error *err)
{
    return guard(__func__, err, [&] {
        sort_by(settable(enquire), sort, std::make_unique<callback_key>(callable(fn), user),
                descending);
    });
}

xapian_status xapian_enquire_set_collapse(xapian_enquire *enquire, xapian_slot slot,
                                          xapian_doccount max, xapian_error *err)
{
    return guard(__func__, err, [&] { settable(enquire).set_collapse_key(slot, max); });
}

xapian_status xapian_enquire_set_cutoff(xapian_enquire *enquire, int percent, double weight,
                                        xapian_error *err)
{
    return guard(__func__, err, [&] {
        if (percent < 0 || percent > 100)
            throw Xapian::InvalidArgumentError("not a percentage: " +
                                               std::to_string(percent));
        settable(enquire).set_cutoff(percent, not_negative(weight, "weight"));
    });
}

xapian_status xapian_enquire_set_time_limit(xapian_enquire *enquire, double seconds,
                                            xapian_error *err)
{
    return guard(__func__, err, [&] {
        const double most = 1e9; /* which the system's timers can count */
        const double limit = std::min(not_negative(seconds, "time limit"), most);
        settable(enquire).set_time_limit(limit);
    });
}

xapian_status xapian_enquire_set_decider(xapian_enquire *enquire, xapian_decider_fn fn,
                                         void *user, xapian_error *err)
{
    return guard(__func__, err, [&] {
        settable(enquire);
        enquire->decider = fn ? std::make_shared<callback_decider>(fn, user) : nullptr;
    });
}

xapian_status xapian_enquire_add_matchspy(xapian_enquire *enquire, xapian_matchspy *spy,
                                          xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &to = settable(enquire);
        enquire->spies.push_back(need(spy, "spy").spy);
        to.add_matchspy(spy->spy.get());
    });
}

xapian_status xapian_enquire_clear_matchspies(xapian_enquire *enquire, xapian_error *err)
{
    return guard(__func__, err, [&] {
        settable(enquire).clear_matchspies();
        enquire->spies.clear();
    });
}

xapian_status xapian_enquire_mset(const xapian_enquire *enquire, xapian_doccount first,
                                  xapian_doccount max, xapian_doccount check_at_least,
                                  const xapian_rset *rset, xapian_mset **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const use mark(need(enquire, "enquire").in_use);
        return new xapian_mset{enquire->enquire.get_mset(first, max, check_at_least,
                                                         rset ? &rset->rset : nullptr,
                                                         enquire->decider.get())};
    });
}

xapian_status xapian_enquire_matching_terms(const xapian_enquire *enquire,
                                            xapian_docid docid, xapian_terms **out,
                                            xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_terms{
            std::any(),
            cursor(idle(enquire, "enquire").enquire.get_matching_terms_begin(docid))};
    });
}

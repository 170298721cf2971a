/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Spies.
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
        heed(fn_(user_, &borrowed, weight));
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
        heed(fn_(user_, value.c_str(), value.size(), weight));
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

} // namespace

xapian_status xapian_matchspy_new(xapian_matchspy_fn fn, void *user, xapian_matchspy **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_matchspy{std::make_shared<document_spy>(callable(fn), user)};
    });
}

xapian_status xapian_matchspy_new_value(xapian_slot slot, xapian_valuespy_fn fn, void *user,
                                        xapian_matchspy **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_matchspy{std::make_shared<value_spy>(slot, callable(fn), user)};
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

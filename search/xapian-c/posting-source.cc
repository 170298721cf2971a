/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries of posting sources.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* A walk of the application's through one shard. Xapian clones a source for each. */
class callback_source final : public Xapian::PostingSource
{
  public:
    callback_source(const xapian_source &source, void *user) : source_(source), user_(user)
    {
    }
    ~callback_source() override
    {
        end();
    }
    PostingSource *clone() const override
    {
        return new callback_source(source_, user_);
    }
    void init(const Xapian::Database &db) override
    {
        end();
        const xapian_db shard{db};
        xapian_source_bounds bounds = {0, db.get_doccount(), db.get_doccount(), 0};
        void *walk = nullptr;
        heed(source_.begin(user_, &shard, &bounds, &walk));
        walk_ = walk;
        begun_ = true;
        docid_ = 0;
        at_end_ = false;
        bounds_ = bounds;
        if (bounds.lower > bounds.estimate || bounds.estimate > bounds.upper)
            throw Xapian::InvalidArgumentError("bounds of a source are not in order");
        set_maxweight(not_negative(bounds.max_weight, "greatest weight of a source"));
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return bounds_.lower;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return bounds_.estimate;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return bounds_.upper;
    }
    void next(double min_weight) override
    {
        move(docid_ + 1, min_weight);
    }
    void skip_to(Xapian::docid target, double min_weight) override
    {
        if (target > docid_)
            move(target, min_weight);
    }
    bool at_end() const override
    {
        return at_end_;
    }
    Xapian::docid get_docid() const override
    {
        return docid_;
    }
    double get_weight() const override
    {
        return weight_;
    }
    std::string get_description() const override
    {
        return "callback";
    }

  private:
    void move(Xapian::docid target, double min_weight)
    {
        Xapian::docid docid = 0;
        double weight = 0;
        if (target == 0) /* there is none behind the last docid */
            at_end_ = true;
        if (at_end_)
            return;
        heed(source_.next(walk_, target, min_weight, &docid, &weight));
        if (docid == 0) {
            at_end_ = true;
            return;
        }
        if (docid < target)
            throw Xapian::InvalidArgumentError("a source gave docid " +
                                               std::to_string(docid) + ", asked for " +
                                               std::to_string(target));
        if (!(weight >= 0 && weight <= bounds_.max_weight))
            throw Xapian::InvalidArgumentError("a source gave weight " +
                                               std::to_string(weight) + ", at most " +
                                               std::to_string(bounds_.max_weight));
        docid_ = docid;
        weight_ = weight;
    }
    void end()
    {
        if (begun_ && source_.end != nullptr)
            source_.end(walk_);
        begun_ = false;
    }

    xapian_source source_;
    void *user_;
    void *walk_ = nullptr;
    bool begun_ = false;
    bool at_end_ = false;
    Xapian::docid docid_ = 0;
    double weight_ = 0;
    xapian_source_bounds bounds_{};
};

/* The query of a source, which Xapian clones. */
xapian_query *query_of(Xapian::PostingSource &source)
{
    return new xapian_query{Xapian::Query(&source)};
}

} // namespace

xapian_status xapian_query_fixed_weight(double weight, xapian_query **out,
                                        xapian_error *err)
{
    return make(__func__, out, err, [&] {
        Xapian::FixedWeightPostingSource source(not_negative(weight, "weight"));
        return query_of(source);
    });
}

xapian_status xapian_query_value_weight(xapian_slot slot, xapian_query **out,
                                        xapian_error *err)
{
    return make(__func__, out, err, [&] {
        Xapian::ValueWeightPostingSource source(slot);
        return query_of(source);
    });
}

xapian_status xapian_query_decreasing_value_weight(xapian_slot slot, xapian_docid first,
                                                   xapian_docid last, xapian_query **out,
                                                   xapian_error *err)
{
    return make(__func__, out, err, [&] {
        Xapian::DecreasingValueWeightPostingSource source(slot, first, last);
        return query_of(source);
    });
}

xapian_status xapian_query_value_map(xapian_slot slot, const xapian_value_weight *map,
                                     size_t n, double otherwise, xapian_query **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        Xapian::ValueMapPostingSource source(slot);
        source.set_default_weight(not_negative(otherwise, "weight"));
        for (size_t i = 0; i < n; i++) {
            const xapian_value_weight &row = (&need(map, "map"))[i];
            source.add_mapping(text(row.value, row.value_len, "value"),
                               not_negative(row.weight, "weight"));
        }
        return query_of(source);
    });
}

xapian_status xapian_query_source(const xapian_source *source, void *user,
                                  xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        callable(need(source, "source").begin);
        callable(source->next);
        callback_source own(*source, user);
        return query_of(own);
    });
}

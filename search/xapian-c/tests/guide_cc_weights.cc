/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Weights, posting sources and callbacks, in C++.
 */
#include "config.h"

#include "guide_cc.h"

using Xapian::Query;

/* ---- weights ----------------------------------------------------------------------------- */

static void weigh(Xapian::Enquire &enquire, const char *name, const Xapian::Weight &weight)
{
    printf("%s\n", name);
    enquire.set_weighting_scheme(weight);
    run(enquire);
}

void chapter_weighting_scheme(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire e = enquire_of(db, parsed(parser, "the highest mountain, the summit"));
    static const double bm25[][6] = {{1, 0, 0, 1, 0, 0},
                                     {1, 0, 1, 0.5, 0.5, 1},
                                     {1.2, 0, 8, 0.75, 0.1, 0.5},
                                     {0, 1, 0, 0, 1, 0},
                                     {2, 0.5, 0, 1, 0, 2}};
    run(e);
    weigh(e, "bool", Xapian::BoolWeight());
    weigh(e, "coord", Xapian::CoordWeight());
    for (const auto &p : bm25) {
        weigh(e, "bm25", Xapian::BM25Weight(p[0], p[1], p[2], p[3], p[4]));
        weigh(e, "bm25+", Xapian::BM25PlusWeight(p[0], p[1], p[2], p[3], p[4], p[5]));
    }
    weigh(e, "trad", Xapian::TradWeight());
    weigh(e, "trad", Xapian::TradWeight(0));
    weigh(e, "trad", Xapian::TradWeight(2.5));
    for (const char *name : {"ntn", "bpn", "sfn", "lsn", "Pnn", "Ltn", "bPn", "xyz"}) {
        try {
            weigh(e, name, Xapian::TfIdfWeight(name));
        } catch (const Xapian::InvalidArgumentError &error) {
            printf("%s\n%s\n", name, error.get_type());
        }
    }
    for (const double c : {1.0, 0.3, 7.0}) {
        weigh(e, "inl2", Xapian::InL2Weight(c));
        weigh(e, "ifb2", Xapian::IfB2Weight(c));
        weigh(e, "ineb2", Xapian::IneB2Weight(c));
        weigh(e, "bb2", Xapian::BB2Weight(c));
        weigh(e, "pl2", Xapian::PL2Weight(c));
        weigh(e, "pl2+", Xapian::PL2PlusWeight(c, 0.8));
    }
    weigh(e, "dlh", Xapian::DLHWeight());
    weigh(e, "dph", Xapian::DPHWeight());
    printf("inl2\n");
    failing_type([] { Xapian::InL2Weight(0); });
}

void chapter_unigramlm(const guide *)
{
    using Xapian::Weight;
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::Enquire e = enquire_of(db, parsed(parser, "the highest mountain, the summit"));
    for (const auto how :
         {Weight::TWO_STAGE_SMOOTHING, Weight::DIRICHLET_SMOOTHING,
          Weight::ABSOLUTE_DISCOUNT_SMOOTHING, Weight::JELINEK_MERCER_SMOOTHING,
          Weight::DIRICHLET_PLUS_SMOOTHING}) {
        weigh(e, "lm", Xapian::LMWeight(0, how));
        weigh(e, "lm", Xapian::LMWeight(0, how, 0.3, 100));
        weigh(e, "lm", Xapian::LMWeight(50, how, 0.7, 2000));
    }
    weigh(e, "lm of the guide",
          Xapian::LMWeight(700.0, Weight::JELINEK_MERCER_SMOOTHING, 0.4, 2000));
}

/* ---- posting sources --------------------------------------------------------------------- */

namespace
{

/* Documents whose docid is odd; the weight is how many letters the name has. */
class odd : public Xapian::PostingSource
{
  public:
    void init(const Xapian::Database &shard) override
    {
        db_ = shard;
        at_ = 0;
        set_maxweight(30);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return db_.get_doccount() / 2;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return db_.get_doccount();
    }
    void next(double) override
    {
        at_ = (at_ + 1) | 1;
    }
    bool at_end() const override
    {
        return at_ > db_.get_lastdocid();
    }
    Xapian::docid get_docid() const override
    {
        return at_;
    }
    double get_weight() const override
    {
        const std::string data = db_.get_document(at_).get_data();
        return first_line(data.data(), data.size());
    }
    odd *clone() const override
    {
        return new odd();
    }

  private:
    Xapian::Database db_{};
    Xapian::docid at_ = 0;
};

struct high_decider : public Xapian::MatchDecider {
    bool operator()(const Xapian::Document &doc) const override
    {
        return Xapian::sortable_unserialise(doc.get_value(HEIGHT)) >= 6000;
    }
};

} // namespace

void chapter_postingsource(const guide *)
{
    const Xapian::Database db("db");
    Xapian::QueryParser parser = new_parser();
    Xapian::FixedWeightPostingSource fixed(3.5);
    search(db, Query(Query::OP_AND_MAYBE, Query(&fixed), Query("volcano")));
    Xapian::ValueWeightPostingSource height(HEIGHT), year(YEAR);
    search(db, Query(&height));
    search(db, Query(Query::OP_AND_MAYBE, parsed(parser, "volcano"), Query(&year)));
    Xapian::DecreasingValueWeightPostingSource first(HEIGHT, 1, 9);
    search(db, Query(&first));
    search(db, Query(Query::OP_OR, Query(&first), Query("mountain")));
    Xapian::ValueMapPostingSource map(CONTINENT);
    map.add_mapping("Asia", 1);
    map.add_mapping("Europe", 2.5);
    map.set_default_weight(0.25);
    search(db, Query(Query::OP_AND, parsed(parser, "highest"), Query(&map)));
    odd source;
    const Query odd_ones(&source);
    run(enquire_of(db, odd_ones));
    Xapian::Enquire enquire =
        enquire_of(db, Query(Query::OP_FILTER, parsed(parser, "mountain"), odd_ones));
    run(enquire);
    const high_decider high;
    say_mset(enquire.get_mset(0, 10, nullptr, &high));
    run(enquire_of(db, Query(Query::OP_AND_MAYBE, parsed(parser, "mountain"), odd_ones)));
}

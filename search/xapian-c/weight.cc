/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Weighting schemes.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* What 'make_weight' makes becomes the enquire's scheme. */
template <class MakeWeight>
xapian_status set_weight(const char *call, xapian_enquire *enquire, xapian_error *err,
                         MakeWeight &&make_weight) noexcept
{
    return guard(call, err, [&] {
        const auto weight = make_weight();
        settable(enquire).set_weighting_scheme(weight);
    });
}

Xapian::Weight::type_smoothing smoothing_of(xapian_lm_smoothing smoothing)
{
    switch (smoothing) {
    case XAPIAN_LM_TWO_STAGE: return Xapian::Weight::TWO_STAGE_SMOOTHING;
    case XAPIAN_LM_DIRICHLET: return Xapian::Weight::DIRICHLET_SMOOTHING;
    case XAPIAN_LM_ABSOLUTE_DISCOUNT: return Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING;
    case XAPIAN_LM_JELINEK_MERCER: return Xapian::Weight::JELINEK_MERCER_SMOOTHING;
    case XAPIAN_LM_DIRICHLET_PLUS: return Xapian::Weight::DIRICHLET_PLUS_SMOOTHING;
    }
    throw Xapian::InvalidArgumentError("unknown smoothing");
}

} // namespace

xapian_status xapian_enquire_weight_bool(xapian_enquire *enquire, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] { return Xapian::BoolWeight(); });
}

xapian_status xapian_enquire_weight_coord(xapian_enquire *enquire, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] { return Xapian::CoordWeight(); });
}

xapian_status xapian_enquire_weight_bm25(xapian_enquire *enquire, double k1, double k2,
                                         double k3, double b, double min_normlen,
                                         xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] {
        return Xapian::BM25Weight(finite(k1, "k1"), finite(k2, "k2"), finite(k3, "k3"),
                                  finite(b, "b"), finite(min_normlen, "min_normlen"));
    });
}

xapian_status xapian_enquire_weight_bm25plus(xapian_enquire *enquire, double k1, double k2,
                                             double k3, double b, double min_normlen,
                                             double delta, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] {
        return Xapian::BM25PlusWeight(finite(k1, "k1"), finite(k2, "k2"), finite(k3, "k3"),
                                      finite(b, "b"), finite(min_normlen, "min_normlen"),
                                      finite(delta, "delta"));
    });
}

xapian_status xapian_enquire_weight_trad(xapian_enquire *enquire, double k,
                                         xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::TradWeight(finite(k, "k")); });
}

xapian_status xapian_enquire_weight_tfidf(xapian_enquire *enquire,
                                          const char *normalizations, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] {
        return Xapian::TfIdfWeight(normalizations ? normalizations : "ntn");
    });
}

xapian_status xapian_enquire_weight_inl2(xapian_enquire *enquire, double c,
                                         xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::InL2Weight(above_0(c, "c")); });
}

xapian_status xapian_enquire_weight_ifb2(xapian_enquire *enquire, double c,
                                         xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::IfB2Weight(above_0(c, "c")); });
}

xapian_status xapian_enquire_weight_ineb2(xapian_enquire *enquire, double c,
                                          xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::IneB2Weight(above_0(c, "c")); });
}

xapian_status xapian_enquire_weight_bb2(xapian_enquire *enquire, double c,
                                        xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::BB2Weight(above_0(c, "c")); });
}

xapian_status xapian_enquire_weight_pl2(xapian_enquire *enquire, double c,
                                        xapian_error *err)
{
    return set_weight(__func__, enquire, err,
                      [&] { return Xapian::PL2Weight(above_0(c, "c")); });
}

xapian_status xapian_enquire_weight_pl2plus(xapian_enquire *enquire, double c, double delta,
                                            xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] {
        return Xapian::PL2PlusWeight(above_0(c, "c"), above_0(delta, "delta"));
    });
}

xapian_status xapian_enquire_weight_dlh(xapian_enquire *enquire, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] { return Xapian::DLHWeight(); });
}

xapian_status xapian_enquire_weight_dph(xapian_enquire *enquire, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] { return Xapian::DPHWeight(); });
}

xapian_status xapian_enquire_weight_lm(xapian_enquire *enquire, double log,
                                       xapian_lm_smoothing smoothing, double first,
                                       double second, xapian_error *err)
{
    return set_weight(__func__, enquire, err, [&] {
        return Xapian::LMWeight(not_negative(log, "log"), smoothing_of(smoothing),
                                finite(first, "first"), finite(second, "second"));
    });
}

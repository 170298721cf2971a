/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries.
 */
#include "private.h"

#include <algorithm>

using namespace xapian_c;

namespace
{

struct op_row {
    Xapian::Query::op op;
    bool has_parameter;
};

op_row row_of(xapian_op op)
{
    switch (op) {
    case XAPIAN_OP_AND: return {Xapian::Query::OP_AND, false};
    case XAPIAN_OP_OR: return {Xapian::Query::OP_OR, false};
    case XAPIAN_OP_AND_NOT: return {Xapian::Query::OP_AND_NOT, false};
    case XAPIAN_OP_XOR: return {Xapian::Query::OP_XOR, false};
    case XAPIAN_OP_AND_MAYBE: return {Xapian::Query::OP_AND_MAYBE, false};
    case XAPIAN_OP_FILTER: return {Xapian::Query::OP_FILTER, false};
    case XAPIAN_OP_NEAR: return {Xapian::Query::OP_NEAR, true};
    case XAPIAN_OP_PHRASE: return {Xapian::Query::OP_PHRASE, true};
    case XAPIAN_OP_ELITE_SET: return {Xapian::Query::OP_ELITE_SET, true};
    case XAPIAN_OP_SYNONYM: return {Xapian::Query::OP_SYNONYM, false};
    case XAPIAN_OP_MAX: return {Xapian::Query::OP_MAX, false};
    }
    throw Xapian::InvalidArgumentError("unknown operator");
}

} // namespace

Xapian::Query::op xapian_c::op_of(xapian_op op)
{
    return row_of(op).op;
}

int xapian_c::limit_of(xapian_wildcard_limit limit)
{
    switch (limit) {
    case XAPIAN_WILDCARD_ERROR: return Xapian::Query::WILDCARD_LIMIT_ERROR;
    case XAPIAN_WILDCARD_FIRST: return Xapian::Query::WILDCARD_LIMIT_FIRST;
    case XAPIAN_WILDCARD_MOST_FREQUENT: return Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT;
    }
    throw Xapian::InvalidArgumentError("unknown limit of a wildcard");
}

namespace
{

/* One deeper than what is below. */
unsigned above(unsigned depth)
{
    if (depth >= XAPIAN_QUERY_DEPTH_MAX)
        throw Xapian::InvalidArgumentError("the query is too deep");
    return depth + 1;
}

unsigned depth_within(const Xapian::Query &query, unsigned limit)
{
    if (limit == 0)
        throw Xapian::InvalidArgumentError("the query is too deep");
    unsigned below = 0;
    for (size_t i = 0; i < query.get_num_subqueries(); i++)
        below = std::max(below, depth_within(query.get_subquery(i), limit - 1));
    return below + 1;
}

/* The other way round. */
void top_of(const Xapian::Query &query, xapian_query_kind &kind, xapian_op &op)
{
    switch (static_cast<int>(query.get_type())) {
    case Xapian::Query::LEAF_MATCH_NOTHING: kind = XAPIAN_QUERY_NOTHING; return;
    case Xapian::Query::LEAF_MATCH_ALL: kind = XAPIAN_QUERY_ALL; return;
    case Xapian::Query::LEAF_TERM: kind = XAPIAN_QUERY_TERM; return;
    case Xapian::Query::OP_SCALE_WEIGHT: kind = XAPIAN_QUERY_SCALED; return;
    case Xapian::Query::LEAF_POSTING_SOURCE: kind = XAPIAN_QUERY_SOURCE; return;
    case Xapian::Query::OP_WILDCARD: kind = XAPIAN_QUERY_WILDCARD; return;
    case Xapian::Query::OP_VALUE_RANGE:
    case Xapian::Query::OP_VALUE_GE:
    case Xapian::Query::OP_VALUE_LE: kind = XAPIAN_QUERY_RANGE; return;
    case Xapian::Query::OP_AND: op = XAPIAN_OP_AND; break;
    case Xapian::Query::OP_OR: op = XAPIAN_OP_OR; break;
    case Xapian::Query::OP_AND_NOT: op = XAPIAN_OP_AND_NOT; break;
    case Xapian::Query::OP_XOR: op = XAPIAN_OP_XOR; break;
    case Xapian::Query::OP_AND_MAYBE: op = XAPIAN_OP_AND_MAYBE; break;
    case Xapian::Query::OP_FILTER: op = XAPIAN_OP_FILTER; break;
    case Xapian::Query::OP_NEAR: op = XAPIAN_OP_NEAR; break;
    case Xapian::Query::OP_PHRASE: op = XAPIAN_OP_PHRASE; break;
    case Xapian::Query::OP_ELITE_SET: op = XAPIAN_OP_ELITE_SET; break;
    case Xapian::Query::OP_SYNONYM: op = XAPIAN_OP_SYNONYM; break;
    case Xapian::Query::OP_MAX: op = XAPIAN_OP_MAX; break;
    default: kind = XAPIAN_QUERY_OTHER; return;
    }
    kind = XAPIAN_QUERY_COMBINED;
}

Xapian::Query combined(op_row row, const std::vector<Xapian::Query> &subqueries,
                       Xapian::termcount parameter)
{
    if (!row.has_parameter && parameter != 0)
        throw Xapian::InvalidArgumentError("this operator has no parameter");
    return Xapian::Query(row.op, subqueries.begin(), subqueries.end(), parameter);
}

} // namespace

unsigned xapian_c::depth_of(const Xapian::Query &query)
{
    return depth_within(query, XAPIAN_QUERY_DEPTH_MAX);
}

xapian_status xapian_query_match_all(xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err,
                [] { return new xapian_query{Xapian::Query(std::string())}; });
}

xapian_status xapian_query_match_nothing(xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_query{Xapian::Query()}; });
}

xapian_status xapian_query_term(const char *term, size_t term_len, xapian_termcount wqf,
                                xapian_termpos pos, xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        if (term_len == 0) /* Xapian would match all */
            throw Xapian::InvalidArgumentError("the term is empty");
        return new xapian_query{Xapian::Query(text(term, term_len, "term"), wqf, pos)};
    });
}

xapian_status xapian_query_combine(xapian_op op, const xapian_query *const *subqueries,
                                   size_t n, xapian_termcount parameter, xapian_query **out,
                                   xapian_error *err)
{
    return make(__func__, out, err, [&] {
        std::vector<Xapian::Query> below;
        below.reserve(n);
        unsigned depth = 0;
        for (size_t i = 0; i < n; i++) {
            const xapian_query &one =
                need((&need(subqueries, "subqueries"))[i], "subquery");
            below.push_back(one.query);
            depth = std::max(depth, one.depth);
        }
        return new xapian_query{combined(row_of(op), below, parameter), above(depth)};
    });
}

xapian_status xapian_query_scale(const xapian_query *query, double factor,
                                 xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const unsigned depth = above(need(query, "query").depth);
        return new xapian_query{Xapian::Query(not_negative(factor, "factor"), query->query),
                                depth};
    });
}

xapian_status xapian_query_value_range(xapian_slot slot, const char *low, size_t low_len,
                                       const char *high, size_t high_len,
                                       xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_query{Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
                                              text(low, low_len, "lower bound"),
                                              text(high, high_len, "upper bound"))};
    });
}

xapian_status xapian_query_value_ge(xapian_slot slot, const char *low, size_t low_len,
                                    xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_query{Xapian::Query(Xapian::Query::OP_VALUE_GE, slot,
                                              text(low, low_len, "lower bound"))};
    });
}

xapian_status xapian_query_value_le(xapian_slot slot, const char *high, size_t high_len,
                                    xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_query{Xapian::Query(Xapian::Query::OP_VALUE_LE, slot,
                                              text(high, high_len, "upper bound"))};
    });
}

xapian_status xapian_query_wildcard(const char *prefix, size_t prefix_len,
                                    xapian_termcount max_terms, xapian_wildcard_limit limit,
                                    xapian_op combiner, xapian_query **out,
                                    xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_query{Xapian::Query(Xapian::Query::OP_WILDCARD,
                                              text(prefix, prefix_len, "prefix"), max_terms,
                                              limit_of(limit), op_of(combiner))};
    });
}

xapian_status xapian_query_copy(const xapian_query *query, xapian_query **out,
                                xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_query{need(query, "query").query, query->depth};
    });
}

void xapian_query_free(xapian_query *query)
{
    delete query;
}

bool xapian_query_is_empty(const xapian_query *query)
{
    return query == nullptr || query->query.empty();
}

xapian_termcount xapian_query_length(const xapian_query *query)
{
    return query == nullptr ? 0 : query->query.get_length();
}

xapian_status xapian_query_top(const xapian_query *query, xapian_query_kind *kind,
                               xapian_op *op, xapian_error *err)
{
    return guard(__func__, err, [&] {
        xapian_op ignored;
        need(kind, "output");
        top_of(need(query, "query").query, *kind, op == nullptr ? ignored : *op);
    });
}

size_t xapian_query_parts(const xapian_query *query)
{
    return query == nullptr ? 0 : query->query.get_num_subqueries();
}

xapian_status xapian_query_part(const xapian_query *query, size_t i, xapian_query **out,
                                xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const xapian_query &of = need(query, "query");
        if (i >= of.query.get_num_subqueries())
            throw Xapian::RangeError("the query has no such part");
        return new xapian_query{of.query.get_subquery(i), std::max(of.depth, 2U) - 1};
    });
}

xapian_status xapian_query_describe(const xapian_query *query, const char **text,
                                    size_t *text_len, xapian_error *err)
{
    return give_text(
        __func__, text, text_len, err, [&]() -> auto & {
            const auto &of = need(query, "query");
            return of.buffer = of.query.get_description();
        });
}

xapian_status xapian_query_serialise(const xapian_query *query, const char **data,
                                     size_t *data_len, xapian_error *err)
{
    return give_text(
        __func__, data, data_len, err, [&]() -> auto & {
            const auto &of = need(query, "query");
            return of.buffer = of.query.serialise();
        });
}

xapian_status xapian_query_unserialise(const char *data, size_t data_len,
                                       xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const std::string bytes = text(data, data_len, "data");
        check_serialised(bytes);
        Xapian::Registry registry;
        register_near(registry);
        const Xapian::Query query = Xapian::Query::unserialise(bytes, registry);
        return new xapian_query{query, depth_of(query)};
    });
}

xapian_status xapian_query_terms(const xapian_query *query, bool unique, xapian_terms **out,
                                 xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Query &of = need(query, "query").query;
        return new xapian_terms{std::any(), cursor(unique ? of.get_unique_terms_begin()
                                                          : of.get_terms_begin())};
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text that people type to a query.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* The query that a callback gave, if any; the handle goes also if the callback failed. */
void take_over(xapian_query *given, int returned, Xapian::Query &result)
{
    const std::unique_ptr<xapian_query> owned(given);
    heed(returned);
    if (owned)
        result = owned->query;
}

class callback_field final : public Xapian::FieldProcessor
{
  public:
    callback_field(keeper &callbacks, xapian_field_fn fn, void *user)
        : callbacks_(callbacks), fn_(fn), user_(user)
    {
    }
    Xapian::Query operator()(const std::string &string) override
    {
        Xapian::Query result;
        callbacks_.run([&] {
            xapian_query *query = nullptr;
            const int returned = fn_(user_, string.c_str(), string.size(), &query);
            take_over(query, returned, result);
        });
        return result;
    }

  private:
    keeper &callbacks_;
    xapian_field_fn fn_;
    void *user_;
};

class callback_range final : public Xapian::RangeProcessor
{
  public:
    callback_range(keeper &callbacks, xapian_range_fn fn, void *user,
                   const std::string &mark, unsigned how)
        : RangeProcessor(Xapian::BAD_VALUENO, mark, how), callbacks_(callbacks), fn_(fn),
          user_(user)
    {
    }
    Xapian::Query operator()(const std::string &begin, const std::string &end) override
    {
        Xapian::Query result(Xapian::Query::OP_INVALID);
        callbacks_.run([&] {
            xapian_query *query = nullptr;
            const int returned =
                fn_(user_, begin.c_str(), begin.size(), end.c_str(), end.size(), &query);
            take_over(query, returned, result);
        });
        return result;
    }

  private:
    keeper &callbacks_;
    xapian_range_fn fn_;
    void *user_;
};

/* Xapian takes a pointer to a grouping, or NULL for its own. */
class grouping
{
  public:
    grouping(const char *data, size_t size)
        : given_(data != nullptr), name_(text(data, size, "grouping"))
    {
    }
    const std::string *get() const
    {
        return given_ ? &name_ : nullptr;
    }

  private:
    bool given_;
    std::string name_;
};

/* Ours until the end of the call, and the parser's if it takes it. Xapian counts who has it
 * from its release() on. */
template <class Processor>
Xapian::Internal::opt_intrusive_ptr<Processor> counted(std::unique_ptr<Processor> made)
{
    made->release();
    return made.release();
}

Xapian::QueryParser &settable(xapian_query_parser *parser)
{
    return idle(parser, "parser").parser;
}

/* Adds the range that 'make_range' makes of the text before or behind it and the flags. */
template <class MakeRange>
xapian_status add_range(const char *call, xapian_query_parser *parser, const char *mark,
                        size_t mark_len, unsigned flags, const char *group,
                        size_t group_len, xapian_error *err,
                        MakeRange &&make_range) noexcept
{
    static_assert(Xapian::RP_SUFFIX == XAPIAN_RANGE_SUFFIX);
    static_assert(Xapian::RP_REPEATED == XAPIAN_RANGE_REPEATED);
    static_assert(Xapian::RP_DATE_PREFER_MDY == XAPIAN_RANGE_MONTH_FIRST);
    return guard(call, err, [&] {
        only_flags(flags,
                   XAPIAN_RANGE_SUFFIX | XAPIAN_RANGE_REPEATED | XAPIAN_RANGE_MONTH_FIRST);
        Xapian::QueryParser &to = settable(parser);
        const grouping named(group, group_len);
        auto made = make_range(text(mark, mark_len, "mark"));
        to.add_rangeprocessor(counted(std::move(made)).get(), named.get());
    });
}

} // namespace

xapian_status xapian_query_parser_new(xapian_query_parser **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_query_parser; });
}

void xapian_query_parser_free(xapian_query_parser *parser)
{
    delete parser;
}

xapian_status xapian_query_parser_parse(xapian_query_parser *parser, const char *text,
                                        size_t text_len, unsigned flags, const char *prefix,
                                        size_t prefix_len, xapian_query **out,
                                        xapian_error *err)
{
    static_assert(Xapian::QueryParser::FLAG_BOOLEAN == XAPIAN_PARSE_BOOLEAN);
    static_assert(Xapian::QueryParser::FLAG_SPELLING_CORRECTION == XAPIAN_PARSE_SPELLING);
    static_assert(Xapian::QueryParser::FLAG_AUTO_MULTIWORD_SYNONYMS ==
                  XAPIAN_PARSE_AUTO_MULTIWORD_SYNONYMS);
    static_assert(Xapian::QueryParser::FLAG_CJK_NGRAM == XAPIAN_PARSE_CJK_NGRAM);
    static_assert(Xapian::QueryParser::FLAG_ACCUMULATE == XAPIAN_PARSE_ACCUMULATE);
    static_assert(Xapian::QueryParser::FLAG_NO_POSITIONS == XAPIAN_PARSE_NO_POSITIONS);
    return make(__func__, out, err, [&] {
        only_flags(flags, 0xfff | XAPIAN_PARSE_ACCUMULATE | XAPIAN_PARSE_NO_POSITIONS);
        const use mark(need(parser, "parser").in_use);
        if (text_len > XAPIAN_QUERY_TEXT_MAX)
            throw Xapian::InvalidArgumentError("a query of " + std::to_string(text_len) +
                                               " bytes is too long");
        Xapian::Query query;
        try {
            query =
                parser->parser.parse_query(xapian_c::text(text, text_len, "text"), flags,
                                           xapian_c::text(prefix, prefix_len, "prefix"));
        } catch (...) {
            parser->callbacks.rethrow(); /* which came first */
            throw;
        }
        parser->callbacks.rethrow();
        return new xapian_query{query, depth_of(query)};
    });
}

xapian_status xapian_query_parser_corrected(const xapian_query_parser *parser,
                                            const char **text, size_t *text_len,
                                            xapian_error *err)
{
    return give_text(
        __func__, text, text_len, err, [&]() -> auto & {
            const auto &of = idle(parser, "parser");
            return of.buffer = of.parser.get_corrected_query_string();
        });
}

xapian_status xapian_query_parser_stopped(const xapian_query_parser *parser,
                                          xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::QueryParser &of = idle(parser, "parser").parser;
        return new xapian_terms{of, cursor(of.stoplist_begin())};
    });
}

xapian_status xapian_query_parser_unstem(const xapian_query_parser *parser,
                                         const char *term, size_t term_len,
                                         xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::QueryParser &of = idle(parser, "parser").parser;
        return new xapian_terms{of, cursor(of.unstem_begin(text(term, term_len, "term")))};
    });
}

xapian_status xapian_query_parser_set_stem(xapian_query_parser *parser,
                                           const xapian_stem *stem, xapian_error *err)
{
    return guard(__func__, err, [&] {
        settable(parser).set_stemmer(stem ? kept(stem->stem, parser->callbacks)
                                          : Xapian::Stem());
    });
}

xapian_status xapian_query_parser_set_strategy(xapian_query_parser *parser,
                                               xapian_stem_strategy strategy,
                                               xapian_error *err)
{
    return guard(__func__, err, [&] {
        settable(parser).set_stemming_strategy(strategy_of<Xapian::QueryParser>(strategy));
    });
}

xapian_status xapian_query_parser_set_stopper(xapian_query_parser *parser,
                                              const xapian_stopper *stopper,
                                              xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::QueryParser &to = settable(parser);
        auto own = stopper ? kept(stopper->stopper, parser->callbacks) : nullptr;
        to.set_stopper(own.get());
        parser->stopper = std::move(own);
    });
}

xapian_status xapian_query_parser_set_default_op(xapian_query_parser *parser, xapian_op op,
                                                 xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::QueryParser &of = settable(parser);
        if (op == XAPIAN_OP_NEAR || op == XAPIAN_OP_PHRASE)
            throw Xapian::UnimplementedError("the parser is not safe with this operator");
        of.set_default_op(op_of(op));
    });
}

xapian_status xapian_query_parser_set_database(xapian_query_parser *parser,
                                               const xapian_db *db, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { settable(parser).set_database(need(db, "database").db); });
}

xapian_status xapian_query_parser_set_max_expansion(xapian_query_parser *parser,
                                                    xapian_termcount max_terms,
                                                    xapian_wildcard_limit limit,
                                                    unsigned flags, xapian_error *err)
{
    return guard(__func__, err, [&] {
        only_flags(flags, XAPIAN_PARSE_WILDCARD | XAPIAN_PARSE_PARTIAL);
        settable(parser).set_max_expansion(max_terms, limit_of(limit), flags);
    });
}

xapian_status xapian_query_parser_add_prefix(xapian_query_parser *parser, const char *field,
                                             size_t field_len, const char *prefix,
                                             size_t prefix_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        settable(parser).add_prefix(text(field, field_len, "field"),
                                    text(prefix, prefix_len, "prefix"));
    });
}

xapian_status xapian_query_parser_add_boolean_prefix(xapian_query_parser *parser,
                                                     const char *field, size_t field_len,
                                                     const char *prefix, size_t prefix_len,
                                                     const char *grouping,
                                                     size_t grouping_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const class grouping named(grouping, grouping_len);
        settable(parser).add_boolean_prefix(text(field, field_len, "field"),
                                            text(prefix, prefix_len, "prefix"),
                                            named.get());
    });
}

xapian_status xapian_query_parser_add_field(xapian_query_parser *parser, const char *field,
                                            size_t field_len, xapian_field_fn fn,
                                            void *user, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::QueryParser &to = settable(parser);
        const std::string name = text(field, field_len, "field");
        const auto own = counted<Xapian::FieldProcessor>(
            std::make_unique<callback_field>(parser->callbacks, callable(fn), user));
        to.add_prefix(name, own.get());
    });
}

xapian_status xapian_query_parser_add_boolean_field(xapian_query_parser *parser,
                                                    const char *field, size_t field_len,
                                                    xapian_field_fn fn, void *user,
                                                    const char *grouping,
                                                    size_t grouping_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::QueryParser &to = settable(parser);
        const std::string name = text(field, field_len, "field");
        const class grouping named(grouping, grouping_len);
        const auto own = counted<Xapian::FieldProcessor>(
            std::make_unique<callback_field>(parser->callbacks, callable(fn), user));
        to.add_boolean_prefix(name, own.get(), named.get());
    });
}

xapian_status xapian_query_parser_add_range(xapian_query_parser *parser, xapian_slot slot,
                                            const char *mark, size_t mark_len,
                                            unsigned flags, const char *grouping,
                                            size_t grouping_len, xapian_error *err)
{
    return add_range(__func__, parser, mark, mark_len, flags, grouping, grouping_len, err,
                     [&](const std::string &around) {
                         return std::make_unique<Xapian::RangeProcessor>(slot, around,
                                                                         flags);
                     });
}

xapian_status xapian_query_parser_add_number_range(xapian_query_parser *parser,
                                                   xapian_slot slot, const char *mark,
                                                   size_t mark_len, unsigned flags,
                                                   const char *grouping,
                                                   size_t grouping_len, xapian_error *err)
{
    return add_range(__func__, parser, mark, mark_len, flags, grouping, grouping_len, err,
                     [&](const std::string &around) {
                         return std::make_unique<Xapian::NumberRangeProcessor>(slot, around,
                                                                               flags);
                     });
}

xapian_status xapian_query_parser_add_date_range(xapian_query_parser *parser,
                                                 xapian_slot slot, const char *mark,
                                                 size_t mark_len, unsigned flags, int epoch,
                                                 const char *grouping, size_t grouping_len,
                                                 xapian_error *err)
{
    return add_range(__func__, parser, mark, mark_len, flags, grouping, grouping_len, err,
                     [&](const std::string &around) {
                         return std::make_unique<Xapian::DateRangeProcessor>(slot, around,
                                                                             flags, epoch);
                     });
}

xapian_status xapian_query_parser_add_range_callback(xapian_query_parser *parser,
                                                     xapian_range_fn fn, void *user,
                                                     const char *mark, size_t mark_len,
                                                     unsigned flags, const char *grouping,
                                                     size_t grouping_len, xapian_error *err)
{
    return add_range(__func__, parser, mark, mark_len, flags, grouping, grouping_len, err,
                     [&](const std::string &around) {
                         return std::make_unique<callback_range>(
                             need(parser, "parser").callbacks, callable(fn), user, around,
                             flags);
                     });
}

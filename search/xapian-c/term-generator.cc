/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text to terms.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

Xapian::TermGenerator::stop_strategy strategy_of(xapian_stop_strategy strategy)
{
    switch (strategy) {
    case XAPIAN_STOP_NONE: return Xapian::TermGenerator::STOP_NONE;
    case XAPIAN_STOP_ALL: return Xapian::TermGenerator::STOP_ALL;
    case XAPIAN_STOP_STEMMED: return Xapian::TermGenerator::STOP_STEMMED;
    }
    throw Xapian::InvalidArgumentError("unknown strategy of stopping");
}

/* What 'how' does, with the terms of a text. */
template <class How>
xapian_status index(const char *call, xapian_term_generator *generator, const char *data,
                    size_t size, const char *prefix, size_t prefix_len, xapian_error *err,
                    How &&how) noexcept
{
    return guard(call, err, [&] {
        const use mark(need(generator, "term generator").in_use);
        /* A 'Z' and the longest word behind it must still be a term; and Xapian's own iterator
         * takes NULL for its end. */
        if (prefix_len + generator->max_word + 1 > XAPIAN_TERM_MAX)
            throw Xapian::InvalidArgumentError("the prefix is too long");
        const char *begin = size == 0 ? "" : &need(data, "text");
        how(generator->generator, Xapian::Utf8Iterator(begin, size),
            text(prefix, prefix_len, "prefix"));
    });
}

} // namespace

xapian_status xapian_term_generator_new(xapian_term_generator **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_term_generator; });
}

void xapian_term_generator_free(xapian_term_generator *generator)
{
    delete generator;
}

xapian_status xapian_term_generator_set_document(xapian_term_generator *generator,
                                                 xapian_document *doc, xapian_error *err)
{
    return guard(__func__, err, [&] {
        idle(generator, "term generator").generator.set_document(need(doc, "document").doc);
    });
}

xapian_status xapian_term_generator_set_stem(xapian_term_generator *generator,
                                             const xapian_stem *stem, xapian_error *err)
{
    return guard(__func__, err, [&] {
        idle(generator, "term generator")
            .generator.set_stemmer(stem ? stem->stem : Xapian::Stem());
    });
}

xapian_status xapian_term_generator_set_strategy(xapian_term_generator *generator,
                                                 xapian_stem_strategy strategy,
                                                 xapian_error *err)
{
    return guard(__func__, err, [&] {
        idle(generator, "term generator")
            .generator.set_stemming_strategy(strategy_of<Xapian::TermGenerator>(strategy));
    });
}

xapian_status xapian_term_generator_set_stopper(xapian_term_generator *generator,
                                                const xapian_stopper *stopper,
                                                xapian_stop_strategy strategy,
                                                xapian_error *err)
{
    return guard(__func__, err, [&] {
        xapian_term_generator &to = idle(generator, "term generator");
        to.generator.set_stopper_strategy(strategy_of(strategy));
        to.generator.set_stopper(stopper ? stopper->stopper.get() : nullptr);
        to.stopper = stopper ? stopper->stopper : nullptr;
    });
}

xapian_status xapian_term_generator_set_flags(xapian_term_generator *generator,
                                              unsigned flags, xapian_writable_db *db,
                                              xapian_error *err)
{
    static_assert(Xapian::TermGenerator::FLAG_SPELLING == XAPIAN_GENERATE_SPELLING);
    static_assert(Xapian::TermGenerator::FLAG_CJK_NGRAM == XAPIAN_GENERATE_CJK_NGRAM);
    return guard(__func__, err, [&] {
        only_flags(flags, XAPIAN_GENERATE_SPELLING | XAPIAN_GENERATE_CJK_NGRAM);
        Xapian::TermGenerator &to = idle(generator, "term generator").generator;
        if ((flags & XAPIAN_GENERATE_SPELLING) != 0)
            to.set_database(need(db, "database").db);
        to.set_flags(static_cast<int>(flags));
    });
}

xapian_status xapian_term_generator_set_max_word(xapian_term_generator *generator,
                                                 unsigned bytes, xapian_error *err)
{
    return guard(__func__, err, [&] {
        idle(generator, "term generator");
        if (bytes >= XAPIAN_TERM_MAX)
            throw Xapian::InvalidArgumentError("words of " + std::to_string(bytes) +
                                               " bytes are no terms");
        generator->generator.set_max_word_length(bytes);
        generator->max_word = bytes;
    });
}

xapian_status xapian_term_generator_index(xapian_term_generator *generator,
                                          const char *text, size_t text_len,
                                          xapian_termcount wdf_inc, const char *prefix,
                                          size_t prefix_len, xapian_error *err)
{
    return index(__func__, generator, text, text_len, prefix, prefix_len, err,
                 [&](auto &to, const auto &words, const auto &before) {
                     to.index_text(words, wdf_inc, before);
                 });
}

xapian_status xapian_term_generator_index_without_positions(
    xapian_term_generator *generator, const char *text, size_t text_len,
    xapian_termcount wdf_inc, const char *prefix, size_t prefix_len, xapian_error *err)
{
    return index(__func__, generator, text, text_len, prefix, prefix_len, err,
                 [&](auto &to, const auto &words, const auto &before) {
                     to.index_text_without_positions(words, wdf_inc, before);
                 });
}

xapian_termpos xapian_term_generator_position(const xapian_term_generator *generator)
{
    return generator == nullptr ? 0 : generator->generator.get_termpos();
}

xapian_status xapian_term_generator_set_position(xapian_term_generator *generator,
                                                 xapian_termpos pos, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { idle(generator, "term generator").generator.set_termpos(pos); });
}

xapian_status xapian_term_generator_skip(xapian_term_generator *generator,
                                         xapian_termpos positions, xapian_error *err)
{
    return guard(__func__, err, [&] {
        idle(generator, "term generator").generator.increase_termpos(positions);
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A database's dictionary and thesaurus.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

/* A word to store. Xapian finds one that is too long only when it writes to disk. */
std::string word_of(const char *data, size_t size)
{
    if (size > XAPIAN_TERM_MAX)
        throw Xapian::InvalidArgumentError("a word of " + std::to_string(size) +
                                           " bytes is too long");
    return text(data, size, "word");
}

} // namespace

xapian_status xapian_writable_db_add_spelling(xapian_writable_db *db, const char *word,
                                              size_t word_len, xapian_termcount freq,
                                              xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.add_spelling(word_of(word, word_len), freq);
    });
}

xapian_status xapian_writable_db_remove_spelling(xapian_writable_db *db, const char *word,
                                                 size_t word_len, xapian_termcount freq,
                                                 xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.remove_spelling(word_of(word, word_len), freq);
    });
}

xapian_status xapian_db_suggest_spelling(const xapian_db *db, const char *word,
                                         size_t word_len, unsigned edits,
                                         const char **suggestion, size_t *suggestion_len,
                                         xapian_error *err)
{
    return give_text(
        __func__, suggestion, suggestion_len, err, [&]() -> auto & {
            const auto &of = need(db, "database");
            return of.buffer =
                       of.db.get_spelling_suggestion(text(word, word_len, "word"), edits);
        });
}

xapian_status xapian_db_spellings(const xapian_db *db, xapian_terms **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_terms{of, cursor(of.spellings_begin())};
    });
}

xapian_status xapian_writable_db_add_synonym(xapian_writable_db *db, const char *term,
                                             size_t term_len, const char *synonym,
                                             size_t synonym_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database")
            .db.add_synonym(word_of(term, term_len), word_of(synonym, synonym_len));
    });
}

xapian_status xapian_writable_db_remove_synonym(xapian_writable_db *db, const char *term,
                                                size_t term_len, const char *synonym,
                                                size_t synonym_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database")
            .db.remove_synonym(word_of(term, term_len), word_of(synonym, synonym_len));
    });
}

xapian_status xapian_writable_db_clear_synonyms(xapian_writable_db *db, const char *term,
                                                size_t term_len, xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(db, "database").db.clear_synonyms(word_of(term, term_len)); });
}

xapian_status xapian_db_synonyms(const xapian_db *db, const char *term, size_t term_len,
                                 xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_terms{of,
                                cursor(of.synonyms_begin(text(term, term_len, "term")))};
    });
}

xapian_status xapian_db_synonym_keys(const xapian_db *db, const char *prefix,
                                     size_t prefix_len, xapian_terms **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_terms{
            of, cursor(of.synonym_keys_begin(text(prefix, prefix_len, "prefix")))};
    });
}

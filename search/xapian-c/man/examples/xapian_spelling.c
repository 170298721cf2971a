/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

int main(void)
{
    xapian_writable_db *writer;
    const xapian_db *db;
    xapian_terms *synonyms;
    const char *word, *synonym;
    size_t word_len, synonym_len;
    xapian_error err;

    if (xapian_writable_db_open("words", XAPIAN_CREATE_OR_OVERWRITE, 0,
                                &writer, &err) ||
        xapian_writable_db_add_spelling(writer, "peace", 5, 1, &err) ||
        xapian_writable_db_add_synonym(writer, "peace", 5, "accord", 6,
                                       &err) ||
        xapian_writable_db_commit(writer, &err))
        goto failed;
    db = xapian_writable_db_reader(writer);
    if (xapian_db_suggest_spelling(db, "paece", 5, 2, &word, &word_len,
                                   &err) ||
        xapian_db_synonyms(db, word, word_len, &synonyms, &err) ||
        xapian_terms_next(synonyms, &synonym, &synonym_len, &err))
        goto failed;
    printf("%.*s, %.*s\n", (int)word_len, word, (int)synonym_len,
           synonym);
    xapian_terms_free(synonyms);
    xapian_writable_db_free(writer);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * peace, accord
 */

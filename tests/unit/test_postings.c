/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words sorted by term make the same Xapian document as word after word. */
#include "config.h"

#include "search/limits.h"
#include "search/postings.h"
#include "tests/unit/support.h"

static xapian_error why;

#define WORKS(call)                                                                        \
    do {                                                                                   \
        if ((call) != XAPIAN_OK)                                                           \
            fail_msg("%s: %s", #call, why.text);                                           \
    } while (0)

/* The only document of a new database: its terms with counts and positions, a line each. */
static ph_str lines_of(ph_arena *arena, const xapian_document *doc)
{
    scratch dir = scratch_new();
    xapian_writable_db *db;
    xapian_terms *terms;
    xapian_positions *positions;
    xapian_docid docid;
    ph_str term;
    ph_buf out = {0};
    WORKS(xapian_writable_db_open(dir.path, XAPIAN_CREATE_OR_OVERWRITE, 0, &db, &why));
    WORKS(xapian_writable_db_add_document(db, doc, &docid, &why));
    const xapian_db *reader = xapian_writable_db_reader(db);
    WORKS(xapian_document_terms(doc, &terms, &why));
    while (xapian_terms_next(terms, &term.s, &term.n, &why) == XAPIAN_OK) {
        xapian_termcount wdf;
        xapian_termpos at;
        WORKS(xapian_terms_wdf(terms, &wdf, &why));
        ph_buf_addf(&out, "%.*s %u:", PH_FMT(term), (unsigned)wdf);
        WORKS(xapian_db_positions(reader, docid, term.s, term.n, &positions, &why));
        while (xapian_positions_next(positions, &at, &why) == XAPIAN_OK)
            ph_buf_addf(&out, " %u", (unsigned)at);
        xapian_positions_free(positions);
        ph_buf_byte(&out, '\n');
    }
    xapian_terms_free(terms);
    xapian_writable_db_free(db);
    scratch_remove(&dir);
    ph_str lines = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    return lines;
}

static ph_token token_of(ph_str term, bool collide)
{
    return (ph_token){.term = term,
                      .hash = collide ? 7 : ph_hash(term.s, term.n, PH_HASH_SEED)};
}

static void check_words(ph_arena *arena, size_t words, size_t most, bool collide)
{
    xapian_document *doc, *plain;
    ph_postings *postings = ph_postings_new(arena, words / 2);
    uint64_t dice = words;
    WORKS(xapian_document_new(&doc, &why));
    WORKS(xapian_document_new(&plain, &why));
    for (unsigned i = 1; i <= words; i++) {
        ph_str term = ph_dupf(arena, "%zu", roll(&dice, most));
        ph_str prefixed = ph_dupf(arena, "S%.*s", PH_FMT(term));
        unsigned weight = i < words / 10 ? 3 : 1;
        ph_token token = token_of(term, collide);
        assert_true(ph_postings_add(postings, token, 0, weight, i));
        WORKS(xapian_document_add_posting(plain, term.s, term.n, i, weight, &why));
        if (weight == 1)
            continue;
        assert_true(ph_postings_add(postings, token, 'S', 1, i));
        WORKS(xapian_document_add_posting(plain, prefixed.s, prefixed.n, i, 1, &why));
    }
    assert_int_equal(ph_postings_write(postings, doc, &why), XAPIAN_OK);
    same(lines_of(arena, doc), lines_of(arena, plain).s);
    xapian_document_free(doc);
    xapian_document_free(plain);
}

static void any_number_of_words(void **state)
{
    check_words(*state, 0, 1, false);
    check_words(*state, 1, 1, false);
    check_words(*state, 5000, 10, false);
    check_words(*state, 20000, 9000, false);
}

static void hashes_that_collide(void **state)
{
    check_words(*state, 500, 100, true);
}

static void long_terms(void **state)
{
    xapian_document *doc;
    ph_postings *postings = ph_postings_new(*state, 0);
    ph_str term = ph_dupf(*state, "%0*d", PH_TERM_BYTES, 1);
    WORKS(xapian_document_new(&doc, &why));
    assert_true(ph_postings_add(postings, token_of(term, false), 'S', 1, 4000000000U));
    assert_int_equal(ph_postings_write(postings, doc, &why), XAPIAN_OK);
    same(lines_of(*state, doc), ph_dupf(*state, "S%.*s 1: 4000000000\n", PH_FMT(term)).s);
    xapian_document_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_number_of_words),
        TEST(hashes_that_collide),
        TEST(long_terms),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/document.h"
#include "search/pack.h"

static int set_up(void **state)
{
    *state = ph_arena_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    ph_arena_free(*state);
    return 0;
}

static ph_document sample(ph_arena *arena)
{
    ph_document doc = {.mime = PH_STR("text/html")};
    assert_true(
        ph_document_meta(&doc, arena, PH_ORIGIN_WEAK, PH_STR("title"), PH_STR("B")));
    assert_true(
        ph_document_meta(&doc, arena, PH_ORIGIN_FILE, PH_STR("title"), PH_STR("C")));
    assert_true(
        ph_document_meta(&doc, arena, PH_ORIGIN_FILE, PH_STR("title"), PH_STR("D")));
    assert_true(ph_document_block(&doc, arena,
                                  (ph_block){.type = PH_BLOCK_HEADING,
                                             .level = 2,
                                             .page = 70000,
                                             .section = PH_STR("lessons"),
                                             .text = PH_STR("Уроки")}));
    assert_true(ph_document_block(
        &doc, arena, (ph_block){.type = PH_BLOCK_ROW, .text = PH_STR("a | b")}));
    assert_true(ph_strs_add(arena, &doc.warnings, PH_STR("no date")));
    return doc;
}

static void best_origin_wins(void **state)
{
    ph_document doc = sample(*state);
    assert_true(ph_eqc(ph_document_get(&doc, "title"), "C"));
    assert_null(ph_document_get(&doc, "date").s);
    assert_true(
        ph_document_meta(&doc, *state, PH_ORIGIN_SIDECAR, PH_STR("title"), PH_STR("E")));
    assert_true(ph_eqc(ph_document_get(&doc, "title"), "E"));
}

static void empty_is_left_out(void **state)
{
    ph_document doc = {0};
    assert_true(ph_document_meta(&doc, *state, PH_ORIGIN_FILE, PH_STR("a"), PH_STR("")));
    assert_true(ph_document_meta(&doc, *state, PH_ORIGIN_FILE, PH_STR("a"), PH_ABSENT));
    assert_true(ph_document_block(&doc, *state, (ph_block){.text = PH_STR("")}));
    assert_int_equal(doc.meta.n, 0);
    assert_int_equal(doc.blocks.n, 0);
}

static void packed_and_back(void **state)
{
    ph_document doc = sample(*state), back;
    ph_buf buf = {0};
    ph_error err;
    ph_document_pack(&buf, &doc);
    assert_int_equal(ph_document_unpack(ph_buf_str(&buf), *state, &back, &err), PH_OK);
    assert_true(ph_eqc(back.mime, "text/html"));
    assert_int_equal(back.meta.n, 3);
    assert_int_equal(back.meta.v[0].origin, PH_ORIGIN_WEAK);
    assert_true(ph_eqc(back.meta.v[2].value, "D"));
    assert_int_equal(back.blocks.n, 2);
    assert_int_equal(back.blocks.v[0].page, 70000);
    assert_true(ph_eqc(back.blocks.v[0].section, "lessons"));
    assert_null(back.blocks.v[1].section.s);
    assert_int_equal(back.blocks.v[1].type, PH_BLOCK_ROW);
    assert_int_equal(back.warnings.n, 1);
    ph_buf_free(&buf);
}

/* Cut anywhere or longer by a byte it is refused; with a byte changed it is read or refused,
 * but never read past. */
static void damage_is_noticed(void **state)
{
    ph_document doc = sample(*state), back;
    ph_buf buf = {0};
    ph_error err;
    ph_document_pack(&buf, &doc);
    for (size_t n = 0; n < buf.n; n++) {
        char *cut = malloc(n + 1);
        assert_non_null(cut);
        memcpy(cut, buf.s, n);
        assert_int_equal(ph_document_unpack((ph_str){cut, n}, *state, &back, &err),
                         PH_CORRUPT);
        free(cut);
    }
    for (size_t i = 0; i < buf.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            buf.s[i] = (char)(buf.s[i] ^ (1 << bit));
            ph_status status = ph_document_unpack(ph_buf_str(&buf), *state, &back, &err);
            assert_true(status == PH_OK || status == PH_CORRUPT);
            buf.s[i] = (char)(buf.s[i] ^ (1 << bit));
        }
    ph_buf_byte(&buf, '\0');
    assert_int_equal(ph_document_unpack(ph_buf_str(&buf), *state, &back, &err), PH_CORRUPT);
    ph_buf_free(&buf);
}

static ph_status one_block(ph_arena *arena, ph_block block)
{
    ph_document doc = {.mime = PH_STR("text/plain")}, back;
    ph_buf buf = {0};
    ph_error err;
    assert_true(ph_document_block(&doc, arena, block));
    ph_document_pack(&buf, &doc);
    ph_status status = ph_document_unpack(ph_buf_str(&buf), arena, &back, &err);
    ph_buf_free(&buf);
    return status;
}

static void contents_are_checked(void **state)
{
    ph_block block = {.type = PH_BLOCK_ITEM, .level = 1, .text = PH_STR("x")};
    assert_int_equal(one_block(*state, block), PH_OK);
    block.text = PH_STR("a\nb");
    assert_int_equal(one_block(*state, block), PH_CORRUPT);
    block.text = PH_STR("a\xFF");
    assert_int_equal(one_block(*state, block), PH_CORRUPT);
    block = (ph_block){.type = PH_BLOCK_HEADING, .level = 7, .text = PH_STR("x")};
    assert_int_equal(one_block(*state, block), PH_CORRUPT);
    block = (ph_block){.type = PH_BLOCK_PARAGRAPH, .level = 1, .text = PH_STR("x")};
    assert_int_equal(one_block(*state, block), PH_CORRUPT);
    block = (ph_block){.type = (ph_block_type)9, .text = PH_STR("x")};
    assert_int_equal(one_block(*state, block), PH_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(best_origin_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(packed_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(contents_are_checked, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

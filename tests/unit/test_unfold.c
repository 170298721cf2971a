/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One file, many documents: what a process says that goes on where another one died, at every
 * step; what ends everything; what a crash costs.
 */
#include "config.h"

#include "tests/unit/unfolding.h"

#define DAMAGE "Truncated input file (needed 492 bytes, only 0 available)"

/* Files, refusals, archives in archives, a message with attachments, and damage at the end of an
 * inner archive and of the outer one. */
static ph_str everything(ph_arena *arena)
{
    static const char message[] = "Subject: Letter\n"
                                  "Content-Type: multipart/mixed; boundary=b\n\n"
                                  "--b\nContent-Type: text/plain\n\nBody\n"
                                  "--b\nContent-Type: text/plain; name=one.txt\n\nOne\n"
                                  "--b\nContent-Type: message/rfc822\n\n"
                                  "Subject: Inner\n\nAlone\n"
                                  "--b\nContent-Type: image/png; name=p.png\n"
                                  "Content-Disposition: attachment\n\n\x89PNG\r\n\x1a\n\n"
                                  "--b--\n";
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, "deep1.txt", "Deep one");
    build_file(&b, "deep2.txt", "Deep two");
    ph_str deep = build_end(&b, arena);
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, "in1.txt", "In one");
    build_entry(&b, "deep.tar", AE_IFREG, NULL, deep);
    build_file(&b, "in2.txt", "In two");
    build_file(&b, "torn.txt", "This one is cut in the middle of its bytes");
    ph_str inner = build_end(&b, arena);
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, "a.txt", "First");
    build_entry(&b, "link", AE_IFLNK, "a.txt", PH_STR(""));
    build_entry(&b, "inner.tar", AE_IFREG, NULL, ph_sub(inner, 0, inner.n - 1536 + 20));
    build_file(&b, "none.zip", "No archive");
    build_file(&b, "m.eml", message);
    build_file(&b, "empty.txt", "");
    build_file(&b, "z.txt", "Last");
    build_file(&b, "torn.txt", "This one is cut in the middle of its bytes");
    ph_str outer = build_end(&b, arena);
    return ph_sub(outer, 0, outer.n - 1536 + 20);
}

typedef struct outcome {
    const char *text;
    uint64_t steps;
    ph_status status;
} outcome;

static outcome unfold_from(ph_arena *arena, ph_str bytes, uint64_t skip,
                           const uint64_t *fatal, size_t fatals, bool begins)
{
    recording r = {.begins = begins};
    const ph_sink sink = recorder(&r);
    ph_unfolding u = {.sink = &sink, .skip = skip, .fatal = fatal, .fatals = fatals};
    ph_feed feed = ph_feed_memory(bytes);
    ph_error err;
    outcome out = {0};
    out.status =
        ph_unfold(&u, PH_STR("a.tar"), &feed, (ph_input){PH_ABSENT, PH_ABSENT}, &err);
    if (out.status)
        ph_buf_addf(&r.text, "! %s\n", err.text);
    out.steps = u.steps;
    out.text = ph_dup(arena, ph_buf_str(&r.text)).s;
    ph_buf_free(&r.text);
    assert_int_equal(u.depth, 0);
    return out;
}

/* What follows the begin of step k + 1 in what is told from the beginning. */
static const char *after_step(const char *text, uint64_t k)
{
    const char *at = *text == '>' ? text : strstr(text, "\n>") + 1;
    for (; k > 0 && at; k--) {
        const char *next = strstr(at, "\n> ");
        at = next ? next + 1 : strstr(at, "\n! ") + 1;
    }
    return at;
}

static void tells_all(void **state)
{
    outcome all = unfold_from(*state, everything(*state), 0, NULL, 0, true);
    assert_string_equal(
        all.text,
        "> /a.txt\n/a.txt = First\n"
        "> /link\n/link ! is a link: links in archives are not followed\n"
        "> /inner.tar\n"
        "> /inner.tar/in1.txt\n/inner.tar/in1.txt = In one\n"
        "> /inner.tar/deep.tar\n"
        "> /inner.tar/deep.tar/deep1.txt\n/inner.tar/deep.tar/deep1.txt = Deep one\n"
        "> /inner.tar/deep.tar/deep2.txt\n/inner.tar/deep.tar/deep2.txt = Deep two\n"
        "> /inner.tar/in2.txt\n/inner.tar/in2.txt = In two\n"
        "> /inner.tar/torn.txt\n"
        "/inner.tar/torn.txt ! the member is damaged: Truncated tar archive\n"
        "> /inner.tar\n/inner.tar ! the archive is damaged: " DAMAGE "\n"
        "> /none.zip\n"
        "/none.zip ! no archive was found in the file, although it has the name of one\n"
        "> /m.eml\n"
        "> /m.eml/message\n/m.eml/message = Letter\n"
        "> /m.eml/one.txt\n/m.eml/one.txt = One\n"
        "> /m.eml/message-2.eml\n"
        "> /m.eml/message-2.eml\n/m.eml/message-2.eml = Inner\n"
        "> /m.eml/p.png\n/m.eml/p.png ! is a picture: peerhub reads no text out of "
        "pictures\n"
        "> /empty.txt\n/empty.txt ! the file is empty\n"
        "> /z.txt\n/z.txt = Last\n"
        "> /torn.txt\n/torn.txt ! the member is damaged: Truncated tar archive\n"
        "! the archive is damaged: " DAMAGE "\n");
    assert_int_equal(all.status, PH_INVALID);
}

/* For each step: just what comes after it, no line more and none less. */
static void goes_on_after_each_step(void **state)
{
    ph_str bytes = everything(*state);
    outcome all = unfold_from(*state, bytes, 0, NULL, 0, true);
    for (uint64_t k = 0; k <= all.steps; k++) {
        outcome rest = unfold_from(*state, bytes, k, NULL, 0, true);
        assert_string_equal(rest.text, after_step(all.text, k));
        assert_int_equal(rest.steps, all.steps);
        assert_int_equal(rest.status, all.status);
    }
}

/* A process dies in step after step; the next one goes on behind it.  Everything is told once,
 * but for what died, and what stood in it. */
static void survives_each_pair_of_deaths(void **state)
{
    ph_str bytes = everything(*state);
    outcome all = unfold_from(*state, bytes, 0, NULL, 0, true);
    for (uint64_t first = 1; first <= all.steps; first++) {
        outcome once = unfold_from(*state, bytes, first, &first, 1, true);
        for (uint64_t second = first + 1; second <= once.steps; second++) {
            uint64_t fatal[] = {first, second};
            outcome twice = unfold_from(*state, bytes, second, fatal, 2, true);
            outcome told = unfold_from(*state, bytes, second, fatal, 1, true);
            /* it says no more than a process that was not killed in the second step ... */
            for (const char *line = twice.text; *line; line = strchr(line, '\n') + 1) {
                /* damage is told in other words where bytes are passed over */
                ph_str whole = {line, strcspn(line, "\n!")};
                if (!memmem(told.text, strlen(told.text), whole.s, whole.n))
                    fail_msg("after %d and %d: %.*s", (int)first, (int)second,
                             PH_FMT(whole));
            }
            /* ... and the steps before it are the same: it goes on where that one was */
            assert_string_equal(told.text, after_step(once.text, second - first));
        }
    }
}

/* What holds others is not opened again if a process died of it. */
static void does_not_enter_what_was_fatal(void **state)
{
    ph_str bytes = everything(*state);
    uint64_t fatal[] = {3, 5}; /* the inner archive; then, without it, the message */
    outcome rest = unfold_from(*state, bytes, 3, fatal, 1, false);
    assert_null(strstr(rest.text, "/inner.tar/"));
    holds(rest.text, "/none.zip ! no archive");
    holds(rest.text, "/m.eml/one.txt = One\n");
    rest = unfold_from(*state, bytes, 5, fatal, 2, false);
    assert_string_equal(rest.text,
                        "/empty.txt ! the file is empty\n/z.txt = Last\n"
                        "/torn.txt ! the member is damaged: Truncated tar archive\n"
                        "! the archive is damaged: " DAMAGE "\n");
}

static void a_failing_sink_ends_all(void **state)
{
    ph_str bytes = everything(*state);
    for (uint64_t at = 1; at < 100; at++) {
        recording r = {.stop_at = at};
        const ph_sink sink = recorder(&r);
        ph_unfolding u = {.sink = &sink};
        ph_feed feed = ph_feed_memory(bytes);
        ph_error err;
        ph_status status =
            ph_unfold(&u, PH_STR("a.tar"), &feed, (ph_input){PH_ABSENT, PH_ABSENT}, &err);
        ph_buf_free(&r.text);
        assert_int_equal(u.broken, r.calls >= at);
        if (r.calls < at)
            return;
        assert_int_equal(r.calls, at);
        assert_int_equal(status, PH_IO);
        assert_string_equal(err.text, "the sink is full");
    }
    fail_msg("the sink never ended");
}

static void a_sidecar_speaks_of_all(void **state)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
    build_file(&b, "a.md", "---\nstatus: idea\n---\n\n# One\n");
    build_file(&b, "b.md", "# Two\n");
    ph_str bytes = build_end(&b, *state);
    /* a title can be true of one only */
    ph_input sidecar = {PH_STR("a.zip.meta.yaml"), PH_STR("title: All\nstatus: pilot\n")};
    assert_string_equal(unfolded_beside(*state, "a.zip", bytes, sidecar),
                        "/a.md = One\n/b.md = Two\n");
    sidecar.bytes = PH_STR("title: [\n");
    holds(unfolded_beside(*state, "a.zip", bytes, sidecar),
          "! the side-car 'a.zip.meta.yaml'");
}

static void a_plain_file_is_alone(void **state)
{
    (void)state;
    recording r = {.begins = true};
    const ph_sink sink = recorder(&r);
    ph_unfolding u = {.sink = &sink};
    ph_feed feed = ph_feed_memory(PH_STR("# One\n"));
    ph_error err;
    assert_int_equal(
        ph_unfold(&u, PH_STR("a.md"), &feed, (ph_input){PH_ABSENT, PH_ABSENT}, &err),
        PH_OK);
    assert_true(r.alone);
    assert_true(ph_eqc(ph_buf_str(&r.text), " = One\n"));
    ph_buf_free(&r.text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_all),
        TEST(goes_on_after_each_step),
        TEST(survives_each_pair_of_deaths),
        TEST(does_not_enter_what_was_fatal),
        TEST(a_failing_sink_ends_all),
        TEST(a_sidecar_speaks_of_all),
        TEST(a_plain_file_is_alone),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}

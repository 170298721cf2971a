/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line: what it says, and when it says nothing. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/progress.h"

static void says(ph_run_counts counts, size_t files, uint64_t bytes, double seconds,
                 const char *want)
{
    char text[200];
    ph_progress_text(text, sizeof text, &counts, files, bytes, seconds);
    assert_string_equal(text, want);
}

static void tells_count_rate_and_time(void **state)
{
    (void)state;
    says((ph_run_counts){.files = 1204, .bytes = 1000, .indexed = 1200, .failed = 4}, 5585,
         5000, 6, "1,204 of 5,585 files, 1,204 documents, 200/s, 0:24 left");
    says((ph_run_counts){.files = 1, .bytes = 1, .indexed = 1}, 1234567, 8000, 1,
         "1 of 1,234,567 files, 1 documents, 1/s, 2:13:19 left");
    /* one large table: nobody knows yet */
    says((ph_run_counts){.indexed = 900, .updated = 100}, 1, 5000, 2,
         "0 of 1 files, 1,000 documents, 500/s");
    says((ph_run_counts){0}, 0, 0, 0, "0 of 0 files, 0 documents, 0/s");
}

static void knows_its_words(void **state)
{
    ph_progress p;
    FILE *file = tmpfile();
    (void)state;
    assert_non_null(file);
    assert_true(ph_progress_set(&p, PH_STR("auto"), file));
    assert_null(p.to); /* no terminal */
    assert_true(ph_progress_set(&p, PH_STR("always"), file));
    assert_ptr_equal(p.to, file);
    assert_true(ph_progress_set(&p, PH_STR("never"), file));
    assert_null(p.to);
    assert_false(ph_progress_set(&p, PH_STR("now"), file));
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_count_rate_and_time),
        cmocka_unit_test(knows_its_words),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

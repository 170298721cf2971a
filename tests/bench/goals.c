/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many paragraphs a second one core tags with goals, beside a plain pass over their words:
 *
 *   goals WEIGHTS FILE [ROUNDS]   FILE: JSON lines with "text"
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/sdg_model.h"
#include "search/limits.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool read_texts(const char *path, ph_arena *arena, ph_strs *texts)
{
    ph_buf bytes = {0};
    ph_error err;
    if (ph_read_file(path, PH_FILE_BYTES, &bytes, &err)) {
        fprintf(stderr, "goals: %s\n", err.text);
        return false;
    }
    ph_str rest = ph_buf_str(&bytes), line;
    while (ph_split(&rest, '\n', &line)) {
        json_t *object = json_loadb(line.s, line.n, 0, NULL);
        const char *text = json_string_value(json_object_get(object, "text"));
        if (text && !ph_strs_add(arena, texts, ph_dup(arena, ph_cstr(text))))
            return false;
        json_decref(object);
    }
    ph_buf_free(&bytes);
    return texts->n > 0;
}

int main(int argc, char **argv)
{
    ph_error err;
    ph_sdg_model *model;
    ph_arena *arena = ph_arena_new();
    ph_strs texts = {0};
    if (argc < 3 || !arena || ph_sdg_open(&model, argv[1], &err) ||
        !read_texts(argv[2], arena, &texts))
        return 1;
    const size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
    size_t words = 0, goals = 0;
    double begin = now();
    for (size_t i = 0; i < rounds * texts.n; i++) {
        ph_sdg_scan scan = {.text = texts.v[i % texts.n]};
        ph_sdg_word word;
        while (ph_sdg_next(&scan, &word))
            words++;
    }
    double plain = now() - begin;
    for (size_t i = 0; i < rounds * texts.n; i++) {
        double p[PH_SDG_GOALS];
        ph_sdg_score(model, texts.v[i % texts.n], p);
        for (size_t k = 0; k < PH_SDG_GOALS; k++)
            goals += p[k] >= 0.5;
    }
    double tagged = now() - begin - plain;
    printf("%zu paragraphs of %.0f words, %.2f goals each: %.0f a second; the words alone "
           "%.0f; ratio %.2f\n",
           texts.n, (double)words / (double)(rounds * texts.n),
           (double)goals / (double)(rounds * texts.n), (double)(rounds * texts.n) / tagged,
           (double)(rounds * texts.n) / plain, tagged / plain);
    ph_sdg_free(model);
    ph_arena_free(arena);
    return 0;
}

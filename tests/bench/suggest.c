/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long suggestions take: beginnings of texts, one a line, on standard input.
 *
 *     tests/bench/suggest DB... <lines      a table: milliseconds, how many, the first one
 *
 * Each is asked for five times after one that is not counted; the median is told.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/places.h"
#include "search/suggest.h"

#define ROUNDS 5

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void ask(ph_reader *reader, const ph_name_list *labels, ph_str text)
{
    double ms[ROUNDS];
    ph_error err;
    ph_suggestions list;
    ph_arena *arena = ph_arena_new();
    for (int i = -1; i < ROUNDS; i++) {
        ph_arena_reset(arena);
        double start = now_ms();
        if (ph_suggest(reader, labels, text, 10, arena, &list, &err)) {
            fprintf(stderr, "%s\n", err.text);
            exit(1);
        }
        if (i >= 0)
            ms[i] = now_ms() - start;
    }
    qsort(ms, ROUNDS, sizeof *ms, compare);
    printf("%8.3f  %-24.*s", ms[ROUNDS / 2], PH_FMT(text));
    for (size_t i = 0; i < list.n; i++)
        printf(" | %s: %.*s (%llu)", ph_suggestion_kind_name(list.v[i].kind),
               PH_FMT(list.v[i].text), (unsigned long long)list.v[i].documents);
    putchar('\n');
    ph_arena_free(arena);
}

int main(int argc, char **argv)
{
    ph_vocabulary *vocabulary = NULL;
    ph_reader *reader = NULL;
    ph_name_list *labels = NULL;
    ph_columns_cache *cache = NULL;
    ph_error err;
    char line[1000];
    ph_arena *arena = ph_arena_new();
    double start = now_ms();
    ph_status status = ph_vocabulary_open(
        &vocabulary, ph_place_data(arena, "corpus/vocabularies").s, &err);
    if (!status)
        status = ph_reader_open(&reader, (const char *const *)argv + 1, (size_t)argc - 1,
                                vocabulary, &err);
    double opened = now_ms();
    if (!status)
        status = ph_name_list_new(&labels, vocabulary, &err);
    if (!status)
        status = ph_columns_cache_new(&cache, &err);
    if (status) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%llu documents; opened in %.1f ms, names sorted in %.1f ms\n",
           (unsigned long long)ph_reader_documents(reader), opened - start,
           now_ms() - opened);
    ph_reader_share(reader, cache); /* as a server has it */
    if (!ph_reader_wait(reader, 600000))
        puts("without columns");
    while (fgets(line, sizeof line, stdin))
        ask(reader, labels, ph_sub(ph_cstr(line), 0, strcspn(line, "\n")));
    ph_name_list_free(labels);
    ph_reader_free(reader);
    ph_columns_cache_free(cache);
    ph_vocabulary_free(vocabulary);
    ph_arena_free(arena);
    return 0;
}

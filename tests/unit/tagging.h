/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tests of the indexer share: the shipped vocabularies with all that is made of them,
 * opened once a file, and an arena that is emptied before each test.
 */
#ifndef TESTS_TAGGING_H
#define TESTS_TAGGING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/build.h"

#define N(array) (sizeof(array) / sizeof *(array))

static ph_error err;
static ph_arena *arena;
static ph_analyzer *analyzer;
static ph_vocabulary *vocabulary;
static ph_sections *sections;
static ph_tagger *tagger;
static ph_sdg_model *sdg;
static ph_detector *detector;

/* A good status, or its error in the log. */
#define assert_ok(status)                                                                  \
    do {                                                                                   \
        if ((status) != PH_OK)                                                             \
            fail_msg("%s", err.text);                                                      \
    } while (0)

#define assert_str(got, wanted)                                                            \
    do {                                                                                   \
        ph_str got_ = (got);                                                               \
        if (!ph_eqc(got_, (wanted)))                                                       \
            fail_msg("got '%.*s', wanted '%s'", PH_FMT(got_), (wanted));                   \
    } while (0)

static inline int open_vocabularies(void **state)
{
    char folder[4096], weights[4096], model[4096];
    const char *top = getenv("top_srcdir");
    (void)state;
    snprintf(folder, sizeof folder, "%s/corpus/vocabularies", top ? top : ".");
    snprintf(weights, sizeof weights, "%s/corpus/models/sdg.weights", top ? top : ".");
    snprintf(model, sizeof model, "%s/corpus/models/languages.txt", top ? top : ".");
    arena = ph_arena_new();
    if (!arena || ph_sdg_open(&sdg, weights, &err) ||
        ph_vocabulary_open(&vocabulary, folder, &err) || ph_analyzer_new(&analyzer, &err) ||
        ph_sections_new(&sections, vocabulary, &err) ||
        ph_tagger_new(&tagger, vocabulary, analyzer, &err) ||
        ph_detector_new(&detector, model, &err)) {
        fprintf(stderr, "# %s\n", err.text);
        return -1;
    }
    ph_tagger_use_sdg(tagger, sdg);
    return 0;
}

static inline int close_vocabularies(void **state)
{
    (void)state;
    ph_detector_free(detector);
    ph_tagger_free(tagger);
    ph_sdg_free(sdg);
    ph_sections_free(sections);
    ph_analyzer_free(analyzer);
    ph_vocabulary_free(vocabulary);
    ph_arena_free(arena);
    return 0;
}

static inline int fresh_arena(void **state)
{
    (void)state;
    ph_arena_reset(arena);
    return 0;
}

/* --- documents by hand ------------------------------------------------------------------ */

static inline void block(ph_document *doc, ph_block_type type, unsigned level,
                         const char *text)
{
    assert_true(ph_document_block(
        doc, arena, (ph_block){.type = type, .level = level, .text = ph_cstr(text)}));
}

static inline void heading(ph_document *doc, unsigned level, const char *text)
{
    block(doc, PH_BLOCK_HEADING, level, text);
}

static inline void paragraph(ph_document *doc, const char *text)
{
    block(doc, PH_BLOCK_PARAGRAPH, 0, text);
}

static inline void item(ph_document *doc, const char *text)
{
    block(doc, PH_BLOCK_ITEM, 1, text);
}

static inline void meta_from(ph_document *doc, ph_origin origin, const char *key,
                             const char *value)
{
    assert_true(ph_document_meta(doc, arena, origin, ph_cstr(key), ph_cstr(value)));
}

static inline void meta(ph_document *doc, const char *key, const char *value)
{
    meta_from(doc, PH_ORIGIN_FILE, key, value);
}

/* --- what came out ------------------------------------------------------------------------ */

static inline const ph_tag *tag(const ph_tags *tags, const char *id)
{
    for (size_t i = 0; i < tags->n; i++)
        if (ph_eqc(tags->v[i].id, id))
            return &tags->v[i];
    return NULL;
}

static inline bool has(const ph_strs *list, const char *s)
{
    return ph_strs_has(list, ph_cstr(s));
}

/* A list's strings with spaces between, for one comparison. */
static inline ph_str joined(const ph_strs *list)
{
    ph_str all = PH_STR("");
    for (size_t i = 0; i < list->n; i++)
        all = ph_dupf(arena, "%.*s%s%.*s", PH_FMT(all), i ? " " : "", PH_FMT(list->v[i]));
    return all;
}

static inline ph_str tag_ids(const ph_tags *tags)
{
    ph_strs ids = {0};
    for (size_t i = 0; i < tags->n; i++)
        assert_true(ph_strs_add(arena, &ids, tags->v[i].id));
    return joined(&ids);
}

#endif

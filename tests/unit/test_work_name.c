/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which documents are editions of one work, told by what each knows itself. */
#include "config.h"

#include "indexer/work_name.h"
#include "tests/unit/support.h"

/* A document as far as its work goes; NULL is absent. */
typedef struct edition {
    const char *source, *path, *part, *language, *key, *translation_of, *work;
} edition;

static ph_str name_of(ph_arena *arena, const edition *e, bool hidden)
{
    ph_str path = ph_dupf(arena, "%s%s", e->path ? e->path : "", e->part ? e->part : "");
    ph_record record = {.path = path,
                        .key = e->key ? ph_cstr(e->key) : path,
                        .language = ph_cstr(e->language),
                        .translation_of = ph_cstr(e->translation_of),
                        .work = ph_cstr(e->work)};
    ph_place place = {ph_cstr(e->source ? e->source : "s"), ph_cstr(e->path),
                      ph_cstr(e->part), hidden};
    return ph_work_name(arena, &record, &place);
}

static void names(void **state)
{
    static const struct {
        edition edition;
        const char *name;
    } cases[] = {
        /* the path, without ending and language */
        {{.path = "report.pdf"}, "s/report"},
        {{.path = "a/b/report.docx"}, "s/a/b/report"},
        {{.path = "report.ru.md", .language = "ru"}, "s/report"},
        {{.path = "report-ru.md", .language = "ru"}, "s/report"},
        {{.path = "report_RU.md", .language = "ru"}, "s/report"},
        {{.path = "report.ru.md"}, "s/report"},
        {{.path = "report-ru.md"}, "s/report-ru"},
        {{.path = "report-pt-BR.html", .language = "pt"}, "s/report"},
        {{.path = "report.sr-Latn.html", .language = "sr-Latn"}, "s/report"},
        {{.path = "report.ru.md", .language = "en"}, "s/report.ru"},
        {{.path = "sign-in.md", .language = "en"}, "s/sign-in"},
        {{.path = "terms-en-final.md", .language = "en"}, "s/terms-en-final"},
        {{.path = "ru.md", .language = "ru"}, "s/ru"},
        {{.path = "ru/note.md", .language = "ru"}, "s/ru/note"},
        {{.path = "a.ru/note"}, "s/a.ru/note"},
        {{.path = "version1.2"}, "s/version1.2"},
        {{.path = "Minutes of 4 June. Final draft"}, "s/Minutes of 4 June. Final draft"},
        {{.path = ".md"}, "s/.md"},
        {{.path = NULL}, "s/"},
        /* members and rows */
        {{.path = "all.zip", .part = "/a/report.pdf"}, "s/all.zip/a/report"},
        {{.path = "all.zip", .part = "/C# notes.md"}, "s/all.zip/C# notes"},
        {{.path = "t.csv", .part = "#17"}, "s/t.csv#17"},
        {{.path = "t.csv", .part = "#=ab", .key = "ab"}, "s/t.csv#=ab"},
        {{.path = "t.csv", .part = "#=cd", .key = "cd", .translation_of = "ab"},
         "s/t.csv#=ab"},
        {{.path = "all.zip", .part = "/t.csv#=7", .key = "7"}, "s/all.zip/t.csv#=7"},
        {{.path = "t.csv", .part = "#=cd", .key = "cd", .work = "budget"}, "budget"},
        /* keys and what names them */
        {{.path = "a.md", .key = "budget-2020"}, "budget-2020"},
        {{.path = "b.md", .key = "budget-2020-ru", .translation_of = "budget-2020"},
         "budget-2020"},
        {{.path = "b.md", .work = "budget-2020"}, "budget-2020"},
        {{.path = "b.md", .work = "w", .translation_of = "t", .key = "k"}, "w"},
        {{.path = "a.md", .key = "12"}, "s#12"},
        {{.path = "b.md", .translation_of = "12"}, "s#12"},
        {{.path = "c.md", .translation_of = "practice/report.pdf"}, "s/practice/report"},
        {{.path = "c.md", .translation_of = "report.en.md"}, "s/report"},
    };
    for (size_t i = 0; i < N(cases); i++)
        same(name_of(*state, &cases[i].edition, false), cases[i].name);
}

/* Names of files are any bytes: what is no text tells two of them apart all the same. */
static void odd_bytes(void **state)
{
    static const struct {
        edition one, other;
        bool same;
    } cases[] = {
        {{.path = "a b.txt"}, {.path = "a\nb.txt"}, false},
        {{.path = "a b.txt"}, {.path = "a  b.txt"}, false},
        {{.path = "ab.txt"},
         {.path = "a\xE2\x80\x8B"
                  "b.txt"},
         false}, /* zero-width space */
        {{.path = "\xFE.txt"}, {.path = "\xFF.txt"}, false},
        {{.path = "\xEF\xBF\xBD.txt"}, {.path = "\xFF.txt"}, false},
        {{.path = " a.txt"}, {.path = "a.txt"}, false},
        {{.path = "a b.csv", .part = "#1"}, {.path = "a\nb.csv", .part = "#1"}, false},
        {{.path = "a b.csv", .part = "#=k", .key = "k"},
         {.path = "a\nb.csv", .part = "#=k", .key = "k"},
         false},
        /* editions, also of such a name */
        {{.path = "a\nb.txt"}, {.path = "a\nb.ru.pdf", .language = "ru"}, true},
        {{.path = "Rése\xCC\x81.md"}, {.path = "Résé.md"}, true}, /* Forms D and C */
        {{.path = "Résé.md"}, {.path = "b", .translation_of = "s/Résé.md"}, false},
        {{.path = "Rése\xCC\x81.md"}, {.path = "b", .translation_of = "Résé.md"}, true},
    };
    for (size_t i = 0; i < N(cases); i++) {
        ph_str one = name_of(*state, &cases[i].one, false);
        if (ph_eq(one, name_of(*state, &cases[i].other, false)) != cases[i].same)
            fail_msg("%zu: '%s'", i, one.s);
    }
}

static void sources_apart(void **state)
{
    const edition a = {.source = "a", .path = "report.pdf"},
                  b = {.source = "b", .path = "report.pdf"};
    assert_false(ph_eq(name_of(*state, &a, false), name_of(*state, &b, false)));
    const edition one = {.source = "a", .path = "x.md", .key = "1"},
                  other = {.source = "b", .path = "y.md", .key = "1"};
    assert_false(ph_eq(name_of(*state, &one, false), name_of(*state, &other, false)));
    const edition here = {.source = "a", .path = "x.md", .key = "budget"},
                  there = {.source = "b", .path = "y.md", .translation_of = "budget"};
    same(name_of(*state, &here, false), name_of(*state, &there, false).s);
}

/* A path that tells what must not be told is in no name. */
static void hidden_paths(void **state)
{
    const edition cases[] = {{.path = "Mirlan Asanov.pdf"},
                             {.path = "Mirlan Asanov.csv", .part = "#3"},
                             {.path = "Mirlan Asanov.csv", .part = "#=k", .key = "k"}};
    for (size_t i = 0; i < N(cases); i++) {
        ph_str name = name_of(*state, &cases[i], true);
        assert_null(strstr(name.s, "Asanov"));
        same(name_of(*state, &cases[i], true), name.s);
    }
}

static void ids(void **state)
{
    (void)state;
    static const char *const good[] = {"budget-0a1b2c3d4e5f", "0a1b2c3d4e5f"};
    static const char *const bad[] = {"",
                                      "budget",
                                      "0a1b2c3d4e5",
                                      "budget0a1b2c3d4e5f",
                                      "budget-0A1B2C3D4E5F",
                                      "budget-0a1b2c3d4e5g"};
    for (size_t i = 0; i < N(good); i++)
        assert_true(ph_is_id(ph_cstr(good[i])));
    for (size_t i = 0; i < N(bad); i++)
        assert_false(ph_is_id(ph_cstr(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names), TEST(odd_bytes), TEST(sources_apart), TEST(hidden_paths), TEST(ids),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

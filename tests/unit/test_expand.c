/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the labels of a vocabulary add to a question, and which documents it then finds. */
#include "config.h"

#include "search/labels.h"
#include "search/search.h"
#include "tests/unit/support.h"

/* --- a network's vocabulary and its documents ------------------------------------------- */

#define CONCEPT(scheme, id, more)                                                          \
    "<skos:Concept rdf:about=\"urn:x:" scheme ":" id "\">"                                 \
    "<skos:inScheme rdf:resource=\"urn:x:" scheme "\"/><skos:notation>" id                 \
    "</skos:notation>" more "</skos:Concept>"
#define SCHEME(id)                                                                         \
    "<skos:ConceptScheme rdf:about=\"urn:x:" id "\"><skos:notation>" id                    \
    "</skos:notation></skos:ConceptScheme>"
#define TOP(scheme) "<skos:topConceptOf rdf:resource=\"urn:x:" scheme "\"/>"
#define PREF(lang, text) "<skos:prefLabel xml:lang=\"" lang "\">" text "</skos:prefLabel>"
#define ALT(lang, text) "<skos:altLabel xml:lang=\"" lang "\">" text "</skos:altLabel>"
#define HIDDEN(lang, text)                                                                 \
    "<skos:hiddenLabel xml:lang=\"" lang "\">" text "</skos:hiddenLabel>"

#define FILE_OF(content)                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"                                           \
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "                  \
    "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\" "                                 \
    "xmlns:ph=\"urn:x-peerhub:vocabulary:1\">" content "</rdf:RDF>"

static const char topics[] =
    FILE_OF(SCHEME("topics") CONCEPT(
        "topics", "participation",
        TOP("topics") PREF("en", "citizen participation") ALT("en", "public engagement")
            ALT("en", "towns public") ALT("en", "jury of citizens")
                PREF("ru", "участие граждан") HIDDEN("ru", "гражданское участие")
                    PREF("fr", "participation citoyenne") PREF("zh", "公民参与")
                        PREF("ar", "مشاركة المواطنين"))
                CONCEPT("topics", "integrity",
                        TOP("topics") "<ph:prefLabelUse>query</ph:prefLabelUse>" PREF(
                            "en", "Integrity") PREF("ru", "Честность")
                            ALT("en", "fight against fraud"))
                    CONCEPT("topics", "teaching",
                            TOP("topics") PREF("en", "teach") PREF("fr", "former")
                                PREF("sr-Latn", "obučavati"))
                        CONCEPT("topics", "library",
                                TOP("topics") PREF("en", "free book")
                                    PREF("ru", "честность, уроки"))
                            CONCEPT("word", "town",
                                    TOP("word") PREF("en", "town") PREF("zh", "城市")
                                        PREF("ar", "مدينة")));

static const char others[] = FILE_OF(
    SCHEME("word") SCHEME("sdg") SCHEME("section") SCHEME("organisation") CONCEPT(
        "word", "budget",
        TOP("word") PREF("en", "budget") ALT("en", "spending") PREF("ru", "бюджет")
            PREF("fr", "budget")) CONCEPT("word", "administration",
                                          TOP("word") PREF("en", "administration")
                                              PREF("es", "administración"))
        CONCEPT("word", "book", TOP("word") PREF("en", "book") PREF("es", "libro"))
            CONCEPT("word", "free", TOP("word") PREF("en", "free") PREF("es", "libre"))
                CONCEPT("word", "but", TOP("word") PREF("en", "aim") PREF("fr", "but"))
                    CONCEPT("word", "ai",
                            TOP("word") PREF("en", "artificial intelligence")
                                ALT("en", "AI") PREF("ru", "искусственный интеллект"))
                        CONCEPT("organisation", "who",
                                TOP("organisation") PREF("en", "World Health Organization")
                                    ALT("en", "WHO")
                                        PREF("ru", "Всемирная организация здравоохранения")
                                            ALT("ru", "ВОЗ"))
                            CONCEPT("sdg", "6",
                                    TOP("sdg") PREF("en", "Clean water")
                                        ALT("en", "clean water and safe wells")
                                            PREF("ru", "Чистая вода"))
                                CONCEPT("sdg", "6.1",
                                        "<skos:broader rdf:resource=\"urn:x:sdg:6\"/>" PREF(
                                            "en", "Safe wells")
                                            PREF("ru", "Безопасные колодцы"))
                                    CONCEPT("section", "lesson",
                                            TOP("section") PREF("en", "Lessons")
                                                PREF("ru", "Уроки")));

static const struct {
    const char *id, *language, *text;
} documents[] = {
    {"phrase", "en", "Citizen participation in towns."},
    {"synonym", "en", "Public engagement in towns."},
    {"apart", "en", "A participation that every citizen enjoys."},
    {"russian", "ru", "Участие граждан важно."},
    {"money", "en", "The budget of a town, for its spending."},
    {"dengi", "ru", "Бюджеты городов."},
    {"argent", "fr", "Le budget et son but."},
    {"former", "fr", "Il faut former les agents."},
    {"forms", "en", "Forms and formed things of the former king."},
    {"obuka", "sr-Cyrl", "Треба обучавати службенике."},
    {"book", "en", "A book of the World Health Organization, but with integrity."},
    {"free", "en",
     "It is free, who knows; the aim is clean water and safe wells, with lessons."},
    {"libro", "es", "El libro y la casa libre."},
    {"kz", "en", "Kazakhstan and Mali have artificial intelligence."},
    {"office", "en", "The administration."},
    {"mali", "ru", "Мало. Казахстан. Честность, уроки, колодцы."},
};

static struct index {
    ph_vocabulary *vocabulary;
    ph_analyzer *analyzer;
    scratch dir;
    ph_reader *reader;
    char db[300];
} all;

static void put(const char *id, const char *language, const char *text)
{
    ph_arena *arena = ph_arena_new();
    ph_store *store = NULL;
    ph_record r = {.id = ph_cstr(id), .key = ph_cstr(id), .language = ph_cstr(language)};
    ph_stamp stamp = {.id = r.id};
    add_passage(arena, &r, text);
    OK(ph_store_open(&store, all.db, 2, false, &err));
    OK(ph_store_put(store, all.analyzer, all.vocabulary, &r, &stamp, &err));
    OK(ph_store_finish(store, &err));
    ph_store_free(store);
    ph_arena_free(arena);
}

static int set_up(void **state)
{
    (void)state;
    all.dir = scratch_new();
    write_file(all.dir.path, "topics.rdf", topics);
    write_file(all.dir.path, "others.rdf", others);
    snprintf(all.db, sizeof all.db, "%s/db", all.dir.path);
    OK(ph_vocabulary_open(&all.vocabulary, all.dir.path, &err));
    OK(ph_analyzer_new(&all.analyzer, &err));
    for (size_t i = 0; i < N(documents); i++)
        put(documents[i].id, documents[i].language, documents[i].text);
    OK(ph_reader_open(&all.reader, (const char *const[]){all.db}, 1, all.vocabulary, &err));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ph_reader_free(all.reader);
    ph_analyzer_free(all.analyzer);
    ph_vocabulary_free(all.vocabulary);
    scratch_remove(&all.dir);
    return 0;
}

/* --- asking ------------------------------------------------------------------------------- */

/* Weights are those of the words alone: what else puts documents in order is not looked at. */
static ph_result ask(ph_arena *arena, const char *q, const char *match, const char *without)
{
    ph_query query;
    ph_result result;
    ph_query_init(&query, arena, all.vocabulary);
    OK(ph_query_set(&query, PH_STR("q"), ph_cstr(q), &err));
    OK(ph_query_set(&query, PH_STR("match"), ph_cstr(match), &err));
    if (without)
        OK(ph_query_set(&query, PH_STR("without"), ph_cstr(without), &err));
    query.limit = 100;
    query.aids = 0;
    OK(ph_search(all.reader, &query, arena, &result, &err));
    return result;
}

/* "term = label, label (why); ..." */
static ph_str told(ph_arena *arena, const ph_result *result)
{
    ph_buf out = {0};
    for (size_t i = 0; i < result->expansions.n; i++) {
        const ph_expansion *e = &result->expansions.v[i];
        ph_buf_addf(&out, "%s%.*s =", i ? "; " : "", PH_FMT(e->term));
        for (size_t j = 0; j < e->added.n; j++)
            ph_buf_addf(&out, "%s%.*s", j ? ", " : " ", PH_FMT(e->added.v[j]));
        ph_buf_addf(&out, " (%.*s)", PH_FMT(e->because));
    }
    ph_str copy = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    return copy;
}

static int by_text(const void *a, const void *b)
{
    return ph_cmp(*(const ph_str *)a, *(const ph_str *)b);
}

/* The ids of what was found, sorted. */
static ph_strs ids(ph_arena *arena, const ph_result *result)
{
    ph_strs list = {0};
    assert_int_equal(result->total, result->hits.n);
    for (size_t i = 0; i < result->hits.n; i++)
        ph_strs_add(arena, &list, result->hits.v[i].record.id);
    if (list.n)
        qsort(list.v, list.n, sizeof *list.v, by_text);
    return list;
}

static const struct {
    const char *q, *want;
} table[] = {
    /* several words, in any language; labels that no document has are not added ("jury of citizens",
       "towns public", "participation citoyenne"), and not those that are hidden */
    {"участие граждан", "участие граждан = citizen participation, public engagement "
                        "(topics:participation)"},
    {"участия граждан", "участия граждан = citizen participation, public engagement "
                        "(topics:participation)"},
    {"гражданское участие",
     "гражданское участие = citizen participation, public engagement, "
     "участие граждан (topics:participation)"},
    {"citizen participation",
     "citizen participation = public engagement, участие граждан (topics:participation)"},
    /* of an alternative label's own language only the preferred one is added */
    {"jury of citizens",
     "jury of citizens = citizen participation, участие граждан (topics:participation)"},
    /* one word: in other languages only */
    {"бюджет", "бюджет = budget, spending (word:budget)"},
    {"spending", "spending = budget, бюджет (word:budget)"},
    {"бюджет, бюджет!", "бюджет = budget, spending (word:budget)"},
    {"бюджеты городов и участие граждан",
     "бюджеты = budget, spending (word:budget); участие граждан = citizen "
     "participation, public engagement (topics:participation)"},
    /* where words are not parted, labels are found within a piece */
    {"城市公民参与", "城市 = town (word:town); 公民参与 = citizen participation, public "
                     "engagement, участие граждан (topics:participation)"},
    {"公民 参与", ""},
    {"\"公民参与\"", ""},
    {"+城市公民参与", ""},
    /* and of Arabic words what is written together with them does not count */
    {"والمدينة", "والمدينة = town (word:town)"},
    {"لمشاركة المواطنين", "لمشاركة المواطنين = citizen participation, public engagement, "
                          "участие граждан (topics:participation)"},
    /* words of one stem are told apart */
    {"el libro", "libro = book (word:book)"},
    {"los libros", "libros = book (word:book)"},
    {"libres", "libres = free (word:free)"},
    /* the longest label, and not the words in it */
    {"book free", "book = libro (word:book); free = libre (word:free)"},
    {"free book", "free book = честность, уроки (topics:library)"},
    /* what says nothing in another language is not added */
    {"aim", ""},
    {"le but", "but = aim (word:but)"},
    /* abbreviations: of a word for itself, of an organisation as it is written */
    {"AI", "AI = artificial intelligence (word:ai)"},
    {"ВОЗ", "ВОЗ = World Health Organization (organisation:who)"},
    {"воз", ""},
    {"who", ""},
    /* goals, not their targets; no sections; no vague labels */
    {"чистая вода", "чистая вода = Clean water, clean water and safe wells (sdg:6)"},
    {"clean water", ""}, /* who has the longer label has the term */
    {"безопасные колодцы", ""},
    {"уроки", ""},
    {"честность", ""},
    {"integrity", ""},
    /* countries, in their cases; short names as they are */
    {"Казахстана", "Казахстана = Kazakhstan (country:KZ)"},
    {"Мали", "Мали = Mali (country:ML)"},
    {"мало", ""},
    {"Kazakhstan", "Kazakhstan = Казахстан (country:KZ)"},
    /* what is no plain word is left alone */
    {"\"участие граждан\"", ""},
    {"title:бюджет", ""},
    {"+бюджет", ""},
    {"-бюджет города", ""},
    {"NOT бюджет", ""},
    {"бюджет*", ""},
    {"бюджет NEAR/3 город", ""},
    {"участие AND граждан", ""},
    {"бюджет OR Казахстан", "бюджет = budget, spending (word:budget); Казахстан = "
                            "Kazakhstan (country:KZ)"},
    {"(участие граждан) -малярия",
     "участие граждан = citizen participation, public engagement (topics:participation)"},
    {"участие \"и\" граждан", ""},
    {"", ""},
};

static void labels_of_a_question(void **state)
{
    for (size_t i = 0; i < N(table); i++) {
        ph_result result = ask(*state, table[i].q, "all", NULL);
        same(told(*state, &result), table[i].want);
    }
}

/* --- the documents ------------------------------------------------------------------------- */

/* Adds what a question finds without anything added. */
static void add_found(ph_arena *arena, ph_strs *to, const char *q)
{
    ph_result result = ask(arena, q, "all", "*");
    assert_int_equal(result.expansions.n, 0);
    for (size_t i = 0; i < result.hits.n; i++)
        if (!ph_strs_has(to, result.hits.v[i].record.id))
            ph_strs_add(arena, to, result.hits.v[i].record.id);
}

/* A question of one term finds what its words find, and what each label finds in quotes. */
static void a_label_counts_as_the_term(void **state)
{
    ph_arena *arena = *state;
    size_t more = 0;
    for (size_t i = 0; i < N(table); i++) {
        ph_result result = ask(arena, table[i].q, "all", NULL);
        if (result.expansions.n != 1 || !ph_eqc(result.expansions.v[0].term, table[i].q))
            continue;
        const ph_expansion *e = &result.expansions.v[0];
        ph_strs all_of_them = {0}, found = ids(arena, &result);
        add_found(arena, &all_of_them, table[i].q);
        size_t plain = all_of_them.n;
        for (size_t j = 0; j < e->added.n; j++)
            add_found(arena, &all_of_them,
                      ph_dupf(arena, "\"%.*s\"", PH_FMT(e->added.v[j])).s);
        qsort(all_of_them.v, all_of_them.n, sizeof *all_of_them.v, by_text);
        assert_int_equal(found.n, all_of_them.n);
        for (size_t j = 0; j < found.n; j++)
            assert_true(ph_eq(found.v[j], all_of_them.v[j]));
        more += found.n > plain;
        /* without one of them: the others' documents; without the term's: its words' */
        for (size_t j = 0; j < e->added.n; j++) {
            ph_result less = ask(arena, table[i].q, "all", e->added.v[j].s);
            assert_true(less.total <= result.total);
            assert_int_equal(less.expansions.n ? less.expansions.v[0].added.n : 0,
                             e->added.n - 1);
        }
        ph_result none = ask(arena, table[i].q, "all", table[i].q);
        assert_int_equal(none.expansions.n, 0);
        assert_int_equal(none.total, plain);
    }
    assert_true(more > 8);
}

/* The same whichever way a label is written. */
static void taken_away(void **state)
{
    static const struct {
        const char *without;
        uint64_t total;
    } ways[] = {{NULL, 4},
                {"public engagement", 3},
                {"PUBLIC  Engagement", 3},
                {"участие граждан", 3},
                {"citizen participation", 2}, /* the term: all of it */
                {"*", 2},
                {"something else", 4}};
    for (size_t i = 0; i < N(ways); i++) {
        ph_result result = ask(*state, "citizen participation", "all", ways[i].without);
        assert_int_equal(result.total, ways[i].total);
    }
}

/* A label counts in documents of its language, in whatever script: the same stem is another
 * word elsewhere. */
static void in_its_language(void **state)
{
    ph_result result = ask(*state, "teach", "all", NULL);
    ph_strs found = ids(*state, &result);
    same(told(*state, &result), "teach = former, obučavati (topics:teaching)");
    assert_int_equal(found.n, 2);
    same(found.v[0], "former");
    same(found.v[1], "obuka");
}

/* The words in a label stay alone when its labels are taken away: nothing is found instead. */
static void taken_from_words(void **state)
{
    ph_result result = ask(*state, "free book", "any", "честность, уроки");
    assert_int_equal(result.expansions.n, 0);
    assert_int_equal(result.total, 2);
}

/* Documents that have all words or labels are those of match=all; any adds to them. */
static void among_other_words(void **state)
{
    ph_result result = ask(*state, "участие граждан towns", "all", NULL);
    ph_strs found = ids(*state, &result);
    assert_int_equal(found.n, 2);
    same(found.v[0], "phrase");
    same(found.v[1], "synonym");
    result = ask(*state, "участие граждан towns", "any", NULL);
    assert_true(result.total > 2);
    result = ask(*state, "участие граждан -towns", "all", NULL);
    found = ids(*state, &result);
    assert_int_equal(found.n, 1);
    same(found.v[0], "russian");
}

/* --- weights -------------------------------------------------------------------------------- */

static double score_of(const ph_result *result, const char *id)
{
    for (size_t i = 0; i < result->hits.n; i++)
        if (ph_eqc(result->hits.v[i].record.id, id))
            return result->hits.v[i].score;
    fail_msg("%s is not found", id);
    return 0;
}

static void the_words_themselves_weigh_as_before(void **state)
{
    ph_result plain = ask(*state, "бюджет города", "any", "*");
    ph_result more = ask(*state, "бюджет города", "any", NULL);
    assert_float_equal(score_of(&plain, "dengi"), score_of(&more, "dengi"), 1e-9);
    assert_true(score_of(&more, "money") > 0);
    /* what has label and words apart has no weight of the phrase's own */
    plain = ask(*state, "citizen participation", "all", "*");
    more = ask(*state, "citizen participation", "all", NULL);
    assert_float_equal(score_of(&plain, "apart"), score_of(&more, "apart"), 1e-9);
    assert_true(score_of(&more, "synonym") > 0 && score_of(&more, "russian") > 0);
}

/* A label weighs by how many documents each language has: there are more in English. */
static void rare_languages(void **state)
{
    ph_result there = ask(*state, "Казахстан", "all", NULL),
              here = ask(*state, "Kazakhstan", "all", NULL),
              russian = ask(*state, "Казахстан", "all", "*"),
              english = ask(*state, "Kazakhstan", "all", "*");
    assert_true(score_of(&there, "kz") > 1.05 * score_of(&english, "kz"));
    assert_true(score_of(&here, "mali") < 0.95 * score_of(&russian, "mali"));
    /* and a label with the word's own stem not at all */
    there = ask(*state, "la administración", "all", NULL);
    here = ask(*state, "la administración", "all", "*");
    assert_int_equal(there.expansions.n, 1);
    assert_float_equal(score_of(&there, "office"), score_of(&here, "office"), 1e-9);
}

/* --- sharing, and change ---------------------------------------------------------------------- */

static void tables_are_shared(void **state)
{
    const ph_labels *a, *b, *none;
    (void)state;
    OK(ph_vocabulary_labels(all.vocabulary, PH_STR("sr-Latn"), &a, &err));
    OK(ph_vocabulary_labels(all.vocabulary, PH_STR("sr"), &b, &err));
    assert_ptr_equal(a, b);
    same(ph_labels_language(a), "sr");
    REFUSED(ph_vocabulary_labels(all.vocabulary, PH_STR("nonsense"), &none, &err),
            PH_INVALID, "nonsense");
    const ph_strs *languages = ph_vocabulary_languages(all.vocabulary);
    assert_int_equal(languages->n, 7);
    same(languages->v[0], "ar");
    same(languages->v[4], "ru");
}

/* A label is added as soon as a document has it. */
static void a_new_revision(void **state)
{
    put("jury", "en", "The jury of citizens has met.");
    OK(ph_reader_refresh(all.reader, NULL, &err));
    ph_result result = ask(*state, "участие граждан", "all", NULL);
    same(told(*state, &result),
         "участие граждан = citizen participation, public engagement, "
         "jury of citizens (topics:participation)");
    assert_int_equal(result.total, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(labels_of_a_question),
        TEST(a_label_counts_as_the_term),
        TEST(taken_away),
        TEST(in_its_language),
        TEST(taken_from_words),
        TEST(among_other_words),
        TEST(the_words_themselves_weigh_as_before),
        TEST(rare_languages),
        TEST(tables_are_shared),
        TEST(a_new_revision),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("expand", tests, set_up, tear_down);
}

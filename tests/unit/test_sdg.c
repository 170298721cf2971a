/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tagger of goals: words, the file of weights, scores, and the words that made them. */
#include "config.h"

#include "tests/unit/tagging.h"

#include <math.h>
#include <unistd.h>

/* --- words ------------------------------------------------------------------------------------ */

static uint32_t one_word(const char *text)
{
    ph_sdg_scan scan = {.text = ph_cstr(text)};
    ph_sdg_word word, none;
    assert_true(ph_sdg_next(&scan, &word));
    assert_false(ph_sdg_next(&scan, &none));
    return word.hash;
}

static void words_are_folded(void **state)
{
    static const char *const same[][2] = {
        {"Farmers", "farmer"},
        {"cities", "city"},
        {"processes", "process"},
        {"women's", "women"},
        {"women\xe2\x80\x99s", "women"},
        {"Organization", "organisation"},
        {"fisheries", "fishery"},
        {"taxes", "tax"},
        {"CO2", "co2"},
        {"\xc3\x89tat", "\xc3\x89tat"},
    };
    static const char *const other[][2] = {
        {"crisis", "crisi"}, {"virus", "viru"}, {"access", "acces"}, {"gas", "ga"}};
    (void)state;
    for (size_t i = 0; i < N(same); i++)
        assert_int_equal(one_word(same[i][0]), one_word(same[i][1]));
    for (size_t i = 0; i < N(other); i++)
        assert_int_not_equal(one_word(other[i][0]), one_word(other[i][1]));
}

static void where_words_are(void **state)
{
    const char *text =
        "Goal 5: a \xe2\x80\x9cnew\xe2\x80\x9d water-law, 2019 to 30. End\xe2\x80";
    static const char *const wanted[] = {"Goal", "5", "new", "water", "law", "to", "End"};
    static const bool apart[] = {false, false, true, false, false, false, true};
    ph_sdg_scan scan = {.text = ph_cstr(text)};
    ph_sdg_word word;
    (void)state;
    for (size_t i = 0; i < N(wanted); i++) {
        assert_true(ph_sdg_next(&scan, &word));
        assert_str(ph_sub(scan.text, word.start, word.end), wanted[i]);
        assert_int_equal(word.apart, apart[i]);
    }
    assert_false(ph_sdg_next(&scan, &word));
}

static void any_bytes_do_no_harm(void **state)
{
    char bytes[4];
    (void)state;
    for (unsigned i = 0; i < 256 * 256; i++) {
        memcpy(bytes, (char[]){(char)i, (char)(i >> 8), 's', 0}, sizeof bytes);
        ph_sdg_scan scan = {.text = {bytes, 1 + i % 3}};
        ph_sdg_word word;
        while (ph_sdg_next(&scan, &word))
            assert_true(word.start < word.end && word.end <= scan.text.n);
    }
}

/* --- the file ---------------------------------------------------------------------------------------- */

static ph_sdg_entry entry(const char *word, unsigned flags, unsigned goal, int weight)
{
    ph_sdg_entry e = {.hash = one_word(word), .flags = (uint8_t)flags};
    e.weight[goal] = (int8_t)weight;
    return e;
}

static int by_hash(const void *left, const void *right)
{
    const ph_sdg_entry *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* "water" speaks for goal 6, "drinking water" more, "the" says nothing, "sea" speaks against. */
static ph_sdg_model *small_model(void)
{
    ph_sdg_goal goals[PH_SDG_GOALS];
    ph_sdg_model *m;
    ph_sdg_entry e[] = {entry("water", 0, 5, 40),
                        entry("drinking", PH_SDG_LONGER, 5, 0),
                        entry("the", PH_SDG_STOP, 0, 0),
                        entry("sea", 0, 5, -50),
                        {.hash = ph_sdg_extend(one_word("drinking"), one_word("water"))}};
    e[4].weight[5] = 100;
    for (size_t k = 0; k < PH_SDG_GOALS; k++)
        goals[k] = (ph_sdg_goal){0.1F, -2};
    qsort(e, N(e), sizeof *e, by_hash);
    assert_ok(ph_sdg_new(&m, goals, e, N(e), &err));
    return m;
}

static double water_of(const ph_sdg_model *m, const char *text)
{
    double p[PH_SDG_GOALS];
    ph_sdg_score(m, ph_cstr(text), p);
    return p[5];
}

static double logistic(double s)
{
    return 1 / (1 + exp(-s));
}

static void scores_of_a_small_model(void **state)
{
    ph_sdg_model *m = small_model();
    const double root = sqrt(PH_SDG_SHORT);
    (void)state;
    assert_true(fabs(water_of(m, "") - logistic(-2)) < 1e-6);
    assert_true(fabs(water_of(m, "Waters.") - logistic(-2 + 4 / root)) < 1e-6);
    assert_true(fabs(water_of(m, "Drinking the water") - logistic(-2 + 14 / root)) < 1e-6);
    assert_true(fabs(water_of(m, "Drinking. Water") - logistic(-2 + 4 / root)) < 1e-6);
    assert_true(fabs(water_of(m, "sea water") - logistic(-2 - 1 / root)) < 1e-6);
    ph_sdg_free(m);
}

static ph_status open_bytes(ph_str bytes, ph_sdg_model **m)
{
    char path[] = "weights-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes.s, bytes.n) == (ssize_t)bytes.n);
    close(fd);
    ph_status status = ph_sdg_open(m, path, &err);
    unlink(path);
    return status;
}

static void a_file_comes_back(void **state)
{
    ph_sdg_model *m = small_model(), *back;
    ph_buf bytes = {0};
    (void)state;
    ph_sdg_write(m, &bytes);
    assert_ok(open_bytes(ph_buf_str(&bytes), &back));
    assert_true(ph_sdg_hash(m) == ph_sdg_hash(back));
    assert_true(water_of(back, "drinking water") == water_of(m, "drinking water"));
    ph_sdg_free(m);
    ph_sdg_free(back);
    ph_buf_free(&bytes);
}

static void damage_is_told(void **state)
{
    ph_sdg_model *m = small_model(), *back;
    ph_buf bytes = {0};
    (void)state;
    ph_sdg_write(m, &bytes);
    ph_sdg_free(m);
    for (size_t i = 0; i < bytes.n; i++) {
        bytes.s[i] ^= 4;
        assert_int_equal(open_bytes(ph_buf_str(&bytes), &back), PH_CORRUPT);
        assert_null(back);
        bytes.s[i] ^= 4;
    }
    for (size_t n = 0; n < bytes.n; n++)
        assert_int_equal(open_bytes((ph_str){bytes.s, n}, &back), PH_CORRUPT);
    assert_int_equal(ph_sdg_open(&back, "/nonexistent", &err), PH_NOT_FOUND);
    ph_buf_free(&bytes);
}

/* --- the words that made it -------------------------------------------------------------------------- */

static void spans_of_a_small_model(void **state)
{
    const ph_str text = PH_STR("Water. Clean drinking the water, and the sea, and water.");
    ph_sdg_model *m = small_model();
    ph_sdg_span spans[4];
    (void)state;
    assert_int_equal(ph_sdg_spans(m, text, 5, spans, N(spans)), 3);
    assert_str(ph_sub(text, spans[0].start, spans[0].end), "drinking the water");
    assert_true(fabs(spans[0].value - 14 / sqrt(PH_SDG_SHORT)) < 1e-6);
    assert_int_equal(ph_sdg_spans(m, text, 5, spans, 1), 1);
    assert_str(ph_sub(text, spans[0].start, spans[0].end), "drinking the water");
    assert_int_equal(ph_sdg_spans(m, text, 4, spans, N(spans)), 0);
    ph_sdg_free(m);
}

/* Paragraphs of our own, each with a goal that it is about. */
static const struct {
    const char *goal, *text;
} texts[] = {
    {"1",
     "Cash transfers reach the poorest families of the district. One in five people still "
     "lives below the national poverty line, and most of them have no social protection."},
    {"2",
     "Smallholder farmers lost half of their maize harvest. Hunger rose, and a third of "
     "the children under five show signs of stunting and other malnutrition."},
    {"3",
     "The ministry trained nurses and midwives for rural clinics. Maternal mortality fell, "
     "and vaccination against measles now covers nine children out of ten."},
    {"4",
     "Pupils who leave primary school without being able to read do not catch up later. "
     "The reform pays for teacher training and a new curriculum."},
    {"5",
     "Women own few of the registered firms and hold one seat in ten of the council. The "
     "law on domestic violence is to be amended, and gender equality made a duty."},
    {"6",
     "Half of the villages have no safe drinking water. The utility will build latrines "
     "and treat wastewater before it reaches the river basin's groundwater."},
    {"7", "Mini-grids with solar panels bring electricity to islands that no power line "
          "reaches. Renewable energy is to supply half of all electricity."},
    {"8",
     "Youth unemployment remains high. Public employment services help job seekers, and "
     "informal workers gain labour rights and decent jobs."},
    {"10",
     "Income inequality grew for a decade: the top decile earns eleven times as much as "
     "the poorest. Migrants and persons with disabilities face discrimination."},
    {"11", "Cities grow faster than their public transport. The plan provides affordable "
           "housing in place of slums and green space in each urban district."},
    {"13",
     "Greenhouse gas emissions must fall by half. The climate plan pays for adaptation to "
     "floods and heat waves and for climate finance in poor regions."},
    {"14",
     "Overfishing has emptied the coastal waters. A marine protected area shall let fish "
     "stocks and coral reefs recover from trawling."},
    {"15", "Deforestation destroys the habitat of threatened species. Rangers protect the "
           "forest, and degraded land is being restored."},
    {"16",
     "Courts decide slowly and bribery is common. An ombudsman and free legal aid shall "
     "bring access to justice and the rule of law to all citizens."},
};

static void read_text(ph_record *r, const char *language, const char *text)
{
    *r = (ph_record){.language = ph_cstr(language)};
    ph_passage *p = PH_PUSH(arena, &r->passages);
    if (!p)
        abort();
    p->text = ph_cstr(text);
    assert_ok(ph_tag_record(tagger, 0, arena, r, &err));
}

static void goals_of_paragraphs(void **state)
{
    ph_record r;
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        read_text(&r, "en", texts[i].text);
        const ph_tag *t = tag(&r.sdgs, texts[i].goal);
        if (!t) {
            fail_msg("goal %s: has '%.*s'", texts[i].goal, PH_FMT(tag_ids(&r.sdgs)));
            continue;
        }
        assert_true(t->score >= 0.5 && t->score < 1 && t->from == PH_INFERRED);
        assert_true(t->evidence.n > 0 && t->evidence.n <= 5);
    }
    read_text(&r, "en",
              "We met at the station, had a cup of tea, and told each other stories.");
    assert_int_equal(r.sdgs.n, 0);
}

/* 0: there is none. */
static double score_of(const ph_record *r, const char *id)
{
    const ph_tag *t = tag(&r->sdgs, id);
    return t ? t->score : 0;
}

/* A text without the words that are evidence. */
static const char *without(const char *text, const ph_tag *t)
{
    char *rest = strdup(text);
    assert_non_null(rest);
    for (size_t i = 0; i < t->evidence.n; i++) {
        ph_str words = t->evidence.v[i].text;
        char *at = memmem(rest, strlen(rest), words.s, words.n);
        if (at)
            memset(at, ' ', words.n);
    }
    const char *kept = ph_dup(arena, ph_cstr(rest)).s;
    free(rest);
    return kept;
}

static void without_its_words_a_score_falls(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_record r, less;
        read_text(&r, "en", texts[i].text);
        for (size_t k = 0; k < r.sdgs.n; k++) {
            double p[PH_SDG_GOALS];
            const ph_tag *t = &r.sdgs.v[k];
            ph_sdg_score(sdg, ph_cstr(without(texts[i].text, t)), p);
            assert_true(p[atoi(t->id.s) - 1] < t->score);
            read_text(&less, "en", without(texts[i].text, t));
            assert_true(score_of(&less, t->id.s) < t->score);
        }
    }
}

static void a_long_document_needs_more_than_a_word(void **state)
{
    ph_record r = {.language = PH_STR("en")};
    (void)state;
    for (int i = 0; i < 20; i++) {
        ph_passage *p = PH_PUSH(arena, &r.passages);
        if (!p)
            abort();
        p->text = ph_cstr(i < 2 ? texts[11].text : texts[3].text);
    }
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    assert_non_null(tag(&r.sdgs, "4"));
    assert_null(tag(&r.sdgs, "14"));
    for (size_t i = 2; i < 6; i++)
        r.passages.v[i].text = ph_cstr(texts[11].text);
    r.sdgs.n = 0;
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    assert_non_null(tag(&r.sdgs, "14"));
}

static void a_title_of_an_id_changes_nothing(void **state)
{
    ph_record plain, r;
    (void)state;
    read_text(&plain, "en", texts[5].text);
    r = plain;
    r.title = PH_STR("para-00417");
    r.sdgs = (ph_tags){0};
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    assert_str(tag_ids(&r.sdgs), tag_ids(&plain.sdgs).s);
    assert_true(score_of(&r, "6") == score_of(&plain, "6"));
    /* nor does one that is the text's beginning, as texts without a title get */
    r.title = PH_STR("Half of the villages have no safe drinking water. The…");
    r.sdgs = (ph_tags){0};
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    assert_true(score_of(&r, "6") == score_of(&plain, "6"));
}

static void asserted_goals_stand_and_get_evidence(void **state)
{
    ph_record r = {.language = PH_STR("en")};
    (void)state;
    ph_passage *p = PH_PUSH(arena, &r.passages);
    ph_tag *t = PH_PUSH(arena, &r.sdgs);
    if (!p || !t)
        abort();
    p->text = ph_cstr(texts[5].text);
    *t = (ph_tag){.id = PH_STR("6"), .from = PH_ASSERTED, .score = 1};
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    assert_str(tag_ids(&r.sdgs), "6");
    assert_true(r.sdgs.v[0].score == 1 && r.sdgs.v[0].from == PH_ASSERTED);
    assert_true(r.sdgs.v[0].evidence.n > 0);
}

static void other_languages_go_by_labels(void **state)
{
    static const struct {
        const char *language, *text;
    } others[] = {
        {"fr", "L'accès à l'eau potable et à l'assainissement reste faible dans le pays."},
        {"es", "El acceso al agua potable y al saneamiento sigue siendo bajo en el país."},
        {"ru", "Доступ к питьевой воде и санитарии остаётся низким; питьевая вода дорога."},
    };
    ph_record r = {0};
    (void)state;
    for (size_t i = 0; i < N(others); i++) {
        r = (ph_record){.language = ph_cstr(others[i].language)};
        for (int again = 0; again < 3; again++) {
            ph_passage *p = PH_PUSH(arena, &r.passages);
            if (!p)
                abort();
            p->text = ph_cstr(others[i].text);
        }
        assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
        if (!tag(&r.sdgs, "6"))
            fail_msg("%s: has '%.*s'", others[i].language, PH_FMT(tag_ids(&r.sdgs)));
    }
    read_text(&r, "de", texts[5].text); /* words that happen to be English */
    assert_null(tag(&r.sdgs, "6"));
    read_text(&r, "", texts[5].text); /* nobody knows its language */
    assert_non_null(tag(&r.sdgs, "6"));
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_are_folded),
        TEST(where_words_are),
        TEST(any_bytes_do_no_harm),
        TEST(scores_of_a_small_model),
        TEST(a_file_comes_back),
        TEST(damage_is_told),
        TEST(spans_of_a_small_model),
        TEST(goals_of_paragraphs),
        TEST(without_its_words_a_score_falls),
        TEST(a_long_document_needs_more_than_a_word),
        TEST(a_title_of_an_id_changes_nothing),
        TEST(asserted_goals_stand_and_get_evidence),
        TEST(other_languages_go_by_labels),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}

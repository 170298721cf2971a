/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/country_forms.h"
#include "tests/unit/tagging.h"

/* The countries that a text mentions, each once, in order: "GE AM"; "-" for none. */
static ph_str countries_of(ph_str language, ph_str text)
{
    ph_mentions m = {0};
    ph_strs ids = {0};
    assert_ok(ph_tagger_find(tagger, language, text, arena, &m, &err));
    for (size_t i = 0; i < m.n; i++)
        if (!m.v[i].concept && !ph_strs_has(&ids, m.v[i].id))
            assert_true(ph_strs_add(arena, &ids, m.v[i].id));
    return ids.n ? joined(&ids) : PH_STR("-");
}

/* Calls back for each row of a file of tests/fixtures/countries. */
typedef size_t (*row_fn)(const ph_str *cells);

static void each_row(const char *name, size_t columns, row_fn check)
{
    ph_buf bytes = {0};
    size_t rows = 0, wrong = 0;
    const char *top = getenv("top_srcdir");
    ph_str path = ph_dupf(arena, "%s/tests/fixtures/countries/%s", top ? top : ".", name);
    assert_ok(ph_read_file(path.s, 1 << 20, &bytes, &err));
    ph_str rest = ph_dup(arena, ph_buf_str(&bytes)), line, cells[4];
    ph_buf_free(&bytes);
    while (ph_split(&rest, '\n', &line)) {
        if (!line.n || line.s[0] == '#')
            continue;
        for (size_t i = 0; i < columns; i++)
            assert_true(ph_split(&line, '\t', &cells[i]));
        rows++;
        wrong += check(cells);
    }
    assert_true(rows > 40);
    assert_int_equal(wrong, 0);
}

/* --- traps -------------------------------------------------------------------------------------- */

static size_t check_sentence(const ph_str *cells)
{
    ph_str got = countries_of(cells[0], cells[2]);
    if (ph_eq(got, cells[1]))
        return 0;
    print_error("%.*s: '%.*s' for '%.*s' in '%.*s'\n", PH_FMT(cells[0]), PH_FMT(got),
                PH_FMT(cells[1]), PH_FMT(cells[2]));
    return 1;
}

static void georgia_the_state(void **state)
{
    (void)state;
    each_row("georgia.tsv", 3, check_sentence);
}

static void chad_the_name(void **state)
{
    (void)state;
    each_row("chad.tsv", 3, check_sentence);
}

static void jordan_the_river(void **state)
{
    (void)state;
    each_row("jordan.tsv", 3, check_sentence);
}

static void turkey_the_bird(void **state)
{
    (void)state;
    each_row("turkey.tsv", 3, check_sentence);
}

static void other_traps(void **state)
{
    (void)state;
    each_row("others.tsv", 3, check_sentence);
}

/* --- forms ---------------------------------------------------------------------------------------- */

/* Behind a word that begins the sentence. */
static ph_str sentence_with(ph_str language, ph_str form)
{
    bool latin =
        ph_eqc(language, "ro") || ph_eqc(language, "uz") || (unsigned char)form.s[0] < 0x80;
    return ph_dupf(arena, "%s %.*s.", latin ? "A b" : "Д и", PH_FMT(form));
}

/* "Южного_Судана": the words of a form are joined in the file. */
static ph_str apart(ph_str form)
{
    ph_str word, all = PH_STR("");
    while (ph_split(&form, '_', &word))
        all = ph_dupf(arena, "%.*s%s%.*s", PH_FMT(all), all.n ? " " : "", PH_FMT(word));
    return all;
}

static size_t check_forms(const ph_str *cells)
{
    ph_str rest = cells[3], form;
    size_t wrong = 0;
    while (ph_split(&rest, ' ', &form)) {
        ph_str got = countries_of(cells[0], sentence_with(cells[0], apart(form)));
        if (ph_eq(got, cells[1]))
            continue;
        print_error("%.*s: '%.*s' for %.*s in '%.*s'\n", PH_FMT(cells[0]), PH_FMT(got),
                    PH_FMT(cells[1]), PH_FMT(form));
        wrong++;
    }
    return wrong;
}

static void forms_checked_by_hand(void **state)
{
    (void)state;
    each_row("forms.tsv", 4, check_forms);
}

typedef struct lands {
    const char *language, *names;
    size_t forms, wrong;
} lands;

static bool check_land(void *user, ph_str code)
{
    lands *l = user;
    ph_strs forms = {0};
    ph_str name = ph_place_name(arena, code, ph_cstr(l->names));
    ph_str id = ph_dup(arena, code);
    assert_true(ph_country_forms(arena, ph_cstr(l->language), name, false, &forms));
    for (size_t i = 0; i < forms.n; i++) {
        ph_str got = countries_of(ph_cstr(l->language),
                                  sentence_with(ph_cstr(l->language), forms.v[i]));
        l->forms++;
        if (!ph_eq(got, id)) {
            print_message("# %s: '%.*s' is '%.*s', not %.*s\n", l->language,
                          PH_FMT(forms.v[i]), PH_FMT(got), PH_FMT(id));
            l->wrong++;
        }
    }
    return true;
}

/* Each form of each country in each language that inflects is found as that country; the few
 * that are not are forms of two. */
static void forms_of_all_countries(void **state)
{
    lands all[] = {{"ru", "ru", 0, 0},
                   {"uk", "uk", 0, 0},
                   {"sr", "sr-Latn", 0, 0},
                   {"ro", "ro", 0, 0}};
    (void)state;
    for (size_t i = 0; i < N(all); i++) {
        ph_country_each(check_land, &all[i]);
        assert_true(all[i].forms > 500);
        assert_true(all[i].wrong * 100 < all[i].forms);
    }
}

static void names_that_are_not_declined(void **state)
{
    static const char *const names[] = {"", "Перу", "Чили", "Того", "Никарагуа"};
    (void)state;
    for (size_t i = 0; i < N(names); i++) {
        ph_strs forms = {0};
        assert_true(
            ph_country_forms(arena, PH_STR("ru"), ph_cstr(names[i]), false, &forms));
        assert_int_equal(forms.n, 1);
    }
    ph_strs english = {0};
    assert_true(ph_country_forms(arena, PH_STR("en"), PH_STR("Estonia"), false, &english));
    assert_int_equal(english.n, 1);
}

/* --- adjectives, capitals, institutions ------------------------------------------------------------ */

static void what_stands_for_a_country(void **state)
{
    static const char *const cases[][3] = {
        {"en", "KZ", "The Kazakh ministry replied."},
        {"en", "KG", "The Jogorku Kenesh met."},
        {"en", "UZ", "Inspectors from Tashkent replied."},
        {"ru", "KZ", "Опыт казахстанских министерств."},
        {"ru", "KG", "Встреча прошла в Бишкеке."},
        {"ru", "RU", "Государственная Дума приняла закон."},
        {"fr", "EE", "Les autorités estoniennes ont répondu."},
        {"es", "PE", "Las autoridades peruanas respondieron."},
        {"ro", "MD", "Autoritățile moldovenești au răspuns."},
        {"sr", "SI", "Slovenačkih ustanova bilo je pet."},
        {"sr", "SI", "Словеначких установа било је пет."},
    };
    (void)state;
    for (size_t i = 0; i < N(cases); i++)
        assert_str(countries_of(ph_cstr(cases[i][0]), ph_cstr(cases[i][2])), cases[i][1]);
    /* they are no names where metadata wants one */
    ph_str code;
    assert_ok(
        ph_tagger_country(tagger, PH_STR("en"), PH_STR("Tashkent"), arena, &code, &err));
    assert_null(code.s);
    assert_ok(
        ph_tagger_country(tagger, PH_STR("en"), PH_STR("Kazakh"), arena, &code, &err));
    assert_null(code.s);
}

/* --- what a text is about ---------------------------------------------------------------------------- */

static ph_record about(const char *const *passages, size_t n)
{
    ph_record r = {.language = PH_STR("en")};
    for (size_t i = 0; i < n; i++) {
        ph_passage *p = PH_PUSH(arena, &r.passages);
        if (!p)
            abort();
        p->text = ph_cstr(passages[i]);
    }
    assert_ok(ph_tag_record(tagger, 0, arena, &r, &err));
    return r;
}

/* The speaker's country, though another is named more often. */
static void the_voice_tells_whose_it_is(void **state)
{
    static const char *const speech[] = {
        "On behalf of the Government of Latvia I greet the Assembly.",
        "The war in Ukraine goes on. Ukraine suffers, and the people of Ukraine need help.",
        "My country, Latvia, believes in the law.",
        "Estonia, Ukraine and Poland sent experts to Ukraine.",
        "Latvia supports the proposal."};
    (void)state;
    ph_record r = about(speech, N(speech));
    assert_true(r.countries.n > 0);
    assert_str(r.countries.v[0].id, "LV");
    assert_true(has(&r.mentioned, "EE"));
    assert_true(r.countries.v[0].evidence.n >= 3);
    /* without that evidence the score falls */
    static const char *const less[] = {
        "On behalf of the Government I greet the Assembly.",
        "The war in Ukraine goes on. Ukraine suffers, and the people of Ukraine need help.",
        "My country, Latvia, believes in the law.",
        "Estonia, Ukraine and Poland sent experts to Ukraine.", "We support the proposal."};
    double before = r.countries.v[0].score;
    ph_record s = about(less, N(less));
    const ph_tag *latvia = tag(&s.countries, "LV");
    assert_true(!latvia || latvia->score < before);
}

static void a_list_is_about_none(void **state)
{
    static const char *const list[] = {
        "Experts came from Latvia, Estonia, Poland and Chile."};
    (void)state;
    ph_record r = about(list, N(list));
    assert_int_equal(r.countries.n, 0);
    assert_int_equal(r.mentioned.n, 4);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(georgia_the_state),
        TEST(chad_the_name),
        TEST(jordan_the_river),
        TEST(turkey_the_bird),
        TEST(other_traps),
        TEST(forms_checked_by_hand),
        TEST(forms_of_all_countries),
        TEST(names_that_are_not_declined),
        TEST(what_stands_for_a_country),
        TEST(the_voice_tells_whose_it_is),
        TEST(a_list_is_about_none),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}

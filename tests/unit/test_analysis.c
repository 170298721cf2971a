/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, their terms by language, and stop words. */
#include "config.h"

#include "search/analysis.h"
#include "search/limits.h"
#include "search/text.h"
#include "tests/unit/support.h"

static ph_analyzer *analyzer;

static int open_analyzer(void **state)
{
    (void)state;
    OK(ph_analyzer_new(&analyzer, &err));
    return 0;
}

static int close_analyzer(void **state)
{
    (void)state;
    ph_analyzer_free(analyzer);
    ph_analyzer_free(NULL);
    return 0;
}

/* "a|b|c" */
static ph_str joined(ph_arena *arena, const ph_strs *list)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < list->n; i++)
        ph_buf_addf(&buf, "%s%.*s", i ? "|" : "", PH_FMT(list->v[i]));
    ph_str s = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return s;
}

static ph_str terms_of(ph_arena *arena, const char *language, ph_str text)
{
    ph_strs terms = {0};
    OK(ph_analyze_all(analyzer, ph_cstr(language), text, arena, &terms, &err));
    return joined(arena, &terms);
}

/* --- words ------------------------------------------------------------------------------ */

static ph_str words_of(ph_arena *arena, ph_str text)
{
    ph_strs list = {0};
    size_t at = 0, start, end, before = 0;
    while (ph_next_word(text, &at, &start, &end)) {
        assert_true(start >= before && start < end && end <= text.n && at > before);
        before = at;
        ph_strs_add(arena, &list, ph_sub(text, start, end));
    }
    return joined(arena, &list);
}

static void words(void **state)
{
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"", ""},
        {" .,-!\"", ""},
        {"One, two.", "One|two"},
        {"e-mail", "e|mail"},
        {"16.6", "16.6"},
        {"SDG 16.6.", "SDG|16.6"},
        {"1,000,000.5 km", "1,000,000.5|km"},
        {"1..2 3., .4", "1|2|3|4"},
        {"a.b 1.b a.1", "a|b|1|b|a|1"},
        {"don't", "don't"},
        {"don’t", "don’t"},
        {"'quoted'", "quoted"},
        {"l'administration", "l'administration"},
        {"dogs' 90's", "dogs|90|s"},
        {"a''b", "a|b"},
        {"M3 x2y", "M3|x2y"},
        {"naïve nai\u0308ve", "naïve|nai\u0308ve"},
        {"Қазақстан–2050", "Қазақстан|2050"},
        {"под'їзд", "под'їзд"},
        {"a😀b ☂ 🇪🇪 👩‍💻", "a|b"},
        {"№5 § 3 x²", "5|3|x"},
        {"डिजिटल सेवा", "डिजिटल|सेवा"},
        {"الإدارة العامة", "الإدارة|العامة"},
        {"٢٠٢٢", "٢٠٢٢"},
        {"行政改革", "行政|政改|改革"},
        {"行", "行"},
        {"税と関税", "税と|と関|関税"},
        {"行政, 改革。", "行政|改革"},
        {"GDP増加率x", "GDP|増加|加率|x"},
        {"サーバー", "サー|ーバ|バー"},
        {"ｻｰﾊﾞｰ", "ｻｰ|ｰﾊ|ﾊﾞ|ﾞｰ"},
        {"행정 개혁", "행정|개혁"},
        {"ภาษี", "ภา|าษ|ษี"},
        {"ကဏ္ဍ", "ကဏ|ဏ္|္ဍ"},
    };
    for (size_t i = 0; i < N(rows); i++)
        same(words_of(*state, ph_cstr(rows[i].text)), rows[i].words);
    assert_int_equal(words_of(*state, PH_ABSENT).n, 0);
    /* ill-formed: no word has the bad bytes, and nothing is lost behind them */
    same(words_of(*state, PH_STR("a\xff"
                                 "b \xe2\x82 c\xc3")),
         "a|b|c");
    same(words_of(*state, PH_STR("a\0b")), "a|b");
}

static void random_bytes_have_words(void **state)
{
    static const char *const bits[] = {"a",        "1", ".",      ",", "'", " ",
                                       "行",       "ไ", "\u0301", "’", "ş", "\xff",
                                       "\xe2\x82", "й", "\u200d", "😀"};
    uint64_t dice = 6;
    for (int i = 0; i < 5000; i++) {
        ph_buf buf = {0};
        for (size_t n = roll(&dice, 20); n > 0; n--)
            if (roll(&dice, 8))
                ph_buf_addc(&buf, bits[roll(&dice, N(bits))]);
            else
                ph_buf_byte(&buf, (char)(1 + roll(&dice, 255)));
        words_of(*state, ph_buf_str(&buf)); /* checks that it goes on */
        terms_of(*state, i % 2 ? "fr" : "sr", ph_buf_str(&buf));
        ph_buf_free(&buf);
        ph_arena_reset(*state);
    }
}

/* --- terms ------------------------------------------------------------------------------ */

static void terms(void **state)
{
    static const struct {
        const char *language, *text, *terms;
    } rows[] = {
        {"en", "Registers", "regist"},
        {"en-GB", "registering", "regist"},
        {"EN", "Registration", "registr"},
        {"", "Registers", "registers"},
        {NULL, "Registers", "registers"},
        {"xx", "Registers", "registers"},
        {"en", "16.6", "16.6"},
        {"en", "don't don’t", "dont|dont"},
        {"en", "citizen's", "citizen"},
        {"en", "ﬁnance ＴＡＸ", "financ|tax"},
        {"en", "naïve", "naiv"},
        {"en", "Straße STRASSE", "strass|strass"},
        {"de", "Häuser", "haus"},
        {"de", "Straße", "strass"},
        {"ru", "Казахстан", "казахстан"},
        {"ru", "казахстане", "казахстан"},
        {"ru", "отчёт", "отчет"},
        {"", "ёлка", "елка"},
        {"", "край", "край"}, /* й is a letter */
        {"uk", "Україна", "україна"},
        {"fr", "l'administration", "administr"},
        {"fr", "L’Administration", "administr"},
        {"fr", "qu'elle", "elle"},
        {"fr", "Énoncé", "enonc"},
        {"it", "dell'istruzione", "istruzion"},
        {"it", "un'altra", "altra"},
        {"fr", "Oman's", "oman"},
        {"it", "Oman's", "omans"},
        {"fr", "lorsqu'une", "une"},
        {"es", "administración", "administr"},
        {"es", "año", "ano"},
        {"tr", "IŞIK", "isik"},
        {"tr", "ışık", "isik"},
        {"tr", "İSTANBUL", "istanbul"},
        {"tr", "istanbul", "istanbul"},
        {"az", "İdarə", "idarə"},
        {"", "İstanbul", "istanbul"},
        {"sr", "управа", "uprava"},
        {"sr", "Љубав Њива Ђак ћуп чај Џеп", "ljubav|njiva|djak|cup|caj|dzep"},
        {"pl", "Łódź", "lodz"},
        {"da", "børn", "born"},
        {"", "œuvre æon þing ðe", "oeuvre|aeon|thing|de"},
        {"el", "άνθρωπος", "ανθρωποσ"},
        {"zh", "行政改革", "行政|政改|改革"},
        {"ar", "في عن فـ", "في|عن|ف"},
        {"ja", "ｶﾞ", "ガ"},
        {"", "\u115F", ""}, /* a filler that folds away */
        {"en", "😀 -- …", ""},
    };
    for (size_t i = 0; i < N(rows); i++)
        same(terms_of(*state, rows[i].language, ph_cstr(rows[i].text)), rows[i].terms);
}

/* Words that must meet, whichever of them a document has. */
static void equal_terms(void **state)
{
    static const struct {
        const char *language, *words;
    } rows[] = {
        {"en", "register registers registered REGISTER"},
        {"ru", "Казахстан Казахстана Казахстану Казахстаном Казахстане"},
        {"ru", "Кыргызстан Кыргызстана Кыргызстане"},
        {"ru", "орган органа органы органов органами"},
        {"ru", "налог налоги налогов налогами"},
        {"ru", "учёт учет УЧЁТ"},
        {"fr", "l'administration administration l’administration d'administrations"},
        {"ro", "educaţie educație EDUCAȚIE"},
        {"ro", "şcoală școală scoala"},
        {"ro", "cetăţeni cetățeni"},
        {"sr", "међу među medju"},
        {"sr", "школа škola skola"},
        {"sr-Latn", "Џеп Džep džep"},
        {"sr-Cyrl", "чињеница činjenica"},
        {"tr", "Işık ışık IŞIK"},
        {"ar", "بيانات البيانات للبيانات وبيانات والبيانات بالبيانات وللبيانات"},
        {"ar", "خدمة خدمات الخدمات والخدمات"},
        {"ar", "مكافحة المكافحة لمكافحة ومكافحة بمكافحة"},
        {"ar", "فساد الفساد والفساد"},
        {"ar", "فيضانات الفيضانات بالفيضانات"},
        {"ar", "وزارة الوزارة وزارات"},
        {"ar", "شفافية والشفافية الشَّفافية"},
        {"tr", "Kızlar KIZLAR kız"},
        {"de", "Straße Strasse STRASSE"},
        {"de", "Größe Grösse"},
        {"", "ş ș s Ş Ș"},
        {"", "don't don’t dont"},
        {"", "cafe\u0301 café CAFÉ"},
        {"", "12 １２"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_strs list = {0};
        OK(ph_analyze_all(analyzer, ph_cstr(rows[i].language), ph_cstr(rows[i].words),
                          *state, &list, &err));
        assert_true(list.n > 1);
        for (size_t j = 1; j < list.n; j++)
            if (!ph_eq(list.v[0], list.v[j]))
                fail_msg("%s: '%.*s' is not '%.*s' in '%s'", rows[i].language,
                         PH_FMT(list.v[0]), PH_FMT(list.v[j]), rows[i].words);
    }
}

static void different_terms(void **state)
{
    static const char *const rows[][3] = {
        {"ar", "وزارة", "زارة"}, {"ar", "والد", "الد"}, {"", "край", "краи"},
        {"uk", "їжа", "іжа"},    {"", "мой", "мои"},    {"en", "tax", "taxi"},
        {"", "16.6", "166"},
    };
    for (size_t i = 0; i < N(rows); i++)
        assert_false(ph_eq(terms_of(*state, rows[i][0], ph_cstr(rows[i][1])),
                           terms_of(*state, rows[i][0], ph_cstr(rows[i][2]))));
}

static bool check_length(void *user, ph_token token)
{
    ++*(size_t *)user;
    assert_in_range(token.term.n, 1, PH_TERM_BYTES);
    assert_true(ph_utf8_valid(token.term));
    assert_true(token.start < token.end);
    return true;
}

static void long_words(void **state)
{
    static const char *const letters[] = {"a",       "ж", "ß", "\u0390",  "ﷺ",         "ﬃ",
                                          "a\u0301", "ǰ", "İ", "क\u094d", "\U0001D400"};
    for (size_t i = 0; i < N(letters); i++)
        for (size_t length = 1; length < 3000; length += length < 300 ? 1 : 500) {
            ph_buf buf = {0};
            size_t n = 0;
            for (size_t j = 0; j < length; j++)
                ph_buf_addc(&buf, letters[i]);
            for (const char *const *l = (const char *const[]){"", "en", "tr", "sr", NULL};
                 *l; l++)
                OK(ph_analyze(analyzer, ph_cstr(*l), ph_buf_str(&buf), check_length, &n,
                              &err));
            ph_buf_free(&buf);
        }
    /* a long word is found by itself, and by one that is as long and begins the same */
    ph_str a = ph_dupf(*state, "%0300d", 0);
    assert_int_equal(terms_of(*state, "en", a).n, PH_TERM_BYTES);
    ph_buf marks = {0};
    ph_buf_addc(&marks, "a");
    for (int i = 0; i < 5000; i++)
        ph_buf_addc(&marks, "\u0301");
    same(terms_of(*state, "en", ph_buf_str(&marks)), "a");
    ph_buf_free(&marks);
}

typedef struct places {
    size_t n, stop_at;
    size_t at[8][2];
} places;

static bool note_place(void *user, ph_token token)
{
    places *p = user;
    p->at[p->n][0] = token.start;
    p->at[p->n][1] = token.end;
    return ++p->n != p->stop_at;
}

static void tokens_and_stop(void **state)
{
    places all = {0}, two = {.stop_at = 2};
    ph_str text = PH_STR("L'été, 16.6 行政改");
    static const size_t want[][2] = {{0, 7}, {9, 13}, {14, 20}, {17, 23}};
    (void)state;
    OK(ph_analyze(analyzer, PH_STR("fr"), text, note_place, &all, &err));
    assert_int_equal(all.n, N(want));
    assert_memory_equal(all.at, want, sizeof want);
    OK(ph_analyze(analyzer, PH_STR("fr"), text, note_place, &two, &err));
    assert_int_equal(two.n, 2);
    OK(ph_analyze(analyzer, PH_STR("fr"), PH_ABSENT, note_place, &two, &err));
    assert_int_equal(two.n, 2);
}

/* The table of words seen gives what the first look gave. */
static void same_again(void **state)
{
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 5000; i++) {
            char word[32], want[32];
            snprintf(word, sizeof word, "Word%u", i);
            snprintf(want, sizeof want, "word%u", i);
            same(terms_of(*state, "en", ph_cstr(word)), want);
        }
}

/* However many languages there were before: a stemmer has the words of its own language. */
static void many_languages(void **state)
{
    ph_analyzer *fresh;
    OK(ph_analyzer_new(&fresh, &err));
    for (int i = 0; i < 200; i++) {
        ph_strs list = {0};
        char language[4] = {(char)('a' + i / 26 % 26), 'q', (char)('a' + i % 26), '\0'};
        OK(ph_analyze_all(fresh, ph_cstr(language), PH_STR("Registers"), *state, &list,
                          &err));
        same(list.v[0], "registers");
    }
    ph_strs list = {0};
    OK(ph_analyze_all(fresh, PH_STR("en"), PH_STR("registers"), *state, &list, &err));
    OK(ph_analyze_all(fresh, PH_STR("ru"), PH_STR("налогами"), *state, &list, &err));
    OK(ph_analyze_all(fresh, PH_STR("sr"), PH_STR("управа"), *state, &list, &err));
    OK(ph_analyze_all(fresh, PH_STR("zzz"), PH_STR("registers"), *state, &list, &err));
    same(joined(*state, &list), "regist|налог|uprava|registers");
    ph_analyzer_free(fresh);
}

/* --- stop words ------------------------------------------------------------------------- */

static void stop_words(void **state)
{
    static const struct {
        const char *language, *word;
        bool stop;
    } rows[] = {
        {"en", "the", true},    {"en-GB", "of", true},  {"en", "who", true},
        {"en", "tax", false},   {"en", "th", false},    {"en", "he the", false},
        {"en", " ", false},     {"en", "", false},      {"en", "x", false},
        {"ru", "в", true},      {"ru", "её", true},     {"ru", "всё", true},
        {"ru", "налог", false}, {"fr", "à", true},      {"fr", "été", false},
        {"es", "más", true},    {"es", "él", true},     {"ro", "și", true},
        {"ro", "în", true},     {"ro", "după", true},   {"sr", "што", true},
        {"sr", "što", true},    {"sr", "međú", true},   {"sr", "među", true},
        {"sr-Latn", "i", true}, {"sr", "порез", false}, {"xx", "the", false},
        {"est", "el", false},   {"", "the", false},     {NULL, "the", false},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_str key = ph_text_key(*state, ph_cstr(rows[i].word));
        if (ph_stop_word(ph_cstr(rows[i].language), key) != rows[i].stop)
            fail_msg("%s '%s'", rows[i].language, rows[i].word);
    }
    assert_false(ph_stop_word(PH_STR("en"), PH_ABSENT));
}

static void stop_language(void **state)
{
    static const struct {
        const char *question, *language;
    } rows[] = {
        {"the role of women", "en"},
        {"", "en"},
        {"налог казахстан", "en"},
        {"роль женщин в мире", "ru"},
        {"le rôle des femmes", "fr"},
        {"el papel de las mujeres", "es"},
        {"rolul femeilor în școală și", "ro"},
        {"реформа која је у току", "sr"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        ph_strs keys = {0};
        ph_str rest = ph_cstr(rows[i].question), piece;
        while (ph_split(&rest, ' ', &piece))
            ph_strs_add(*state, &keys, ph_text_key(*state, piece));
        same(ph_stop_language(&keys), rows[i].language);
    }
    same(ph_stop_language(&(ph_strs){0}), "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words),           TEST(random_bytes_have_words),
        TEST(terms),           TEST(equal_terms),
        TEST(different_terms), TEST(long_words),
        TEST(tokens_and_stop), TEST(same_again),
        TEST(many_languages),  TEST(stop_words),
        TEST(stop_language),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_analyzer, close_analyzer);
}

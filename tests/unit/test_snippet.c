/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/snippet.h"
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
    return 0;
}

/* The snippet for a question's words, and for words that end with '*'. */
static ph_str snippet(ph_arena *arena, const char *language, ph_str text,
                      const char *question, size_t max)
{
    ph_strs terms = {0}, prefixes = {0};
    ph_str rest = ph_cstr(question), piece, html;
    while (ph_split(&rest, ' ', &piece)) {
        if (ph_ends(piece, PH_STR("*")))
            ph_strs_add(arena, &prefixes, ph_sub(piece, 0, piece.n - 1));
        else
            OK(ph_analyze_all(analyzer, ph_cstr(language), piece, arena, &terms, &err));
    }
    OK(ph_snippet(analyzer, ph_cstr(language), text, &terms, &prefixes, max, arena, &html,
                  &err));
    return html;
}

static void marks(void **state)
{
    static const struct {
        const char *language, *text, *question, *html;
    } rows[] = {
        {"en", "", "tax", ""},
        {"en", "No such thing.", "tax", "No such thing."},
        {"en", "Tax!", "tax", "<mark>Tax</mark>!"},
        {"en", "The registers of all", "register", "The <mark>registers</mark> of all"},
        {"en", "(Tax, risk) tax.", "risk tax",
         "(<mark>Tax</mark>, <mark>risk</mark>) <mark>tax</mark>."},
        {"en", "taxonomy taxes", "tax*", "<mark>taxonomy</mark> <mark>taxes</mark>"},
        {"en", "R&D <b>\"tax\"</b> 'x'", "tax",
         "R&amp;D &lt;b&gt;&quot;<mark>tax</mark>&quot;&lt;/b&gt; &#39;x&#39;"},
        {"en", "the citizen's", "citizen", "the <mark>citizen&#39;s</mark>"},
        {"en", "...", "tax", "..."},
        {"fr", "dans l’administration", "administrations",
         "dans <mark>l’administration</mark>"},
        {"sr", "Јавна управа", "uprava", "Јавна <mark>управа</mark>"},
        {"ru", "Опыт Казахстана", "казахстан", "Опыт <mark>Казахстана</mark>"},
        {"zh", "公共行政改革", "行政", "公共<mark>行政</mark>改革"},
        {"zh", "公共行政改革", "行政改", "公共<mark>行政改</mark>革"},
        {"zh", "公共行政改革", "行政改革", "公共<mark>行政改革</mark>"},
        {"zh", "行政，行政", "行政", "<mark>行政</mark>，<mark>行政</mark>"},
    };
    for (size_t i = 0; i < N(rows); i++)
        same(
            snippet(*state, rows[i].language, ph_cstr(rows[i].text), rows[i].question, 280),
            rows[i].html);
}

/* The text without marks and entities, and how often it has a mark. */
static ph_str plain(ph_arena *arena, ph_str html, size_t *marked)
{
    static const struct {
        const char *html, *text;
    } table[] = {{"<mark>", ""}, {"</mark>", ""},  {"&amp;", "&"}, {"&lt;", "<"},
                 {"&gt;", ">"},  {"&quot;", "\""}, {"&#39;", "'"}};
    ph_buf buf = {0};
    *marked = 0;
    for (size_t i = 0; i < html.n;) {
        size_t t = 0;
        while (t < N(table) && !ph_starts(ph_sub(html, i, html.n), ph_cstr(table[t].html)))
            t++;
        if (t == N(table)) {
            assert_true(html.s[i] != '<' && html.s[i] != '>' && html.s[i] != '&');
            ph_buf_byte(&buf, html.s[i++]);
            continue;
        }
        *marked += t == 0;
        ph_buf_addc(&buf, table[t].text);
        i += strlen(table[t].html);
    }
    ph_str text = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return text;
}

static void filler(ph_buf *buf, size_t words)
{
    for (size_t i = 0; i < words; i++)
        ph_buf_addf(buf, "word%zu%s", i, i % 10 == 9 ? ". " : " ");
}

static void window(void **state)
{
    ph_buf buf = {0};
    size_t marked;
    filler(&buf, 200);
    ph_buf_addc(&buf, "tax tax tax alone. ");
    filler(&buf, 200);
    ph_buf_addc(&buf, "Here tax and risk are together. ");
    filler(&buf, 200);
    ph_buf_addc(&buf, "risk tax");
    ph_str text = ph_buf_str(&buf);

    ph_str html = snippet(*state, "en", text, "tax risk", 120);
    ph_str shown = plain(*state, html, &marked);
    assert_int_equal(marked, 2); /* both words, and the first place of equals */
    assert_true(ph_starts(shown, PH_STR("… Here tax and risk are together. word0")));
    assert_true(ph_ends(shown, PH_STR(" …")));
    assert_in_range(shown.n, 80, 200);

    html = snippet(*state, "en", text, "nothing", 100);
    shown = plain(*state, html, &marked);
    assert_int_equal(marked, 0);
    assert_true(ph_starts(shown, PH_STR("word0 word1")) && ph_ends(shown, PH_STR(" …")));
    assert_in_range(shown.n, 60, 110);

    html = snippet(*state, "en", ph_sub(text, 0, 200), "word0", 100); /* at the beginning */
    assert_true(ph_starts(html, PH_STR("<mark>word0</mark>")));

    ph_buf_clear(&buf);
    filler(&buf, 200);
    ph_buf_addc(&buf, "the end is tax");
    html = snippet(*state, "en", ph_buf_str(&buf), "tax", 100);
    assert_true(ph_starts(html, PH_STR("… ")));
    assert_true(ph_ends(html, PH_STR("the end is <mark>tax</mark>")));
    ph_buf_free(&buf);
}

static void lead_in(void **state)
{
    ph_buf buf = {0};
    size_t marked;
    for (int i = 0; i < 100; i++) /* one long sentence */
        ph_buf_addf(&buf, "before%d ", i);
    ph_buf_addc(&buf, "tax ");
    for (int i = 0; i < 100; i++)
        ph_buf_addf(&buf, "behind%d ", i);
    ph_str html = snippet(*state, "en", ph_buf_str(&buf), "tax", 150);
    ph_str shown = plain(*state, html, &marked);
    assert_true(ph_starts(shown, PH_STR("… before9")));
    assert_int_equal(marked, 1);
    assert_in_range(shown.n, 120, 220);
    ph_buf_free(&buf);
}

/* However the text is made, what is shown is about as long as was asked. */
static void odd_texts(void **state)
{
    static const char *const parts[][3] = {
        {"-", "tax", "-"},   {"x", " tax ", "y"}, {"行", "tax", "政"}, {"é", " tax", " é"},
        {". ", "tax", " ."}, {"", "tax", "----"}, {"----", "tax", ""}, {"", "", "z"},
        {"&", " tax ", "<"}, {"", "", "😀"},
    };
    for (size_t p = 0; p < N(parts); p++) {
        ph_buf buf = {0};
        size_t marked;
        for (int i = 0; i < 2000; i++)
            ph_buf_addc(&buf, parts[p][0]);
        ph_buf_addc(&buf, parts[p][1]);
        for (int i = 0; i < 2000; i++)
            ph_buf_addc(&buf, parts[p][2]);
        ph_str html = snippet(*state, "en", ph_buf_str(&buf), "tax", 100);
        ph_str shown = plain(*state, html, &marked);
        assert_true(ph_utf8_valid(html));
        if (shown.n > 210 || !ph_ends(shown, parts[p][2][0] ? PH_STR("…") : PH_STR("")))
            fail_msg("%zu: %zu bytes, %.*s", p, shown.n, PH_FMT(shown));
        if (*parts[p][1])
            assert_int_equal(marked, 1);
        ph_buf_free(&buf);
    }
}

static void random_texts(void **state)
{
    static const char *const bits[] = {"tax",   " ",      ". ",  "риск", "行政",
                                       "-",     "&",      "<b>", "é",    "registers",
                                       "word ", "\u0301", "😀",   "\n",   "'"};
    uint64_t dice = 8;
    for (int i = 0; i < 3000; i++) {
        ph_buf buf = {0};
        size_t marked;
        for (size_t n = roll(&dice, 120); n > 0; n--)
            ph_buf_addc(&buf, bits[roll(&dice, N(bits))]);
        size_t max = 20 + roll(&dice, 200);
        ph_str text = ph_buf_str(&buf);
        ph_str html = snippet(*state, "en", text, "tax register* 行政", max);
        ph_str shown = plain(*state, html, &marked);
        ph_str inner = shown;
        if (text.n > max && ph_starts(inner, PH_STR("… ")))
            inner = ph_sub(inner, strlen("… "), inner.n);
        if (text.n > max && ph_ends(inner, PH_STR(" …")))
            inner.n -= strlen(" …");
        assert_true(ph_utf8_valid(html));
        assert_true(inner.n <= max + max / 2 + 20);
        if (inner.n && !memmem(text.s, text.n, inner.s, inner.n)) /* a part of the text */
            fail_msg("'%.*s' is not in '%.*s'", PH_FMT(inner), PH_FMT(text));
        if (text.n <= max)
            assert_true(ph_eq(inner, text));
        ph_buf_free(&buf);
        ph_arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(marks), TEST(window), TEST(lead_in), TEST(odd_texts), TEST(random_texts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_analyzer, close_analyzer);
}

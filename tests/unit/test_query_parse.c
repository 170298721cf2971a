/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a question as a tree, printed: (and a b), "phrase", prefix*, +must, -not. */
#include "config.h"

#include "search/limits.h"
#include "search/query_parse.h"
#include "tests/unit/support.h"

static ph_vocabulary *vocabulary;

static int open_vocabulary(void **state)
{
    (void)state;
    vocabulary = shipped_vocabulary();
    return 0;
}

static int close_vocabulary(void **state)
{
    (void)state;
    ph_vocabulary_free(vocabulary);
    return 0;
}

/* How deep the deepest node is, and how many there are. */
typedef struct size {
    size_t depth, nodes, words;
} size;

static void print(const ph_node *node, size_t depth, ph_buf *out, size *s)
{
    static const char *const names[] = {[PH_NODE_NEAR] = "near",
                                        [PH_NODE_GROUP] = "group",
                                        [PH_NODE_AND] = "and",
                                        [PH_NODE_OR] = "or"};
    s->depth = depth > s->depth ? depth : s->depth;
    s->nodes++;
    s->words += node->type == PH_NODE_WORD || node->type == PH_NODE_PREFIX;
    ph_buf_addc(out, node->demand == PH_MUST       ? "+"
                     : node->demand == PH_MUST_NOT ? "-"
                                                   : "");
    if (node->prefix)
        ph_buf_addf(out, "%c:", node->prefix);
    switch (node->type) {
    case PH_NODE_WORD: ph_buf_addf(out, "%.*s", PH_FMT(node->text)); break;
    case PH_NODE_PREFIX: ph_buf_addf(out, "%.*s*", PH_FMT(node->text)); break;
    case PH_NODE_PHRASE: ph_buf_addf(out, "\"%.*s\"", PH_FMT(node->text)); break;
    case PH_NODE_FACET:
        ph_buf_addf(out, "%s=", ph_facets[node->facet].name);
        same(node->text, node->values.v[0].s);
        for (size_t i = 0; i < node->values.n; i++)
            ph_buf_addf(out, "%s%.*s", i ? "," : "", PH_FMT(node->values.v[i]));
        break;
    default:
        ph_buf_addf(out, "(%s", names[node->type]);
        if (node->type == PH_NODE_NEAR)
            ph_buf_addf(out, "/%u", node->window);
        assert_true(node->children.n > 0);
        for (size_t i = 0; i < node->children.n; i++) {
            ph_buf_byte(out, ' ');
            print(node->children.v[i], depth + 1, out, s);
        }
        ph_buf_byte(out, ')');
    }
}

static ph_str tree_of(ph_arena *arena, ph_str text, size *s)
{
    ph_node *root;
    ph_buf buf = {0};
    *s = (size){0};
    OK(ph_query_parse(arena, vocabulary, text, &root, &err));
    if (root)
        print(root, 1, &buf, s);
    ph_str tree = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return tree;
}

typedef struct row {
    const char *text, *tree;
} row;

static void check(ph_arena *arena, const row *rows, size_t n)
{
    size s;
    for (size_t i = 0; i < n; i++) {
        ph_str tree = tree_of(arena, ph_cstr(rows[i].text), &s);
        if (!ph_eqc(tree, rows[i].tree))
            fail_msg("'%s': %.*s, want %s", rows[i].text, PH_FMT(tree), rows[i].tree);
    }
}

static void words_and_phrases(void **state)
{
    static const row rows[] = {
        {"", ""},
        {"   ", ""},
        {"tax", "(group tax)"},
        {"tax risk  data", "(group tax risk data)"},
        {"e-mail", "(group e-mail)"},
        {"\"data exchange\"", "(group \"data exchange\")"},
        {"tax \"data exchange\" risk", "(group tax \"data exchange\" risk)"},
        {"tax\"data exchange\"risk", "(group tax \"data exchange\" risk)"},
        {"registr*", "(group registr*)"},
        {"registr***", "(group registr*)"},
        {"*", "(group *)"},
        {"re*gis", "(group re*gis)"},
        {"+tax -draft risk", "(group +tax -draft risk)"},
        {"-\"a phrase\" +\"b c\"", "(group -\"a phrase\" +\"b c\")"},
        {"-(a b) c", "(group -(group a b) c)"},
        {"--a ++b +-c", "(group --a ++b +-c)"},
        {"a-b a+b", "(group a-b a+b)"},
        {"Казахстан налог*", "(group Казахстан налог*)"},
        {"и не AND", "(group и не)"},
    };
    check(*state, rows, N(rows));
}

/* Where no spaces part words, a plain piece is its words; what has a sign or quotes stays a row. */
static void words_without_spaces(void **state)
{
    static const row rows[] = {
        {"公民", "(group 公民)"},
        {"公民参与", "(group (group 公民 民参 参与))"},
        {"城市 公民参与 tax", "(group 城市 (group 公民 民参 参与) tax)"},
        {"AI治理经验", "(group (group AI 治理 理经 经验))"},
        {"AI治理", "(group AI治理)"},
        {"预算，公民参与", "(group (group 预算 公民 民参 参与))"},
        {"+公民参与 -数据交换", "(group +公民参与 -数据交换)"},
        {"\"公民参与\"", "(group \"公民参与\")"},
        {"title:公民参与", "(group S:公民参与)"},
        {"公民参与*", "(group 公民参与*)"},
        {"公民参与 NEAR/5 预算", "(group (near/5 公民参与 预算))"},
        {"公民参与 OR tax", "(or (group (group 公民 民参 参与)) (group tax))"},
    };
    check(*state, rows, N(rows));
}

static void operators(void **state)
{
    static const row rows[] = {
        {"a AND b", "(and (group a) (group b))"},
        {"a OR b", "(or (group a) (group b))"},
        {"a b OR c d", "(or (group a b) (group c d))"},
        {"a AND b OR c AND d", "(or (and (group a) (group b)) (and (group c) (group d)))"},
        {"a OR b AND c", "(or (group a) (and (group b) (group c)))"},
        {"(a OR b) AND c", "(and (group (or (group a) (group b))) (group c))"},
        {"a AND NOT b", "(and (group a) (group -b))"},
        {"a NOT b", "(group a -b)"},
        {"NOT a", "(group -a)"},
        {"NOT NOT a", "(group -NOT a)"},
        {"a and b or c not d", "(group a and b or c not d)"},
        {"ANDREW ORAL NOTE", "(group ANDREW ORAL NOTE)"},
        {"a AND AND b", "(and (group a) (group b))"},
        {"AND a", "(group a)"},
        {"a OR", "(group a)"},
        {"a OR OR OR b", "(or (group a) (group b))"},
        {"(a)AND(b)", "(and (group (group a)) (group (group b)))"},
        {"\"a\"AND b", "(and (group \"a\") (group b))"},
    };
    check(*state, rows, N(rows));
}

static void near(void **state)
{
    static const row rows[] = {
        {"a NEAR b", "(group (near/10 a b))"},
        {"a NEAR/5 b", "(group (near/5 a b))"},
        {"a NEAR/0 b", "(group (near/1 a b))"},
        {"a NEAR/100000 b", "(group (near/100 a b))"},
        {"a NEAR/2 b NEAR/3 c d", "(group (near/3 a b c) d)"},
        {"-a NEAR b", "(group -(near/10 a b))"},
        {"a NEAR/x b", "(group a NEAR/x b)"},
        {"a NEARBY b", "(group a NEARBY b)"},
        {"a NEAR/ b", "(group a NEAR/ b)"},
        {"NEAR b", "(group NEAR b)"},
        {"a NEAR", "(group a NEAR)"},
        {"a NEAR/5", "(group a NEAR/5)"},
        {"NEAR", "(group NEAR)"},
        {"NEAR NEAR NEAR", "(group (near/10 NEAR NEAR))"},
        {"(a NEAR) b", "(group (group a NEAR) b)"},
        {"title:a NEAR title:b", "(group (near/10 S:a S:b))"},
    };
    check(*state, rows, N(rows));
}

/* What is near to what is no word must still be there. */
static void near_what_is_no_word(void **state)
{
    static const row rows[] = {
        {"a NEAR \"b c\"", "(group (and a \"b c\"))"},
        {"a NEAR b* c", "(group (and a b*) c)"},
        {"a NEAR (b OR c)", "(group (and a (or (group b) (group c))))"},
        {"a NEAR b NEAR \"c d\"", "(group (and (near/10 a b) \"c d\"))"},
        {"a NEAR country:EE", "(group (and a country=EE))"},
    };
    check(*state, rows, N(rows));
}

static void fields(void **state)
{
    static const row rows[] = {
        {"title:tax", "(group S:tax)"},
        {"title:tax risk", "(group S:tax risk)"},
        {"title:\"data exchange\" x", "(group S:\"data exchange\" x)"},
        {"author:smith org:\"tax agency\"", "(group A:smith O:\"tax agency\")"},
        {"-title:draft +title:tax*", "(group -S:draft +S:tax*)"},
        {"country:EE", "(group country=EE)"},
        {"country:ee tax", "(group country=EE tax)"},
        {"-country:EE", "(group -country=EE)"},
        {"country:EE OR sdg:16.6", "(or (group country=EE) (group sdg=16.6))"},
        {"theme:integrity type:practice-note language:ru",
         "(group theme=integrity type=practice-note language=ru)"},
        {"region:143 level:national", "(group region=143 level=national)"},
        {"year:2019 year:2019..2022 year:..2022 year:2019..",
         "(group year=2019 year=2019..2022 year=..2022 year=2019..)"},
        /* what cannot be a value is words */
        {"country:XX", "(group country:XX)"},
        {"country:", "(group country:)"},
        {"country: EE", "(group country: EE)"},
        {"country:\"XX\"", "(group country: \"XX\")"},
        {"country:Nowhere", "(group country:Nowhere)"},
        {"country:EE,XX", "(group country:EE,XX)"},
        {"sdg:Estonia", "(group sdg:Estonia)"},
        {"year:last", "(group year:last)"},
        {"title:", "(group title:)"},
        {"title: tax", "(group title: tax)"},
        {"title:\"tax", "(group title: tax)"},
        {"colour:red", "(group colour:red)"},
        {"https://example.org/a", "(group https://example.org/a)"},
        {":", "(group :)"},
        {":x x:", "(group :x x:)"},
        {"Title:x", "(group Title:x)"},
        {"q:x limit:5", "(group q:x limit:5)"},
    };
    check(*state, rows, N(rows));
}

static void odd_input(void **state)
{
    static const row rows[] = {
        {"\"", ""},
        {"\"\"", "(group \"\")"},
        {"\"\" \"\"", "(group \"\" \"\")"},
        {"\"a b", "(group a b)"},
        {"a \"b c\" \"d", "(group a \"b c\" d)"},
        {"(", ""},
        {")", ""},
        {"()", ""},
        {"((a", "(group (group (group a)))"},
        {"a))b", "(group a b)"},
        {")a(", "(group a)"},
        {"(a", "(group (group a))"},
        {"(a b) c)", "(group (group a b) c)"},
        {"(a OR) b", "(group (group a) b)"},
        {"-", "(group -)"},
        {"+", "(group +)"},
        {"- a", "(group - a)"},
        {"-()", ""},
        {"-\"", ""},
        {"a -(", "(group a)"},
        {"+\"\"", "(group +\"\")"},
    };
    check(*state, rows, N(rows));
}

static void several_values(void **state)
{
    static const row rows[] = {
        {"country:EE,LV", "(group country=EE,LV)"},
        {"-country:ee,lv,EE tax", "(group -country=EE,LV tax)"},
        {"sdg:16.6,5 OR year:2019,2021..2022",
         "(or (group sdg=16.6,5) (group year=2019,2021..2022))"},
        {"country:EE, x", "(group country=EE x)"},
        {"country:,", "(group country:,)"},
        {"country:\"EE\" theme:\"integrity\"", "(group country=EE theme=integrity)"},
        {"country:\"EE, LV\"x", "(group country=EE,LV x)"},
    };
    check(*state, rows, N(rows));
}

static void names_of_countries(void **state)
{
    static const row rows[] = {
        {"country:Estonia", "(group country=EE)"},
        {"country:estonia,Latvia,LT", "(group country=EE,LV,LT)"},
        {"country:\"South Korea\" x", "(group country=KR x)"},
        {"country:Эстония country:Кыргызстан", "(group country=EE country=KG)"},
        {"country:Moldavie country:perú", "(group country=MD country=PE)"},
        /* of as many as are looked up */
        {"country:a country:b country:c country:d country:e country:f country:g country:h "
         "country:Kenya",
         "(group country:a country:b country:c country:d country:e country:f country:g "
         "country:h "
         "country:Kenya)"},
    };
    check(*state, rows, N(rows));
}

static void printed_quotation_marks(void **state)
{
    static const row rows[] = {
        {"“a b” c", "(group \"a b\" c)"},
        {"„a b“ „c d”", "(group \"a b\" \"c d\")"},
        {"«a b»c»d e«", "(group \"a b\" c \"d e\")"},
        {"＂a b＂", "(group \"a b\")"},
        {"title:„a b“ -«c d» +“e”", "(group S:\"a b\" -\"c d\" +\"e\")"},
        {"country:„Estonia“", "(group country=EE)"},
        /* what is not closed, or by another mark */
        {"„a b", "(group a b)"},
        {"a» b", "(group a b)"},
        {"„a \"b c\"", "(group a \"b c\")"},
        {"“a b\" c", "(group a b c)"},
        {"d’une l'an ‘a b’ 5″", "(group d’une l'an ‘a b’ 5″)"},
    };
    check(*state, rows, N(rows));
}

/* Operators of other scripts, and wide characters. */
static void words_that_look_like_operators(void **state)
{
    static const row rows[] = {
        {"а И б ИЛИ в НЕ г", "(group а И б ИЛИ в НЕ г)"},
        {"a АND b", "(group a АND b)"}, /* with a Cyrillic А */
        {"a ＡＮＤ b （c）", "(group a ＡＮＤ b （c）)"},
        {"sdg：16 ＋a", "(group sdg：16 ＋a)"},
        {"a SAUF b ET c", "(group a SAUF b ET c)"},
    };
    check(*state, rows, N(rows));
}

/* Operators without anything to operate on are words. */
static void only_operators(void **state)
{
    static const row rows[] = {
        {"AND", "(group AND)"},     {"OR", "(group OR)"},
        {"NOT", "(group NOT)"},     {"AND OR NOT", "(group AND OR NOT)"},
        {"OR OR", "(group OR OR)"}, {"(OR)", "(group (group OR))"},
    };
    check(*state, rows, N(rows));
}

static void depth_and_length(void **state)
{
    ph_buf buf = {0};
    size s;
    for (int i = 0; i < 2000; i++)
        ph_buf_byte(&buf, '(');
    tree_of(*state, ph_buf_str(&buf), &s);
    assert_int_equal(s.nodes, 0);
    ph_buf_addc(&buf, "a");
    for (int i = 0; i < 2000; i++)
        ph_buf_byte(&buf, ')');
    tree_of(*state, ph_buf_str(&buf), &s);
    assert_int_equal(s.words, 1);
    assert_in_range(s.depth, 2, PH_QUERY_DEPTH + 3);

    static const char *const parts[] = {"a ",   "a OR ", "a AND ",  "(a OR ",
                                        "-(",   ")",     "a NEAR ", "NOT ",
                                        "a ) ", "(a) ",  "\"a",     "x*:"};
    for (size_t p = 0; p < N(parts); p++)
        for (int times = 1; times <= 5000; times *= 10) {
            ph_buf_clear(&buf);
            for (int i = 0; i < times; i++)
                ph_buf_addc(&buf, parts[p]);
            tree_of(*state, ph_buf_str(&buf), &s);
            assert_true(s.words <= PH_QUERY_WORDS);
            assert_true(s.depth <= 4 * PH_QUERY_DEPTH);
        }
    ph_buf_free(&buf);
}

/* n times the part with a number in it, then the end. */
static ph_str many(ph_arena *arena, const char *before, const char *after, int n,
                   const char *end)
{
    ph_buf buf = {0};
    for (int i = 0; i < n; i++)
        ph_buf_addf(&buf, "%s%d%s", before, i, after);
    ph_buf_addc(&buf, end);
    ph_str text = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return text;
}

/* The end of a question's tree. */
static void ends(ph_arena *arena, ph_str text, const char *want)
{
    size s;
    ph_str tree = tree_of(arena, text, &s);
    size_t n = strlen(want);
    same(ph_sub(tree, tree.n > n ? tree.n - n : 0, tree.n), want);
}

/* What is over a limit is read as words; words behind the last are not read. */
static void words_of_phrases(void **state)
{
    ends(*state, many(*state, "w", " ", 62, "\"a b\""), " w61 \"a b\")");
    ends(*state, many(*state, "w", " ", 62, "\"a b c\" d"), " w61 \"a b\")");
    ends(*state, many(*state, "w", " ", 62, "a-b-c d"), " w61 a-b)");
    ends(*state, many(*state, "w", " ", 63, "title:a-b* d"), " w62 S:a)");
    ends(*state, many(*state, "w", " ", 64, "\"a b\" c"), " w62 w63)");
    ends(*state, many(*state, "\"a b c w", "\" ", 15, "x \"y z\" e-mail"),
         "\"a b c w14\" x \"y z\" e)");
    ends(*state, many(*state, "\"a w", "\" ", 15, "x-y \"x y\" -\"x y\" +e-mail a NEAR b"),
         " x-y (group x y) -(group x y) +(group e mail) (and a b))");
    ends(*state, many(*state, "\"a w", "\" ", 16, "\"x\" \"\" a NEAR b NEAR c d"),
         "\"a w15\" \"x\" \"\" (and a b c) d)");
    ends(*state, many(*state, "a NEAR b", " ", 17, "c"), "(near/10 a b15) (and a b16) c)");
    ends(*state, many(*state, "p", "* ", 8, "q* title:r* s"), " p7* q S:r s)");
}

static void random_text(void **state)
{
    static const char *const bits[] = {
        "a",        "b ",   " ",      "(",          ")",     "\"",
        "-",        "+",    " AND ",  " OR ",       "NOT ",  " NEAR ",
        " NEAR/3 ", "*",    "title:", "country:EE", "year:", "2019..",
        "й",        "行政", "\xff",   "author:\"",  ":",     "NEAR",
        "„",        "“",    "»",      "«",          ",",     "country:",
    };
    uint64_t dice = 7;
    for (int i = 0; i < 20000; i++) {
        ph_buf buf = {0};
        size s;
        for (size_t n = roll(&dice, 40); n > 0; n--)
            if (i % 4)
                ph_buf_addc(&buf, bits[roll(&dice, N(bits))]);
            else
                ph_buf_byte(&buf, (char)(1 + roll(&dice, 255)));
        char *exact = malloc(buf.n + 1); /* so that one byte too far is seen */
        memcpy(exact, ph_buf_str(&buf).s, buf.n);
        exact = realloc(exact, buf.n ? buf.n : 1);
        tree_of(*state, (ph_str){exact, buf.n}, &s);
        assert_true(s.words <= PH_QUERY_WORDS);
        free(exact);
        ph_buf_free(&buf);
        if (i % 100 == 0)
            ph_arena_reset(*state);
    }
    size s;
    tree_of(*state, PH_STR("a\0b \0"), &s); /* no text that was cleaned has it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_and_phrases),
        TEST(words_without_spaces),
        TEST(operators),
        TEST(near),
        TEST(near_what_is_no_word),
        TEST(fields),
        TEST(odd_input),
        TEST(several_values),
        TEST(names_of_countries),
        TEST(printed_quotation_marks),
        TEST(words_that_look_like_operators),
        TEST(only_operators),
        TEST(depth_and_length),
        TEST(words_of_phrases),
        TEST(random_text),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}

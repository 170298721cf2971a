/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An offline edition, from memory: which file an address has, links in a page, lists by letters. */
#include "config.h"

#include "support.h"

#include "web/edition.h"
#include "web/export_links.h"

static ph_arena *arena;
static ph_edition_table *table;

static int open_table(void **state)
{
    static const char *const files[][2] = {
        {"/", "index.html"},
        {"/search", "search.html"},
        {"/assets/style.css", "assets/style.css"},
        {"/matrix?columns=theme", "matrix-themes.html"},
        {"/countries/KG", "countries/KG.html"},
        {"/sdgs/16?page=2", "sdgs/16-2.html"},
        {"/documents/a", "documents/a.html"},
        {"/documents/b", "documents/b.html"},
    };
    (void)state;
    arena = ph_arena_new();
    table = arena ? ph_edition_table_new(arena) : NULL;
    for (size_t i = 0; table && i < N(files); i++)
        if (!ph_edition_add(table, ph_cstr(files[i][0]), ph_cstr(files[i][1])).s)
            return -1;
    if (!table || !ph_edition_also(table, PH_STR("/search?country=KG"),
                                   PH_STR("countries/KG.html"), PH_STR("documents")))
        return -1;
    ph_edition_find(table, PH_STR("/documents/b"))->textless = true;
    return 0;
}

static int close_table(void **state)
{
    (void)state;
    ph_arena_free(arena);
    return 0;
}

static void test_links(void **state)
{
    static const struct {
        const char *from, *page, *want;
    } rows[] = {
        {"index.html", "<a href=\"/documents/a\">A</a>",
         "<a href=\"documents/a.html\">A</a>"},
        {"documents/a.html", "<a href=\"/\">", "<a href=\"../index.html\">"},
        {"documents/a.html", "<a href=\"/documents/b\">", "<a href=\"b.html\">"},
        {"documents/a.html", "<a class=\"x\" href=\"/countries/KG\" lang=\"en\">",
         "<a class=\"x\" href=\"../countries/KG.html\" lang=\"en\">"},
        {"documents/b.html", "<a href=\"/documents/a#p-1\">", "<a href=\"a.html#p-1\">"},
        {"documents/a.html", "<a href=\"/documents/a#p-1\">", "<a href=\"#p-1\">"},
        {"documents/a.html", "<a href=\"/documents/a\">", "<a href=\"a.html\">"},
        {"documents/a.html", "<a href=\"/documents/b#p-1\">", "<a href=\"b.html\">"},
        {"index.html", "<a href=\"/search\">", "<a href=\"search.html\">"},
        {"index.html", "<a href=\"/search?country=KG\">",
         "<a href=\"countries/KG.html#documents\">"},
        {"countries/KG.html", "<a href=\"/search?country=KG\">", "<a href=\"#documents\">"},
        {"documents/a.html", "<a href=\"/search?country=KG&amp;sdg=16\">",
         "<a href=\"../search.html#country=KG&amp;sdg=16\">"},
        {"index.html",
         "<a href=\"/search?q=a+b&amp;sort=date&amp;region=143&amp;event=x\">",
         "<a href=\"search.html#q=a+b&amp;region=143\">"},
        {"index.html", "<a href=\"/search?event_country=KZ\">", "<a href=\"search.html\">"},
        {"index.html", "<a href=\"/matrix?columns=theme\">",
         "<a href=\"matrix-themes.html\">"},
        {"sdgs/16.html", "<a href=\"/sdgs/16?page=2\">", "<a href=\"16-2.html\">"},
        {"documents/a.html", "<link rel=\"stylesheet\" href=\"/assets/style.css\">",
         "<link rel=\"stylesheet\" href=\"../assets/style.css\">"},
        {"index.html", "<script src=\"/assets/style.css\"></script>",
         "<script src=\"assets/style.css\"></script>"},
        {"index.html",
         "<svg><a class=\"m1\" href=\"/countries/KG\"><title>x</title></a></svg>",
         "<svg><a class=\"m1\" href=\"countries/KG.html\"><title>x</title></a></svg>"},
        /* What the edition has not. */
        {"index.html", "<a href=\"/feed.atom\" rel=\"alternate\">x</a>",
         "<a rel=\"alternate\">x</a>"},
        {"index.html", "<a href=\"/documents/c\">x</a>", "<a>x</a>"},
        {"index.html", "<a href=\"/matrix?columns=sdg\">x</a>", "<a>x</a>"},
        /* What is not ours, what is no link. */
        {"documents/a.html", "<a href=\"https://example.org/\">",
         "<a href=\"https://example.org/\">"},
        {"documents/a.html", "<a href=\"//example.org/\">", "<a href=\"//example.org/\">"},
        {"documents/a.html", "<a href=\"mailto:a@example.org\">",
         "<a href=\"mailto:a@example.org\">"},
        {"documents/a.html", "<a href=\"#p-1\">", "<a href=\"#p-1\">"},
        {"index.html", "a &lt; b href=\"/documents/a\" <b>/documents/a</b>",
         "a &lt; b href=\"/documents/a\" <b>/documents/a</b>"},
        {"index.html", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_buf out = {0};
        ph_relink(&out, ph_cstr(rows[i].page), table, ph_cstr(rows[i].from));
        ph_buf_byte(&out, '\0');
        assert_string_equal(out.s, rows[i].want);
        ph_buf_free(&out);
    }
}

static void test_names(void **state)
{
    static const char *const rows[][3] = {
        {"/themes/Water", "themes/Water.html", "themes/Water.html"},
        {"/themes/water", "themes/water.html", "themes/water-2.html"},
        {"/themes/WATER", "themes/WATER.html", "themes/WATER-3.html"},
        {"/themes/con", "themes/con.html", "themes/_con.html"},
        {"/themes/lpt1", "themes/lpt1.html", "themes/_lpt1.html"},
        {"/themes/lptx", "themes/lptx.html", "themes/lptx.html"},
        {"/themes/a%3Ab", "themes/a:b.html", "themes/a-b.html"},
        {"/themes/%C3%A9", "themes/é.html", "themes/--.html"},
        {"/themes/.x", "themes/.x.html", "themes/-x.html"},
        {"/themes/Water", "themes/other.html", "themes/Water.html"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_str file = ph_edition_add(table, ph_cstr(rows[i][0]), ph_cstr(rows[i][1]));
        assert_string_equal(file.s, rows[i][2]);
    }
    /* As many as make the table grow. */
    char address[40];
    for (int i = 0; i < 5000; i++) {
        snprintf(address, sizeof address, "/x/%d", i);
        assert_non_null(ph_edition_add(table, ph_cstr(address), ph_cstr(address + 1)).s);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(address, sizeof address, "/x/%d", i);
        const ph_edition_file *file = ph_edition_find(table, ph_cstr(address));
        assert_non_null(file);
        assert_string_equal(file->file.s, address + 1);
    }
    assert_null(ph_edition_find(table, PH_STR("/x/5000")));
}

/* "A: Abc, Ähre | B: ...", with the number of its page where a new one begins. */
static void letters_as_text(const char *tag, const char *const *labels, size_t n,
                            size_t rows, ph_buf *out)
{
    ph_entries entries = {0};
    ph_letters letters;
    size_t page = 1, letter = (size_t)-1;
    for (size_t i = 0; i < n; i++) {
        ph_entry *entry = PH_PUSH(arena, &entries);
        if (entry)
            *entry = (ph_entry){.label = ph_cstr(labels[i]), .rows = 1};
    }
    assert_true(ph_letters_make(arena, tag, rows, entries, &letters));
    assert_int_equal(letters.entries.n, n);
    for (size_t i = 0; i < n; i++) {
        const ph_entry *e = &letters.entries.v[i];
        assert_true(ph_eqc(e->label, labels[e->at]));
        if (e->page != page) {
            page = e->page;
            ph_buf_addf(out, " /%zu/", page);
        }
        if (e->letter != letter) {
            letter = e->letter;
            ph_buf_addf(out, "%s%.*s:", i ? " | " : "",
                        PH_FMT(letters.all.v[letter].label));
        }
        ph_buf_addf(out, " %.*s", PH_FMT(e->label));
    }
    assert_int_equal(letters.pages, page);
    ph_buf_byte(out, '\0');
}

static void test_letters(void **state)
{
    static const char *const words[] = {"zebra",   "Ärger", "«Apple»", "öl",   "Ñandú",
                                        "nube",    "о нас", "Ørsted",  "汉字", "中文",
                                        "10 days", "…",     "Æsop",    "A b",  "Ab"};
    static const struct {
        const char *tag, *want;
    } rows[] = {
        {"en", "#: … | 0–9: 10 days | A: A b Ab Æsop «Apple» Ärger | N: Ñandú nube | O: öl "
               "Ørsted | Z: zebra | О: о нас | Han: 中文 汉字"},
        {"es",
         "#: … | 0–9: 10 days | A: A b Ab Æsop «Apple» Ärger | N: nube | Ñ: Ñandú | O: "
         "öl Ørsted | Z: zebra | О: о нас | han: 中文 汉字"},
        {"ru",
         "#: … | 0–9: 10 days | О: о нас | A: A b Ab Æsop «Apple» Ärger | N: Ñandú nube "
         "| O: öl Ørsted | Z: zebra | китайская: 中文 汉字"},
    };
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        ph_buf out = {0};
        letters_as_text(rows[i].tag, words, N(words), 100, &out);
        assert_string_equal(out.s, rows[i].want);
        ph_buf_free(&out);
    }
    static const char *const few[] = {"b", "a", "c", "bb", "a"};
    ph_buf out = {0};
    letters_as_text("en", few, N(few), 2, &out);
    assert_string_equal(out.s, "A: a a /2/ | B: b bb /3/ | C: c");
    ph_buf_clear(&out);
    letters_as_text("en", few, 0, 2, &out);
    assert_string_equal(out.s, "");
    ph_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_letters),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_table, close_table);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/parsing.h"

/* --- PDF files by hand -------------------------------------------------------------------- */

/* A PDF with a page for each content stream (NULL ends them); more: further objects, from
 * number 50 on; catalog: more of the catalog; trailer: more of the trailer. */
typedef struct pdf {
    const char *pages[16];
    const char *more, *catalog, *trailer;
} pdf;

static ph_str make_pdf(ph_arena *arena, const pdf *p)
{
    ph_buf out = {0};
    size_t n = 0;
    ph_buf_addf(&out, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj\n",
                p->catalog ? p->catalog : "");
    ph_buf_addc(&out, "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
                      "/Encoding/WinAnsiEncoding>>endobj\n"
                      "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold"
                      "/Encoding/WinAnsiEncoding>>endobj\n");
    for (; p->pages[n]; n++)
        ph_buf_addf(&out,
                    "%zu 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources"
                    "<</Font<</F 3 0 R/B 4 0 R>>/XObject<</I 50 0 R>>>>/Annots[51 0 "
                    "R]/Contents %zu 0 R"
                    ">>endobj\n%zu 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n",
                    10 + 2 * n, 11 + 2 * n, 11 + 2 * n, strlen(p->pages[n]), p->pages[n]);
    ph_buf_addc(&out, "2 0 obj<</Type/Pages/Kids[");
    for (size_t i = 0; i < n; i++)
        ph_buf_addf(&out, "%zu 0 R ", 10 + 2 * i);
    ph_buf_addf(&out, "]/Count %zu>>endobj\n%s\ntrailer<</Root 1 0 R%s>>\n", n,
                p->more ? p->more : "", p->trailer ? p->trailer : "");
    ph_str bytes = ph_dup(arena, ph_buf_str(&out));
    ph_buf_free(&out);
    assert_non_null(bytes.s);
    return bytes;
}

static ph_document parse_pdf(ph_arena *arena, pdf p)
{
    return parse_bytes(arena, "a.pdf", make_pdf(arena, &p));
}

static void pages_are(ph_arena *arena, pdf p, const char *want)
{
    ph_document doc = parse_pdf(arena, p);
    assert_string_equal(blocks_of(arena, &doc), want);
}

/* A line of Helvetica (F) or its bold (B). */
#define LINE(font, size, x, y, text)                                                       \
    "BT /" font " " #size " Tf " #x " " #y " Td (" text ") Tj ET\n"

static const char picture[] =
    "50 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    "/BitsPerComponent 8/Length 1>>stream\nx\nendstream endobj\n";

/* --- layout ------------------------------------------------------------------------------- */

/* Headings, items and kinds of the same text as plain text, in layouts of LibreOffice. */
static void same_as_text(void **state)
{
    static const char *const files[] = {"pdf/workshop-one-column.pdf",
                                        "pdf/workshop-two-columns.pdf"};
    ph_document text = parse_fixture(*state, "text/workshop.txt");
    for (size_t f = 0; f < N(files); f++) {
        ph_document doc = parse_fixture(*state, files[f]);
        size_t j = 0, found = 0;
        assert_true(ph_eqc(doc.mime, "application/pdf"));
        for (size_t i = 0; i < text.blocks.n; i++) {
            const ph_block *want = &text.blocks.v[i];
            if (want->type != PH_BLOCK_HEADING && want->type != PH_BLOCK_ITEM)
                continue;
            while (j < doc.blocks.n && doc.blocks.v[j].type == PH_BLOCK_PARAGRAPH)
                j++;
            if (j == doc.blocks.n || !ph_eq(doc.blocks.v[j].text, want->text) ||
                doc.blocks.v[j].type != want->type || doc.blocks.v[j].level != want->level)
                fail_msg("%s: no '%.*s' in\n%s", files[f], PH_FMT(want->text),
                         blocks_of(*state, &doc));
            assert_true(doc.blocks.v[j].page > 0);
            found++;
            j++;
        }
        assert_true(found > 15);
        const char *all = blocks_of(*state, &doc);
        assert_null(strstr(all, "Page "));
        assert_null(strstr(all, "Schools after the flood"));
        assert_non_null(strstr(all,
                               "¹ A copy is read when somebody else than its maker has "
                               "opened it.\n"));
    }
}

static void columns(void **state)
{
    pages_are(
        *state,
        (pdf){.pages = {LINE("B", 16, 40, 370, "A title over both of the columns") LINE(
                  "F", 10, 40, 340, "The first column begins with")
                            LINE("F", 10, 220, 340, "column, and here the second") LINE(
                                "F", 10, 40, 328, "this line and goes on to the")
                                LINE("F", 10, 220, 328, "one goes down to its end on") LINE(
                                    "F", 10, 40, 316, "third one, where it comes to")
                                    LINE("F", 10, 220, 316, "this line.") LINE(
                                        "F", 10, 40, 304, "the very end of the narrow")
                                        LINE("F", 10, 40, 280,
                                             "Below both of them stands a line as wide as "
                                             "the page is, to the right.")}},
        "H1 [1] A title over both of the columns\n"
        "P [1] The first column begins with this line and goes on to the third one, where "
        "it "
        "comes to the very end of the narrow column, and here the second one goes down to "
        "its "
        "end on this line.\n"
        "P [1] Below both of them stands a line as wide as the page is, to the right.\n");
}

static void table(void **state)
{
    pages_are(
        *state,
        (pdf){.pages = {LINE("F", 10, 40, 370, "Costs of the ferries in three years:") LINE(
                  "F", 10, 40, 340, "Ferry") LINE("F", 10, 150, 340, "2019")
                            LINE("F", 10, 250, 340, "2020") LINE("F", 10, 40, 325, "North")
                                LINE("F", 10, 150, 325, "12") LINE("F", 10, 250, 325, "14")
                                    LINE("F", 10, 40, 310, "South")
                                        LINE("F", 10, 150, 310, "7")
                                            LINE("F", 10, 250, 310, "9")}},
        "P [1] Costs of the ferries in three years:\n"
        "R [1] Ferry | 2019 | 2020\nR [1] North | 12 | 14\nR [1] South | 7 | 9\n");
}

/* What a page break and a footnote tear; what stands at the edges. */
static void pages(void **state)
{
    pages_are(
        *state,
        (pdf){.pages = {LINE("F", 10, 40, 385, "Report 2021") LINE(
                            "F", 10, 40, 350,
                            "A paragraph about the work of the schools in a "
                            "govern-") LINE("F", 10, 40, 338,
                                            "ment that learns; its last line is cut by the "
                                            "end of a")
                            LINE("F", 7, 40, 60, "1 A note at the foot of the page.")
                                LINE("F", 10, 190, 15, "Page 1 of 2"),
                        LINE("F", 10, 40, 385, "Report 2022")
                            LINE("F", 10, 40, 350, "Page, and goes on behind it.")
                                LINE("F", 10, 40, 326, "Another paragraph.")
                                    LINE("F", 10, 190, 15, "Page 2 of 2")}},
        "P [1] A paragraph about the work of the schools in a government that learns; its "
        "last "
        "line is cut by the end of a Page, and goes on behind it.\n"
        "P [1] ¹ A note at the foot of the page.\n"
        "P [2] Another paragraph.\n");
}

static void headings(void **state)
{
    pages_are(
        *state,
        (pdf){.pages = {LINE("B", 18, 40, 370, "Ferries and bridges")
                            LINE("B", 14, 40, 340, "Recommendations") LINE(
                                "B", 11, 40, 320, "1. Innovation and ICT") LINE("F", 10, 40,
                                                                                300, "\225")
                                LINE("F", 10, 60, 300, "Make two.") LINE("F", 10, 40, 288,
                                                                         "\225")
                                    LINE("F", 10, 60, 288, "Read both.")
                                        LINE("B", 11, 40, 270, "2. Training")
                                            LINE("F", 10, 40, 250,
                                                 "Practise once a year, and tell others "
                                                 "of it.") LINE("B", 14, 40, 230, "Thanks")
                                                LINE("F", 10, 40, 210,
                                                     "To everybody who was there.")}},
        "H1 [1] Ferries and bridges\nH2 [1] Recommendations\n"
        "H3 [1] 1. Innovation and ICT\nI1 [1] Make two.\nI1 [1] Read both.\n"
        "H3 [1] 2. Training\nP [1] Practise once a year, and tell others of it.\n"
        "H2 [1] Thanks\nP [1] To everybody who was there.\n");
}

static void hyphens(void **state)
{
    static const struct {
        const char *first, *second, *want;
    } rows[] = {
        {"we ask every govern-", "ment for help",
         "P [1] we ask every government for help\n"},
        {"a citizen-centred plan, citizen-", "centred",
         "P [1] a citizen-centred plan, citizen-centred\n"},
        {"a state-of-the-", "art ferry", "P [1] a state-of-the-art ferry\n"},
        {"help against COVID-", "19 in schools",
         "P [1] help against COVID-19 in schools\n"},
        {"a list of pre-", "and post-war ferries",
         "P [1] a list of pre- and post-war ferries\n"},
    };
    for (size_t i = 0; i < N(rows); i++) {
        char page[400];
        snprintf(page, sizeof page,
                 "BT /F 10 Tf 40 300 Td (%s) Tj ET\nBT /F 10 Tf 40 288 Td (%s) Tj ET\n",
                 rows[i].first, rows[i].second);
        pages_are(*state, (pdf){.pages = {page}}, rows[i].want);
    }
}

/* --- metadata ----------------------------------------------------------------------------- */

static void information(void **state)
{
    ph_document doc = parse_pdf(
        *state,
        (pdf){.pages = {LINE("F", 10, 40, 300, "Text of a page, and no more of it.")},
              .more = "60 0 obj<</Title(Bridges and ferries)/Author(Ana Berg; Bo Lind)"
                      "/Subject(What was learned)/Keywords(bridges, ferries)"
                      "/CreationDate(D:20210304)>>endobj",
              .trailer = "/Info 60 0 R"});
    value_is(&doc, "title", "Bridges and ferries");
    value_is(&doc, "creators.0", "Ana Berg");
    value_is(&doc, "creators.1", "Bo Lind");
    value_is(&doc, "abstract", "What was learned");
    value_is(&doc, "keywords.1", "ferries");
    assert_null(ph_document_get(&doc, "date").s);
}

static void useless_titles(void **state)
{
    static const char *const titles[] = {"Microsoft Word - report.doc", "untitled",
                                         "report final.PDF", "Document1", " "};
    for (size_t i = 0; i < N(titles); i++) {
        char info[200];
        snprintf(info, sizeof info, "60 0 obj<</Title(%s)>>endobj", titles[i]);
        ph_document doc =
            parse_pdf(*state, (pdf){.pages = {LINE("B", 18, 40, 350, "The true title") LINE(
                                        "F", 10, 40, 300, "Text of a page, more.")},
                                    .more = info,
                                    .trailer = "/Info 60 0 R"});
        value_is(&doc, "title", "The true title");
    }
}

static void xmp(void **state)
{
    static const char packet[] =
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>"
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'"
        " xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:CreateDate='2020-01-01'"
        " xmlns:prism='http://prismstandard.org/namespaces/basic/2.0/'"
        " prism:publicationDate='2021-05-04'>"
        "<dc:title><rdf:Alt><rdf:li xml:lang='fr'>Ponts</rdf:li>"
        "<rdf:li xml:lang='x-default'>Bridges</rdf:li></rdf:Alt></dc:title>"
        "<dc:creator><rdf:Seq><rdf:li>Berg, Ana</rdf:li><rdf:li>Bo Lind</rdf:li></rdf:Seq>"
        "</dc:creator><dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>"
        "<dc:publisher><rdf:Bag><rdf:li>Valley Network</rdf:li></rdf:Bag></dc:publisher>"
        "<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>CC BY 4.0</rdf:li></rdf:Alt>"
        "</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
    char more[3000];
    snprintf(
        more, sizeof more,
        "60 0 obj<</Title(Weak title)>>endobj\n"
        "61 0 obj<</Type/Metadata/Subtype/XML/Length %zu>>stream\n%s\nendstream endobj",
        strlen(packet), packet);
    ph_document doc = parse_pdf(
        *state,
        (pdf){.pages = {LINE("F", 10, 40, 300, "Text of a page, and no more of it.")},
              .more = more,
              .catalog = "/Metadata 61 0 R",
              .trailer = "/Info 60 0 R"});
    value_is(&doc, "title", "Bridges");
    value_is(&doc, "creators.0", "Berg, Ana");
    value_is(&doc, "creators.1", "Bo Lind");
    value_is(&doc, "language", "en");
    value_is(&doc, "publisher", "Valley Network");
    value_is(&doc, "license", "CC BY 4.0");
    value_is(&doc, "date", "2021-05-04");
}

/* --- what cannot be ----------------------------------------------------------------------- */

static const char *refused(ph_arena *arena, pdf p, ph_status want)
{
    return refusal(arena, "a.pdf", make_pdf(arena, &p).s, want);
}

static void refusals(void **state)
{
    ph_buf bytes = {0};
    ph_document doc;
    ph_error err;
    ph_input none = {PH_ABSENT, PH_ABSENT};
    char path[4096];
    assert_non_null(strstr(
        refused(*state, (pdf){.pages = {"q 400 0 0 400 0 0 cm /I Do Q"}, .more = picture},
                PH_UNSUPPORTED),
        "scanned pictures; run it through text recognition (OCR) first"));
    assert_non_null(strstr(refused(*state, (pdf){.pages = {" "}}, PH_INVALID), "empty"));
    assert_non_null(
        strstr(refused(*state, (pdf){.pages = {NULL}}, PH_INVALID), "no pages"));
    assert_non_null(
        strstr(refusal(*state, "a.pdf", "%PDF-1.4 and no more", PH_INVALID), "damaged"));
    blocks_are(*state, "a.pdf", "<html><p>Text", "P Text\n"); /* its bytes know better */
    snprintf(path, sizeof path, "%s/tests/fixtures/pdf/password.pdf",
             getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    assert_int_equal(ph_read_file(path, (size_t)1 << 20, &bytes, &err), PH_OK);
    ph_input file = {PH_STR("password.pdf"), ph_buf_str(&bytes)};
    assert_int_equal(ph_parse(file, none, *state, &doc, &err), PH_INVALID);
    assert_non_null(strstr(err.text, "password"));
    ph_buf_free(&bytes);
}

static void partly_scanned(void **state)
{
    ph_document doc = parse_pdf(
        *state,
        (pdf){.pages = {LINE("F", 10, 40, 300, "Text of a page, and no more of it."),
                        "q 400 0 0 400 0 0 cm /I Do Q"},
              .more = picture});
    assert_int_equal(doc.blocks.n, 1);
    assert_int_equal(doc.warnings.n, 1);
    assert_non_null(strstr(doc.warnings.v[0].s, "1 of 2 pages have no text"));
}

static void forms(void **state)
{
    pages_are(*state,
              (pdf){.pages = {LINE("F", 10, 40, 300, "Name of the school:")},
                    .more = "51 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Lake School)"
                            "/Rect[160 298 300 310]/P 10 0 R>>endobj",
                    .catalog = "/AcroForm<</Fields[51 0 R]>>"},
              "P [1] Name of the school: Lake School\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_as_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hyphens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(information, set_up, tear_down),
        cmocka_unit_test_setup_teardown(useless_titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(xmp, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(partly_scanned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forms, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parser a file gets, by its name and its first bytes; and what is said where none does. */
#include "config.h"

#include "indexer/parse_magic.h"
#include "tests/unit/unfolding.h"

#define OLE2 "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define PAGE "<!DOCTYPE html>\n<html><body><p>Page</p></body></html>"

/* The name of the format, or the reason why there is none, in the arena. */
static const char *choice(ph_arena *arena, const char *name, ph_str head)
{
    const ph_format *format;
    ph_error err;
    return ph_format_choose(ph_cstr(name), head, &format, &err) == PH_OK
               ? format->name
               : ph_dup(arena, ph_cstr(err.text)).s;
}

#define MESSAGE                                                                            \
    "Subject: x\r\nFrom: A\r\n <a@b.org>\r\nMIME-Version: 1.0\r\n\r\nNo field here."

static void chooses(ph_arena *arena, const char *name, ph_str head, const char *want)
{
    const char *got = choice(arena, name, head);
    if (strncmp(got, want, strlen(want)) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", name, got, want);
}

static void endings_are_believed(void **state)
{
    chooses(*state, "a.HTML", PH_STR("text"), "HTML");
    chooses(*state, "a.md", PH_STR("text"), "Markdown");
    chooses(*state, "a.txt", PH_STR("Subject: no mail"), "plain text");
    chooses(*state, "a.xml", PH_STR("<html/>"), "XML");
    chooses(*state, "a.xhtml", PH_STR("<?xml version='1.0'?><html/>"), "HTML");
    chooses(*state, "a.txt", PH_STR("<?xml version='1.0'?><a/>"), "plain text");
    chooses(*state, "a.eml", PH_STR("Subject: x\n\nx"), "e-mail");
    chooses(*state, "a.txt", PH_STR(MESSAGE), "e-mail");
    chooses(*state, "RE budget", PH_STR(MESSAGE), "e-mail");
    chooses(*state, "a.txt", PH_STR("From: the minister\nSubject: x\n\nx"), "plain text");
    chooses(*state, "a.txt", PH_STR("A note.\n" MESSAGE), "plain text");
    chooses(*state, "a.tar.gz", PH_STR("\x1f\x8b\x08"), "tar");
    chooses(*state, "a.zip", PH_STR("PK\x03\x04"), "ZIP");
}

static void bytes_know_better(void **state)
{
    chooses(*state, "a.doc", PH_STR(PAGE), "HTML");
    chooses(*state, "a.txt", PH_STR("\xEF\xBB\xBF <!-- saved -->\n<HTML>"), "HTML");
    chooses(*state, "a.xls", PH_STR(PAGE), "HTML");
    chooses(*state, "a.xls", PH_STR("<?xml version='1.0'?><Workbook/>"), "XML");
    chooses(*state, "a.txt", PH_STR("\x1f\x8b\x08\x00"), "tar");
    chooses(*state, "a.txt", PH_STR("PK\x03\x04 and more than thirty bytes of a head"),
            "ZIP");
    chooses(*state, "a.zip", PH_STR("BZh91AY"), "tar");
    chooses(*state, "a.md", PH_STR("\x89PNG\r\n\x1a\n"), "is a picture");
    chooses(*state, "letter.doc", PH_STR("Dear all,\n\nthis is just text.\n"),
            "plain text");
}

static void without_an_ending(void **state)
{
    chooses(*state, "README", PH_STR("Some words of English text.\n"), "plain text");
    chooses(*state, "Report v1.2", PH_STR("Some words of English text.\n"), "plain text");
    chooses(*state, "page", PH_STR(PAGE), "HTML");
    chooses(*state, "archive", PH_STR("PK\x05\x06"), "ZIP");
    chooses(*state, "letter",
            PH_STR("Return-Path: <a@example.org>\nReceived: from b\nFrom: a@example.org\n"
                   "To: b@example.org\nSubject: x\n\nBody\n"),
            "e-mail");
    chooses(*state, "data", PH_STR("\x01\x02\x03\x04\xfe\xff\x00\x01"),
            "the name has no ending");
}

static void what_nobody_reads(void **state)
{
    static const struct {
        const char *name, *head, *reason;
    } cases[] = {
        {"a.doc", OLE2,
         "is an old Word document (.doc), which peerhub does not read: save it as .docx"},
        {"a.xls", OLE2,
         "is an old Excel workbook (.xls), which peerhub does not read: save it as .xlsx"},
        {"a.ppt", OLE2,
         "is an old PowerPoint presentation (.ppt), which peerhub does not "
         "read: save it as .pptx"},
        {"a.msg", OLE2,
         "is an Outlook message (.msg), which peerhub does not read: save it as .eml"},
        {"a.docx", OLE2, "the file is encrypted with a password; save it without one"},
        {"a.txt", OLE2, "is an old Microsoft Office document"},
        {"a.jpg", "\xFF\xD8\xFF\xE0", "is a picture"},
        {"a.mp3", "ID3\x03", "is a sound recording"},
        {"a.mp4", "some bytes", "is a video"},
        {"a.ttf", "some bytes", "is a font"},
        {"a.txt",
         "\x7F"
         "ELF\x02\x01\x01",
         "is a program"},
        {"a.rar", "Rar!\x1A\x07", "is a RAR archive"},
        {"a.xyz", "some text", "no parser for '.xyz' files; peerhub reads HTML, "},
        {"a.js", "var a = 1;\n", "no parser for '.js' files"},
        {"a.kmz", "PK\x03\x04 and more than thirty bytes of a head",
         "no parser for '.kmz'"},
        {"a.txt", "", "the file is empty"},
        {"a.xyz", " \n", "the file is empty"}};
    for (size_t i = 0; i < N(cases); i++)
        chooses(*state, cases[i].name, ph_cstr(cases[i].head), cases[i].reason);
}

/* Old Office documents say in UTF-16 what they are. */
static void ole2_by_its_streams(void **state)
{
    static const struct {
        const char *stream, *reason;
    } cases[] = {
        {"WordDocument", "is an old Word"},
        {"Workbook", "is an old Excel"},
        {"PowerPoint Document", "is an old PowerPoint"},
        {"__substg1.0_1000001E", "is an Outlook"},
        {"EncryptedPackage", "the file is encrypted with a password; save it without one"}};
    for (size_t i = 0; i < N(cases); i++) {
        ph_buf bytes = {0};
        ph_buf_addc(&bytes, OLE2);
        for (const char *c = cases[i].stream; *c; c++)
            ph_buf_add(&bytes, (ph_str){(const char[]){*c, '\0'}, 2});
        chooses(*state, "a.doc", ph_buf_str(&bytes), cases[i].reason);
        ph_buf_free(&bytes);
    }
}

/* What is a ZIP file inside, whatever it is called, has its own type; its parser may be missing
 * in a build, and then it is named. */
static void packages_by_their_members(void **state)
{
    static const struct {
        const char *first, *text, *second, *type;
    } cases[] = {
        {"[Content_Types].xml", "<Types/>", "word/document.xml",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"_rels/.rels", "<R/>", "xl/workbook.xml",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"ppt/presentation.xml", "<p/>", "[Content_Types].xml",
         "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        {"word/minutes.txt", "text", "word/more.txt", "application/zip"},
        {"a.txt", "text", "b.txt", "application/zip"}};
    for (size_t i = 0; i < N(cases); i++) {
        building b;
        build_begin(&b, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
        build_file(&b, cases[i].first, cases[i].text);
        build_file(&b, cases[i].second, "<x/>");
        assert_string_equal(ph_sign_type(build_end(&b, *state)), cases[i].type);
    }
    ph_str book = PH_STR("PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                         "\x08\0\0\0mimetypeapplication/epub+zipPK");
    assert_string_equal(ph_sign_type(book), "application/epub+zip");
}

static void each_beginning_is_harmless(void **state)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
    build_file(&b, "[Content_Types].xml", "<Types/>");
    build_file(&b, "word/document.xml", "<x/>");
    ph_str bytes = build_end(&b, *state);
    for (size_t n = 0; n <= bytes.n; n++) {
        char *copy =
            malloc(n ? n : 1); /* of just this size: a checker sees reads past it */
        assert_non_null(copy);
        memcpy(copy, bytes.s, n);
        (void)choice(*state, "a", (ph_str){copy, n});
        free(copy);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(endings_are_believed),       TEST(bytes_know_better),
        TEST(without_an_ending),          TEST(what_nobody_reads),
        TEST(ole2_by_its_streams),        TEST(packages_by_their_members),
        TEST(each_beginning_is_harmless),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signs that leave no doubt about a format. */
#include "config.h"

#include <string.h>

#include "indexer/parse_magic.h"

static const struct {
    unsigned char n;
    const char *bytes, *type;
} signs[] = {{5, "%PDF-", "application/pdf"},
             {8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", PH_TYPE_OLE2},
             {5, "{\\rtf", "text/rtf"},
             {3, "\x1F\x8B\x08", "application/gzip"},
             {3, "BZh", "application/x-bzip2"},
             {6, "\xFD\x37zXZ\0", "application/x-xz"},
             {4, "\x28\xB5\x2F\xFD", "application/zstd"},
             {4, "Rar!", "application/x-rar"},
             {6, "7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"},
             {8, "\x89PNG\r\n\x1A\n", "image/png"},
             {3, "\xFF\xD8\xFF", "image/jpeg"},
             {6, "GIF87a", "image/gif"},
             {6, "GIF89a", "image/gif"},
             {4, "II*\0", "image/tiff"},
             {4, "MM\0*", "image/tiff"},
             {4,
              "\x7F"
              "ELF",
              "application/x-executable"}};

/* White space and a byte order mark before the first character. */
static ph_str skip_blank(ph_str s)
{
    size_t i = ph_starts(s, PH_STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (i < s.n && strchr(" \t\r\n", s.s[i]) && s.s[i])
        i++;
    return ph_sub(s, i, s.n);
}

static bool begins(ph_str s, ph_str with)
{
    return ph_eq_nocase(ph_sub(s, 0, with.n), with);
}

/* Comments may stand before a page's first element. */
static bool is_html(ph_str s)
{
    while (ph_starts(s, PH_STR("<!--"))) {
        const char *end = memmem(s.s, s.n, "-->", 3);
        if (!end)
            return false;
        s = skip_blank(ph_sub(s, (size_t)(end - s.s) + 3, s.n));
    }
    return begins(s, PH_STR("<!doctype html")) ||
           (begins(s, PH_STR("<html")) && s.n > 5 && strchr("> \t\r\n", s.s[5]));
}

/* A message: fields up to an empty line, among them the sender and one that only programs
 * write (RFC 5322).  Each line must be a field, or go on with one. */
static bool is_message(ph_str s)
{
    bool sender = false, program = false;
    for (bool first = true; s.n; first = false) {
        const char *end = memchr(s.s, '\n', s.n);
        ph_str line = ph_sub(s, 0, end ? (size_t)(end - s.s) : s.n);
        s = ph_sub(s, line.n + 1, s.n);
        if (!ph_trim(line).n)
            break;
        if (!first && (line.s[0] == ' ' || line.s[0] == '\t'))
            continue;
        for (size_t i = 0; i == 0 || line.s[i] != ':'; i++)
            if (i + 1 >= line.n || line.s[i] <= ' ' || line.s[i] == ':' || line.s[i] > '~')
                return end == NULL && sender && program; /* the head ends within a field */
        sender = sender || begins(line, PH_STR("From:"));
        program = program || begins(line, PH_STR("Message-ID:")) ||
                  begins(line, PH_STR("MIME-Version:")) ||
                  begins(line, PH_STR("Received:"));
    }
    return sender && program;
}

/* --- ZIP -------------------------------------------------------------------------------------- */

#define ZIP_HEAD ((size_t)30)

static size_t short_at(ph_str s, size_t i)
{
    return (size_t)(unsigned char)s.s[i] | (size_t)(unsigned char)s.s[i + 1] << 8;
}

/* ODF and EPUB have their type as the first member, not compressed.  There are more such
 * packages than we read. */
static const char *mimetype_member(ph_str name, ph_str data)
{
    static const char *const types[] = {"application/epub+zip",
                                        "application/vnd.oasis.opendocument.text",
                                        "application/vnd.oasis.opendocument.spreadsheet",
                                        "application/vnd.oasis.opendocument.presentation"};
    if (!ph_eqc(name, "mimetype"))
        return NULL;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ph_starts(data, ph_cstr(types[i])))
            return types[i];
    return "application/x-package";
}

/* An OOXML package has its parts' list or relations, and a folder of the application; those may
 * stand in any order. */
static const char *zip_type(ph_str head)
{
    static const struct {
        const char *folder, *type;
    } folders[] = {
        {"word/",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"ppt/",
         "application/vnd.openxmlformats-officedocument.presentationml.presentation"}};
    bool package = false;
    const char *type = NULL;
    for (size_t at = 0; at + ZIP_HEAD < head.n;) {
        ph_str name = ph_sub(head, at + ZIP_HEAD, at + ZIP_HEAD + short_at(head, at + 26));
        ph_str data =
            ph_sub(head, at + ZIP_HEAD + name.n + short_at(head, at + 28), head.n);
        const char *said = at == 0 ? mimetype_member(name, data) : NULL;
        if (said)
            return said;
        package = package || ph_eqc(name, "[Content_Types].xml") ||
                  ph_eqc(name, "_rels/.rels") || ph_starts(name, PH_STR("docProps/"));
        for (size_t i = 0; i < sizeof folders / sizeof *folders && !type; i++)
            if (ph_starts(name, ph_cstr(folders[i].folder)))
                type = folders[i].type;
        const char *next = memmem(head.s + at + 4, head.n - at - 4, "PK\x03\x04", 4);
        at = next ? (size_t)(next - head.s) : head.n;
    }
    return package && type ? type : "application/zip";
}

/* --- OLE2 ------------------------------------------------------------------------------------- */

const char *ph_sign_ole2(ph_str head)
{
    /* names of streams, in UTF-16, as the file's directory has them */
    static const struct {
        const char *stream, *kind;
    } streams[] = {{"EncryptedPackage", "encrypted"},
                   {"WordDocument", "doc"},
                   {"PowerPoint Document", "ppt"},
                   {"Workbook", "xls"},
                   {"__substg1.0_", "msg"}};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        char wide[64];
        size_t n = 0;
        for (const char *c = streams[i].stream; *c; c++) {
            wide[n++] = *c;
            wide[n++] = '\0';
        }
        if (memmem(head.s, head.n, wide, n))
            return streams[i].kind;
    }
    return NULL;
}

/* --- all --------------------------------------------------------------------------------------- */

const char *ph_sign_type(ph_str head)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (ph_starts(head, (ph_str){signs[i].bytes, signs[i].n}))
            return signs[i].type;
    if (ph_starts(head, PH_STR("PK\x03\x04")))
        return zip_type(head);
    if (ph_starts(head, PH_STR("PK\x05\x06")))
        return "application/zip";
    if (head.n > 262 && memcmp(head.s + 257, "ustar", 5) == 0)
        return "application/x-tar";
    ph_str text = skip_blank(head);
    if (is_html(text))
        return "text/html";
    if (begins(text, PH_STR("<?xml")))
        return "application/xml";
    return is_message(text) ? "message/rfc822" : NULL;
}

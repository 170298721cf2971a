/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which format a file has: its ending, unless its bytes know better; and why nobody reads it. */
#include "config.h"

#include <string.h>

#include "indexer/parse.h"
#include "indexer/parse_magic.h"

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN "application/vnd.oasis.opendocument."

/* The extension that files of a type have.  Types that begin with one of these count as well:
 * templates, formats with macros. */
static const struct {
    const char *type, *extension;
} types[] = {{"application/pdf", "pdf"},
             {"text/html", "html"},
             {"application/xhtml+xml", "html"},
             {"text/xml", "xml"},
             {"application/xml", "xml"},
             {"text/rtf", "rtf"},
             {"application/rtf", "rtf"},
             {OFFICE "wordprocessingml.", "docx"},
             {OFFICE "presentationml.", "pptx"},
             {OFFICE "spreadsheetml.", "xlsx"},
             {OPEN "text", "odt"},
             {OPEN "presentation", "odp"},
             {OPEN "spreadsheet", "ods"},
             {"application/epub+zip", "epub"},
             {"message/rfc822", "eml"},
             {"application/mbox", "mbox"},
             {"application/x-ndjson", "jsonl"},
             {"application/json", "json"},
             {"text/csv", "csv"},
             {"application/zip", "zip"},
             {"application/x-tar", "tar"},
             {"application/gzip", "gz"},
             {"application/x-bzip2", "bz2"},
             {"application/x-xz", "xz"},
             {"application/zstd", "zst"},
             {"text/plain", "txt"}};

/* What peerhub does not read, by type or extension. */
static const struct {
    const char *type, *extensions, *reason;
} reasons[] = {
    {"application/msword", "doc dot ",
     "is an old Word document (.doc), which peerhub does not read: save it as .docx"},
    {"application/vnd.ms-excel", "xls xlt ",
     "is an old Excel workbook (.xls), which peerhub does not read: save it as .xlsx"},
    {"application/vnd.ms-powerpoint", "ppt pps pot ",
     "is an old PowerPoint presentation (.ppt), which peerhub does not read: save it as "
     ".pptx"},
    {"application/vnd.ms-outlook", "msg ",
     "is an Outlook message (.msg), which peerhub does not read: save it as .eml"},
    {"application/x-rar", "rar ",
     "is a RAR archive, which peerhub does not read: save it as "
     ".zip"},
    {"application/x-7z-compressed", "7z ",
     "is a 7-Zip archive, which peerhub does not read: save it as .zip"},
    {"image/", "png jpg jpeg gif tif tiff bmp svg webp heic ico psd ",
     "is a picture: peerhub reads no text out of pictures"},
    {"audio/", "mp3 wav ogg m4a flac wma ", "is a sound recording: it has no text to read"},
    {"video/", "mp4 avi mov mkv webm wmv mpg mpeg ", "is a video: it has no text to read"},
    {"font/", "ttf otf woff woff2 ", "is a font: it has no text to read"},
    {"application/font", "", "is a font: it has no text to read"},
    {"application/vnd.ms-opentype", "", "is a font: it has no text to read"},
    {"application/x-executable", "exe com msi ", "is a program: it has no text to read"},
    {"application/x-pie-executable", "", "is a program: it has no text to read"},
    {"application/x-sharedlib", "dll so ", "is a program: it has no text to read"},
    {"application/x-dosexec", "", "is a program: it has no text to read"},
    {"application/vnd.microsoft.portable-executable", "",
     "is a program: it has no text to read"}};

/* --- by type ------------------------------------------------------------------------------------ */

static bool begins(const char *type, const char *with)
{
    return strncmp(type, with, strlen(with)) == 0;
}

/* The extension for a type, or NULL. */
static const char *extension_for(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (begins(type, types[i].type))
            return types[i].extension;
    return NULL;
}

static const ph_format *format_for(const char *extension)
{
    char name[16] = "a.";
    strncat(name, extension, sizeof name - 3);
    return ph_format_find(ph_cstr(name));
}

/* Formats that are text as it stands. */
static bool is_text(const ph_format *format)
{
    return begins(format->mime, "text/") || begins(format->mime, "message/") ||
           strstr(format->mime, "xml") == format->mime + strlen(format->mime) - 3 ||
           strstr(format->mime, "json");
}

/* Formats that are ZIP files inside. */
static bool is_package(const ph_format *format)
{
    return begins(format->mime, "application/vnd.openxmlformats") ||
           begins(format->mime, OPEN) || begins(format->mime, "application/epub");
}

/* True if a sure sign speaks against the format that the name tells. */
static bool contradicts(const ph_format *format, const char *sign)
{
    if (!sign)
        return false;
    const char *extension = extension_for(sign);
    if (extension && ph_format_is_listed(ph_cstr(extension), format->extensions))
        return false;
    if (strcmp(sign, "application/zip") == 0) /* its first bytes do not always tell */
        return !is_package(format);
    if (strcmp(sign, "application/xml") == 0) /* OpenDocument has flat forms */
        return !is_text(format) && !begins(format->mime, OPEN);
    if (strcmp(sign, "text/html") == 0) /* XHTML, and pages in messages */
        return strcmp(format->mime, "application/xml") != 0 &&
               !begins(format->mime, "message/");
    return true;
}

/* --- refusals ------------------------------------------------------------------------------------ */

static const char *reason_for(const char *type, ph_str extension)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (begins(type, reasons[i].type))
            return reasons[i].reason;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (ph_format_is_listed(extension, reasons[i].extensions))
            return reasons[i].reason;
    return NULL;
}

/* OLE2 is a container for everything that Office wrote in the old days, and that it encrypts. */
static ph_status refuse_ole2(ph_str head, ph_str extension, ph_error *err)
{
    static const char *const packages =
        "docx docm dotx xlsx xlsm xltx pptx pptm potx ppsx ";
    const char *kind = ph_sign_ole2(head);
    if (kind ? strcmp(kind, "encrypted") == 0 : ph_format_is_listed(extension, packages))
        return ph_fail(err, PH_INVALID,
                       "the file is encrypted with a password; save it without one");
    const char *reason = reason_for("", kind ? ph_cstr(kind) : extension);
    return ph_fail(err, PH_UNSUPPORTED, "%s",
                   reason ? reason
                          : "is an old Microsoft Office document, which peerhub does not "
                            "read: save it as .docx, .xlsx or .pptx");
}

static ph_status refuse(ph_str head, ph_str extension, const char *type, ph_error *err)
{
    if (strcmp(type, PH_TYPE_OLE2) == 0)
        return refuse_ole2(head, extension, err);
    /* an ending says nothing where the bytes say what it is */
    const char *should = extension_for(type);
    bool told = should && strcmp(should, "txt") != 0;
    const char *reason = reason_for(type, told ? PH_STR("") : extension);
    if (reason)
        return ph_fail(err, PH_UNSUPPORTED, "%s", reason);
    if (should && !format_for(should))
        extension = ph_cstr(should);
    ph_buf names = {0};
    ph_format_names(&names);
    ph_status status =
        names.failed ? ph_fail_memory(err)
        : extension.n
            ? ph_fail(err, PH_UNSUPPORTED, "no parser for '.%.*s' files; peerhub reads %s",
                      PH_FMT(extension), names.s)
            : ph_fail(err, PH_UNSUPPORTED,
                      "the name has no ending that tells the format, such as '.html', and "
                      "neither do its first bytes; peerhub reads %s",
                      names.s);
    ph_buf_free(&names);
    return status;
}

/* --- the choice ------------------------------------------------------------------------------------ */

/* By the type alone.  Programs, settings and data are text as well, and all kinds of things are
 * ZIP files inside: a file with an ending that nobody knows is taken for neither, but that
 * pages and reports are often given the endings of office documents. */
static const ph_format *choose_by_type(const char *type, ph_str extension, bool known)
{
    const char *found = extension_for(type);
    if (!found && !extension.n && begins(type, "text/"))
        found = "txt";
    if (found && (strcmp(found, "txt") == 0 || strcmp(found, "zip") == 0) && extension.n &&
        !known && !ph_format_is_listed(extension, "doc dot xls xlt ppt pps "))
        return NULL;
    return found ? format_for(found) : NULL;
}

ph_status ph_format_choose(ph_str name, ph_str head, const ph_format **format,
                           ph_error *err)
{
    head = ph_sub(head, 0, PH_FORMAT_HEAD);
    *format = NULL;
    if (!ph_trim(head).n)
        return ph_fail(err, PH_INVALID, "the file is empty");
    ph_str extension = ph_format_extension(name);
    const ph_format *named = ph_format_find(name);
    const char *type = ph_sign_type(head);
    if (named && !contradicts(named, type))
        *format = named;
    else {
        type = type ? type : ph_magic_type(head);
        *format = choose_by_type(type, extension, named != NULL);
    }
    return *format ? PH_OK : refuse(head, extension, type, err);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/parse_office.h"
#include "search/limits.h"

static const ph_format *const formats[] = {
    &ph_format_html, &ph_format_xml,        &ph_format_markdown, &ph_format_text,
    &ph_format_docx, &ph_format_pptx,       &ph_format_odf,      &ph_format_epub,
    &ph_format_pdf,  &ph_format_rtf,        &ph_format_csv,      &ph_format_tsv,
    &ph_format_json, &ph_format_json_lines, &ph_format_xlsx,     &ph_format_ods};

/* What a name's last dot begins, without the dot; empty if there is none. */
static ph_str extension_of(ph_str name)
{
    for (size_t i = name.n; i-- > 1;)
        if (name.s[i] == '.')
            return ph_sub(name, i + 1, name.n);
    return PH_STR("");
}

/* True if the extension is one of a list of words, each with a space behind it. */
static bool is_listed(ph_str extension, const char *list)
{
    ph_str rest = ph_cstr(list), piece;
    while (extension.n && ph_split(&rest, ' ', &piece))
        if (ph_eq_nocase(extension, piece))
            return true;
    return false;
}

const ph_format *ph_format_find(ph_str name)
{
    ph_str extension = extension_of(name);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (is_listed(extension, formats[i]->extensions))
            return formats[i];
    return NULL;
}

static ph_status refuse_name(ph_str name, ph_error *err)
{
    ph_str extension = extension_of(name);
    if (!extension.n)
        return ph_fail(
            err, PH_UNSUPPORTED,
            "the name has no ending that tells the format, such as '.html'; peerhub "
            "reads HTML, XML, Markdown, plain text, office documents and EPUB");
    return ph_fail(
        err, PH_UNSUPPORTED,
        "no parser for '.%.*s' files; peerhub reads HTML, XML, Markdown, plain text, "
        "office documents and EPUB",
        PH_FMT(ph_sub(extension, 0, 20)));
}

/* Files that carry another format's name: what they are by their first bytes, or NULL. */
static const char *other_format(ph_str bytes, const ph_format *format)
{
    static const struct {
        const char *magic, *name;
        const ph_format *format;
    } magics[] = {{"%PDF-", "a PDF document", &ph_format_pdf},
                  {"PK\x03\x04", "a ZIP archive or an office document", NULL},
                  {"\xD0\xCF\x11\xE0", "an old Microsoft Office document", NULL},
                  {"{\\rtf", "an RTF document", &ph_format_rtf},
                  {"\x1F\x8B", "a gzip-compressed file", NULL},
                  {"\x89PNG", "a PNG picture", NULL},
                  {"\xFF\xD8\xFF", "a JPEG picture", NULL}};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (magics[i].format != format && ph_starts(bytes, ph_cstr(magics[i].magic)))
            return magics[i].name;
    return NULL;
}

/* True for what an office document or a book may begin with: a package, also an encrypted one,
 * which its parser has words for. */
static bool is_own(const ph_format *format, ph_str bytes)
{
    static const ph_format *const packages[] = {&ph_format_docx, &ph_format_pptx,
                                                &ph_format_odf,  &ph_format_epub,
                                                &ph_format_xlsx, &ph_format_ods};
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (format == packages[i])
            return ph_starts(bytes, PH_STR("PK\x03\x04")) || ph_office_is_encrypted(bytes);
    return false;
}

ph_status ph_format_choose(ph_str name, ph_str head, const ph_format **format,
                           ph_error *err)
{
    *format = ph_format_find(name);
    if (!*format)
        return refuse_name(name, err);
    if (!ph_trim(head).n)
        return ph_fail(err, PH_INVALID, "the file is empty");
    const char *other = is_own(*format, head) ? NULL : other_format(head, *format);
    if (other)
        return ph_fail(
            err, PH_INVALID,
            "the file is %s, although its name says %s; give it its right ending", other,
            (*format)->name);
    return PH_OK;
}

ph_status ph_parse(ph_input input, ph_input sidecar, ph_arena *arena, ph_document *doc,
                   ph_error *err)
{
    *doc = (ph_document){0};
    const ph_format *format;
    ph_status status = ph_format_choose(input.name, input.bytes, &format, err);
    if (status)
        return status;
    if (!format->parse)
        return ph_fail(err, PH_UNSUPPORTED, "%s holds more than one document",
                       format->name);
    if (input.bytes.n > PH_FILE_BYTES)
        return ph_fail(err, PH_LIMIT, "the file is larger than %zu MB",
                       PH_FILE_BYTES >> 20);
    doc->mime = ph_cstr(format->mime);
    status = format->parse(input, arena, doc, err);
    if (status == PH_OK && sidecar.name.s)
        status = ph_parse_sidecar(sidecar, arena, doc, err);
    if (status == PH_OK)
        ph_meta_settle(doc);
    return status;
}

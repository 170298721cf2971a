/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <locale.h>

#include "indexer/parse_common.h"
#include "indexer/parse_magic.h"
#include "indexer/parse_mail.h"
#include "indexer/xml_schema.h"
#include "search/limits.h"

static const ph_format *const formats[] = {
    &ph_format_html, &ph_format_xml,        &ph_format_markdown, &ph_format_text,
    &ph_format_pdf,  &ph_format_docx,       &ph_format_pptx,     &ph_format_odf,
    &ph_format_rtf,  &ph_format_epub,       &ph_format_csv,      &ph_format_tsv,
    &ph_format_json, &ph_format_json_lines, &ph_format_xlsx,     &ph_format_ods,
    &ph_format_mail, &ph_format_mbox,       &ph_format_zip,      &ph_format_tar,
    &ph_format_oai};
#define FORMATS (sizeof formats / sizeof *formats)

#define EXTENSION_BYTES 10

ph_str ph_format_extension(ph_str name)
{
    size_t i = name.n;
    bool letters = false;
    while (i > 0 && ((name.s[i - 1] >= '0' && name.s[i - 1] <= '9') ||
                     ((name.s[i - 1] | 0x20) >= 'a' && (name.s[i - 1] | 0x20) <= 'z')))
        letters = name.s[--i] > '9' || letters;
    bool has = letters && i > 1 && name.s[i - 1] == '.' && name.n - i <= EXTENSION_BYTES;
    return has ? ph_sub(name, i, name.n) : PH_STR("");
}

bool ph_format_is_listed(ph_str extension, const char *list)
{
    ph_str rest = ph_cstr(list), piece;
    while (extension.n && ph_split(&rest, ' ', &piece))
        if (ph_eq_nocase(extension, piece))
            return true;
    return false;
}

const ph_format *ph_format_find(ph_str name)
{
    ph_str extension = ph_format_extension(name);
    for (size_t i = 0; i < FORMATS; i++)
        if (ph_format_is_listed(extension, formats[i]->extensions))
            return formats[i];
    return NULL;
}

void ph_format_names(ph_buf *out)
{
    for (size_t i = 0; i < FORMATS; i++)
        ph_buf_addf(out, "%s%s",
                    i == 0            ? ""
                    : i + 1 < FORMATS ? ", "
                                      : " and ",
                    formats[i]->name);
}

ph_status ph_parse_init(const char *schema_path, ph_error *err)
{
    ph_parse_finish();
    /* names of members of ZIP files are UTF-8, which libarchive leaves to the C library */
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return ph_fail(err, PH_IO, "the system has no locale 'C.UTF-8'");
    ph_mail_init();
    ph_status status = ph_magic_open(err);
    if (!status)
        status = ph_xml_schema_load(schema_path, err);
    if (!status)
        status = ph_pdf_init(err);
    if (status)
        ph_parse_finish();
    return status;
}

void ph_parse_finish(void)
{
    ph_magic_close();
    ph_pdf_finish();
    ph_xml_schema_free();
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
    if (status == PH_OK && !ph_form_settle(doc, arena))
        status = ph_fail_memory(err);
    if (status == PH_OK && sidecar.name.s)
        status = ph_parse_sidecar(sidecar, arena, doc, err);
    if (status == PH_OK)
        ph_meta_settle(doc);
    return status;
}

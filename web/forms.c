/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "web/forms.h"

const ph_form_kind ph_form_kinds[PH_FORM_KINDS] = {
    {"practice-note", PH_N("A practice: what was done, and what came of it")},
    {"ai-case-study", PH_N("A use of artificial intelligence in the public service")},
    {"request", PH_N("A need of your institution, which others may answer")},
};

const ph_form_format ph_form_formats[PH_FORM_FORMATS] = {
    {"docx", "Word (DOCX)"}, {"odt", "OpenDocument (ODT)"}, {"md", "Markdown"}};

ph_str ph_form_path(const ph_site *site, const ph_language *language, ph_arena *arena,
                    size_t kind, size_t format)
{
    const char *file = ph_form_kinds[kind].file, *ending = ph_form_formats[format].ending;
    ph_str name = ph_dupf(arena, "%s.%s.%s", file, language->id, ending);
    if (name.s && !ph_assets_find(site->forms, name))
        name = ph_dupf(arena, "%s.%s", file, ending);
    return name.s ? ph_dupf(arena, "/contribute/%.*s", PH_FMT(name)) : PH_ABSENT;
}

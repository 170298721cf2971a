/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forms (web/contribute) in any format, once they are read. */
#include "config.h"

#include "indexer/parse_common.h"
#include "search/text.h"

static bool has(const ph_document *doc, const char *field)
{
    for (size_t i = 0; i < doc->meta.n; i++) {
        ph_str key = doc->meta.v[i].key;
        size_t n = ph_cstr(field).n;
        if (ph_starts(key, ph_cstr(field)) && (key.n == n || key.s[n] == '.') &&
            doc->meta.v[i].origin > PH_ORIGIN_GUESS)
            return true;
    }
    return false;
}

/* The mark is no metadata, and the first heading of a form is no title. */
static void drop(ph_document *doc)
{
    size_t kept = 0;
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        bool guess = m->origin == PH_ORIGIN_GUESS && ph_eqc(m->key, "title");
        if (!guess && !ph_eqc(m->key, PH_META_FORM))
            doc->meta.v[kept++] = *m;
    }
    doc->meta.n = kept;
}

/* Says of each block in which section of ours it stands, and drops headings below which there is
 * nothing. */
static bool settle_blocks(ph_document *doc, ph_arena *arena)
{
    size_t kept = 0;
    unsigned level = 0;
    ph_str section = PH_ABSENT;
    for (size_t i = 0; i < doc->blocks.n; i++) {
        ph_block block = doc->blocks.v[i];
        if (block.type == PH_BLOCK_HEADING) {
            while (kept && doc->blocks.v[kept - 1].type == PH_BLOCK_HEADING &&
                   doc->blocks.v[kept - 1].level >= block.level)
                kept--;
            ph_str found;
            if (!ph_section_find(arena, block.text, &found))
                return false;
            if (found.n || block.level <= level) {
                section = found.n ? found : PH_ABSENT;
                level = block.level;
            }
        }
        block.section = block.section.s ? block.section : section;
        doc->blocks.v[kept++] = block;
    }
    while (kept && doc->blocks.v[kept - 1].type == PH_BLOCK_HEADING)
        kept--;
    doc->blocks.n = kept;
    return true;
}

static bool warn_missing(ph_document *doc, ph_arena *arena, bool request)
{
    static const struct {
        const char *field;
        bool requests;
    } needed[] = {{"title", false},      {"abstract", false}, {"language", false},
                  {"date", false},       {"license", false},  {"countries", false},
                  {"closing_date", true}};
    ph_buf list = {0};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if ((request || !needed[i].requests) && !has(doc, needed[i].field))
            ph_buf_addf(&list, "%s%s", list.n ? ", " : "", needed[i].field);
    bool done = !list.failed &&
                (!list.n || ph_parse_warn(doc, arena, "the form lacks: %s", list.s)) &&
                (doc->blocks.n ||
                 ph_parse_warn(doc, arena, "there is no text below the form's headings"));
    ph_buf_free(&list);
    return done;
}

bool ph_form_settle(ph_document *doc, ph_arena *arena)
{
    ph_str form = ph_document_get(doc, PH_META_FORM);
    if (!form.n)
        return true;
    drop(doc);
    return (has(doc, "type") ||
            ph_document_meta(doc, arena, PH_ORIGIN_FILE, PH_STR("type"), form)) &&
           settle_blocks(doc, arena) && warn_missing(doc, arena, ph_eqc(form, "request"));
}

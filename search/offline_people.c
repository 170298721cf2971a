/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People who are in no copy: their names in texts, and which documents have the words of them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/match_private.h"
#include "search/offline_private.h"
#include "search/plan_private.h"

/* --- in texts ------------------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* Where a name stands next in bytes that end at `end`, as words of their own; NULL: nowhere. */
static const char *find_name(const char *from, const char *end, ph_str name)
{
    const char *at;
    const char *begin = from;
    while ((at = memmem(from, (size_t)(end - from), name.s, name.n))) {
        const char *behind = at + name.n;
        if ((at == begin || !is_word_byte(at[-1])) &&
            (behind == end || !is_word_byte(*behind)))
            return at;
        from = at + 1;
    }
    return NULL;
}

bool ph_offline_hide(const ph_strs *people, ph_str bytes, ph_buf *out)
{
    static const char hidden[] = "[…]";
    const char *at = bytes.s, *end = bytes.s + bytes.n;
    bool any = false;
    while (at < end) {
        const char *first = NULL;
        ph_str name = PH_ABSENT;
        for (size_t i = 0; i < people->n; i++) {
            const char *stop = first ? first : end;
            const char *found = find_name(at, stop, people->v[i]);
            if (found) {
                first = found;
                name = people->v[i];
            }
        }
        ph_buf_add(out, (ph_str){at, (size_t)((first ? first : end) - at)});
        ph_buf_addc(out, first ? hidden : "");
        at = first ? first + name.n : end;
        any = any || first;
    }
    return any;
}

/* --- in the index --------------------------------------------------------------------------- */

static bool hide_term(ph_offline *o, ph_str term, xapian_docid docid)
{
    ph_hidden *hidden = PH_PUSH(o->arena, &o->hidden);
    if (hidden)
        *hidden = (ph_hidden){term, docid};
    else
        *o->status = ph_fail_memory(o->err);
    return hidden != NULL;
}

void ph_offline_hide_contacts(ph_offline *o, const ph_record *r, xapian_docid docid)
{
    ph_strs terms = {0};
    for (size_t i = 0; i < r->contacts.n && !*o->status; i++)
        if (ph_strs_has(o->people, r->contacts.v[i].name))
            *o->status = ph_analyze_all(o->r->analyzer, r->language, r->contacts.v[i].name,
                                        o->arena, &terms, o->err);
    for (size_t i = 0; i < terms.n && !*o->status; i++)
        hide_term(o, terms.v[i], docid);
}

/* A name's words in the documents that have it as somebody would ask for it in quotes. */
static xapian_status hide_name(ph_offline *o, ph_str name)
{
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    ph_places places = {0};
    ph_plan plan;
    ph_plan_init(&plan, o->arena, o->r->analyzer, &o->r->languages, &o->r->years, o->err);
    ph_plan_places(&plan, name, &places);
    const xapian_query *row = ph_plan_row(&plan, 0, &places);
    *o->status = plan.status;
    xapian_status got = row ? ph_unweighted(o->r, row, &enquire, o->why) : XAPIAN_OK;
    if (enquire && !got)
        got = xapian_enquire_mset(enquire, 0, o->r->documents, 0, NULL, &mset, o->why);
    xapian_docid docid = 0;
    for (xapian_doccount i = 0; mset && i < xapian_mset_size(mset) && !got; i++) {
        got = xapian_mset_docid(mset, i, &docid, o->why);
        for (size_t j = 0; j < places.n && !got; j++)
            for (size_t t = 0; t < places.v[j].n && !*o->status; t++)
                hide_term(o, places.v[j].v[t], docid);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    ph_plan_free(&plan);
    return got;
}

static int by_term(const void *a, const void *b)
{
    const ph_hidden *x = a, *y = b;
    int order = ph_cmp(x->term, y->term);
    return order ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

xapian_status ph_offline_hide_names(ph_offline *o)
{
    xapian_status got = XAPIAN_OK;
    for (size_t i = 0; i < o->people->n && !got && !*o->status; i++)
        got = hide_name(o, o->people->v[i]);
    if (o->hidden.n > 1)
        qsort(o->hidden.v, o->hidden.n, sizeof *o->hidden.v, by_term);
    return got;
}

/* The first that is not before it. */
static const ph_hidden *find_hidden(const ph_offline *o, ph_hidden wanted)
{
    size_t low = 0, high = o->hidden.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_term(&o->hidden.v[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < o->hidden.n ? &o->hidden.v[low] : NULL;
}

bool ph_offline_is_hidden(const ph_offline *o, ph_str term, xapian_docid docid)
{
    const ph_hidden *found = find_hidden(o, (ph_hidden){term, docid});
    return found && found->docid == docid && ph_eq(found->term, term);
}

bool ph_offline_hides(const ph_offline *o, ph_str term)
{
    const ph_hidden *found = find_hidden(o, (ph_hidden){term, 0});
    return found && ph_eq(found->term, term);
}

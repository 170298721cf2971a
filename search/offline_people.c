/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People who are in no copy: their names in texts, and which documents have the words of them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "search/analysis.h"
#include "search/match_private.h"
#include "search/offline_private.h"
#include "search/plan_private.h"

/* --- in texts ------------------------------------------------------------------------------- */

/* Where a name stands next in [from, end) of the bytes, as words of their own; bytes.n: nowhere. */
static size_t find_name(ph_str bytes, size_t from, size_t end, ph_str name)
{
    const char *found;
    while (from < end && (found = memmem(bytes.s + from, end - from, name.s, name.n))) {
        size_t at = (size_t)(found - bytes.s);
        if (!ph_within_word(bytes, at) && !ph_within_word(bytes, at + name.n))
            return at;
        from = at + 1;
    }
    return bytes.n;
}

/* The name that stands first from a byte on, and the longest of those that begin there; its place,
 * or bytes.n. */
static size_t first_name(const ph_strs *people, ph_str bytes, size_t from, ph_str *name)
{
    size_t first = bytes.n;
    *name = PH_STR("");
    for (size_t i = 0; i < people->n; i++) {
        ph_str one = people->v[i];
        size_t end = one.n < bytes.n - first ? first + one.n : bytes.n;
        size_t found = find_name(bytes, from, end, one);
        if (found < first || (found == first && one.n > name->n && found < bytes.n)) {
            first = found;
            *name = one;
        }
    }
    return first;
}

bool ph_offline_hide(const ph_strs *people, ph_str bytes, ph_buf *out)
{
    static const char hidden[] = "[…]";
    bool any = false;
    for (size_t at = 0; at < bytes.n;) {
        ph_str name;
        size_t first = first_name(people, bytes, at, &name);
        ph_buf_add(out, ph_sub(bytes, at, first));
        ph_buf_addc(out, name.n ? hidden : "");
        at = first + name.n;
        any = any || name.n;
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

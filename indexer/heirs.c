/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/heirs.h"

/* A document that came or went. */
typedef struct one {
    ph_str id, language;
    uint64_t content, size;
    bool came;
    bool settled; /* who went has an heir */
} one;

struct ph_heirs {
    pthread_mutex_t mutex; /* guards all below while documents come in */
    ph_arena *arena;
    PH_VEC(one) arrived;
    PH_VEC(one) departed;
};

ph_status ph_heirs_new(ph_heirs **out, ph_error *err)
{
    *out = NULL;
    ph_heirs *h = calloc(1, sizeof *h);
    if (!h)
        return ph_fail_memory(err);
    h->arena = ph_arena_new();
    if (!h->arena || pthread_mutex_init(&h->mutex, NULL) != 0) {
        ph_arena_free(h->arena);
        free(h);
        return ph_fail_memory(err);
    }
    *out = h;
    return PH_OK;
}

void ph_heirs_free(ph_heirs *h)
{
    if (!h)
        return;
    pthread_mutex_destroy(&h->mutex);
    ph_arena_free(h->arena);
    free(h);
}

bool ph_heirs_arrived(ph_heirs *h, ph_str id, ph_str language, uint64_t content,
                      uint64_t size)
{
    pthread_mutex_lock(&h->mutex);
    one *o = PH_PUSH(h->arena, &h->arrived);
    if (o)
        *o = (one){.id = ph_dup(h->arena, id),
                   .language = ph_dup(h->arena, language),
                   .content = content,
                   .size = size,
                   .came = true};
    bool done = o && o->id.s && (o->language.s || !language.n);
    pthread_mutex_unlock(&h->mutex);
    return done;
}

bool ph_heirs_departed(ph_heirs *h, const ph_stamp *stamp)
{
    one *o = PH_PUSH(h->arena, &h->departed);
    if (o)
        *o = (one){.id = stamp->id, .content = stamp->content, .size = stamp->size};
    return o != NULL;
}

/* --- by their bytes -------------------------------------------------------------------------- */

static int by_content(const void *left, const void *right)
{
    const one *a = left, *b = right;
    if (a->content != b->content)
        return a->content < b->content ? -1 : 1;
    return a->size == b->size ? 0 : a->size < b->size ? -1 : 1;
}

/* A living document is the heir of all that went and had its bytes. */
static ph_status inherit(ph_heirs *h, const one *living, ph_store *store, ph_error *err)
{
    one *all = h->departed.v, *end = all + h->departed.n;
    one *first = bsearch(living, all, h->departed.n, sizeof *all, by_content);
    ph_status status = PH_OK;
    while (first && first > all && by_content(first - 1, living) == 0)
        first--;
    for (; first && !status && first < end && by_content(first, living) == 0; first++) {
        if (!first->settled)
            status = ph_store_lead(store, first->id, living->id, living->language, err);
        first->settled = true;
    }
    return status;
}

static ph_status settle_by_content(ph_heirs *h, const ph_known *known, ph_store *store,
                                   ph_error *err)
{
    ph_status status = PH_OK;
    qsort(h->departed.v, h->departed.n, sizeof *h->departed.v, by_content);
    for (size_t i = 0; !status && i < h->arrived.n; i++)
        status = inherit(h, &h->arrived.v[i], store, err);
    for (size_t i = 0; !status && i < ph_known_count(known); i++) {
        const ph_known_file *file = ph_known_at(known, i);
        const one living = {
            .id = file->stamp.id, .content = file->stamp.content, .size = file->stamp.size};
        if (!file->removed && ph_known_kind_of(file) == PH_KNOWN_DOCUMENT)
            status = inherit(h, &living, store, err);
    }
    return status;
}

/* --- by their titles ------------------------------------------------------------------------- */

/* What of a title stands in front of an id's hash (ph_make_id). */
static ph_str title_of(const one *o)
{
    const size_t hash = strlen("-0123456789ab");
    return o->id.n > hash ? ph_sub(o->id, 0, o->id.n - hash) : PH_STR("");
}

static int by_title(const void *left, const void *right)
{
    const one *a = *(const one *const *)left, *b = *(const one *const *)right;
    int order = ph_cmp(title_of(a), title_of(b));
    return order ? order : (a->came > b->came) - (a->came < b->came);
}

/* Of each title: who went first, then who came. */
static ph_status settle_by_title(ph_heirs *h, ph_store *store, ph_error *err)
{
    size_t n = 0, end;
    const one **all = ph_alloc(h->arena, (h->departed.n + h->arrived.n + 1) * sizeof *all);
    ph_status status = all ? PH_OK : ph_fail_memory(err);
    for (size_t i = 0; !status && i < h->departed.n; i++)
        if (!h->departed.v[i].settled && title_of(&h->departed.v[i]).n)
            all[n++] = &h->departed.v[i];
    for (size_t i = 0; !status && i < h->arrived.n; i++)
        if (title_of(&h->arrived.v[i]).n)
            all[n++] = &h->arrived.v[i];
    if (!status)
        qsort(all, n, sizeof *all, by_title);
    for (size_t i = 0; !status && i < n; i = end) {
        for (end = i + 1; end < n && ph_eq(title_of(all[i]), title_of(all[end]));)
            end++;
        if (end == i + 2 && !all[i]->came && all[i + 1]->came)
            status =
                ph_store_lead(store, all[i]->id, all[i + 1]->id, all[i + 1]->language, err);
    }
    return status;
}

ph_status ph_heirs_settle(ph_heirs *h, const ph_known *known, ph_store *store,
                          ph_error *err)
{
    if (!h->departed.n)
        return PH_OK;
    ph_status status = settle_by_content(h, known, store, err);
    return status ? status : settle_by_title(h, store, err);
}

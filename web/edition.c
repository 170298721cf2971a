/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/offline.h"
#include "web/edition.h"

#define FEWEST_SLOTS 1024 /* a power of two */

/* --- a set of strings, each with a number ------------------------------------------------ */

typedef struct slot {
    ph_str key; /* absent: free */
    size_t at;
} slot;

typedef struct slots {
    slot *v;
    size_t n, size; /* at most half is taken */
} slots;

static slot *find_slot(const slots *x, ph_str key)
{
    size_t i = ph_hash(key.s, key.n, PH_HASH_SEED) & (x->size - 1);
    while (x->v[i].key.s && !ph_eq(x->v[i].key, key))
        i = (i + 1) & (x->size - 1);
    return &x->v[i];
}

static bool grow(slots *x, ph_arena *arena)
{
    slots larger = {.n = x->n, .size = x->size ? 2 * x->size : FEWEST_SLOTS};
    larger.v = ph_alloc(arena, larger.size * sizeof *larger.v);
    if (!larger.v)
        return false;
    for (size_t i = 0; i < x->size; i++)
        if (x->v[i].key.s)
            *find_slot(&larger, x->v[i].key) = x->v[i];
    *x = larger;
    return true;
}

/* The slot of a key, which is in there from now on.  *fresh: it was not before.  NULL: no memory. */
static slot *take_slot(slots *x, ph_arena *arena, ph_str key, bool *fresh)
{
    if (2 * (x->n + 1) > x->size && !grow(x, arena))
        return NULL;
    slot *s = find_slot(x, key);
    *fresh = !s->key.s;
    if (*fresh) {
        s->key = key;
        x->n++;
    }
    return s;
}

/* --- addresses and files ----------------------------------------------------------------- */

struct ph_edition_table {
    ph_arena *arena;
    slots addresses, names; /* names in small letters */
    PH_VEC(ph_edition_file *) files;
};

ph_edition_table *ph_edition_table_new(ph_arena *arena)
{
    ph_edition_table *table = PH_NEW(arena, ph_edition_table);
    if (!table || !grow(&table->addresses, arena) || !grow(&table->names, arena))
        return NULL;
    table->arena = arena;
    return table;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* In small letters. */
static ph_str small_letters(ph_arena *arena, ph_str name)
{
    char *made = ph_alloc(arena, name.n + 1);
    for (size_t i = 0; made && i < name.n; i++)
        made[i] = small(name.s[i]);
    return (ph_str){made, made ? name.n : 0};
}

/* Names that mean a device on Windows, whatever stands behind a dot. */
static bool is_device(ph_str name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    const char *dot = memchr(name.s, '.', name.n);
    ph_str stem = ph_sub(name, 0, dot ? (size_t)(dot - name.s) : name.n);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (ph_eq_nocase(stem, ph_cstr(devices[i])))
            return true;
    ph_str begin = ph_sub(stem, 0, 3);
    return stem.n == 4 && stem.s[3] >= '0' && stem.s[3] <= '9' &&
           (ph_eq_nocase(begin, PH_STR("com")) || ph_eq_nocase(begin, PH_STR("lpt")));
}

/* The name as any file system can have it: letters, figures and "-_." alone. */
static ph_str portable(ph_arena *arena, ph_str name)
{
    ph_buf buf = {0};
    const char *slash = memrchr(name.s, '/', name.n);
    ph_str last = slash ? ph_sub(name, (size_t)(slash - name.s) + 1, name.n) : name;
    ph_buf_add(&buf, ph_sub(name, 0, name.n - last.n));
    ph_buf_addc(&buf, is_device(last) ? "_" : "");
    for (size_t i = 0; i < last.n; i++) {
        char c = small(last.s[i]);
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || (c == '.' && i > 0);
        ph_buf_byte(&buf, plain ? last.s[i] : '-');
    }
    ph_str made = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return made;
}

/* "sdgs/16.html" with "-2" before its ending, or a higher number, until nobody has it. */
static ph_str take_name(ph_edition_table *table, ph_str wanted)
{
    ph_arena *arena = table->arena;
    ph_str base = portable(arena, wanted), name = base;
    for (unsigned n = 2; name.s; n++) {
        bool fresh = false;
        ph_str key = small_letters(arena, name);
        slot *s = key.s ? take_slot(&table->names, arena, key, &fresh) : NULL;
        if (!s)
            return PH_ABSENT;
        if (fresh)
            return name;
        const char *dot = memrchr(base.s, '.', base.n);
        size_t stem = dot ? (size_t)(dot - base.s) : base.n;
        name = ph_dupf(arena, "%.*s-%u%.*s", (int)stem, base.s, n, (int)(base.n - stem),
                       base.s + stem);
    }
    return PH_ABSENT;
}

static ph_edition_file *add(ph_edition_table *table, ph_str address, bool *fresh)
{
    ph_str key = ph_dup(table->arena, address);
    slot *s = key.s ? take_slot(&table->addresses, table->arena, key, fresh) : NULL;
    if (!s || !*fresh)
        return s ? table->files.v[s->at] : NULL;
    ph_edition_file *file = PH_NEW(table->arena, ph_edition_file);
    ph_edition_file **place = file ? PH_PUSH(table->arena, &table->files) : NULL;
    if (!place)
        return NULL;
    s->at = table->files.n - 1;
    file->address = key;
    return *place = file;
}

ph_str ph_edition_add(ph_edition_table *table, ph_str address, ph_str name)
{
    bool fresh = false;
    ph_edition_file *file = add(table, address, &fresh);
    if (!file)
        return PH_ABSENT;
    if (fresh)
        file->file = take_name(table, name);
    return file->file;
}

bool ph_edition_also(ph_edition_table *table, ph_str address, ph_str file, ph_str fragment)
{
    bool fresh = false;
    ph_edition_file *further = add(table, address, &fresh);
    if (further && fresh) {
        further->file = file;
        further->fragment = fragment;
    }
    return further != NULL;
}

ph_edition_file *ph_edition_find(const ph_edition_table *table, ph_str address)
{
    const slot *s = find_slot(&table->addresses, address);
    return s->key.s ? table->files.v[s->at] : NULL;
}

/* --- documents --------------------------------------------------------------------------- */

static const ph_edition_file *file_of(const ph_edition *edition, ph_str id)
{
    ph_buf address = {0};
    ph_buf_addf(&address, "/documents/%.*s", PH_FMT(id));
    const ph_edition_file *file =
        address.failed ? NULL : ph_edition_find(edition->table, ph_buf_str(&address));
    ph_buf_free(&address);
    return file;
}

ph_str ph_edition_page_of(const ph_edition *edition, ph_str id)
{
    const ph_edition_file *file = file_of(edition, id);
    return file ? file->file : PH_ABSENT;
}

bool ph_edition_has_text(const ph_edition *edition, ph_str id)
{
    const ph_edition_file *file = file_of(edition, id);
    return file && !file->textless;
}

ph_status ph_edition_write(const ph_edition *edition, ph_str file, ph_str bytes,
                           ph_error *err)
{
    ph_buf safe = {0};
    bool text = !ph_ends(file, PH_STR(".png")) && !ph_ends(file, PH_STR(".docx")) &&
                !ph_ends(file, PH_STR(".odt"));
    bool changed =
        text && edition->people.n && ph_offline_hide(&edition->people, bytes, &safe);
    ph_status status = safe.failed
                           ? ph_fail_memory(err)
                           : ph_folder_write(edition->folder, file,
                                             changed ? ph_buf_str(&safe) : bytes, err);
    ph_buf_free(&safe);
    return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/pack.h"
#include "search/record.h"

/* The first number of a packed record: count up when the order below changes. */
#define RECORD_VERSION 4

static const char *const kind_names[PH_KINDS] = {
    [PH_PARAGRAPH] = "paragraph",
    [PH_LIST_ITEM] = "list-item",
    [PH_TABLE] = "table",
    [PH_CONCLUSION] = "conclusion",
    [PH_RECOMMENDATION] = "recommendation",
    [PH_COMMITMENT] = "commitment",
    [PH_LESSON] = "lesson",
    [PH_RESULT] = "result",
    [PH_CONTEXT] = "context",
    [PH_OBSTACLE] = "obstacle",
};

const char *ph_kind_name(ph_kind kind)
{
    return kind < PH_KINDS ? kind_names[kind] : "paragraph";
}

bool ph_kind_find(ph_str name, ph_kind *kind)
{
    for (size_t i = 0; i < PH_KINDS; i++)
        if (ph_eqc(name, kind_names[i])) {
            *kind = (ph_kind)i;
            return true;
        }
    return false;
}

bool ph_kind_is_unit(ph_kind kind)
{
    return kind == PH_RECOMMENDATION || kind == PH_CONCLUSION || kind == PH_COMMITMENT ||
           kind == PH_LESSON || kind == PH_RESULT;
}

ph_strs ph_headings_below_title(const ph_record *record, const ph_strs *heading)
{
    ph_strs below = *heading;
    if (below.n && below.v[0].n &&
        (ph_starts(record->title, below.v[0]) || ph_starts(below.v[0], record->title))) {
        below.v++;
        below.n--;
    }
    return below;
}

const char *ph_role_name(ph_role role)
{
    static const char *const names[PH_ROLES] = {
        [PH_ROLE_NAMED] = "named",     [PH_ROLE_DISCUSSED] = "discussed",
        [PH_ROLE_PARTNER] = "partner", [PH_ROLE_PUBLISHER] = "publisher",
        [PH_ROLE_CONTACT] = "contact", [PH_ROLE_LEAD] = "lead",
    };
    return role < PH_ROLES ? names[role] : names[PH_ROLE_NAMED];
}

void ph_record_expire(ph_record *record, ph_str today)
{
    size_t kept = 0;
    for (size_t i = 0; i < record->contacts.n; i++) {
        const ph_contact c = record->contacts.v[i];
        if (!c.expires.n || ph_cmp(c.expires, today) >= 0)
            record->contacts.v[kept++] = c;
    }
    if (kept < record->contacts.n)
        record->redacted = true; /* its file has them still */
    record->contacts.n = kept;
}

unsigned ph_record_year(const ph_record *record)
{
    uint64_t year;
    if (record->date.n < 4 || !ph_number(ph_sub(record->date, 0, 4), &year))
        return 0;
    return (unsigned)year;
}

/* The fields of a record by type.  Packing and unpacking walk the same tables, so that they
 * cannot disagree. */
#define AT(field) offsetof(ph_record, field)

static const size_t str_fields[] = {
    AT(id),
    AT(key),
    AT(path),
    AT(mime),
    AT(title),
    AT(abstract),
    AT(publisher),
    AT(license),
    AT(source),
    AT(type),
    AT(language),
    AT(date),
    AT(status),
    AT(level),
    AT(evidence),
    AT(work),
    AT(translation_of),
    AT(added),
    AT(modified),
    AT(reviewed),
    AT(event.name),
    AT(event.place),
    AT(event.country),
    AT(event.start),
    AT(event.end),
};
static const size_t from_fields[] = {AT(type_from), AT(language_from), AT(date_from)};
static const size_t list_fields[] = {AT(creators), AT(stakeholders), AT(sectors),
                                     AT(mentioned), AT(warnings)};
static const size_t tag_fields[] = {AT(countries), AT(sdgs), AT(themes)};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FIELD(record, offset, type) ((type *)(void *)((char *)(record) + (offset)))
#define CONST_FIELD(record, offset, type)                                                  \
    ((const type *)(const void *)((const char *)(record) + (offset)))

/* Structures that are nothing but strings are packed as so many strings. */
#define STRINGS_IN(type) (sizeof(type) / sizeof(ph_str))

static void pack_rows(ph_buf *buf, const void *rows, size_t n, size_t width)
{
    const ph_str *s = rows;
    ph_pack_number(buf, n);
    for (size_t i = 0; i < n * width; i++)
        ph_pack_str(buf, s[i]);
}

static void pack_tags(ph_buf *buf, const ph_tags *tags)
{
    ph_pack_number(buf, tags->n);
    for (size_t i = 0; i < tags->n; i++) {
        const ph_tag *tag = &tags->v[i];
        ph_pack_str(buf, tag->id);
        ph_pack_number(buf, tag->from);
        ph_pack_number(buf, (uint64_t)(tag->score * 1000 + 0.5));
        ph_pack_number(buf, tag->evidence.n);
        for (size_t j = 0; j < tag->evidence.n; j++) {
            ph_pack_number(buf, tag->evidence.v[j].passage);
            ph_pack_str(buf, tag->evidence.v[j].text);
        }
    }
}

static void pack_organisations(ph_buf *buf, const ph_record *record)
{
    ph_pack_number(buf, record->organisations.n);
    for (size_t i = 0; i < record->organisations.n; i++) {
        const ph_organisation *o = &record->organisations.v[i];
        ph_pack_str(buf, o->name);
        ph_pack_str(buf, o->country);
        ph_pack_str(buf, o->url);
        ph_pack_str(buf, o->id);
        ph_pack_number(buf, o->from);
        ph_pack_number(buf, o->role);
        ph_pack_number(buf, o->key);
        ph_pack_number(buf, o->evidence.passage);
        ph_pack_str(buf, o->evidence.text);
    }
}

static void pack_passage(ph_buf *buf, const ph_passage *p)
{
    ph_pack_str(buf, p->anchor);
    ph_pack_number(buf, p->kind);
    ph_pack_strs(buf, &p->heading);
    ph_pack_strs(buf, &p->addressee);
    ph_pack_strs(buf, &p->themes);
    ph_pack_number(buf, p->page);
    ph_pack_number(buf, p->position);
    ph_pack_str(buf, p->text);
}

void ph_record_pack(ph_buf *buf, const ph_record *record)
{
    ph_pack_number(buf, RECORD_VERSION);
    for (size_t i = 0; i < COUNT(str_fields); i++)
        ph_pack_str(buf, *CONST_FIELD(record, str_fields[i], ph_str));
    for (size_t i = 0; i < COUNT(from_fields); i++)
        ph_pack_number(buf, *CONST_FIELD(record, from_fields[i], ph_from));
    for (size_t i = 0; i < COUNT(list_fields); i++)
        ph_pack_strs(buf, CONST_FIELD(record, list_fields[i], ph_strs));
    for (size_t i = 0; i < COUNT(tag_fields); i++)
        pack_tags(buf, CONST_FIELD(record, tag_fields[i], ph_tags));
    ph_pack_number(buf, record->redacted);
    pack_organisations(buf, record);
    pack_rows(buf, record->contacts.v, record->contacts.n, STRINGS_IN(ph_contact));
    pack_rows(buf, record->sources.v, record->sources.n, STRINGS_IN(ph_citation));
    pack_rows(buf, record->fields.v, record->fields.n, STRINGS_IN(ph_field));
    ph_pack_number(buf, record->passages.n);
    for (size_t i = 0; i < record->passages.n; i++)
        pack_passage(buf, &record->passages.v[i]);
}

/* Rows of `width` strings each, of a byte at least; *n and NULL when there are none.  No
 * memory: *failed. */
static void *unpack_rows(ph_unpack *in, ph_arena *arena, size_t *n, size_t width,
                         bool *failed)
{
    size_t rows = ph_unpack_count(in);
    if (rows > (size_t)(in->end - in->at) / width) {
        in->bad = true;
        rows = 0;
    }
    ph_str *s = rows ? ph_alloc(arena, rows * width * sizeof(ph_str)) : NULL;
    *n = s ? rows : 0;
    *failed |= rows && !s;
    for (size_t i = 0; i < *n * width; i++)
        s[i] = ph_unpack_str(in);
    return s;
}

#define UNPACK_ROWS(vec, type)                                                             \
    ((vec)->v = unpack_rows(in, arena, &(vec)->n, STRINGS_IN(type), &failed))

static bool unpack_tags(ph_unpack *in, ph_arena *arena, ph_tags *tags)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n; i++) {
        ph_tag *tag = PH_PUSH(arena, tags);
        if (!tag)
            return false;
        tag->id = ph_unpack_str(in);
        tag->from = ph_unpack_number(in) ? PH_INFERRED : PH_ASSERTED;
        tag->score = (double)ph_unpack_number(in) / 1000;
        size_t m = ph_unpack_count(in);
        for (size_t j = 0; j < m; j++) {
            ph_evidence *e = PH_PUSH(arena, &tag->evidence);
            if (!e)
                return false;
            e->passage = (uint32_t)ph_unpack_number(in);
            e->text = ph_unpack_str(in);
        }
    }
    return true;
}

static bool unpack_organisations(ph_unpack *in, ph_arena *arena, ph_record *record)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n; i++) {
        ph_organisation *o = PH_PUSH(arena, &record->organisations);
        if (!o)
            return false;
        o->name = ph_unpack_str(in);
        o->country = ph_unpack_str(in);
        o->url = ph_unpack_str(in);
        o->id = ph_unpack_str(in);
        o->from = ph_unpack_number(in) ? PH_INFERRED : PH_ASSERTED;
        uint64_t role = ph_unpack_number(in);
        in->bad |= role >= PH_ROLES;
        o->role = role < PH_ROLES ? (ph_role)role : PH_ROLE_NAMED;
        o->key = ph_unpack_number(in);
        o->evidence.passage = (uint32_t)ph_unpack_number(in);
        o->evidence.text = ph_unpack_str(in);
    }
    return true;
}

static bool unpack_passages(ph_unpack *in, ph_arena *arena, ph_record *record)
{
    size_t n = ph_unpack_count(in);
    for (size_t i = 0; i < n; i++) {
        ph_passage *p = PH_PUSH(arena, &record->passages);
        if (!p)
            return false;
        p->anchor = ph_unpack_str(in);
        uint64_t kind = ph_unpack_number(in);
        if (kind >= PH_KINDS)
            in->bad = true;
        else
            p->kind = (ph_kind)kind;
        if (!ph_unpack_strs(in, arena, &p->heading) ||
            !ph_unpack_strs(in, arena, &p->addressee) ||
            !ph_unpack_strs(in, arena, &p->themes))
            return false;
        p->page = (uint32_t)ph_unpack_number(in);
        p->position = (uint32_t)ph_unpack_number(in);
        p->text = ph_unpack_str(in);
    }
    return true;
}

static bool unpack_all(ph_unpack *in, ph_arena *arena, ph_record *record)
{
    for (size_t i = 0; i < COUNT(str_fields); i++)
        *FIELD(record, str_fields[i], ph_str) = ph_unpack_str(in);
    for (size_t i = 0; i < COUNT(from_fields); i++)
        *FIELD(record, from_fields[i], ph_from) =
            ph_unpack_number(in) ? PH_INFERRED : PH_ASSERTED;
    for (size_t i = 0; i < COUNT(list_fields); i++)
        if (!ph_unpack_strs(in, arena, FIELD(record, list_fields[i], ph_strs)))
            return false;
    for (size_t i = 0; i < COUNT(tag_fields); i++)
        if (!unpack_tags(in, arena, FIELD(record, tag_fields[i], ph_tags)))
            return false;
    bool failed = false;
    record->redacted = ph_unpack_number(in) != 0;
    if (!unpack_organisations(in, arena, record))
        return false;
    UNPACK_ROWS(&record->contacts, ph_contact);
    UNPACK_ROWS(&record->sources, ph_citation);
    UNPACK_ROWS(&record->fields, ph_field);
    return !failed && unpack_passages(in, arena, record);
}

ph_status ph_record_unpack(ph_str bytes, ph_arena *arena, ph_record *record, ph_error *err)
{
    memset(record, 0, sizeof *record);
    ph_unpack in = ph_unpack_from(bytes);
    uint64_t version = ph_unpack_number(&in);
    if (in.bad || version != RECORD_VERSION)
        return ph_fail(err, PH_CORRUPT,
                       "a record in the index is of another version of peerhub; run "
                       "peerhub-index --full");
    if (!unpack_all(&in, arena, record))
        return ph_fail_memory(err);
    if (in.bad || in.at != in.end)
        return ph_fail(err, PH_CORRUPT,
                       "a record in the index is damaged; run peerhub-index --full");
    return PH_OK;
}

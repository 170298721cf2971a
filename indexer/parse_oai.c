/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of OAI-PMH 2.0 with records in oai_dc (unqualified Dublin Core; also qualified). */
#include "config.h"

#include <string.h>

#include "indexer/dates.h"
#include "indexer/oai.h"
#include "indexer/parse_common.h"
#include "indexer/unfold.h"
#include "indexer/xml_tree.h"
#include "search/limits.h"
#include "search/text.h"

/* --- mending ---------------------------------------------------------------------------------- */

/* Whether XML 1.0 has no such character. */
static bool is_forbidden(uint64_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
           (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF;
}

/* The length of a reference to a forbidden character ("&#x1F;") at the beginning; 0: none. */
static size_t forbidden_reference(ph_str s)
{
    size_t i = 2;
    uint64_t c = 0;
    if (!ph_starts(s, PH_STR("&#")))
        return 0;
    bool hex = i < s.n && s.s[i] == 'x';
    for (i += hex; i < s.n && i < 12 && s.s[i] != ';'; i++) {
        char l = (char)(s.s[i] | 0x20);
        if (s.s[i] >= '0' && s.s[i] <= '9')
            c = c * (hex ? 16 : 10) + (uint64_t)(s.s[i] - '0');
        else if (hex && l >= 'a' && l <= 'f')
            c = c * 16 + (uint64_t)(l - 'a' + 10);
        else
            return 0;
    }
    return i < s.n && s.s[i] == ';' && is_forbidden(c) ? i + 1 : 0;
}

/* The length of U+FFFE or U+FFFF in UTF-8 at the beginning; 0: none. */
static size_t noncharacter(ph_str s)
{
    bool is = s.n > 2 && (ph_starts(s, PH_STR("\xEF\xBF\xBE")) ||
                          ph_starts(s, PH_STR("\xEF\xBF\xBF")));
    return is ? 3 : 0;
}

/* Moves *i behind a character.  False: its bytes are no UTF-8. */
static bool next_character(ph_str s, size_t *i)
{
    size_t from = *i;
    return ph_utf8_next(s, i) != 0xFFFD || ph_eqc(ph_sub(s, from, *i), "\xEF\xBF\xBD");
}

/* Nearly all of it is UTF-8, and a stray byte would have all of it read in another encoding: such
 * become spaces. */
static void mend_utf8(ph_str s, char *bytes)
{
    ph_str declared = ph_parse_declared(s);
    size_t good = 0, bad = 0;
    for (size_t i = 0, from = 0; i < s.n; from = i)
        if (!next_character(s, &i))
            bad++;
        else
            good += i > from + 1;
    if (!bad || good <= bad || (declared.n && !ph_eq_nocase(declared, PH_STR("utf-8"))))
        return;
    for (size_t i = 0, from = 0; i < s.n; from = i)
        if (!next_character(s, &i))
            memset(bytes + from, ' ', i - from);
}

/* Records are copied from many places, and one stray character that XML does not have would keep
 * the whole list out for ever: such become spaces.  In UTF-16 they are parts of others, and
 * stay. */
static void mend(ph_buf *bytes)
{
    if (!bytes->n || memchr(bytes->s, '\0', bytes->n))
        return;
    mend_utf8(ph_buf_str(bytes), bytes->s);
    for (size_t i = 0; i < bytes->n; i++) {
        if (is_forbidden((unsigned char)bytes->s[i]))
            bytes->s[i] = ' ';
        ph_str rest = ph_sub(ph_buf_str(bytes), i, i + 16);
        memset(bytes->s + i, ' ', forbidden_reference(rest) + noncharacter(rest));
    }
}

/* --- the answer itself ------------------------------------------------------------------------ */

/* The text of an element, trimmed and otherwise as it stands: a token is not ours to tidy. */
static ph_str text_of(ph_arena *arena, const xmlNode *element)
{
    ph_buf buf = {0};
    ph_xml_text(&buf, element);
    ph_str text = buf.failed
                      ? PH_ABSENT
                      : ph_dup(arena, buf.n ? ph_trim(ph_buf_str(&buf)) : PH_STR(""));
    ph_buf_free(&buf);
    return text;
}

static bool say(ph_document *doc, ph_arena *arena, const char *key, ph_str value)
{
    return value.s && ph_document_meta(doc, arena, PH_ORIGIN_FILE, ph_cstr(key), value);
}

static bool say_child(ph_document *doc, ph_arena *arena, const char *key,
                      const xmlNode *parent, const char *name)
{
    const xmlNode *child = parent ? ph_child(parent, name) : NULL;
    return !child || say(doc, arena, key, text_of(arena, child));
}

static bool describe(const xmlNode *root, const xmlNode *list, ph_arena *arena,
                     ph_document *doc)
{
    const xmlNode *error = ph_child(root, "error"), *about = ph_child(root, "Identify");
    const xmlNode *token = list ? ph_child(list, "resumptionToken") : NULL;
    bool done = say_child(doc, arena, PH_OAI_ANSWERED, root, "responseDate");
    if (done && error) {
        ph_str code = ph_attr(error, "code");
        done = say(doc, arena, PH_OAI_ERROR, code.n ? code : PH_STR("an error")) &&
               say(doc, arena, PH_OAI_REASON,
                   ph_text_clean(arena, text_of(arena, error), false));
    }
    if (done && token) {
        ph_str expires = ph_attr(token, "expirationDate");
        done = say(doc, arena, PH_OAI_TOKEN, text_of(arena, token)) &&
               (!expires.s || say(doc, arena, PH_OAI_EXPIRES, expires));
    }
    return done && say_child(doc, arena, PH_OAI_PROTOCOL, about, "protocolVersion") &&
           say_child(doc, arena, PH_OAI_GRANULARITY, about, "granularity") &&
           say_child(doc, arena, PH_OAI_DELETED, about, "deletedRecord");
}

static ph_status give_about(ph_unfolding *u, const xmlNode *root, const xmlNode *list,
                            ph_error *err)
{
    bool wanted;
    ph_part part = {.path = PH_STR(PH_OAI_ABOUT)};
    ph_status status = ph_unfold_begin(u, part.path, &wanted, err);
    if (status || !wanted)
        return status;
    ph_arena *arena = ph_arena_new();
    ph_document doc = {.mime = PH_STR("application/xml")};
    status = arena && describe(root, list, arena, &doc)
                 ? ph_unfold_document(u, part, arena, &doc, err)
                 : ph_fail_memory(err);
    ph_arena_free(arena);
    return status;
}

/* --- metadata --------------------------------------------------------------------------------- */

typedef struct reading {
    ph_arena *arena;
    ph_document *doc;
    ph_str date, license, address;
    unsigned address_rank; /* lower is surer */
    ph_buf subjects;
    bool abstract; /* there is one */
} reading;

static bool own(reading *r, const char *field, ph_str value)
{
    return ph_meta_own(r->doc, r->arena, PH_ORIGIN_FILE, ph_cstr(field), value);
}

/* Of several dates the first day or year counts: what has a time is when a program did something
 * with the record. */
static void take_date(reading *r, ph_str value)
{
    bool timed = memchr(value.s, 'T', value.n);
    ph_str day = ph_sub(value, 0, timed ? 10 : value.n);
    bool better = !r->date.s || (r->date.n > 10 && !timed);
    if (ph_is_date(day) && better)
        r->date = value;
}

/* A licence with an address is one that programs know; "openAccess" is none. */
static void take_rights(reading *r, ph_str value)
{
    bool web = ph_starts(value, PH_STR("http")) || ph_starts(value, PH_STR("CC"));
    bool had = ph_starts(r->license, PH_STR("http")) || ph_starts(r->license, PH_STR("CC"));
    if (!ph_starts(value, PH_STR("info:")) && (!r->license.s || (web && !had)))
        r->license = value;
}

static bool take_address(reading *r, ph_str value, unsigned rank)
{
    bool web = ph_starts(value, PH_STR("http://")) || ph_starts(value, PH_STR("https://"));
    bool doi = ph_eq_nocase(ph_sub(value, 0, 4), PH_STR("doi:"));
    if (r->address.s && r->address_rank <= rank)
        return true;
    if (doi)
        value = ph_dupf(r->arena, "https://doi.org/%.*s",
                        PH_FMT(ph_trim(ph_sub(value, 4, value.n))));
    if (!web && !doi)
        return true;
    r->address = value;
    r->address_rank = rank;
    return value.s != NULL;
}

/* Only what is a type of ours; others ("Text", "article") say nothing here. */
static bool take_type(reading *r, ph_str value)
{
    static const char *const types[] = {"outcome-document", "practice-note",
                                        "ai-case-study", "request", "document"};
    ph_str key = ph_text_key(r->arena, value);
    if (!key.s)
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        ph_str type = ph_text_key(r->arena, ph_cstr(types[i]));
        if (!type.s || (ph_eq(type, key) && !own(r, "type", ph_cstr(types[i]))))
            return false;
    }
    return true;
}

static bool take_list(reading *r, const char *list, ph_str value)
{
    size_t n = 0;
    for (size_t i = 0; i < r->doc->meta.n; i++)
        n += ph_starts(r->doc->meta.v[i].key, ph_cstr(list));
    ph_str key = ph_dupf(r->arena, "%s.%zu", list, n);
    return n >= PH_META_LIST ||
           (key.s && ph_document_meta(r->doc, r->arena, PH_ORIGIN_FILE, key, value));
}

static bool take_subject(reading *r, ph_str value)
{
    if (!ph_starts(value, PH_STR("http"))) /* words, which are text too */
        ph_buf_addf(&r->subjects, "%s%.*s", r->subjects.n ? "; " : "", PH_FMT(value));
    return take_list(r, "subjects", value);
}

static bool has_marks(ph_str raw)
{
    static const char *const marks[] = {"</", "<br", "<p>"};
    for (size_t i = 0; raw.n && i < sizeof marks / sizeof *marks; i++)
        if (memmem(raw.s, raw.n, marks[i], strlen(marks[i])))
            return true;
    return false;
}

/* Text of a description in which somebody left marks of HTML. */
static ph_str without_marks(ph_arena *arena, ph_str raw)
{
    ph_document scratch = {0};
    ph_error ignored;
    ph_buf text = {0};
    if (!has_marks(raw) || ph_html_fragment(raw, arena, &scratch, &ignored) ||
        !scratch.blocks.n)
        return ph_text_clean(arena, raw, false);
    for (size_t i = 0; i < scratch.blocks.n; i++)
        ph_buf_addf(&text, "%s%.*s", i ? " " : "", PH_FMT(scratch.blocks.v[i].text));
    ph_str clean = text.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&text));
    ph_buf_free(&text);
    return clean;
}

/* The first is the abstract, and further ones the text. */
static bool take_description(reading *r, ph_str raw)
{
    ph_str text = without_marks(r->arena, raw);
    if (!text.n)
        return text.s != NULL;
    if (r->abstract)
        return ph_parse_block(r->doc, r->arena, PH_BLOCK_PARAGRAPH, 0, PH_ABSENT, text);
    r->abstract = true;
    return own(r, "abstract", text);
}

static bool take(reading *r, const char *name, ph_str raw)
{
    static const struct {
        const char *name, *field;
    } plain[] = {{"title", "title"},
                 {"creator", "creators"},
                 {"publisher", "publisher"},
                 {"language", "language"}};
    ph_str value = ph_text_clean(r->arena, raw, false);
    if (!value.n)
        return value.s != NULL;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(name, plain[i].name) == 0)
            return own(r, plain[i].field, value);
    if (strcmp(name, "description") == 0 || strcmp(name, "abstract") == 0)
        return take_description(r, raw);
    if (strcmp(name, "subject") == 0)
        return take_subject(r, value);
    if (strcmp(name, "coverage") == 0 || strcmp(name, "spatial") == 0)
        return take_list(r, "coverage", value);
    if (strcmp(name, "type") == 0)
        return take_type(r, value);
    if (strcmp(name, "identifier") == 0)
        return take_address(r, value, 0);
    if (strcmp(name, "source") == 0)
        return take_address(r, value, 1);
    if (strcmp(name, "relation") == 0)
        return take_address(r, value, 2);
    if (strcmp(name, "date") == 0 || strcmp(name, "issued") == 0)
        take_date(r, value);
    if (strcmp(name, "rights") == 0 || strcmp(name, "license") == 0)
        take_rights(r, value);
    return true;
}

/* What can be said only when all was read. */
static bool finish(reading *r, ph_str identifier)
{
    ph_str subjects = ph_buf_str(&r->subjects);
    bool done = own(r, "key", identifier) && (!r->date.s || own(r, "date", r->date)) &&
                (!r->license.s || own(r, "license", r->license)) &&
                (!r->address.s || own(r, "source", r->address)) && !r->subjects.failed;
    if (done && subjects.n)
        done = ph_parse_block(r->doc, r->arena, PH_BLOCK_PARAGRAPH, 0, PH_ABSENT, subjects);
    if (!done || ph_document_get(r->doc, "title").n)
        return done;
    return ph_document_meta(r->doc, r->arena, PH_ORIGIN_GUESS, PH_STR("title"), identifier);
}

static bool read_record(const xmlNode *metadata, ph_str identifier, ph_arena *arena,
                        ph_document *doc)
{
    reading r = {.arena = arena, .doc = doc};
    bool done = true;
    const xmlNode *at = metadata;
    while (done && (at = ph_next(metadata, at, true)) != NULL) {
        if (!ph_xml_is_dublin_core(at))
            continue;
        ph_str raw = text_of(arena, at);
        done = raw.s && take(&r, (const char *)at->name, raw);
    }
    done = done && finish(&r, identifier);
    ph_buf_free(&r.subjects);
    return done;
}

/* --- records ---------------------------------------------------------------------------------- */

static uint64_t hash_document(const ph_document *doc)
{
    ph_buf packed = {0};
    ph_document_pack(&packed, doc);
    uint64_t hash = ph_hash(packed.s, packed.n, PH_HASH_SEED);
    ph_buf_free(&packed);
    return hash;
}

/* A record, or a header alone. */
static ph_status give_record(ph_unfolding *u, const xmlNode *record, ph_arena *arena,
                             ph_error *err)
{
    ph_error why;
    ph_document doc = {.mime = PH_STR("application/xml")};
    const xmlNode *header = ph_is(record, "header") ? record : ph_child(record, "header");
    const xmlNode *name = header ? ph_child(header, "identifier") : NULL;
    const xmlNode *metadata = ph_child(record, "metadata");
    ph_str id = name ? ph_text_clean(arena, text_of(arena, name), false) : PH_STR("");
    ph_part part = {
        .path = ph_dupf(arena, "#%.*s", PH_FMT(ph_utf8_cut(id, PH_HARVEST_ID_BYTES))),
        .size = PH_OAI_RECORD};
    bool wanted;
    if (!id.s || !part.path.s)
        return ph_fail_memory(err);
    ph_status status = ph_unfold_begin(u, part.path, &wanted, err);
    if (status || !wanted)
        return status;
    if (!id.n || id.n > PH_HARVEST_ID_BYTES) {
        (void)ph_fail(&why, PH_INVALID,
                      id.n ? "the record's identifier is too long"
                           : "a record has no identifier");
        return ph_unfold_refuse(u, part.path, &why, err);
    }
    if (ph_eqc(ph_attr(header, "status"), "deleted"))
        part.size = PH_OAI_GONE;
    else if (header == record)
        part.size = PH_OAI_HEADER;
    else if (!metadata) {
        (void)ph_fail(&why, PH_INVALID, "the record has no metadata");
        return ph_unfold_refuse(u, part.path, &why, err);
    } else if (!read_record(metadata, id, arena, &doc))
        return ph_fail_memory(err);
    part.content = hash_document(&doc);
    return ph_unfold_document(u, part, arena, &doc, err);
}

static ph_status give_records(ph_unfolding *u, const xmlNode *list, ph_error *err)
{
    ph_status status = PH_OK;
    ph_arena *arena = ph_arena_new();
    if (!arena)
        return ph_fail_memory(err);
    for (const xmlNode *c = list->children; !status && c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || !(ph_is(c, "record") || ph_is(c, "header")))
            continue;
        ph_arena_reset(arena);
        status = give_record(u, c, arena, err);
    }
    ph_arena_free(arena);
    return status;
}

static ph_status unfold(ph_unfolding *u, ph_feed *feed, ph_error *err)
{
    ph_buf bytes = {0};
    xmlDoc *tree = NULL;
    ph_status status = ph_feed_all(feed, PH_HARVEST_PAGE_BYTES, &bytes, err);
    if (!status) {
        mend(&bytes);
        status = ph_xml_read(ph_buf_str(&bytes), &tree, err);
    }
    ph_buf_free(&bytes);
    if (status)
        return status;
    const xmlNode *root = xmlDocGetRootElement(tree);
    const xmlNode *list = ph_child(root, "ListRecords");
    list = list ? list : ph_child(root, "ListIdentifiers");
    if (!ph_is(root, "OAI-PMH"))
        status = ph_fail(err, PH_INVALID, "it begins with <%.40s> and not with <OAI-PMH>",
                         (const char *)root->name);
    else
        status = give_about(u, root, list, err);
    if (!status && list)
        status = give_records(u, list, err);
    xmlFreeDoc(tree);
    return status;
}

const ph_format ph_format_oai = {.name = "OAI-PMH",
                                 .mime = "application/xml",
                                 .extensions = "oaipmh ",
                                 .unfold = unfold};

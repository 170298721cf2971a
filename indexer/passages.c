/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/passages.h"
#include "search/limits.h"
#include "search/text.h"

#define LEVELS 8
#define ANCHOR_DIGITS 6
#define CUE_BYTES 100

/* A heading of more words is a sentence: a section word in it says nothing. */
#define HEADING_WORDS 8

/* --- kinds --------------------------------------------------------------------------------------- */

/* Whether `words` stand in `text` as words; both are keys. */
static bool has_words(ph_str text, ph_str words)
{
    for (size_t i = 0; i + words.n <= text.n; i++)
        if (text.s[i] == words.s[0] && memcmp(text.s + i, words.s, words.n) == 0 &&
            (i == 0 || text.s[i - 1] == ' ') &&
            (i + words.n == text.n || text.s[i + words.n] == ' '))
            return true;
    return false;
}

/* Without "3.2", "IV.", "D." in front. */
static ph_str without_number(ph_str heading)
{
    size_t i = 0;
    while (i < heading.n && i < 8 && heading.s[i] != ' ')
        i++;
    if (i < heading.n && i > 0 && strchr(".):", heading.s[i - 1]))
        return ph_trim(ph_sub(heading, i, heading.n));
    return heading;
}

static size_t count_words(ph_str key)
{
    size_t n = key.n > 0;
    for (size_t i = 0; i < key.n; i++)
        n += key.s[i] == ' ';
    return n;
}

/* Kinds whose words make a heading theirs wherever they stand in it; the others' words
 * ("results", "context") must be the whole heading. */
static bool is_strong(ph_kind kind)
{
    return kind == PH_RECOMMENDATION || kind == PH_CONCLUSION || kind == PH_COMMITMENT ||
           kind == PH_LESSON;
}

typedef struct section_label {
    ph_str key;
    ph_kind kind;
} section_label;

struct ph_sections {
    ph_arena *arena;
    PH_VEC(section_label) labels;
    ph_strs cues;     /* keys of words that make a sentence a commitment */
    bool starts[256]; /* start_of each cue */
};

/* The last eight bits of the first character. */
static unsigned char start_of(ph_str key)
{
    size_t at = 0;
    return (unsigned char)(ph_utf8_next(key, &at) & 0xFF);
}

static bool add_labels(ph_sections *s, const ph_concept *c, ph_kind kind)
{
    for (size_t i = 0; i < c->labels.n; i++) {
        ph_str key = ph_text_key(s->arena, c->labels.v[i].text);
        if (!key.n)
            continue;
        if (c->labels.v[i].type != PH_LABEL_CUE) {
            section_label *label = PH_PUSH(s->arena, &s->labels);
            if (!label)
                return false;
            *label = (section_label){key, kind};
        } else if (kind == PH_COMMITMENT) {
            if (!ph_strs_add(s->arena, &s->cues, key))
                return false;
            s->starts[start_of(key)] = true;
        }
    }
    return true;
}

ph_status ph_sections_new(ph_sections **out, const ph_vocabulary *vocabulary, ph_error *err)
{
    ph_sections *s = *out = calloc(1, sizeof *s);
    bool done = s && (s->arena = ph_arena_new()) != NULL;
    for (size_t i = 0; done && i < ph_vocabulary_count(vocabulary); i++) {
        const ph_concept *c = ph_vocabulary_at(vocabulary, i);
        ph_kind kind;
        if (ph_eqc(c->scheme, "section") && ph_kind_find(c->id, &kind))
            done = add_labels(s, c, kind);
    }
    if (done)
        return PH_OK;
    ph_sections_free(s);
    *out = NULL;
    return ph_fail_memory(err);
}

void ph_sections_free(ph_sections *s)
{
    if (s)
        ph_arena_free(s->arena);
    free(s);
}

bool ph_heading_kind(const ph_sections *sections, ph_arena *arena, ph_str heading,
                     ph_kind *kind)
{
    ph_str key = ph_text_key(arena, without_number(heading));
    size_t longest = 0;
    bool is_short = count_words(key) <= HEADING_WORDS;
    for (size_t i = 0; i < sections->labels.n; i++) {
        const section_label *l = &sections->labels.v[i];
        if (l->key.n > longest && (ph_eq(key, l->key) || (is_short && is_strong(l->kind) &&
                                                          has_words(key, l->key)))) {
            longest = l->key.n;
            *kind = l->kind;
        }
    }
    return longest > 0;
}

/* --- the builder ---------------------------------------------------------------------------------- */

typedef struct builder {
    const ph_document *doc;
    const ph_sections *sections;
    ph_tagger *tagger;
    ph_arena *arena, *scratch;
    ph_record *record;
    struct {
        unsigned level;
        ph_str text;
        bool has_kind;
        ph_kind kind;
    } path[LEVELS];
    size_t depth;
    bool has_items;  /* the section at hand has a list */
    bool title_kind; /* the title itself opens a section, for list items */
    ph_kind kind_of_title;
    struct anchor *anchors; /* those given, by their digits; open addressing */
    size_t slots;
} builder;

static void enter_heading(builder *b, const ph_block *block)
{
    unsigned level = block->level ? block->level : 1;
    while (b->depth && b->path[b->depth - 1].level >= level)
        b->depth--;
    if (b->depth == LEVELS)
        b->depth--;
    b->path[b->depth].level = level;
    b->path[b->depth].text = block->text;
    b->path[b->depth].has_kind =
        ph_heading_kind(b->sections, b->arena, block->text, &b->path[b->depth].kind);
    b->depth++;
}

/* The kind that the headings give; false: none. */
static bool section_kind(const builder *b, const ph_block *block, ph_kind *kind)
{
    if (block->section.s) { /* our own schema says it: "lessons", "obstacles" */
        ph_str name = block->section;
        if (ph_kind_find(name, kind))
            return true;
        if (ph_ends(name, PH_STR("s")) && ph_kind_find(ph_sub(name, 0, name.n - 1), kind))
            return true;
        if (ph_eqc(name, "problem"))
            *kind = PH_CONTEXT;
        return ph_eqc(name, "problem");
    }
    for (size_t i = b->depth; i-- > 0;)
        if (b->path[i].has_kind) {
            *kind = b->path[i].kind;
            return true;
        }
    *kind = b->kind_of_title;
    return b->title_kind && block->type == PH_BLOCK_ITEM;
}

/* Whether there are list items from block i on, up to the next heading. */
static bool section_has_items(const ph_document *doc, size_t i)
{
    for (; i < doc->blocks.n && doc->blocks.v[i].type != PH_BLOCK_HEADING; i++)
        if (doc->blocks.v[i].type == PH_BLOCK_ITEM)
            return true;
    return false;
}

static ph_kind kind_of(const builder *b, size_t i)
{
    const ph_block *block = &b->doc->blocks.v[i];
    ph_kind kind;
    bool in_section = section_kind(b, block, &kind);
    switch (block->type) {
    case PH_BLOCK_ITEM: return in_section ? kind : PH_LIST_ITEM;
    case PH_BLOCK_ROW: return PH_TABLE;
    default: break;
    }
    if (!in_section || ph_ends(block->text, PH_STR(":")) || count_words(block->text) < 4)
        return PH_PARAGRAPH;
    return block->section.s || !b->has_items ? kind : PH_PARAGRAPH;
}

/* --- adding ----------------------------------------------------------------------------------------- */

struct anchor {
    uint32_t digits;
    unsigned n; /* how many passages have it; 0: free */
};

/* Room for all anchors of a document: a block gives two passages at most for each half of
 * PH_PASSAGE_BYTES. */
static bool make_room(builder *b)
{
    size_t most = 16;
    for (size_t i = 0; i < b->doc->blocks.n; i++)
        most += 2 + 4 * (b->doc->blocks.v[i].text.n / PH_PASSAGE_BYTES);
    for (b->slots = 64; b->slots < most * 2;)
        b->slots *= 2;
    b->anchors = ph_alloc(b->arena, b->slots * sizeof *b->anchors);
    return b->anchors != NULL;
}

/* Of the content alone; the same content again gets a number. */
static ph_str make_anchor(builder *b, ph_str text)
{
    uint32_t digits = (uint32_t)(ph_hash(text.s, text.n, PH_HASH_SEED) >> 40);
    size_t i = digits & (b->slots - 1);
    while (b->anchors[i].n && b->anchors[i].digits != digits)
        i = (i + 1) & (b->slots - 1);
    b->anchors[i].digits = digits;
    unsigned n = ++b->anchors[i].n;
    return n == 1 ? ph_dupf(b->arena, "p-%0*x", ANCHOR_DIGITS, (unsigned)digits)
                  : ph_dupf(b->arena, "p-%0*x-%u", ANCHOR_DIGITS, (unsigned)digits, n);
}

/* To whom: the stakeholders that the text or the heading above names. */
static ph_status find_addressee(builder *b, ph_passage *p, ph_error *err)
{
    ph_mentions mentions = {0};
    ph_status status =
        ph_tagger_find(b->tagger, b->record->language, p->text, b->arena, &mentions, err);
    if (!status && p->heading.n)
        status = ph_tagger_find(b->tagger, b->record->language,
                                p->heading.v[p->heading.n - 1], b->arena, &mentions, err);
    for (size_t i = 0; !status && i < mentions.n; i++)
        if (mentions.v[i].concept && ph_eqc(mentions.v[i].concept->scheme, "stakeholder") &&
            !ph_strs_has(&p->addressee, mentions.v[i].id) &&
            !ph_strs_add(b->arena, &p->addressee, mentions.v[i].id))
            return ph_fail_memory(err);
    return status;
}

static ph_status add_passage(builder *b, const ph_block *block, ph_kind kind, ph_str text,
                             ph_error *err)
{
    ph_str anchor = make_anchor(b, text);
    ph_passage *p = PH_PUSH(b->arena, &b->record->passages);
    if (!p || !anchor.s)
        return ph_fail_memory(err);
    *p = (ph_passage){.anchor = anchor, .kind = kind, .text = text, .page = block->page};
    for (size_t i = 0; i < b->depth; i++)
        if (!ph_strs_add(b->arena, &p->heading, b->path[i].text))
            return ph_fail_memory(err);
    bool asks = kind == PH_RECOMMENDATION || kind == PH_COMMITMENT;
    return asks ? find_addressee(b, p, err) : PH_OK;
}

/* The end of the sentence that byte `at` is in. */
static size_t sentence_end(ph_str text, size_t at)
{
    for (size_t i = at; i + 1 < text.n; i++)
        if (strchr(".!?;", text.s[i]) && text.s[i + 1] == ' ')
            return i + 1;
    return text.n;
}

/* Whether a cue may begin at byte i, by the first letter or digit from there on: in Latin
 * letters without marks and in Russian ones, whose keys are plain; in doubt it may.  Making a
 * key takes a hundred times as long. */
static bool may_be_cue(const builder *b, ph_str text, size_t i)
{
    while (i < text.n) {
        int32_t c = ph_utf8_next(text, &i);
        if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c < 0x430))
            c += 0x20;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x430 && c < 0x450))
            return b->sections->starts[c & 0xFF];
        if (c >= 0x80)
            return true;
    }
    return false;
}

/* Whether a cue begins the text. */
static bool is_cue(const builder *b, ph_str text)
{
    const ph_strs *cues = &b->sections->cues;
    ph_arena_reset(b->scratch);
    ph_str key = ph_text_key(b->scratch, ph_utf8_cut(text, CUE_BYTES));
    for (size_t c = 0; c < cues->n; c++)
        if (ph_starts(key, cues->v[c]) &&
            (key.n == cues->v[c].n || key.s[cues->v[c].n] == ' '))
            return true;
    return false;
}

/* Where in the text a commitment's cue begins; false: nowhere. */
static bool find_cue(const builder *b, ph_str text, size_t *at)
{
    for (size_t i = 0; i < text.n; i++) {
        bool begins = i == 0 || text.s[i - 1] == ' ' || text.s[i - 1] == '(';
        if (begins && may_be_cue(b, text, i) && is_cue(b, ph_sub(text, i, text.n))) {
            *at = i;
            return true;
        }
    }
    return false;
}

static ph_status add_block(builder *b, size_t i, ph_str text, ph_error *err)
{
    const ph_block *block = &b->doc->blocks.v[i];
    ph_kind kind = kind_of(b, i);
    size_t cue = 0;
    bool commits = ph_eqc(b->record->type, "outcome-document") && kind != PH_COMMITMENT &&
                   kind != PH_TABLE && find_cue(b, text, &cue);
    if (commits && (kind == PH_PARAGRAPH || kind == PH_LIST_ITEM)) {
        kind = PH_COMMITMENT;
        commits = false;
    }
    ph_status status = add_passage(b, block, kind, text, err);
    if (!status && commits) {
        ph_str said = ph_trim(ph_sub(text, cue, sentence_end(text, cue)));
        status = add_passage(b, block, PH_COMMITMENT, said, err);
    }
    return status;
}

/* The length of the text's beginning that makes a passage: whole sentences if they fit. */
static size_t passage_length(ph_str text)
{
    if (text.n <= PH_PASSAGE_BYTES)
        return text.n;
    ph_str cut = ph_utf8_cut(text, PH_PASSAGE_BYTES);
    for (size_t i = cut.n; i > cut.n / 2; i--)
        if (text.s[i] == ' ' && strchr(".!?", text.s[i - 1]))
            return i;
    for (size_t i = cut.n; i > cut.n / 2; i--)
        if (text.s[i] == ' ')
            return i;
    return cut.n;
}

ph_status ph_passages_build(const ph_document *doc, const ph_sections *sections,
                            ph_tagger *tagger, ph_arena *arena, ph_record *record,
                            ph_error *err)
{
    builder b = {.doc = doc,
                 .sections = sections,
                 .tagger = tagger,
                 .arena = arena,
                 .record = record};
    bool ready = make_room(&b) && (b.scratch = ph_arena_new()) != NULL;
    ph_status status = ready ? PH_OK : ph_fail_memory(err);
    b.title_kind = ph_heading_kind(sections, arena, record->title, &b.kind_of_title);
    for (size_t i = 0; !status && i < doc->blocks.n; i++) {
        const ph_block *block = &doc->blocks.v[i];
        bool heads = block->type == PH_BLOCK_HEADING;
        if (heads || i == 0)
            b.has_items = section_has_items(doc, heads ? i + 1 : i);
        if (heads) {
            if (!ph_eq(block->text, record->title))
                enter_heading(&b, block);
            continue;
        }
        for (ph_str rest = block->text; !status && rest.n;) {
            size_t n = passage_length(rest);
            status = add_block(&b, i, ph_trim(ph_sub(rest, 0, n)), err);
            rest = ph_trim(ph_sub(rest, n, rest.n));
        }
    }
    ph_arena_free(b.scratch);
    return status;
}

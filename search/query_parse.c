/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/analysis.h"
#include "search/limits.h"
#include "search/query_parse.h"
#include "search/text.h"

#define NEAR_DEFAULT 10
#define NEAR_MAX 100
#define SHOUTED_WORDS 6

typedef struct parser {
    ph_arena *arena;
    const ph_vocabulary *vocabulary;
    ph_str text;
    size_t at;
    unsigned depth, words, rows, prefixes, names;
    bool no_operators; /* AND, OR, NOT, NEAR are words */
    bool failed;       /* no memory */
} parser;

static ph_node *new_node(parser *p, ph_node_type type, ph_str text)
{
    ph_node *node = PH_NEW(p->arena, ph_node);
    if (!node) {
        p->failed = true;
        return NULL;
    }
    node->type = type;
    node->text = text;
    return node;
}

static void add_child(parser *p, ph_node *parent, ph_node *child)
{
    ph_node **slot = parent && child ? PH_PUSH(p->arena, &parent->children) : NULL;
    if (slot)
        *slot = child;
    else if (child)
        p->failed = true;
}

/* --- characters ----------------------------------------------------------------------------- */

static bool more(const parser *p)
{
    return !p->failed && p->at < p->text.n;
}

static char peek(const parser *p, size_t ahead)
{
    return p->at + ahead < p->text.n ? p->text.s[p->at + ahead] : '\0';
}

static void skip_spaces(parser *p)
{
    while (peek(p, 0) == ' ')
        p->at++;
}

/* Quotation marks, as they are typed and as they are printed, and what closes each. */
typedef enum quote { NO_QUOTE, PLAIN, WIDE, CURLY, LOW, LEFT_ANGLE, RIGHT_ANGLE } quote;

static const struct {
    const char *bytes;
    quote kind;
} quotes[] = {{"\"", PLAIN},
              {"\xE2\x80\x9C", CURLY},
              {"\xE2\x80\x9D", CURLY},
              {"\xE2\x80\x9E", LOW},
              {"\xE2\x80\x9F", CURLY},
              {"\xC2\xAB", LEFT_ANGLE},
              {"\xC2\xBB", RIGHT_ANGLE},
              {"\xEF\xBC\x82", WIDE}};

/* The mark so many bytes ahead, and how many it is. */
static quote quote_at(const parser *p, size_t ahead, size_t *n)
{
    ph_str rest = ph_sub(p->text, p->at + ahead, p->text.n);
    if (!rest.n || !strchr("\"\xE2\xC2\xEF", rest.s[0]) || !rest.s[0])
        return NO_QUOTE;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (ph_starts(rest, ph_cstr(quotes[i].bytes))) {
            *n = strlen(quotes[i].bytes);
            return quotes[i].kind;
        }
    return NO_QUOTE;
}

static bool closes(quote first, quote last)
{
    return first == LOW           ? last == CURLY
           : first == LEFT_ANGLE  ? last == RIGHT_ANGLE
           : first == RIGHT_ANGLE ? last == LEFT_ANGLE
                                  : last == first;
}

/* Whether a phrase begins so many bytes ahead, and ends: its text, and the bytes of it all. */
static bool phrase_at(const parser *p, size_t ahead, ph_str *text, size_t *taken)
{
    size_t open = 0, close = 0;
    quote first = quote_at(p, ahead, &open);
    for (size_t i = ahead + open; first && p->at + i < p->text.n; i++)
        if (closes(first, quote_at(p, i, &close))) {
            *text = ph_sub(p->text, p->at + ahead + open, p->at + i);
            *taken = i + close - ahead;
            return true;
        }
    return false;
}

static bool ends_word(const parser *p, size_t ahead)
{
    size_t n;
    char c = peek(p, ahead);
    return c == '\0' || c == ' ' || c == '(' || c == ')' || quote_at(p, ahead, &n);
}

/* What stands up to the next space, quote or parenthesis. */
static ph_str peek_word(const parser *p)
{
    size_t n = 0;
    while (!ends_word(p, n))
        n++;
    return ph_sub(p->text, p->at, p->at + n);
}

/* Takes an operator if it stands here as a word of its own. */
static bool take_operator(parser *p, const char *name)
{
    if (p->no_operators || !ph_eqc(peek_word(p), name))
        return false;
    p->at += strlen(name);
    skip_spaces(p);
    return true;
}

/* --- items ------------------------------------------------------------------------------------ */

static ph_node *parse_or(parser *p);

static ph_node *text_node(parser *p, ph_node_type type, ph_str text, char prefix)
{
    ph_node *node = new_node(p, type, text);
    if (node)
        node->prefix = prefix;
    return node;
}

/* Counts the words of a text; it ends behind the last that a question may have.  What has no
 * word counts as one.  0: none may be there any more. */
static size_t take_words(parser *p, ph_str *text)
{
    const size_t most = PH_QUERY_WORDS - p->words;
    size_t n = 0, at = 0, start, end, last = text->n;
    for (; most && ph_next_word(*text, &at, &start, &end); n++, last = end)
        if (n == most) {
            *text = ph_sub(*text, 0, last);
            break;
        }
    n = n || !most ? n : 1;
    p->words += (unsigned)n;
    return n;
}

/* A text's words by themselves. */
static ph_node *words_apart(parser *p, ph_str text, char prefix)
{
    ph_node *group = new_node(p, PH_NODE_GROUP, PH_ABSENT);
    for (size_t at = 0, start, end; ph_next_word(text, &at, &start, &end);)
        add_child(p, group, text_node(p, PH_NODE_WORD, ph_sub(text, start, end), prefix));
    return group;
}

/* Whether a plain piece holds words that no space parts: pairs of characters that overlap. */
static bool is_unspaced(const ph_node *node)
{
    size_t at = 0, start = 0, end = 0, before = 0;
    bool overlap = false;
    if (node->type != PH_NODE_WORD || node->demand != PH_PLAIN || node->prefix)
        return false;
    while (!overlap && ph_next_word(node->text, &at, &start, &end)) {
        overlap = start < before;
        before = end;
    }
    return overlap;
}

/* A phrase, or what is typed as one word but may be several, which then stand in a row: so many
 * rows may be in a question. */
static ph_node *row_node(parser *p, ph_node_type type, ph_str text, char prefix)
{
    size_t whole = text.n, n = take_words(p, &text);
    if (n == 0)
        return NULL;
    if (n > 1 && p->rows++ >= PH_QUERY_PHRASES)
        return words_apart(p, text, prefix);
    if (type == PH_NODE_PREFIX &&
        (text.n < whole || p->prefixes++ >= PH_QUERY_PREFIXES)) /* its end is cut off, or */
        type = PH_NODE_WORD;
    return text_node(p, type, text, prefix);
}

/* "..." from here on; without an end it is not a phrase, and only the mark is taken. */
static ph_node *parse_phrase(parser *p, char prefix)
{
    ph_str text;
    size_t n = 0;
    if (!phrase_at(p, 0, &text, &n)) {
        quote_at(p, 0, &n);
        p->at += n;
        return NULL;
    }
    p->at += n;
    return row_node(p, PH_NODE_PHRASE, text, prefix);
}

static ph_node *word_node(parser *p, ph_str word, char prefix)
{
    ph_node_type type = PH_NODE_WORD;
    while (word.n > 1 && word.s[word.n - 1] == '*') {
        type = PH_NODE_PREFIX;
        word.n--;
    }
    return row_node(p, type, word, prefix);
}

static const struct {
    const char *name;
    char prefix;
} text_fields[] = {{"title", PH_PREFIX_TITLE},
                   {"author", PH_PREFIX_CREATOR},
                   {"org", PH_PREFIX_ORGANISATION}};

/* One value, or more with commas between them: any of them. */
static ph_node *facet_node(parser *p, ph_facet facet, ph_str list)
{
    ph_query check;
    ph_error ignored;
    ph_str value, name = ph_cstr(ph_facets[facet].name);
    ph_query_init(&check, p->arena, p->vocabulary);
    while (ph_split(&list, ',', &value)) {
        if (!value.n || !ph_query_set(&check, name, value, &ignored))
            continue;
        ph_str code = PH_ABSENT;
        if (facet == PH_FACET_COUNTRY && p->names++ < PH_QUERY_NAMES)
            code = ph_country_named(p->vocabulary, p->arena, value);
        if (!code.s || ph_query_set(&check, name, code, &ignored))
            return NULL;
    }
    if (!check.choices[facet].n)
        return NULL;
    ph_node *node = new_node(p, PH_NODE_FACET, check.choices[facet].v[0]);
    if (node) {
        node->facet = facet;
        node->values = check.choices[facet];
    }
    return node;
}

/* field:value, field:"a phrase"; NULL when it is none, and nothing was taken. */
static ph_node *parse_field(parser *p, ph_str word)
{
    const char *colon = word.n ? memchr(word.s, ':', word.n) : NULL;
    if (!colon)
        return NULL;
    size_t n = (size_t)(colon - word.s), taken = word.n;
    ph_str name = ph_sub(word, 0, n), value = ph_sub(word, n + 1, word.n);
    bool phrase = !value.n && phrase_at(p, n + 1, &value, &taken);
    for (size_t i = 0; i < sizeof text_fields / sizeof *text_fields; i++)
        if (ph_eqc(name, text_fields[i].name)) {
            if (!value.n)
                return NULL;
            p->at += phrase ? n + 1 : word.n;
            return phrase ? parse_phrase(p, text_fields[i].prefix)
                          : word_node(p, value, text_fields[i].prefix);
        }
    ph_facet facet = ph_facet_find(name);
    ph_node *node = facet == PH_FACETS ? NULL : facet_node(p, facet, value);
    if (node)
        p->at += phrase ? n + 1 + taken : word.n;
    return node;
}

/* A word, phrase, field or parenthesis; NULL: only a sign that means nothing was taken. */
static ph_node *parse_item(parser *p)
{
    ph_node *node = NULL;
    size_t n;
    if (quote_at(p, 0, &n))
        return parse_phrase(p, 0);
    switch (peek(p, 0)) {
    case ')': p->at++; return NULL;
    case '(':
        p->at++;
        if (p->depth >= PH_QUERY_DEPTH)
            return NULL;
        p->depth++;
        node = parse_or(p);
        p->depth--;
        if (peek(p, 0) == ')')
            p->at++;
        return node;
    default: break;
    }
    ph_str word = peek_word(p);
    if (!word.n) { /* NUL */
        p->at++;
        return NULL;
    }
    node = parse_field(p, word);
    if (!node && !p->failed) {
        p->at += word.n;
        node = word_node(p, word, 0);
    }
    return node;
}

/* NEAR or NEAR/5 with something behind it: the window; else 0, and nothing was taken. */
static unsigned take_near(parser *p)
{
    ph_str word = peek_word(p);
    uint64_t window = NEAR_DEFAULT;
    size_t before = p->at;
    if (p->no_operators || !ph_starts(word, PH_STR("NEAR")) ||
        (word.n > 4 && (word.s[4] != '/' || !ph_number(ph_sub(word, 5, word.n), &window))))
        return 0;
    p->at += word.n;
    skip_spaces(p);
    if (!more(p) || peek(p, 0) == ')') {
        p->at = before;
        return 0;
    }
    return window == 0 ? 1 : window > NEAR_MAX ? NEAR_MAX : (unsigned)window;
}

/* A node with two children, or the first child with one more if it is of that type. */
static ph_node *join(parser *p, ph_node_type type, ph_node *left, ph_node *right)
{
    ph_node *both = left->type == type ? left : new_node(p, type, PH_ABSENT);
    if (both && both != left)
        add_child(p, both, left);
    add_child(p, both, right);
    return both;
}

static ph_node *parse_near(parser *p)
{
    ph_node *node = parse_item(p), *both = NULL;
    unsigned window;
    skip_spaces(p);
    while (node &&
           (node->type == PH_NODE_WORD || node->type == PH_NODE_NEAR || node == both) &&
           (window = take_near(p)) != 0) {
        ph_node *right = parse_item(p);
        skip_spaces(p);
        if (!right)
            break;
        /* what is no word, or one NEAR too many, is not near to anything, but both must be
         * there */
        bool near = node != both && right->type == PH_NODE_WORD &&
                    (node->type == PH_NODE_NEAR || p->rows++ < PH_QUERY_PHRASES);
        node = join(p, near ? PH_NODE_NEAR : PH_NODE_AND, node, right);
        both = near ? NULL : node;
        if (node)
            node->window = window;
    }
    return node;
}

/* --- operators ---------------------------------------------------------------------------------- */

static ph_demand take_demand(parser *p)
{
    char sign = peek(p, 0);
    size_t n;
    if ((sign == '+' || sign == '-') &&
        (!ends_word(p, 1) || quote_at(p, 1, &n) || peek(p, 1) == '(')) {
        p->at++;
        return sign == '+' ? PH_MUST : PH_MUST_NOT;
    }
    return take_operator(p, "NOT") ? PH_MUST_NOT : PH_PLAIN;
}

static bool at_operator(const parser *p)
{
    ph_str word = peek_word(p);
    return !p->no_operators && (ph_eqc(word, "AND") || ph_eqc(word, "OR"));
}

/* Things side by side, up to AND, OR, a closing parenthesis or the end. */
static ph_node *parse_group(parser *p)
{
    ph_node *group = new_node(p, PH_NODE_GROUP, PH_ABSENT);
    while (group && more(p)) {
        skip_spaces(p);
        if (!more(p) || at_operator(p) || (peek(p, 0) == ')' && p->depth > 0))
            break;
        ph_demand demand = take_demand(p);
        ph_node *item = more(p) ? parse_near(p) : NULL;
        if (item) {
            item->demand = demand;
            add_child(p, group, is_unspaced(item) ? words_apart(p, item->text, 0) : item);
        }
    }
    return group && group->children.n ? group : NULL;
}

/* Groups with one operator between them; one group stays itself. */
static ph_node *parse_chain(parser *p, ph_node_type type, const char *name,
                            ph_node *(*next)(parser *))
{
    ph_node *first = next(p), *chain = NULL;
    while (more(p) && take_operator(p, name)) {
        ph_node *right = next(p);
        if (!first)
            first = right;
        else if (right) {
            if (!chain && (chain = new_node(p, type, PH_ABSENT)) != NULL)
                add_child(p, chain, first);
            add_child(p, chain, right);
        }
    }
    return chain ? chain : first;
}

static ph_node *parse_and(parser *p)
{
    return parse_chain(p, PH_NODE_AND, "AND", parse_group);
}

static ph_node *parse_or(parser *p)
{
    return parse_chain(p, PH_NODE_OR, "OR", parse_and);
}

static ph_node *parse_text(parser *p)
{
    ph_node *root = parse_or(p);
    while (more(p)) { /* an operator or a parenthesis too many: go on behind it */
        size_t before = p->at;
        ph_node *rest = parse_or(p);
        if (p->at == before)
            p->at++;
        if (root && rest)
            root = join(p, PH_NODE_GROUP, root, rest);
        else if (rest)
            root = rest;
    }
    return root;
}

/* A sentence in English capitals throughout: its AND is a word.  "EU AND NATO" is none. */
static bool is_shouted(ph_str text)
{
    unsigned words = 1;
    for (size_t i = 0; i < text.n; i++) {
        words += text.s[i] == ' ';
        if ((text.s[i] >= 'a' && text.s[i] <= 'z') || (unsigned char)text.s[i] >= 0x80)
            return false;
    }
    return words >= SHOUTED_WORDS;
}

ph_status ph_query_parse(ph_arena *arena, const ph_vocabulary *vocabulary, ph_str text,
                         ph_node **root, ph_error *err)
{
    parser p = {.arena = arena,
                .vocabulary = vocabulary,
                .text = text,
                .no_operators = is_shouted(text)};
    *root = parse_text(&p);
    if (!*root && !p.failed) { /* nothing but operators */
        p = (parser){
            .arena = arena, .vocabulary = vocabulary, .text = text, .no_operators = true};
        *root = parse_text(&p);
    }
    return p.failed ? ph_fail_memory(err) : PH_OK;
}

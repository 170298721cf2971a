/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a document does not follow a RELAX NG schema, in words for its author.
 *
 * libxml2 says whether it does, but it backtracks, and then complains of the place that it
 * fell back to.  So where it says no, we walk schema and document side by side: attributes,
 * then the sequence of elements (as a small automaton over their names), then what lies
 * below.  The first thing in the document that fits nowhere is told.  Patterns that
 * peerhub.rng does not use (interleave, mixed, name classes, external grammars) are not
 * understood and explain nothing.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xmlregexp.h>

#include "indexer/xml_schema.h"
#include "indexer/xml_tree.h"

#define STATES 1024 /* of the automaton of one element */
#define DEPTH 64    /* of definitions in definitions */

typedef struct explainer {
    const xmlNode *grammar;
    ph_error *err;
} explainer;

static const xmlNode *definition(const explainer *e, const xmlNode *ref)
{
    for (const xmlNode *d = e->grammar->children; d; d = d->next)
        if (ph_is(d, "define") && ph_eq(ph_attr(d, "name"), ph_attr(ref, "name")))
            return d;
    return NULL;
}

/* What a pattern that is only a wrapper has inside: its definition for a ref. */
static const xmlNode *inside(const explainer *e, const xmlNode *pattern)
{
    const xmlNode *from = ph_is(pattern, "ref") ? definition(e, pattern) : pattern;
    return from ? from->children : NULL;
}

/* --- values ------------------------------------------------------------------------------- */

/* How a kind of value is told to people: by its definition's name in the schema. */
static const struct {
    const char *name, *words;
} kinds[] = {
    {"line", "text, which must not be empty"},
    {"date-value", "a date such as 2022, 2022-06 or 2022-06-04"},
    {"url-value", "a web address that begins with http:// or https://"},
    {"key-value", "letters, digits, '-' and '_', at most 64"},
    {"reference-value", "the key of another document or a web address"},
    {"license-value", "an SPDX identifier such as CC-BY-4.0 or a web address"},
    {"source-ids", "ids of sources with spaces between, such as s1 s3"},
    {"country-code", "the two capital letters of a country, such as EE"},
    {"sdg-value", "a goal such as 16 or a target such as 16.6"},
};

static bool matches_regexp(const char *pattern, const char *value)
{
    xmlRegexp *compiled = xmlRegexpCompile((const xmlChar *)pattern);
    bool ok = !compiled || xmlRegexpExec(compiled, (const xmlChar *)value) == 1;
    xmlRegFreeRegexp(compiled);
    return ok;
}

static bool matches_data(const xmlNode *data, const char *value)
{
    ph_str type = ph_attr(data, "type");
    if (ph_eqc(type, "language") &&
        !matches_regexp("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value))
        return false;
    if (ph_eqc(type, "decimal") &&
        !matches_regexp("[+\\-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)", value))
        return false;
    for (const xmlNode *p = data->children; p; p = p->next) {
        if (!ph_is(p, "param") || !p->children || !p->children->content)
            continue;
        const char *limit = (const char *)p->children->content;
        ph_str name = ph_attr(p, "name");
        if (ph_eqc(name, "pattern") && !matches_regexp(limit, value))
            return false;
        if (ph_eqc(name, "minLength") && strlen(value) < strtoul(limit, NULL, 10))
            return false;
        if (ph_eqc(name, "minInclusive") && strtod(value, NULL) < strtod(limit, NULL))
            return false;
    }
    return true;
}

/* Whether a value fits a pattern of values; what is not understood fits. */
static bool matches(const explainer *e, const xmlNode *pattern, const char *value,
                    unsigned depth)
{
    if (ph_is(pattern, "value")) {
        const char *want =
            pattern->children ? (const char *)pattern->children->content : "";
        return ph_eq(ph_trim(ph_cstr(want)), ph_cstr(value));
    }
    if (ph_is(pattern, "data"))
        return matches_data(pattern, value);
    if (ph_is(pattern, "empty"))
        return !*value;
    bool choice = ph_is(pattern, "choice"), any = false;
    if (!choice && !ph_is(pattern, "ref") && !ph_is(pattern, "group") &&
        !ph_is(pattern, "attribute") && !ph_is(pattern, "element") &&
        !ph_is(pattern, "define"))
        return true;
    for (const xmlNode *c = inside(e, pattern); c && depth < DEPTH; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || ph_is(c, "attribute") || ph_is(c, "optional"))
            continue;
        bool fits = matches(e, c, value, depth + 1);
        if (!choice && !fits)
            return false;
        any = any || fits;
    }
    return !choice || any;
}

/* What a pattern of values allows, in words. */
static void add_allowed(const explainer *e, const xmlNode *pattern, ph_buf *out,
                        unsigned depth)
{
    for (const xmlNode *c = inside(e, pattern); c && depth < DEPTH; c = c->next) {
        const char *words = NULL;
        if (c->type != XML_ELEMENT_NODE || ph_is(c, "attribute") || ph_is(c, "optional"))
            continue;
        for (size_t i = 0; ph_is(c, "ref") && i < sizeof kinds / sizeof *kinds; i++)
            if (ph_eqc(ph_attr(c, "name"), kinds[i].name))
                words = kinds[i].words;
        if (ph_is(c, "value") && c->children)
            words = (const char *)c->children->content;
        if (ph_is(c, "data"))
            words = ph_eqc(ph_attr(c, "type"), "decimal")    ? "a number such as 1200000"
                    : ph_eqc(ph_attr(c, "type"), "language") ? "a language such as en or fr"
                                                             : "another form of value";
        if (words)
            ph_buf_addf(out, "%s%s", out->n ? ", " : "", words);
        else
            add_allowed(e, c, out, depth + 1);
    }
}

/* Tells that a value is wrong.  what: "<status>" or "the attribute 'code' of <country>". */
static bool tell_value(explainer *e, long line, const char *what, const char *value,
                       const xmlNode *pattern)
{
    ph_buf allowed = {0};
    add_allowed(e, pattern, &allowed, 0);
    ph_fail(e->err, PH_INVALID, "line %ld: %s cannot be '%.60s'; expected: %.*s", line,
            what, value, PH_FMT(ph_buf_str(&allowed)));
    ph_buf_free(&allowed);
    return true;
}

/* --- attributes ----------------------------------------------------------------------------- */

/* Looks for attributes named `name` (any, if NULL) in the content of an element's pattern.
 * Counts them; with `value`, only those that it fits; with `must`, only those that no element
 * can do without. */
typedef struct wanted {
    ph_str name;
    const char *value;
    bool must;
    size_t found;
    ph_buf *names; /* gets them, if it is there */
    const xmlNode *pattern;
} wanted;

static void find_attributes(const explainer *e, const xmlNode *pattern, wanted *w,
                            unsigned depth)
{
    for (const xmlNode *c = inside(e, pattern); c && depth < DEPTH; c = c->next) {
        if (ph_is(c, "attribute")) {
            ph_str name = ph_attr(c, "name");
            ph_str bare = ph_starts(name, PH_STR("xml:")) ? ph_sub(name, 4, name.n) : name;
            if ((w->name.s && !ph_eq(bare, w->name)) ||
                (w->value && !matches(e, c, w->value, 0)))
                continue;
            w->found++;
            w->pattern = c;
            if (w->names)
                ph_buf_addf(w->names, "%s%.*s", w->names->n ? ", " : "", PH_FMT(name));
        } else if (c->type == XML_ELEMENT_NODE && !ph_is(c, "element") &&
                   !(w->must && (ph_is(c, "optional") || ph_is(c, "choice"))))
            find_attributes(e, c, w, depth + 1);
    }
}

static bool explain_attribute(explainer *e, const xmlNode *element, const xmlNode *pattern,
                              const xmlAttr *a)
{
    ph_buf what = {0}, names = {0}, value = {0};
    long line = xmlGetLineNo(element);
    const char *name = (const char *)a->name, *own = (const char *)element->name;
    xmlChar *raw = xmlNodeListGetString(element->doc, a->children, 1);
    ph_buf_add(&value, ph_trim(ph_cstr(raw ? (const char *)raw : "")));
    wanted w = {.name = ph_cstr(name)};
    wanted fitting = {.name = w.name, .value = value.s ? value.s : ""};
    bool told = true;
    find_attributes(e, pattern, &w, 0);
    find_attributes(e, pattern, &fitting, 0);
    if (!w.found) {
        wanted all = {.names = &names};
        find_attributes(e, pattern, &all, 0);
        ph_fail(e->err, PH_INVALID, "line %ld: <%s> has no attribute '%s'; it may have: %s",
                line, own, name, names.n ? names.s : "none");
    } else {
        ph_buf_addf(&what, "the attribute '%s%s' of <%s>", a->ns ? "xml:" : "", name, own);
        told = !fitting.found && what.s &&
               tell_value(e, line, what.s, fitting.value, w.pattern);
    }
    xmlFree(raw);
    ph_buf_free(&what);
    ph_buf_free(&names);
    ph_buf_free(&value);
    return told;
}

static bool explain_attributes(explainer *e, const xmlNode *element, const xmlNode *pattern)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (explain_attribute(e, element, pattern, a))
            return true;
    ph_buf names = {0};
    wanted must = {.must = true, .names = &names};
    find_attributes(e, pattern, &must, 0);
    ph_str rest = ph_buf_str(&names), name;
    bool told = false;
    while (must.found && !told && ph_split(&rest, ',', &name)) {
        ph_str bare = ph_starts(name, PH_STR("xml:")) ? ph_sub(name, 4, name.n) : name;
        bool there = false;
        for (const xmlAttr *a = element->properties; a; a = a->next)
            there = there || ph_eq(ph_cstr((const char *)a->name), bare);
        if (!there) {
            ph_fail(e->err, PH_INVALID, "line %ld: <%s> lacks the attribute '%.*s'",
                    xmlGetLineNo(element), (const char *)element->name, PH_FMT(name));
            told = true;
        }
    }
    ph_buf_free(&names);
    return told;
}

/* --- sequences of elements ------------------------------------------------------------------ */

/* Thompson's construction: a state waits for an element, or leads on to one or two others. */
typedef struct state {
    const xmlNode *element; /* of the schema; NULL: leads on at once */
    int next, other;        /* -1: none */
} state;

typedef struct automaton {
    const explainer *e;
    const xmlNode *element; /* of the document, whose content is looked at */
    state states[STATES];
    int n;
    bool failed; /* too large, or a pattern that is not understood */
} automaton;

/* The state with that number means that the content may end. */
#define END 0

static int add_state(automaton *a, const xmlNode *element, int next, int other)
{
    if (a->n == STATES) {
        a->failed = true;
        return END;
    }
    a->states[a->n] = (state){element, next, other};
    return a->n++;
}

static int build(automaton *a, const xmlNode *pattern, int next, unsigned depth);

/* The children of a pattern one after the other; returns the state to begin with. */
static int build_group(automaton *a, const xmlNode *pattern, int next, unsigned depth)
{
    const xmlNode *c = inside(a->e, pattern);
    while (c && c->next)
        c = c->next;
    for (; c; c = c->prev)
        next = build(a, c, next, depth);
    return next;
}

/* False for a group that asks for attributes which the element in hand does not have. */
static bool is_open(const automaton *a, const xmlNode *branch)
{
    for (const xmlNode *c = branch->children; c && ph_is(branch, "group"); c = c->next) {
        if (!ph_is(c, "attribute"))
            continue;
        bool fits = false;
        for (const xmlAttr *own = a->element->properties; own; own = own->next)
            if (ph_eqc(ph_attr(c, "name"), (const char *)own->name))
                fits = own->children && own->children->content &&
                       matches(a->e, c, (const char *)own->children->content, 0);
        if (!fits)
            return false;
    }
    return true;
}

static int build_choice(automaton *a, const xmlNode *pattern, int next, unsigned depth)
{
    int start = -1;
    for (const xmlNode *c = inside(a->e, pattern); c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && is_open(a, c)) {
            int branch = build(a, c, next, depth);
            start = start < 0 ? branch : add_state(a, NULL, branch, start);
        }
    return start < 0 ? next : start;
}

static int build(automaton *a, const xmlNode *pattern, int next, unsigned depth)
{
    if (depth > DEPTH || ph_is(pattern, "interleave") || ph_is(pattern, "mixed"))
        a->failed = true;
    if (a->failed || pattern->type != XML_ELEMENT_NODE)
        return next;
    if (ph_is(pattern, "element"))
        return add_state(a, pattern, next, -1);
    if (ph_is(pattern, "ref") || ph_is(pattern, "group"))
        return build_group(a, pattern, next, depth + 1);
    if (ph_is(pattern, "choice"))
        return build_choice(a, pattern, next, depth + 1);
    if (ph_is(pattern, "optional"))
        return add_state(a, NULL, build_group(a, pattern, next, depth + 1), next);
    if (ph_is(pattern, "zeroOrMore") || ph_is(pattern, "oneOrMore")) {
        int loop = add_state(a, NULL, -1, next);
        int first = build_group(a, pattern, loop, depth + 1);
        a->states[loop].next = first;
        return ph_is(pattern, "oneOrMore") ? first : loop;
    }
    return next;
}

/* Marks a state and all that it leads to at once. */
static void enter(const automaton *a, bool set[STATES], int from)
{
    int stack[STATES * 2], n = 0;
    stack[n++] = from;
    while (n) {
        int i = stack[--n];
        if (i < 0 || set[i])
            continue;
        set[i] = true;
        if (!a->states[i].element && i != END) {
            stack[n++] = a->states[i].next;
            stack[n++] = a->states[i].other;
        }
    }
}

/* The elements that a set of states waits for: "<a>, <b> or <c>". */
static void add_expected(const automaton *a, const bool set[STATES], ph_buf *out)
{
    ph_strs names[1] = {{0}};
    ph_str seen[STATES];
    names->v = seen;
    for (int i = 0; i < a->n; i++) {
        ph_str name =
            a->states[i].element ? ph_attr(a->states[i].element, "name") : PH_ABSENT;
        if (set[i] && name.s && !ph_strs_has(names, name))
            seen[names->n++] = name;
    }
    /* states are made from the last element to the first */
    for (size_t i = names->n; i-- > 0;)
        ph_buf_addf(out, "<%.*s>%s", PH_FMT(seen[i]), i > 1 ? ", " : i == 1 ? " or " : "");
    if (set[END])
        ph_buf_addf(out, "%s", names->n ? " or the end" : "the end");
}

static bool explain_element(explainer *e, const xmlNode *element, const xmlNode *pattern);

/* Tells that a child (NULL: the end) comes where something else is expected. */
static bool tell_sequence(const explainer *e, const xmlNode *element, const xmlNode *child,
                          const automaton *a, const bool set[STATES])
{
    ph_buf expected = {0};
    bool known = false;
    const char *own = (const char *)element->name;
    add_expected(a, set, &expected);
    for (int i = 0; child && i < a->n; i++)
        known = known ||
                (a->states[i].element &&
                 ph_eqc(ph_attr(a->states[i].element, "name"), (const char *)child->name));
    if (!child)
        ph_fail(e->err, PH_INVALID, "line %ld: <%s> ends too early; expected: %.*s",
                xmlGetLineNo(element), own, PH_FMT(ph_buf_str(&expected)));
    else
        ph_fail(e->err, PH_INVALID,
                "line %ld: <%s> cannot stand here in <%s>%s; expected: %.*s",
                xmlGetLineNo(child), (const char *)child->name, own,
                known ? ", where elements have a fixed order" : "",
                PH_FMT(ph_buf_str(&expected)));
    ph_buf_free(&expected);
    return true;
}

/* One step of the automaton; also looks into the child, with each pattern that it may have.
 * Returns true if the child's own fault was told. */
static bool step(explainer *e, const automaton *a, const xmlNode *child, bool set[STATES],
                 bool *any)
{
    bool after[STATES] = {false}, fits = false, told = false;
    ph_error *err = e->err;
    *any = false;
    /* where several patterns have the name, the words about the first one count */
    for (int i = 0; i < a->n; i++) {
        const xmlNode *pattern = a->states[i].element;
        if (!set[i] || !pattern ||
            !ph_eqc(ph_attr(pattern, "name"), (const char *)child->name))
            continue;
        *any = true;
        enter(a, after, a->states[i].next);
        if (!fits && explain_element(e, child, pattern)) {
            told = true;
            e->err = NULL;
        } else
            fits = true;
    }
    e->err = err;
    memcpy(set, after, sizeof after);
    return told && !fits;
}

static bool is_blank(const xmlNode *text)
{
    return ph_trim(ph_cstr((const char *)text->content)).n == 0;
}

/* The elements in an element, one after the other. */
static bool explain_sequence(explainer *e, const xmlNode *element, const automaton *a,
                             int start)
{
    bool set[STATES] = {false};
    enter(a, set, start);
    for (const xmlNode *c = element->children; c; c = c->next) {
        if ((c->type == XML_TEXT_NODE && !is_blank(c)) ||
            c->type == XML_CDATA_SECTION_NODE) {
            ph_fail(e->err, PH_INVALID,
                    "line %ld: text cannot stand directly in <%s>; put it into an element "
                    "such as <p>",
                    xmlGetLineNo(c), (const char *)element->name);
            return true;
        }
        if (c->type != XML_ELEMENT_NODE)
            continue;
        bool any, before[STATES];
        memcpy(before, set, sizeof before);
        if (step(e, a, c, set, &any))
            return true;
        if (!any)
            return tell_sequence(e, element, c, a, before);
    }
    return !set[END] && tell_sequence(e, element, NULL, a, set);
}

/* An element that holds only text. */
static bool explain_text(explainer *e, const xmlNode *element, const xmlNode *pattern)
{
    ph_buf text = {0}, what = {0};
    bool told = false;
    for (const xmlNode *c = element->children; c && !told; c = c->next) {
        if (c->type == XML_ELEMENT_NODE) {
            ph_fail(e->err, PH_INVALID,
                    "line %ld: <%s> cannot stand in <%s>, which has only text in it",
                    xmlGetLineNo(c), (const char *)c->name, (const char *)element->name);
            told = true;
        } else if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
            ph_buf_addc(&text, (const char *)c->content);
    }
    ph_buf trimmed = {0};
    ph_buf_add(&trimmed, ph_trim(ph_buf_str(&text)));
    ph_buf_addf(&what, "<%s>", (const char *)element->name);
    if (!told && trimmed.s && what.s && !matches(e, pattern, trimmed.s, 0))
        told = tell_value(e, xmlGetLineNo(element), what.s, trimmed.s, pattern);
    ph_buf_free(&text);
    ph_buf_free(&trimmed);
    ph_buf_free(&what);
    return told;
}

/* The depth is that of the document, which libxml2 limits. */
static bool explain_element(explainer *e, const xmlNode *element, const xmlNode *pattern)
{
    if (explain_attributes(e, element, pattern))
        return true;
    automaton *a = calloc(1, sizeof *a);
    if (!a)
        return false;
    a->e = e;
    a->element = element;
    add_state(a, NULL, -1, -1); /* END */
    int start = build_group(a, pattern, END, 0);
    bool elements = false, told = false;
    for (int i = 0; i < a->n; i++)
        elements = elements || a->states[i].element;
    if (!a->failed)
        told = elements ? explain_sequence(e, element, a, start)
                        : explain_text(e, element, pattern);
    free(a);
    return told;
}

bool ph_xml_explain(const xmlDoc *schema, const xmlDoc *tree, ph_error *err)
{
    explainer e = {xmlDocGetRootElement(schema), err};
    const xmlNode *root = xmlDocGetRootElement(tree), *start = e.grammar->children;
    while (start && !ph_is(start, "start"))
        start = start->next;
    automaton *a = start ? calloc(1, sizeof *a) : NULL;
    if (!a)
        return false;
    a->e = &e;
    a->element = root;
    add_state(a, NULL, -1, -1);
    bool set[STATES] = {false}, before[STATES], any = false;
    enter(a, set, build_group(a, start, END, 0));
    memcpy(before, set, sizeof before);
    bool told = !a->failed && step(&e, a, root, set, &any);
    if (!a->failed && !any)
        told = ph_fail(
                   err, PH_INVALID,
                   "line %ld: the outermost element is <%s>; it must be <practice-note> or "
                   "<ai-case-study>",
                   xmlGetLineNo(root), (const char *)root->name) != PH_OK;
    free(a);
    return told;
}

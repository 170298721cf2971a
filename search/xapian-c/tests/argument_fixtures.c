/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Valid values for the parameters of every function, for tests/test_arguments.c.
 */
#include "config.h"

#include "arguments.h"
#include "testing.h"

void give_data(value *to, const void *bytes, size_t size)
{
    free(to->made);
    to->p = to->made = malloc(size ? size : 1);
    assert_non_null(to->p);
    if (size)
        memcpy(to->p, bytes, size);
    to->n = size;
}

/* Callbacks that go on; of every type, by the part of its name. */

static int go_on_document(void *user, const xapian_document *doc, double weight)
{
    (void)user, (void)doc, (void)weight;
    return 0;
}

static int go_on_value(void *user, const char *bytes, size_t len, double weight)
{
    (void)user, (void)bytes, (void)len, (void)weight;
    return 0;
}

static int go_on_key(void *user, const xapian_document *doc, const char **key, size_t *len)
{
    (void)user, (void)doc;
    *key = "key", *len = 3;
    return 0;
}

static int go_on_decider(void *user, const xapian_document *doc, bool *take)
{
    (void)user, (void)doc;
    *take = true;
    return 0;
}

static int go_on_word(void *user, const char *word, size_t len, bool *answer)
{
    (void)user, (void)word, (void)len;
    *answer = true;
    return 0;
}

static int go_on_stem(void *user, const char *word, size_t len, const char **stemmed,
                      size_t *stemmed_len)
{
    (void)user, (void)word, (void)len;
    *stemmed = "stem", *stemmed_len = 4;
    return 0;
}

static int go_on_field(void *user, const char *text, size_t len, xapian_query **query)
{
    (void)user, (void)text, (void)len;
    *query = term_query(0);
    return 0;
}

static int go_on_range(void *user, const char *begin, size_t begin_len, const char *end,
                       size_t end_len, xapian_query **query)
{
    (void)user, (void)begin, (void)begin_len, (void)end, (void)end_len;
    *query = term_query(0);
    return 0;
}

static int go_on_compact(void *user, const char *table, const char *status)
{
    (void)user, (void)table, (void)status;
    return 0;
}

static int go_on_metadata(void *user, const char *key, size_t key_len,
                          const char *const *values, const size_t *value_lens, size_t n,
                          const char **chosen, size_t *chosen_len)
{
    (void)user, (void)key, (void)key_len, (void)n;
    *chosen = values[0], *chosen_len = value_lens[0];
    return 0;
}

static int go_on_check(void *user, const char *line, size_t len)
{
    (void)user, (void)line, (void)len;
    return 0;
}

static int source_begin(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                        void **walk)
{
    (void)user, (void)shard, (void)bounds, (void)walk;
    return 0;
}

static int source_next(void *walk, xapian_docid target, double min_weight,
                       xapian_docid *docid, double *weight)
{
    (void)walk, (void)min_weight, (void)weight;
    *docid = target <= DOCUMENTS ? target : 0;
    return 0;
}

static void source_end(void *walk)
{
    (void)walk;
}

typedef void (*any_fn)(void);

static const struct {
    const char *name; /* of the type, or of the member */
    any_fn fn;
} callbacks[] = {
    {"xapian_matchspy_fn", (any_fn)go_on_document},
    {"xapian_valuespy_fn", (any_fn)go_on_value},
    {"xapian_key_fn", (any_fn)go_on_key},
    {"xapian_decider_fn", (any_fn)go_on_decider},
    {"xapian_expand_fn", (any_fn)go_on_word},
    {"xapian_stopper_fn", (any_fn)go_on_word},
    {"xapian_stem_fn", (any_fn)go_on_stem},
    {"xapian_field_fn", (any_fn)go_on_field},
    {"xapian_range_fn", (any_fn)go_on_range},
    {"xapian_compact_fn", (any_fn)go_on_compact},
    {"xapian_metadata_fn", (any_fn)go_on_metadata},
    {"xapian_check_fn", (any_fn)go_on_check},
    {"source.begin", (any_fn)source_begin},
    {"source.next", (any_fn)source_next},
    {"source.end", (any_fn)source_end},
};

static any_fn callback_of(const parameter *of)
{
    for (size_t i = 0; i < N(callbacks); i++) {
        if (strcmp(callbacks[i].name, of->type) == 0 ||
            strcmp(callbacks[i].name, of->name) == 0)
            return callbacks[i].fn;
    }
    fail_msg("no callback of type %s", of->type);
    return NULL;
}

/* Strings and numbers, for a parameter of that name; the first row that fits. */
static const struct {
    const char *function; /* or NULL: any */
    const char *name;
    const char *text; /* also a path: "NEW" for one where there is nothing */
    double number;
} known[] = {
    {"xapian_db_open_replica", "path", "replica", 0},
    {"xapian_writable_db_open", "path", "NEW", 0},
    {"xapian_writable_db_open_backend", "path", "NEW", 0},
    {"xapian_db_compact", "path", "NEW", 0},
    {"xapian_stopper_add_file", "path", "words", 0},
    {NULL, "path", "db", 0},
    {NULL, "language", "english", 0},
    {NULL, "host", "127.0.0.1", 0},
    {NULL, "program", "/bin/true", 0},
    {NULL, "args", "of no effect", 0},
    {NULL, "normalizations", "ntn", 0},
    {NULL, "before", "<b>", 0},
    {NULL, "after", "</b>", 0},
    {NULL, "omit", "...", 0},
    {NULL, "term", "t00", 0},
    {NULL, "synonym", "t01", 0},
    {NULL, "prefix", "t", 0},
    {NULL, "target", "t01", 2},
    {NULL, "word", "words", 0},
    {NULL, "key", "key", 0},
    {NULL, "value", "value", 0},
    {NULL, "fallback", "b", 0},
    {NULL, "low", "a", 0},
    {NULL, "high", "z", 0},
    {NULL, "field", "field", 0},
    {NULL, "grouping", "group", 0},
    {NULL, "mark", "$", 0},
    {NULL, "text", "t00 and <words>", 0},
    {"xapian_document_set_data", "data", "any data", 0},
    {"xapian_query_parser_parse", "flags", NULL, XAPIAN_PARSE_DEFAULT},
    {"xapian_query_parser_set_max_expansion", "flags", NULL, XAPIAN_PARSE_WILDCARD},
    {"xapian_term_generator_set_flags", "flags", NULL, XAPIAN_GENERATE_SPELLING},
    {NULL, "flags", NULL, 0},
    {NULL, "combiner", NULL, XAPIAN_OP_SYNONYM},
    {NULL, "max_terms", NULL, 100},
    {NULL, "parameter", NULL, 0},
    {NULL, "slot", NULL, 0},
    {NULL, "i", NULL, 0},
    {NULL, "max", NULL, 5},
    {NULL, "size", NULL, ROOM},
    {NULL, "length", NULL, 100},
    {NULL, "block_size", NULL, 4096},
    {NULL, "timeout_ms", NULL, 5000},
    {NULL, "connect_timeout_ms", NULL, 5000},
};

static void make_string(const function *of, const parameter *p, const char *last, value *to)
{
    const char *const makers[] = {
        "xapian_sortable_unserialise",
        "xapian_document_unserialise",
        "xapian_query_unserialise",
        "xapian_coords_unserialise",
    };
    for (size_t i = 0; i < N(makers); i++) {
        if (strcmp(of->name, makers[i]) == 0) {
            give_data(to, serialised[i], serialised_len[i]);
            return;
        }
    }
    for (size_t i = 0; i < N(known); i++) {
        const char *text = known[i].text;
        if (text == NULL || strcmp(known[i].name, last) != 0 ||
            (known[i].function && strcmp(known[i].function, of->name) != 0))
            continue;
        if (strcmp(text, "NEW") == 0)
            to->p = to->made = new_path();
        else
            give_data(to, text, strlen(text) + (p->kind == TEXT));
        return;
    }
    fail_msg("%s: no string for %s", of->name, p->name);
}

static double number_of(const function *of, const parameter *p, const char *last)
{
    for (size_t i = 0; i < N(known); i++) {
        if (strcmp(known[i].name, last) == 0 &&
            (known[i].text == NULL || known[i].number > 0) &&
            (known[i].function == NULL || strcmp(known[i].function, of->name) == 0))
            return known[i].number;
    }
    return p->kind == ENUM ? (double)p->least : 1;
}

static int descriptor_of(const function *of)
{
    char *path = new_path();
    const int fd = strcmp(of->name, "xapian_db_open_fd") == 0
                       ? open("single", O_RDONLY | O_CLOEXEC)
                       : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    assert_true(fd >= 0);
    return fd;
}

void fixtures_make(const function *of, value *values)
{
    static _Alignas(max_align_t) unsigned char room[PARAMETERS_MAX][ROOM];
    assert_true(of->n <= PARAMETERS_MAX);
    memset(values, 0, of->n * sizeof *values);
    memset(room, UNTOUCHED, sizeof room);
    for (size_t i = 0; i < of->n; i++) {
        const parameter *p = &of->parameters[i];
        const char *dot = strrchr(p->name, '.'), *last = dot ? dot + 1 : p->name;
        value *to = &values[i];
        switch (p->kind) {
        case HANDLE: handle_make(of, p, to); break;
        case HANDLE_OUT:
        case OUT: to->p = room[i]; break;
        case DATA:
        case TEXT: make_string(of, p, last, to); break;
        case STRUCT:
        case ARRAY: to->p = room[i], to->n = 1; break;
        case CALLBACK: to->fn = callback_of(p); break;
        case USER: to->p = room[i]; break;
        case DESCRIPTOR: to->n = (size_t)descriptor_of(of); break;
        case FLAGS:
        case ENUM:
        case NUMBER: to->n = (size_t)number_of(of, p, last); break;
        case TRUTH: to->n = 1; break;
        case DOUBLE: to->d = 1; break;
        }
    }
}

void fixtures_use(const function *of, const value *values)
{
    for (size_t i = 0; i < of->n; i++) {
        const parameter *p = &of->parameters[i];
        void *handle = p->kind == HANDLE && !is_const(p)      ? values[i].made
                       : p->kind == HANDLE_OUT && values[i].p ? *(void **)values[i].p
                                                              : NULL;
        handle_use(p, handle);
    }
}

void fixtures_free(const function *of, value *values)
{
    void *none; /* where no call was made */
    memset(&none, UNTOUCHED, sizeof none);
    for (size_t i = 0; i < of->n; i++) {
        const parameter *p = &of->parameters[i];
        if (p->kind == HANDLE)
            handle_free(p, values[i].made);
        else
            free(values[i].made);
        if (p->kind == HANDLE_OUT && values[i].p && *(void **)values[i].p != none)
            handle_free(p, *(void **)values[i].p);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every function with odd arguments, one at a time while the others are valid: no crash, a
 * status, outputs as promised, an error that names the function. Then what was made or changed
 * is used, whatever comes of that.
 */
#include "config.h"

#include "arguments.h"
#include "testing.h"

#include <math.h>

enum { KB_64 = 65536 };

/* ---- what is not as everywhere ---- */

typedef enum {
    MAY_BE_NULL,     /* else XAPIAN_INVALID_ARGUMENT */
    MAY_BE_INFINITE, /* else the same */
    NOT_ASKED,       /* leaves out strings that are odd */
    VALID_IS,        /* what valid arguments give, if not XAPIAN_OK */
    NULL_IS_TRUE,    /* what a plain function returns, if not 0 */
    XAPIAN_LOSES     /* memory, in the call or what is done after */
} exception;

static const struct {
    const char *function, *parameter; /* or NULL, where no parameter matters */
    exception what;
    xapian_status status;
    const char *why;
} exceptions[] = {
    {"xapian_db_reopen", "changed", MAY_BE_NULL, 0, "an output not everybody wants"},
    {"xapian_document_remove_postings", "removed", MAY_BE_NULL, 0, "the same"},
    {"xapian_stem_languages", "needed", MAY_BE_NULL, 0, "the same"},
    {"xapian_query_top", "op", MAY_BE_NULL, 0, "the same"},
    {"xapian_postings_next_many", "wdfs", MAY_BE_NULL, 0, "the same"},
    {"xapian_writable_db_add_document", "docid", MAY_BE_NULL, 0, "the same"},
    {"xapian_writable_db_replace_document_by_term", "docid", MAY_BE_NULL, 0, "the same"},
    {"xapian_query_parser_set_stem", "stem", MAY_BE_NULL, 0, "none"},
    {"xapian_query_parser_set_stopper", "stopper", MAY_BE_NULL, 0, "none"},
    {"xapian_term_generator_set_stem", "stem", MAY_BE_NULL, 0, "none"},
    {"xapian_term_generator_set_stopper", "stopper", MAY_BE_NULL, 0, "none"},
    {"xapian_mset_snippet", "options.stem", MAY_BE_NULL, 0, "none"},
    {"xapian_enquire_mset", "rset", MAY_BE_NULL, 0, "no documents are relevant"},
    {"xapian_enquire_set_decider", "fn", MAY_BE_NULL, 0, "takes all"},
    {"xapian_enquire_eset", "options.fn", MAY_BE_NULL, 0, "takes all"},
    {"xapian_enquire_eset", "options", MAY_BE_NULL, 0, "all of them 0"},
    {"xapian_db_compact", "options", MAY_BE_NULL, 0, "all of them 0"},
    {"xapian_db_compact", "options.progress", MAY_BE_NULL, 0, "nobody is told"},
    {"xapian_db_compact", "options.metadata", MAY_BE_NULL, 0, "the first shard's"},
    {"xapian_db_compact_fd", "options", MAY_BE_NULL, 0, "all of them 0"},
    {"xapian_db_compact_fd", "options.progress", MAY_BE_NULL, 0, "nobody is told"},
    {"xapian_db_compact_fd", "options.metadata", MAY_BE_NULL, 0, "the first shard's"},
    {"xapian_mset_snippet", "options", MAY_BE_NULL, 0, "Xapian's own"},
    {"xapian_enquire_weight_tfidf", "normalizations", MAY_BE_NULL, 0, "Xapian's own"},
    {"xapian_db_check", "fn", MAY_BE_NULL, 0, "nobody is told"},
    {"xapian_query_source", "source.end", MAY_BE_NULL, 0, "there is nothing to do"},
    {"xapian_sortable_serialise", "number", MAY_BE_INFINITE, 0, "it sorts last"},
    {"xapian_query_is_empty", NULL, NULL_IS_TRUE, 0, "as the query that matches nothing"},
    {"xapian_db_open_remote", NULL, VALID_IS, XAPIAN_NETWORK, "nobody listens there"},
    {"xapian_writable_db_open_remote", NULL, VALID_IS, XAPIAN_NETWORK, "the same"},
    {"xapian_db_open_program", NULL, VALID_IS, XAPIAN_NETWORK, "true(1) ends at once"},
    {"xapian_writable_db_open_program", NULL, VALID_IS, XAPIAN_NETWORK, "the same"},
    {"xapian_db_replica_moved", NULL, VALID_IS, XAPIAN_INVALID_OPERATION,
     "it is no replica"},
    {"xapian_db_compact_fd", "fd", XAPIAN_LOSES, 0, "tables, when it cannot write"},
    {"xapian_db_open_remote", "host", NOT_ASKED, 0, "a name server would be asked"},
    {"xapian_writable_db_open_remote", "host", NOT_ASKED, 0, "the same"},
};

/* The row for a parameter, or NULL. */
static bool excepted(const function *of, const char *name, exception what, size_t *row)
{
    for (size_t i = 0; i < N(exceptions); i++) {
        const char *parameter_name = exceptions[i].parameter;
        if (exceptions[i].what == what && strcmp(exceptions[i].function, of->name) == 0 &&
            (parameter_name == NULL || (name && strcmp(parameter_name, name) == 0))) {
            if (row)
                *row = i;
            return true;
        }
    }
    return false;
}

static bool declared(const char *function_name, const char *parameter_name)
{
    for (size_t i = 0; i < n_functions; i++) {
        if (strcmp(functions[i].name, function_name) != 0)
            continue;
        if (parameter_name == NULL)
            return true;
        for (size_t j = 0; j < functions[i].n; j++) {
            if (strcmp(functions[i].parameters[j].name, parameter_name) == 0)
                return true;
        }
    }
    return false;
}

/* An exception for what the headers do not declare is forgotten. */
static void exceptions_are_declared(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(exceptions); i++) {
        if (!declared(exceptions[i].function, exceptions[i].parameter))
            fail_msg("%s, %s", exceptions[i].function,
                     exceptions[i].parameter ? exceptions[i].parameter : "");
    }
}

/* ---- odd values ---- */

/* What must come of a value. */
typedef enum { ANYTHING, VALID, REFUSED, REFUSED_AS_NULL } wanted;

static const char invalid_utf8[] = "\xff\xfe\x80 \xc3(";
static const char surrogate[] = "\xed\xa0\x80";
static const char overlong[] = "\xc0\xaf";

/* Bytes of every value but those below 'least', again and again. */
static void give_bytes(value *to, unsigned least, bool ended)
{
    static unsigned char bytes[KB_64 + 1];
    for (size_t i = 0; i < KB_64; i++)
        bytes[i] = (unsigned char)(least + i % (256 - least));
    bytes[KB_64] = '\0';
    give_data(to, bytes, KB_64 + ended);
}

static void give_repeated(value *to, int byte, bool ended)
{
    static char bytes[KB_64 + 1];
    memset(bytes, byte, KB_64);
    bytes[KB_64] = '\0';
    give_data(to, bytes, KB_64 + ended);
}

/* Makes 'to' the n-th odd value of its kind, and says what that is; NULL after the last. */

static const char *odd_string(const parameter *p, size_t n, value *to, wanted *want)
{
    const bool ended = p->kind == TEXT;
    switch (n) {
    case 0:
        to->p = NULL, to->n = 5;
        *want = REFUSED_AS_NULL;
        return "NULL";
    case 1:
        if (!ended)
            to->p = NULL, to->n = 0;
        return "the empty string as NULL";
    case 2: give_data(to, "", ended); return "the empty string";
    case 3: give_repeated(to, 'a', ended); return "64 KB of 'a'";
    case 4: give_bytes(to, ended ? 1 : 0, ended); return "64 KB of all bytes";
    case 5: give_repeated(to, ended ? 0x7f : '\0', ended); return "64 KB of zeros";
    case 6: give_data(to, invalid_utf8, 6 + ended); return "invalid UTF-8";
    case 7: give_data(to, surrogate, 3 + ended); return "a lone surrogate";
    case 8: give_data(to, overlong, 2 + ended); return "an overlong form";
    case 9: give_data(to, "a", 1 + ended); return "one byte";
    case 10: give_data(to, "seventy", 7 + ended); return "seven bytes";
    case 11:
        if (!ended)
            to->n -= to->n > 0;
        return "all but the last byte";
    default: return NULL;
    }
}

static const char *odd_number(const parameter *p, size_t n, value *to)
{
    switch (n) {
    case 0: to->n = 0; return "0";
    case 1: to->n = 1; return "1";
    case 2: to->n = DOCUMENTS; return "as many as there are";
    case 3: to->n = p->greatest; return "the greatest";
    case 4: to->n = p->greatest - 1; return "the greatest but one";
    case 5: to->n = SIZE_MAX; return strcmp(p->type, "int") == 0 ? "-1" : NULL;
    case 6: to->n = (size_t)INT_MIN; return "the least";
    default: return NULL;
    }
}

static const char *odd_enum(const parameter *p, size_t n, value *to, wanted *want)
{
    *want = REFUSED;
    switch (n) {
    case 0: to->n = p->greatest + 1; return "one more than the last";
    case 1: to->n = p->least - 1; return "one less than the first";
    case 2: to->n = INT_MAX; return "the greatest";
    default:
        to->n = p->least + n - 3;
        *want = ANYTHING;
        return to->n <= p->greatest ? "each" : NULL;
    }
}

static const char *odd_double(size_t n, value *to, wanted *want)
{
    static const double numbers[] = {NAN, INFINITY, -INFINITY, -1,
                                     0,   1e308,    -1e308,    1e-320};
    if (n >= N(numbers))
        return NULL;
    to->d = numbers[n];
    *want = n < 3 ? REFUSED : ANYTHING;
    return n == 0 ? "not a number" : n < 3 ? "infinite" : "a number";
}

/* None of these can be read from or written to, and the first two are not open. */
static const char *odd_descriptor(size_t n, value *to)
{
    int ends[2];
    close((int)to->n);
    switch (n) {
    case 0: to->n = SIZE_MAX; return "-1";
    case 1: to->n = 1000000; return "not open";
    case 2:
        assert_int_equal(pipe(ends), 0);
        close(ends[1]);
        to->n = (size_t)ends[0];
        return "a pipe";
    case 3: to->n = (size_t)open("words", O_RDONLY | O_CLOEXEC); return "a file of text";
    default: to->n = SIZE_MAX; return NULL;
    }
}

static const char *odd_pointer(size_t n, value *to, wanted *want)
{
    to->p = NULL;
    to->fn = NULL;
    *want = REFUSED_AS_NULL;
    return n == 0 ? "NULL" : NULL;
}

static const char *odd_array(size_t n, value *to, wanted *want)
{
    switch (n) {
    case 0:
        to->p = NULL;
        *want = REFUSED_AS_NULL;
        return "NULL for one";
    case 1:
        to->p = NULL, to->n = SIZE_MAX;
        *want = REFUSED;
        return "NULL for the greatest number";
    case 2: to->p = NULL, to->n = 0; return "NULL for none";
    case 3: to->n = 0; return "none";
    default: return NULL;
    }
}

static const char *odd(const parameter *p, size_t n, value *to, wanted *want)
{
    *want = ANYTHING;
    switch (p->kind) {
    case DATA:
    case TEXT: return odd_string(p, n, to, want);
    case HANDLE:
    case HANDLE_OUT:
    case OUT:
    case STRUCT:
    case CALLBACK: return odd_pointer(n, to, want);
    case USER:
        to->p = NULL; /* the application's own, which nobody looks at */
        return n == 0 ? "NULL" : NULL;
    case ARRAY: return odd_array(n, to, want);
    case FLAGS:
        to->n = UINT_MAX;
        *want = REFUSED;
        return n == 0 ? "all bits" : NULL;
    case ENUM: return odd_enum(p, n, to, want);
    case NUMBER: return odd_number(p, n, to);
    case DESCRIPTOR: return odd_descriptor(n, to);
    case TRUTH: to->n = 0; return n == 0 ? "false" : NULL;
    case DOUBLE: return odd_double(n, to, want);
    }
    return NULL;
}

/* ---- one call ---- */

static char doing[300]; /* for messages */
static xapian_error fresh;

static bool is_untouched(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size > 0 && at[size - 1] == UNTOUCHED)
        size--;
    return size == 0;
}

static const char *said(void)
{
    return is_untouched(&fresh, sizeof fresh) ? "no error" : fresh.text;
}

#define MUST(condition)                                                                    \
    do {                                                                                   \
        if (!(condition))                                                                  \
            fail_msg("%s: %s, line %d, %s", doing, #condition, __LINE__, said());          \
    } while (0)

static void check_outputs(const function *of, const value *values, bool done)
{
    for (size_t i = 0; i < of->n; i++) {
        const char *const type = of->parameters[i].type;
        const void *const p = values[i].p;
        if (p == NULL)
            continue;
        if (of->parameters[i].kind == HANDLE_OUT) {
            MUST((*(void *const *)p != NULL) == done);
            MUST(is_untouched((const char *)p + sizeof(void *), ROOM - sizeof(void *)));
        } else if (of->parameters[i].kind == OUT && !done) {
            MUST(is_untouched(p, ROOM));
        } else if (of->parameters[i].kind == OUT && strcmp(type, "const char **") == 0) {
            const char *const string = *(const char *const *)p;
            MUST(string[*(const size_t *)values[i + 1].p] == '\0');
        }
    }
}

static void check_error(const function *of, xapian_status status, wanted want)
{
    const size_t len = strlen(of->name);
    MUST(fresh.status == status);
    MUST(fresh.call != NULL && strcmp(fresh.call, of->name) == 0);
    MUST(strncmp(fresh.text, of->name, len) == 0 && fresh.text[len] == ':');
    MUST(memchr(fresh.text, '\0', sizeof fresh.text) != NULL);
    MUST(memchr(fresh.context, '\0', sizeof fresh.context) != NULL);
    MUST(memchr(fresh.system, '\0', sizeof fresh.system) != NULL);
    MUST(want != REFUSED_AS_NULL || strstr(fresh.text, "NULL") != NULL);
}

static bool moves(const function *of)
{
    return strstr(of->name, "_next") != NULL || strstr(of->name, "_skip_to") != NULL;
}

static void check_status(const function *of, const value *values, xapian_status status,
                         wanted want, bool with_error)
{
    size_t row;
    MUST(status >= XAPIAN_OK && status < XAPIAN_INTERNAL);
    MUST(status != XAPIAN_NO_MEMORY && status != XAPIAN_CALLBACK);
    MUST(status != XAPIAN_END || moves(of));
    if (want == REFUSED || want == REFUSED_AS_NULL)
        MUST(status == XAPIAN_INVALID_ARGUMENT);
    if (want == VALID)
        MUST(status ==
             (excepted(of, NULL, VALID_IS, &row) ? exceptions[row].status : XAPIAN_OK));
    if (with_error && (status == XAPIAN_OK || status == XAPIAN_END))
        MUST(is_untouched(&fresh, sizeof fresh));
    else if (with_error)
        check_error(of, status, want);
    check_outputs(of, values, status == XAPIAN_OK);
}

/* A descriptor that is taken over is closed by now, or by the handle that has it. */
static void check_descriptors(const function *of, const value *values, bool done)
{
    for (size_t i = 0; i < of->n; i++) {
        if (of->parameters[i].kind == DESCRIPTOR && !done)
            MUST(fcntl((int)values[i].n, F_GETFD) == -1);
    }
}

static bool frees(const function *of)
{
    const size_t len = strlen(of->name);
    return of->returns == NOTHING && strcmp(of->name + len - 5, "_free") == 0;
}

static void call(const function *of, value *values, wanted want, bool with_error)
{
    int result;
    memset(&fresh, UNTOUCHED, sizeof fresh);
    for (size_t i = 0; i < of->n; i++) {
        if (of->parameters[i].kind == OUT || of->parameters[i].kind == HANDLE_OUT)
            MUST(values[i].p == NULL || is_untouched(values[i].p, ROOM));
    }
    result = of->call(values, with_error ? &fresh : NULL);
    if (of->returns == STATUS) {
        check_status(of, values, (xapian_status)result, want, with_error);
        check_descriptors(of, values, result == XAPIAN_OK);
    } else if (want == REFUSED_AS_NULL) {
        MUST((result != 0) == excepted(of, NULL, NULL_IS_TRUE, NULL));
    }
    if (frees(of) && values[0].p)
        values[0].made = NULL;
    fixtures_use(of, values);
}

/* ---- a function ---- */

/* Where no call was made that takes them over. */
static void close_descriptors(const function *of, const value *values)
{
    for (size_t i = 0; i < of->n; i++) {
        if (of->parameters[i].kind == DESCRIPTOR)
            close((int)values[i].n);
    }
}

/* With valid arguments alone, for 'vary' NULL; else with the n-th odd value of that. Says
 * whether there was one. */
static bool try(const function *of, const parameter *vary, size_t n, bool with_error)
{
    value values[PARAMETERS_MAX];
    wanted want = VALID;
    const char *what = "valid";
    fixtures_make(of, values);
    if (vary)
        what = odd(vary, n, &values[vary - of->parameters], &want);
    if (what) {
        snprintf(doing, sizeof doing, "%s, %s: %s%s", of->name, vary ? vary->name : "all",
                 what, with_error ? "" : ", without an error");
        if (vary && want == REFUSED_AS_NULL && excepted(of, vary->name, MAY_BE_NULL, NULL))
            want = ANYTHING;
        if (vary && isinf(values[vary - of->parameters].d) &&
            excepted(of, vary->name, MAY_BE_INFINITE, NULL))
            want = ANYTHING;
        if (vary && excepted(of, vary->name, XAPIAN_LOSES, NULL))
            MAY_LOSE_BEGIN();
        call(of, values, want, with_error);
        if (vary && excepted(of, vary->name, XAPIAN_LOSES, NULL))
            MAY_LOSE_END();
    } else {
        close_descriptors(of, values);
    }
    fixtures_free(of, values);
    return what != NULL;
}

static unsigned open_files(void)
{
    unsigned n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) != -1;
    return n;
}

static void try_function(void **state)
{
    const function *of = *state;
    const unsigned files = open_files();
    for (int with_error = 0; with_error < 2; with_error++) {
        try(of, NULL, 0, with_error);
        for (size_t i = 0; i < of->n; i++) {
            const parameter *p = &of->parameters[i];
            if (excepted(of, p->name, NOT_ASKED, NULL))
                continue;
            for (size_t n = 0; try(of, p, n, with_error); n++)
                ;
        }
    }
    assert_int_equal(open_files(), files);
}

int main(void)
{
    struct CMUnitTest *tests = calloc(n_functions + 1, sizeof *tests);
    int failed;
    if (tests == NULL)
        return 1;
    for (size_t i = 0; i < n_functions; i++) {
        union {
            const function *in;
            void *out;
        } state = {&functions[i]};
        tests[i] = (struct CMUnitTest)cmocka_unit_test_prestate(try_function, state.out);
        tests[i].name = functions[i].name;
    }
    tests[n_functions] = (struct CMUnitTest)cmocka_unit_test(exceptions_are_declared);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    failed = _cmocka_run_group_tests("arguments", tests, n_functions + 1, fixtures_open,
                                     fixtures_close);
    free(tests);
    return failed;
}

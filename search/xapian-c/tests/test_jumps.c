/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Callbacks that leave by longjmp(). What the call held is lost; the handle that was in use
 * answers XAPIAN_INVALID_OPERATION from then on and can be freed, and all others go on. Each
 * in a child of its own, so that nobody looks for what was lost.
 */
#include "config.h"

#include "callbacks.h"

#include <sys/wait.h>

static jmp_buf back;
enum { NO_CALL = 2 }; /* what the child gives then */

static int jump(void)
{
    longjmp(back, 1);
}

/* There is no cmocka that runs tests here, so that what fails in a child ends it. */
#define MUST(condition)                                                                    \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #condition, err.text);  \
            _exit(1);                                                                      \
        }                                                                                  \
    } while (0)
#define BUSY(call) MUST((call) == XAPIAN_INVALID_OPERATION)
#define FINE(call) MUST((call) == XAPIAN_OK)

static void own_handles_are_refused(const struct kind *kind)
{
    xapian_query *query;
    xapian_terms *terms;
    if (enquire) {
        FINE(xapian_query_match_all(&query, &err));
        BUSY(kind->run(&err));
        BUSY(xapian_enquire_set_query(enquire, query, 0, &err));
        BUSY(xapian_enquire_matching_terms(enquire, 1, &terms, &err));
        BUSY(xapian_enquire_weight_bool(enquire, &err));
        BUSY(xapian_enquire_set_decider(enquire, NULL, NULL, &err));
        BUSY(xapian_enquire_clear_matchspies(enquire, &err));
        xapian_query_free(query);
    } else if (parser) {
        BUSY(kind->run(&err));
        BUSY(xapian_query_parser_set_stem(parser, NULL, &err));
        BUSY(xapian_query_parser_add_prefix(parser, "p", 1, "P", 1, &err));
        BUSY(xapian_query_parser_stopped(parser, &terms, &err));
    } else if (generator) {
        BUSY(kind->run(&err));
        BUSY(xapian_term_generator_set_document(generator, doc, &err));
        BUSY(xapian_term_generator_set_stopper(generator, NULL, XAPIAN_STOP_NONE, &err));
    } else if (stem || stopper) {
        BUSY(kind->run(&err));
    }
}

/* The same in new handles, and what was given to the one that is lost. */
static void others_go_on(const struct kind *kind)
{
    xapian_stem *const stem_before = (generator || parser) && !stopper ? stem : NULL;
    xapian_stopper *const stopper_before = generator || parser ? stopper : NULL;
    xapian_doccount count;
    if (stem_before)
        FINE(run_stem(&err));
    if (stopper_before)
        FINE(run_stops(&err));
    FINE(xapian_db_doc_count(db, &count, &err));
    MUST(count == DOCS);
    begun = ended = 0;
    close_all();
    kind->open();
    FINE(kind->run(&err));
    close_all();
    enquire = new_enquire(term_query(0));
    FINE(run_search(&err));
    close_all();
    FINE(xapian_db_reopen(db, NULL, &err));
}

static void in_child(const struct kind *kind, unsigned n)
{
    kind->open();
    at = n, called = 0;
    act = jump;
    if (setjmp(back) == 0) {
        (void)!kind->run(&err);
        MUST(called < n); /* there are no more */
        _exit(NO_CALL);
    }
    at = begun = ended = 0;
    own_handles_are_refused(kind);
    others_go_on(kind);
    _exit(0);
}

/* From the first calls of the callback, each. */
static bool jumps(const struct kind *kind)
{
    for (unsigned n = 1; n <= 4; n++) {
        const pid_t child = fork();
        int status;
        if (child == 0)
            in_child(kind, n);
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
            return false;
        if (WEXITSTATUS(status) == NO_CALL && n > 1)
            return true;
        if (WEXITSTATUS(status) != 0)
            return false;
    }
    return true;
}

int main(void)
{
    bool good = open_collection(NULL) == 0;
    printf("1..%zu\n", N(kinds));
    for (size_t i = 0; i < N(kinds); i++) {
        fflush(stdout);
        const bool is = jumps(&kinds[i]);
        printf("%sok %zu - %s\n", is ? "" : "not ", i + 1, kinds[i].name);
        good = good && is;
    }
    return close_collection(NULL) == 0 && good ? 0 : 1;
}

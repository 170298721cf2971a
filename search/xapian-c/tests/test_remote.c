/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases behind a server, and copies that xapian-replicate makes. The servers are those of
 * the package xapian-tools; they listen on this machine alone.
 */
#include "config.h"

#include "reading.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define TCP_SERVER "/usr/bin/xapian-tcpsrv"
#define PROGRAM_SERVER "/usr/bin/xapian-progsrv"
#define REPLICATE "/usr/bin/xapian-replicate"
#define REPLICATE_SERVER "/usr/bin/xapian-replicate-server"

enum { TRIES = 500 }; /* of 20 ms, until a server listens */

/* cmocka's skip() is a failure in its TAP. */
static bool missing(const char *program)
{
    if (access(program, X_OK) == 0)
        return false;
    printf("# left out: %s is missing (apt-get install xapian-tools)\n", program);
    return true;
}

/* ---- servers ----------------------------------------------------------------------- */

/* A port that nobody listens on. */
static unsigned free_port(int *keep)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr *generic = (struct sockaddr *)(void *)&address;
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, generic, size), 0);
    assert_int_equal(getsockname(fd, generic, &size), 0);
    if (keep)
        *keep = fd;
    else
        close(fd);
    return ntohs(address.sin_port);
}

/* In a process group of its own, which xapian-tcpsrv ends when it is ended; and not for longer
 * than the tests take, should they end too early. */
static pid_t run(const char *const *arguments)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char *copy[16] = {NULL};
        if (setpgid(0, 0) != 0)
            _exit(126);
        alarm(300);
        for (size_t i = 0; arguments[i] != NULL && i + 1 < N(copy); i++)
            copy[i] = strdup(arguments[i]);
        (void)!freopen("/dev/null", "w", stdout); /* it is not TAP */
        (void)!freopen("/dev/null", "w", stderr); /* and may try to connect too early */
        execv(copy[0], copy);
        _exit(127);
    }
    return child;
}

typedef struct {
    pid_t pid;
    unsigned port;
} server;

static server serve(const char *path, bool writable)
{
    char port[8];
    const char *const arguments[] = {
        TCP_SERVER, "--quiet", "--interface", "127.0.0.1",
        "--port",   port,      path,          writable ? "--writable" : NULL,
        NULL};
    server made = {.port = free_port(NULL)};
    snprintf(port, sizeof port, "%u", made.port);
    made.pid = run(arguments);
    return made;
}

static void end(pid_t child)
{
    kill(child, SIGTERM);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static xapian_db *connect_to(server of)
{
    xapian_db *db = NULL;
    for (int i = 0; i < TRIES && db == NULL; i++) {
        if (xapian_db_open_remote("127.0.0.1", of.port, 5000, 5000, &db, &err) != XAPIAN_OK)
            usleep(20000);
    }
    assert_non_null(db);
    return db;
}

static xapian_writable_db *connect_writer(server of)
{
    xapian_writable_db *db = NULL;
    for (int i = 0; i < TRIES && db == NULL; i++) {
        if (xapian_writable_db_open_remote("127.0.0.1", of.port, 5000, 5000,
                                           XAPIAN_WRITE_NO_SYNC, &db, &err) != XAPIAN_OK)
            usleep(20000);
    }
    assert_non_null(db);
    return db;
}

/* ---- no server --------------------------------------------------------------------- */

static void network(void **state)
{
    xapian_db *db;
    xapian_writable_db *writable;
    int silent;
    unsigned port;
    (void)state;
    NULLS(xapian_db_open_remote("127.0.0.1", 0, 100, 100, &db, &err));
    NULLS(xapian_db_open_remote("127.0.0.1", 65536, 100, 100, &db, &err));
    NULLS(xapian_db_open_remote(NULL, 1, 100, 100, &db, &err));
    NULLS(xapian_writable_db_open_remote("127.0.0.1", 0, 100, 100, 0, &writable, &err));
    NULLS(xapian_writable_db_open_remote("127.0.0.1", 1, 100, 100, 1u << 30, &writable,
                                         &err));
    NULLS(xapian_db_open_program(NULL, "", 100, &db, &err));
    NULLS(xapian_db_open_program("cat", NULL, 100, &db, &err));
    port = free_port(NULL);
    IS(XAPIAN_NETWORK, xapian_db_open_remote("127.0.0.1", port, 100, 100, &db, &err));
    assert_null(db);
    assert_non_null(strstr(err.context, "127.0.0.1"));
    IS(XAPIAN_NETWORK,
       xapian_writable_db_open_remote("127.0.0.1", port, 100, 100, 0, &writable, &err));
    assert_null(writable);
    port = free_port(&silent);
    assert_int_equal(listen(silent, 1), 0);
    alarm(60); /* the second is the limit of the connection, and 0 is none */
    IS(XAPIAN_NETWORK_TIMEOUT, xapian_db_open_remote("127.0.0.1", port, 50, 0, &db, &err));
    alarm(0);
    close(silent);
    IS(XAPIAN_NETWORK, xapian_db_open_remote("127.0.0.1", 65535, 100, 100, &db, &err));

    IS(XAPIAN_NETWORK, xapian_db_open_program("/nonexistent/program", "", 1000, &db, &err));
    IS(XAPIAN_NETWORK, xapian_writable_db_open_program("/nonexistent/program", "", 1000, 0,
                                                       &writable, &err));
    assert_null(writable);
}

/* ---- by TCP ------------------------------------------------------------------------ */

static int ignore_document(void *user, const xapian_document *doc, double weight)
{
    (void)user, (void)doc, (void)weight;
    return 0;
}

/* What works in a search, and what does not. */
static void check_search(const xapian_db *db)
{
    static const xapian_sort_slot slot = {.slot = SLOT_KIND};
    xapian_query *query = term_query(1);
    xapian_enquire *enquire;
    xapian_matchspy *spy, *count;
    xapian_mset *mset;
    xapian_document *doc;
    const char *s;
    size_t n, total, want = 0;
    for (unsigned d = 1; d <= DOCS; d++)
        want += docs[d].wdf[1] > 0;
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    OK(xapian_matchspy_new(ignore_document, NULL, &spy, &err));
    OK(xapian_enquire_add_matchspy(enquire, spy, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
    OK(xapian_enquire_clear_matchspies(enquire, &err));
    OK(xapian_matchspy_new_count(SLOT_KIND, &count, &err));
    OK(xapian_enquire_add_matchspy(enquire, count, &err));
    OK(xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
    OK(xapian_matchspy_total(count, &total, &err));
    assert_int_equal(total, want);
    assert_int_equal(xapian_mset_estimated(mset), want);
    OK(xapian_mset_fetch(mset, &err));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        char data[32];
        OK(xapian_mset_document(mset, i, &doc, &err));
        snprintf(data, sizeof data, "data %u", xapian_document_docid(doc));
        OK(xapian_document_data(doc, &s, &n, &err));
        same_text(s, n, data);
        xapian_document_free(doc);
    }
    xapian_mset_free(mset);
    OK(xapian_enquire_sort_by_slots(enquire, XAPIAN_SORT_VALUE, &slot, 1, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 10, DOCS, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    xapian_matchspy_free(spy);
    xapian_matchspy_free(count);
    xapian_query_free(query);
}

/* What no remote database has. */
static void check_missing(const xapian_db *db)
{
    xapian_terms *terms;
    uint64_t revision;
    bool yes;
    const char *s;
    size_t n;
    IS(XAPIAN_UNIMPLEMENTED, xapian_db_locked(db, &yes, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_db_revision(db, &revision, &err));
    OK(xapian_db_suggest_spelling(db, "t0", 2, 2, &s, &n, &err));
    same_text(s, n, "");
    OK(xapian_db_spellings(db, &terms, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
    OK(xapian_db_synonyms(db, "t00", 3, &terms, &err));
    IS(XAPIAN_END, xapian_terms_next(terms, &s, &n, &err));
    xapian_terms_free(terms);
}

static void reading(void **state)
{
    const char *path = in_folder("reading");
    xapian_writable_db *writable;
    xapian_db *db, *local, *both;
    xapian_termcount length;
    server tcp;
    bool changed;
    (void)state;
    if (missing(TCP_SERVER))
        return;
    writable = facts_write(path, 1, 1);
    OK(xapian_writable_db_add_spelling(writable, "t00", 3, 1, &err));
    OK(xapian_writable_db_add_synonym(writable, "t00", 3, "t01", 3, &err));
    OK(xapian_writable_db_commit(writable, &err));
    tcp = serve(path, false);
    db = connect_to(tcp);
    check_facts(db, true);
    check_document(db, 5, 5);
    check_search(db);
    check_missing(db);
    OK(xapian_db_keep_alive(db, &err));

    /* A new revision, and a shard beside one that is here. */
    add(writable, "more");
    OK(xapian_writable_db_close(writable, &err));
    xapian_writable_db_free(writable);
    assert_int_equal(count_of(db), DOCS);
    OK(xapian_db_reopen(db, &changed, &err));
    assert_true(changed);
    assert_int_equal(count_of(db), DOCS + 1);
    local = open_db(path);
    OK(xapian_db_new(&both, &err));
    OK(xapian_db_add(both, local, &err));
    OK(xapian_db_add(both, db, &err));
    assert_int_equal(count_of(both), 2 * (DOCS + 1));
    for (unsigned d = 1; d <= DOCS; d += 50) {
        OK(xapian_db_doc_length(both, (d - 1) * 2 + 2, &length, &err));
        assert_int_equal(length, docs[d].length);
    }
    xapian_db_free(both);
    xapian_db_free(local);

    end(tcp.pid);
    xapian_db_free(db);
}

/* The server of a connection goes. */
static void gone(void **state)
{
    char path[200];
    char args[300];
    xapian_db *db;
    xapian_doccount freq;
    (void)state;
    if (missing(PROGRAM_SERVER))
        return;
    snprintf(path, sizeof path, "%s", in_folder("gone"));
    xapian_writable_db_free(facts_write(path, 1, 1));
    snprintf(args, sizeof args, "-c echo$IFS$$>%s.pid;exec$IFS%s$IFS%s", path,
             PROGRAM_SERVER, path);
    OK(xapian_db_open_program("/bin/sh", args, 5000, &db, &err));
    OK(xapian_db_term_freq(db, "t00", 3, &freq, &err));
    snprintf(args, sizeof args, "%s.pid", path);
    FILE *file = fopen(args, "r");
    int pid = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d", &pid), 1);
    fclose(file);
    assert_true(pid > 1);
    kill(pid, SIGKILL);
    IS(XAPIAN_NETWORK, xapian_db_term_freq(db, "t01", 3, &freq, &err));
    xapian_db_free(db);
}

static void writing(void **state)
{
    const char *path = in_folder("writing");
    xapian_writable_db *db, *second;
    const xapian_db *reader;
    xapian_document *doc;
    server tcp;
    const char *s;
    size_t n;
    (void)state;
    if (missing(TCP_SERVER))
        return;
    xapian_writable_db_free(open_writer(path));
    tcp = serve(path, true);
    db = connect_writer(tcp);
    reader = xapian_writable_db_reader(db);
    facts_add(db);
    check_facts(reader, true);
    check_document(reader, 300, 300);
    IS(XAPIAN_DATABASE_LOCK,
       xapian_writable_db_open_remote("127.0.0.1", tcp.port, 5000, 5000, 0, &second, &err));
    OK(xapian_writable_db_set_metadata(db, "key", 3, "\0x", 2, &err));
    OK(xapian_db_metadata(reader, "key", 3, &s, &n, &err));
    assert_int_equal(n, 2);
    assert_memory_equal(s, "\0x", 2);
    assert_int_equal(add(db, "more"), DOCS + 1);
    doc = fact_document(7);
    OK(xapian_writable_db_replace_document(db, 9, doc, &err));
    OK(xapian_writable_db_replace_document_by_term(db, "Q7", 2, doc, NULL, &err));
    xapian_document_free(doc);
    IS(XAPIAN_DOC_NOT_FOUND, xapian_writable_db_delete_document(db, 5000, &err));
    OK(xapian_writable_db_delete_document_by_term(db, "more", 4, &err));
    assert_int_equal(count_of(reader), DOCS - 1); /* 9 was another 7 */
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
    assert_int_equal(count_at(path), DOCS - 1);

    /* What is not committed is lost, and so is what a transaction took back. */
    db = connect_writer(tcp);
    add(db, "lost");
    xapian_writable_db_free(db);
    db = connect_writer(tcp);
    assert_int_equal(count_of(xapian_writable_db_reader(db)), DOCS - 1);
    xapian_writable_db_free(db);
    end(tcp.pid);

    tcp = serve(path, false);
    xapian_db_free(connect_to(tcp));
    IS(XAPIAN_INVALID_OPERATION,
       xapian_writable_db_open_remote("127.0.0.1", tcp.port, 5000, 5000, 0, &db, &err));
    end(tcp.pid);
}

/* ---- by a program ------------------------------------------------------------------ */

static void programs(void **state)
{
    const char *path = in_folder("program");
    char args[300];
    xapian_writable_db *writable;
    xapian_db *db;
    (void)state;
    if (missing(PROGRAM_SERVER))
        return;
    xapian_writable_db_free(open_writer(path));
    snprintf(args, sizeof args, "--writable %s", path);
    OK(xapian_writable_db_open_program(PROGRAM_SERVER, args, 5000, XAPIAN_WRITE_NO_SYNC,
                                       &writable, &err));
    facts_add(writable);
    add(writable, "lost");
    xapian_writable_db_free(writable);
    OK(xapian_db_open_program(PROGRAM_SERVER, path, 5000, &db, &err));
    check_facts(db, true);
    check_document(db, 250, 250);
    check_search(db);
    xapian_db_free(db);
    IS(XAPIAN_INVALID_OPERATION,
       xapian_writable_db_open_program(PROGRAM_SERVER, path, 5000, 0, &writable, &err));
    IS(XAPIAN_NETWORK, xapian_db_open_program("/bin/false", "", 5000, &db, &err));
    IS(XAPIAN_DATABASE_NOT_FOUND,
       xapian_db_open_program(PROGRAM_SERVER, in_folder("nothing"), 5000, &db, &err));
}

/* ---- replication ------------------------------------------------------------------- */

/* Copies what is new; the server must listen by then. */
static bool copied(unsigned port, const char *replica)
{
    char port_text[8];
    const char *const arguments[] = {
        REPLICATE,         "--quiet",    "--host=127.0.0.1", "--port", port_text,
        "--reader-time=0", "--one-shot", "--master=db",      replica,  NULL};
    int result;
    pid_t child;
    snprintf(port_text, sizeof port_text, "%u", port);
    child = run(arguments);
    assert_int_equal(waitpid(child, &result, 0), child);
    return result == 0;
}

static void replication(void **state)
{
    char master[200], replica[200], port_text[8];
    const char *const arguments[] = {
        REPLICATE_SERVER, "--interface=127.0.0.1", "--port", port_text, master, NULL};
    xapian_writable_db *writable;
    xapian_db *db;
    const unsigned port = free_port(NULL);
    bool changed, done = false;
    pid_t child;
    (void)state;
    if (missing(REPLICATE) || missing(REPLICATE_SERVER))
        return;
    snprintf(master, sizeof master, "%s", in_folder("master"));
    snprintf(replica, sizeof replica, "%s", in_folder("replica"));
    assert_int_equal(mkdir(master, 0700), 0);
    assert_int_equal(setenv("XAPIAN_MAX_CHANGESETS", "10", 1), 0);
    writable = facts_write(in_folder("master/db"), 1, 1);
    snprintf(port_text, sizeof port_text, "%u", port);
    child = run(arguments);
    for (int i = 0; i < TRIES && !done; i++) {
        done = copied(port, replica);
        if (!done)
            usleep(20000);
    }
    assert_true(done);
    OK(xapian_db_open_replica(replica, &db, &err));
    check_facts(db, true);
    for (unsigned round = 1; round <= 5; round++) {
        add(writable, "more");
        OK(xapian_writable_db_commit(writable, &err));
        assert_true(copied(port, replica));
        OK(xapian_db_reopen(db, &changed, &err));
        assert_true(changed);
        assert_int_equal(count_of(db), DOCS + round);
    }
    xapian_db_free(db);
    xapian_writable_db_free(writable);
    end(child);
    unsetenv("XAPIAN_MAX_CHANGESETS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network),  cmocka_unit_test(reading),
        cmocka_unit_test(gone),     cmocka_unit_test(writing),
        cmocka_unit_test(programs), cmocka_unit_test(replication),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases of all kinds: each is read as it was written, and what a kind cannot do is said.
 */
#include "config.h"

#include "reading.h"

#include <sys/wait.h>

/* ---- formats ----------------------------------------------------------------------- */

static bool is_there(const char *path, const char *name)
{
    char file[300];
    snprintf(file, sizeof file, "%s/%s", path, name);
    return access(file, F_OK) == 0;
}

static void formats(void **state)
{
    static const struct {
        xapian_backend backend, other;
        const char *name, *sign;
    } kinds[] = {{XAPIAN_BACKEND_DISK, XAPIAN_BACKEND_CHERT, "disk", "iamglass"},
                 {XAPIAN_BACKEND_GLASS, XAPIAN_BACKEND_CHERT, "glass", "iamglass"},
                 {XAPIAN_BACKEND_CHERT, XAPIAN_BACKEND_GLASS, "chert", "iamchert"}};
    (void)state;
    for (size_t i = 0; i < N(kinds); i++) {
        const char *path = in_folder(kinds[i].name);
        xapian_writable_db *writable;
        xapian_db *db;
        uint64_t revision;
        OK(xapian_writable_db_open_backend(path, kinds[i].backend, XAPIAN_CREATE,
                                           XAPIAN_WRITE_NO_SYNC, 0, &writable, &err));
        facts_add(writable);
        assert_true(is_there(path, kinds[i].sign));
        xapian_writable_db_free(writable);
        OK(xapian_db_open(path, kinds[i].backend, &db, &err));
        check_facts(db, true);
        check_document(db, 5, 5);
        OK(xapian_db_revision(db, &revision, &err));
        assert_true(revision > 0);
        xapian_db_free(db);
        IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open(path, kinds[i].other, &db, &err));

        /* It is also found to be what it is, for a writer too. */
        OK(xapian_db_open(path, XAPIAN_BACKEND_DISK, &db, &err));
        check_facts(db, true);
        xapian_db_free(db);
        OK(xapian_writable_db_open(path, XAPIAN_OPEN, 0, &writable, &err));
        assert_int_equal(add(writable, "more"), DOCS + 1);
        OK(xapian_writable_db_close(writable, &err));
        xapian_writable_db_free(writable);
        assert_int_equal(count_at(path), DOCS + 1);
    }
}

static void in_memory(void **state)
{
    xapian_writable_db *memory = facts_write(NULL, 1, 1);
    const xapian_db *db = xapian_writable_db_reader(memory);
    uint64_t revision;
    const char *s;
    size_t n;
    bool locked;
    (void)state;
    check_facts(db, true);
    check_document(db, 9, 9);
    OK(xapian_db_uuid(db, &s, &n, &err));
    same_text(s, n, "");
    IS(XAPIAN_UNIMPLEMENTED, xapian_writable_db_begin_transaction(memory, true, &err));
    IS(XAPIAN_UNIMPLEMENTED, xapian_db_revision(db, &revision, &err));
    OK(xapian_db_locked(db, &locked, &err));
    assert_true(locked);
    OK(xapian_writable_db_set_metadata(memory, "k", 1, "v", 1, &err));
    OK(xapian_db_metadata(db, "k", 1, &s, &n, &err));
    same_text(s, n, "v");
    xapian_writable_db_free(memory);
}

static void single_file(void **state)
{
    static const xapian_compact_options as_file = {.flags = XAPIAN_COMPACT_SINGLE_FILE |
                                                            XAPIAN_COMPACT_KEEP_DOCIDS};
    const char *file = in_folder("single.db");
    xapian_writable_db *writable = facts_write(in_folder("single"), 1, 1);
    xapian_db *db;
    int fd;
    (void)state;
    OK(xapian_db_compact(xapian_writable_db_reader(writable), file, &as_file, &err));
    xapian_writable_db_free(writable);
    db = open_db(file);
    check_facts(db, true);
    check_document(db, 5, 5);
    xapian_db_free(db);
    OK(xapian_db_open(file, XAPIAN_BACKEND_GLASS, &db, &err));
    xapian_db_free(db);
    IS(XAPIAN_DATABASE_OPENING,
       xapian_writable_db_open(file, XAPIAN_OPEN, 0, &writable, &err));

    fd = open(file, O_RDONLY | O_CLOEXEC);
    OK(xapian_db_open_fd(fd, &db, &err));
    check_facts(db, true);
    check_document(db, 300, 300);
    xapian_db_free(db);
    assert_int_equal(fcntl(fd, F_GETFD), -1); /* it was taken over */

    write_file(file, "this is no database at all, though it has some length to it\n");
    fd = open(file, O_RDONLY | O_CLOEXEC);
    IS(XAPIAN_DATABASE_CORRUPT, xapian_db_open_fd(fd, &db, &err));
    assert_null(db);
}

/* ---- several ----------------------------------------------------------------------- */

/* Shards s0 to s2 of the facts, dealt out in turn; and a stub that names them. */
static void write_shards(const char *name, char *stub, size_t size)
{
    size_t len = 0;
    for (unsigned k = 0; k < 3; k++) {
        char shard[32];
        snprintf(shard, sizeof shard, "%s%u", name, k);
        xapian_writable_db_free(facts_write(in_folder(shard), k + 1, 3));
        len += (size_t)snprintf(stub + len, size - len, "auto %s\n", in_folder(shard));
    }
}

static void stubs_to_read(void **state)
{
    const char *file, *dir;
    char text[600], inside[300];
    xapian_db *db;
    (void)state;
    write_shards("read", text, sizeof text);
    file = in_folder("read.stub"), dir = in_folder("read.dir");
    write_file(file, text);
    assert_int_equal(mkdir(dir, 0700), 0);
    snprintf(inside, sizeof inside, "%s/XAPIANDB", dir);
    write_file(inside, text);
    for (unsigned i = 0; i < 2; i++) {
        OK(xapian_db_open(i ? dir : file, XAPIAN_BACKEND_STUB, &db, &err));
        assert_int_equal(xapian_db_shards(db), 3);
        check_facts(db, true);
        check_document(db, 17, 17);
        xapian_db_free(db);
        IS(XAPIAN_DATABASE_OPENING,
           xapian_db_open(i ? dir : file, XAPIAN_BACKEND_DISK, &db, &err));
    }
    write_file(file, "# only a remark\n");
    OK(xapian_db_open(file, XAPIAN_BACKEND_STUB, &db, &err));
    assert_int_equal(xapian_db_shards(db), 0);
    xapian_db_free(db);
    write_file(file, "auto /nonexistent/database\n");
    IS(XAPIAN_DATABASE_NOT_FOUND, xapian_db_open(file, XAPIAN_BACKEND_STUB, &db, &err));
}

/* Document d of the whole is document (d - 1) / 3 + 1 of the shard (d - 1) % 3. */
static void check_dealt_out(const char *name)
{
    for (unsigned k = 0; k < 3; k++) {
        char shard[32];
        xapian_db *db;
        snprintf(shard, sizeof shard, "%s%u", name, k);
        db = open_db(in_folder(shard));
        for (unsigned d = k + 1; d <= DOCS; d += 3)
            check_document(db, (d - 1) / 3 + 1, d);
        assert_int_equal(count_of(db), DOCS / 3);
        xapian_db_free(db);
    }
}

/* New documents, changes and removals go where the docid says. */
static void use_as_one(xapian_writable_db *db)
{
    const xapian_db *reader = xapian_writable_db_reader(db);
    xapian_document *doc = document("other"), *read;
    const char *s;
    size_t n;
    facts_add(db);
    check_facts(reader, true);
    OK(xapian_writable_db_replace_document(db, 8, doc, &err));
    OK(xapian_db_document(reader, 8, &read, &err));
    OK(xapian_document_data(read, &s, &n, &err));
    same_text(s, n, "other");
    xapian_document_free(read);
    xapian_document_free(doc);
    doc = fact_document(8);
    OK(xapian_writable_db_replace_document_by_term(db, "other", 5, doc, NULL, &err));
    xapian_document_free(doc);
    assert_int_equal(add(db, "last"), DOCS + 1);
    OK(xapian_writable_db_delete_document_by_term(db, "last", 4, &err));
    assert_int_equal(add(db, "next"), DOCS + 2); /* a docid is not used again */
    OK(xapian_writable_db_delete_document(db, DOCS + 2, &err));
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
}

static void several_to_write(void **state)
{
    xapian_writable_db *all, *shard;
    char name[16], text[600];
    size_t len = 0;
    (void)state;
    OK(xapian_writable_db_new(&all, &err));
    for (unsigned k = 0; k < 3; k++) {
        snprintf(name, sizeof name, "w%u", k);
        shard = open_writer(in_folder(name));
        OK(xapian_writable_db_add(all, shard, &err));
        xapian_writable_db_free(shard); /* the whole goes on with it */
        IS(XAPIAN_DATABASE_LOCK,
           xapian_writable_db_open(in_folder(name), XAPIAN_OPEN, 0, &shard, &err));
    }
    use_as_one(all);
    check_dealt_out("w");

    for (unsigned k = 0; k < 3; k++) {
        snprintf(name, sizeof name, "x%u", k);
        xapian_writable_db_free(open_writer(in_folder(name)));
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "auto %s\n", in_folder(name));
    }
    write_file(in_folder("write.stub"), text);
    OK(xapian_writable_db_open_backend(in_folder("write.stub"), XAPIAN_BACKEND_STUB,
                                       XAPIAN_OPEN, 0, 0, &all, &err));
    use_as_one(all);
    check_dealt_out("x");
}

/* ---- locks ------------------------------------------------------------------------- */

static bool is_locked(const xapian_db *db)
{
    bool locked;
    OK(xapian_db_locked(db, &locked, &err));
    return locked;
}

static void locked(void **state)
{
    xapian_writable_db *one = open_writer(in_folder("lock1"));
    xapian_db *db, *all;
    (void)state;
    xapian_writable_db_free(open_writer(in_folder("lock2")));
    db = open_db(in_folder("lock2"));
    assert_false(is_locked(db));
    OK(xapian_db_keep_alive(db, &err));
    OK(xapian_db_new(&all, &err));
    assert_false(is_locked(all));
    OK(xapian_db_add(all, db, &err));
    assert_false(is_locked(all));
    xapian_db_free(db);
    db = open_db(in_folder("lock1"));
    assert_true(is_locked(db));
    OK(xapian_db_add(all, db, &err));
    assert_true(is_locked(all)); /* one of its shards */
    xapian_writable_db_free(one);
    assert_false(is_locked(db));
    assert_false(is_locked(all));
    xapian_db_free(db);
    xapian_db_free(all);
}

/* A process that does something when it is told to, and is told by its own end. */
typedef struct {
    pid_t pid;
    int go; /* closed: go on */
} child;

static child start(int (*work)(const char *path), const char *path)
{
    int ends[2];
    child made;
    assert_int_equal(pipe(ends), 0);
    made.pid = fork();
    assert_true(made.pid >= 0);
    if (made.pid == 0) {
        char byte;
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) == 0 ? work(path) : 99);
    }
    close(ends[0]);
    made.go = ends[1];
    return made;
}

/* Its exit status. */
static int finish(child of)
{
    int result;
    if (of.go >= 0)
        close(of.go);
    assert_int_equal(waitpid(of.pid, &result, 0), of.pid);
    assert_true(WIFEXITED(result));
    return WEXITSTATUS(result);
}

static int add_after_waiting(const char *path)
{
    xapian_writable_db *db;
    xapian_document *doc;
    xapian_docid docid = 0;
    if (xapian_writable_db_open(path, XAPIAN_OPEN, XAPIAN_WRITE_WAIT_LOCK, &db, NULL) ||
        xapian_document_new(&doc, NULL) ||
        xapian_writable_db_add_document(db, doc, &docid, NULL) ||
        xapian_writable_db_close(db, NULL))
        return 98;
    xapian_document_free(doc);
    xapian_writable_db_free(db);
    return (int)docid;
}

static int nothing(const char *path)
{
    (void)path;
    return 0;
}

/* Who waits for the lock writes after who has it: its document is behind the other's. */
static void wait_for_lock(void **state)
{
    const char *path = in_folder("wait");
    xapian_writable_db *db;
    child waits;
    (void)state;
    xapian_writable_db_free(open_writer(path));
    waits = start(add_after_waiting, path);
    db = open_writer(path);
    close(waits.go);
    waits.go = -1;
    add(db, "first");
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
    assert_int_equal(finish(waits), 2);
    assert_int_equal(count_at(path), 2);
}

static int become_another(const char *path)
{
    (void)path;
    execl("/bin/cat", "cat", (char *)NULL);
    return 97;
}

/* A child has the lock for as long as it runs, but not what it executes. */
static void lock_of_a_child(void **state)
{
    const char *path = in_folder("child");
    xapian_writable_db *db = open_writer(path), *second;
    child forked = start(nothing, path);
    int ends[2], saved;
    (void)state;
    xapian_writable_db_free(db);
    IS(XAPIAN_DATABASE_LOCK, xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, &err));
    assert_int_equal(finish(forked), 0);
    OK(xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, &err));

    /* cat runs until its standard input ends. */
    assert_int_equal(pipe(ends), 0);
    saved = dup(STDIN_FILENO);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    forked = start(become_another, path);
    close(forked.go);
    forked.go = ends[1];
    if (saved >= 0) {
        dup2(saved, STDIN_FILENO);
        close(saved);
    }
    close(ends[0]);
    xapian_writable_db_free(second);
    for (int i = 0; i < 500; i++) { /* until it has become cat */
        if (xapian_writable_db_open(path, XAPIAN_OPEN, 0, &second, &err) == XAPIAN_OK)
            break;
        usleep(10000);
    }
    assert_non_null(second);
    assert_int_equal(waitpid(forked.pid, NULL, WNOHANG), 0); /* and it still runs */
    xapian_writable_db_free(second);
    assert_int_equal(finish(forked), 0);
}

/* ---- how it is written ------------------------------------------------------------- */

static void block_sizes(void **state)
{
    static const unsigned bad[] = {1, 1024, 2047, 3000, 65535, 131072, UINT32_MAX};
    static const char *const tables[] = {"postlist", "docdata", "position", "termlist"};
    xapian_writable_db *db;
    (void)state;
    for (unsigned size = 2048; size <= 65536; size *= 2) {
        char name[16], file[300];
        struct stat st;
        snprintf(name, sizeof name, "block%u", size);
        OK(xapian_writable_db_open_backend(in_folder(name), XAPIAN_BACKEND_DISK,
                                           XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC, size, &db,
                                           &err));
        facts_add(db);
        check_facts(xapian_writable_db_reader(db), true);
        xapian_writable_db_free(db);
        for (size_t i = 0; i < N(tables); i++) { /* whole blocks, and few of them */
            snprintf(file, sizeof file, "%s/%s.glass", in_folder(name), tables[i]);
            assert_int_equal(stat(file, &st), 0);
            assert_int_equal(st.st_size % size, 0);
            assert_true(size < 65536 || st.st_size / size <= 3);
        }
        /* Of one that is there, the size counts. */
        OK(xapian_writable_db_open_backend(in_folder(name), XAPIAN_BACKEND_DISK,
                                           XAPIAN_OPEN, 0, 2048, &db, &err));
        add(db, "more");
        OK(xapian_writable_db_close(db, &err));
        xapian_writable_db_free(db);
        assert_int_equal(stat(file, &st), 0);
        assert_int_equal(st.st_size % size, 0);
    }
    for (size_t i = 0; i < N(bad); i++)
        NULLS(xapian_writable_db_open_backend(in_folder("bad"), XAPIAN_BACKEND_DISK,
                                              XAPIAN_CREATE, 0, bad[i], &db, &err));
    assert_int_equal(access(in_folder("bad"), F_OK), -1);
}

static void all_flags(void **state)
{
    static const unsigned flags[] = {0,
                                     XAPIAN_WRITE_NO_SYNC,
                                     XAPIAN_WRITE_FULL_SYNC,
                                     XAPIAN_WRITE_NO_TERMS,
                                     XAPIAN_WRITE_WAIT_LOCK,
                                     XAPIAN_WRITE_DANGEROUS | XAPIAN_WRITE_NO_SYNC};
    (void)state;
    for (size_t i = 0; i < N(flags); i++) {
        char name[16];
        xapian_writable_db *db;
        xapian_db *reader;
        xapian_terms *terms;
        snprintf(name, sizeof name, "flags%zu", i);
        OK(xapian_writable_db_open(in_folder(name), XAPIAN_CREATE, flags[i], &db, &err));
        facts_add(db);
        add(db, "more");
        OK(xapian_writable_db_commit(db, &err));
        if (flags[i] != XAPIAN_WRITE_NO_TERMS) /* which a removal needs */
            OK(xapian_writable_db_delete_document(db, DOCS + 1, &err));
        else
            IS(XAPIAN_UNAVAILABLE, xapian_writable_db_delete_document(db, DOCS + 1, &err));
        OK(xapian_writable_db_close(db, &err));
        xapian_writable_db_free(db);
        reader = open_db(in_folder(name));
        if (flags[i] != XAPIAN_WRITE_NO_TERMS) {
            check_terms(reader, true);
            check_document(reader, 77, 77);
        } else {
            check_positions(reader, 77, 77);
            IS(XAPIAN_UNAVAILABLE, xapian_db_doc_terms(reader, 77, &terms, &err));
        }
        xapian_db_free(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),          cmocka_unit_test(in_memory),
        cmocka_unit_test(single_file),      cmocka_unit_test(stubs_to_read),
        cmocka_unit_test(several_to_write), cmocka_unit_test(locked),
        cmocka_unit_test(wait_for_lock),    cmocka_unit_test(lock_of_a_child),
        cmocka_unit_test(block_sizes),      cmocka_unit_test(all_flags),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

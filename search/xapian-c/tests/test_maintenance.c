/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compacting and checking databases: nothing is lost by the one, and what is broken is found by
 * the other.
 */
#include "config.h"

#include "reading.h"

static void set_metadata(xapian_writable_db *db, const char *key, const char *value)
{
    OK(xapian_writable_db_set_metadata(db, key, strlen(key), value, strlen(value), &err));
}

/* Values of up to two small blocks, which cannot be compressed. */
static void set_long_metadata(xapian_writable_db *db)
{
    char value[4001];
    uint32_t random = 1;
    for (unsigned i = 0; i < 10; i++) {
        const char key[] = {'l', 'o', 'n', 'g', (char)('0' + i), '\0'};
        const size_t len = 400 * (i + 1);
        for (size_t at = 0; at < len; at++) {
            random = random * 1664525u + 1013904223u;
            value[at] = (char)('!' + (random >> 16) % 90);
        }
        value[len] = '\0';
        set_metadata(db, key, value);
    }
}

static void same_metadata(const xapian_db *db, const char *key, const char *want)
{
    const char *s;
    size_t n;
    OK(xapian_db_metadata(db, key, strlen(key), &s, &n, &err));
    same_text(s, n, want);
}

/* The facts, metadata, a word to spell and a synonym. */
static void write_facts(const char *path, xapian_backend backend)
{
    xapian_writable_db *db;
    OK(xapian_writable_db_open_backend(path, backend, XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC,
                                       0, &db, &err));
    facts_add(db);
    set_metadata(db, "key", "value");
    set_long_metadata(db);
    OK(xapian_writable_db_add_spelling(db, "word", 4, 3, &err));
    OK(xapian_writable_db_add_synonym(db, "word", 4, "other", 5, &err));
    OK(xapian_writable_db_close(db, &err));
    xapian_writable_db_free(db);
}

static off_t size_of(const char *path)
{
    static const char *const tables[] = {"postlist", "docdata", "position", "termlist"};
    off_t all = 0;
    for (size_t i = 0; i < N(tables); i++) {
        char file[300];
        struct stat st;
        snprintf(file, sizeof file, "%s/%s.glass", path, tables[i]);
        assert_int_equal(stat(file, &st), 0);
        all += st.st_size;
    }
    return all;
}

static size_t errors_at(const char *path)
{
    size_t errors;
    OK(xapian_db_check(path, XAPIAN_CHECK_FULL_TREE, NULL, NULL, &errors, &err));
    return errors;
}

/* ---- compacting -------------------------------------------------------------------- */

static void check_compacted(const char *path)
{
    xapian_db *db = open_db(path);
    xapian_terms *terms;
    xapian_doccount freq;
    const char *s;
    size_t n;
    check_facts(db, true);
    for (unsigned d = 1; d <= DOCS; d += 7)
        check_document(db, d, d);
    same_metadata(db, "key", "value");
    OK(xapian_db_spellings(db, &terms, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "word");
    OK(xapian_terms_freq(terms, &freq, &err));
    assert_int_equal(freq, 3);
    xapian_terms_free(terms);
    OK(xapian_db_synonyms(db, "word", 4, &terms, &err));
    OK(xapian_terms_next(terms, &s, &n, &err));
    same_text(s, n, "other");
    xapian_terms_free(terms);
    xapian_db_free(db);
    assert_int_equal(errors_at(path), 0);
}

static void levels(void **state)
{
    off_t before, after[3];
    xapian_db *db;
    (void)state;
    write_facts(in_folder("levels"), XAPIAN_BACKEND_GLASS);
    before = size_of(in_folder("levels"));
    db = open_db(in_folder("levels"));
    for (unsigned level = 0; level < 3; level++) {
        for (unsigned flags = 0; flags < 8; flags++) {
            const xapian_compact_options options = {
                .level = (xapian_compaction)level, .flags = flags, .block_size = 2048};
            char name[16];
            snprintf(name, sizeof name, "level%u-%u", level, flags);
            if (level == XAPIAN_COMPACT_FULLER && (flags & XAPIAN_COMPACT_SINGLE_FILE)) {
                IS(XAPIAN_UNIMPLEMENTED,
                   xapian_db_compact(db, in_folder(name), &options, &err));
                continue;
            }
            OK(xapian_db_compact(db, in_folder(name), &options, &err));
            check_compacted(in_folder(name));
            if (flags == 0)
                after[level] = size_of(in_folder(name));
        }
    }
    assert_true(after[XAPIAN_COMPACT_STANDARD] < before);
    assert_true(after[XAPIAN_COMPACT_FULL] < after[XAPIAN_COMPACT_STANDARD]);
    assert_true(after[XAPIAN_COMPACT_FULLER] < after[XAPIAN_COMPACT_STANDARD]);
    assert_int_not_equal(after[XAPIAN_COMPACT_FULLER], after[XAPIAN_COMPACT_FULL]);
    OK(xapian_db_compact(db, in_folder("no-options"), NULL, &err));
    check_compacted(in_folder("no-options"));
    xapian_db_free(db);
}

static void blocks_and_descriptors(void **state)
{
    const xapian_compact_options small = {.block_size = 2048}, bad = {.block_size = 2049},
                                 level = {.level = (xapian_compaction)77},
                                 flags = {.flags = 8},
                                 fuller = {.level = XAPIAN_COMPACT_FULLER};
    xapian_db *db;
    int fd;
    (void)state;
    write_facts(in_folder("blocks"), XAPIAN_BACKEND_GLASS);
    db = open_db(in_folder("blocks"));
    OK(xapian_db_compact(db, in_folder("small"), &small, &err));
    check_compacted(in_folder("small"));
    assert_int_equal(size_of(in_folder("small")) % 2048, 0);
    assert_int_not_equal(size_of(in_folder("small")) % 8192, 0);
    NULLS(xapian_db_compact(db, in_folder("bad"), &bad, &err));
    NULLS(xapian_db_compact(db, in_folder("bad"), &level, &err));
    NULLS(xapian_db_compact(db, in_folder("bad"), &flags, &err));
    NULLS(xapian_db_compact(db, "", NULL, &err));
    NULLS(xapian_db_compact(db, NULL, NULL, &err));
    NULLS(xapian_db_compact(NULL, in_folder("bad"), NULL, &err));
    assert_int_equal(access(in_folder("bad"), F_OK), -1);
    IS(XAPIAN_DATABASE_CREATE, /* into itself */
       xapian_db_compact(db, in_folder("blocks"), NULL, &err));

    fd = open(in_folder("fuller.db"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    IS(XAPIAN_UNIMPLEMENTED, xapian_db_compact_fd(db, fd, &fuller, &err));
    fd = open(in_folder("fd.db"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    OK(xapian_db_compact_fd(db, fd, NULL, &err));
    assert_int_equal(fcntl(fd, F_GETFD), -1); /* it was taken over */
    check_compacted(in_folder("fd.db"));
    xapian_db_free(db);
}

/* What is there already is not written over, and no stub is followed. */
static void only_into_new(void **state)
{
    const xapian_compact_options as_file = {.flags = XAPIAN_COMPACT_SINGLE_FILE};
    char text[16], inside[300];
    FILE *file;
    xapian_db *db;
    (void)state;
    write_facts(in_folder("source"), XAPIAN_BACKEND_GLASS);
    db = open_db(in_folder("source"));
    write_file(in_folder("a-file"), "mine\n");
    IS(XAPIAN_DATABASE_CREATE, xapian_db_compact(db, in_folder("a-file"), NULL, &err));
    IS(XAPIAN_DATABASE_CREATE, xapian_db_compact(db, in_folder("a-file"), &as_file, &err));
    file = fopen(in_folder("a-file"), "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "mine\n");
    assert_int_equal(mkdir(in_folder("with-stub"), 0700), 0);
    snprintf(inside, sizeof inside, "%s/XAPIANDB", in_folder("with-stub"));
    write_file(inside, "auto elsewhere\n");
    IS(XAPIAN_DATABASE_CREATE, xapian_db_compact(db, in_folder("with-stub"), NULL, &err));
    write_facts(in_folder("full"), XAPIAN_BACKEND_GLASS);
    IS(XAPIAN_DATABASE_CREATE, xapian_db_compact(db, in_folder("full"), NULL, &err));
    check_compacted(in_folder("full"));
    assert_int_equal(mkdir(in_folder("empty"), 0700), 0);
    OK(xapian_db_compact(db, in_folder("empty"), NULL, &err));
    check_compacted(in_folder("empty"));
    write_file(in_folder("empty-file"), "");
    OK(xapian_db_compact(db, in_folder("empty-file"), &as_file, &err));
    check_compacted(in_folder("empty-file"));
    xapian_db_free(db);
}

/* ---- several shards ---------------------------------------------------------------- */

/* Shards of documents in a row, 'width' each, whose docids are those of the whole. */
static xapian_db *in_rows(const char *name, unsigned width)
{
    xapian_db *all;
    OK(xapian_db_new(&all, &err));
    facts_make();
    for (unsigned first = 1; first <= DOCS; first += width) {
        xapian_writable_db *db;
        xapian_db *shard;
        char one[32], text[16];
        snprintf(one, sizeof one, "%s%u", name, first);
        db = open_writer(in_folder(one));
        for (unsigned d = first; d < first + width && d <= DOCS; d++) {
            xapian_document *doc = fact_document(d);
            OK(xapian_writable_db_replace_document(db, d, doc, &err));
            xapian_document_free(doc);
        }
        snprintf(text, sizeof text, "%u", first);
        set_metadata(db, "first", text);
        set_metadata(db, text, "alone");
        OK(xapian_writable_db_close(db, &err));
        xapian_writable_db_free(db);
        shard = open_db(in_folder(one));
        OK(xapian_db_add(all, shard, &err));
        xapian_db_free(shard);
    }
    return all;
}

typedef struct {
    unsigned calls, values;
    int stop;
    char joined[64];
} resolver;

/* All values, joined. */
static int resolve(void *user, const char *key, size_t key_len, const char *const *values,
                   const size_t *value_lens, size_t n, const char **value,
                   size_t *value_len)
{
    resolver *all = user;
    size_t len = 0;
    same_text(key, key_len, "first");
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(all->joined + len, sizeof all->joined - len, "%.*s ",
                                (int)value_lens[i], values[i]);
    all->calls++;
    all->values += (unsigned)n;
    *value = all->joined;
    *value_len = len;
    return all->stop;
}

static void shards_with_docids(void **state)
{
    static resolver all, stops = {.stop = -7};
    xapian_compact_options options = {
        .flags = XAPIAN_COMPACT_KEEP_DOCIDS, .metadata = resolve, .user = &all};
    xapian_db *shards = in_rows("row", 100), *db;
    (void)state;
    OK(xapian_db_compact(shards, in_folder("kept"), &options, &err));
    assert_int_equal(all.calls, 1);
    assert_int_equal(all.values, 3);
    db = open_db(in_folder("kept"));
    check_facts(db, true);
    for (unsigned d = 1; d <= DOCS; d += 11)
        check_document(db, d, d);
    same_metadata(db, "first", "1 101 201 ");
    same_metadata(db, "101", "alone");
    xapian_db_free(db);

    options.user = &stops;
    MAY_LOSE_BEGIN();
    IS(XAPIAN_CALLBACK, xapian_db_compact(shards, in_folder("stopped"), &options, &err));
    MAY_LOSE_END();
    assert_int_equal(err.callback, -7);
    options.metadata = NULL;
    OK(xapian_db_compact(shards, in_folder("the-first"), &options, &err));
    db = open_db(in_folder("the-first"));
    same_metadata(db, "first", "1");
    xapian_db_free(db);
    xapian_db_free(shards);
}

/* Without the flag, shards come one behind another: the d-th of a shard is behind all of those
 * before it. */
static void shards_renumbered(void **state)
{
    const xapian_compact_options keep = {.flags = XAPIAN_COMPACT_KEEP_DOCIDS},
                                 passes = {.flags = XAPIAN_COMPACT_MULTIPASS};
    xapian_db *all, *db;
    xapian_docid docid = 0;
    (void)state;
    OK(xapian_db_new(&all, &err));
    for (unsigned k = 0; k < 5; k++) {
        char name[16];
        xapian_db *shard;
        snprintf(name, sizeof name, "turn%u", k);
        xapian_writable_db_free(facts_write(in_folder(name), k + 1, 5));
        shard = open_db(in_folder(name));
        OK(xapian_db_add(all, shard, &err));
        xapian_db_free(shard);
    }
    check_facts(all, true);
    IS(XAPIAN_INVALID_OPERATION, xapian_db_compact(all, in_folder("overlap"), &keep, &err));
    OK(xapian_db_compact(all, in_folder("behind"), &passes, &err));
    xapian_db_free(all);
    db = open_db(in_folder("behind"));
    check_facts(db, false);
    for (unsigned k = 0; k < 5; k++) {
        for (unsigned d = k + 1; d <= DOCS; d += 5)
            check_document(db, ++docid, d);
    }
    xapian_db_free(db);
}

typedef struct {
    bool postlist, docdata;
    unsigned calls, stop_at;
} progress;

static int told(void *user, const char *table, const char *status)
{
    progress *all = user;
    assert_non_null(status);
    all->postlist |= strcmp(table, "postlist") == 0;
    all->docdata |= strcmp(table, "docdata") == 0;
    return ++all->calls == all->stop_at ? 5 : 0;
}

static void progress_and_failures(void **state)
{
    progress all = {.stop_at = 0}, stops = {.stop_at = 2};
    xapian_compact_options options = {.progress = told, .user = &all};
    xapian_writable_db *writable;
    xapian_db *db, *both, *old;
    (void)state;
    write_facts(in_folder("told"), XAPIAN_BACKEND_GLASS);
    db = open_db(in_folder("told"));
    OK(xapian_db_compact(db, in_folder("told-all"), &options, &err));
    assert_true(all.postlist && all.docdata);
    options.user = &stops;
    MAY_LOSE_BEGIN();
    IS(XAPIAN_CALLBACK, xapian_db_compact(db, in_folder("told-2"), &options, &err));
    MAY_LOSE_END();
    assert_int_equal(err.callback, 5);
    assert_int_equal(stops.calls, 2);

    /* Two formats, and one that is in memory. */
    write_facts(in_folder("old"), XAPIAN_BACKEND_CHERT);
    old = open_db(in_folder("old"));
    OK(xapian_db_compact(old, in_folder("old-compact"), NULL, &err));
    check_compacted(in_folder("old-compact"));
    OK(xapian_db_new(&both, &err));
    OK(xapian_db_add(both, db, &err));
    OK(xapian_db_add(both, old, &err));
    NULLS(xapian_db_compact(both, in_folder("two-formats"), NULL, &err));
    xapian_db_free(both);
    xapian_db_free(old);
    xapian_db_free(db);
    writable = facts_write(NULL, 1, 1);
    IS(XAPIAN_DATABASE, xapian_db_compact(xapian_writable_db_reader(writable),
                                          in_folder("memory"), NULL, &err));
    xapian_writable_db_free(writable);

    /* What is not committed is not in it. */
    writable = facts_write(in_folder("uncommitted"), 1, 1);
    add(writable, "more");
    IS(XAPIAN_INVALID_OPERATION, xapian_db_compact(xapian_writable_db_reader(writable),
                                                   in_folder("committed"), NULL, &err));
    db = open_db(in_folder("uncommitted"));
    OK(xapian_db_compact(db, in_folder("committed"), NULL, &err));
    xapian_db_free(db);
    xapian_writable_db_free(writable);
    db = open_db(in_folder("committed"));
    check_facts(db, true);
    xapian_db_free(db);
}

/* ---- checking ---------------------------------------------------------------------- */

typedef struct {
    unsigned lines, stop_at;
    bool postlist;
} report;

static int heard(void *user, const char *line, size_t line_len)
{
    report *all = user;
    assert_int_equal(strlen(line), line_len);
    assert_null(strchr(line, '\n'));
    all->postlist |= strstr(line, "postlist") != NULL;
    return ++all->lines == all->stop_at ? 3 : 0;
}

static void sound(void **state)
{
    static const xapian_backend backends[] = {XAPIAN_BACKEND_GLASS, XAPIAN_BACKEND_CHERT};
    static const char *const tables[] = {"postlist.glass", "postlist.DB"};
    (void)state;
    for (size_t i = 0; i < N(backends); i++) {
        char path[200], table[300];
        size_t errors;
        snprintf(path, sizeof path, "%s", in_folder(i ? "sound-chert" : "sound-glass"));
        snprintf(table, sizeof table, "%s/%s", path, tables[i]);
        write_facts(path, backends[i]);
        for (unsigned flags = 0; flags < 16; flags++) {
            report all = {0, 0, false}, stops = {0, 2, false};
            OK(xapian_db_check(path, flags, heard, &all, &errors, &err));
            assert_int_equal(errors, 0);
            assert_true(all.postlist);
            errors = 77;
            IS(XAPIAN_CALLBACK, xapian_db_check(path, flags, heard, &stops, &errors, &err));
            assert_int_equal(err.callback, 3);
            assert_int_equal(stops.lines, 2);
            assert_int_equal(errors, 77);
        }
        assert_int_equal(errors_at(table), 0);
        OK(xapian_db_check(path, XAPIAN_CHECK_FIX, NULL, NULL, &errors, &err));
        assert_int_equal(errors, 0);
        NULLS(xapian_db_check(path, 32, NULL, NULL, &errors, &err));
    }
}

/* Whether the check tells that something is wrong; by a status or by a number. */
static bool found(const char *path)
{
    size_t errors = 0;
    const xapian_status status =
        xapian_db_check(path, XAPIAN_CHECK_FULL_TREE, NULL, NULL, &errors, &err);
    return status != XAPIAN_OK || errors > 0;
}

/* What it names is not looked at, nor mended. */
static void stub(void **state)
{
    char text[200];
    size_t errors = 7;
    (void)state;
    write_facts(in_folder("named"), XAPIAN_BACKEND_GLASS);
    snprintf(text, sizeof text, "auto %s\n", in_folder("named"));
    write_file(in_folder("stub"), text);
    IS(XAPIAN_DATABASE_OPENING,
       xapian_db_check(in_folder("stub"), XAPIAN_CHECK_FIX, NULL, NULL, &errors, &err));
    assert_non_null(strstr(err.text, "stubs are refused"));
    assert_int_equal(errors, 7);
}

/* A pipe is not waited for, and no name is not that of a table ".glass" here. */
static void neither_file_nor_folder(void **state)
{
    size_t errors = 7;
    (void)state;
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    IS(XAPIAN_DATABASE_OPENING,
       xapian_db_check(in_folder("pipe"), 0, NULL, NULL, &errors, &err));
    NULLS(xapian_db_check("", 0, NULL, NULL, &errors, &err));
    assert_int_equal(errors, 7);
}

/* Each block of each table in turn has bytes flipped: where the level of a block and how much is
 * free in it stand, behind its revision. */
static void damaged(void **state)
{
    static const char *const tables[] = {"postlist", "docdata", "position", "termlist"};
    xapian_db *db;
    char path[200];
    unsigned tried = 0;
    (void)state;
    snprintf(path, sizeof path, "%s", in_folder("damaged"));
    write_facts(in_folder("whole"), XAPIAN_BACKEND_GLASS);
    db = open_db(in_folder("whole"));
    OK(xapian_db_compact(db, path, NULL, &err)); /* has no blocks that are free */
    xapian_db_free(db);
    assert_false(found(path));
    for (size_t t = 0; t < N(tables); t++) {
        char file[300], was[8], flipped[8];
        struct stat st;
        snprintf(file, sizeof file, "%s/%s.glass", path, tables[t]);
        assert_int_equal(stat(file, &st), 0);
        for (off_t at = 4; at < st.st_size; at += 8192) {
            const int fd = open(file, O_RDONLY);
            assert_int_equal(pread(fd, was, sizeof was, at), sizeof was);
            close(fd);
            for (size_t i = 0; i < sizeof was; i++)
                flipped[i] = (char)~was[i];
            damage(file, at, flipped, sizeof flipped);
            tried++;
            if (!found(path))
                fail_msg("%s at %ld is not found to be damaged", tables[t], (long)at);
            damage(file, at, was, sizeof was);
        }
    }
    assert_true(tried > 10);
    assert_false(found(path)); /* it is whole again */

    /* Cut off, and none at all. */
    assert_int_equal(truncate(in_folder("damaged/postlist.glass"), 8192), 0);
    assert_true(found(path));
    IS(XAPIAN_DATABASE_OPENING,
       xapian_db_check(in_folder("nothing"), 0, NULL, NULL, &(size_t){0}, &err));
}

/* What Xapian 1.4 mends: the file of chert that says which version this is. */
static void mended(void **state)
{
    char path[200], file[300];
    size_t errors;
    xapian_db *db;
    (void)state;
    snprintf(path, sizeof path, "%s", in_folder("mended"));
    snprintf(file, sizeof file, "%s/iamchert", path);
    write_facts(path, XAPIAN_BACKEND_CHERT);
    assert_int_equal(truncate(file, 3), 0);
    IS(XAPIAN_DATABASE_CORRUPT, xapian_db_open(path, 0, &db, &err));
    assert_true(found(path));
    IS(XAPIAN_DATABASE_CORRUPT, xapian_db_open(path, 0, &db, &err));
    OK(xapian_db_check(path, XAPIAN_CHECK_FIX, NULL, NULL, &errors, &err));
    assert_int_equal(errors, 1); /* that it could not be opened */
    assert_false(found(path));
    db = open_db(path);
    check_facts(db, true);
    xapian_db_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels),
        cmocka_unit_test(blocks_and_descriptors),
        cmocka_unit_test(only_into_new),
        cmocka_unit_test(shards_with_docids),
        cmocka_unit_test(shards_renumbered),
        cmocka_unit_test(progress_and_failures),
        cmocka_unit_test(sound),
        cmocka_unit_test(stub),
        cmocka_unit_test(neither_file_nor_folder),
        cmocka_unit_test(damaged),
        cmocka_unit_test(mended),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index on disk: written, read at the same time, swapped. */
#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "search/limits.h"
#include "search/search.h"
#include "tests/unit/place.h"

#define STORE_TEST(name)                                                                   \
    cmocka_unit_test_setup_teardown(name, place_set_up, place_tear_down)

/* --- helpers ---------------------------------------------------------------------------- */

/* A document "doc-N" whose text is `text` and whose title says which version it is. */
static void put(ph_store *store, unsigned n, const char *text, unsigned version)
{
    ph_arena *arena = ph_arena_new();
    ph_record r = {.id = ph_dupf(arena, "doc-%u", n),
                   .title = ph_dupf(arena, "Version %u", version),
                   .language = PH_STR("en"),
                   .modified = ph_dupf(arena, "2026-01-%02uT00:00:00Z", version % 28 + 1)};
    add_passage(arena, &r, text);
    ph_stamp stamp = {.id = r.id,
                      .source = PH_STR("s"),
                      .path = ph_dupf(arena, "%u.txt", n),
                      .added = PH_STR("2026-01-01T00:00:00Z"),
                      .size = n,
                      .mtime_ns = -5,
                      .sidecar = 1,
                      .fingerprint = UINT64_MAX,
                      .content = version};
    OK(ph_store_put(store, analyzer, vocabulary, &r, &stamp, &err));
    ph_arena_free(arena);
}

static ph_status get(ph_reader *reader, const place *p, const char *id, ph_record *record)
{
    ph_error err;
    return ph_reader_get(reader, ph_cstr(id), p->arena, record, &err);
}

static void title_is(ph_reader *reader, const place *p, const char *id, const char *title)
{
    ph_record r;
    OK(ph_reader_get(reader, ph_cstr(id), p->arena, &r, &err));
    same(r.id, id);
    same(r.title, title);
}

static uint64_t total(ph_reader *reader, const place *p, const char *q)
{
    ph_query query;
    ph_result result;
    ph_query_init(&query, p->arena, vocabulary);
    OK(ph_query_set(&query, PH_STR("q"), ph_cstr(q), &err));
    OK(ph_search(reader, &query, p->arena, &result, &err));
    return result.total;
}

/* All stamps, sorted: "id:content" or "path!failure". */
typedef struct stamps {
    ph_arena *arena;
    ph_strs list;
    size_t stop_at;
} stamps;

static bool note_stamp(void *user, const ph_stamp *stamp)
{
    stamps *s = user;
    ph_str line = stamp->failure.s ? ph_dupf(s->arena, "%.*s!%.*s", PH_FMT(stamp->path),
                                             PH_FMT(stamp->failure))
                                   : ph_dupf(s->arena, "%.*s:%llu", PH_FMT(stamp->id),
                                             (unsigned long long)stamp->content);
    if (!stamp->failure.s) {
        same(stamp->source, "s");
        same(stamp->added, "2026-01-01T00:00:00Z");
        assert_true(stamp->mtime_ns == -5 && stamp->fingerprint == UINT64_MAX);
    }
    ph_strs_add(s->arena, &s->list, line);
    return s->list.n != s->stop_at;
}

static int compare(const void *a, const void *b)
{
    return ph_cmp(*(const ph_str *)a, *(const ph_str *)b);
}

static void stamps_are(const ph_store *store, const place *p, const char *want)
{
    stamps s = {.arena = p->arena};
    ph_buf buf = {0};
    OK(ph_store_each(store, note_stamp, &s, &err));
    if (s.list.n)
        qsort(s.list.v, s.list.n, sizeof *s.list.v, compare);
    for (size_t i = 0; i < s.list.n; i++)
        ph_buf_addf(&buf, "%s%.*s", i ? " " : "", PH_FMT(s.list.v[i]));
    same(ph_buf_str(&buf), want);
    ph_buf_free(&buf);
}

/* --- one document after another ----------------------------------------------------------- */

static void put_replace_remove_with(const place *p, unsigned shards)
{
    ph_record r;
    ph_store *store = open_store(p, shards, false);
    for (unsigned i = 0; i < 8; i++)
        put(store, i, "tax", 1);
    finish(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(ph_reader_documents(reader), 8);
    title_is(reader, p, "doc-3", "Version 1");
    assert_int_equal(total(reader, p, "tax"), 8);
    assert_int_equal(get(reader, p, "doc-9", &r), PH_NOT_FOUND);

    store = open_store(p, shards == 1 ? 2 : 1, false); /* of a new generation only */
    put(store, 3, "risk", 2);
    put(store, 3, "risk", 3);
    put(store, 20, "tax", 1);
    OK(ph_store_remove(store, PH_STR("doc-4"), &err));
    stamps_are(store, p,
               "doc-0:1 doc-1:1 doc-20:1 doc-2:1 doc-3:3 doc-5:1 doc-6:1 doc-7:1");
    title_is(reader, p, "doc-4", "Version 1"); /* not committed yet */
    finish(store);
    OK(ph_reader_refresh(reader, NULL, &err));
    title_is(reader, p, "doc-3", "Version 3");
    assert_int_equal(ph_reader_documents(reader), 8);
    assert_int_equal(total(reader, p, "tax"), 7);
    assert_int_equal(get(reader, p, "doc-4", &r), PH_GONE);
    assert_int_equal(get(reader, p, "doc-9", &r), PH_NOT_FOUND);

    store = open_store(p, 1, false);
    put(store, 4, "tax", 7); /* it comes back */
    finish(store);
    OK(ph_reader_refresh(reader, NULL, &err));
    title_is(reader, p, "doc-4", "Version 7");
    ph_reader_free(reader);
}

static void put_replace_remove(void **state)
{
    put_replace_remove_with(*state, 1);
}

static void put_replace_remove_in_two_shards(void **state)
{
    put_replace_remove_with(*state, 2);
}

static void ids(void **state)
{
    place *p = *state;
    ph_record r = {.title = PH_STR("t")}, back;
    ph_stamp stamp = {.id = PH_STR("x")};
    char longest[PH_ID_BYTES + 1], too_long[1000];
    memset(longest, 'i', sizeof longest);
    longest[PH_ID_BYTES] = '\0';
    memset(too_long, 'i', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    ph_store *store = open_store(p, 1, false);
    REFUSED(ph_store_put(store, analyzer, vocabulary, &r, &stamp, &err), PH_INVALID, "id");
    r.id = ph_cstr(too_long);
    REFUSED(ph_store_put(store, analyzer, vocabulary, &r, &stamp, &err), PH_INVALID, "64");
    REFUSED(ph_store_remove(store, r.id, &err), PH_INVALID, "64");
    REFUSED(ph_store_remove(store, PH_ABSENT, &err), PH_INVALID, "64");
    r.id = ph_cstr(longest);
    OK(ph_store_put(store, analyzer, vocabulary, &r, &stamp, &err));
    finish(store);
    ph_reader *reader = open_reader(p);
    title_is(reader, p, longest, "t");
    assert_int_equal(get(reader, p, too_long, &back), PH_NOT_FOUND);
    assert_int_equal(get(reader, p, "", &back), PH_NOT_FOUND);
    longest[PH_ID_BYTES - 1] = '\0';
    assert_int_equal(get(reader, p, longest, &back), PH_NOT_FOUND);
    store = open_store(p, 1, false);
    longest[PH_ID_BYTES - 1] = 'i';
    OK(ph_store_remove(store, ph_cstr(longest), &err));
    finish(store);
    OK(ph_reader_refresh(reader, NULL, &err));
    assert_int_equal(get(reader, p, longest, &back), PH_GONE);
    ph_reader_free(reader);
}

/* What is prepared needs nothing of its record, and says where it belongs. */
static void prepared_documents(void **state)
{
    place *p = *state;
    ph_prepared *prepared[8];
    ph_stamp stamp = {0};
    ph_store *store = open_store(p, 2, false);
    for (unsigned i = 0; i < N(prepared); i++) {
        char id[] = "doc-0", text[] = "tax and registers";
        ph_record r = {.title = PH_STR("t")};
        id[4] = (char)('0' + i);
        r.id = stamp.id = ph_cstr(id);
        add_passage(p->arena, &r, text);
        OK(ph_store_prepare(store, analyzer, vocabulary, &r, &stamp, &prepared[i], &err));
        assert_int_equal(ph_prepared_shard(prepared[i]), ph_shard_of(r.id, 2));
        assert_int_equal(ph_prepared_bytes(prepared[i]), strlen(text) + 1);
        memset(id, 'x', sizeof id);
        memset(text, 'x', sizeof text);
    }
    for (size_t i = N(prepared); i-- > 0;) {
        OK(ph_store_add(store, prepared[i], &err));
        OK(ph_store_add(store, prepared[i], &err)); /* replaces itself */
        ph_prepared_free(prepared[i]);
    }
    ph_prepared_free(NULL);
    finish(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(total(reader, p, "tax"), N(prepared));
    title_is(reader, p, "doc-7", "t");
    ph_reader_free(reader);
}

/* A record with nothing but an id, and one whose every part is long. */
static void extreme_records(void **state)
{
    place *p = *state;
    ph_record bare = {.id = PH_STR("bare")}, full = {.id = PH_STR("full")}, back;
    ph_stamp stamp = {0};
    ph_str value = ph_dupf(p->arena, "%0300d", 1);
    ph_str word = ph_dupf(p->arena, "%05000d", 1);
    full.type = full.status = full.level = full.language = full.event.country = value;
    full.title = full.abstract = full.date = full.modified = word;
    add_tag(p->arena, &full.countries, value.s, PH_ASSERTED);
    add_tag(p->arena, &full.sdgs, value.s, PH_ASSERTED);
    ph_strs_add(p->arena, &full.creators, word);
    ph_strs_add(p->arena, &full.sectors, value);
    ph_strs_add(p->arena, &full.sectors, PH_STR(""));
    add_passage(p->arena, &full, word.s);
    ph_store *store = open_store(p, 2, false);
    OK(ph_store_put(store, analyzer, vocabulary, &bare, &stamp, &err));
    stamp.id = full.id;
    OK(ph_store_put(store, analyzer, vocabulary, &full, &stamp, &err));
    finish(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(get(reader, p, "bare", &back), PH_OK);
    assert_int_equal(get(reader, p, "full", &back), PH_OK);
    assert_int_equal(total(reader, p, ""), 2);
    assert_int_equal(total(reader, p, word.s), 1);
    ph_reader_free(reader);
}

static void abandoned_changes(void **state)
{
    place *p = *state;
    ph_store *store = open_store(p, 2, false);
    put(store, 1, "tax", 1);
    finish(store);
    store = open_store(p, 2, false);
    put(store, 1, "tax", 2);
    put(store, 2, "tax", 2);
    ph_store_free(store); /* without ph_store_finish: dropped */
    ph_store_free(NULL);
    ph_reader *reader = open_reader(p);
    assert_int_equal(ph_reader_documents(reader), 1);
    title_is(reader, p, "doc-1", "Version 1");
    ph_reader_free(reader);
}

/* --- the lock ----------------------------------------------------------------------------- */

static void lock(void **state)
{
    place *p = *state;
    ph_store *store = open_store(p, 1, false), *other = store;
    char who[40];
    snprintf(who, sizeof who, "process %ld", (long)getpid());
    REFUSED(ph_store_open(&other, p->db, 1, false, &err), PH_BUSY, who);
    assert_null(other);
    REFUSED(ph_store_open(&other, p->db, 1, true, &err), PH_BUSY, who);
    put(store, 1, "tax", 1); /* the first one is none the worse for it */
    finish(store);
    finish(open_store(p, 1, false));

    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) { /* a process that dies with the lock */
        store = NULL;
        _exit(ph_store_open(&store, p->db, 1, false, NULL) == PH_OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    finish(open_store(p, 1, false));
}

static void bad_places(void **state)
{
    place *p = *state;
    ph_store *store;
    ph_reader *reader;
    char path[300];
    REFUSED(ph_reader_open(&reader, (const char *const[]){p->db}, 1, vocabulary, &err),
            PH_NOT_FOUND, "peerhub-index");
    assert_null(reader);
    REFUSED(ph_reader_open(&reader, NULL, 0, vocabulary, &err), PH_INVALID, "index");
    write_file(p->dir.path, "file", "not a folder");
    snprintf(path, sizeof path, "%s/file/db", p->dir.path);
    REFUSED(ph_store_open(&store, path, 1, false, &err), PH_IO, "Not a directory");
    REFUSED(ph_store_open(&store, p->db, 0, false, &err), PH_INVALID, "shards");
    REFUSED(ph_store_open(&store, p->db, PH_SHARDS_MAX + 1, false, &err), PH_INVALID, "64");
    snprintf(path, sizeof path, "%s///", p->db); /* slashes at the end do no harm */
    OK(ph_store_open(&store, path, 1, false, &err));
    finish(store);
    ph_reader_free(open_reader(p));
}

static void damaged_index(void **state)
{
    place *p = *state;
    ph_store *store = open_store(p, 2, false);
    ph_reader *reader;
    char path[300], away[300];
    put(store, 1, "tax", 1);
    finish(store);
    write_file(p->db, "current", "../../etc\n");
    REFUSED(ph_store_open(&store, p->db, 1, false, &err), PH_CORRUPT, "generation");
    REFUSED(ph_reader_open(&reader, (const char *const[]){p->db}, 1, vocabulary, &err),
            PH_CORRUPT, "generation");
    write_file(p->db, "current", "generation-7.1\n");
    REFUSED(ph_reader_open(&reader, (const char *const[]){p->db}, 1, vocabulary, &err),
            PH_CORRUPT, "missing");
    REFUSED(ph_store_open(&store, p->db, 1, false, &err), PH_CORRUPT, "missing");
    write_file(p->db, "current", "generation-1.2\n");
    reader = open_reader(p); /* nobody threw the good one away */
    title_is(reader, p, "doc-1", "Version 1");
    ph_reader_free(reader);

    /* A shard that is not there is an error, not a smaller answer. */
    snprintf(path, sizeof path, "%s/generation-1.2/shard-0", p->db);
    snprintf(away, sizeof away, "%s/generation-1.2/away", p->db);
    assert_int_equal(rename(path, away), 0);
    REFUSED(ph_reader_open(&reader, (const char *const[]){p->db}, 1, vocabulary, &err),
            PH_CORRUPT, "shard-0");
    REFUSED(ph_store_open(&store, p->db, 1, false, &err), PH_CORRUPT, "shard-0");
}

/* --- failures, sources ---------------------------------------------------------------------- */

static bool of_source_s(void *user, const ph_stamp *stamp)
{
    (void)user;
    return ph_eqc(stamp->source, "s");
}

static void failures(void **state)
{
    place *p = *state;
    ph_store *store = open_store(p, 2, false);
    ph_stamp bad = {.id = PH_STR(""),
                    .source = PH_STR("s"),
                    .path = PH_STR("a.pdf"),
                    .failure = PH_STR("damaged")};
    OK(ph_store_fail(store, &bad, &err));
    bad.path = PH_STR("b.pdf");
    OK(ph_store_fail(store, &bad, &err));
    bad.failure = PH_STR("encrypted"); /* the last one counts */
    OK(ph_store_fail(store, &bad, &err));
    bad.source = PH_STR("other");
    bad.path = PH_STR("");
    OK(ph_store_fail(store, &bad, &err));
    put(store, 1, "tax", 1);
    stamps_are(store, p, "!encrypted a.pdf!damaged b.pdf!encrypted doc-1:1");
    finish(store);
    store = open_store(p, 2, false);
    stamps_are(store, p, "!encrypted a.pdf!damaged b.pdf!encrypted doc-1:1");
    OK(ph_store_forgive(store, PH_STR("s"), PH_STR("b.pdf"), PH_STR(""), &err));
    OK(ph_store_forgive(store, PH_STR("s"), PH_STR("never.pdf"), PH_STR(""), &err));
    OK(ph_store_forgive(store, PH_STR("sa"), PH_STR(".pdf"), PH_STR(""),
                        &err)); /* not "s", "a.pdf" */
    stamps_are(store, p, "!encrypted a.pdf!damaged doc-1:1");
    stamps one = {.arena = p->arena, .stop_at = 1};
    OK(ph_store_each(store, note_stamp, &one, &err));
    assert_int_equal(one.list.n, 1);
    finish(store);
    store = open_store(p, 2, true); /* what is wanted goes into a new generation */
    stamps_are(store, p, "!encrypted a.pdf!damaged doc-1:1");
    OK(ph_store_carry(store, of_source_s, NULL, &err));
    finish(store);
    store = open_store(p, 2, false);
    stamps_are(store, p, "a.pdf!damaged doc-1:1");
    ph_store_free(store);
}

static void sources(void **state)
{
    place *p = *state;
    ph_str root = PH_STR("x"), name = ph_dupf(p->arena, "%0500d", 1);
    ph_store *store = open_store(p, 2, false);
    OK(ph_store_source(store, PH_STR("corpus"), p->arena, &root, &err));
    assert_null(root.s);
    OK(ph_store_set_source(store, PH_STR("corpus"), PH_STR("/srv/a"), &err));
    OK(ph_store_set_source(store, PH_STR("corpus"), PH_STR("/srv/b"), &err));
    OK(ph_store_set_source(store, name, PH_STR("/srv/long"), &err));
    finish(store);
    for (int full = 0; full < 2; full++) {
        store = open_store(p, 2, full);
        OK(ph_store_carry(store, NULL, NULL, &err));
        OK(ph_store_source(store, PH_STR("corpus"), p->arena, &root, &err));
        same(root, "/srv/b");
        OK(ph_store_source(store, name, p->arena, &root, &err));
        same(root, "/srv/long");
        finish(store);
    }
}

/* --- generations ---------------------------------------------------------------------------- */

static bool exists(const place *p, const char *name)
{
    char path[300];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", p->db, name);
    return stat(path, &st) == 0;
}

static bool odd_ones(void *user, const ph_stamp *stamp)
{
    ++*(size_t *)user;
    return stamp->size % 2;
}

static void full_build(void **state)
{
    place *p = *state;
    ph_record r;
    bool changed;
    size_t asked = 0;
    ph_store *store = open_store(p, 2, false);
    for (unsigned i = 0; i < 20; i++)
        put(store, i, "tax", 1);
    OK(ph_store_remove(store, PH_STR("doc-19"), &err));
    OK(ph_store_remove(store, PH_STR("doc-2"), &err));
    put(store, 2, "tax", 1); /* it came back: no tombstone is left */
    finish(store);
    ph_reader *reader = open_reader(p);
    ph_str before = ph_dup(p->arena, ph_reader_revision(reader));

    store = open_store(p, 3, true);
    stamps all = {.arena = p->arena};
    OK(ph_store_each(store, note_stamp, &all, &err)); /* of the old one */
    assert_int_equal(all.list.n, 19);
    OK(ph_store_carry(store, odd_ones, &asked, &err));
    assert_int_equal(asked, 19);
    put(store, 0, "risk", 5);
    title_is(reader, p, "doc-0", "Version 1");
    assert_int_equal(total(reader, p, "tax"), 19);
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_false(changed);
    ph_reader *late = open_reader(p); /* while it is built: the old one, whole */
    assert_int_equal(ph_reader_documents(late), 19);
    finish(store);

    /* A reader of the old one goes on in it, or moves to the new one, but never mixes. */
    uint64_t n = total(reader, p, "tax");
    assert_true(n == 19 || n == 9);
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_int_equal(ph_reader_documents(reader), 10);
    assert_false(ph_eq(before, ph_reader_revision(reader)));
    assert_int_equal(total(reader, p, "tax"), 9);
    assert_int_equal(total(reader, p, "risk"), 1);
    title_is(reader, p, "doc-0", "Version 5");
    title_is(reader, p, "doc-17", "Version 1");
    assert_int_equal(get(reader, p, "doc-19", &r), PH_GONE); /* tombstones are carried */
    assert_int_equal(get(reader, p, "doc-2", &r), PH_NOT_FOUND);
    n = total(late, p, "tax");
    assert_true(n == 19 || n == 9);
    ph_reader_free(late);

    assert_true(exists(p, "generation-1.2")); /* until the next run */
    assert_true(exists(p, "generation-2.3/shard-2"));
    finish(open_store(p, 1, false));
    assert_false(exists(p, "generation-1.2"));
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_int_equal(total(reader, p, "tax"), 9);
    ph_reader_free(reader);
}

static void carried_documents_are_whole(void **state)
{
    place *p = *state;
    size_t asked = 0;
    ph_query query;
    ph_result result;
    ph_store *store = open_store(p, 1, false);
    for (unsigned i = 0; i < 30; i++)
        put(store, i, i % 3 ? "tax and customs" : "customs and tax", i);
    finish(store);
    for (int round = 0; round < 2; round++) {
        ph_reader *reader = open_reader(p);
        ph_query_init(&query, p->arena, vocabulary);
        OK(ph_query_set(&query, PH_STR("q"), PH_STR("\"tax and customs\""), &err));
        OK(ph_query_set(&query, PH_STR("limit"), PH_STR("100"), &err));
        OK(ph_search(reader, &query, p->arena, &result, &err));
        assert_int_equal(result.total, round ? 10 : 20);
        assert_int_equal(result.hits.n, result.total);
        for (size_t i = 0; i < result.hits.n; i++)
            same(result.hits.v[i].snippet, "<mark>tax</mark> <mark>and</mark> "
                                           "<mark>customs</mark>");
        ph_reader_free(reader);
        store = open_store(p, 4, true);
        OK(ph_store_carry(store, odd_ones, &asked, &err));
        finish(store);
    }
}

static void abandoned_full_build(void **state)
{
    place *p = *state;
    ph_store *store = open_store(p, 1, false);
    put(store, 1, "tax", 1);
    finish(store);
    store = open_store(p, 2, true);
    put(store, 2, "tax", 2);
    ph_store_free(store);
    ph_reader *reader = open_reader(p);
    assert_int_equal(ph_reader_documents(reader), 1);
    title_is(reader, p, "doc-1", "Version 1");
    store = open_store(p, 2, true); /* again, on top of what is left of it */
    put(store, 3, "tax", 3);
    finish(store);
    OK(ph_reader_refresh(reader, NULL, &err));
    assert_int_equal(ph_reader_documents(reader), 1);
    title_is(reader, p, "doc-3", "Version 3");
    ph_reader_free(reader);
}

/* An index that cannot be opened any more is an error, and no answer of nothing. */
static void lost_generation(void **state)
{
    place *p = *state;
    ph_record r;
    ph_query query;
    ph_result result;
    ph_store *store = open_store(p, 2, false);
    put(store, 1, "tax", 1);
    finish(store);
    ph_reader *reader = open_reader(p);
    write_file(p->db, "current", "generation-99.2\n");
    assert_int_not_equal(ph_reader_refresh(reader, NULL, NULL), PH_OK);
    ph_query_init(&query, p->arena, vocabulary);
    assert_int_not_equal(ph_search(reader, &query, p->arena, &result, NULL), PH_OK);
    assert_int_not_equal(get(reader, p, "doc-1", &r), PH_OK);
    assert_int_not_equal(get(reader, p, "doc-1", &r), PH_NOT_FOUND);
    write_file(p->db, "current", "generation-1.2\n");
    assert_int_equal(total(reader, p, "tax"), 1); /* by itself, as soon as it is there */
    OK(ph_reader_refresh(reader, NULL, &err));
    title_is(reader, p, "doc-1", "Version 1");
    ph_reader_free(reader);
}

/* --- a reader while somebody writes ----------------------------------------------------------- */

static void new_revisions(void **state)
{
    place *p = *state;
    bool changed;
    ph_store *store = open_store(p, 2, false);
    ph_reader *reader = open_reader(p); /* the first one may be opened while it is filled */
    assert_int_equal(ph_reader_documents(reader), 0);
    assert_int_equal(total(reader, p, "tax"), 0);
    ph_str before = ph_dup(p->arena, ph_reader_revision(reader));
    put(store, 1, "tax", 1);
    finish(store);
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_true(changed);
    assert_int_equal(ph_reader_documents(reader), 1);
    ph_str after = ph_dup(p->arena, ph_reader_revision(reader));
    assert_false(ph_eq(before, after));
    OK(ph_reader_refresh(reader, &changed, &err));
    assert_false(changed);
    assert_true(ph_eq(after, ph_reader_revision(reader)));
    ph_reader_free(reader);
    ph_reader_free(NULL);
}

/* All documents have the same version in each commit, and their number never changes: a
 * reader two and more commits behind must see one version, or say that it cannot. */
static void commits_under_a_reader(void **state)
{
    place *p = *state;
    enum { DOCUMENTS = 40, ROUNDS = 12 };
    ph_buf text = {0}; /* long enough that a reader has not seen all of it already */
    ph_buf_addc(&text, "tax");
    for (unsigned i = 0; i < 1500; i++)
        ph_buf_addf(&text, " word%u", i * 7919);
    ph_store *store = open_store(p, 2, false);
    for (unsigned i = 0; i < DOCUMENTS; i++)
        put(store, i, text.s, 0);
    finish(store);
    ph_reader *reader = open_reader(p);
    for (unsigned version = 1; version <= ROUNDS; version++) {
        ph_query query;
        ph_result result;
        store = open_store(p, 2, false);
        for (unsigned i = 0; i < DOCUMENTS; i++)
            put(store, i, text.s, version);
        finish(store);
        if (version % 3)
            continue;
        ph_query_init(&query, p->arena, vocabulary);
        OK(ph_query_set(&query, PH_STR("q"), PH_STR("tax"), &err));
        OK(ph_query_set(&query, PH_STR("limit"), PH_STR("100"), &err));
        OK(ph_search(reader, &query, p->arena, &result, &err));
        assert_int_equal(result.total, DOCUMENTS);
        assert_int_equal(result.hits.n, DOCUMENTS);
        for (size_t i = 0; i < DOCUMENTS; i++) {
            assert_true(
                ph_eq(result.hits.v[i].record.title, result.hits.v[0].record.title));
            for (size_t j = 0; j < i; j++)
                assert_false(ph_eq(result.hits.v[i].record.id, result.hits.v[j].record.id));
        }
        char id[20];
        snprintf(id, sizeof id, "doc-%u", version);
        ph_record r;
        assert_int_equal(get(reader, p, id, &r), PH_OK);
    }
    ph_reader_free(reader);
    ph_buf_free(&text);
}

/* Shards may also be named one by one. */
static void shards_as_paths(void **state)
{
    place *p = *state;
    char shard[2][300];
    ph_reader *reader;
    ph_store *store = open_store(p, 2, false);
    for (unsigned i = 0; i < 10; i++)
        put(store, i, "tax", 1);
    finish(store);
    for (int i = 0; i < 2; i++)
        snprintf(shard[i], sizeof shard[i], "%s/generation-1.2/shard-%d", p->db, i);
    OK(ph_reader_open(&reader, (const char *const[]){shard[0], shard[1]}, 2, vocabulary,
                      &err));
    assert_int_equal(total(reader, p, "tax"), 10);
    store = open_store(p, 2, false);
    put(store, 11, "tax", 1);
    finish(store);
    OK(ph_reader_refresh(reader, NULL, &err));
    assert_int_equal(total(reader, p, "tax"), 11);
    title_is(reader, p, "doc-11", "Version 1");
    ph_reader_free(reader);
}

static void newest_first(void **state)
{
    place *p = *state;
    ph_result result;
    ph_store *store = open_store(p, 2, false);
    for (unsigned i = 0; i < 25; i++) /* doc-N changed on day N * 7 mod 25 + 1 */
        put(store, i, "tax", i * 7 % 25);
    finish(store);
    ph_reader *reader = open_reader(p);
    OK(ph_reader_newest(reader, 5, p->arena, &result, &err));
    assert_int_equal(result.hits.n, 5);
    for (unsigned i = 0; i < 5; i++) {
        char title[30];
        snprintf(title, sizeof title, "Version %u", 24 - i);
        same(result.hits.v[i].record.title, title);
    }
    OK(ph_reader_newest(reader, 100, p->arena, &result, &err));
    assert_int_equal(result.hits.n, 25);
    for (size_t i = 1; i < 25; i++)
        assert_true(ph_cmp(result.hits.v[i - 1].record.modified,
                           result.hits.v[i].record.modified) > 0);
    assert_int_equal(result.total, 0); /* nothing is counted */
    for (ph_facet f = 0; f < PH_FACETS; f++)
        assert_int_equal(result.facets[f].n, 0);
    ph_reader_free(reader);
}

static void shard_of(void **state)
{
    size_t counts[7] = {0};
    char id[20];
    (void)state;
    for (unsigned i = 0; i < 7000; i++) {
        snprintf(id, sizeof id, "doc-%u", i);
        unsigned shard = ph_shard_of(ph_cstr(id), 7);
        assert_in_range(shard, 0, 6);
        assert_int_equal(ph_shard_of(ph_cstr(id), 1), 0);
        counts[shard]++;
    }
    for (size_t i = 0; i < 7; i++)
        assert_in_range(counts[i], 700, 1300);
}

static void leads_to(ph_reader *reader, const place *p, const char *id, const char *heir)
{
    ph_str found;
    OK(ph_reader_heir(reader, ph_cstr(id), p->arena, &found, &err));
    same(found.s ? found : PH_STR("nobody"), heir);
}

/* Who was removed leads to the one in his place, over several, in a new generation too; never in a
 * circle, and not to another language. */
static void heirs(void **state)
{
    const place *p = *state;
    const ph_str en = PH_STR("en");
    for (unsigned full = 0; full < 2; full++) {
        ph_store *store = open_store(p, 3, full);
        for (unsigned n = 0; n < 8; n++)
            put(store, n, "text", n);
        OK(ph_store_finish(store, &err));
        ph_store_free(store);
        store = open_store(p, 3, false);
        for (unsigned n = 1; n < 8; n++)
            OK(ph_store_remove(store, ph_dupf(p->arena, "doc-%u", n), &err));
        OK(ph_store_lead(store, PH_STR("doc-1"), PH_STR("doc-0"), en, &err));
        OK(ph_store_lead(store, PH_STR("doc-2"), PH_STR("doc-1"), PH_STR(""), &err));
        OK(ph_store_lead(store, PH_STR("doc-3"), PH_STR("doc-0"), PH_STR("ru"), &err));
        OK(ph_store_lead(store, PH_STR("doc-4"), PH_STR("doc-5"), en, &err));
        OK(ph_store_lead(store, PH_STR("doc-5"), PH_STR("doc-4"), en, &err));
        OK(ph_store_lead(store, PH_STR("doc-6"), PH_STR("never-was"), en, &err));
        OK(ph_store_lead(store, PH_STR("stranger"), PH_STR("doc-0"), en, &err));
        finish(store);
        store = open_store(p, 2, full);
        OK(ph_store_carry(store, of_source_s, NULL, &err));
        finish(store);
        ph_reader *reader = open_reader(p);
        static const char *const to[] = {"nobody", "doc-0",  "doc-0",  "nobody",
                                         "nobody", "nobody", "nobody", "nobody"};
        for (unsigned n = 0; n < N(to); n++)
            leads_to(reader, p, ph_dupf(p->arena, "doc-%u", n).s, to[n]);
        leads_to(reader, p, "stranger", "nobody");
        leads_to(reader, p, "", "nobody");
        ph_reader_free(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(put_replace_remove),
        STORE_TEST(put_replace_remove_in_two_shards),
        STORE_TEST(ids),
        STORE_TEST(prepared_documents),
        STORE_TEST(extreme_records),
        STORE_TEST(abandoned_changes),
        STORE_TEST(lock),
        STORE_TEST(bad_places),
        STORE_TEST(damaged_index),
        STORE_TEST(failures),
        STORE_TEST(sources),
        STORE_TEST(full_build),
        STORE_TEST(heirs),
        STORE_TEST(carried_documents_are_whole),
        STORE_TEST(abandoned_full_build),
        STORE_TEST(lost_generation),
        STORE_TEST(new_revisions),
        STORE_TEST(commits_under_a_reader),
        STORE_TEST(shards_as_paths),
        STORE_TEST(newest_first),
        cmocka_unit_test(shard_of),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_all, close_all);
}

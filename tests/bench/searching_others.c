/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groonga with drilldown, SQLite FTS5 with GROUP BY: the same terms, the same facets. */
#include "config.h"

#include <groonga.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/facets.h"
#include "tests/bench/searching.h"

static ph_buf text; /* of commands */

/* --- Groonga ---------------------------------------------------------------------------------- */

static struct {
    grn_ctx context;
    grn_obj *database, *texts, *columns[PH_FACETS];
} g;

/* What a command answers, good until the next one. */
static const char *command(ph_str line)
{
    char *answer;
    unsigned n;
    int flags;
    grn_ctx_send(&g.context, line.s, (unsigned)line.n, 0);
    grn_ctx_recv(&g.context, &answer, &n, &flags);
    if (g.context.rc != GRN_SUCCESS)
        die("Groonga", g.context.errbuf);
    return answer;
}

static grn_obj *column(const char *name)
{
    char full[100];
    int n = snprintf(full, sizeof full, "Papers.%s", name);
    return grn_ctx_get(&g.context, full, n);
}

static void groonga_begin(const char *folder)
{
    char path[300], line[200];
    snprintf(path, sizeof path, "%s/groonga", folder);
    if (grn_init() || grn_ctx_init(&g.context, 0) ||
        !(g.database = grn_db_create(&g.context, path, NULL)))
        die("Groonga", "cannot make a database");
    command(PH_STR("cache_limit 0")); /* each question is answered anew */
    command(PH_STR("table_create Papers TABLE_NO_KEY"));
    command(PH_STR("column_create Papers text COLUMN_SCALAR Text"));
    command(PH_STR(
        "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit"));
    for (int f = 0; f < PH_FACETS; f++) {
        const char *name = ph_facets[f].name;
        snprintf(line, sizeof line, "table_create Values_%s TABLE_HASH_KEY ShortText",
                 name);
        command(ph_cstr(line));
        snprintf(line, sizeof line, "column_create Papers %s COLUMN_VECTOR Values_%s", name,
                 name);
        command(ph_cstr(line));
        g.columns[f] = column(name);
    }
    g.texts = column("text");
}

static void groonga_add(const paper *p)
{
    grn_obj *papers = grn_ctx_get(&g.context, "Papers", -1);
    grn_id id = grn_table_add(&g.context, papers, NULL, 0, NULL);
    grn_obj value, values[PH_FACETS];
    ph_packed_facet facet;
    GRN_TEXT_INIT(&value, 0);
    GRN_TEXT_PUT(&g.context, &value, p->terms.s, p->terms.n);
    grn_obj_set_value(&g.context, g.texts, id, &value, GRN_OBJ_SET);
    for (int f = 0; f < PH_FACETS; f++)
        GRN_TEXT_INIT(&values[f], GRN_OBJ_VECTOR);
    for (size_t at = 0; ph_facets_unpack(p->facets, &at, &facet) > 0;)
        grn_vector_add_element(&g.context, &values[facet.facet], facet.value.s,
                               (unsigned)facet.value.n, 0, GRN_DB_SHORT_TEXT);
    for (int f = 0; f < PH_FACETS; f++) {
        grn_obj_set_value(&g.context, g.columns[f], id, &values[f], GRN_OBJ_SET);
        GRN_OBJ_FIN(&g.context, &values[f]);
    }
    GRN_OBJ_FIN(&g.context, &value);
    if (id != p->number || g.context.rc != GRN_SUCCESS)
        die("Groonga", g.context.errbuf);
}

static void groonga_finish(void)
{
    command(PH_STR("column_create Terms papers_text COLUMN_INDEX Papers text"));
}

/* "(a OR b) (c)", or with `and` between the words. */
static void add_words(const question *q, const char *and, const char *quote)
{
    for (size_t w = 0; w < q->words.n; w++) {
        ph_buf_addf(&text, "%s(", w == 0 ? "" : q->any ? " OR " : and);
        for (size_t i = 0; i < q->words.v[w].n; i++)
            ph_buf_addf(&text, "%s%s%.*s%s", i ? " OR " : "", quote,
                        PH_FMT(q->words.v[w].v[i]), quote);
        ph_buf_addc(&text, ")");
    }
}

static uint64_t groonga_ask(const question *q)
{
    ph_buf_clear(&text);
    ph_buf_addc(&text, "select Papers --match_columns Terms.papers_text --query '");
    add_words(q, " ", "");
    ph_buf_addc(&text, "' --output_columns _id,_score --sort_keys -_score --limit 10 "
                       "--drilldown_limit -1 --drilldown ");
    for (int f = 0; f < PH_FACETS; f++)
        ph_buf_addf(&text, "%s%s", f ? "," : "", ph_facets[f].name);
    const char *answer = command(ph_buf_str(&text));
    while (*answer == '[')
        answer++;
    return strtoull(answer, NULL, 10);
}

static void groonga_end(void)
{
    grn_obj_close(&g.context, g.database);
    grn_ctx_fin(&g.context);
    grn_fin();
}

const engine groonga_engine = {"Groonga",      groonga_begin, groonga_add,
                               groonga_finish, groonga_ask,   groonga_end};

/* --- SQLite ----------------------------------------------------------------------------------- */

static struct {
    sqlite3 *database;
    sqlite3_stmt *add_text, *add_name, *add_value, *best, *drop, *keep, *counts;
} s;

static void check(int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        die("SQLite", sqlite3_errmsg(s.database));
}

static sqlite3_stmt *statement(const char *sql)
{
    sqlite3_stmt *made;
    check(sqlite3_prepare_v3(s.database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL));
    return made;
}

static void bind_text(sqlite3_stmt *to, int n, ph_str value)
{
    check(sqlite3_bind_text(to, n, value.s, (int)value.n, SQLITE_STATIC));
}

/* Runs it to its end; returns how many rows it gave. */
static uint64_t run(sqlite3_stmt *what)
{
    uint64_t n = 0;
    int code;
    while ((code = sqlite3_step(what)) == SQLITE_ROW)
        n++;
    check(code);
    check(sqlite3_reset(what));
    return n;
}

static void sqlite_begin(const char *folder)
{
    char path[300];
    snprintf(path, sizeof path, "%s/sqlite", folder);
    check(sqlite3_open(path, &s.database));
    check(sqlite3_exec(
        s.database,
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000;"
        "PRAGMA mmap_size=4000000000; PRAGMA temp_store=MEMORY;"
        "CREATE VIRTUAL TABLE papers USING"
        "  fts5(text, content='', tokenize='unicode61 remove_diacritics 0');"
        "CREATE TABLE names (code INTEGER PRIMARY KEY, facet, value, UNIQUE(facet, value));"
        "CREATE TABLE facets (paper INTEGER, code INTEGER, PRIMARY KEY (paper, code))"
        "  WITHOUT ROWID;"
        "CREATE TEMP TABLE found (paper INTEGER PRIMARY KEY); BEGIN",
        NULL, NULL, NULL));
    s.add_text = statement("INSERT INTO papers (rowid, text) VALUES (?, ?)");
    s.add_name = statement("INSERT OR IGNORE INTO names (facet, value) VALUES (?, ?)");
    s.add_value = statement("INSERT INTO facets SELECT ?, code FROM names"
                            "  WHERE facet = ? AND value = ?");
}

static void sqlite_add(const paper *p)
{
    ph_packed_facet facet;
    check(sqlite3_bind_int64(s.add_text, 1, p->number));
    bind_text(s.add_text, 2, p->terms);
    run(s.add_text);
    for (size_t at = 0; ph_facets_unpack(p->facets, &at, &facet) > 0;) {
        check(sqlite3_bind_int(s.add_name, 1, facet.facet));
        bind_text(s.add_name, 2, facet.value);
        run(s.add_name);
        check(sqlite3_bind_int64(s.add_value, 1, p->number));
        check(sqlite3_bind_int(s.add_value, 2, facet.facet));
        bind_text(s.add_value, 3, facet.value);
        run(s.add_value);
    }
}

static void sqlite_finish(void)
{
    check(sqlite3_exec(s.database,
                       "COMMIT; INSERT INTO papers(papers) VALUES('optimize'); ANALYZE",
                       NULL, NULL, NULL));
    s.best =
        statement("SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT 10");
    s.drop = statement("DELETE FROM found");
    s.keep = statement("INSERT INTO found SELECT rowid FROM papers WHERE papers MATCH ?");
    s.counts = statement("SELECT code, count(*) FROM found JOIN facets USING (paper)"
                         "  GROUP BY code");
}

static uint64_t sqlite_ask(const question *q)
{
    ph_buf_clear(&text);
    add_words(q, " AND ", "\"");
    bind_text(s.best, 1, ph_buf_str(&text));
    bind_text(s.keep, 1, ph_buf_str(&text));
    run(s.best);
    run(s.drop);
    run(s.keep);
    uint64_t total = (uint64_t)sqlite3_changes64(s.database);
    run(s.counts);
    return total;
}

static void sqlite_end(void)
{
    sqlite3_stmt *all[] = {s.add_text, s.add_name, s.add_value, s.best,
                           s.drop,     s.keep,     s.counts};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    check(sqlite3_close(s.database));
    ph_buf_free(&text);
}

const engine sqlite_engine = {"SQLite",      sqlite_begin, sqlite_add,
                              sqlite_finish, sqlite_ask,   sqlite_end};

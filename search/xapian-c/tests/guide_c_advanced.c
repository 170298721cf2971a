/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Others of the guide's advanced features, in C.
 */
#include "config.h"

#include <fcntl.h>

#include "guide_c.h"

/* ---- administration, several databases --------------------------------------------------- */

static void compact(const xapian_db *db, const char *path, unsigned flags,
                    xapian_compaction level)
{
    const xapian_compact_options options = {.level = level, .flags = flags};
    xapian_db *copy;
    size_t errors;
    must(xapian_db_compact(db, path, &options, &err));
    copy = opened(path);
    say_database(copy);
    search(copy, term("volcano"));
    xapian_db_free(copy);
    must(xapian_db_check(path, 0, NULL, NULL, &errors, &err));
    printf("%zu errors\n", errors);
}

void chapter_admin_notes(const guide *g)
{
    xapian_writable_db *writer = writable("admin");
    const xapian_db *reader = xapian_writable_db_reader(writer);
    xapian_db *db, *file;
    xapian_terms *keys;
    const char *value;
    size_t len, errors;
    index_mountains(g, writer, 0, 2);
    must(xapian_writable_db_set_metadata(writer, STR("source"), STR("by hand"), &err));
    must(xapian_writable_db_set_metadata(writer, STR("sorted"), "\0\1", 2, &err));
    must(xapian_writable_db_set_metadata(writer, STR("other"), STR("x"), &err));
    must(xapian_writable_db_set_metadata(writer, STR("other"), NULL, 0, &err));
    must(xapian_db_metadata_keys(reader, NULL, 0, &keys, &err));
    say_terms("keys", keys, 0);
    must(xapian_db_metadata_keys(reader, STR("sou"), &keys, &err));
    say_terms("keys", keys, 0);
    must(xapian_db_metadata(reader, STR("sorted"), &value, &len, &err));
    say("sorted", value, len);
    must(xapian_db_metadata(reader, STR("other"), &value, &len, &err));
    say("other", value, len);
    close_writable(writer);
    db = opened("admin");
    compact(db, "compact", 0, XAPIAN_COMPACT_STANDARD);
    compact(db, "compact-kept", XAPIAN_COMPACT_KEEP_DOCIDS, XAPIAN_COMPACT_FULL);
    compact(db, "compact-file", XAPIAN_COMPACT_SINGLE_FILE, XAPIAN_COMPACT_FULL);
    must(xapian_db_open_fd(open("compact-file", O_RDONLY | O_CLOEXEC), &file, &err));
    must(xapian_db_metadata(file, STR("source"), &value, &len, &err));
    say("source", value, len);
    xapian_db_free(file);
    xapian_db_free(db);
    say_type(xapian_db_check("absent", 0, NULL, NULL, &errors, &err));
}

static xapian_db *shards_of(const guide *g)
{
    static const char *const paths[] = {"shard0", "shard1"};
    xapian_db *all;
    must(xapian_db_new(&all, &err));
    for (size_t i = 0; i < N(paths); i++) {
        xapian_writable_db *writer;
        xapian_db *shard;
        must(xapian_writable_db_open(paths[i], XAPIAN_CREATE_OR_OVERWRITE, 0, &writer,
                                     &err));
        index_mountains(g, writer, i, N(paths));
        close_writable(writer);
        shard = opened(paths[i]);
        must(xapian_db_add(all, shard, &err));
        xapian_db_free(shard);
    }
    return all;
}

static void both(const xapian_db *all, const xapian_db *one, const char *text)
{
    xapian_query_parser *parser = new_parser();
    search(all, parsed(parser, text));
    search(one, parsed(parser, text));
    xapian_query_parser_free(parser);
}

void chapter_scalability(const guide *g)
{
    xapian_db *all = shards_of(g), *one = opened("db"), *stub;
    xapian_writable_db *writer, *shard;
    xapian_document *doc;
    FILE *file;
    printf("%zu shards\n", xapian_db_shards(all));
    say_database(all);
    both(all, one, "highest mountain");
    both(all, one, "volcano -ice");
    both(all, one, "\"sierra nevada\"");
    must(xapian_db_document(all, 14, &doc, &err));
    say_document(doc);
    xapian_document_free(doc);
    compact(all, "merged", 0, XAPIAN_COMPACT_STANDARD);
    xapian_db_free(one);
    xapian_db_free(all);

    file = fopen("stub", "w");
    if (!file || fputs("auto shard1\nauto shard0\n", file) < 0 || fclose(file) != 0)
        exit(1);
    must(xapian_db_open("stub", XAPIAN_BACKEND_STUB, &stub, &err));
    search(stub, term("volcano"));
    xapian_db_free(stub);

    must(xapian_writable_db_new(&writer, &err));
    for (int i = 0; i < 2; i++) {
        shard = writable(i == 0 ? "shard0" : "shard1");
        must(xapian_writable_db_add(writer, shard, &err));
        xapian_writable_db_free(shard);
    }
    index_mountains(g, writer, 0, 16);
    say_database(xapian_writable_db_reader(writer));
    search(xapian_writable_db_reader(writer), term("volcano"));
    close_writable(writer);
}

/* Without xapian-progsrv, the error. */
void chapter_remote(const guide *g)
{
    xapian_db *db;
    const xapian_status status =
        xapian_db_open_program("xapian-progsrv", "db", 60000, &db, &err);
    (void)g;
    if (status != XAPIAN_OK) {
        say_type(status);
        return;
    }
    say_database(db);
    search(db, pair(XAPIAN_OP_OR, term("volcano"), term("ice")));
    xapian_db_free(db);
}

static void say_serialised(const xapian_document *doc)
{
    const char *data;
    size_t len;
    xapian_document *again;
    must(xapian_document_serialise(doc, &data, &len, &err));
    say("serialised", data, len);
    must(xapian_document_unserialise(data, len, &again, &err));
    say_document(again);
    xapian_document_free(again);
}

static void say_query(xapian_query *query)
{
    const char *data;
    size_t len;
    xapian_query *again;
    must(xapian_query_serialise(query, &data, &len, &err));
    say("serialised", data, len);
    must(xapian_query_unserialise(data, len, &again, &err));
    describe(again);
    xapian_query_free(again);
    xapian_query_free(query);
}

void chapter_serialisation(const guide *g)
{
    static const xapian_value_weight map[] = {{"Asia", 4, 1}, {"Europe", 6, 2.5}};
    static const xapian_coord centre = {51, 0.5};
    const xapian_near near = {PLACE, &centre, 1, XAPIAN_EARTH_RADIUS};
    xapian_db *db = opened("db");
    xapian_document *doc;
    xapian_query *query;
    (void)g;
    must(xapian_db_document(db, 30, &doc, &err));
    say_serialised(doc);
    xapian_document_free(doc);
    must(xapian_document_new(&doc, &err));
    say_serialised(doc);
    xapian_document_free(doc);
    say_error(xapian_query_unserialise("nonsense", 8, &query, &err) == XAPIAN_SERIALISATION
                  ? XAPIAN_OK
                  : XAPIAN_UNKNOWN);
    must(xapian_query_fixed_weight(3.5, &query, &err));
    say_query(query);
    must(xapian_query_value_weight(YEAR, &query, &err));
    say_query(query);
    must(xapian_query_decreasing_value_weight(YEAR, 2, 5, &query, &err));
    say_query(query);
    must(xapian_query_value_map(CONTINENT, map, N(map), 0.5, &query, &err));
    say_query(query);
    must(xapian_query_near(&near, 10000, 1000, 1, &query, &err));
    say_query(query);
    must(xapian_query_wildcard(STR("vol"), 7, XAPIAN_WILDCARD_FIRST, XAPIAN_OP_MAX, &query,
                               &err));
    say_query(query);
    xapian_db_free(db);
}

static int long_term(void *user, const char *name, size_t len, bool *take)
{
    (void)name;
    *take = len > *(size_t *)user;
    return 0;
}

static void say_eset(const xapian_enquire *enquire, const xapian_rset *rset,
                     xapian_termcount max, const xapian_eset_options *options)
{
    xapian_eset *eset;
    must(xapian_enquire_eset(enquire, rset, max, options, &eset, &err));
    printf("%u of %u\n", xapian_eset_size(eset), xapian_eset_bound(eset));
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        const char *name;
        size_t len;
        double weight;
        must(xapian_eset_term(eset, i, &name, &len, &err));
        must(xapian_eset_weight(eset, i, &weight, &err));
        say("  term", name, len);
        say_number("  weight", weight);
    }
    xapian_eset_free(eset);
}

static void expand_all(const xapian_db *db)
{
    size_t longer = 6;
    const xapian_eset_options options[] = {
        {.flags = XAPIAN_ESET_QUERY_TERMS},
        {.flags = XAPIAN_ESET_EXACT_FREQ | XAPIAN_ESET_QUERY_TERMS},
        {.min_weight = 2},
        {.prefix = "XD", .prefix_len = 2},
        {.fn = long_term, .user = &longer},
    };
    xapian_enquire *enquire =
        enquire_of(db, pair(XAPIAN_OP_OR, term("volcano"), term("ice")));
    xapian_rset *rset;
    xapian_mset *mset;
    must(xapian_rset_new(&rset, &err));
    must(xapian_rset_add(rset, 10, &err));
    must(xapian_rset_add(rset, 16, &err));
    must(xapian_rset_add(rset, 21, &err));
    must(xapian_rset_add(rset, 40, &err));
    must(xapian_rset_remove(rset, 10, &err));
    printf("%u relevant%s\n", xapian_rset_size(rset),
           xapian_rset_contains(rset, 16) && !xapian_rset_contains(rset, 10) ? "" : "?");
    must(xapian_enquire_mset(enquire, 0, 10, 0, rset, &mset, &err));
    say_mset(mset);
    xapian_mset_free(mset);
    say_eset(enquire, rset, 15, NULL);
    for (size_t i = 0; i < N(options); i++)
        say_eset(enquire, rset, 15, &options[i]);
    must(xapian_enquire_set_expansion(enquire, XAPIAN_EXPAND_TRAD, 0.1, &err));
    say_eset(enquire, rset, 15, NULL);
    must(xapian_enquire_set_expansion(enquire, XAPIAN_EXPAND_BO1, 1, &err));
    say_eset(enquire, rset, 15, NULL);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
}

void chapter_eset(const guide *g)
{
    xapian_db *db = opened("db"), *all = shards_of(g);
    expand_all(db);
    expand_all(all);
    xapian_db_free(all);
    xapian_db_free(db);
}

static void say_coords(const xapian_coord *coords, size_t n)
{
    char bytes[10 * XAPIAN_COORD_MAX];
    size_t len, count;
    xapian_coord back[10];
    must(xapian_coords_serialise(coords, n, bytes, sizeof bytes, &len, &err));
    say("coordinates", bytes, len);
    must(xapian_coords_unserialise(bytes, len, back, N(back), &count, &err));
    for (size_t i = 0; i < count; i++)
        printf("  %.17g %.17g\n", back[i].latitude, back[i].longitude);
}

void chapter_geospatial(const guide *g)
{
    static const xapian_coord london[] = {{51.53, 0.08}, {51.51, 0.07}, {51.52, 0.09}};
    static const xapian_coord here = {51, 0.5}, places[] = {{46, 8}, {0, 37}, {-90, 0}};
    const xapian_near near[] = {{PLACE, &here, 1, XAPIAN_EARTH_RADIUS},
                                {PLACE, places, N(places), 6371000}};
    xapian_db *db = opened("db");
    xapian_query *query;
    double distance;
    (void)g;
    say_coords(london, 1);
    say_coords(london, N(london));
    say_coords(places, N(places));
    must(xapian_coords_distance(london, N(london), &here, 1, XAPIAN_EARTH_RADIUS, &distance,
                                &err));
    say_number("distance", distance);
    must(xapian_coords_distance(london, 1, places, 2, 1, &distance, &err));
    say_number("angle", distance);
    say_number("five miles", 5 * XAPIAN_METRES_PER_MILE);
    for (size_t i = 0; i < N(near); i++) {
        must(xapian_query_near(&near[i], 1000000, 1000, 1, &query, &err));
        search(db, query);
        must(xapian_query_near(&near[i], 0, 200000, 0.75, &query, &err));
        search(db, pair(XAPIAN_OP_AND, term("highest"), query));
        must(xapian_query_near(&near[i], 1000000, 1000, 1, &query, &err));
        search(db, pair(XAPIAN_OP_FILTER, term("highest"), query));
    }
    xapian_db_free(db);
}

/* Who may see the mountains of which continents. */
static int authorise(void *user, const char *text, size_t len, xapian_query **query)
{
    ++*(int *)user;
    if (len == 5 && memcmp(text, "alice", 5) == 0)
        *query = pair(XAPIAN_OP_OR, term("XKeurope"), term("XKoceania"));
    else if (len == 3 && memcmp(text, "bob", 3) == 0)
        *query = term("XKafrica");
    return 0;
}

void chapter_query_authorisation(const guide *g)
{
    static const char *const texts[] = {"mountain for:alice", "mountain for:bob",
                                        "mountain for:mallory", "for:alice for:bob",
                                        "mountain group:bob also:alice"};
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    int calls = 0;
    (void)g;
    must(xapian_query_parser_add_boolean_field(parser, STR("for"), authorise, &calls, NULL,
                                               0, &err));
    must(xapian_query_parser_add_field(parser, STR("group"), authorise, &calls, &err));
    must(xapian_query_parser_add_boolean_field(parser, STR("also"), authorise, &calls, "",
                                               0, &err));
    for (size_t i = 0; i < N(texts); i++)
        search(db, parsed(parser, texts[i]));
    printf("%d calls\n", calls);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

/* ---- more -------------------------------------------------------------------------------- */

void chapter_snippets(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_stem *stem;
    xapian_enquire *enquire =
        enquire_of(db, parsed(parser, "mountain \"north summit\" glaciers"));
    xapian_mset *mset;
    must(xapian_stem_new("en", &stem, &err));
    const xapian_snippet_options options[] = {
        {60, stem, XAPIAN_SNIPPET_BACKGROUND, "<b>", "</b>", "..."},
        {40, NULL, XAPIAN_SNIPPET_EXHAUSTIVE, "[", "]", " ~ "},
        {80, stem, XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH, "*", "*", ""},
        {30, stem, XAPIAN_SNIPPET_BACKGROUND | XAPIAN_SNIPPET_EXHAUSTIVE, "", "", "<cut>"},
    };
    must(xapian_enquire_mset(enquire, 0, 10, 0, NULL, &mset, &err));
    for (size_t i = 0; i < g->n; i += 3) {
        const char *snippet;
        size_t len;
        must(xapian_mset_snippet(mset, STR(g->mountains[i].text), NULL, &snippet, &len,
                                 &err));
        say(g->mountains[i].name, snippet, len);
        for (size_t k = 0; k < N(options); k++) {
            must(xapian_mset_snippet(mset, STR(g->mountains[i].text), &options[k], &snippet,
                                     &len, &err));
            say("  ", snippet, len);
        }
    }
    xapian_mset_free(mset);
    xapian_stem_free(stem);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

void chapter_positions(const guide *g)
{
    static const char *const names[] = {"the", "summit", "XDthe", "Zsummit", "absent"};
    xapian_db *db = opened("db");
    xapian_positions *positions;
    xapian_postings *postings;
    xapian_docid docid;
    xapian_termpos pos;
    (void)g;
    for (size_t i = 0; i < N(names); i++) {
        must(xapian_db_postings(db, STR(names[i]), &postings, &err));
        while (more(xapian_postings_next(postings, &docid, &err))) {
            printf("%s in %u:", names[i], docid);
            must(xapian_postings_positions(postings, &positions, &err));
            while (more(xapian_positions_next(positions, &pos, &err)))
                printf(" %u", pos);
            xapian_positions_free(positions);
            must(xapian_db_positions(db, docid, STR(names[i]), &positions, &err));
            if (more(xapian_positions_skip_to(positions, 110, &pos, &err)))
                printf(" or %u", pos);
            xapian_positions_free(positions);
            printf("\n");
        }
        xapian_postings_free(postings);
    }
    must(xapian_db_postings(db, STR("the"), &postings, &err));
    for (xapian_docid at = 5; more(xapian_postings_skip_to(postings, at, &docid, &err));
         at = docid + 5)
        printf("the in %u\n", docid);
    xapian_postings_free(postings);
    xapian_db_free(db);
}

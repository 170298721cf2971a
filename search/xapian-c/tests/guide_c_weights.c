/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Weights, posting sources and callbacks, in C.
 */
#include "config.h"

#include "guide_c.h"

/* ---- weights ----------------------------------------------------------------------------- */

static void weigh(xapian_enquire *enquire, const char *name, xapian_status status)
{
    printf("%s\n", name);
    if (status == XAPIAN_OK)
        run(enquire);
    else
        printf("%s\n", err.type);
}

void chapter_weighting_scheme(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *e = enquire_of(db, parsed(parser, "the highest mountain, the summit"));
    static const char *const tfidf[] = {"ntn", "bpn", "sfn", "lsn",
                                        "Pnn", "Ltn", "bPn", "xyz"};
    static const double bm25[][6] = {{1, 0, 0, 1, 0, 0},
                                     {1, 0, 1, 0.5, 0.5, 1},
                                     {1.2, 0, 8, 0.75, 0.1, 0.5},
                                     {0, 1, 0, 0, 1, 0},
                                     {2, 0.5, 0, 1, 0, 2}};
    static const double cs[] = {1, 0.3, 7};
    (void)g;
    run(e);
    weigh(e, "bool", xapian_enquire_weight_bool(e, &err));
    weigh(e, "coord", xapian_enquire_weight_coord(e, &err));
    for (size_t i = 0; i < N(bm25); i++) {
        const double *p = bm25[i];
        weigh(e, "bm25", xapian_enquire_weight_bm25(e, p[0], p[1], p[2], p[3], p[4], &err));
        weigh(e, "bm25+",
              xapian_enquire_weight_bm25plus(e, p[0], p[1], p[2], p[3], p[4], p[5], &err));
    }
    weigh(e, "trad", xapian_enquire_weight_trad(e, 1, &err));
    weigh(e, "trad", xapian_enquire_weight_trad(e, 0, &err));
    weigh(e, "trad", xapian_enquire_weight_trad(e, 2.5, &err));
    for (size_t i = 0; i < N(tfidf); i++)
        weigh(e, tfidf[i], xapian_enquire_weight_tfidf(e, tfidf[i], &err));
    for (size_t i = 0; i < N(cs); i++) {
        weigh(e, "inl2", xapian_enquire_weight_inl2(e, cs[i], &err));
        weigh(e, "ifb2", xapian_enquire_weight_ifb2(e, cs[i], &err));
        weigh(e, "ineb2", xapian_enquire_weight_ineb2(e, cs[i], &err));
        weigh(e, "bb2", xapian_enquire_weight_bb2(e, cs[i], &err));
        weigh(e, "pl2", xapian_enquire_weight_pl2(e, cs[i], &err));
        weigh(e, "pl2+", xapian_enquire_weight_pl2plus(e, cs[i], 0.8, &err));
    }
    weigh(e, "dlh", xapian_enquire_weight_dlh(e, &err));
    weigh(e, "dph", xapian_enquire_weight_dph(e, &err));
    weigh(e, "inl2", xapian_enquire_weight_inl2(e, 0, &err));
    xapian_enquire_free(e);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

void chapter_unigramlm(const guide *g)
{
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_enquire *e = enquire_of(db, parsed(parser, "the highest mountain, the summit"));
    (void)g;
    for (int smoothing = XAPIAN_LM_TWO_STAGE; smoothing <= XAPIAN_LM_DIRICHLET_PLUS;
         smoothing++) {
        const xapian_lm_smoothing how = (xapian_lm_smoothing)smoothing;
        weigh(e, "lm", xapian_enquire_weight_lm(e, 0, how, -1, -1, &err));
        weigh(e, "lm", xapian_enquire_weight_lm(e, 0, how, 0.3, 100, &err));
        weigh(e, "lm", xapian_enquire_weight_lm(e, 50, how, 0.7, 2000, &err));
    }
    weigh(e, "lm of the guide",
          xapian_enquire_weight_lm(e, 700, XAPIAN_LM_JELINEK_MERCER, 0.4, 2000, &err));
    xapian_enquire_free(e);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

/* ---- posting sources --------------------------------------------------------------------- */

/* Documents whose docid is odd; the weight is how many letters the name has. */
typedef struct {
    xapian_db *shard;
    xapian_docid last;
} odd_walk;

static int odd_begin(void *user, const xapian_db *shard, xapian_source_bounds *bounds,
                     void **walk)
{
    odd_walk *w = malloc(sizeof *w);
    (void)user;
    if (!w)
        return 1;
    must(xapian_db_new(&w->shard, &err));
    must(xapian_db_add(w->shard, shard, &err));
    must(xapian_db_last_docid(shard, &w->last, &err));
    must(xapian_db_doc_count(shard, &bounds->upper, &err));
    bounds->lower = 0;
    bounds->estimate = bounds->upper / 2;
    bounds->max_weight = 30;
    *walk = w;
    return 0;
}

static int odd_next(void *walk, xapian_docid target, double min_weight, xapian_docid *docid,
                    double *weight)
{
    odd_walk *w = walk;
    xapian_document *doc;
    const char *data;
    size_t len;
    (void)min_weight;
    *docid = target | 1;
    if (*docid > w->last) {
        *docid = 0;
        return 0;
    }
    must(xapian_db_document(w->shard, *docid, &doc, &err));
    must(xapian_document_data(doc, &data, &len, &err));
    *weight = first_line(data, len);
    xapian_document_free(doc);
    return 0;
}

static void odd_end(void *walk)
{
    odd_walk *w = walk;
    xapian_db_free(w->shard);
    free(w);
}

static const xapian_source odd = {odd_begin, odd_next, odd_end};

static int high_decider(void *user, const xapian_document *doc, bool *take)
{
    const char *value;
    size_t len;
    double height;
    must(xapian_document_value(doc, HEIGHT, &value, &len, &err));
    must(xapian_sortable_unserialise(value, len, &height, &err));
    *take = height >= *(double *)user;
    return 0;
}

void chapter_postingsource(const guide *g)
{
    static const xapian_value_weight map[] = {{"Asia", 4, 1}, {"Europe", 6, 2.5}};
    xapian_db *db = opened("db");
    xapian_query_parser *parser = new_parser();
    xapian_query *query;
    xapian_enquire *enquire;
    double least = 6000;
    (void)g;
    must(xapian_query_fixed_weight(3.5, &query, &err));
    search(db, pair(XAPIAN_OP_AND_MAYBE, query, term("volcano")));
    must(xapian_query_value_weight(HEIGHT, &query, &err));
    search(db, query);
    must(xapian_query_value_weight(YEAR, &query, &err));
    search(db, pair(XAPIAN_OP_AND_MAYBE, parsed(parser, "volcano"), query));
    /* The first nine are ordered by height. */
    must(xapian_query_decreasing_value_weight(HEIGHT, 1, 9, &query, &err));
    search(db, query);
    must(xapian_query_decreasing_value_weight(HEIGHT, 1, 9, &query, &err));
    search(db, pair(XAPIAN_OP_OR, query, term("mountain")));
    must(xapian_query_value_map(CONTINENT, map, N(map), 0.25, &query, &err));
    search(db, pair(XAPIAN_OP_AND, parsed(parser, "highest"), query));
    must(xapian_query_source(&odd, NULL, &query, &err));
    enquire = enquire_of(db, query);
    run(enquire);
    xapian_enquire_free(enquire);
    must(xapian_query_source(&odd, NULL, &query, &err));
    enquire = enquire_of(db, pair(XAPIAN_OP_FILTER, parsed(parser, "mountain"), query));
    run(enquire);
    must(xapian_enquire_set_decider(enquire, high_decider, &least, &err));
    run(enquire);
    xapian_enquire_free(enquire);
    must(xapian_query_source(&odd, NULL, &query, &err));
    enquire = enquire_of(db, pair(XAPIAN_OP_AND_MAYBE, parsed(parser, "mountain"), query));
    run(enquire);
    xapian_enquire_free(enquire);
    xapian_query_parser_free(parser);
    xapian_db_free(db);
}

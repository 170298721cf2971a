/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What guide_c*.c and guide_cc*.cc share: the list of chapters, the data, and how results
 * are written, so that both say the same if Xapian says the same to both.
 *
 * The chapters are those of "Getting Started with Xapian", by their paths in it
 * (https://getting-started-with-xapian.readthedocs.io/), after the three programs of the
 * quick start that come with Xapian. What is under more/ is in Xapian's own documentation.
 *
 * Of the guide's chapters these have no program: those that show no code
 * (concepts/introduction and overview, advanced/scalability's advice, deprecation/...);
 * howtos/diversification and advanced/learning_to_rank, which are newer than Xapian 1.4;
 * advanced/custom_weighting, which libxapian-c leaves out; advanced/replication, which
 * xapian-replicate does.
 */
#ifndef TEST_XAPIAN_C_GUIDE_H
#define TEST_XAPIAN_C_GUIDE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAPTERS(X)                                                                        \
    X(simpleindex, "quickstart/simpleindex")                                               \
    X(simplesearch, "quickstart/simplesearch")                                             \
    X(simpleexpand, "quickstart/simpleexpand")                                             \
    X(concurrency, "concepts/concurrency")                                                 \
    X(databases, "concepts/indexing/databases")                                            \
    X(documents, "concepts/indexing/documents")                                            \
    X(terms, "concepts/indexing/terms")                                                    \
    X(termgenerator, "concepts/indexing/termgenerator")                                    \
    X(uniqueness, "concepts/indexing/uniqueness")                                          \
    X(values, "concepts/indexing/values")                                                  \
    X(limitations, "concepts/indexing/limitations")                                        \
    X(queries, "concepts/search/queries")                                                  \
    X(queryparser, "concepts/search/queryparser")                                          \
    X(ranked_matches, "concepts/search/ranked_matches")                                    \
    X(search_limitations, "concepts/search/search_limitations")                            \
    X(writing_the_code, "practical_example/indexing/writing_the_code")                     \
    X(verifying_the_index, "practical_example/indexing/verifying_the_index")               \
    X(updating_the_database, "practical_example/indexing/updating_the_database")           \
    X(building, "practical_example/searching/building")                                    \
    X(running_the_search, "practical_example/searching/running_the_search")                \
    X(prefix, "practical_example/searching/prefix")                                        \
    X(database_modified, "practical_example/searching/database_modified")                  \
    X(boolean_filters, "howtos/boolean_filters")                                           \
    X(range_queries, "howtos/range_queries")                                               \
    X(facets, "howtos/facets")                                                             \
    X(sorting, "howtos/sorting")                                                           \
    X(collapsing, "howtos/collapsing")                                                     \
    X(spelling, "howtos/spelling")                                                         \
    X(synonyms, "howtos/synonyms")                                                         \
    X(weighting_scheme, "howtos/weighting_scheme")                                         \
    X(iterate_all_docs, "howtos/iterate_all_docs")                                         \
    X(postingsource, "advanced/postingsource")                                             \
    X(unigramlm, "advanced/unigramlm")                                                     \
    X(admin_notes, "advanced/admin_notes")                                                 \
    X(scalability, "advanced/scalability")                                                 \
    X(remote, "advanced/remote")                                                           \
    X(serialisation, "advanced/serialisation")                                             \
    X(eset, "advanced/eset")                                                               \
    X(geospatial, "advanced/geospatial")                                                   \
    X(query_authorisation, "advanced/query_authorisation")                                 \
    X(snippets, "more/snippets")                                                           \
    X(positions, "more/positions")

/* ---- the data: mountains.tsv --------------------------------------------------------- */

typedef struct {
    char line[400];
    const char *name, *countries, *continent, *height, *date, *latitude, *longitude, *text;
} mountain;

enum { MOUNTAINS_MAX = 64 };

/* The slots of the values in "db", which is made before the first chapter. */
enum { HEIGHT, YEAR, DATE, CONTINENT, COUNTRY, PLACE };

typedef struct {
    mountain mountains[MOUNTAINS_MAX];
    size_t n;
} guide;

#define DECLARE(id, path) void chapter_##id(const guide *g);
#ifdef __cplusplus
extern "C" {
#endif
CHAPTERS(DECLARE)
#ifdef __cplusplus
}
#endif
#undef DECLARE

static inline void guide_load(guide *g, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    g->n = 0;
    while (g->n < MOUNTAINS_MAX &&
           fgets(g->mountains[g->n].line, sizeof g->mountains[0].line, file)) {
        mountain *m = &g->mountains[g->n];
        const char **fields[] = {&m->name, &m->countries, &m->continent, &m->height,
                                 &m->date, &m->latitude,  &m->longitude, &m->text};
        char *at = m->line;
        if (*at == '#')
            continue;
        at[strcspn(at, "\n")] = '\0';
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            *fields[i] = at;
            at += strcspn(at, "\t");
            if (*at == '\t')
                *at++ = '\0';
        }
        g->n++;
    }
    fclose(file);
}

/* The name of the document: the first line of its data. */
static inline int first_line(const char *data, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len && data[i] != '\n'; i++)
        n++;
    return n;
}

/* ---- what both are asked -------------------------------------------------------------- */

/* Words of which terms are made and looked for, in one language each. */
static const char *const stemmed[][4] = {
    {"english", "happy", "happiness", "birds"},
    {"english", "mountaineering", "summits", "Climbers"},
    {"german", "berge", "gipfel", "besteigungen"},
    {"french", "montagnes", "sommets", "neiges"},
    {"norwegian", "fjellene", "topper", "breen"},
    {"none", "happy", "happiness", "birds"},
};

/* Numbers as values, as the guide's howtos/range_queries shows their bytes. */
static const char *const published_values[] = {
    "\300\300",
    "\300D33333@",
    "\300`",
    "\265\216fffff\200",
    "\303$\314\314\314\314\314\300",
    "\272\27733333@",
    "\271\364",
    "\313(",
};

/* Questions for the query parser, by the flags of question_flags[] in each program:
 * 0 none, 1 Xapian's own, 2 with wildcards, 3 any case and pure NOT, 4 partial, 5 no
 * positions, 6 CJK. */
typedef struct {
    unsigned flags;
    const char *text;
} question;

static const question questions[] = {
    {1, "volcano"},
    {1, "highest mountain"},
    {1, "Highest Mountain"},
    {1, "highest AND mountain"},
    {1, "apple OR pear AND dessert"},
    {1, "apple OR (pear AND dessert)"},
    {1, "(apple OR pear) AND dessert"},
    {1, "apple NOT pear"},
    {1, "apple AND NOT pear XOR dessert"},
    {1, "apple NEAR dessert"},
    {1, "apple NEAR/3 dessert ADJ/2 pie"},
    {1, "president \"united states\""},
    {1, "\"race condition\" -horse"},
    {1, "+recipe +apple pie cake dessert"},
    {1, "+the +document"},
    {1, "the green space"},
    {1, "\"the green space\""},
    {1, "title:everest text:\"south col\""},
    {1, "title:(nanga OR devi)"},
    {1, "country:nepal country:china continent:asia"},
    {1, "country:\"united states\" volcano"},
    {1, "north-east isn't AT&T C++ x_y 3.14 1,000"},
    {1, "mulhac\303\251n \316\234\316\277\316\275\317\204"},
    {1, "either:summit"},
    {0, "highest AND \"mountain\" +x -y"},
    {2, "volc* OR glac*"},
    {2, "title:m*"},
    {3, "volcano and not glacier"},
    {3, "NOT volcano"},
    {3, "not volcano or ice"},
    {4, "highest vol"},
    {4, "the"},
    {5, "\"sierra nevada\" NEAR spain"},
    {6, "\345\261\261\344\270\212\347\232\204\351\233\252"},
    {1, ""},
    {1, "AND mountain"},
    {1, "mountain AND"},
    {1, "(unclosed OR bracket"},
    {1, "NOT mountain"},
};

/* ---- how results are written ----------------------------------------------------------- */

static inline void say(const char *label, const char *data, size_t len)
{
    printf("%s: ", label);
    for (size_t i = 0; i < len; i++) {
        const char c = data[i];
        if (c >= ' ' && c <= '~' && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c & 0xffu);
    }
    putchar('\n');
}

static inline void say_number(const char *label, double number)
{
    printf("%s: %.17g\n", label, number);
}

static inline void say_counts(unsigned size, unsigned lower, unsigned estimated,
                              unsigned upper, double possible, double attained)
{
    printf("  %u of %u <= %u <= %u, weights to %.17g of %.17g\n", size, lower, estimated,
           upper, attained, possible);
}

static inline void say_match(unsigned rank, unsigned docid, double weight, int percent,
                             const char *data, size_t len)
{
    printf("  %u: #%03u %.17g %d%% %.*s\n", rank + 1, docid, weight, percent,
           first_line(data, len), data);
}

#endif /* TEST_XAPIAN_C_GUIDE_H */

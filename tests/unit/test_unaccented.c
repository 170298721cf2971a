/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words typed without accents find what they find with them, on one shard and on three. */
#include "config.h"

#include "search/match_private.h"
#include "search/unaccented.h"
#include "tests/unit/indexes.h"

static const struct {
    const char *language, *title, *text;
} texts[] = {
    {"es", "La evaluación",
     "Una evaluación de la innovación pública en la administración."},
    {"es", "Gestión pública",
     "Participación y evaluación; las innovaciones del municipio."},
    {"es", "El público", "Dice que evalúan la razón y el ánimo del publicista."},
    {"fr", "La société civile", "Le maire a réglé la santé, la propriété et l'égalité."},
    {"fr", "Un employé", "Les employés privés ont payé la qualité."},
    {"ro", "Educația", "Educația și instituțiile publice ale administrației."},
    {"ro", "Învățământul", "Informațiile despre educația din țară."},
    {"pt", "A avaliação", "Avaliação e gestão dos serviços públicos à população."},
    {"pt", "As avaliações", "As avaliações das regiões e do público."},
    {"tr", "Kadınlar", "Kadınlar için eğitim ve sağlık hizmetleri."},
    {"en", "Evaluation", "An evaluation of innovation; people publicise education."},
    {"en", "Resume", "The employee paid a sum of money to the public."},
    {"sr", "Образовање", "Образовање и школа. Žene čuvaju građu."},
};

#define DOCUMENTS N(texts)

static indexes both;

static ph_record *record(size_t i)
{
    ph_record *r = PH_NEW(both.arena, ph_record);
    *r = (ph_record){.id = ph_dupf(both.arena, "doc-%zu", i),
                     .language = ph_cstr(texts[i].language),
                     .title = ph_cstr(texts[i].title),
                     .modified = PH_STR("2026-01-01T00:00:00Z")};
    add_passage(both.arena, r, texts[i].text);
    return r;
}

static int set_up(void **state)
{
    (void)state;
    indexes_begin(&both);
    indexes_open(&both, record, DOCUMENTS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    indexes_close(&both);
    return 0;
}

static ph_result ask(size_t reader, ph_arena *arena, const char *q)
{
    ph_result result;
    ph_query query;
    ph_query_init(&query, arena, both.vocabulary);
    OK(ph_query_set(&query, PH_STR("q"), ph_cstr(q), &err));
    OK(ph_query_set(&query, PH_STR("without"), PH_STR("*"), &err));
    query.match = PH_MATCH_ALL;
    query.want = PH_WANT_HITS | PH_WANT_TEXT | PH_WANT_COUNTS;
    OK(ph_search(both.readers[reader], &query, arena, &result, &err));
    return result;
}

/* The ids of what is found, in order, with a star where a passage shows the word. */
static ph_str found(ph_arena *arena, const ph_result *result)
{
    ph_buf buf = {0};
    for (size_t i = 0; i < result->hits.n; i++) {
        const ph_hit *hit = &result->hits.v[i];
        bool shown = hit->passages.n && strstr(hit->passages.v[0].snippet.s, "<mark>");
        ph_buf_addf(&buf, "%.*s%s ", PH_FMT(hit->record.id), shown ? "*" : "");
    }
    ph_str out = ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return out.s ? out : PH_STR("");
}

static void finds_the_same(void **state)
{
    static const char *const rows[][2] = {
        {"evaluacion", "evaluación"},
        {"EVALUACION publica", "evaluación pública"},
        {"innovacion", "innovación"},
        {"gestion", "gestión"},
        {"participacion", "participación"},
        {"\"evaluacion de la innovacion\"", "\"evaluación de la innovación\""},
        {"evaluacion NEAR/5 innovacion", "evaluación NEAR/5 innovación"},
        {"title:evaluacion", "title:evaluación"},
        {"innovacion -participacion", "innovación -participación"},
        {"(gestion OR razon)", "(gestión OR razón)"},
        {"societe civile", "société civile"},
        {"qualite", "qualité"},
        {"employes prives", "employés privés"},
        {"educatia", "educația"},
        {"administratiei", "administrației"},
        {"informatiile", "informațiile"},
        {"avaliacao", "avaliação"},
        {"avaliacoes", "avaliações"},
        {"populacao servicos", "população serviços"},
        {"egitim saglik", "eğitim sağlık"},
        {"zene cuvaju gradju", "žene čuvaju građu"},
        /* forms that no document has */
        {"educatie", "educație"},
        {"institutii", "instituții"},
        {"evaluaciones", "evaluaciones"},
        {"servico", "serviço"},
    };
    for (size_t i = 0; i < N(rows); i++)
        for (size_t r = 0; r < 2; r++) {
            ph_result bare = ask(r, *state, rows[i][0]);
            ph_result right = ask(r, *state, rows[i][1]);
            ph_str a = found(*state, &bare), b = found(*state, &right);
            if (!ph_eq(a, b) || !right.total || bare.total != right.total)
                fail_msg("%s: %s; %s: %s", rows[i][0], a.s, rows[i][1], b.s);
            if (i == 0) /* two of the three have it in their text */
                assert_non_null(strstr(strchr(a.s, '*') + 1, "*"));
        }
}

typedef struct terms_unit {
    const char *word;
    ph_arena *arena;
    ph_strs terms;
} terms_unit;

static xapian_status find_terms(ph_reader *r, void *user, ph_status *status, ph_error *e,
                                xapian_error *why)
{
    terms_unit *u = user;
    return ph_unaccented_terms(r, ph_cstr(u->word), u->arena, &u->terms, status, e, why);
}

/* What was typed with an accent, or is no word of plain letters, stays as it is; so does a word
 * whose stems the index has in all its ways of writing. */
static void adds_nothing(void **state)
{
    static const char *const none[] = {"evaluación", "образование", "2026", "16.6",    "",
                                       "zzzzzz",     "evaluating",  "sum",  "people's"};
    for (size_t i = 0; i < N(none); i++)
        for (size_t r = 0; r < 2; r++) {
            terms_unit u = {none[i], *state, {0}};
            ph_strs own = {0};
            const ph_strs *languages = &both.readers[r]->languages;
            OK(ph_reader_run(both.readers[r], find_terms, &u, &err));
            for (size_t l = 0; l < languages->n; l++)
                OK(ph_analyze_all(both.analyzer, languages->v[l], ph_cstr(none[i]), *state,
                                  &own, &err));
            for (size_t t = 0; t < u.terms.n; t++)
                if (!ph_strs_has(&own, u.terms.v[t]))
                    fail_msg("%s: %s", none[i], u.terms.v[t].s);
        }
}

/* A table that is full asks the lists again. */
static void many_words(void **state)
{
    for (size_t i = 0; i < 6000; i++) {
        ph_str word = ph_dupf(*state, "w%c%c%c", (char)('a' + i % 26),
                              (char)('a' + i / 26 % 26), (char)('a' + i / 676));
        terms_unit u = {word.s, *state, {0}};
        OK(ph_reader_run(both.readers[1], find_terms, &u, &err));
        assert_int_equal(u.terms.n, 0);
    }
    finds_the_same(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_the_same),
        TEST(adds_nothing),
        TEST(many_words),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/text.h"
#include "search/uptake_words.h"

/*
 * The rule, chosen on pairs that were read (HACKING.md): a sentence of the practice meets a
 * recommendation when it has that share of the weight of the recommendation's words, and so many
 * different ones that are not said of everything; less weight is asked where both have a theme
 * in common.  A word of the practice's title counts by half.
 */
#define SHARE 0.55
#define SHARE_THEME 0.47
#define WORDS 3
#define TITLE_SHARE 0.5
#define COMMON_SHARE 0.3 /* of the weight of a common word */
#define RARE 1.0         /* words in more than about a third of the documents say nothing */
#define FEW_DOCUMENTS 100 /* in fewer, no word's rarity is known */
#define WORDS_OF_MOST 12  /* of a long recommendation, the heaviest */
#define SENTENCE_BYTES 30 /* shorter ones go with the next */

/* English words that nearly every recommendation and practice has; in other languages only
 * rarity tells. */
static const char *const common_words[] = {
    " ability access account across action actions active actively activities ",
    " activity adapt adapted additional address addressed addresses addressing ",
    " administration administrations administrative advance affected agencies ",
    " agency aim aims also among amount approach approaches appropriate area areas ",
    " associated attention authorities authority available aware basis become ",
    " beneficial benefit benefits best better bodies body bring build building ",
    " capabilities capability capacities capacity carry case cases central ",
    " challenge challenges change changes choose clear close comes common ",
    " complement component components comprehensive concern concerned concrete ",
    " condition conditions consider constraint constraints context continue ",
    " contribute contribution coordinate coordinated countries country create ",
    " critical crucial current decision decisions demonstrate demonstrated ",
    " demonstrates depend design designed designing determine develop developed ",
    " developing development different direct draw due early easily effect ",
    " effective effectively efficiency efficient effort efforts emphasis enable ",
    " encourage end engage engagement engaging enhance enhanced enhancing ensure ",
    " entire equal equally especially essential establish established establishing ",
    " evaluate evaluation even every evidence example existing expand expanded ",
    " experience explore extend extent facilitate factor field fields finally find ",
    " focus follow following form found frame framework full fund funding funds ",
    " further gain general generally give global goal goals good govern governance ",
    " governing government governmental governments greater ground group groups ",
    " grow growing growth hand help high higher hold ideas identified identify ",
    " immediate impact impacts implement implementation implemented implementing ",
    " importance important improve improved improvement improving include included ",
    " includes including increase increased increasing increasingly individual ",
    " inform initial initiative initiatives innovative institution institutional ",
    " institutions instrument instruments integrate integrated interest interests ",
    " international intervention interventions invest invitation invite involved ",
    " issue issues just key know lack large lead level levels likely limit limited ",
    " line link linkage linkages linked links long look low main maintain make ",
    " making manage management many material matter maximize meaning measure ",
    " measures mechanism mechanisms meet member members met method methods ",
    " minimize minimized model monitor more move much multiple must nation ",
    " national nations necessary need needed needs negative new next now number ",
    " objective objectives offer often ongoing open operate operation operational ",
    " opportunities opportunity option options order organisation organisations ",
    " organization organizations others outcome outcomes overall own paid part ",
    " participants particular particularly partner partners partnership ",
    " partnerships past pay people perform performance period person phase phases ",
    " pilot place plan plans play point policies policy position positive possible ",
    " potential potentially practice practices prepare prepared present prevent ",
    " preventive previous prior priorities priority problem problems process ",
    " processes program programme programmes programs progress project projects ",
    " promote proper properly proposal proposed prove provide provided provides ",
    " providing provision public purpose pursue put quality question raise range ",
    " rather reach ready real realize receive recent recommend recommendation ",
    " recommendations reduce reduced reducing reduction reflect reform reforms ",
    " region regional regions related relation relations relevant remain require ",
    " required requirements resource resources respect responses responsibility ",
    " responsible result results right role roles same scale sector sectors secure ",
    " see seek serve service services set shape share shared sharing should show ",
    " significant similar since single site sites situation small social society ",
    " solution solutions special specific specifically stage stakeholders standard ",
    " standards start state states step steps still stimulate strategic strategies ",
    " strategy strengthen strengthened strengthening strong structure structures ",
    " substantial success successful support supported supporting sustainability ",
    " sustainable system systems take target targeted task tasks technical ",
    " technique term terms test therefore time together tool tools top toward ",
    " towards traditional true turn type under understand understanding undertake ",
    " update updated urgent use used using usually value various view vital way ",
    " ways well whole wide widely within without work worked working world year ",
    " years yet ",
};

/* --- words of a recommendation --------------------------------------------------------------------- */

typedef struct collector {
    ph_str language, text;
    ph_arena *arena;
    ph_telling_words *words;
    bool failed;
} collector;

static bool is_common(ph_str language, ph_str spaced)
{
    bool found = false;
    for (size_t i = 0; i < sizeof common_words / sizeof *common_words; i++)
        found |= strstr(common_words[i], spaced.s) != NULL;
    return found && ph_eqc(language, "en");
}

static bool collect(void *user, ph_token token)
{
    collector *c = user;
    ph_str written = ph_sub(c->text, token.start, token.end);
    char first = token.term.n ? token.term.s[0] : '0';
    for (size_t i = 0; i < c->words->words.n; i++)
        if (ph_eq(c->words->words.v[i].term, token.term))
            return true;
    ph_str key = ph_text_key(c->arena, written);
    c->failed = !key.s;
    if (c->failed || (first >= '0' && first <= '9') || token.term.n < 3 ||
        ph_stop_word(c->language, key))
        return !c->failed;
    ph_str term = ph_dup(c->arena, token.term);
    ph_str spaced = ph_dupf(c->arena, " %.*s ", PH_FMT(key));
    ph_telling_word *w = PH_PUSH(c->arena, &c->words->words);
    c->failed = !w || !term.s || !spaced.s;
    if (!c->failed)
        *w = (ph_telling_word){term, key, token.hash, 0, is_common(c->language, spaced)};
    return !c->failed;
}

static int heaviest_first(const void *left, const void *right)
{
    const ph_telling_word *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return ph_cmp(a->term, b->term);
}

/* "ru-RU" has the stop words of "ru". */
static ph_str main_part(ph_str language)
{
    size_t n = 0;
    while (n < language.n && language.s[n] != '-')
        n++;
    return ph_sub(language, 0, n);
}

xapian_status ph_telling_words_find(ph_reader *r, ph_str language, ph_str text,
                                    ph_arena *arena, ph_telling_words *words,
                                    ph_status *status, ph_error *err, xapian_error *why)
{
    collector c = {main_part(language), text, arena, words, false};
    xapian_status got = XAPIAN_OK;
    *words = (ph_telling_words){0};
    *status = ph_analyze(r->analyzer, language, text, collect, &c, err);
    if (!*status && c.failed)
        *status = ph_fail_memory(err);
    for (size_t i = 0; !got && !*status && i < words->words.n; i++) {
        ph_telling_word *w = &words->words.v[i];
        xapian_doccount freq = 0;
        got = ph_term_freq(r, w->term, &freq, why);
        double all = r->documents > FEW_DOCUMENTS ? r->documents : FEW_DOCUMENTS;
        w->weight = log((all + 1) / (freq + 0.5));
        w->weight = w->weight < RARE ? 0 : w->common ? COMMON_SHARE * w->weight : w->weight;
    }
    if (words->words.n)
        qsort(words->words.v, words->words.n, sizeof *words->words.v, heaviest_first);
    if (words->words.n > WORDS_OF_MOST)
        words->words.n = WORDS_OF_MOST;
    while (words->words.n && words->words.v[words->words.n - 1].weight <= 0)
        words->words.n--;
    for (size_t i = 0; i < words->words.n; i++)
        words->weight += words->words.v[i].weight;
    return got;
}

/* --- words of a passage ----------------------------------------------------------------------------- */

typedef PH_VEC(uint64_t) hashes;

typedef struct hasher {
    ph_arena *arena;
    hashes list;
    bool failed;
} hasher;

static bool add_hash(void *user, ph_token token)
{
    hasher *h = user;
    uint64_t *slot = PH_PUSH(h->arena, &h->list);
    h->failed = !slot;
    if (slot)
        *slot = token.hash;
    return slot != NULL;
}

static int by_number(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

ph_status ph_word_set_make(ph_reader *r, ph_str language, ph_str text, ph_arena *arena,
                           ph_word_set *set, ph_error *err)
{
    hasher h = {.arena = arena};
    ph_status status = ph_analyze(r->analyzer, language, text, add_hash, &h, err);
    if (!status && h.failed)
        status = ph_fail_memory(err);
    if (h.list.n)
        qsort(h.list.v, h.list.n, sizeof *h.list.v, by_number);
    set->v = h.list.v;
    set->n = 0;
    for (size_t i = 0; i < h.list.n; i++)
        if (i == 0 || h.list.v[i] != h.list.v[i - 1])
            h.list.v[set->n++] = h.list.v[i];
    return status;
}

ph_status ph_word_sets_add(ph_reader *r, ph_str language, ph_str text, size_t passage,
                           ph_arena *arena, ph_word_sets *sets, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t from = 0, to = 0; from < text.n && !status; from = to) {
        for (to = from + 1; to < text.n; to++)
            if (text.s[to] == ' ' && to - from > SENTENCE_BYTES &&
                (text.s[to - 1] == '.' || text.s[to - 1] == ';' || text.s[to - 1] == '!' ||
                 text.s[to - 1] == '?'))
                break;
        ph_word_set *set = PH_PUSH(arena, sets);
        if (!set)
            return ph_fail_memory(err);
        set->passage = passage;
        status = ph_word_set_make(r, language, ph_sub(text, from, to), arena, set, err);
    }
    return status;
}

bool ph_word_set_has(const ph_word_set *set, uint64_t hash)
{
    return set->n && bsearch(&hash, set->v, set->n, sizeof *set->v, by_number) != NULL;
}

/* --- judging ---------------------------------------------------------------------------------------- */

double ph_uptake_judge(const ph_telling_words *words, const ph_word_set *sentence,
                       const ph_word_set *title, size_t themes)
{
    double met = 0;
    size_t n = 0;
    for (size_t i = 0; i < words->words.n; i++) {
        const ph_telling_word *w = &words->words.v[i];
        if (ph_word_set_has(sentence, w->hash)) {
            met += w->weight;
            n += !w->common;
        } else if (ph_word_set_has(title, w->hash)) {
            met += TITLE_SHARE * w->weight;
        }
    }
    double share = words->weight > 0 ? met / words->weight : 0;
    bool good = n >= WORDS && share >= (themes ? SHARE_THEME : SHARE);
    return good ? share : 0;
}

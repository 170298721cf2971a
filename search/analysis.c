/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "search/analysis.h"
#include "search/limits.h"
#include "search/pack.h"
#include "search/text.h"
#include "search/xapian-c/xapian-c.h"

/* A word is at most so many UTF-16 units while it is worked on; the rest is cut. */
#define WORD_UNITS 256
/* So many words are kept, of all languages together; then the tables are begun anew. */
#define WORDS_MAX ((size_t)1 << 17)
#define LANGUAGES_MAX 64 /* Xapian has half as many stemmers */
#define PLAIN_MAX 16
#define LANGUAGE_BYTES 4

typedef struct entry { /* a line of the processor's cache */
    uint64_t hash;     /* of the word */
    uint64_t term_hash, word_hash;
    uint64_t gathered; /* a bit for each part of the list that has it */
    ph_str word, term;
} entry;

/* A language, its stemmer and the words seen: in the order in which they came, so that frequent
 * ones lie together, and a table of their numbers. */
typedef struct tongue {
    char code[LANGUAGE_BYTES]; /* "" for none */
    xapian_stem *stem;         /* NULL: no stemmer */
    ph_arena *arena;
    PH_VEC(entry) words;
    ph_strs folded;  /* those words, folded and not stemmed */
    uint32_t *table; /* number + 1 by hash, open addressing; 0: free */
    size_t slots;
} tongue;

struct ph_analyzer {
    const UNormalizer2 *fold_case, *decompose;
    tongue tongues[LANGUAGES_MAX]; /* the first is for all languages without a stemmer */
    size_t n;
    size_t words;                          /* in all tables */
    char plain[PLAIN_MAX][LANGUAGE_BYTES]; /* the last of those */
    size_t plains;
    ph_buf *gather;      /* NULL: nothing is gathered */
    uint64_t list, part; /* the list's number; the bit of its part, 0 if none */
};

void ph_analyzer_free(ph_analyzer *a)
{
    for (size_t i = 0; a && i < a->n; i++) {
        xapian_stem_free(a->tongues[i].stem);
        ph_arena_free(a->tongues[i].arena);
        free(a->tongues[i].table);
    }
    free(a);
}

/* --- one word ---------------------------------------------------------------------------- */

/* Serbian Cyrillic in Latin letters without marks, so that both scripts meet; NULL: not a
 * letter of it. */
static const char *serbian_latin(UChar32 c)
{
    static const char *const table[] = {"a",  "b", "v", "g", "d", "e", "z", "z", "i",
                                        NULL, "k", "l", "m", "n", "o", "p", "r", "s",
                                        "t",  "u", "f", "h", "c", "c", "s"};
    switch (c) {
    case 0x0452: return "dj"; /* ђ */
    case 0x0458: return "j";
    case 0x0459: return "lj";
    case 0x045A: return "nj";
    case 0x045B: return "c"; /* ћ */
    case 0x045F: return "dz";
    default: return c >= 0x0430 && c <= 0x0448 ? table[c - 0x0430] : NULL;
    }
}

/* How much of a word an article or the like is that lost its vowel ("l'", "qu'", Italian "dell'"),
 * with the apostrophe; 0: none.  "Oman's" and "aujourd'hui" are whole words. */
static int32_t elided(const char *code, const UChar *s, int32_t n)
{
    bool italian = strcmp(code, "it") == 0;
    if (!italian && strcmp(code, "fr") != 0 && strcmp(code, "ca") != 0)
        return 0;
    for (int32_t i = 1; i < n - 1 && i < 8; i++) {
        if (s[i] != '\'')
            continue;
        bool qu = i > 1 && s[i - 2] == 'q' && s[i - 1] == 'u';
        return i == 1 || qu || (italian && i < n - 2) ? i + 1 : 0;
    }
    return 0;
}

/* What the stemmer of a language does not know in the letters it does, and elision. */
static int32_t prepare(const char *code, UChar *s, int32_t n)
{
    bool romanian = strcmp(code, "ro") == 0;
    for (int32_t i = 0; i < n; i++) {
        if (s[i] == 0x0451) /* ё */
            s[i] = 0x0435;
        else if (s[i] == 0x2019 || s[i] == 0x02BC)
            s[i] = '\'';
        else if (romanian && (s[i] == 0x0219 || s[i] == 0x021B)) /* ș ț -> ş ţ */
            s[i] = s[i] == 0x0219 ? 0x015F : 0x0163;
    }
    int32_t lost = elided(code, s, n);
    if (lost)
        memmove(s, s + lost, (size_t)(n - lost) * sizeof *s);
    return n - lost;
}

/* Letters that no decomposition takes apart. */
static const char *plain_letter(UChar32 c)
{
    switch (c) {
    case 0x00E6: return "ae";
    case 0x0153: return "oe";
    case 0x00F8: return "o";
    case 0x0111: return "dj"; /* as Serbian ђ */
    case 0x00F0: return "d";
    case 0x0142: return "l";
    case 0x0131: return "i";
    case 0x00FE: return "th";
    default: return NULL;
    }
}

static void fold_letter(const ph_analyzer *a, bool serbian, UChar32 c, ph_buf *out)
{
    UErrorCode failed = U_ZERO_ERROR;
    if (c < 0x80) {
        if (c != '\'')
            ph_buf_byte(out, (char)c);
        return;
    }
    UScriptCode script = uscript_getScript(c, &failed);
    if (script == USCRIPT_INHERITED && c >= 0x0300 && c <= 0x036F)
        return; /* a mark that composes with nothing */
    if (script == USCRIPT_LATIN || script == USCRIPT_GREEK) {
        UChar parts[8];
        if (unorm2_getDecomposition(a->decompose, c, parts, 8, &failed) > 0 &&
            U_SUCCESS(failed))
            c = parts[0];
    }
    const char *plain = plain_letter(c);
    if (!plain && serbian)
        plain = serbian_latin(c);
    if (plain)
        ph_buf_addc(out, plain);
    else
        ph_utf8_add(out, c);
}

/* A stem, folded, cut at PH_TERM_BYTES. */
static ph_str fold(const ph_analyzer *a, const char *code, ph_str stem, ph_arena *arena)
{
    ph_buf out = {0};
    bool serbian =
        strcmp(code, "sr") == 0 || strcmp(code, "bs") == 0 || strcmp(code, "cnr") == 0;
    for (size_t i = 0; i < stem.n;)
        fold_letter(a, serbian, ph_utf8_next(stem, &i), &out);
    ph_str term = out.failed ? PH_ABSENT
                             : ph_dup(arena, ph_utf8_cut(ph_buf_str(&out), PH_TERM_BYTES));
    ph_buf_free(&out);
    return term;
}

/* The word in lower case as the stemmer wants it, as UTF-8 in `out`. */
static bool lower(const ph_analyzer *a, const char *code, ph_str word, char *out,
                  size_t size, ph_str *lowered)
{
    UChar wide[WORD_UNITS], folded[WORD_UNITS * 2];
    int32_t n = 0, m = 0;
    UErrorCode failed = U_ZERO_ERROR;
    word = ph_utf8_cut(word, WORD_UNITS);
    u_strFromUTF8WithSub(wide, WORD_UNITS, &n, word.s, (int32_t)word.n, 0xFFFD, NULL,
                         &failed);
    if (strcmp(code, "tr") == 0 ||
        strcmp(code, "az") == 0) { /* I is the capital of ı there */
        n = u_strToLower(folded, WORD_UNITS * 2, wide, n, code, &failed);
        if (U_SUCCESS(failed) && n <= WORD_UNITS)
            u_memcpy(wide, folded, n);
    }
    n = unorm2_normalize(a->fold_case, wide, n, folded, WORD_UNITS * 2, &failed);
    if (U_FAILURE(failed))
        return false;
    n = prepare(code, folded, n);
    u_strToUTF8(out, (int32_t)size, &m, folded, n, &failed);
    *lowered = (ph_str){out, (size_t)m};
    return U_SUCCESS(failed);
}

/* Russian nouns whose end the stemmer takes for a participle's in some cases and not in others
 * ("Казахстан", "органа": as in "созда-н", "созда-на"): how much of the word is the noun in the
 * nominative, or 0. */
static size_t russian_noun(ph_str word)
{
    static const char *const nouns[] = {"стан", "орган"};
    static const char *const cases[] = {"",  "а",  "у",  "ом",  "е",
                                        "ы", "ов", "ам", "ами", "ах"};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        if (!ph_ends(word, ph_cstr(cases[c])))
            continue;
        ph_str bare = ph_sub(word, 0, word.n - strlen(cases[c]));
        for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
            if (ph_ends(bare, ph_cstr(nouns[i])))
                return bare.n;
    }
    return 0;
}

#define ARABIC_LETTER 2 /* bytes of one */

static bool starts_with_any(ph_str word, const char *const *beginnings)
{
    for (; *beginnings; beginnings++)
        if (ph_starts(word, ph_cstr(*beginnings)))
            return true;
    return false;
}

/* An Arabic word with the article, and without what is written together with it ("and", "for",
 * "by"): the stemmer leaves other stems of a word with the article than of one without
 * ("البيانات", "بيانات"), and keeps "and" before it. Of a word without the article it is taken
 * only where a long one is left: "وزارة" begins with that letter. `out` has room for the word
 * and the article. */
static ph_str arabic_noun(ph_str word, char *out)
{
    static const char *const and[] = {"وال",  "فال", "وبال", "فبال",
                                      "وكال", "ولل", "فلل",  NULL};
    static const char *const by[] = {"بال", "كال", NULL};
    static const char *const alone[] = {"و", "ب", "ل", NULL};
    ph_str article = PH_STR("ال");
    size_t letters = word.n / ARABIC_LETTER;
    if (letters < 3 || word.n % ARABIC_LETTER)
        return word;
    if (letters >= 6 && starts_with_any(word, and) &&
        (letters > 6 || !ph_starts(word, PH_STR("والد")))) { /* "parents" */
        word = ph_sub(word, ARABIC_LETTER, word.n);
        letters--;
    }
    if (letters >= 6 && starts_with_any(word, by))
        word = ph_sub(word, ARABIC_LETTER, word.n);
    if (ph_starts(word, article))
        return word;
    if (letters >= 5 && ph_starts(word, PH_STR("لل")))
        word = ph_sub(word, 2 * (size_t)ARABIC_LETTER, word.n);
    else if (letters >= 7 && starts_with_any(word, alone))
        word = ph_sub(word, ARABIC_LETTER, word.n);
    memcpy(out, article.s, article.n);
    memcpy(out + article.n, word.s, word.n);
    return (ph_str){out, article.n + word.n};
}

/* A word in lower case without its possessive, folded. */
static ph_str fold_word(const ph_analyzer *a, const tongue *t, ph_str word)
{
    if (strcmp(t->code, "en") == 0 && ph_ends(word, PH_STR("'s")))
        word.n -= strlen("'s");
    return fold(a, t->code, word, t->arena);
}

static ph_status make_term(const ph_analyzer *a, tongue *t, ph_str word, entry *e,
                           ph_str *folded, ph_error *err)
{
    char utf8[WORD_UNITS * 6], noun[WORD_UNITS * 6 + 2 * ARABIC_LETTER];
    ph_str stem;
    size_t keep;
    bool tame = lower(a, t->code, word, utf8, sizeof utf8, &stem);
    if (!tame)
        stem = ph_utf8_cut(word, PH_TERM_BYTES); /* absurd: hundreds of marks on a letter */
    ph_str whole = fold_word(a, t, stem);
    if (tame && strcmp(t->code, "ru") == 0 && (keep = russian_noun(stem)) > 0)
        stem.n = keep;
    else if (tame && t->stem) {
        xapian_error why;
        if (strcmp(t->code, "ar") == 0)
            stem = arabic_noun(stem, noun);
        if (xapian_stem_apply(t->stem, stem.s, stem.n, &stem.s, &stem.n, &why))
            return ph_fail(err, PH_INTERNAL, "%s", why.text);
    }
    e->term = fold(a, t->code, stem, t->arena);
    e->term_hash = ph_hash(e->term.s, e->term.n, PH_HASH_SEED);
    e->word_hash = ph_hash(whole.s, whole.n, PH_HASH_SEED);
    *folded = whole;
    return e->term.s && whole.s ? PH_OK : ph_fail_memory(err);
}

/* --- the table of words -------------------------------------------------------------------- */

/* Puts word number n into the table. */
static void table_put(tongue *t, size_t n)
{
    size_t i = (size_t)t->words.v[n].hash & (t->slots - 1);
    while (t->table[i])
        i = (i + 1) & (t->slots - 1);
    t->table[i] = (uint32_t)n + 1;
}

static bool table_grow(tongue *t)
{
    size_t slots = t->slots ? t->slots * 2 : 1024;
    uint32_t *table = calloc(slots, sizeof *table);
    if (!table)
        return false;
    free(t->table);
    t->table = table;
    t->slots = slots;
    for (size_t n = 0; n < t->words.n; n++)
        table_put(t, n);
    return true;
}

/* Forgets all words. */
static void reset(ph_analyzer *a)
{
    for (size_t i = 0; i < a->n; i++) {
        tongue *t = &a->tongues[i];
        free(t->table);
        t->table = NULL;
        t->slots = t->words.n = t->words.cap = 0;
        t->folded = (ph_strs){0};
        ph_arena_reset(t->arena);
    }
    a->words = 0;
}

static ph_status add_entry(ph_analyzer *a, tongue *t, uint64_t hash, ph_str word,
                           entry **out, ph_error *err)
{
    ph_str folded = PH_ABSENT;
    if (a->words >= WORDS_MAX)
        reset(a);
    if (t->words.n * 2 >= t->slots && !table_grow(t))
        return ph_fail_memory(err);
    entry fresh = {.hash = hash, .word = ph_dup(t->arena, word)};
    ph_status status =
        fresh.word.s ? make_term(a, t, word, &fresh, &folded, err) : ph_fail_memory(err);
    if (status)
        return status;
    if (!ph_strs_add(t->arena, &t->folded, folded))
        return ph_fail_memory(err);
    entry *e = PH_PUSH(t->arena, &t->words);
    if (!e) {
        t->folded.n--;
        return ph_fail_memory(err);
    }
    *e = fresh;
    table_put(t, t->words.n - 1);
    a->words++;
    *out = e;
    return PH_OK;
}

static ph_status look_up(ph_analyzer *a, tongue *t, ph_str word, entry **out, ph_error *err)
{
    uint64_t hash = ph_hash(word.s, word.n, PH_HASH_SEED);
    for (size_t i = (size_t)hash & (t->slots - 1); t->slots && t->table[i];
         i = (i + 1) & (t->slots - 1)) {
        entry *e = &t->words.v[t->table[i] - 1];
        if (e->hash == hash && ph_eq(e->word, word)) {
            *out = e;
            return PH_OK;
        }
    }
    return add_entry(a, t, hash, word, out, err);
}

/* --- lists of words ------------------------------------------------------------------------ */

void ph_analyzer_gather(ph_analyzer *a, uint64_t list, unsigned part, ph_buf *out)
{
    a->gather = out;
    a->part = out ? UINT64_C(1) << part : 0;
    if (!out || list == a->list)
        return;
    a->list = list;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < a->tongues[i].words.n; j++)
            a->tongues[i].words.v[j].gathered = 0;
}

static bool has_letter(ph_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if ((unsigned char)word.s[i] >= 0x80 || (word.s[i] >= 'a' && word.s[i] <= 'z'))
            return true;
    return false;
}

static void gather(ph_analyzer *a, entry *e, ph_str folded)
{
    e->gathered |= a->part;
    if (folded.n >= PH_TERM_BYTES || e->term.n >= PH_TERM_BYTES || !has_letter(folded))
        return;
    ph_pack_str(a->gather, folded);
    ph_pack_str(a->gather, e->term);
}

/* --- languages ----------------------------------------------------------------------------- */

/* The first part of a tag, lower case: "sr-Latn" -> "sr"; none: "". */
static void primary(ph_str language, char code[LANGUAGE_BYTES])
{
    size_t n = 0;
    for (; n < language.n && n < LANGUAGE_BYTES - 1 && language.s[n] != '-'; n++)
        code[n] = language.s[n] >= 'A' && language.s[n] <= 'Z'
                      ? (char)(language.s[n] - 'A' + 'a')
                      : language.s[n];
    code[n] = '\0';
}

/* Languages that are treated in a way of their own though there may be no stemmer. */
static bool is_special(const char *code)
{
    static const char *const codes[] = {"", "az", "bs", "cnr", "sr"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

static ph_status add_tongue(ph_analyzer *a, const char *code, tongue **out, ph_error *err)
{
    tongue t = {.arena = NULL};
    xapian_error why;
    xapian_status status = code[0] ? xapian_stem_new(code, &t.stem, &why) : XAPIAN_OK;
    if (status != XAPIAN_OK && status != XAPIAN_INVALID_ARGUMENT)
        return ph_fail(err, PH_INTERNAL, "%s", why.text);
    if ((!t.stem && !is_special(code)) || a->n == LANGUAGES_MAX) {
        xapian_stem_free(t.stem);
        strcpy(a->plain[a->plains++ % PLAIN_MAX], code);
        *out = &a->tongues[0];
        return PH_OK;
    }
    t.arena = ph_arena_new();
    if (!t.arena) {
        xapian_stem_free(t.stem);
        return ph_fail_memory(err);
    }
    strcpy(t.code, code);
    a->tongues[a->n] = t;
    *out = &a->tongues[a->n++];
    return PH_OK;
}

static ph_status find_tongue(ph_analyzer *a, ph_str language, tongue **out, ph_error *err)
{
    char code[LANGUAGE_BYTES] = "";
    primary(language, code);
    *out = &a->tongues[0];
    for (size_t i = 0; i < PLAIN_MAX; i++) /* what is no code yet is "", as [0] */
        if (strcmp(a->plain[i], code) == 0)
            return PH_OK;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->tongues[i].code, code) == 0) {
            *out = &a->tongues[i];
            return PH_OK;
        }
    return add_tongue(a, code, out, err);
}

ph_status ph_analyzer_new(ph_analyzer **out, ph_error *err)
{
    UErrorCode failed = U_ZERO_ERROR;
    ph_analyzer *a = *out = calloc(1, sizeof *a);
    if (!a)
        return ph_fail_memory(err);
    a->fold_case = unorm2_getNFKCCasefoldInstance(&failed);
    a->decompose = unorm2_getNFDInstance(&failed);
    tongue *plain;
    ph_status status = U_SUCCESS(failed)
                           ? add_tongue(a, "", &plain, err)
                           : ph_fail(err, PH_INTERNAL, "ICU has no normalisation data: %s",
                                     u_errorName(failed));
    if (status) {
        ph_analyzer_free(a);
        *out = NULL;
    }
    return status;
}

ph_status ph_analyze(ph_analyzer *a, ph_str language, ph_str text, ph_token_fn each,
                     void *user, ph_error *err)
{
    tongue *t;
    ph_status status = find_tongue(a, language, &t, err);
    ph_token token;
    entry *word = NULL;
    for (size_t at = 0; !status && ph_next_word(text, &at, &token.start, &token.end);) {
        status = look_up(a, t, ph_sub(text, token.start, token.end), &word, err);
        if (status || !word->term.n)
            continue;
        token.term = word->term;
        token.hash = word->term_hash;
        token.word_hash = word->word_hash;
        token.word = &t->folded.v[word - t->words.v];
        if (a->part & ~word->gathered)
            gather(a, word, *token.word);
        if (!each(user, token))
            break;
    }
    return status;
}

typedef struct collector {
    ph_arena *arena;
    ph_strs *terms;
    bool failed;
} collector;

static bool collect(void *user, ph_token token)
{
    collector *c = user;
    c->failed = !ph_strs_dup(c->arena, c->terms, token.term);
    return !c->failed;
}

ph_status ph_analyze_all(ph_analyzer *a, ph_str language, ph_str text, ph_arena *arena,
                         ph_strs *terms, ph_error *err)
{
    collector c = {arena, terms, false};
    ph_status status = ph_analyze(a, language, text, collect, &c, err);
    return status ? status : c.failed ? ph_fail_memory(err) : PH_OK;
}

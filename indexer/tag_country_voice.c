/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/tag_country_voice.h"
#include "search/text.h"

#define BEFORE_BYTES 300 /* of a sentence that are looked at */
#define BEHIND_BYTES 120
#define LIST_BYTES 14 /* between two countries of a list: ", Republic of" is more */

/* Phrases in small letters.  A phrase before the name stands there but for words that belong to
 * names ("of the Republic of"); one behind follows a blank or "'s"; one within is a word of the
 * sentence, or several. */
typedef enum place { BEFORE, CLOSE_BEFORE, BEHIND, WITHIN } place;

static const struct {
    const char *language;
    ph_voice voice;
    place place;
    const char *phrases; /* between '|' */
} table[] = {
    {"en", PH_VOICE_STANCE, BEHIND,
     "reiterates|attaches|looks|urges|condemns|welcomes|supports|appreciates|pledges|"
     "reaffirms|applauds|notes|associates|endorses|views|believes|shares|considers|"
     "expresses|"
     "commends|wishes|extends|feels|regrets|expects|appeals|sees|calls|proposes|recognizes|"
     "advocates|joins|intends|regards|takes|seeks|hopes|favours|subscribes|pays|stresses|"
     "affirms|congratulates|rejects|stands|thanks|deplores|emphasizes|underlines|"
     "underscores|"
     "trusts|reserves|aligns|encourages|participates|aspires|maintains|holds|offers|"
     "strives|"
     "desires|agrees|deems|hails|voted|participated|hosted|joined|supported|welcomed|"
     "ratified|"
     "contributed|thinks|enjoys|cherishes|places|strongly|firmly|fully|warmly|sincerely|"
     "actively|unreservedly|therefore|wholeheartedly|, therefore|, for its part|once again|"
     "also believes|also supports|also welcomes|is of the view|is of the opinion"},
    {"en", PH_VOICE_COMMITS, BEHIND,
     "has always|has consistently|has repeatedly|has long|has never|has been|has made|"
     "has taken|has also|has already|has signed|has ratified|has adopted|has decided|"
     "has contributed|has participated|has declared|has expressed|has stated|"
     "has undertaken|has played|has joined|has supported|is ready|is prepared|is convinced|"
     "is committed|is proud|is grateful|is pleased|is determined|is deeply|is firmly|is "
     "fully|"
     "is also|is confident|is happy|is honoured|is gratified|is strongly|"
     "is in favour|is one of|is a party|is party to|is a member|is among|is making|is "
     "taking|"
     "is working|is doing|is actively|is following|will continue|will vote|will support|"
     "will spare|will do|will always|will not|will also|will remain|will work|will play|"
     "will make|will give|would like|wants|remains|, like|, as a|, together with|, along "
     "with"},
    {"en", PH_VOICE_WE, BEHIND, "we|, we|i|, i|our|my"},
    {"en", PH_VOICE_WE, CLOSE_BEFORE,
     "we in|us in|we|for us in|country like|countries like"},
    {"en", PH_VOICE_OWN, BEFORE,
     "my country|our country|my own country|our own country|my nation|our nation|my people|"
     "our people|my homeland|our homeland|my land|our land|our republic|our island|my "
     "state|"
     "our state|our beloved country|my small country|my beloved country|our small country|"
     "our islands"},
    {"en", PH_VOICE_OWN, BEHIND,
     ", my country|, our country|is my country|is our country|, my own"},
    {"en", PH_VOICE_DELEGATION, BEFORE, "delegation"},
    {"en", PH_VOICE_DELEGATION, BEHIND, "delegation"},
    {"en", PH_VOICE_BEHALF, WITHIN, "behalf of"},
    {"en", PH_VOICE_STATE, BEFORE,
     "government|governments|people|peoples|president|king|citizens|parliament|men|women"},
    {"en", PH_VOICE_HOME, BEHIND,
     "commitment|contribution|position|policy|economy|constitution|parliament|experience|"
     "role|candidature|efforts|view|views|development|international|history|national|own|"
     "society|women|participation|support|membership|presidency|foreign policy"},
    {"en", PH_VOICE_TROUBLE, BEHIND,
     "aggression|aggressor|aggressors|illegal|racist|regime|occupation|colonial|"
     "colonialism|"
     "colonialists|settlers|settlements|imperialism|imperialists|imperialist|intransigence|"
     "authorities|forces|troops|army|brothers|crisis|question|conflict|problem|situation|"
     "issue|war|territory|people and"},
    {"en", PH_VOICE_TROUBLE, BEFORE,
     "regime|aggression|aggressors|racist|illegal|minority"},
    {"en", PH_VOICE_TOWARDS, CLOSE_BEFORE,
     "situation in|situations in|war between|question of|problem of|conflict in|"
     "independence for|independence of|brotherly|call on|welcome|urge|between|against|from|"
     "crisis in|peace in|developments in|people of|admission of|events in|relations "
     "with|by|"
     "with|in|on|to|war in|that of"},
    {"en", PH_VOICE_FIRST, WITHIN, "we|our|my|us|i"},
    /* Other languages: their own country, on whose behalf, we */
    {"ru", PH_VOICE_OWN, CLOSE_BEFORE,
     "наша страна|нашей страны|наша страна,|моя страна|моей страны|моя страна,|наша "
     "республика"},
    {"ru", PH_VOICE_OWN, BEHIND, ", наша страна|, моя страна|— наша страна"},
    {"ru", PH_VOICE_WE, CLOSE_BEFORE, "мы в|у нас в|нас в"},
    {"ru", PH_VOICE_DELEGATION, CLOSE_BEFORE, "делегация|делегации|делегация республики"},
    {"ru", PH_VOICE_BEHALF, WITHIN, "от имени"},
    {"ru", PH_VOICE_FIRST, WITHIN, "мы|наш|наша|наше|наши|нашей|нашего|нас|нам"},
    {"ru", PH_VOICE_TOWARDS, CLOSE_BEFORE, "против|от|из|с|между|по сравнению с"},
    {"fr", PH_VOICE_OWN, BEFORE,
     "mon pays|notre pays|notre peuple|mon peuple|notre république"},
    {"fr", PH_VOICE_OWN, BEHIND, ", mon pays|, notre pays"},
    {"fr", PH_VOICE_WE, CLOSE_BEFORE, "nous en|nous au|nous, au|nous, en"},
    {"fr", PH_VOICE_DELEGATION, BEFORE, "délégation"},
    {"fr", PH_VOICE_BEHALF, WITHIN, "au nom"},
    {"fr", PH_VOICE_FIRST, WITHIN, "nous|notre|nos|mon|ma|mes"},
    {"fr", PH_VOICE_TOWARDS, CLOSE_BEFORE, "contre|avec|entre|comme|comme en|comme au"},
    {"es", PH_VOICE_OWN, BEFORE, "mi país|nuestro país|mi pueblo|nuestro pueblo"},
    {"es", PH_VOICE_OWN, BEHIND, ", mi país|, nuestro país"},
    {"es", PH_VOICE_WE, CLOSE_BEFORE, "nosotros en|nosotros, en"},
    {"es", PH_VOICE_DELEGATION, BEFORE, "delegación"},
    {"es", PH_VOICE_BEHALF, WITHIN, "en nombre"},
    {"es", PH_VOICE_FIRST, WITHIN, "nosotros|nuestro|nuestra|nuestros|nuestras|mi"},
    {"es", PH_VOICE_TOWARDS, CLOSE_BEFORE, "contra|con|entre|como|como en"},
    {"ro", PH_VOICE_OWN, CLOSE_BEFORE, "țara mea,|țara noastră,|țara mea|țara noastră"},
    {"ro", PH_VOICE_OWN, BEHIND, ", țara mea|, țara noastră"},
    {"ro", PH_VOICE_WE, CLOSE_BEFORE, "noi în|noi, în"},
    {"ro", PH_VOICE_DELEGATION, CLOSE_BEFORE, "delegația|delegației"},
    {"ro", PH_VOICE_BEHALF, WITHIN, "în numele"},
    {"ro", PH_VOICE_FIRST, WITHIN, "noi|noastră|nostru|noștri|noastre"},
    {"ro", PH_VOICE_TOWARDS, CLOSE_BEFORE, "împotriva|cu|între|ca|ca în|din"},
    {"sr", PH_VOICE_OWN, CLOSE_BEFORE, "naša zemlja|naša zemlja,|moja zemlja|moja zemlja,"},
    {"sr", PH_VOICE_OWN, CLOSE_BEFORE, "наша земља|наша земља,|моја земља|моја земља,"},
    {"sr", PH_VOICE_WE, CLOSE_BEFORE, "mi u|kod nas u|ми у|код нас у"},
    {"sr", PH_VOICE_DELEGATION, CLOSE_BEFORE,
     "delegacija|delegacije|делегација|делегације"},
    {"sr", PH_VOICE_BEHALF, WITHIN, "u ime|у име"},
    {"sr", PH_VOICE_FIRST, WITHIN, "mi|naš|naša|naše|naši|ми|наш|наша|наше|наши"},
    {"sr", PH_VOICE_TOWARDS, CLOSE_BEFORE, "protiv|sa|između|kao|против|са|између|као"},
};

/* The sentence around a mention, ASCII in small letters. */
typedef struct sentence {
    char before[BEFORE_BYTES], behind[BEHIND_BYTES];
    ph_str left, right, next; /* next: what follows a blank or "'s" */
} sentence;

static ph_str lower(char *out, ph_str s)
{
    for (size_t i = 0; i < s.n; i++)
        out[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] - 'A' + 'a') : s.s[i];
    return (ph_str){out, s.n};
}

static bool ends_here(ph_str text, size_t i)
{
    return strchr(".?!;:", text.s[i]) && i + 1 < text.n && text.s[i + 1] == ' ';
}

static void look_around(ph_str text, const ph_mention *m, sentence *s)
{
    size_t start = m->start, end = m->end;
    while (start > 0 && m->start - start < BEFORE_BYTES - 1 && !ends_here(text, start - 1))
        start--;
    while (end < text.n && end - m->end < BEHIND_BYTES - 1 && !ends_here(text, end))
        end++;
    s->left = ph_trim(lower(s->before, ph_sub(text, start, m->start)));
    s->right = lower(s->behind, ph_sub(text, m->end, end));
    s->next =
        ph_starts(s->right, PH_STR("'s")) ? ph_sub(s->right, 2, s->right.n) : s->right;
    if (s->next.n && s->next.s[0] == ' ')
        s->next = ph_sub(s->next, 1, s->next.n);
}

/* Takes a word off the end. */
static bool strip(ph_str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n < n || memcmp(s->s + s->n - n, word, n) != 0 ||
        (s->n > n && s->s[s->n - n - 1] != ' '))
        return false;
    *s = ph_trim(ph_sub(*s, 0, s->n - n));
    return true;
}

static ph_str without(ph_str left, const char *const *words, size_t n)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < n; i++)
            more |= strip(&left, words[i]);
        while (left.n && strchr(",-", left.s[left.n - 1])) {
            left = ph_trim(ph_sub(left, 0, left.n - 1));
            more = true;
        }
    }
    return left;
}

/* What belongs to a country's name before it. */
static ph_str without_style(ph_str left)
{
    static const char *const words[] = {
        "the",          "of",          "republic",  "kingdom", "state", "federal",
        "federation",   "democratic",  "people's",  "islamic", "union", "socialist",
        "arab",         "independent", "sultanate", "grand",   "duchy", "principality",
        "commonwealth", "small",       "great",     "and",     "du",    "de",
        "la",           "del",         "le",        "island"};
    return without(left, words, sizeof words / sizeof *words);
}

static ph_str without_article(ph_str left)
{
    static const char *const words[] = {"the"};
    return without(left, words, 1);
}

static bool is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z');
}

/* Whether a phrase stands in the text with no letters beside it. */
static bool holds(ph_str text, ph_str phrase)
{
    for (size_t at = 0; at + phrase.n <= text.n; at++) {
        const char *hit = memmem(text.s + at, text.n - at, phrase.s, phrase.n);
        if (!hit)
            return false;
        at = (size_t)(hit - text.s);
        if ((at == 0 || !is_word_byte(text.s[at - 1])) &&
            (at + phrase.n == text.n || !is_word_byte(text.s[at + phrase.n])))
            return true;
    }
    return false;
}

static bool begins(ph_str right, ph_str phrase)
{
    return right.n && phrase.n && right.s[0] == phrase.s[0] && ph_starts(right, phrase) &&
           (right.n == phrase.n || !is_word_byte(right.s[phrase.n]));
}

static bool ends(ph_str left, ph_str phrase)
{
    return left.n && phrase.n && left.s[left.n - 1] == phrase.s[phrase.n - 1] &&
           ph_ends(left, phrase) &&
           (left.n == phrase.n || !is_word_byte(left.s[left.n - phrase.n - 1]));
}

/* Whether one of the phrases stands where it should. */
static bool has_phrase(const sentence *s, place where, const char *phrases, ph_str styled,
                       ph_str close)
{
    ph_str rest = ph_cstr(phrases), phrase;
    while (ph_split(&rest, '|', &phrase))
        switch (where) {
        case BEFORE:
            if (ends(styled, phrase))
                return true;
            break;
        case CLOSE_BEFORE:
            if (ends(close, phrase) || ends(s->left, phrase))
                return true;
            break;
        case BEHIND:
            if (begins(s->next, phrase))
                return true;
            break;
        case WITHIN:
            if (holds(s->left, phrase) || holds(s->right, phrase))
                return true;
        }
    return false;
}

/* Whether only a comma or a word is between two countries that follow each other. */
static bool is_beside(const ph_piece *p, const ph_mention *a, const ph_mention *b)
{
    return !b->concept && b->start >= a->end && b->start - a->end <= LIST_BYTES &&
           !ph_eq(a->id, b->id) && !memchr(p->text.s + a->end, '.', b->start - a->end);
}

static bool is_in_list(const ph_piece *p, size_t which)
{
    const ph_mention *m = &p->mentions.v[which];
    size_t before = which, behind = which + 1;
    while (before > 0 && p->mentions.v[before - 1].concept)
        before--;
    while (behind < p->mentions.n && p->mentions.v[behind].concept)
        behind++;
    return (before > 0 && is_beside(p, &p->mentions.v[before - 1], m)) ||
           (behind < p->mentions.n && is_beside(p, m, &p->mentions.v[behind]));
}

static bool is_of(ph_str language, const char *wanted)
{
    size_t n = strlen(wanted);
    if (!language.n)
        return strcmp(wanted, "en") == 0;
    return language.n >= n && memcmp(language.s, wanted, n) == 0 &&
           (language.n == n || language.s[n] == '-');
}

void ph_country_voice(ph_str language, const ph_piece *piece, size_t which,
                      unsigned voices[PH_VOICES])
{
    const ph_mention *m = &piece->mentions.v[which];
    bool adjective = m->type == PH_LABEL_ADJECTIVE, name = ph_names_country(m);
    bool list = name && is_in_list(piece, which);
    bool met[PH_VOICES] = {false};
    sentence s;
    look_around(piece->text, m, &s);
    ph_str styled = without_style(s.left), close = without_article(s.left);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ph_voice v = table[i].voice;
        bool fits = name || v == PH_VOICE_DELEGATION || v == PH_VOICE_FIRST ||
                    v == PH_VOICE_BEHALF || v == PH_VOICE_TROUBLE || v == PH_VOICE_HOME;
        if (!met[v] && fits && is_of(language, table[i].language))
            met[v] = has_phrase(&s, table[i].place, table[i].phrases, styled, close);
    }
    met[name ? PH_VOICE_NAME : adjective ? PH_VOICE_ADJECTIVE : PH_VOICE_PLACE] = true;
    met[PH_VOICE_LIST] = list;
    met[PH_VOICE_START] = name && !list && (!close.n || ph_eqc(close, "in"));
    met[PH_VOICE_FIRST] &= !list;
    for (size_t v = 0; v < PH_VOICES; v++)
        voices[v] += met[v];
}

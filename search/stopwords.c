/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "search/analysis.h"

/*
 * Words that a question may leave out when every word is asked for: articles, pronouns,
 * prepositions, conjunctions, auxiliary verbs, question words.  Folded as ph_text_key does, a
 * space before and behind each.  The index has them all, so that phrases are exact.
 */
static const struct {
    const char *language, *words;
} lists[] = {
    {"en",
     " a about after all also an and any are as at be because been being between both but "
     "by can could did do does doing during each for from further had has have having he "
     "her here hers him his how i if in into is it its itself me more most my no nor not "
     "of off on once only or other our ours out over own same she should so some such "
     "than that the their theirs them then there these they this those through to too "
     "under until up very was we were what when where which while who whom whose why "
     "will with would you your yours "},
    {"ru",
     " а без более бы был была были было быть в вам вас весь во вот все всего всех вы где "
     "да для до его ее если есть еще же за и из или им их к как какие какой ко когда "
     "которая которые который которых кто ли между мы на над не нет ни но о об обо он она "
     "они оно от по под при про с со так также там то того тоже только том ты у уже чего "
     "чем что чтобы эта эти это этого этой этот я "},
    {"fr",
     " a afin ai au aux avec ce ces cet cette ceux chez comme comment d dans de des donc "
     "dont du elle elles en entre est et etaient etait etre eu il ils j je l la le les "
     "leur leurs lui m ma mais me meme mes mon n ne ni nos notre nous on ont ou par pas "
     "pendant plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa "
     "sans se ses si son sont sous sur t ta te tes ton tu un une vers vos votre vous y "},
    {"es",
     " a al algo ante antes como con contra cual cuales cuando de del desde donde durante "
     "e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estan estas "
     "este esto estos fue fueron ha han hasta hay la las le les lo los mas me mi mis mucho "
     "muy ni no nos nosotros o os otra otras otro otros para pero por porque que quien "
     "quienes se sea ser si sin sobre son su sus tambien te tiene tu tus u un una unas uno "
     "unos y ya yo "},
    {"ro",
     " a acea aceasta aceste acestea acest acesta acestei acestor acestui ai al ale alt "
     "alta alte am ar are as asupra astfel atunci au avea ca care ce cea cei cel cele "
     "celor "
     "cine conform cu cum da daca dar de deci decat despre din dintre dupa ea ei el ele "
     "era este eu fara fi fie fiind foarte fost i iar ii il in incat intre intr isi la le "
     "li lor lui mai ne nici nu o ori pe pentru prin printr sa sau se si sub sunt sus tot "
     "toate toti un una unde unei unele unor unui va voi vor "},
    {"sr",
     " a ali bez bi bio bila bile bilo bice biti da do dok ga gde i ih ili im iz iza ja je "
     "jer joj jos ju ka kad kada kako kao koja koje kojem koji kojih kojim koju ko kod "
     "kroz li medju među mi mu na nad nakon ne nego ni nije nisu njih o od odnosno on ona "
     "one oni ono ova ove ovi ovo pa po pod pored pre preko pri prema s sa samo se sebe "
     "smo ste sto su sve svi ta tako te ti to toga u uz vec vi za zbog "
     "а али без би био била биле било бити да до док га где и их или им из иза ја је јер "
     "још ка кад када како као која које којем који којих којим коју ко код кроз ли међу "
     "ми на над након не него ни није нису њих о од односно он она оне они оно ова ове "
     "ови ово па по под поред пре преко при према с са само се смо су све сви та тако те "
     "ти то тога у уз већ ви за због што "},
};

static const char *list_of(ph_str language)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (language.n >= 2 && memcmp(language.s, lists[i].language, 2) == 0 &&
            (language.n == 2 || language.s[2] == '-'))
            return lists[i].words;
    return NULL;
}

static bool in_list(const char *words, ph_str key)
{
    for (const char *at = words;
         key.n && (at = memmem(at, strlen(at), key.s, key.n)) != NULL; at++)
        if (at[-1] == ' ' && at[key.n] == ' ') /* every list begins and ends with a space */
            return true;
    return false;
}

ph_str ph_stop_words(ph_str language)
{
    return ph_cstr(list_of(language));
}

bool ph_stop_word(ph_str language, ph_str key)
{
    const char *words = list_of(language);
    return words && !memchr(key.s ? key.s : "", ' ', key.n) && in_list(words, key);
}

ph_str ph_stop_language(const ph_strs *keys)
{
    size_t best = 0, best_count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t count = 0;
        for (size_t j = 0; j < keys->n; j++)
            count += in_list(lists[i].words, keys->v[j]);
        if (count > best_count) {
            best = i;
            best_count = count;
        }
    }
    return ph_cstr(lists[best].language);
}

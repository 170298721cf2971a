/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/organisation_names.h"
#include "search/analysis.h"
#include "search/text.h"

#define NAME_WORDS 14
#define BEFORE_WORDS 4
#define LOUD_SHARE 0.6 /* of the words of a text: with more capitals they tell nothing */
#define LOUD_WORDS 6

/* Lists of beginnings of keys (ph_text_key), parted by spaces; one that ends in '.' is a whole
 * word. */
typedef struct grammar {
    const char *languages;
    const char *heads;    /* what an organisation is */
    const char *national; /* ... of one country */
    const char *before;   /* adjectives before a head that are part of the name */
    const char *joints;   /* between the head and its subject */
    const char *ands;
    const char *subjects; /* what it is for */
    bool capitals;        /* subjects begin with capitals, and so does what ends a name */
} grammar;

static const grammar grammars[] = {
    {"en.",
     "ministry. agency. academy. institute. school. university. commission. "
     "committee. council. office. bureau. authority. inspectorate. secretariat. "
     "department. "
     "directorate. bank. fund. union. association. centre. center. chamber. court. "
     "service. "
     "organization. organisation. foundation. federation. corporation. chancellery. "
     "ombudsman. treasury. parliament. observatory. network. administration. board.",
     "ministry. chancellery. treasury. parliament. ombudsman.",
     "national. state. federal. central. supreme. royal. republican. general. higher. "
     "regional. international. european. public. civil. independent. joint. world. global. "
     "african. asian. american. caribbean. eurasian. presidential. special. united. "
     "nations. "
     "permanent. main. competent. relevant. responsible. local. administrative. "
     "contracting. "
     "supervisory. executive. advisory. steering. technical. organizing. organising. "
     "standing. "
     "working. parliamentary.",
     "of. for. on. under. against. the. to.", "and. &.",
     "financ econom justice interior internal foreign external affair health educat scien "
     "cultur sport labour labor social welfare digital development innovat technolog "
     "informat communicat transport energ agricultur environment natur resource trade "
     "industr investment tourism youth famil public administrat civil service governance "
     "government local regional defence defense security emergenc situat protection "
     "planning "
     "budget tax customs statistic audit accounts procurement integrity corruption "
     "prevention "
     "ethics human rights gender women equality child migration employment housing water "
     "forest fisher food rural urban works infrastructure research training management "
     "personnel reform modernis modern policy policies international europe integration "
     "cooperation coopera law legal election property land registr cadastre standards "
     "competition consumer data cyber electronic technical ecolog climate sustainable",
     true},
    {"ru.",
     "министерств агентств академи институт комисси комитет совет. совета. совете. служб "
     "инспекци департамент управлени центр. центра. центре. фонд. фонда. банк. банка. "
     "палат "
     "университет школ бюро. администраци ассоциаци корпораци",
     "министерств агентств служб. академи",
     "государственн национальн федеральн республиканск центральн верховн высш региональн "
     "международн единый единого европейск евразийск азиатск всемирн общественн счетн "
     "счётн дипломатическ",
     "по. при. для. за. в. против.", "и.",
     "дел. делам. финанс экономик экономическ юстиц здравоохран образован наук культур "
     "внутренн иностранн труд. труда. труду. занятост социальн защит населени цифров "
     "развити "
     "инноваци аэрокосмическ промышленност государственн служб гражданск управлени связ. "
     "связи. информаци коммуникац технолог транспорт энергетик энергетическ сельск "
     "сельского "
     "хозяйств эколог природн ресурс торговл инвестиц обществ спорт туризм молодеж семь "
     "местн самоуправлени президент правительств кабинет республик федерац чрезвычайн "
     "ситуац статистик стратегическ планировани реформ антикоррупц противодействи борьб "
     "коррупц прав. права. человек закупк налог доход таможен аудит контрол надзор охран "
     "окружающ сред. среды. среде. строительств жилищн коммунальн публичн персонал кадр "
     "услуг населению кыргызск казахстан узбекистан таджикистан азербайджан российск "
     "беларус украин молдов армени туркмен грузи",
     false},
    {"fr.",
     "ministere. ministeres. agence. academie. ecole. institut. commission. comite. "
     "conseil. "
     "secretariat. direction. banque. cour. office. universite. centre. haute. autorite. "
     "delegation. inspection.",
     "ministere. ministeres.", "haute. haut. grande.",
     "de. du. des. d. la. le. les. l. pour. a. au. aux. en. contre. sur. pres.", "et.",
     "financ econom justic interieur sante educat affair etranger travail agricultur "
     "environ transit numeriqu publi fonction modernis administ reform national "
     "europeen international developpement cooperat social solidar ecologi energ "
     "transport recherch enseign superieur cultur jeuness sport ville logement defens arme "
     "budget compte statisti etude economi audit control transparen vie. lutte. corrupt "
     "prevent droit homme egalit femme enfan famil securit plan decentralis collectiv "
     "territ local innov technolog informat communic commerc industri touris "
     "president republiqu etat generale general regional",
     false},
    {"es.",
     "ministerio. ministerios. agencia. academia. escuela. instituto. secretaria. "
     "comision. "
     "comite. consejo. contraloria. tribunal. oficina. universidad. centro. banco. "
     "departamento. direccion. autoridad. defensoria.",
     "ministerio. ministerios. contraloria.", "alta. alto.",
     "de. del. la. las. los. el. para. contra. sobre. en.", "y. e.",
     "hacienda finanz econom justici interior relacion exterior salud sanidad educac cienc "
     "cultur trabaj empleo social desarroll agricultur ambient medio transic digital "
     "public "
     "funcion moderniz administr reform nacional europe internacional cooperac energ "
     "transport investig superior juvent deport viviend defens presupuest cuent estadist "
     "audit control transparen corrup prevenc derech human igualdad mujer niñ nin famil "
     "segurid planific descentral local gobierno innov tecnolog informac comunicac comerci "
     "industri turism presiden republic estado general regional",
     false},
    {"ro.",
     "ministerul ministerel agenti academi scoal institut comisi comitet consili cancelari "
     "curte oficiul oficiului universitat centrul centrului banca bancii directi autoritat "
     "inspector secretariatul",
     "ministerul ministerel cancelari curte agenti", "",
     "de. al. a. ale. pentru. din. pe. langa. in. a. impotriva.", "si.",
     "finant econom justiti intern extern afacer sanatat educat cercetar stiint cultur "
     "munc "
     "protecti social dezvolt agricultur mediu tranziti digital public functi functionar "
     "modern administ reform national europen international cooper energ transport invatam "
     "tineret sport apar buget contur statisti audit control transparen corupti integrit "
     "preveni drept om omului egal femei copil famil securit planif descentr local guvern "
     "inov tehnolog informat comunic comert industri turism presedint republic stat. "
     "statului general regional electronic servici achizit proiect lucrar mold roman",
     false},
    {"sr. hr. bs. sh. cnr.",
     "ministarstv agencij akademij skol institut komisij odbor savet vijec zavod uprav. "
     "uprava. uprave. upravi. upravu. kancelarij direkcij inspekcij centar centra fond. "
     "fonda. "
     "bank univerzitet sud. suda. institucij министарств агенциј академиј школ институт "
     "комисиј одбор савет завод управа. управе. управи. управу. канцелариј дирекциј "
     "инспекциј "
     "центар центра фонд. фонда. банк универзитет суд. суда. институциј",
     "ministarstv kancelarij министарств канцелариј",
     "nacionaln drzavn republick narodn vrhovn visok regionaln evropsk centraln poresk "
     "национaлн национални националн државн републичк народн врховн висок регионалн "
     "европск "
     "централн пореск",
     "za. pri. u. o. na. protiv. za. при. за. у. о. на. против.", "i. и.",
     "finans finansij privred ekonom pravd pravosud unutrasnj spoljn posl posao zdravlj "
     "prosvet "
     "nauk tehnolo kultur rad. rada. radu. zaposl social drustv razvoj javn drzavn lokaln "
     "samouprav uprav sluzb reform evropsk integrac digital elektronsk inform telekom "
     "saobrac energ poljopr vodopr sum zastit zivotn sredin trgov turiz omlad sport "
     "poreds porod odbran budzet statist reviz kontrol korupc sprec borb prav. prava. "
     "covek "
     "ljudsk ravnoprav manjin bezbed planir republ srbij vlad. vlade. vladi. nabav "
     "investic "
     "финанс привред економ правд правосуд унутрашњ спољн посл здрављ просвет наук "
     "технолог "
     "култур рад. рада. запошљ социјал друштв развој јавн државн локалн самоуправ управ "
     "служб "
     "реформ европск интеграц дигитал електронск информ телеком саобраћ енерг пољопр "
     "водопр "
     "шум заштит животн средин трговин туриз омлад спорт пород одбран буџет статист ревиз "
     "контрол корупц спреч борб прав. права. човек људск равноправ мањин безбед планир "
     "републ "
     "србиј влад. владе. набав инвестиц",
     false},
};

/* Capitalised words at the beginning of a sentence that belong to no name. */
static const char openers[] =
    "the. a. an. in. on. at. by. for. from. of. to. with. and. but. or. as. if. when. "
    "while. where. because. since. after. before. although. however. therefore. this. "
    "these. that. those. its. our. their. his. her. each. every. some. many. most. "
    "all. both. such. under. through. within. according. also. new. dear. former. "
    "moreover. furthermore. together. see. contact. source. website. second. first. "
    "third. how. what. who. why. between. via.";

/* Who stands before a name and is no part of it. */
static const char roles[] =
    "minister. director. head. chair. president. mr. mrs. ms. dr. prof. professor.";

/* What an organisation writes is none. */
static const char papers[] =
    "convention. treaty. report. guidelines. act. strategy. programme. program. project. "
    "agreement. declaration. charter. resolution. recommendation. recommendations. "
    "directive. "
    "regulation. protocol. framework. plan. initiative. conference. meeting. session. day. "
    "week. month. year. award. awards. website.";

typedef struct word {
    ph_str key;
    size_t start, end;
    bool capital, letters; /* letters: all of them capitals */
    bool open;             /* nothing but a space stands before it */
} word;

typedef PH_VEC(word) words;

/* Whether a key begins with one of a list, or is one that ends in '.'. */
static bool is_in(const char *list, ph_str key)
{
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ");
        bool whole = n && at[n - 1] == '.';
        ph_str entry = {at, n - whole};
        if (entry.n && (whole ? ph_eq(key, entry) : ph_starts(key, entry)))
            return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

/* "l'economie" is "economie", "commission's" is "commission". */
static ph_str without_article(ph_str key)
{
    if (ph_ends(key, PH_STR(" s")))
        key.n -= 2;
    const char *space = key.n ? memchr(key.s, ' ', key.n) : NULL;
    size_t n = space ? (size_t)(space - key.s) : 0;
    return n && n <= 2 ? ph_sub(key, n + 1, key.n) : key;
}

static bool all_capitals(ph_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        if (!u_isupper(ph_utf8_next(s, &i)))
            return false;
    return n >= 2;
}

/* Behind an article, if there is one: "l'Économie". */
static bool begins_capital(ph_str s)
{
    size_t at = 0;
    for (size_t i = 1; i < s.n && i < 4; i++)
        if (s.s[i] == '\'')
            at = i + 1;
        else if (ph_starts(ph_sub(s, i, s.n), PH_STR("’")))
            at = i + strlen("’");
    return at < s.n && u_isupper(ph_utf8_next(s, &at));
}

static bool read_words(ph_arena *arena, ph_str text, words *out)
{
    size_t start, end, last = 0;
    for (size_t at = 0; ph_next_word(text, &at, &start, &end); last = end) {
        word *w = PH_PUSH(arena, out);
        ph_str s = ph_sub(text, start, end), gap = ph_sub(text, last, start), key;
        if (!w || !(key = ph_text_key(arena, s)).s)
            return false;
        *w = (word){.key = without_article(key), .start = start, .end = end};
        w->capital = begins_capital(s);
        w->letters = all_capitals(s);
        w->open = out->n > 1 && (ph_eqc(gap, " ") || ph_eqc(gap, "-"));
    }
    return true;
}

/* A text in which nearly every word begins with a capital, or is written in them, is a title: it
 * does not end as a sentence does. */
static bool is_loud(const words *w, ph_str text)
{
    size_t all = 0, capitals = 0, shouted = 0;
    for (size_t i = 0; i < w->n; i++) {
        bool counts = w->v[i].end - w->v[i].start >= 4;
        all += counts;
        capitals += counts && w->v[i].capital;
        shouted += counts && w->v[i].letters;
    }
    bool sentence = text.n && strchr(".;:,", text.s[text.n - 1]);
    return all >= LOUD_WORDS &&
           (double)(sentence ? shouted : capitals) > LOUD_SHARE * (double)all;
}

/* --- one name ------------------------------------------------------------------------------------ */

/* A demonym: "Estonian Ministry", "Polish Agency". */
static bool is_demonym(const word *w)
{
    static const char *const endings[] = {"ish", "ese", "ian", "ean", "can", "yz", "ek"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (w->capital && ph_ends(w->key, ph_cstr(endings[i])))
            return true;
    return false;
}

/* Whether the word at i goes on with the subject of a head. */
static bool is_subject(const grammar *g, const word *w)
{
    if (w->letters && g->capitals)
        return false;
    return is_in(g->subjects, w->key) && (w->capital || !g->capitals);
}

/* The last word of the name whose head is at h; h: nothing goes on. */
static size_t end_of(const grammar *g, const words *w, size_t h)
{
    size_t last = h;
    bool joined = false, listed = false;
    for (size_t i = h + 1; i < w->n && i < h + NAME_WORDS && w->v[i].open; i++) {
        const word *t = &w->v[i];
        bool subject = is_subject(g, t);
        if (g->capitals && t->capital && (is_in(openers, t->key) || is_in(papers, t->key)))
            break;
        if (is_in(g->ands, t->key) && !t->capital) {
            const word *next = i + 1 < w->n ? t + 1 : t;
            if (last == h || !next->open || !is_subject(g, next) ||
                (is_in(g->heads, next->key) && i + 2 < w->n &&
                 is_in(g->joints, w->v[i + 2].key)))
                break;
            listed = true;
        } else if (is_in(g->joints, t->key) && !t->capital && !subject) {
            joined = true;
            listed = false;
        } else if (subject ||
                   (t->capital && !t->letters && !listed && (joined || !g->capitals))) {
            if ((g->capitals && !joined) || t->end - t->start == 1)
                break;
            last = i;
        } else {
            break;
        }
    }
    return last;
}

/* The first word of the name whose head is at h. */
static size_t start_of(const grammar *g, const words *w, size_t h, bool followed)
{
    size_t first = h;
    while (first > 0 && h - first < BEFORE_WORDS && w->v[first].open) {
        const word *t = &w->v[first - 1];
        bool own = t->capital && !is_in(openers, t->key) && !is_in(roles, t->key);
        bool fits = own && !t->letters;
        if (followed || !g->capitals)
            fits = own && (is_in(g->before, t->key) || (g->capitals && is_demonym(t)));
        if (!fits)
            break;
        first--;
    }
    return first;
}

/* Whether what stands before a head says which one it is: "Environment Agency", not "National
 * Agency". */
static bool is_told(const grammar *g, const words *w, size_t first, size_t head)
{
    static const char subjects_of_heads[] = "civil. public. nations.";
    static const char vague[] = "service. office.";
    if (is_in(vague, w->v[head].key) && head - first < 2)
        return head > first &&
               is_in("audit. customs. tax. cabinet. statistics.", w->v[head - 1].key);
    size_t told = 0;
    for (size_t i = first; i < head; i++)
        told += !is_in(g->before, w->v[i].key) || is_in(subjects_of_heads, w->v[i].key);
    return told > 0;
}

/* "(SAO)" behind a name. */
static ph_str acronym_behind(ph_str text, size_t end)
{
    if (!ph_starts(ph_sub(text, end, text.n), PH_STR(" (")))
        return PH_ABSENT;
    const char *close = memchr(text.s + end, ')', text.n - end);
    ph_str inside = close ? ph_sub(text, end + 2, (size_t)(close - text.s)) : PH_ABSENT;
    return inside.n && inside.n <= 20 && all_capitals(inside) ? inside : PH_ABSENT;
}

/* "Commission on Environmental": the rest of it stands behind a sign. */
static bool is_torn(const grammar *g, const word *last)
{
    static const char *const endings[] = {"al", "ic", "ive", "ary", "can"};
    static const char whole[] =
        "republic. public. pacific. arctic. atlantic. capital. hospital. "
        "logistic. clinic. portugal. nepal. senegal. appeal. music. "
        "library. judiciary. traffic.";
    for (size_t i = 0; g->capitals && i < sizeof endings / sizeof *endings; i++)
        if (ph_ends(last->key, ph_cstr(endings[i])))
            return !is_in(whole, last->key);
    return false;
}

/* "Standards and Testing Agency": what stands before "and" belongs to it, and nobody knows from
 * where on.  next: behind the name before it. */
static bool is_half(const grammar *g, const words *w, size_t first, size_t next)
{
    return first >= next + 2 && w->v[first].open && w->v[first - 1].open &&
           is_in(g->ands, w->v[first - 1].key) && w->v[first - 2].capital;
}

/* Without "l'" in front and "'s" at the end. */
static ph_named trimmed(ph_str text, const word *first, const word *last)
{
    ph_named span = {.start = first->start, .end = last->end};
    static const char *const marks[] = {"'", "’"};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t n = strlen(marks[m]);
        ph_str s = ph_sub(text, first->start, last->end);
        if (s.n > n + 1 && strchr("lLdD", s.s[0]) &&
            ph_starts(ph_sub(s, 1, s.n), ph_cstr(marks[m])))
            span.start += n + 1;
        if (s.n > n + 1 && s.s[s.n - 1] == 's' &&
            ph_ends(ph_sub(s, 0, s.n - 1), ph_cstr(marks[m])))
            span.end -= n + 1;
    }
    return span;
}

/* Heads that are too common a word to be one before a mere capital. */
static bool needs_subject(ph_str head)
{
    return is_in(
        "office. department. centre. center. service. network. administration. board. "
        "school. court. union. council. committee. fund. bank. "
        "observatory. parliament. treasury.",
        head);
}

static bool add_name(ph_arena *arena, const grammar *g, ph_str text, const words *w,
                     size_t h, size_t *next, ph_named_list *out)
{
    size_t last = end_of(g, w, h), first = start_of(g, w, h, last > h);
    bool english = g->capitals, followed = last > h;
    ph_str head = w->v[h].key;
    bool subject = followed && (!english || !needs_subject(head));
    for (size_t i = h + 1; !subject && followed && i <= last; i++)
        subject = is_subject(g, &w->v[i]);
    bool told = english && !followed && is_told(g, w, first, h);
    if (told && needs_subject(head))
        told = first < h && (is_subject(g, &w->v[h - 1]) || ph_eqc(head, "court"));
    bool administers = english && ph_eqc(head, "administration");
    if (administers)
        told = told && !followed &&
               is_in("national. state. federal. general.", w->v[first].key);
    if (!w->v[first].capital || !(administers ? told : subject || told) ||
        (followed && is_torn(g, &w->v[last])) || (told && is_half(g, w, first, *next)))
        return true;
    ph_named span = trimmed(text, &w->v[first], &w->v[last]);
    ph_named *named = PH_PUSH(arena, out);
    if (!named)
        return false;
    *named = (ph_named){.start = span.start,
                        .end = span.end,
                        .acronym = acronym_behind(text, w->v[last].end),
                        .national = is_in(g->national, head)};
    named->national |=
        first < h && is_in("state. national. federal. государственн национальн "
                           "drzavn nacionaln државн националн",
                           w->v[first].key);
    *next = last + 1;
    return true;
}

bool ph_organisation_names(ph_arena *arena, ph_str language, ph_str text,
                           ph_named_list *out)
{
    const grammar *g = NULL;
    const char *dash = language.n ? memchr(language.s, '-', language.n) : NULL;
    ph_str first = dash ? ph_sub(language, 0, (size_t)(dash - language.s)) : language;
    words w = {0};
    for (size_t i = 0; i < sizeof grammars / sizeof *grammars && first.n; i++)
        if (is_in(grammars[i].languages, first))
            g = &grammars[i];
    if (!g)
        return true;
    if (!read_words(arena, text, &w))
        return false;
    if (is_loud(&w, text))
        return true;
    for (size_t i = 0, next = 0; i < w.n; i++) {
        bool behind = !g->capitals && i > 0 && w.v[i].open && w.v[i - 1].capital;
        if (i < next || !(w.v[i].capital || behind) || !is_in(g->heads, w.v[i].key))
            continue;
        if ((w.v[i].capital || is_in(g->before, w.v[i - 1].key)) &&
            !add_name(arena, g, text, &w, i, &next, out))
            return false;
    }
    return true;
}

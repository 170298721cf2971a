/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/country_forms.h"
#include "search/text.h"

#define CASES 14 /* columns of a row; the longest is that of Kazakh endings */
#define WORDS 8  /* of a name; longer ones are not declined */

typedef enum position {
    LAST,  /* the last word of a name, or a noun before it */
    FIRST, /* an adjective that another word follows */
    WHOLE, /* a word that follows no rule */
    FREE   /* an adjective by itself: "казахстанский" */
} position;

/* What stands in the place of an ending in the other cases: cases between '|', choices between
 * ','.  A row for a longer ending stands above one for a shorter; "" fits all. */
typedef struct row {
    const char *language;
    position where;
    const char *ending, *others;
} row;

static const row rows[] = {
    /* Russian: genitive, dative, accusative, instrumental, prepositional */
    {"ru", WHOLE, "Нидерланды",
     "Нидерландов|Нидерландам|Нидерланды|Нидерландами|Нидерландах"},
    {"ru", WHOLE, "Египет", "Египта|Египту|Египет|Египтом|Египте"},
    {"ru", WHOLE, "Гвинея-Бисау",
     "Гвинеи-Бисау|Гвинее-Бисау|Гвинею-Бисау|Гвинеей-Бисау|Гвинее-Бисау"},
    {"ru", WHOLE, "Острова", "Островов|Островам|Острова|Островами|Островах"},
    {"ru", WHOLE, "острова", "островов|островам|острова|островами|островах"},
    {"ru", WHOLE, "о-ва", "островов|островам|острова|островами|островах"},
    {"ru", WHOLE, "о-в", "острова|острову|остров|островом|острове"},
    {"ru", WHOLE, "Беларусь", "Беларуси|Беларуси|Беларусь|Беларусью|Беларуси"},
    {"ru", WHOLE, "Никарагуа", ""},
    {"ru", WHOLE, "Папуа", ""},
    {"ru", WHOLE, "Самоа", ""},
    {"ru", WHOLE, "Антигуа", ""},
    {"ru", WHOLE, "Мыса", ""},
    {"ru", WHOLE, "Эмираты", "Эмиратов|Эмиратам|Эмираты|Эмиратами|Эмиратах"},
    {"ru", WHOLE, "Штаты", "Штатов|Штатам|Штаты|Штатами|Штатах"},
    {"ru", FIRST, "ая", "ой|ой|ую|ой|ой"},
    {"ru", FIRST, "яя", "ей|ей|юю|ей|ей"},
    {"ru", FIRST, "ое", "ого|ому|ое|ым,им|ом"},
    {"ru", FIRST, "ый", "ого|ому|ый|ым|ом"},
    {"ru", FIRST, "кий", "кого|кому|кий|ким|ком"},
    {"ru", FIRST, "ые", "ых|ым|ые|ыми|ых"},
    {"ru", FIRST, "ие", "их|им|ие|ими|их"},
    {"ru", FIRST, "вы", "вых|вым|вы|выми|вых"},
    {"ru", LAST, "ия", "ии|ии|ию|ией|ии"},
    {"ru", LAST, "я", "и|е|ю|ей|е"},
    {"ru", LAST, "ка", "ки|ке|ку|кой|ке"},
    {"ru", LAST, "га", "ги|ге|гу|гой|ге"},
    {"ru", LAST, "ха", "хи|хе|ху|хой|хе"},
    {"ru", LAST, "ша", "ши|ше|шу|шей|ше"},
    {"ru", LAST, "жа", "жи|же|жу|жей|же"},
    {"ru", LAST, "а", "ы|е|у|ой|е"},
    {"ru", LAST, "ство", "ства|ству|ство|ством|стве"},
    {"ru", LAST, "о", ""},
    {"ru", LAST, "е", ""},
    {"ru", LAST, "э", ""},
    {"ru", LAST, "и", ""},
    {"ru", LAST, "у", ""},
    {"ru", LAST, "ю", ""},
    {"ru", LAST, "ы", ",ов|ам|ы|ами|ах"},
    {"ru", LAST, "й", "я|ю|й|ем|е"},
    {"ru", LAST, "ь", "я,и|ю,и|ь|ем,ью|е,и"},
    {"ru", LAST, "ин", "ина|ину|ин|ином|ине"},
    {"ru", LAST, "", "а|у||ом|е"},
    {"ru", FREE, "кий", "кого|кому|ким|ком|кая|кой|кую|кое|кие|ких|кими"},
    {"ru", FREE, "ий", "ого|ому|им,ым|ом|ая|ой|ую|ое|ие,ые|их,ых|ими,ыми"},
    {"ru", FREE, "ый", "ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми"},
    /* Ukrainian: genitive, dative, accusative, instrumental, locative, vocative */
    {"uk", WHOLE, "Нідерланди",
     "Нідерландів|Нідерландам|Нідерланди|Нідерландами|Нідерландах"},
    {"uk", WHOLE, "Єгипет", "Єгипту|Єгипту|Єгипет|Єгиптом|Єгипті"},
    {"uk", WHOLE, "Штати", "Штатів|Штатам|Штати|Штатами|Штатах"},
    {"uk", WHOLE, "Емірати", "Еміратів|Еміратам|Емірати|Еміратами|Еміратах"},
    {"uk", WHOLE, "Острови", "Островів|Островам|Острови|Островами|Островах"},
    {"uk", WHOLE, "Білорусь", "Білорусі|Білорусі|Білорусь|Білоруссю|Білорусі"},
    {"uk", FIRST, "а", "ої|ій|у|ою|ій"},
    {"uk", FIRST, "ий", "ого|ому|ий|им|ому"},
    {"uk", FIRST, "е", "ого|ому|е|им|ому"},
    {"uk", FIRST, "і", "их|им|і|ими|их"},
    {"uk", LAST, "ія", "ії|ії|ію|ією|ії"},
    {"uk", LAST, "я", "ї,і|ї,і|ю|єю,ею|ї,і"},
    {"uk", LAST, "ка", "ки|ці|ку|кою|ці"},
    {"uk", LAST, "га", "ги|зі|гу|гою|зі"},
    {"uk", LAST, "ща", "щі|щі|щу|щею|щі"},
    {"uk", LAST, "а", "и|і|у|ою|і"},
    {"uk", LAST, "ство", "ства|ству|ство|ством|стві"},
    {"uk", LAST, "о", ""},
    {"uk", LAST, "е", ""},
    {"uk", LAST, "і", ""},
    {"uk", LAST, "у", ""},
    {"uk", LAST, "и", ",ів|ам|и|ами|ах"},
    {"uk", LAST, "й", "ю,я|ю|й|єм|ї"},
    {"uk", LAST, "ь", "ю,я,і|ю,і|ь|ем,ю|і"},
    {"uk", LAST, "", "у,а|у,ові||ом|і,у"},
    {"uk", FREE, "ий", "ого|ому|им|а|ої|ій|у|ою|е|і|их|ими"},
    /* Serbian: genitive, dative and locative, accusative, vocative, instrumental */
    {"sr", WHOLE, "Egipat", "Egipta|Egiptu|Egipat|Egipte|Egiptom"},
    {"sr", WHOLE, "Kipar", "Kipra|Kipru|Kipar|Kipre|Kiprom"},
    {"sr", WHOLE, "Države", "Država|Državama|Države"},
    {"sr", WHOLE, "države", "država|državama|države"},
    {"sr", WHOLE, "Emirati", "Emirata|Emiratima|Emirate"},
    {"sr", WHOLE, "emirati", "emirata|emiratima|emirate"},
    {"sr", WHOLE, "Republika", "Republike|Republici|Republiku|Republiko|Republikom"},
    {"sr", WHOLE, "Obala", "Obale|Obali|Obalu|Obalo|Obalom"},
    {"sr", WHOLE, "Ostrva", "Ostrva|Ostrvima"},
    {"sr", FIRST, "a", "e,ih|oj,im|u,a|a|om,im"},
    {"sr", FIRST, "o", "og|om|o|o|im"},
    {"sr", FIRST, "i", "og,ih|om,im|i,e|i|im"},
    {"sr", FIRST, "e", "ih|im|e|e|im"},
    {"sr", LAST, "ska", "ske|skoj|sku|ska|skom"},
    {"sr", LAST, "ška", "ške|škoj|šku|ška|škom"},
    {"sr", LAST, "čka", "čke|čkoj|čku|čka|čkom"},
    {"sr", LAST, "a", "e|i|u|o|om"},
    {"sr", LAST, "io", "ija|iju|io||ijem"},
    {"sr", LAST, "vo", "va|vu|vo|vo|vom"},
    {"sr", LAST, "o", "a|u|o|o|om"},
    {"sr", LAST, "i", "ija,a|iju,ima|i,e|i|ijem,ima"},
    {"sr", LAST, "e", "ea,a|eu,ama|e|e|eom,ama"},
    {"sr", LAST, "u", "ua|uu|u|u|uom"},
    {"sr", LAST, "j", "ja|ju|j|ju|jem"},
    {"sr", LAST, "š", "ša|šu|š|šu|šem"},
    {"sr", LAST, "c", "ca|cu|c|cu|cem"},
    {"sr", LAST, "", "a|u||e|om"},
    {"sr", FREE, "i", "a|o|og|oga|om|ome|e|u|ih|im|ima"},
    /* Romanian: with the article, genitive, genitive without it */
    {"ro", WHOLE, "Republica", "Republicii|Republici|Republică"},
    {"ro", WHOLE, "Regatul", "Regatului"},
    {"ro", WHOLE, "Statele", "Statelor"},
    {"ro", WHOLE, "Emiratele", "Emiratelor"},
    {"ro", WHOLE, "Insulele", "Insulelor"},
    {"ro", WHOLE, "Țările", "Țărilor"},
    {"ro", WHOLE, "Africa", "Africii"},
    {"ro", WHOLE, "Coreea", "Coreei"},
    {"ro", WHOLE, "Coasta", "Coastei"},
    {"ro", WHOLE, "Guineea", "Guineei"},
    {"ro", WHOLE, "Macedonia", "Macedoniei"},
    {"ro", WHOLE, "Irlanda", "Irlandei"},
    {"ro", WHOLE, "Bosnia", "Bosniei"},
    {"ro", WHOLE, "Noua", "Noii"},
    {"ro", WHOLE, "Federația", "Federației"},
    {"ro", LAST, "ia", "iei|ie"},
    {"ro", LAST, "ca", "căi,cii|că"},
    {"ro", LAST, "ga", "găi,gii|gă"},
    {"ro", LAST, "ța", "ței|ță"},
    {"ro", LAST, "ea", "eei|ei|ee"},
    {"ro", LAST, "a", "ei|ă|i"},
    {"ro", LAST, "ele", "elor"},
    {"ro", LAST, "ile", "ilor"},
    {"ro", LAST, "e", "elor|ele|e"},
    {"ro", LAST, "u", "ului|ul"},
    {"ro", LAST, "o", "oului|oul"},
    {"ro", LAST, "i", "iului|iul"},
    {"ro", LAST, "", "ul|ului"},
    {"ro", FREE, "esc", "ească|ești|escul|escului|easca|eștii|eștilor|ească|eștile"},
    {"ro", FREE, "ez", "eză|ezi|eze|ezul|ezului|eza|ezei|ezii|ezilor|ezele|ezelor"},
    {"ro", FREE, "ean", "eană|eni|ene|eanul|eanului|eana|enei|enii|enilor|enele|enelor"},
    {"ro", FREE, "ian",
     "iană|ieni|iene|ianul|ianului|iana|ienei|ienii|ienilor|ienele|ienelor"},
    {"ro", FREE, "ac", "acă|aci|ace|acul|acului|aca|acei|acii|acilor|acele|acelor"},
    {"ro", FREE, "", "ă|i|e|ul|ului|a|ei|ii|ilor|ele|elor"},
    /* French and Spanish adjectives: feminine, plurals */
    {"fr", FREE, "en", "enne|ens|ennes"},
    {"fr", FREE, "ais", "aise|aises"},
    {"fr", FREE, "ois", "oise|oises"},
    {"fr", FREE, "on", "onne|ons|onnes"},
    {"fr", FREE, "e", "es"},
    {"fr", FREE, "", "e|s|es"},
    {"es", FREE, "és", "esa|eses|esas"},
    {"es", FREE, "án", "ana|anes|anas"},
    {"es", FREE, "o", "a|os|as"},
    {"es", FREE, "í", "íes|ís"},
    {"es", FREE, "e", "es"},
    {"es", FREE, "a", "as"},
    {"es", FREE, "", "a|es|as"},
    /* Kazakh, Kyrgyz, Uzbek: genitive, dative, accusative, locative, ablative, instrumental */
    {"kk", LAST, "",
     "ның,нің,дың,дің,тың,тің|ға,ге,қа,ке|ны,ні,ды,ді,ты,ті|да,де,та,те|"
     "дан,ден,тан,тен,нан,нен|мен,бен,пен|дағы,дегі,тағы,тегі"},
    {"ky", LAST, "",
     "нын,нин,нун,нүн,дын,дин,дун,дүн,тын,тин,тун,түн|"
     "га,ге,го,гө,ка,ке,ко,кө|ны,ни,ну,нү,ды,ди,ду,дү,ты,ти|"
     "да,де,до,дө,та,те,то,тө|дан,ден,дон,дөн,тан,тен,тон,төн|дагы,деги,тагы,теги"},
    {"uz", LAST, "", "ning,нинг|ga,ka,qa,га,ка,қа|ni,ни|da,да|dan,дан|dagi,даги"},
};

/* --- words ---------------------------------------------------------------------------------------- */

/* The forms of one word by cases, the first as it stands. */
typedef struct declined {
    PH_VEC(ph_str) cases[CASES];
    size_t n;
} declined;

static const row *find_row(ph_str language, position where, ph_str word)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        if (r->where == where && ph_eqc(language, r->language) &&
            (where == WHOLE ? ph_eqc(word, r->ending) : ph_ends(word, ph_cstr(r->ending))))
            return r;
    }
    return NULL;
}

static bool add_case(ph_arena *arena, declined *d, ph_str base, ph_str choices)
{
    ph_str choice;
    if (!choices.n) /* "||": as it stands without its ending */
        choices = PH_STR(",");
    while (d->n < CASES && ph_split(&choices, ',', &choice)) {
        ph_str *form = PH_PUSH(arena, &d->cases[d->n]);
        if (!form || !(*form = ph_dupf(arena, "%.*s%.*s", PH_FMT(base), PH_FMT(choice))).s)
            return false;
    }
    d->n += d->n < CASES;
    return true;
}

static bool decline(ph_arena *arena, ph_str language, ph_str word, bool last,
                    bool adjective, declined *d)
{
    const row *r = find_row(language, WHOLE, word);
    if (!r)
        r = find_row(language, adjective ? FREE : last ? LAST : FIRST, word);
    *d = (declined){.n = 0};
    if (!add_case(arena, d, word, PH_ABSENT))
        return false;
    if (!r || !r->others[0])
        return true;
    ph_str base =
        r->where == WHOLE ? PH_STR("") : ph_sub(word, 0, word.n - strlen(r->ending));
    ph_str others = ph_cstr(r->others), choices;
    while (ph_split(&others, '|', &choices))
        if (!add_case(arena, d, base, choices))
            return false;
    return true;
}

/* --- names ---------------------------------------------------------------------------------------- */

/* What joins the words of a name, and what is behind it: each word is declined as a last one. */
static bool is_joint(ph_str word)
{
    static const char *const joints[] = {"и", "i", "та", "й", "—", "–", "-", "și"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (ph_eqc(word, joints[i]))
            return true;
    return false;
}

/* Whether the word before a joint, before the end, or one that no adjective row fits. */
static bool is_last(ph_str language, const ph_strs *words, size_t i)
{
    return i + 1 == words->n || is_joint(words->v[i + 1]) ||
           (!find_row(language, FIRST, words->v[i]) && !ph_eqc(language, "ro"));
}

static bool add_form(ph_arena *arena, ph_strs *forms, const ph_str *words, size_t n)
{
    ph_str form = n ? words[0] : PH_ABSENT;
    for (size_t i = 1; form.s && i < n; i++)
        form = ph_dupf(arena, "%.*s %.*s", PH_FMT(form), PH_FMT(words[i]));
    if (!form.s)
        return false;
    if (forms->n >= PH_FORMS_MAX || ph_strs_has(forms, form))
        return true;
    return ph_strs_add(arena, forms, form);
}

/* A form of each choice of each word in a case; a word that has not so many cases stays as it
 * is. */
static bool add_choices(ph_arena *arena, ph_strs *forms, const declined *d, size_t n,
                        size_t which)
{
    size_t choice[WORDS] = {0}, i = 0;
    while (i < n) {
        ph_str words[WORDS];
        for (i = 0; i < n; i++) {
            size_t k = which < d[i].n ? which : 0;
            words[i] = d[i].cases[k].v[choice[i]];
        }
        if (!add_form(arena, forms, words, n))
            return false;
        for (i = 0; i < n; i++) { /* the next choice, as a counter counts */
            size_t k = which < d[i].n ? which : 0;
            if (++choice[i] < d[i].cases[k].n)
                break;
            choice[i] = 0;
        }
    }
    return true;
}

static bool add_cases(ph_arena *arena, ph_strs *forms, const declined *d, size_t n)
{
    for (size_t which = 0; which < CASES; which++)
        if (!add_choices(arena, forms, d, n, which))
            return false;
    return true;
}

/* A parenthesis at the end is not a word: "Мьянма (Бирма)". */
static ph_str without_parenthesis(ph_str name)
{
    const char *open = memchr(name.s, '(', name.n);
    return open ? ph_trim(ph_sub(name, 0, (size_t)(open - name.s))) : name;
}

bool ph_is_abbreviation(ph_str name)
{
    size_t letters = 0;
    for (size_t i = 0; i < name.n; letters++)
        if (!u_isupper(ph_utf8_next(name, &i)))
            return false;
    return letters < 5;
}

bool ph_country_forms(ph_arena *arena, ph_str language, ph_str name, bool adjective,
                      ph_strs *forms)
{
    declined d[WORDS];
    ph_strs words = {0};
    ph_str rest = without_parenthesis(name), word;
    if (!ph_strs_add(arena, forms, name))
        return false;
    while (ph_split(&rest, ' ', &word))
        if (word.n && !ph_strs_add(arena, &words, word))
            return false;
    if (!words.n || words.n > WORDS || ph_is_abbreviation(name))
        return true;
    for (size_t i = 0; i < words.n; i++)
        if (!decline(arena, language, words.v[i], is_last(language, &words, i), adjective,
                     &d[i]))
            return false;
    if (!add_cases(arena, forms, d, words.n))
        return false;
    /* "Республики Молдова", "Republicii Moldova", "Statelor Unite ale Americii" */
    for (size_t i = 1; i < words.n; i++)
        d[i].n = 1;
    return words.n == 1 || add_cases(arena, forms, d, words.n);
}

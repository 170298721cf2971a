/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "indexer/country_context.h"
#include "search/text.h"

/* --- the table ---------------------------------------------------------------------------------- */

typedef enum speaks {
    AGAINST,  /* a word of the sentence */
    FOR,      /* a word of the sentence */
    AT_START, /* a word of the sentence against a name that begins it; without words: only a
                 word for the country helps there */
    ARTICLE,  /* a word right before it, as weak as one of the sentence */
    BEFORE, /* the word right before it, or before a word of three letters, rules it out */
    BEHIND, /* the word right behind it rules it out */
    PERSON  /* a capital right behind it rules it out, unless it is one of the words */
} speaks;

typedef enum label { NAME, ADJECTIVE, CAPITAL } label;

typedef struct row {
    const char *language, *codes; /* "*": all countries */
    label label;
    speaks speaks;
    const char *words;
} row;

/* What a state does, and what persons do not have. */
#define STATE_EN                                                                           \
    "government president minister ministry republic parliament embassy ambassador "       \
    "country nation population people citizens border army authorities economy treaty "    \
    "signed delegation africa african united nations region programme policy law "         \
    "constitution elections refugees bank agency public national international "

static const row rows[] = {
    /* English: the state of the USA, the persons, the river, the bird */
    {"en", "GE", NAME, AGAINST,
     "atlanta savannah augusta macon usa governor alabama florida tennessee carolina "
     "mississippi senator senators congressman congresswoman republican republicans county "
     "counties peach peaches bulldogs sheriff fulton gwinnett decatur emory marietta "
     "valdosta "
     "kemp abrams raffensperger gubernatorial confederate plantation cola carter "
     "appalachian "
     "interstate okefenokee chattahoochee quarterback football freeway statehouse texas "
     "colonies runoff statewide hartsfield"},
    {"en", "GE", NAME, FOR,
     "tbilisi batumi kutaisi rustavi caucasus armenia azerbaijan georgian lari abkhazia "
     "ossetia saakashvili shevardnadze ministry minister government republic ambassador "
     "embassy nato moldova ukraine parliament partnership imereti kakheti adjara "
     "municipality "
     "country independence european russia turkey president prime wine soviet estonia "
     "latvia "
     "black nation"},
    {"en", "GE", NAME, BEFORE,
     "atlanta savannah athens augusta macon columbus valdosta albany rome marietta decatur "
     "dalton aunt font miss"},
    {"en", "GE", NAME, BEHIND,
     "tech bulldogs avenue street o'keeffe peaches usa u dome coast"},
    {"en", "TD", NAME, AGAINST,
     "he his him himself brother uncle dad son classmate guitar player nickelback husband "
     "boyfriend girlfriend wife kid homework birthday quarterback ballot paper roommate "
     "cousin drummer barista colleague neighbour neighbor friend voters punch"},
    {"en", "TD", NAME, FOR,
     "n'djamena ndjamena chadian sahel deby habre lake sudan niger cameroon libya boko "
     "haram "
     "cemac desert savannah cotton oil pipeline " STATE_EN},
    {"en", "TD", NAME, BEFORE,
     "mr brother uncle named called dr cousin friend hanging saint st hi dear dangling "
     "colleague sir coach"},
    {"en", "TD", NAME, BEHIND, "kroeger ballot ballots"},
    {"en", "TD,JO", NAME, PERSON,
     "government ministry minister president republic national basin lake army embassy "
     "delegation and river valley times office parliament central bank customs civil armed "
     "university tourism health water programme program country team in on at the is was "
     "has "
     "mission vision red cement royal phosphate telecom cameroon"},
    {"en", "JO", NAME, AGAINST,
     "he his him himself she her brother sister uncle dad son classmate guitar player "
     "basketball baseball nba bulls coach sneakers shoes boyfriend husband wife teammate "
     "kid "
     "homework birthday quarterback girlfriend river rivers baptized baptised baptism "
     "israelites joshua jericho galilee downstream upstream tributary headwaters flows "
     "friend cousin dunk psychologist actor"},
    {"en", "JO", NAME, FOR,
     "amman king kingdom hashemite jordanian syria lebanon egypt iraq palestine saudi "
     "dinar "
     "irbid zarqa aqaba petra zaatari abdullah hussein queen majesty arab "
     "israel " STATE_EN},
    {"en", "JO", NAME, BEFORE,
     "sister brother daughter son mr mrs ms miss dr prof sir judge coach justice senator "
     "named called dear hi michael "
     "vernon barbara robert david john james jim mary deandre eddie neil hamilton june "
     "louis "
     "thomas paul peter mark kevin brian steve richard william charles tom bob mike sarah "
     "susan jane anna lisa alice air cousin montell jeff kim"},
    {"en", "JO", NAME, ARTICLE, "the"},
    {"en", "JO", NAME, BEHIND, "peele peterson henderson pickford sneakers almonds brand"},
    {"en", "TR", NAME, AT_START,
     "served serves roast roasted oven carve carved carving stuffing stuffed cranberry "
     "gravy "
     "sandwich dinner meat breast leg drumstick thanksgiving christmas poultry feathers "
     "flock "
     "gobble hen hens farmers breeds cook cooked cooking recipe bird birds slice slices "
     "cheese "
     "ham chicken protein calories baste soup salad lunch eaten eating hunters egg eggs "
     "neck plucked frozen thaw leftovers curry burger bacon pounds kilograms tender juicy "
     "brine smoked wings menu dish tasted oven cranberries potatoes butcher freezer pie "
     "lean "
     "holiday guests fork roasting farm minutes"},
    {"en", "TR", NAME, FOR,
     "ankara istanbul turkish erdogan nato syria cyprus greece lira ambassador bosphorus "
     "europe earthquake exports imports anatolia izmir " STATE_EN},
    {"en", "TR", NAME, BEHIND,
     "sandwich sandwiches breast breasts dinner dinners soup meat stuffing burger burgers "
     "bacon leg legs drumstick drumsticks wings eggs farm feathers sausage sausages curry "
     "meatballs hens poults salad wrap gravy pie club jerky carcass roast vultures"},
    {"en", "TR", NAME, BEFORE,
     "roast roasted smoked thanksgiving christmas ground wild cold "
     "frozen grilled"},
    {"en", "NE", NAME, AGAINST,
     "river flows tributary flood floods banks fishing downstream"},
    {"en", "NE", NAME, FOR, "niamey nigerien sahel uranium mali chad " STATE_EN},
    {"en", "CG", NAME, AGAINST,
     "kinshasa kivu goma lubumbashi katanga kabila mobutu tshisekedi lumumba zaire "
     "monusco monuc onuc bukavu ituri drc"},
    {"en", "CG", NAME, FOR, "brazzaville sassou"},
    {"en", "GN", NAME, BEHIND, "pig pigs fowl fowls hen hens worm grass"},
    {"en", "CU", NAME, BEHIND, "libre gooding"},
    {"en", "RE", NAME, AT_START, ""},
    {"en", "RE", NAME, FOR,
     "island saint-denis denis overseas mayotte france indian ocean"},
    {"en", "JE", NAME, BEFORE, "new"},
    {"en", "JE", NAME, BEHIND, "shore city cow cows"},
    {"en", "*", CAPITAL, BEHIND,
     "agreement agreements convention conventions declaration protocol statute treaty "
     "conference consensus platform process summit accord accords round action principles "
     "communique programme framework club strategy post times street rules"},
    {"en", "*", CAPITAL, BEFORE, "treaty statute declaration convention george"},
    {"en", "*", ADJECTIVE, BEHIND,
     "language languages speaking speaker speakers translation interpretation version"},
    {"en", "*", ADJECTIVE, BEFORE, "speak speaks spoke spoken into"},
    /* Russian: того (of that), чад (fumes), панама (a hat), перу (to the pen) */
    {"ru", "TG", NAME, AT_START, ""},
    {"ru", "TG", NAME, FOR,
     "ломе тоголезский республика африка бенин гана правительство президент страна министр "
     "народ парламент запад делегация"},
    {"ru", "TD", NAME, AT_START,
     "кухня дым угар запах угарный табачный свеча печь кадило комната стоял сковорода "
     "масло "
     "жареный горелый окно глаза"},
    {"ru", "PA", NAME, AT_START,
     "шляпа солома соломенный голова летний носить хлопок лен дети"},
    {"ru", "PE", NAME, AGAINST,
     "принадлежать писатель роман поэма автор повесть поэт рассказ"},
    {"ru", "PE", NAME, FOR, "лима перуанский правительство президент страна республика"},
    {"ru", "*", ADJECTIVE, BEHIND, "язык языки"},
    {"ru", "*", ADJECTIVE, BEFORE, "язык"},
    /* French: a river, a first name */
    {"fr", "GE", NAME, AGAINST,
     "atlanta savannah gouverneur floride alabama tennessee caroline sénateur américain "
     "américaine usa comté pêches texas"},
    {"fr", "GE", NAME, FOR,
     "tbilissi caucase arménie azerbaïdjan batoumi abkhazie ossétie gouvernement ministre "
     "président république pays parlement européen"},
    {"fr", "NE", NAME, AGAINST, "fleuve coule crue affluent rives rive pirogue pêcheurs"},
    {"fr", "NE", NAME, FOR,
     "niamey nigérien gouvernement président république pays ministre état sahel uranium"},
    {"fr", "MU", NAME, PERSON, "et la le est les dans en"},
    {"fr", "MU", NAME, AGAINST,
     "il lui père mère frère soeur ami oncle femme mari fils prénom compositeur écrivain "
     "chanteur né mort boléro"},
    {"fr", "MU", NAME, BEFORE,
     "m mr monsieur saint docteur dr oncle frère prénom prince jean louis père cher roi "
     "ami cousin"},
    {"fr", "MU", NAME, FOR,
     "île port-louis mauricien océan rodrigues gouvernement république pays réunion "
     "seychelles "
     "madagascar sucre comores"},
    {"fr", "DM", NAME, PERSON, "et la le est les dans en"},
    {"fr", "DM", NAME, AGAINST,
     "il elle père mère frère soeur ami oncle femme mari fils prénom"},
    {"fr", "DM", NAME, FOR,
     "île roseau caraïbes antilles caricom gouvernement république pays"},
    {"fr", "*", CAPITAL, BEFORE,
     "accord accords traité convention déclaration conférence protocole statut traités"},
    {"fr", "*", ADJECTIVE, BEFORE, "langue langues en parle parlent"},
    /* Spanish: a pepper, a town, a hat, a first name */
    {"es", "GE", NAME, AGAINST,
     "atlanta savannah gobernador florida alabama tennessee carolina senador condado usa "
     "estadounidense texas melocotón"},
    {"es", "GE", NAME, FOR,
     "tiflis tbilisi cáucaso armenia azerbaiyán batumi abjasia osetia gobierno ministro "
     "república país parlamento europea"},
    {"es", "GD", NAME, AGAINST,
     "andalucía andaluza alhambra sevilla málaga córdoba españa universidad lorca nazarí "
     "nevada provincia catedral almería jaén ayuntamiento nicaragua managua fruta zumo "
     "mano "
     "explosión lanzó albaicín reyes conquista boabdil flamenco estudiar vega autovía "
     "tapas"},
    {"es", "GD", NAME, FOR,
     "caribe antillas caricom isla islas trinidad barbados dominica nuez gobierno jorge "
     "santa caribeño"},
    {"es", "CL", NAME, AT_START,
     "polvo salsa picante ají receta jalapeño cocina plato guacamole tortilla carne frijol "
     "taco chipotle poblano verde seco molido sopa guiso condimento cebolla ajo"},
    {"es", "CL", NAME, FOR,
     "santiago chileno gobierno presidente país república ministerio"},
    {"es", "PA", NAME, AGAINST, "sombrero sombreros paja toquilla"},
    {"es", "TD", NAME, PERSON, "y en es el la los"},
    {"es", "TD", NAME, BEFORE, "señor sr llamado amigo hermano primo actor"},
    {"es", "*", CAPITAL, BEFORE,
     "acuerdo acuerdos tratado convenio convención declaración conferencia protocolo "
     "estatuto"},
    {"es", "*", ADJECTIVE, BEFORE, "idioma lengua lenguas en habla hablan"},
    /* Romanian */
    {"ro", "GE", NAME, AGAINST,
     "atlanta savannah guvernatorul florida alabama tennessee carolina senatorul sua texas "
     "american comitatul"},
    {"ro", "GE", NAME, FOR,
     "tbilisi caucaz armenia azerbaidjan batumi abhazia osetia guvernul ministrul "
     "republica "
     "țară parlamentul european"},
    {"ro", "*", CAPITAL, BEFORE,
     "acordul acordului tratatul tratatului convenția declarația conferința protocolul "
     "statutul"},
    {"ro", "*", ADJECTIVE, BEFORE, "limba limbii"},
    /* Serbian: mali (little), Jordan is the river too, kipar (a sculptor) */
    {"sr", "ML", NAME, AT_START, ""},
    {"sr", "ML", NAME, PERSON, "i u je"},
    {"sr", "ML", NAME, FOR,
     "bamako malijski afrika afrički sahel vlada predsednik republika država niger burkina "
     "senegal zemlja"},
    {"sr", "JO", NAME, AGAINST,
     "reka reci reku krštenje krstio kršten isus hrist hristos jovan krstitelj jerihon "
     "vode"},
    {"sr", "JO", NAME, FOR,
     "aman kralj kraljevina vlada jordanski jordanska sirija liban irak egipat država "
     "zemlja"},
    {"sr", "CY", NAME, PERSON, "i u je"},
    {"sr", "CY", NAME, AT_START, "izložba skulptura umetnik akademski izvajao vajao bista"},
    {"sr", "*", ADJECTIVE, BEHIND, "jezik jezika jeziku jezikom"},
};

/* --- one language -------------------------------------------------------------------------------- */

typedef struct cue {
    uint64_t term;
    const row *row;
} cue;

struct ph_country_cues {
    ph_arena *arena;
    PH_VEC(cue) cues; /* in the order of their terms */
    bool any;         /* the language has rows */
    char language[8];
};

typedef struct adder {
    ph_country_cues *cues;
    const row *row;
    bool failed;
} adder;

static bool add_cue(void *user, ph_token token)
{
    adder *a = user;
    cue *c = PH_PUSH(a->cues->arena, &a->cues->cues);
    a->failed = !c;
    if (c)
        *c = (cue){token.hash, a->row};
    return !a->failed;
}

static int by_term(const void *left, const void *right)
{
    uint64_t a = ((const cue *)left)->term, b = ((const cue *)right)->term;
    return a < b ? -1 : a > b;
}

ph_status ph_country_cues_new(ph_country_cues **out, ph_analyzer *analyzer, ph_str language,
                              ph_error *err)
{
    ph_country_cues *c = *out = calloc(1, sizeof *c);
    ph_status status = c && (c->arena = ph_arena_new()) ? PH_OK : ph_fail_memory(err);
    for (size_t i = 0; !status && i < sizeof rows / sizeof *rows; i++) {
        adder a = {.cues = c, .row = &rows[i]};
        if (!ph_eqc(language, rows[i].language))
            continue;
        c->any = true;
        memcpy(c->language, language.s, language.n);
        status = ph_analyze(analyzer, language, ph_cstr(rows[i].words), add_cue, &a, err);
        if (a.failed)
            status = ph_fail_memory(err);
    }
    if (status) {
        ph_country_cues_free(c);
        *out = NULL;
    } else if (c->cues.n) {
        qsort(c->cues.v, c->cues.n, sizeof *c->cues.v, by_term);
    }
    return status;
}

void ph_country_cues_free(ph_country_cues *c)
{
    if (c)
        ph_arena_free(c->arena);
    free(c);
}

/* --- a place in a text ---------------------------------------------------------------------------- */

/* A label of a country where it was met. */
typedef struct place {
    const ph_country_cues *cues;
    const ph_country_words *met;
    ph_str code;
    label label;
    size_t start, end; /* the words of its sentence: [start, end) */
} place;

static bool is_for(const row *r, const place *p)
{
    return r->label == p->label &&
           (r->codes[0] == '*' || memmem(r->codes, strlen(r->codes), p->code.s, p->code.n));
}

/* Whether a word is one of those of a kind of row for the place. */
static bool says(const place *p, size_t word, speaks what)
{
    const cue *cues = p->cues->cues.v;
    uint64_t term = p->met->words->v[word].term;
    size_t low = 0, high = p->cues->cues.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cues[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < p->cues->cues.n && cues[low].term == term; low++)
        if (cues[low].row->speaks == what && is_for(cues[low].row, p))
            return true;
    return false;
}

/* Whether there is a row of a kind for the place, with its words or without any. */
static bool has_row(const place *p, speaks what, bool wordless)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].speaks == what && is_for(&rows[i], p) &&
            strcmp(rows[i].language, p->cues->language) == 0 &&
            (!wordless || !rows[i].words[0]))
            return true;
    return false;
}

/* What stands between a word and the one behind it. */
static ph_str gap(const place *p, size_t word)
{
    const ph_words *w = p->met->words;
    return ph_sub(p->met->text, w->v[word].end,
                  word + 1 < w->n ? w->v[word + 1].start : p->met->text.n);
}

/* A sentence ends behind the word: not behind "U.S.", "Mr.", "St.". */
static bool ends_sentence(const place *p, size_t word)
{
    ph_str between = gap(p, word);
    const ph_word *w = &p->met->words->v[word];
    if (memchr(between.s, '!', between.n) || memchr(between.s, '?', between.n))
        return true;
    return memchr(between.s, '.', between.n) && w->end - w->start > 2;
}

static bool is_upper(const place *p, size_t word)
{
    size_t at = p->met->words->v[word].start;
    return u_isupper(ph_utf8_next(p->met->text, &at));
}

static bool follows_closely(const place *p, size_t word)
{
    ph_str between = gap(p, word);
    return between.n == 1 && between.s[0] == ' ';
}

/* The words beside it rule it out. */
static bool is_ruled_out(const place *p)
{
    const ph_words *w = p->met->words;
    size_t first = p->met->first, behind = p->met->last + 1;
    if (first > p->start && says(p, first - 1, BEFORE))
        return true;
    if (first > p->start + 1 && w->v[first - 1].end - w->v[first - 1].start <= 3 &&
        says(p, first - 2, BEFORE))
        return true;
    if (behind >= p->end)
        return false;
    if (says(p, behind, BEHIND))
        return true;
    return has_row(p, PERSON, false) && follows_closely(p, behind - 1) &&
           is_upper(p, behind) && !says(p, behind, PERSON);
}

/* The words of a part of the text for it, less those against it. */
static int weigh(const place *p, size_t start, size_t end, bool begins)
{
    int sum = 0;
    for (size_t i = start; i < end; i++) {
        if (i >= p->met->first && i <= p->met->last)
            continue;
        sum += says(p, i, FOR);
        sum -= says(p, i, AGAINST) || (begins && says(p, i, AT_START));
    }
    return sum;
}

bool ph_country_meant(const ph_country_cues *cues, const ph_country_words *met, ph_str code,
                      ph_label_type type)
{
    label which = type == PH_LABEL_ADJECTIVE                                 ? ADJECTIVE
                  : type == PH_LABEL_CAPITAL || type == PH_LABEL_INSTITUTION ? CAPITAL
                                                                             : NAME;
    place p = {cues, met, code, which, met->first, met->last + 1};
    if (!cues->any)
        return true;
    while (p.start > 0 && !ends_sentence(&p, p.start - 1))
        p.start--;
    while (p.end < met->words->n && !ends_sentence(&p, p.end - 1))
        p.end++;
    if (is_ruled_out(&p))
        return false;
    if (which != NAME || !(has_row(&p, AGAINST, false) || has_row(&p, AT_START, false)))
        return true;
    bool begins = met->first == p.start;
    int sum = weigh(&p, p.start, p.end, begins);
    sum -= met->first > p.start && says(&p, met->first - 1, ARTICLE);
    sum -= begins && has_row(&p, AT_START, true);
    if (sum == 0)
        sum = weigh(&p, 0, met->words->n, false);
    return sum >= 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of persons in contact data: two to five words with capitals, or one behind "Ms". */
#include "config.h"

#include <string.h>
#include <unicode/uchar.h>

#include "indexer/redact_parts.h"
#include "search/analysis.h"
#include "search/limits.h"
#include "search/text.h"

#define RUN_WORDS 5

/* Words of offices, places and subjects: what has one of them is no person.  Keys of
 * ph_text_key, Latin and Cyrillic. */
static const char never[] =
    " ministry ministries agency agencies academy institute institution university "
    "school college centre center department division directorate office offices "
    "commission committee council board bureau authority inspectorate secretariat "
    "government parliament senate assembly cabinet court bank fund foundation "
    "association union network hub organization organisation international national "
    "nations united federal state states republic kingdom regional local municipal "
    "municipality city region district province oblast county country european "
    "european eurasian asian african latin american world global public civil service "
    "services servants administration affairs policy policies finance finances economy "
    "economic trade justice interior foreign defence defense education science health "
    "labour labor social protection development sustainable reform reforms governance "
    "digital digitalization transformation electronic information technology "
    "technologies innovation innovations data statistics statistical audit accounts "
    "accounting budget treasury tax customs procurement anti corruption integrity "
    "ethics human resources resource rights management manager training learning "
    "programme program project projects unit section sector group team task force "
    "forum conference workshop meeting session seminar summit report document annex "
    "list participants participant contact contacts details information address street "
    "avenue road square plaza building floor room block house boulevard box new north "
    "south east west central northern southern eastern western saint san santa costa "
    "sri saudi abu addis buenos kuala great press media phone telephone tel fax mobile "
    "email mail web website skype www http https the and for with from date time place "
    "venue goals goal sdg agenda open support key practice practices case name title "
    "position institution organizer partner partners ";

/* The same in Russian, French, Spanish, Romanian and Serbian. */
static const char never_elsewhere[] =
    " министерство министерства агентство академия институт университет центр "
    "департамент управление отдел комитет комиссия совет палата бюро служба фонд "
    "ассоциация союз сеть хаб организация правительство парламент сенат суд банк "
    "администрация республика республики область район город улица проспект дом офис "
    "кабинет этаж телефон тел факс почта сайт адрес ул пр г государственная "
    "государственный государственной национальный национальная международный "
    "международная региональный федеральный федерация список участников участник "
    "участники контакты контактное лицо проект программа программы развитие "
    "объединенных нации центральная центральный министр имя фамилия должность страна "
    "северная южная восточная ministere ministeres agence academie ecole institut "
    "universite centre direction bureau conseil comite cour banque fonds association "
    "reseau organisation gouvernement assemblee nationale national nationaux publique "
    "publics public rue avenue boulevard place cedex ministerio agencia academia "
    "escuela instituto universidad centro direccion oficina consejo comite tribunal "
    "banco fondo asociacion red organizacion gobierno asamblea nacional nacionales "
    "publica publico calle avenida plaza edificio piso republica federacion ministerul "
    "agentia academia scoala institutul universitatea centrul directia biroul "
    "consiliul comitetul curtea banca fondul asociatia reteaua organizatia guvernul "
    "parlamentul strada bulevardul bloc etaj nationala national publica publice "
    "moldova romania ministarstvo agencija akademija skola univerzitet centar uprava "
    "sluzba zavod odbor savet vlada skupstina sud banka fond savez mreza organizacija "
    "ulica bulevar republika narodna nacionalna drzavna javna novi srbija srbije "
    "министарство агенција академија школа универзитет центар управа служба завод "
    "одбор савет влада скупштина суд банка мрежа организација улица булевар република "
    "републике народна национална државна јавна нови ";

/* Duties and forms of address: they stand beside a name and are none of it. */
static const char duties[] =
    " director deputy head chief vice president chair chairman chairwoman chairperson "
    "minister secretary general senior junior advisor adviser expert specialist "
    "officer coordinator consultant analyst assistant associate lead leader member "
    "professor rector dean chancellor ambassador governor mayor commissioner executive "
    "permanent acting first second principal focal point person persons responsible "
    "attn attention honourable excellency h e prof dr phd mba moderator speaker "
    "rapporteur facilitator trainer editor author prepared dear by to cc директор "
    "заместитель начальник руководитель председатель министра секретарь главный "
    "ведущий старший специалист эксперт консультант советник координатор ответственный "
    "профессор ректор доктор зам модератор докладчик directeur directrice chef cheffe "
    "adjoint adjointe presidente presidente secretaire generale conseiller conseillere "
    "charge chargee coordonnateur coordinatrice responsable expert directora jefe jefa "
    "subdirector subdirectora secretario secretaria asesor asesora coordinador "
    "coordinadora encargado encargada responsable directorul directoare sef sefa "
    "adjuncta presedinte secretar consilier consiliera coordonator coordonatoare "
    "responsabil persoana direktor direktorka zamenik nacelnik nacelnica predsednik "
    "predsednica sekretar savetnik savetnica koordinator koordinatorka rukovodilac "
    "kontakt osoba директорка заменик начелник начелница председник секретар саветник "
    "саветница координаторка руководилац контакт особа ";

/* Small words within a name: "Ana de la Cruz", "Asan Usen uulu". */
static const char particles[] =
    " de del de la las los da das do dos di du van der den von zu bin binti ibn al el "
    "ul ud ogly oglu ogli qizi kyzy kizi uulu y e i оглы кызы уулу улы ";

static bool is_in(const char *list, ph_str key)
{
    char spaced[64];
    if (!key.n || key.n > sizeof spaced - 3)
        return false;
    spaced[0] = ' ';
    memcpy(spaced + 1, key.s, key.n);
    memcpy(spaced + 1 + key.n, " ", 2);
    return strstr(list, spaced) != NULL;
}

/* A run of words that may be a name. */
typedef struct run {
    size_t start, end;
    unsigned words, initials;
    bool polite;   /* "Ms" stands before it */
    bool poisoned; /* something in it is an office or a place */
} run;

static bool all_letters(ph_str word)
{
    for (size_t i = 0; i < word.n;) {
        int32_t c = ph_utf8_next(word, &i);
        if (!u_isalpha(c) && c != '\'' && c != 0x2019 && c != '-')
            return false;
    }
    return true;
}

static size_t letters(ph_str word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n; n++)
        ph_utf8_next(word, &i);
    return n;
}

/* A name goes on over spaces, hyphens, and the full stop of an initial or of "Dr". */
static bool goes_on(ph_str gap, ph_str before, bool polite)
{
    bool dot = false;
    for (size_t i = 0; i < gap.n; i++) {
        if (gap.s[i] == '.')
            dot = true;
        else if (gap.s[i] != ' ' && gap.s[i] != '-')
            return false;
    }
    if (gap.n > 3 || (memchr(gap.s, '-', gap.n) && gap.n > 1))
        return false;
    return !dot || polite || letters(before) <= 2;
}

static bool end_run(ph_arena *arena, ph_str text, run *r, ph_strs *names)
{
    bool person = !r->poisoned && r->words <= RUN_WORDS && r->words > r->initials &&
                  (r->words >= 2 || (r->words == 1 && r->polite));
    ph_str name = ph_sub(text, r->start, r->end);
    *r = (run){0};
    return !person || names->n >= PH_HIDDEN_NAMES || ph_strs_has(names, name) ||
           ph_strs_add(arena, names, name);
}

/* "Head of Human Resources": what stands behind such a word is a subject. */
static bool leads_to_subject(ph_str key)
{
    return is_in(
        " of for in on at as из по при для в на pour en sur para pentru in za u за у ",
        key);
}

bool ph_persons_in(ph_arena *arena, ph_str text, ph_strs *names)
{
    run r = {0};
    size_t start, end, last = 0;
    bool subject = false, polite = false;
    ph_str before = PH_STR("");
    for (size_t at = 0; ph_next_word(text, &at, &start, &end);) {
        ph_str word = ph_sub(text, start, end), gap = ph_sub(text, last, start);
        ph_str key = ph_text_key(arena, word);
        size_t i = 0;
        if (!key.s)
            return false;
        bool capital = u_isupper(ph_utf8_next(word, &i)) && all_letters(word);
        bool hyphen = r.words && memchr(gap.s, '-', gap.n);
        if (last && !goes_on(gap, before, polite)) {
            if (!end_run(arena, text, &r, names))
                return false;
            subject = polite = false;
        }
        last = end;
        before = word;
        bool honorific = ph_is_honorific(key) && letters(key) > 1;
        if (honorific || is_in(duties, key) || (!capital && !is_in(particles, key)) ||
            (!capital && !r.words)) {
            if (!end_run(arena, text, &r, names))
                return false;
            subject = leads_to_subject(key) || (subject && !honorific);
            polite = honorific;
            continue;
        }
        if (!capital) /* a particle within a name */
            continue;
        if (!r.words)
            r = (run){.start = start, .polite = polite};
        r.end = end;
        r.words += !hyphen;
        r.initials += letters(word) == 1;
        r.poisoned |= subject || is_in(never, key) || is_in(never_elsewhere, key);
        polite = false;
    }
    return end_run(arena, text, &r, names);
}

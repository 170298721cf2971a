/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks and lines of contact data: under headings, behind labels, in messages. */
#include "config.h"

#include <limits.h>
#include <string.h>

#include "indexer/redact_parts.h"
#include "search/text.h"

#define HEADING_BYTES 200
#define LABEL_BYTES 60
#define SIGNATURE_BLOCKS 8 /* lines below "Best regards" */
#define SIGNATURE_BYTES 160
#define CUE_BYTES 300 /* so far behind "please contact" a name may stand */

static bool is_among(ph_str key, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ph_eqc(key, list[i]))
            return true;
    return false;
}

#define AMONG(key, list) is_among((key), (list), sizeof(list) / sizeof *(list))

/* --- headings -------------------------------------------------------------------------------- */

/* Without "5", "IV", "Annex 2" in front; key: of a heading. */
static ph_str without_number(ph_str key)
{
    static const char *const annexes[] = {"annex",  "appendix", "annexe",
                                          "anexa",  "anexo",    "приложение",
                                          "prilog", "прилог",   "attachment"};
    ph_str rest = key, first, second;
    if (!ph_split(&rest, ' ', &first) || !rest.n)
        return key;
    if (AMONG(first, annexes)) {
        ph_str behind = rest;
        bool numbered = ph_split(&behind, ' ', &second) && second.n <= 3 && behind.n;
        return numbered ? behind : rest;
    }
    uint64_t number;
    bool roman = true;
    for (size_t i = 0; i < first.n; i++)
        roman &= strchr("ivx", first.s[i]) != NULL;
    return roman || first.n == 1 || ph_number(first, &number) ? without_number(rest) : key;
}

/* Words over contact data or a list of participants, as keys, in the languages we know. */
static const char *const whole[] = {"contact",
                                    "contacts",
                                    "contact details",
                                    "contact information",
                                    "contact info",
                                    "contact data",
                                    "contact person",
                                    "contact persons",
                                    "contact point",
                                    "contact points",
                                    "contact us",
                                    "contact list",
                                    "key contacts",
                                    "media contact",
                                    "media contacts",
                                    "press contact",
                                    "focal point",
                                    "focal points",
                                    "focal persons",
                                    "participants",
                                    "participating persons",
                                    "attendees",
                                    "delegates",
                                    "attendance",
                                    "list of contacts",
                                    "for more information",
                                    "for further information",
                                    "speakers and participants",
                                    "resource persons",
                                    "name and position",
                                    "контакты",
                                    "контакт",
                                    "контактные данные",
                                    "контактная информация",
                                    "контактное лицо",
                                    "контактные лица",
                                    "контакты для сми",
                                    "для контактов",
                                    "участники",
                                    "участники встречи",
                                    "участники семинара",
                                    "координаторы",
                                    "наши контакты",
                                    "за дополнительной информацией",
                                    "coordonnees",
                                    "contact presse",
                                    "personne a contacter",
                                    "personnes a contacter",
                                    "personne contact",
                                    "personnes contacts",
                                    "personne ressource",
                                    "personnes ressources",
                                    "points focaux",
                                    "point focal",
                                    "participants",
                                    "pour plus d informations",
                                    "liste de presence",
                                    "nous contacter",
                                    "participantes",
                                    "contactos",
                                    "contacto",
                                    "persona de contacto",
                                    "personas de contacto",
                                    "datos de contacto",
                                    "informacion de contacto",
                                    "puntos focales",
                                    "punto focal",
                                    "asistentes",
                                    "lista de asistencia",
                                    "para mas informacion",
                                    "persoane de contact",
                                    "persoana de contact",
                                    "date de contact",
                                    "informatii de contact",
                                    "contacte",
                                    "participanti",
                                    "lista de prezenta",
                                    "pentru mai multe informatii",
                                    "kontakt",
                                    "kontakti",
                                    "kontakt osoba",
                                    "kontakt osobe",
                                    "kontakt podaci",
                                    "osoba za kontakt",
                                    "osobe za kontakt",
                                    "контакти",
                                    "контакт особа",
                                    "контакт особе",
                                    "контакт подаци",
                                    "особа за контакт",
                                    "особе за контакт",
                                    "лице за контакт",
                                    "ucesnici",
                                    "учесници",
                                    "prisutni",
                                    "присутни"};

/* Headings that begin so, whatever follows: "List of participants of the third meeting". */
static const char *const beginnings[] = {
    "list of participants",   "participants list",      "participant list",
    "list of attendees",      "list of delegates",      "list of speakers",
    "attendance list",        "attendee list",          "contact details of",
    "contact information of", "contact person",         "contacts of",
    "contacts for",           "список участников",      "списки участников",
    "список контактов",       "контактные данные",      "контактная информация",
    "контактные лица",        "liste des participants", "liste des participantes",
    "liste de presence",      "liste des contacts",     "coordonnees de",
    "coordonnees des",        "lista de participantes", "lista de asistentes",
    "lista de contactos",     "datos de contacto",      "lista participantilor",
    "lista de participanti",  "lista cu participantii", "lista participantelor",
    "date de contact",        "persoane de contact",    "spisak ucesnika",
    "spisak ucesnica",        "lista ucesnika",         "popis sudionika",
    "списак учесника",        "листа учесника",         "kontakt osobe",
    "контакт особе"};

static bool begins_with_one(ph_str key, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t m = strlen(list[i]);
        if (ph_starts(key, ph_cstr(list[i])) && (key.n == m || key.s[m] == ' '))
            return true;
    }
    return false;
}

/* beginning: words may follow, as in a heading. */
static bool opens_contacts(ph_arena *arena, ph_str heading, bool beginning)
{
    if (heading.n > HEADING_BYTES)
        return false;
    ph_str key = without_number(ph_text_key(arena, heading));
    return AMONG(key, whole) ||
           (beginning &&
            begins_with_one(key, beginnings, sizeof beginnings / sizeof *beginnings));
}

/* --- labels ----------------------------------------------------------------------------------- */

/* The part before "Contact: Jane ...", "Contact person | Jane ..."; absent: there is none. */
static ph_str label_of(ph_str text)
{
    for (size_t i = 0; i < text.n && i < LABEL_BYTES; i++)
        if (text.s[i] == ':' || text.s[i] == '|')
            return ph_sub(text, 0, i);
    return PH_ABSENT;
}

/* Labels before the name of someone who answers, or who signs. */
static bool names_someone(ph_str key)
{
    static const char *const labels[] = {"coordinator",
                                         "project coordinator",
                                         "national coordinator",
                                         "programme coordinator",
                                         "responsible",
                                         "responsible person",
                                         "person in charge",
                                         "prepared by",
                                         "contact name",
                                         "name",
                                         "full name",
                                         "name and surname",
                                         "attn",
                                         "attention",
                                         "координатор",
                                         "координатор проекта",
                                         "ответственный",
                                         "ответственное лицо",
                                         "ответственный исполнитель",
                                         "исполнитель",
                                         "подготовил",
                                         "подготовила",
                                         "фио",
                                         "ф и о",
                                         "имя",
                                         "имя и фамилия",
                                         "руководитель проекта",
                                         "coordinateur",
                                         "coordinatrice",
                                         "coordonnateur",
                                         "responsable",
                                         "personne responsable",
                                         "nom",
                                         "nom et prenom",
                                         "prepare par",
                                         "coordinador",
                                         "coordinadora",
                                         "persona responsable",
                                         "nombre",
                                         "nombre y apellidos",
                                         "elaborado por",
                                         "coordonator",
                                         "coordonatoare",
                                         "responsabil",
                                         "persoana responsabila",
                                         "nume",
                                         "nume si prenume",
                                         "intocmit de",
                                         "koordinator",
                                         "koordinatorka",
                                         "odgovorno lice",
                                         "odgovorna osoba",
                                         "ime i prezime",
                                         "pripremio",
                                         "pripremila",
                                         "координаторка",
                                         "одговорно лице",
                                         "одговорна особа",
                                         "име и презиме",
                                         "припремио",
                                         "припремила"};
    return AMONG(key, labels);
}

/* The place behind words that send the reader to somebody; 0: there are none. */
static size_t behind_cue(ph_str text)
{
    static const char *const cues[] = {"lease contact",
                                       "may contact",
                                       "can contact",
                                       "information contact",
                                       "information, contact",
                                       "details contact",
                                       "details, contact",
                                       "questions contact",
                                       "questions to",
                                       "questions, contact",
                                       "get in touch with",
                                       "contact person is",
                                       "focal point is",
                                       "contact is",
                                       "enquiries to",
                                       "inquiries to",
                                       "reach out to",
                                       "бращаться к",
                                       "бращайтесь к",
                                       "братиться к",
                                       "вязаться с",
                                       "вяжитесь с",
                                       "онтактное лицо",
                                       "онтактным лицом",
                                       "formations, contact",
                                       "euillez contacter",
                                       "ontactez",
                                       "dresser a",
                                       "dresser à",
                                       "onerse en contacto con",
                                       "ongase en contacto con",
                                       "óngase en contacto con",
                                       "ontactar a",
                                       "ontactar con",
                                       "ontactati",
                                       "ontactați",
                                       "ontactaţi",
                                       "dresati-va",
                                       "dresați-vă",
                                       "ontaktirajte",
                                       "онтактирајте",
                                       "bratite se",
                                       "братите се"};
    size_t best = 0;
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++) {
        size_t n = strlen(cues[i]);
        for (size_t at = 0; at + n <= text.n; at++) {
            const char *c = memchr(text.s + at, cues[i][0], text.n - at);
            if (!c)
                break;
            at = (size_t)(c - text.s);
            if (at + n <= text.n && memcmp(c, cues[i], n) == 0 && (!best || at + n < best))
                best = at + n;
        }
    }
    return best;
}

/* --- messages ----------------------------------------------------------------------------------- */

typedef enum line {
    OTHER_LINE,
    FROM_LINE,  /* begins what Outlook copies above a message that is answered */
    HEADER_LINE /* goes on with it */
} line;

static line line_of(ph_arena *arena, ph_str text)
{
    static const char *const froms[] = {"from",       "от",        "от кого",  "de",
                                        "de la",      "od",        "од",       "von",
                                        "expediteur", "remitente", "expeditor"};
    static const char *const headers[] = {
        "sent",      "to",      "cc",      "bcc",        "date",      "отправлено",
        "дата",      "кому",    "копия",   "envoye",     "envoye le", "a",
        "pour",      "copie",   "enviado", "enviado el", "para",      "fecha",
        "trimis",    "catre",   "poslato", "datum",      "za",        "prima",
        "kome",      "послато", "датум",   "за",         "коме",      "reply to",
        "importance"};
    ph_str label = label_of(text);
    if (!label.n || text.s[label.n] != ':')
        return OTHER_LINE;
    ph_str key = ph_text_key(arena, label);
    return AMONG(key, froms) ? FROM_LINE : AMONG(key, headers) ? HEADER_LINE : OTHER_LINE;
}

/* The bytes of " Sent:" and the like in one paragraph of such lines. */
static bool has_header(ph_str text)
{
    static const char *const headers[] = {
        " Sent:",    " To:",      " Отправлено:", " Кому:", " Envoyé :", " Envoyé:",
        " À :",      " Enviado:", " Enviado el:", " Para:", " Trimis:",  " Către:",
        " Poslato:", " Послато:", " Za:",         " Date:"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (memmem(text.s, text.n, headers[i], strlen(headers[i])))
            return true;
    return false;
}

/* "Best regards", also with the name in the same paragraph, behind a comma. */
static bool is_closing(ph_arena *arena, ph_str text)
{
    static const char *const closings[] = {"best regards",
                                           "kind regards",
                                           "regards",
                                           "with best regards",
                                           "with kind regards",
                                           "warm regards",
                                           "best wishes",
                                           "best",
                                           "sincerely",
                                           "sincerely yours",
                                           "yours sincerely",
                                           "yours faithfully",
                                           "yours truly",
                                           "many thanks",
                                           "thanks",
                                           "thank you",
                                           "cheers",
                                           "с уважением",
                                           "с наилучшими пожеланиями",
                                           "искренне ваш",
                                           "искренне ваша",
                                           "cordialement",
                                           "bien cordialement",
                                           "bien a vous",
                                           "salutations",
                                           "meilleures salutations",
                                           "saludos",
                                           "saludos cordiales",
                                           "un saludo",
                                           "atentamente",
                                           "cordialmente",
                                           "cu stima",
                                           "cu respect",
                                           "cu drag",
                                           "o zi buna",
                                           "s postovanjem",
                                           "srdacan pozdrav",
                                           "pozdrav",
                                           "с поштовањем",
                                           "срдачан поздрав",
                                           "поздрав"};
    const char *comma = text.n ? memchr(text.s, ',', text.n) : NULL;
    ph_str first = comma ? ph_sub(text, 0, (size_t)(comma - text.s)) : text;
    return text.n <= 2 * SIGNATURE_BYTES && first.n <= LABEL_BYTES &&
           AMONG(ph_text_key(arena, first), closings);
}

/* --- the way through a document ------------------------------------------------------------------- */

typedef struct dropper {
    ph_arena *arena;
    ph_hidden *hidden;
    bool message;       /* the document is a mail */
    unsigned closed;    /* level of the heading that closed us out; 0: open */
    unsigned signature; /* lines of a signature that may still come */
    bool header;        /* in copied header lines */
    bool failed;
} dropper;

static bool learn(dropper *d, ph_str text)
{
    d->failed |= !ph_persons_in(d->arena, text, &d->hidden->names);
    return true;
}

/* Header lines of an answered message, and signatures in mails. */
static bool is_of_message(dropper *d, const ph_block *b, const ph_block *next)
{
    if (b->type == PH_BLOCK_HEADING) {
        d->header = false;
        d->signature = 0;
        return false;
    }
    line kind = line_of(d->arena, b->text);
    bool begins =
        kind == FROM_LINE &&
        (has_header(b->text) || (next && line_of(d->arena, next->text) == HEADER_LINE));
    d->header = begins || (d->header && kind != OTHER_LINE);
    if (d->header)
        return true;
    if (d->message && is_closing(d->arena, b->text)) {
        d->signature = SIGNATURE_BLOCKS;
        return true;
    }
    if (d->signature && b->text.n <= SIGNATURE_BYTES) {
        d->signature--;
        return true;
    }
    d->signature = 0;
    return false;
}

/* Whether a block goes.  What stands under such headings goes up to the next one of the same
 * level or above; such words in a line of their own are a heading too, up to the next one of
 * any level. */
static bool goes(dropper *d, const ph_block *b, const ph_block *next)
{
    bool heading = b->type == PH_BLOCK_HEADING;
    bool alone = b->type == PH_BLOCK_PARAGRAPH && !label_of(b->text).s &&
                 !ph_ends(b->text, PH_STR("."));
    if (heading && (!d->closed || b->level <= d->closed))
        d->closed = opens_contacts(d->arena, b->text, true) ? b->level : 0;
    else if (!d->closed && !heading && opens_contacts(d->arena, b->text, alone))
        d->closed = UINT_MAX;
    if (d->closed || is_of_message(d, b, next))
        return true;
    ph_str label = label_of(b->text);
    return label.s && opens_contacts(d->arena, label, false);
}

/* Names that a block gives away which stays. */
static void look_for_names(dropper *d, ph_str text)
{
    ph_str label = label_of(text);
    if (label.s && names_someone(ph_text_key(d->arena, label)))
        learn(d, ph_sub(text, label.n + 1, label.n + 1 + CUE_BYTES));
    size_t at = behind_cue(text);
    if (at)
        learn(d, ph_utf8_cut(ph_sub(text, at, text.n), CUE_BYTES));
}

bool ph_drop_contacts(ph_document *doc, ph_arena *arena, ph_hidden *hidden, bool *removed)
{
    dropper d = {.arena = arena, .hidden = hidden};
    d.message = ph_eqc(doc->mime, "message/rfc822");
    size_t kept = 0;
    for (size_t i = 0; i < doc->blocks.n; i++) {
        const ph_block *b = &doc->blocks.v[i];
        const ph_block *next = i + 1 < doc->blocks.n ? b + 1 : NULL;
        if (goes(&d, b, next)) {
            learn(&d, b->text);
        } else {
            look_for_names(&d, b->text);
            doc->blocks.v[kept++] = *b;
        }
    }
    *removed |= kept < doc->blocks.n;
    doc->blocks.n = kept;
    return !d.failed;
}

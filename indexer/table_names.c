/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/table_names.h"
#include "search/text.h"

#define FIELD PH_COLUMN_FIELD
#define TEXT PH_COLUMN_TEXT
#define SECTION PH_COLUMN_SECTION
#define BOTH PH_COLUMN_BOTH

/*
 * THE table of columns: names as ph_text_key writes them (lower case, no marks, no punctuation),
 * a '|' behind each, the surest first.  English, French, Russian, Romanian, Spanish; German,
 * Czech and Serbian where they are common.  Besides, each field goes by its own name.
 */
static const struct row {
    const char *field;
    ph_column_role role;
    const char *names;
} rows[] = {
    {"title", FIELD,
     "title|project title|project name|practice title|name of practice|name of the "
     "practice|"
     "case title|case name|tool name|initiative|initiative name|name of initiative|"
     "service name|system name|document title|practice|good practice|headline|name|"
     "titre|titre du projet|intitule|nom du projet|nom de la pratique|nom|"
     "заголовок|название|название проекта|название практики|наименование|"
     "наименование проекта|назва|titlu|titlul|titlul proiectului|denumire|denumirea|"
     "denumirea proiectului|nume|titulo|titulo del proyecto|nombre|nombre del proyecto|"
     "titel|projekttitel|bezeichnung|nazev|nazev projektu|naziv|назив|наслов|"},
    {"abstract", FIELD,
     "abstract|summary|short description|executive summary|overview|resume|resumen|"
     "rezumat|аннотация|резюме|краткое описание|описание кратко|descriere scurta|"
     "descripcion breve|description courte|kurzbeschreibung|kratky popis|сажетак|sazetak|"},
    {"text", TEXT,
     "text|body|content|full text|fulltext|description|full description|details|texte|"
     "contenu|текст|описание|содержание|полный текст|опис|descriere|descrierea|continut|"
     "descripcion|contenido|texto|beschreibung|inhalt|popis|"},
    {"problem", SECTION,
     "problem|problem statement|challenge|challenges addressed|issue|probleme|defi|"
     "проблема|вызов|problema|provocare|desafio|проблем|"},
    {"objective", SECTION,
     "objective|objectives|project development objective|development objective|pdo|goal|"
     "goals|aim|purpose|objectif|objectifs|but|цель|цели|задачи|obiectiv|obiective|scop|"
     "objetivo|objetivos|ziel|циљ|cilj|"},
    {"actions", SECTION,
     "actions|activities|what was done|implementation|measures|solution|approach|activites|"
     "mesures|действия|мероприятия|меры|решение|что было сделано|activitati|actiuni|masuri|"
     "solutie|actividades|acciones|medidas|solucion|"},
    {"beneficiaries", SECTION,
     "beneficiaries|who benefits|target group|target groups|beneficiaires|публика|"
     "бенефициары|целевая группа|beneficiari|grup tinta|beneficiarios|"},
    {"resources", SECTION, "resources|ressources|ресурсы|resurse|recursos|"},
    {"legal_basis", SECTION,
     "legal basis|legal framework|base juridique|cadre juridique|правовая основа|"
     "temei juridic|baza legala|base juridica|marco juridico|"},
    {"results", SECTION,
     "results|result|outcome|outcomes|impact|impacts|expected impact|resultats|"
     "результаты|результат|эффект|rezultate|rezultat|resultados|resultado|impacto|"},
    {"enablers", SECTION,
     "enablers|success factors|what made it possible|facteurs de reussite|"
     "факторы успеха|factori de succes|factores de exito|"},
    {"obstacles", SECTION,
     "obstacles|barriers|difficulties|obstacles encountered|difficultes|препятствия|"
     "барьеры|трудности|obstacole|dificultati|obstaculos|dificultades|"},
    {"failures", SECTION, "failures|what did not work|echecs|неудачи|esecuri|fracasos|"},
    {"lessons", SECTION,
     "lessons|lessons learned|lessons learnt|lesson|lecons|lecons apprises|"
     "enseignements|уроки|извлеченные уроки|lectii|lectii invatate|lecciones|"
     "lecciones aprendidas|"},
    {"transfer", SECTION,
     "transfer|transferability|replicability|replication potential|transferabilite|"
     "переносимость|transferabilitate|replicabilidad|"},
    {"oversight", SECTION, "oversight|human oversight|supervision|надзор|supraveghere|"},
    {"appeal", SECTION, "appeal|appeal and review|how to object|"},
    {"risks", SECTION, "risks|risk|risques|риски|riscuri|riesgos|"},
    {"mitigations", SECTION, "mitigations|safeguards|mitigation|garde fous|"},
    {"incidents", SECTION, "incidents|инциденты|incidente|incidentes|"},
    {"data", SECTION, "data sources|data used|donnees utilisees|"},
    {"end_reason", SECTION, "end reason|why it ended|reason for ending|"},
    {"ai_technology", BOTH,
     "ai technology|technology|technologies|ai technologies|technologie|технология|"
     "технологии|tehnologie|tecnologia|"},
    {"countries", FIELD,
     "countries|country|country code|country codes|country name|countryname|iso2|iso code|"
     "pays|code pays|страна|страны|код страны|країна|tara|tari|pais|paises|land|zeme|"
     "држава|drzava|zemlja|земља|"},
    {"date", FIELD,
     "date|publication date|date of publication|published|published on|date published|"
     "issued|year|publication year|approval date|date de publication|annee|"
     "дата|дата публикации|год|рік|data|data publicarii|an|anul|fecha|"
     "fecha de publicacion|ano|datum|jahr|rok|година|godina|"},
    {"start", FIELD,
     "start|start date|start year|launch date|date de debut|дата начала|начало|"
     "data inceperii|inceput|fecha de inicio|inicio|"},
    {"end", FIELD,
     "end|end date|end year|date de fin|дата окончания|окончание|data incheierii|"
     "fecha de fin|"},
    {"closing_date", FIELD, "closing date|closingdate|deadline|срок|termen limita|"},
    {"language", FIELD,
     "language|lang|langue|язык|язык документа|limba|idioma|sprache|jazyk|језик|jezik|"},
    {"sectors", FIELD,
     "sectors|sector|primary sector|secteur|secteurs|сектор|отрасль|sectorul|sectores|"},
    {"themes", FIELD, "themes|theme|topic|topics|тема|темы|tema|teme|temas|thematique|"},
    {"sdgs", FIELD,
     "sdgs|sdg|sustainable development goals|sustainable development goal|odd|ods|цур|"
     "цели устойчивого развития|"},
    {"keywords", FIELD,
     "keywords|tags|key words|subjects|mots cles|ключевые слова|cuvinte cheie|"
     "palabras clave|schlagworte|"},
    {"source", FIELD,
     "source|url|link|web|website|web page|web address|source url|lien|site web|site|"
     "источник|ссылка|сайт|sursa|adresa web|fuente|enlace|sitio web|quelle|odkaz|"},
    {"lead", FIELD,
     "lead|lead organisation|lead organization|lead organisation name|"
     "lead organization name|lead agency|organisation|organization|institution|agency|"
     "implementing agency|publishing body|ministry|organisme|organisation responsable|"
     "организация|учреждение|ведомство|организатор|organizatie|institutie|institutia|"
     "organizacion|institucion|entidad|organisme responsable|instituce|институција|"
     "institucija|"},
    {"partners", FIELD,
     "partners|partner|partner organisations|partenaires|партнеры|parteneri|socios|"},
    {"supplier", FIELD, "supplier|vendor|fournisseur|поставщик|furnizor|proveedor|"},
    {"publisher", FIELD, "publisher|editeur|издатель|editor|editura|editorial|"},
    {"creators", FIELD,
     "creators|authors|author|creator|auteur|auteurs|автор|авторы|autor|autori|autores|"},
    {"license", FIELD, "license|licence|лицензия|licenta|licencia|"},
    {"type", FIELD, "type|document type|type de document|тип|tip|tipo|"},
    {"status", FIELD,
     "status|project status|statut|статус|stare|stadiu|statutul|estado|estatus|"},
    {"level", FIELD, "level|level of government|niveau|уровень|nivel|"},
    {"stakeholders", FIELD, "stakeholders|stakeholder|type of institution|"},
    {"evidence", FIELD, "evidence|level of evidence|"},
    {"use", FIELD, "use|use of ai|"},
    {"autonomy", FIELD, "autonomy|"},
    {"owner_role", FIELD, "owner role|"},
    {"personal_data", FIELD, "personal data|donnees personnelles|персональные данные|"},
    {"register_url", FIELD, "register url|"},
    {"contacts.0.name", FIELD,
     "contact|contact name|contact person|contacts|focal point|"
     "personne de contact|контактное лицо|контакт|контакты|persoana de contact|"
     "persona de contacto|contacto|ansprechpartner|kontakt|"},
    {"contacts.0.email", FIELD,
     "email|e mail|contact email|email address|courriel|электронная почта|"
     "correo electronico|"},
    {"contacts.0.phone", FIELD,
     "phone|telephone|contact phone|phone number|телефон|telefon|telefono|"},
    {"key", FIELD,
     "key|id|identifier|project id|record id|case id|docid|doc id|document id|code|"
     "reference|ref|numero|идентификатор|ид|код|identificator|cod|identificador|codigo|"
     "kennung|sifra|"},
    {"translation_of", FIELD, "translation of|"},
    {"work", FIELD, "work id|"},
    {"reviewed", FIELD, "reviewed|"},
    {"event.name", FIELD, "event|event name|evenement|мероприятие|eveniment|evento|"},
    {"event.place", FIELD, "event place|venue|"},
    {"event.country", FIELD, "event country|"},
    {"event.start", FIELD, "event start|"},
    {"event.end", FIELD, "event end|"},
};

#define ROWS (sizeof rows / sizeof *rows)

ph_column_role ph_column_find(ph_str key, const char **field, unsigned *rank)
{
    for (size_t i = 0; i < ROWS && key.n; i++) {
        ph_str rest = ph_cstr(rows[i].names), name;
        for (unsigned n = 0; ph_split(&rest, '|', &name); n++)
            if (ph_eq(name, key)) {
                *field = rows[i].field;
                *rank = n;
                return rows[i].role;
            }
    }
    *field = NULL;
    return PH_COLUMN_OTHER;
}

ph_str ph_column_key(ph_arena *arena, ph_str name)
{
    ph_buf spaced = {0};
    for (size_t i = 0; i < name.n; i++) {
        bool upper = name.s[i] >= 'A' && name.s[i] <= 'Z';
        if (upper && i > 0 && name.s[i - 1] >= 'a' && name.s[i - 1] <= 'z')
            ph_buf_byte(&spaced, ' ');
        ph_buf_byte(&spaced, name.s[i]);
    }
    ph_str key = spaced.failed ? PH_ABSENT : ph_text_key(arena, ph_buf_str(&spaced));
    ph_buf_free(&spaced);
    return key;
}

bool ph_template_next(ph_str *rest, ph_str *before, ph_str *column)
{
    const char *open = rest->n ? memchr(rest->s, '{', rest->n) : NULL;
    const char *close = open ? memchr(open, '}', rest->n - (size_t)(open - rest->s)) : NULL;
    size_t end = close ? (size_t)(close - rest->s) : rest->n;
    if (!rest->n)
        return false;
    *before = ph_sub(*rest, 0, close ? (size_t)(open - rest->s) : rest->n);
    *column = close ? ph_sub(*rest, before->n + 1, end) : PH_ABSENT;
    *rest = ph_sub(*rest, end + 1, rest->n);
    return true;
}

/* --- for maps ------------------------------------------------------------------------------- */

static const struct row *row_of(ph_str field)
{
    for (size_t i = 0; i < ROWS; i++)
        if (ph_eqc(field, rows[i].field))
            return &rows[i];
    return NULL;
}

bool ph_field_known(ph_str field)
{
    static const char *const below[] = {"lead.name",      "lead.country",
                                        "lead.url",       "contacts.0.organisation",
                                        "contacts.0.url", "contacts.0.country"};
    const struct row *row = row_of(field);
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        if (ph_eqc(field, below[i]))
            return true;
    return row && row->role != TEXT && row->role != SECTION;
}

bool ph_section_known(ph_str name)
{
    const struct row *row = row_of(name);
    return row && (row->role == SECTION || row->role == BOTH);
}

/* How many letters must be put in, left out or changed (Levenshtein's distance), if both have
 * fewer than 32. */
static size_t distance(ph_str a, ph_str b)
{
    size_t line[33];
    if (a.n > 32 || b.n > 32)
        return 32;
    for (size_t j = 0; j <= b.n; j++)
        line[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = line[0];
        line[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = diagonal + (a.s[i - 1] != b.s[j - 1]);
            size_t other = 1 + (line[j] < line[j - 1] ? line[j] : line[j - 1]);
            diagonal = line[j];
            line[j] = change < other ? change : other;
        }
    }
    return line[b.n];
}

const char *ph_field_like(ph_str name)
{
    const char *best = NULL;
    size_t least = 3; /* more is another word */
    for (size_t i = 0; i < ROWS; i++) {
        ph_str field = ph_cstr(rows[i].field);
        size_t d = ph_field_known(field) ? distance(name, field) : 32;
        if (d < least && d < field.n) {
            least = d;
            best = rows[i].field;
        }
    }
    return best;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/parse_common.h"
#include "search/text.h"

enum { EN, RU, FR, RO, SR_CYRL, SR_LATN, LANGUAGES };

/* Headings of the sections of practice notes and case studies. */
static const struct {
    const char *field, *name[LANGUAGES];
} sections[] = {
    {"problem", {"Problem", "Проблема", "Problème", "Problema", "Проблем", "Problem"}},
    {"objective", {"Objective", "Цель", "Objectif", "Obiectiv", "Циљ", "Cilj"}},
    {"actions",
     {"What was done", "Что было сделано", "Ce qui a été fait", "Ce s-a făcut",
      "Шта је урађено", "Šta je urađeno"}},
    {"beneficiaries",
     {"Who benefits", "Кому это помогает", "Bénéficiaires", "Beneficiari", "Корисници",
      "Korisnici"}},
    {"resources", {"Resources", "Ресурсы", "Ressources", "Resurse", "Ресурси", "Resursi"}},
    {"legal_basis",
     {"Legal basis", "Правовая основа", "Base juridique", "Temei juridic", "Правни основ",
      "Pravni osnov"}},
    {"results",
     {"Results", "Результаты", "Résultats", "Rezultate", "Резултати", "Rezultati"}},
    {"enablers",
     {"What made it possible", "Что помогло", "Facteurs de réussite", "Factori favorizanți",
      "Шта је помогло", "Šta je pomoglo"}},
    {"obstacles",
     {"Obstacles", "Препятствия", "Obstacles", "Obstacole", "Препреке", "Prepreke"}},
    {"failures",
     {"What did not work", "Что не получилось", "Ce qui n'a pas marché",
      "Ce nu a funcționat", "Шта није успело", "Šta nije uspelo"}},
    {"lessons",
     {"Lessons learned", "Извлечённые уроки", "Enseignements", "Lecții învățate",
      "Научене лекције", "Naučene lekcije"}},
    {"transfer",
     {"Transfer to other countries", "Перенос опыта", "Transposition ailleurs",
      "Transfer în alte țări", "Преношење искуства", "Prenošenje iskustva"}},
    {"inspired_by",
     {"Inspired by", "Источник идеи", "D'où vient l'idée", "Sursa de inspirație",
      "Извор идеје", "Izvor ideje"}},
    {"replicated_in",
     {"Replicated in", "Где повторено", "Repris ailleurs", "Preluat în", "Преузето у",
      "Preuzeto u"}},
    {"ai_technology",
     {"Technology", "Технология", "Technologie", "Tehnologie", "Технологија",
      "Tehnologija"}},
    {"supplier",
     {"Supplier", "Поставщик", "Fournisseur", "Furnizor", "Добављач", "Dobavljač"}},
    {"data", {"Data", "Данные", "Données", "Date", "Подаци", "Podaci"}},
    {"impact_assessment",
     {"Impact assessment", "Оценка воздействия", "Étude d'impact", "Evaluarea impactului",
      "Процена утицаја", "Procena uticaja"}},
    {"oversight", {"Oversight", "Надзор", "Contrôle", "Supraveghere", "Надзор", "Nadzor"}},
    {"appeal",
     {"How to object", "Как обжаловать", "Voies de recours", "Căi de atac",
      "Како уложити приговор", "Kako uložiti prigovor"}},
    {"risks", {"Risks", "Риски", "Risques", "Riscuri", "Ризици", "Rizici"}},
    {"mitigations",
     {"Safeguards", "Меры защиты", "Garde-fous", "Măsuri de protecție", "Мере заштите",
      "Mere zaštite"}},
    {"incidents",
     {"Incidents", "Инциденты", "Incidents", "Incidente", "Инциденти", "Incidenti"}},
    {"end_reason",
     {"Why it ended", "Почему прекращено", "Raison de l'arrêt", "Motivul încetării",
      "Зашто је обустављено", "Zašto je obustavljeno"}},
};

static int column_of(ph_str language)
{
    ph_str primary = ph_sub(language, 0, 2);
    if (language.n > 2 && language.s[2] != '-' && language.s[2] != '_')
        return EN;
    if (ph_eq_nocase(primary, PH_STR("ru")))
        return RU;
    if (ph_eq_nocase(primary, PH_STR("fr")))
        return FR;
    if (ph_eq_nocase(primary, PH_STR("ro")))
        return RO;
    if (ph_eq_nocase(primary, PH_STR("sr")))
        return ph_eq_nocase(ph_sub(language, 3, 7), PH_STR("Latn")) ? SR_LATN : SR_CYRL;
    return EN;
}

ph_str ph_section_name(ph_arena *arena, ph_str field, ph_str language)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (ph_eqc(field, sections[i].field))
            return ph_cstr(sections[i].name[column_of(language)]);
    /* a section that the schema gained after this table: its name, readable */
    char *name = ph_alloc(arena, field.n + 1);
    if (!name)
        return PH_ABSENT;
    for (size_t i = 0; i < field.n; i++)
        name[i] = field.s[i] == '_' ? ' ' : field.s[i];
    if (field.n && name[0] >= 'a' && name[0] <= 'z')
        name[0] = (char)(name[0] - 32);
    return (ph_str){name, field.n};
}

bool ph_section_find(ph_arena *arena, ph_str heading, ph_str *field)
{
    ph_str key = ph_text_key(arena, heading);
    *field = PH_STR("");
    for (size_t i = 0; key.s && i < sizeof sections / sizeof *sections; i++)
        for (size_t l = 0; l < LANGUAGES; l++) {
            ph_str name = ph_text_key(arena, ph_cstr(sections[i].name[l]));
            if (!name.s)
                return false;
            if (ph_eq(name, key)) {
                *field = ph_cstr(sections[i].field);
                return true;
            }
        }
    return key.s != NULL;
}

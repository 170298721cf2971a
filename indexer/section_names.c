/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "search/text.h"

/* In the order of the names below. */
static const char *const languages[] = {"en", "ar", "es",      "fr", "ro",
                                        "ru", "sr", "sr-Latn", "zh"};
#define LANGUAGES (sizeof languages / sizeof *languages)

/* Headings of the sections of practice notes and case studies. */
static const struct {
    const char *field, *name[LANGUAGES];
} sections[] = {
    {"problem",
     {"Problem", "المشكلة", "Problema", "Problème", "Problema", "Проблема", "Проблем",
      "Problem", "问题"}},
    {"objective",
     {"Objective", "الهدف", "Objetivo", "Objectif", "Obiectiv", "Цель", "Циљ", "Cilj",
      "目的"}},
    {"actions",
     {"What was done", "ما تم عمله", "Qué se hizo", "Ce qui a été fait", "Ce s-a făcut",
      "Что было сделано", "Шта је урађено", "Šta je urađeno", "所做工作"}},
    {"beneficiaries",
     {"Who benefits", "المستفيدون", "A quién beneficia", "Bénéficiaires", "Beneficiari",
      "Кому это помогает", "Корисници", "Korisnici", "受益者"}},
    {"resources",
     {"Resources", "الموارد", "Recursos", "Ressources", "Resurse", "Ресурсы", "Ресурси",
      "Resursi", "资源"}},
    {"legal_basis",
     {"Legal basis", "الأساس القانوني", "Base jurídica", "Base juridique", "Temei juridic",
      "Правовая основа", "Правни основ", "Pravni osnov", "法律依据"}},
    {"results",
     {"Results", "النتائج", "Resultados", "Résultats", "Rezultate", "Результаты",
      "Резултати", "Rezultati", "成果"}},
    {"enablers",
     {"What made it possible", "عوامل النجاح", "Qué lo hizo posible",
      "Facteurs de réussite", "Factori favorizanți", "Что помогло", "Шта је помогло",
      "Šta je pomoglo", "成功因素"}},
    {"obstacles",
     {"Obstacles", "العقبات", "Obstáculos", "Obstacles", "Obstacole", "Препятствия",
      "Препреке", "Prepreke", "障碍"}},
    {"failures",
     {"What did not work", "ما لم ينجح", "Qué no funcionó", "Ce qui n'a pas marché",
      "Ce nu a funcționat", "Что не получилось", "Шта није успело", "Šta nije uspelo",
      "未奏效之处"}},
    {"lessons",
     {"Lessons learned", "الدروس المستفادة", "Lecciones aprendidas", "Enseignements",
      "Lecții învățate", "Извлечённые уроки", "Научене лекције", "Naučene lekcije",
      "经验教训"}},
    {"transfer",
     {"Transfer to other countries", "قابلية النقل إلى بلدان أخرى",
      "Transferencia a otros países", "Transposition ailleurs", "Transfer în alte țări",
      "Перенос опыта", "Преношење искуства", "Prenošenje iskustva",
      "向其他国家的可推广性"}},
    {"inspired_by",
     {"Inspired by", "مصدر الفكرة", "Inspirado en", "D'où vient l'idée",
      "Sursa de inspirație", "Источник идеи", "Извор идеје", "Izvor ideje", "灵感来源"}},
    {"replicated_in",
     {"Replicated in", "أين تكررت", "Replicado en", "Repris ailleurs", "Preluat în",
      "Где повторено", "Преузето у", "Preuzeto u", "推广之处"}},
    {"ai_technology",
     {"Technology", "التقنية", "Tecnología", "Technologie", "Tehnologie", "Технология",
      "Технологија", "Tehnologija", "技术"}},
    {"supplier",
     {"Supplier", "المورّد", "Proveedor", "Fournisseur", "Furnizor", "Поставщик", "Добављач",
      "Dobavljač", "供应方"}},
    {"data",
     {"Data", "البيانات", "Datos", "Données", "Date", "Данные", "Подаци", "Podaci",
      "数据"}},
    {"impact_assessment",
     {"Impact assessment", "تقييم الأثر", "Evaluación de impacto", "Étude d'impact",
      "Evaluarea impactului", "Оценка воздействия", "Процена утицаја", "Procena uticaja",
      "影响评估"}},
    {"oversight",
     {"Oversight", "الرقابة", "Supervisión", "Contrôle", "Supraveghere", "Надзор", "Надзор",
      "Nadzor", "监督"}},
    {"appeal",
     {"How to object", "كيفية الاعتراض", "Cómo reclamar", "Voies de recours", "Căi de atac",
      "Как обжаловать", "Како уложити приговор", "Kako uložiti prigovor", "如何申诉"}},
    {"risks",
     {"Risks", "المخاطر", "Riesgos", "Risques", "Riscuri", "Риски", "Ризици", "Rizici",
      "风险"}},
    {"mitigations",
     {"Safeguards", "تدابير الحماية", "Salvaguardias", "Garde-fous", "Măsuri de protecție",
      "Меры защиты", "Мере заштите", "Mere zaštite", "保障措施"}},
    {"incidents",
     {"Incidents", "الحوادث", "Incidentes", "Incidents", "Incidente", "Инциденты",
      "Инциденти", "Incidenti", "事故"}},
    {"end_reason",
     {"Why it ended", "سبب الإنهاء", "Por qué terminó", "Raison de l'arrêt",
      "Motivul încetării", "Почему прекращено", "Зашто је обустављено",
      "Zašto je obustavljeno", "终止原因"}},
};

/* English for languages that are not there. */
static size_t column_of(ph_str language)
{
    size_t found = 0;
    for (size_t l = 0; l < LANGUAGES; l++) {
        ph_str id = ph_cstr(languages[l]);
        bool whole =
            language.n == id.n || (language.n > id.n && strchr("-_", language.s[id.n]));
        if (whole && ph_eq_nocase(ph_sub(language, 0, id.n), id))
            found = l;
    }
    return found;
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

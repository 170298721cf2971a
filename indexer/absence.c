/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unicode/uchar.h>

#include "indexer/absence.h"
#include "search/text.h"

/* Longer values say something. */
#define LONGEST 64

/* Letters and digits in lower case; whatever stands between is one space. */
static const char *const words[] = {
    /* English */
    "unknown", "not known", "n a", "none", "null", "nil", "nan", "not available",
    "not applicable", "not specified", "unspecified", "not stated", "not given",
    "not provided", "not reported", "no data", "no information", "missing", "undefined",
    "unidentified", "tbd", "tbc", "tba", "to be determined", "to be defined",
    "to be confirmed", "to be announced",
    /* Russian, Ukrainian */
    "неизвестно", "неизвестен", "неизвестна", "нет данных", "нет информации", "не указано",
    "не указан", "не указана", "не определено", "не применимо", "неприменимо",
    "отсутствует", "н д", "невідомо", "немає даних",
    /* French */
    "inconnu", "inconnue", "non renseigné", "non renseignée", "non précisé", "non précisée",
    "non disponible", "non applicable", "non communiqué", "non spécifié", "sans objet",
    "aucun", "aucune", "n d", "néant",
    /* Romanian */
    "necunoscut", "necunoscută", "nespecificat", "nu se aplică", "nu este cazul",
    "fără date", "indisponibil", "nu există",
    /* Spanish, Portuguese, Italian */
    "desconocido", "desconocida", "no disponible", "no especificado", "no aplica",
    "no aplicable", "sin datos", "sin información", "no consta", "ninguno", "ninguna",
    "s d", "desconhecido", "não disponível", "não aplicável", "não informado",
    "sconosciuto", "non specificato",
    /* German, Dutch */
    "unbekannt", "keine angabe", "keine angaben", "k a", "nicht verfügbar",
    "nicht angegeben", "entfällt", "onbekend", "n v t",
    /* Czech, Slovak, Polish */
    "neznámý", "neznámé", "neznámo", "neuvedeno", "není k dispozici", "neznáme", "nieznany",
    "nieznane", "brak danych", "brak", "nie dotyczy",
    /* Serbian, Croatian, Bulgarian */
    "nepoznato", "непознато", "nije poznato", "није познато", "неизвестна стойност",
    "няма данни",
    /* Turkish, Kazakh, Arabic, Chinese */
    "bilinmiyor", "belgisiz", "белгісіз", "غير معروف", "غير متوفر", "不详", "未知", "无"};

bool ph_says_nothing(ph_str value)
{
    ph_buf key = {0};
    bool gap = false, nothing = false;
    if (value.n > LONGEST)
        return false;
    for (size_t i = 0; i < value.n;) {
        int32_t c = ph_utf8_next(value, &i);
        bool word = u_isalnum(c) || u_getIntPropertyValue(c, UCHAR_GENERAL_CATEGORY_MASK) &
                                        (U_GC_MN_MASK | U_GC_MC_MASK);
        if (word && gap && key.n)
            ph_buf_byte(&key, ' ');
        if (word)
            ph_utf8_add(&key, u_foldCase(c, U_FOLD_CASE_DEFAULT));
        gap = !word;
    }
    nothing = !key.n && !key.failed;
    for (size_t i = 0; !nothing && i < sizeof words / sizeof *words; i++)
        nothing = ph_eqc(ph_buf_str(&key), words[i]);
    ph_buf_free(&key);
    return nothing;
}

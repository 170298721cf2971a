/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>

#include "web/map.h"
#include "web/question.h"

#define COLUMNS 34
#define ROWS 24
#define STEP 10 /* from one square to the next */
#define SIDE 9

/* Where each country or area stands.  Made by annealing: from the place of its capital or its
 * middle (degrees stretched where many are close together), neighbours on land pulled
 * together, north kept above south and west left of east.  Those that have no people of their own are
 * left out. */
static const struct tile {
    char code[3];
    unsigned char x, y;
} tiles[] = {
    {"AD", 15, 5},  {"AE", 23, 9},  {"AF", 24, 7},  {"AG", 10, 10}, {"AI", 9, 9},
    {"AL", 19, 7},  {"AM", 22, 6},  {"AO", 18, 17}, {"AR", 8, 20},  {"AS", 1, 18},
    {"AT", 17, 4},  {"AU", 30, 21}, {"AW", 7, 13},  {"AX", 18, 1},  {"AZ", 22, 5},
    {"BA", 18, 6},  {"BB", 10, 13}, {"BD", 26, 9},  {"BE", 15, 2},  {"BF", 15, 13},
    {"BG", 20, 6},  {"BH", 23, 8},  {"BI", 19, 17}, {"BJ", 16, 13}, {"BL", 8, 11},
    {"BM", 8, 8},   {"BN", 29, 15}, {"BO", 7, 19},  {"BQ", 8, 13},  {"BR", 8, 18},
    {"BS", 6, 8},   {"BT", 26, 8},  {"BW", 18, 20}, {"BY", 21, 4},  {"BZ", 5, 10},
    {"CA", 5, 4},   {"CC", 27, 18}, {"CD", 19, 16}, {"CF", 18, 14}, {"CG", 18, 16},
    {"CH", 16, 4},  {"CI", 14, 13}, {"CK", 1, 20},  {"CL", 7, 20},  {"CM", 17, 14},
    {"CN", 26, 7},  {"CO", 7, 16},  {"CR", 6, 14},  {"CU", 6, 9},   {"CV", 11, 11},
    {"CW", 7, 14},  {"CX", 28, 18}, {"CY", 19, 8},  {"CZ", 18, 3},  {"DE", 16, 3},
    {"DJ", 21, 14}, {"DK", 17, 2},  {"DM", 9, 12},  {"DO", 7, 11},  {"DZ", 15, 11},
    {"EC", 7, 17},  {"EE", 22, 2},  {"EG", 19, 10}, {"EH", 15, 10}, {"ER", 20, 13},
    {"ES", 15, 6},  {"ET", 20, 14}, {"FI", 20, 2},  {"FJ", 33, 19}, {"FK", 9, 23},
    {"FM", 31, 14}, {"FO", 13, 1},  {"FR", 15, 4},  {"GA", 17, 16}, {"GB", 14, 3},
    {"GD", 8, 14},  {"GE", 22, 4},  {"GF", 9, 18},  {"GG", 13, 3},  {"GH", 14, 14},
    {"GI", 15, 7},  {"GL", 11, 0},  {"GM", 13, 11}, {"GN", 13, 12}, {"GP", 10, 11},
    {"GQ", 17, 15}, {"GR", 20, 7},  {"GT", 5, 11},  {"GU", 31, 12}, {"GW", 12, 12},
    {"GY", 8, 17},  {"HK", 27, 7},  {"HN", 6, 12},  {"HR", 18, 5},  {"HT", 6, 11},
    {"HU", 19, 4},  {"ID", 28, 16}, {"IE", 14, 2},  {"IL", 20, 9},  {"IM", 13, 2},
    {"IN", 25, 9},  {"IQ", 21, 7},  {"IR", 22, 7},  {"IS", 12, 1},  {"IT", 16, 5},
    {"JE", 13, 4},  {"JM", 6, 10},  {"JO", 21, 9},  {"JP", 30, 7},  {"KE", 20, 15},
    {"KG", 25, 6},  {"KH", 27, 11}, {"KI", 1, 16},  {"KM", 22, 18}, {"KN", 9, 11},
    {"KP", 26, 5},  {"KR", 27, 5},  {"KW", 22, 8},  {"KY", 4, 10},  {"KZ", 23, 6},
    {"LA", 27, 10}, {"LB", 20, 8},  {"LC", 10, 12}, {"LI", 17, 3},  {"LK", 26, 14},
    {"LR", 13, 13}, {"LS", 19, 21}, {"LT", 21, 3},  {"LU", 15, 3},  {"LV", 21, 2},
    {"LY", 17, 11}, {"MA", 15, 9},  {"MC", 14, 4},  {"MD", 21, 5},  {"ME", 18, 7},
    {"MF", 8, 10},  {"MG", 23, 19}, {"MH", 32, 14}, {"MK", 19, 6},  {"ML", 15, 12},
    {"MM", 26, 10}, {"MN", 26, 3},  {"MO", 27, 8},  {"MP", 31, 11}, {"MQ", 11, 12},
    {"MR", 14, 11}, {"MS", 8, 12},  {"MT", 17, 7},  {"MU", 24, 20}, {"MV", 25, 15},
    {"MW", 20, 18}, {"MX", 5, 9},   {"MY", 28, 15}, {"MZ", 20, 19}, {"NA", 18, 19},
    {"NC", 32, 20}, {"NE", 16, 12}, {"NF", 32, 21}, {"NG", 16, 14}, {"NI", 6, 13},
    {"NL", 16, 2},  {"NO", 18, 2},  {"NP", 25, 8},  {"NR", 32, 16}, {"NU", 1, 19},
    {"NZ", 33, 22}, {"OM", 23, 10}, {"PA", 6, 15},  {"PE", 7, 18},  {"PF", 2, 19},
    {"PG", 29, 16}, {"PH", 29, 12}, {"PK", 24, 8},  {"PL", 20, 3},  {"PM", 10, 4},
    {"PN", 3, 21},  {"PR", 7, 10},  {"PS", 19, 9},  {"PT", 14, 6},  {"PW", 30, 14},
    {"PY", 8, 19},  {"QA", 24, 9},  {"RE", 23, 20}, {"RO", 20, 5},  {"RS", 19, 5},
    {"RU", 22, 3},  {"RW", 20, 16}, {"SA", 22, 9},  {"SB", 32, 18}, {"SC", 24, 17},
    {"SD", 19, 13}, {"SE", 19, 2},  {"SG", 27, 16}, {"SH", 13, 19}, {"SI", 17, 5},
    {"SK", 18, 4},  {"SL", 13, 14}, {"SM", 17, 6},  {"SN", 14, 12}, {"SO", 21, 15},
    {"SR", 9, 17},  {"SS", 19, 14}, {"ST", 15, 16}, {"SV", 5, 12},  {"SX", 9, 10},
    {"SY", 21, 8},  {"SZ", 20, 20}, {"TC", 7, 9},   {"TD", 17, 13}, {"TG", 15, 14},
    {"TH", 28, 11}, {"TJ", 25, 7},  {"TK", 1, 17},  {"TL", 28, 17}, {"TM", 23, 7},
    {"TN", 16, 11}, {"TO", 0, 20},  {"TR", 21, 6},  {"TT", 9, 14},  {"TV", 33, 17},
    {"TW", 29, 9},  {"TZ", 20, 17}, {"UA", 20, 4},  {"UG", 19, 15}, {"US", 5, 6},
    {"UY", 8, 21},  {"UZ", 24, 6},  {"VA", 16, 6},  {"VC", 9, 13},  {"VE", 8, 16},
    {"VG", 8, 9},   {"VI", 7, 12},  {"VN", 26, 11}, {"VU", 32, 19}, {"WF", 0, 18},
    {"WS", 0, 19},  {"YE", 22, 10}, {"YT", 23, 18}, {"ZA", 19, 20}, {"ZM", 19, 18},
    {"ZW", 19, 19},
};
#define TILES (sizeof tiles / sizeof *tiles)

static const ph_facet_value *value_of(const ph_facet_counts *counts, const char *code)
{
    for (size_t i = 0; i < counts->n; i++)
        if (counts->v[i].count && ph_eqc(counts->v[i].value, code))
            return &counts->v[i];
    return NULL;
}

int ph_map_shade(uint64_t count, uint64_t most)
{
    double part = most > 1 ? log((double)count) / log((double)most) : 1;
    return 1 + (int)fmin(3, floor(part * 4));
}

static json_t *tile_json(const ph_context *context, const struct tile *tile,
                         const ph_facet_value *value, uint64_t most, ph_str path,
                         const ph_question *question)
{
    ph_parameter country = {PH_STR("country"), value->value};
    ph_str url = question
                     ? ph_question_link(context->arena, path, question, PH_NONE, &country)
                     : ph_dupf(context->arena, "%.*s/%s", PH_FMT(path), tile->code);
    ph_str label = ph_value_label(context, PH_FACET_COUNTRY, value->value);
    ph_str words = PH_COUNT(context, value->count, "{country}: {n} document",
                            "{country}: {n} documents", {"country", label});
    json_int_t x = tile->x * STEP, y = tile->y * STEP;
    return json_pack("{s:s, s:o, s:o, s:I, s:I, s:f, s:f, s:i}", "code", tile->code,
                     "words", ph_json_str(words), "url", url.s ? ph_json_str(url) : NULL,
                     "x", x, "y", y, "tx", (double)x + 4.5, "ty", (double)y + 6, "shade",
                     ph_map_shade(value->count, most));
}

json_t *ph_map_json(const ph_context *context, const ph_facet_counts *counts, ph_str path,
                    const ph_question *question)
{
    ph_buf empty = {0};
    uint64_t most = 0;
    json_t *list = json_array();
    bool ok = list != NULL;
    for (size_t i = 0; i < counts->n; i++)
        most = counts->v[i].count > most ? counts->v[i].count : most;
    for (size_t i = 0; i < TILES && ok; i++) {
        const ph_facet_value *value = value_of(counts, tiles[i].code);
        if (value)
            ok = ph_json_add(list,
                             tile_json(context, &tiles[i], value, most, path, question));
        else
            ph_buf_addf(&empty, "M%d %dh%dv%dh-%dz", tiles[i].x * STEP, tiles[i].y * STEP,
                        SIDE, SIDE, SIDE);
    }
    json_t *squares = empty.failed ? NULL : ph_json_str(ph_buf_str(&empty));
    ph_buf_free(&empty);
    return json_pack("{s:i, s:i, s:o, s:o}", "width", COLUMNS * STEP, "height", ROWS * STEP,
                     "empty", squares, "tiles", ph_json_done(list, ok));
}

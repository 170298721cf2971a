/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of our own in every encoding that a ministry's old files are in, without a word on which. */
#include "config.h"

#include <unicode/ucnv.h>

#include "indexer/parse_common.h"
#include "tests/unit/parsing.h"

static const char RUSSIAN[] =
    "Министерство опубликовало отчёт о том, как школы района перешли на общий журнал. "
    "Учителя заполняют его один раз, а родители видят оценки в тот же день. В первый год "
    "ошибок было много, но потом их стало вдвое меньше.";
static const char UKRAINIAN[] =
    "Громада відкрила спільний центр, де її мешканці отримують довідки без черги. Його "
    "працівники вчилися пів року, і тепер кожну заяву розглядають за один день.";
static const char BULGARIAN[] =
    "Общината събра всички услуги на едно гише, за да не обикалят хората от стая в стая. "
    "Времето за чакане намаля от четиридесет на десет минути.";
static const char SERBIAN[] =
    "Opština je otvorila šalter na kojem građani dobijaju sva rešenja. Službenici su "
    "čekali "
    "obuku, a sada je svaki zahtev rešen za dva dana, što niko nije očekivao.";
static const char POLISH[] =
    "Gmina połączyła trzy urzędy w jeden i każdy wniosek składa się teraz w jednym "
    "miejscu. "
    "Mieszkańcy czekają krócej, a urzędnicy mają więcej czasu na trudne sprawy.";
static const char HUNGARIAN[] =
    "Az önkormányzat egyetlen ablaknál intézi az ügyeket, így a polgároknak nem kell "
    "többször sorban állniuk. A dolgozók külön képzést kaptak erről az őszön.";
static const char FRENCH[] =
    "La préfecture a ouvert un guichet où chaque élève peut déposer son dossier. Les "
    "délais "
    "ont été réduits de moitié, grâce à des formulaires plus simples – c’était inespéré.";
static const char GERMAN[] =
    "Die Behörde prüft nun alle Anträge am selben Tag. Für Bürgerinnen und Bürger heißt "
    "das: weniger Wege, kürzere Fristen und ein Ansprechpartner für sämtliche Fragen.";
static const char TURKISH[] =
    "Belediye bütün işlemleri tek gişede topladı. Artık yurttaşlar aynı belgeyi iki kez "
    "götürmüyor ve başvuruların çoğu aynı gün içinde sonuçlanıyor.";
static const char JAPANESE[] =
    "市役所はすべての手続きを一つの窓口にまとめました。住民は同じ"
    "書類を二度出す必要がなくなり、待ち時間も短くなりました。";

static const struct {
    const char *text, *encodings;
} texts[] = {
    {RUSSIAN, "windows-1251 KOI8-R IBM866 ISO-8859-5 UTF-16LE UTF-16BE UTF-32LE UTF-32BE"},
    {UKRAINIAN, "windows-1251 KOI8-U ISO-8859-5 UTF-16LE"},
    {BULGARIAN, "windows-1251 ISO-8859-5 UTF-16BE"},
    {SERBIAN, "windows-1250 ISO-8859-2 UTF-16LE"},
    {POLISH, "windows-1250 ISO-8859-2 UTF-16BE UTF-32BE"},
    {HUNGARIAN, "windows-1250 ISO-8859-2"},
    {FRENCH, "windows-1252 UTF-16LE"},
    {GERMAN, "windows-1252 UTF-16BE"},
    {TURKISH, "windows-1254"},
    {JAPANESE, "Shift_JIS EUC-JP UTF-16LE UTF-16BE"},
};

static void encode(const char *text, const char *encoding, ph_buf *out)
{
    UErrorCode code = U_ZERO_ERROR;
    assert_true(ph_buf_reserve(out, 4 * strlen(text)));
    out->n = (size_t)ucnv_convert(encoding, "UTF-8", out->s, (int32_t)(4 * strlen(text)),
                                  text, -1, &code);
    if (U_FAILURE(code))
        fail_msg("%s: %s", encoding, u_errorName(code));
}

static void decodes_to(ph_str bytes, const char *declared, const char *want,
                       const char *name)
{
    ph_buf out = {0};
    ph_error err = {0};
    ph_status status = ph_parse_decode(bytes, ph_cstr(declared), &out, &err);
    if (status != PH_OK)
        fail_msg("%s: %s", name, err.text);
    if (!ph_eqc(ph_buf_str(&out), want))
        fail_msg("%s: '%.*s' instead of '%s'", name, PH_FMT(ph_buf_str(&out)), want);
    ph_buf_free(&out);
}

static void undeclared(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_str rest = ph_cstr(texts[i].encodings), piece;
        while (ph_split(&rest, ' ', &piece)) {
            char name[40];
            ph_buf bytes = {0};
            snprintf(name, sizeof name, "%.*s", PH_FMT(piece));
            encode(texts[i].text, name, &bytes);
            decodes_to(ph_buf_str(&bytes), NULL, texts[i].text, name);
            ph_buf_free(&bytes);
        }
    }
}

/* What a file says is believed unless its bytes show otherwise. */
static void declared(void **state)
{
    (void)state;
    decodes_to(PH_STR("\xF0\xD2"), "koi8-r", "Пр", "declared");
    decodes_to(PH_STR("caf\xE9"), "utf-8", "café", "declared UTF-8, and is not");
    decodes_to(PH_STR("caf\xE9"), "x-nobody-knows", "café", "unknown name");
    decodes_to(ph_cstr(RUSSIAN), "windows-1252", RUSSIAN,
               "declared windows-1252, and is UTF-8");
    /* it is copied as it is: ph_text_clean makes it U+FFFD */
    static const char torn[] = "Změna je k lepšímu, čím dál víc lidí to říká \xFF";
    decodes_to(ph_cstr(torn), NULL, torn, "one torn byte");
    ph_buf bytes = {0};
    encode(RUSSIAN, "windows-1251", &bytes);
    decodes_to(ph_buf_str(&bytes), "utf-8", RUSSIAN, "windows-1251 as UTF-8");
    ph_buf_free(&bytes);
}

static void marks(void **state)
{
    (void)state;
    decodes_to(PH_STR("\xEF\xBB\xBF\xC3\xA9"), "koi8-r", "é", "UTF-8");
    decodes_to(PH_STR("\xFF\xFE\x1F\x04"), NULL, "П", "UTF-16LE");
    decodes_to(PH_STR("\xFE\xFF\x04\x1F"), "windows-1252", "П", "UTF-16BE");
    decodes_to(PH_STR("\xFF\xFE\0\0\x1F\x04\0\0"), NULL, "П", "UTF-32LE");
    decodes_to(PH_STR("\0\0\xFE\xFF\0\0\x04\x1F"), NULL, "П", "UTF-32BE");
}

/* Bytes that are no text in any encoding: noise, with and without zeros. */
static void binary(void **state)
{
    (void)state;
    for (int zeros = 0; zeros < 2; zeros++) {
        char bytes[4000];
        uint32_t seed = 7;
        ph_buf out = {0};
        ph_error err = {0};
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = (char)(seed >> 16);
            if (!zeros && !bytes[i])
                bytes[i] = '\1';
        }
        ph_str noise = {bytes, sizeof bytes};
        assert_int_equal(ph_parse_decode(noise, PH_ABSENT, &out, &err), PH_INVALID);
        assert_non_null(strstr(err.text, "this is not text"));
        ph_buf_free(&out);
    }
    decodes_to(PH_STR("a stray\x01 one, and an old editor's end\x1A"), NULL,
               "a stray\x01 one, and an old editor's end\x1A", "stray");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undeclared),
        cmocka_unit_test(declared),
        cmocka_unit_test(marks),
        cmocka_unit_test(binary),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

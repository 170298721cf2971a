/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unistd.h>

#include "tests/unit/tagging.h"

static ph_str detected(const char *text)
{
    ph_str language = ph_detect_language(detector, arena, ph_cstr(text));
    return language.s ? language : PH_STR("");
}

/* A paragraph of some 200 characters in each language that Xapian stems, and in those of the
 * region besides. */
static const char *const texts[][2] = {
    {"ar",
     "تعمل البلدية على تبسيط الخدمات العامة حتى يتمكن كل مواطن من تقديم طلبه عبر الإنترنت "
     "دون الحاجة إلى زيارة المكاتب، وقد تم تدريب الموظفين على استخدام النظام الجديد خلال "
     "الأشهر الماضية"},
    {"ca", "L'ajuntament ha obert una finestreta única perquè els veïns puguin fer tots "
           "els tràmits "
           "en un sol lloc, i els treballadors han rebut formació per atendre millor la "
           "gent gran "
           "que no fa servir ordinador."},
    {"da", "Kommunen har åbnet et borgerservicecenter, hvor indbyggerne kan ordne alle "
           "sager på ét "
           "sted, og medarbejderne er blevet uddannet til at hjælpe ældre, som ikke selv "
           "bruger en "
           "computer derhjemme."},
    {"de", "Die Gemeinde hat ein Bürgerbüro eröffnet, in dem die Einwohner alle Anträge an "
           "einem Ort "
           "stellen können, und die Mitarbeiter wurden geschult, älteren Menschen ohne "
           "Rechner zu "
           "helfen."},
    {"en", "The town has opened a service centre where people can make all their "
           "applications in one "
           "place, and the staff have been trained to help older people who do not use a "
           "computer at "
           "home."},
    {"es",
     "El ayuntamiento ha abierto una ventanilla única para que los vecinos puedan hacer "
     "todos "
     "los trámites en un solo lugar, y el personal ha recibido formación para ayudar a las "
     "personas mayores."},
    {"eu",
     "Udalak leihatila bakarra ireki du herritarrek izapide guztiak leku berean egin ahal "
     "izateko, eta langileek prestakuntza jaso dute ordenagailurik erabiltzen ez duten "
     "adinekoei laguntzeko."},
    {"fi",
     "Kunta on avannut palvelupisteen, jossa asukkaat voivat hoitaa kaikki asiansa yhdessä "
     "paikassa, ja henkilökunta on koulutettu auttamaan ikääntyneitä, jotka eivät käytä "
     "tietokonetta kotonaan."},
    {"fr",
     "La commune a ouvert un guichet unique où les habitants peuvent faire toutes leurs "
     "démarches au même endroit, et les agents ont été formés pour aider les personnes "
     "âgées "
     "qui n'ont pas d'ordinateur."},
    {"ga",
     "D'oscail an chomhairle ionad seirbhíse inar féidir le daoine a gcuid iarratas go "
     "léir a "
     "dhéanamh in aon áit amháin, agus cuireadh oiliúint ar an bhfoireann chun cabhrú le "
     "seandaoine."},
    {"hu",
     "Az önkormányzat ügyfélszolgálati központot nyitott, ahol a lakosok minden ügyüket "
     "egy "
     "helyen intézhetik, és a munkatársakat arra képezték ki, hogy segítsenek az idősebb "
     "embereknek."},
    {"hy", "Համայնքը բացել է սպասարկման կենտրոն, որտեղ բնակիչները կարող են մեկ վայրում "
           "ներկայացնել "
           "բոլոր դիմումները, իսկ աշխատակիցները սովորել են օգնել տարեց մարդկանց, ովքեր "
           "համակարգիչ "
           "չունեն։"},
    {"id",
     "Pemerintah kota telah membuka pusat pelayanan agar warga dapat mengurus semua "
     "keperluan "
     "di satu tempat, dan para pegawai telah dilatih untuk membantu orang tua yang tidak "
     "memakai komputer."},
    {"it", "Il comune ha aperto uno sportello unico dove gli abitanti possono presentare "
           "tutte le "
           "domande in un solo luogo, e il personale è stato formato per aiutare gli "
           "anziani che non "
           "usano il computer."},
    {"ka", "მუნიციპალიტეტმა გახსნა მომსახურების ცენტრი, სადაც მოსახლეობას შეუძლია ყველა "
           "განცხადება "
           "ერთ ადგილას შეიტანოს, ხოლო თანამშრომლები გადამზადდნენ, რათა დაეხმარონ "
           "ხანდაზმულ ადამიანებს."},
    {"kk",
     "Қала әкімдігі тұрғындар барлық өтініштерін бір жерде бере алатын қызмет көрсету "
     "орталығын "
     "ашты, ал қызметкерлер компьютер қолданбайтын егде адамдарға көмектесуге үйретілді."},
    {"ky", "Шаардык мэрия тургундар бардык арыздарын бир жерден бере ала турган тейлөө "
           "борборун ачты, "
           "ал эми кызматкерлер компьютер колдонбогон улгайган адамдарга жардам берүүгө "
           "үйрөтүлдү."},
    {"lt",
     "Savivaldybė atidarė paslaugų centrą, kuriame gyventojai visus prašymus gali pateikti "
     "vienoje vietoje, o darbuotojai išmokyti padėti vyresnio amžiaus žmonėms, kurie "
     "namuose "
     "nesinaudoja kompiuteriu."},
    {"nb", "Kommunen har åpnet et servicesenter der innbyggerne kan ordne alle søknader på "
           "ett sted, "
           "og de ansatte har fått opplæring i å hjelpe eldre mennesker som ikke bruker "
           "datamaskin "
           "hjemme hos seg selv."},
    {"ne", "नगरपालिकाले बासिन्दाहरूले सबै निवेदन एकै ठाउँमा दिन सक्ने सेवा केन्द्र खोलेको छ, र कम्प्युटर "
           "प्रयोग नगर्ने ज्येष्ठ नागरिकहरूलाई सहयोग गर्न कर्मचारीहरूलाई तालिम दिइएको छ।"},
    {"nl",
     "De gemeente heeft een loket geopend waar inwoners al hun aanvragen op één plek "
     "kunnen "
     "doen, en de medewerkers zijn opgeleid om ouderen te helpen die thuis geen computer "
     "gebruiken."},
    {"nn", "Kommunen har opna eit servicesenter der innbyggjarane kan ordne alle søknader "
           "på éin stad, "
           "og dei tilsette har fått opplæring i å hjelpe eldre menneske som ikkje bruker "
           "datamaskin "
           "heime."},
    {"pt",
     "A câmara municipal abriu um balcão único onde os moradores podem fazer todos os "
     "pedidos no "
     "mesmo lugar, e os funcionários receberam formação para ajudar os idosos que não usam "
     "computador."},
    {"ro",
     "Primăria a deschis un ghișeu unic unde locuitorii pot depune toate cererile într-un "
     "singur "
     "loc, iar angajații au fost instruiți să îi ajute pe vârstnicii care nu folosesc "
     "calculatorul."},
    {"ru", "Город открыл центр обслуживания, где жители могут подать все заявления в одном "
           "месте, а "
           "сотрудников научили помогать пожилым людям, у которых дома нет компьютера."},
    {"sr-Cyrl",
     "Општина је отворила услужни центар у којем грађани могу да предају све захтеве на "
     "једном месту, а запослени су обучени да помажу старијим људима који код куће не "
     "користе рачунар."},
    {"sr-Latn",
     "Opština je otvorila uslužni centar u kojem građani mogu da predaju sve zahteve na "
     "jednom mestu, a zaposleni su obučeni da pomažu starijim ljudima koji kod kuće ne "
     "koriste računar."},
    {"sr-Latn",
     "Općina je otvorila uslužni centar u kojem građani mogu predati sve zahtjeve na "
     "jednom "
     "mjestu, a djelatnici su osposobljeni pomagati starijim osobama koje kod kuće ne "
     "rabe računalo."}, /* what is written in Zagreb */
    {"sv", "Kommunen har öppnat ett servicekontor där invånarna kan göra alla sina "
           "ansökningar på ett "
           "ställe, och personalen har utbildats för att hjälpa äldre som inte använder "
           "dator hemma."},
    {"ta", "குடியிருப்பாளர்கள் எல்லா விண்ணப்பங்களையும் ஒரே இடத்தில் கொடுக்கும் வகையில் நகராட்சி சேவை "
           "மையத்தைத் திறந்துள்ளது, கணினி பயன்படுத்தாத முதியவர்களுக்கு உதவ ஊழியர்களுக்குப் பயிற்சி "
           "அளிக்கப்பட்டது."},
    {"tr", "Belediye, vatandaşların bütün başvurularını tek bir yerde yapabileceği bir "
           "hizmet merkezi "
           "açtı ve çalışanlar evinde bilgisayar kullanmayan yaşlılara yardım etmek için "
           "eğitildi."},
    {"uk", "Місто відкрило центр обслуговування, де мешканці можуть подати всі заяви в "
           "одному місці, а "
           "працівників навчили допомагати літнім людям, які вдома не мають комп'ютера."},
    {"uz", "Shahar hokimligi aholi barcha arizalarini bir joyda topshirishi mumkin boʻlgan "
           "xizmat "
           "koʻrsatish markazini ochdi, xodimlar esa kompyuterdan foydalanmaydigan "
           "keksalarga yordam "
           "berishga oʻrgatildi."},
    {"uz-Cyrl",
     "Шаҳар ҳокимлиги аҳоли барча аризаларини бир жойда топшириши мумкин бўлган хизмат "
     "кўрсатиш марказини очди, ходимлар эса компьютердан фойдаланмайдиган кексаларга ёрдам "
     "беришга ўргатилди."},
};

static void each_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_str language = detected(texts[i][1]);
        if (!ph_eqc(language, texts[i][0]))
            fail_msg("%s is taken for '%.*s'", texts[i][0], PH_FMT(language));
    }
}

/* An apostrophe is typed in many ways. */
static void spellings(void **state)
{
    (void)state;
    assert_str(
        detected("Shahar hokimligi aholi barcha arizalarini bir joyda topshirishi mumkin "
                 "bo'lgan xizmat ko'rsatish markazini ochdi, o'rgatildi."),
        "uz");
    assert_str(
        detected("SHAHAR HOKIMLIGI AHOLI BARCHA ARIZALARINI BIR JOYDA TOPSHIRISHI MUMKIN "
                 "BO‘LGAN XIZMAT KO‘RSATISH MARKAZINI OCHDI"),
        "uz");
    assert_str(
        detected("ОПШТИНА ЈЕ ОТВОРИЛА УСЛУЖНИ ЦЕНТАР У КОЈЕМ ГРАЂАНИ МОГУ ДА ПРЕДАЈУ"),
        "sr-Cyrl");
}

static void no_language(void **state)
{
    static const char *const nothing[] = {
        "",
        "Open data.",
        "asdfkj qwlekj zxcvmn qpwoei rutyal skdjfh gmznxb cvqwep oiruty laksjd hfgmzn "
        "xbcvqp",
        "0912 3481 29384 1239 4812 34981 23948 12394 81239 48123 94812 39481 2394 8123 "
        "9481",
        "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
        "\xF0"
        "\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0"
        "\x9F"
        "\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F"
        "\x98",
    };
    (void)state;
    for (size_t i = 0; i < N(nothing); i++)
        assert_str(detected(nothing[i]), "");
}

/* --- models ------------------------------------------------------------------------------------ */

static ph_status open_model(const char *content, ph_detector **d)
{
    char path[] = "/tmp/model.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    close(fd);
    ph_status status = ph_detector_new(d, path, &err);
    unlink(path);
    return status;
}

static void a_model_by_hand(void **state)
{
    ph_detector *d;
    (void)state;
    assert_ok(open_model(
        "# two languages\n= aa 400\n4 a _a a_ _a_\n= bb 400\n4 b _b b_ _b_\n", &d));
    assert_str(
        ph_detect_language(d, arena,
                           PH_STR("a a a a a a a a a a a a a a a a a a a a a a a a a a "
                                  "a a a a a b b b b b")),
        "aa");
    assert_null(
        ph_detect_language(d, arena,
                           PH_STR("a b a b a b a b a b a b a b a b a b a b a b a b a b "
                                  "a b a b a b a b a b"))
            .s);
    ph_detector_free(d);
    assert_ok(open_model("", &d));
    assert_null(ph_detect_language(d, arena, ph_cstr(texts[0][1])).s);
    ph_detector_free(d);
}

static void bad_models(void **state)
{
    static const char *const bad[] = {"4 a b\n", "= aa\n", "= aa x\n", "= aa 9\nx a\n",
                                      "= aa 9\n256 a\n"};
    ph_detector *d;
    (void)state;
    for (size_t i = 0; i < N(bad); i++) {
        assert_int_equal(open_model(bad[i], &d), PH_INVALID);
        assert_null(d);
    }
    assert_int_equal(ph_detector_new(&d, "/nonexistent", &err), PH_NOT_FOUND);
    assert_null(d);
    ph_detector_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_language),   TEST(spellings),  TEST(no_language),
        TEST(a_model_by_hand), TEST(bad_models),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}

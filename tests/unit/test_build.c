/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/export_json.h"
#include "search/limits.h"
#include "search/text.h"
#include "tests/unit/tagging.h"

static ph_record build_at(ph_document *doc, const char *path)
{
    ph_subjects subjects = {0};
    const ph_builder b = {vocabulary,           sections, tagger,   detector,
                          PH_STR("2026-11-21"), NULL,     &subjects};
    ph_record r;
    assert_ok(ph_build_record(&b, doc, ph_cstr(path), arena, &r, &err));
    ph_subjects_free(&subjects);
    return r;
}

static ph_record build(ph_document *doc)
{
    return build_at(doc, "folder/file.txt");
}

static bool warned(const ph_record *r, const char *words)
{
    for (size_t i = 0; i < r->warnings.n; i++)
        if (memmem(r->warnings.v[i].s, r->warnings.v[i].n, words, strlen(words)))
            return true;
    return false;
}

/* The record as readers see it, NUL-terminated. */
static const char *json_of(const ph_record *r)
{
    json_t *json = ph_record_json(r, vocabulary, PH_STR("en"));
    char *text = json_dumps(json, JSON_COMPACT);
    assert_non_null(text);
    ph_str copy = ph_dup(arena, ph_cstr(text));
    free(text);
    json_decref(json);
    return copy.s;
}

static ph_str field(const ph_record *r, const char *name)
{
    for (size_t i = 0; i < r->fields.n; i++)
        if (ph_eqc(r->fields.v[i].name, name))
            return r->fields.v[i].value;
    return PH_ABSENT;
}

/* --- subjects and coverage --------------------------------------------------------------------- */

static void subjects_that_are_labels_are_tags(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta_from(&doc, PH_ORIGIN_FILE, "title", "Vans");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.0", "participation");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.1", "Participation in vans");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.2", "open data; SDG 16: Peace, SDG12.c.");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.3", "http://metadata.un.org/sdg/5.5");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.4", "https://hub.example/themes/rural");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.5", "SDG 99");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.6", "16");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.7",
              "Goal 3. Good health; SDG target 4.b of 2015");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.8", "https://sdgs.un.org/goals/goal7/");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.9", "https://metadata.un.org/sdg/14.5");
    meta_from(&doc, PH_ORIGIN_FILE, "subjects.10", "https://sdgs.example/2019");
    meta_from(&doc, PH_ORIGIN_FILE, "coverage.0", "Eesti; FI");
    meta_from(&doc, PH_ORIGIN_FILE, "coverage.1", "Riga, Latvia");
    meta_from(&doc, PH_ORIGIN_FILE, "coverage.2", "1990-2000");
    ph_record r = build(&doc);
    assert_str(tag_ids(&r.themes), "participation open-data rural");
    assert_str(tag_ids(&r.sdgs), "16 12.c 5.5 3 4.b 7 14.5");
    assert_str(tag_ids(&r.countries), "FI LV");
    assert_int_equal(r.warnings.n, 0);
}

/* --- where values come from ------------------------------------------------------------------ */

static void sidecar_before_file_before_guess(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta_from(&doc, PH_ORIGIN_GUESS, "title", "Guessed");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "title", "Beside");
    meta_from(&doc, PH_ORIGIN_FILE, "title", "Within");
    meta_from(&doc, PH_ORIGIN_WEAK, "abstract", "Weak");
    meta_from(&doc, PH_ORIGIN_FILE, "abstract", "Within");
    meta_from(&doc, PH_ORIGIN_FILE, "date", "2020");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "date", "2022-06-04");
    meta_from(&doc, PH_ORIGIN_FILE, "countries.0", "EE");
    meta_from(&doc, PH_ORIGIN_FILE, "countries.1", "FI");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "countries.0", "LV");
    meta_from(&doc, PH_ORIGIN_FILE, "problem", "Old");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "problem", "New");
    meta_from(&doc, PH_ORIGIN_WEAK, "objective", "Weak");
    paragraph(&doc, "Estonia did it.");
    ph_record r = build(&doc);
    assert_str(r.title, "Beside");
    assert_str(r.abstract, "Within");
    assert_str(r.date, "2022-06-04");
    assert_int_equal(r.date_from, PH_ASSERTED);
    assert_str(tag_ids(&r.countries), "LV");
    assert_str(field(&r, "problem"), "New");
    assert_int_equal(r.fields.n, 2);
}

static void what_nobody_states(void **state)
{
    ph_document doc = {.mime = PH_STR("text/plain")};
    (void)state;
    ph_record r = build_at(&doc, "dir/Отчёт.txt");
    assert_str(r.title, "Отчёт.txt");
    assert_str(r.key, "dir/Отчёт.txt");
    assert_str(r.mime, "text/plain");
    assert_str(r.type, "document");
    assert_int_equal(r.type_from, PH_INFERRED);
    assert_null(r.date.s);
    assert_null(r.language.s);
    assert_int_equal(r.warnings.n, 0);
    assert_int_equal(ph_record_year(&r), 0);
}

static void names_of_files_may_be_any_bytes(void **state)
{
    ph_document doc = {0};
    (void)state;
    ph_record r = build_at(&doc, "a\nb/\xff\xfe.txt");
    assert_true(ph_utf8_valid(r.key) && ph_utf8_valid(r.title));
    assert_null(memchr(r.key.s, '\n', r.key.n));
    assert_non_null(json_of(&r));
}

static void the_author_s_key(void **state)
{
    ph_document doc = {0}, other = {0};
    (void)state;
    meta(&doc, "id", "NOTE-7");
    assert_str(build(&doc).key, "NOTE-7");
    meta(&other, "id", "NOTE-7");
    meta(&other, "key", "K1");
    assert_str(build(&other).key, "K1");
}

static void unknown_is_absence(void **state)
{
    static const char *const words[] = {"Unknown", "unknown", "N/A",        "n/a",  "-",
                                        "–",       "?",       "Неизвестно", "none", "null"};
    (void)state;
    for (size_t i = 0; i < N(words); i++) {
        ph_document doc = {0};
        meta(&doc, "title", "T");
        meta(&doc, "status", words[i]);
        meta(&doc, "publisher", words[i]);
        meta(&doc, "date", words[i]);
        meta(&doc, "language", words[i]);
        meta(&doc, "creators.0", words[i]);
        meta(&doc, "countries.0", words[i]);
        meta(&doc, "problem", words[i]);
        meta(&doc, "partners.0.name", words[i]);
        ph_record r = build(&doc);
        if (r.status.s || r.publisher.s || r.date.s || r.language.s || r.creators.n ||
            r.countries.n || r.fields.n || r.organisations.n || r.warnings.n)
            fail_msg("'%s' is a value: %s", words[i], json_of(&r));
    }
}

static void unknown_beside_hides_what_is_within(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "publisher", "Office");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "publisher", "Unknown");
    assert_null(build(&doc).publisher.s);
}

/* --- lists ------------------------------------------------------------------------------------- */

static void lists(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "sdgs", "16, 5; SDG 16.6");
    meta(&doc, "themes.0", "integrity");
    meta(&doc, "themes.1", "open-data");
    meta(&doc, "themes.2", "integrity");
    meta(&doc, "creators", "Berg, Anna; Lind, Bo");
    meta(&doc, "stakeholders", "parliament, pa-school");
    meta(&doc, "sector.0", "01");
    ph_record r = build(&doc);
    assert_str(tag_ids(&r.sdgs), "16 5 16.6");
    assert_str(tag_ids(&r.themes), "integrity open-data");
    assert_int_equal(r.creators.n, 2);
    assert_str(r.creators.v[0], "Berg, Anna");
    assert_str(joined(&r.stakeholders), "parliament pa-school");
    assert_str(joined(&r.sectors), "01");
}

static void countries_by_name(void **state)
{
    ph_document doc = {0}, russian = {0}, namibia = {0};
    (void)state;
    meta(&namibia, "countries", "NA");
    ph_record r = build(&namibia);
    assert_str(tag_ids(&r.countries), "NA");
    meta(&doc, "language", "en");
    meta(&doc, "countries.0", "Estonia");
    meta(&doc, "countries.1", "EE");
    meta(&doc, "countries.2", "Bosnia and Herzegovina");
    meta(&doc, "countries.3", "NA");
    meta(&doc, "countries.4", "Namibia");
    meta(&doc, "countries.5", "Atlantis");
    meta(&doc, "countries.6", "XX");
    r = build(&doc);
    assert_str(tag_ids(&r.countries), "EE BA NA");
    assert_int_equal(r.countries.v[0].from, PH_ASSERTED);
    assert_true(warned(&r, "'Atlantis'") && warned(&r, "'XX'"));
    assert_int_equal(r.warnings.n, 2);
    meta(&russian, "language", "ru");
    meta(&russian, "countries", "Казахстан, Кыргызстан, Latvia");
    r = build(&russian);
    assert_str(tag_ids(&r.countries), "KZ KG LV");
}

static void bad_values_are_warnings(void **state)
{
    static const struct {
        const char *key, *value;
    } bad[] = {
        {"status", "working"},
        {"type", "novel"},
        {"level", "galactic"},
        {"evidence", "hearsay"},
        {"sdgs.0", "18"},
        {"sdgs.0", "16.99"},
        {"themes.0", "witchcraft"},
        {"stakeholder", "aliens"},
        {"sectors", "11"},
        {"date", "04.06.2022"},
        {"date", "2022-13-01"},
        {"date", "2022-02-30"},
        {"date", "2022-6-4"},
        {"date", "soon"},
        {"event.start", "next week"},
        {"event.country", "Atlantis"},
        {"language", "English"},
        {"language", "e"},
        {"favourite_colour", "blue"},
        {"reviewed", "yesterday"},
    };
    (void)state;
    for (size_t i = 0; i < N(bad); i++) {
        ph_document doc = {0};
        meta(&doc, "title", "T");
        meta(&doc, bad[i].key, bad[i].value);
        ph_record r = build(&doc);
        const char *value =
            strcmp(bad[i].key, "favourite_colour") == 0 ? "colour" : bad[i].value;
        if (r.warnings.n != 1 || !warned(&r, value))
            fail_msg("%s '%s' gave %zu warnings", bad[i].key, bad[i].value, r.warnings.n);
        if (r.date.s || r.status.s || r.sdgs.n || r.themes.n || r.event.start.s ||
            r.event.country.s || r.language.s)
            fail_msg("%s '%s' was taken", bad[i].key, bad[i].value);
    }
}

static void weak_metadata_is_not_warned_of(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta_from(&doc, PH_ORIGIN_WEAK, "generator", "Word");
    assert_int_equal(build(&doc).warnings.n, 0);
}

static void long_values_do_no_harm(void **state)
{
    char *text = ph_alloc(arena, 5000);
    ph_document doc = {0};
    (void)state;
    for (size_t i = 0; i + 1 < 5000 - 1; i += 2)
        memcpy(text + i, "ж", 2);
    meta(&doc, "title", text);
    meta(&doc, "status", text);
    ph_record r = build(&doc);
    assert_true(r.title.n <= PH_TITLE_BYTES && ph_utf8_valid(r.title));
    assert_true(r.warnings.n == 1 && r.warnings.v[0].n < 200);
    assert_true(ph_utf8_valid(r.warnings.v[0]));
}

/* --- dates, languages ---------------------------------------------------------------------------- */

static void dates(void **state)
{
    static const struct {
        const char *value, *date;
        unsigned year;
    } cases[] = {
        {"2022", "2022", 2022},
        {"2022-06", "2022-06", 2022},
        {"2022-06-04", "2022-06-04", 2022},
        {"2022-06-04T10:00:00Z", "2022-06-04", 2022},
        {"2024-02-29", "2024-02-29", 2024},
    };
    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        ph_document doc = {0};
        meta(&doc, "date", cases[i].value);
        ph_record r = build(&doc);
        assert_str(r.date, cases[i].date);
        assert_int_equal(ph_record_year(&r), cases[i].year);
    }
}

static void languages(void **state)
{
    static const char *const cases[][2] = {{"en", "en"},
                                           {"EN", "en"},
                                           {"en_us", "en-US"},
                                           {"sr-latn", "sr-Latn"},
                                           {"pt-br", "pt-BR"},
                                           {"kk", "kk"},
                                           {"zh-Hant-TW", "zh-Hant-TW"}};
    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        ph_document doc = {0};
        meta(&doc, "language", cases[i][0]);
        ph_record r = build(&doc);
        assert_str(r.language, cases[i][1]);
        assert_int_equal(r.language_from, PH_ASSERTED);
    }
}

static void languages_are_detected(void **state)
{
    static const char *const texts[][2] = {
        {"en",
         "The participants of the workshop discussed how registers are linked, and what "
         "it takes to keep data safe in the public service."},
        {"ru",
         "Участники семинара обсудили, как связаны государственные реестры и что нужно "
         "для защиты данных на государственной службе."},
        {"fr",
         "Les participants ont discuté de la manière dont les registres sont reliés et de "
         "ce qu'il faut pour protéger les données publiques."},
        {"ro",
         "Participanții au discutat despre modul în care sunt conectate registrele și "
         "despre ceea ce este necesar pentru protecția datelor."},
    };
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_document doc = {0};
        paragraph(&doc, texts[i][1]);
        ph_record r = build(&doc);
        assert_str(r.language, texts[i][0]);
        assert_int_equal(r.language_from, PH_INFERRED);
    }
}

/* Plain by its small words; with some of them in a text in French it is not. */
static void long_texts_in_english(void **state)
{
    static const char english[] =
        "The work of the council is to see that the rules are kept "
        "in all of the towns, and that the people have a say. ";
    static const char french[] =
        "Le travail du conseil est de veiller au respect des règles "
        "dans les villes et de donner la parole aux habitants. ";
    (void)state;
    for (unsigned part = 0; part < 2; part++) {
        ph_document doc = {0};
        for (unsigned i = 0; i < 20; i++)
            paragraph(&doc, i % 4 < part ? english : french);
        ph_record r = build(&doc);
        assert_str(r.language, "fr");
    }
    ph_document doc = {0};
    for (unsigned i = 0; i < 20; i++)
        paragraph(&doc, english);
    ph_record r = build(&doc);
    assert_str(r.language, "en");
}

static void short_texts_are_not_guessed_at(void **state)
{
    static const char *const texts[][2] = {
        {"Open data.", ""},
        {"Riga 2024 Tartu 2025 Vilnius 2026 Tallinn 2027 Kaunas 2028 Narva", ""},
        {"A word on Estonia. Estonia counts: Estonia, and the registers.", "en"},
    };
    (void)state;
    for (size_t i = 0; i < N(texts); i++) {
        ph_document doc = {0};
        paragraph(&doc, texts[i][0]);
        ph_str language = build(&doc).language;
        assert_str(language.s ? language : PH_STR(""), texts[i][1]);
    }
}

/* --- organisations, sources, fields ----------------------------------------------------------------- */

static void organisations(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "lead.name", "Chancellery");
    meta(&doc, "lead.country", "EE");
    meta(&doc, "partners.0.name", "Unknown");
    meta(&doc, "partners.1.name", "School");
    meta(&doc, "partners.1.url", "https://school.example");
    meta(&doc, "partners.2", "Bare name");
    meta(&doc, "partners.4.name", "Chancellery");
    meta(&doc, "partners.5.country", "LV");
    ph_record r = build(&doc);
    assert_int_equal(r.organisations.n, 3);
    assert_str(r.organisations.v[0].name, "Chancellery");
    assert_str(r.organisations.v[0].country, "EE");
    assert_str(r.organisations.v[1].name, "School");
    assert_str(r.organisations.v[1].url, "https://school.example");
    assert_str(r.organisations.v[2].name, "Bare name");
}

static void sources_and_fields(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "sources.0.title", "A law");
    meta(&doc, "sources.0.url", "https://law.example");
    meta(&doc, "sources.1.title", "A report");
    meta(&doc, "sources.7.title", "Too far");
    meta(&doc, "results.0.value", "40");
    meta(&doc, "autonomy", "recommends");
    meta(&doc, "autonomy.note", "mostly");
    meta(&doc, "start", "2019");
    ph_record r = build(&doc);
    assert_int_equal(r.sources.n, 2);
    assert_str(r.sources.v[0].url, "https://law.example");
    assert_str(field(&r, "results.0.value"), "40");
    assert_str(field(&r, "autonomy"), "recommends");
    assert_str(field(&r, "start"), "2019");
    assert_int_equal(r.warnings.n, 0);
}

/* --- type and event -------------------------------------------------------------------------------- */

static void report(ph_document *doc, const char *venue, const char *section)
{
    meta(doc, "title", "A workshop on registers");
    meta(doc, "language", "en");
    heading(doc, 1, "A workshop on registers");
    paragraph(doc, venue);
    heading(doc, 2, section);
    item(doc, "Estonia told how registers are linked.");
}

static void a_report_of_a_meeting(void **state)
{
    ph_document doc = {0};
    (void)state;
    report(&doc, "Bucharest, Romania, 2-4 June 2022", "Conclusions");
    ph_record r = build(&doc);
    assert_str(r.type, "outcome-document");
    assert_int_equal(r.type_from, PH_INFERRED);
    assert_str(r.event.country, "RO");
    assert_str(r.date, "2022-06-04");
    assert_int_equal(r.date_from, PH_INFERRED);
    assert_null(tag(&r.countries, "RO"));
    assert_str(joined(&r.mentioned), "EE");
}

static void no_report_no_event(void **state)
{
    ph_document doc = {0}, note = {0};
    (void)state;
    report(&doc, "Bucharest, Romania, 2-4 June 2022", "How it works");
    ph_record r = build(&doc);
    assert_str(r.type, "document");
    assert_null(r.event.country.s);
    assert_null(r.event.name.s);
    assert_null(r.date.s);
    assert_true(has(&r.mentioned, "RO")); /* and its words count */
    meta(&note, "type", "practice-note");
    report(&note, "Bucharest, Romania, 2-4 June 2022", "Conclusions");
    r = build(&note);
    assert_null(r.event.country.s);
    assert_null(r.date.s);
}

static void a_stated_event_stays(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "event.name", "Spring school");
    meta(&doc, "event.place", "Riga");
    meta(&doc, "event.country", "Latvia");
    meta(&doc, "event.start", "2021-05-01");
    report(&doc, "Bucharest, Romania, 2-4 June 2022", "How it works");
    ph_record r = build(&doc);
    assert_str(r.event.name, "Spring school");
    assert_str(r.event.place, "Riga");
    assert_str(r.event.country, "LV");
    assert_str(r.event.start, "2021-05-01");
}

static void a_venue_in_a_heading(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "title", "A workshop");
    meta(&doc, "language", "en");
    heading(&doc, 1, "A workshop");
    heading(&doc, 2, "Bucharest, Romania, 2-4 June 2022");
    heading(&doc, 2, "Conclusions");
    for (int i = 0; i < 5; i++)
        item(&doc, "Nothing of the kind was said.");
    ph_record r = build(&doc);
    assert_str(r.event.country, "RO");
    assert_int_equal(r.countries.n, 0);
    assert_int_equal(r.mentioned.n, 0);
    assert_str(r.passages.v[1].heading.v[0], "Conclusions");
}

/* --- consent ------------------------------------------------------------------------------------------ */

static void contact(ph_document *doc, const char *key, const char *value)
{
    meta(doc, ph_dupf(arena, "contacts.0.%s", key).s, value);
}

/* A document that gives a person away wherever it can. */
static ph_document talkative(void)
{
    ph_document doc = {0};
    meta(&doc, "title", "Registers by Jane Example");
    meta(&doc, "abstract", "Ask JANE EXAMPLE at jane@secret.example or +40 21 312 34 56.");
    meta(&doc, "publisher", "Office of Example, Jane");
    meta(&doc, "creators.0", "Jane Example");
    meta(&doc, "problem", "Jane Example knew it; tel. +40213123456");
    meta(&doc, "lead.name", "Jane Example & Sons");
    meta(&doc, "sources.0.title", "Jane Example: a life");
    meta(&doc, "status", "jane@secret.example");
    meta(&doc, "event.name", "Dinner with J. Example");
    contact(&doc, "name", "Dr. Jane Example");
    contact(&doc, "role", "Assistant to Jane Example");
    contact(&doc, "organisation", "Registers Office");
    contact(&doc, "email", "jane@secret.example");
    contact(&doc, "phone", "+40 21 312 34 56");
    heading(&doc, 2, "Jane Example's registers");
    paragraph(&doc, "Jane Example and Ms Example (021 312 34 56) wrote it.");
    block(&doc, PH_BLOCK_ROW, 0, "Example Jane | 312-34-56 | jane@secret.example");
    paragraph(&doc, "Contact: Jane Example");
    heading(&doc, 2, "Contacts");
    item(&doc, "Jane, jane@secret.example");
    return doc;
}

static void assert_silent(ph_record *r)
{
    static const char *const secrets[] = {"Jane", "JANE",    "jane", "secret",
                                          "312",  "Example", "3456", "34 56"};
    r->id = ph_make_id(arena, r->title, PH_STR("s"), PH_STR("p"));
    ph_buf packed = {0};
    ph_record_pack(&packed, r);
    const char *json = json_of(r);
    for (size_t i = 0; i < N(secrets); i++) {
        if (strstr(json, secrets[i]))
            fail_msg("'%s' in %s", secrets[i], json);
        assert_null(memmem(packed.s, packed.n, secrets[i], strlen(secrets[i])));
    }
    ph_buf_free(&packed);
}

static void without_consent_nothing_is_left(void **state)
{
    static const char *const consents[][4] = {
        /* consent, given_on, authorised_by, expires */
        {NULL, NULL, NULL, NULL},
        {"none", "2026-01-01", "Office", NULL},
        {"public", NULL, "Office", NULL},
        {"public", "2026-01-01", NULL, NULL},
        {"public", "2026-01-01", "Office", "2026-11-20"},
        {"public", "2026-01-01", "Office", "in two years"},
        {"public", "2027-01-01", "Office", NULL},
        {"relay", "2026-01-01", "Office", NULL}, /* no page of the organisation */
        {"Unknown", "2026-01-01", "Office", NULL},
    };
    (void)state;
    for (size_t i = 0; i < N(consents); i++) {
        static const char *const keys[] = {"consent", "given_on", "authorised_by",
                                           "expires"};
        ph_document doc = talkative();
        for (size_t k = 0; k < 4; k++)
            if (consents[i][k])
                contact(&doc, keys[k], consents[i][k]);
        ph_record r = build_at(&doc, "notes/jane-example/Example_Jane.txt");
        assert_int_equal(r.contacts.n, 0);
        assert_int_equal(r.creators.n, 0);
        assert_silent(&r);
    }
}

static void a_relay_is_an_organisation(void **state)
{
    ph_document doc = talkative();
    (void)state;
    for (size_t i = 0; i < doc.meta.n; i++)
        if (ph_eqc(doc.meta.v[i].key, "contacts.0.email"))
            doc.meta.v[i].value = PH_STR("office@office.test");
    contact(&doc, "consent", "relay");
    contact(&doc, "url", "https://office.test/");
    ph_record r = build(&doc);
    assert_int_equal(r.contacts.n, 1);
    assert_str(r.contacts.v[0].organisation, "Registers Office");
    assert_str(r.contacts.v[0].email, "office@office.test");
    assert_null(r.contacts.v[0].name.s);
    assert_null(r.contacts.v[0].phone.s);
    assert_silent(&r);
    assert_int_equal(r.organisations.n, 2); /* the lead, and the one to write to */
}

/* A side-car's contacts replace the file's; who was named there is hidden all the same. */
static void a_replaced_contact_stays_hidden(void **state)
{
    ph_document doc = talkative();
    (void)state;
    meta_from(&doc, PH_ORIGIN_SIDECAR, "contacts.0.organisation", "Relay Office");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "contacts.0.url", "https://relay.test/");
    meta_from(&doc, PH_ORIGIN_SIDECAR, "contacts.0.consent", "relay");
    ph_record r = build(&doc);
    assert_int_equal(r.contacts.n, 1);
    assert_str(r.contacts.v[0].organisation, "Relay Office");
    assert_silent(&r);
}

static void a_mailbox_that_tells_a_name_is_no_office(void **state)
{
    ph_document doc = {0};
    (void)state;
    meta(&doc, "contacts.0.name", "Jane Example");
    meta(&doc, "contacts.0.organisation", "Registers Office");
    meta(&doc, "contacts.0.email", "jane.example@office.test");
    meta(&doc, "contacts.0.url", "https://office.test/");
    meta(&doc, "contacts.0.consent", "relay");
    ph_record r = build(&doc);
    assert_int_equal(r.contacts.n, 1);
    assert_null(r.contacts.v[0].email.s);
    assert_str(r.contacts.v[0].url, "https://office.test/");
}

static void who_consents_is_shown_as_a_contact(void **state)
{
    ph_document doc = talkative();
    (void)state;
    contact(&doc, "consent", "public");
    contact(&doc, "given_on", "2026-01-01");
    contact(&doc, "authorised_by", "Registers Office");
    contact(&doc, "expires", "2026-11-21"); /* the last day */
    ph_record r = build(&doc);
    assert_int_equal(r.contacts.n, 1);
    assert_str(r.contacts.v[0].name, "Dr. Jane Example");
    assert_str(r.contacts.v[0].phone, "+40 21 312 34 56");
    assert_str(r.title, "Registers by Jane Example");
    /* addresses in the text go all the same */
    for (size_t i = 0; i < r.passages.n; i++)
        assert_null(memchr(r.passages.v[i].text.s, '@', r.passages.v[i].text.n));
}

/* --- ids ------------------------------------------------------------------------------------------------ */

static ph_str id_of(const char *title, const char *source, const char *path)
{
    return ph_make_id(arena, ph_cstr(title), ph_cstr(source), ph_cstr(path));
}

static void ids(void **state)
{
    static const char *const slugs[][2] = {
        {"Data exchange between registers", "data-exchange-between-registers-"},
        {"  «Ёлки» & Co.: 2022!", "elki-co-2022-"},
        {"Реестры Казахстана", "reestry-kazahstana-"},
        {"Énoncé d'été", "enonce-dete-"},
        {"Țări și județe", "tari-si-judete-"},
        {"Ђорђе Њ", "dorde-n-"},
        {"政府", "zheng-fu-"},
        {"…", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < N(slugs); i++) {
        ph_str id = id_of(slugs[i][0], "s", "p");
        if (!ph_starts(id, ph_cstr(slugs[i][1])) || id.n != strlen(slugs[i][1]) + 12)
            fail_msg("'%s' gave '%.*s'", slugs[i][0], PH_FMT(id));
    }
}

static void ids_are_tame_and_apart(void **state)
{
    char title[600];
    (void)state;
    memset(title, 0, sizeof title);
    for (size_t i = 0; i + 2 < sizeof title; i++)
        title[i] = i % 9 == 8 ? ' ' : (char)('a' + i % 26);
    const char *const titles[] = {
        title,        "\xff\xfe\xd0", "Жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж",
        "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", "----",         "Ⅻ ½ ß Æ"};
    for (size_t t = 0; t < N(titles); t++) {
        ph_str id = id_of(titles[t], "s", "p");
        assert_true(id.n >= 8 && id.n <= PH_ID_BYTES);
        for (size_t i = 0; i < id.n; i++)
            assert_true((id.s[i] >= 'a' && id.s[i] <= 'z') ||
                        (id.s[i] >= '0' && id.s[i] <= '9') || (i && id.s[i] == '-'));
        assert_true(ph_eq(id, id_of(titles[t], "s", "p")));
    }
    assert_false(ph_eq(id_of("T", "s", "p"), id_of("T", "t", "p")));
    assert_false(ph_eq(id_of("T", "s", "p"), id_of("T", "s", "q")));
    assert_false(ph_eq(id_of("T", "ab", "c"), id_of("T", "a", "bc")));
}

#define TEST(name) cmocka_unit_test_setup(name, fresh_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(subjects_that_are_labels_are_tags),
        TEST(sidecar_before_file_before_guess),
        TEST(what_nobody_states),
        TEST(names_of_files_may_be_any_bytes),
        TEST(the_author_s_key),
        TEST(unknown_is_absence),
        TEST(unknown_beside_hides_what_is_within),
        TEST(lists),
        TEST(countries_by_name),
        TEST(bad_values_are_warnings),
        TEST(weak_metadata_is_not_warned_of),
        TEST(long_values_do_no_harm),
        TEST(dates),
        TEST(languages),
        TEST(languages_are_detected),
        TEST(long_texts_in_english),
        TEST(short_texts_are_not_guessed_at),
        TEST(organisations),
        TEST(sources_and_fields),
        TEST(a_report_of_a_meeting),
        TEST(no_report_no_event),
        TEST(a_stated_event_stays),
        TEST(a_venue_in_a_heading),
        TEST(without_consent_nothing_is_left),
        TEST(a_relay_is_an_organisation),
        TEST(a_replaced_contact_stays_hidden),
        TEST(a_mailbox_that_tells_a_name_is_no_office),
        TEST(who_consents_is_shown_as_a_contact),
        TEST(ids),
        TEST(ids_are_tame_and_apart),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_vocabularies, close_vocabularies);
}

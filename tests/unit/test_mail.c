/* SPDX-License-Identifier: GPL-2.0-or-later */
/* E-mail: what is its text, what are its parts, and what must never come out of it. */
#include "config.h"

#include "tests/unit/unfolding.h"

#define TEXT "Content-Type: text/plain\n\n"
#define MULTI(kind) "Subject: S\nContent-Type: multipart/" kind "; boundary=b\n\n"

/* The message's own document: its metadata and blocks. */
typedef struct reading {
    ph_arena *arena;
    ph_buf text;
} reading;

static ph_status read_begin(void *user, ph_str path, ph_error *err)
{
    (void)user;
    (void)path;
    (void)err;
    return PH_OK;
}

static ph_status read_document(void *user, const ph_part *part, const ph_document *doc,
                               ph_error *err)
{
    reading *r = user;
    (void)err;
    ph_buf_addf(&r->text, "== %.*s\n", PH_FMT(part->path));
    for (size_t i = 0; i < doc->meta.n; i++) {
        const ph_meta *m = &doc->meta.v[i];
        char key[40];
        snprintf(key, sizeof key, "%.*s", PH_FMT(m->key));
        if (ph_eqc(m->key, PH_META_MARKED))
            continue;
        if (ph_document_get(doc, key).s == m->value.s) /* what holds */
            ph_buf_addf(&r->text, "%d %s = %.*s\n", (int)m->origin, key, PH_FMT(m->value));
    }
    ph_buf_addc(&r->text, blocks_of(r->arena, doc));
    for (size_t i = 0; i < doc->warnings.n; i++)
        ph_buf_addf(&r->text, "? %.*s\n", PH_FMT(doc->warnings.v[i]));
    return PH_OK;
}

static ph_status read_refusal(void *user, const ph_part *part, const ph_error *why,
                              ph_error *err)
{
    reading *r = user;
    (void)err;
    ph_buf_addf(&r->text, "== %.*s\n! %s\n", PH_FMT(part->path), why->text);
    return PH_OK;
}

static const char *mail(ph_arena *arena, const char *name, const char *text,
                        const char *sidecar)
{
    reading r = {.arena = arena};
    const ph_sink sink = {&r, read_begin, read_document, read_refusal};
    ph_unfolding u = {.sink = &sink};
    ph_feed feed = ph_feed_memory(ph_cstr(text));
    ph_input beside = {sidecar ? PH_STR("a.eml.meta.yaml") : PH_ABSENT, ph_cstr(sidecar)};
    ph_error err;
    if (ph_unfold(&u, ph_cstr(name), &feed, beside, &err) != PH_OK)
        ph_buf_addf(&r.text, "! %s\n", err.text);
    const char *got = ph_dup(arena, ph_buf_str(&r.text)).s;
    ph_buf_free(&r.text);
    return got ? got : "";
}

static void mail_is(ph_arena *arena, const char *text, const char *want)
{
    assert_string_equal(mail(arena, "a.eml", text, NULL), want);
}

static void a_simple_message(void **state)
{
    mail_is(*state,
            "From: Jane Doe <jane@example.org>\n"
            "To: John Roe <john@example.org>\nCc: Office <office@example.org>\n"
            "Reply-To: other@example.org\n"
            "Subject: Re: Fwd: Registers and\n their owners\n"
            "Date: Mon, 3 May 2021 23:30:00 +0300\n\n"
            "Each register needs an owner.\n",
            "== \n2 title = Registers and their owners\n2 date = 2021-05-03\n"
            "P Each register needs an owner.\n");
}

static void dates_and_subjects_may_be_missing(void **state)
{
    mail_is(*state, "X: y\n\nBody only\n", "== \n0 title = Body only\nP Body only\n");
    mail_is(*state, "Subject: \nDate: yesterday\n\nBody\n",
            "== \n0 title = Body\nP Body\n");
}

static void encodings(void **state)
{
    mail_is(*state,
            "Subject: =?koi8-r?B?8NLJ18XU?= =?utf-8?Q?,_caf=C3=A9?= =?utf-8?q?_=C3?=\n"
            " =?UTF-8*en?Q?=A9?= =?broken and =?x?y?z?=\n"
            "Content-Type: text/plain; charset=koi8-r\n"
            "Content-Transfer-Encoding: base64\n\n8NLJ18XU\n",
            "== \n2 title = Привет, café é =?broken and =?x?y?z?=\nP Привет\n");
    mail_is(*state,
            "Subject: caf\xc3\xa9\nContent-Type: text/plain; charset=windows-1251\n"
            "Content-Transfer-Encoding: quoted-printable\n\n=CF=F0=E8=\n=E2=E5=F2\n",
            "== \n2 title = café\nP Привет\n");
}

static void the_plainest_alternative(void **state)
{
    mail_is(*state,
            MULTI("alternative") "--b\n" TEXT "Plain\n"
                                 "--b\nContent-Type: text/html\n\n<p>Rich</p>\n--b--\n",
            "== \n2 title = S\nP Plain\n");
    mail_is(
        *state,
        MULTI("alternative") "--b\n" TEXT " \n"
                             "--b\nContent-Type: text/html; charset=koi8-r\n\n"
                             "<meta charset=windows-1251><meta name=author content=Jane>"
                             "<h1>\xf0\xd2\xc9</h1><p>Rich</p>\n--b--\n",
        "== \n2 title = S\nH1 При\nP Rich\n");
    /* the richer form has an attachment that the plain one has not */
    mail_is(
        *state,
        MULTI("alternative") "--b\n" TEXT
                             "Plain\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"
                             "--c\nContent-Type: text/html\n\n<p>Rich</p>\n"
                             "--c\nContent-Type: text/plain; "
                             "name=a.txt\n\nAttached\n--c--\n--b--\n",
        "== /message\n2 title = S\nP Plain\n== /a.txt\n0 title = Attached\nP Attached\n");
}

static void parts(void **state)
{
    mail_is(*state,
            MULTI("mixed") "--b\n" TEXT "Body\n"
                           "--b\nContent-Type: text/plain; name=\"../../a.txt\"\n\nOne\n"
                           "--b\nContent-Type: text/plain; name=a.txt\n\nTwo\n"
                           "--b\nContent-Type: message/rfc822\n\nSubject: Inner\n\nInside\n"
                           "--b\nContent-Type: image/png\nContent-ID: <x>\n\nxx\n"
                           "--b\nContent-Type: image/png\n"
                           "Content-Disposition: attachment; "
                           "filename=p.png\n\n\x89PNG\r\n\x1a\n\n"
                           "--b\nContent-Type: text/calendar\n\nATTENDEE:x\n"
                           "--b\n" TEXT "Footer\n--b--\n",
            "== /message\n2 title = S\nP Body\nP Footer\n"
            "== /a.txt\n0 title = One\nP One\n"
            "== /2/a.txt\n0 title = Two\nP Two\n"
            "== /message-3.eml\n2 title = Inner\nP Inside\n"
            "== /p.png\n! is a picture: peerhub reads no text out of pictures\n");
}

static void signed_and_encrypted(void **state)
{
    mail_is(*state,
            MULTI("signed") "--b\n" TEXT "Body\n"
                            "--b\nContent-Type: application/pgp-signature\n\nxx\n--b--\n",
            "== \n2 title = S\nP Body\n");
    const char *sealed =
        "! the message is encrypted or sealed (S/MIME, PGP): save it without\n";
    mail_is(*state, MULTI("encrypted") "--b\n\nx\n--b\n\ny\n--b--\n", sealed);
    mail_is(*state,
            "Subject: S\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nxx\n",
            sealed);
}

static void quotes_and_signatures(void **state)
{
    mail_is(
        *state,
        "Subject: S\n\nI agree with this.\n\n"
        "On Mon, 3 May 2021 at 10:00, Jane Doe\n<jane@example.org> wrote:\n\n"
        "> First point of the letter\n> goes on.\n>\n>> older words\n\nMy answer.\n-- \n"
        "John Roe\n+371 1234567\n",
        "== \n2 title = S\nP I agree with this.\nP First point of the letter goes on.\n"
        "P older words\nP My answer.\n");
    /* a signature above a quotation */
    mail_is(*state, "Subject: S\n\nYes.\n-- \nJohn Roe\n\n> Shall we?\n",
            "== \n2 title = S\nP Yes.\nP Shall we?\n");
    /* what introduces a quotation without saying who wrote it stays */
    mail_is(*state, "Subject: S\n\nThe law says:\n\n> Registers are open.\n",
            "== \n2 title = S\nP The law says:\nP Registers are open.\n");
}

static void flowed_lines(void **state)
{
    mail_is(*state,
            "Subject: S\nContent-Type: text/plain; format=flowed\n\n"
            "One paragraph that \ngoes on and \nends.\nAnother one.\n From the start.\n"
            "> quoted and \n> joined\n",
            "== \n2 title = S\nP One paragraph that goes on and ends.\nP Another one.\n"
            "P From the start.\nP quoted and joined\n");
    mail_is(*state,
            "Subject: S\nContent-Type: text/plain; format=flowed; delsp=yes\n\n"
            "Donau \ndampf \nschiff\n",
            "== \n2 title = S\nP Donaudampfschiff\n");
}

static void a_sidecar_is_the_messages(void **state)
{
    assert_string_equal(
        mail(*state, "a.eml", "Subject: S\n\nBody\n", "title: Said beside\n"),
        "== \n3 title = Said beside\nP Body\n");
}

static void what_is_no_message(void **state)
{
    holds(mail(*state, "a.eml", "\n\nno header\n", NULL), "! is no e-mail message");
    holds(mail(*state, "a.mbox", "no mbox\n", NULL), "! is no mbox file");
}

static void deep_nesting(void **state)
{
    ph_buf text = {0};
    ph_buf_addc(&text, "Subject: S\nContent-Type: multipart/mixed; boundary=b0\n\n");
    for (int i = 0; i < 1000; i++)
        ph_buf_addf(&text, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i,
                    i + 1);
    ph_buf_addc(&text, "--b1000\n\nDeep\n");
    ph_buf_byte(&text, '\0');
    mail_is(*state, text.s,
            "== \n2 title = S\n? parts of the message are nested too deeply; they were not "
            "read\n");
    ph_buf_free(&text);
}

static void a_box(void **state)
{
    assert_string_equal(
        mail(*state, "a.mbox",
             "From jane@example.org Mon May  3 10:00:00 2021\nSubject: One\n\nFirst\n"
             "From here on it is still the first\n\n"
             "From john@example.org Mon May  3 10:00:00 2021\r\nSubject: "
             "Two\r\n\r\nSecond\r\n"
             "\r\nFrom x Mon May  3 10:00:00 2021\r\n\r\nno header\r\n",
             NULL),
        "== /1.eml\n2 title = One\nP First\nP From here on it is still the first\n"
        "== /2.eml\n2 title = Two\nP Second\n== /3.eml\n! is no e-mail message: it has no "
        "header\n");
}

/* The mark of a message at every place around the end of what is read at once. */
static void a_long_box(void **state)
{
    enum { PIECE = 65536 };
    for (unsigned shift = 0; shift < 12; shift++) {
        ph_buf text = {0};
        ph_buf_addc(&text, "From x\nSubject: One\n\n");
        while (text.n < PIECE - 2 - shift)
            ph_buf_byte(&text, text.n % 60 == 59 ? '\n' : 'w');
        ph_buf_addc(&text, "\n\nFrom y\nSubject: Two\n\nSecond\n");
        assert_string_equal(unfolded(*state, "a.mbox", ph_buf_str(&text)),
                            "/1.eml = One\n/2.eml = Two\n");
        ph_buf_free(&text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_simple_message),
        TEST(dates_and_subjects_may_be_missing),
        TEST(encodings),
        TEST(the_plainest_alternative),
        TEST(parts),
        TEST(signed_and_encrypted),
        TEST(quotes_and_signatures),
        TEST(flowed_lines),
        TEST(a_sidecar_is_the_messages),
        TEST(what_is_no_message),
        TEST(deep_nesting),
        TEST(a_box),
        TEST(a_long_box),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}

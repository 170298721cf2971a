/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * E-mail (RFC 5322, MIME) by GMime: subject, day and body are a document, attachments and
 * messages in it are parts.  A message without any is the file itself; else it is the part
 * "/message".
 *
 * GMime decodes transfer encodings only: what encoding a text has is ph_parse_decode's.
 */
#include "config.h"

#include <gmime/gmime.h>

#include "indexer/member_path.h"
#include "indexer/parse_common.h"
#include "indexer/parse_mail.h"
#include "indexer/text_build.h"
#include "indexer/unfold.h"
#include "search/limits.h"
#include "search/text.h"

#define PEOPLE_BYTES 20000 /* of the headers that name people */

typedef struct attachment {
    ph_str path;
    GMimeObject *object; /* the message's */
} attachment;

typedef struct mail {
    ph_arena *arena;
    ph_document doc;
    PH_VEC(attachment) attachments;
    bool encrypted, deep;
    ph_status status; /* of the first thing that ends it */
    ph_error *err;
} mail;

void ph_mail_init(void)
{
    g_mime_init();
}

static void fail_memory(mail *m)
{
    if (!m->status)
        m->status = ph_fail_memory(m->err);
}

/* --- bytes --------------------------------------------------------------------------------------- */

/* The decoded bytes of a part, or a message as it is; the caller frees them. */
static GByteArray *bytes_of(GMimeObject *object)
{
    GByteArray *bytes = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (message)
            g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
    } else if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        if (content)
            g_mime_data_wrapper_write_to_stream(content, stream);
    }
    g_object_unref(stream);
    return bytes;
}

static ph_str str_of(const GByteArray *bytes)
{
    return (ph_str){bytes->data ? (const char *)bytes->data : "", bytes->len};
}

/* --- bodies --------------------------------------------------------------------------------------- */

static bool has_parameter(GMimeObject *object, const char *name, const char *value)
{
    const char *has = g_mime_object_get_content_type_parameter(object, name);
    return has && g_ascii_strcasecmp(has, value) == 0;
}

static void add_plain(mail *m, GMimeObject *part, ph_str text)
{
    ph_buf body = {0};
    ph_lines lines = {0};
    bool flowed = has_parameter(part, "format", "flowed");
    ph_mail_text(&body, text, flowed, flowed && has_parameter(part, "delsp", "yes"));
    for (size_t i = 0; i < body.n; i++)
        if (body.s[i] == '\0')
            body.s[i] = ' ';
    if (body.failed || !ph_lines_read(m->arena, ph_buf_str(&body), &lines) ||
        !ph_text_build(m->arena, &m->doc, &lines, flowed))
        fail_memory(m);
    ph_buf_free(&body);
}

/* Of a page only the text, and its language: the rest is the program's that wrote it, or tells
 * of its author. */
static void add_html(mail *m, ph_str text)
{
    ph_document page = {0};
    ph_error why;
    ph_input input = {PH_STR("a.html"), text};
    ph_status status = ph_format_html.parse(input, m->arena, &page, &why);
    bool ok = status != PH_NO_MEMORY;
    for (size_t i = 0; ok && i < page.blocks.n; i++)
        ok = ph_document_block(&m->doc, m->arena, page.blocks.v[i]);
    for (size_t i = 0; ok && i < page.meta.n; i++)
        if (ph_eqc(page.meta.v[i].key, "language") ||
            ph_eqc(page.meta.v[i].key, PH_META_MARKED))
            ok = ph_document_meta(&m->doc, m->arena, page.meta.v[i].origin,
                                  page.meta.v[i].key, page.meta.v[i].value);
    if (!ok)
        fail_memory(m);
}

static bool is_blank(GMimeObject *part)
{
    GByteArray *bytes = bytes_of(part);
    bool blank = ph_trim(str_of(bytes)).n == 0;
    g_byte_array_free(bytes, TRUE);
    return blank;
}

static void add_body(mail *m, GMimeObject *part, bool html)
{
    ph_buf text = {0};
    ph_error why;
    GByteArray *bytes = bytes_of(part);
    const char *charset = g_mime_object_get_content_type_parameter(part, "charset");
    ph_str declared = ph_cstr(charset);
    if (html) /* a mark that says: what the page declares no longer holds */
        ph_buf_addc(&text, "\xEF\xBB\xBF");
    if (html && !declared.n)
        declared = ph_parse_declared(str_of(bytes));
    ph_status status = ph_parse_decode(str_of(bytes), declared, &text, &why);
    if (status == PH_NO_MEMORY || text.failed)
        fail_memory(m);
    else if (status) {
        if (!ph_parse_warn(&m->doc, m->arena, "a part of the message was not read: %s",
                           why.text))
            fail_memory(m);
    } else if (html)
        add_html(m, ph_buf_str(&text));
    else
        add_plain(m, part, ph_buf_str(&text));
    ph_buf_free(&text);
    g_byte_array_free(bytes, TRUE);
}

/* --- parts ---------------------------------------------------------------------------------------- */

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *is = g_mime_object_get_content_type(object);
    return is && g_mime_content_type_is_type(is, type, subtype);
}

static bool is_used(const mail *m, ph_str path)
{
    for (size_t i = 0; i < m->attachments.n; i++)
        if (ph_eq(m->attachments.v[i].path, path))
            return true;
    return false;
}

static void add_attachment(mail *m, GMimeObject *object)
{
    ph_member_kind kind = PH_MEMBER_PLAIN;
    const char *name =
        GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;
    ph_str path = ph_member_path(m->arena, ph_cstr(name ? name : ""), &kind);
    size_t from = path.n;
    while (from > 0 && path.s[from - 1] != '/')
        from--;
    size_t n = m->attachments.n + 1;
    path = from < path.n ? ph_dupf(m->arena, "/%.*s", PH_FMT(ph_sub(path, from, path.n)))
           : GMIME_IS_PART(object) ? ph_dupf(m->arena, "/part-%zu", n)
                                   : ph_dupf(m->arena, "/message-%zu.eml", n);
    if (n > PH_ARCHIVE_MEMBERS) {
        m->status = ph_fail(m->err, PH_LIMIT, "the message has more than %d attachments",
                            PH_ARCHIVE_MEMBERS);
        return;
    }
    if (path.s && (is_used(m, path) || ph_eqc(path, "/message")))
        path = ph_dupf(m->arena, "/%zu%.*s", n, PH_FMT(path));
    attachment *slot = path.s ? PH_PUSH(m->arena, &m->attachments) : NULL;
    if (slot)
        *slot = (attachment){path, object};
    else
        fail_memory(m);
}

/* bodies: false where another form of the same text was taken. */
static void take_part(mail *m, GMimeObject *part, bool bodies)
{
    const char *disposition = g_mime_object_get_disposition(part);
    bool attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
    bool named = GMIME_IS_PART(part) && g_mime_part_get_filename(GMIME_PART(part));
    bool html = is_type(part, "text", "html");
    if (is_type(part, "application", "pkcs7-mime") ||
        is_type(part, "application", "x-pkcs7-mime"))
        m->encrypted = true;
    else if (is_type(part, "application", "pgp-signature") ||
             is_type(part, "application", "pkcs7-signature") ||
             is_type(part, "application", "x-pkcs7-signature") ||
             is_type(part, "message", "*"))
        return; /* seals, reports on delivery */
    else if ((html || is_type(part, "text", "plain")) && !attached && !named) {
        if (bodies)
            add_body(m, part, html);
    } else if (!attached &&
               (is_type(part, "image", "*") || (!named && is_type(part, "text", "*"))))
        return; /* pictures in the text, invitations */
    else
        add_attachment(m, part);
}

static void take_object(mail *m, GMimeObject *object, bool bodies, unsigned depth);

/* The same text in several forms, the plainest first. */
static void take_alternatives(mail *m, GMimeMultipart *parts, bool bodies, unsigned depth)
{
    GMimeObject *best = NULL;
    int n = g_mime_multipart_get_count(parts);
    for (int i = 0; i < n && !best; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        if (is_type(part, "text", "plain") && !is_blank(part))
            best = part;
    }
    for (int i = n; i-- > 0 && !best;) { /* the richest is the last one */
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        if (is_type(part, "text", "html") || is_type(part, "multipart", "*"))
            best = part;
    }
    for (int i = 0; i < n && !m->status; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);
        take_object(m, part, bodies && part == best, depth);
    }
}

static void take_object(mail *m, GMimeObject *object, bool bodies, unsigned depth)
{
    if (m->status || !object)
        return;
    if (GMIME_IS_MESSAGE_PART(object)) {
        add_attachment(m, object);
        return;
    }
    if (!GMIME_IS_MULTIPART(object)) {
        take_part(m, object, bodies);
        return;
    }
    if (is_type(object, "multipart", "encrypted")) {
        m->encrypted = true;
        return;
    }
    if (depth >= PH_NESTING) {
        m->deep = true;
        return;
    }
    GMimeMultipart *parts = GMIME_MULTIPART(object);
    if (is_type(object, "multipart", "alternative")) {
        take_alternatives(m, parts, bodies, depth + 1);
        return;
    }
    for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
        take_object(m, g_mime_multipart_get_part(parts, i), bodies, depth + 1);
}

/* --- the header ------------------------------------------------------------------------------------ */

/* "Re: Fwd: Budget" -> "Budget" */
static ph_str strip_replies(ph_str subject)
{
    static const char *const marks[] = {"re:", "fw:", "fwd:"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ph_str mark = ph_cstr(marks[i]);
        if (ph_eq_nocase(ph_sub(subject, 0, mark.n), mark))
            return strip_replies(ph_trim(ph_sub(subject, mark.n, subject.n)));
    }
    return subject;
}

static void read_header(mail *m, GMimeMessage *message)
{
    ph_buf subject = {0};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    GMimeHeader *header = g_mime_header_list_get_header(list, "Subject");
    const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
    bool ok = ph_mail_words(&subject, ph_cstr(raw ? raw : ""));
    ph_str title = strip_replies(ph_trim(ph_buf_str(&subject)));
    ok = ok && ph_meta_own(&m->doc, m->arena, PH_ORIGIN_FILE, PH_STR("title"), title);
    GDateTime *date = g_mime_message_get_date(message);
    if (ok && date && g_date_time_get_year(date) > 1970) {
        char *day = g_date_time_format(date, "%Y-%m-%d");
        ok = day &&
             ph_meta_own(&m->doc, m->arena, PH_ORIGIN_FILE, PH_STR("date"), ph_cstr(day));
        g_free(day);
    }
    ph_buf_free(&subject);
    if (!ok)
        fail_memory(m);
}

/* Who wrote and who read is hidden in the text, too. */
static void read_people(mail *m, GMimeMessage *message)
{
    static const char *const names[] = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    ph_buf people = {0};
    bool ok = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        GMimeHeader *header = g_mime_header_list_get_header(list, names[i]);
        if (!header)
            continue;
        ok = ph_mail_words(&people, ph_cstr(g_mime_header_get_raw_value(header))) && ok;
        ph_buf_addc(&people, " | ");
    }
    ph_str clean =
        people.failed
            ? PH_ABSENT
            : ph_text_clean(m->arena, ph_utf8_cut(ph_buf_str(&people), PEOPLE_BYTES),
                            false);
    ph_buf_free(&people);
    if (!ok || !clean.s ||
        !ph_document_meta(&m->doc, m->arena, PH_ORIGIN_GUESS, PH_STR(PH_META_MARKED),
                          clean))
        fail_memory(m);
}

/* --- the message ------------------------------------------------------------------------------------ */

static void read_message(mail *m, GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    if (g_mime_header_list_get_count(list) == 0) {
        m->status = ph_fail(m->err, PH_INVALID, "is no e-mail message: it has no header");
        return;
    }
    m->doc.mime = PH_STR("message/rfc822");
    read_header(m, message);
    read_people(m, message);
    take_object(m, g_mime_message_get_mime_part(message), true, 0);
    if (m->status)
        return;
    if (m->encrypted && !m->doc.blocks.n && !m->attachments.n)
        m->status = ph_fail(m->err, PH_INVALID,
                            "the message is encrypted or sealed (S/MIME, PGP): save it "
                            "without");
    else if (!(m->encrypted &&
               !ph_parse_warn(&m->doc, m->arena, "a part of the message is encrypted")) &&
             !(m->deep && !ph_parse_warn(&m->doc, m->arena,
                                         "parts of the message are nested too deeply; "
                                         "they were not read")))
        return;
    else
        fail_memory(m);
}

static ph_status give_document(ph_unfolding *u, mail *m, ph_str bytes, ph_error *err)
{
    bool wanted;
    ph_part part = {.path = m->attachments.n ? PH_STR("/message") : PH_STR(""),
                    .size = bytes.n,
                    .content = ph_hash(bytes.s, bytes.n, PH_HASH_SEED),
                    .alone = u->depth == 0 && !m->attachments.n};
    ph_status status = ph_unfold_begin(u, part.path, &wanted, err);
    if (status || !wanted)
        return status;
    /* a side-car of the file speaks of the message first of all */
    if (u->sidecar.name.s)
        status = ph_parse_sidecar(u->sidecar, m->arena, &m->doc, err);
    return status ? status : ph_unfold_document(u, part, m->arena, &m->doc, err);
}

static ph_status give_attachments(ph_unfolding *u, mail *m, ph_error *err)
{
    ph_status status = PH_OK;
    for (size_t i = 0; i < m->attachments.n && !status; i++) {
        const attachment *a = &m->attachments.v[i];
        bool wanted;
        if (++u->members > PH_ARCHIVE_MEMBERS)
            return ph_fail(err, PH_LIMIT, "there are more than %d attachments",
                           PH_ARCHIVE_MEMBERS);
        status = ph_unfold_begin(u, a->path, &wanted, err);
        if (status || ph_unfold_is_fatal(u))
            continue;
        GByteArray *bytes = bytes_of(a->object);
        status = ph_unfold_member(u, a->path, str_of(bytes),
                                  (ph_input){PH_ABSENT, PH_ABSENT}, wanted, err);
        g_byte_array_free(bytes, TRUE);
    }
    return status;
}

static ph_status unfold_message(ph_unfolding *u, mail *m, ph_str bytes, ph_error *err)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message)
        read_message(m, message);
    else
        m->status = ph_fail(err, PH_INVALID, "is no e-mail message");
    ph_status status = m->status;
    if (!status)
        status = give_document(u, m, bytes, err);
    if (!status)
        status = give_attachments(u, m, err);
    if (message)
        g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(stream);
    return status;
}

static ph_status unfold(ph_unfolding *u, ph_feed *feed, ph_error *err)
{
    ph_buf buf = {0};
    mail m = {.arena = ph_arena_new(), .err = err};
    ph_status status = m.arena ? ph_feed_rewind(feed, err) : ph_fail_memory(err);
    if (!status && feed->fd >= 0)
        status = ph_feed_all(feed, PH_FILE_BYTES, &buf, err);
    if (!status)
        status =
            unfold_message(u, &m, feed->fd >= 0 ? ph_buf_str(&buf) : feed->memory, err);
    ph_buf_free(&buf);
    ph_arena_free(m.arena);
    return status;
}

const ph_format ph_format_mail = {
    .name = "e-mail", .mime = "message/rfc822", .extensions = "eml ", .unfold = unfold};

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "indexer/fetch.h"
#include "indexer/harvest.h"
#include "indexer/oai.h"
#include "indexer/seen.h"
#include "search/limits.h"

#define DAY 86400

/* What an answer says of itself. */
typedef struct answer {
    bool read; /* it was one of OAI-PMH */
    ph_str responded, error, reason, token, expires;
    ph_str protocol, granularity, deleted;
} answer;

struct ph_harvest {
    ph_harvest_options options;
    ph_repository repository;
    ph_fetch *fetch;
    ph_arena *arena; /* as long as an answer */
    ph_buf url;
    answer answer;  /* the one in hand */
    size_t records; /* of the list in hand */
    bool headers;   /* it has no metadata */
    bool stopped;   /* by `each` */
    bool asked;     /* before */
    bool rested;    /* there was a pause since */
};

ph_status ph_harvest_new(ph_harvest **out, const ph_harvest_options *options, ph_error *err)
{
    *out = NULL;
    ph_harvest *h = calloc(1, sizeof *h);
    if (!h)
        return ph_fail_memory(err);
    h->options = *options;
    h->arena = ph_arena_new();
    ph_status status = h->arena
                           ? ph_fetch_new(&h->fetch, options->ended, options->user, err)
                           : ph_fail_memory(err);
    if (status)
        ph_harvest_free(h);
    else
        *out = h;
    return status;
}

void ph_harvest_free(ph_harvest *h)
{
    if (!h)
        return;
    ph_fetch_free(h->fetch);
    ph_arena_free(h->arena);
    ph_buf_free(&h->url);
    free(h);
}

/* --- moments ---------------------------------------------------------------------------------- */

/* "2022-06-04T10:00:00Z" or "2022-06-04"; 0: it is neither. */
static int64_t moment_of(ph_str s)
{
    char text[24] = "";
    struct tm t = {0};
    if (s.n != strlen("2022-06-04") && s.n != strlen("2022-06-04T10:00:00Z"))
        return 0;
    memcpy(text, s.s, s.n);
    const char *end = strptime(text, s.n > 10 ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d", &t);
    return end && !*end ? (int64_t)timegm(&t) : 0;
}

static int64_t clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec;
}

/* Returns false if the run ended meanwhile. */
static bool rest(const ph_harvest *h, int64_t milliseconds)
{
    const int64_t step = 100;
    for (; milliseconds > 0; milliseconds -= step) {
        const struct timespec t = {.tv_nsec = step * 1000000};
        if (h->options.ended(h->options.user))
            return false;
        nanosleep(&t, NULL);
    }
    return true;
}

/* --- addresses -------------------------------------------------------------------------------- */

static void add_escaped(ph_buf *url, ph_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || (c && strchr("-_.~", c));
        if (plain)
            ph_buf_byte(url, c);
        else
            ph_buf_addf(url, "%%%02X", (unsigned char)c);
    }
}

static void add_argument(ph_buf *url, const char *name, ph_str value)
{
    ph_buf_addf(url, "&%s=", name);
    add_escaped(url, value);
}

static ph_status begin_url(ph_harvest *h, const char *verb, ph_error *err)
{
    ph_str address = h->options.address;
    ph_buf_clear(&h->url);
    ph_buf_add(&h->url, address);
    ph_buf_addf(&h->url, "%cverb=%s", memchr(address.s, '?', address.n) ? '&' : '?', verb);
    return h->url.failed ? ph_fail_memory(err) : PH_OK;
}

/* A little of what came last time comes again: what was written there while it was read. */
static void add_since(ph_harvest *h, int64_t since)
{
    char text[24];
    struct tm t;
    bool days = h->repository.days;
    time_t from = (time_t)(since - (days ? DAY : PH_HARVEST_OVERLAP_SECONDS));
    gmtime_r(&from, &t);
    strftime(text, sizeof text, days ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ", &t);
    add_argument(&h->url, "from", ph_cstr(text));
}

static ph_status list_url(ph_harvest *h, int64_t since, ph_str token, ph_error *err)
{
    ph_status status = begin_url(h, h->headers ? "ListIdentifiers" : "ListRecords", err);
    if (status)
        return status;
    if (token.n)
        add_argument(&h->url, "resumptionToken", token);
    else {
        add_argument(&h->url, "metadataPrefix", PH_STR("oai_dc"));
        if (since > 0)
            add_since(h, since);
        if (h->options.set.n)
            add_argument(&h->url, "set", h->options.set);
    }
    return h->url.failed ? ph_fail_memory(err) : PH_OK;
}

/* --- an answer -------------------------------------------------------------------------------- */

static bool take_about(ph_harvest *h, const ph_item *item)
{
    ph_document doc;
    ph_error ignored;
    answer *a = &h->answer;
    /* the worker's memory is its own: what is kept is copied */
    ph_str bytes = ph_dup(h->arena, item->document);
    if (!bytes.s || ph_document_unpack(bytes, h->arena, &doc, &ignored))
        return false;
    *a = (answer){.read = true,
                  .responded = ph_document_get(&doc, PH_OAI_ANSWERED),
                  .error = ph_document_get(&doc, PH_OAI_ERROR),
                  .reason = ph_document_get(&doc, PH_OAI_REASON),
                  .token = ph_document_get(&doc, PH_OAI_TOKEN),
                  .expires = ph_document_get(&doc, PH_OAI_EXPIRES),
                  .protocol = ph_document_get(&doc, PH_OAI_PROTOCOL),
                  .granularity = ph_document_get(&doc, PH_OAI_GRANULARITY),
                  .deleted = ph_document_get(&doc, PH_OAI_DELETED)};
    return true;
}

/* Nothing counts before the answer has said that it is one. */
static bool take_item(void *user, const ph_item *item)
{
    ph_harvest *h = user;
    if (!h->answer.read)
        return !item->status && ph_eqc(item->part.path, PH_OAI_ABOUT) &&
               take_about(h, item);
    h->records++;
    h->stopped = h->records > PH_HARVEST_RECORDS || !h->options.each(h->options.user, item);
    return !h->stopped;
}

static ph_status parse_answer(ph_harvest *h, int fd, uint64_t size, ph_error *err)
{
    ph_error why;
    ph_arena_reset(h->arena);
    h->answer = (answer){0};
    /* the worker is given what nobody changes any more */
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) != 0 ||
        lseek(fd, 0, SEEK_SET) != 0)
        return ph_fail_errno(err, "cannot read", "an answer");
    ph_status status = ph_worker_parse(h->options.worker, PH_STR(PH_OAI_NAME), fd, size,
                                       PH_ABSENT, PH_ABSENT, take_item, h, &why);
    if (status == PH_NO_MEMORY)
        return ph_fail_memory(err);
    if (h->records > PH_HARVEST_RECORDS)
        return ph_fail(err, PH_LIMIT, "there are more than %d records", PH_HARVEST_RECORDS);
    if (status && h->answer.read)
        return ph_fail(err, status, "an answer cannot be read: %s", why.text);
    if (status)
        return ph_fail(err, PH_INVALID, "does not answer as a repository of OAI-PMH: %s",
                       status == PH_IO ? "it is something else" : why.text);
    return PH_OK;
}

/* One request, once.  PH_OK: it was answered, if *fetched says 200 or the answer is one of
 * OAI-PMH, some of which have the wrong status. */
static ph_status fetch_once(ph_harvest *h, ph_fetched *fetched, ph_error *err)
{
    int fd = memfd_create("peerhub-answer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return ph_fail_errno(err, "cannot make", "a file in memory");
    ph_status status = ph_fetch_get(h->fetch, h->url.s, fd, fetched, err);
    if (!status && h->options.answered(h->options.user, fetched->bytes))
        status = ph_fail(err, PH_IO, "stopped");
    bool ours = fetched->status == 200;
    bool maybe = fetched->status >= 400 && fetched->status < 500 && fetched->status != 429;
    ph_error ignored;
    h->answer = (answer){0};
    if (!status && ours)
        status = parse_answer(h, fd, fetched->bytes, err);
    else if (!status && maybe && fetched->bytes)
        (void)!parse_answer(h, fd, fetched->bytes, &ignored);
    close(fd);
    return status;
}

/* How long to wait before the same request is made again, in seconds; -1: it is not. */
static int64_t wait_before(const ph_fetched *fetched, ph_status status, unsigned tries,
                           bool first)
{
    long http = fetched->status;
    bool busy = http == 503 || http == 429;
    int64_t wait = busy && fetched->wait > 0 ? fetched->wait : (int64_t)1 << tries;
    bool passing = busy || http == 500 || http == 502 || http == 504 ||
                   (status == PH_IO && !http && !first);
    return passing && tries < PH_HARVEST_TRIES && wait <= PH_HARVEST_WAIT_SECONDS ? wait
                                                                                  : -1;
}

static ph_status say_status(const ph_fetched *fetched, ph_error *err)
{
    if (fetched->wait > PH_HARVEST_WAIT_SECONDS)
        return ph_fail(err, PH_IO,
                       "answers with status %ld of HTTP and asks to wait %lld s",
                       fetched->status, (long long)fetched->wait);
    return ph_fail(err, PH_IO, "answers with status %ld of HTTP", fetched->status);
}

/* h->url, until it is answered or there is no hope.  PH_OK: h->answer. */
static ph_status ask(ph_harvest *h, ph_error *err)
{
    for (unsigned tries = 1;; tries++) {
        ph_fetched fetched = {0};
        bool first = !h->asked;
        if (h->asked && !h->rested && !rest(h, PH_HARVEST_PAUSE_MS))
            return ph_fail(err, PH_IO, "stopped");
        ph_status status = fetch_once(h, &fetched, err);
        h->asked = true;
        h->rested = false;
        if (h->stopped || h->answer.read || (fetched.status == 200 && status != PH_IO))
            return status;
        int64_t wait = wait_before(&fetched, status, tries, first);
        if (wait < 0)
            return status ? status : say_status(&fetched, err);
        if (!rest(h, wait * 1000))
            return ph_fail(err, PH_IO, "stopped");
        h->rested = true;
    }
}

static ph_status say_error(const ph_harvest *h, ph_error *err)
{
    return ph_fail(err, PH_INVALID, "the repository says %.*s: %.*s",
                   PH_FMT(ph_sub(h->answer.error, 0, 60)),
                   PH_FMT(ph_sub(h->answer.reason, 0, 300)));
}

ph_status ph_harvest_identify(ph_harvest *h, ph_repository *repository, ph_error *err)
{
    ph_status status = begin_url(h, "Identify", err);
    if (!status)
        status = ask(h, err);
    if (status)
        return status;
    const answer *a = &h->answer;
    if (a->error.n)
        return say_error(h, err);
    if (!ph_eqc(a->protocol, "2.0"))
        return ph_fail(err, PH_UNSUPPORTED,
                       "speaks version '%.*s' of OAI-PMH; peerhub reads 2.0",
                       PH_FMT(ph_sub(a->protocol, 0, 20)));
    h->repository = (ph_repository){.now = moment_of(a->responded),
                                    .days = a->granularity.n <= strlen("YYYY-MM-DD"),
                                    .tells_deleted = ph_eqc(a->deleted, "persistent")};
    *repository = h->repository;
    return PH_OK;
}

/* --- lists ------------------------------------------------------------------------------------ */

/* A list on its way. */
typedef struct listing {
    ph_seen tokens; /* that were given */
    ph_buf token;   /* the next one; empty: none */
    int64_t ends;   /* by our clock; 0: it does not say */
    size_t answers;
    bool expired;
} listing;

/* *more: there is another piece of the list. */
static ph_status next_token(ph_harvest *h, listing *l, bool *more, ph_error *err)
{
    const answer *a = &h->answer;
    int64_t given = moment_of(a->responded), ends = moment_of(a->expires);
    *more = a->token.n > 0;
    if (!*more)
        return PH_OK;
    if (a->token.n > PH_HARVEST_TOKEN_BYTES)
        return ph_fail(err, PH_LIMIT, "a resumptionToken is longer than %zu KB",
                       PH_HARVEST_TOKEN_BYTES >> 10);
    if (++l->answers > PH_HARVEST_PAGES)
        return ph_fail(err, PH_LIMIT, "the list has more than %d pieces", PH_HARVEST_PAGES);
    bool fresh;
    if (!ph_seen_add(&l->tokens, a->token, &fresh))
        return ph_fail_memory(err);
    if (!fresh)
        return ph_fail(err, PH_INVALID,
                       "the repository gave the same resumptionToken twice; the list was "
                       "left after %zu records",
                       h->records);
    ph_buf_clear(&l->token);
    ph_buf_add(&l->token, a->token);
    l->ends = given && ends ? clock_now() + (ends > given ? ends - given : 0) : 0;
    return l->token.failed ? ph_fail_memory(err) : PH_OK;
}

/* One piece after the other. */
static ph_status list_once(ph_harvest *h, int64_t since, listing *l, ph_error *err)
{
    bool more = true;
    ph_buf_clear(&l->token);
    l->expired = false;
    l->ends = 0;
    ph_status status = PH_OK;
    while (!status && more) {
        l->expired = l->ends && clock_now() > l->ends;
        if (l->expired)
            return PH_OK;
        status = list_url(h, since, ph_buf_str(&l->token), err);
        if (!status)
            status = ask(h, err);
        if (status)
            return status;
        l->expired = l->token.n && ph_eqc(h->answer.error, "badResumptionToken");
        if (l->expired || ph_eqc(h->answer.error, "noRecordsMatch"))
            return PH_OK;
        status = h->answer.error.n ? say_error(h, err) : next_token(h, l, &more, err);
    }
    return status;
}

ph_status ph_harvest_list(ph_harvest *h, bool headers, int64_t since, size_t *n,
                          ph_error *err)
{
    listing l = {0};
    ph_status status = PH_OK;
    h->headers = headers;
    for (unsigned restarts = 0;; restarts++) {
        h->records = 0;
        ph_seen_clear(&l.tokens);
        status = list_once(h, since, &l, err);
        if (status || !l.expired)
            break;
        if (restarts == PH_HARVEST_RESTARTS) {
            status = ph_fail(err, PH_INVALID,
                             "the repository's resumptionTokens expire before they are "
                             "used; the list was begun %d times",
                             PH_HARVEST_RESTARTS + 1);
            break;
        }
    }
    *n = h->records;
    ph_seen_free(&l.tokens);
    ph_buf_free(&l.token);
    return status;
}

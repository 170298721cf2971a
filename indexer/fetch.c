/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/fetch.h"
#include "search/limits.h"

struct ph_fetch {
    CURL *curl;
    bool (*ended)(void *user);
    void *user;
    int fd;         /* of the answer in hand */
    uint64_t bytes; /* of it so far */
    int failed;     /* errno of a write */
    bool large;
};

static size_t take_body(char *bytes, size_t one, size_t n, void *user)
{
    ph_fetch *f = user;
    size_t done = 0;
    (void)one; /* is 1 */
    f->bytes += n;
    f->large = f->bytes > PH_HARVEST_PAGE_BYTES;
    while (!f->large && done < n) {
        ssize_t put = write(f->fd, bytes + done, n - done);
        if (put > 0)
            done += (size_t)put;
        else if (put < 0 && errno != EINTR) {
            f->failed = errno;
            break;
        }
    }
    return done; /* less than n ends it */
}

static int look_around(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const ph_fetch *f = user;
    (void)a, (void)b, (void)c, (void)d;
    return f->ended && f->ended(f->user);
}

/* What is the same for all requests. */
static bool set_up(ph_fetch *f)
{
    CURL *c = f->curl;
    return !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(c, CURLOPT_USERAGENT,
                             "peerhub/" PACKAGE_VERSION " (OAI-PMH harvester)") &&
           !curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip") &&
           !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L) &&
           !curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)PH_HARVEST_REDIRECTS) &&
           !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)PH_HARVEST_CONNECT_SECONDS) &&
           !curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)PH_HARVEST_ANSWER_SECONDS) &&
           !curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L) &&
           !curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)PH_HARVEST_STALL_SECONDS) &&
           !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
           !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) &&
           !curl_easy_setopt(c, CURLOPT_WRITEDATA, f) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_around) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFODATA, f) &&
           !curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
}

ph_status ph_fetch_new(ph_fetch **out, bool (*ended)(void *user), void *user, ph_error *err)
{
    *out = NULL;
    ph_fetch *f = calloc(1, sizeof *f);
    if (!f)
        return ph_fail_memory(err);
    *f = (ph_fetch){.ended = ended, .user = user, .fd = -1};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
        free(f);
        return ph_fail(err, PH_INTERNAL, "libcurl does not start");
    }
    f->curl = curl_easy_init();
    if (!f->curl || !set_up(f)) {
        ph_fetch_free(f);
        return ph_fail(err, PH_INTERNAL, "libcurl lacks something that peerhub needs");
    }
    *out = f;
    return PH_OK;
}

void ph_fetch_free(ph_fetch *f)
{
    if (!f)
        return;
    curl_easy_cleanup(f->curl);
    curl_global_cleanup();
    free(f);
}

ph_status ph_fetch_get(ph_fetch *f, const char *address, int fd, ph_fetched *answer,
                       ph_error *err)
{
    curl_off_t wait = 0;
    *answer = (ph_fetched){0};
    f->fd = fd;
    f->bytes = 0;
    f->failed = 0;
    f->large = false;
    /* who began in secret does not go on in the open */
    bool secret = strncasecmp(address, "https:", strlen("https:")) == 0;
    CURLcode code = curl_easy_setopt(f->curl, CURLOPT_REDIR_PROTOCOLS_STR,
                                     secret ? "https" : "http,https");
    if (!code)
        code = curl_easy_setopt(f->curl, CURLOPT_URL, address);
    if (!code)
        code = curl_easy_perform(f->curl);
    if (f->large)
        return ph_fail(err, PH_LIMIT, "an answer is larger than %zu MB",
                       PH_HARVEST_PAGE_BYTES >> 20);
    if (f->failed)
        return ph_fail(err, PH_IO, "cannot keep an answer: %s", strerror(f->failed));
    if (code == CURLE_OUT_OF_MEMORY)
        return ph_fail_memory(err);
    if (code)
        return ph_fail(err, PH_IO, "cannot be reached: %s", curl_easy_strerror(code));
    curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_easy_getinfo(f->curl, CURLINFO_RETRY_AFTER, &wait);
    answer->wait = wait;
    answer->bytes = f->bytes;
    return PH_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "search/limits.h"
#include "search/places.h"
#include "search/text.h"
#include "web/configuration.h"
#include "web/listen.h"

/* Files may be handed out under these without asking anybody, by whoever and for whatever. */
static const char free_licences[] = "CC0, CC-BY, CC-BY-SA, PDM, public-domain";

static ph_status set_licences(ph_config *config, ph_str value, ph_error *err);

ph_status ph_config_init(ph_config *config, ph_arena *arena, ph_error *err)
{
    *config = (ph_config){.arena = arena,
                          .listen = "127.0.0.1:8080",
                          .threads = ph_processors(),
                          .site_name = PH_STR("peerhub")};
    return set_licences(config, ph_cstr(free_licences), err);
}

/* --- values --------------------------------------------------------------------------- */

static ph_status copy(ph_config *config, ph_str value, const char **to, ph_error *err)
{
    *to = ph_dup(config->arena, value).s;
    return *to ? PH_OK : ph_fail_memory(err);
}

static ph_status set_db(ph_config *config, ph_str value, ph_error *err)
{
    const char **slot = PH_PUSH(config->arena, &config->db);
    return slot ? copy(config, value, slot, err) : ph_fail_memory(err);
}

static ph_status set_address(ph_config *config, ph_str value, const char **to,
                             ph_error *err)
{
    ph_status status = copy(config, value, to, err);
    return status == PH_OK ? ph_listen_check(*to, err) : status;
}

static ph_status set_listen(ph_config *config, ph_str value, ph_error *err)
{
    return set_address(config, value, &config->listen, err);
}

static ph_status set_metrics(ph_config *config, ph_str value, ph_error *err)
{
    return set_address(config, value, &config->metrics, err);
}

/* A URL that can go into a page and a header as it is. */
static ph_status set_base_url(ph_config *config, ph_str value, ph_error *err)
{
    bool fine = ph_starts(value, PH_STR("http://")) || ph_starts(value, PH_STR("https://"));
    for (size_t i = 0; i < value.n && fine; i++)
        fine =
            value.s[i] > ' ' && value.s[i] <= '~' && !strchr("\"<>\\^`{|}?#", value.s[i]);
    ph_str base = value;
    while (ph_ends(base, PH_STR("/")))
        base.n--;
    if (!fine || ph_ends(base, PH_STR(":")))
        return ph_fail(err, PH_INVALID, "'%.*s' is not the http or https URL of a site",
                       PH_FMT(value));
    ph_status status = copy(config, base, &config->base_url, err);
    if (status == PH_OK && strstr(config->base_url, "//")[2] == '/')
        return ph_fail(err, PH_INVALID, "'%.*s' has no host", PH_FMT(value));
    return status;
}

static ph_status set_access_log(ph_config *config, ph_str value, ph_error *err)
{
    return copy(config, value, &config->access_log, err);
}

static ph_status set_addresses(ph_config *config, ph_str value, ph_error *err)
{
    config->whole_addresses = ph_eqc(value, "whole");
    return config->whole_addresses || ph_eqc(value, "short")
               ? PH_OK
               : ph_fail(err, PH_INVALID, "'%.*s' is neither short nor whole",
                         PH_FMT(value));
}

static ph_status set_threads(ph_config *config, ph_str value, ph_error *err)
{
    uint64_t n;
    if (!ph_number(value, &n) || n < 1 || n > PH_THREADS_MAX)
        return ph_fail(err, PH_INVALID, "'%.*s' is not a number from 1 to %d",
                       PH_FMT(value), PH_THREADS_MAX);
    config->threads = (unsigned)n;
    return PH_OK;
}

static ph_status set_proxies(ph_config *config, ph_str value, ph_error *err)
{
    ph_str one;
    config->proxies.n = 0;
    while (ph_split(&value, ',', &one)) {
        ph_network *network = PH_PUSH(config->arena, &config->proxies);
        if (!network)
            return ph_fail_memory(err);
        ph_status status = ph_network_read(one, network, err);
        if (status != PH_OK)
            return status;
    }
    return PH_OK;
}

static ph_status set_text(ph_config *config, ph_str value, ph_str *to, ph_error *err)
{
    *to = ph_dup(config->arena, ph_text_clean(config->arena, value, false));
    if (!to->s)
        return ph_fail_memory(err);
    if (to->n > PH_CONFIG_TEXT || !ph_utf8_valid(value))
        return ph_fail(err, PH_INVALID, "it is not UTF-8, or longer than %d bytes",
                       PH_CONFIG_TEXT);
    return PH_OK;
}

static ph_status set_site_name(ph_config *config, ph_str value, ph_error *err)
{
    return set_text(config, value, &config->site_name, err);
}

static ph_status set_administrator(ph_config *config, ph_str value, ph_error *err)
{
    return set_text(config, value, &config->administrator, err);
}

static ph_status set_names_note(ph_config *config, ph_str value, ph_error *err)
{
    return set_text(config, value, &config->names_note, err);
}

static ph_status set_maps_note(ph_config *config, ph_str value, ph_error *err)
{
    return set_text(config, value, &config->maps_note, err);
}

static ph_status set_email(ph_config *config, ph_str value, ph_error *err)
{
    const char *at = memchr(value.s, '@', value.n);
    bool fine = at && at > value.s && at + 1 < value.s + value.n;
    for (size_t i = 0; i < value.n && fine; i++)
        fine = value.s[i] > ' ' && value.s[i] <= '~' && !strchr("\"<>&?,;:%", value.s[i]);
    config->administrator_email = ph_dup(config->arena, value);
    return fine
               ? PH_OK
               : ph_fail(err, PH_INVALID, "'%.*s' is not an e-mail address", PH_FMT(value));
}

/* A domain name, as the guidelines for OAI identifiers want it. */
static ph_status set_namespace(ph_config *config, ph_str value, ph_error *err)
{
    size_t labels = 0;
    ph_str rest = value, label;
    bool fine = true;
    for (; ph_split(&rest, '.', &label); labels++) {
        fine = fine && label.n && isalpha((unsigned char)label.s[0]);
        for (size_t i = 0; i < label.n && fine; i++)
            fine = isalnum((unsigned char)label.s[i]) || label.s[i] == '-';
    }
    config->oai_namespace = ph_dup(config->arena, value);
    return fine && labels > 1
               ? PH_OK
               : ph_fail(err, PH_INVALID, "'%.*s' is not a domain name, as in hub.example",
                         PH_FMT(value));
}

/* --- licences ------------------------------------------------------------------------- */

/* "https://creativecommons.org/licenses/by-sa/4.0/deed.en" -> "cc-by-sa-4.0", "CC BY 4.0" ->
 * "cc-by-4.0".  PH_ABSENT: no memory. */
static ph_str licence_name(ph_arena *arena, ph_str licence)
{
    static const struct {
        const char *address, *name;
    } commons[] = {{"creativecommons.org/licenses/", "cc-"},
                   {"creativecommons.org/publicdomain/zero/", "cc0-"},
                   {"creativecommons.org/publicdomain/mark/", "pdm-"}};
    ph_str whole = ph_dup(arena, ph_trim(licence)), rest = whole, part;
    const char *prefix = "";
    size_t parts = SIZE_MAX;
    for (size_t i = 0; whole.s && i < sizeof commons / sizeof *commons; i++) {
        const char *at = strstr(whole.s, commons[i].address);
        if (!at)
            continue;
        at += strlen(commons[i].address);
        rest = ph_sub(whole, (size_t)(at - whole.s), whole.n);
        prefix = commons[i].name;
        parts = i == 0 ? 2 : 1; /* "by/4.0", "1.0": then deeds and languages */
    }
    ph_buf name = {0};
    ph_buf_addc(&name, prefix);
    for (size_t i = 0; i < parts && ph_split(&rest, *prefix ? '/' : ' ', &part); i++) {
        if (i && part.n)
            ph_buf_byte(&name, '-');
        for (size_t c = 0; c < part.n; c++)
            ph_buf_byte(&name, (char)tolower((unsigned char)part.s[c]));
    }
    ph_str out = name.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&name));
    ph_buf_free(&name);
    return out;
}

static ph_status set_licences(ph_config *config, ph_str value, ph_error *err)
{
    ph_str one;
    config->licences.n = 0;
    while (ph_split(&value, ',', &one)) {
        if (!one.n)
            return ph_fail(err, PH_INVALID, "a licence between commas has no name");
        ph_str name = licence_name(config->arena, one);
        if (!name.s || !ph_strs_add(config->arena, &config->licences, name))
            return ph_fail_memory(err);
    }
    return PH_OK;
}

bool ph_config_hands_out(const ph_config *config, ph_str licence)
{
    ph_arena *arena = ph_arena_new();
    ph_str name = arena && licence.n ? licence_name(arena, licence) : PH_ABSENT;
    bool found = false;
    for (size_t i = 0; i < config->licences.n && !found; i++) {
        ph_str one = config->licences.v[i];
        ph_str behind = ph_sub(name, one.n, name.n);
        bool version =
            behind.n > 1 && behind.s[0] == '-' && behind.s[1] >= '0' && behind.s[1] <= '9';
        if (ph_eqc(one, "none")) /* though documents may state that, too */
            continue;
        found = ph_eqc(one, "all") || (ph_eqc(one, "any") && name.n) ||
                (name.n && ph_starts(name, one) && (!behind.n || version));
    }
    ph_arena_free(arena);
    return found;
}

/* --- keys ----------------------------------------------------------------------------- */

static const struct {
    const char *name;
    ph_status (*set)(ph_config *config, ph_str value, ph_error *err); /* value: not empty */
} keys[] = {
    {"db", set_db},
    {"listen", set_listen},
    {"base-url", set_base_url},
    {"threads", set_threads},
    {"access-log", set_access_log},
    {"access-log-addresses", set_addresses},
    {"trusted-proxies", set_proxies},
    {"metrics-listen", set_metrics},
    {"site-name", set_site_name},
    {"administrator", set_administrator},
    {"administrator-email", set_email},
    {"licences", set_licences},
    {"names-note", set_names_note},
    {"maps-note", set_maps_note},
    {"oai-namespace", set_namespace},
};

ph_status ph_config_set(ph_config *config, ph_str key, ph_str value, ph_error *err)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!ph_eqc(key, keys[i].name))
            continue;
        ph_error why;
        if (!value.n || memchr(value.s, '\0', value.n))
            return ph_fail(err, PH_INVALID, "%s has no value", keys[i].name);
        ph_status status = keys[i].set(config, value, &why);
        return status == PH_OK ? PH_OK
                               : ph_fail(err, status, "%s: %s", keys[i].name, why.text);
    }
    return ph_fail(err, PH_UNKNOWN, "there is no key '%.*s'", PH_FMT(key));
}

static ph_status read_line(ph_config *config, ph_str line, ph_error *err)
{
    const char *equals = line.n ? memchr(line.s, '=', line.n) : NULL;
    if (!line.n || line.s[0] == '#')
        return PH_OK;
    if (!equals)
        return ph_fail(err, PH_INVALID, "'%.*s' is not KEY = VALUE", PH_FMT(line));
    size_t at = (size_t)(equals - line.s);
    return ph_config_set(config, ph_trim(ph_sub(line, 0, at)),
                         ph_trim(ph_sub(line, at + 1, line.n)), err);
}

ph_status ph_config_read(ph_config *config, const char *file, ph_error *err)
{
    ph_buf bytes = {0};
    ph_error why;
    ph_status status = ph_read_file(file, PH_CONFIG_BYTES, &bytes, err);
    ph_str rest = ph_buf_str(&bytes), line;
    if (ph_starts(rest, PH_STR("\xEF\xBB\xBF"))) /* editors that mark UTF-8 */
        rest = ph_sub(rest, 3, rest.n);
    for (unsigned n = 1; status == PH_OK && ph_split(&rest, '\n', &line); n++) {
        status = read_line(config, line, &why);
        if (status != PH_OK)
            ph_fail(err, status, "%s:%u: %s", file, n, why.text);
    }
    ph_buf_free(&bytes);
    return status;
}

uint64_t ph_config_hash(const ph_config *config)
{
    const ph_str shown[] = {
        ph_cstr(config->base_url),   config->site_name,           config->administrator,
        config->administrator_email, config->names_note,          config->maps_note,
        config->oai_namespace,       ph_cstr(config->access_log),
    };
    uint64_t hash = ph_hash(&config->whole_addresses, sizeof(bool), PH_HASH_SEED);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        hash = ph_hash(&shown[i].n, sizeof shown[i].n, hash);
        hash = ph_hash(shown[i].s ? shown[i].s : "", shown[i].n, hash);
    }
    for (size_t i = 0; i < config->licences.n; i++)
        hash = ph_hash(config->licences.v[i].s, config->licences.v[i].n + 1, hash);
    return hash;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The server's configuration: keys and values, a file's lines, licences, trusted proxies. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "search/limits.h"
#include "web/access_log.h"
#include "web/configuration.h"

#define N(array) (sizeof(array) / sizeof *(array))

static ph_arena *arena;

static ph_config defaults(void)
{
    ph_config config;
    ph_error err;
    assert_int_equal(ph_config_init(&config, arena, &err), PH_OK);
    return config;
}

static const struct {
    const char *key, *value, *wrong; /* wrong: a part of what is said; NULL: taken */
} values[] = {
    {"db", "/srv/hub", NULL},
    {"db", "", "db has no value"},
    {"listen", "[::1]:8080", NULL},
    {"listen", "8080", "listen: '8080' is not ADDRESS:PORT"},
    {"metrics-listen", "127.0.0.1:9180", NULL},
    {"metrics-listen", "127.0.0.1", "metrics-listen: "},
    {"base-url", "https://hub.example/kb/", NULL},
    {"base-url", "http://localhost", NULL},
    {"base-url", "ftp://hub.example", "base-url: "},
    {"base-url", "https://", "base-url: "},
    {"base-url", "https:///kb", "base-url: "},
    {"base-url", "https://hub.example/?x", "base-url: "},
    {"base-url", "https://hub.example/\"", "base-url: "},
    {"threads", "1", NULL},
    {"threads", "256", NULL},
    {"threads", "0", "threads: '0' is not a number from 1 to 256"},
    {"threads", "257", "threads: "},
    {"threads", "two", "threads: "},
    {"access-log", "-", NULL},
    {"access-log-addresses", "short", NULL},
    {"access-log-addresses", "whole", NULL},
    {"access-log-addresses", "none", "access-log-addresses: 'none' is neither"},
    {"trusted-proxies", "127.0.0.1, ::1, 10.0.0.0/8, 2001:db8::/32, 0.0.0.0/0", NULL},
    {"trusted-proxies", "10.0.0.1/8", "trusted-proxies: '10.0.0.1/8' is an address in"},
    {"trusted-proxies", "10.0.0.0/33", "trusted-proxies: "},
    {"trusted-proxies", "10.0.0.0/", "trusted-proxies: "},
    {"trusted-proxies", "localhost", "trusted-proxies: "},
    {"trusted-proxies", "::1,", "trusted-proxies: "},
    {"site-name", "Хаб знаний", NULL},
    {"site-name", "\xFF", "site-name: it is not UTF-8"},
    {"administrator", "The team", NULL},
    {"administrator-email", "hub@example.org", NULL},
    {"administrator-email", "hub", "administrator-email: "},
    {"administrator-email", "@hub", "administrator-email: "},
    {"administrator-email", "a@b?subject=x", "administrator-email: "},
    {"licences", "CC-BY, any", NULL},
    {"licences", "CC-BY,,", "licences: "},
    {"names-note", "Names = names", NULL},
    {"maps-note", "Borders", NULL},
    {"oai-namespace", "hub.example", NULL},
    {"oai-namespace", "hub", "oai-namespace: "},
    {"oai-namespace", "hub.4u", "oai-namespace: "},
    {"oai-namespace", "hub..example", "oai-namespace: "},
    {"colour", "red", "there is no key 'colour'"},
    {"", "red", "there is no key ''"},
};

static void values_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(values); i++) {
        ph_config config = defaults();
        ph_error err = {0};
        ph_status status =
            ph_config_set(&config, ph_cstr(values[i].key), ph_cstr(values[i].value), &err);
        if ((status == PH_OK) != !values[i].wrong ||
            (values[i].wrong &&
             strncmp(err.text, values[i].wrong, strlen(values[i].wrong))))
            fail_msg("%s = %s: %s", values[i].key, values[i].value, err.text);
    }
}

/* ph_config_read of these lines. */
static ph_status read_lines(ph_config *config, const char *lines, ph_error *err)
{
    char name[] = "/tmp/test-configuration-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, lines, strlen(lines)), strlen(lines));
    close(fd);
    *config = defaults();
    ph_status status = ph_config_read(config, name, err);
    unlink(name);
    return status;
}

static void a_file_is_read(void **state)
{
    (void)state;
    ph_config config;
    ph_error err;
    assert_int_equal(read_lines(&config,
                                "\xEF\xBB\xBF# a remark\r\n\r\n"
                                "  site-name=A = B # c\r\n"
                                "db = one\ndb = two\n"
                                "threads = 3\nthreads = 5",
                                &err),
                     PH_OK);
    assert_true(ph_eqc(config.site_name, "A = B # c"));
    assert_int_equal(config.db.n, 2);
    assert_string_equal(config.db.v[1], "two");
    assert_int_equal(config.threads, 5);
    assert_string_equal(config.listen, "127.0.0.1:8080");
    assert_null(config.metrics);
}

static void a_wrong_line_is_named(void **state)
{
    (void)state;
    ph_config config;
    ph_error err;
    assert_int_equal(read_lines(&config, "# one\n\nthreads = none\n", &err), PH_INVALID);
    assert_non_null(strstr(err.text, ":3: threads: 'none' is not"));
    assert_int_equal(read_lines(&config, "color = red", &err), PH_UNKNOWN);
    assert_non_null(strstr(err.text, ":1: there is no key 'color'"));
    assert_int_equal(read_lines(&config, "db\n", &err), PH_INVALID);
    assert_non_null(strstr(err.text, ":1: 'db' is not KEY = VALUE"));
    config = defaults();
    assert_int_equal(ph_config_read(&config, "/nowhere/peerhub.conf", &err), PH_NOT_FOUND);
}

static const struct {
    const char *allowed, *licence;
    bool out;
} licences[] = {
    {"CC-BY", "CC-BY-4.0", true},
    {"CC-BY", "cc by 3.0", true},
    {"CC-BY", "CC-BY", true},
    {"CC-BY", "CC-BY-3.0-IGO", true},
    {"CC-BY", "CC-BY-SA-4.0", false},
    {"CC-BY", "CC-BY-NC-ND-4.0", false},
    {"CC-BY", "https://creativecommons.org/licenses/by/4.0/", true},
    {"CC-BY", "http://creativecommons.org/licenses/by/4.0/legalcode.ru", true},
    {"CC-BY", "https://creativecommons.org/licenses/by-nc/4.0/", false},
    {"CC-BY-4.0", "CC-BY-4.0", true},
    {"CC-BY-4.0", "CC-BY-3.0", false},
    {"cc0", "https://creativecommons.org/publicdomain/zero/1.0/", true},
    {"PDM", "https://creativecommons.org/publicdomain/mark/1.0/", true},
    {"public-domain", "Public domain", true},
    {"CC-BY", "All rights reserved", false},
    {"CC-BY", NULL, false},
    {"CC-BY", "", false},
    {"any", "All rights reserved", true},
    {"any", NULL, false},
    {"any", " ", false},
    {"all", NULL, true},
    {"none", "CC0-1.0", false},
    {"none", "none", false},
    {"none, CC0", "None", false},
    {NULL, "CC-BY-SA-4.0", true},
    {NULL, "CC-BY-ND-4.0", false},
};

static void licences_are_compared(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(licences); i++) {
        ph_config config = defaults();
        ph_error err;
        if (licences[i].allowed)
            assert_int_equal(ph_config_set(&config, PH_STR("licences"),
                                           ph_cstr(licences[i].allowed), &err),
                             PH_OK);
        if (ph_config_hands_out(&config, ph_cstr(licences[i].licence)) != licences[i].out)
            fail_msg("%s, %s", licences[i].allowed, licences[i].licence);
    }
}

static const struct {
    const char *peer, *x_forwarded_for, *forwarded, *from;
} clients[] = {
    {"127.0.0.1", NULL, NULL, "127.0.0.1"},
    {"127.0.0.1", "192.0.2.7", NULL, "192.0.2.7"},
    {"127.0.0.1", "192.0.2.7:1234", NULL, "192.0.2.7"},
    {"127.0.0.1", "6.6.6.6, 192.0.2.7", NULL, "192.0.2.7"},
    {"127.0.0.1", "192.0.2.7, 10.1.2.3", NULL, "192.0.2.7"},
    {"127.0.0.1", "10.1.1.1,10.1.2.3", NULL, "10.1.1.1"},
    {"127.0.0.1", "2001:db8::7", NULL, "2001:db8::7"},
    {"127.0.0.1", "[2001:db8::7]:80", NULL, "2001:db8::7"},
    {"127.0.0.1", "unknown", NULL, "127.0.0.1"},
    {"127.0.0.1", "192.0.2.7, unknown, 10.1.2.3", NULL, "10.1.2.3"},
    {"127.0.0.1", "", NULL, "127.0.0.1"},
    {"127.0.0.1", ",,", NULL, "127.0.0.1"},
    {"127.0.0.1", NULL, "for=192.0.2.7;proto=https", "192.0.2.7"},
    {"127.0.0.1", NULL, "For=\"[2001:db8::7]:4711\"", "2001:db8::7"},
    {"127.0.0.1", NULL, "for=6.6.6.6, proto=http; for=\"192.0.2.7:80\"", "192.0.2.7"},
    {"127.0.0.1", NULL, "for=_hidden", "127.0.0.1"},
    {"127.0.0.1", NULL, "proto=https", "127.0.0.1"},
    {"127.0.0.1", "192.0.2.7", "for=192.0.2.7", "192.0.2.7"},
    {"127.0.0.1", "192.0.2.7", "for=6.6.6.6", "127.0.0.1"},
    {"192.0.2.9", "6.6.6.6", "for=6.6.6.6", "192.0.2.9"},
    {"10.255.0.1", "192.0.2.7", NULL, "192.0.2.7"},
    {"11.0.0.1", "192.0.2.7", NULL, "11.0.0.1"},
    {"::1", "192.0.2.7", NULL, "192.0.2.7"},
    {"::2", "192.0.2.7", NULL, "::2"},
    {"::ffff:127.0.0.1", "192.0.2.7", NULL, "192.0.2.7"},
};

static void proxies_are_believed_when_trusted(void **state)
{
    ph_config config = defaults();
    ph_error err;
    (void)state;
    assert_int_equal(ph_config_set(&config, PH_STR("trusted-proxies"),
                                   PH_STR("127.0.0.1, ::1, 10.0.0.0/8"), &err),
                     PH_OK);
    for (size_t i = 0; i < N(clients); i++) {
        struct sockaddr_in6 six = {.sin6_family = AF_INET6};
        struct sockaddr_in four = {.sin_family = AF_INET};
        struct sockaddr_storage from;
        char text[PH_ADDRESS_MAX];
        bool v4 = inet_pton(AF_INET, clients[i].peer, &four.sin_addr) == 1;
        assert_true(v4 || inet_pton(AF_INET6, clients[i].peer, &six.sin6_addr) == 1);
        ph_client_address(&config.proxies, v4 ? (void *)&four : (void *)&six,
                          ph_cstr(clients[i].x_forwarded_for),
                          ph_cstr(clients[i].forwarded), &from);
        ph_address_text((void *)&from, true, text);
        if (strcmp(text, clients[i].from) != 0)
            fail_msg("%s, %s, %s: %s", clients[i].peer, clients[i].x_forwarded_for,
                     clients[i].forwarded, text);
    }
}

static void what_pages_show_changes_the_hash(void **state)
{
    static const char *const shown[][2] = {
        {"site-name", "A"},       {"administrator", "A"}, {"administrator-email", "a@b"},
        {"names-note", "A"},      {"maps-note", "A"},     {"access-log-addresses", "whole"},
        {"licences", "none"},     {"access-log", "-"},    {"oai-namespace", "a.b"},
        {"base-url", "http://a"},
    };
    (void)state;
    ph_config before = defaults();
    for (size_t i = 0; i < N(shown); i++) {
        ph_config config = defaults();
        ph_error err;
        assert_int_equal(
            ph_config_set(&config, ph_cstr(shown[i][0]), ph_cstr(shown[i][1]), &err),
            PH_OK);
        if (ph_config_hash(&config) == ph_config_hash(&before))
            fail_msg("%s", shown[i][0]);
    }
}

static int make_arena(void **state)
{
    (void)state;
    arena = ph_arena_new();
    return arena ? 0 : -1;
}

static int free_arena(void **state)
{
    (void)state;
    ph_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(a_file_is_read),
        cmocka_unit_test(a_wrong_line_is_named),
        cmocka_unit_test(licences_are_compared),
        cmocka_unit_test(proxies_are_believed_when_trusted),
        cmocka_unit_test(what_pages_show_changes_the_hash),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}

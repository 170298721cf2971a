/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a request target and as each header field: lines, in this order. */
#include "config.h"

#include <stdlib.h>

#include "search/text.h"
#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ph_str line(ph_str *rest)
{
    ph_str one = PH_ABSENT;
    ph_split(rest, '\n', &one);
    return one;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ph_str rest = {(const char *)data, size};
    ph_request request = {.arena = ph_arena_new()};
    ph_error err;
    ph_str target = line(&rest);
    request.accept = line(&rest);
    request.accept_encoding = line(&rest);
    request.if_none_match = line(&rest);
    if (ph_request_read_target(&request, target, &err) == PH_OK)
        for (size_t i = 0; i < request.parameters.n; i++)
            if (!ph_utf8_valid(request.parameters.v[i].name) ||
                !ph_utf8_valid(request.parameters.v[i].value))
                abort();
    ph_request_wants_json(&request);
    ph_request_coding(&request);
    ph_request_has_tag(&request, PH_STR("W/\"abc\""));
    ph_arena_free(request.arena);
    return 0;
}

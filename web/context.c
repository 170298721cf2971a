/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>

#include "web/carry.h"
#include "web/context.h"

/* A host of RFC 3986 with or without a port, as far as it can go into a page unescaped. */
static bool is_host(ph_str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.s[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && !strchr(".-_:[]", c))
            return false;
    }
    return host.n > 0 && host.n <= 255;
}

static ph_str absolute_base(const ph_site *site, const ph_request *request, ph_arena *arena)
{
    if (site->base.n)
        return site->base;
    if (!is_host(request->host))
        return PH_STR("");
    ph_str made = ph_dupf(arena, "http://%.*s", PH_FMT(request->host));
    return made.s ? made : PH_STR("");
}

static ph_str without_travellers(const ph_request *request, ph_arena *arena)
{
    ph_buf buf = {0};
    ph_str path = request->target, query = request->query, pair;
    const char *separator = "?";
    /* In a link the name of another host would stand behind two strokes. */
    while (ph_starts(path, PH_STR("//")))
        path = ph_sub(path, 1, path.n);
    ph_buf_add(&buf, path);
    while (ph_split(&query, '&', &pair)) {
        ph_str rest = pair, name = PH_ABSENT;
        if (!ph_split(&rest, '=', &name) || !pair.n || ph_travels(name))
            continue;
        ph_buf_addc(&buf, separator);
        ph_buf_add(&buf, pair);
        separator = "&";
    }
    ph_str self = buf.failed ? PH_ABSENT : ph_dup(arena, ph_buf_str(&buf));
    ph_buf_free(&buf);
    return self.s ? self : PH_STR("/");
}

ph_context ph_context_of(const ph_site *site, const ph_request *request, ph_reader *reader,
                         ph_arena *arena, bool ready)
{
    ph_context context = {.site = site,
                          .reader = reader,
                          .arena = arena,
                          .ready = ready,
                          .now = time(NULL),
                          .carried = PH_STR("")};
    ph_str accept = ph_wants_json(request) ? PH_ABSENT : request->accept_language;
    ph_str ui = ph_request_parameter(request, "ui");
    context.language = ph_language_find(&site->languages, ui);
    bool asked = context.language != NULL;
    if (!asked)
        context.language = ph_language_choose(&site->languages, accept);
    context.language_asked = asked || accept.n;
    context.self = without_travellers(request, arena);
    context.absolute = absolute_base(site, request, arena);
    if (!ph_pack_read(arena, ph_request_parameter(request, "pack"), &context.pack))
        context.pack = (ph_strs){0};
    context.carried =
        ph_carried(arena, asked ? ph_cstr(context.language->id) : PH_ABSENT, &context.pack);
    return context;
}

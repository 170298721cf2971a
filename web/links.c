/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "search/limits.h"
#include "web/links.h"

bool ph_link_field(ph_response *response, const char *rel, const char *type, ph_str url)
{
    if (url.s && url.n > PH_LINK_BYTES)
        return true;
    ph_str field = ph_dupf(response->arena, "<%.*s>; rel=\"%s\"%s%s%s", PH_FMT(url), rel,
                           type ? "; type=\"" : "", type ? type : "", type ? "\"" : "");
    return url.s && field.s && ph_response_header(response, "Link", field);
}

bool ph_link_pages(ph_response *response, const ph_question *question, uint64_t total,
                   ph_str path)
{
    size_t page = question->page, per_page = question->per_page;
    bool more = page * per_page < total && (page + 1) * per_page <= PH_WINDOW_MAX;
    const struct {
        const char *rel;
        bool there;
        size_t page;
    } ways[] = {
        {"first", page > 1, 1}, {"prev", page > 1, page - 1}, {"next", more, page + 1}};
    bool ok = true;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && ok; i++)
        ok = !ways[i].there ||
             ph_link_field(response, ways[i].rel, NULL,
                           ph_question_page(response->arena, path, question, ways[i].page));
    return ok;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

int main(void)
{
    const xapian_coord berlin = {52.52, 13.405};
    const xapian_coord paris = {48.857, 2.352};
    const xapian_near near_paris = {.slot = 0,
                                    .centre = &paris,
                                    .n = 1,
                                    .radius = XAPIAN_EARTH_RADIUS};
    char value[XAPIAN_COORD_MAX];
    size_t len;
    double metres;
    xapian_query *query;
    xapian_document *doc;
    xapian_error err;

    if (xapian_coords_distance(&berlin, 1, &paris, 1,
                               XAPIAN_EARTH_RADIUS, &metres, &err) ||
        /* What a document has that is in Berlin, ... */
        xapian_coords_serialise(&berlin, 1, value, sizeof value, &len,
                                &err) ||
        xapian_document_new(&doc, &err) ||
        xapian_document_set_value(doc, 0, value, len, &err) ||
        /* ... and what asks for all within 1,000 km of Paris. */
        xapian_query_near(&near_paris, 1e6, 1000, 1, &query, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%.0f km\n", metres / 1000);
    xapian_query_free(query);
    xapian_document_free(doc);
    return 0;
}

/* Prints:
 * 878 km
 */

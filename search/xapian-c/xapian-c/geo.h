/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xapian_coord - places on earth
 *
 * Coordinates are WGS 84 degrees. A value holds one place or several; the distance
 * between two sets of places is that between the nearest two. Distances are great circles
 * on a sphere. A metric of the application's own is left out; the radius can be chosen.
 */
#ifndef XAPIAN_C_GEO_H
#define XAPIAN_C_GEO_H

#include "base.h"
#include "enquire.h"
#include "handles.h"

XAPIAN_C_BEGIN

typedef struct {
    double latitude;  /* from -90 to 90; others are XAPIAN_INVALID_ARGUMENT */
    double longitude; /* any; taken modulo 360 */
} xapian_coord;

#define XAPIAN_COORD_MAX 6            /* bytes of one place, serialised */
#define XAPIAN_EARTH_RADIUS 6372797.6 /* metres */
#define XAPIAN_METRES_PER_MILE 1609.344

/* The bytes to store as a value: to a sixteenth of a second of arc, which is at most 2
 * metres. 'size' bytes are enough if there are n * XAPIAN_COORD_MAX; XAPIAN_RANGE if it
 * does not fit. */
XAPIAN_C_CHECK xapian_status xapian_coords_serialise(const xapian_coord *coords, size_t n,
                                                     char *buf, size_t size, size_t *len,
                                                     xapian_error *err);
/* The places in a value: at most 'max' are written to 'coords', and 'n' is how many
 * there are. Bytes not made so are XAPIAN_SERIALISATION. */
XAPIAN_C_CHECK xapian_status xapian_coords_unserialise(const char *data, size_t data_len,
                                                       xapian_coord *coords, size_t max,
                                                       size_t *n, xapian_error *err);

/* In the unit of 'radius', which is above 0: metres for XAPIAN_EARTH_RADIUS. Neither set
 * may be empty. */
XAPIAN_C_CHECK xapian_status xapian_coords_distance(const xapian_coord *a, size_t n_a,
                                                    const xapian_coord *b, size_t n_b,
                                                    double radius, double *distance,
                                                    xapian_error *err);

/* What is near. */
typedef struct {
    xapian_slot slot;           /* where documents have their places */
    const xapian_coord *centre; /* near one of these */
    size_t n;                   /* at least 1 */
    double radius;              /* of the sphere, above 0 */
} xapian_near;

/* Documents with a place within 'max_range' (0: any). The weight is k1, by distance plus
 * k1 to the power of k2: Xapian's own are 1000 and 1, which is 1 at the centre and 1/2 at
 * a kilometre. Both are above 0. A value of another length than coordinates have is no
 * place; over a remote database, Xapian 1.4 would never end there. */
XAPIAN_C_CHECK xapian_status xapian_query_near(const xapian_near *near, double max_range,
                                               double k1, double k2, xapian_query **out,
                                               xapian_error *err);
/* Sorts by distance. Documents without a place, as above, count as 'otherwise' away; if
 * that is negative, as farther than all. Not on a remote database. */
XAPIAN_C_CHECK xapian_status xapian_enquire_sort_by_distance(
    xapian_enquire *enquire, xapian_sort sort, const xapian_near *near, double otherwise,
    bool descending, xapian_error *err);

XAPIAN_C_END

#endif /* XAPIAN_C_GEO_H */

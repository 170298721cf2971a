/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Places, where some documents have bytes in that slot that are no places: Xapian's own would
 * search for ever. Distances are compared with the haversine formula.
 */
#include "config.h"

#include "testing.h"

#include <math.h>

enum { PLACES = 12, SLOT = 3, ODD = PLACES + 14 };

static xapian_db *db;
static xapian_coord places[PLACES + 1];
static const xapian_coord centre = {48, 11};

static double radians(double degrees)
{
    return degrees * acos(-1) / 180;
}

static double distance_to(const xapian_coord *to)
{
    const double up = sin(radians(to->latitude - centre.latitude) / 2);
    const double along = sin(radians(to->longitude - centre.longitude) / 2);
    const double h = up * up + cos(radians(centre.latitude)) * cos(radians(to->latitude)) *
                                   along * along;
    return 2 * XAPIAN_EARTH_RADIUS * asin(sqrt(h));
}

/* Documents 1 to PLACES have places, the others bytes of every length from 0. */
static int open_places(void **state)
{
    xapian_writable_db *writer;
    char bytes[XAPIAN_COORD_MAX];
    size_t len;
    if (folder_make(state) != 0)
        return -1;
    OK(xapian_writable_db_open(in_folder("db"), XAPIAN_CREATE, XAPIAN_WRITE_NO_SYNC,
                               &writer, &err));
    for (unsigned d = 1; d <= ODD; d++) {
        xapian_document *doc;
        OK(xapian_document_new(&doc, &err));
        OK(xapian_document_add_boolean_term(doc, "all", 3, &err));
        if (d <= PLACES) {
            places[d] = (xapian_coord){48.25 - (d * 7 % 13), 10.5 + (d * 5 % 11) * 3};
            OK(xapian_coords_serialise(&places[d], 1, bytes, sizeof bytes, &len, &err));
            OK(xapian_document_set_value(doc, SLOT, bytes, len, &err));
        } else if ((d - PLACES - 1) % XAPIAN_COORD_MAX != 0) {
            OK(xapian_document_set_value(doc, SLOT, "no place at all", d - PLACES - 1,
                                         &err));
        }
        OK(xapian_writable_db_add_document(writer, doc, NULL, &err));
        xapian_document_free(doc);
    }
    OK(xapian_writable_db_close(writer, &err));
    xapian_writable_db_free(writer);
    OK(xapian_db_open(in_folder("db"), XAPIAN_BACKEND_DISK, &db, &err));
    return 0;
}

static int close_places(void **state)
{
    xapian_db_free(db);
    return folder_remove(state);
}

static xapian_query *near_query(double range, double k2)
{
    const xapian_near near = {SLOT, &centre, 1, XAPIAN_EARTH_RADIUS};
    xapian_query *query;
    OK(xapian_query_near(&near, range, 1000, k2, &query, &err));
    return query;
}

static xapian_mset *matches(const xapian_query *query, bool by_distance, double otherwise)
{
    const xapian_near near = {SLOT, &centre, 1, XAPIAN_EARTH_RADIUS};
    xapian_enquire *enquire;
    xapian_mset *mset;
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    if (by_distance)
        OK(xapian_enquire_sort_by_distance(enquire, XAPIAN_SORT_VALUE, &near, otherwise,
                                           false, &err));
    OK(xapian_enquire_mset(enquire, 0, 100, 100, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    return mset;
}

static unsigned docid_at(const xapian_mset *mset, xapian_doccount i)
{
    xapian_docid docid;
    OK(xapian_mset_docid(mset, i, &docid, &err));
    return docid;
}

/* Each place within the range, the nearest first, and no other document. */
static void check_near(const xapian_query *query, double range, double k2)
{
    xapian_mset *mset = matches(query, false, 0);
    unsigned within = 0;
    double last = 0;
    for (unsigned d = 1; d <= PLACES; d++)
        within += range <= 0 || distance_to(&places[d]) <= range;
    assert_int_equal(xapian_mset_size(mset), within);
    for (xapian_doccount i = 0; i < within; i++) {
        const unsigned d = docid_at(mset, i);
        double weight, distance;
        assert_in_range(d, 1, PLACES);
        distance = distance_to(&places[d]);
        assert_true(distance >= last - 5 && (range <= 0 || distance <= range));
        OK(xapian_mset_weight(mset, i, &weight, &err));
        /* what serialising loses, and 5 metres */
        assert_true(fabs(weight / (1000 * pow(distance + 1000, -k2)) - 1) < 1e-3);
        last = distance;
    }
    xapian_mset_free(mset);
}

static void queries(void **state)
{
    static const double ranges[] = {0, 500e3, 1100e3};
    (void)state;
    for (size_t i = 0; i < N(ranges); i++) {
        for (double k2 = 0.5; k2 <= 2; k2 *= 2) {
            xapian_query *query = near_query(ranges[i], k2), *read;
            const char *bytes;
            size_t len;
            check_near(query, ranges[i], k2);
            OK(xapian_query_serialise(query, &bytes, &len, &err));
            OK(xapian_query_unserialise(bytes, len, &read, &err));
            xapian_query_free(query);
            check_near(read, ranges[i], k2);
            xapian_query_free(read);
        }
    }
}

/* Below AND, which asks a query for single documents. */
static void with_others(void **state)
{
    xapian_query *parts[2] = {near_query(0, 1), NULL}, *both;
    (void)state;
    OK(xapian_query_term("all", 3, 1, 0, &parts[1], &err));
    OK(xapian_query_combine(XAPIAN_OP_AND, (const xapian_query *const *)parts, 2, 0, &both,
                            &err));
    check_near(both, 0, 1);
    xapian_query_free(both);
    OK(xapian_query_combine(XAPIAN_OP_AND_MAYBE,
                            (const xapian_query *const[]){parts[1], parts[0]}, 2, 0, &both,
                            &err));
    xapian_mset *mset = matches(both, false, 0);
    assert_int_equal(xapian_mset_size(mset), ODD);
    for (xapian_doccount i = 0; i < ODD; i++)
        assert_true((docid_at(mset, i) <= PLACES) == (i < PLACES));
    xapian_mset_free(mset);
    xapian_query_free(both);
    xapian_query_free(parts[0]);
    xapian_query_free(parts[1]);
}

/* Documents without a place are as far as 'otherwise' says. */
static void order(void **state)
{
    static const double others[] = {-1, 0, 700e3};
    xapian_query *all;
    (void)state;
    OK(xapian_query_match_all(&all, &err));
    for (size_t i = 0; i < N(others); i++) {
        xapian_mset *mset = matches(all, true, others[i]);
        double last = 0;
        assert_int_equal(xapian_mset_size(mset), ODD);
        for (xapian_doccount at = 0; at < ODD; at++) {
            const unsigned d = docid_at(mset, at);
            const double distance = d <= PLACES      ? distance_to(&places[d])
                                    : others[i] >= 0 ? others[i]
                                                     : INFINITY;
            assert_true(distance >= last - 5);
            last = distance;
        }
        xapian_mset_free(mset);
    }
    xapian_query_free(all);
}

/* Only what serialising coordinates makes is read. */
static void unserialise(void **state)
{
    char bytes[2 * XAPIAN_COORD_MAX + 1];
    xapian_coord read[2];
    size_t len, n;
    (void)state;
    OK(xapian_coords_serialise(&places[1], 2, bytes, sizeof bytes, &len, &err));
    assert_int_equal(len, 2 * XAPIAN_COORD_MAX);
    for (size_t cut = 0; cut <= len; cut++) {
        if (cut % XAPIAN_COORD_MAX == 0) {
            OK(xapian_coords_unserialise(bytes, cut, read, 2, &n, &err));
            assert_int_equal(n, cut / XAPIAN_COORD_MAX);
        } else {
            IS(XAPIAN_SERIALISATION,
               xapian_coords_unserialise(bytes, cut, read, 2, &n, &err));
        }
    }
    assert_true(fabs(read[1].latitude - places[2].latitude) < 1e-4);
    assert_true(fabs(read[1].longitude - places[2].longitude) < 1e-4);
    IS(XAPIAN_SERIALISATION,
       xapian_coords_unserialise("\xff\xff\xff\xff\xff\xff", 6, read, 2, &n, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries),
        cmocka_unit_test(with_others),
        cmocka_unit_test(order),
        cmocka_unit_test(unserialise),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_places, close_places);
}

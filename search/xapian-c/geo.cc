/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Places on earth.
 */
#include "private.h"

#include <algorithm>

using namespace xapian_c;

namespace
{

Xapian::LatLongCoords coords_of(const xapian_coord *coords, size_t n)
{
    Xapian::LatLongCoords result;
    for (size_t i = 0; i < n; i++) {
        const xapian_coord &coord = (&need(coords, "coordinates"))[i];
        result.append(Xapian::LatLongCoord(finite(coord.latitude, "latitude"),
                                           finite(coord.longitude, "longitude")));
    }
    return result;
}

Xapian::LatLongCoords some(const xapian_coord *coords, size_t n)
{
    if (n == 0)
        throw Xapian::InvalidArgumentError("there are no coordinates");
    return coords_of(coords, n);
}

} // namespace

Xapian::LatLongCoords xapian_c::coords_in(const std::string &bytes)
{
    Xapian::LatLongCoords result;
    if (bytes.size() % XAPIAN_COORD_MAX == 1) /* Xapian would never come to the end */
        throw Xapian::SerialisationError("not serialised coordinates");
    result.unserialise(bytes);
    return result;
}

xapian_status xapian_coords_serialise(const xapian_coord *coords, size_t n, char *buf,
                                      size_t size, size_t *len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(len, "output length");
        const std::string bytes = coords_of(coords, n).serialise();
        if (bytes.size() > size)
            throw Xapian::RangeError("the coordinates need " +
                                     std::to_string(bytes.size()) + " bytes");
        if (!bytes.empty())
            bytes.copy(&need(buf, "buffer"), size);
        *len = bytes.size();
    });
}

xapian_status xapian_coords_unserialise(const char *data, size_t data_len,
                                        xapian_coord *coords, size_t max, size_t *n,
                                        xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(n, "output number");
        const Xapian::LatLongCoords read = coords_in(text(data, data_len, "data"));
        auto at = read.begin();
        for (size_t i = 0; i < std::min(max, read.size()); i++, ++at)
            (&need(coords, "coordinates"))[i] = {(*at).latitude, (*at).longitude};
        *n = read.size();
    });
}

xapian_status xapian_coords_distance(const xapian_coord *a, size_t n_a,
                                     const xapian_coord *b, size_t n_b, double radius,
                                     double *distance, xapian_error *err)
{
    return give(__func__, distance, err, [&] {
        const Xapian::GreatCircleMetric metric(above_0(radius, "radius"));
        return metric(some(a, n_a), some(b, n_b));
    });
}

xapian_status xapian_query_near(const xapian_near *near, double max_range, double k1,
                                double k2, xapian_query **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::GreatCircleMetric metric(
            above_0(need(near, "place").radius, "radius"));
        Xapian::LatLongDistancePostingSource source(
            near->slot, some(near->centre, near->n), metric,
            not_negative(max_range, "range"), above_0(k1, "k1"), above_0(k2, "k2"));
        return new xapian_query{Xapian::Query(&source)}; /* which clones it */
    });
}

xapian_status xapian_enquire_sort_by_distance(xapian_enquire *enquire, xapian_sort sort,
                                              const xapian_near *near, double otherwise,
                                              bool descending, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = settable(enquire);
        const Xapian::GreatCircleMetric metric(
            above_0(need(near, "place").radius, "radius"));
        const Xapian::LatLongCoords centre = some(near->centre, near->n);
        auto maker = finite(otherwise, "distance of others") < 0
                         ? std::make_unique<Xapian::LatLongDistanceKeyMaker>(near->slot,
                                                                             centre, metric)
                         : std::make_unique<Xapian::LatLongDistanceKeyMaker>(
                               near->slot, centre, metric, otherwise);
        sort_by(of, sort, std::move(maker), descending);
    });
}

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

/* Xapian's own would never end over a value of another length. */
class near_source final : public Xapian::LatLongDistancePostingSource
{
  public:
    explicit near_source(const near_place &place)
        : LatLongDistancePostingSource(place.slot, place.centre,
                                       Xapian::GreatCircleMetric(place.radius),
                                       place.max_range, place.k1, place.k2),
          place_(place), metric_(place.radius)
    {
    }
    void next(double min_weight) override
    {
        ValuePostingSource::next(min_weight);
        find(min_weight);
    }
    void skip_to(Xapian::docid target, double min_weight) override
    {
        ValuePostingSource::skip_to(target, min_weight);
        find(min_weight);
    }
    bool check(Xapian::docid target, double min_weight) override
    {
        if (!ValuePostingSource::check(target, min_weight))
            return false;
        return at_end() || is_near();
    }
    double get_weight() const override
    {
        if (place_.k2 == 1) /* as Xapian's own, to the last bit */
            return place_.k1 / (distance_ + place_.k1);
        return place_.k1 * std::pow(distance_ + place_.k1, -place_.k2);
    }
    near_source *clone() const override
    {
        return new near_source(place_);
    }
    near_source *
    unserialise_with_registry(const std::string &bytes,
                              const Xapian::Registry & /*registry*/) const override
    {
        return new near_source(read_near(bytes));
    }

  private:
    bool is_near()
    {
        const std::string value = get_value();
        if (!is_coords(value))
            return false;
        distance_ = metric_(place_.centre, value.data(), value.size());
        return place_.max_range <= 0 || distance_ <= place_.max_range;
    }
    void find(double min_weight)
    {
        while (!at_end() && !is_near())
            ValuePostingSource::next(min_weight);
    }

    near_place place_;
    Xapian::GreatCircleMetric metric_;
    double distance_ = 0;
};

/* The distance as a key; not Xapian's own for the same reason. */
class near_key final : public Xapian::KeyMaker
{
  public:
    near_key(const near_place &place, std::string otherwise)
        : place_(place), metric_(place.radius), otherwise_(std::move(otherwise))
    {
    }
    std::string operator()(const Xapian::Document &doc) const override
    {
        const std::string value = doc.get_value(place_.slot);
        if (!is_coords(value))
            return otherwise_;
        return Xapian::sortable_serialise(
            metric_(place_.centre, value.data(), value.size()));
    }

  private:
    near_place place_;
    Xapian::GreatCircleMetric metric_;
    std::string otherwise_;
};

near_place place_of(const xapian_near *near)
{
    near_place place;
    place.slot = need(near, "place").slot;
    place.radius = above_0(near->radius, "radius");
    place.centre = some(near->centre, near->n);
    return place;
}

} // namespace

bool xapian_c::is_coords(const std::string &value)
{
    return !value.empty() && value.size() % XAPIAN_COORD_MAX == 0;
}

void xapian_c::register_near(Xapian::Registry &registry)
{
    near_place none;
    none.centre.append(Xapian::LatLongCoord(0, 0));
    registry.register_posting_source(near_source(none));
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
        const std::string bytes = text(data, data_len, "data");
        Xapian::LatLongCoords read;
        if (is_coords(bytes))
            read.unserialise(bytes);
        if (read.serialise() != bytes)
            throw Xapian::SerialisationError("not coordinates");
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
        near_place place = place_of(near);
        place.max_range = not_negative(max_range, "range");
        place.k1 = above_0(k1, "k1");
        place.k2 = above_0(k2, "k2");
        near_source source(place);
        return new xapian_query{Xapian::Query(&source)}; /* which clones it */
    });
}

xapian_status xapian_enquire_sort_by_distance(xapian_enquire *enquire, xapian_sort sort,
                                              const xapian_near *near, double otherwise,
                                              bool descending, xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::Enquire &of = settable(enquire);
        const near_place place = place_of(near);
        std::string key = finite(otherwise, "distance of others") < 0
                              ? std::string(XAPIAN_SORTABLE_MAX, '\xff')
                              : Xapian::sortable_serialise(otherwise);
        sort_by(of, sort, std::make_unique<near_key>(place, std::move(key)), descending);
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Serialised queries of Xapian 1.4, looked through before Xapian reads them: it would read by
 * recursion without a bound, repeat a missing query as often as the bytes say, lose what it has
 * made where it throws, and take an operator or a weight that its matcher cannot work with.
 */
#include "private.h"

#include <cmath>

using namespace xapian_c;

namespace
{

class scanner
{
  public:
    /* The bytes must outlive it. */
    explicit scanner(std::string_view bytes)
        : at_(bytes.data()), end_(bytes.data() + bytes.size())
    {
    }
    bool done() const
    {
        return at_ == end_;
    }
    unsigned byte()
    {
        if (done())
            fail("it ends too early");
        return static_cast<unsigned char>(*at_++);
    }
    /* A number of up to 64 bits: one byte below 255, or in sevens of bits behind. */
    uint64_t length()
    {
        uint64_t number = byte();
        if (number < 255)
            return number;
        for (unsigned shift = 0;; shift += 7) {
            const unsigned part = byte();
            if (shift > 28)
                fail("a number is too large");
            number += static_cast<uint64_t>(part & 0x7f) << shift;
            if ((part & 0x80) != 0)
                break;
        }
        return number;
    }
    /* The same for one that Xapian keeps in 32 bits. */
    uint32_t number()
    {
        const uint64_t wide = length();
        if (wide > UINT32_MAX)
            fail("a number is too large");
        return static_cast<uint32_t>(wide);
    }
    std::string_view string(uint64_t size)
    {
        if (size > static_cast<uint64_t>(end_ - at_))
            fail("it ends too early");
        const std::string_view taken(at_, static_cast<size_t>(size));
        at_ += size;
        return taken;
    }
    std::string_view string()
    {
        const uint64_t size = length();
        return string(size);
    }
    /* A number that can be a weight. */
    double weight()
    {
        const unsigned first = byte();
        const unsigned second = byte();
        if (first == 0 && second == 0)
            return 0;
        at_--;
        int exponent = static_cast<int>(first & 0x0f);
        if (exponent == 15) {
            exponent = static_cast<int>(byte());
            exponent += static_cast<int>(byte() << 8) - 32768;
        } else if (exponent == 14) {
            exponent = static_cast<int>(byte()) - 128;
        } else {
            exponent -= 7;
        }
        double number = 0;
        const std::string_view mantissa = string((first >> 4 & 7) + 1);
        for (size_t i = mantissa.size(); i-- > 0;)
            number = number / 256 + static_cast<unsigned char>(mantissa[i]);
        number = std::scalbn(number, exponent * 8);
        if ((first & 0x80) != 0 || !std::isfinite(number))
            fail("a weight is negative or not finite");
        return number;
    }
    [[noreturn]] static void fail(const char *why)
    {
        throw Xapian::SerialisationError(std::string("not a serialised query: ") + why);
    }

  private:
    const char *at_;
    const char *end_;
};

/* What a posting source of Xapian's own needs to be made again. */
void check_source(std::string_view name, std::string_view bytes)
{
    scanner scan(bytes);
    if (name == "Xapian::FixedWeightPostingSource") {
        scan.weight();
    } else if (name == "Xapian::ValueWeightPostingSource") {
        scan.number();
    } else if (name == "Xapian::DecreasingValueWeightPostingSource") {
        scan.number(), scan.number(), scan.number();
    } else if (name == "Xapian::ValueMapPostingSource") {
        scan.number(), scan.weight();
        while (!scan.done())
            scan.string(), scan.weight();
    } else if (name == "Xapian::LatLongDistancePostingSource") {
        (void)read_near(bytes);
        return;
    } else {
        scanner::fail("a source of postings that Xapian does not know");
    }
    if (!scan.done())
        scanner::fail("there are bytes behind a source of postings");
}

/* What may stand below: anything, or what has positions. */
enum class below { anything, terms_or_alternatives };

void check_query(scanner &scan, unsigned depth, below kind);

void check_branch(scanner &scan, unsigned first, unsigned depth, below kind)
{
    enum { OR = 1, SYNONYM = 6, MAX = 7, ELITE_SET = 13, NEAR = 14, PHRASE = 15 };
    const unsigned code = first >> 3 & 0x0f;
    uint64_t n = first & 7;
    if (n == 0)
        n = scan.length() + 8;
    if (code > MAX && code < ELITE_SET)
        scanner::fail("an operator is unknown");
    if (n < 2 && code != SYNONYM) /* Xapian would have written what it joins */
        scanner::fail("an operator joins nothing");
    if (kind == below::terms_or_alternatives && code != OR)
        scanner::fail("an operator has no positions");
    if (code >= ELITE_SET)
        scan.number();
    if (code == NEAR || code == PHRASE)
        kind = below::terms_or_alternatives;
    while (n-- > 0)
        check_query(scan, depth - 1, kind);
}

void check_term(scanner &scan, unsigned first)
{
    uint64_t size = first & 0x0f;
    if (size == 0)
        size = scan.length() + 16;
    scan.string(size);
    switch (first >> 4 & 3) {
    case 3: scan.number(), scan.number(); break; /* wqf and position */
    case 2: scan.number(); break;
    default: break;
    }
}

void check_range(scanner &scan, unsigned first)
{
    if ((first & 15) == 15 && scan.number() > UINT32_MAX - 15)
        scanner::fail("there is no such slot");
    scan.string();
    if ((first & 0x10) == 0)
        scan.string();
}

void check_wildcard(scanner &scan)
{
    scan.number();
    const unsigned limit = scan.byte();
    const unsigned combiner = scan.byte();
    if (limit > Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT ||
        (combiner != Xapian::Query::OP_OR && combiner != Xapian::Query::OP_SYNONYM &&
         combiner != Xapian::Query::OP_MAX))
        scanner::fail("a wildcard of another kind");
    scan.string();
}

void check_other(scanner &scan, unsigned first, unsigned depth)
{
    switch (first) {
    case 0x0b: check_wildcard(scan); return;
    case 0x0c: {
        const std::string_view name = scan.string();
        check_source(name, scan.string());
        return;
    }
    case 0x0d: /* other weights */
        scan.weight();
        check_query(scan, depth - 1, below::anything);
        return;
    case 0x0e: /* all documents, as often and there */ scan.number(), scan.number(); return;
    case 0x0f: return; /* all documents */
    default: scanner::fail("an operator is unknown");
    }
}

void check_query(scanner &scan, unsigned depth, below kind)
{
    if (depth == 0)
        scanner::fail("it is too deep");
    const unsigned first = scan.byte();
    if ((first & 0x80) != 0)
        check_branch(scan, first, depth, kind);
    else if ((first & 0x40) != 0)
        check_term(scan, first);
    else if (kind == below::terms_or_alternatives)
        scanner::fail("an operator has no positions");
    else if ((first & 0x20) != 0)
        check_range(scan, first);
    else
        check_other(scan, first, depth);
}

} // namespace

near_place xapian_c::read_near(std::string_view bytes)
{
    scanner scan(bytes);
    near_place place;
    place.slot = scan.number();
    const std::string centre(scan.string());
    if (!is_coords(centre) || scan.string() != "Xapian::GreatCircleMetric")
        scanner::fail("a distance of another kind");
    place.centre.unserialise(centre);
    scanner metric(scan.string());
    place.radius = metric.weight();
    if (place.radius <= 0 || !metric.done())
        scanner::fail("a sphere without a radius");
    place.max_range = scan.weight();
    place.k1 = scan.weight();
    place.k2 = scan.weight();
    if (place.k1 <= 0 || place.k2 <= 0)
        scanner::fail("a factor is 0");
    if (!scan.done())
        scanner::fail("there are bytes behind a place");
    return place;
}

void xapian_c::check_serialised(const std::string &bytes)
{
    scanner scan(bytes);
    if (scan.done()) /* the query that matches nothing */
        return;
    check_query(scan, XAPIAN_QUERY_DEPTH_MAX, below::anything);
    if (!scan.done())
        scanner::fail("there are bytes behind it");
}

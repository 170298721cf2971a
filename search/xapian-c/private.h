/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the sources of libxapian-c share: the one boundary that no exception passes, and
 * what is in a handle. A binding function is a call of guard(), give(), give_text() or
 * make() with a lambda; inside it, throw freely.
 */
#ifndef XAPIAN_C_PRIVATE_H
#define XAPIAN_C_PRIVATE_H

#include "xapian-c.h"

#include <any>
#include <cmath>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <xapian.h>

namespace xapian_c
{

/* An application's callback returned nonzero. Not a Xapian::Error, so that nothing within
 * Xapian takes it for one of its own. */
struct callback_failed {
    int returned;
};

/* Turns the exception being handled into a status, and into an error if that is not NULL.
 * Allocates nothing. */
xapian_status report(const char *call, xapian_error *err) noexcept;

/* The boundary. The body returns nothing, or a status (XAPIAN_OK or XAPIAN_END). */
template <class Body>
xapian_status guard(const char *call, xapian_error *err, Body &&body) noexcept
{
    try {
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            return XAPIAN_OK;
        } else {
            return body();
        }
    } catch (...) {
        return report(call, err);
    }
}

/* What a pointer points to, which must not be NULL. */
template <class T> T &need(T *pointer, const char *name)
{
    if (pointer == nullptr)
        throw Xapian::InvalidArgumentError(std::string(name) + " is NULL");
    return *pointer;
}

/* A string that came from C. */
inline std::string text(const char *data, size_t size, const char *name)
{
    return size == 0 ? std::string() : std::string(&need(data, name), size);
}

inline double finite(double number, const char *name)
{
    if (!std::isfinite(number))
        throw Xapian::InvalidArgumentError(std::string(name) + " is not a finite number");
    return number;
}

inline double not_negative(double number, const char *name)
{
    if (finite(number, name) < 0)
        throw Xapian::InvalidArgumentError(std::string(name) + " is below 0");
    return number;
}

/* The body returns what '*out' is to be. */
template <class T, class Body>
xapian_status give(const char *call, T *out, xapian_error *err, Body &&body) noexcept
{
    return guard(call, err, [&] {
        T &to = need(out, "output"); /* before the body runs */
        to = static_cast<T>(body());
    });
}

/* Points C to a string that lives on in a handle. */
inline void lend(const std::string &buffer, const char **data, size_t *size)
{
    *data = buffer.c_str();
    *size = buffer.size();
}

/* The body returns a reference to a string in a handle. */
template <class Body>
xapian_status give_text(const char *call, const char **data, size_t *size,
                        xapian_error *err, Body &&body) noexcept
{
    return guard(call, err, [&] {
        need(data, "output");
        need(size, "output length");
        const std::string &buffer = body();
        lend(buffer, data, size);
    });
}

/* The body returns a new handle. */
template <class T, class Body>
xapian_status make(const char *call, T **out, xapian_error *err, Body &&body) noexcept
{
    if (out != nullptr)
        *out = nullptr;
    return guard(call, err, [&] {
        T *&to = need(out, "output"); /* before the body runs */
        to = body();
    });
}

/* The path of a database, which is not a stub. */
std::string directory(const char *path);

/* One of Xapian's input iterators, and where it is. Xapian's own has no state before the
 * first entry, and to use it at the end, or after it threw, is undefined. */
template <class Iterator> class cursor
{
  public:
    explicit cursor(Iterator first) : at_(std::move(first))
    {
    }
    /* Both say whether there is an entry. */
    bool next()
    {
        return move([this](bool on_entry) {
            if (on_entry)
                ++at_;
        });
    }
    template <class Target> bool skip_to(const Target &target)
    {
        return move([this, &target](bool) {
            if (at_ != Iterator())
                at_.skip_to(target);
        });
    }
    /* The entry. */
    const Iterator &at() const
    {
        if (state_ != ON)
            throw Xapian::InvalidOperationError("the iterator is not on an entry");
        return at_;
    }

  private:
    template <class How> bool move(How &&how)
    {
        if (state_ == BROKEN)
            throw Xapian::InvalidOperationError("an earlier move of the iterator failed");
        if (state_ == AFTER)
            return false;
        const bool on_entry = state_ == ON;
        state_ = BROKEN; /* unless it gets through */
        how(on_entry);
        state_ = at_ == Iterator() ? AFTER : ON;
        return state_ == ON;
    }

    enum { BEFORE, ON, AFTER, BROKEN } state_ = BEFORE;
    Iterator at_;
};

} // namespace xapian_c

/* Buffers are mutable: to read from a handle does not change what it stands for. */

struct xapian_db {
    Xapian::Database db;
    mutable std::string buffer{};
};

struct xapian_writable_db {
    Xapian::WritableDatabase db;
    xapian_db reader{db};
};

struct xapian_document {
    Xapian::Document doc;
    xapian_docid docid = 0; /* Xapian has only that of the shard */
    mutable std::string buffer{};
};

/* Iterators also hold what they walk through: those of Xapian mostly do, but do not promise
 * it, and that of a document's terms does not. */

struct xapian_terms {
    std::any owner; /* a database, a document, or nothing */
    xapian_c::cursor<Xapian::TermIterator> cursor;
    std::string buffer{};
};

struct xapian_postings {
    Xapian::Database db;
    xapian_c::cursor<Xapian::PostingIterator> cursor;
};

struct xapian_positions {
    Xapian::Database db;
    xapian_c::cursor<Xapian::PositionIterator> cursor;
};

struct xapian_values {
    Xapian::Database db;
    xapian_c::cursor<Xapian::ValueIterator> cursor;
    std::string buffer{};
};

struct xapian_stem {
    Xapian::Stem stem;
    mutable std::string word{};
    mutable std::string buffer{};
};

struct xapian_query {
    Xapian::Query query;
    unsigned depth = 1;
    mutable std::string buffer{};
};

struct xapian_matchspy {
    std::shared_ptr<Xapian::MatchSpy> spy;
};

struct xapian_enquire {
    Xapian::Enquire enquire;
    std::vector<std::shared_ptr<Xapian::MatchSpy>> spies{}; /* Xapian has bare pointers */
};

struct xapian_mset {
    Xapian::MSet mset;
    mutable std::string buffer{};
};

struct xapian_rset {
    Xapian::RSet rset;
};

struct xapian_eset {
    Xapian::ESet eset;
    mutable std::string buffer{};
};

#endif /* XAPIAN_C_PRIVATE_H */

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
#include <exception>
#include <memory>
#include <string>
#include <string_view>
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

/* What the checks below throw. Out of line: a check is then no more than a comparison, and is
 * inlined. */
[[noreturn]] void is_null(const char *name);
[[noreturn]] void invalid_argument(const char *name, const char *what);
[[noreturn]] void invalid_operation(const char *what);

/* What a pointer points to, which must not be NULL. */
template <class T> T &need(T *pointer, const char *name)
{
    if (pointer == nullptr)
        is_null(name);
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
        invalid_argument(name, " is not a finite number");
    return number;
}

inline double not_negative(double number, const char *name)
{
    if (finite(number, name) < 0)
        invalid_argument(name, " is below 0");
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

/* Marks a handle as in use for as long as it lives: while its callbacks run, and for ever if one of
 * them jumped out. */
class use
{
  public:
    explicit use(bool &mark) : mark_(mark)
    {
        if (mark)
            invalid_operation(
                "the handle is in use: a callback of its own calls it, or has "
                "left by longjmp()");
        mark_ = true;
    }
    use(const use &) = delete;
    use &operator=(const use &) = delete;
    ~use()
    {
        mark_ = false;
    }

  private:
    bool &mark_;
};

/* What a pointer points to: a handle that no call is using. */
template <class Handle> Handle &idle(Handle *handle, const char *name)
{
    const use not_in_use(need(handle, name).in_use);
    return *handle;
}

/* What a callback returned. */
inline void heed(int returned)
{
    if (returned != 0)
        throw callback_failed{returned};
}

/* Runs callbacks where Xapian loses memory if an exception leaves them: keeps the first one. */
class keeper
{
  public:
    /* Nothing more runs once something was thrown. */
    template <class Body> void run(Body &&body) noexcept
    {
        try {
            if (!thrown_)
                body();
        } catch (...) {
            thrown_ = std::current_exception();
        }
    }
    void rethrow()
    {
        if (thrown_)
            std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

  private:
    std::exception_ptr thrown_{};
};

template <class Callback> Callback callable(Callback fn)
{
    if (fn == nullptr)
        is_null("callback");
    return fn;
}

inline double above_0(double number, const char *name)
{
    if (finite(number, name) <= 0)
        invalid_argument(name, " is not above 0");
    return number;
}

inline void only_flags(unsigned flags, unsigned known)
{
    if ((flags & ~known) != 0)
        invalid_argument("a flag", " is unknown");
}

/* Throws InvalidArgumentError if it is empty: Xapian would look in the root, or at files without a
 * name. */
void need_path(const std::string &path);
bool exists(const std::string &path);
bool is_folder(const std::string &path);
bool is_file(const std::string &path);
/* Adds what is in a file, or says no, with errno. Of a file of more than 'most' bytes it adds about
 * so many, and says no. Not a stream: that has no memory in silence. */
bool read_file(const std::string &path, std::string &to, size_t most = SIZE_MAX);
/* Whether a file begins as a database in a single file does; else it may be a stub. */
bool is_database_file(const std::string &path);
/* The file of a stub that is a folder, or a file. */
std::string stub_file(const std::string &path);

/* A descriptor that is taken over: closed when this goes. */
class descriptor
{
  public:
    explicit descriptor(int fd) : fd_(fd)
    {
    }
    descriptor(const descriptor &) = delete;
    descriptor &operator=(const descriptor &) = delete;
    ~descriptor();

    bool read(std::string &to, size_t most) const;
    /* Gives the body, and so Xapian, a copy. Xapian closes that, but for some failures. */
    template <class Body> auto lend_copy(Body &&body) const
    {
        const int given = copy();
        try {
            return body(given);
        } catch (...) {
            close_copy(given);
            throw;
        }
    }

  private:
    int copy() const;
    void close_copy(int given) const;

    int fd_;
};

/* Of a block, in bytes, that Xapian knows; or 0. */
int block_size_of(unsigned size);

/* XAPIAN_WRITE_... as Xapian has them. */
int write_flags(unsigned flags);

/* Xapian has this enum once in its parser and once in its generator. */
template <class Of> typename Of::stem_strategy strategy_of(xapian_stem_strategy strategy)
{
    switch (strategy) {
    case XAPIAN_STEM_NONE: return Of::STEM_NONE;
    case XAPIAN_STEM_SOME: return Of::STEM_SOME;
    case XAPIAN_STEM_ALL: return Of::STEM_ALL;
    case XAPIAN_STEM_ALL_Z: return Of::STEM_ALL_Z;
    case XAPIAN_STEM_SOME_FULL_POS: return Of::STEM_SOME_FULL_POS;
    }
    throw Xapian::InvalidArgumentError("unknown strategy of stemming");
}

/* A stemmer whose callback, if it has one, is run by a keeper. */
Xapian::Stem kept(const Xapian::Stem &stem, keeper &callbacks);
std::shared_ptr<Xapian::Stopper> kept(std::shared_ptr<Xapian::Stopper> stopper,
                                      keeper &callbacks);

/* How deep a query is; too deep is an error. */
unsigned depth_of(const Xapian::Query &query);
Xapian::Query::op op_of(xapian_op op);
int limit_of(xapian_wildcard_limit limit);

/* An enquire that no search uses now. */
Xapian::Enquire &settable(xapian_enquire *enquire);

/* By the maker's keys. */
void sort_by(Xapian::Enquire &enquire, xapian_sort sort,
             std::unique_ptr<Xapian::KeyMaker> maker, bool descending);

/* What is near: as xapian_near, and as its query is serialised. */
struct near_place {
    Xapian::valueno slot = 0;
    Xapian::LatLongCoords centre{};
    double radius = 1;
    double max_range = 0;
    double k1 = 1;
    double k2 = 1;
};
/* Throws SerialisationError. */
near_place read_near(std::string_view bytes);
/* The length of coordinates, serialised. */
bool is_coords(const std::string &value);
/* So that a query of places that is read is ours, and not Xapian's own. */
void register_near(Xapian::Registry &registry);

/* Throws SerialisationError unless the bytes are a query that Xapian can read, and that is not too
 * deep. */
void check_serialised(const std::string &bytes);

/* One of Xapian's input iterators, and where it is. Xapian's own has no state before the
 * first entry, and to use it at the end, or after it threw, is undefined. */
template <class Iterator> class cursor
{
  public:
    explicit cursor(Iterator first) : at_(std::move(first))
    {
    }
    /* Both give the entry that they come to, or NULL. */
    const Iterator *next()
    {
        return state_ == ON ? move([this] { ++at_; }) : start();
    }
    template <class Target> const Iterator *skip_to(const Target &target)
    {
        if (state_ != ON && start() == nullptr)
            return nullptr;
        return move([this, &target] { at_.skip_to(target); });
    }
    /* The entry. */
    const Iterator &at() const
    {
        if (state_ != ON)
            invalid_operation("the iterator is not on an entry");
        return at_;
    }

  private:
    template <class How> const Iterator *move(How &&how)
    {
        try {
            how();
        } catch (...) {
            state_ = BROKEN;
            throw;
        }
        return at_ == Iterator() ? end() : &at_;
    }
    /* Xapian's begins on the first entry, if there is one. Cold, as end() is: most moves are
     * from entry to entry, which is to be the straight way through. */
    [[gnu::cold]] const Iterator *start()
    {
        if (state_ == BROKEN)
            invalid_operation("an earlier move of the iterator failed");
        if (state_ == AFTER || at_ == Iterator())
            return end();
        state_ = ON;
        return &at_;
    }
    [[gnu::cold]] const Iterator *end()
    {
        state_ = AFTER;
        return nullptr;
    }

    enum { BEFORE, ON, AFTER, BROKEN } state_ = BEFORE;
    Iterator at_;
};

/* What opens a replica, and whether it is another by now. */
class replica
{
  public:
    explicit replica(std::string path) : path_(std::move(path))
    {
    }
    Xapian::Database open();
    /* Another folder of files, or a new revision in it. */
    bool moved() const;
    void close()
    {
        closed_ = true;
    }
    const std::string &folder() const
    {
        return folder_;
    }

  private:
    std::string path_;
    /* Of what was opened. */
    std::string folder_{};
    std::string state_{};
    bool closed_ = false;
};

} // namespace xapian_c

/* Buffers are mutable: to read from a handle does not change what it stands for. */

struct xapian_db {
    Xapian::Database db;
    mutable std::string buffer{};
    mutable std::string second{};                 /* where a call gives two strings */
    std::unique_ptr<xapian_c::replica> replica{}; /* where it is opened again */
};

struct xapian_writable_db {
    Xapian::WritableDatabase db;
    xapian_db reader{db};
    bool added = false; /* to another, which goes on writing */
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
    std::any owner;
    xapian_c::cursor<Xapian::PostingIterator> cursor;
};

struct xapian_positions {
    std::any owner;
    xapian_c::cursor<Xapian::PositionIterator> cursor;
};

struct xapian_values {
    std::any owner; /* a database or a document */
    xapian_c::cursor<Xapian::ValueIterator> cursor;
    bool of_document = false;
    xapian_docid docid = 0; /* of that document */
    std::string buffer{};
};

struct xapian_stem {
    Xapian::Stem stem;
    mutable std::string word{};
    mutable std::string buffer{};
    mutable bool in_use = false;
};

struct xapian_stopper {
    std::shared_ptr<Xapian::Stopper> stopper;
    mutable bool in_use = false;
};

struct xapian_term_generator {
    Xapian::TermGenerator generator{};
    std::shared_ptr<Xapian::Stopper> stopper{}; /* Xapian has a bare pointer */
    unsigned max_word = 64;
    mutable bool in_use = false;
};

struct xapian_query {
    Xapian::Query query;
    unsigned depth = 1;
    mutable std::string buffer{};
};

struct xapian_matchspy {
    std::shared_ptr<Xapian::MatchSpy> spy;
};

struct xapian_query_parser {
    xapian_c::keeper callbacks{}; /* which the parser's own refer to */
    Xapian::QueryParser parser{};
    std::shared_ptr<Xapian::Stopper> stopper{}; /* Xapian has a bare pointer */
    mutable std::string buffer{};
    mutable bool in_use = false;
};

struct xapian_enquire {
    Xapian::Enquire enquire;
    std::vector<std::shared_ptr<Xapian::MatchSpy>> spies{}; /* Xapian has bare pointers */
    std::shared_ptr<Xapian::MatchDecider> decider{};
    mutable bool in_use = false;
};

struct xapian_mset {
    Xapian::MSet mset;
    Xapian::MSetIterator first{mset.begin()};
    mutable Xapian::MSetIterator at{first}; /* the match that was asked for last */
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

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The boundary: exceptions to statuses and texts. And what belongs to no handle.
 */
#include "private.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>

using namespace xapian_c;

static_assert(sizeof(Xapian::docid) == sizeof(xapian_docid));
static_assert(sizeof(Xapian::doccount) == sizeof(xapian_doccount));
static_assert(sizeof(Xapian::termcount) == sizeof(xapian_termcount));
static_assert(sizeof(Xapian::termpos) == sizeof(xapian_termpos));
static_assert(sizeof(Xapian::valueno) == sizeof(xapian_slot));
static_assert(Xapian::BAD_VALUENO == XAPIAN_NO_SLOT);

namespace
{

const struct {
    const char *type;
    xapian_status status;
} statuses[] = {
    {"InvalidArgumentError", XAPIAN_INVALID_ARGUMENT},
    {"InvalidOperationError", XAPIAN_INVALID_OPERATION},
    {"UnimplementedError", XAPIAN_UNIMPLEMENTED},
    {"FeatureUnavailableError", XAPIAN_UNAVAILABLE},
    {"DatabaseError", XAPIAN_DATABASE},
    {"DatabaseClosedError", XAPIAN_DATABASE_CLOSED},
    {"DatabaseCorruptError", XAPIAN_DATABASE_CORRUPT},
    {"DatabaseCreateError", XAPIAN_DATABASE_CREATE},
    {"DatabaseLockError", XAPIAN_DATABASE_LOCK},
    {"DatabaseModifiedError", XAPIAN_DATABASE_MODIFIED},
    {"DatabaseNotFoundError", XAPIAN_DATABASE_NOT_FOUND},
    {"DatabaseOpeningError", XAPIAN_DATABASE_OPENING},
    {"DatabaseVersionError", XAPIAN_DATABASE_VERSION},
    {"DocNotFoundError", XAPIAN_DOC_NOT_FOUND},
    {"NetworkError", XAPIAN_NETWORK},
    {"NetworkTimeoutError", XAPIAN_NETWORK_TIMEOUT},
    {"QueryParserError", XAPIAN_QUERY_PARSER},
    {"RangeError", XAPIAN_RANGE},
    {"SerialisationError", XAPIAN_SERIALISATION},
    {"WildcardError", XAPIAN_WILDCARD},
};

xapian_status status_of(const Xapian::Error &error)
{
    for (const auto &row : statuses) {
        if (std::strcmp(error.get_type(), row.type) == 0)
            return row.status;
    }
    return XAPIAN_INTERNAL;
}

/* Fills a text of an error. */
class writer
{
  public:
    template <size_t size>
    explicit writer(char (&buf)[size]) : begin_(buf), at_(buf), end_(buf + size - 1)
    {
        *at_ = '\0';
    }
    void put(const char *data, size_t size)
    {
        for (size_t i = 0; i < size && !full_; i++)
            put(data[i]);
        *at_ = '\0';
    }
    void put(const std::string &string)
    {
        put(string.data(), string.size());
    }
    void put(const char *string)
    {
        put(string, std::strlen(string));
    }

  private:
    static bool continues(char c)
    {
        return (c & 0xc0) == 0x80;
    }
    void put(char c)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (at_ != end_) {
            *at_++ = byte < ' ' || byte == 0x7f ? '?' : c;
            return;
        }
        full_ = true;
        if (continues(c)) { /* leave no part of a character */
            while (at_ != begin_ && continues(at_[-1]))
                at_--;
            if (at_ != begin_)
                at_--;
        }
    }

    char *const begin_;
    char *at_;
    char *const end_;
    bool full_ = false;
};

void describe(const Xapian::Error &error, xapian_error &to)
{
    writer context(to.context), system(to.system), out(to.text);
    to.type = error.get_type(); /* one of libxapian's own constants */
    out.put(to.call);
    out.put(": ");
    out.put(to.type);
    out.put(": ");
    out.put(error.get_msg());
    if (!error.get_context().empty()) {
        context.put(error.get_context());
        out.put(" [");
        out.put(to.context);
        out.put("]");
    }
    if (const char *said = error.get_error_string()) {
        system.put(said);
        out.put(" (");
        out.put(to.system);
        out.put(")");
    }
}

xapian_status fill(xapian_error *err, const char *call, xapian_status status,
                   const char *what)
{
    if (err != nullptr) {
        err->status = status;
        err->callback = 0;
        err->call = call;
        err->type = "";
        err->context[0] = err->system[0] = '\0';
        writer out(err->text);
        out.put(call);
        out.put(": ");
        out.put(what);
    }
    return status;
}

} // namespace

void xapian_c::is_null(const char *name)
{
    invalid_argument(name, " is NULL");
}

void xapian_c::invalid_argument(const char *name, const char *what)
{
    throw Xapian::InvalidArgumentError(std::string(name) + what);
}

void xapian_c::invalid_operation(const char *what)
{
    throw Xapian::InvalidOperationError(what);
}

xapian_status xapian_c::report(const char *call, xapian_error *err) noexcept
{
    try {
        throw;
    } catch (const Xapian::Error &error) {
        const xapian_status status = fill(err, call, status_of(error), "");
        if (err != nullptr) {
            try {
                describe(error, *err);
            } catch (...) { /* no memory for the system's message: do without */
            }
        }
        return status;
    } catch (const callback_failed &failed) {
        char what[sizeof "a callback returned -2147483648"];
        std::snprintf(what, sizeof what, "a callback returned %d", failed.returned);
        const xapian_status status = fill(err, call, XAPIAN_CALLBACK, what);
        if (err != nullptr)
            err->callback = failed.returned;
        return status;
    } catch (const std::bad_alloc &) {
        return fill(err, call, XAPIAN_NO_MEMORY, "out of memory");
    } catch (const std::length_error &) {
        return fill(err, call, XAPIAN_INVALID_ARGUMENT, "a length is beyond all memory");
    } catch (const std::exception &error) {
        return fill(err, call, XAPIAN_UNKNOWN, error.what());
    } catch (...) {
        return fill(err, call, XAPIAN_UNKNOWN, "an exception of unknown type");
    }
}

const char *xapian_status_name(xapian_status status)
{
    switch (status) {
#define NAME(status)                                                                       \
    case status: return #status
        NAME(XAPIAN_OK);
        NAME(XAPIAN_END);
        NAME(XAPIAN_NO_MEMORY);
        NAME(XAPIAN_CALLBACK);
        NAME(XAPIAN_INVALID_ARGUMENT);
        NAME(XAPIAN_INVALID_OPERATION);
        NAME(XAPIAN_UNIMPLEMENTED);
        NAME(XAPIAN_UNAVAILABLE);
        NAME(XAPIAN_DATABASE);
        NAME(XAPIAN_DATABASE_CLOSED);
        NAME(XAPIAN_DATABASE_CORRUPT);
        NAME(XAPIAN_DATABASE_CREATE);
        NAME(XAPIAN_DATABASE_LOCK);
        NAME(XAPIAN_DATABASE_MODIFIED);
        NAME(XAPIAN_DATABASE_NOT_FOUND);
        NAME(XAPIAN_DATABASE_OPENING);
        NAME(XAPIAN_DATABASE_VERSION);
        NAME(XAPIAN_DOC_NOT_FOUND);
        NAME(XAPIAN_NETWORK);
        NAME(XAPIAN_NETWORK_TIMEOUT);
        NAME(XAPIAN_QUERY_PARSER);
        NAME(XAPIAN_RANGE);
        NAME(XAPIAN_SERIALISATION);
        NAME(XAPIAN_WILDCARD);
        NAME(XAPIAN_INTERNAL);
        NAME(XAPIAN_UNKNOWN);
#undef NAME
    }
    return "XAPIAN_UNKNOWN";
}

const char *xapian_error_message(const xapian_error *err)
{
    if (err == nullptr || err->call == nullptr)
        return "";
    const size_t type = std::strlen(err->type), from = std::strlen(err->call) + 2;
    return err->text + std::min(std::strlen(err->text), type == 0 ? from : from + type + 2);
}

const char *xapian_c_version_string(void)
{
    return XAPIAN_C_VERSION;
}

const char *xapian_version_string(void)
{
    return Xapian::version_string();
}

int xapian_version_major(void)
{
    return Xapian::major_version();
}

int xapian_version_minor(void)
{
    return Xapian::minor_version();
}

int xapian_version_revision(void)
{
    return Xapian::revision();
}

xapian_status xapian_sortable_serialise(double number, char buf[XAPIAN_SORTABLE_MAX],
                                        size_t *len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(buf, "buffer");
        need(len, "output length");
        if (std::isnan(number))
            throw Xapian::InvalidArgumentError("not a number");
        const std::string bytes = Xapian::sortable_serialise(number);
        *len = bytes.copy(buf, XAPIAN_SORTABLE_MAX);
    });
}

xapian_status xapian_sortable_unserialise(const char *data, size_t len, double *number,
                                          xapian_error *err)
{
    return give(__func__, number, err,
                [&] { return Xapian::sortable_unserialise(text(data, len, "data")); });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases behind a server.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

unsigned port_of(unsigned port)
{
    if (port == 0 || port > UINT16_MAX)
        throw Xapian::InvalidArgumentError("no such port: " + std::to_string(port));
    return port;
}

#ifndef XAPIAN_HAS_REMOTE_BACKEND
/* In the place of Xapian's own, in a build without them. */
namespace remote
{
template <class... Arguments> Xapian::Database open(Arguments...)
{
    throw Xapian::FeatureUnavailableError("this Xapian has no remote backend");
}
template <class... Arguments> Xapian::WritableDatabase open_writable(Arguments...)
{
    throw Xapian::FeatureUnavailableError("this Xapian has no remote backend");
}
} // namespace remote
#else
namespace remote = Xapian::Remote;
#endif

} // namespace

xapian_status xapian_db_open_remote(const char *host, unsigned port, unsigned timeout_ms,
                                    unsigned connect_timeout_ms, xapian_db **out,
                                    xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_db{remote::open(std::string(&need(host, "host")), port_of(port),
                                          timeout_ms, connect_timeout_ms)};
    });
}

xapian_status xapian_db_open_program(const char *program, const char *args,
                                     unsigned timeout_ms, xapian_db **out,
                                     xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_db{remote::open(std::string(&need(program, "program")),
                                          std::string(&need(args, "arguments")),
                                          timeout_ms)};
    });
}

xapian_status xapian_writable_db_open_remote(const char *host, unsigned port,
                                             unsigned timeout_ms,
                                             unsigned connect_timeout_ms, unsigned flags,
                                             xapian_writable_db **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_writable_db{
            remote::open_writable(std::string(&need(host, "host")), port_of(port),
                                  timeout_ms, connect_timeout_ms, write_flags(flags))};
    });
}

xapian_status xapian_writable_db_open_program(const char *program, const char *args,
                                              unsigned timeout_ms, unsigned flags,
                                              xapian_writable_db **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_writable_db{remote::open_writable(
            std::string(&need(program, "program")), std::string(&need(args, "arguments")),
            timeout_ms, write_flags(flags))};
    });
}

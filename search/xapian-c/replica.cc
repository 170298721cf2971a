/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Replicas: what xapian-replicate keeps in a directory.
 *
 * There a file XAPIANDB, a stub, names one of two folders, replica_0 and replica_1. Changes are
 * applied to the files of that folder; where there are none that fit, a copy is written to the
 * other, and the stub then names that one.
 */
#include "private.h"

#include <algorithm>

#include <sys/stat.h>

using namespace xapian_c;

namespace
{

/* That of xapian-replicate has some hundred bytes. */
const size_t STUB_MAX = 4096;

/* The folder that the stub in a directory names, if xapian-replicate wrote it. */
std::string folder_of(const std::string &path)
{
    std::string stub, name;
    (void)read_file(path + "/XAPIANDB", stub, STUB_MAX);
    for (size_t at = 0, end; at < stub.size(); at = end + 1) {
        end = std::min(stub.find('\n', at), stub.size());
        const std::string line = stub.substr(at, end - at);
        if (line.empty() || line[0] == '#')
            continue;
        if (!name.empty() || (line != "auto replica_0" && line != "auto replica_1"))
            throw Xapian::DatabaseOpeningError(path +
                                               " is no replica that xapian-replicate made");
        name = line.substr(line.find(' ') + 1);
    }
    if (name.empty())
        throw Xapian::DatabaseOpeningError(path + " is no replica: its stub names none");
    const std::string folder = path + "/" + name;
    struct stat st;
    if (lstat(folder.c_str(), &st) != 0 || !S_ISDIR(st.st_mode))
        throw Xapian::DatabaseOpeningError(folder + " is no directory");
    return folder;
}

/* Changes with the folder, and with each revision, for which this file is written anew. */
std::string state_of(const std::string &folder)
{
    struct stat st = {};
    if (stat((folder + "/iamglass").c_str(), &st) != 0)
        return folder;
    std::string state = folder;
    for (const auto part :
         {static_cast<long long>(st.st_dev), static_cast<long long>(st.st_ino),
          static_cast<long long>(st.st_mtim.tv_sec),
          static_cast<long long>(st.st_mtim.tv_nsec)})
        state += " " + std::to_string(part);
    return state;
}

} // namespace

Xapian::Database replica::open()
{
    need_path(path_);
    /* A folder may go between the two: the stub then names the other. */
    for (int tries = 1;; tries++) {
        std::string folder = folder_of(path_);
        try {
            std::string state = state_of(folder); /* before: what comes later is noticed */
            Xapian::Database db(folder, Xapian::DB_BACKEND_GLASS);
            folder_ = std::move(folder);
            state_ = std::move(state);
            return db;
        } catch (const Xapian::DatabaseError &) {
            if (tries == 3)
                throw;
        }
    }
}

bool replica::moved() const
{
    if (closed_)
        throw Xapian::DatabaseClosedError("the database has been closed");
    return state_of(folder_of(path_)) != state_;
}

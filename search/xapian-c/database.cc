/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases to read.
 */
#include "private.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace xapian_c;

void xapian_c::need_path(const std::string &path)
{
    if (path.empty())
        throw Xapian::InvalidArgumentError("the path is empty");
}

bool xapian_c::exists(const std::string &path)
{
    struct stat st;
    return stat(path.c_str(), &st) == 0;
}

bool xapian_c::is_folder(const std::string &path)
{
    struct stat st;
    return stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

bool xapian_c::is_file(const std::string &path)
{
    struct stat st;
    return stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode);
}

bool xapian_c::read_file(const std::string &path, std::string &to, size_t most)
{
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.read(to, most);
}

bool descriptor::read(std::string &to, size_t most) const
{
    char part[4096];
    ssize_t got = -1;
    while (fd_ >= 0 && to.size() <= most && (got = ::read(fd_, part, sizeof part)) > 0)
        to.append(part, static_cast<size_t>(got));
    return got == 0;
}

descriptor::~descriptor()
{
    if (fd_ >= 0)
        ::close(fd_);
}

int descriptor::copy() const
{
    if (fd_ < 0)
        throw Xapian::InvalidArgumentError("the descriptor is below 0");
    const int given = fcntl(fd_, F_DUPFD_CLOEXEC, 0);
    if (given < 0)
        throw Xapian::DatabaseOpeningError("cannot use the descriptor", errno);
    return given;
}

/* Only if it is still the copy: its number may be another file's by now. */
void descriptor::close_copy(int given) const
{
    struct stat ours, theirs;
    if (fstat(fd_, &ours) == 0 && fstat(given, &theirs) == 0 &&
        ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino)
        ::close(given);
}

std::string xapian_c::stub_file(const std::string &path)
{
    return is_folder(path) ? path + "/XAPIANDB" : path;
}

bool xapian_c::is_database_file(const std::string &path)
{
    static const std::string magic = "\x0f\x0dXapian Glass";
    std::string head;
    (void)read_file(path, head, magic.size());
    return head.compare(0, magic.size(), magic) == 0;
}

namespace
{

/* A database on this disk, in any format or that of 'backend', but no stub. */
Xapian::Database on_disk(const std::string &path, int backend)
{
    if (is_file(path)) {
        /* Read as a database in a single file. By its path Xapian would follow a stub. */
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            throw Xapian::DatabaseOpeningError("cannot open " + path, errno);
        const descriptor file(fd);
        if (!is_database_file(path))
            throw Xapian::DatabaseOpeningError(path + " is no database: stubs are refused");
        return file.lend_copy([&](int given) { return Xapian::Database(given, backend); });
    }
    if (exists(path) && !is_folder(path))
        throw Xapian::DatabaseOpeningError(path + " is neither a file nor a directory");
    if (backend == 0)
        backend = exists(path + "/iamchert") ? Xapian::DB_BACKEND_CHERT
                                             : Xapian::DB_BACKEND_GLASS;
    if (exists(path + "/XAPIANDB") && !exists(path + "/iamglass") &&
        !exists(path + "/iamchert"))
        throw Xapian::DatabaseOpeningError(path + " holds a stub: stubs are refused");
    return Xapian::Database(path, backend);
}

Xapian::Database opened(const std::string &path, xapian_backend backend)
{
    need_path(path);
    switch (backend) {
    case XAPIAN_BACKEND_DISK: return on_disk(path, 0);
    case XAPIAN_BACKEND_GLASS: return on_disk(path, Xapian::DB_BACKEND_GLASS);
    case XAPIAN_BACKEND_CHERT: return on_disk(path, Xapian::DB_BACKEND_CHERT);
    case XAPIAN_BACKEND_STUB:
        return Xapian::Database(stub_file(path), Xapian::DB_BACKEND_STUB);
    }
    throw Xapian::InvalidArgumentError("unknown backend");
}

/* Opens a replica again if it has moved. */
bool reopened(xapian_db &db)
{
    if (!db.replica->moved())
        return false;
    db.db = db.replica->open();
    return true;
}

} // namespace

xapian_status xapian_db_open(const char *path, xapian_backend backend, xapian_db **out,
                             xapian_error *err)
{
    return make(__func__, out, err,
                [&] { return new xapian_db{opened(&need(path, "path"), backend)}; });
}

xapian_status xapian_db_open_fd(int fd, xapian_db **out, xapian_error *err)
{
    const descriptor file(fd);
    return make(__func__, out, err, [&] {
        return file.lend_copy(
            [](int given) { return new xapian_db{Xapian::Database(given)}; });
    });
}

xapian_status xapian_db_open_replica(const char *path, xapian_db **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        auto opener = std::make_unique<replica>(&need(path, "path"));
        auto db = std::make_unique<xapian_db>(xapian_db{opener->open()});
        db->replica = std::move(opener);
        return db.release();
    });
}

xapian_status xapian_db_replica_moved(const xapian_db *db, const char **folder,
                                      size_t *folder_len, bool *moved, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(folder, "output"), need(folder_len, "output length"), need(moved, "output");
        if (!need(db, "database").replica)
            throw Xapian::InvalidOperationError("the database is no replica");
        *moved = db->replica->moved();
        lend(db->replica->folder(), folder, folder_len);
    });
}

xapian_status xapian_db_new(xapian_db **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_db{Xapian::Database()}; });
}

xapian_status xapian_db_add(xapian_db *db, const xapian_db *other, xapian_error *err)
{
    return guard(__func__, err, [&] {
        if (need(db, "database").replica)
            throw Xapian::InvalidOperationError(
                "a replica takes no shards; add it to others");
        db->db.add_database(need(other, "other database").db);
    });
}

size_t xapian_db_shards(const xapian_db *db)
{
    return db == nullptr ? 0 : db->db.size();
}

void xapian_db_free(xapian_db *db)
{
    delete db;
}

xapian_status xapian_db_close(xapian_db *db, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.close();
        if (db->replica)
            db->replica->close();
    });
}

xapian_status xapian_db_reopen(xapian_db *db, bool *changed, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const bool newer = need(db, "database").replica ? reopened(*db) : db->db.reopen();
        if (changed != nullptr)
            *changed = newer;
    });
}

xapian_status xapian_db_keep_alive(xapian_db *db, xapian_error *err)
{
    return guard(__func__, err, [&] { need(db, "database").db.keep_alive(); });
}

xapian_status xapian_db_locked(const xapian_db *db, bool *locked, xapian_error *err)
{
    return give(__func__, locked, err, [&] { return need(db, "database").db.locked(); });
}

xapian_status xapian_db_doc_count(const xapian_db *db, xapian_doccount *count,
                                  xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(db, "database").db.get_doccount(); });
}

xapian_status xapian_db_last_docid(const xapian_db *db, xapian_docid *docid,
                                   xapian_error *err)
{
    return give(__func__, docid, err,
                [&] { return need(db, "database").db.get_lastdocid(); });
}

xapian_status xapian_db_average_length(const xapian_db *db, double *length,
                                       xapian_error *err)
{
    return give(__func__, length, err,
                [&] { return need(db, "database").db.get_average_length(); });
}

xapian_status xapian_db_total_length(const xapian_db *db, uint64_t *length,
                                     xapian_error *err)
{
    return give(__func__, length, err,
                [&] { return need(db, "database").db.get_total_length(); });
}

xapian_status xapian_db_doc_length_bounds(const xapian_db *db, xapian_termcount *lower,
                                          xapian_termcount *upper, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(lower, "output"), need(upper, "output");
        const Xapian::Database &of = need(db, "database").db;
        const xapian_termcount least = of.get_doclength_lower_bound();
        *upper = of.get_doclength_upper_bound();
        *lower = least;
    });
}

xapian_status xapian_db_doc_unique_terms(const xapian_db *db, xapian_docid docid,
                                         xapian_termcount *count, xapian_error *err)
{
    return give(__func__, count, err,
                [&] { return need(db, "database").db.get_unique_terms(docid); });
}

xapian_status xapian_db_doc_length(const xapian_db *db, xapian_docid docid,
                                   xapian_termcount *length, xapian_error *err)
{
    return give(__func__, length, err,
                [&] { return need(db, "database").db.get_doclength(docid); });
}

xapian_status xapian_db_has_positions(const xapian_db *db, bool *has, xapian_error *err)
{
    return give(__func__, has, err,
                [&] { return need(db, "database").db.has_positions(); });
}

xapian_status xapian_db_term_freq(const xapian_db *db, const char *term, size_t term_len,
                                  xapian_doccount *freq, xapian_error *err)
{
    return give(__func__, freq, err, [&] {
        return need(db, "database").db.get_termfreq(text(term, term_len, "term"));
    });
}

xapian_status xapian_db_term_exists(const xapian_db *db, const char *term, size_t term_len,
                                    bool *exists, xapian_error *err)
{
    return give(__func__, exists, err, [&] {
        return need(db, "database").db.term_exists(text(term, term_len, "term"));
    });
}

xapian_status xapian_db_collection_freq(const xapian_db *db, const char *term,
                                        size_t term_len, xapian_termcount *freq,
                                        xapian_error *err)
{
    return give(__func__, freq, err, [&] {
        return need(db, "database").db.get_collection_freq(text(term, term_len, "term"));
    });
}

xapian_status xapian_db_wdf_bound(const xapian_db *db, const char *term, size_t term_len,
                                  xapian_termcount *upper, xapian_error *err)
{
    return give(__func__, upper, err, [&] {
        return need(db, "database").db.get_wdf_upper_bound(text(term, term_len, "term"));
    });
}

xapian_status xapian_db_metadata(const xapian_db *db, const char *key, size_t key_len,
                                 const char **value, size_t *value_len, xapian_error *err)
{
    return give_text(
        __func__, value, value_len, err, [&]() -> auto & {
            need(db, "database");
            return db->buffer = db->db.get_metadata(text(key, key_len, "key"));
        });
}

xapian_status xapian_db_uuid(const xapian_db *db, const char **uuid, size_t *uuid_len,
                             xapian_error *err)
{
    return give_text(
        __func__, uuid, uuid_len, err, [&]() -> auto & {
            const auto &of = need(db, "database");
            return of.buffer = of.db.get_uuid();
        });
}

xapian_status xapian_db_revision(const xapian_db *db, uint64_t *revision, xapian_error *err)
{
    return give(__func__, revision, err,
                [&] { return need(db, "database").db.get_revision(); });
}

xapian_status xapian_db_document(const xapian_db *db, xapian_docid docid,
                                 xapian_document **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_document{need(db, "database").db.get_document(docid), docid};
    });
}

xapian_status xapian_db_document_unchecked(const xapian_db *db, xapian_docid docid,
                                           xapian_document **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_document{
            need(db, "database").db.get_document(docid, Xapian::DOC_ASSUME_VALID), docid};
    });
}

xapian_status xapian_db_terms(const xapian_db *db, const char *prefix, size_t prefix_len,
                              xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_terms{
            of, cursor(of.allterms_begin(text(prefix, prefix_len, "prefix")))};
    });
}

xapian_status xapian_db_doc_terms(const xapian_db *db, xapian_docid docid,
                                  xapian_terms **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_terms{of, cursor(of.termlist_begin(docid))};
    });
}

xapian_status xapian_db_metadata_keys(const xapian_db *db, const char *prefix,
                                      size_t prefix_len, xapian_terms **out,
                                      xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        const std::string begin = text(prefix, prefix_len, "prefix");
        /* 1.4.22 leaks its cursor when it finds here that the database was modified; whoever
         * looks for the key itself reads the same blocks and is told first */
        if (!begin.empty())
            of.get_metadata(begin);
        return new xapian_terms{of, cursor(of.metadata_keys_begin(begin))};
    });
}

xapian_status xapian_db_postings(const xapian_db *db, const char *term, size_t term_len,
                                 xapian_postings **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_postings{of,
                                   cursor(of.postlist_begin(text(term, term_len, "term")))};
    });
}

xapian_status xapian_db_positions(const xapian_db *db, xapian_docid docid, const char *term,
                                  size_t term_len, xapian_positions **out,
                                  xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_positions{
            of, cursor(of.positionlist_begin(docid, text(term, term_len, "term")))};
    });
}

xapian_status xapian_db_values(const xapian_db *db, xapian_slot slot, xapian_values **out,
                               xapian_error *err)
{
    return make(__func__, out, err, [&] {
        const Xapian::Database &of = need(db, "database").db;
        return new xapian_values{of, cursor(of.valuestream_begin(slot))};
    });
}

xapian_status xapian_db_value_freq(const xapian_db *db, xapian_slot slot,
                                   xapian_doccount *freq, xapian_error *err)
{
    return give(__func__, freq, err,
                [&] { return need(db, "database").db.get_value_freq(slot); });
}

xapian_status xapian_db_value_bounds(const xapian_db *db, xapian_slot slot,
                                     const char **lower, size_t *lower_len,
                                     const char **upper, size_t *upper_len,
                                     xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(lower, "output"), need(lower_len, "output length");
        need(upper, "output"), need(upper_len, "output length");
        const xapian_db &of = need(db, "database");
        of.buffer = of.db.get_value_lower_bound(slot);
        of.second = of.db.get_value_upper_bound(slot);
        lend(of.buffer, lower, lower_len);
        lend(of.second, upper, upper_len);
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases to read.
 */
#include "private.h"

#include <sys/stat.h>

using namespace xapian_c;

namespace
{

bool exists(const std::string &path)
{
    struct stat st;
    return stat(path.c_str(), &st) == 0;
}

} // namespace

std::string xapian_c::directory(const char *path)
{
    const std::string dir = &need(path, "path");
    if (dir.empty()) /* Xapian would look in the root */
        throw Xapian::InvalidArgumentError("the path is empty");
    struct stat st;
    if (stat(path, &st) != 0)
        return dir; /* Xapian knows what to make of it */
    if (!S_ISDIR(st.st_mode))
        throw Xapian::DatabaseOpeningError(dir + " is not a directory: stubs are refused");
    if (exists(dir + "/XAPIANDB") && !exists(dir + "/iamglass"))
        throw Xapian::DatabaseOpeningError(dir + " holds a stub: stubs are refused");
    return dir;
}

xapian_status xapian_db_open(const char *path, unsigned flags, xapian_db **out,
                             xapian_error *err)
{
    return make(__func__, out, err, [&] {
        if ((flags & ~XAPIAN_READ_STUB) != 0)
            throw Xapian::InvalidArgumentError("unknown flags");
        if ((flags & XAPIAN_READ_STUB) != 0)
            return new xapian_db{Xapian::Database(&need(path, "path"))};
        return new xapian_db{Xapian::Database(directory(path), Xapian::DB_BACKEND_GLASS)};
    });
}

xapian_status xapian_db_open_remote(const char *host, unsigned port, unsigned timeout_ms,
                                    unsigned connect_timeout_ms, xapian_db **out,
                                    xapian_error *err)
{
    return make(__func__, out, err, [&] {
        if (port == 0 || port > UINT16_MAX)
            throw Xapian::InvalidArgumentError("no such port: " + std::to_string(port));
        return new xapian_db{Xapian::Remote::open(&need(host, "host"), port, timeout_ms,
                                                  connect_timeout_ms)};
    });
}

xapian_status xapian_db_new(xapian_db **out, xapian_error *err)
{
    return make(__func__, out, err, [] { return new xapian_db{Xapian::Database()}; });
}

xapian_status xapian_db_add(xapian_db *db, const xapian_db *other, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.add_database(need(other, "other database").db);
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
    return guard(__func__, err, [&] { need(db, "database").db.close(); });
}

xapian_status xapian_db_reopen(xapian_db *db, bool *changed, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const bool newer = need(db, "database").db.reopen();
        if (changed != nullptr)
            *changed = newer;
    });
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

xapian_status xapian_db_metadata_get(const xapian_db *db, const char *key, size_t key_len,
                                     const char **value, size_t *value_len,
                                     xapian_error *err)
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

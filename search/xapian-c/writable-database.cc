/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Databases to write.
 */
#include "private.h"

using namespace xapian_c;

namespace
{

int mode_of(xapian_write_mode mode)
{
    switch (mode) {
    case XAPIAN_CREATE_OR_OPEN: return Xapian::DB_CREATE_OR_OPEN;
    case XAPIAN_CREATE_OR_OVERWRITE: return Xapian::DB_CREATE_OR_OVERWRITE;
    case XAPIAN_CREATE: return Xapian::DB_CREATE;
    case XAPIAN_OPEN: return Xapian::DB_OPEN;
    }
    throw Xapian::InvalidArgumentError("unknown mode");
}

int backend_of(xapian_backend backend)
{
    switch (backend) {
    case XAPIAN_BACKEND_DISK: return 0;
    case XAPIAN_BACKEND_GLASS: return Xapian::DB_BACKEND_GLASS;
    case XAPIAN_BACKEND_CHERT: return Xapian::DB_BACKEND_CHERT;
    case XAPIAN_BACKEND_STUB: return Xapian::DB_BACKEND_STUB;
    }
    throw Xapian::InvalidArgumentError("unknown backend");
}

/* The format of the database in a folder, which is not a stub; of a new one 0. */
int format_of(const std::string &path)
{
    if (!exists(path))
        return 0;
    if (!is_folder(path))
        throw Xapian::DatabaseOpeningError(path + " is not a directory: stubs are refused");
    if (exists(path + "/iamchert"))
        return Xapian::DB_BACKEND_CHERT;
    if (!exists(path + "/iamglass") && exists(path + "/XAPIANDB"))
        throw Xapian::DatabaseOpeningError(path + " holds a stub: stubs are refused");
    return Xapian::DB_BACKEND_GLASS;
}

Xapian::WritableDatabase opened(const std::string &path, xapian_backend backend, int flags,
                                unsigned block_size)
{
    need_path(path);
    const int size = block_size_of(block_size);
    if (backend == XAPIAN_BACKEND_STUB)
        return Xapian::WritableDatabase(stub_file(path), flags | backend_of(backend), size);
    const int format = format_of(path); /* refuses stubs */
    if (backend != XAPIAN_BACKEND_DISK)
        return Xapian::WritableDatabase(path, flags | backend_of(backend), size);
    return Xapian::WritableDatabase(path, flags | format, size);
}

} // namespace

int xapian_c::write_flags(unsigned flags)
{
    const struct {
        unsigned flag;
        int xapian;
    } known[] = {
        {XAPIAN_WRITE_NO_SYNC, Xapian::DB_NO_SYNC},
        {XAPIAN_WRITE_FULL_SYNC, Xapian::DB_FULL_SYNC},
        {XAPIAN_WRITE_NO_TERMS, Xapian::DB_NO_TERMLIST},
        {XAPIAN_WRITE_WAIT_LOCK, Xapian::DB_RETRY_LOCK},
        {XAPIAN_WRITE_DANGEROUS, Xapian::DB_DANGEROUS},
    };
    int result = 0;
    for (const auto &row : known) {
        if ((flags & row.flag) != 0)
            result |= row.xapian;
        flags &= ~row.flag;
    }
    only_flags(flags, 0);
    return result;
}

namespace
{

/* Drops what is not committed and gives up the lock. Xapian has no call for the first: to
 * cancel a transaction, whether begun here or before, is what drops changes. Without it,
 * to close would commit. */
void abandon(Xapian::WritableDatabase &db) noexcept
{
    (void)guard(__func__, nullptr, [&] { db.begin_transaction(false); });
    (void)guard(__func__, nullptr, [&] { db.cancel_transaction(); });
    (void)guard(__func__, nullptr, [&] { db.close(); });
}

} // namespace

xapian_status xapian_writable_db_open(const char *path, xapian_write_mode mode,
                                      unsigned flags, xapian_writable_db **out,
                                      xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_writable_db{opened(&need(path, "path"), XAPIAN_BACKEND_DISK,
                                             mode_of(mode) | write_flags(flags), 0)};
    });
}

xapian_status xapian_writable_db_open_backend(const char *path, xapian_backend backend,
                                              xapian_write_mode mode, unsigned flags,
                                              unsigned block_size, xapian_writable_db **out,
                                              xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_writable_db{opened(
            &need(path, "path"), backend, mode_of(mode) | write_flags(flags), block_size)};
    });
}

xapian_status xapian_writable_db_new(xapian_writable_db **out, xapian_error *err)
{
    return make(__func__, out, err,
                [] { return new xapian_writable_db{Xapian::WritableDatabase()}; });
}

xapian_status xapian_writable_db_add(xapian_writable_db *db, xapian_writable_db *other,
                                     xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.add_database(need(other, "other database").db);
        db->reader.db = db->db;
        other->added = true;
    });
}

xapian_status xapian_writable_db_new_in_memory(xapian_writable_db **out, xapian_error *err)
{
    return make(__func__, out, err, [] {
        return new xapian_writable_db{
            Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY)};
    });
}

xapian_status xapian_writable_db_close(xapian_writable_db *db, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database");
        try {
            db->db.commit();
            db->db.close();
        } catch (...) {
            abandon(db->db);
            throw;
        }
    });
}

void xapian_writable_db_free(xapian_writable_db *db)
{
    if (db != nullptr && !db->added)
        abandon(db->db);
    delete db;
}

const xapian_db *xapian_writable_db_reader(const xapian_writable_db *db)
{
    return db == nullptr ? nullptr : &db->reader;
}

xapian_status xapian_writable_db_commit(xapian_writable_db *db, xapian_error *err)
{
    return guard(__func__, err, [&] { need(db, "database").db.commit(); });
}

xapian_status xapian_writable_db_begin_transaction(xapian_writable_db *db, bool flushed,
                                                   xapian_error *err)
{
    return guard(__func__, err,
                 [&] { need(db, "database").db.begin_transaction(flushed); });
}

xapian_status xapian_writable_db_commit_transaction(xapian_writable_db *db,
                                                    xapian_error *err)
{
    return guard(__func__, err, [&] { need(db, "database").db.commit_transaction(); });
}

xapian_status xapian_writable_db_cancel_transaction(xapian_writable_db *db,
                                                    xapian_error *err)
{
    return guard(__func__, err, [&] { need(db, "database").db.cancel_transaction(); });
}

xapian_status xapian_writable_db_add_document(xapian_writable_db *db,
                                              const xapian_document *doc,
                                              xapian_docid *docid, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const xapian_docid added =
            need(db, "database").db.add_document(need(doc, "document").doc);
        if (docid != nullptr)
            *docid = added;
    });
}

xapian_status xapian_writable_db_replace_document(xapian_writable_db *db,
                                                  xapian_docid docid,
                                                  const xapian_document *doc,
                                                  xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.replace_document(docid, need(doc, "document").doc);
    });
}

xapian_status xapian_writable_db_replace_document_by_term(xapian_writable_db *db,
                                                          const char *term, size_t term_len,
                                                          const xapian_document *doc,
                                                          xapian_docid *docid,
                                                          xapian_error *err)
{
    return guard(__func__, err, [&] {
        const xapian_docid replaced = need(db, "database")
                                          .db.replace_document(text(term, term_len, "term"),
                                                               need(doc, "document").doc);
        if (docid != nullptr)
            *docid = replaced;
    });
}

xapian_status xapian_writable_db_delete_document(xapian_writable_db *db, xapian_docid docid,
                                                 xapian_error *err)
{
    return guard(__func__, err, [&] { need(db, "database").db.delete_document(docid); });
}

xapian_status xapian_writable_db_delete_document_by_term(xapian_writable_db *db,
                                                         const char *term, size_t term_len,
                                                         xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database").db.delete_document(text(term, term_len, "term"));
    });
}

xapian_status xapian_writable_db_set_metadata(xapian_writable_db *db, const char *key,
                                              size_t key_len, const char *value,
                                              size_t value_len, xapian_error *err)
{
    return guard(__func__, err, [&] {
        need(db, "database")
            .db.set_metadata(text(key, key_len, "key"), text(value, value_len, "value"));
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compacting and checking.
 */
#include "private.h"

#include <filesystem>
#include <ostream>
#include <streambuf>
#include <system_error>

#include <unistd.h>

using namespace xapian_c;

namespace
{

/* What the options say, as Xapian asks for it. */
class compactor final : public Xapian::Compactor
{
  public:
    explicit compactor(const xapian_compact_options &options) : options_(options)
    {
    }
    void set_status(const std::string &table, const std::string &status) override
    {
        if (options_.progress != nullptr)
            heed(options_.progress(options_.user, table.c_str(), status.c_str()));
    }
    std::string resolve_duplicate_metadata(const std::string &key, size_t n,
                                           const std::string tags[]) override
    {
        if (options_.metadata == nullptr)
            return Xapian::Compactor::resolve_duplicate_metadata(key, n, tags);
        /* Xapian gives it as it is stored: behind two bytes of its own. */
        static const std::string mark("\0\xc0", 2);
        const size_t skip = key.compare(0, mark.size(), mark) == 0 ? mark.size() : 0;
        std::vector<const char *> values(n);
        std::vector<size_t> sizes(n);
        for (size_t i = 0; i < n; i++)
            lend(tags[i], &values[i], &sizes[i]);
        const char *value = nullptr;
        size_t size = 0;
        heed(options_.metadata(options_.user, key.c_str() + skip, key.size() - skip,
                               values.data(), sizes.data(), n, &value, &size));
        return text(value, size, "value");
    }

  private:
    const xapian_compact_options &options_;
};

unsigned flags_of(const xapian_compact_options &options)
{
    const struct {
        unsigned flag;
        int xapian;
    } known[] = {
        {XAPIAN_COMPACT_KEEP_DOCIDS, Xapian::DBCOMPACT_NO_RENUMBER},
        {XAPIAN_COMPACT_MULTIPASS, Xapian::DBCOMPACT_MULTIPASS},
        {XAPIAN_COMPACT_SINGLE_FILE, Xapian::DBCOMPACT_SINGLE_FILE},
    };
    int result = 0;
    switch (options.level) {
    case XAPIAN_COMPACT_STANDARD: result = Xapian::Compactor::STANDARD; break;
    case XAPIAN_COMPACT_FULL: result = Xapian::Compactor::FULL; break;
    case XAPIAN_COMPACT_FULLER: result = Xapian::Compactor::FULLER; break;
    default: throw Xapian::InvalidArgumentError("unknown level of compaction");
    }
    unsigned all = 0;
    for (const auto &row : known) {
        all |= row.flag;
        if ((options.flags & row.flag) != 0)
            result |= row.xapian;
    }
    only_flags(options.flags, all);
    return static_cast<unsigned>(result);
}

/* Compacts into a path or a descriptor. */
template <class Target>
void compact(const xapian_db *db, const Target &target, bool as_file,
             const xapian_compact_options &options)
{
    /* Where an item is as long as its block, 1.4.22 writes behind its memory. */
    if (as_file && options.level == XAPIAN_COMPACT_FULLER)
        throw Xapian::UnimplementedError("a single file cannot be compacted so far");
    compactor told(options);
    Xapian::Database of = need(db, "database").db; /* which compact() does not change */
    of.compact(target, flags_of(options), block_size_of(options.block_size), told);
}

/* Xapian would write over a database that is there, and take any file for a stub that it may
 * write anew. */
void check_target(const std::string &path, bool as_file)
{
    std::error_code failed;
    need_path(path);
    if (exists(path) &&
        (is_folder(path) == as_file || !std::filesystem::is_empty(path, failed)))
        throw Xapian::DatabaseCreateError(path + " is there already");
}

const xapian_compact_options no_options = {};

bool ends_with(const std::string &path, const std::string &end)
{
    return path.size() >= end.size() &&
           path.compare(path.size() - end.size(), end.size(), end) == 0;
}

/* Xapian takes any file for a stub that is neither a database nor a table. What is no file it
 * refuses; to read from a pipe here could wait for ever. */
void refuse_stub(const std::string &path)
{
    if (is_file(path) && !ends_with(path, ".glass") && !ends_with(path, ".DB") &&
        !is_database_file(path))
        throw Xapian::DatabaseOpeningError(path + " is no database: stubs are refused");
}

/* Gives what is written to it to a callback, by lines. */
class lines final : public std::streambuf
{
  public:
    lines(xapian_check_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    /* The last line may have no end. */
    void finish()
    {
        if (!line_.empty())
            end_line();
    }

  protected:
    int_type overflow(int_type c) override
    {
        if (traits_type::eq_int_type(c, traits_type::eof()))
            return traits_type::not_eof(c);
        const char byte = traits_type::to_char_type(c);
        if (byte == '\n')
            end_line();
        else
            line_ += byte;
        return c;
    }

  private:
    void end_line()
    {
        heed(fn_(user_, line_.c_str(), line_.size()));
        line_.clear();
    }

    xapian_check_fn fn_;
    void *user_;
    std::string line_{};
};

} // namespace

int xapian_c::block_size_of(unsigned size)
{
    if (size != 0 && (size < 2048 || size > 65536 || (size & (size - 1)) != 0))
        throw Xapian::InvalidArgumentError("not a size of blocks: " + std::to_string(size));
    return static_cast<int>(size);
}

xapian_status xapian_db_compact(const xapian_db *db, const char *path,
                                const xapian_compact_options *options, xapian_error *err)
{
    return guard(__func__, err, [&] {
        const xapian_compact_options &with = options ? *options : no_options;
        const std::string to = &need(path, "path");
        const bool as_file = (with.flags & XAPIAN_COMPACT_SINGLE_FILE) != 0;
        check_target(to, as_file);
        compact(db, to, as_file, with);
    });
}

xapian_status xapian_db_compact_fd(const xapian_db *db, int fd,
                                   const xapian_compact_options *options, xapian_error *err)
{
    const descriptor file(fd);
    return guard(__func__, err, [&] {
        const xapian_compact_options &with = options ? *options : no_options;
        file.lend_copy([&](int given) { compact(db, given, true, with); });
    });
}

xapian_status xapian_db_check(const char *path, unsigned flags, xapian_check_fn fn,
                              void *user, size_t *errors, xapian_error *err)
{
    static_assert(Xapian::DBCHECK_SHORT_TREE == XAPIAN_CHECK_SHORT_TREE);
    static_assert(Xapian::DBCHECK_FULL_TREE == XAPIAN_CHECK_FULL_TREE);
    static_assert(Xapian::DBCHECK_SHOW_FREELIST == XAPIAN_CHECK_FREELIST);
    static_assert(Xapian::DBCHECK_SHOW_STATS == XAPIAN_CHECK_STATS);
    static_assert(Xapian::DBCHECK_FIX == XAPIAN_CHECK_FIX);
    return give(__func__, errors, err, [&] {
        const std::string of = &need(path, "path");
        only_flags(flags, XAPIAN_CHECK_SHORT_TREE | XAPIAN_CHECK_FULL_TREE |
                              XAPIAN_CHECK_FREELIST | XAPIAN_CHECK_STATS |
                              XAPIAN_CHECK_FIX);
        need_path(of);
        refuse_stub(of);
        if (fn == nullptr)
            return Xapian::Database::check(of, static_cast<int>(flags));
        lines buffer(fn, user);
        std::ostream out(&buffer);
        out.exceptions(std::ios_base::badbit); /* lets the callback's pass */
        const size_t found = Xapian::Database::check(of, static_cast<int>(flags), &out);
        buffer.finish();
        return found;
    });
}

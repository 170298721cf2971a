/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bare Xapian, as the measure of what an indexer costs beside it (tests/bench/speed).
 *
 *   bare dump SHARD FILE          what a shard holds: terms, positions, values, data
 *   bare add FILE SHARD MEGABYTES the same into a new shard, and nothing else; commits
 *                                 each time that so many megabytes of FILE have gone in
 */
#include "config.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <xapian.h>

namespace
{

class Writer
{
  public:
    explicit Writer(const char *path) : file(std::fopen(path, "wb"))
    {
        if (!file)
            throw std::runtime_error("cannot write the file");
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    ~Writer()
    {
        std::fclose(file);
    }
    void number(std::uint32_t n)
    {
        bytes(&n, sizeof n);
    }
    void string(const std::string &s)
    {
        number(static_cast<std::uint32_t>(s.size()));
        bytes(s.data(), s.size());
    }

  private:
    void bytes(const void *data, std::size_t n)
    {
        if (std::fwrite(data, 1, n, file) != n)
            throw std::runtime_error("cannot write the file");
    }
    std::FILE *file;
};

class Reader
{
  public:
    explicit Reader(const char *path) : file(std::fopen(path, "rb"))
    {
        if (!file)
            throw std::runtime_error("cannot read the file");
    }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;
    ~Reader()
    {
        std::fclose(file);
    }
    bool number(std::uint32_t *n)
    {
        return std::fread(n, sizeof *n, 1, file) == 1;
    }
    std::uint32_t number()
    {
        std::uint32_t n;
        if (!number(&n))
            throw std::runtime_error("the file ends too soon");
        return n;
    }
    std::string string()
    {
        std::string s(number(), '\0');
        if (std::fread(&s[0], 1, s.size(), file) != s.size())
            throw std::runtime_error("the file ends too soon");
        return s;
    }
    std::size_t place() const
    {
        return static_cast<std::size_t>(std::ftell(file));
    }

  private:
    std::FILE *file;
};

void dump(const char *shard, const char *path)
{
    const Xapian::Database db(shard);
    Writer out(path);
    for (auto p = db.postlist_begin(""); p != db.postlist_end(""); ++p) {
        const Xapian::Document doc = db.get_document(*p);
        out.number(doc.termlist_count());
        for (auto t = doc.termlist_begin(); t != doc.termlist_end(); ++t) {
            out.string(*t);
            out.number(t.get_wdf());
            out.number(t.positionlist_count());
            for (auto at = t.positionlist_begin(); at != t.positionlist_end(); ++at)
                out.number(*at);
        }
        out.number(doc.values_count());
        for (auto v = doc.values_begin(); v != doc.values_end(); ++v) {
            out.number(v.get_valueno());
            out.string(*v);
        }
        out.string(doc.get_data());
    }
}

Xapian::Document read_document(Reader &in, std::uint32_t terms)
{
    Xapian::Document doc;
    for (; terms > 0; terms--) {
        const std::string term = in.string();
        std::uint32_t wdf = in.number(), positions = in.number();
        if (!positions)
            doc.add_term(term, wdf);
        for (; positions > 0; positions--, wdf = 0)
            doc.add_posting(term, in.number(), wdf);
    }
    for (std::uint32_t values = in.number(); values > 0; values--) {
        const std::uint32_t slot = in.number();
        doc.add_value(slot, in.string());
    }
    doc.set_data(in.string());
    return doc;
}

void add(const char *path, const char *shard, std::size_t limit)
{
    Reader in(path);
    Xapian::WritableDatabase db(shard, Xapian::DB_CREATE_OR_OVERWRITE);
    std::size_t committed = 0;
    for (std::uint32_t terms; in.number(&terms);) {
        db.add_document(read_document(in, terms));
        if (in.place() - committed > limit) {
            db.commit();
            committed = in.place();
        }
    }
    db.close();
}

} // namespace

int main(int argc, char **argv)
{
    try {
        if (argc == 4 && std::strcmp(argv[1], "dump") == 0)
            dump(argv[2], argv[3]);
        else if (argc == 5 && std::strcmp(argv[1], "add") == 0)
            add(argv[2], argv[3], std::strtoul(argv[4], nullptr, 10) << 20);
        else
            throw std::runtime_error(
                "usage: bare dump SHARD FILE | bare add FILE SHARD MB");
    } catch (const Xapian::Error &e) {
        std::fprintf(stderr, "bare: %s\n", e.get_description().c_str());
        return 1;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "bare: %s\n", e.what());
        return 1;
    }
    return 0;
}

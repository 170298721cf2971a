/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stemmers and stoppers.
 */
#include "private.h"

#include <algorithm>
#include <cerrno>

using namespace xapian_c;

namespace
{

class callback_stem final : public Xapian::StemImplementation
{
  public:
    callback_stem(xapian_stem_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    std::string operator()(const std::string &word) override
    {
        const char *stemmed = word.data();
        size_t size = word.size();
        heed(fn_(user_, word.c_str(), word.size(), &stemmed, &size));
        return text(stemmed, size, "stemmed word");
    }
    std::string get_description() const override
    {
        return "callback";
    }

  private:
    xapian_stem_fn fn_;
    void *user_;
};

class callback_stopper final : public Xapian::Stopper
{
  public:
    callback_stopper(xapian_stopper_fn fn, void *user) : fn_(fn), user_(user)
    {
    }
    bool operator()(const std::string &word) const override
    {
        bool stop = false;
        heed(fn_(user_, word.c_str(), word.size(), &stop));
        return stop;
    }

  private:
    xapian_stopper_fn fn_;
    void *user_;
};

class kept_stem final : public Xapian::StemImplementation
{
  public:
    kept_stem(const Xapian::Stem &stem, keeper &callbacks)
        : stem_(stem), callbacks_(callbacks)
    {
    }
    std::string operator()(const std::string &word) override
    {
        std::string stemmed;
        callbacks_.run([&] { stemmed = stem_(word); });
        return stemmed;
    }
    std::string get_description() const override
    {
        return stem_.get_description();
    }

  private:
    Xapian::Stem stem_;
    keeper &callbacks_;
};

class kept_stopper final : public Xapian::Stopper
{
  public:
    kept_stopper(std::shared_ptr<Xapian::Stopper> stopper, keeper &callbacks)
        : stopper_(std::move(stopper)), callbacks_(callbacks)
    {
    }
    bool operator()(const std::string &word) const override
    {
        bool stop = false;
        callbacks_.run([&] { stop = (*stopper_)(word); });
        return stop;
    }

  private:
    std::shared_ptr<Xapian::Stopper> stopper_;
    keeper &callbacks_;
};

Xapian::SimpleStopper &words(xapian_stopper *stopper)
{
    auto *found =
        dynamic_cast<Xapian::SimpleStopper *>(need(stopper, "stopper").stopper.get());
    if (found == nullptr)
        throw Xapian::InvalidOperationError("a stopper of one's own takes no words");
    return *found;
}

} // namespace

Xapian::Stem xapian_c::kept(const Xapian::Stem &stem, keeper &callbacks)
{
    if (dynamic_cast<callback_stem *>(stem.internal.get()) == nullptr)
        return stem;
    return Xapian::Stem(new kept_stem(stem, callbacks));
}

std::shared_ptr<Xapian::Stopper> xapian_c::kept(std::shared_ptr<Xapian::Stopper> stopper,
                                                keeper &callbacks)
{
    if (dynamic_cast<callback_stopper *>(stopper.get()) == nullptr)
        return stopper;
    return std::make_shared<kept_stopper>(std::move(stopper), callbacks);
}

xapian_status xapian_stem_new(const char *language, xapian_stem **out, xapian_error *err)
{
    return make(__func__, out, err,
                [&] { return new xapian_stem{Xapian::Stem(&need(language, "language"))}; });
}

void xapian_stem_free(xapian_stem *stem)
{
    delete stem;
}

xapian_status xapian_stem_apply(const xapian_stem *stem, const char *word, size_t word_len,
                                const char **stemmed, size_t *stemmed_len,
                                xapian_error *err)
{
    return give_text(
        __func__, stemmed, stemmed_len, err, [&]() -> auto & {
            const use mark(need(stem, "stemmer").in_use);
            if (word_len == 0)
                stem->word.clear();
            else
                stem->word.assign(&need(word, "word"), word_len);
            return stem->buffer = stem->stem(stem->word);
        });
}

xapian_status xapian_stem_languages(char *buf, size_t size, size_t *needed,
                                    xapian_error *err)
{
    return guard(__func__, err, [&] {
        const std::string names = Xapian::Stem::get_available_languages();
        if (size > 0)
            (&need(buf, "buffer"))[names.copy(buf, size - 1)] = '\0';
        if (needed != nullptr)
            *needed = names.size() + 1;
    });
}

xapian_status xapian_stem_new_callback(xapian_stem_fn fn, void *user, xapian_stem **out,
                                       xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_stem{Xapian::Stem(new callback_stem(callable(fn), user))};
    });
}

xapian_status xapian_stopper_new(xapian_stopper **out, xapian_error *err)
{
    return make(__func__, out, err, [] {
        return new xapian_stopper{std::make_shared<Xapian::SimpleStopper>()};
    });
}

xapian_status xapian_stopper_add(xapian_stopper *stopper, const char *word, size_t word_len,
                                 xapian_error *err)
{
    return guard(__func__, err, [&] { words(stopper).add(text(word, word_len, "word")); });
}

xapian_status xapian_stopper_add_file(xapian_stopper *stopper, const char *path,
                                      xapian_error *err)
{
    return guard(__func__, err, [&] {
        Xapian::SimpleStopper &to = words(stopper);
        std::string all;
        if (!read_file(&need(path, "path"), all))
            throw Xapian::InvalidArgumentError(std::string("cannot read ") + path, errno);
        const char *const space = " \t\n\v\f\r";
        size_t end;
        for (size_t at = all.find_first_not_of(space); at != all.npos;
             at = all.find_first_not_of(space, end)) {
            end = std::min(all.find_first_of(space, at), all.size());
            to.add(all.substr(at, end - at));
        }
    });
}

xapian_status xapian_stopper_new_callback(xapian_stopper_fn fn, void *user,
                                          xapian_stopper **out, xapian_error *err)
{
    return make(__func__, out, err, [&] {
        return new xapian_stopper{std::make_shared<callback_stopper>(callable(fn), user)};
    });
}

void xapian_stopper_free(xapian_stopper *stopper)
{
    delete stopper;
}

xapian_status xapian_stopper_stops(const xapian_stopper *stopper, const char *word,
                                   size_t word_len, bool *stops, xapian_error *err)
{
    return give(__func__, stops, err, [&] {
        const use mark(need(stopper, "stopper").in_use);
        return (*stopper->stopper)(text(word, word_len, "word"));
    });
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives: what is in them, whatever they are called and however hostile they are. */
#include "config.h"

#include <zlib.h>

#include "tests/unit/unfolding.h"

#define LINKS "is a link: links in archives are not followed\n"

static void reads_each_kind(void **state)
{
    static const struct {
        const char *name;
        int format, filter;
    } kinds[] = {{"a.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE},
                 {"a.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE},
                 {"a.tar", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE},
                 {"a.tar.gz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP},
                 {"a.tgz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP},
                 {"a.tbz2", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2},
                 {"a.tar.xz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ},
                 {"a.tar.zst", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD}};
    for (size_t i = 0; i < N(kinds); i++) {
        building b;
        build_begin(&b, kinds[i].format, kinds[i].filter);
        build_entry(&b, "dir", AE_IFDIR, NULL, PH_STR(""));
        build_file(&b, "dir/a.md", "# One\n\ntext\n");
        build_file(&b, "b.md", "# Two\n\ntext\n");
        assert_string_equal(unfolded(*state, kinds[i].name, build_end(&b, *state)),
                            "/dir/a.md = One\n/b.md = Two\n");
    }
}

static void reads_a_single_compressed_file(void **state)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP);
    build_file(&b, "data", "# Report\n\ntext\n");
    ph_str bytes = build_end(&b, *state);
    assert_string_equal(unfolded(*state, "report.md.gz", bytes), "/report.md = Report\n");
    /* a side-car is the file's, which is the only one */
    ph_input sidecar = {PH_STR("report.md.gz.meta.yaml"), PH_STR("title: Said beside\n")};
    assert_string_equal(unfolded_beside(*state, "report.md.gz", bytes, sidecar),
                        "/report.md = Said beside\n");
    build_begin(&b, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP);
    build_entry(&b, "data", AE_IFREG, NULL, bytes);
    holds(unfolded(*state, "report.md.gz", build_end(&b, *state)),
          "! is compressed more than once");
}

static void pairs_sidecars(void **state)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, "a.md", "# One\n\ntext\n");
    build_file(&b, "b.md.meta.json", "{\"title\": \"Second, said beside\"}");
    build_file(&b, "b.md", "# Two\n\ntext\n");
    build_file(&b, "a.md.meta.yaml", "title: First, said beside\n");
    build_file(&b, "c.md", "# Three\n\ntext\n");
    build_file(&b, "c.md.meta.json", "{\"title\": ");
    build_file(&b, "gone.md.meta.yaml", "title: Nobody's\n");
    const char *text = unfolded(*state, "a.tar", build_end(&b, *state));
    holds(text, "/a.md = First, said beside\n/b.md = Second, said beside\n/c.md ! the "
                "side-car '/c.md.meta.json': ");
    assert_null(strstr(text, "Nobody"));
}

/* A side-car changes its document, although the document's bytes are the same. */
static void sidecars_are_content(void **state)
{
    uint64_t seen[3];
    static const char *const titles[] = {"title: A\n", "title: B\n", "title: A\n"};
    for (size_t i = 0; i < N(titles); i++) {
        building b;
        build_begin(&b, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
        build_file(&b, "a.txt", "text");
        build_file(&b, "a.txt.meta.yaml", titles[i]);
        recording r = {0};
        const ph_sink sink = recorder(&r);
        ph_unfolding u = {.sink = &sink};
        ph_feed feed = ph_feed_memory(build_end(&b, *state));
        ph_error err;
        assert_int_equal(
            ph_unfold(&u, PH_STR("a.zip"), &feed, (ph_input){PH_ABSENT, PH_ABSENT}, &err),
            PH_OK);
        seen[i] = r.content;
        assert_false(r.alone);
        ph_buf_free(&r.text);
    }
    assert_true(seen[0] != seen[1]);
    assert_true(seen[0] == seen[2]);
}

static void names_never_lead_out(void **state)
{
    char longest[1200];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, "../../etc/evil.txt", "evil");
    build_file(&b, "/etc/absolute.txt", "absolute");
    build_file(&b, "a\\b.txt", "backslash");
    build_file(&b, "new\nline\x01.txt", "control");
    build_file(&b, "./d//./e.txt", "dots");
    build_file(&b, "d/e.txt", "twice");
    build_file(&b, longest, "long");
    build_file(&b, ".hidden/x.txt", "hidden");
    build_file(&b, "__MACOSX/x.txt", "hidden");
    build_entry(&b, "link.txt", AE_IFLNK, "/etc/passwd", PH_STR(""));
    build_entry(&b, "hard.txt", AE_IFREG, "d/e.txt", PH_STR(""));
    build_entry(&b, "pipe", AE_IFIFO, NULL, PH_STR(""));
    build_file(&b, "p.png", "\x89PNG\r\n\x1a\n");
    assert_string_equal(
        unfolded(*state, "a.tar", build_end(&b, *state)),
        "/etc/evil.txt ! its name leads out of the archive ('..'): it is not read\n"
        "/etc/absolute.txt = absolute\n"
        "/a/b.txt = backslash\n"
        "/new line.txt = control\n"
        "/d/e.txt = dots\n"
        "/d/e.txt ! the archive has another file of this name, which came first\n"
        "/member-7 ! it has no name, or one longer than 1000 bytes\n"
        "/link.txt ! " LINKS "/hard.txt ! " LINKS
        "/pipe ! is a device or a pipe, not a file\n"
        "/p.png ! is a picture: peerhub reads no text out of pictures\n");
}

/* --- ZIP files by hand ---------------------------------------------------------------------------- */

static void put(ph_buf *out, uint64_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        ph_buf_byte(out, i < 8 ? (char)(value >> (8 * i)) : 0);
}

typedef struct zip {
    ph_buf bytes, list;
    unsigned n;
} zip;

/* A stored member; its entry in the list may have another name and stand elsewhere. */
static void zip_add(zip *z, ph_str name, ph_str text, unsigned flags)
{
    uint64_t crc = crc32(0, (const unsigned char *)text.s, (unsigned)text.n);
    size_t at = z->bytes.n;
    for (int list = 0; list < 2; list++) {
        ph_buf *out = list ? &z->list : &z->bytes;
        put(out, list ? 0x02014b50 : 0x04034b50, 4);
        put(out, 20, list ? 2 : 0);
        put(out, 20, 2);
        put(out, flags, 2);
        put(out, 0, 6);
        put(out, crc, 4);
        put(out, text.n, 4);
        put(out, text.n, 4);
        put(out, name.n, 2);
        put(out, 0, list ? 12 : 2);
        if (list)
            put(out, at, 4);
        ph_buf_add(out, name);
    }
    ph_buf_add(&z->bytes, text);
    z->n++;
}

static ph_str zip_end(zip *z, ph_arena *arena)
{
    size_t at = z->bytes.n;
    ph_buf_add(&z->bytes, ph_buf_str(&z->list));
    put(&z->bytes, 0x06054b50, 4);
    put(&z->bytes, 0, 4);
    put(&z->bytes, z->n, 2);
    put(&z->bytes, z->n, 2);
    put(&z->bytes, z->list.n, 4);
    put(&z->bytes, at, 4);
    put(&z->bytes, 0, 2);
    ph_str bytes = ph_dup(arena, ph_buf_str(&z->bytes));
    ph_buf_free(&z->bytes);
    ph_buf_free(&z->list);
    return bytes;
}

static void names_in_any_encoding(void **state)
{
    zip z = {0};
    zip_add(&z, PH_STR("\xAE\xE2\xE7\xF1\xE2.txt"), PH_STR("cp866"), 0);
    zip_add(&z,
            PH_STR("\x9A"
                   "berblick.txt"),
            PH_STR("cp437"), 0);
    zip_add(&z, PH_STR("\xD0\xBE\xD1\x82.txt"), PH_STR("said to be UTF-8"), 0x800);
    zip_add(&z, PH_STR("\xC3\xA9t\xC3\xA9.txt"), PH_STR("not said"), 0);
    assert_string_equal(unfolded(*state, "a.zip", zip_end(&z, *state)),
                        "/отчёт.txt = cp866\n/Überblick.txt = cp437\n"
                        "/от.txt = said to be UTF-8\n/été.txt = not said\n");
}

static void encrypted_members_are_told(void **state)
{
    zip z = {0};
    zip_add(&z, PH_STR("open.txt"), PH_STR("open"), 0);
    zip_add(&z, PH_STR("secret.txt"), PH_STR("secret"), 1);
    assert_string_equal(unfolded(*state, "a.zip", zip_end(&z, *state)),
                        "/open.txt = open\n/secret.txt ! is encrypted with a password; "
                        "save it without one\n");
}

/* --- damage ------------------------------------------------------------------------------------------ */

static void what_is_before_the_damage_is_read(void **state)
{
    zip z = {0};
    zip_add(&z, PH_STR("a.txt"), PH_STR("First text"), 0);
    zip_add(&z, PH_STR("b.txt"), PH_STR("Second text"), 0);
    zip_add(&z, PH_STR("c.txt"), PH_STR("Third text"), 0);
    ph_str whole = zip_end(&z, *state);
    const char *text = unfolded(*state, "a.zip", ph_sub(whole, 0, 130));
    holds(text,
          "/a.txt = First text\n/b.txt = Second text\n/c.txt ! the member is damaged: ");
    holds(text, "\n! the archive is damaged: ");
    /* one byte of a member */
    char *bytes = ph_alloc(*state, whole.n);
    memcpy(bytes, whole.s, whole.n);
    bytes[38] ^= 1;
    text = unfolded(*state, "a.zip", (ph_str){bytes, whole.n});
    holds(text, "/a.txt ! the member is damaged: ");
    holds(text, "\n/b.txt = Second text\n/c.txt = Third text\n");
}

static void what_is_no_archive(void **state)
{
    holds(unfolded(*state, "a.zip", PH_STR("no archive at all")), "! no archive was found");
    holds(unfolded(*state, "a.tar.gz", PH_STR("\x1f\x8b\x08 nothing")), "! ");
    zip z = {0};
    holds(unfolded(*state, "a.zip", zip_end(&z, *state)),
          "! the archive has no files in it");
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
    build_file(&b, ".hidden", "x");
    holds(unfolded(*state, "a.tar", build_end(&b, *state)),
          "! the archive has no files in it");
}

/* --- bombs -------------------------------------------------------------------------------------------- */

/* Blanks, compressed as well as can be. */
static ph_str blanks(ph_arena *arena, size_t megabytes)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
    char *text = ph_alloc(arena, megabytes << 20);
    assert_non_null(text);
    memset(text, ' ', megabytes << 20);
    build_file(&b, "a.txt", "First");
    build_entry(&b, "blank.txt", AE_IFREG, NULL, (ph_str){text, megabytes << 20});
    build_file(&b, "b.txt", "Last");
    return build_end(&b, arena);
}

static void small_ones_may_grow(void **state)
{
    assert_string_equal(unfolded(*state, "a.tar.zst", blanks(*state, 20)),
                        "/a.txt = First\n/blank.txt ! the file is empty\n/b.txt = Last\n");
}

static void ratio_is_bounded(void **state)
{
    assert_string_equal(
        unfolded(*state, "a.tar.zst", blanks(*state, 80)),
        "/a.txt = First\n! the archive unpacks to more than 1000 times its size: "
        "it may be a bomb\n");
}

/* Not even what nobody asks for may be unpacked without end. */
static void what_is_passed_over_counts(void **state)
{
    building b;
    build_begin(&b, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
    char *text = ph_alloc(*state, (size_t)80 << 20);
    assert_non_null(text);
    build_entry(&b, ".hidden", AE_IFREG, NULL, (ph_str){text, (size_t)80 << 20});
    build_file(&b, "b.txt", "Last");
    assert_string_equal(unfolded(*state, "a.tar.zst", build_end(&b, *state)),
                        "! the archive unpacks to more than 1000 times its size: "
                        "it may be a bomb\n");
}

/* Many members that share one stream of bytes: each one begins with a block that is stored, not
 * compressed, and has the head of the next member in it. */
static void overlapping_members(void **state)
{
    enum { MEMBERS = 200, HEAD = 30 + 6, QUOTE = 5 };
    const size_t size = (size_t)1 << 20;
    unsigned char *text = ph_alloc(*state, size), *packed = ph_alloc(*state, size);
    assert_non_null(text);
    assert_non_null(packed);
    z_stream stream = {.next_in = memset(text, ' ', size),
                       .avail_in = (unsigned)size,
                       .next_out = packed,
                       .avail_out = (unsigned)size};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY),
                     Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t n = stream.total_out;
    deflateEnd(&stream);
    zip z = {.n = MEMBERS};
    for (size_t i = 0; i < MEMBERS; i++) {
        size_t at = z.bytes.n, behind = MEMBERS - 1 - i;
        for (int list = 0; list < 2; list++) {
            ph_buf *out = list ? &z.list : &z.bytes;
            put(out, list ? 0x02014b50 : 0x04034b50, 4);
            put(out, 20, list ? 4 : 2);
            put(out, 0, 2);
            put(out, 8, 2);
            put(out, 0, 8); /* no sum of its bytes is right */
            put(out, n + behind * (HEAD + QUOTE), 4);
            put(out, size + behind * HEAD, 4);
            put(out, 6, 2);
            put(out, 0, list ? 12 : 2);
            if (list)
                put(out, at, 4);
            ph_buf_addf(out, "%02zx.txt", i);
        }
        if (behind) {
            put(&z.bytes, 0, 1);
            put(&z.bytes, HEAD, 2);
            put(&z.bytes, ~(uint64_t)HEAD, 2);
        }
    }
    ph_buf_add(&z.bytes, (ph_str){(const char *)packed, n});
    holds(unfolded(*state, "a.zip", zip_end(&z, *state)),
          "! the archive unpacks to more than 1000 times its size");
}

static void nesting_is_bounded(void **state)
{
    ph_str bytes = pack_one(*state, ARCHIVE_FORMAT_ZIP, "a.txt", PH_STR("Deep"));
    for (int depth = 1; depth < PH_ARCHIVE_DEPTH; depth++)
        bytes = pack_one(*state, depth % 2 ? ARCHIVE_FORMAT_TAR_USTAR : ARCHIVE_FORMAT_ZIP,
                         depth % 2 ? "a.zip" : "a.tar", bytes);
    assert_string_equal(unfolded(*state, "a.tar", bytes),
                        "/a.zip/a.tar/a.zip/a.txt = Deep\n");
    bytes = pack_one(*state, ARCHIVE_FORMAT_ZIP, "a.tar", bytes);
    assert_string_equal(unfolded(*state, "a.zip", bytes),
                        "/a.tar/a.zip/a.tar/a.zip ! files in files in files: more than 4 "
                        "deep; unpack it first\n");
}

/* An archive that has itself three times, as far down as anybody looks. */
static void quines_end(void **state)
{
    ph_str bytes = pack_one(*state, ARCHIVE_FORMAT_ZIP, "z.txt", PH_STR("z"));
    for (int depth = 0; depth < PH_ARCHIVE_DEPTH + 2; depth++) {
        building b;
        build_begin(&b, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
        for (int i = 0; i < 3; i++) {
            char name[20];
            snprintf(name, sizeof name, "%d.zip", i);
            build_entry(&b, name, AE_IFREG, NULL, bytes);
        }
        bytes = build_end(&b, *state);
    }
    const char *text = unfolded(*state, "a.zip", bytes);
    unsigned lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 3 * 3 * 3 * 3);
    assert_null(strstr(text, " = "));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_each_kind),
        TEST(reads_a_single_compressed_file),
        TEST(pairs_sidecars),
        TEST(sidecars_are_content),
        TEST(names_never_lead_out),
        TEST(names_in_any_encoding),
        TEST(encrypted_members_are_told),
        TEST(what_is_before_the_damage_is_read),
        TEST(what_is_no_archive),
        TEST(small_ones_may_grow),
        TEST(ratio_is_bounded),
        TEST(what_is_passed_over_counts),
        TEST(overlapping_members),
        TEST(nesting_is_bounded),
        TEST(quines_end),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load_schema, unload_schema);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a fuzz target as an ordinary test, one TAP line for each seed.
 *
 * The seeds are the files of FUZZ_CORPUS/NAME/ below top_srcdir (or those named on the
 * command line, to look into a find).  Each is given whole and cut short at many lengths:
 * half a message is the commonest bad input.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUTS_PER_SEED 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes are copied to a block of just their size, so that a checker sees reads past it. */
static void run_cut(const char *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_bytes(const char *bytes, size_t size)
{
    size_t step = size / CUTS_PER_SEED + 1;
    for (size_t cut = 0; cut < size; cut += step)
        run_cut(bytes, cut);
    run_cut(bytes, size);
}

/* False if the file cannot be read. */
static bool run_file(const char *path)
{
    char *bytes = NULL;
    size_t size = 0, got = 1;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while (got > 0) {
        char *more = realloc(bytes, size + BUFSIZ);
        if (!more)
            abort();
        bytes = more;
        got = fread(bytes + size, 1, BUFSIZ, file);
        size += got;
    }
    bool read = !ferror(file);
    fclose(file);
    if (read)
        run_bytes(bytes, size);
    free(bytes);
    return read;
}

/* Says which seed is next before it runs, so that a crash has a name. */
static bool test_file(int number, const char *path)
{
    printf("# %s\n", path);
    fflush(stdout);
    bool read = run_file(path);
    printf("%s %d - %s\n", read ? "ok" : "not ok", number, strrchr(path, '/') + 1);
    return read;
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int test_folder(const char *folder)
{
    struct dirent **entries;
    int failed = 0;
    int n = scandir(folder, &entries, is_seed, alphasort);
    if (n <= 0) {
        printf("Bail out! no seeds in %s: %s\n", folder,
               n < 0 ? strerror(errno) : "it is empty");
        return EXIT_FAILURE;
    }
    printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        failed += !test_file(i + 1, path);
        free(entries[i]);
    }
    free(entries);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *source = getenv("top_srcdir");
    char folder[4096];
    if (argc > 1) {
        for (int i = 1; i < argc; i++)
            if (!run_file(argv[i]))
                perror(argv[i]);
        return EXIT_SUCCESS;
    }
    snprintf(folder, sizeof folder, "%s/" FUZZ_CORPUS "/%s", source ? source : ".",
             program_invocation_short_name);
    return test_folder(folder);
}

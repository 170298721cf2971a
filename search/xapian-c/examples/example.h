/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the examples share: a failure ends the program, and files are read whole.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xapian-c.h>

static xapian_error err;

static inline void must(xapian_status status)
{
    if (status != XAPIAN_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(EXIT_FAILURE);
    }
}

/* Whether an iterator has moved to an entry. */
static inline bool more(xapian_status status)
{
    if (status != XAPIAN_END)
        must(status);
    return status == XAPIAN_OK;
}

static inline void give_up(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* The text of a file; free it. */
static inline char *read_file(const char *path, size_t *len)
{
    FILE *in = fopen(path, "r");
    char *text = NULL, *bigger;
    size_t got = 1;
    for (*len = 0; in && got > 0; *len += got) {
        if (!(bigger = realloc(text, *len + 65536)))
            break;
        text = bigger;
        got = fread(text + *len, 1, 65536, in);
    }
    if (!in || ferror(in) || got > 0)
        give_up(path);
    fclose(in);
    return text;
}

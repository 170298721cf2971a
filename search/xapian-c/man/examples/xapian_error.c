/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <xapian-c.h>

int main(void)
{
    xapian_db *db;
    xapian_error err;
    char low[XAPIAN_SORTABLE_MAX], high[XAPIAN_SORTABLE_MAX];
    size_t low_len, high_len;

    switch (
        xapian_db_open("missing", XAPIAN_BACKEND_DISK, &db, &err)) {
    case XAPIAN_OK: xapian_db_free(db); break;
    case XAPIAN_DATABASE_NOT_FOUND:
        printf("%s: %s\n", err.call, xapian_status_name(err.status));
        break;
    default: fprintf(stderr, "%s\n", err.text); return 1;
    }

    if (xapian_sortable_serialise(9, low, &low_len, &err) ||
        xapian_sortable_serialise(10.5, high, &high_len, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    size_t shorter = low_len < high_len ? low_len : high_len;
    printf("9 sorts %s 10.5\n",
           memcmp(low, high, shorter) < 0 ? "before" : "after");
    return 0;
}

/* Prints:
 * xapian_db_open: XAPIAN_DATABASE_NOT_FOUND
 * 9 sorts before 10.5
 */

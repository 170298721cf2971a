/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian-c.h>

/* cat AND (dog OR a year from 1980 to 1989, which is in slot 0) */
int main(void)
{
    xapian_query *cat, *dog, *eighties, *either, *both;
    xapian_query_kind kind;
    xapian_op op;
    xapian_error err;

    if (xapian_query_term("cat", 3, 1, 0, &cat, &err) ||
        xapian_query_term("dog", 3, 1, 0, &dog, &err) ||
        xapian_query_value_range(0, "1980", 4, "1989", 4, &eighties,
                                 &err))
        goto failed;
    const xapian_query *const inner[] = {dog, eighties};
    if (xapian_query_combine(XAPIAN_OP_OR, inner, 2, 0, &either, &err))
        goto failed;
    const xapian_query *const outer[] = {cat, either};
    if (xapian_query_combine(XAPIAN_OP_AND, outer, 2, 0, &both,
                             &err) ||
        xapian_query_top(both, &kind, &op, &err))
        goto failed;
    printf("%s of %zu parts, %u terms\n",
           op == XAPIAN_OP_AND ? "AND" : "?", xapian_query_parts(both),
           xapian_query_length(both));
    xapian_query_free(both);
    xapian_query_free(either);
    xapian_query_free(eighties);
    xapian_query_free(dog);
    xapian_query_free(cat);
    return 0;
failed:
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

/* Prints:
 * AND of 2 parts, 2 terms
 */

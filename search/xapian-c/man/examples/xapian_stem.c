/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <xapian-c.h>

int main(void)
{
    static const char *const words[] = {"the", "countries", "country"};
    xapian_stem *stem;
    xapian_stopper *stopper;
    xapian_error err;

    if (xapian_stem_new("english", &stem, &err) ||
        xapian_stopper_new(&stopper, &err) ||
        xapian_stopper_add(stopper, "the", 3, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < 3; i++) {
        const char *stemmed;
        size_t len, word_len = strlen(words[i]);
        bool stops;
        if (xapian_stopper_stops(stopper, words[i], word_len, &stops,
                                 &err) ||
            xapian_stem_apply(stem, words[i], word_len, &stemmed, &len,
                              &err)) {
            fprintf(stderr, "%s\n", err.text);
            return 1;
        }
        printf("%s: %s\n", words[i], stops ? "left out" : stemmed);
    }
    xapian_stopper_free(stopper);
    xapian_stem_free(stem);
    return 0;
}

/* Prints:
 * the: left out
 * countries: countri
 * country: countri
 */

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench [ROUNDS [CASE]]: what an item costs in C++ and in C, in nanoseconds of the processor's
 * time, and how much more the second is: the median over the rounds, in which both are done one
 * after the other, with another first each time. Of CASE only those that have it in their name.
 */
#include "config.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 11, ROUNDS_MAX = 1001 };

typedef size_t (*side)(uint64_t *sum);

static const struct {
    const char *name, *what;
    side cpp, c;
} cases[] = {
#define CASE(name, what) {#name, what, bench_cpp_##name, bench_c_##name},
    BENCH_CASES(CASE)
#undef CASE
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Nanoseconds an item. */
static double run(side do_it, uint64_t *sum)
{
    const double start = seconds();
    const size_t n = do_it(sum);
    return (seconds() - start) * 1e9 / (double)n;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *numbers, unsigned n)
{
    qsort(numbers, n, sizeof *numbers, compare);
    return numbers[n / 2];
}

static void measure(size_t i, unsigned rounds)
{
    static double cpp[ROUNDS_MAX], c[ROUNDS_MAX], ratio[ROUNDS_MAX];
    for (unsigned r = 0; r < rounds; r++) {
        uint64_t sum_cpp = 0, sum_c = 0;
        if (r % 2 == 0)
            cpp[r] = run(cases[i].cpp, &sum_cpp);
        c[r] = run(cases[i].c, &sum_c);
        if (r % 2 != 0)
            cpp[r] = run(cases[i].cpp, &sum_cpp);
        ratio[r] = c[r] / cpp[r];
        if (sum_cpp != sum_c) {
            fprintf(stderr, "%s: the two sides differ\n", cases[i].name);
            exit(1);
        }
    }
    printf("%-40s %10.1f %10.1f %7.3f\n", cases[i].what, median(cpp, rounds),
           median(c, rounds), median(ratio, rounds));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const int asked = argc > 1 ? atoi(argv[1]) : ROUNDS;
    const unsigned rounds = asked < 1            ? 1
                            : asked > ROUNDS_MAX ? ROUNDS_MAX
                                                 : (unsigned)asked;
    bench_data_make();
    bench_cpp_open();
    bench_c_open();
    printf("%-40s %10s %10s %7s\n", "an item", "C++, ns", "C, ns", "ratio");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (argc < 3 || strstr(cases[i].name, argv[2]) != NULL)
            measure(i, rounds);
    }
    bench_c_close();
    bench_cpp_close();
    bench_data_remove();
    return 0;
}

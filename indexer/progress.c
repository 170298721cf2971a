/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/progress.h"

#define TERMINAL_SECONDS 0.2
#define PLAIN_SECONDS 1.0

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

bool ph_progress_set(ph_progress *p, ph_str when, FILE *to)
{
    *p = (ph_progress){.terminal = isatty(fileno(to)) != 0};
    bool always = ph_eqc(when, "always"), maybe = ph_eqc(when, "auto");
    if (always || (maybe && p->terminal))
        p->to = to;
    return always || maybe || ph_eqc(when, "never");
}

void ph_progress_begin(ph_progress *p)
{
    p->start = p->last = now();
    p->standing = false;
}

void ph_progress_clear(ph_progress *p)
{
    if (p->standing)
        fputs("\r\033[K", p->to);
    p->standing = false;
}

/* 1204 -> "1,204" */
static void group(char *to, size_t size, unsigned long long n)
{
    char digits[32];
    int count = snprintf(digits, sizeof digits, "%llu", n);
    size_t at = 0;
    for (int i = 0; i < count && at + 2 < size; i++) {
        if (i && (count - i) % 3 == 0)
            to[at++] = ',';
        to[at++] = digits[i];
    }
    to[at] = '\0';
}

void ph_progress_text(char *text, size_t size, const ph_run_counts *c, size_t files,
                      uint64_t bytes, double seconds)
{
    char done[32], all[32], documents[32], left[48] = "";
    size_t n = c->indexed + c->updated + c->unchanged + c->failed;
    group(done, sizeof done, c->files);
    group(all, sizeof all, files);
    group(documents, sizeof documents, n);
    if (c->bytes > 0 && bytes >= c->bytes && seconds > 0) {
        double rest = seconds * (double)(bytes - c->bytes) / (double)c->bytes;
        unsigned s = rest < 360000 ? (unsigned)(rest + 0.5) : 360000;
        if (s >= 3600)
            snprintf(left, sizeof left, ", %u:%02u:%02u left", s / 3600, s / 60 % 60,
                     s % 60);
        else
            snprintf(left, sizeof left, ", %u:%02u left", s / 60, s % 60);
    }
    snprintf(text, size, "%s of %s files, %s documents, %.0f/s%s", done, all, documents,
             seconds > 0 ? (double)(c->indexed + c->updated) / seconds : 0.0, left);
}

void ph_progress_show(ph_progress *p, const ph_run_counts *counts, size_t files,
                      uint64_t bytes)
{
    char text[200];
    double at = now();
    if (!p->to || at - p->last < (p->terminal ? TERMINAL_SECONDS : PLAIN_SECONDS))
        return;
    p->last = at;
    ph_progress_text(text, sizeof text, counts, files, bytes, at - p->start);
    if (p->terminal)
        fprintf(p->to, "\r%s\033[K", text);
    else
        fprintf(p->to, "%s\n", text);
    fflush(p->to);
    p->standing = p->terminal;
}

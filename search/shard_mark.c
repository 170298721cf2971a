/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "search/shard_mark.h"

uint64_t ph_generation_number(const char *path)
{
    struct timespec now;
    const long process = (long)getpid();
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t h = ph_hash(path, strlen(path), PH_HASH_SEED);
    h = ph_hash(&process, sizeof process, h);
    h = ph_hash(&now.tv_sec, sizeof now.tv_sec, h);
    return ph_hash(&now.tv_nsec, sizeof now.tv_nsec, h);
}

static bool hexadecimal(ph_str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digits = "0123456789abcdef";
        const char *digit = text.s[i] ? strchr(digits, text.s[i]) : NULL;
        if (!digit)
            return false;
        *out = *out << 4 | (uint64_t)(digit - digits);
    }
    return text.n == 16;
}

static bool parse(ph_str text, ph_shard_mark *mark)
{
    ph_str schema, generation, which, shard;
    return ph_split(&text, ' ', &schema) && ph_number(schema, &mark->schema) &&
           ph_split(&text, ' ', &generation) &&
           hexadecimal(generation, &mark->generation) && ph_split(&text, ' ', &which) &&
           ph_number(text, &mark->commits) && ph_split(&which, '/', &shard) &&
           ph_number(shard, &mark->shard) && ph_number(which, &mark->shards) &&
           mark->shard < mark->shards;
}

xapian_status ph_shard_mark_read(const xapian_db *db, ph_shard_mark *mark,
                                 xapian_error *why)
{
    ph_str text = PH_ABSENT;
    *mark = (ph_shard_mark){0};
    xapian_status status = xapian_db_metadata(db, PH_KEY_REVISION, strlen(PH_KEY_REVISION),
                                              &text.s, &text.n, why);
    if (!status && !parse(text, mark))
        *mark = (ph_shard_mark){0};
    return status;
}

xapian_status ph_shard_mark_write(xapian_writable_db *db, const ph_shard_mark *mark,
                                  xapian_error *why)
{
    char text[120];
    int n = snprintf(
        text, sizeof text, "%" PRIu64 " %016" PRIx64 " %" PRIu64 "/%" PRIu64 " %" PRIu64,
        mark->schema, mark->generation, mark->shard, mark->shards, mark->commits);
    return xapian_writable_db_set_metadata(db, PH_KEY_REVISION, strlen(PH_KEY_REVISION),
                                           text, (size_t)n, why);
}

void ph_shard_mark_name(ph_buf *buf, const ph_shard_mark *mark)
{
    ph_buf_addf(buf, "%016" PRIx64 "-%" PRIu64 "/%" PRIu64 "-%" PRIu64, mark->generation,
                mark->shard, mark->shards, mark->commits);
}

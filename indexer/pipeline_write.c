/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last stage: a thread a shard, so that all shards are written at once. */
#include "config.h"

#include "indexer/pipeline_run.h"

void *ph_write_stage(void *user)
{
    const shard_writer *w = user;
    run *r = w->run;
    ph_error err;
    ph_prepared *prepared;
    ph_status status = PH_OK;
    while (!status && (prepared = ph_queue_take(r->prepared[w->shard])) != NULL) {
        status = ph_store_add(r->store, prepared, &err);
        ph_prepared_free(prepared);
    }
    if (status)
        ph_run_end(r, status, &err);
    return NULL;
}

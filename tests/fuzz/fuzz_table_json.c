/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables in JSON and JSON lines: whatever the bytes, the rows that come out are sound. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unfold("a.json", (ph_str){(const char *)data, size});
    fuzz_unfold("a.jsonl", (ph_str){(const char *)data, size});
    return 0;
}

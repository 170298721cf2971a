/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables in CSV: whatever the bytes, the rows that come out are sound documents. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unfold("a.csv", (ph_str){(const char *)data, size});
    return 0;
}

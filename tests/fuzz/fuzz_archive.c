/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives of all kinds, and what is in them. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unfold("a.zip", (ph_str){(const char *)data, size});
    fuzz_unfold("a.tar", (ph_str){(const char *)data, size});
    return 0;
}

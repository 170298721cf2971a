/* SPDX-License-Identifier: GPL-2.0-or-later */
/* E-mail and mbox. */
#include "config.h"

#include "tests/fuzz/unfolding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_unfold("a.eml", (ph_str){(const char *)data, size});
    fuzz_unfold("a.mbox", (ph_str){(const char *)data, size});
    return 0;
}

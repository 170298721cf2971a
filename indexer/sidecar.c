/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/sidecar.h"

const char *const ph_sidecar_endings[PH_SIDECAR_ENDINGS] = {".meta.xml", ".meta.json",
                                                            ".meta.yaml"};

bool ph_is_sidecar(ph_str path)
{
    for (size_t i = 0; i < PH_SIDECAR_ENDINGS; i++)
        if (ph_ends(path, ph_cstr(ph_sidecar_endings[i])))
            return true;
    return false;
}

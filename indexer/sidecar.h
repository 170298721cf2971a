/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sidecar.h - the names of side-cars, which are the same in folders and in archives.
 */
#ifndef PH_SIDECAR_H
#define PH_SIDECAR_H

#include "search/base.h"

/* ".meta.xml" ...: behind FILE's whole name.  An earlier one wins. */
#define PH_SIDECAR_ENDINGS ((size_t)3)
extern const char *const ph_sidecar_endings[PH_SIDECAR_ENDINGS];

/* FILE.meta.xml, .json or .yaml. */
bool ph_is_sidecar(ph_str path);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * licence.h - where the text of a licence is.  Which licences let files be handed out, the
 * site says (configuration.h).
 */
#ifndef PH_LICENCE_H
#define PH_LICENCE_H

#include "search/record.h"

/* The address of a licence's text, for programs: "CC-BY-4.0", "CC BY 4.0" and the address itself
 * are "https://creativecommons.org/licenses/by/4.0/".  An http or https address that is not known
 * stays as it is; absent: the licence is not known.  In the arena or the licence. */
ph_str ph_licence_url(ph_arena *arena, ph_str licence);

#endif

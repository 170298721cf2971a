/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * carry.h - parameters that travel: the language that a reader chose and the course pack stand
 * in the address, since there are no cookies, and so in the address of every page that a
 * page leads to.
 *
 * They are put into a page when it is finished, in one place, so that no link is forgotten.
 */
#ifndef PH_CARRY_H
#define PH_CARRY_H

#include "search/base.h"

/* True for the names of these parameters; every address takes them. */
bool ph_travels(ph_str name);

/* True where an address may hold this as an id: at most PH_ID_BYTES of [A-Za-z0-9_-]. */
bool ph_id_fits(ph_str s);

/* The ids of a course pack, "a,b,c": what does not look like one is left out, so is one that
 * was there before, and what is behind PH_PACK_MAX.  False: no memory. */
bool ph_pack_read(ph_arena *arena, ph_str list, ph_strs *ids);

/* "a,b,c" */
void ph_pack_write(ph_buf *buf, const ph_strs *ids);

/* "ui=ru&pack=a,b"; ui may be absent.  Empty when nothing travels, or there is no memory. */
ph_str ph_carried(ph_arena *arena, ph_str ui, const ph_strs *pack);

/* Appends a page in which every link (<a href>) and form of this site below `root` carries these
 * parameters but those that its address has already; addresses of /assets/ and links for programs
 * (<link>) stay as they are, and links that say rel="alternate" or have a `download`. */
void ph_carry(ph_buf *out, ph_str page, ph_str root, ph_str carried);

#endif

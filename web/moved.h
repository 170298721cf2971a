/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * moved.h - ids that lead to another document: of documents that were removed, where another one
 * came in their place (ph_reader_heir).
 */
#ifndef PH_MOVED_H
#define PH_MOVED_H

#include "web/context.h"

/* Where the address of a document that was removed has another one in its place: 301 to the same
 * address of that one, with the request's parameters.  *moved: whether there is one. */
ph_status ph_moved_answer(const ph_context *context, const ph_request *request,
                          ph_response *response, bool *moved, ph_error *err) PH_MUST_USE;

/* Puts into the pack, and into what is carried, the ids that its ids lead to; once each.  Where the
 * index cannot be read the pack stays as it is. */
void ph_moved_pack(ph_context *context);

#endif

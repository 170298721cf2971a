/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_magic.h - what bytes are, as a media type (RFC 6838), whatever their name says.
 */
#ifndef PH_PARSE_MAGIC_H
#define PH_PARSE_MAGIC_H

#include "search/base.h"

/* Loads libmagic's database.  The handle is kept in the process, and belongs to one thread.
 * PH_IO: it is not installed. */
ph_status ph_magic_open(ph_error *err) PH_MUST_USE;
void ph_magic_close(void);

/* libmagic's opinion on a file's first bytes; good until the next call; "" if it has none. */
const char *ph_magic_type(ph_str head);

/* What the bytes are without any doubt, by the sign that they begin with; NULL: they have none.
 * Cheap: it is asked for each file (parse_signs.c). */
const char *ph_sign_type(ph_str head);

/* The type that ph_sign_type gives to OLE2, in which old Office documents, Outlook messages and
 * encrypted new ones are; and which of them it is, as the extension that it should have ("doc",
 * "xls", "ppt", "msg"; "encrypted"); NULL: the head does not tell. */
#define PH_TYPE_OLE2 "application/x-ole-storage"
const char *ph_sign_ole2(ph_str head);

#endif

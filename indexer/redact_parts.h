/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redact_parts.h - what the parts of redaction (redact.h) share.
 *
 *     redact.c         contacts in metadata, and the order of things
 *     redact_blocks.c  blocks and lines that hold contact data
 *     redact_persons.c names of persons in such blocks
 *     redact_text.c    addresses, numbers and names out of one text
 *     redact_mail.c    where an e-mail address stands
 *     redact_phone.c   where a telephone number stands
 *     redact_names.c   where a name that is known stands
 *
 * Nothing here keeps state; texts are UTF-8 in Form C (ph_text_clean).
 */
#ifndef PH_REDACT_PARTS_H
#define PH_REDACT_PARTS_H

#include "indexer/document.h"
#include "indexer/redact.h"

/* Bytes [start, end) of a text. */
typedef struct ph_span {
    size_t start, end;
} ph_span;
typedef PH_VEC(ph_span) ph_spans;

static inline bool ph_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ASCII letters, and all bytes of others. */
static inline bool ph_letter_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The end of an e-mail address whose at sign, or the space before it, is at i, and its
 * beginning; 0: there is none.  At signs and full stops may be disguised: "(at)", " at ",
 * "собака", "&#64;", "[dot]", " точка ". */
size_t ph_mail_at(ph_str text, size_t i, size_t *start);

/* Whether such a sign may begin at i: cheap, and true too often. */
bool ph_mail_chance(ph_str text, size_t i);

/* The end of a telephone number, with the word that announces it and an extension, that starts
 * at i; 0: none.  numbers: such as are known, digits only. */
size_t ph_phone_at(ph_str text, size_t i, const ph_strs *numbers);

/* Whether a word that announces a number may begin at the letter at i. */
bool ph_phone_chance(ph_str text, size_t i);

/* Where one of the names stands, in the order of the text.  any_case: small letters may begin
 * it, as in the name of a file.  False: no memory. */
bool ph_names_in(ph_arena *arena, ph_str text, bool any_case, const ph_strs *names,
                 ph_spans *out);

/* Whether a word (a key of ph_text_key) is "mr", "dr", "г-жа"... */
bool ph_is_honorific(ph_str key);

/* Adds the names of persons that a text of contact data seems to hold: two words or more that
 * begin with capitals, or one behind "Ms"; none that is an office, a place or a duty.
 * False: no memory. */
bool ph_persons_in(ph_arena *arena, ph_str text, ph_strs *names);

/* Drops what stands in blocks and lines of contact data, and adds the names in them to what
 * is hidden.  *removed: set when there was any.  False: no memory. */
bool ph_drop_contacts(ph_document *doc, ph_arena *arena, ph_hidden *hidden, bool *removed);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse_mail.h - what the parts of the e-mail format share.
 *
 * Who wrote to whom is personal data and never leaves the parser: of the header only subject and
 * day are read (INTERFACE, "Consent").
 */
#ifndef PH_PARSE_MAIL_H
#define PH_PARSE_MAIL_H

#include "search/base.h"

/* Starts GMime, once in a process. */
void ph_mail_init(void);

/* Appends a header's value in UTF-8, its encoded words (RFC 2047) decoded.  Returns false when
 * there is no memory. */
bool ph_mail_words(ph_buf *out, ph_str raw);

/* Appends a plain body, given in UTF-8: signatures ("-- ") are left out; quotations lose their
 * '>' and the line before them that says who wrote when; lines of format=flowed (RFC 3676) are
 * joined, by delsp=yes without a space. */
void ph_mail_text(ph_buf *out, ph_str text, bool flowed, bool delsp);

#endif

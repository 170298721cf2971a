/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * oai.h - an answer of OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html)
 * as peerhub-worker hands it on.
 *
 * It is a file of many documents (unfold.h).  The first is PH_OAI_ABOUT, metadata of the answer
 * itself under the keys below; then comes one for each record, whose path and identity are "#"
 * and the record's identifier, and whose ph_part.size says what it is (ph_oai_kind).
 */
#ifndef PH_OAI_H
#define PH_OAI_H

/* By this ending the worker knows the format. */
#define PH_OAI_NAME "answer.oaipmh"

#define PH_OAI_ABOUT "#about"
#define PH_OAI_ANSWERED "answered" /* responseDate */
#define PH_OAI_ERROR "error"       /* the code of an error, */
#define PH_OAI_REASON "reason"     /* and its words */
#define PH_OAI_TOKEN "token"       /* resumptionToken; not there: the list is complete */
#define PH_OAI_EXPIRES "expires"   /* when the token ends */
#define PH_OAI_PROTOCOL "protocol" /* of Identify: protocolVersion, */
#define PH_OAI_GRANULARITY "granularity" /* granularity, */
#define PH_OAI_DELETED "deleted"         /* deletedRecord */

typedef enum ph_oai_kind {
    PH_OAI_GONE = 1, /* was deleted there; no metadata */
    PH_OAI_HEADER,   /* is there; no metadata were asked for */
    PH_OAI_RECORD
} ph_oai_kind;

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parse.h - formats.  One file a format, each behind one ph_format row; all of them are
 * linked into peerhub-worker only (DESIGN: what comes from outside is parsed in a process
 * that holds neither the index nor a socket).
 */
#ifndef PH_PARSE_H
#define PH_PARSE_H

#include "indexer/document.h"

/* Part of each document's fingerprint: count it up when a parser finds something else in the
 * same bytes, and the next run parses everything anew. */
#define PH_PARSER_VERSION 10

/* What a parser is given. */
typedef struct ph_input {
    ph_str name;  /* the file's name without folders, for its extension */
    ph_str bytes; /* the whole file */
} ph_input;

typedef struct ph_map ph_map;             /* map.h: columns of tables */
typedef struct ph_feed ph_feed;           /* feed.h */
typedef struct ph_unfolding ph_unfolding; /* unfold.h */

/* A format has one of parse and unfold, or both: then parse reads it where it can be one
 * document only. */
typedef struct ph_format {
    const char *name; /* "HTML" */
    const char *mime;
    const char *extensions; /* lower case, a space behind each: "html htm xhtml " */

    /* Reads input into doc (mime is set by the caller).  Strings are copied into the arena.
     * PH_INVALID: the file is not what its name says; the text says where and why.
     * PH_NO_MEMORY, PH_LIMIT. */
    ph_status (*parse)(ph_input input, ph_arena *arena, ph_document *doc, ph_error *err);

    /* Of a file that holds others: hands on every part by the calls of unfold.h.  Errors are
     * the file's as a whole. */
    ph_status (*unfold)(ph_unfolding *unfolding, ph_feed *feed, ph_error *err);
} ph_format;

extern const ph_format ph_format_html, ph_format_xml, ph_format_markdown, ph_format_text,
    ph_format_docx, ph_format_pptx, ph_format_odf, ph_format_epub, ph_format_pdf,
    ph_format_rtf, ph_format_csv, ph_format_tsv, ph_format_json, ph_format_json_lines,
    ph_format_xlsx, ph_format_ods, ph_format_mail, ph_format_mbox, ph_format_zip,
    ph_format_tar, ph_format_oai;

/* What a name's last dot begins, without the dot, if it looks like an ending: up to ten letters
 * and digits, not digits alone ("v1.2" has none); else empty. */
ph_str ph_format_extension(ph_str name);

/* True if the extension is one of a list of words, each with a space behind it. */
bool ph_format_is_listed(ph_str extension, const char *list);

/* The format for a name, or NULL. */
const ph_format *ph_format_find(ph_str name);

/* Appends what peerhub reads: "HTML, XML, ... and ZIP". */
void ph_format_names(ph_buf *out);

/* How many bytes of a file tell its format. */
#define PH_FORMAT_HEAD ((size_t)64 << 10)

/* The format of a file by its name and its first PH_FORMAT_HEAD bytes (parse_choose.c).  Its
 * ending is believed unless the bytes clearly say something else; where it has none, or one
 * that nobody knows, the bytes decide.  PH_UNSUPPORTED: nobody reads this; PH_INVALID: it is
 * empty, or encrypted.  Both in words. */
ph_status ph_format_choose(ph_str name, ph_str head, const ph_format **format,
                           ph_error *err) PH_MUST_USE;

/* Once in a process, before the first parse and before confinement: compiles the RELAX NG
 * schema of practice notes and case studies (corpus/schema/peerhub.rng), loads libmagic's
 * database, starts GMime.  They are kept in the process and only read after that.  The
 * process's LC_CTYPE becomes C.UTF-8: libarchive gives names in the locale's encoding. */
ph_status ph_parse_init(const char *schema_path, ph_error *err) PH_MUST_USE;
void ph_parse_finish(void);

/* What poppler reads from files, read before confinement (parse_pdf.c tells what is left to be
 * readable).  Called by ph_parse_init and ph_parse_finish. */
ph_status ph_pdf_init(ph_error *err) PH_MUST_USE;
void ph_pdf_finish(void);

/* One document from one file, in memory: chooses the format, parses, then lays the side-car (if
 * its name is not absent) over it.  PH_UNSUPPORTED: the format holds others. */
ph_status ph_parse(ph_input input, ph_input sidecar, ph_arena *arena, ph_document *doc,
                   ph_error *err) PH_MUST_USE;

/* A side-car FILE.meta.xml, .json or .yaml: every value becomes metadata with origin
 * PH_ORIGIN_SIDECAR. */
ph_status ph_parse_sidecar(ph_input sidecar, ph_arena *arena, ph_document *doc,
                           ph_error *err) PH_MUST_USE;

/* YAML (front matter or side-car) flattened into metadata; an empty list gives "none". */
ph_status ph_parse_yaml(ph_str bytes, ph_origin origin, ph_arena *arena, ph_document *doc,
                        ph_error *err) PH_MUST_USE;

/* Metadata under a name of another standard - "DC.title", "dcterms.issued",
 * "citation_author", "og:title", "keywords" - under our key.  Unknown names are left out. */
bool ph_meta_foreign(ph_document *doc, ph_arena *arena, ph_origin origin, ph_str name,
                     ph_str value);

#endif

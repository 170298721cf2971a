/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every function of the library as a table and a way to call it, which tests/make-arguments
 * makes of the headers; and a valid value for each parameter.
 */
#ifndef TEST_XAPIAN_C_ARGUMENTS_H
#define TEST_XAPIAN_C_ARGUMENTS_H

#include <limits.h>

#include "../xapian-c.h"

typedef enum {
    HANDLE,     /* of the library */
    HANDLE_OUT, /* where a new one goes */
    OUT,        /* where another output goes: room for ROOM bytes */
    DATA,       /* bytes and their length */
    TEXT,       /* ends with a zero byte */
    STRUCT,     /* its members follow */
    ARRAY,      /* and how many there are; one element follows */
    CALLBACK,
    USER, /* what a callback is given */
    FLAGS,
    ENUM,
    NUMBER,
    DESCRIPTOR, /* of a file */
    TRUTH,
    DOUBLE
} how;

typedef struct {
    const char *name; /* "options.flags" for the member of a struct */
    const char *type; /* as declared */
    how kind;
    size_t least, greatest; /* of a number or an enum */
} parameter;

/* What is passed; which of these, by its kind. */
typedef struct {
    void *p;
    size_t n; /* also the length of data, and how many an array has */
    double d;
    void (*fn)(void);
    void *made; /* what is to be freed: the handle, the data */
} value;

typedef enum { STATUS, PLAIN, NOTHING } outcome;

typedef struct {
    const char *name;
    outcome returns;
    size_t n;
    const parameter *parameters;
    /* The status; or whether the plain number, pointer or truth is other than 0. */
    int (*call)(const value *values, xapian_error *err);
} function;

extern const function functions[];
extern const size_t n_functions;

/* DOCUMENTS are in the database. */
enum { DOCUMENTS = 8, PARAMETERS_MAX = 16, ROOM = 2048, UNTOUCHED = 0xa5 };

/* ---- what is valid ---- */

/* The files and the database that the values need, in 'folder'. */
int fixtures_open(void **state);
int fixtures_close(void **state);

/* One value for each parameter, and all of them away. */
void fixtures_make(const function *of, value *values);
void fixtures_free(const function *of, value *values);
/* Does with the handles what one does with them, whatever comes of it. */
void fixtures_use(const function *of, const value *values);

/* The same for one handle; a function that ends a transaction gets a database with one. */
void handle_make(const function *of, const parameter *p, value *to);
void handle_use(const parameter *of, void *handle);
void handle_free(const parameter *of, void *handle);
bool is_const(const parameter *of);

/* A number, a document, a query and coordinates as bytes. */
extern const char *serialised[4];
extern size_t serialised_len[4];

/* A name that no file has, to be freed. */
char *new_path(void);
/* Bytes without a zero behind them, so that one who reads on is caught. */
void give_data(value *to, const void *bytes, size_t size);

#endif /* TEST_XAPIAN_C_ARGUMENTS_H */

/* Lignes d'un fichier CSV à point-virgule. Reads a file of any size through a callback, record by record, within fixed bounds: what comes
 * from outside may be anything. Quoted fields may hold ;, "" and ends of lines. A BOM at the start is skipped. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_MOST_FIELDS = 32, CSV_MOST_BYTES = 1 << 14 };

typedef struct csv_field {
    const char *data; /* UTF-8 as in the file, not ended by NUL; lives until the next record */
    size_t size;
} csv_field;
typedef struct csv_record {
    int64_t line; /* of the file, from 1: where the record begins */
    size_t n;
    csv_field fields[CSV_MOST_FIELDS];
} csv_record;

typedef enum csv_result {
    CSV_RECORD,
    CSV_END,
    CSV_TOO_LONG,   /* more than CSV_MOST_BYTES in one record */
    CSV_TOO_MANY,   /* more than CSV_MOST_FIELDS fields */
    CSV_OPEN_QUOTE, /* the file ends within a quoted field */
    CSV_NOT_TEXT,   /* a NUL byte */
    CSV_STOPPED     /* the callback gave a negative number: `status` holds it */
} csv_result;

typedef struct csv_reader {
    int64_t (*read)(void *self, void *into, uint64_t capacity); /* bytes, 0 at the end, negative: stop */
    void *self;
    int64_t status;
    int64_t line;
    size_t at, got;
    bool over, begun;
    char in[4096];
    char text[CSV_MOST_BYTES];
} csv_reader;

void csv_begin(csv_reader *, int64_t (*read)(void *, void *, uint64_t), void *self);
/* Lines without any character are passed over. After anything but CSV_RECORD, the reader is done. */
csv_result csv_next(csv_reader *, csv_record *);

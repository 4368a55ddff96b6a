#include "csv.h"

void csv_begin(csv_reader *reader, int64_t (*read)(void *, void *, uint64_t), void *self)
{
    reader->read = read;
    reader->self = self;
    reader->status = 0;
    reader->line = 1;
    reader->at = reader->got = 0;
    reader->over = reader->begun = false;
}

/* The next byte; -1 at the end, -2 where the callback stops. */
static int next(csv_reader *reader)
{
    if (reader->at == reader->got) {
        int64_t const got = reader->over ? 0 : reader->read(reader->self, reader->in, sizeof reader->in);
        if (got < 0) {
            reader->status = got;
            return -2;
        }
        reader->at = 0;
        reader->got = (size_t)got;
        if (got == 0) {
            reader->over = true;
            return -1;
        }
    }
    return (unsigned char)reader->in[reader->at++];
}

csv_result csv_next(csv_reader *reader, csv_record *record)
{
    size_t used = 0, begin = 0;
    bool quoted = false, was_quoted = false, any = false;
    int pending = -3; /* a byte that was read too far */
    record->n = 0;
    record->line = reader->line;
    for (;;) {
        int const byte = pending == -3 ? next(reader) : pending;
        bool const end = byte == -1;
        pending = -3;
        if (byte == -2)
            return CSV_STOPPED;
        if (byte == 0)
            return CSV_NOT_TEXT;
        if (end && quoted)
            return CSV_OPEN_QUOTE;
        if (quoted) {
            if (byte == '"') {
                int const after = next(reader);
                if (after == -2)
                    return CSV_STOPPED;
                if (after != '"') { /* the end of the quotes; what follows is read as it comes */
                    quoted = false;
                    pending = after;
                    continue;
                }
            }
            reader->line += byte == '\n';
        } else if (byte == '"' && used == begin && !was_quoted) {
            quoted = was_quoted = any = true;
            continue;
        } else if (end || byte == ';' || byte == '\n') {
            size_t size = used - begin;
            if (byte != ';' && !was_quoted && size > 0 && reader->text[used - 1] == '\r')
                --size; /* CR LF */
            any = any || byte == ';' || size > 0;
            if (!any) { /* an empty line, or the end */
                if (end)
                    return CSV_END;
                record->line = ++reader->line;
                used = begin = 0;
                continue;
            }
            if (record->n == CSV_MOST_FIELDS)
                return CSV_TOO_MANY;
            record->fields[record->n].data = reader->text + begin;
            record->fields[record->n++].size = size;
            begin = used;
            was_quoted = false;
            if (byte == ';')
                continue;
            reader->line += byte == '\n';
            return CSV_RECORD;
        } else if (byte == '\r' && was_quoted) {
            continue; /* between the closing quote and the end of the line */
        }
        if (used == CSV_MOST_BYTES)
            return CSV_TOO_LONG;
        reader->text[used++] = (char)byte;
        if (!reader->begun && used == 3) { /* the first three bytes of the file */
            reader->begun = true;
            if ((unsigned char)reader->text[0] == 0xEF && (unsigned char)reader->text[1] == 0xBB && (unsigned char)reader->text[2] == 0xBF)
                used = 0;
        }
    }
}

/* The readers against what a person reads in the same text. */
#include "../src/csv.h"
#include "../src/numbers.h"
#include <stdio.h>
#include <string.h>

static int failures;
#define CHECK(fact) ((fact) ? (void)0 : (void)(++failures, fprintf(stderr, "line %d: %s\n", __LINE__, #fact)))

static bool amount(const char *text, int digits, int64_t expected)
{
    int64_t minor = 0;
    return read_amount(text, strlen(text), digits, &minor) && minor == expected;
}
static bool no_amount(const char *text, int digits)
{
    int64_t minor = 0;
    return !read_amount(text, strlen(text), digits, &minor);
}
static bool written(int64_t minor, int digits, const char *expected)
{
    char into[24];
    size_t const size = write_amount(minor, digits, into);
    return size == strlen(expected) && memcmp(into, expected, size) == 0;
}
static bool date(const char *text, const char *expected)
{
    char iso[10];
    return read_date(text, strlen(text), iso) && memcmp(iso, expected, 10) == 0;
}
static bool no_date(const char *text)
{
    char iso[10];
    return !read_date(text, strlen(text), iso);
}

struct source {
    const char *bytes;
    size_t size, at, step;
};
static int64_t take(void *self, void *into, uint64_t capacity)
{
    struct source *const from = self;
    size_t n = from->size - from->at;
    if (n > from->step)
        n = from->step;
    if (n > capacity)
        n = (size_t)capacity;
    memcpy(into, from->bytes + from->at, n);
    from->at += n;
    return (int64_t)n;
}
/* Records as "line:field|field/", then the result as a digit; read `step` bytes at a time. */
static bool reads(const char *bytes, size_t size, size_t step, const char *expected)
{
    static csv_reader reader;
    struct source from = {bytes, size, 0, step};
    csv_record record;
    csv_result result;
    char all[4096];
    size_t n = 0, at;
    csv_begin(&reader, take, &from);
    while ((result = csv_next(&reader, &record)) == CSV_RECORD) {
        n += (size_t)snprintf(all + n, sizeof all - n, "%lld:", (long long)record.line);
        for (at = 0; at < record.n; ++at)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%.*s", at > 0 ? "|" : "", (int)record.fields[at].size, record.fields[at].data);
        n += (size_t)snprintf(all + n, sizeof all - n, "/");
    }
    n += (size_t)snprintf(all + n, sizeof all - n, "%d", (int)result);
    if (n == strlen(expected) && memcmp(all, expected, n) == 0)
        return true;
    fprintf(stderr, "read: %s\n", all);
    return false;
}
static bool csv(const char *text, const char *expected)
{
    size_t const size = strlen(text);
    return reads(text, size, 1, expected) && reads(text, size, 3, expected) && reads(text, size, 4096, expected);
}

int main(void)
{
    static char large[CSV_MOST_BYTES + 10];
    CHECK(amount("12345,67", 2, 1234567));
    CHECK(amount("12 345,67", 2, 1234567));
    CHECK(amount("12\xC2\xA0" "345,6", 2, 1234560));
    CHECK(amount("1\xE2\x80\xAF" "000\xE2\x80\xAF" "000", 0, 1000000));
    CHECK(amount("0", 2, 0));
    CHECK(amount("-7,05", 2, -705));
    CHECK(amount("1,234", 3, 1234));
    CHECK(amount("92233720368547758,07", 2, INT64_MAX));
    CHECK(no_amount("92233720368547758,08", 2));
    CHECK(no_amount("99999999999999999999", 0));
    CHECK(no_amount("", 2));
    CHECK(no_amount("-", 2));
    CHECK(no_amount(",50", 2));
    CHECK(no_amount("5,", 2));
    CHECK(no_amount("5,678", 2));
    CHECK(no_amount("5,5", 0));
    CHECK(no_amount("1.234", 2));
    CHECK(no_amount("1 234 ", 2));
    CHECK(no_amount(" 1234", 2));
    CHECK(no_amount("1,2,3", 2));
    CHECK(no_amount("12a", 2));
    CHECK(written(1234567, 2, "12345,67"));
    CHECK(written(5, 2, "0,05"));
    CHECK(written(-705, 2, "-7,05"));
    CHECK(written(1000000, 0, "1000000"));
    CHECK(written(0, 0, "0"));
    CHECK(written(0, 3, "0,000"));
    CHECK(written(INT64_MIN, 2, "-92233720368547758,08"));
    CHECK(currency_digits("XOF", 3) == 0 && currency_digits("EUR", 3) == 2 && currency_digits("TND", 3) == 3);
    CHECK(currency_digits("eur", 3) == -1 && currency_digits("EURO", 4) == -1 && currency_digits("", 0) == -1);
    CHECK(date("31/01/2026", "2026-01-31"));
    CHECK(date("29/02/2024", "2024-02-29"));
    CHECK(date("29/02/2000", "2000-02-29"));
    CHECK(no_date("29/02/2026"));
    CHECK(no_date("29/02/1900"));
    CHECK(no_date("31/04/2026"));
    CHECK(no_date("00/01/2026"));
    CHECK(no_date("01/13/2026"));
    CHECK(no_date("2026-01-31"));
    CHECK(no_date("1/1/2026"));

    CHECK(csv("", "1"));
    CHECK(csv("a;b\n1;2\n", "1:a|b/2:1|2/1"));
    CHECK(csv("\xEF\xBB\xBF" "a;b\r\n1;2", "1:a|b/2:1|2/1"));
    CHECK(csv("a;;\n\n\r\n;\n", "1:a||/4:|/1"));
    CHECK(csv("\"a;\"\"b\"\"\";\"c\r\nd\"\r\ne\n", "1:a;\"b\"|c\r\nd/3:e/1"));
    CHECK(csv("\"\"\nx", "1:/2:x/1"));
    CHECK(csv("a\"b;c", "1:a\"b|c/1"));
    CHECK(csv("a;\"b\n", "4"));
    CHECK(reads("a\0b\n", 4, 4096, "5"));
    memset(large, 'x', sizeof large);
    CHECK(reads(large, sizeof large, 4096, "2"));
    memset(large, ';', 100);
    CHECK(reads(large, 100, 4096, "3"));
    return failures > 0;
}

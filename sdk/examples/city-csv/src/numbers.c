#include "numbers.h"
#include <string.h>

int currency_digits(const char *code, size_t size)
{
    static const char none[][4] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    static const char three[][4] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    size_t at;
    if (size != 3)
        return -1;
    for (at = 0; at < size; ++at)
        if (code[at] < 'A' || code[at] > 'Z')
            return -1;
    for (at = 0; at < sizeof none / sizeof *none; ++at)
        if (memcmp(code, none[at], 3) == 0)
            return 0;
    for (at = 0; at < sizeof three / sizeof *three; ++at)
        if (memcmp(code, three[at], 3) == 0)
            return 3;
    return 2;
}

/* The bytes of a space between groups of digits at `text`; 0: none stands there. */
static size_t space(const char *text, size_t size)
{
    if (size >= 1 && text[0] == ' ')
        return 1;
    if (size >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return size >= 3 && memcmp(text, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

static bool add_digit(int64_t *number, char digit)
{
    if (digit < '0' || digit > '9' || *number > (INT64_MAX - (digit - '0')) / 10)
        return false;
    *number = *number * 10 + (digit - '0');
    return true;
}

bool read_amount(const char *text, size_t size, int digits, int64_t *minor)
{
    size_t at = 0, wide;
    int after = -1; /* digits after the comma; -1: no comma yet */
    bool negative = false, any = false;
    int64_t number = 0;
    if (size > 0 && text[0] == '-') {
        negative = true;
        at = 1;
    }
    while (at < size) {
        if (text[at] == ',') {
            if (after >= 0 || !any)
                return false;
            after = 0;
            ++at;
        } else if (after < 0 && any && (wide = space(text + at, size - at)) > 0) {
            at += wide;
            if (at == size || text[at] < '0' || text[at] > '9')
                return false;
        } else {
            if (!add_digit(&number, text[at++]) || (after >= 0 && ++after > digits))
                return false;
            any = true;
        }
    }
    if (!any || after == 0)
        return false;
    for (after = after < 0 ? 0 : after; after < digits; ++after)
        if (!add_digit(&number, '0'))
            return false;
    *minor = negative ? -number : number;
    return true;
}

size_t write_amount(int64_t minor, int digits, char *into)
{
    char reversed[24];
    size_t n = 0, out = 0;
    uint64_t left = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    int after = 0;
    do {
        reversed[n++] = (char)('0' + left % 10);
        left /= 10;
        if (++after == digits)
            reversed[n++] = ',';
    } while (left > 0 || after <= digits);
    if (minor < 0)
        into[out++] = '-';
    while (n > 0)
        into[out++] = reversed[--n];
    return out;
}

static bool two_digits(const char *text, int *number)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *number = (text[0] - '0') * 10 + (text[1] - '0');
    return true;
}

bool read_date(const char *text, size_t size, char iso[10])
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int day, month, century, year, last;
    if (size != 10 || text[2] != '/' || text[5] != '/' || !two_digits(text, &day) || !two_digits(text + 3, &month) || !two_digits(text + 6, &century) || !two_digits(text + 8, &year))
        return false;
    year += century * 100;
    if (month < 1 || month > 12 || year < 1)
        return false;
    last = days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    if (day < 1 || day > last)
        return false;
    memcpy(iso, text + 6, 4);
    iso[4] = iso[7] = '-';
    memcpy(iso + 5, text + 3, 2);
    memcpy(iso + 8, text, 2);
    return true;
}

bool read_count(const char *text, size_t size, int64_t *count)
{
    size_t at;
    *count = 0;
    for (at = 0; at < size; ++at)
        if (!add_digit(count, text[at]))
            return false;
    return size > 0;
}

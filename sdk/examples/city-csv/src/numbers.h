/* Montants et dates comme on les écrit en français. Never floating point: 0.1 has no exact double, money must add up. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Digits after the comma of a currency (ISO 4217): 0 for XOF, 3 for TND, 2 unless known otherwise; -1: not three capital letters. */
int currency_digits(const char *code, size_t size);
/* "12 345,67" as minor units: 1234567. Groups of digits are set apart by a space, U+00A0 or U+202F. False: not an amount, more digits than
 * the currency has, or beyond 64 bits. A point is refused: 1.234 may mean two things. */
bool read_amount(const char *text, size_t size, int digits, int64_t *minor);
/* 1234567 with two digits as "12345,67". Room for 24 characters; the length is returned. */
size_t write_amount(int64_t minor, int digits, char *into);
/* "31/01/2026" as "2026-01-31". False: no such day. */
bool read_date(const char *text, size_t size, char iso[10]);
/* "12" as 12, not negative. */
bool read_count(const char *text, size_t size, int64_t *count);

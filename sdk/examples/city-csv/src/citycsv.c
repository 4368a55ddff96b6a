/* Le fichier CSV d'une ville : lu, contrôlé, écrit de nouveau. Reads what the city's accounting writes, once a month:
 *     Référence;Bénéficiaire;Montant;Devise;Date;Personnes
 *     A-001;Coopérative du marché;12 345,67;XOF;31/01/2026;24
 * Columns may come in any order, and all but the first may be missing. An empty cell is "not reported", never 0. A line that does not read is left
 * aside with a sentence that names it; the others come in. */
#include "csv.h"
#include "numbers.h"
#include "passerelle/abi.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/locale.h"
#include "passerelle/ext/transfer.h"
#include <stdio.h>
#include <string.h>

static const psl_host *the_host;
static psl_plugin plugin;

static psl_str text(const char *words)
{
    psl_str const str = {words, strlen(words)};
    return str;
}

static bool same(psl_str a, const char *b) { return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0; }

/* The sentence in the language of the person who is served. */
static psl_str tr(const char *fr, const char *en)
{
    const psl_locale *const locale = the_host->get(the_host, PSL_LOCALE);
    return text(locale != NULL && same(locale->language(the_host), "en") ? en : fr);
}

static psl_status refuse(psl_str sentence)
{
    the_host->fail(the_host, PSL_E_INVALID, sentence);
    return PSL_E_INVALID;
}

/* False: the person has stopped the job. */
static bool go_on(psl_job *job)
{
    const psl_jobs *const jobs = the_host->get(the_host, PSL_JOBS);
    return jobs == NULL || jobs->report(job, -1, text(""));
}

/* ---- règles ---------------------------------------------------------------------------------------- */
static psl_status PSL_CALL check(psl_plugin *self, psl_str entity, const psl_row *row, psl_issues *issues)
{
    const psl_locale *const locale = the_host->get(the_host, PSL_LOCALE);
    psl_value value;
    (void)self, (void)entity;
    if (row->field(row, text("amount.minor"), &value) == PSL_OK && value.kind == PSL_INT && value.as.i < 0)
        issues->add(issues, text("amount"), PSL_LEVEL_ERROR, tr("Une aide n’est pas négative. Corrigez le montant.", "A grant is not negative. Correct the amount."));
    if (row->field(row, text("people"), &value) == PSL_OK && value.kind == PSL_INT && value.as.i < 0)
        issues->add(issues, text("people"), PSL_LEVEL_ERROR, tr("Un nombre de personnes n’est pas négatif. Laissez vide s’il est inconnu.", "A number of people is not negative. Leave it empty where it is unknown."));
    if (locale != NULL && row->field(row, text("granted"), &value) == PSL_OK && value.kind == PSL_TEXT) {
        psl_str const today = locale->today(the_host); /* both are YYYY-MM-DD: the order of the letters is that of the days */
        if (value.as.s.size == today.size && memcmp(value.as.s.data, today.data, today.size) > 0)
            issues->add(issues, text("granted"), PSL_LEVEL_WARNING, tr("Cette date est dans l’avenir.", "This date is in the future."));
    }
    return PSL_OK;
}

/* ---- lire ------------------------------------------------------------------------------------------ */
enum column { REFERENCE, BENEFICIARY, AMOUNT, CURRENCY, DATE, PEOPLE, COLUMNS };
static const char *const heads[COLUMNS] = {"Référence", "Bénéficiaire", "Montant", "Devise", "Date", "Personnes"};

/* A text that a spreadsheet would take for a formula leaves with an apostrophe before it, and loses it when it comes back. */
static bool starts_formula(char letter) { return letter == '=' || letter == '+' || letter == '-' || letter == '@' || letter == '\t' || letter == '\r'; }
static bool needs_guard(const char *data, size_t size) { return size > 0 && (starts_formula(data[0]) || (size > 1 && data[0] == '\'' && (starts_formula(data[1]) || data[1] == '\''))); }

static psl_status PSL_CALL recognise(psl_plugin *self, psl_str format, psl_str head, int32_t *score)
{
    static const char first[] = "Référence;Bénéficiaire;";
    size_t const bom = head.size >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    (void)self, (void)format;
    *score = head.size - bom >= sizeof first - 1 && memcmp(head.data + bom, first, sizeof first - 1) == 0 ? 95 : 0;
    return PSL_OK;
}

static int64_t read_bytes(void *self, void *into, uint64_t capacity)
{
    psl_reader *const reader = self;
    return reader->read(reader, into, capacity);
}

/* Where each column stands; COLUMNS of them, -1 where it is missing. False: a heading that is not known, or twice. */
static bool read_heads(const csv_record *record, int at[COLUMNS])
{
    size_t field;
    int column;
    for (column = 0; column < COLUMNS; ++column)
        at[column] = -1;
    for (field = 0; field < record->n; ++field) {
        psl_str const name = {record->fields[field].data, record->fields[field].size};
        for (column = 0; column < COLUMNS && !same(name, heads[column]); ++column)
            ;
        if (column == COLUMNS || at[column] >= 0)
            return false;
        at[column] = (int)field;
    }
    return at[REFERENCE] >= 0;
}

struct fields {
    psl_str names[6];
    psl_value values[6];
    uint32_t n;
};
static void add(struct fields *to, const char *name, psl_value value)
{
    to->names[to->n] = text(name);
    to->values[to->n++] = value;
}
static psl_value whole(int64_t number)
{
    psl_value value;
    memset(&value, 0, sizeof value);
    value.kind = PSL_INT;
    value.as.i = number;
    return value;
}
static psl_value words(const char *data, size_t size)
{
    psl_value value;
    memset(&value, 0, sizeof value);
    value.kind = PSL_TEXT;
    value.as.s.data = data;
    value.as.s.size = size;
    return value;
}
static psl_value nothing(void)
{
    psl_value value;
    memset(&value, 0, sizeof value);
    return value;
}

static psl_status put(psl_importer *importer, const csv_record *record, const int at[COLUMNS])
{
    csv_field cell[COLUMNS];
    struct fields out;
    psl_str reference;
    char iso[10];
    int64_t minor = 0, people = 0, id = 0;
    psl_status status;
    int column;
    for (column = 0; column < COLUMNS; ++column) {
        bool const there = at[column] >= 0 && (size_t)at[column] < record->n;
        cell[column].data = there ? record->fields[at[column]].data : "";
        cell[column].size = there ? record->fields[at[column]].size : 0;
        if (needs_guard(cell[column].data, cell[column].size) && cell[column].data[0] == '\'') { /* put there by export_file */
            ++cell[column].data;
            --cell[column].size;
        }
    }
    reference.data = cell[REFERENCE].data;
    reference.size = cell[REFERENCE].size;
#define LEAVE_ASIDE(fr, en) return importer->problem(importer, PSL_LEVEL_WARNING, record->line, reference, tr(fr, en)), PSL_OK
    if (reference.size == 0)
        LEAVE_ASIDE("Ligne sans référence, laissée de côté.", "Line without a reference, left aside.");
    if (cell[AMOUNT].size > 0 && currency_digits(cell[CURRENCY].data, cell[CURRENCY].size) < 0)
        LEAVE_ASIDE("La devise manque ou n’a pas trois majuscules (EUR, XOF). Ligne laissée de côté.", "The currency is missing or is not three capitals (EUR, XOF). Line left aside.");
    if (cell[AMOUNT].size > 0 && !read_amount(cell[AMOUNT].data, cell[AMOUNT].size, currency_digits(cell[CURRENCY].data, cell[CURRENCY].size), &minor))
        LEAVE_ASIDE("Le montant ne se lit pas : écrivez 12 345,67. Ligne laissée de côté.", "The amount cannot be read: write 12 345,67. Line left aside.");
    /* check() holds what people type; what a file brings is held here. */
    if (minor < 0)
        LEAVE_ASIDE("Une aide n’est pas négative. Ligne laissée de côté.", "A grant is not negative. Line left aside.");
    if (cell[DATE].size > 0 && !read_date(cell[DATE].data, cell[DATE].size, iso))
        LEAVE_ASIDE("La date n’existe pas ou ne s’écrit pas JJ/MM/AAAA. Ligne laissée de côté.", "The date does not exist or is not DD/MM/YYYY. Line left aside.");
    if (cell[PEOPLE].size > 0 && !read_count(cell[PEOPLE].data, cell[PEOPLE].size, &people))
        LEAVE_ASIDE("Le nombre de personnes ne se lit pas. Ligne laissée de côté.", "The number of people cannot be read. Line left aside.");
#undef LEAVE_ASIDE
    /* A column that the file does not have is not said at all: what the record holds stays. An empty cell empties it. */
    out.n = 0;
    add(&out, "reference", words(reference.data, reference.size));
    if (at[BENEFICIARY] >= 0)
        add(&out, "beneficiary", cell[BENEFICIARY].size > 0 ? words(cell[BENEFICIARY].data, cell[BENEFICIARY].size) : nothing());
    if (at[AMOUNT] >= 0) {
        add(&out, "amount.minor", cell[AMOUNT].size > 0 ? whole(minor) : nothing());
        add(&out, "amount.currency", cell[AMOUNT].size > 0 ? words(cell[CURRENCY].data, cell[CURRENCY].size) : nothing());
    }
    if (at[DATE] >= 0)
        add(&out, "granted", cell[DATE].size > 0 ? words(iso, sizeof iso) : nothing());
    if (at[PEOPLE] >= 0)
        add(&out, "people", cell[PEOPLE].size > 0 ? whole(people) : nothing());
    status = importer->put(importer, text("citycsv.grant"), out.names, out.values, out.n, &id);
    return status == PSL_E_INVALID ? PSL_OK : status; /* not what plugin.json declares, a text too long for instance: the program has noted it, the import goes on */
}

static psl_status PSL_CALL import_file(psl_plugin *self, psl_str format, psl_reader *from, psl_importer *importer, psl_job *job)
{
    static csv_reader reader; /* the program runs one import of a module at a time */
    csv_record record;
    csv_result result;
    int at[COLUMNS];
    int64_t count = 0;
    (void)self, (void)format;
    csv_begin(&reader, read_bytes, from);
    while ((result = csv_next(&reader, &record)) == CSV_RECORD) {
        psl_status status = PSL_OK;
        if (++count == 1) {
            if (!read_heads(&record, at))
                return refuse(tr("La première ligne n’a pas les titres attendus : Référence;Bénéficiaire;Montant;Devise;Date;Personnes. Rien n’a été importé.",
                                 "The first line does not have the headings Référence;Bénéficiaire;Montant;Devise;Date;Personnes. Nothing was imported."));
            continue;
        }
        if (count % 256 == 0 && !go_on(job))
            return PSL_E_CANCELLED;
        if (record.n > COLUMNS)
            importer->problem(importer, PSL_LEVEL_WARNING, record.line, text(""), tr("Plus de cases que de titres. Ligne laissée de côté.", "More cells than headings. Line left aside."));
        else
            status = put(importer, &record, at);
        if (status != PSL_OK)
            return status;
    }
    switch (result) {
    case CSV_STOPPED: return (psl_status)reader.status;
    case CSV_NOT_TEXT: return refuse(tr("Ce n’est pas un fichier de texte. Rien n’a été importé.", "This is not a text file. Nothing was imported."));
    case CSV_TOO_LONG:
    case CSV_TOO_MANY: return refuse(tr("Une ligne est bien trop longue : ce n’est pas la liste attendue. Rien n’a été importé.", "A line is far too long: this is not the expected list. Nothing was imported."));
    case CSV_OPEN_QUOTE: return refuse(tr("Un guillemet reste ouvert jusqu’à la fin du fichier. Fermez-le, puis recommencez. Rien n’a été importé.",
                                          "A quotation mark stays open until the end of the file. Close it, then try again. Nothing was imported."));
    default: break;
    }
    return count > 0 ? PSL_OK : refuse(tr("Le fichier est vide. Rien n’a été importé.", "The file is empty. Nothing was imported."));
}

/* ---- écrire ---------------------------------------------------------------------------------------- */
static psl_status write_bytes(psl_writer *writer, const char *data, size_t size)
{
    int64_t const done = writer->write(writer, data, size);
    return done < 0 ? (psl_status)done : PSL_OK;
}

/* Between quotes, so that ; " and ends of lines stay within the cell. */
static psl_status write_text(psl_writer *writer, psl_value value)
{
    psl_status status;
    size_t at, from = 0;
    if (value.kind != PSL_TEXT)
        return PSL_OK;
    status = write_bytes(writer, "\"", 1);
    if (status == PSL_OK && needs_guard(value.as.s.data, value.as.s.size))
        status = write_bytes(writer, "'", 1);
    for (at = 0; status == PSL_OK && at < value.as.s.size; ++at)
        if (value.as.s.data[at] == '"') {
            status = write_bytes(writer, value.as.s.data + from, at + 1 - from); /* the mark itself, and once more with what follows */
            from = at;
        }
    if (status == PSL_OK)
        status = write_bytes(writer, value.as.s.data + from, value.as.s.size - from);
    return status == PSL_OK ? write_bytes(writer, "\"", 1) : status;
}

static psl_status write_row(psl_writer *writer, const psl_db *db, psl_statement *rows)
{
    psl_value cells[6];
    char line[96];
    size_t n = 0;
    psl_status status = PSL_OK;
    int32_t at;
    for (at = 0; at < 6; ++at)
        if ((status = db->column(rows, at, &cells[at])) != PSL_OK)
            return status;
    if ((status = write_text(writer, cells[0])) != PSL_OK || (status = write_bytes(writer, ";", 1)) != PSL_OK || (status = write_text(writer, cells[1])) != PSL_OK)
        return status;
    line[n++] = ';';
    if (cells[2].kind == PSL_INT && cells[3].kind == PSL_TEXT && cells[3].as.s.size == 3) {
        n += write_amount(cells[2].as.i, currency_digits(cells[3].as.s.data, 3), line + n);
        line[n++] = ';';
        memcpy(line + n, cells[3].as.s.data, 3);
        n += 3;
    } else
        line[n++] = ';';
    line[n++] = ';';
    if (cells[4].kind == PSL_TEXT && cells[4].as.s.size == 10) {
        const char *const iso = cells[4].as.s.data;
        n += (size_t)snprintf(line + n, sizeof line - n, "%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
    }
    line[n++] = ';';
    if (cells[5].kind == PSL_INT)
        n += (size_t)snprintf(line + n, sizeof line - n, "%lld", (long long)cells[5].as.i);
    line[n++] = '\r';
    line[n++] = '\n';
    return write_bytes(writer, line, n);
}

static psl_status PSL_CALL export_file(psl_plugin *self, psl_str format, const psl_row *scope, psl_writer *writer, psl_job *job)
{
    static const char first[] = "\xEF\xBB\xBF" "Référence;Bénéficiaire;Montant;Devise;Date;Personnes\r\n"; /* the BOM: French Excel then reads the accents */
    const psl_db *const db = the_host->get(the_host, PSL_DB);
    psl_db_handle *handle = NULL;
    psl_statement *rows = NULL;
    psl_status status;
    bool row = false;
    int64_t count = 0;
    (void)self, (void)format, (void)scope;
    if (db == NULL)
        return PSL_E_DENIED;
    if ((status = write_bytes(writer, first, sizeof first - 1)) != PSL_OK || (status = db->open(the_host, &handle)) != PSL_OK ||
        (status = db->prepare(handle, text("SELECT reference, beneficiary, amount_minor, amount_currency, granted, people FROM citycsv_grant ORDER BY reference"), &rows)) != PSL_OK)
        return status;
    while ((status = db->step(rows, &row)) == PSL_OK && row) {
        if (++count % 256 == 0 && !go_on(job))
            status = PSL_E_CANCELLED;
        if (status == PSL_OK)
            status = write_row(writer, db, rows);
        if (status != PSL_OK)
            break;
    }
    db->close(rows);
    return status;
}

/* ---- ce que Passerelle demande --------------------------------------------------------------------- */
static const psl_checks checks = {check, NULL};
static const psl_transfer transfer = {recognise, import_file, export_file};

static const void *PSL_CALL get(const psl_plugin *self, const char *id)
{
    (void)self;
    if (strcmp(id, PSL_CHECKS) == 0)
        return &checks;
    return strcmp(id, PSL_TRANSFER) == 0 ? (const void *)&transfer : NULL;
}

static psl_status PSL_CALL init(psl_plugin *self) { return (void)self, PSL_OK; }
static psl_status PSL_CALL activate(psl_plugin *self) { return (void)self, PSL_OK; }
static void PSL_CALL deactivate(psl_plugin *self) { (void)self; }
static void PSL_CALL destroy(psl_plugin *self) { (void)self; }

static psl_status PSL_CALL create(const psl_host *host, psl_str id, psl_plugin **out)
{
    static const psl_plugin functions = {NULL, init, activate, deactivate, destroy, get};
    (void)id;
    the_host = host;
    plugin = functions;
    *out = &plugin;
    return PSL_OK;
}

const psl_entry psl_plugin_entry = {PSL_ABI, 0, create};

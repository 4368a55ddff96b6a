#include "passerelle/abi.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/transfer.h"
#include <string.h>

/* Un module en C : des tables de fonctions que Passerelle demande par leur nom. */

static const psl_host *the_host;
static psl_plugin plugin;

static psl_str text(const char *words)
{
    psl_str const str = {words, strlen(words)};
    return str;
}

static psl_status refuse(const char *sentence)
{
    the_host->fail(the_host, PSL_E_INVALID, text(sentence));
    return PSL_E_INVALID;
}

/* ---- règles : une erreur refuse la fiche --------------------------------------------------------- */
static psl_status PSL_CALL check(psl_plugin *self, psl_str entity, const psl_row *row, psl_issues *issues)
{
    psl_value members;
    (void)self, (void)entity;
    if (row->field(row, text("members"), &members) == PSL_OK && members.kind == PSL_INT && members.as.i < 0)
        issues->add(issues, text("members"), PSL_LEVEL_ERROR, text("Un nombre de membres n’est pas négatif. Corrigez-le."));
    return PSL_OK;
}

/* ---- fichiers : « Nom;Membres », une fiche par ligne --------------------------------------------- */
enum { most_bytes = 1 << 16 };
static const char heads[] = "Nom;Membres";

static psl_status PSL_CALL recognise(psl_plugin *self, psl_str format, psl_str head, int32_t *score)
{
    (void)self, (void)format;
    *score = head.size >= sizeof heads - 1 && memcmp(head.data, heads, sizeof heads - 1) == 0 ? 90 : 0;
    return PSL_OK;
}

/* Une case vide reste « non renseigné », jamais 0. Faux : ce n’est pas un nombre. */
static bool read_count(const char *at, const char *end, psl_value *out)
{
    int64_t number = 0;
    memset(out, 0, sizeof *out);
    if (at == end)
        return true;
    for (; at < end; ++at) {
        if (*at < '0' || *at > '9' || number > INT64_MAX / 10 - 1)
            return false;
        number = number * 10 + (*at - '0');
    }
    out->kind = PSL_INT;
    out->as.i = number;
    return true;
}

static psl_status put_line(psl_importer *importer, const char *line, const char *end, int64_t number)
{
    const char *const cut = memchr(line, ';', (size_t)(end - line));
    const char *const name_end = cut == NULL ? end : cut;
    psl_str const names[] = {text("name"), text("members")};
    psl_value values[2];
    int64_t id = 0;
    psl_status status;
    if (name_end == line) {
        importer->problem(importer, PSL_LEVEL_WARNING, number, text(""), text("Ligne sans nom, laissée de côté."));
        return PSL_OK;
    }
    memset(values, 0, sizeof values);
    values[0].kind = PSL_TEXT;
    values[0].as.s.data = line;
    values[0].as.s.size = (size_t)(name_end - line);
    if (!read_count(cut == NULL ? end : cut + 1, end, &values[1]))
        importer->problem(importer, PSL_LEVEL_WARNING, number, values[0].as.s, text("Le nombre de membres ne se lit pas : laissé vide."));
    status = importer->put(importer, text("@NAMESPACE@.record"), names, values, 2, &id);
    return status == PSL_E_INVALID ? PSL_OK : status; /* contraire à la déclaration : Passerelle l’a notée et l’import continue */
}

static psl_status PSL_CALL import_file(psl_plugin *self, psl_str format, psl_reader *reader, psl_importer *importer, psl_job *job)
{
    static char bytes[most_bytes];
    size_t kept = 0;
    int64_t number = 0, got;
    (void)self, (void)format, (void)job;
    do {
        char *line = bytes, *end;
        got = reader->read(reader, bytes + kept, sizeof bytes - kept);
        if (got < 0)
            return (psl_status)got;
        kept += (size_t)got;
        while ((end = memchr(line, '\n', kept - (size_t)(line - bytes))) != NULL || (got == 0 && line < bytes + kept)) {
            char *const next = end == NULL ? bytes + kept : end + 1;
            char *last = end == NULL ? bytes + kept : end;
            psl_status status = PSL_OK;
            if (last > line && last[-1] == '\r')
                --last;
            if (++number > 1) /* la première ligne porte les titres */
                status = put_line(importer, line, last, number);
            if (status != PSL_OK)
                return status;
            line = next;
        }
        kept -= (size_t)(line - bytes);
        memmove(bytes, line, kept);
        if (kept == sizeof bytes)
            return refuse("Une ligne du fichier dépasse 64 Kio : ce n’est pas la liste attendue. Rien n’a été importé.");
    } while (got > 0);
    return PSL_OK;
}

/* ---- ce que Passerelle demande ------------------------------------------------------------------- */
static const psl_checks checks = {check, NULL};
static const psl_transfer transfer = {recognise, import_file, NULL};

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

// The fields that every document-link brings, whatever it belongs to.
#pragma once
#include "import.hpp"
#include "rows.hpp"

namespace iati {

/// Sets title, description, file, format, categories, languages and date of a row.
template<typename RowFields>
void set_document(Import& in, Row<RowFields>& row, Element link)
{
    row[RowFields::title] = in.texts(link, Name::title);
    row[RowFields::description] = in.texts(link, Name::description);
    row[RowFields::file] = in.web_file(link);
    row[RowFields::format] = in.short_text(link, link[Name::format], 200);
    row[RowFields::categories] = in.codes_json(link, Name::category);
    row[RowFields::languages] = in.joined(link, Name::language, Name::code, 200);
    row[RowFields::date] = in.date(link.child(Name::document_date));
}

} // namespace iati

// The host's interfaces, one function table each; made by the file of the same name. [any]
#pragma once
#include "passerelle/ext/answers.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/locale.h"
#include "passerelle/ext/log.h"
#include "passerelle/ext/page.h"
#include "passerelle/ext/records.h"
#include "passerelle/ext/ui.h"
#include <map>
#include <string>

namespace passerelle::bridge {

[[nodiscard]] psl_log const& log_table();
[[nodiscard]] psl_locale const& locale_table();
[[nodiscard]] psl_db const& db_table();
[[nodiscard]] psl_records const& records_table();
[[nodiscard]] psl_jobs const& jobs_table();
[[nodiscard]] psl_ask const& ask_table();
[[nodiscard]] psl_words const& words_table();
[[nodiscard]] psl_widgets const& widgets_table();

/// What manifests may name under needs and uses: interface without number -> highest number served.
[[nodiscard]] std::map<std::string, int> host_offers();

} // namespace passerelle::bridge

// What the steps of the report share with their jobs. [main]
#pragma once
#include "host/exchange/paper_pages.hpp"
#include "host/exchange/report_review.hpp"
#include "host/model/report_template.hpp"
#include "host/platform/texture.hpp"
#include "host/ui/file_picker.hpp"
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>

namespace passerelle::ui {

enum class ReportStep { model, period, review };

struct ReportState {
    static constexpr std::array<char const*, 3> formats{"pdf", "html", "xlsx"};

    ReportStep step = ReportStep::model;
    std::string kind = "portfolio", title;
    std::int64_t id = 0;
    std::size_t language = 0;
    model::ReportTemplates templates; ///< read when the wizard opens
    std::size_t form = 0;             ///< of templates.all
    std::array<bool, 3> wanted{true, false, false}; ///< formats
    std::string from, to, path;
    FilePicker files;
    std::optional<Phrase> fault;

    std::shared_ptr<std::atomic<bool>> run; ///< set while the report is made; true: give up
    bool writing = false;
    std::shared_ptr<exchange::Document const> document; ///< whole, with every section
    std::vector<exchange::SectionReview> sections;
    std::vector<bool> chosen;

    /// The pages of the chosen sections; drawn by one job at a time.
    std::shared_ptr<exchange::PaperPages> pages;
    std::vector<std::pair<std::string, std::size_t>> starts; ///< of sections: title, page
    std::size_t page = 0;
    float zoom = 1;
    bool drawing = false;
    struct Shown {
        platform::Texture texture;
        double scale = 0;
    };
    std::map<std::size_t, Shown> pictures;
    bool to_top = false;
    std::vector<std::filesystem::path> written;

    std::vector<bridge::ExportFormat> exports; ///< other files, which modules write about the same records
    std::size_t exporting = 0;                 ///< of exports: the one whose place is asked
    FilePicker export_place;
};

using ReportStatePtr = std::shared_ptr<ReportState>;

void make_report(Context&, ReportStatePtr const&);
void lay_out_report(Context&, ReportStatePtr const&); ///< after the choice of sections changed
void draw_page_picture(Context&, ReportStatePtr const&, double scale);
void write_report(Context&, ReportStatePtr const&);
void export_file(Context&, ReportStatePtr const&, std::filesystem::path const&); ///< state->exporting
void draw_review_step(Context&, ReportStatePtr const&);

} // namespace passerelle::ui

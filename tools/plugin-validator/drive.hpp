// Everything that a module offers, done once: what the contract's tests look at afterwards.
#pragma once
#include "tools/plugin-validator/records.hpp"

namespace passerelle::validator {

/// The portfolio as a whole, and one record of each kind that a report may be about.
[[nodiscard]] std::vector<bridge::Scope> scopes_for(Stage&, Filled const&);
/// Where a declared view stands: the portfolio, or the sheets of a few records.
[[nodiscard]] std::vector<bridge::Scope> scopes_of(model::ViewDeclaration const&, Filled const&);
/// Calls `take` with every declared view, drawn once in every place.
void draw_all(Stage&, Filled const&, std::function<void(model::ViewDeclaration const&, bridge::View&)> const& take = {});
/// Every button, switch, number, text and choice of what is shown now, once.
void press_all(bridge::View&);
void write_sections(Stage&, Filled const&);
/// Every declared command on every kind of record that it is for, each on a worker and stopped after that time. One that does not stop is
/// named by the time limit of the test.
void run_commands(Stage&, Filled const&, std::function<std::chrono::microseconds()> const& stopped_after);
/// One answer to a question that names nothing, as text; the status first.
[[nodiscard]] std::string answer_of(std::string const& service);

struct Sample {
    std::string format;
    std::filesystem::path file;
};
/// Files of the module's formats: from the folder of samples, written by its own export, and a table of its registers.
[[nodiscard]] std::vector<Sample> samples_for(Stage&, Filled const&);
/// Import as a person does; what the module said of it.
[[nodiscard]] Result<bridge::ImportReport> import(Stage&, Sample const&, bridge::ImportMode = bridge::ImportMode::preview);

/// All of it on a portfolio with records, in both languages; returns when nothing is owed any more.
void drive(Stage&, Filled const&);

} // namespace passerelle::validator

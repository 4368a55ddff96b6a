// What the person chose about modules, in one file: which were agreed to, which are switched off, whose signature is trusted. [any]
#pragma once
#include "host/loader/signature.hpp"
#include <functional>
#include <optional>
#include <set>

namespace passerelle::loader {

struct Approval {
    std::string digest;                ///< of the content that was agreed to
    std::string version;
    std::string publisher;             ///< the key that had signed it; empty: none
    std::set<std::string> permissions; ///< model::permissions_of
};

struct Choices {
    std::map<std::string, Approval> approved; ///< by module id
    std::set<std::string> disabled;
    std::vector<Publisher> publishers; ///< trusted

    [[nodiscard]] Publisher const* trusted(std::string const& key) const;
};

struct ChoicesRead {
    Choices choices;
    std::optional<Phrase> notice; ///< the file was damaged or cannot be read: nothing is agreed to, and this says what became of it
    bool damaged = false;         ///< its content makes no sense: change_choices sets it aside before it writes
    bool newer = false;           ///< a later version of the program wrote it: it is not changed
};

/// No file: no choices. Changes nothing on the disk.
[[nodiscard]] ChoicesRead read_choices(std::filesystem::path const& file);
/// Reads, changes, writes, while no other process does; the file is the old one or the new one at any moment. A damaged file is kept
/// beside it under another name. Empty path: Status::unsupported.
[[nodiscard]] Result<void> change_choices(std::filesystem::path const& file, std::function<void(Choices&)> const& change);
/// Keeps a damaged file under another name, so that the next start begins anew; the sentence says where it is.
[[nodiscard]] std::optional<Phrase> set_damaged_choices_aside(std::filesystem::path const& file);

} // namespace passerelle::loader

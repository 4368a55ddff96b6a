// Bringing modules in, switching them off and taking them out. Nothing here touches an open portfolio: what changes takes effect at
// the next opening. May take a second for a large package: call it from a job. [any]
#pragma once
#include "host/loader/consent.hpp"

namespace passerelle::loader {

enum class Effect {
    install,
    update,
    repair,    ///< the version that is there, put there anew
    downgrade, ///< refused: what a later version wrote could be lost
};

/// A package that was opened and found sound; unpacked beside the person's modules, not among them. Its files go with it.
class Package {
public:
    ~Package();
    Package(Package const&) = delete;
    Package& operator=(Package const&) = delete;

    model::Manifest manifest;
    Request request;             ///< what to show before installing: version, publisher, permissions, what is new among them
    Sealed sealed;
    Effect effect = Effect::install;
    std::string installed;       ///< version that is there, or was; empty: none
    std::set<std::string> systems; ///< that the package has libraries for; empty: declarations alone, for every system

private:
    Package() = default;
    friend Result<std::unique_ptr<Package>> open_package(Places const&, std::filesystem::path const&);
    friend Result<void> install(Places const&, Package&);
    std::filesystem::path m_staged;
};

/// Refused with a sentence: an unsafe archive, a false signature, a declaration at fault, an id or namespace that another module has,
/// code without a library for this system.
[[nodiscard]] Result<std::unique_ptr<Package>> open_package(Places const&, std::filesystem::path const&);
/// Puts it in place and keeps the agreement that the person gave to package.request. Status::conflict for a downgrade.
[[nodiscard]] Result<void> install(Places const&, Package&);

/// Also for the program's own modules.
[[nodiscard]] Result<void> disable(Places const&, std::string const& id);
[[nodiscard]] Result<void> enable(Places const&, std::string const& id);
/// Takes the code out; the declaration stays, so that records stay visible and exportable. Only the person's own modules.
[[nodiscard]] Result<void> remove(Places const&, std::string const& id);

/// Semantic versions: "1.2.0-beta" comes before "1.2.0". Negative, 0 or positive.
[[nodiscard]] int compare_versions(std::string const& left, std::string const& right);

} // namespace passerelle::loader

// What a person may do with a chart, a map or a timeline: copy it as a picture, or keep it as PNG or SVG. [main]
#pragma once
#include "host/bridge/view.hpp"
#include "host/ui/context.hpp"
#include "host/ui/file_picker.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

class PictureActions {
public:
    PictureActions() = default;
    ~PictureActions() { *m_alive = false; }
    PictureActions(PictureActions const&) = delete; ///< a job under way answers to it
    PictureActions& operator=(PictureActions const&) = delete;

    /// Two small buttons beneath the picture of this id; `view` makes it anew as what may leave the machine.
    void draw(Context&, bridge::View&, exchange::Block const&);

private:
    void make(Context&, bridge::View&, std::string id, std::filesystem::path path, bool copy);

    FilePicker m_picker;
    std::string m_wanted; ///< the picture that is being saved
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui

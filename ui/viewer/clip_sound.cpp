#include "ui/viewer/clip_sound.h"

#include <utility>

#include "core/render/timeline_sound.h"

namespace kinora {

OpenSound sound_of_file(std::filesystem::path path) {
    return [path = std::move(path)](const FrameRange& range, const FrameRate& rate, const std::stop_token& stop) {
        return sound_of_frames(path, range, rate, stop);
    };
}

OpenSound sound_of_timeline(std::shared_ptr<const Project> project, std::filesystem::path mediaFolder) {
    return [project = std::move(project), mediaFolder = std::move(mediaFolder)](const FrameRange& range, const FrameRate&,
                                                                               const std::stop_token& stop) {
        return timeline_sound(*project, mediaFolder, range, stop);
    };
}

}  // namespace kinora

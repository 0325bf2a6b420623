#include "core/render/exported_frames.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/media/output_format.h"
#include "core/media/interpolation/retiming.h"
#include "core/render/timeline_renderer.h"

namespace kinora {

namespace {

// As long as the range, in frames of the file that begin before its end.
std::int64_t num_frames_of(const FrameRange& range, const FrameRate& from, const FrameRate& to) {
    const std::int64_t whole = convert_frame(range.length, from, to);
    return convert_frame(whole, to, from) < range.length || whole == 0 ? whole + 1 : whole;
}

}  // namespace

bool exports_sound(const ExportSettings& settings) {
    const Container container = output_format_for(settings.path, settings.codec).container;
    return settings.has_sound && container != Container::gif && container != Container::png_sequence;
}

ExportedFrames::ExportedFrames(const Project& project, const ExportSettings& settings)
    : project_(project),
      range_(settings.range.is_empty() ? FrameRange{0, timeline_end(project)} : settings.range),
      rate_(settings.frame_rate.is_valid() ? settings.frame_rate : project.frame_rate) {
    if (range_.is_empty() || range_.start < 0 || range_.end() > 2 * last_possible_frame) {
        throw EditError(Sentence::of("there is nothing on the timeline to export"));
    }
    // Sources are fitted to the size of the file at once, not first to that of the timeline.
    if (settings.width > 0 && settings.height > 0) {
        project_.width = settings.width;
        project_.height = settings.height;
    }
    size_ = num_frames_of(range_, project.frame_rate, rate_);
}

Image ExportedFrames::render(TimelineRenderer& renderer, std::int64_t i, const std::stop_token& stop) const {
    const std::int64_t frame = std::min(convert_frame(i, rate_, project_.frame_rate), range_.length - 1);
    const MediaTime past = frame_time(i, rate_) - frame_time(frame, project_.frame_rate);
    const bool is_held = past >= frame_time(1, project_.frame_rate);  // the end of the range is no frame of the file's rate
    return renderer.render(project_, range_.start + frame, stop, is_held ? MediaTime() : past);
}

}  // namespace kinora

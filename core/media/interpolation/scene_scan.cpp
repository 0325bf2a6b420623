#include "core/media/interpolation/scene_scan.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/interpolation/scene_cut.h"
#include "core/media/video_reader.h"

namespace kinora {

SceneScan scan_scenes(const std::filesystem::path& path, const FrameRange& frames, const SceneScanProgress& progress, const std::stop_token& stop) {
    VideoReader reader(path, stop);
    SceneScan scan;
    const std::int64_t num_there = reader.num_frames(stop);
    scan.frames = frames.is_empty() ? FrameRange{0, num_there} : frames;
    scan.frames.length = std::min(scan.frames.end(), num_there) - scan.frames.start;
    scan.ends_with_file = scan.frames.end() == num_there;
    if (scan.frames.is_empty()) {
        return scan;
    }
    const MediaTime origin = reader.frame(0, stop).time;
    reader.seek(scan.frames.start, stop);
    Image before;
    for (std::int64_t index = scan.frames.start; index < scan.frames.end(); ++index) {
        throw_if_stop_requested(stop);
        auto frame = reader.read_next(stop);
        if (!frame) {
            break;
        }
        if (!before.is_empty()) {
            const bool is_duplicate = is_duplicate_frame(before, frame->image);
            const double change = is_duplicate ? 0.0 : scene_change(before, frame->image);
            scan.num_duplicates += is_duplicate ? 1 : 0;
            const SceneMark mark = {index, (frame->time - origin).seconds()};
            if (is_scene_cut(change)) {
                scan.cuts.push_back(mark);
            } else if (is_hard_to_bridge(change)) {
                scan.hard.push_back(mark);
            }
        }
        before = std::move(frame->image);
        ++scan.num_looked_at;
        progress(scan);
    }
    return scan;
}

}  // namespace kinora

// Looks through a clip before anything is interpolated: where it is cut, where motion will not do, which frames are repeated.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/base/frame_time.h"

namespace kinora {

// A pair of frames of the file, named by the second of them.
struct SceneMark {
    std::int64_t frame = 0;
    double seconds = 0.0;  // when it appears, from the file's first frame

    friend bool operator==(const SceneMark&, const SceneMark&) = default;
};

struct SceneScan {
    FrameRange frames;               // of the file, that were asked for
    std::int64_t num_looked_at = 0;  // all of them when the scan is over
    bool ends_with_file = false;     // nothing comes behind the last of them
    std::vector<SceneMark> cuts;     // nothing is interpolated there
    std::vector<SceneMark> hard;     // one shot, but more changes than motion explains
    std::int64_t num_duplicates = 0;

    friend bool operator==(const SceneScan&, const SceneScan&) = default;
};

// Called after each frame, with what was found so far.
using SceneScanProgress = std::function<void(const SceneScan& so_far)>;

// Empty `frames` take the whole file. A file that ends before its time is looked through as far as it goes. Throws MediaError,
// Cancelled.
SceneScan scan_scenes(const std::filesystem::path& path, const FrameRange& frames, const SceneScanProgress& progress, const std::stop_token& stop);

}  // namespace kinora

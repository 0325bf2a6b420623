#include "app/cli/interpolation_parts.h"

#include <cstdio>
#include <memory>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_identity_bytes = 1'000'000;

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

}  // namespace

InterpolationParts::InterpolationParts(const fs::path& output, const std::string& identity, const FrameRate& frame_rate,
                                       const std::optional<SampleFormat>& samples)
    : folder_(output.parent_path() / ("." + output.filename().string() + ".parts")), frame_rate_(frame_rate), samples_(samples) {
    const fs::path identity_file = folder_ / "identity.json";
    if (!is_there(identity_file)) {
        std::error_code error;
        fs::create_directories(folder_, error);
        if (error) {
            throw FileError(folder_, "cannot be made: " + error.message());
        }
        write_file_atomically(identity_file, identity);
        return;
    }
    if (read_file(identity_file, max_identity_bytes) != identity) {
        throw FileError(folder_, "holds unfinished work with other settings or of another clip; remove it, or give those again");
    }
    while (is_there(part_path(num_parts_))) {
        ++num_parts_;
    }
    // Whether the last is a short one is not known from its name: it is made again.
    num_parts_ -= num_parts_ > 0 ? 1 : 0;
}

fs::path InterpolationParts::part_path(std::int64_t index) const {
    char name[32];
    std::snprintf(name, sizeof name, "part_%06lld.mkv", static_cast<long long>(index));
    return folder_ / name;
}

void InterpolationParts::make(const std::function<std::optional<VideoFrame>()>& next) {
    auto frame = next();
    while (frame) {
        ClipSettings settings;
        settings.width = frame->image.width();
        settings.height = frame->image.height();
        settings.frame_rate = frame_rate_;
        settings.codec = VideoCodec::ffv1;
        settings.samples = samples_;
        settings.overwrite = true;
        ClipWriter writer(part_path(num_parts_), settings);
        for (; frame && writer.num_frames() < frames_a_part; frame = next()) {
            writer.write(*frame);
        }
        writer.finish();
        if (writer.num_frames() < frames_a_part) {
            has_last_part_ = true;
            return;
        }
        ++num_parts_;
    }
}

void InterpolationParts::read(const std::function<void(const VideoFrame&)>& use, const std::stop_token& stop) const {
    const std::int64_t count = num_parts_ + (has_last_part_ ? 1 : 0);
    for (std::int64_t part = 0; part < count; ++part) {
        VideoReader reader(part_path(part), stop);
        while (const auto frame = reader.read_next(stop)) {
            use(*frame);
        }
    }
}

void InterpolationParts::remove() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

}  // namespace kinora::cli

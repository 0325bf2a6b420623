// What a finished file shows.
#pragma once

#include <filesystem>
#include <vector>

#include "core/media/video_reader.h"

namespace kinora::test {

// All pictures of it, in order.
inline std::vector<Image> frames_of(const std::filesystem::path& path) {
    std::vector<Image> images;
    VideoReader reader(path);
    while (auto frame = reader.read_next()) {
        images.push_back(frame->image);
    }
    return images;
}

// The same as the file holds them, at their own depth and format.
inline std::vector<StoredFrame> stored_frames_of(const std::filesystem::path& path) {
    std::vector<StoredFrame> frames;
    VideoReader reader(path);
    while (auto frame = reader.read_next()) {
        frames.push_back(*frame->stored);
    }
    return frames;
}

}  // namespace kinora::test

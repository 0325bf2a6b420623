// Clips with captions to train on, wherever they come from: what a trainer sees of a user's own folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/frame_time.h"

namespace kinora {

// What a trainer asks for: the size and length that its model works on.
struct ClipWindow {
    int width = 0;
    int height = 0;
    std::int64_t num_frames = 1;
    FrameRate frame_rate;
};

// Belongs to one thread at a time.
class CaptionedClips {
  public:
    virtual ~CaptionedClips() = default;

    virtual std::size_t size() const = 0;
    virtual const std::string& caption(std::size_t index) const = 0;  // UTF-8, one line
    // Another text when any clip or caption has changed.
    virtual std::string fingerprint() const = 0;
    virtual bool is_still(std::size_t index) const = 0;               // a picture: one frame

    // RGB, [num_frames, height, width, 3], row by row: a part of the clip that `seed` chooses, at the window's rate, the
    // largest centred part of each frame with the window's shape. Where the clip is shorter than the window its last frame
    // is held. Throws MediaError, Cancelled.
    virtual std::vector<std::uint8_t> read(std::size_t index, const ClipWindow& window, std::uint64_t seed,
                                           const std::stop_token& stop) const = 0;
};

}  // namespace kinora

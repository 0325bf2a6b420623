// Which frame of a clip is decoded next, given where the playhead is and which way it goes. No threads, no pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace kinora {

// What the monitor shows and is about to show.
struct PlayPosition {
    std::int64_t frame = 0;
    int direction = 1;       // 1 or -1
    std::int64_t first = 0;  // of the range that is played
    std::int64_t last = 0;   // included
    bool loops = false;

    friend bool operator==(const PlayPosition&, const PlayPosition&) = default;
};

// The frames that will be shown after `position.frame`, in their order: at most `count`, none twice, and not the frame itself.
std::vector<std::int64_t> upcoming_frames(const PlayPosition& position, std::int64_t count);

// The next frame to decode. The one that is shown comes first, then the upcoming ones. Codecs decode forwards, so backwards
// playback is read in short runs, each in ascending order. Nothing if all are there.
template <typename IsDecoded>
std::optional<std::int64_t> next_to_decode(const PlayPosition& position, std::int64_t count, IsDecoded&& is_decoded) {
    if (!is_decoded(position.frame)) {
        return position.frame;
    }
    constexpr std::size_t run = 8;
    const std::vector<std::int64_t> upcoming = upcoming_frames(position, count);
    for (std::size_t i = 0; i < upcoming.size(); ++i) {
        if (is_decoded(upcoming[i])) {
            continue;
        }
        std::int64_t next = upcoming[i];
        for (std::size_t j = i + 1; position.direction < 0 && j < upcoming.size() && j < i + run; ++j) {
            if (upcoming[j] == next - 1 && !is_decoded(upcoming[j])) {
                next = upcoming[j];
            }
        }
        return next;
    }
    return std::nullopt;
}

}  // namespace kinora

#include "ui/viewer/decode_ahead.h"

namespace kinora {

std::vector<std::int64_t> upcoming_frames(const PlayPosition& position, std::int64_t count) {
    std::vector<std::int64_t> frames;
    std::int64_t frame = position.frame;
    while (static_cast<std::int64_t>(frames.size()) < count) {
        frame += position.direction;
        if (frame < position.first || frame > position.last) {
            if (!position.loops) {
                break;
            }
            frame = position.direction > 0 ? position.first : position.last;
        }
        if (frame == position.frame || (!frames.empty() && frame == frames.front())) {
            break;
        }
        frames.push_back(frame);
    }
    return frames;
}

}  // namespace kinora

#include "ui/viewer/played_sound.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace kinora {

PlayedSound::PlayedSound(OpenSound open, const PlayPosition& position, const FrameRate& rate, const std::stop_token& stop,
                         SoundMixer::OnUnreadable on_unreadable)
    : open_(std::move(open)), position_(position), rate_(rate), stop_(stop), onUnreadable_(std::move(on_unreadable)) {
    if (position_.frame > position_.last) {
        position_.frame = position_.loops ? position_.first : position_.last;
    }
    passEndFrame_ = position_.frame;
    openPass(position_.frame);
}

void PlayedSound::openPass(std::int64_t first) {
    const FrameRange range = {first, position_.last + 1 - first};
    passEndFrame_ += range.length;
    passEnd_ = sample_of_frame(passEndFrame_, rate_) - sample_of_frame(position_.frame, rate_);
    SoundMix mix;
    try {
        mix = open_(range, rate_, stop_);
        const bool isWhole = first <= position_.first || !position_.loops;
        isHeard_ = isHeard_ || !mix.pieces.empty() ||
                   (!isWhole && !open_({position_.first, position_.last + 1 - position_.first}, rate_, stop_).pieces.empty());
    } catch (const Error& error) {
        onUnreadable_(error);
    }
    mixer_ = std::make_unique<SoundMixer>(mix, onUnreadable_);
}

void PlayedSound::next(std::span<float> block) {
    while (!block.empty()) {
        if (numPlayed_ == passEnd_ && position_.loops) {
            openPass(position_.first);
        }
        const auto left = static_cast<std::size_t>(2 * (passEnd_ - numPlayed_));
        const std::size_t count = std::min(block.size(), left);
        if (count == 0) {
            std::ranges::fill(block, 0.0F);
            return;
        }
        mixer_->next(block.first(count));
        numPlayed_ += static_cast<std::int64_t>(count / 2);
        block = block.subspan(count);
    }
}

}  // namespace kinora

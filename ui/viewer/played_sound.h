// The samples that are heard while a clip plays at its own speed: from a frame to the last one, and round again where it loops. A
// frame and its sound come at the same time for as long as it loops, though no whole number of samples may last as long as a frame.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/media/sound_mixer.h"
#include "ui/viewer/clip_sound.h"
#include "ui/viewer/decode_ahead.h"

namespace kinora {

// Of one thread.
class PlayedSound {
 public:
    // Begins with `position.frame`. Sound that cannot be read is told to `on_unreadable` and silent. Throws Cancelled.
    PlayedSound(OpenSound open, const PlayPosition& position, const FrameRate& rate, const std::stop_token& stop,
                SoundMixer::OnUnreadable on_unreadable);

    // False where nothing but silence will come.
    bool isHeard() const { return isHeard_; }
    bool isAtEnd() const { return !position_.loops && numPlayed_ == passEnd_; }

    // The next samples at 48 kHz, left and right in turn. Silence behind the end. Throws Cancelled.
    void next(std::span<float> block);

 private:
    void openPass(std::int64_t first);

    const OpenSound open_;
    PlayPosition position_;
    const FrameRate rate_;
    const std::stop_token stop_;
    const SoundMixer::OnUnreadable onUnreadable_;
    bool isHeard_ = false;
    std::int64_t numPlayed_ = 0;       // samples
    std::int64_t passEnd_ = 0;         // how many will have been played at the end of the range
    std::int64_t passEndFrame_ = 0;    // counted on over all passes
    std::unique_ptr<SoundMixer> mixer_;  // of this pass
};

}  // namespace kinora

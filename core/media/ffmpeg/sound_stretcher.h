// Sound at another speed and at its own pitch: a phase vocoder. What is heard at second s of the sound is heard at s / speed of the
// result, whatever the speed. Onsets are brought to their place as they are, so that a click stays one click.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "core/media/ffmpeg/av_handles.h"
#include "core/media/ffmpeg/sound_onsets.h"

namespace kinora::ffmpeg {

class SoundStretcher {
 public:
    // Of sound at 48 kHz. `speed` is how many times as fast it is heard.
    explicit SoundStretcher(double speed);

    void push(std::span<const StereoSample> samples);
    // Nothing comes any more. The result is then as long as all that came, divided by the speed.
    void end();
    bool has_ended() const { return has_ended_; }

    // Appends what is finished to `target`.
    void take(std::deque<StereoSample>& target);

 private:
    using Spectrum = std::vector<StereoSample>;
    // A place in the sound, and where it is in the result.
    struct Place {
        std::int64_t source = 0;
        std::int64_t target = 0;
    };

    // Between two onsets, or an onset and an end, lies a stretch, whose frames know of nothing beyond it.
    void work();
    std::optional<Place> stretch_end() const;  // where it is known by now
    std::int64_t source_end() const { return source_start_ + static_cast<std::int64_t>(source_.size()); }
    std::int64_t source_of(std::int64_t target) const;
    void add_frame(const Place& middle, std::int64_t end);
    std::vector<float> window_at(std::int64_t middle, std::int64_t end) const;
    Spectrum analysed(std::int64_t middle, const std::vector<float>& window) const;
    void follow_phases(Spectrum& frame, const Spectrum& hop_before) const;
    void release(std::int64_t end);
    void end_stretch(const Place& end);
    void bring_onset(const SoundOnset& onset);
    void forget_source(std::int64_t end);

    double speed_;
    std::vector<float> window_;
    av_tx_fn forward_function_ = nullptr;
    av_tx_fn backward_function_ = nullptr;
    TransformPtr forward_;
    TransformPtr backward_;

    SoundOnsets onsets_;
    std::vector<StereoSample> source_;
    std::int64_t source_start_ = 0;  // the sample that it begins with
    bool has_ended_ = false;
    bool is_done_ = false;

    Place stretch_;                  // its beginning
    std::int64_t num_frames_ = 0;    // of it
    Spectrum last_;                  // frame in the result
    std::vector<StereoSample> sum_;  // of the frames, from num_released_ on
    std::vector<float> weight_;      // of each of these samples
    std::int64_t num_released_ = 0;
    std::vector<StereoSample> released_;  // those that were not taken
};

}  // namespace kinora::ffmpeg

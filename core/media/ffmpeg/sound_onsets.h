// Where sound begins at once: clicks, beats, consonants. Stretched like the rest, they would be smeared over their surroundings.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace kinora::ffmpeg {

// Left and right; of sound with one channel the right one is 0.
using StereoSample = std::complex<float>;

struct SoundOnset {
    std::int64_t begin = 0;  // before anything of it is heard
    std::int64_t place = 0;
    std::int64_t end = 0;    // from here on it sounds as it goes on
};

// Of sound at 48 kHz. Between two onsets lie 20 ms at least.
class SoundOnsets {
 public:
    void push(std::span<const StereoSample> samples);
    void end();

    // Every onset that begins before this sample was found.
    std::int64_t known_until() const;
    std::deque<SoundOnset>& found() { return found_; }
    const std::deque<SoundOnset>& found() const { return found_; }

 private:
    void look(bool is_end);
    void look_at_block(std::size_t begin, std::size_t end);

    std::vector<float> changes_;      // from sample to sample, squared
    std::int64_t first_change_ = 0;   // the sample that they begin with
    std::int64_t looked_at_ = 0;      // samples
    StereoSample last_;
    std::deque<float> loudness_;      // of the blocks before
    std::deque<SoundOnset> found_;
    std::int64_t next_ = 0;           // before it, none begins
    bool has_ended_ = false;
};

}  // namespace kinora::ffmpeg

#include "core/media/ffmpeg/sound_onsets.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace kinora::ffmpeg {

namespace {

// All in samples at 48 kHz.
constexpr std::size_t block = 128;
constexpr std::size_t reach = 384;         // from a block's beginning, in which the onset is as loud as it gets
constexpr std::size_t memory_blocks = 15;  // 40 ms: longer than the period of any tone
constexpr std::int64_t blur = 24;
constexpr std::int64_t lead = 48;
constexpr std::int64_t attack = 480;
constexpr std::int64_t rest = 960;         // behind an onset, so that something is there to be stretched

constexpr float least_rise = 4.0F;         // above the loudest block that is remembered
constexpr float silence = 1e-8F * block;
constexpr float loud_part = 0.7F;          // of the loudest moment, which is the onset

// Where they are first nearly as large as they get, in `blur` together.
std::int64_t first_loud(std::span<const float> changes) {
    std::vector<float> loudness(changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto end = changes.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        loudness[i] = std::accumulate(end - std::min<std::ptrdiff_t>(blur, end - changes.begin()), end, 0.0F);
    }
    const float most = *std::ranges::max_element(loudness);
    return std::ranges::find_if(loudness, [most](float moment) { return moment >= loud_part * most; }) - loudness.begin();
}

}  // namespace

void SoundOnsets::push(std::span<const StereoSample> samples) {
    for (const StereoSample& sample : samples) {
        changes_.push_back(std::norm(sample - last_));
        last_ = sample;
    }
    look(false);
}

void SoundOnsets::end() {
    look(true);
    has_ended_ = true;
}

std::int64_t SoundOnsets::known_until() const {
    // What begins in a block that comes may be placed in the one before.
    return has_ended_ ? std::numeric_limits<std::int64_t>::max() : looked_at_ - static_cast<std::int64_t>(block) - lead;
}

void SoundOnsets::look(bool is_end) {
    const auto num_here = [this] { return static_cast<std::int64_t>(changes_.size()) + first_change_ - looked_at_; };
    while (num_here() >= static_cast<std::int64_t>(reach) || (is_end && num_here() > 0)) {
        const auto begin = static_cast<std::size_t>(looked_at_ - first_change_);
        const std::size_t end = std::min(begin + block, changes_.size());
        look_at_block(begin, end);
        looked_at_ += static_cast<std::int64_t>(end - begin);
    }
    const std::int64_t unused = looked_at_ - static_cast<std::int64_t>(block) - first_change_;
    if (unused > 0) {
        changes_.erase(changes_.begin(), changes_.begin() + unused);
        first_change_ += unused;
    }
}

void SoundOnsets::look_at_block(std::size_t begin, std::size_t end) {
    const auto here = std::span(changes_).subspan(begin, end - begin);
    const float loudness = std::accumulate(here.begin(), here.end(), 0.0F);
    const float before = loudness_.empty() ? 0.0F : *std::ranges::max_element(loudness_);
    if (loudness > silence && loudness > least_rise * before && looked_at_ >= next_) {
        const std::size_t from = begin - std::min(begin, block);
        const std::size_t to = std::min(begin + reach, changes_.size());
        const std::int64_t place = first_change_ + static_cast<std::int64_t>(from) + first_loud(std::span(changes_).subspan(from, to - from));
        SoundOnset onset;
        onset.place = std::max(place, next_);
        onset.begin = std::max(onset.place - lead, next_);
        onset.end = onset.place + attack;
        next_ = onset.end + rest;
        found_.push_back(onset);
    }
    loudness_.push_back(loudness);
    if (loudness_.size() > memory_blocks) {
        loudness_.pop_front();
    }
}

}  // namespace kinora::ffmpeg

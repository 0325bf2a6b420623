#include "core/engine/time_left.h"

#include <algorithm>
#include <cstddef>

namespace kinora {

namespace {

constexpr std::size_t steps_for_estimate = 5;

double seconds_between(TimeLeft::Time from, TimeLeft::Time to) {
    return std::chrono::duration<double>(to - from).count();
}

// The first step of a run is slower and left out where it can be.
std::optional<double> denoising_seconds(const JobProgress& progress) {
    const std::size_t count = std::min(progress.steps.size() > 1 ? progress.steps.size() - 1 : progress.steps.size(), steps_for_estimate);
    if (count == 0 || progress.num_steps == 0) {
        return std::nullopt;
    }
    double total = 0.0;
    for (auto step = progress.steps.end() - static_cast<std::ptrdiff_t>(count); step != progress.steps.end(); ++step) {
        total += step->seconds;
    }
    return total / static_cast<double>(count) * (progress.num_steps - progress.step);
}

}  // namespace

void TimeLeft::forget_decoding() {
    seconds_per_pixel_.reset();
}

void TimeLeft::start_decoding(Time now) {
    decoding_since_ = now;
}

void TimeLeft::count_decoded(std::int64_t done, std::int64_t pixels, Time now) {
    if (done > 0 && pixels > 0) {
        seconds_per_pixel_ = seconds_between(decoding_since_, now) / (static_cast<double>(done) * static_cast<double>(pixels));
    }
}

std::optional<double> TimeLeft::decoding_seconds(const JobProgress& progress, std::int64_t num_frames, std::int64_t pixels, Time now) const {
    if (!seconds_per_pixel_) {
        return std::nullopt;
    }
    const bool is_decoding = progress.stage == Stage::decode;
    const std::int64_t num_left = (progress.num_frames > 0 ? progress.num_frames : num_frames) - (is_decoding ? progress.frames_done : 0);
    const double seconds = *seconds_per_pixel_ * static_cast<double>(num_left) * static_cast<double>(pixels);
    // No frame has come yet: what was waited for it counts.
    return is_decoding && progress.frames_done == 0 ? std::max(0.0, seconds - seconds_between(decoding_since_, now)) : seconds;
}

std::optional<double> TimeLeft::seconds(const JobProgress& progress, std::int64_t num_frames, std::int64_t pixels, Time now) const {
    const std::optional<double> decoding = decoding_seconds(progress, num_frames, pixels, now);
    if (progress.stage == Stage::decode) {
        return decoding;
    }
    const std::optional<double> denoising = progress.stage == Stage::denoise ? denoising_seconds(progress) : std::nullopt;
    return denoising ? std::optional<double>(*denoising + decoding.value_or(0.0)) : std::nullopt;
}

}  // namespace kinora

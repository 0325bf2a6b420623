#include "core/media/ffmpeg/sound_stretcher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace kinora::ffmpeg {

namespace {

// In samples at 48 kHz.
constexpr std::int64_t frame_size = 4096;  // 85 ms: tones that lie 50 Hz apart are told apart
constexpr std::int64_t half = frame_size / 2;
constexpr std::int64_t hop = frame_size / 4;
constexpr std::int64_t fade = 256;
constexpr float loudest = 1e6F;
constexpr float least_weight = 1e-3F;
constexpr float least_power = 1e-24F;

std::size_t index(std::int64_t number) { return static_cast<std::size_t>(number); }

// Both channels are in one spectrum: what belongs to a frequency lies at k and at size - k.
std::size_t mirrored(std::size_t k) { return (index(frame_size) - k) % index(frame_size); }

std::vector<std::size_t> peaks_of(const std::vector<StereoSample>& spectrum) {
    constexpr std::size_t count = half + 1;
    std::vector<float> power(count);
    for (std::size_t k = 0; k < count; ++k) {
        power[k] = std::norm(spectrum[k]) + std::norm(spectrum[mirrored(k)]);
    }
    std::vector<std::size_t> peaks;
    for (std::size_t k = 0; k < count; ++k) {
        const auto from = power.begin() + static_cast<std::ptrdiff_t>(k - std::min<std::size_t>(k, 2));
        const auto to = power.begin() + static_cast<std::ptrdiff_t>(std::min(k + 3, count));
        if (power[k] > least_power && *std::max_element(from, to) <= power[k]) {
            peaks.push_back(k);
        }
    }
    return peaks;
}

TransformPtr make_transform(bool is_inverse, av_tx_fn& function) {
    AVTXContext* context = nullptr;
    const float scale = 1.0F;  // these transforms know no other
    const int code = av_tx_init(&context, &function, AV_TX_FLOAT_FFT, is_inverse ? 1 : 0, static_cast<int>(frame_size), &scale, AV_TX_UNALIGNED);
    return code < 0 ? throw std::bad_alloc() : TransformPtr(context);
}

std::vector<StereoSample> transformed(const TransformPtr& transform, av_tx_fn function, std::vector<StereoSample> samples) {
    std::vector<StereoSample> result(samples.size());
    function(transform.get(), result.data(), samples.data(), sizeof(StereoSample));
    return result;
}

}  // namespace

SoundStretcher::SoundStretcher(double speed)
    : speed_(speed),
      window_(index(frame_size)),
      forward_(make_transform(false, forward_function_)),
      backward_(make_transform(true, backward_function_)) {
    for (std::size_t i = 0; i < window_.size(); ++i) {
        window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(frame_size)));
    }
}

void SoundStretcher::push(std::span<const StereoSample> samples) {
    // Files may hold what is no number, and it would not go away any more.
    const auto is_sound = [](float value) { return std::abs(value) < loudest; };
    for (const StereoSample& sample : samples) {
        source_.push_back(is_sound(sample.real()) && is_sound(sample.imag()) ? sample : StereoSample());
    }
    onsets_.push(std::span(source_).last(samples.size()));
    work();
}

void SoundStretcher::end() {
    onsets_.end();
    has_ended_ = true;
    work();
}

void SoundStretcher::take(std::deque<StereoSample>& target) {
    // The last ones may yet be faded into an onset.
    const std::int64_t num_final = std::max<std::int64_t>(std::ssize(released_) - (is_done_ ? 0 : fade), 0);
    target.insert(target.end(), released_.begin(), released_.begin() + num_final);
    released_.erase(released_.begin(), released_.begin() + num_final);
}

void SoundStretcher::work() {
    if (speed_ > 1.0) {
        onsets_.found().clear();  // the result has no room for them as they are
    }
    while (!is_done_) {
        const std::int64_t target = stretch_.target + num_frames_ * hop;
        const std::int64_t source = source_of(target);
        if (!has_ended_ && std::min(onsets_.known_until(), source_end()) < source + half) {
            return;
        }
        const std::optional<Place> end = stretch_end();
        if (end && target - half >= end->target) {
            end_stretch(*end);
            continue;
        }
        const std::int64_t middle = end ? std::min(source, end->source) : source;
        add_frame({middle, target}, end ? end->source : source_end());
        release(std::min(target + hop - half, end ? end->target : INT64_MAX));
        forget_source(middle - frame_size);
    }
}

std::optional<SoundStretcher::Place> SoundStretcher::stretch_end() const {
    const auto in_result = [this](std::int64_t source) { return std::llround(static_cast<double>(source) / speed_); };
    if (!onsets_.found().empty()) {
        const SoundOnset& onset = onsets_.found().front();
        return Place{onset.begin, std::max<std::int64_t>(in_result(onset.place) - (onset.place - onset.begin), stretch_.target)};
    }
    return has_ended_ ? std::optional(Place{source_end(), std::max<std::int64_t>(in_result(source_end()), stretch_.target)}) : std::nullopt;
}

// Behind an onset, which was brought as it is, the sound is ahead; it waits for its time at half its speed.
std::int64_t SoundStretcher::source_of(std::int64_t target) const {
    const auto place = [this](std::int64_t sample) { return static_cast<double>(sample) * speed_; };
    const double ahead = static_cast<double>(stretch_.source) - place(stretch_.target) - place(target - stretch_.target) / 2.0;
    return std::max<std::int64_t>(std::llround(place(target) + std::max(ahead, 0.0)), stretch_.source);
}

// The window of a frame, which fades out where it reaches the ends of its stretch; the first one joins what was before.
std::vector<float> SoundStretcher::window_at(std::int64_t middle, std::int64_t end) const {
    std::vector<float> window(index(frame_size));
    const std::int64_t first = middle - half;
    for (std::int64_t at = std::max(first, stretch_.source); at < std::min(first + frame_size, end); ++at) {
        const std::int64_t from_end = std::min(num_frames_ > 0 ? at - stretch_.source : fade, end - 1 - at);
        window[index(at - first)] = window_[index(at - first)] * std::min(static_cast<float>(from_end + 1) / static_cast<float>(fade + 1), 1.0F);
    }
    return window;
}

SoundStretcher::Spectrum SoundStretcher::analysed(std::int64_t middle, const std::vector<float>& window) const {
    std::vector<StereoSample> samples(index(frame_size));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (window[i] > 0.0F) {
            samples[i] = window[i] * source_[index(middle - half - source_start_) + i];
        }
    }
    return transformed(forward_, forward_function_, std::move(samples));
}

// Every peak turns as far from the last frame of the result as it does within a hop of the sound, and what lies around it turns along.
void SoundStretcher::follow_phases(Spectrum& frame, const Spectrum& hop_before) const {
    const std::vector<std::size_t> peaks = peaks_of(frame);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        const std::size_t k = peaks[i];
        const std::size_t end = i + 1 < peaks.size() ? (k + peaks[i + 1] + 1) / 2 : index(half) + 1;
        const StereoSample across = last_[k] * std::conj(hop_before[k]) + std::conj(last_[mirrored(k)]) * hop_before[mirrored(k)];
        const float length = std::abs(across);
        const StereoSample turn = length > least_power ? across / length : StereoSample(1.0F);
        for (std::size_t bin = begin; bin < end; ++bin) {
            frame[bin] *= turn;
            if (mirrored(bin) != bin) {
                frame[mirrored(bin)] *= std::conj(turn);
            }
        }
        begin = end;
    }
}

void SoundStretcher::add_frame(const Place& middle, std::int64_t end) {
    const std::vector<float> window = window_at(middle.source, end);
    Spectrum frame = analysed(middle.source, window);
    if (num_frames_ > 0) {
        follow_phases(frame, analysed(middle.source - hop, window_at(middle.source - hop, end)));
    }
    ++num_frames_;
    last_ = frame;
    const std::vector<StereoSample> samples = transformed(backward_, backward_function_, std::move(frame));
    const std::int64_t first = middle.target - half;
    const std::int64_t size = std::max<std::int64_t>(first + frame_size - num_released_, std::ssize(sum_));
    sum_.resize(index(size));
    weight_.resize(index(size));
    for (std::int64_t at = std::max(first, num_released_); at < first + frame_size; ++at) {
        const float weight = window[index(at - first)];
        sum_[index(at - num_released_)] += weight / static_cast<float>(frame_size) * samples[index(at - first)];
        weight_[index(at - num_released_)] += weight * weight;
    }
}

void SoundStretcher::release(std::int64_t end) {
    const std::int64_t count = std::max<std::int64_t>(end - num_released_, 0);
    for (std::int64_t i = 0; i < count; ++i) {
        released_.push_back(weight_[index(i)] > least_weight ? sum_[index(i)] / weight_[index(i)] : StereoSample());
    }
    sum_.erase(sum_.begin(), sum_.begin() + count);
    weight_.erase(weight_.begin(), weight_.begin() + count);
    num_released_ += count;
}

void SoundStretcher::end_stretch(const Place& end) {
    release(end.target);
    sum_.clear();
    weight_.clear();
    num_frames_ = 0;
    is_done_ = onsets_.found().empty();
    if (!is_done_) {
        bring_onset(onsets_.found().front());
        onsets_.found().pop_front();
    }
}

void SoundStretcher::bring_onset(const SoundOnset& onset) {
    const auto at = [this](std::int64_t sample) { return source_.begin() + (sample - source_start_); };
    const std::int64_t num_faded = std::min({fade, num_released_ - stretch_.target, onset.begin - source_start_});
    for (std::int64_t i = 0; i < num_faded; ++i) {
        StereoSample& sample = *(released_.end() - num_faded + i);
        sample += (*at(onset.begin - num_faded + i) - sample) * (static_cast<float>(i + 1) / static_cast<float>(num_faded + 1));
    }
    const std::int64_t end = std::min(onset.end, source_end());
    released_.insert(released_.end(), at(onset.begin), at(end));
    num_released_ += end - onset.begin;
    stretch_ = {end, num_released_};
}

void SoundStretcher::forget_source(std::int64_t end) {
    constexpr std::int64_t worth_it = 8 * frame_size;
    if (end - source_start_ > worth_it) {
        source_.erase(source_.begin(), source_.begin() + (end - source_start_));
        source_start_ = end;
    }
}

}  // namespace kinora::ffmpeg

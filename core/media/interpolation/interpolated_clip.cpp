#include "core/media/interpolation/interpolated_clip.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/ffmpeg/frame_between.h"
#include "core/media/ffmpeg/frame_planes.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/interpolation/scene_cut.h"

namespace kinora {

namespace {

constexpr std::size_t max_duplicates = 3;  // in a row
constexpr double most_distance = 2.0;      // times the time between a pair's frames, up to which one beside it tells of its motion

VideoFrame shown_at(const MediaTime& moment, VideoFrame original) {
    original.time = moment;
    return original;
}

}  // namespace

InterpolatedClip::InterpolatedClip(const std::filesystem::path& path, const MediaInfo& info, const RetimingSettings& settings,
                                   FrameInterpolator& interpolator, const std::stop_token& stop)
    : path_(path), info_(info), settings_(settings), interpolator_(interpolator), reader_(path, stop) {
    num_frames_ = frames_within(choose_frames(stop), settings_.frame_rate);
    auto first = read(stop);
    if (!first || info_.num_frames < 2) {
        throw MediaError(path, Sentence::of("holds one frame; interpolation needs two or more to lie between"));
    }
    first_ = std::move(*first);
    second_ = read_after(first_, stop);
    if (second_) {
        after_ = read_after(*second_, stop);
    }
}

InterpolatedClip::~InterpolatedClip() = default;
InterpolatedClip::InterpolatedClip(InterpolatedClip&&) noexcept = default;

MediaTime InterpolatedClip::choose_frames(const std::stop_token& stop) {
    const std::int64_t num_there = reader_.num_frames(stop);
    FrameRange frames = settings_.frames.is_empty() ? FrameRange{0, num_there} : settings_.frames;
    frames.length = std::min(frames.end(), num_there) - frames.start;
    if (frames.start < 0 || frames.is_empty()) {
        throw MediaError(path_, Sentence::of("has %1 frames, none of them from frame %2 on", num_there, frames.start));
    }
    const std::int64_t num_told = std::exchange(info_.num_frames, frames.length);
    ends_with_file_ = frames.end() == num_there;
    if (!info_.is_variable_rate) {
        if (frames.start > 0) {
            reader_.seek(frames.start, stop);
        }
        // A part of the file that ends before its last frame does not need how long that is held.
        const bool holds_last = settings_.frames.is_empty() || settings_.frames.end() > num_there;
        const MediaTime steady = frame_time(frames.length, info_.frame_rate);
        return holds_last ? steady - (frame_time(num_told, info_.frame_rate) - info_.duration) : steady;
    }
    const MediaTime begin = reader_.frame(frames.start, stop).time;
    const MediaTime duration =
        ends_with_file_ ? info_.duration - (begin - info_.start_time) : reader_.frame(frames.end(), stop).time - begin;
    reader_.seek(frames.start, stop);
    return duration;
}

std::optional<VideoFrame> InterpolatedClip::read(const std::stop_token& stop) {
    if (!ends_with_file_ && num_read_ == info_.num_frames) {
        return std::nullopt;
    }
    auto frame = reader_.read_next(stop);
    if (!frame) {
        check_whole();
        return std::nullopt;
    }
    if (num_read_ == 0) {
        start_ = frame->time;
    } else if (info_.is_variable_rate && frame->time < last_) {
        throw MediaError(path_, Sentence::of("its clock jumps back at frame %1; remux it first, for example with ffmpeg -i in.ts -c copy out.mkv",
                                             settings_.frames.start + num_read_));
    }
    last_ = frame->time;
    // Containers round times; where the rate is constant it is exact and they are not.
    frame->time = info_.is_variable_rate ? frame->time - start_ : frame_time(num_read_, info_.frame_rate);
    comes_as_stored_ = comes_as_stored_ || (num_read_ == 0 && frame->stored);
    num_resized_ += comes_as_stored_ && !frame->stored ? 1 : 0;
    ++num_read_;
    return frame;
}

std::shared_ptr<const StoredFrame> InterpolatedClip::with_alpha(const Image& made, double fraction) {
    if (!have_one_format() || !ffmpeg::has_kept_alpha(first_.stored->format())) {
        return nullptr;
    }
    const SampleFormat& format = first_.stored->format();
    if (!frame_between_ || frame_between_->format() != format) {
        frame_between_ = std::make_unique<ffmpeg::FrameBetween>(path_, format);
    }
    return std::make_shared<const StoredFrame>(frame_between_->make(made, *first_.stored, *second_->stored, fraction));
}

bool InterpolatedClip::have_one_format() const {
    return first_.stored && second_->stored && first_.stored->format() == second_->stored->format();
}

void InterpolatedClip::check_whole() const {
    if (reader_.ended_early() || num_read_ < info_.num_frames) {
        throw MediaError(path_, Sentence::of("breaks off after %1 frames, or is damaged there; repair or cut it first", num_read_));
    }
}

// The frame that motion from `frame` leads to: the next, or the next that is none of its duplicates.
std::optional<VideoFrame> InterpolatedClip::read_after(const VideoFrame& frame, const std::stop_token& stop) {
    const auto take = [&]() -> std::optional<VideoFrame> {
        if (read_ahead_.empty()) {
            return read(stop);
        }
        VideoFrame taken = std::move(read_ahead_.front());
        read_ahead_.pop_front();
        return taken;
    };
    if (!settings_.merges_duplicates) {
        return take();
    }
    if (stands_still_) {
        auto next = take();
        stands_still_ = next && is_duplicate_frame(frame.image, next->image);
        return next;
    }
    std::deque<VideoFrame> duplicates;
    auto candidate = take();
    while (candidate && duplicates.size() < max_duplicates && is_duplicate_frame(frame.image, candidate->image)) {
        duplicates.push_back(std::move(*candidate));
        candidate = take();
    }
    if (duplicates.empty() || (candidate && !is_duplicate_frame(frame.image, candidate->image))) {
        num_duplicates_ += static_cast<std::int64_t>(duplicates.size());
        return candidate;
    }
    stands_still_ = true;
    if (candidate) {
        duplicates.push_back(std::move(*candidate));
    }
    read_ahead_ = std::move(duplicates);
    return take();
}

void InterpolatedClip::advance(const MediaTime& moment, const std::stop_token& stop) {
    while (second_ && second_->time <= moment) {
        std::optional<VideoFrame> next = after_ ? read_after(*after_, stop) : std::nullopt;
        before_ = std::exchange(first_, std::move(*second_));
        second_ = std::exchange(after_, std::move(next));
        pair_before_ = std::exchange(pair_, std::exchange(pair_after_, {}));
        is_cut_counted_ = false;
        has_pair_ = false;
    }
}

// Whether something is to be made for the moment; a cut that lies there then is counted.
bool InterpolatedClip::lies_between(const MediaTime& moment) {
    if (!second_ || moment <= first_.time) {
        return false;
    }
    if (!is_cut_counted_) {
        is_cut_counted_ = true;
        num_cuts_ += pair_.is_cut(first_.image, second_->image) ? 1 : 0;
    }
    return !pair_.is_same(first_.image, second_->image);
}

void InterpolatedClip::give_pair(const std::stop_token& stop) {
    interpolator_.set_pair(first_.image, second_->image, stop);
    const auto outer = [](const VideoFrame& frame, double distance) {
        return distance >= 1.0 / most_distance && distance <= most_distance ? std::optional(OuterPicture{frame.image, distance}) : std::nullopt;
    };
    std::optional<OuterPicture> before, after;
    if (before_ && pair_before_.shows_motion(before_->image, first_.image)) {
        before = outer(*before_, -fraction_between(before_->time, first_.time, second_->time));
    }
    if (after_ && pair_after_.shows_motion(second_->image, after_->image)) {
        after = outer(*after_, fraction_between(after_->time, first_.time, second_->time) - 1.0);
    }
    interpolator_.set_outer(before, after, stop);
    if (have_one_format()) {
        const auto first = ffmpeg::planes_of(first_.stored);
        const auto second = ffmpeg::planes_of(second_->stored);
        if (first && second) {
            interpolator_.set_planes(*first, *second);
        }
    }
    has_pair_ = true;
}

VideoFrame InterpolatedClip::make_between(double fraction, const MediaTime& moment, const std::stop_token& stop) {
    if (const auto planes = interpolator_.planes_between(fraction, stop)) {
        const SampleFormat& format = first_.stored->format();
        if (!frame_of_planes_ || frame_of_planes_->format() != format) {
            frame_of_planes_ = std::make_unique<ffmpeg::FrameOfPlanes>(path_, format);
        }
        return frame_of_planes_->make(*planes, moment);
    }
    Image made = interpolator_.between(fraction, stop);
    auto stored = with_alpha(made, fraction);
    return {std::move(made), moment, std::move(stored)};
}

std::optional<VideoFrame> InterpolatedClip::next(const std::stop_token& stop) {
    if (num_made_ == num_frames_) {
        return std::nullopt;
    }
    const MediaTime moment = frame_time(num_made_, settings_.frame_rate);
    advance(moment, stop);
    ++num_made_;
    if (!lies_between(moment)) {
        return shown_at(moment, first_);
    }
    const double fraction = fraction_between(moment, first_.time, second_->time);
    if (pair_.is_cut(first_.image, second_->image)) {
        return shown_at(moment, fraction < 0.5 ? first_ : *second_);
    }
    if (!has_pair_) {
        give_pair(stop);
    }
    return make_between(fraction, moment, stop);
}

void InterpolatedClip::skip(std::int64_t count, const std::stop_token& stop) {
    for (; count > 0 && num_made_ < num_frames_; --count) {
        throw_if_stop_requested(stop);
        const MediaTime moment = frame_time(num_made_, settings_.frame_rate);
        advance(moment, stop);
        lies_between(moment);
        ++num_made_;
    }
}

}  // namespace kinora

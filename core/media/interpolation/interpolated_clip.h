// A clip at another frame rate, frame by frame: originals where its moments meet theirs, pictures in between elsewhere.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/generation/frame_interpolator.h"
#include "core/media/interpolation/frame_pair.h"
#include "core/media/media_probe.h"
#include "core/media/video_reader.h"

namespace kinora {

namespace ffmpeg {
class FrameBetween;
class FrameOfPlanes;
}

struct RetimingSettings {
    // Frames per second of the clip's own time; how many there are, not how fast they are shown.
    FrameRate frame_rate;
    // Frames that repeat the one before them are taken for one that lasts longer, and the motion runs through them; up to
    // three in a row, longer ones stand still on purpose.
    bool merges_duplicates = false;
    FrameRange frames;  // of the file; empty takes all. What lies behind its end counts as not there
};

// Nothing is interpolated across a scene cut: the nearer of the two frames is shown. After the last frame it is held until its
// end, so the result lasts as long as the clip. The interpolator also sees the frame before the two and the one after them, where they
// belong to the same motion. Few frames are in memory at a time, however long the clip. Belongs to one thread.
class InterpolatedClip {
 public:
    // `info` is of the file at `path`. Throws MediaError for what holds fewer than two frames there, Cancelled.
    InterpolatedClip(const std::filesystem::path& path, const MediaInfo& info, const RetimingSettings& settings,
                     FrameInterpolator& interpolator, const std::stop_token& stop);
    ~InterpolatedClip();
    InterpolatedClip(InterpolatedClip&&) noexcept;

    int width() const { return reader_.width(); }
    int height() const { return reader_.height(); }
    std::int64_t num_frames() const { return num_frames_; }
    std::int64_t num_cuts() const { return num_cuts_; }              // met so far
    std::int64_t num_duplicates() const { return num_duplicates_; }  // merged so far
    std::int64_t num_resized() const { return num_resized_; }        // originals so far that were brought to the size of the first

    // The next frame; nothing after the last. Its time is since the clip's first frame. An original comes with its stored
    // frame, if it has one; what was made has one where it was made in the originals' planes, and where they are transparent.
    // Throws Error, MediaError also where the clip breaks off before its end, Cancelled.
    std::optional<VideoFrame> next(const std::stop_token& stop);

    // Goes past `count` frames as next() would, and counts what it would count, but makes none of them.
    void skip(std::int64_t count, const std::stop_token& stop);

 private:
    // Times are since the clip's first frame.
    std::optional<VideoFrame> read(const std::stop_token& stop);
    std::optional<VideoFrame> read_after(const VideoFrame& frame, const std::stop_token& stop);
    // Makes frame num_made_ lie between first_ and second_.
    void advance(const MediaTime& moment, const std::stop_token& stop);
    bool lies_between(const MediaTime& moment);
    // Gives the interpolator the two, and the frames around them that belong to the same motion.
    void give_pair(const std::stop_token& stop);
    VideoFrame make_between(double fraction, const MediaTime& moment, const std::stop_token& stop);
    bool have_one_format() const;  // first_ and second_, as they are stored
    // What was made, for files that keep transparency; null where the two do not have it.
    std::shared_ptr<const StoredFrame> with_alpha(const Image& made, double fraction);
    void check_whole() const;
    // Keeps to settings_.frames, and says how long what is interpolated lasts.
    MediaTime choose_frames(const std::stop_token& stop);

    std::filesystem::path path_;
    MediaInfo info_;
    RetimingSettings settings_;
    FrameInterpolator& interpolator_;
    VideoReader reader_;
    std::int64_t num_frames_ = 0;
    std::int64_t num_made_ = 0;
    std::int64_t num_read_ = 0;
    bool ends_with_file_ = true;
    std::int64_t num_cuts_ = 0;
    std::int64_t num_duplicates_ = 0;
    std::int64_t num_resized_ = 0;
    bool comes_as_stored_ = false;  // the first frame does; then only those do not that have another size
    MediaTime start_;                    // of the first frame, on the file's clock
    MediaTime last_;                     // of the one read last, the same
    std::deque<VideoFrame> read_ahead_;  // duplicates that turned out to stand still on purpose
    bool stands_still_ = false;          // the frames that come repeat the one before until one does not
    std::optional<VideoFrame> before_;   // nothing where first_ is the first
    VideoFrame first_;
    std::optional<VideoFrame> second_;   // nothing where first_ is the last
    std::optional<VideoFrame> after_;    // nothing where second_ is the last
    FramePair pair_before_, pair_, pair_after_;  // of each of these and the next
    bool is_cut_counted_ = false;        // if pair_ is one
    bool has_pair_ = false;              // the interpolator has first_ and second_
    std::unique_ptr<ffmpeg::FrameBetween> frame_between_;     // once it was needed
    std::unique_ptr<ffmpeg::FrameOfPlanes> frame_of_planes_;  // the same
};

}  // namespace kinora

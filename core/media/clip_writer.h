// A video under its final name: everything that an export or a take needs in one object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/media/video_writer.h"

namespace kinora {

class FrameSequenceWriter;
class PendingFile;
class ResumableVideo;

struct ClipSettings {
    int width = 0;   // pixels
    int height = 0;  // pixels
    FrameRate frame_rate;
    VideoCodec codec = VideoCodec::unset;  // unset: the usual one for the ending
    MediaMetadata metadata;
    std::optional<SoundSource> sound;  // or
    std::optional<SoundMix> sound_mix;
    // Reads back what was written before it gets its name: of a video file the number of its frames and their times, of pictures each.
    bool is_checked = false;
    std::optional<SampleFormat> samples;  // see VideoWriterSettings
    std::optional<Colours> colours;       // the same
    bool overwrite = false;
    // Encoders begin anew every few seconds (segment_frames_at), so that a clip that was gone on with is the same as one in one go.
    bool is_segmented = false;
    // Letters, digits and "-". Not empty: what is finished is kept beside the target where writing ends early, and the next writer of
    // that key, with the same settings, goes on there. Makes the clip a segmented one; GIF keeps nothing.
    std::string resume_key;
    std::stop_token stop;
};

// How many frames lie between two places where a segmented clip can be gone on with.
std::int64_t segment_frames_at(const FrameRate& rate);

// Removes what writers of that key kept for `path`, if there is anything.
void remove_kept(const std::filesystem::path& path, const std::string& resume_key);

// What is kept for `path` by any key.
std::vector<std::filesystem::path> kept_for(const std::filesystem::path& path);

// Chooses codec and container by the ending of the name. The file appears under its name in finish(), complete and flushed to
// the disk; without finish() nothing remains. "something.png" becomes something_0000.png, something_0001.png, … and
// "frame_%04d.png" frame_0000.png, …, which get their names together.
class ClipWriter {
 public:
    // Throws MediaError or FileError for what cannot be written there.
    ClipWriter(const std::filesystem::path& path, const ClipSettings& settings);
    ~ClipWriter();
    ClipWriter(const ClipWriter&) = delete;
    ClipWriter& operator=(const ClipWriter&) = delete;

    void write(const Image& image);
    void write(const VideoFrame& frame);  // copied where VideoWriter can
    // Throws MediaError where the check fails, Cancelled.
    void finish(const std::stop_token& stop = {});

    // With those of earlier writers, where this one goes on: the next frame to write.
    std::int64_t num_frames() const { return num_frames_; }

 private:
    void check_size(const Image& image) const;
    void finish_video(const std::stop_token& stop);

    std::filesystem::path path_;
    bool overwrite_ = false;
    FrameSize size_;
    FrameRate frame_rate_;
    bool has_sound_ = false;
    bool is_checked_ = false;
    std::unique_ptr<PendingFile> pending_;
    std::optional<VideoWriter> video_;
    std::unique_ptr<ResumableVideo> resumable_;
    std::unique_ptr<FrameSequenceWriter> sequence_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora

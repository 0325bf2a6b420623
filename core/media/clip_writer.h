// A video under its final name: everything that an export or a take needs in one object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/media/video_writer.h"

namespace kinora {

class FrameSequenceWriter;
class PendingFile;

struct ClipSettings {
    int width = 0;   // pixels
    int height = 0;  // pixels
    FrameRate frame_rate;
    VideoCodec codec = VideoCodec::unset;  // unset: the usual one for the ending
    MediaMetadata metadata;
    std::optional<SoundSource> sound;
    std::optional<SampleFormat> samples;  // see VideoWriterSettings
    bool overwrite = false;
};

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
    void finish();

    std::int64_t num_frames() const { return num_frames_; }

 private:
    std::filesystem::path path_;
    FrameSize size_;
    std::unique_ptr<PendingFile> pending_;
    std::optional<VideoWriter> video_;
    std::unique_ptr<FrameSequenceWriter> sequence_;
    std::int64_t num_frames_ = 0;
};

}  // namespace kinora

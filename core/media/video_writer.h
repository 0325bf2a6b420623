// Frames out, to one file. Most callers want ClipWriter, which also gives the file its name when it is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/frame_time.h"
#include "core/base/image.h"
#include "core/media/media_metadata.h"
#include "core/media/output_format.h"
#include "core/media/sound_mix.h"
#include "core/media/video_reader.h"

namespace kinora {

class FrameSink;

// The first sound track of another file, from its beginning to the end of the video. Copied as it is where the container
// holds its codec, otherwise encoded again (AAC in MP4 and MOV, Opus in WebM).
struct SoundSource {
    std::filesystem::path path;
    // Where in the video the other file's first picture falls, or of a file without pictures its beginning; below 0, what comes before is
    // left out. Copied sound is placed to the nearest of its packets (about 20 ms; FLAC 100 ms).
    double offset_seconds = 0.0;
    // How much faster it is played, 1/64 to 64; its pitch stays. Then it is always encoded again.
    double speed = 1.0;
};

struct VideoWriterSettings {
    OutputFormat format;
    int width = 0;   // pixels; at most 16384 and 2^26 in the frame; ffv1 and gif need 4 on each side
    int height = 0;  // pixels
    FrameRate frame_rate;
    MediaMetadata metadata;
    std::optional<SoundSource> sound;   // or
    std::optional<SoundMix> sound_mix;
    // With ffv1: the format of frames that are copied from other files (copyable_samples()); pictures are converted to it. Without
    // it, the file holds RGB.
    std::optional<SampleFormat> samples;
    // Of the pictures, where they are not BT.709's (foreign_colours()): what is made of them is tagged so. GIF has no tags.
    std::optional<Colours> colours;
    std::filesystem::path shown_path;  // what errors name; empty names the file itself
    // After so many frames each time, encoding begins anew with a key frame that depends on nothing before it; 0 never. GIF has none.
    std::int64_t segment_frames = 0;
    std::stop_token stop;  // ends with Cancelled what takes an encoder long
};

// Throws MediaError for what cannot be written.
void check_settings(const std::filesystem::path& path, const VideoWriterSettings& settings);

// The same frames and settings give the same bytes on the same libraries: no dates, a fixed number of encoder threads.
// Frame i is shown at exactly i / frame_rate (Matroska and WebM round to milliseconds, GIF to hundredths), and the file lasts
// exactly as long as its frames. Colours: RGB is taken as BT.709, unless it has others, and converted with its matrix to limited
// range for YUV codecs, and tagged so in stream and container.
class VideoWriter {
 public:
    // Makes or empties `path`, whose ending says nothing. Throws MediaError for what cannot be written.
    VideoWriter(const std::filesystem::path& path, const VideoWriterSettings& settings);
    // Without finish() before, what was written stays and is no playable file.
    ~VideoWriter();
    VideoWriter(VideoWriter&&) noexcept;
    VideoWriter& operator=(VideoWriter&&) noexcept;

    // Throws MediaError if the disk is full or the frame has another size; nothing can be written after that.
    void write(const Image& image);

    // Its stored samples, unconverted, where this file holds such (with ffv1 they come back bit for bit); otherwise its picture.
    void write(const VideoFrame& frame);

    // Writes everything that is still held back and checks every error on the way. Only then is the file complete. Throws
    // Cancelled besides.
    void finish(const std::stop_token& stop = {});

    std::int64_t num_frames() const { return num_frames_; }

 private:
    void check_usable(int width, int height) const;

    std::unique_ptr<FrameSink> sink_;
    std::filesystem::path shown_path_;
    FrameSize size_;
    std::int64_t num_frames_ = 0;
    bool is_usable_ = true;
};

}  // namespace kinora

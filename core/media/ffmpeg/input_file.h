// A media file opened for reading, with everything closed that a hostile one could use to reach further: only known
// containers and codecs, no other file, no network, sizes limited. One thread at a time.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/media/ffmpeg/av_file.h"
#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// Pixels in one frame of a video: twice an 8K frame. The limit on each side is that of generated video.
constexpr std::int64_t max_frame_pixels = std::int64_t{1} << 26;
constexpr int max_frame_side = 16384;

class InputFile {
 public:
    // Throws MediaError if the file cannot be opened or is no media, Cancelled if `stop` is requested.
    InputFile(const std::filesystem::path& path, const std::stop_token& stop);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    AVFormatContext& format() { return *format_; }

    // The stream that players show; throws MediaError if there is none. Only its packets are read from then on.
    AVStream& choose_video_stream();
    // The stream that players play, or nullptr.
    AVStream* choose_sound_stream();
    // Only its packets are read from then on.
    void choose(const AVStream& stream);

    void set_stop(const std::stop_token& stop);

    // The next packet of the chosen stream that is not empty. False at the end and where the file cannot be read further;
    // has_read_error() tells which. Throws Cancelled; where was_stopped() is true then, nothing more can be read.
    bool read_packet(AVPacket& packet);
    bool was_stopped() const { return file_.was_stopped(); }
    bool has_read_error() const { return has_read_error_; }

    // Throws MediaError if the codec is not one that Kinora reads. `num_threads` is at least 1.
    CodecContextPtr open_decoder(const AVStream& stream, int num_threads);

 private:
    std::filesystem::path path_;
    std::stop_token stop_;
    AvFile file_;
    AVFormatContext* format_ = nullptr;
    int chosen_stream_ = -1;
    bool has_read_error_ = false;
};

}  // namespace kinora::ffmpeg

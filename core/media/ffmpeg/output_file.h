// A container being written through a descriptor of our own. Remembers the system's first error, so that a full disk is
// called that, whichever call of FFmpeg noticed it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/media/ffmpeg/av_file.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/media_metadata.h"
#include "core/media/output_format.h"

namespace kinora::ffmpeg {

class OutputFile {
 public:
    OutputFile(const std::filesystem::path& path, const std::filesystem::path& shown_path, Container container);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    const std::filesystem::path& shown_path() const { return shown_path_; }
    Container container() const { return container_; }
    bool needs_global_headers() const;

    // Streams are added before begin(), which may change their time base.
    AVStream& add_stream(const AVCodecParameters& codec, AVRational time_base);
    AVStream& add_stream(const AVCodecContext& encoder);
    void begin(const MediaMetadata& metadata);

    // Takes the packet's content. Times are in `time_base`.
    void write(AVPacket& packet, const AVStream& stream, AVRational time_base);

    // Where the container has an option of that name, for example a GIF's last delay.
    void set_option(const char* name, std::int64_t value);

    void finish();

 private:
    static int open_again(AVFormatContext* format, AVIOContext** io, const char* url, int flags, AVDictionary** options);
    static int close_again(AVFormatContext* format, AVIOContext* io);
    void check(int code);

    std::filesystem::path path_;
    std::filesystem::path shown_path_;
    Container container_;
    AvFile file_;
    std::unique_ptr<AvFile> reread_;
    AVFormatContext* format_ = nullptr;
};

}  // namespace kinora::ffmpeg

// A file that FFmpeg reads or writes through a descriptor that Kinora opened. FFmpeg never sees a name, so no name can turn
// into a network address, a list of other files or a pipe, and the system's own error is kept for the message.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>

#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

class AvFile {
 public:
    enum class Mode { read, write };

    // Throws MediaError if `path` cannot be opened or is no regular file; writing makes the file or empties it. `shown_path`
    // is what errors name.
    AvFile(const std::filesystem::path& path, const std::filesystem::path& shown_path, Mode mode);
    ~AvFile();
    AvFile(const AvFile&) = delete;
    AvFile& operator=(const AvFile&) = delete;

    AVIOContext* io() { return io_; }

    // A read after a request to stop fails with AVERROR_EXIT.
    void set_stop(std::stop_token stop) { stop_ = std::move(stop); }
    // Such a read was refused: FFmpeg may have taken that for the end of the file, and has to open it anew.
    bool was_stopped() const { return was_stopped_; }

    // The errno of the first read or write that failed; 0 if none did.
    int error_number() const { return error_number_; }

    // Writes what FFmpeg still holds and closes. Throws MediaError if any write has failed.
    void close_written();

 private:
    static int read(void* self, std::uint8_t* buffer, int size);
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    static int write(void* self, const std::uint8_t* buffer, int size);
#else
    static int write(void* self, std::uint8_t* buffer, int size);
#endif
    static std::int64_t seek(void* self, std::int64_t offset, int whence);
    int fail(int error_number);
    void free_io();

    std::filesystem::path shown_path_;
    std::stop_token stop_;
    AVIOContext* io_ = nullptr;
    int descriptor_ = -1;
    int error_number_ = 0;
    bool was_stopped_ = false;
};

}  // namespace kinora::ffmpeg

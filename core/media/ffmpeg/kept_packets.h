// Encoded frames in a file of ours, segment by segment, to be put into a container later. A segment counts when its end was written with a
// hash of its content; whatever lies behind the last such end is left over from an interruption, or damaged, and goes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/content_hash.h"
#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

class KeptPackets {
 public:
    // Opens `path`, or empties it where it was begun with another identity. Throws MediaError, naming `shown_path`, and Cancelled, which
    // leaves the file as it is.
    KeptPackets(const std::filesystem::path& path, const std::filesystem::path& shown_path, const std::string& identity,
                const std::stop_token& stop);
    KeptPackets(const KeptPackets&) = delete;
    KeptPackets& operator=(const KeptPackets&) = delete;

    std::int64_t num_frames() const { return num_frames_; }  // in whole segments

    void append(const AVPacket& packet);
    // Flushes the segment to the disk. `num_frames` are in all segments so far.
    void end_segment(std::int64_t num_frames);

    // Every packet of whole segments, in order. Throws MediaError, and what `receive` throws.
    void read(const std::function<void(AVPacket&)>& receive);

 private:
    struct Record;
    struct Closer {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void append(const Record& record, std::string_view payload);

    bool begins_with(const std::string& head);
    void scan(std::int64_t size, const std::stop_token& stop);
    bool read_record(Record& record, std::string& payload, std::int64_t end);
    void write_bytes(const void* bytes, std::size_t size);
    [[noreturn]] void fail() const;

    std::filesystem::path shown_path_;
    std::unique_ptr<std::FILE, Closer> file_;
    std::int64_t begin_ = 0;  // of the first segment in the file
    std::int64_t end_ = 0;    // of the last whole one
    std::int64_t num_frames_ = 0;
    std::unique_ptr<ContentHasher> hasher_;
};

}  // namespace kinora::ffmpeg

#include "core/media/gif_comment.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/picture_bytes.h"

namespace kinora {

namespace {

constexpr char extension_introducer = 0x21;
constexpr char image_introducer = 0x2C;
constexpr std::uint8_t comment_label = 0xFE;
constexpr std::uint8_t application_label = 0xFF;
constexpr std::size_t max_block_bytes = 255;
constexpr std::size_t max_comment_bytes = std::size_t{32} << 20;
constexpr std::size_t max_file_bytes = std::size_t{1} << 30;

// Walks through the blocks of a GIF; every read beyond the end gives 0 and ends the walk.
class Blocks {
 public:
    explicit Blocks(std::string_view file) : file_(file) {}

    bool is_at_end() const { return at_ >= file_.size(); }
    std::size_t position() const { return at_; }
    std::uint8_t next() { return at_ < file_.size() ? static_cast<std::uint8_t>(file_[at_++]) : std::uint8_t{0}; }
    void skip(std::size_t count) { at_ = count > file_.size() - at_ ? file_.size() : at_ + count; }
    void skip_colours(std::uint8_t flags) {
        if ((flags & 0x80u) != 0) {
            skip(std::size_t{3} << ((flags & 7u) + 1));
        }
    }
    std::string sub_blocks() {
        std::string content;
        while (const std::uint8_t size = next()) {
            const std::size_t begin = at_;
            skip(size);
            if (content.size() < max_comment_bytes) {
                content += file_.substr(begin, at_ - begin);
            }
        }
        return content;
    }

 private:
    std::string_view file_;
    std::size_t at_ = 0;
};

// Past the signature, the size and the colours of the whole file.
void skip_header(Blocks& blocks) {
    blocks.skip(10);
    const std::uint8_t flags = blocks.next();
    blocks.skip(2);
    blocks.skip_colours(flags);
}

void keep_comment(const std::string& comment, MediaMetadata& metadata) {
    const auto equals = comment.find('=');
    const std::string key = comment.substr(0, equals == std::string::npos ? 0 : equals);
    if (!key.empty() && key.size() <= 60 && normal_metadata_key(key) == key) {
        metadata[key] = comment.substr(equals + 1);
    } else {
        metadata["comment"] = comment;
    }
}

std::string as_extension(const std::string& comment) {
    std::string bytes = {extension_introducer, static_cast<char>(comment_label)};
    for (std::size_t at = 0; at < comment.size(); at += max_block_bytes) {
        const std::string block = comment.substr(at, max_block_bytes);
        bytes += static_cast<char>(block.size());
        bytes += block;
    }
    bytes += '\0';
    return bytes;
}

// Behind what says how often the pictures are repeated, which has to come first.
std::size_t place_for_comments(std::string_view beginning) {
    Blocks blocks(beginning);
    skip_header(blocks);
    std::size_t place = blocks.position();
    while (static_cast<char>(blocks.next()) == extension_introducer && blocks.next() == application_label) {
        blocks.sub_blocks();
        place = blocks.position();
    }
    return place;
}

bool read_at(int descriptor, std::span<char> to, std::size_t place) {
    for (std::size_t done = 0; done < to.size();) {
        const ssize_t count = ::pread(descriptor, to.data() + done, to.size() - done, static_cast<off_t>(place + done));
        if (count == 0) {
            errno = EIO;  // the file has become shorter
        }
        if (count == 0 || (count < 0 && errno != EINTR)) {
            return false;
        }
        done += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return true;
}

bool write_at(int descriptor, std::string_view bytes, std::size_t place) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = ::pwrite(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place + done));
        if (count < 0 && errno != EINTR) {
            return false;
        }
        done += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return true;
}

// Everything behind that place moves on, the last first. False, and errno, where that fails.
bool insert_after_loop(int descriptor, const std::string& bytes) {
    constexpr std::size_t most_moved = std::size_t{1} << 20;
    constexpr std::size_t largest_beginning = 4096;
    const off_t end = ::lseek(descriptor, 0, SEEK_END);
    if (end < 0) {
        return false;
    }
    std::string moved(std::min(largest_beginning, static_cast<std::size_t>(end)), '\0');
    if (!read_at(descriptor, moved, 0)) {
        return false;
    }
    const std::size_t place = place_for_comments(moved);
    for (auto left = static_cast<std::size_t>(end); left > place;) {
        moved.resize(std::min(most_moved, left - place));
        left -= moved.size();
        if (!read_at(descriptor, moved, left) || !write_at(descriptor, moved, left + bytes.size())) {
            return false;
        }
    }
    return write_at(descriptor, bytes, place);
}

}  // namespace

MediaMetadata read_gif_comments(const std::filesystem::path& path) {
    std::string file;
    try {
        file = read_file(path, max_file_bytes);
    } catch (const FileError& error) {
        throw_as_media_error(error, path);
    }
    Blocks blocks(file);
    MediaMetadata metadata;
    skip_header(blocks);
    while (!blocks.is_at_end()) {
        const auto introducer = static_cast<char>(blocks.next());
        if (introducer == extension_introducer) {
            const bool is_comment = blocks.next() == comment_label;
            const std::string content = blocks.sub_blocks();
            if (is_comment && !content.empty()) {
                keep_comment(content, metadata);
            }
        } else if (introducer == image_introducer) {
            blocks.skip(8);  // place and size
            blocks.skip_colours(blocks.next());
            blocks.skip(1);  // code size
            blocks.sub_blocks();
        } else {
            break;
        }
    }
    return metadata;
}

void insert_gif_comments(const std::filesystem::path& path, const std::filesystem::path& shown_path,
                         const MediaMetadata& metadata) {
    std::string bytes;
    for (const auto& [key, value] : metadata) {
        bytes += as_extension(key + "=" + value);
    }
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const bool is_written = descriptor >= 0 && insert_after_loop(descriptor, bytes);
    int error_number = is_written ? 0 : errno;
    if (descriptor >= 0 && ::close(descriptor) != 0 && is_written) {
        error_number = errno;
    }
    if (error_number != 0) {
        throw MediaError(shown_path, Sentence::of("cannot be written: %1", system_message(error_number)));
    }
}

}  // namespace kinora

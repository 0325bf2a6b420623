#include "core/media/ffmpeg/av_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

constexpr int buffer_size_bytes = 64 * 1024;

int open_file(const std::filesystem::path& path, const std::filesystem::path& shown_path, AvFile::Mode mode) {
    const bool is_reading = mode == AvFile::Mode::read;
    // Without O_NONBLOCK, opening a named pipe would wait for its other end.
    const int flags = is_reading ? O_RDONLY | O_NONBLOCK : O_RDWR | O_CREAT | O_TRUNC;
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        const std::string why = system_message(errno);
        throw MediaError(shown_path, is_reading ? Sentence::of("cannot be opened: %1", why) : Sentence::of("cannot be written: %1", why));
    }
    struct stat status = {};
    const bool is_known = ::fstat(descriptor, &status) == 0;
    if (is_known && S_ISREG(status.st_mode)) {
        return descriptor;
    }
    ::close(descriptor);
    throw MediaError(shown_path, is_known && S_ISDIR(status.st_mode) ? Sentence::of("is a folder; give the name of a file")
                                                                     : Sentence::of("is not a file"));
}

}  // namespace

AvFile::AvFile(const std::filesystem::path& path, const std::filesystem::path& shown_path, Mode mode)
    : shown_path_(shown_path) {
    initialise();
    descriptor_ = open_file(path, shown_path, mode);
    const bool is_writing = mode == Mode::write;
    auto* buffer = static_cast<unsigned char*>(av_malloc(buffer_size_bytes));
    io_ = buffer == nullptr ? nullptr
                            : avio_alloc_context(buffer, buffer_size_bytes, is_writing ? 1 : 0, this, &AvFile::read,
                                                 is_writing ? &AvFile::write : nullptr, &AvFile::seek);
    if (io_ == nullptr) {
        av_free(buffer);
        ::close(descriptor_);
        throw std::bad_alloc();
    }
}

AvFile::~AvFile() {
    free_io();
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void AvFile::free_io() {
    if (io_ != nullptr) {
        av_freep(&io_->buffer);
        avio_context_free(&io_);
    }
}

void AvFile::close_written() {
    avio_flush(io_);
    const int io_error = io_->error;
    free_io();
    if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0) {
        fail(errno);
    }
    if (error_number_ != 0) {
        throw MediaError(shown_path_, Sentence::of("cannot be written: %1", system_message(error_number_)));
    }
    check_av(io_error, shown_path_, Sentence::of("cannot be written"));
}

int AvFile::fail(int error_number) {
    if (error_number_ == 0) {
        error_number_ = error_number;
    }
    return AVERROR(error_number);
}

int AvFile::read(void* self, std::uint8_t* buffer, int size) {
    auto& file = *static_cast<AvFile*>(self);
    if (file.stop_.stop_requested()) {
        file.was_stopped_ = true;
        return AVERROR_EXIT;
    }
    ssize_t count = 0;
    do {
        count = ::read(file.descriptor_, buffer, static_cast<std::size_t>(size));
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return file.fail(errno);
    }
    return count == 0 ? AVERROR_EOF : static_cast<int>(count);
}

#if LIBAVFORMAT_VERSION_MAJOR >= 61
int AvFile::write(void* self, const std::uint8_t* buffer, int size) {
#else
int AvFile::write(void* self, std::uint8_t* buffer, int size) {
#endif
    auto& file = *static_cast<AvFile*>(self);
    int done = 0;
    while (done < size) {
        const ssize_t count = ::write(file.descriptor_, buffer + done, static_cast<std::size_t>(size - done));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file.fail(errno);
        }
        done += static_cast<int>(count);
    }
    return size;
}

std::int64_t AvFile::seek(void* self, std::int64_t offset, int whence) {
    auto& file = *static_cast<AvFile*>(self);
    if ((whence & AVSEEK_SIZE) != 0) {
        struct stat status = {};
        return ::fstat(file.descriptor_, &status) == 0 ? static_cast<std::int64_t>(status.st_size) : file.fail(errno);
    }
    const off_t position = ::lseek(file.descriptor_, offset, whence & ~AVSEEK_FORCE);
    // A container may point anywhere; a position that the system refuses is the container's mistake, not the disk's.
    return position < 0 ? AVERROR(errno) : static_cast<std::int64_t>(position);
}

}  // namespace kinora::ffmpeg

#include "core/media/ffmpeg/av_error.h"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

namespace {

constexpr std::size_t max_allocation_bytes = std::size_t{1} << 30;

// Codecs also log from threads of their own; their lines are dropped, because nothing tells which file they are about.
thread_local std::string first_log_line;

void keep_first_line(void* /*context*/, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_ERROR || !first_log_line.empty()) {
        return;
    }
    std::array<char, 200> line = {};
    std::vsnprintf(line.data(), line.size(), format, arguments);
    for (const char c : std::string(line.data())) {
        const auto code = static_cast<unsigned char>(c);
        if (code == '\n') {
            break;
        }
        // The text may quote the file; what no terminal should see becomes a dot.
        first_log_line += code < 0x20 || code >= 0x7F ? '.' : c;
    }
}

}  // namespace

void initialise() {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_callback(keep_first_line);
        av_max_alloc(max_allocation_bytes);
    });
}

void forget_log_line() { first_log_line.clear(); }

Sentence av_sentence(int code) {
    switch (code) {
        case AVERROR_INVALIDDATA:
            return Sentence::of("the content is damaged, or of a kind that Kinora does not read");
        case AVERROR_EOF:
            return Sentence::of("the file ends too early");
        case AVERROR(ENOMEM):
            return Sentence::of("it needs more memory than there is, or than a sound file would need");
        case AVERROR_DECODER_NOT_FOUND:
            return Sentence::of("the installed FFmpeg has no decoder for it");
        case AVERROR_ENCODER_NOT_FOUND:
            return Sentence::of("the installed FFmpeg has no encoder for it");
        case AVERROR_MUXER_NOT_FOUND:
        case AVERROR_DEMUXER_NOT_FOUND:
            return Sentence::of("the installed FFmpeg does not know the container");
        case AVERROR_PATCHWELCOME:
            return Sentence::of("it uses a feature that the installed FFmpeg does not know");
        default:
            break;
    }
    // The system's own errors are kept by AvFile. What else looks like one is FFmpeg's way to say no.
    if (AVUNERROR(code) > 0 && AVUNERROR(code) < 1000) {
        return Sentence::of("the content is damaged, or of a kind that Kinora does not read or write");
    }
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text = {};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

void throw_av_error(const std::filesystem::path& path, const Sentence& doing, int code) {
    if (first_log_line.empty()) {
        throw MediaError(path, Sentence::of("%1: %2", doing, av_sentence(code)));
    }
    throw MediaError(path, Sentence::of("%1: %2 (%3)", doing, av_sentence(code), first_log_line));
}

int check_av(int code, const std::filesystem::path& path, const Sentence& doing) {
    if (code < 0) {
        throw_av_error(path, doing, code);
    }
    return code;
}

}  // namespace kinora::ffmpeg

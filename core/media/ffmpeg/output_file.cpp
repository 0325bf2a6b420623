#include "core/media/ffmpeg/output_file.h"

#include <exception>

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

const char* muxer_name(Container container) {
    switch (container) {
        case Container::mp4:
            return "mp4";
        case Container::mov:
            return "mov";
        case Container::mkv:
            return "matroska";
        case Container::webm:
            return "webm";
        case Container::gif:
            return "gif";
        case Container::png_sequence:
        case Container::unset:
            break;
    }
    return "";
}

bool is_mp4_or_mov(Container container) { return container == Container::mp4 || container == Container::mov; }

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path, const std::filesystem::path& shown_path, Container container)
    : path_(path), shown_path_(shown_path), container_(container), file_(path, shown_path, AvFile::Mode::write) {
    forget_log_line();
    check(avformat_alloc_output_context2(&format_, nullptr, muxer_name(container), ""));
    format_->pb = file_.io();
    format_->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
    // Sound is given before the pictures that it lies beside. Where there is none, pictures are not to wait for it in memory for long.
    format_->max_interleave_delta = AV_TIME_BASE / 2;
    format_->opaque = this;
    format_->io_open = &OutputFile::open_again;
    format_->io_close2 = &OutputFile::close_again;
}

OutputFile::~OutputFile() { avformat_free_context(format_); }

bool OutputFile::needs_global_headers() const { return (format_->oformat->flags & AVFMT_GLOBALHEADER) != 0; }

// To put its index first, the MP4 writer reads the file that it has written.
int OutputFile::open_again(AVFormatContext* format, AVIOContext** io, const char* /*url*/, int flags,
                           AVDictionary** /*options*/) {
    auto& self = *static_cast<OutputFile*>(format->opaque);
    if ((flags & AVIO_FLAG_WRITE) != 0 || self.reread_) {
        return AVERROR(EPERM);
    }
    try {
        self.reread_ = std::make_unique<AvFile>(self.path_, self.shown_path_, AvFile::Mode::read);
    } catch (const std::exception&) {
        return AVERROR(EIO);
    }
    *io = self.reread_->io();
    return 0;
}

int OutputFile::close_again(AVFormatContext* format, AVIOContext* /*io*/) {
    static_cast<OutputFile*>(format->opaque)->reread_.reset();
    return 0;
}

void OutputFile::check(int code) {
    if (code >= 0 && file_.error_number() == 0) {
        return;
    }
    if (file_.error_number() != 0) {
        throw MediaError(shown_path_, Sentence::of("cannot be written: %1", system_message(file_.error_number())));
    }
    throw_av_error(shown_path_, Sentence::of("cannot be written"), code);
}

AVStream& OutputFile::add_stream(const AVCodecParameters& codec, AVRational time_base) {
    AVStream* stream = or_bad_alloc(avformat_new_stream(format_, nullptr));
    check(avcodec_parameters_copy(stream->codecpar, &codec));
    stream->codecpar->codec_tag = 0;
    stream->time_base = time_base;
    return *stream;
}

AVStream& OutputFile::add_stream(const AVCodecContext& encoder) {
    AVStream* stream = or_bad_alloc(avformat_new_stream(format_, nullptr));
    check(avcodec_parameters_from_context(stream->codecpar, &encoder));
    stream->time_base = encoder.time_base;
    if (encoder.codec_type == AVMEDIA_TYPE_VIDEO) {
        stream->avg_frame_rate = encoder.framerate;
    }
    return *stream;
}

void OutputFile::begin(const MediaMetadata& metadata) {
    for (const auto& [key, value] : metadata) {
        av_dict_set(&format_->metadata, key.c_str(), value.c_str(), 0);
    }
    Dictionary options;
    if (is_mp4_or_mov(container_)) {
        // Only the metadata atoms of QuickTime take names of one's own.
        options.set("movflags", "+faststart+use_metadata_tags+write_colr");
    }
    if (!is_mp4_or_mov(container_)) {
        // What an encoder puts before the first sample of sound must not push the pictures to a later time.
        format_->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
    }
    forget_log_line();
    check(avformat_write_header(format_, options.address()));
}

void OutputFile::write(AVPacket& packet, const AVStream& stream, AVRational time_base) {
    av_packet_rescale_ts(&packet, time_base, stream.time_base);
    packet.stream_index = stream.index;
    packet.pos = -1;
    check(av_interleaved_write_frame(format_, &packet));
}

void OutputFile::set_option(const char* name, std::int64_t value) {
    check(av_opt_set_int(format_, name, value, AV_OPT_SEARCH_CHILDREN));
}

void OutputFile::finish() {
    check(av_write_trailer(format_));
    format_->pb = nullptr;
    file_.close_written();
}

}  // namespace kinora::ffmpeg

#include "core/media/ffmpeg/input_file.h"

#include <algorithm>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

// Containers that name other files (playlists, manifests, lists for joining) are missing on purpose.
constexpr const char* containers =
    "mov,matroska,avi,mpegts,mpeg,flv,gif,apng,ogg,mxf,yuv4mpegpipe,nut,asf,ivf,h264,hevc,m4v,mpegvideo,obu,dv,"
    "wav,mp3,flac,aac,aiff,w64,caf,ac3,eac3";

// What cameras, phones, editors and browsers write, instead of the hundreds of codecs that FFmpeg knows.
constexpr const char* codecs =
    "h264,hevc,vp8,vp9,av1,libdav1d,libaom-av1,mpeg1video,mpeg2video,mpeg4,prores,dnxhd,cfhd,ffv1,ffvhuff,huffyuv,utvideo,"
    "magicyuv,mjpeg,png,apng,gif,rawvideo,v210,qtrle,theora,wmv1,wmv2,wmv3,vc1,msmpeg4v2,msmpeg4,h263,flv,dvvideo,"
    "jpeg2000,libopenjpeg,rle,rpza,cinepak,svq3,"
    "aac,aac_fixed,mp1,mp1float,mp2,mp2float,mp3,mp3float,ac3,eac3,dca,truehd,opus,libopus,vorbis,flac,alac,wmav1,wmav2,"
    "wmapro,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_u8,pcm_s8,"
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt";

int refuse_to_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

}  // namespace

InputFile::InputFile(const std::filesystem::path& path, const std::stop_token& stop)
    : path_(path), file_(path, path, AvFile::Mode::read) {
    set_stop(stop);
    forget_log_line();
    format_ = or_bad_alloc(avformat_alloc_context());
    format_->pb = file_.io();
    format_->flags |= AVFMT_FLAG_CUSTOM_IO;
    format_->io_open = refuse_to_open;
    Dictionary options;
    options.set("format_whitelist", containers);
    options.set("codec_whitelist", codecs);
    options.set("protocol_whitelist", "none");
    // The name is kept from FFmpeg, so that the content alone decides what the file is. A failure frees format_.
    int code = avformat_open_input(&format_, "", nullptr, options.address());
    if (code >= 0) {
        code = avformat_find_stream_info(format_, nullptr);
    }
    // What was learned of a file that could not be read on is not all that there is to it.
    if (code < 0 || file_.was_stopped()) {
        avformat_close_input(&format_);
        throw_if_stop_requested(stop_);
        if (file_.error_number() != 0) {
            throw MediaError(path_, Sentence::of("cannot be read: %1", system_message(file_.error_number())));
        }
        throw_av_error(path_, Sentence::of("cannot be opened as video"), code);
    }
}

InputFile::~InputFile() { avformat_close_input(&format_); }

void InputFile::set_stop(const std::stop_token& stop) {
    stop_ = stop;
    file_.set_stop(stop);
}

AVStream& InputFile::choose_video_stream() {
    const int index = av_find_best_stream(format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index < 0 || (format_->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) {
        throw MediaError(path_, Sentence::of("holds no video; choose a file with moving pictures"));
    }
    AVStream& stream = *format_->streams[index];
    const AVCodecParameters& codec = *stream.codecpar;
    if (codec.width <= 0 || codec.height <= 0) {
        throw MediaError(path_, Sentence::of("holds a video without a size; the file is damaged or uses an unknown codec"));
    }
    if (codec.width > max_frame_side || codec.height > max_frame_side ||
        std::int64_t{codec.width} * codec.height > max_frame_pixels) {
        throw MediaError(path_, Sentence::of("has frames of %1x%2 pixels, which is more than Kinora reads; make a smaller copy of it",
                                             codec.width, codec.height));
    }
    choose(stream);
    return stream;
}

AVStream* InputFile::choose_sound_stream() {
    const int index = av_find_best_stream(format_, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (index < 0) {
        return nullptr;
    }
    choose(*format_->streams[index]);
    return format_->streams[index];
}

void InputFile::choose(const AVStream& stream) {
    chosen_stream_ = stream.index;
    for (unsigned i = 0; i < format_->nb_streams; ++i) {
        format_->streams[i]->discard = static_cast<int>(i) == chosen_stream_ ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

bool InputFile::read_packet(AVPacket& packet) {
    for (;;) {
        throw_if_stop_requested(stop_);
        av_packet_unref(&packet);
        const int code = av_read_frame(format_, &packet);
        if (file_.was_stopped()) {
            throw Cancelled();
        }
        if (code < 0) {
            has_read_error_ = has_read_error_ || code != AVERROR_EOF || file_.error_number() != 0;
            return false;
        }
        // An empty packet stands for a frame that was dropped (AVI): what came before it is shown on.
        const bool is_empty = packet.size == 0 && packet.side_data_elems == 0;
        if (packet.stream_index == chosen_stream_ && !is_empty) {
            return true;
        }
    }
}

CodecContextPtr InputFile::open_decoder(const AVStream& stream, int num_threads) {
    forget_log_line();
    const AVCodec* decoder = avcodec_find_decoder(stream.codecpar->codec_id);
    if (decoder == nullptr) {
        throw_av_error(path_, Sentence::of("the codec %1 cannot be read", avcodec_get_name(stream.codecpar->codec_id)),
                       AVERROR_DECODER_NOT_FOUND);
    }
    CodecContextPtr context(or_bad_alloc(avcodec_alloc_context3(decoder)));
    check_av(avcodec_parameters_to_context(context.get(), stream.codecpar), path_, Sentence::of("cannot be read"));
    context->pkt_timebase = stream.time_base;
    context->max_pixels = max_frame_pixels;
    context->thread_count = std::max(num_threads, 1);
    Dictionary options;
    options.set("codec_whitelist", codecs);
    check_av(avcodec_open2(context.get(), decoder, options.address()), path_,
             Sentence::of("the codec %1 cannot be read", decoder->name));
    return context;
}

}  // namespace kinora::ffmpeg

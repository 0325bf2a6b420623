#include "core/media/ffmpeg/video_encoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

// Encoders that split their work give other bytes for another number of threads, so the number must not be the machine's.
constexpr int num_encoder_threads = 4;
constexpr double key_frame_seconds = 2.0;

struct EncoderRecipe {
    std::vector<const char*> encoders;  // the first that is installed
    AVPixelFormat pixel_format = AV_PIX_FMT_NONE;
    std::vector<std::pair<const char*, const char*>> options;
};

// x264 (core 164 at least) has AVX-512 code that reads memory which nothing wrote unless the width is a multiple of 256
// pixels. What it then decides changes from run to run, so it is kept to the code for older processors.
const char* x264_parameters() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") != 0) {
        return "asm=MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2";
    }
#endif
    return "";
}

EncoderRecipe recipe_for(VideoCodec codec) {
    switch (codec) {
        case VideoCodec::h264:
            return {{"libx264"}, AV_PIX_FMT_YUV420P, {{"preset", "medium"}, {"crf", "15"}, {"x264-params", x264_parameters()}}};
        case VideoCodec::prores:
            return {{"prores_ks"}, AV_PIX_FMT_YUV422P10LE, {{"profile", "hq"}, {"vendor", "apl0"}}};
        case VideoCodec::vp9:
            return {{"libvpx-vp9"},
                    AV_PIX_FMT_YUV420P,
                    {{"crf", "16"}, {"b", "0"}, {"deadline", "good"}, {"cpu-used", "3"}, {"row-mt", "1"},
                     {"tile-columns", "1"}}};
        case VideoCodec::av1:
            return {{"libaom-av1"},
                    AV_PIX_FMT_YUV420P,
                    {{"crf", "16"}, {"b", "0"}, {"cpu-used", "6"}, {"row-mt", "1"}, {"usage", "good"}}};
        case VideoCodec::ffv1:
            return {{"ffv1"},
                    AV_PIX_FMT_BGR0,
                    {{"level", "3"}, {"slicecrc", "1"}, {"coder", "range_tab"}, {"context", "0"}}};
        case VideoCodec::gif:
        case VideoCodec::png:
        case VideoCodec::unset:
            break;
    }
    return {};
}

const AVCodec* find_encoder(const EncoderRecipe& recipe) {
    for (const char* name : recipe.encoders) {
        if (const AVCodec* encoder = avcodec_find_encoder_by_name(name)) {
            return encoder;
        }
    }
    return nullptr;
}

AVRational duration_of_frame(const FrameRate& rate) {
    return {static_cast<int>(rate.denominator), static_cast<int>(rate.numerator)};
}

}  // namespace

VideoEncoder::VideoEncoder(const VideoWriterSettings& settings, bool needs_global_headers)
    : shown_path_(settings.shown_path) {
    forget_log_line();
    const EncoderRecipe recipe = recipe_for(settings.format.codec);
    const AVCodec* encoder = find_encoder(recipe);
    const std::string codec_word = to_string(settings.format.codec);
    if (encoder == nullptr) {
        throw_av_error(shown_path_, Sentence::of("cannot be written as %1", codec_word), AVERROR_ENCODER_NOT_FOUND);
    }
    const FrameSize size = encoded_size(settings.format.codec, {settings.width, settings.height});
    context_.reset(or_bad_alloc(avcodec_alloc_context3(encoder)));
    context_->width = size.width;
    context_->height = size.height;
    const bool is_lossless = settings.format.codec == VideoCodec::ffv1;
    const SampleFormat own = settings.colours ? own_samples(recipe.pixel_format, size, *settings.colours) : own_samples(recipe.pixel_format, size);
    samples_ = is_lossless && settings.samples ? *settings.samples : own;
    context_->pix_fmt = static_cast<AVPixelFormat>(samples_.pixel_format);
    context_->time_base = duration_of_frame(settings.frame_rate);
    context_->framerate = av_inv_q(context_->time_base);
    context_->sample_aspect_ratio = {1, 1};
    context_->thread_count = num_encoder_threads;
    context_->gop_size = static_cast<int>(std::clamp(std::round(settings.frame_rate.per_second() * key_frame_seconds), 12.0, 250.0));
    if (is_lossless) {
        context_->gop_size = 1;
    }
    context_->flags |= AV_CODEC_FLAG_BITEXACT | (needs_global_headers ? AV_CODEC_FLAG_GLOBAL_HEADER : 0);
    set_colour_tags(*context_, samples_);
    context_->chroma_sample_location = static_cast<AVChromaLocation>(samples_.chroma_location);
    Dictionary options;
    for (const auto& [name, value] : recipe.options) {
        options.set(name, value);
    }
    check_av(avcodec_open2(context_.get(), encoder, options.address()), shown_path_, Sentence::of("cannot be written as %1", codec_word));
    converter_.emplace(shown_path_, samples_);
}

void VideoEncoder::encode(const Image& image, const Receiver& receive) {
    AVFrame& frame = converter_->convert(image);
    frame.pts = num_frames_++;
    frame.pict_type = AV_PICTURE_TYPE_NONE;
    send(&frame, receive);
}

void VideoEncoder::encode(const StoredFrame& stored, const Receiver& receive) {
    const FramePtr frame(or_bad_alloc(av_frame_clone(&stored.av_frame())));
    frame->format = samples_.pixel_format;
    frame->color_range = static_cast<AVColorRange>(samples_.range);
    // Captions and the like would come with originals alone, and durations count in the time of another file.
    while (frame->nb_side_data > 0) {
        av_frame_remove_side_data(frame.get(), frame->side_data[0]->type);
    }
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    frame->duration = 0;
#endif
    frame->pts = num_frames_++;
    frame->pict_type = AV_PICTURE_TYPE_NONE;
    send(frame.get(), receive);
}

void VideoEncoder::finish(const Receiver& receive) { send(nullptr, receive); }

void VideoEncoder::send(AVFrame* frame, const Receiver& receive) {
    forget_log_line();
    check_av(avcodec_send_frame(context_.get(), frame), shown_path_, Sentence::of("a frame cannot be encoded"));
    for (;;) {
        const int code = avcodec_receive_packet(context_.get(), packet_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) {
            return;
        }
        check_av(code, shown_path_, Sentence::of("a frame cannot be encoded"));
        packet_->duration = 1;
        receive(*packet_);
    }
}

}  // namespace kinora::ffmpeg

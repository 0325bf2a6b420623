#include "core/media/ffmpeg/gif_sink.h"

#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"
#include "core/media/gif_comment.h"
#include "core/media/video_reader.h"

namespace kinora::ffmpeg {

namespace {

constexpr AVRational hundredths = {1, 100};

CodecContextPtr open_gif_encoder(const VideoWriterSettings& settings) {
    const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_GIF);
    if (codec == nullptr) {
        throw_av_error(settings.shown_path, Sentence::of("cannot be written as gif"), AVERROR_ENCODER_NOT_FOUND);
    }
    CodecContextPtr encoder(or_bad_alloc(avcodec_alloc_context3(codec)));
    encoder->width = settings.width;
    encoder->height = settings.height;
    encoder->pix_fmt = AV_PIX_FMT_PAL8;
    encoder->time_base = hundredths;
    encoder->flags |= AV_CODEC_FLAG_BITEXACT;
    check_av(avcodec_open2(encoder.get(), codec, nullptr), settings.shown_path, Sentence::of("cannot be written as gif"));
    return encoder;
}

// The hundredth of a second at which a frame begins: the nearest one, so that the error never adds up.
std::int64_t begin_of(std::int64_t frame, const FrameRate& rate) {
    return av_rescale_rnd(frame, 100 * rate.denominator, rate.numerator, AV_ROUND_NEAR_INF);
}

}  // namespace

GifSink::GifSink(const std::filesystem::path& path, const VideoWriterSettings& settings)
    : path_(path), settings_(settings), kept_frames_file_(settings.shown_path, true) {
    {
        // A place where nothing can be written must be noticed now and not after all frames are made.
        const OutputFile probe(path_, settings_.shown_path, Container::gif);
    }
    VideoWriterSettings kept = settings;
    kept.format = {VideoCodec::ffv1, Container::mkv};
    kept.metadata.clear();
    kept_frames_ = std::make_unique<EncodedSink>(kept_frames_file_.path(), kept);
    palette_finder_ = std::make_unique<PaletteFinder>(settings.shown_path, FrameSize{settings.width, settings.height});
}

void GifSink::write(const Image& image) {
    kept_frames_->write(image);
    palette_finder_->add(image);
    ++num_frames_;
}

void GifSink::finish(const std::stop_token& stop) {
    kept_frames_->finish(stop);
    const FramePtr palette = palette_finder_->finish();
    palette_finder_.reset();
    write_gif(*palette, stop);
    if (!settings_.metadata.empty()) {
        insert_gif_comments(path_, settings_.shown_path, settings_.metadata);
    }
}

void GifSink::write_gif(const AVFrame& palette, const std::stop_token& stop) {
    VideoReader kept(kept_frames_file_.path());
    PaletteMapper mapper(settings_.shown_path, {settings_.width, settings_.height}, palette);
    const CodecContextPtr encoder = open_gif_encoder(settings_);
    OutputFile output(path_, settings_.shown_path, Container::gif);
    const AVStream& stream = output.add_stream(*encoder);
    output.begin({});
    const PacketPtr packet = make_packet();
    for (std::int64_t i = 0; i < num_frames_; ++i) {
        const auto frame = kept.read_next(stop);
        if (!frame) {
            throw MediaError(settings_.shown_path, Sentence::of("cannot be written: the frames kept for it beside it were lost"));
        }
        AVFrame& mapped = mapper.map(frame->image);
        mapped.pts = begin_of(i, settings_.frame_rate);
        check_av(avcodec_send_frame(encoder.get(), &mapped), settings_.shown_path, Sentence::of("a frame cannot be encoded"));
        check_av(avcodec_receive_packet(encoder.get(), packet.get()), settings_.shown_path, Sentence::of("a frame cannot be encoded"));
        packet->duration = begin_of(i + 1, settings_.frame_rate) - mapped.pts;
        output.write(*packet, stream, hundredths);
    }
    output.set_option("final_delay", begin_of(num_frames_, settings_.frame_rate) - begin_of(num_frames_ - 1, settings_.frame_rate));
    output.finish();
}

}  // namespace kinora::ffmpeg

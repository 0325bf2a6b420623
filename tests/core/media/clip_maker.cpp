#include "tests/core/media/clip_maker.h"

#include <cmath>
#include <cstring>
#include <stdexcept>

#include "core/media/ffmpeg/av_error.h"
#include "core/media/ffmpeg/av_handles.h"
#include "tests/core/media/test_pictures.h"

namespace kinora::test {

using namespace ffmpeg;

namespace {

constexpr int sound_rate = 48000;

void check(int code, const char* what) {
    if (code < 0) {
        throw std::runtime_error(std::string("clip_maker: ") + what + " failed with " + std::to_string(code));
    }
}

class ClipMaker {
 public:
    ClipMaker(const std::filesystem::path& path, const std::string& container) {
        initialise();
        check(avformat_alloc_output_context2(&format_, nullptr, container.c_str(), path.c_str()), "container");
        check(avio_open(&format_->pb, path.c_str(), AVIO_FLAG_WRITE), "file");
        format_->flags |= AVFMT_FLAG_BITEXACT;
    }
    ~ClipMaker() {
        avio_closep(&format_->pb);
        avformat_free_context(format_);
    }
    ClipMaker(const ClipMaker&) = delete;
    ClipMaker& operator=(const ClipMaker&) = delete;

    void add_video(const ClipRecipe& recipe);
    void add_sound(const std::string& encoder, int num_channels = 1, int sample_rate = sound_rate);
    void begin(const std::map<std::string, std::string>& options);
    void write_video(const ClipRecipe& recipe, const std::function<Image(int)>& picture);
    void write_sound(double seconds, const SoundWave& wave);
    void finish() { check(av_write_trailer(format_), "trailer"); }

 private:
    void encode(AVCodecContext& encoder, AVStream& stream, AVFrame* frame);
    FramePtr to_frame(const ClipRecipe& recipe, const Image& image);

    AVFormatContext* format_ = nullptr;
    CodecContextPtr video_;
    CodecContextPtr sound_;
    AVStream* video_stream_ = nullptr;
    AVStream* sound_stream_ = nullptr;
    SwsContextPtr scaler_;
    std::map<std::int64_t, std::int64_t> durations_;  // of frames by their times; MP4 needs that of the last
};

int matrix_number(const std::string& name) {
    const int number = av_color_space_from_name(name.c_str());
    check(number, "matrix");
    return number;
}

SoundWave tone_of(double hertz) {
    return [hertz](int, std::int64_t sample) {
        return static_cast<float>(0.5 * std::sin(2.0 * 3.14159265358979 * hertz * static_cast<double>(sample) / sound_rate));
    };
}

void put_sample(AVFrame& frame, int channel, int index, float value) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const bool is_planar = av_sample_fmt_is_planar(format) != 0;
    const int place = is_planar ? index : index * frame.ch_layout.nb_channels + channel;
    std::uint8_t* const target = frame.extended_data[is_planar ? channel : 0] + std::ptrdiff_t{place} * av_get_bytes_per_sample(format);
    if (av_get_bytes_per_sample(format) == 2) {
        const auto sample = static_cast<std::int16_t>(std::lround(value * 32767));
        std::memcpy(target, &sample, 2);
    } else {
        std::memcpy(target, &value, 4);
    }
}

void set_display_matrix(AVStream& stream, const ClipRecipe& recipe) {
    if (recipe.rotation_degrees == 0 && !recipe.is_mirrored) {
        return;
    }
    auto* matrix =
        reinterpret_cast<std::int32_t*>(av_stream_new_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t)));
    av_display_rotation_set(matrix, recipe.rotation_degrees);
    if (recipe.is_mirrored) {
        av_display_matrix_flip(matrix, 1, 0);
    }
}

void ClipMaker::add_video(const ClipRecipe& recipe) {
    const AVCodec* codec = avcodec_find_encoder_by_name(recipe.encoder.c_str());
    video_.reset(or_bad_alloc(avcodec_alloc_context3(codec)));
    video_->width = recipe.width;
    video_->height = recipe.height;
    video_->pix_fmt = av_get_pix_fmt(recipe.pixel_format.c_str());
    video_->time_base = {recipe.time_base[0], recipe.time_base[1]};
    video_->sample_aspect_ratio = {recipe.sample_aspect[0], recipe.sample_aspect[1]};
    video_->thread_count = 1;
    if (recipe.is_tagged) {
        video_->colorspace = static_cast<AVColorSpace>(matrix_number(recipe.matrix));
        video_->color_range = recipe.is_full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    }
    if (!recipe.primaries.empty()) {
        video_->color_primaries = static_cast<AVColorPrimaries>(av_color_primaries_from_name(recipe.primaries.c_str()));
    }
    if (!recipe.transfer.empty()) {
        video_->color_trc = static_cast<AVColorTransferCharacteristic>(av_color_transfer_from_name(recipe.transfer.c_str()));
    }
    if (recipe.is_interlaced) {
        video_->flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
    }
    if ((format_->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
        video_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    Dictionary options;
    for (const auto& [name, value] : recipe.options) {
        options.set(name.c_str(), value);
    }
    check(avcodec_open2(video_.get(), codec, options.address()), "video encoder");
    video_stream_ = avformat_new_stream(format_, nullptr);
    check(avcodec_parameters_from_context(video_stream_->codecpar, video_.get()), "video stream");
    video_stream_->time_base = video_->time_base;
    video_stream_->sample_aspect_ratio = video_->sample_aspect_ratio;
    set_display_matrix(*video_stream_, recipe);
}

void ClipMaker::add_sound(const std::string& encoder, int num_channels, int sample_rate) {
    const AVCodec* codec = avcodec_find_encoder_by_name(encoder.c_str());
    sound_.reset(or_bad_alloc(avcodec_alloc_context3(codec)));
    sound_->sample_rate = sample_rate;
    sound_->sample_fmt = codec->sample_fmts[0];
    for (const AVSampleFormat* format = codec->sample_fmts; *format != AV_SAMPLE_FMT_NONE; ++format) {
        if (*format == AV_SAMPLE_FMT_FLTP) {
            sound_->sample_fmt = *format;
        }
    }
    sound_->time_base = {1, sample_rate};
    sound_->bit_rate = 128000 * num_channels;
    av_channel_layout_default(&sound_->ch_layout, num_channels);
    if ((format_->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
        sound_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    check(avcodec_open2(sound_.get(), codec, nullptr), "sound encoder");
    sound_stream_ = avformat_new_stream(format_, nullptr);
    check(avcodec_parameters_from_context(sound_stream_->codecpar, sound_.get()), "sound stream");
    sound_stream_->time_base = sound_->time_base;
}

void ClipMaker::begin(const std::map<std::string, std::string>& options) {
    Dictionary entries;
    for (const auto& [name, value] : options) {
        entries.set(name.c_str(), value);
    }
    check(avformat_write_header(format_, entries.address()), "header");
}

void ClipMaker::encode(AVCodecContext& encoder, AVStream& stream, AVFrame* frame) {
    check(avcodec_send_frame(&encoder, frame), "encoding");
    const PacketPtr packet = make_packet();
    while (avcodec_receive_packet(&encoder, packet.get()) == 0) {
        if (&encoder == video_.get()) {
            packet->duration = durations_[packet->pts];
        }
        av_packet_rescale_ts(packet.get(), encoder.time_base, stream.time_base);
        packet->stream_index = stream.index;
        check(av_interleaved_write_frame(format_, packet.get()), "writing");
    }
}

FramePtr ClipMaker::to_frame(const ClipRecipe& recipe, const Image& image) {
    FramePtr frame = make_frame();
    frame->width = recipe.width;
    frame->height = recipe.height;
    frame->format = video_->pix_fmt;
    frame->interlaced_frame = recipe.is_interlaced ? 1 : 0;
    frame->top_field_first = recipe.is_interlaced ? 1 : 0;
    check(av_frame_get_buffer(frame.get(), 64), "frame");
    if (!scaler_) {
        scaler_.reset(sws_getContext(image.width(), image.height(), AV_PIX_FMT_RGB24, recipe.width, recipe.height,
                                     video_->pix_fmt,
                                     SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT, nullptr, nullptr,
                                     nullptr));
        const int* matrix = sws_getCoefficients(matrix_number(recipe.matrix));
        sws_setColorspaceDetails(scaler_.get(), matrix, 1, matrix, recipe.is_full_range ? 1 : 0, 0, 1 << 16, 1 << 16);
    }
    const std::uint8_t* data[4] = {image.rgb().data()};
    const int stride[4] = {3 * image.width()};
    sws_scale(scaler_.get(), data, stride, 0, image.height(), frame->data, frame->linesize);
    if (recipe.is_tagged) {
        frame->colorspace = video_->colorspace;
        frame->color_range = video_->color_range;
    }
    frame->color_primaries = video_->color_primaries;
    frame->color_trc = video_->color_trc;
    if (recipe.alpha != 255) {
        for (int i = 3; i < frame->linesize[0] * recipe.height; i += 4) {
            frame->data[0][i] = static_cast<std::uint8_t>(recipe.alpha);
        }
    }
    return frame;
}

void ClipMaker::write_video(const ClipRecipe& recipe, const std::function<Image(int)>& picture) {
    for (std::size_t i = 0; i < recipe.times.size(); ++i) {
        const bool is_last = i + 1 == recipe.times.size();
        durations_[recipe.times[i]] = is_last ? recipe.last_duration : recipe.times[i + 1] - recipe.times[i];
    }
    for (std::size_t i = 0; i < recipe.times.size(); ++i) {
        const FramePtr frame = to_frame(recipe, picture(static_cast<int>(i)));
        frame->pts = recipe.times[i];
        encode(*video_, *video_stream_, frame.get());
    }
    encode(*video_, *video_stream_, nullptr);
}

void ClipMaker::write_sound(double seconds, const SoundWave& wave) {
    const int frame_size = sound_->frame_size > 0 ? sound_->frame_size : 1024;
    const auto total = static_cast<std::int64_t>(seconds * sound_->sample_rate);
    for (std::int64_t done = 0; done < total; done += frame_size) {
        const FramePtr frame = make_frame();
        frame->nb_samples = frame_size;
        frame->format = sound_->sample_fmt;
        frame->sample_rate = sound_->sample_rate;
        av_channel_layout_copy(&frame->ch_layout, &sound_->ch_layout);
        check(av_frame_get_buffer(frame.get(), 0), "sound frame");
        for (int i = 0; i < frame_size; ++i) {
            for (int channel = 0; channel < frame->ch_layout.nb_channels; ++channel) {
                put_sample(*frame, channel, i, wave(channel, done + i));
            }
        }
        frame->pts = done;
        encode(*sound_, *sound_stream_, frame.get());
    }
    encode(*sound_, *sound_stream_, nullptr);
}

class OpenedFile {
 public:
    explicit OpenedFile(const std::filesystem::path& path) {
        initialise();
        check(avformat_open_input(&format, path.c_str(), nullptr, nullptr), "opening");
        check(avformat_find_stream_info(format, nullptr), "stream information");
    }
    ~OpenedFile() { avformat_close_input(&format); }
    OpenedFile(const OpenedFile&) = delete;
    OpenedFile& operator=(const OpenedFile&) = delete;

    AVFormatContext* format = nullptr;
};

void append_samples(const AVFrame& frame, std::vector<float>& samples) {
    for (int i = 0; i < frame.nb_samples; ++i) {
        float value = 0.0f;
        const int channels = av_sample_fmt_is_planar(static_cast<AVSampleFormat>(frame.format)) != 0 ? 1 : frame.ch_layout.nb_channels;
        if (frame.format == AV_SAMPLE_FMT_S16 || frame.format == AV_SAMPLE_FMT_S16P) {
            std::int16_t sample = 0;
            std::memcpy(&sample, frame.data[0] + 2 * i * channels, 2);
            value = static_cast<float>(sample) / 32767.0f;
        } else {
            std::memcpy(&value, frame.data[0] + 4 * i * channels, 4);
        }
        samples.push_back(value);
    }
}

}  // namespace

void make_clip(const std::filesystem::path& path, const ClipRecipe& recipe, const std::function<Image(int)>& picture) {
    ClipMaker maker(path, recipe.container);
    maker.add_video(recipe);
    if (!recipe.sound_encoder.empty()) {
        maker.add_sound(recipe.sound_encoder);
    }
    maker.begin(recipe.muxer_options);
    maker.write_video(recipe, picture);
    if (!recipe.sound_encoder.empty()) {
        maker.write_sound(recipe.sound_seconds, tone_of(recipe.tone_hertz));
    }
    maker.finish();
}

void make_clip(const std::filesystem::path& path, const ClipRecipe& recipe) {
    make_clip(path, recipe, [&](int i) { return numbered_picture(recipe.width, recipe.height, i); });
}

void make_sound(const std::filesystem::path& path, const std::string& container, const std::string& encoder, double seconds,
                double tone_hertz) {
    make_sound(path, container, encoder, seconds, 1, tone_of(tone_hertz));
}

void make_sound(const std::filesystem::path& path, const std::string& container, const std::string& encoder, double seconds, int num_channels,
                const SoundWave& wave, int sample_rate) {
    ClipMaker maker(path, container);
    maker.add_sound(encoder, num_channels, sample_rate);
    maker.begin({});
    maker.write_sound(seconds, wave);
    maker.finish();
}

static void decode(const OpenedFile& file, int index, const std::function<void(const AVFrame&)>& use) {
    const AVStream& stream = *file.format->streams[index];
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    const CodecContextPtr decoder(or_bad_alloc(avcodec_alloc_context3(codec)));
    check(avcodec_parameters_to_context(decoder.get(), stream.codecpar), "parameters");
    decoder->pkt_timebase = stream.time_base;
    check(avcodec_open2(decoder.get(), codec, nullptr), "decoder");
    const PacketPtr packet = make_packet();
    const FramePtr frame = make_frame();
    bool is_at_end = false;
    while (!is_at_end) {
        is_at_end = av_read_frame(file.format, packet.get()) < 0;
        if (!is_at_end && packet->stream_index != index) {
            av_packet_unref(packet.get());
            continue;
        }
        avcodec_send_packet(decoder.get(), is_at_end ? nullptr : packet.get());
        av_packet_unref(packet.get());
        while (avcodec_receive_frame(decoder.get(), frame.get()) == 0) {
            use(*frame);
        }
    }
}

DecodedSound decode_sound(const std::filesystem::path& path) {
    const OpenedFile file(path);
    const int index = av_find_best_stream(file.format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    check(index, "finding sound");
    const AVStream& stream = *file.format->streams[index];
    DecodedSound sound;
    sound.sample_rate = stream.codecpar->sample_rate;
    sound.codec = avcodec_get_name(stream.codecpar->codec_id);
    decode(file, index, [&](const AVFrame& frame) {
        if (sound.samples.empty()) {
            sound.start_seconds = static_cast<double>(frame.best_effort_timestamp) * av_q2d(stream.time_base);
        }
        append_samples(frame, sound.samples);
    });
    return sound;
}

std::vector<std::vector<std::uint8_t>> decoded_samples(const std::filesystem::path& path) {
    const OpenedFile file(path);
    const int index = av_find_best_stream(file.format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    check(index, "finding video");
    std::vector<std::vector<std::uint8_t>> frames;
    decode(file, index, [&](const AVFrame& frame) {
        const auto format = static_cast<AVPixelFormat>(frame.format);
        std::vector<std::uint8_t>& bytes = frames.emplace_back();
        bytes.resize(static_cast<std::size_t>(av_image_get_buffer_size(format, frame.width, frame.height, 1)));
        check(av_image_copy_to_buffer(bytes.data(), static_cast<int>(bytes.size()), frame.data, frame.linesize, format, frame.width,
                                      frame.height, 1), "copying samples");
    });
    return frames;
}

std::vector<StoredPacket> stored_packets(const std::filesystem::path& path) {
    const OpenedFile file(path);
    const int index = av_find_best_stream(file.format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    check(index, "finding video");
    std::vector<StoredPacket> packets;
    const PacketPtr packet = make_packet();
    while (av_read_frame(file.format, packet.get()) >= 0) {
        if (packet->stream_index == index) {
            packets.push_back({packet->pts, packet->dts, packet->duration, (packet->flags & AV_PKT_FLAG_KEY) != 0});
        }
        av_packet_unref(packet.get());
    }
    return packets;
}

std::vector<std::int64_t> steady_times(int count) {
    std::vector<std::int64_t> times;
    for (int i = 0; i < count; ++i) {
        times.push_back(i);
    }
    return times;
}

}  // namespace kinora::test

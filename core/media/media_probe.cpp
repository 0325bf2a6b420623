#include "core/media/media_probe.h"

#include <string_view>

#include "core/media/ffmpeg/frame_shape.h"
#include "core/media/ffmpeg/frame_table.h"
#include "core/media/ffmpeg/input_file.h"
#include "core/media/frame_sequence.h"
#include "core/media/gif_comment.h"
#include "core/media/interpolation/retiming.h"
#include "core/media/picture_source.h"

namespace kinora {

namespace {

// The name that `name_of` has for a number out of a file, which may be none of the `count` that it knows.
template <typename Enumeration>
std::string tag_name(const Enumeration& tag, int count, const char* (*name_of)(Enumeration)) {
    const int number = ffmpeg::raw_value(tag);
    const char* name = number >= 0 && number < count ? name_of(static_cast<Enumeration>(number)) : nullptr;
    return name == nullptr ? "unknown" : name;
}

// FFmpeg's name for a container is a list; the ending that a user knows depends on what is inside.
std::string container_name(const AVFormatContext& format) {
    const std::string_view name = format.iformat->name;
    if (name.starts_with("mov")) {
        const AVDictionaryEntry* brand = av_dict_get(format.metadata, "major_brand", nullptr, 0);
        return brand == nullptr || std::string_view(brand->value) == "qt  " ? "mov" : "mp4";
    }
    if (name.starts_with("matroska")) {
        bool is_webm = true;
        for (unsigned i = 0; i < format.nb_streams; ++i) {
            const AVCodecID codec = format.streams[i]->codecpar->codec_id;
            is_webm = is_webm && (codec == AV_CODEC_ID_VP8 || codec == AV_CODEC_ID_VP9 || codec == AV_CODEC_ID_AV1 ||
                                  codec == AV_CODEC_ID_OPUS || codec == AV_CODEC_ID_VORBIS);
        }
        return is_webm ? "webm" : "mkv";
    }
    return std::string(name.substr(0, name.find(',')));
}

ColourTags colour_tags(const AVCodecParameters& codec) {
    ColourTags tags;
    tags.primaries = tag_name(codec.color_primaries, AVCOL_PRI_NB, av_color_primaries_name);
    tags.transfer = tag_name(codec.color_trc, AVCOL_TRC_NB, av_color_transfer_name);
    tags.matrix = tag_name(codec.color_space, AVCOL_SPC_NB, av_color_space_name);
    // ProRes has the limited range alone, and FFmpeg from 6.1 on does not say so.
    const bool is_limited = codec.codec_id == AV_CODEC_ID_PRORES && codec.color_range == AVCOL_RANGE_UNSPECIFIED;
    tags.range = tag_name(is_limited ? AVCOL_RANGE_MPEG : codec.color_range, AVCOL_RANGE_NB, av_color_range_name);
    return tags;
}

void describe_samples(MediaInfo& info, const AVStream& stream) {
    const AVCodecParameters& codec = *stream.codecpar;
    if (const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(codec.format))) {
        info.bit_depth = format->comp[0].depth;
        info.has_alpha = (format->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }
    // VP8 and VP9 keep alpha in a second picture that the decoder leaves aside.
    info.has_alpha = info.has_alpha || av_dict_get(stream.metadata, "alpha_mode", nullptr, 0) != nullptr;
    info.is_interlaced = codec.field_order != AV_FIELD_UNKNOWN && codec.field_order != AV_FIELD_PROGRESSIVE;
    info.colour = colour_tags(codec);
}

// Containers that round times (Matroska to milliseconds) round the end too, so a constant rate tells it; where that falls short by a frame or
// more, the last frame stands longer than the others. (Where the container does not list durations FFmpeg guesses them, and may be wrong by a
// frame.)
MediaTime duration_of(const ffmpeg::FrameTable& table, const ffmpeg::RateAnalysis& rate, AVRational time_base) {
    const MediaTime stored = ffmpeg::media_time(table.end_pts - table.pts.front(), time_base);
    const auto num_frames = static_cast<std::int64_t>(table.pts.size());
    const bool is_stored = rate.is_variable || stored >= frame_time(2 * num_frames + (table.is_end_listed ? 2 : 3), multiply(rate.rate, 2));
    return is_stored ? stored : frame_time(num_frames, rate.rate);
}

void describe_time(MediaInfo& info, const ffmpeg::FrameTable& table, const AVStream& stream, const AVFormatContext& format) {
    const ffmpeg::RateAnalysis rate = ffmpeg::analyse_rate(table, stream, format);
    info.frame_rate = rate.rate;
    info.is_variable_rate = rate.is_variable;
    info.num_frames = static_cast<std::int64_t>(table.pts.size());
    if (table.pts.empty()) {
        return;
    }
    info.duration = duration_of(table, rate, stream.time_base);
    info.start_time = ffmpeg::media_time(table.pts.front(), stream.time_base);
}

MediaMetadata metadata_of(const AVFormatContext& format) {
    MediaMetadata metadata;
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(format.metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr) {
        metadata[normal_metadata_key(entry->key)] = entry->value;
    }
    // How the container describes itself.
    for (const char* own : {"major_brand", "minor_version", "compatible_brands"}) {
        metadata.erase(own);
    }
    return metadata;
}

MediaInfo probe_container(const std::filesystem::path& path, const std::stop_token& stop) {
    ffmpeg::InputFile input(path, stop);
    AVStream& stream = input.choose_video_stream();
    AVFormatContext& format = input.format();
    MediaInfo info;
    info.container = container_name(format);
    info.video_codec = avcodec_get_name(stream.codecpar->codec_id);
    info.metadata = metadata_of(format);
    describe_samples(info, stream);
    const ffmpeg::FrameShape shape = ffmpeg::shape_of(format, stream);
    info.width = shape.width();
    info.height = shape.height();
    info.rotation_degrees = shape.orientation.clockwise_degrees();
    info.sample_aspect_numerator = shape.sample_aspect.num;
    info.sample_aspect_denominator = shape.sample_aspect.den;
    for (unsigned i = 0; i < format.nb_streams && !info.has_sound; ++i) {
        const AVCodecParameters& codec = *format.streams[i]->codecpar;
        info.has_sound = codec.codec_type == AVMEDIA_TYPE_AUDIO;
        info.sound_codec = info.has_sound ? avcodec_get_name(codec.codec_id) : "";
        info.num_sound_channels = info.has_sound ? codec.ch_layout.nb_channels : 0;
    }
    auto table = ffmpeg::table_from_container(input, stream);
    // The list gives times of decoding, which say enough only where they are even.
    const bool is_listed = table && !ffmpeg::analyse_rate(*table, stream, format).is_variable;
    if (!is_listed) {
        table = ffmpeg::scan_packets(input, stream);
    }
    describe_time(info, *table, stream, format);
    if (is_listed && stream.start_time != AV_NOPTS_VALUE) {
        info.start_time = ffmpeg::media_time(stream.start_time, stream.time_base);
    }
    if (info.container == "gif") {
        info.metadata = read_gif_comments(path);
    }
    return info;
}

MediaInfo probe_pictures(const std::filesystem::path& path, const std::stop_token& stop) {
    PictureSource source(list_sequence(path));
    MediaInfo info;
    info.container = to_string(source.header().format);
    info.video_codec = info.container;
    info.width = source.width();
    info.height = source.height();
    info.frame_rate = source.frame_rate(stop);
    info.num_frames = source.num_frames(stop);
    info.duration = source.since_first(info.num_frames, stop);
    info.bit_depth = source.header().bit_depth;
    info.has_alpha = source.header().has_alpha;
    info.colour = {"bt709", "iec61966-2-1", "gbr", "pc"};
    info.metadata = source.metadata();
    return info;
}

}  // namespace

MediaInfo probe_media(const std::filesystem::path& path, const std::stop_token& stop) {
    return PictureSource::accepts(path) ? probe_pictures(path, stop) : probe_container(path, stop);
}

}  // namespace kinora

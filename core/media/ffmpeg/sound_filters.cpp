#include "core/media/ffmpeg/sound_filters.h"

#include <array>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

std::string layout_name(const AVChannelLayout& layout) {
    std::array<char, 128> text = {};
    av_channel_layout_describe(&layout, text.data(), text.size());
    return text.data();
}

std::string describe_sound(const AVFrame& frame) {
    const char* format = av_get_sample_fmt_name(static_cast<AVSampleFormat>(frame.format));
    return "sample_rate=" + std::to_string(frame.sample_rate) + ":sample_fmt=" + (format == nullptr ? "" : format) +
           ":channel_layout=" + layout_name(frame.ch_layout);
}

SoundFilters::SoundFilters(const std::string& source, AVRational time_base, const std::string& chain, const std::filesystem::path& path,
                           const Sentence& problem)
    : graph_(or_bad_alloc(avfilter_graph_alloc())) {
    graph_->nb_threads = 1;
    const auto check = [&](int code) { check_av(code, path, problem); };
    const std::string arguments = "time_base=" + std::to_string(time_base.num) + "/" + std::to_string(time_base.den) + ":" + source;
    check(avfilter_graph_create_filter(&in_, avfilter_get_by_name("abuffer"), "in", arguments.c_str(), nullptr, graph_.get()));
    check(avfilter_graph_create_filter(&out_, avfilter_get_by_name("abuffersink"), "out", nullptr, nullptr, graph_.get()));
    AVFilterInOut* from = or_bad_alloc(avfilter_inout_alloc());
    AVFilterInOut* to = or_bad_alloc(avfilter_inout_alloc());
    *from = {av_strdup("in"), in_, 0, nullptr};
    *to = {av_strdup("out"), out_, 0, nullptr};
    const int code = avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &to, &from, nullptr);
    avfilter_inout_free(&from);
    avfilter_inout_free(&to);
    check(code);
    check(avfilter_graph_config(graph_.get(), nullptr));
}

}  // namespace kinora::ffmpeg

#include "core/media/ffmpeg/palette_filters.h"

#include <string>
#include <utility>

#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

constexpr AVPixelFormat sample_format = AV_PIX_FMT_BGRA;

AVFilterContext* add_filter(AVFilterGraph& graph, const std::filesystem::path& path, const char* kind, const char* name,
                            const std::string& arguments) {
    AVFilterContext* filter = nullptr;
    check_av(avfilter_graph_create_filter(&filter, avfilter_get_by_name(kind), name,
                                          arguments.empty() ? nullptr : arguments.c_str(), nullptr, &graph),
             path, Sentence::of("its colours cannot be chosen"));
    return filter;
}

AVFilterContext* add_source(AVFilterGraph& graph, const std::filesystem::path& path, const char* name, FrameSize size) {
    return add_filter(graph, path, "buffer", name,
                      "video_size=" + std::to_string(size.width) + "x" + std::to_string(size.height) +
                          ":pix_fmt=" + av_get_pix_fmt_name(sample_format) + ":time_base=1/1");
}

}  // namespace

PaletteFinder::PaletteFinder(std::filesystem::path shown_path, FrameSize size)
    : shown_path_(std::move(shown_path)), converter_(shown_path_, own_samples(sample_format, size)) {
    forget_log_line();
    graph_.reset(or_bad_alloc(avfilter_graph_alloc()));
    graph_->nb_threads = 1;
    in_ = add_source(*graph_, shown_path_, "in", size);
    AVFilterContext* finder = add_filter(*graph_, shown_path_, "palettegen", "find", "stats_mode=full");
    out_ = add_filter(*graph_, shown_path_, "buffersink", "out", "");
    const Sentence doing = Sentence::of("its colours cannot be chosen");
    check_av(avfilter_link(in_, 0, finder, 0), shown_path_, doing);
    check_av(avfilter_link(finder, 0, out_, 0), shown_path_, doing);
    check_av(avfilter_graph_config(graph_.get(), nullptr), shown_path_, doing);
}

void PaletteFinder::add(const Image& image) {
    AVFrame& frame = converter_.convert(image);
    frame.pts = num_frames_++;
    check_av(av_buffersrc_add_frame_flags(in_, &frame, AV_BUFFERSRC_FLAG_KEEP_REF | AV_BUFFERSRC_FLAG_PUSH), shown_path_,
             Sentence::of("its colours cannot be chosen"));
}

FramePtr PaletteFinder::finish() {
    FramePtr palette = make_frame();
    check_av(av_buffersrc_add_frame(in_, nullptr), shown_path_, Sentence::of("its colours cannot be chosen"));
    check_av(av_buffersink_get_frame(out_, palette.get()), shown_path_, Sentence::of("its colours cannot be chosen"));
    return palette;
}

PaletteMapper::PaletteMapper(std::filesystem::path shown_path, FrameSize size, const AVFrame& palette)
    : shown_path_(std::move(shown_path)), converter_(shown_path_, own_samples(sample_format, size)) {
    forget_log_line();
    graph_.reset(or_bad_alloc(avfilter_graph_alloc()));
    graph_->nb_threads = 1;
    in_ = add_source(*graph_, shown_path_, "in", size);
    palette_in_ = add_source(*graph_, shown_path_, "palette", {palette.width, palette.height});
    AVFilterContext* mapper =
        add_filter(*graph_, shown_path_, "paletteuse", "use", "dither=sierra2_4a:diff_mode=rectangle");
    out_ = add_filter(*graph_, shown_path_, "buffersink", "out", "");
    const Sentence doing = Sentence::of("its colours cannot be applied");
    check_av(avfilter_link(in_, 0, mapper, 0), shown_path_, doing);
    check_av(avfilter_link(palette_in_, 0, mapper, 1), shown_path_, doing);
    check_av(avfilter_link(mapper, 0, out_, 0), shown_path_, doing);
    check_av(avfilter_graph_config(graph_.get(), nullptr), shown_path_, doing);
    const FramePtr copy(or_bad_alloc(av_frame_clone(&palette)));
    copy->pts = 0;
    check_av(av_buffersrc_add_frame(palette_in_, copy.get()), shown_path_, doing);
    check_av(av_buffersrc_add_frame(palette_in_, nullptr), shown_path_, doing);
}

AVFrame& PaletteMapper::map(const Image& image) {
    const Sentence doing = Sentence::of("its colours cannot be applied");
    AVFrame& frame = converter_.convert(image);
    frame.pts = num_frames_++;
    check_av(av_buffersrc_add_frame_flags(in_, &frame, AV_BUFFERSRC_FLAG_KEEP_REF | AV_BUFFERSRC_FLAG_PUSH), shown_path_,
             doing);
    av_frame_unref(mapped_.get());
    check_av(av_buffersink_get_frame(out_, mapped_.get()), shown_path_, doing);
    return *mapped_;
}

}  // namespace kinora::ffmpeg

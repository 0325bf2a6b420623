// Owners for FFmpeg's structures, and the one place that includes FFmpeg's headers.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mathematics.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/tx.h>
#include <libswscale/swscale.h>
}

#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace kinora::ffmpeg {

struct AvDeleter {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
    void operator()(AVTXContext* context) const { av_tx_uninit(&context); }
};

using FramePtr = std::unique_ptr<AVFrame, AvDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, AvDeleter>;
using CodecContextPtr = std::unique_ptr<AVCodecContext, AvDeleter>;
using FilterGraphPtr = std::unique_ptr<AVFilterGraph, AvDeleter>;
using SwsContextPtr = std::unique_ptr<SwsContext, AvDeleter>;
using TransformPtr = std::unique_ptr<AVTXContext, AvDeleter>;

// FFmpeg reports that memory is short by returning nothing.
template <typename T>
T* or_bad_alloc(T* pointer) {
    if (pointer == nullptr) {
        throw std::bad_alloc();
    }
    return pointer;
}

inline FramePtr make_frame() { return FramePtr(or_bad_alloc(av_frame_alloc())); }
inline PacketPtr make_packet() { return PacketPtr(or_bad_alloc(av_packet_alloc())); }

// FFmpeg copies some numbers from files into enumerations unchecked; in C++ only their bytes may be looked at.
template <typename Enumeration>
int raw_value(const Enumeration& value) {
    static_assert(sizeof(Enumeration) == sizeof(int));
    int raw = 0;
    std::memcpy(&raw, &value, sizeof(raw));
    return raw;
}

// Names and values for FFmpeg's options and metadata.
class Dictionary {
 public:
    Dictionary() = default;
    ~Dictionary() { av_dict_free(&entries_); }
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;

    void set(const char* name, const std::string& value) { av_dict_set(&entries_, name, value.c_str(), 0); }
    AVDictionary** address() { return &entries_; }
    // Gives the entries away.
    AVDictionary* release() { return std::exchange(entries_, nullptr); }

 private:
    AVDictionary* entries_ = nullptr;
};

}  // namespace kinora::ffmpeg

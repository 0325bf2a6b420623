// A chain of FFmpeg's filters that sound is sent through, frame by frame.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/sentence.h"
#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// The format of a frame of sound as the source of a chain takes it; the same text means the same format.
std::string describe_sound(const AVFrame& frame);

std::string layout_name(const AVChannelLayout& layout);

class SoundFilters {
 public:
    // `source` is describe_sound() of the frames to come, `chain` in FFmpeg's words. Throws MediaError, which says `problem` of `path`.
    SoundFilters(const std::string& source, AVRational time_base, const std::string& chain, const std::filesystem::path& path,
                 const Sentence& problem);

    // Takes the frame's content; nullptr ends the sound. An error of FFmpeg, or 0.
    int push(AVFrame* frame) { return av_buffersrc_add_frame(in_, frame); }
    // 0 with a frame, its times in time_base(); AVERROR(EAGAIN) where the next has to be pushed first, AVERROR_EOF at the end, or an error.
    int pull(AVFrame& frame) { return av_buffersink_get_frame(out_, &frame); }

    AVRational time_base() const { return av_buffersink_get_time_base(out_); }
    // Every frame but the last then holds so many samples.
    void set_frame_size(int num_samples) { av_buffersink_set_frame_size(out_, static_cast<unsigned>(num_samples)); }

 private:
    FilterGraphPtr graph_;
    AVFilterContext* in_ = nullptr;
    AVFilterContext* out_ = nullptr;
};

}  // namespace kinora::ffmpeg

// Frames of a media file by number: finds the frame with the right time from the nearest key frame, and falls back to
// decoding from further back, in the end from the start, wherever the file does not do what its container says.
#pragma once

#include <memory>
#include <optional>

#include "core/media/ffmpeg/frame_decoder.h"
#include "core/media/ffmpeg/frame_to_image.h"
#include "core/media/frame_source.h"

namespace kinora::ffmpeg {

class ContainerSource : public FrameSource {
 public:
    ContainerSource(const std::filesystem::path& path, const std::stop_token& stop);

    int width() const override { return shape_.width(); }
    int height() const override { return shape_.height(); }
    bool ended_early() const override { return ended_early_; }
    std::optional<VideoFrame> next(const std::stop_token& stop) override;
    std::optional<SkippedFrame> skip_next(const std::stop_token& stop) override;
    void seek(std::int64_t index, const std::stop_token& stop) override;
    std::int64_t num_frames(const std::stop_token& stop) override;
    FrameRate frame_rate(const std::stop_token& stop) override;
    MediaTime since_first(std::int64_t index, const std::stop_token& stop) override;

 private:
    const FrameTable& table(const std::stop_token& stop);
    void open(const std::stop_token& stop);
    bool enter_at(const EntryPoint& entry);
    bool is_right_entry() const;
    const AVFrame* decode_next();
    const AVFrame* decode_up_to(std::int64_t index);
    const AVFrame* decode_from_entries(std::int64_t index, const std::stop_token& stop);
    const AVFrame* find_frame(std::int64_t index, const std::stop_token& stop);
    const AVFrame* find_next(const std::stop_token& stop);
    void note_end();
    bool is_shorter_than_promised() const;
    bool is_as_stored(const AVFrame& frame) const;
    VideoFrame to_video_frame(const AVFrame& frame, std::int64_t index);

    std::filesystem::path path_;
    std::unique_ptr<InputFile> input_;
    AVStream* stream_ = nullptr;
    std::unique_ptr<FrameDecoder> decoder_;
    FrameShape shape_;
    std::unique_ptr<FrameToImage> converter_;
    std::optional<FrameTable> table_;
    bool is_table_from_decoding_ = false;
    std::optional<RateAnalysis> rate_;
    std::size_t rated_frames_ = 0;  // of the table that rate_ was found from
    std::int64_t position_ = 0;    // the number of the frame that the decoder brings next; -1 where that is not known
    std::int64_t next_index_ = 0;  // the number of the frame that the caller gets next
    std::int64_t last_pts_ = AV_NOPTS_VALUE;
    std::int64_t last_end_ = AV_NOPTS_VALUE;  // when the frame at last_pts_ ends, where that is known
    std::optional<std::int64_t> end_index_;  // where reading came to the end
    bool ended_early_ = false;
};

}  // namespace kinora::ffmpeg

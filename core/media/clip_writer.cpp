#include "core/media/clip_writer.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/ffmpeg/written_video.h"
#include "core/media/frame_sequence.h"
#include "core/media/resumable_video.h"

namespace kinora {

namespace {

constexpr double segment_seconds = 8.0;
constexpr std::string_view kept_ending = ".kept";

// A place that nothing else is called by: ".clip.mp4.KEY.kept".
std::filesystem::path kept_path(const std::filesystem::path& path, const std::string& key) {
    return path.parent_path() / ("." + path.filename().string() + "." + key + std::string(kept_ending));
}

bool is_key(const std::string& text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
}

VideoWriterSettings video_settings(const std::filesystem::path& path, const ClipSettings& settings, const OutputFormat& format) {
    VideoWriterSettings video;
    video.format = format;
    video.width = settings.width;
    video.height = settings.height;
    video.frame_rate = settings.frame_rate;
    video.metadata = settings.metadata;
    video.sound = settings.sound;
    video.sound_mix = settings.sound_mix;
    video.samples = settings.samples;
    video.colours = settings.colours;
    video.shown_path = path;
    video.segment_frames = settings.is_segmented || is_key(settings.resume_key) ? segment_frames_at(settings.frame_rate) : 0;
    video.stop = settings.stop;
    return video;
}

}  // namespace

std::int64_t segment_frames_at(const FrameRate& rate) {
    return std::clamp<std::int64_t>(std::llround(rate.per_second() * segment_seconds), 48, 1000);
}

void remove_kept(const std::filesystem::path& path, const std::string& resume_key) {
    if (is_key(resume_key)) {
        std::error_code ignored;
        std::filesystem::remove_all(kept_path(path, resume_key), ignored);
        remove_leftovers(path.parent_path(), path.filename().string());
    }
}

std::vector<std::filesystem::path> kept_for(const std::filesystem::path& path) {
    const std::string beginning = "." + path.filename().string() + ".";
    std::vector<std::filesystem::path> kept;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code failed;
    for (auto entry = std::filesystem::directory_iterator(folder, failed); !failed && entry != std::filesystem::directory_iterator();
         entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        const bool has_both_ends = name.size() > beginning.size() + kept_ending.size() && name.starts_with(beginning) && name.ends_with(kept_ending);
        if (has_both_ends && is_key(name.substr(beginning.size(), name.size() - beginning.size() - kept_ending.size()))) {
            kept.push_back(path.parent_path() / name);
        }
    }
    return kept;
}

ClipWriter::ClipWriter(const std::filesystem::path& path, const ClipSettings& settings)
    : path_(path),
      overwrite_(settings.overwrite),
      size_{settings.width, settings.height},
      frame_rate_(settings.frame_rate),
      has_sound_(settings.sound || settings.sound_mix),
      is_checked_(settings.is_checked) {
    const OutputFormat format = output_format_for(path, settings.codec);
    const bool is_resumable = is_key(settings.resume_key) && format.container != Container::gif;
    if (format.container == Container::png_sequence) {
        if (has_sound_) {
            throw MediaError(path, Sentence::of("cannot hold sound; choose .mp4, .mov, .mkv or .webm"));
        }
        sequence_ = std::make_unique<FrameSequenceWriter>(
            SequencePattern::for_output(path),
            FrameSequenceSettings{settings.frame_rate, settings.metadata, settings.overwrite,
                                  is_resumable ? kept_path(path, settings.resume_key) : std::filesystem::path()});
        num_frames_ = sequence_->num_frames();
        return;
    }
    if (is_key(settings.resume_key)) {
        remove_leftovers(path.parent_path(), path.filename().string());  // of the process that was killed
    }
    pending_ = std::make_unique<PendingFile>(path, settings.overwrite);
    if (is_resumable) {
        pending_.reset();  // only to see that it can be written
        resumable_ = std::make_unique<ResumableVideo>(kept_path(path, settings.resume_key), video_settings(path, settings, format));
        num_frames_ = resumable_->num_frames();
        return;
    }
    video_.emplace(pending_->path(), video_settings(path, settings, format));
}

ClipWriter::~ClipWriter() = default;

void ClipWriter::check_size(const Image& image) const {
    if (image.width() != size_.width || image.height() != size_.height) {
        throw MediaError(path_, Sentence::of("cannot hold frames of different sizes"));
    }
}

void ClipWriter::write(const Image& image) {
    if (video_) {
        video_->write(image);
    } else {
        check_size(image);
        resumable_ ? resumable_->write(image) : sequence_->write(image);
    }
    ++num_frames_;
}

void ClipWriter::write(const VideoFrame& frame) {
    if (video_) {
        video_->write(frame);
    } else {
        check_size(frame.image);
        resumable_ ? resumable_->write(frame) : sequence_->write(frame.image);
    }
    ++num_frames_;
}

void ClipWriter::finish_video(const std::stop_token& stop) {
    if (video_) {
        video_->finish(stop);
    } else {
        pending_ = std::make_unique<PendingFile>(path_, overwrite_);
        resumable_->finish(pending_->path(), stop);
    }
    if (!is_checked_) {
        return;
    }
    try {
        ffmpeg::check_written_video(pending_->path(), path_, num_frames_, frame_rate_, has_sound_, stop);
    } catch (const MediaError&) {
        if (resumable_) {
            resumable_->remove();  // it would not become right by being gone on with
        }
        throw;
    }
}

void ClipWriter::finish(const std::stop_token& stop) {
    if (sequence_) {
        if (is_checked_) {
            sequence_->check(size_.width, size_.height, stop);
        }
        sequence_->finish();
        return;
    }
    finish_video(stop);
    pending_->commit();
    if (resumable_) {
        resumable_->remove();
    }
}

}  // namespace kinora

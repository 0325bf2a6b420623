#include "core/media/encoding_trial.h"

#include <algorithm>
#include <optional>
#include <system_error>

#include "core/base/cancelled.h"
#include "core/base/file_io.h"
#include "core/media/ffmpeg/video_encoder.h"
#include "core/media/image_file.h"
#include "core/media/sound_mix.h"

namespace kinora {

namespace {

bool is_encoded(const VideoWriterSettings& settings) {
    return settings.format.codec != VideoCodec::gif && settings.format.codec != VideoCodec::png;
}

}  // namespace

// An encoder, or for a GIF, whose colours are chosen when all frames are known, a file that does not stay.
struct EncodingTrial::Stretch {
    explicit Stretch(const VideoWriterSettings& settings) {
        if (settings.format.codec == VideoCodec::gif) {
            file.emplace(std::filesystem::temp_directory_path() / "kinora-trial.gif", true);
            gif.emplace(file->path(), settings);
        } else if (is_encoded(settings)) {
            encoder.emplace(settings, ffmpeg::containers_need_global_headers);
        }
    }

    std::optional<ffmpeg::VideoEncoder> encoder;
    std::optional<PendingFile> file;
    std::optional<VideoWriter> gif;
};

EncodingTrial::EncodingTrial(const VideoWriterSettings& settings) : settings_(settings) {
    settings_.metadata.clear();
    settings_.sound.reset();
    settings_.sound_mix.reset();
    if (settings_.format.codec != VideoCodec::png) {
        check_settings(settings_.shown_path, settings_);
    }
}

EncodingTrial::~EncodingTrial() = default;

void EncodingTrial::begin_stretch() {
    end_stretch();
    stretch_ = std::make_unique<Stretch>(settings_);
    key_interval_ = stretch_->encoder ? std::max(stretch_->encoder->context().gop_size, 1) : 1;
}

void EncodingTrial::add(const Image& image) {
    throw_if_stop_requested(settings_.stop);
    const Clock::time_point begin = Clock::now();
    if (stretch_->encoder) {
        stretch_->encoder->encode(image, [this](const AVPacket& packet) { count((packet.flags & AV_PKT_FLAG_KEY) != 0, packet.size); });
    } else if (stretch_->gif) {
        stretch_->gif->write(image);
        count(true, 0);  // its bytes are known at the end
    } else {
        count(true, static_cast<std::int64_t>(encode_image(image, ImageFormat::png).size()));
    }
    time_ += Clock::now() - begin;
}

void EncodingTrial::count(bool is_key, std::int64_t bytes) {
    (is_key ? key_bytes_ : other_bytes_) += bytes;
    ++(is_key ? num_keys_ : num_others_);
}

void EncodingTrial::end_stretch() {
    if (!stretch_) {
        return;
    }
    const Clock::time_point begin = Clock::now();
    if (stretch_->encoder) {
        stretch_->encoder->finish([this](const AVPacket& packet) {
            throw_if_stop_requested(settings_.stop);
            count((packet.flags & AV_PKT_FLAG_KEY) != 0, packet.size);
        });
    } else if (stretch_->gif) {
        stretch_->gif->finish(settings_.stop);
        std::error_code ignored;
        key_bytes_ += static_cast<std::int64_t>(std::filesystem::file_size(stretch_->file->path(), ignored));
    }
    time_ += Clock::now() - begin;
    stretch_.reset();
}

void EncodingTrial::finish() { end_stretch(); }

EncodingTrial::Cost EncodingTrial::cost_of(std::int64_t num_frames) const {
    const auto mean = [](std::int64_t sum, std::int64_t count) { return count > 0 ? static_cast<double>(sum) / static_cast<double>(count) : 0.0; };
    const std::int64_t keys = num_others_ > 0 ? (num_frames + key_interval_ - 1) / key_interval_ : num_frames;
    Cost cost;
    cost.bytes = static_cast<std::int64_t>(mean(key_bytes_, num_keys_) * static_cast<double>(keys) +
                                           mean(other_bytes_, num_others_) * static_cast<double>(num_frames - keys));
    cost.seconds = std::chrono::duration<double>(time_).count() / static_cast<double>(num_keys_ + num_others_) * static_cast<double>(num_frames);
    return cost;
}

std::int64_t sound_bytes_per_second(Container container) {
    constexpr std::int64_t compressed = 32'000;  // two channels of 128,000 bits
    switch (container) {
        case Container::mov:
        case Container::mkv:
            return std::int64_t{mix_sample_rate} * 2 * 2;
        case Container::mp4:
        case Container::webm:
            return compressed;
        default:
            return 0;
    }
}

}  // namespace kinora

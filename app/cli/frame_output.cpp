#include "app/cli/frame_output.h"

#include <cerrno>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/media/video_reader.h"
#ifdef KINORA_HAS_MEDIA
#include "core/media/clip_writer.h"
#include "core/media/frame_sequence.h"
#endif

namespace kinora::cli {

namespace {

// [F, H, W, 3] float32 in 0 … 1 under the name "frames".
class SafetensorsOutput : public FrameOutput {
 public:
    explicit SafetensorsOutput(const FrameOutputSettings& settings)
        : pending_(settings.path, settings.overwrite), file_(pending_.path(), std::ios::binary | std::ios::trunc) {
        const TensorBytes frames = {"frames", ScalarType::f32, {settings.num_frames, settings.height, settings.width, 3}, {}};
        const std::string header = make_safetensors_header(
            {&frames, 1}, {{"kinora", settings.recipe}, {"frame_rate", to_string(settings.frame_rate)}});
        write_bytes(header.data(), header.size());
    }

    void write(std::span<const Image> images, std::span<const float> samples) override {
        if (!samples.empty()) {
            write_bytes(samples.data(), samples.size_bytes());
            return;
        }
        for (const Image& image : images) {
            std::vector<float> values;
            values.reserve(image.rgb().size());
            for (const std::uint8_t value : image.rgb()) {
                values.push_back(static_cast<float>(value) / 255.0f);
            }
            write_bytes(values.data(), values.size() * sizeof(float));
        }
    }

    void copy(const VideoFrame& frame) override { write({&frame.image, 1}, {}); }

    void finish() override {
        file_.close();
        check();
        pending_.commit();
    }

 private:
    void write_bytes(const void* data, std::size_t size) {
        errno = 0;
        file_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
        check();
    }

    void check() {
        if (!file_) {
            throw_not_written(pending_.final_path(), "cannot be written: " + system_message(errno != 0 ? errno : EIO));
        }
    }

    PendingFile pending_;
    std::ofstream file_;
};

#ifdef KINORA_HAS_MEDIA

VideoCodec chosen_codec(const FrameOutputSettings& settings) {
    return parse_video_codec(settings.codec).value_or(VideoCodec::unset);
}

// The samples that all clips in copies_from have, if the output can hold them as they are.
std::optional<SampleFormat> shared_samples(const FrameOutputSettings& settings) {
    if (settings.copies_from.empty() || output_format_for(settings.path, chosen_codec(settings)).codec != VideoCodec::ffv1) {
        return std::nullopt;
    }
    std::optional<SampleFormat> shared;
    for (const std::filesystem::path& path : settings.copies_from) {
        const std::optional<SampleFormat> samples = copyable_samples(path);
        const bool fits = samples && samples->width == settings.width && samples->height == settings.height;
        if (!fits || (shared && *samples != *shared)) {
            return std::nullopt;
        }
        shared = samples;
    }
    return shared;
}

// The colours of the pictures of all clips in copies_from, where they are not BT.709's.
std::optional<Colours> shared_colours(const FrameOutputSettings& settings) {
    std::optional<Colours> shared;
    for (const std::filesystem::path& path : settings.copies_from) {
        const std::optional<Colours> colours = foreign_colours(path);
        if (&path != &settings.copies_from.front() && colours != shared) {
            return std::nullopt;
        }
        shared = colours;
    }
    return shared;
}

class MediaOutput : public FrameOutput {
 public:
    explicit MediaOutput(const FrameOutputSettings& settings) : stop_(settings.stop), writer_(settings.path, clip_settings(settings)) {}

    void write(std::span<const Image> images, std::span<const float>) override {
        for (const Image& image : images) {
            writer_.write(image);
        }
    }

    void copy(const VideoFrame& frame) override { writer_.write(frame); }
    void finish() override { writer_.finish(stop_); }
    std::int64_t num_frames() const override { return writer_.num_frames(); }

 private:
    static ClipSettings clip_settings(const FrameOutputSettings& settings) {
        ClipSettings clip;
        clip.width = settings.width;
        clip.height = settings.height;
        clip.frame_rate = settings.frame_rate;
        clip.codec = chosen_codec(settings);
        clip.samples = shared_samples(settings);
        clip.colours = clip.samples ? std::nullopt : shared_colours(settings);  // samples know theirs
        clip.overwrite = settings.overwrite;
        clip.resume_key = settings.resume_key;
        clip.stop = settings.stop;
        if (!settings.recipe.empty()) {
            clip.metadata = {{std::string(metadata_key_recipe), settings.recipe}};
        }
        if (!settings.sound_from.empty()) {
            clip.sound = SoundSource{settings.sound_from, settings.sound_offset_seconds, settings.sound_speed};
        }
        return clip;
    }

    std::stop_token stop_;
    ClipWriter writer_;
};

#endif

}  // namespace

void throw_not_written(const std::filesystem::path& path, const std::string& problem) {
    throw FileError(path, problem + "; free some space or choose another place");
}

std::filesystem::path written_path([[maybe_unused]] const std::filesystem::path& out) {
#ifdef KINORA_HAS_MEDIA
    if (ending_of(out) == ".png") {
        return SequencePattern::for_output(out).to_path();
    }
#endif
    return out;
}

bool wants_samples(const std::filesystem::path& path) {
    return ending_of(path) == ".safetensors";
}

bool can_hold_sound(const std::filesystem::path& path) {
    const std::string ending = ending_of(path);
    return ending != ".safetensors" && ending != ".gif" && ending != ".png";
}

bool keeps_samples([[maybe_unused]] const FrameOutputSettings& settings) {
#ifdef KINORA_HAS_MEDIA
    return !wants_samples(settings.path) && shared_samples(settings).has_value();
#else
    return false;
#endif
}

bool can_go_on([[maybe_unused]] const FrameOutputSettings& settings) {
#ifdef KINORA_HAS_MEDIA
    return !wants_samples(settings.path) && output_format_for(settings.path, chosen_codec(settings)).container != Container::gif;
#else
    return false;
#endif
}

std::unique_ptr<FrameOutput> make_frame_output(const FrameOutputSettings& settings) {
    if (wants_samples(settings.path)) {
        return std::make_unique<SafetensorsOutput>(settings);
    }
#ifdef KINORA_HAS_MEDIA
    return std::make_unique<MediaOutput>(settings);
#else
    throw FileError(settings.path, "cannot be written by this build, which has no FFmpeg; write a .safetensors file");
#endif
}

}  // namespace kinora::cli

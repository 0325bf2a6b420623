#include <sys/stat.h>

#include <array>
#include <chrono>
#include <cstdio>

#include "app/cli/render_job.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/base/resample.h"
#include "core/base/safetensors.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

constexpr int preview_enlargement = 8;

void write_latents(const PendingFile& file, const TensorValues& latents, const GenerationSettings& settings) {
    const std::array<TensorBytes, 1> tensors = {
        TensorBytes{"latents", ScalarType::f32, latents.shape, std::as_bytes(std::span(latents.values))}};
    try {
        write_safetensors(file.path(), tensors,
                          {{std::string(video_shape_key), to_string(VideoShape{settings.width, settings.height, settings.num_frames})}});
    } catch (const FileError& error) {
        throw_not_written(file.final_path(), error.sentence().in_english());  // it names the pending file
    }
}

fs::path preview_path(const fs::path& folder, int step) {
    char name[32];
    std::snprintf(name, sizeof name, "step_%03d", step);
#ifdef KINORA_HAS_MEDIA
    return folder / (std::string(name) + ".gif");
#else
    return folder / (std::string(name) + ".safetensors");
#endif
}

bool is_same_path(const fs::path& a, const fs::path& b) {
    const auto plain = [](const fs::path& path) {
        const fs::path normal = fs::absolute(path).lexically_normal();
        return normal.has_filename() ? normal : normal.parent_path();
    };
    return plain(a) == plain(b);
}

// Where what is made goes to, before anything is made: nothing takes the place of something else.
void check_places(const RenderJob& job) {
    if (!job.latents_out.empty() && is_same_path(job.latents_out, job.output.path)) {
        throw InvalidRequest("latents-out", job.latents_out.string() + ": the video and its latents cannot have the same name");
    }
    if (job.previews.empty()) {
        return;
    }
    for (const fs::path& file : {job.output.path, job.latents_out}) {
        if (!file.empty() && is_same_path(job.previews, file)) {
            throw InvalidRequest("previews", job.previews.string() + ": the folder of previews and a file cannot have the same name");
        }
    }
    for (int step = 1; step <= job.request.settings.num_inference_steps; ++step) {
        const fs::path preview = preview_path(job.previews, step);
        std::error_code ignored;
        if (is_same_path(preview, job.output.path)) {
            throw InvalidRequest("previews", preview.string() + ": the video and a preview cannot have the same name");
        }
        if (!job.overwrite && fs::exists(preview, ignored)) {
            throw FileError(preview, "exists already and is not to be overwritten; choose another folder for the previews");
        }
    }
}

// Writes one preview and returns its file.
fs::path write_preview(const fs::path& path, const VideoFrames& preview) {
    const Image& first = preview.images.front();
    FrameOutputSettings settings;
    settings.path = path;
    settings.width = first.width() * preview_enlargement;
    settings.height = first.height() * preview_enlargement;
    settings.frame_rate = preview.frame_rate;
    settings.num_frames = static_cast<std::int64_t>(preview.images.size());
    settings.overwrite = true;
    const auto output = make_frame_output(settings);
    for (const Image& image : preview.images) {
        const Image large = resample_lanczos(image, settings.width, settings.height);
        output->write({&large, 1}, {});
    }
    output->finish();
    return path;
}

class JobRunner {
 public:
    JobRunner(const RenderJob& job, Progress& progress, const std::stop_token& stop)
        : job_(job), progress_(progress), stop_(stop), generator_(make_generator(job.model, job.generator)) {
        if (!job.previews.empty()) {
            make_folder(job.previews);
        }
        if (!job.latents_out.empty()) {
            latents_file_.emplace(job.latents_out, job.overwrite);
        }
        FrameOutputSettings output = job.output;
        output.recipe = to_json(job.recipe).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        output_ = make_frame_output(output);
    }

    void run() {
        say_if_memory_is_short();
        copy(job_.before);
        const GenerationResult result =
            generator_->generate(job_.request, [this](const GenerationEvent& event) { std::visit([this](const auto& e) { on(e); }, event); }, stop_);
        copy(job_.after);
        progress_.stage_started(Stage::write);
        const auto start = std::chrono::steady_clock::now();
        throw_if_stop_requested(stop_);
        if (result.latents) {
            write_latents(*latents_file_, *result.latents, job_.request.settings);
        }
        output_->finish();
        if (result.latents) {
            latents_file_->commit();
        }
        progress_.stage_finished(Stage::write, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        progress_.done(written_path(job_.output.path), num_written_);
    }

 private:
    void on(const StageStarted& event) { progress_.stage_started(event.stage); }
    void on(const StageFinished& event) { progress_.stage_finished(event.stage, event.seconds); }
    void on(const Notice& event) { progress_.notice(event.message.in_english()); }

    void on(const StepFinished& event) {
        fs::path preview;
        if (event.preview && !previews_failed_) {
            try {
                preview = write_preview(preview_path(job_.previews, event.step), *event.preview);
            } catch (const Error& error) {
                previews_failed_ = true;
                progress_.notice(std::string("previews end here: ") + error.what());
            }
        }
        progress_.step_finished(event, preview);
    }

    void on(const FramesReady& event) {
        const auto count = static_cast<std::int64_t>(event.images.size());
        const std::int64_t begin = std::clamp(job_.first_new - event.first_frame, std::int64_t{0}, count);
        const std::int64_t end = std::clamp(job_.first_new + job_.num_new - event.first_frame, std::int64_t{0}, count);
        const auto per_frame = event.samples ? event.samples->size() / event.images.size() : 0;
        for (std::int64_t i = begin; i < end; ++i) {
            throw_if_stop_requested(stop_);
            const auto index = static_cast<std::size_t>(i);
            const std::span<const float> samples =
                event.samples ? std::span(*event.samples).subspan(index * per_frame, per_frame) : std::span<const float>();
            write(event.images[index], samples);
        }
    }

    // A prediction is no reason to refuse what somebody asked for by name, but it is one to say what may come.
    void say_if_memory_is_short() {
        const ComputeStatus compute = ModelLibrary({}).compute_status(job_.generator);
        const MemoryAssessment assessment =
            assess_memory(job_.model, job_.request.settings, compute.dtype, compute.free_bytes, 0, !job_.generator.loras.empty());
        if (assessment.message) {
            progress_.notice(assessment.message->in_english());
        }
    }

    void copy(const std::optional<CopiedFrames>& frames) {
        if (frames) {
            read_stored_frames(frames->clip, frames->first, frames->count, [this](const VideoFrame& frame) { copy(frame); }, stop_);
        }
    }

    bool fits(const Image& image) const { return image.width() == job_.output.width && image.height() == job_.output.height; }

    void copy(const VideoFrame& frame) {
        if (fits(frame.image)) {
            output_->copy(frame);
            progress_.frames_written(++num_written_, job_.output.num_frames);
        } else {
            write(frame.image, {});
        }
    }

    void write(const Image& image, std::span<const float> samples) {
        const Image sized = fits(image) ? image : resample_to_fill(image, job_.output.width, job_.output.height);
        output_->write({&sized, 1}, samples);
        progress_.frames_written(++num_written_, job_.output.num_frames);
    }

    const RenderJob& job_;
    Progress& progress_;
    const std::stop_token& stop_;
    std::unique_ptr<Generator> generator_;
    std::optional<PendingFile> latents_file_;
    std::unique_ptr<FrameOutput> output_;
    bool previews_failed_ = false;
    std::int64_t num_written_ = 0;
};

}  // namespace

void run_job(const RenderJob& job, Progress& progress, const std::stop_token& stop) {
    check_places(job);
    JobRunner(job, progress, stop).run();
}

}  // namespace kinora::cli

// A job: one generation that somebody asked for, from the asking to the finished take. Values only.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error_record.h"
#include "core/base/sentence.h"
#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/generation/generator.h"
#include "core/generation/model_info.h"
#include "core/generation/recipe.h"

namespace kinora {

struct JobId {
    std::int64_t value = 0;  // 0 is no job

    friend auto operator<=>(const JobId&, const JobId&) = default;
};

enum class JobState : std::uint8_t { unset, waiting, running, paused, done, failed, cancelled };

std::string_view to_string(JobState state);  // "waiting", …
bool is_finished(JobState state);            // done, failed or cancelled

// What is asked for. The recipe is what the take will carry; its settings are those of the request.
struct JobSpec {
    ModelInfo model;
    GeneratorOptions options;
    GenerationRequest request;
    Recipe recipe;
    std::string context;          // the caller's own, kept as it is: where the take belongs
    bool ignores_memory = false;  // runs although the prediction says that it does not fit
};

// A step of another job.
struct BranchPoint {
    JobId job;
    int step = 0;

    friend bool operator==(const BranchPoint&, const BranchPoint&) = default;
};

// What becomes of one of a job's conditions; what is not said stays as it is.
struct ConditionEdit {
    bool is_left_out = false;
    std::optional<std::int64_t> start_frame;
    std::optional<double> strength;  // for all of its latent frames alike
};

// A job without the pictures and tensors of its request.
struct Job {
    JobId id;
    JobState state = JobState::waiting;
    std::int64_t rank = 0;  // lower ones run first
    ModelInfo model;
    GeneratorOptions options;
    Recipe recipe;
    std::string context;
    bool ignores_memory = false;
    bool tiles_decode = false;          // decodes in the smallest tiles
    bool finishes_now = false;          // the last step's prediction is decoded, no more steps are made
    int edition = 0;                    // how often its request was replaced by another one
    std::optional<BranchPoint> branch;  // where it started, if not from noise
    std::optional<ErrorRecord> error;   // of a failed job
    std::string output;                 // of a finished one: what TakeOutput::finish returned
    std::int64_t created_ms = 0;        // since 1970
    std::int64_t ended_ms = 0;
};

// What a running job has done so far.
struct StepRecord {
    int step = 0;
    double sigma = 0.0;
    double seconds = 0.0;
    LatentStatistics latents;
    std::shared_ptr<const VideoFrames> preview;  // may be null
    std::int64_t device_bytes = 0;               // 0 on a CPU
};

struct JobProgress {
    JobId job;
    Stage stage = Stage::unset;
    int step = 0;       // steps done, those before an interruption included
    int num_steps = 0;  // 0 until the first step is done
    std::vector<StepRecord> steps;  // those of this session
    std::vector<double> sigmas;     // the whole schedule, known when the denoising begins: num_steps + 1
    std::int64_t frames_done = 0;
    std::int64_t num_frames = 0;
    std::optional<double> seconds_left;  // to the last frame; without the decoding until a clip was decoded
    std::vector<Sentence> notices;
    int num_restarts = 0;  // how often a worker died and the job went on
};

}  // namespace kinora

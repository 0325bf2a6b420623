// What a reference file says of one run of a pipeline: its arguments, its random tensors and what it made.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/image.h"
#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/model/diffusion/noise.h"
#include "core/model/pipeline/trace.h"
#include "core/model/verification/reference_file.h"
#include "core/model/verification/report.h"

namespace kinora {

// The arguments of a run ("run.a"): its own, then those of the whole file.
class RunArguments {
 public:
    RunArguments(const ReferenceFile& reference, const std::string& run) : reference_(reference), own_(reference.metadata(run + ".args")) {}

    const nlohmann::json& value(const std::string& key) const;  // null if there is none

    template <typename T>
    T get(const std::string& key, const T& fallback) const {
        const nlohmann::json& found = value(key);
        return found.is_null() ? fallback : found.get<T>();
    }
    // The reference also takes lists with a number for each clip of a batch; there is one.
    double number(const std::string& key, double fallback) const;

 private:
    const ReferenceFile& reference_;
    const nlohmann::json& own_;
};

// rgb: (H, W, 3) uint8
Image image_from(const at::Tensor& rgb);

// The random tensors of a run, in the order in which the reference drew them.
class RecordedDraws {
 public:
    RecordedDraws(const ReferenceFile& reference, const std::string& run)
        : reference_(reference), run_(run), names_(reference.metadata(run + ".draws")) {}

    // The next one. Throws CheckpointError where there is none, or where it has another shape.
    at::Tensor draw(at::IntArrayRef shape);

    // Fails the run's stage where some were not drawn.
    void check_used_up(VerificationReport& report) const;

 private:
    const ReferenceFile& reference_;
    std::string run_;
    const nlohmann::json& names_;
    std::size_t next_ = 0;
};

// Calls `replay` with each run of the file ("run.a"); what it throws fails the run alone.
void for_each_run(const ReferenceFile& reference, VerificationReport& report, const std::function<void(const std::string& run)>& replay);

struct TracedStage {
    std::string stage;
    Tolerance tolerance;
};

// Which stage a traced quantity belongs to, and how exact it must be, by how its name begins; the first that fits.
using TracedStages = std::vector<std::pair<std::string, TracedStage>>;
TracedStage classify(const TracedStages& stages, const std::string& name);

// Collects a run's frames and compares them: (F, height, width, 3).
class FrameComparison {
 public:
    GenerationObserver observer();
    void compare(const ReferenceFile& reference, const std::string& run, std::int64_t height, std::int64_t width, Tolerance tolerance,
                 VerificationReport& report) const;

 private:
    std::vector<float> samples_;
};

}  // namespace kinora

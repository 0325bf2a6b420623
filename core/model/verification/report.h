// What verification found, a line a stage.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <vector>

#include "core/generation/verification.h"

namespace kinora {

// How far a result may lie from the reference: an absolute number, or one relative to the reference's largest magnitude.
struct Tolerance {
    double value = 0.0;
    bool is_relative = false;

    static constexpr Tolerance exact() { return {0.0, false}; }
    static constexpr Tolerance absolute(double value) { return {value, false}; }
    static constexpr Tolerance relative(double value) { return {value, true}; }
};

class VerificationReport {
 public:
    // `loosening` multiplies every tolerance but exact ones: 1 for float32.
    VerificationReport(double loosening, std::function<void(const StageVerdict&)> on_stage)
        : loosening_(loosening), on_stage_(std::move(on_stage)) {}

    // Adds a comparison to a stage; a stage may have many and reports its worst.
    void compare(const std::string& stage, const at::Tensor& actual, const at::Tensor& expected, Tolerance tolerance);

    // The stage failed for another reason than a difference.
    void fail(const std::string& stage, const Sentence& reason);

    // Runs `replay`; an error in it fails the stage and goes no further. A stop does.
    void guard(const std::string& stage, const std::function<void()>& replay);

    // Ends a stage: its verdict is passed on.
    void finish(const std::string& stage);

    // Ends all stages that are still open, in the order in which they began.
    void finish_all();

    const std::vector<StageVerdict>& verdicts() const { return verdicts_; }

 private:
    StageVerdict& open(const std::string& stage);

    double loosening_;
    std::function<void(const StageVerdict&)> on_stage_;
    std::vector<StageVerdict> open_;
    std::vector<StageVerdict> verdicts_;
};

}  // namespace kinora

#include "core/model/verification/report.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <limits>

#include "core/base/cancelled.h"
#include "core/base/error_record.h"

namespace kinora {

namespace {

std::string shape_text(const at::Tensor& tensor) {
    std::string text;
    for (const std::int64_t extent : tensor.sizes()) {
        text += (text.empty() ? "" : "x") + std::to_string(extent);
    }
    return text.empty() ? "scalar" : text;
}

// How much of its tolerance a comparison uses up.
double strain(double error, double tolerance) {
    if (error <= 0.0) {
        return 0.0;
    }
    return tolerance > 0.0 ? error / tolerance : std::numeric_limits<double>::infinity();
}

}  // namespace

StageVerdict& VerificationReport::open(const std::string& stage) {
    const auto found = std::ranges::find(open_, stage, &StageVerdict::stage);
    if (found != open_.end()) {
        return *found;
    }
    open_.push_back({.stage = stage});
    return open_.back();
}

void VerificationReport::compare(const std::string& stage, const at::Tensor& actual, const at::Tensor& expected,
                                 Tolerance tolerance) {
    StageVerdict& verdict = open(stage);
    if (actual.sizes() != expected.sizes()) {
        fail(stage, Sentence::of("the shape is %1, the reference has %2", shape_text(actual), shape_text(expected)));
        return;
    }
    if (actual.numel() == 0) {
        return;
    }
    const at::Tensor a = actual.to(at::kCPU, at::kDouble);
    const at::Tensor b = expected.to(at::kCPU, at::kDouble);
    const double error = (a - b).abs().max().item<double>();
    const double limit = tolerance.value * loosening_ * (tolerance.is_relative ? b.abs().max().item<double>() : 1.0);
    if (std::isnan(error)) {
        fail(stage, Sentence::of("a value is not a number"));
        return;
    }
    if (error > limit) {
        verdict.is_ok = false;
    }
    if (strain(error, limit) >= strain(verdict.max_abs_error, verdict.tolerance)) {
        verdict.max_abs_error = error;
        verdict.tolerance = limit;
    }
}

void VerificationReport::fail(const std::string& stage, const Sentence& reason) {
    StageVerdict& verdict = open(stage);
    verdict.is_ok = false;
    if (!verdict.reason) {
        verdict.reason = reason;
    }
}

void VerificationReport::guard(const std::string& stage, const std::function<void()>& replay) {
    try {
        replay();
    } catch (const Cancelled&) {
        throw;
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        fail(stage, what.substr(0, what.find('\n')));
    } catch (const Error& error) {
        fail(stage, whole_sentence(error));
    } catch (const std::exception& error) {
        fail(stage, error.what());
    }
}

void VerificationReport::finish(const std::string& stage) {
    open(stage);
    const auto found = std::ranges::find(open_, stage, &StageVerdict::stage);
    verdicts_.push_back(*found);
    open_.erase(found);
    if (on_stage_) {
        on_stage_(verdicts_.back());
    }
}

void VerificationReport::finish_all() {
    while (!open_.empty()) {
        finish(std::string(open_.front().stage));
    }
}

}  // namespace kinora

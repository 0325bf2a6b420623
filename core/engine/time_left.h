// How long a running job will still take: its steps from the last few of them, its decoding from what it has decoded so far or, before that,
// from what the clip before it took with the same model on the same device. Values only, no clock of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/engine/job.h"

namespace kinora {

class TimeLeft {
 public:
    using Time = std::chrono::steady_clock::time_point;

    void forget_decoding();  // the next job has another model, or another device
    void start_decoding(Time now);
    // `done` frames of `pixels` each.
    void count_decoded(std::int64_t done, std::int64_t pixels, Time now);

    // Seconds to the last frame, of a job whose clip has `num_frames` of `pixels` each; nothing while neither steps nor frames tell.
    // While no decoding with this model was seen, that of the steps alone.
    std::optional<double> seconds(const JobProgress& progress, std::int64_t num_frames, std::int64_t pixels, Time now) const;

 private:
    std::optional<double> decoding_seconds(const JobProgress& progress, std::int64_t num_frames, std::int64_t pixels, Time now) const;

    Time decoding_since_;
    std::optional<double> seconds_per_pixel_;
};

}  // namespace kinora

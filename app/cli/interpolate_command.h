// kinora-cli interpolate: a clip at a higher rate, or in slow motion.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "app/cli/options.h"

namespace kinora::cli {

struct InterpolateOptions {
    std::string clip;
    std::string out;
    std::optional<int> factor;   // one of the two is given
    std::string frame_rate;
    std::string engine;          // "flow", "rife"; empty takes rife where its weights are given or lie among the models, flow elsewhere
    std::string model;           // a folder
    std::optional<double> scale;  // rife: of the size at which motion is looked for; nothing is 1
    bool is_slow_motion = false;
    bool merges_duplicates = false;
    bool can_resume = false;
    bool leaves_sound_out = false;
    std::string codec;
    bool overwrite = false;
    DeviceOptions compute;
    OutputOptions output;
};

// All but how the command talks.
void add_interpolate_options(CLI::App& command, InterpolateOptions& options);

// Throws Error, Cancelled.
void interpolate(const InterpolateOptions& options, const std::stop_token& stop);

}  // namespace kinora::cli

// What the commands take, as the command line gives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace kinora::cli {

// How a command talks.
struct OutputOptions {
    bool is_json = false;   // one JSON object a line on stdout
    bool is_quiet = false;  // no progress
};

struct DeviceOptions {
    std::string device;
    std::string dtype;
};

// The options that render, extend and fill share.
struct RenderOptions {
    std::string out;
    std::string model;
    std::optional<std::string> negative_prompt;
    std::string size;    // "704x512"
    std::string aspect;  // "16:9"
    std::optional<std::int64_t> frames;
    std::optional<double> seconds;
    std::string frame_rate;
    std::optional<int> steps;
    std::optional<double> guidance_scale;
    std::optional<double> guidance_rescale;
    std::optional<std::uint64_t> seed;
    std::string scheduler;
    std::vector<double> timesteps;
    std::vector<double> sigmas;
    std::optional<double> strength;
    std::vector<std::string> loras;       // FILE[:STRENGTH]
    std::vector<std::string> conditions;  // FILE@FRAME[:STRENGTH]
    std::string previews;                 // a folder
    std::string latents_in, latents_out, noise;
    std::string codec;
    std::string recipe;  // a file
    bool is_strict = false;
    bool overwrite = false;
    DeviceOptions compute;
    OutputOptions output;
};

struct ExtendOptions {
    std::string clip;
    std::int64_t overlap = 0;  // 0 chooses
    bool is_before = false;
};

struct FillOptions {
    std::string first;
    std::string last;
    std::int64_t overlap = 0;
};

// "704x512".
CLI::Validator size_validator();

void add_output_options(CLI::App& command, OutputOptions& options);
void add_device_options(CLI::App& command, DeviceOptions& options);

// Everything but what says how long the clip is.
void add_render_options(CLI::App& command, RenderOptions& options);

}  // namespace kinora::cli

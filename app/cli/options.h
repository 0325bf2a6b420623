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

    bool has_length() const { return frames || seconds; }
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

// FILE@FRAME[:STRENGTH]
struct ConditionOption {
    std::string file;
    std::int64_t frame = 0;
    double strength = 1.0;
};

// Nothing for any other text. The file's name may hold @ and : itself.
std::optional<ConditionOption> parse_condition(const std::string& text);

// "704x512".
CLI::Validator size_validator();

// "24", "23.976", "30000/1001".
CLI::Validator frame_rate_validator();

CLI::Option* add_codec_option(CLI::App& command, std::string& codec);

void add_output_options(CLI::App& command, OutputOptions& options);
void add_device_options(CLI::App& command, DeviceOptions& options, const std::string& default_device = "a GPU if there is one",
                        const std::string& default_dtype = "what the device computes fastest");

// Everything but what says how long the clip is.
void add_render_options(CLI::App& command, RenderOptions& options);

// Throws CLI::ParseError for values that are wrong together.
void check_render_options(const RenderOptions& options);

}  // namespace kinora::cli

#include "app/cli/options.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <string_view>

#include "core/base/error.h"
#include "core/base/frame_time.h"

namespace kinora::cli {

namespace {

// As choose_compute() takes it.
bool is_device(std::string_view text) {
    constexpr std::string_view numbered = "cuda:";
    if (!text.starts_with(numbered)) {
        return text == "cpu" || text == "cuda";
    }
    const std::string_view number = text.substr(numbered.size());
    return !number.empty() && number.size() <= 2 && number.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

void add_output_options(CLI::App& command, OutputOptions& options) {
    command.add_flag("--json", options.is_json, "print one JSON object a line on standard output");
    command.add_flag("--quiet", options.is_quiet, "show no progress");
}

void add_device_options(CLI::App& command, DeviceOptions& options, const std::string& default_device, const std::string& default_dtype) {
    command.add_option("--device", options.device, "cpu, cuda or cuda:N (default: " + default_device + ")")
        ->check(CLI::Validator([](const std::string& text) {
            return is_device(text) ? std::string() : "must be cpu, cuda or cuda:N";
        }, "", ""));
    command.add_option("--dtype", options.dtype, "fp32, bf16 or fp16 (default: " + default_dtype + ")")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16"}));
}

CLI::Validator size_validator() {
    return CLI::Validator([](const std::string& text) {
        int width = 0;
        int height = 0;
        int used = 0;
        // At most six digits each, so that no number is too large to be read.
        const bool is_fine = std::sscanf(text.c_str(), "%6dx%6d%n", &width, &height, &used) == 2 && text.size() == static_cast<std::size_t>(used) &&
                             width > 0 && height > 0;
        return is_fine ? std::string() : "must be WIDTHxHEIGHT, for example 704x512";
    }, "", "");
}

CLI::Validator frame_rate_validator() {
    return CLI::Validator([](const std::string& text) {
        try {
            parse_frame_rate(text);
            return std::string();
        } catch (const InvalidRequest&) {
            return std::string("must be frames per second from 0.001 to 1000, such as 24, 23.976 or 30000/1001");
        }
    }, "", "");
}

CLI::Option* add_codec_option(CLI::App& command, std::string& codec) {
    return command.add_option("--codec", codec, "h264, prores, vp9, av1, ffv1, gif or png (default: by the ending of the file)")
        ->check(CLI::IsMember({"h264", "prores", "vp9", "av1", "ffv1", "gif", "png"}));
}

std::optional<ConditionOption> parse_condition(const std::string& text) {
    const auto at = text.rfind('@');
    ConditionOption condition = {.file = text.substr(0, at)};
    std::istringstream rest(at == std::string::npos ? "" : text.substr(at + 1));
    char colon = '\0';
    const bool has_frame = static_cast<bool>(rest >> condition.frame);
    const bool is_fine = has_frame && (rest.eof() || (rest >> colon >> condition.strength && colon == ':' && rest.eof()));
    const bool is_strength = condition.strength >= 0.0 && condition.strength <= 1.0;
    return is_fine && is_strength && !condition.file.empty() ? std::optional(condition) : std::nullopt;
}

namespace {

CLI::Validator condition_validator() {
    return CLI::Validator([](const std::string& text) {
        return parse_condition(text) ? std::string()
                                     : "\"" + text + "\" must be FILE@FRAME or FILE@FRAME:STRENGTH with a strength from 0 to 1, such as first.png@0:0.8";
    }, "", "");
}

void require_descending(const std::string& option, const std::vector<double>& values, double highest) {
    double last = highest;
    for (const double value : values) {
        if (!std::isfinite(value) || value < 0.0 || value > last) {
            char limit[32];
            std::snprintf(limit, sizeof limit, "%g", highest);
            throw CLI::ValidationError(option, std::string("must go down from at most ") + limit + " to at least 0");
        }
        last = value;
    }
}

CLI::Validator seed_validator() {
    return CLI::Validator([](const std::string& text) {
        std::uint64_t seed = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
        return error == std::errc() && end == text.data() + text.size() ? std::string() : "must be a whole number from 0 to 18446744073709551615";
    }, "", "");
}

}  // namespace

void add_render_options(CLI::App& command, RenderOptions& o) {
    command.add_option("--out", o.out, "the file to write: .mp4 .mov .mkv .webm .gif .png (numbered) .safetensors")->required();
    command.add_option("--model", o.model, "a model folder or a model's name (default: kinora-tiny)");
    command.add_option("--lora", o.loras, "FILE[:STRENGTH]: adapt the model by a LoRA that diffusers or Kinora saved; several add up")
        ->allow_extra_args(false);
    command.add_option("--negative", o.negative_prompt, "what the video should not show");
    auto* size_option = command.add_option("--size", o.size, "WIDTHxHEIGHT in pixels")->check(size_validator());
    command.add_option("--aspect", o.aspect, "the shape of the picture, at the model's usual number of pixels")
        ->check(CLI::IsMember({"16:9", "9:16", "1:1", "4:3", "3:4", "21:9"}))
        ->excludes(size_option);
    command.add_option("--fps", o.frame_rate, "frames per second, for example 24 or 30000/1001")->check(frame_rate_validator());
    auto* steps = command.add_option("--steps", o.steps, "denoising steps")->check(CLI::Range(1, 1000));
    command.add_option("--guidance", o.guidance_scale, "how strictly the prompt is followed; 1 is off")->check(CLI::Range(0.0, 100.0));
    command.add_option("--guidance-rescale", o.guidance_rescale, "0 to 1, against over-exposure at high guidance")
        ->check(CLI::Range(0.0, 1.0));
    command.add_option("--seed", o.seed, "the same seed gives the same video (default: a random one)")->check(seed_validator());
    command.add_option("--scheduler", o.scheduler, "a scheduler of the model (see models info)");
    auto* timesteps = command.add_option("--timesteps", o.timesteps, "a schedule of your own, from 1000 down, separated by commas")
                          ->delimiter(',')
                          ->allow_extra_args(false)
                          ->excludes(steps);
    command.add_option("--sigmas", o.sigmas, "a schedule of your own, from 1 down, separated by commas")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->excludes(timesteps)
        ->excludes(steps);
    command.add_option("--condition", o.conditions,
                       "FILE@FRAME[:STRENGTH]: keep to an image, or to a clip whose frames start at FRAME (negative: from the end)")
        ->allow_extra_args(false)
        ->check(condition_validator());
    command.add_option("--previews", o.previews, "a folder for a preview of the clip after each step");
    command.add_option("--latents-in", o.latents_in,
                       "a .safetensors file with latents to decode, or with --strength to start from; they say how large and long the clip is");
    command.add_option("--latents-out", o.latents_out, "write the final latents to this .safetensors file");
    command.add_option("--noise", o.noise, "a .safetensors file with the initial noise");
    command.add_option("--strength", o.strength, "0 to 1: how much of the given latents is made anew")->check(CLI::Range(0.0, 1.0));
    add_codec_option(command, o.codec);
    command.add_flag("--strict", o.is_strict, "fail instead of rounding a size or length that the model cannot make");
    command.add_flag("--overwrite", o.overwrite, "replace files that exist");
    add_device_options(command, o.compute);
    add_output_options(command, o.output);
}

void check_render_options(const RenderOptions& o) {
    require_descending("--timesteps", o.timesteps, 1000.0);
    require_descending("--sigmas", o.sigmas, 1.0);
    // A recipe may bring latents of its own.
    if (o.strength && o.latents_in.empty() && o.recipe.empty()) {
        throw CLI::RequiresError("--strength", "--latents-in");
    }
}

}  // namespace kinora::cli

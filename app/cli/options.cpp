#include "app/cli/options.h"

#include <charconv>
#include <cstdio>

namespace kinora::cli {

void add_output_options(CLI::App& command, OutputOptions& options) {
    command.add_flag("--json", options.is_json, "print one JSON object a line on standard output");
    command.add_flag("--quiet", options.is_quiet, "show no progress");
}

void add_device_options(CLI::App& command, DeviceOptions& options) {
    command.add_option("--device", options.device, "cpu, cuda or cuda:N (default: a GPU if there is one)")
        ->check(CLI::Validator([](const std::string& text) {
            const bool is_fine = text == "cpu" || text == "cuda" || text.rfind("cuda:", 0) == 0;
            return is_fine ? std::string() : "must be cpu, cuda or cuda:N";
        }, "", ""));
    command.add_option("--dtype", options.dtype, "fp32, bf16 or fp16 (default: what the device computes fastest)")
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

namespace {

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
    command.add_option("--model", o.model, "a model folder or a model's name");
    command.add_option("--lora", o.loras, "FILE[:STRENGTH]: adapt the model by a LoRA that diffusers or Kinora saved; several add up")
        ->allow_extra_args(false);
    command.add_option("--negative", o.negative_prompt, "what the video should not show");
    auto* size_option = command.add_option("--size", o.size, "WIDTHxHEIGHT in pixels")->check(size_validator());
    command.add_option("--aspect", o.aspect, "the shape of the picture, at the model's usual number of pixels")
        ->check(CLI::IsMember({"16:9", "9:16", "1:1", "4:3", "3:4", "21:9"}))
        ->excludes(size_option);
    command.add_option("--fps", o.frame_rate, "frames per second, for example 24 or 30000/1001");
    command.add_option("--steps", o.steps, "denoising steps")->check(CLI::Range(1, 1000));
    command.add_option("--guidance", o.guidance_scale, "how strictly the prompt is followed; 1 is off")->check(CLI::Range(0.0, 100.0));
    command.add_option("--guidance-rescale", o.guidance_rescale, "0 to 1, against over-exposure at high guidance")
        ->check(CLI::Range(0.0, 1.0));
    command.add_option("--seed", o.seed, "the same seed gives the same video (default: a random one)")->check(seed_validator());
    command.add_option("--scheduler", o.scheduler, "a scheduler of the model (see models info)");
    auto* timesteps = command.add_option("--timesteps", o.timesteps, "a schedule of your own, from 1000 down, separated by commas")->delimiter(',')->allow_extra_args(false);
    command.add_option("--sigmas", o.sigmas, "a schedule of your own, from 1 down, separated by commas")->delimiter(',')->allow_extra_args(false)->excludes(timesteps);
    command.add_option("--condition", o.conditions,
                       "FILE@FRAME[:STRENGTH]: keep to an image, or to a clip whose frames start at FRAME (negative: from the end)")
        ->allow_extra_args(false);
    command.add_option("--previews", o.previews, "a folder for a preview of the clip after each step");
    command.add_option("--latents-in", o.latents_in, "a .safetensors file with latents to decode, or with --strength to start from");
    command.add_option("--latents-out", o.latents_out, "write the final latents to this .safetensors file");
    command.add_option("--noise", o.noise, "a .safetensors file with the initial noise");
    command.add_option("--strength", o.strength, "0 to 1: how much of the given latents is made anew")->check(CLI::Range(0.0, 1.0));
    command.add_option("--codec", o.codec, "h264, prores, vp9, av1, ffv1, gif or png (default: by the ending of the file)");
    command.add_flag("--strict", o.is_strict, "fail instead of rounding a size or length that the model cannot make");
    command.add_flag("--overwrite", o.overwrite, "replace files that exist");
    add_device_options(command, o.compute);
    add_output_options(command, o.output);
}

}  // namespace kinora::cli

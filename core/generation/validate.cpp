#include "core/generation/validate.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/base/joined.h"
#include "core/generation/prompt_words.h"

namespace kinora {

namespace {

constexpr int max_side = 16384;
constexpr std::int64_t max_frames = 100'000;
constexpr int max_steps = 1000;

std::int64_t round_to_multiple(std::int64_t value, std::int64_t multiple, std::int64_t offset) {
    const std::int64_t steps = (value - offset + multiple / 2) / multiple;
    return offset + std::max<std::int64_t>(steps, 0) * multiple;
}

void require(bool is_true, const char* field, const Sentence& sentence) {
    if (!is_true) {
        throw InvalidRequest(field, sentence);
    }
}

void validate_schedule(const GenerationSettings& settings) {
    require(settings.timesteps.empty() || settings.sigmas.empty(), "timesteps",
            Sentence::of("timesteps and sigmas were both given; give one of them"));
    const auto descends = [](const std::vector<double>& values, double highest) {
        double last = highest;
        return std::ranges::all_of(values, [&](double value) {
            const bool is_fine = std::isfinite(value) && value >= 0.0 && value <= last;
            last = value;
            return is_fine;
        });
    };
    require(descends(settings.timesteps, 1000.0), "timesteps",
            Sentence::of("timesteps go down from at most 1000 to at least 0"));
    require(descends(settings.sigmas, 1.0), "sigmas", Sentence::of("sigmas go down from at most 1 to at least 0"));
    require(settings.timesteps.size() <= max_steps && settings.sigmas.size() <= max_steps, "timesteps",
            Sentence::of("a schedule has at most %1 steps", max_steps));
    require(settings.num_inference_steps >= 1 && settings.num_inference_steps <= max_steps, "num_inference_steps",
            Sentence::of("the number of steps must be between 1 and %1", max_steps));
}

void validate_conditioning(const GenerationRequest& request, const ModelInfo& model) {
    require(request.conditioning.empty() || model.can_condition_frames, "conditioning",
            Sentence::of("%1 cannot be conditioned on frames", model.name));
    for (const ConditioningFrames& frames : request.conditioning) {
        require(!frames.images.empty(), "conditioning", Sentence::of("a condition holds no frame"));
        require(frames.start_frame >= 0 && frames.start_frame < request.settings.num_frames, "conditioning",
                Sentence::of("a condition starts at frame %1, but the clip has frames 0 to %2", frames.start_frame,
                             request.settings.num_frames - 1));
        const auto is_strength = [](double strength) { return strength >= 0.0 && strength <= 1.0; };
        require(is_strength(frames.strength) && std::ranges::all_of(frames.latent_strengths, is_strength), "conditioning",
                Sentence::of("the strength of a condition must be between 0 and 1"));
    }
}

}  // namespace

std::vector<std::string> round_to_model(GenerationSettings& settings, const ModelInfo& model, bool is_strict) {
    std::vector<std::string> changes;
    const auto change = [&](const char* field, const Sentence& rule, const Sentence& asked, const std::string& made) {
        if (is_strict) {
            throw InvalidRequest(field, Sentence::of("%1 cannot be made by %2: %3; the nearest is %4", asked, model.name, rule, made));
        }
        changes.push_back(asked.in_english() + " became " + made + ": " + rule.in_english() + " (" + model.name + ")");
    };
    const auto size_text = [](std::int64_t width, std::int64_t height) {
        return std::to_string(width) + "x" + std::to_string(height);
    };
    if (model.size_multiple > 0) {
        const std::int64_t multiple = model.size_multiple;
        const auto width = static_cast<int>(round_to_multiple(std::max<std::int64_t>(settings.width, multiple), multiple, 0));
        const auto height = static_cast<int>(round_to_multiple(std::max<std::int64_t>(settings.height, multiple), multiple, 0));
        if (width != settings.width || height != settings.height) {
            change("size", Sentence::of("sizes are multiples of %1", multiple),
                   Sentence::of("size %1", size_text(settings.width, settings.height)), size_text(width, height));
            settings.width = width;
            settings.height = height;
        }
    }
    if (model.frame_multiple > 0) {
        const std::int64_t frames = round_to_multiple(settings.num_frames, model.frame_multiple, 1);
        if (frames != settings.num_frames) {
            change("num_frames", Sentence::of("lengths are 1 + a multiple of %1 frames", model.frame_multiple),
                   Sentence::of("%1 frames", settings.num_frames), std::to_string(frames));
            settings.num_frames = frames;
        }
    }
    return changes;
}

void validate(const GenerationRequest& request, const ModelInfo& model) {
    const GenerationSettings& settings = request.settings;
    require(has_words(settings.prompt), "prompt", Sentence::of("the prompt is empty; describe what the video should show"));
    require(is_valid_utf8(settings.prompt), "prompt", Sentence::of("the prompt is not valid UTF-8 text"));
    require(is_valid_utf8(settings.negative_prompt), "negative_prompt",
            Sentence::of("the negative prompt is not valid UTF-8 text"));
    require(settings.width > 0 && settings.width <= max_side && settings.height > 0 && settings.height <= max_side, "size",
            Sentence::of("width and height must be between 1 and %1 pixels", max_side));
    require(settings.num_frames >= 1 && settings.num_frames <= max_frames, "num_frames",
            Sentence::of("the number of frames must be between 1 and %1", max_frames));
    require(settings.frame_rate.is_valid(), "frame_rate", Sentence::of("the frame rate must be above 0"));
    require(std::isfinite(settings.guidance_scale) && settings.guidance_scale >= 0.0 && settings.guidance_scale <= 100.0,
            "guidance_scale", Sentence::of("the guidance scale must be between 0 and 100"));
    require(settings.guidance_rescale >= 0.0 && settings.guidance_rescale <= 1.0, "guidance_rescale",
            Sentence::of("the guidance rescale must be between 0 and 1"));
    require(settings.denoise_strength >= 0.0 && settings.denoise_strength <= 1.0, "denoise_strength",
            Sentence::of("the strength must be between 0 and 1"));
    require(settings.image_cond_noise_scale >= 0.0 && settings.image_cond_noise_scale <= 10.0, "image_cond_noise_scale",
            Sentence::of("the noise on conditioning frames must be between 0 and 10"));
    require(settings.scheduler.empty() || std::ranges::count(model.schedulers, settings.scheduler) > 0, "scheduler",
            Sentence::of("\"%1\" is no scheduler of %2, which has %3", settings.scheduler, model.name, joined(model.schedulers)));
    require(!request.finishes_now || request.resume_from != nullptr, "finishes_now",
            Sentence::of("there is no step to finish from"));
    require(request.last_step >= 0, "last_step", Sentence::of("the last step must be 1 or more"));
    validate_schedule(settings);
    validate_conditioning(request, model);
}

bool is_valid_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        std::size_t length = 0;
        std::uint32_t code = 0;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            code = lead & 0x1Fu;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            code = lead & 0x0Fu;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            code = lead & 0x07u;
        } else {
            return false;
        }
        if (text.size() - i < length) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<std::uint8_t>(text[i + k]);
            if ((byte & 0xC0u) != 0x80u) {
                return false;
            }
            code = (code << 6) | (byte & 0x3Fu);
        }
        const bool is_overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (is_overlong || is_surrogate || code > 0x10FFFF) {
            return false;
        }
        i += length;
    }
    return true;
}

}  // namespace kinora

#include "core/model/training/measure_model.h"

#include <ATen/ops/_upsample_bilinear2d_aa.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/cancelled.h"
#include "core/model/model_library.h"
#include "core/model/pipeline/frames.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/probe/clip_probe.h"

namespace kinora::training {

namespace {

constexpr std::uint64_t first_seed = 9'000'000'000'000;  // far from those of training

double psnr(double mean_square) {  // of values in -1 … 1
    return 10.0 * std::log10(4.0 / std::max(mean_square, 1e-12));
}

double mean_square_difference(const Image& a, const Image& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        const double difference = (static_cast<double>(a.rgb()[i]) - static_cast<double>(b.rgb()[i])) / 127.5;
        sum += difference * difference;
    }
    return sum / static_cast<double>(a.rgb().size());
}

Scene held_out_scene(std::int64_t index, const TrainingRecipe& recipe) {
    return sample_scene(first_seed + static_cast<std::uint64_t>(index), recipe.world);
}

std::vector<Image> rendered_frames(const Scene& scene, int width, int height, const TrainingRecipe& recipe) {
    const auto rgb = render_scene(scene, width, height, recipe.num_frames, recipe.frame_rate);
    const std::size_t bytes = rgb.size() / static_cast<std::size_t>(recipe.num_frames);
    std::vector<Image> frames;
    for (std::size_t at = 0; at < rgb.size(); at += bytes) {
        frames.emplace_back(width, height, std::vector<std::uint8_t>(rgb.begin() + static_cast<std::ptrdiff_t>(at), rgb.begin() + static_cast<std::ptrdiff_t>(at + bytes)));
    }
    return frames;
}

std::vector<Image> first_frames(const std::vector<Image>& frames, std::int64_t count) {
    return {frames.begin(), frames.begin() + std::min<std::ptrdiff_t>(count, std::ssize(frames))};
}

// Frames one after the other, as the probe reads them.
std::vector<std::uint8_t> joined(const std::vector<Image>& frames) {
    std::vector<std::uint8_t> rgb;
    for (const Image& frame : frames) {
        rgb.insert(rgb.end(), frame.rgb().begin(), frame.rgb().end());
    }
    return rgb;
}

class GenerationMeasurement {
 public:
    GenerationMeasurement(const std::filesystem::path& folder, const TrainingRecipe& recipe, std::int64_t num_clips,
                          const GeneratorOptions& options, const TrainingObserver& observer, const std::stop_token& stop)
        : model_(describe_model(folder)),
          generator_(make_generator(model_, options)),
          recipe_(recipe),
          num_clips_(num_clips),
          observer_(observer),
          stop_(stop) {}

    TrainingMeasures run() {
        measure_prompts();
        measure_given_frames();
        return std::move(measures_);
    }

 private:
    std::vector<Image> generate(const Scene& scene, std::int64_t index, std::vector<ConditioningFrames> given) {
        throw_if_stop_requested(stop_);
        GenerationRequest request;
        request.settings = model_.defaults;
        request.settings.prompt = caption_scene(scene, first_seed + static_cast<std::uint64_t>(index), CaptionLanguage::english).text;
        request.settings.seed = static_cast<std::uint64_t>(index);
        request.conditioning = std::move(given);
        std::vector<Image> frames;
        generator_->generate(request, [&](const GenerationEvent& event) {
            if (const auto* ready = std::get_if<FramesReady>(&event)) {
                frames.insert(frames.end(), ready->images.begin(), ready->images.end());
            }
        }, stop_);
        return frames;
    }

    void report(std::int64_t done) {
        if (observer_) {
            observer_({"measure", done, 2 * num_clips_, 0.0, seconds_ / static_cast<double>(done), seconds_ / static_cast<double>(done) * static_cast<double>(2 * num_clips_ - done)});
        }
    }

    std::vector<Image> timed(const Scene& scene, std::int64_t index, std::vector<ConditioningFrames> given) {
        const auto start = std::chrono::steady_clock::now();
        auto frames = generate(scene, index, std::move(given));
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        report(++num_made_);
        return frames;
    }

    // Which attributes the probe reads as the caption says them; those that it does not say do not count.
    void measure_prompts() {
        const int width = model_.defaults.width;
        const int height = model_.defaults.height;
        const ClipProbe probe(width, height);
        std::map<std::string, std::pair<double, double>> right;
        for (std::int64_t i = 0; i < num_clips_; ++i) {
            const Scene scene = held_out_scene(i, recipe_);
            const Caption caption = caption_scene(scene, first_seed + static_cast<std::uint64_t>(i), CaptionLanguage::english);
            const std::vector<Image> frames = timed(scene, i, {});
            const ClipReading reading = probe.read(joined(frames), std::ssize(frames));
            const int readings[] = {static_cast<int>(reading.object), static_cast<int>(reading.colour), static_cast<int>(reading.motion), static_cast<int>(reading.background)};
            for (std::size_t a = 0; a < std::size(readings); ++a) {
                if (caption.says[a]) {
                    auto& [hits, count] = right[std::string(world_attributes()[a].name)];
                    hits += readings[a] == scene.choices[a] ? 1.0 : 0.0;
                    count += 1.0;
                }
            }
            if (i < 12) {
                measures_.sheet_captions.push_back(caption.text);
                for (const std::size_t frame : {std::size_t(0), frames.size() / 3, 2 * frames.size() / 3, frames.size() - 1}) {
                    measures_.sheet.push_back(frames[frame]);
                }
            }
        }
        for (const auto& [name, hits] : right) {
            measures_.figures["right_" + name] = hits.first / hits.second;
        }
        measures_.figures["seconds_per_clip"] = seconds_ / static_cast<double>(num_clips_);
    }

    // The first frame kept, and the first half continued.
    void measure_given_frames() {
        double first_frame = 0.0;
        double seam = 0.0;
        const std::int64_t half = (recipe_.num_frames - 1) / 2 / model_.frame_multiple * model_.frame_multiple + 1;
        for (std::int64_t i = 0; i < num_clips_; ++i) {
            const Scene scene = held_out_scene(num_clips_ + i, recipe_);
            const auto truth = rendered_frames(scene, model_.defaults.width, model_.defaults.height, recipe_);
            const bool is_image = i % 2 == 0;
            const auto frames = timed(scene, i, {{first_frames(truth, is_image ? 1 : half), 0, 1.0}});
            if (is_image) {
                first_frame += psnr(mean_square_difference(frames[0], truth[0]));
                continue;
            }
            const auto step = [&](std::int64_t f) { return std::sqrt(mean_square_difference(frames[static_cast<std::size_t>(f)], frames[static_cast<std::size_t>(f - 1)])); };
            double others = 0.0;
            for (std::int64_t f = 1; f < std::ssize(frames); ++f) {
                others += f == half ? 0.0 : step(f);
            }
            seam += step(half) / std::max(others / static_cast<double>(std::ssize(frames) - 2), 1e-3);
        }
        const auto images = static_cast<double>((num_clips_ + 1) / 2);
        measures_.figures["first_frame_psnr"] = first_frame / images;
        measures_.figures["seam_ratio"] = seam / std::max(static_cast<double>(num_clips_) - images, 1.0);
    }

    ModelInfo model_;
    std::unique_ptr<Generator> generator_;
    const TrainingRecipe& recipe_;
    const std::int64_t num_clips_;
    const TrainingObserver& observer_;
    const std::stop_token& stop_;
    TrainingMeasures measures_;
    double seconds_ = 0.0;
    std::int64_t num_made_ = 0;
};

}  // namespace

ReconstructionMeasures measure_reconstruction(const Reconstruct& reconstruct, const TrainingRecipe& recipe, std::int64_t num_clips,
                                              const std::vector<at::Tensor>& pictures, const std::stop_token& stop) {
    ReconstructionMeasures measures;
    at::Tensor result;
    const auto measure = [&](const at::Tensor& pixels, bool is_sample) {
        throw_if_stop_requested(stop);
        result = reconstruct(pixels).clamp(-1.0, 1.0);
        if (is_sample) {
            const std::int64_t middle = pixels.size(2) / 2;
            for (const at::Tensor& frames : {pixels, result}) {
                measures.samples.push_back(images_from_frames(frames_from_pixels(frames.narrow(2, middle, 1)))[0]);
            }
        }
        return psnr((result - pixels).square().mean().item<double>());
    };
    measures.worst_rendered_psnr = INFINITY;
    std::vector<std::unique_ptr<ClipProbe>> probes;
    for (const ClipSize& size : recipe.sizes) {
        probes.push_back(std::make_unique<ClipProbe>(size.width, size.height));
    }
    for (std::int64_t i = 0; i < num_clips; ++i) {
        const std::size_t shape = static_cast<std::size_t>(i) % recipe.sizes.size();
        const ClipSize size = recipe.sizes[shape];
        const Scene scene = held_out_scene(i, recipe);
        const double value = measure(rendered_clip(scene, size, recipe.num_frames, recipe.frame_rate).unsqueeze(0), size.width == recipe.sizes[0].width && i < 16);
        measures.rendered_psnr += value / static_cast<double>(num_clips);
        measures.worst_rendered_psnr = std::min(measures.worst_rendered_psnr, value);
        const ClipReading reading = probes[shape]->read(joined(images_from_frames(frames_from_pixels(result))), recipe.num_frames);
        measures.readable_objects += reading.object == choice<ObjectKind>(scene, AttributeId::object) ? 1.0 / static_cast<double>(num_clips) : 0.0;
    }
    const ClipSize size = recipe.sizes[0];
    for (const at::Tensor& picture : pictures) {
        // The largest part of the picture with the shape of a clip, brought to its size.
        const std::int64_t height = std::min(picture.size(1), picture.size(2) * size.height / size.width);
        const std::int64_t width = std::min(picture.size(2), height * size.width / size.height);
        const at::Tensor part = picture.narrow(1, (picture.size(1) - height) / 2, height).narrow(2, (picture.size(2) - width) / 2, width);
        const at::Tensor small = at::_upsample_bilinear2d_aa(part.unsqueeze(0), {size.height, size.width}, false).unsqueeze(2);
        measures.picture_psnr += measure(small, true) / static_cast<double>(pictures.size());
    }
    return measures;
}

TrainingMeasures measure_generation(const std::filesystem::path& model_folder, const TrainingRecipe& recipe, std::int64_t num_clips,
                                    const GeneratorOptions& generator, const TrainingObserver& observer, const std::stop_token& stop) {
    return GenerationMeasurement(model_folder, recipe, num_clips, generator, observer, stop).run();
}

}  // namespace kinora::training

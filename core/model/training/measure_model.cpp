#include "core/model/training/measure_model.h"

#include <ATen/ops/_upsample_bilinear2d_aa.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

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

std::vector<Image> part_of(const std::vector<Image>& frames, std::int64_t first, std::int64_t count) {
    return {frames.begin() + first, frames.begin() + first + count};
}

// How much the frames change at `seams` (the first frame behind each), of how much they change elsewhere.
double seam_ratio(const std::vector<Image>& frames, const std::vector<std::int64_t>& seams) {
    double at_seams = 0.0;
    double elsewhere = 0.0;
    for (std::int64_t f = 1; f < std::ssize(frames); ++f) {
        const double step = std::sqrt(mean_square_difference(frames[static_cast<std::size_t>(f)], frames[static_cast<std::size_t>(f - 1)]));
        (std::ranges::count(seams, f) > 0 ? at_seams : elsewhere) += step;
    }
    const auto num_seams = static_cast<double>(seams.size());
    return at_seams / num_seams / std::max(elsewhere / (static_cast<double>(std::ssize(frames) - 1) - num_seams), 1e-3);
}

// Frames one after the other, as the probe reads them.
std::vector<std::uint8_t> joined(const std::vector<Image>& frames) {
    std::vector<std::uint8_t> rgb;
    for (const Image& frame : frames) {
        rgb.insert(rgb.end(), frame.rgb().begin(), frame.rgb().end());
    }
    return rgb;
}

struct Hits {
    double right = 0.0;
    double asked = 0.0;

    double share() const { return right / std::max(asked, 1.0); }
};

class GenerationMeasurement {
 public:
    GenerationMeasurement(const std::filesystem::path& folder, const TrainingRecipe& recipe, std::int64_t num_clips,
                          const GeneratorOptions& options, const TrainingObserver& observer, const std::stop_token& stop)
        : model_(describe_model(folder)),
          generator_(make_generator(model_, options)),
          recipe_(recipe),
          num_clips_(num_clips),
          num_all_(2 * num_clips + (num_clips + 1) / 2),
          observer_(observer),
          stop_(stop) {}

    TrainingMeasures run() {
        measure_prompts();
        measure_other_prompts();
        measure_given_frames();
        measures_.figures["seconds_per_clip"] = seconds_ / static_cast<double>(num_made_);
        return std::move(measures_);
    }

 private:
    static Caption caption_of(const Scene& scene, std::int64_t index, CaptionLanguage language) {
        return caption_scene(scene, first_seed + static_cast<std::uint64_t>(index), language);
    }

    std::vector<Image> generate(const std::string& prompt, std::int64_t index, bool is_turned, std::vector<ConditioningFrames> given) {
        throw_if_stop_requested(stop_);
        const auto start = std::chrono::steady_clock::now();
        GenerationRequest request;
        request.settings = model_.defaults;
        if (is_turned) {
            std::swap(request.settings.width, request.settings.height);
        }
        request.settings.prompt = prompt;
        request.settings.seed = static_cast<std::uint64_t>(index);
        request.conditioning = std::move(given);
        std::vector<Image> frames;
        generator_->generate(request, [&](const GenerationEvent& event) {
            if (const auto* ready = std::get_if<FramesReady>(&event)) {
                frames.insert(frames.end(), ready->images.begin(), ready->images.end());
            }
        }, stop_);
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        ++num_made_;
        if (observer_) {
            const double each = seconds_ / static_cast<double>(num_made_);
            observer_({"measure", num_made_, num_all_, 0.0, each, each * static_cast<double>(num_all_ - num_made_)});
        }
        return frames;
    }

    // Whether the probe reads the attributes as the caption says them; those that it does not say do not count.
    static std::map<std::string, Hits> read(const ClipProbe& probe, const std::vector<Image>& frames, const Scene& scene, const Caption& caption) {
        const ClipReading reading = probe.read(joined(frames), std::ssize(frames));
        const int readings[] = {static_cast<int>(reading.object), static_cast<int>(reading.colour), static_cast<int>(reading.motion), static_cast<int>(reading.background)};
        std::map<std::string, Hits> hits;
        for (std::size_t a = 0; a < std::size(readings); ++a) {
            if (caption.says[a]) {
                hits[std::string(world_attributes()[a].name)] = {readings[a] == scene.choices[a] ? 1.0 : 0.0, 1.0};
            }
        }
        return hits;
    }

    void measure_prompts() {
        const ClipProbe probe(model_.defaults.width, model_.defaults.height);
        std::map<std::string, Hits> all;
        for (std::int64_t i = 0; i < num_clips_; ++i) {
            const Scene scene = held_out_scene(i, recipe_);
            const Caption caption = caption_of(scene, i, CaptionLanguage::english);
            const std::vector<Image> frames = generate(caption.text, i, false, {});
            for (const auto& [name, hits] : read(probe, frames, scene, caption)) {
                all[name].right += hits.right;
                all[name].asked += hits.asked;
            }
            if (i < 12) {
                measures_.sheet_captions.push_back(caption.text);
                for (const std::size_t frame : {std::size_t(0), frames.size() / 3, 2 * frames.size() / 3, frames.size() - 1}) {
                    measures_.sheet.push_back(frames[frame]);
                }
            }
        }
        for (const auto& [name, hits] : all) {
            measures_.figures["right_" + name] = hits.share();
        }
    }

    // Half as many in Chinese, every other one of them with the sides exchanged; all attributes together.
    void measure_other_prompts() {
        const ClipProbe probe(model_.defaults.width, model_.defaults.height);
        const ClipProbe turned_probe(model_.defaults.height, model_.defaults.width);
        Hits chinese;
        Hits turned;
        for (std::int64_t i = 0; i < (num_clips_ + 1) / 2; ++i) {
            const std::int64_t index = 2 * num_clips_ + i;
            const bool is_turned = i % 2 == 1;
            const Scene scene = held_out_scene(index, recipe_);
            const Caption caption = caption_of(scene, index, CaptionLanguage::chinese);
            const std::vector<Image> frames = generate(caption.text, index, is_turned, {});
            for (const auto& [name, hits] : read(is_turned ? turned_probe : probe, frames, scene, caption)) {
                chinese.right += hits.right;
                chinese.asked += hits.asked;
                turned.right += is_turned ? hits.right : 0.0;
                turned.asked += is_turned ? hits.asked : 0.0;
            }
        }
        measures_.figures["right_chinese"] = chinese.share();
        measures_.figures["right_turned"] = turned.share();
    }

    // The first frame kept; the first half continued, the last half led up to, and the middle filled in between both ends.
    void measure_given_frames() {
        const std::int64_t multiple = model_.frame_multiple;
        const std::int64_t half = (recipe_.num_frames - 1) / 2 / multiple * multiple + 1;
        const std::int64_t tail = recipe_.num_frames - half + 1;  // both parts are 1 and a multiple, as clips are encoded
        const std::int64_t end = recipe_.num_frames - 1 - multiple;
        std::map<std::string, std::vector<double>> values;
        for (std::int64_t i = 0; i < num_clips_; ++i) {
            const Scene scene = held_out_scene(num_clips_ + i, recipe_);
            const auto truth = rendered_frames(scene, model_.defaults.width, model_.defaults.height, recipe_);
            const std::string prompt = caption_of(scene, i, CaptionLanguage::english).text;
            const auto made = [&](std::vector<ConditioningFrames> given) { return generate(prompt, i, false, std::move(given)); };
            if (i % 2 == 0) {
                values["first_frame_psnr"].push_back(psnr(mean_square_difference(made({{part_of(truth, 0, 1), 0, 1.0}})[0], truth[0])));
            } else if (i % 6 == 1 || end <= 1 + multiple) {  // short clips have no room for two ends
                values["seam_ratio"].push_back(seam_ratio(made({{part_of(truth, 0, half), 0, 1.0}}), {half}));
            } else if (i % 6 == 3) {
                values["seam_ratio_backwards"].push_back(seam_ratio(made({{part_of(truth, half - 1, tail), half - 1, 1.0}}), {half - 1}));
            } else {
                const auto frames = made({{part_of(truth, 0, 1 + multiple), 0, 1.0}, {part_of(truth, end, 1 + multiple), end, 1.0}});
                values["seam_ratio_filling"].push_back(seam_ratio(frames, {1 + multiple, end}));
            }
        }
        for (const auto& [name, all] : values) {
            measures_.figures[name] = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
        }
    }

    ModelInfo model_;
    std::unique_ptr<Generator> generator_;
    const TrainingRecipe& recipe_;
    const std::int64_t num_clips_;
    const std::int64_t num_all_;
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

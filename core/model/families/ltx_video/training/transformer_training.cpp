#include "core/model/families/ltx_video/training/transformer_training.h"

#include <algorithm>

#include "core/model/families/ltx_video/training/autoencoder_stage.h"

namespace kinora::ltx_video {

namespace {

std::vector<TransformerTraining::Lesson> read_curriculum(const ConfigReader& section) {
    using enum TransformerTraining::Sight;
    constexpr std::pair<std::string_view, TransformerTraining::Sight> names[] = {
        {"single frames", single_frames}, {"coarse clips", coarse_clips}, {"clips", clips}};
    std::vector<TransformerTraining::Sight> sights;
    for (const std::string& seen : section.texts("curriculum", {})) {
        const auto* found = std::ranges::find(names, std::string_view(seen), [](const auto& name) { return name.first; });
        if (found == std::end(names)) {
            section.fail("curriculum", "has \"" + seen + "\"; it may have \"single frames\", \"coarse clips\" and \"clips\"");
        }
        sights.push_back(found->second);
    }
    const std::vector<std::int64_t> steps = section.integers("curriculum_steps", {}, 1, 1'000'000'000);
    if (sights.size() != steps.size()) {
        section.fail("curriculum_steps", "must say for everything in curriculum how many steps see it");
    }
    std::vector<TransformerTraining::Lesson> lessons;
    for (std::size_t i = 0; i < sights.size(); ++i) {
        lessons.push_back({sights[i], steps[i]});
    }
    return lessons;
}

}  // namespace

TransformerTraining TransformerTraining::read(const training::TrainingRecipe& recipe) {
    const ConfigReader section = recipe.section("dit");
    TransformerTraining result;
    result.settings = recipe.stage_settings("dit", {.optimizer = {.muon_learning_rate = 0.02, .muon_momentum = 0.95, .adam_learning_rate = 2e-3, .adam_beta2 = 0.97},
                                                      .schedule = {.steps = 10'000, .warmup_steps = 80, .decay_from = 0.35, .lowest = 0.02},
                                                      .average_decay = 0.997},
                                           {"config", "batch", "caption_dropout", "given_share", "curriculum", "curriculum_steps"});
    result.config = TransformerConfig::read({recipe.section_json("dit").value("config", nlohmann::json::object()), recipe.file});
    result.batch = section.integer("batch", result.batch, 1, 65'536);
    result.caption_dropout = section.number("caption_dropout", result.caption_dropout, 0.0, 1.0);
    result.given_share = section.number("given_share", result.given_share, 0.0, 1.0);
    result.shift = recipe.json.contains("scheduler") ? recipe.section("scheduler", {"shift"}).number("shift", 1.0, 0.01, 100.0) : 1.0;
    result.curriculum = read_curriculum(section);
    const AutoencoderConfig autoencoder = autoencoder_config(recipe);
    if (result.config.in_channels != autoencoder.latent_channels) {
        section.fail("config", "must have in_channels equal to the autoencoder's latent_channels");
    }
    const auto is_too_small = [&](const training::ClipSize& size) { return std::min(size.width, size.height) < 2 * autoencoder.spatial_compression_ratio; };
    const auto is_coarse = [](const Lesson& lesson) { return lesson.sight == Sight::coarse_clips; };
    if (std::ranges::any_of(result.curriculum, is_coarse) && std::ranges::any_of(recipe.sizes, is_too_small)) {
        section.fail("curriculum", "has coarse clips, which need clips of at least two latents each way; leave them out or make the clips larger");
    }
    return result;
}

TransformerTraining::Sight TransformerTraining::sight_of(std::int64_t step) const {
    for (const Lesson& lesson : curriculum) {
        if (step < lesson.steps) {
            return lesson.sight;
        }
        step -= lesson.steps;
    }
    return Sight::clips;
}

std::int64_t TransformerTraining::clips_in_a_step(std::int64_t tokens, std::int64_t tokens_of_the_first) const {
    return std::clamp<std::int64_t>(batch * tokens_of_the_first / tokens, 1, batch);
}

}  // namespace kinora::ltx_video

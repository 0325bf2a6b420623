// What a recipe says of the transformer's training: its section "dit", and the shift of the noise levels.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/families/ltx_video/transformer.h"
#include "core/model/training/stage.h"
#include "core/model/training/training_recipe.h"

namespace kinora::ltx_video {

struct TransformerTraining {
    // What a step shows the transformer. Those that show less of each clip show more clips: the tokens are as many.
    enum class Sight : std::uint8_t { clips, coarse_clips, single_frames };
    struct Lesson {
        Sight sight;
        std::int64_t steps;
    };

    training::StageSettings settings;
    TransformerConfig config;
    std::int64_t batch = 48;  // whole clips of the first size and length
    double caption_dropout = 0.12;
    double given_share = 0.35;  // of the steps: those that have given frames
    double shift = 1.0;         // of the noise levels (flow_batch.h: shifted_times)
    std::vector<Lesson> curriculum;  // what is shown first; whole clips after that

    // Throws CheckpointError naming the key.
    static TransformerTraining read(const training::TrainingRecipe& recipe);

    Sight sight_of(std::int64_t step) const;

    // `batch`, or fewer of clips with more tokens than those of the first size and length: the step's tokens are as many.
    std::int64_t clips_in_a_step(std::int64_t tokens, std::int64_t tokens_of_the_first) const;
};

}  // namespace kinora::ltx_video

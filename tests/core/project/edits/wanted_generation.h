// Generations that tests of edits ask for, and what comes of them.
#pragma once

#include <stdexcept>
#include <string>

#include "core/project/edits/generation_edits.h"

namespace kinora::test {

// What is asked for where a test does not say otherwise.
inline GenerationWish wish() {
    GenerationWish wish;
    wish.model = "some model";
    wish.settings.prompt = "x";
    wish.settings.num_frames = 49;
    wish.settings.seed = 5;
    return wish;
}

// The one generation that the project waits for.
inline const Generation& only(const Project& project) {
    if (project.generations->size() != 1) {
        throw std::logic_error("there is not one generation");
    }
    return *project.generations->front();
}

// A take as that part asks for it.
inline Take take_of(const GenerationPart& part, const std::string& name = "take") {
    return {.name = name, .file = name + ".mp4", .num_frames = part.num_kept, .frame_rate = part.settings.frame_rate};
}

}  // namespace kinora::test

// Generations in the studio's session, as tests ask for them.
#pragma once

#include <string>

#include "core/project/edits/keyframe_edits.h"
#include "tests/ui/studio_fixture.h"

namespace kinora::test {

inline void write_prompt(Studio& studio, const std::string& prompt, int variations = 1) {
    GenerateState state = *studio.document.project().generate;
    state.settings.prompt = prompt;
    state.num_variations = variations;
    state.is_seed_locked = true;
    studio.document.apply(QStringLiteral("write"), [&](const Project& project) { return set_generate_state(project, state); });
}

// Until `numTakes` takes are in the document.
inline void make_takes(Studio& studio, const std::string& prompt, std::size_t numTakes, int variations = 1) {
    write_prompt(studio, prompt, variations);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.document.project().takes->size(), numTakes, 30'000);
}

// Until the first job has made some steps and goes on.
inline void run_until_step(Studio& studio, const std::string& prompt, int step) {
    write_prompt(studio, prompt);
    studio.controller.generate(QueuePlace::back);
    QTRY_VERIFY_WITH_TIMEOUT(studio.bridge.snapshot()->progress && studio.bridge.snapshot()->progress->step >= step, 20'000);
}

}  // namespace kinora::test

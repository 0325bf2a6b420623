// What a clip, or two of them, can be asked to become: the same whether it is asked for by key, menu, handle or screen reader.
#pragma once

#include <optional>

#include "ui/timeline/generation_ask.h"

namespace kinora {

// A second more, or a second that leads up to it.
GenerationAsk extendAsk(const Project& project, const Clip& clip, bool isBefore);

// A second that leads from its end back to its beginning.
GenerationAsk loopAsk(const Project& project, const Clip& clip);

GenerationAsk restyleAsk(const Clip& clip);

// What lies inside the clip of the range between in and out point; nothing where that is elsewhere.
std::optional<GenerationAsk> regenerateAsk(const Project& project, const Clip& clip);

// Whether a transition fits where they overlap: each of the two is alone for a while.
bool canBlendOverlap(const Clip& one, const Clip& other);

// Of all that the two overlap; where they touch, of about a second around the cut.
GenerationAsk blendAsk(const Project& project, const Clip& one, const Clip& other);

}  // namespace kinora

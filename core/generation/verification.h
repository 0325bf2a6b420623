// The outcome of replaying one stage of a reference file.
#pragma once

#include <optional>
#include <string>

#include "core/base/sentence.h"

namespace kinora {

struct StageVerdict {
    std::string stage;
    double max_abs_error = 0.0;  // of the comparison that came closest to, or furthest beyond, its tolerance
    double tolerance = 0.0;      // absolute, for the same comparison
    bool is_ok = true;
    std::optional<Sentence> reason;  // why it failed, where that is no number
};

}  // namespace kinora

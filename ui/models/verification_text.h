// What verifying a model has brought, as it is shown.
#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "core/base/error_record.h"
#include "core/generation/verification.h"

namespace kinora {

struct VerificationState {
    bool isUnderWay = false;
    std::vector<StageVerdict> verdicts;
    std::optional<ErrorRecord> problem;

    bool agrees() const;  // every stage of one that has ended
};

// HTML: a sentence, and a row for each stage.
QString verificationText(const VerificationState& state);

}  // namespace kinora

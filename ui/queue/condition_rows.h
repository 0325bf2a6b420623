// The keyframes of a job that waits, a row each: the frame that it begins at, its strength, and a button that leaves it out.
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

#include "core/engine/job.h"

namespace kinora {

class ConditionRows : public QWidget {
    Q_OBJECT

 public:
    explicit ConditionRows(const std::vector<RecipeCondition>& conditions, QWidget* parent = nullptr);

    // No frame behind the end of the clip can be chosen; what lies there and is not edited is for the engine to place.
    void setNumFrames(std::int64_t numFrames);

    // One for each condition, in order; empty where nothing was edited.
    std::vector<ConditionEdit> edits() const;

 private:
    void addRow(std::size_t index, const RecipeCondition& condition);

    std::vector<ConditionEdit> edits_;
};

}  // namespace kinora

// A strength curve as the points of a plot.
#pragma once

#include <QVector>

#include <cstdint>

#include "core/project/strength_curve.h"

namespace kinora {

// In the order of the frames; a gap is a strength that is no number.
struct CurveLine {
    QVector<double> frames;
    QVector<double> strengths;
};

// The curve of a keyframe that begins at frame `start`, from `first` to `last` on the axis.
CurveLine curveLine(const StrengthCurve& curve, std::int64_t start, double first, double last);

// What the model gets, as blocks: the mean over each latent frame whose number is even (0) or odd (1).
CurveLine latentBlocks(const StrengthCurve& curve, std::int64_t start, std::int64_t numFrames, std::int64_t frameMultiple, int parity);

}  // namespace kinora

#include "ui/keyframes/curve_line.h"

#include <algorithm>
#include <limits>

namespace kinora {

namespace {

constexpr int piecesOfABend = 24;

void add(CurveLine& line, double frame, double strength) {
    line.frames.append(frame);
    line.strengths.append(strength);
}

}  // namespace

CurveLine curveLine(const StrengthCurve& curve, std::int64_t start, double first, double last) {
    CurveLine line;
    if (curve.empty()) {
        return line;
    }
    const auto at = [start](const StrengthPoint& point) { return static_cast<double>(start + point.frame); };
    add(line, first, curve.front().strength);
    for (std::size_t i = 0; i < curve.size(); ++i) {
        add(line, at(curve[i]), curve[i].strength);
        if (i + 1 == curve.size()) {
            break;
        }
        const double length = at(curve[i + 1]) - at(curve[i]);
        if (curve[i].interpolation == Interpolation::hold) {
            add(line, at(curve[i + 1]), curve[i].strength);
        } else if (curve[i].interpolation == Interpolation::smooth) {
            for (int piece = 1; piece < piecesOfABend; ++piece) {
                const double t = static_cast<double>(piece) / piecesOfABend;
                const double eased = t * t * (3.0 - 2.0 * t);
                add(line, at(curve[i]) + t * length, curve[i].strength + (curve[i + 1].strength - curve[i].strength) * eased);
            }
        }
    }
    add(line, last, curve.back().strength);
    return line;
}

CurveLine latentBlocks(const StrengthCurve& curve, std::int64_t start, std::int64_t numFrames, std::int64_t frameMultiple, int parity) {
    CurveLine line;
    if (curve.empty()) {
        return line;
    }
    std::int64_t frame = start;
    for (const double strength : latent_strengths(curve, start, numFrames, frameMultiple)) {
        const std::int64_t latent = latent_frame_of(frame, frameMultiple);
        const std::int64_t next = std::min(first_frame_of_latent(latent + 1, frameMultiple), start + numFrames);
        if (latent % 2 == parity) {
            add(line, static_cast<double>(frame) - 0.5, strength);
            add(line, static_cast<double>(next) - 0.5, strength);
            add(line, static_cast<double>(next) - 0.5, std::numeric_limits<double>::quiet_NaN());
        }
        frame = next;
    }
    return line;
}

}  // namespace kinora

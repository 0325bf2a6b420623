// Finds an object of known look in a picture: how much of the picture's difference from all known backgrounds it explains,
// at every place. Private to the probe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/model/training/world/figures.h"

namespace kinora::training {

// A picture as planes with a margin around it, in which nothing counts.
struct MatchPicture {
    int width = 0, height = 0;  // without the margin
    int margin = 0;
    std::vector<float> planes[3];
    std::vector<float> valid;    // 1 inside, 0 in the margin
    std::vector<float> unknown;  // squared difference from the nearest known background, at most `most_different`

    int stride() const { return width + 2 * margin; }
    std::size_t index(int x, int y) const { return static_cast<std::size_t>((y + margin) * stride() + x + margin); }
};

// Squared distances in RGB above this are all the same: something else.
inline constexpr float most_different = 0.12f;

// One object in one colour and one attitude.
struct Template {
    ObjectKind object = ObjectKind::none;
    ColourName colour = ColourName::none;
    Placement attitude;  // position 0; the scale without the radius
    struct Pixel {
        int x, y;  // from the object's centre
        Colour colour;
        float weight;  // how much of the pixel the object covers
    };
    std::vector<Pixel> pixels;
};

// `block`: how many pixels of the frame, in each direction, are one of the picture.
Template make_template(ObjectKind object, ColourName colour, const Placement& attitude, int frame_width, int frame_height,
                       int block);

struct Match {
    float score = -1e30f;
    int x = 0, y = 0;
};

// The best place in [x0, x1) x [y0, y1). The score is in units of most_different times pixels.
Match best_match(const MatchPicture& picture, const Template& object, int x0, int x1, int y0, int y1);

// How much there would be to explain at a place: the score of an object that fits perfectly.
float most_at(const MatchPicture& picture, const Template& object, int x, int y);

}  // namespace kinora::training

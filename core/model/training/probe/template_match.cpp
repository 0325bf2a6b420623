#include "core/model/training/probe/template_match.h"

#include <algorithm>
#include <cmath>

#include "core/model/training/world/rows.h"

namespace kinora::training {

namespace {

constexpr float enough_cover = 0.35f;

// The object in the middle of a canvas of its own, on a flat ground.
Canvas draw_alone(const Figure& figure, const Colour& colour, const Placement& placement, int size, float zoom,
                  float ground) {
    Canvas canvas(size, size);
    const View view = {{0.0f, 0.0f}, zoom};
    canvas.fill_gradient({ground, ground, ground}, {ground, ground, ground}, -1.0f, 1.0f, view);
    canvas.draw(outline_of(figure, colour), placement, view);
    for (const Layer& layer : figure.layers) {
        canvas.draw(layer, placement, view);
    }
    return canvas;
}

float block_mean(const std::vector<float>& plane, int size, int block, int column, int row) {
    float sum = 0.0f;
    for (int y = row * block; y < (row + 1) * block; ++y) {
        for (int x = column * block; x < (column + 1) * block; ++x) {
            sum += plane[static_cast<std::size_t>(y * size + x)];
        }
    }
    return sum / static_cast<float>(block * block);
}

}  // namespace

Template make_template(ObjectKind object, ColourName colour, const Placement& attitude, int frame_width, int frame_height,
                       int block) {
    const int shorter = std::min(frame_width, frame_height);
    const Point half = {static_cast<float>(frame_width) / static_cast<float>(shorter),
                        static_cast<float>(frame_height) / static_cast<float>(shorter)};
    const int num_blocks = 2 * ((shorter + 2 * block - 1) / (2 * block));
    const int size = num_blocks * block;
    const float zoom = static_cast<float>(shorter) / static_cast<float>(size);
    const Colour paint = colour_of(colour);
    const Figure figure = make_figure(object, paint, 0.0f, 0.0f);
    Placement placement = attitude;
    const float radius = usual_radius(half) * 1.01f;
    placement.scale = {placement.scale.x * radius, placement.scale.y * radius};
    Canvas black = draw_alone(figure, paint, placement, size, zoom, 0.0f);
    Canvas white = draw_alone(figure, paint, placement, size, zoom, 1.0f);
    Template result = {.object = object, .colour = colour, .attitude = attitude};
    for (int row = 0; row < num_blocks; ++row) {
        for (int column = 0; column < num_blocks; ++column) {
            const auto mean = [&](Canvas& canvas, std::size_t channel) {
                return block_mean(canvas.plane(channel), size, block, column, row);
            };
            const float cover = 1.0f - (mean(white, 1) - mean(black, 1));
            if (cover > enough_cover) {
                result.pixels.push_back({column - num_blocks / 2,
                                         row - num_blocks / 2,
                                         {mean(black, 0) / cover, mean(black, 1) / cover, mean(black, 2) / cover},
                                         cover});
            }
        }
    }
    return result;
}

Match best_match(const MatchPicture& picture, const Template& object, int x0, int x1, int y0, int y1) {
    Match best;
    const auto n = static_cast<std::size_t>(std::max(x1 - x0, 0));
    std::vector<float> scores(n);
    for (int y = y0; y < y1; ++y) {
        std::fill(scores.begin(), scores.end(), 0.0f);
        for (const Template::Pixel& pixel : object.pixels) {
            const std::size_t begin = picture.index(x0 + pixel.x, y + pixel.y);
            const float* planes[3] = {picture.planes[0].data() + begin, picture.planes[1].data() + begin,
                                      picture.planes[2].data() + begin};
            rows::add_explained(scores.data(), n, planes, picture.valid.data() + begin, picture.unknown.data() + begin,
                                pixel.colour, pixel.weight, most_different);
        }
        for (std::size_t i = 0; i < n; ++i) {
            if (scores[i] > best.score) {
                best = {scores[i], x0 + static_cast<int>(i), y};
            }
        }
    }
    return best;
}

float most_at(const MatchPicture& picture, const Template& object, int x, int y) {
    float sum = 0.0f;
    for (const Template::Pixel& pixel : object.pixels) {
        sum += pixel.weight * picture.unknown[picture.index(x + pixel.x, y + pixel.y)];
    }
    return sum;
}

}  // namespace kinora::training

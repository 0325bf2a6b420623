#include "core/generation/sizes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kinora {

PictureSize size_for_aspect(double aspect, double area, int multiple) {
    const double exact_height = std::sqrt(area / aspect) / multiple;
    PictureSize best;
    double best_distance = std::numeric_limits<double>::infinity();
    for (int rows = std::max(static_cast<int>(exact_height) - 1, 1); rows <= static_cast<int>(exact_height) + 2; ++rows) {
        const int columns = std::max(static_cast<int>(std::lround(rows * aspect)), 1);
        const double wrong_shape = std::abs(std::log(static_cast<double>(columns) / rows / aspect));
        const double wrong_area = std::abs(std::log(static_cast<double>(columns) * rows * multiple * multiple / area));
        // A wrong shape shows more than a somewhat larger or smaller picture.
        const double distance = 3.0 * wrong_shape + wrong_area;
        if (distance < best_distance) {
            best_distance = distance;
            best = {columns * multiple, rows * multiple};
        }
    }
    return best;
}

}  // namespace kinora

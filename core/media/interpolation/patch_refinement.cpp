#include "core/media/interpolation/patch_refinement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace kinora {

namespace {

constexpr int patch_area = patch_size * patch_size;
constexpr int max_descent_steps = 4;
constexpr float max_refinement = 2.0f;     // pixels away from the whole-pixel vector
constexpr float gradient_noise = 60.0f;    // added to the gradients' squares, so that flat patches stay where they are
constexpr float brightness_freedom = 0.9f; // how much of a patch's change in mean is taken for a change of light
constexpr float own_motion = 4.0f;         // pixels from the neighbours' median at which a patch moves on its own
constexpr float better_by = 4.0f;          // how many times less error its own motion then has to leave, and …
constexpr float unexplained_error = 36.0f * patch_area;  // … the error that the median then leaves, in squared grey values
constexpr float still_excess = 0.15f;      // by which standing still may explain a patch less than the best vector, and …
constexpr float still_noise = 16.0f;       // … what may come on top, in squared grey values over the patch

// One patch of the first picture with what inverse compositional descent needs of it: its gradients, and the matrix that
// turns a difference into a step, both free of their means so that a change of light moves nothing.
class PatchDescent {
 public:
    PatchDescent(const GrayLevel& from, int left, int top) {
        float xx = gradient_noise;
        float xy = 0.0f;
        float yy = gradient_noise;
        for (int y = 0; y < patch_size; ++y) {
            const std::uint8_t* row = from.at(left, top + y);
            const std::ptrdiff_t stride = from.stride();
            for (int x = 0; x < patch_size; ++x) {
                const auto i = static_cast<std::size_t>(y * patch_size + x);
                gray_[i] = row[x];
                gradient_x_[i] = 0.5f * static_cast<float>(row[x + 1] - row[x - 1]);
                gradient_y_[i] = 0.5f * static_cast<float>(row[x + stride] - row[x - stride]);
            }
        }
        remove_mean(gradient_x_);
        remove_mean(gradient_y_);
        for (std::size_t i = 0; i < patch_area; ++i) {
            xx += gradient_x_[i] * gradient_x_[i];
            xy += gradient_x_[i] * gradient_y_[i];
            yy += gradient_y_[i] * gradient_y_[i];
        }
        const float determinant = xx * yy - xy * xy;
        inverse_xx_ = yy / determinant;
        inverse_xy_ = -xy / determinant;
        inverse_yy_ = xx / determinant;
    }

    struct Result {
        float error = 0.0f;
        cv::Point2f step;
    };

    // What is left between the patch and `to` at (left, top), and the step that should lessen it.
    Result compare(const GrayLevel& to, cv::Point2f at) const {
        constexpr float margin = GrayLevel::margin;
        at.x = std::clamp(at.x, 1.0f - margin, static_cast<float>(to.width()) + margin - patch_size - 2.0f);
        at.y = std::clamp(at.y, 1.0f - margin, static_cast<float>(to.height()) + margin - patch_size - 2.0f);
        const int left = static_cast<int>(std::floor(at.x));
        const int top = static_cast<int>(std::floor(at.y));
        const float x_part = at.x - static_cast<float>(left);
        const float y_part = at.y - static_cast<float>(top);
        const float w00 = (1.0f - x_part) * (1.0f - y_part);
        const float w01 = x_part * (1.0f - y_part);
        const float w10 = (1.0f - x_part) * y_part;
        const float w11 = x_part * y_part;
        std::array<float, patch_area> difference;
        for (int y = 0; y < patch_size; ++y) {
            const std::uint8_t* row = to.at(left, top + y);
            const std::uint8_t* below = row + to.stride();
            for (int x = 0; x < patch_size; ++x) {
                const auto i = static_cast<std::size_t>(y * patch_size + x);
                difference[i] = w00 * row[x] + w01 * row[x + 1] + w10 * below[x] + w11 * below[x + 1] - gray_[i];
            }
        }
        float sum = 0.0f;
        float squares = 0.0f;
        float along_x = 0.0f;
        float along_y = 0.0f;
        for (std::size_t i = 0; i < patch_area; ++i) {
            sum += difference[i];
            squares += difference[i] * difference[i];
            along_x += difference[i] * gradient_x_[i];
            along_y += difference[i] * gradient_y_[i];
        }
        return {squares - brightness_freedom * sum * sum / patch_area,
                {-(inverse_xx_ * along_x + inverse_xy_ * along_y), -(inverse_xy_ * along_x + inverse_yy_ * along_y)}};
    }

 private:
    static void remove_mean(std::array<float, patch_area>& values) {
        float sum = 0.0f;
        for (const float value : values) {
            sum += value;
        }
        for (float& value : values) {
            value -= sum / patch_area;
        }
    }

    std::array<float, patch_area> gray_, gradient_x_, gradient_y_;
    float inverse_xx_ = 0.0f, inverse_xy_ = 0.0f, inverse_yy_ = 0.0f;
};

cv::Point2f refine(const GrayLevel& from, const GrayLevel& to, cv::Point corner, cv::Point start) {
    const PatchDescent descent(from, corner.x, corner.y);
    const cv::Point2f origin = corner;
    cv::Point2f vector = start;
    PatchDescent::Result found = descent.compare(to, origin + vector);
    for (int i = 0; i < max_descent_steps; ++i) {
        const cv::Point2f next = vector + found.step;
        if (std::abs(next.x - static_cast<float>(start.x)) > max_refinement ||
            std::abs(next.y - static_cast<float>(start.y)) > max_refinement) {
            break;
        }
        const PatchDescent::Result there = descent.compare(to, origin + next);
        if (there.error >= found.error) {
            break;
        }
        vector = next;
        found = there;
    }
    // Noise moves nothing: what may as well stand still does.
    if (std::abs(vector.x) < 1.0f && std::abs(vector.y) < 1.0f &&
        descent.compare(to, origin).error <= found.error * (1.0f + still_excess) + still_noise) {
        return {0.0f, 0.0f};
    }
    return vector;
}

cv::Point2f vector_median(const std::array<cv::Point2f, 9>& vectors, std::size_t count) {
    float least = std::numeric_limits<float>::max();
    cv::Point2f median;
    for (std::size_t i = 0; i < count; ++i) {
        float distance = 0.0f;
        for (std::size_t j = 0; j < count; ++j) {
            const cv::Point2f d = vectors[i] - vectors[j];
            distance += std::sqrt(d.x * d.x + d.y * d.y);
        }
        if (distance < least) {
            least = distance;
            median = vectors[i];
        }
    }
    return median;
}

bool explains_better(const PatchPictures& pictures, cv::Point corner, cv::Point2f vector, cv::Point2f than) {
    const PatchDescent descent(pictures.from, corner.x, corner.y);
    const cv::Point2f origin = corner;
    const float its_error = descent.compare(pictures.to, origin + vector).error;
    const float other_error = descent.compare(pictures.to, origin + than).error;
    return its_error * better_by < other_error && other_error > unexplained_error;
}

}  // namespace

PatchVectors refine_patches(const GrayLevel& from, const GrayLevel& to, const PatchGrid& grid) {
    PatchVectors vectors(grid.vectors.size());
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const auto index = grid.index(column, row);
            vectors[index] = refine(from, to, {grid.left(column), grid.top(row)}, grid.vectors[index]);
        }
    }
    return vectors;
}

void replace_outliers(const PatchPictures& pictures, const PatchGrid& grid, const std::vector<std::uint8_t>& is_confirmed,
                      PatchVectors& vectors) {
    const PatchVectors source = vectors;
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            std::array<cv::Point2f, 9> around;
            std::size_t count = 0;
            for (int y = std::max(row - 1, 0); y <= std::min(row + 1, grid.rows - 1); ++y) {
                for (int x = std::max(column - 1, 0); x <= std::min(column + 1, grid.columns - 1); ++x) {
                    around[count++] = source[grid.index(x, y)];
                }
            }
            const std::size_t index = grid.index(column, row);
            const cv::Point2f median = vector_median(around, count);
            const cv::Point2f away = median - source[index];
            if (is_confirmed[index] == 0 || away.dot(away) <= own_motion * own_motion ||
                !explains_better(pictures, {grid.left(column), grid.top(row)}, source[index], median)) {
                vectors[index] = median;
            }
        }
    }
}

}  // namespace kinora

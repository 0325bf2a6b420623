#include "core/media/interpolation/patch_match.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace kinora {

namespace {

constexpr int full_search_radius = 7;  // pixels of the coarsest level
constexpr int first_steps = 3;         // by a pixel, towards less difference, when a patch gets its first vector …
constexpr int later_steps = 2;         // … and when it gets another
constexpr int wide_search_radius = 12; // pixels, around what stands still, for what is found nowhere near
constexpr int lost_cost = 3 * patch_size * patch_size;  // above which nothing near is what is looked for
constexpr double most_light_change = 8.0;  // grey values between the pictures' means
constexpr int vector_cost = 16;        // of a pixel away from the coarser level's vector, in grey values summed over a patch …
constexpr int most_vector_cost = 60;   // … and of any distance: what the coarser level got wrong must not last …
constexpr int most_explained_vector_cost = 300;  // … unless it explains the patch as well as another thing of the same look would
constexpr double explained = 0.5;      // what that vector may leave of a patch's contrast for that; above the finest level nothing is asked
constexpr int flat_contrast = 200;     // a patch's differences from its mean, summed, up to which noise must not decide: then, and …
constexpr int outlier_cost = 32;       // … where it is explained, a pixel away from the median of the neighbours' vectors costs this …
constexpr int most_outlier_cost = 640; // … and any distance at most this

#if defined(__SSE2__)

int patch_difference(const std::uint8_t* a, std::ptrdiff_t a_stride, const std::uint8_t* b, std::ptrdiff_t b_stride) {
    const auto two_rows = [](const std::uint8_t* row, std::ptrdiff_t stride) {
        return _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(row)),
                                  _mm_loadl_epi64(reinterpret_cast<const __m128i*>(row + stride)));
    };
    __m128i sum = _mm_setzero_si128();
    for (int y = 0; y < patch_size; y += 2) {
        sum = _mm_add_epi32(sum, _mm_sad_epu8(two_rows(a, a_stride), two_rows(b, b_stride)));
        a += 2 * a_stride;
        b += 2 * b_stride;
    }
    return _mm_cvtsi128_si32(sum) + _mm_cvtsi128_si32(_mm_srli_si128(sum, 8));
}

#else

int patch_difference(const std::uint8_t* a, std::ptrdiff_t a_stride, const std::uint8_t* b, std::ptrdiff_t b_stride) {
    int sum = 0;
    for (int y = 0; y < patch_size; ++y) {
        for (int x = 0; x < patch_size; ++x) {
            sum += std::abs(a[x] - b[x]);
        }
        a += a_stride;
        b += b_stride;
    }
    return sum;
}

#endif

int patch_sum(const std::uint8_t* pixels, std::ptrdiff_t stride) {
    int sum = 0;
    for (int y = 0; y < patch_size; ++y, pixels += stride) {
        sum = std::accumulate(pixels, pixels + patch_size, sum);
    }
    return sum;
}

// The differences from the mean, summed.
int patch_contrast(const std::uint8_t* pixels, std::ptrdiff_t stride) {
    const int mean = patch_sum(pixels, stride) / (patch_size * patch_size);
    int sum = 0;
    for (int y = 0; y < patch_size; ++y, pixels += stride) {
        for (int x = 0; x < patch_size; ++x) {
            sum += std::abs(pixels[x] - mean);
        }
    }
    return sum;
}

// The coarser level's vectors around a place, brought to this level's scale: the one at the place first.
class CoarseVectors {
 public:
    CoarseVectors(const PatchGrid& coarse, int left, int top)
        : coarse_(coarse), column_(nearest(left, coarse.columns)), row_(nearest(top, coarse.rows)) {}

    cv::Point center() const { return at(column_, row_); }

    template <typename Use>
    void for_each_neighbour(const Use& use) const {
        if (column_ > 0) {
            use(at(column_ - 1, row_));
        }
        if (column_ + 1 < coarse_.columns) {
            use(at(column_ + 1, row_));
        }
        if (row_ > 0) {
            use(at(column_, row_ - 1));
        }
        if (row_ + 1 < coarse_.rows) {
            use(at(column_, row_ + 1));
        }
    }

 private:
    static int nearest(int position, int count) {
        return std::min((position / 2 + patch_stride / 2) / patch_stride, count - 1);
    }
    cv::Point at(int column, int row) const { return coarse_.vectors[coarse_.index(column, row)] * 2; }

    const PatchGrid& coarse_;
    int column_, row_;
};

PatchGrid make_grid(const GrayLevel& level) {
    const auto count = [](int length) { return (length - patch_size + patch_stride - 1) / patch_stride + 1; };
    PatchGrid grid = {level.width(), level.height(), count(level.width()), count(level.height()), {}};
    grid.vectors.resize(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
    return grid;
}

}  // namespace

// One patch: the best vector so far and what it costs.
class LevelSearch::Patch {
 public:
    // `direction` as in try_neighbours().
    Patch(const LevelSearch& search, int index, int direction = 1)
        : search_(search), column_(index % search.grid_.columns), row_(index / search.grid_.columns),
          left_(search.grid_.left(column_)), top_(search.grid_.top(row_)), pixels_(search.from_.at(left_, top_)),
          lowest_(-GrayLevel::margin - left_, -GrayLevel::margin - top_),
          highest_(search.to_.width() + GrayLevel::margin - patch_size - left_,
                   search.to_.height() + GrayLevel::margin - patch_size - top_) {
        if (!search.coarse_.is_empty()) {
            expected_ = inside(CoarseVectors(search.coarse_, left_, top_).center());
            usual_ = neighbours_median(direction);
        }
        if (search.level_ == 0 && !search.coarse_.is_empty()) {
            const int contrast = patch_contrast(pixels_, search.from_.stride());
            is_explained_ = difference(expected_) < explained * contrast;
            follows_neighbours_ = is_explained_ || contrast <= flat_contrast;
        }
    }

    cv::Point expected() const { return expected_; }

    // Takes `vector` as the best so far.
    void start(cv::Point vector) {
        best_ = inside(vector);
        best_cost_ = cost(best_);
    }

    void try_vector(cv::Point vector) {
        vector = inside(vector);
        if (vector == best_) {
            return;
        }
        const int its_cost = cost(vector);
        if (its_cost < best_cost_) {
            best_ = vector;
            best_cost_ = its_cost;
        }
    }

    void try_all_around_zero(int radius) {
        for (int y = -radius; y <= radius; ++y) {
            for (int x = -radius; x <= radius; ++x) {
                try_vector({x, y});
            }
        }
    }

    void descend(int max_steps) {
        for (int step = 0; step < max_steps; ++step) {
            const cv::Point center = best_;
            try_vector(center + cv::Point(1, 0));
            try_vector(center + cv::Point(-1, 0));
            try_vector(center + cv::Point(0, 1));
            try_vector(center + cv::Point(0, -1));
            if (best_ == center) {
                return;
            }
        }
    }

    // Vectors of neighbours that a pass has already seen: those before the patch going forward, those after it going back.
    void try_neighbours(int direction) {
        const PatchGrid& grid = search_.grid_;
        const auto try_at = [&](int column, int row) {
            if (column >= 0 && column < grid.columns && row >= 0 && row < grid.rows) {
                try_vector(grid.vectors[grid.index(column, row)]);
            }
        };
        try_at(column_ - direction, row_);
        for (const int side : {0, -1, 1}) {
            try_at(column_ + side, row_ - direction);
        }
    }

    cv::Point best() const { return best_; }
    // A change of light alone loses nothing.
    bool is_lost() const {
        if (best_cost_ <= lost_cost) {
            return false;
        }
        const GrayLevel& to = search_.to_;
        const int change = patch_sum(pixels_, search_.from_.stride()) - patch_sum(to.at(left_ + best_.x, top_ + best_.y), to.stride());
        return best_cost_ - std::abs(change) > lost_cost;
    }

 private:
    // Of the vectors of three neighbours that a pass has already seen; at the edges what the coarser level expects.
    cv::Point neighbours_median(int direction) const {
        const PatchGrid& grid = search_.grid_;
        const int row = row_ - direction;
        if (column_ == 0 || column_ + 1 == grid.columns || row < 0 || row == grid.rows) {
            return expected_;
        }
        const cv::Point a = grid.vectors[grid.index(column_ - direction, row_)];
        const cv::Point b = grid.vectors[grid.index(column_, row)];
        const cv::Point c = grid.vectors[grid.index(column_ + direction, row)];
        const auto median = [](int p, int q, int r) { return std::max(std::min(p, q), std::min(std::max(p, q), r)); };
        return {median(a.x, b.x, c.x), median(a.y, b.y, c.y)};
    }

    static int distance(cv::Point a, cv::Point b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y); }

    cv::Point inside(cv::Point v) const {
        return {std::clamp(v.x, lowest_.x, highest_.x), std::clamp(v.y, lowest_.y, highest_.y)};
    }

    int difference(cv::Point v) const {
        const GrayLevel& to = search_.to_;
        return patch_difference(pixels_, search_.from_.stride(), to.at(left_ + v.x, top_ + v.y), to.stride());
    }

    int cost(cv::Point v) const {
        const int distance_cost = vector_cost * distance(v, expected_);
        if (search_.coarse_.is_empty()) {
            return difference(v) + distance_cost;
        }
        const int unusual_cost = follows_neighbours_ ? std::min(outlier_cost * distance(v, usual_), most_outlier_cost) : 0;
        return difference(v) + std::min(distance_cost, is_explained_ ? most_explained_vector_cost : most_vector_cost) + unusual_cost;
    }

    const LevelSearch& search_;
    int column_, row_;
    int left_, top_;
    const std::uint8_t* pixels_;
    cv::Point lowest_, highest_;  // vectors that stay within the margin
    cv::Point expected_, usual_;
    bool is_explained_ = true;  // by the coarser level's vector
    bool follows_neighbours_ = true;
    cv::Point best_;
    int best_cost_ = 0;
};

LevelSearch::LevelSearch(const GrayLevel& from, const GrayLevel& to, const PatchGrid& coarse, std::size_t level)
    : from_(from), to_(to), coarse_(coarse), level_(level), grid_(make_grid(from)) {}

void LevelSearch::visit_first(int index) {
    const int left = grid_.left(index % grid_.columns);
    const int top = grid_.top(index / grid_.columns);
    Patch patch(*this, index);
    patch.start(patch.expected());
    if (coarse_.is_empty()) {
        patch.try_all_around_zero(full_search_radius);
    } else {
        patch.try_vector({0, 0});
        CoarseVectors(coarse_, left, top).for_each_neighbour([&](cv::Point vector) { patch.try_vector(vector); });
    }
    patch.try_neighbours(1);
    patch.descend(first_steps);
    grid_.vectors[static_cast<std::size_t>(index)] = patch.best();
}

void LevelSearch::visit_again(int index, int direction) {
    Patch patch(*this, index, direction);
    patch.start(grid_.vectors[static_cast<std::size_t>(index)]);
    patch.try_neighbours(direction);
    patch.descend(later_steps);
    grid_.vectors[static_cast<std::size_t>(index)] = patch.best();
}

void LevelSearch::search() {
    const int count = grid_.columns * grid_.rows;
    for (int i = 0; i < count; ++i) {
        visit_first(i);
    }
    for (int i = count; i-- > 0;) {
        visit_again(i, -1);
    }
}

void LevelSearch::search_widely() {
    // While the light changes, what is far away and of the same brightness is taken for what is looked for.
    if (std::abs(cv::mean(from_.padded())[0] - cv::mean(to_.padded())[0]) > most_light_change) {
        return;
    }
    for (int i = 0; i < grid_.columns * grid_.rows; ++i) {
        Patch patch(*this, i);
        patch.start(grid_.vectors[static_cast<std::size_t>(i)]);
        if (patch.is_lost()) {
            patch.try_all_around_zero(wide_search_radius);
            grid_.vectors[static_cast<std::size_t>(i)] = patch.best();
        }
    }
}

void LevelSearch::try_reversed(const PatchGrid& other) {
    const auto nearest = [](int position, int patches) {
        return std::clamp((position + patch_stride / 2) / patch_stride, 0, patches - 1);
    };
    for (int row = 0; row < other.rows; ++row) {
        for (int column = 0; column < other.columns; ++column) {
            const cv::Point vector = other.vectors[other.index(column, row)];
            const int there = static_cast<int>(grid_.index(nearest(other.left(column) + vector.x, grid_.columns),
                                                           nearest(other.top(row) + vector.y, grid_.rows)));
            Patch patch(*this, there);
            patch.start(grid_.vectors[static_cast<std::size_t>(there)]);
            patch.try_vector(-vector);
            grid_.vectors[static_cast<std::size_t>(there)] = patch.best();
        }
    }
    const int count = grid_.columns * grid_.rows;
    for (int i = 0; i < count; ++i) {
        visit_again(i, 1);
    }
    for (int i = count; i-- > 0;) {
        visit_again(i, -1);
    }
}

}  // namespace kinora

#include "core/media/interpolation/patch_match.h"

#include <algorithm>
#include <cstdlib>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace kinora {

namespace {

constexpr int full_search_radius = 7;  // pixels of the coarsest level
// Differences are counted in sixteenths of a grey value, summed over a patch.
constexpr int difference_unit = 16;
constexpr int vector_cost = 15 * difference_unit;  // of a pixel away from the coarser level's vector

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

// The search for one patch: the best vector so far and what it costs.
class PatchSearch {
 public:
    PatchSearch(const GrayLevel& from, const GrayLevel& to, int left, int top, cv::Point expected)
        : to_(to), patch_(from.at(left, top)), patch_stride_(from.stride()), left_(left), top_(top),
          lowest_(-GrayLevel::margin - left, -GrayLevel::margin - top),
          highest_(to.width() + GrayLevel::margin - patch_size - left, to.height() + GrayLevel::margin - patch_size - top),
          expected_(inside(expected)) {}

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

    cv::Point best() const { return best_; }

 private:
    cv::Point inside(cv::Point v) const {
        return {std::clamp(v.x, lowest_.x, highest_.x), std::clamp(v.y, lowest_.y, highest_.y)};
    }

    int cost(cv::Point v) const {
        const int difference = patch_difference(patch_, patch_stride_, to_.at(left_ + v.x, top_ + v.y), to_.stride());
        return difference * difference_unit + vector_cost * (std::abs(v.x - expected_.x) + std::abs(v.y - expected_.y));
    }

    const GrayLevel& to_;
    const std::uint8_t* patch_;
    std::ptrdiff_t patch_stride_;
    int left_, top_;
    cv::Point lowest_, highest_;  // vectors that stay within the margin
    cv::Point expected_;
    cv::Point best_;
    int best_cost_ = 0;
};

// The coarser level's vectors around a place, brought to this level's scale: the one at the place first.
class CoarseVectors {
 public:
    CoarseVectors(const PatchGrid& coarse, int left, int top)
        : coarse_(coarse), column_(nearest(left, coarse.columns)), row_(nearest(top, coarse.rows)) {}

    cv::Point center() const { return at(column_, row_); }

    void try_neighbours(PatchSearch& search) const {
        if (column_ > 0) {
            search.try_vector(at(column_ - 1, row_));
        }
        if (column_ + 1 < coarse_.columns) {
            search.try_vector(at(column_ + 1, row_));
        }
        if (row_ > 0) {
            search.try_vector(at(column_, row_ - 1));
        }
        if (row_ + 1 < coarse_.rows) {
            search.try_vector(at(column_, row_ + 1));
        }
    }

 private:
    static int nearest(int position, int count) {
        return std::min((position / 2 + patch_stride / 2) / patch_stride, count - 1);
    }
    cv::Point at(int column, int row) const {
        const auto index = static_cast<std::size_t>(coarse_.index(column, row));
        return coarse_.vectors[index] * 2;
    }

    const PatchGrid& coarse_;
    int column_, row_;
};

PatchGrid make_grid(const GrayLevel& level) {
    const auto count = [](int length) { return (length - patch_size + patch_stride - 1) / patch_stride + 1; };
    PatchGrid grid = {level.width(), level.height(), count(level.width()), count(level.height()), {}};
    grid.vectors.resize(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
    return grid;
}

// Vectors of neighbours that this pass has already seen: those before a patch going forward, those after it going back.
void try_neighbours(PatchSearch& search, const PatchGrid& grid, int column, int row, int direction) {
    const auto try_at = [&](int x, int y) {
        if (x >= 0 && x < grid.columns && y >= 0 && y < grid.rows) {
            search.try_vector(grid.vectors[static_cast<std::size_t>(grid.index(x, y))]);
        }
    };
    try_at(column - direction, row);
    for (const int side : {0, -1, 1}) {
        try_at(column + side, row - direction);
    }
}

}  // namespace

PatchGrid search_patches(const GrayLevel& from, const GrayLevel& to, const PatchGrid& coarse) {
    PatchGrid grid = make_grid(from);
    const int count = grid.columns * grid.rows;
    const auto visit = [&](int index, int direction) {
        const int column = index % grid.columns;
        const int row = index / grid.columns;
        cv::Point& vector = grid.vectors[static_cast<std::size_t>(index)];
        const int left = grid.left(column);
        const int top = grid.top(row);
        const bool is_first_visit = direction > 0;
        cv::Point expected;
        if (!coarse.is_empty()) {
            expected = CoarseVectors(coarse, left, top).center();
        }
        PatchSearch search(from, to, left, top, expected);
        search.start(is_first_visit ? expected : vector);
        if (is_first_visit && coarse.is_empty()) {
            search.try_all_around_zero(full_search_radius);
        } else if (is_first_visit) {
            search.try_vector({0, 0});
            CoarseVectors(coarse, left, top).try_neighbours(search);
        }
        try_neighbours(search, grid, column, row, direction);
        search.descend(is_first_visit ? 3 : 2);
        vector = search.best();
    };
    for (int i = 0; i < count; ++i) {
        visit(i, 1);
    }
    for (int i = count; i-- > 0;) {
        visit(i, -1);
    }
    return grid;
}

}  // namespace kinora

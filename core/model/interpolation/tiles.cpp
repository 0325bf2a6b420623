#include "core/model/interpolation/tiles.h"

#include <algorithm>

namespace kinora {

std::vector<TileSpan> tile_spans(std::int64_t length, std::int64_t max_length, std::int64_t overlap) {
    if (length <= max_length || max_length <= 3 * overlap) {
        return {{0, length, 0, 0}};
    }
    // With n tiles of equal length L: n * L - (n - 1) * overlap = length.
    const std::int64_t count = (length - overlap + max_length - overlap - 1) / (max_length - overlap);
    std::vector<TileSpan> spans;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t begin = (length - overlap) * i / count;
        const std::int64_t end = (length - overlap) * (i + 1) / count + overlap;
        spans.push_back({begin, end - begin, i > 0 ? overlap : 0, i + 1 < count ? overlap : 0});
    }
    return spans;
}

std::vector<float> tile_shares(const TileSpan& span) {
    std::vector<float> shares(static_cast<std::size_t>(span.length), 1.0f);
    for (std::int64_t i = 0; i < span.overlap_before; ++i) {
        shares[static_cast<std::size_t>(i)] = (static_cast<float>(i) + 0.5f) / static_cast<float>(span.overlap_before);
    }
    for (std::int64_t i = 0; i < span.overlap_after; ++i) {
        shares[static_cast<std::size_t>(span.length - 1 - i)] = (static_cast<float>(i) + 0.5f) / static_cast<float>(span.overlap_after);
    }
    return shares;
}

}  // namespace kinora

#include "core/model/interpolation/tiles.h"

#include <algorithm>

namespace kinora {

std::vector<TileSpan> tile_spans(std::int64_t length, std::int64_t max_length, std::int64_t overlap, std::int64_t grid) {
    const std::int64_t tile = max_length / grid * grid;
    if (length <= max_length || tile <= 3 * overlap) {
        return {{0, length, 0, 0}};
    }
    const std::int64_t step = (tile - overlap) / grid * grid;
    const std::int64_t count = (length - tile + step - 1) / step + 1;
    std::vector<TileSpan> spans;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t begin = step * i;
        const bool is_last = i + 1 == count;
        spans.push_back({begin, is_last ? length - begin : tile, i > 0 ? tile - step : 0, is_last ? 0 : tile - step});
    }
    return spans;
}

std::vector<float> tile_shares(const TileSpan& span) {
    // Of both tiles the quarter at the edge is left out, so the shares rise over the half in the middle.
    const auto share = [](std::int64_t from_edge, std::int64_t overlap) {
        const auto length = static_cast<float>(overlap);
        return std::clamp(2.0f * (static_cast<float>(from_edge) + 0.5f) / length - 0.5f, 0.0f, 1.0f);
    };
    std::vector<float> shares(static_cast<std::size_t>(span.length), 1.0f);
    for (std::int64_t i = 0; i < span.overlap_before; ++i) {
        shares[static_cast<std::size_t>(i)] = share(i, span.overlap_before);
    }
    for (std::int64_t i = 0; i < span.overlap_after; ++i) {
        shares[static_cast<std::size_t>(span.length - 1 - i)] = share(i, span.overlap_after);
    }
    return shares;
}

}  // namespace kinora

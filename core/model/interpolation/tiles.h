// A picture cut into overlapping tiles.
#pragma once

#include <cstdint>
#include <vector>

namespace kinora {

// A stretch of a side, with how far it overlaps its neighbours; 0 at the picture's own edges.
struct TileSpan {
    std::int64_t begin = 0;
    std::int64_t length = 0;
    std::int64_t overlap_before = 0;
    std::int64_t overlap_after = 0;
};

// Spans that together cover `length`, each at most `max_length` long if that is over three times `overlap`, neighbours
// overlapping by `overlap`.
std::vector<TileSpan> tile_spans(std::int64_t length, std::int64_t max_length, std::int64_t overlap);

// How much of each place in the span is taken from it: 1, rising and falling evenly over the overlaps, so that the shares of
// all spans over a place sum to 1.
std::vector<float> tile_shares(const TileSpan& span);

}  // namespace kinora

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
// overlapping by at least `overlap`. All begin, and all but the last end, at multiples of `grid`: a network that works at a
// fraction of the size then sees a tile's pixels grouped as it sees those of the whole picture, with no padding inside of it.
std::vector<TileSpan> tile_spans(std::int64_t length, std::int64_t max_length, std::int64_t overlap, std::int64_t grid);

// How much of each place in the span is taken from it: 0 over the quarter of an overlap at the span's edge, where a network sees
// padding instead of the picture, then rising evenly to 1 over the half in the middle; the shares of all spans over a place
// sum to 1.
std::vector<float> tile_shares(const TileSpan& span);

}  // namespace kinora

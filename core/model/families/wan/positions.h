// Where the tokens of a clip are, and how that turns queries and keys (diffusers, models/transformers/transformer_wan.py: WanRotaryPosEmbed).
#pragma once

#include <cstdint>

#include "core/model/layers/rope.h"

namespace kinora::wan {

// The tokens of a clip along each axis.
struct TokenGrid {
    std::int64_t frames = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;

    std::int64_t num_tokens() const { return frames * height * width; }
};

// The tables of one head of `head_dim` features: the first of them turn with time, then as many each with height and width. On the CPU.
RotaryTables rotary_tables(TokenGrid grid, std::int64_t head_dim);

}  // namespace kinora::wan

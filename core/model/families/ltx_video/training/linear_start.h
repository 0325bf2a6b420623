// Where the training of an autoencoder begins: as the best linear code of some clips, which is most of what there is to learn
// and needs no gradient. What remains to be trained is what no linear code can do.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/model/families/ltx_video/autoencoder.h"

namespace kinora::ltx_video {

// Orthonormal columns, or rows where there are more columns than rows: (rows, columns), drawn at random.
at::Tensor random_basis(std::int64_t rows, std::int64_t columns, at::Generator& generator);

// What a kernel (O, C, k, k, k) does with the place that it stands on itself: (O, C), a view.
at::Tensor own_place(const at::Tensor& kernel, bool is_causal);

// Whether every block of both halves folds or unfolds pixels, so that there is a straight path past the residual blocks.
bool has_straight_path(const AutoencoderConfig& config);

// Sets the layers of the straight path from clips (B, 3, F, side, side), in float32 on the CPU; residual blocks must add nothing
// yet. The encoder keeps the principal components of the block of pixels that each of its places covers, mixed so that all latent
// channels vary alike; each layer of the decoder is fitted by least squares to the components of the smaller blocks that it
// unfolds. Throws Cancelled.
void start_as_linear_code(AutoencoderImpl& autoencoder, const std::vector<at::Tensor>& clips, at::Generator& generator,
                          const std::function<void()>& layer_is_set, const std::stop_token& stop);

// How often start_as_linear_code() says that a layer is set.
std::int64_t num_straight_layers(const AutoencoderConfig& config);

}  // namespace kinora::ltx_video

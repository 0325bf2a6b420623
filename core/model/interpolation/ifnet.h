// IFNet, the network of RIFE (Huang et al., "Real-Time Intermediate Flow Estimation for Video Frame Interpolation", ECCV
// 2022), as its authors published it in Practical-RIFE 4.25 and 4.26 with their lite and heavy variants. All have the same layers; only
// the numbers differ.
//
// Five blocks, from coarse to fine, each add to two flows (from the new picture to both given ones) what they find at a
// sixteenth, an eighth, … of the size; in 4.25.lite the first four look at half of that. The last one's mask blends the two warped
// pictures.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>

#include <array>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/model/device/device.h"
#include "core/model/weights/checkpoint_index.h"

namespace kinora {

// Channels of each block; 192, 128, 96, 64, 32 in 4.25 and 4.26, 24 at the end in 4.25.lite.
struct IfnetConfig {
    static constexpr std::size_t num_blocks = 5;
    std::array<std::int64_t, num_blocks> channels = {};
    std::array<std::int64_t, num_blocks> scales = {16, 8, 4, 2, 1};  // how many times smaller than the picture a block looks
    std::int64_t size_multiple = 64;    // that sides are padded to
    std::int64_t feature_channels = 0;  // of the pictures' features: 4
    std::int64_t head_channels = 0;     // inside the feature network: 16
    std::int64_t memory_channels = 0;   // that a block hands to the next: 8

    // From the shapes of the weights. Throws UnsupportedModel for those of another version.
    static IfnetConfig read(const CheckpointIndex& checkpoint);
};

// What of the network runs for a pair of pictures, all [1, C, H, W], with H and W multiples of Ifnet::size_multiple.
struct IfnetPair {
    at::Tensor image0, image1;        // in 0 … 1
    at::Tensor features0, features1;  // by encode()
};

class IfnetImpl : public torch::nn::Module {
 public:
    explicit IfnetImpl(const IfnetConfig& config);

    // Sizes that the network takes at `scale`, which multiplies the size at which motion is looked for (0.25 … 4).
    std::int64_t size_multiple(double scale) const;

    at::Tensor encode(const at::Tensor& image);

    // Called with what each block adds to the flows: [1, 4, H, W], in pixels.
    using FlowObserver = std::function<void(std::size_t block, const at::Tensor& flow_change)>;

    // The picture at `time` in 0 … 1: [1, 3, H, W]. Throws Cancelled.
    at::Tensor forward(const IfnetPair& pair, double time, double scale, const std::stop_token& stop, const FlowObserver& observe = {});

 private:
    struct Block {
        std::array<torch::nn::Conv2d, 2> in = {nullptr, nullptr};
        std::vector<torch::nn::Conv2d> middle;
        std::vector<at::Tensor> betas;
        torch::nn::ConvTranspose2d out = nullptr;
    };
    struct BlockOutput {
        at::Tensor flow, mask, memory;
    };

    Block make_block(const std::string& name, std::int64_t in_channels, std::int64_t channels);
    BlockOutput run_block(Block& block, const at::Tensor& input, const at::Tensor& flow, double scale);

    IfnetConfig config_;
    std::vector<Block> blocks_;
    std::array<torch::nn::Conv2d, 3> head_ = {nullptr, nullptr, nullptr};
    torch::nn::ConvTranspose2d head_out_ = nullptr;
};
TORCH_MODULE(Ifnet);

// `image` [1, C, H, W] seen from where `flow` [1, 2, H, W] points, in pixels: sampled bilinearly, the edge continued outside.
at::Tensor warp(const at::Tensor& image, const at::Tensor& flow);

// Loads the one .safetensors file in `folder`. Keys may carry the "module." of the authors' files; what the network does not
// have (parts that are only for training) is passed over. Throws Error, Cancelled.
Ifnet load_ifnet(const std::filesystem::path& folder, const ComputeOptions& compute, const std::stop_token& stop);

// True if the folder's weights look like some version of IFNet.
bool is_ifnet_folder(const std::filesystem::path& folder);

}  // namespace kinora

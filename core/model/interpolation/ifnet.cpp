#include "core/model/interpolation/ifnet.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/grid_sampler.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/meshgrid.h>
#include <ATen/ops/pixel_shuffle.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <string>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/layers/parameter.h"
#include "core/model/layers/register_nested.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr double leak = 0.2;  // of the leaky rectifiers
constexpr std::int64_t num_middle_layers = 8;
constexpr std::int64_t flow_channels = 4;
constexpr std::int64_t mask_channels = 1;
constexpr std::int64_t rgb_channels = 3;
constexpr std::string_view key_prefix = "module.";
constexpr std::array<std::int64_t, IfnetConfig::num_blocks> lite_scales = {32, 16, 8, 4, 1};
constexpr std::int64_t lite_size_multiple = 128;

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t stride) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

torch::nn::ConvTranspose2d twice_the_size(std::int64_t in, std::int64_t out) {
    return torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(in, out, 4).stride(2).padding(1));
}

at::Tensor resize(const at::Tensor& x, double factor) {
    const std::array<double, 2> factors = {factor, factor};
    return at::upsample_bilinear2d(x, at::OptionalIntArrayRef(), false, at::ArrayRef<double>(factors));
}

// The plain name of a checkpoint's key; empty for keys that are not the network's.
std::string plain_name(const std::string& key, bool has_prefix) {
    if (!has_prefix) {
        return key;
    }
    return key.starts_with(key_prefix) ? key.substr(key_prefix.size()) : std::string();
}

bool has_key_prefix(const CheckpointIndex& checkpoint) {
    const auto found = checkpoint.tensors().lower_bound(key_prefix);
    return found != checkpoint.tensors().end() && found->first.starts_with(key_prefix);
}

const TensorEntry* find(const CheckpointIndex& checkpoint, const std::string& name) {
    const TensorEntry* prefixed = checkpoint.find(std::string(key_prefix) + name);
    return prefixed != nullptr ? prefixed : checkpoint.find(name);
}

}  // namespace

IfnetConfig IfnetConfig::read(const CheckpointIndex& checkpoint) {
    const auto shape = [&](const std::string& name, std::size_t rank) {
        const TensorEntry* entry = find(checkpoint, name);
        if (entry == nullptr || entry->shape.size() != rank) {
            throw UnsupportedModel(Sentence::of("%1: is no IFNet of RIFE 4.25 or 4.26, the versions that Kinora runs; it has no %2",
                                                checkpoint.folder().string(), name));
        }
        return entry->shape;
    };
    IfnetConfig config;
    config.head_channels = shape("encode.cnn0.weight", 4)[0];
    config.feature_channels = shape("encode.cnn3.weight", 4)[1];
    for (std::size_t i = 0; i < num_blocks; ++i) {
        config.channels[i] = shape("block" + std::to_string(i) + ".conv0.1.0.weight", 4)[0];
    }
    config.memory_channels = shape("block0.lastconv.0.weight", 4)[1] / 4 - flow_channels - mask_channels;
    const std::int64_t pictures = 2 * (rgb_channels + config.feature_channels) + 1;
    const bool is_known = config.memory_channels > 0 && shape("block0.conv0.0.0.weight", 4)[1] == pictures &&
                          shape("block1.conv0.0.0.weight", 4)[1] == pictures + mask_channels + config.memory_channels + flow_channels &&
                          find(checkpoint, "block" + std::to_string(num_blocks) + ".conv0.0.0.weight") == nullptr;
    if (!is_known) {
        throw UnsupportedModel(
            Sentence::of("%1: is no IFNet of RIFE 4.25 or 4.26, the versions that Kinora runs", checkpoint.folder().string()));
    }
    // Nothing else in the file tells the lite network: 24 channels after 64, where all others halve them.
    if (2 * config.channels[num_blocks - 1] < config.channels[num_blocks - 2]) {
        config.scales = lite_scales;
        config.size_multiple = lite_size_multiple;
    }
    return config;
}

IfnetImpl::IfnetImpl(const IfnetConfig& config) : config_(config) {
    head_ = {conv(rgb_channels, config.head_channels, 2), conv(config.head_channels, config.head_channels, 1),
             conv(config.head_channels, config.head_channels, 1)};
    for (std::size_t i = 0; i < head_.size(); ++i) {
        register_nested(*this, "encode.cnn" + std::to_string(i), head_[i].ptr());
    }
    head_out_ = twice_the_size(config.head_channels, config.feature_channels);
    register_nested(*this, "encode.cnn3", head_out_.ptr());
    const std::int64_t pictures = 2 * (rgb_channels + config.feature_channels) + 1;
    const std::int64_t found_so_far = mask_channels + config.memory_channels + flow_channels;
    for (std::size_t i = 0; i < IfnetConfig::num_blocks; ++i) {
        blocks_.push_back(make_block("block" + std::to_string(i), pictures + (i > 0 ? found_so_far : 0), config.channels[i]));
    }
}

IfnetImpl::Block IfnetImpl::make_block(const std::string& name, std::int64_t in_channels, std::int64_t channels) {
    Block block;
    block.in = {conv(in_channels, channels / 2, 2), conv(channels / 2, channels, 2)};
    register_nested(*this, name + ".conv0.0.0", block.in[0].ptr());
    register_nested(*this, name + ".conv0.1.0", block.in[1].ptr());
    for (std::int64_t i = 0; i < num_middle_layers; ++i) {
        const auto layer = register_nested(*this, name + ".convblock." + std::to_string(i), std::make_shared<torch::nn::Module>("layer"));
        block.middle.push_back(conv(channels, channels, 1));
        layer->register_module("conv", block.middle.back().ptr());
        block.betas.push_back(declare_parameter(*layer, "beta", {1, channels, 1, 1}));
    }
    block.out = twice_the_size(channels, 4 * (flow_channels + mask_channels + config_.memory_channels));
    register_nested(*this, name + ".lastconv.0", block.out.ptr());
    return block;
}

std::int64_t IfnetImpl::size_multiple(double scale) const {
    return std::max(config_.size_multiple, static_cast<std::int64_t>(static_cast<double>(config_.size_multiple) / scale));
}

at::Tensor IfnetImpl::encode(const at::Tensor& image) {
    at::Tensor x = image.clamp(0.0, 1.0);
    for (auto& layer : head_) {
        x = at::leaky_relu(layer(x), leak);
    }
    return head_out_(x);
}

IfnetImpl::BlockOutput IfnetImpl::run_block(Block& block, const at::Tensor& input, const at::Tensor& flow, double scale) {
    at::Tensor x = resize(input, 1.0 / scale);
    if (flow.defined()) {
        x = at::cat({x, resize(flow, 1.0 / scale) / scale}, 1);
    }
    for (auto& layer : block.in) {
        x = at::leaky_relu(layer(x), leak);
    }
    for (std::size_t i = 0; i < block.middle.size(); ++i) {
        x = at::leaky_relu(block.middle[i](x) * block.betas[i] + x, leak);
    }
    x = resize(at::pixel_shuffle(block.out(x), 2), scale);
    return {x.narrow(1, 0, flow_channels) * scale, x.narrow(1, flow_channels, mask_channels),
            x.narrow(1, flow_channels + mask_channels, config_.memory_channels)};
}

at::Tensor IfnetImpl::forward(const IfnetPair& pair, double time, double scale, const std::stop_token& stop, const FlowObserver& observe) {
    const at::Tensor image0 = pair.image0.clamp(0.0, 1.0);
    const at::Tensor image1 = pair.image1.clamp(0.0, 1.0);
    const at::Tensor when = at::full_like(image0.narrow(1, 0, 1), time);
    at::Tensor warped0 = image0;
    at::Tensor warped1 = image1;
    at::Tensor flow;
    BlockOutput found;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        throw_if_stop_requested(stop);
        const double block_scale = static_cast<double>(config_.scales[i]) / scale;
        if (i == 0) {
            found = run_block(blocks_[i], at::cat({image0, image1, pair.features0, pair.features1, when}, 1), {}, block_scale);
            flow = found.flow;
        } else {
            const at::Tensor features0 = warp(pair.features0, flow.narrow(1, 0, 2));
            const at::Tensor features1 = warp(pair.features1, flow.narrow(1, 2, 2));
            found = run_block(blocks_[i], at::cat({warped0, warped1, features0, features1, when, found.mask, found.memory}, 1), flow,
                              block_scale);
            flow = flow + found.flow;
        }
        if (observe) {
            observe(i, found.flow);
        }
        warped0 = warp(image0, flow.narrow(1, 0, 2));
        warped1 = warp(image1, flow.narrow(1, 2, 2));
    }
    const at::Tensor mask = at::sigmoid(found.mask);
    return warped0 * mask + warped1 * (1.0 - mask);
}

at::Tensor warp(const at::Tensor& image, const at::Tensor& flow) {
    const std::int64_t height = image.size(2);
    const std::int64_t width = image.size(3);
    const auto options = image.options().dtype(at::kFloat);
    // Coordinates run from -1 to 1 between the centres of the outermost pixels. Shorter numbers cannot tell them apart.
    const auto across = at::linspace(-1.0, 1.0, width, options).view({1, width}).expand({height, width});
    const auto down = at::linspace(-1.0, 1.0, height, options).view({height, 1}).expand({height, width});
    const at::Tensor pixels = flow.to(at::kFloat)[0];
    const at::Tensor grid = at::stack({across + pixels[0] / ((static_cast<double>(width) - 1.0) / 2.0),
                                       down + pixels[1] / ((static_cast<double>(height) - 1.0) / 2.0)},
                                      2);
    constexpr std::int64_t bilinear = 0;
    constexpr std::int64_t border = 1;
    return at::grid_sampler(image.to(at::kFloat), grid.unsqueeze(0), bilinear, border, true).to(image.scalar_type());
}

Ifnet load_ifnet(const std::filesystem::path& folder, const ComputeOptions& compute, const std::stop_token& stop) {
    const CheckpointIndex checkpoint = CheckpointIndex::open(folder);
    Ifnet network(IfnetConfig::read(checkpoint));
    network->eval();
    LoadOptions options;
    options.compute = compute;
    std::set<std::string> declared;
    for (const auto& item : network->named_parameters()) {
        declared.insert(item.key());
    }
    const bool has_prefix = has_key_prefix(checkpoint);
    for (const auto& [key, location] : checkpoint.tensors()) {
        const std::string name = plain_name(key, has_prefix);
        if (declared.count(name) == 0) {
            options.ignored.insert(key);
        } else if (name != key) {
            options.renamed[key] = name;
        }
    }
    load_weights(*network, checkpoint, options, stop);
    return network;
}

bool is_ifnet_folder(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / "model_index.json", ignored)) {
        return false;
    }
    try {
        return find(CheckpointIndex::open(folder), "block0.conv0.0.0.weight") != nullptr;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace kinora

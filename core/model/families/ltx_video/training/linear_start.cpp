#include "core/model/families/ltx_video/training/linear_start.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/cholesky_solve.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_cholesky_ex.h>
#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/mv.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/randperm.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/cancelled.h"
#include "core/model/diffusion/noise.h"
#include "core/model/layers/feature_map_ops.h"

namespace kinora::ltx_video {

at::Tensor random_basis(std::int64_t rows, std::int64_t columns, at::Generator& generator) {
    const at::Tensor random = at::randn({std::max(rows, columns), std::min(rows, columns)}, generator, at::kFloat);
    const at::Tensor basis = std::get<0>(at::linalg_qr(random));
    return rows >= columns ? basis : basis.t();
}

at::Tensor own_place(const at::Tensor& kernel, bool is_causal) {
    const std::int64_t time = is_causal ? kernel.size(2) - 1 : kernel.size(2) / 2;
    return kernel.select(2, time).select(2, kernel.size(3) / 2).select(2, kernel.size(4) / 2);
}

namespace {

constexpr double norm_eps = 1e-8;
constexpr std::int64_t colours = 3;

// (B, C, F, H, W) → (places, C)
at::Tensor rows_of(const at::Tensor& map) {
    return map.movedim(1, -1).flatten(0, 3).contiguous();
}

// The frame that an encoder's layers imagine before the first one.
at::Tensor with_first_repeated(const at::Tensor& x, std::int64_t count) {
    std::vector<at::Tensor> parts(static_cast<std::size_t>(count), x.narrow(2, 0, 1));
    parts.push_back(x);
    return at::cat(parts, 2);
}

// The pixels that each place of a layer covers: (B, 3 * volume, F', H', W')
at::Tensor pixel_blocks(const at::Tensor& pixels, Stride covered) {
    return fold_into_channels(with_first_repeated(pixels, covered.frames - 1), covered);
}

std::int64_t num_places(const at::Tensor& map) {
    return map.numel() / map.size(1);
}

// Sums over many places that least squares need: inputs (N, n), and what they are to say (N, m).
class Regression {
 public:
    void add(const at::Tensor& inputs, const at::Tensor& wanted) {
        if (!gram_.defined()) {
            // Near enough to the means for sums of squares about it to lose nothing.
            centre_ = inputs.mean(0, true);
            wanted_centre_ = wanted.mean(0, true);
            gram_ = at::zeros({inputs.size(1) + 1, inputs.size(1) + 1}, at::kDouble);
            product_ = at::zeros({inputs.size(1) + 1, wanted.size(1)}, at::kDouble);
        }
        const at::Tensor x = at::cat({inputs - centre_, at::ones({inputs.size(0), 1})}, 1);
        gram_ += at::matmul(x.t(), x);
        product_ += at::matmul(x.t(), wanted - wanted_centre_);
    }

    // Weights (m, n) and bias (m)
    std::pair<at::Tensor, at::Tensor> solution() const {
        const std::int64_t n = gram_.size(0) - 1;
        // Sums of float32 products may need more than the least.
        at::Tensor factor;
        for (double ridge = 1e-5; !factor.defined() && ridge < 1e3; ridge *= 10.0) {
            const at::Tensor damped = gram_.clone();
            damped.diagonal().narrow(0, 0, n).add_(ridge * gram_.diagonal().narrow(0, 0, n).mean() + smallest_ridge);
            const auto [lower, failed] = at::linalg_cholesky_ex(damped);
            if (failed.item<int>() == 0) {
                factor = lower;
            }
        }
        const at::Tensor solved = at::cholesky_solve(product_, factor);
        const at::Tensor weights = solved.narrow(0, 0, n).t();
        return {weights, solved[n] + wanted_centre_[0] - at::mv(weights, centre_[0].to(at::kDouble))};
    }

    // The best guess of a few numbers: a linear function of the inputs from which as much as possible of what they are to say
    // can be told (Izenman 1975). Numbers that say much vary more, by the root of what is usual: as a code of a given precision
    // would be scaled. Variances are 1 on average. Weights (count, n) and bias (count)
    std::pair<at::Tensor, at::Tensor> best_code(std::int64_t count, at::Generator& generator) const {
        const std::int64_t n = gram_.size(0) - 1;
        const double places = gram_[n][n].item<double>();
        const at::Tensor mean = gram_[n].narrow(0, 0, n) / places;
        const at::Tensor covariance = gram_.narrow(0, 0, n).narrow(1, 0, n) / places - at::outer(mean, mean);
        const at::Tensor guess = solution().first;
        const at::Tensor said = at::matmul(guess.t(), guess);
        const auto [spread, axes] = at::linalg_eigh(covariance);
        const at::Tensor root = axes * spread.clamp_min(0.0).sqrt();
        const auto [variances, directions] = at::linalg_eigh(at::matmul(at::matmul(root.t(), said), root));
        const std::int64_t kept = std::min({count, n, guess.size(0)});
        const at::Tensor largest = variances.narrow(0, n - kept, kept).clamp_min(variances.max() * 1e-6);
        const at::Tensor scale = largest.pow(-0.75) / largest.sqrt().mean().sqrt();
        at::Tensor code = scale.unsqueeze(1) * at::matmul(at::matmul(root, directions.narrow(1, n - kept, kept)).t(), said);
        if (kept < count) {
            code = at::matmul(random_basis(count, kept, generator).to(at::kDouble), code);
        }
        return {code.to(at::kFloat), -at::mv(code, mean + centre_[0]).to(at::kFloat)};
    }

 private:
    static constexpr double smallest_ridge = 1e-12;  // of inputs that are all alike

    at::Tensor centre_, wanted_centre_;  // (1, n), (1, m) float32
    at::Tensor gram_, product_;
};

struct Kernel {
    at::Tensor weight;  // (O, C, k, k, k)
    at::Tensor bias;    // (O)
    bool is_causal = false;

    Kernel(torch::nn::Module& layer, const std::string& name, bool causal)
        : weight(layer.named_parameters()[name + "conv.weight"]), bias(layer.named_parameters()[name + "conv.bias"]), is_causal(causal) {}

    // Looks at each place alone.
    void set(const at::Tensor& matrix, const at::Tensor& offset) {
        weight.zero_();
        own_place(weight, is_causal).narrow(0, 0, matrix.size(0)).copy_(matrix);
        bias.narrow(0, 0, offset.size(0)).copy_(offset);
    }

    // Whether least squares over what the kernel sees around so many places are worth anything, and can be solved in seconds.
    bool can_fit_neighbours(std::int64_t places) const {
        constexpr std::int64_t most_unknowns = 6000;
        constexpr std::int64_t places_per_unknown = 4;
        const std::int64_t unknowns = weight.numel() / weight.size(0);
        return unknowns <= most_unknowns && places >= places_per_unknown * unknowns;
    }

    // (count, C * volume): what the kernel sees around some places of x, numbered through all of its clips
    at::Tensor seen(const at::Tensor& x, const at::Tensor& places) const {
        const std::int64_t reach = weight.size(2) - 1;
        const std::int64_t side = weight.size(3) / 2;
        at::Tensor padded = with_first_repeated(x, is_causal ? reach : reach / 2);
        if (!is_causal) {
            std::vector<at::Tensor> parts(static_cast<std::size_t>(reach / 2), x.narrow(2, x.size(2) - 1, 1));
            parts.insert(parts.begin(), padded);
            padded = at::cat(parts, 2);
        }
        padded = at::constant_pad_nd(padded, {side, side, side, side});
        for (const std::int64_t axis : {2, 3, 4}) {
            padded = padded.unfold(axis, weight.size(axis), 1);
        }
        const at::Tensor around = padded.permute({0, 2, 3, 4, 1, 5, 6, 7});  // (B, F, H, W, C, k, k, k)
        const at::Tensor columns = places.remainder(x.size(4));
        const at::Tensor above = places.floor_divide(x.size(4));
        const at::Tensor before = above.floor_divide(x.size(3));
        return around.index({before.floor_divide(x.size(2)), before.remainder(x.size(2)), above.remainder(x.size(3)), columns}).flatten(1);
    }
};

class LinearStart {
 public:
    LinearStart(AutoencoderImpl& autoencoder, const std::vector<at::Tensor>& clips, at::Generator& generator,
                const std::function<void()>& layer_is_set, const std::stop_token& stop)
        : autoencoder_(autoencoder), config_(autoencoder.config()), clips_(clips), generator_(generator), layer_is_set_(layer_is_set), stop_(stop) {}

    void set_encoder() {
        EncoderImpl& encoder = *autoencoder_.encoder();
        const auto modules = encoder.named_modules();
        Stride covered = {1, config_.patch_size, config_.patch_size};
        maps_.clear();
        for (const at::Tensor& clip : clips_) {
            maps_.push_back(patchify_pixels(clip, config_.patch_size));
        }
        set_first(encoder, config_.encoder_causal, covered);
        run_all(*modules["conv_in"]->as<TimeConv>());
        for (std::size_t i = 0; i < config_.num_down_blocks(); ++i) {
            const std::string name = "down_blocks." + std::to_string(i) + ".downsamplers.0";
            Kernel kernel(encoder, name + ".conv.", config_.encoder_causal);
            const auto [code, offset] = code_of_blocks(covered, kernel.weight.size(0));
            // Large beside the means that the layer adds; after the last one, on the side of the activation that is nearly straight.
            const bool is_last = i + 1 == config_.num_down_blocks();
            kernel.set(code * beside_means, (offset + (is_last ? straight_side : 0.0)) * beside_means);
            run_all(*modules[name]->as<Downsampler>());
            const Stride stride = config_.downsample_stride(i);
            covered = {covered.frames * stride.frames, covered.height * stride.height, covered.width * stride.width};
            layer_is_set_();
        }
        activate_all();
        const auto [code, offset] = code_of_blocks(covered, config_.latent_channels);
        const at::Tensor turn = random_basis(code.size(0), code.size(0), generator_);
        Kernel last(encoder, "conv_out.", config_.encoder_causal);
        last.set(at::matmul(turn, code), at::mv(turn, offset));
        layer_is_set_();
    }

    void set_decoder() {
        DecoderImpl& decoder = *autoencoder_.decoder();
        const auto modules = decoder.named_modules();
        maps_.clear();
        for (const at::Tensor& clip : clips_) {
            maps_.push_back(autoencoder_.encode(clip, clip.size(2), stop_).mean);
            maps_.back() = maps_.back() + noise_of_code * draw_noise(maps_.back().sizes(), generator_);
        }
        const std::size_t blocks = config_.decoder_block_out_channels.size();
        Stride covered = config_.decoder_stride();
        set_first(decoder, config_.decoder_causal, covered);
        run_all(*modules["conv_in"]->as<TimeConv>());
        for (std::size_t i = 0; i < blocks; ++i) {
            covered = {covered.frames / 2, covered.height / 2, covered.width / 2};
            const std::string name = "up_blocks." + std::to_string(i) + ".upsamplers.0";
            fit_upsampler(decoder, name, *modules[name]->as<Upsampler>(), covered, i + 1 == blocks);
        }
        activate_all();
        Kernel last(decoder, "conv_out.", config_.decoder_causal);
        fit(last, [&](std::size_t i) { return patchify_pixels(clips_[i], config_.patch_size); });
    }

 private:
    static constexpr double beside_means = 3.0;
    static constexpr double straight_side = 10.0;
    static constexpr double noise_of_code = 0.08;  // exp(-2.5): what training begins with
    static constexpr double beside_pixels = 16.0;  // squares of the channels that hold the norm, for each channel of a pixel

    template <typename Layer>
    at::Tensor run(Layer& layer, const at::Tensor& x) const {
        TimeStream stream({}, stop_);
        return layer.forward(x, stream);
    }

    template <typename Layer>
    void run_all(Layer& layer) {
        for (at::Tensor& map : maps_) {
            map = run(layer, map);
        }
    }

    void activate_all() {
        for (at::Tensor& map : maps_) {
            map = normalise_and_activate(map, norm_eps, {}, {});
        }
    }

    // Passes everything on, turned at random, or what says most where there is no room for all.
    void set_first(torch::nn::Module& half, bool is_causal, Stride covered) {
        Kernel kernel(half, "conv_in.", is_causal);
        const std::int64_t out = kernel.weight.size(0);
        if (out >= kernel.weight.size(1)) {
            kernel.set(random_basis(out, kernel.weight.size(1), generator_), at::zeros({out}));
        } else {
            const auto [code, offset] = code_of_blocks(covered, out);
            kernel.set(code, offset);
        }
    }

    std::pair<at::Tensor, at::Tensor> code_of_blocks(Stride covered, std::int64_t count) {
        Regression regression;
        for (std::size_t i = 0; i < clips_.size(); ++i) {
            throw_if_stop_requested(stop_);
            regression.add(rows_of(maps_[i]), rows_of(pixel_blocks(clips_[i], covered)));
        }
        return regression.best_code(count, generator_);
    }

    // Least squares over many places for each unknown, a part of each clip's.
    template <typename Wanted>
    void fit(Kernel& kernel, const Wanted& wanted) {
        constexpr std::int64_t places_per_unknown = 12;
        std::int64_t all_places = 0;
        for (const at::Tensor& map : maps_) {
            all_places += num_places(map);
        }
        const bool fits_neighbours = kernel.can_fit_neighbours(all_places);
        const std::int64_t unknowns = fits_neighbours ? kernel.weight.numel() / kernel.weight.size(0) : kernel.weight.size(1);
        Regression regression;
        for (std::size_t i = 0; i < maps_.size(); ++i) {
            throw_if_stop_requested(stop_);
            const std::int64_t places = num_places(maps_[i]);
            const std::int64_t count = std::min(places, places_per_unknown * unknowns / std::ssize(maps_) + 1);
            const at::Tensor chosen = at::randperm(places, generator_, at::kLong).narrow(0, 0, count);
            const at::Tensor inputs = fits_neighbours ? kernel.seen(maps_[i], chosen) : rows_of(maps_[i]).index_select(0, chosen);
            regression.add(inputs, rows_of(wanted(i)).index_select(0, chosen));
        }
        const auto [weights, offset] = regression.solution();
        if (fits_neighbours) {
            kernel.weight.copy_(weights.reshape(kernel.weight.sizes()));
            kernel.bias.copy_(offset);
        } else {
            kernel.set(weights, offset);
        }
        layer_is_set_();
    }

    // The pixels of the blocks that a place of the layer's result covers, as numbers of its channels.
    std::pair<at::Tensor, at::Tensor> features_of_blocks(Stride covered, std::int64_t channels, bool is_last) {
        const std::int64_t pixels = colours * covered.volume();
        if (is_last && channels > 2 * pixels) {
            // Each pixel and its negative, whose activations differ by the pixel itself, and channels that hold the norm.
            const at::Tensor identity = at::eye(pixels, at::kFloat);
            const std::int64_t rest = channels - 2 * pixels;
            const at::Tensor offset = at::zeros({channels});
            offset.narrow(0, 2 * pixels, rest).fill_(std::sqrt(beside_pixels * static_cast<double>(2 * pixels) / static_cast<double>(rest)));
            return {at::cat({identity, -identity, at::zeros({rest, pixels})}, 0), offset};
        }
        Regression regression;
        for (const at::Tensor& clip : clips_) {
            throw_if_stop_requested(stop_);
            const at::Tensor rows = rows_of(pixel_blocks(clip, covered));
            regression.add(rows, rows);
        }
        const auto [code, offset] = regression.best_code(channels, generator_);
        return {code, is_last ? offset + straight_side : offset};
    }

    void fit_upsampler(DecoderImpl& decoder, const std::string& name, UpsamplerImpl& layer, Stride covered, bool is_last) {
        Kernel kernel(decoder, name + ".conv.", config_.decoder_causal);
        kernel.weight.zero_();
        kernel.bias.zero_();
        const std::int64_t channels = kernel.weight.size(0) / 8;
        const auto [code, offset] = features_of_blocks(covered, channels, is_last);
        fit(kernel, [&](std::size_t i) {
            const at::Tensor features = at::matmul(pixel_blocks(clips_[i], covered).movedim(1, -1), code.t()).add_(offset).movedim(-1, 1);
            const at::Tensor missing = features - run(layer, maps_[i]);
            return fold_into_channels(with_first_repeated(missing, 1), {2, 2, 2});
        });
        run_all(layer);
    }

    AutoencoderImpl& autoencoder_;
    const AutoencoderConfig& config_;
    const std::vector<at::Tensor>& clips_;
    at::Generator& generator_;
    const std::function<void()>& layer_is_set_;
    const std::stop_token& stop_;
    std::vector<at::Tensor> maps_;  // of each clip, as far as the path is set
};

}  // namespace

bool has_straight_path(const AutoencoderConfig& config) {
    const auto all = [](const auto& values, const auto& is_wanted) { return std::all_of(values.begin(), values.end(), is_wanted); };
    const auto last = [](const auto& values, std::size_t index) { return values[values.size() - 1 - index]; };
    // A block of the decoder that is wider or narrower than what comes in begins with a residual block that norms its shortcut.
    bool keeps_width = true;
    for (std::size_t i = 1; i < config.decoder_block_out_channels.size(); ++i) {
        keeps_width = keeps_width && last(config.decoder_block_out_channels, i) ==
                                         last(config.decoder_block_out_channels, i - 1) / last(config.upsample_factor, i - 1);
    }
    // The components of larger blocks take too long to find.
    constexpr std::int64_t most_numbers = 2048;
    const std::int64_t widest = *std::max_element(config.block_out_channels.begin(), config.block_out_channels.end());
    return keeps_width && widest <= most_numbers && colours * config.decoder_stride().volume() / 8 <= most_numbers &&
           config.in_channels == colours && config.out_channels == colours &&
           all(config.down_block_types, [](auto type) { return type == AutoencoderConfig::DownBlock::v095; }) &&
           all(config.downsample_type, [](auto type) { return type != AutoencoderConfig::Downsample::conv; }) &&
           all(config.spatio_temporal_scaling, [](bool scales) { return scales; }) &&
           all(config.decoder_spatio_temporal_scaling, [](bool scales) { return scales; });
}

void start_as_linear_code(AutoencoderImpl& autoencoder, const std::vector<at::Tensor>& clips, at::Generator& generator,
                          const std::function<void()>& layer_is_set, const std::stop_token& stop) {
    const at::NoGradGuard no_grad;
    LinearStart start(autoencoder, clips, generator, layer_is_set, stop);
    start.set_encoder();
    start.set_decoder();
}

std::int64_t num_straight_layers(const AutoencoderConfig& config) {
    return static_cast<std::int64_t>(config.num_down_blocks() + config.decoder_block_out_channels.size()) + 2;
}

}  // namespace kinora::ltx_video

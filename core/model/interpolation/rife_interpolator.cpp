#include "core/model/interpolation/rife_interpolator.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>

#include <cassert>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/interpolation/ifnet.h"
#include "core/model/interpolation/rife_pictures.h"
#include "core/model/interpolation/tiles.h"
#include "core/model/torch_generator.h"

namespace kinora {

namespace {

constexpr std::int64_t tile_overlap = 128;  // pixels

ComputeOptions choose_rife_compute(const RifeOptions& options) {
    ComputeOptions compute = choose_compute(options.device, options.dtype.empty() ? "fp32" : options.dtype);
    if (options.dtype.empty() && compute.device.is_cuda()) {
        compute.dtype = at::kHalf;
    }
    return compute;
}

// One tile of both pictures, ready for the network.
struct TilePair {
    TileSpan across, down;
    IfnetPair pair;
};

class RifeInterpolator : public FrameInterpolator {
 public:
    RifeInterpolator(const std::filesystem::path& folder, const RifeOptions& options)
        : options_(options), compute_(choose_rife_compute(options)), network_(load_ifnet(folder, compute_, {})) {}

    std::string_view name() const override { return "rife"; }

    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override {
        assert(first.width() == second.width() && first.height() == second.height());
        run_torch([&] {
            const auto spans = spans_of(first.width(), first.height());
            // Going through a clip, the second picture of a pair is the first of the next; its features are kept.
            const bool goes_on = !second_.is_empty() && second_.rgb().data() == first.rgb().data() && tiles_.size() == spans.size();
            const at::Tensor pixels0 = goes_on ? at::Tensor() : rife_pixels(first).to(compute_.device, compute_.dtype);
            const at::Tensor pixels1 = rife_pixels(second).to(compute_.device, compute_.dtype);
            std::vector<TilePair> tiles;
            for (std::size_t i = 0; i < spans.size(); ++i) {
                throw_if_stop_requested(stop);
                TilePair tile = {spans[i].first, spans[i].second, {}};
                tile.pair.image0 = goes_on ? tiles_[i].pair.image1 : cut(pixels0, tile);
                tile.pair.features0 = goes_on ? tiles_[i].pair.features1 : network_->encode(tile.pair.image0);
                tile.pair.image1 = cut(pixels1, tile);
                tile.pair.features1 = network_->encode(tile.pair.image1);
                tiles.push_back(std::move(tile));
            }
            tiles_ = std::move(tiles);
            second_ = second;
            return true;
        });
    }

    Image between(double time, const std::stop_token& stop) override {
        assert(!tiles_.empty() && time > 0.0 && time < 1.0);
        Image image;
        run_torch([&] {
            at::Tensor whole;
            if (tiles_.size() == 1) {
                whole = make(tiles_.front(), time, stop);
            } else {
                whole = at::zeros({3, second_.height(), second_.width()}, at::TensorOptions(compute_.device).dtype(at::kFloat));
                for (const TilePair& tile : tiles_) {
                    const at::Tensor shares = column(tile_shares(tile.down)).unsqueeze(1) * column(tile_shares(tile.across)).unsqueeze(0);
                    whole.narrow(1, tile.down.begin, tile.down.length)
                        .narrow(2, tile.across.begin, tile.across.length)
                        .add_(make(tile, time, stop) * shares);
                }
            }
            image = rife_image(whole);
            return true;
        });
        return image;
    }

 private:
    std::vector<std::pair<TileSpan, TileSpan>> spans_of(std::int64_t width, std::int64_t height) const {
        // Tiles about as wide as high, so that little is made twice.
        const auto side = static_cast<std::int64_t>(std::sqrt(static_cast<double>(options_.max_tile_pixels)));
        const std::int64_t grid = network_->size_multiple(options_.scale);
        const bool fits = width * height <= options_.max_tile_pixels;
        std::vector<std::pair<TileSpan, TileSpan>> spans;
        for (const TileSpan& down : tile_spans(height, fits ? height : side, tile_overlap, grid)) {
            for (const TileSpan& across : tile_spans(width, fits ? width : side, tile_overlap, grid)) {
                spans.emplace_back(across, down);
            }
        }
        return spans;
    }

    at::Tensor cut(const at::Tensor& pixels, const TilePair& tile) const {
        const at::Tensor part = pixels.narrow(2, tile.down.begin, tile.down.length).narrow(3, tile.across.begin, tile.across.length);
        return rife_padded(part, network_->size_multiple(options_.scale));
    }

    // [3, height, width] in float32.
    at::Tensor make(const TilePair& tile, double time, const std::stop_token& stop) {
        const at::Tensor padded = network_->forward(tile.pair, time, options_.scale, stop);
        return padded[0].narrow(1, 0, tile.down.length).narrow(2, 0, tile.across.length).to(at::kFloat);
    }

    at::Tensor column(std::vector<float> values) const {
        return at::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, at::kFloat).clone().to(compute_.device);
    }

    RifeOptions options_;
    ComputeOptions compute_;
    Ifnet network_;
    std::vector<TilePair> tiles_;
    Image second_;
};

}  // namespace

std::unique_ptr<FrameInterpolator> make_rife_interpolator(const std::filesystem::path& folder, const RifeOptions& options) {
    std::unique_ptr<FrameInterpolator> interpolator;
    run_torch([&] {
        interpolator = std::make_unique<RifeInterpolator>(folder, options);
        return true;
    });
    return interpolator;
}

}  // namespace kinora

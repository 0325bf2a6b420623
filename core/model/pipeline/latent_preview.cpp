#include "core/model/pipeline/latent_preview.h"

#include <ATen/ops/adaptive_avg_pool3d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_solve.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/base/safetensors.h"
#include "core/model/diffusion/noise.h"
#include "core/model/pipeline/frames.h"
#include "core/model/weights/load_weights.h"

namespace kinora {

namespace {

constexpr std::int64_t num_fields = 24;
constexpr std::int64_t cells_of_fields[] = {4, 8, 16};  // without fine ones, channels for details would count as colour
constexpr std::int64_t smallest_field = 64;  // pixels; in smaller ones most latents see the edge
constexpr const char* tensor_name = "latent_colours";

// Fields of random colours that drift a little, with different contrasts, smoother the fewer `cells` they have on each side:
// (1, 3, F, S, S) in -1 … 1.
at::Tensor make_field(std::int64_t size, std::int64_t frames, std::int64_t cells, at::Generator& generator) {
    const at::Tensor corners = at::rand({2, 3, cells, cells}, generator, at::kFloat) * 2.0 - 1.0;
    const at::Tensor contrast = at::rand({1}, generator, at::kFloat) * 0.7 + 0.3;
    const at::Tensor ends = at::upsample_bilinear2d(corners * contrast, {size, size}, true);
    std::vector<at::Tensor> pictures;
    for (std::int64_t i = 0; i < frames; ++i) {
        const double time = frames == 1 ? 0.0 : 0.3 * static_cast<double>(i) / static_cast<double>(frames - 1);
        pictures.push_back(ends[0] * (1.0 - time) + ends[1] * time);
    }
    return at::stack(pictures, 1).unsqueeze(0);
}

// (1, C, f, h, w) → (f * h * w, C)
at::Tensor as_rows(const at::Tensor& maps) {
    return maps[0].flatten(1).transpose(0, 1).to(at::kCPU, at::kFloat).contiguous();
}

// The mean colour of the pixels behind each latent. The first latent frame stands for the first frame alone.
at::Tensor mean_colours(const at::Tensor& pixels, at::IntArrayRef latent_size) {
    const at::Tensor first = at::adaptive_avg_pool3d(pixels.narrow(2, 0, 1), {1, latent_size[3], latent_size[4]});
    if (latent_size[2] == 1) {
        return first;
    }
    const at::Tensor rest = at::adaptive_avg_pool3d(pixels.narrow(2, 1, pixels.size(2) - 1),
                                                    {latent_size[2] - 1, latent_size[3], latent_size[4]});
    return at::cat({first, rest}, 2);
}

}  // namespace

LatentPreview LatentPreview::fit(const Encode& encode, std::int64_t size, std::int64_t frames) {
    at::Generator generator = make_generator(0);
    std::vector<at::Tensor> inputs;
    std::vector<at::Tensor> targets;
    for (std::int64_t i = 0; i < num_fields; ++i) {
        const at::Tensor pixels = make_field(size, frames, cells_of_fields[i % std::ssize(cells_of_fields)], generator);
        const at::Tensor latents = encode(pixels);
        inputs.push_back(as_rows(latents));
        targets.push_back(as_rows(mean_colours(pixels, latents.sizes())));
    }
    const at::Tensor x = at::cat(inputs).to(at::kDouble);
    const at::Tensor design = at::cat({x, at::ones({x.size(0), 1}, at::kDouble)}, 1);
    const at::Tensor target = at::cat(targets).to(at::kDouble);
    // A little ridge keeps channels that the fields do not excite out of the picture.
    const at::Tensor gram = design.t().matmul(design);
    const double ridge = 1e-3 * gram.diagonal().mean().item<double>() + 1e-9;
    LatentPreview preview;
    preview.weights_ =
        at::linalg_solve(gram + ridge * at::eye(gram.size(0), at::kDouble), design.t().matmul(target)).to(at::kFloat).contiguous();
    return preview;
}

std::optional<LatentPreview> LatentPreview::load(const std::filesystem::path& file, std::int64_t channels) {
    std::error_code ignored;
    if (file.empty() || !std::filesystem::exists(file, ignored)) {
        return std::nullopt;
    }
    try {
        const SafetensorsFile stored(file);
        const TensorEntry* entry = stored.find(tensor_name);
        if (entry == nullptr || entry->type != ScalarType::f32 || entry->shape != std::vector<std::int64_t>{channels + 1, 3}) {
            return std::nullopt;
        }
        LatentPreview preview;
        preview.weights_ = map_tensor(stored, *entry).clone();
        return preview;
    } catch (const Error&) {
        return std::nullopt;  // a damaged file is made again
    }
}

void LatentPreview::store(const std::filesystem::path& file) const {
    if (file.empty()) {
        return;
    }
    try {
        make_folder(file.parent_path());
        PendingFile pending(file, true);
        const std::array<TensorBytes, 1> tensors = {
            TensorBytes{tensor_name, ScalarType::f32, weights_.sizes().vec(),
                        {static_cast<const std::byte*>(weights_.const_data_ptr()), static_cast<std::size_t>(weights_.nbytes())}}};
        write_safetensors(pending.path(), tensors, {});
        pending.commit();
    } catch (const Error&) {
        // It is made again another time.
    }
}

LatentPreview LatentPreview::of(const Autoencoder& autoencoder, const Encode& encode, const std::filesystem::path& cache_folder) {
    const std::filesystem::path file =
        cache_folder.empty() ? cache_folder : cache_folder / "latent_rgb" / (autoencoder.fingerprint + ".safetensors");
    if (const auto stored = load(file, autoencoder.channels)) {
        return *stored;
    }
    LatentPreview made = fit(encode, std::max(4 * autoencoder.spatial_ratio, smallest_field), 1 + autoencoder.temporal_ratio);
    made.store(file);
    return made;
}

std::vector<Image> LatentPreview::pictures(const at::Tensor& latents, int pixels_per_latent) const {
    const at::Tensor weights = weights_.to(latents.device());
    const std::int64_t channels = weights.size(0) - 1;
    at::Tensor colours = latents[0].to(at::kFloat).permute({1, 2, 3, 0}).matmul(weights.narrow(0, 0, channels)) +
                               weights[channels];  // (f, h, w, 3) around -1 … 1
    if (pixels_per_latent > 1) {
        const at::Tensor maps = colours.permute({0, 3, 1, 2});
        colours = at::upsample_bilinear2d(maps, {maps.size(2) * pixels_per_latent, maps.size(3) * pixels_per_latent}, false)
                      .permute({0, 2, 3, 1});
    }
    return images_from_frames((colours / 2.0 + 0.5).clamp(0.0, 1.0).to(at::kCPU));
}

}  // namespace kinora

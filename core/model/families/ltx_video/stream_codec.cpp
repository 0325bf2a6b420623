#include "core/model/families/ltx_video/stream_codec.h"

#include <algorithm>

namespace kinora::ltx_video {

StreamDecoder::StreamDecoder(Autoencoder autoencoder, at::Tensor timestep, std::int64_t height, std::int64_t width,
                             Tiling tiling, const NoiseSource& noise, const std::stop_token& stop)
    : autoencoder_(std::move(autoencoder)), timestep_(std::move(timestep)),
      tiles_(height, width, tiling, [&] { return TimeStream(noise, stop); }) {}

at::Tensor StreamDecoder::push(const at::Tensor& latents, bool is_last) {
    return tiles_.push(latents, autoencoder_->config().decoder_stride().height, [&](const at::Tensor& part, TimeStream& stream) {
        stream.is_last = is_last;
        return autoencoder_->decoder()->forward(part, timestep_, stream);
    });
}

Posterior encode_in_tiles(Autoencoder autoencoder, const at::Tensor& pixels, const CodecPlan& plan,
                          const std::stop_token& stop) {
    const auto maps = encode_tiles(pixels, autoencoder->config().encoder_stride().height, plan.tiling, [&](const at::Tensor& part) {
        const Posterior posterior = autoencoder->encode(part, plan.frames_per_piece, stop);
        return std::vector{posterior.mean, posterior.logvar};
    });
    return {maps[0], maps[1]};
}

std::int64_t values_per_latent(const AutoencoderConfig& config) {
    // The widest feature maps are those next to the pixels; about eight of them are alive at once (a convolution's input,
    // its padded copy, its output, the shortcut, temporaries of the norms, and the library's own buffers).
    constexpr std::int64_t maps_alive = 8;
    const std::int64_t channels = std::max(config.block_out_channels.front(), config.decoder_block_out_channels.front() / config.upsample_factor.front());
    const std::int64_t folded = config.spatial_compression_ratio / config.patch_size;
    return maps_alive * channels * folded * folded * config.temporal_compression_ratio;
}

CodecPlan plan_codec(const AutoencoderConfig& config, std::int64_t latent_height, std::int64_t latent_width,
                     std::int64_t bytes_per_value, std::size_t budget_bytes) {
    const std::int64_t bytes_per_latent = values_per_latent(config) * bytes_per_value;
    const auto affordable = std::max<std::int64_t>(static_cast<std::int64_t>(budget_bytes) / bytes_per_latent, 1);

    constexpr std::int64_t overlap = 2;
    constexpr std::int64_t most_frames_per_piece = 4;  // so that frames leave as they are made and a stop is quick
    CodecPlan plan;
    const std::int64_t picture = latent_height * latent_width;
    if (affordable >= picture) {
        plan.frames_per_piece = std::min(affordable / picture, most_frames_per_piece);
        return plan;
    }
    plan.tiling = grow_tiling({smallest_tile, overlap}, affordable);
    return plan;
}

}  // namespace kinora::ltx_video

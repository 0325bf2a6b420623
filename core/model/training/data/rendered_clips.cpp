#include "core/model/training/data/rendered_clips.h"

#include <ATen/ops/from_blob.h>

namespace kinora::training {

namespace {

at::Tensor pixels(std::vector<std::uint8_t> rgb, ClipSize size, std::int64_t num_frames) {
    const at::Tensor bytes = at::from_blob(rgb.data(), {num_frames, size.height, size.width, 3}, at::kByte);
    return bytes.permute({3, 0, 1, 2}).to(at::kFloat) / 127.5 - 1.0;
}

}  // namespace

at::Tensor rendered_clip(const Scene& scene, ClipSize size, std::int64_t num_frames, double frame_rate) {
    return pixels(render_scene(scene, size.width, size.height, num_frames, frame_rate), size, num_frames);
}

at::Tensor users_clip(const CaptionedClips& clips, std::size_t index, std::uint64_t seed, ClipSize size, std::int64_t num_frames,
                      double frame_rate, const std::stop_token& stop) {
    const ClipWindow window = {size.width, size.height, num_frames, frame_rate_from_double(frame_rate)};
    return pixels(clips.read(index, window, seed, stop), size, num_frames);
}

}  // namespace kinora::training

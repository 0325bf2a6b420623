#include "core/model/training/data/rendered_clips.h"

#include <ATen/ops/from_blob.h>

namespace kinora::training {

at::Tensor rendered_clip(const Scene& scene, ClipSize size, std::int64_t num_frames, double frame_rate) {
    std::vector<std::uint8_t> rgb = render_scene(scene, size.width, size.height, num_frames, frame_rate);
    const at::Tensor bytes = at::from_blob(rgb.data(), {num_frames, size.height, size.width, 3}, at::kByte);
    return bytes.permute({3, 0, 1, 2}).to(at::kFloat) / 127.5 - 1.0;
}

}  // namespace kinora::training

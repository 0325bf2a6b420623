#include "core/model/training/data/rendered_clips.h"

#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/stack.h>

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

at::Tensor rendered_clips(const std::vector<Scene>& scenes, ClipSize size, std::int64_t num_frames, double frame_rate) {
    std::vector<at::Tensor> clips(scenes.size());
    at::parallel_for(0, std::ssize(scenes), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
            clips[i] = rendered_clip(scenes[i], size, num_frames, frame_rate);
        }
    });
    return at::stack(clips, 0);
}

at::Tensor users_clip(const CaptionedClips& clips, std::size_t index, std::uint64_t seed, ClipSize size, std::int64_t num_frames,
                      double frame_rate, const std::stop_token& stop) {
    const ClipWindow window = {size.width, size.height, num_frames, frame_rate_from_double(frame_rate)};
    return pixels(clips.read(index, window, seed, stop), size, num_frames);
}

}  // namespace kinora::training

// How fast the renderer makes clips for training, on one thread. Run by hand (docs/embedded_model.md):
//     world_benchmark [CLIPS [WIDTH HEIGHT FRAMES]]
// Times are the thread's own processor time, so that other programs change them little.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "core/model/training/world/scene.h"

using namespace kinora::training;

namespace {

constexpr double frames_per_second = 8.0;

double processor_seconds() {
    timespec now = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct ClipShape {
    int width = 96;
    int height = 64;
    int num_frames = 17;
};

void measure(const char* world, std::size_t num_clips, const ClipShape& shape) {
    constexpr std::uint64_t warm_up = 8;
    std::vector<double> seconds;
    std::uint64_t check = 0;
    for (std::uint64_t seed = 0; seconds.size() < num_clips; ++seed) {
        const double start = processor_seconds();
        const Scene scene = sample_scene(seed, {.name = world});
        const auto rgb = render_scene(scene, shape.width, shape.height, shape.num_frames, frames_per_second);
        const double taken = processor_seconds() - start;
        check += rgb[rgb.size() / 2];  // so that no compiler leaves the rendering out
        if (seed >= warm_up) {
            seconds.push_back(taken);
        }
    }
    double sum = 0.0;
    for (const double taken : seconds) {
        sum += taken;
    }
    std::ranges::sort(seconds);
    std::printf("%-6s %dx%dx%d  %7.1f clips/s  %6.2f ms a clip  median %6.2f  slowest %6.2f  (%zu clips, check %llu)\n", world, shape.width,
                shape.height, shape.num_frames, static_cast<double>(seconds.size()) / sum, 1e3 * sum / static_cast<double>(seconds.size()),
                1e3 * seconds[seconds.size() / 2], 1e3 * seconds.back(), seconds.size(), static_cast<unsigned long long>(check));
}

}  // namespace

int main(int argc, char** argv) {
    const int num_clips = argc > 1 ? std::atoi(argv[1]) : 200;
    ClipShape shape;
    if (argc > 4) {
        shape = {std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4])};
    }
    if (num_clips < 1 || shape.width < 16 || shape.height < 16 || shape.num_frames < 1) {
        std::fprintf(stderr, "world_benchmark [CLIPS [WIDTH HEIGHT FRAMES]]\n");
        return 1;
    }
    for (const char* world : {"small", "whole"}) {
        measure(world, static_cast<std::size_t>(num_clips), shape);
    }
    return 0;
}

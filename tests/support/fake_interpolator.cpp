#include "tests/support/fake_interpolator.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace kinora::test {

FakeInterpolator::FakeInterpolator(const std::filesystem::path& folder) : folder_(folder.string()) {
    if (folder_.find("missing") != std::string::npos) {
        throw CheckpointError(folder / "flownet.safetensors", "block0.conv0.weight", "is missing");
    }
}

void FakeInterpolator::set_pair(const Image& first, const Image& second, const std::stop_token&) {
    num_continued_ += !second_.is_empty() && first.rgb().data() == second_.rgb().data() ? 1 : 0;
    first_ = first;
    second_ = second;
}

Image FakeInterpolator::between(double time, const std::stop_token& stop) {
    using namespace std::chrono_literals;
    if (folder_.find("crash") != std::string::npos) {
        std::raise(SIGSEGV);
    }
    const bool is_deaf = folder_.find("hang") != std::string::npos;
    while (is_deaf || folder_.find("slow") != std::string::npos) {
        std::this_thread::sleep_for(5ms);
        if (!is_deaf) {
            throw_if_stop_requested(stop);
        }
    }
    std::vector<std::uint8_t> mixed(first_.rgb().size());
    for (std::size_t i = 0; i < mixed.size(); ++i) {
        mixed[i] = static_cast<std::uint8_t>(std::lround((1.0 - time) * first_.rgb()[i] + time * second_.rgb()[i]));
    }
    mixed[0] = static_cast<std::uint8_t>(num_continued_);
    return {first_.width(), first_.height(), std::move(mixed)};
}

}  // namespace kinora::test

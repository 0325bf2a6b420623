// An interpolator that mixes its two pictures by time. Words in the name of its folder make it fail: "missing" (CheckpointError, when it is
// made), "slow" (between() waits for the stop), "hang" (it looks at no stop), "crash" (ends the process by SIGSEGV). The first sample of
// what it makes says how many pairs began with the very picture, in memory, that the pair before ended with.
#pragma once

#include <filesystem>
#include <string>

#include "core/generation/frame_interpolator.h"

namespace kinora::test {

class FakeInterpolator : public FrameInterpolator {
 public:
    explicit FakeInterpolator(const std::filesystem::path& folder);

    std::string_view name() const override { return "rife"; }
    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override;
    Image between(double time, const std::stop_token& stop) override;

 private:
    std::string folder_;
    Image first_, second_;
    int num_continued_ = 0;
};

}  // namespace kinora::test

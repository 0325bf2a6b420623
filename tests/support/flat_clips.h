// Clips to train on that need no files.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/model_trainer.h"

namespace kinora::test {

// One clip of a flat colour, and a still.
class FlatClips : public CaptionedClips {
 public:
    std::size_t size() const override { return 2; }
    std::string fingerprint() const override { return "flat"; }
    const std::string& caption(std::size_t index) const override { return captions_[index]; }
    bool is_still(std::size_t index) const override { return index == 1; }
    std::vector<std::uint8_t> read(std::size_t index, const ClipWindow& window, std::uint64_t, const std::stop_token&) const override {
        ++num_reads;
        longest[index] = std::max(longest[index], window.num_frames);
        const auto values = static_cast<std::size_t>(window.num_frames * window.width * window.height * 3);
        return std::vector<std::uint8_t>(values, index == 0 ? 200 : 40);
    }
    mutable int num_reads = 0;
    mutable std::array<std::int64_t, 2> longest = {};  // what was read of each, in frames

 private:
    std::array<std::string, 2> captions_ = {"a bright wall", "a dark wall"};
};

}  // namespace kinora::test

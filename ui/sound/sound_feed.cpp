#include "ui/sound/sound_feed.h"

#include <algorithm>

namespace kinora {

SoundFeed::SoundFeed(std::int64_t capacity, float amplitude)
    : capacity_(capacity), ring_(static_cast<std::size_t>(capacity * numChannels)), amplitude_(amplitude), usedAmplitude_(amplitude) {}

void SoundFeed::read(std::span<float> block) {
    const std::int64_t place = readPlace_;
    const std::int64_t wanted = static_cast<std::int64_t>(block.size()) / numChannels;
    const std::int64_t there = std::clamp<std::int64_t>(writePlace_ - place, 0, wanted);
    const std::int64_t start = place % capacity_;
    const std::int64_t before = std::min(there, capacity_ - start);  // the end of the ring
    std::copy_n(ring_.begin() + start * numChannels, before * numChannels, block.begin());
    std::copy_n(ring_.begin(), (there - before) * numChannels, block.begin() + before * numChannels);
    std::fill(block.begin() + there * numChannels, block.end(), 0.0F);
    amplify(block);
    readPlace_ = place + wanted;
    if (isWaiting_ && 2 * room() >= capacity_) {
        const std::scoped_lock lock(mutex_);
        hasRoom_.notify_one();
    }
}

void SoundFeed::amplify(std::span<float> block) {
    const float target = amplitude_;
    if (target == 1.0F && usedAmplitude_ == 1.0F) {
        return;
    }
    const float change = (target - usedAmplitude_) / static_cast<float>(std::max<std::size_t>(block.size() / numChannels, 1));
    for (std::size_t i = 0; i < block.size(); ++i) {
        block[i] *= usedAmplitude_ + change * static_cast<float>(i / numChannels + 1);
    }
    usedAmplitude_ = target;
}

bool SoundFeed::waitForRoom(std::int64_t numSamples, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (room() < numSamples) {
        isWaiting_ = true;
        hasRoom_.wait(lock, stop, [&] { return 2 * room() >= capacity_; });
        isWaiting_ = false;
    }
    return !stop.stop_requested();
}

std::int64_t SoundFeed::numLate() const {
    return std::max<std::int64_t>(readPlace_ - writePlace_, 0);
}

void SoundFeed::skip(std::int64_t numSamples) {
    writePlace_ += numSamples;
}

void SoundFeed::write(std::span<const float> block) {
    const std::int64_t place = writePlace_;
    const std::int64_t count = static_cast<std::int64_t>(block.size()) / numChannels;
    const std::int64_t start = place % capacity_;
    const std::int64_t before = std::min(count, capacity_ - start);
    std::copy_n(block.begin(), before * numChannels, ring_.begin() + start * numChannels);
    std::copy_n(block.begin() + before * numChannels, (count - before) * numChannels, ring_.begin());
    writePlace_ = place + count;
}

}  // namespace kinora

#include "ui/sound/feed_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "ui/sound/sound_feed.h"

namespace kinora {

FeedReader::FeedReader(std::shared_ptr<SoundFeed> feed, Samples samples) : feed_(std::move(feed)), samples_(samples) {
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 FeedReader::bytesAvailable() const {
    return qint64{1} << 20;
}

qint64 FeedReader::readData(char* data, qint64 maxSize) {
    const std::size_t bytes = samples_ == Samples::float32 ? sizeof(float) : sizeof(std::int16_t);
    const std::size_t pair = SoundFeed::numChannels * bytes;
    block_.resize(static_cast<std::size_t>(maxSize) / pair * SoundFeed::numChannels);
    feed_->read(block_);
    if (samples_ == Samples::float32) {
        std::memcpy(data, block_.data(), block_.size() * bytes);
    } else {
        for (std::size_t i = 0; i < block_.size(); ++i) {
            const auto sample = static_cast<std::int16_t>(std::clamp(std::lround(block_[i] * 32768.0F), -32768L, 32767L));
            std::memcpy(data + i * bytes, &sample, bytes);
        }
    }
    return static_cast<qint64>(block_.size() * bytes);
}

}  // namespace kinora

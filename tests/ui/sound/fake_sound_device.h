// A sound device whose clock a test moves by hand, and which shows what left its speakers.
#pragma once

#include <QTest>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "ui/sound/sound_device.h"
#include "ui/sound/sound_feed.h"

namespace kinora::test {

class FakeSoundDevice;

// What the devices of a test do, and the one that was made last.
struct FakeSoundDevices {
    enum class Answer : std::uint8_t { opens, fails, none };

    Answer answer = Answer::opens;
    FakeSoundDevice* device = nullptr;
    int numStarts = 0;

    MakeSoundDevice maker();
    bool isPlaying() const;
};

class FakeSoundDevice : public SoundDevice {
 public:
    explicit FakeSoundDevice(FakeSoundDevices& devices) : devices_(devices) {}
    ~FakeSoundDevice() override { devices_.device = nullptr; }

    void start(std::shared_ptr<SoundFeed> feed) override {
        stop();
        feed_ = std::move(feed);
        ++devices_.numStarts;
        if (devices_.answer != FakeSoundDevices::Answer::none) {
            const auto answer = [this, asked = feed_] {
                if (asked == feed_) {
                    give(devices_.answer);
                }
            };
            QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
        }
    }
    void stop() override {
        feed_.reset();
        isOpen_ = false;
        heard_ = {};
    }
    std::chrono::nanoseconds heard() const override { return heard_; }

    void give(FakeSoundDevices::Answer answer) {
        isOpen_ = answer == FakeSoundDevices::Answer::opens;
        if (isOpen_) {
            Q_EMIT started();
        } else {
            feed_.reset();
            Q_EMIT failed(QStringLiteral("Somebody sat on the speakers."));
        }
    }
    bool isOpen() const { return isOpen_; }
    bool hasFeed() const { return feed_ != nullptr; }

    // Plays the next samples once they are mixed; those of the left channel. The clock of the device moves `drift` times as fast as
    // that of its samples.
    std::vector<float> play(std::int64_t count, double drift = 1.0) {
        std::vector<float> left;
        while (count > 0 && isOpen_) {
            std::vector<float> block(static_cast<std::size_t>(2 * std::min<std::int64_t>(count, 480)));
            const auto length = static_cast<std::int64_t>(block.size() / 2);
            if (!QTest::qWaitFor([&] { return feed_ == nullptr || feed_->numWritten() >= feed_->numRead() + length; }, 10'000) ||
                feed_ == nullptr) {
                break;
            }
            feed_->read(block);
            for (std::size_t i = 0; i < block.size(); i += 2) {
                left.push_back(block[i]);
            }
            count -= length;
            const std::chrono::duration<double> time(drift * static_cast<double>(length) / SoundFeed::sampleRate);
            heard_ += std::chrono::duration_cast<std::chrono::nanoseconds>(time);
        }
        return left;
    }

 private:
    FakeSoundDevices& devices_;
    std::shared_ptr<SoundFeed> feed_;
    std::chrono::nanoseconds heard_ = {};
    bool isOpen_ = false;
};

inline MakeSoundDevice FakeSoundDevices::maker() {
    return [this] {
        auto made = std::make_unique<FakeSoundDevice>(*this);
        device = made.get();
        return made;
    };
}

inline bool FakeSoundDevices::isPlaying() const {
    return device != nullptr && device->isOpen();
}

}  // namespace kinora::test

// Sound on its way from the thread that mixes it to the device that plays it: a ring of bounded size. Places are counted in samples
// of both channels from where playing began. What the device wants before it is mixed is silence, and the mixer leaves out what it is
// too late for, so that nothing is ever heard at another time than its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

namespace kinora {

class SoundFeed {
 public:
    static constexpr int sampleRate = 48000;
    static constexpr int numChannels = 2;

    // Holds `capacity` samples ahead. `amplitude` is what the sound is multiplied with.
    explicit SoundFeed(std::int64_t capacity, float amplitude = 1.0F);

    // The thread of the device: the next samples, left and right in turn, to the last of `block`. Takes no lock but where the ring is
    // half empty and its writer is woken.
    void read(std::span<float> block);

    // The thread of the mixer. False once `stop` is requested; otherwise waits until there is room for `numSamples`, at most half
    // of the capacity.
    bool waitForRoom(std::int64_t numSamples, const std::stop_token& stop);
    // How many samples the device went on without: they are to be left out, and skip() says that they are.
    std::int64_t numLate() const;
    void skip(std::int64_t numSamples);
    // `block` fits, as waitForRoom() told.
    void write(std::span<const float> block);

    // Any thread. A change is made without a jump, over the next block.
    void setAmplitude(float amplitude) { amplitude_ = amplitude; }
    std::int64_t numRead() const { return readPlace_; }
    std::int64_t numWritten() const { return writePlace_; }

 private:
    std::int64_t room() const { return capacity_ - (writePlace_ - readPlace_); }
    void amplify(std::span<float> block);

    const std::int64_t capacity_;
    std::vector<float> ring_;
    std::atomic<std::int64_t> readPlace_ = 0;   // beyond writePlace_ where the device was given silence
    std::atomic<std::int64_t> writePlace_ = 0;
    std::atomic<float> amplitude_;
    float usedAmplitude_;  // of the device's thread
    std::atomic<bool> isWaiting_ = false;
    std::mutex mutex_;
    std::condition_variable_any hasRoom_;
};

}  // namespace kinora

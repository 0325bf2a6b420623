// Adds up the pieces of a mix, block by block: what an export writes and what a monitor plays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/media/sound_mix.h"

namespace kinora {

namespace ffmpeg {
class SoundReader;
}

// A file is open only while it is heard. Belongs to one thread at a time.
class SoundMixer {
 public:
    // Told why a piece cannot be heard, or not to its end; it is silent then.
    using OnUnreadable = std::function<void(const Error&)>;

    // Without `on_unreadable` the first piece that cannot be read ends the mix: next() throws.
    explicit SoundMixer(const SoundMix& mix, OnUnreadable on_unreadable = {});
    ~SoundMixer();
    SoundMixer(const SoundMixer&) = delete;
    SoundMixer& operator=(const SoundMixer&) = delete;

    // The next samples at 48 kHz, left and right in turn; too loud a mix is cut at full level, -1 to 1. Silence behind the end.
    // Throws MediaError, Cancelled.
    void next(std::span<float> block);

 private:
    struct Heard {
        const SoundPiece* piece = nullptr;
        std::unique_ptr<ffmpeg::SoundReader> reader;  // null where it cannot be read
    };

    void add(Heard& heard, std::span<float> part, std::int64_t first_sample);
    bool can_read(const std::function<void()>& read) const;
    void open_until(std::int64_t end);

    std::stop_token stop_;
    OnUnreadable on_unreadable_;
    std::vector<SoundPiece> pieces_;  // by start
    std::size_t next_piece_ = 0;
    std::vector<Heard> heard_;
    std::vector<float> faded_;  // the part of a piece that is made softer
    std::int64_t position_ = 0;
};

}  // namespace kinora

#include "core/media/sound_mixer.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/media/ffmpeg/sound_reader.h"

namespace kinora {

namespace {

constexpr int num_channels = 2;

}  // namespace

SoundMixer::SoundMixer(const SoundMix& mix, OnUnreadable on_unreadable)
    : stop_(mix.stop), on_unreadable_(std::move(on_unreadable)), pieces_(mix.pieces) {
    std::ranges::stable_sort(pieces_, {}, &SoundPiece::start_sample);
}

SoundMixer::~SoundMixer() = default;

bool SoundMixer::can_read(const std::function<void()>& read) const {
    if (!on_unreadable_) {
        read();
        return true;
    }
    try {
        read();
        return true;
    } catch (const Error& error) {
        on_unreadable_(error);
        return false;
    }
}

void SoundMixer::open_until(std::int64_t end) {
    for (; next_piece_ < pieces_.size() && pieces_[next_piece_].start_sample < end; ++next_piece_) {
        const SoundPiece& piece = pieces_[next_piece_];
        can_read([&] {
            heard_.push_back({&piece, std::make_unique<ffmpeg::SoundReader>(piece.path, piece.source_sample, stop_)});
        });
    }
}

void SoundMixer::next(std::span<float> block) {
    throw_if_stop_requested(stop_);
    std::ranges::fill(block, 0.0F);
    const std::int64_t end = position_ + static_cast<std::int64_t>(block.size()) / num_channels;
    open_until(end);
    for (Heard& heard : heard_) {
        const std::int64_t from = std::max(heard.piece->start_sample, position_);
        const std::int64_t to = std::min(heard.piece->start_sample + heard.piece->num_samples, end);
        if (to <= from) {
            continue;
        }
        const std::span<float> part = block.subspan(static_cast<std::size_t>(num_channels * (from - position_)),
                                                    static_cast<std::size_t>(num_channels * (to - from)));
        if (!can_read([&] { heard.reader->add_to(part); })) {
            heard.reader.reset();
        }
    }
    std::erase_if(heard_, [&](const Heard& heard) {
        return heard.reader == nullptr || heard.piece->start_sample + heard.piece->num_samples <= end;
    });
    std::ranges::transform(block, block.begin(), [](float sample) { return std::clamp(sample, -1.0F, 1.0F); });
    position_ = end;
}

}  // namespace kinora

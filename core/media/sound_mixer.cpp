#include "core/media/sound_mixer.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/media/ffmpeg/sound_reader.h"

namespace kinora {

namespace {

constexpr int num_channels = 2;

double part_of(const SampleRange& fade, std::int64_t sample) {
    return static_cast<double>(sample - fade.start_sample) / static_cast<double>(fade.num_samples);
}

double gain_at(const SoundPiece& piece, std::int64_t sample) {
    return (piece.fade_in ? fade_in_gain(part_of(*piece.fade_in, sample)) : 1.0) *
           (piece.fade_out ? fade_out_gain(part_of(*piece.fade_out, sample)) : 1.0);
}

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

void SoundMixer::add(Heard& heard, std::span<float> part, std::int64_t first_sample) {
    if (!heard.piece->fade_in && !heard.piece->fade_out) {
        heard.reader->add_to(part);
        return;
    }
    faded_.assign(part.size(), 0.0F);
    heard.reader->add_to(faded_);
    for (std::size_t i = 0; i < part.size(); ++i) {
        const auto sample = first_sample + static_cast<std::int64_t>(i) / num_channels;
        part[i] += static_cast<float>(gain_at(*heard.piece, sample)) * faded_[i];
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
        if (!can_read([&] { add(heard, part, from); })) {
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

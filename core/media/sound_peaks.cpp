#include "core/media/sound_peaks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/cancelled.h"
#include "core/media/ffmpeg/sound_reader.h"
#include "core/media/media_probe.h"
#include "core/media/sound_mix.h"

namespace kinora {

std::vector<float> read_sound_peaks(const std::filesystem::path& path, int peaks_per_second, const std::stop_token& stop) {
    const MediaInfo info = probe_media(path, stop);
    const double seconds = info.frame_rate.is_valid() ? info.frame_rate.seconds(info.num_frames) : 0.0;
    const auto count = static_cast<std::size_t>(std::ceil(seconds * peaks_per_second));
    ffmpeg::SoundReader reader(path, 0, stop);
    std::vector<float> peaks(count);
    std::vector<float> samples(2 * static_cast<std::size_t>(mix_sample_rate / peaks_per_second));  // left and right in turn
    for (float& peak : peaks) {
        throw_if_stop_requested(stop);
        std::ranges::fill(samples, 0.0F);
        reader.add_to(samples);
        for (const float sample : samples) {
            peak = std::max(peak, std::abs(sample));
        }
        peak = std::min(peak, 1.0F);
    }
    return peaks;
}

}  // namespace kinora

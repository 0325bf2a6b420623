// How loud a file's sound is, for drawing it.
#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

namespace kinora {

// The greatest amplitude, 0 to 1, in each of the equal stretches of which there are `peaks_per_second`, from when the first picture
// appears to the end of the last one. Throws MediaError where the file has no sound that can be read; Cancelled.
std::vector<float> read_sound_peaks(const std::filesystem::path& path, int peaks_per_second, const std::stop_token& stop);

}  // namespace kinora

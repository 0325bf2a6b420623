// Films whose pictures and samples tell which they are.
#pragma once

#include <filesystem>

#include "core/media/clip_writer.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/media/test_pictures.h"

namespace kinora::test {

// 24 pictures a second, each with the 2000 samples that have its number, as far as there are so many.
inline void write_numbered_film(const std::filesystem::path& path, int width, int height, int num_frames, std::int64_t num_samples) {
    const std::filesystem::path sound = path.string() + ".wav";
    write_numbered_sound(sound, num_samples);
    ClipSettings settings{.width = width, .height = height, .frame_rate = {24, 1}};
    settings.sound = SoundSource{.path = sound};
    ClipWriter writer(path, settings);
    for (int i = 0; i < num_frames; ++i) {
        writer.write(numbered_picture(width, height, i));
    }
    writer.finish();
    std::filesystem::remove(sound);
}

}  // namespace kinora::test

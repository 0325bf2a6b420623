// Places for new media files.
#pragma once

#include <filesystem>

namespace kinora {

// The names that are tried in turn, from 1: "ball.png", "ball-2.png", "ball-3.png", …
std::filesystem::path numberedPath(const std::filesystem::path& wanted, int i);

// `wanted`, or the first of "ball-2.png", "ball-3.png", … that is not there. Throws std::filesystem::filesystem_error.
std::filesystem::path freePath(const std::filesystem::path& wanted);

struct PlacedFile {
    std::filesystem::path path;
    bool isNew = false;  // it was not there before
};

// Gives a file such a name besides its own, or finds the one that it was given before; where that is not possible, a copy of it gets the name.
// Makes the folder. Throws std::filesystem::filesystem_error, FileError.
PlacedFile placeFile(const std::filesystem::path& file, const std::filesystem::path& wanted);

}  // namespace kinora

// Places for new files in a project's media folder, whoever makes them. A file is never written over: the project, or an earlier
// version of it, may show it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/project/project.h"

namespace kinora {

// The names that are tried in turn, from 1: "ball.png", "ball-2.png", "ball-3.png", …
std::filesystem::path numbered_path(const std::filesystem::path& wanted, int i);

// `wanted`, or the first of "ball-2.png", "ball-3.png", … that is not there. Throws std::filesystem::filesystem_error.
std::filesystem::path free_path(const std::filesystem::path& wanted);

struct PlacedFile {
    std::filesystem::path path;
    bool is_new = false;  // it was not there before
};

// Gives a file such a name besides its own, or finds the one that it was given before; where that is not possible, a copy of it gets the name.
// Makes the folder. Throws std::filesystem::filesystem_error, FileError.
PlacedFile place_file(const std::filesystem::path& file, const std::filesystem::path& wanted);

// Where takes lie until they are complete and part of the project.
std::filesystem::path incoming_folder(const std::filesystem::path& media_folder);

// The name of a take with that number, of the studio's job or of the take in the project; where another one has it, the take's is the
// next of numbered_path().
std::filesystem::path take_file(const std::filesystem::path& media_folder, std::int64_t number);

// Gives a complete file such a name, as place_file() does, and none by which the project knows other media that is missing. Returns it as
// a take has it: "takes/take-5.mkv".
std::string place_take(const Project& project, const std::filesystem::path& media_folder, const std::filesystem::path& made,
                       const std::string& content_hash, std::int64_t number);

}  // namespace kinora

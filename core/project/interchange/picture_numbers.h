// Which files of a cut are numbered pictures, for the formats that name these in another way. Private to the formats.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/project/interchange/cut.h"

namespace kinora {

// "f_%05d.png": the name of numbered pictures. Their first is number 0, as the project numbers what it takes in.
struct PictureNumbers {
    std::string prefix;
    int num_digits = 0;
    std::string suffix;
};

// Nothing where `media` is one file.
std::optional<PictureNumbers> numbers_in(const CutMedia& media);

// "f_00000.png"
std::filesystem::path first_picture(const CutMedia& media, const PictureNumbers& numbers);

}  // namespace kinora

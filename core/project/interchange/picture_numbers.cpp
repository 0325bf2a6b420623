#include "core/project/interchange/picture_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace kinora {

std::optional<PictureNumbers> numbers_in(const CutMedia& media) {
    constexpr std::array<std::string_view, 7> endings = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"};
    const std::string name = media.file.filename().string();
    const auto percent = name.find('%');
    const auto d = percent == std::string::npos ? percent : name.find('d', percent);
    if (media.kind != AssetKind::video || d == std::string::npos) {
        return std::nullopt;
    }
    PictureNumbers numbers = {name.substr(0, percent), 0, name.substr(d + 1)};
    const char* const end = name.data() + d;
    const bool is_number = std::from_chars(name.data() + percent + 1, end, numbers.num_digits).ptr == end && numbers.num_digits > 0;
    const bool is_picture = std::ranges::any_of(endings, [&](std::string_view ending) { return numbers.suffix.ends_with(ending); });
    return is_number && is_picture ? std::optional(std::move(numbers)) : std::nullopt;
}

std::filesystem::path first_picture(const CutMedia& media, const PictureNumbers& numbers) {
    // A number of so many digits is no number of a project; the name is then one that no file has, whatever is made of it.
    const auto num_digits = static_cast<std::size_t>(std::min(numbers.num_digits, 20));
    return media.file.parent_path() / (numbers.prefix + std::string(num_digits, '0') + numbers.suffix);
}

}  // namespace kinora

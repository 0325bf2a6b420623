#include "core/project/interchange/file_url.h"

#include <charconv>
#include <string_view>

namespace kinora {

namespace {

namespace fs = std::filesystem;

bool is_plain(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || std::string_view("/-._~").find(c) != std::string_view::npos;
}

std::string escaped(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : path) {
        if (is_plain(c)) {
            result += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += {'%', digits[byte / 16], digits[byte % 16]};
        }
    }
    return result;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            const std::string_view digits = text.substr(i + 1, 2);
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (digits.size() < 2 || error != std::errc() || end != digits.data() + digits.size()) {
                return std::nullopt;
            }
            i += 2;
        }
        if (value == 0) {
            return std::nullopt;
        }
        result += static_cast<char>(value);
    }
    return result;
}

}  // namespace

std::string url_from(const fs::path& folder, const fs::path& file) {
    const fs::path base = folder.empty() ? fs::path(".") : folder;
    fs::path relative = file.lexically_normal().lexically_relative(base.lexically_normal());
    if (relative.empty()) {
        relative = file;
    }
    return (relative.is_absolute() ? "file://" : "") + escaped(relative.generic_string());
}

std::string local_url(const fs::path& file) {
    return "file://localhost" + escaped(fs::absolute(file).lexically_normal().generic_string());
}

std::optional<fs::path> file_of_url(const fs::path& folder, const std::string& url) {
    constexpr std::string_view file_scheme = "file://";
    constexpr std::string_view this_machine = "localhost/";
    std::string_view rest = url;
    const bool is_file_url = rest.starts_with(file_scheme);
    if (is_file_url) {
        rest.remove_prefix(file_scheme.size());
        if (rest.starts_with(this_machine)) {
            rest.remove_prefix(this_machine.size() - 1);
        }
    } else if (rest.substr(0, rest.find('/')).find(':') != std::string_view::npos) {
        return std::nullopt;  // another scheme
    }
    const auto path = unescaped(rest);
    if (!path || path->empty()) {
        return std::nullopt;
    }
    return (folder / *path).lexically_normal();
}

}  // namespace kinora

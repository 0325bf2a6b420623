#include "core/model/text/html_entities.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace kinora {

namespace {

struct HtmlEntity {
    std::string_view name;  // without "&"
    std::array<char32_t, 3> text = {};  // ends before the first zero
};

#include "core/model/text/html_entities.inc"

constexpr std::size_t shortest_name = 2;
constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_clear_name = 24;  // ftfy's limit, without the semicolon
constexpr char32_t replacement_character = 0xFFFD;
constexpr char32_t last_code = 0x10FFFF;

// A reference that was read.
struct Reference {
    std::u32string text;
    std::size_t size = 0;  // of what stands for it, "&" included
};

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_small(char32_t c) {
    return c >= U'a' && c <= U'z';
}

bool is_capital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}

template <std::size_t size>
const HtmlEntity* find(const HtmlEntity (&sorted)[size], std::string_view name) {
    const auto* found = std::ranges::lower_bound(sorted, name, {}, &HtmlEntity::name);
    return found != std::end(sorted) && found->name == name ? found : nullptr;
}

std::u32string text_of(const HtmlEntity& entity) {
    return {entity.text.begin(), std::ranges::find(entity.text, U'\0')};
}

// The letters and digits at the start of `text`, at most `longest`, and a semicolon after them.
std::string name_at(std::u32string_view text, std::size_t longest) {
    std::string name;
    for (const char32_t c : text) {
        if (c == U';') {
            return name + ";";
        }
        if (name.size() == longest || !(is_digit(c) || is_small(c) || is_capital(c))) {
            break;
        }
        name.push_back(static_cast<char>(c));
    }
    return name;
}

// The longest name that `name` begins with.
const HtmlEntity* longest_match(std::string_view name) {
    for (std::size_t size = name.size(); size >= shortest_name; --size) {
        if (const HtmlEntity* entity = find(entities, name.substr(0, size))) {
            return entity;
        }
    }
    return nullptr;
}

bool is_noncharacter(char32_t code) {
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

bool is_control(char32_t code) {
    return code < 0x20 ? code != U'\t' && code != U'\n' && code != U'\f' && code != U'\r' : code >= 0x7F && code < 0xA0;
}

std::u32string text_of_number(char32_t code) {
    if (code == 0 || code > last_code || (code >= 0xD800 && code <= 0xDFFF)) {
        return {replacement_character};
    }
    if (code >= 0x80 && code < 0xA0) {
        return {from_windows_1252(code)};
    }
    return is_control(code) || is_noncharacter(code) ? std::u32string() : std::u32string{code};
}

// "&#39;" or "&#x27;" at the start of `text`, the semicolon being optional.
std::optional<Reference> read_number(std::u32string_view text) {
    std::size_t position = 2;
    const bool is_hexadecimal = position < text.size() && (text[position] == U'x' || text[position] == U'X');
    position += is_hexadecimal ? 1 : 0;
    const std::size_t first_digit = position;
    char32_t code = 0;
    for (; position < text.size(); ++position) {
        const char32_t c = text[position];
        const char32_t small = is_capital(c) ? c - U'A' + U'a' : c;
        if (!is_digit(c) && !(is_hexadecimal && small >= U'a' && small <= U'f')) {
            break;
        }
        const char32_t digit = is_digit(c) ? c - U'0' : small - U'a' + 10;
        code = std::min<char32_t>(code * (is_hexadecimal ? 16 : 10) + digit, last_code + 1);
    }
    if (position == first_digit) {
        return std::nullopt;
    }
    position += position < text.size() && text[position] == U';' ? 1 : 0;
    return Reference{text_of_number(code), position};
}

bool is_number(std::u32string_view text) {
    return text.size() > 1 && text[1] == U'#';
}

std::optional<Reference> read_reference(std::u32string_view text) {
    if (is_number(text)) {
        return read_number(text);
    }
    const HtmlEntity* entity = longest_match(name_at(text.substr(1), longest_name));
    return entity == nullptr ? std::nullopt : std::optional(Reference{text_of(*entity), entity->name.size() + 1});
}

// A name in capitals that HTML does not know but knows in small letters, and in which browsers would see no shorter name.
const HtmlEntity* find_in_capitals(std::string_view name) {
    if (std::ranges::any_of(name, [](char c) { return is_small(static_cast<char32_t>(c)); }) || longest_match(name) != nullptr) {
        return nullptr;
    }
    if (const HtmlEntity* capital = find(capitals, name)) {
        return capital;
    }
    std::string small(name);
    std::ranges::transform(small, small.begin(), [](char c) { return is_capital(static_cast<char32_t>(c)) ? static_cast<char>(c - 'A' + 'a') : c; });
    return find(entities, small);
}

std::optional<Reference> read_clear_reference(std::u32string_view text) {
    const std::size_t start = is_number(text) ? 2 : 1;
    const std::string name = name_at(text.substr(start), longest_clear_name);
    if (name.size() < 2 || !name.ends_with(';')) {
        return std::nullopt;
    }
    if (is_number(text)) {
        // A semicolon as the result is taken by ftfy for one that was left over.
        const std::optional<Reference> number = read_number(text);
        return number && number->size == start + name.size() && number->text != U";" ? number : std::nullopt;
    }
    const HtmlEntity* known = find(entities, name);
    const HtmlEntity* entity = known != nullptr ? known : find_in_capitals(name);
    return entity == nullptr ? std::nullopt : std::optional(Reference{text_of(*entity), start + name.size()});
}

template <typename Read>
std::u32string replace_references(std::u32string_view text, const Read& read) {
    std::u32string result;
    std::size_t position = 0;
    while (position < text.size()) {
        const std::optional<Reference> reference = text[position] == U'&' ? read(text.substr(position)) : std::nullopt;
        if (reference) {
            result += reference->text;
            position += reference->size;
        } else {
            result.push_back(text[position++]);
        }
    }
    return result;
}

}  // namespace

std::u32string unescape_html(std::u32string_view text) {
    return replace_references(text, read_reference);
}

std::u32string unescape_clear_html(std::u32string_view text) {
    return replace_references(text, read_clear_reference);
}

char32_t from_windows_1252(char32_t code) {
    static constexpr std::array<char32_t, 32> characters = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    return code >= 0x80 && code < 0xA0 ? characters[code - 0x80] : code;
}

}  // namespace kinora

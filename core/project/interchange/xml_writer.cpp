#include "core/project/interchange/xml_writer.h"

#include <array>

namespace kinora {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
    std::size_t num_bytes = 1;
    bool is_whole = false;
    char32_t code = 0;
};

// The first character of a text that is not empty. What is no UTF-8 is a byte that is not whole.
Character first_of(std::string_view text) {
    struct Lead {
        unsigned char mask, bits;
        char32_t least;  // a smaller number has a shorter form
    };
    constexpr std::array<Lead, 4> leads = {{{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}}};
    const auto lead = static_cast<unsigned char>(text[0]);
    for (std::size_t following = 0; following < leads.size(); ++following) {
        const auto& [mask, bits, least] = leads[following];
        if ((lead & mask) != bits) {
            continue;
        }
        if (text.size() <= following) {
            return {};
        }
        char32_t code = lead & ~mask & 0xFFu;
        for (std::size_t i = 1; i <= following; ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if ((byte & 0xC0) != 0x80) {
                return {};
            }
            code = code << 6 | (byte & 0x3Fu);
        }
        const bool is_half_of_a_pair = code >= 0xD800 && code <= 0xDFFF;
        return code < least || code > 0x10FFFF || is_half_of_a_pair ? Character{} : Character{following + 1, true, code};
    }
    return {};
}

std::string_view name_of(char32_t code) {
    switch (code) {
        case U'&': return "&amp;";
        case U'<': return "&lt;";
        case U'>': return "&gt;";
        case U'"': return "&quot;";
        case U'\r': return "&#13;";  // as itself it would be read as the end of a line
        default: return {};
    }
}

std::string escaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const Character character = first_of(text);
        const bool is_control = character.code < 0x20 && character.code != '\t' && character.code != '\n' && character.code != '\r';
        if (!character.is_whole || is_control || character.code == 0xFFFE || character.code == 0xFFFF) {
            result += replacement;
        } else if (const std::string_view name = name_of(character.code); !name.empty()) {
            result += name;
        } else {
            result += text.substr(0, character.num_bytes);
        }
        text.remove_prefix(character.num_bytes);
    }
    return result;
}

}  // namespace

XmlWriter::XmlWriter(const char* document_type) {
    text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE " + std::string(document_type) + ">\n";
}

void XmlWriter::begin_line(const char* name, const Attributes& attributes) {
    text_ += std::string(2 * depth_, ' ') + "<" + name;
    for (const Attribute& attribute : attributes) {
        text_ += std::string(" ") + attribute.name + "=\"" + escaped(attribute.value) + "\"";
    }
}

void XmlWriter::end_line(const char* name) {
    text_ += std::string(2 * depth_, ' ') + "</" + name + ">\n";
}

void XmlWriter::empty(const char* name, const Attributes& attributes) {
    begin_line(name, attributes);
    text_ += "/>\n";
}

void XmlWriter::text(const char* name, std::string_view value) {
    begin_line(name, {});
    text_ += ">" + escaped(value) + "</" + name + ">\n";
}

void XmlWriter::number(const char* name, std::int64_t value) {
    text(name, std::to_string(value));
}

}  // namespace kinora

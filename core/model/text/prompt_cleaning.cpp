#include "core/model/text/prompt_cleaning.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/model/text/html_entities.h"
#include "core/model/text/unicode_normalization.h"
#include "core/model/text/utf8.h"

namespace kinora {

namespace {

constexpr char32_t escape = 0x1B;

// Of Latin letters, sorted. Others, such as "æ", are letters of their own in some language.
constexpr std::pair<char32_t, std::u32string_view> ligatures[] = {
    {0x0132, U"IJ"}, {0x0133, U"ij"}, {0x0149, U"\u02BCn"}, {0x01C4, U"D\u017D"}, {0x01C5, U"D\u017E"}, {0x01C6, U"d\u017E"},
    {0x01C7, U"LJ"}, {0x01C8, U"Lj"}, {0x01C9, U"lj"},      {0x01CA, U"NJ"},      {0x01CB, U"Nj"},      {0x01CC, U"nj"},
    {0x01F1, U"DZ"}, {0x01F2, U"Dz"}, {0x01F3, U"dz"},      {0xFB00, U"ff"},      {0xFB01, U"fi"},      {0xFB02, U"fl"},
    {0xFB03, U"ffi"}, {0xFB04, U"ffl"}, {0xFB05, U"\u017Ft"}, {0xFB06, U"st"}};

std::u32string decode(std::string_view text) {
    std::u32string codes;
    for (std::size_t position = 0; position < text.size();) {
        const CodePoint code = code_point_at(text, position);
        codes.push_back(code.value);
        position += code.size;
    }
    return codes;
}

void append_utf8(char32_t code, std::string& out) {
    const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F))); };
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (code >> 6)));
        tail(0);
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (code >> 12)));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0 | (code >> 18)));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::u32string without_c1_and_ligatures(std::u32string_view text) {
    std::u32string result;
    for (const char32_t c : text) {
        const char32_t code = from_windows_1252(c);
        const auto* ligature = std::ranges::lower_bound(ligatures, code, {}, [](const auto& entry) { return entry.first; });
        if (ligature != std::end(ligatures) && ligature->first == code) {
            result += ligature->second;
        } else {
            result.push_back(code);
        }
    }
    return result;
}

void straighten_quotes(std::u32string& text) {
    for (char32_t& code : text) {
        if (code == 0x02BC || (code >= 0x2018 && code <= 0x201B)) {
            code = U'\'';
        } else if (code >= 0x201C && code <= 0x201F) {
            code = U'"';
        }
    }
}

// The end of the colour code of a terminal that begins at `position`, or `position` if there is none.
std::size_t end_of_terminal_code(std::u32string_view text, std::size_t position) {
    if (text[position] != escape || position + 1 == text.size() || text[position + 1] != U'[') {
        return position;
    }
    std::size_t end = position + 2;
    while (end < text.size() && ((text[end] >= U'0' && text[end] <= U'9') || text[end] == U';')) {
        ++end;
    }
    const bool ends_in_letter = end < text.size() && ((text[end] >= U'A' && text[end] <= U'Z') || (text[end] >= U'a' && text[end] <= U'z'));
    return ends_in_letter ? end + 1 : position;
}

// What has no effect on how a text looks. White space, joiners, marks of direction and C1 controls are none of these.
bool is_removed(char32_t code) {
    return code <= 0x08 || code == 0x0B || (code >= 0x0E && code <= 0x1F) || code == 0x7F || (code >= 0x206A && code <= 0x206F) ||
           code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFC);
}

std::u32string without_controls(std::u32string_view text) {
    std::u32string result;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t end = end_of_terminal_code(text, position);
        if (end > position) {
            position = end;
            continue;
        }
        if (!is_removed(text[position])) {
            result.push_back(text[position]);
        }
        ++position;
    }
    return result;
}

// ftfy's fixes of one line, until they change nothing more. That of line breaks is missing: they become spaces anyway.
std::u32string fix_line(std::u32string text, bool may_be_escaped) {
    while (true) {
        std::u32string fixed = may_be_escaped ? unescape_clear_html(text) : text;
        fixed = to_usual_widths(without_c1_and_ligatures(fixed));
        straighten_quotes(fixed);
        fixed = to_nfc(without_controls(fixed));
        if (fixed == text) {
            return fixed;
        }
        text = std::move(fixed);
    }
}

std::u32string fix_text(std::u32string_view text) {
    std::u32string result;
    bool may_be_escaped = true;
    while (!text.empty()) {
        const std::u32string_view line = text.substr(0, std::min(text.find(U'\n'), text.size() - 1) + 1);
        // From the first "<" on the text is taken for HTML that is meant as such.
        may_be_escaped = may_be_escaped && line.find(U'<') == std::u32string_view::npos;
        result += fix_line(std::u32string(line), may_be_escaped);
        text.remove_prefix(line.size());
    }
    return result;
}

}  // namespace

std::string clean_prompt(std::string_view text) {
    const std::u32string unescaped = unescape_html(unescape_html(fix_text(decode(text))));
    std::string result;
    bool has_space_before = false;
    for (const char32_t code : unescaped) {
        if (is_white_space(code)) {
            has_space_before = !result.empty();
            continue;
        }
        if (std::exchange(has_space_before, false)) {
            result.push_back(' ');
        }
        append_utf8(code, result);
    }
    return result;
}

}  // namespace kinora

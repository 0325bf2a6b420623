#include "core/model/text/unicode_normalization.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <vector>

namespace kinora {

namespace {

// One step; `second` is 0 where there is none.
struct Decomposition {
    char32_t code = 0;
    char32_t first = 0;
    char32_t second = 0;
};
using WidthForm = Decomposition;

struct ClassRange {
    char32_t first = 0;
    char32_t last = 0;
    std::uint8_t combining_class = 0;
};

#include "core/model/text/unicode_normalization.inc"

// Hangul syllables (The Unicode Standard, section 3.12): a consonant, a vowel, and possibly a final consonant.
constexpr char32_t first_syllable = 0xAC00;
constexpr char32_t first_consonant = 0x1100;
constexpr char32_t first_vowel = 0x1161;
constexpr char32_t no_final = 0x11A7;  // before the first final consonant
constexpr char32_t num_consonants = 19;
constexpr char32_t num_vowels = 21;
constexpr char32_t num_finals = 28;  // none included
constexpr char32_t num_syllables = num_consonants * num_vowels * num_finals;

bool is_within(char32_t code, char32_t first, char32_t count) {
    return code >= first && code - first < count;
}

std::uint8_t combining_class(char32_t code) {
    const auto* after = std::ranges::upper_bound(class_ranges, code, {}, &ClassRange::first);
    return after != std::begin(class_ranges) && code <= (after - 1)->last ? (after - 1)->combining_class : std::uint8_t{0};
}

template <std::size_t size>
const Decomposition* find(const Decomposition (&sorted)[size], char32_t code) {
    const auto* found = std::ranges::lower_bound(sorted, code, {}, &Decomposition::code);
    return found != std::end(sorted) && found->code == code ? found : nullptr;
}

void append_decomposed(char32_t code, std::u32string& out) {
    if (is_within(code, first_syllable, num_syllables)) {
        const char32_t index = code - first_syllable;
        out.push_back(first_consonant + index / (num_vowels * num_finals));
        out.push_back(first_vowel + index / num_finals % num_vowels);
        if (index % num_finals != 0) {
            out.push_back(no_final + index % num_finals);
        }
        return;
    }
    const Decomposition* parts = find(composed, code);
    parts = parts != nullptr ? parts : find(only_decomposed, code);
    if (parts == nullptr) {
        out.push_back(code);
        return;
    }
    append_decomposed(parts->first, out);
    if (parts->second != 0) {
        append_decomposed(parts->second, out);
    }
}

// Marks of one letter in the order of their classes; those of one class stay as they are.
void sort_marks(std::u32string& text) {
    const auto is_mark = [](char32_t code) { return combining_class(code) != 0; };
    auto first = std::ranges::find_if(text, is_mark);
    while (first != text.end()) {
        const auto last = std::find_if_not(first, text.end(), is_mark);
        std::stable_sort(first, last, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
        first = std::find_if(last, text.end(), is_mark);
    }
}

// 0 if the two do not compose.
char32_t composition(char32_t first, char32_t second) {
    if (is_within(first, first_consonant, num_consonants) && is_within(second, first_vowel, num_vowels)) {
        return first_syllable + ((first - first_consonant) * num_vowels + (second - first_vowel)) * num_finals;
    }
    const bool lacks_final = is_within(first, first_syllable, num_syllables) && (first - first_syllable) % num_finals == 0;
    if (lacks_final && is_within(second, no_final + 1, num_finals - 1)) {
        return first + (second - no_final);
    }
    const auto parts = [](const Decomposition& d) { return std::tuple(d.first, d.second); };
    static const auto by_parts = [&] {
        std::vector<Decomposition> sorted(std::begin(composed), std::end(composed));
        std::ranges::sort(sorted, {}, parts);
        return sorted;
    }();
    const auto found = std::ranges::lower_bound(by_parts, std::tuple(first, second), {}, parts);
    return found != by_parts.end() && parts(*found) == std::tuple(first, second) ? found->code : 0;
}

std::u32string compose(std::u32string_view text) {
    std::u32string result;
    std::size_t starter = std::u32string::npos;  // the letter that marks may join
    std::uint8_t last_class = 0;
    for (const char32_t code : text) {
        const std::uint8_t own_class = combining_class(code);
        // A mark that stays in between keeps out those of its class, and letters.
        const bool is_free = starter != std::u32string::npos && (starter + 1 == result.size() || last_class < own_class);
        if (const char32_t joined = is_free ? composition(result[starter], code) : 0; joined != 0) {
            result[starter] = joined;
            continue;
        }
        if (own_class == 0) {
            starter = result.size();
        }
        last_class = own_class;
        result.push_back(code);
    }
    return result;
}

}  // namespace

std::u32string to_nfc(std::u32string_view text) {
    std::u32string decomposed;
    for (const char32_t code : text) {
        append_decomposed(code, decomposed);
    }
    sort_marks(decomposed);
    return compose(decomposed);
}

std::u32string to_usual_widths(std::u32string_view text) {
    std::u32string result;
    for (const char32_t code : text) {
        const WidthForm* form = find(width_forms, code);
        result.push_back(form != nullptr ? form->first : code);
        if (form != nullptr && form->second != 0) {
            result.push_back(form->second);
        }
    }
    return result;
}

}  // namespace kinora

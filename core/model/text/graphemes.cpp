#include "core/model/text/graphemes.h"

#include <algorithm>
#include <cstdint>

#include "core/model/text/utf8.h"

namespace kinora {

namespace {

enum class BreakClass : std::uint8_t {
    other, carriage_return, line_feed, control, extend, non_joiner, linker, joiner, spacing_mark, prepend, regional,
    hangul_l, hangul_v, hangul_t, hangul_lv, hangul_lvt, pictograph, consonant
};
using enum BreakClass;

struct BreakRange {
    char32_t first = 0;
    char32_t last = 0;
    BreakClass break_class = other;
};

constexpr BreakRange ranges[] = {
#include "core/model/text/grapheme_breaks.inc"
};

BreakClass break_class_of(char32_t code) {
    if (code < 0x80) {
        return code == U'\r' ? carriage_return : code == U'\n' ? line_feed : code < 0x20 || code == 0x7F ? control : other;
    }
    if (code >= 0xAC00 && code <= 0xD7A3) {
        return (code - 0xAC00) % 28 == 0 ? hangul_lv : hangul_lvt;
    }
    const auto* after = std::ranges::upper_bound(ranges, code, {}, &BreakRange::first);
    return after != std::begin(ranges) && code <= (after - 1)->last ? (after - 1)->break_class : other;
}

bool is_any_extend(BreakClass c) {
    return c == extend || c == non_joiner || c == linker;
}

bool is_control(BreakClass c) {
    return c == control || c == carriage_return || c == line_feed;
}

// What the rules look at in the cluster so far.
class Cluster {
 public:
    explicit Cluster(BreakClass first) { add(first); }

    bool continues_with(BreakClass next) const {
        if (last_ == carriage_return && next == line_feed) {  // GB3
            return true;
        }
        if (is_control(last_) || is_control(next)) {  // GB4, GB5
            return false;
        }
        return joins_hangul(next) || is_any_extend(next) || next == joiner || next == spacing_mark ||  // GB6 … GB9a
               last_ == prepend ||                                                                     // GB9b
               (next == consonant && conjunct_ == Conjunct::linked) ||                                 // GB9c
               (next == pictograph && emoji_ == Emoji::joined) ||                                      // GB11
               (next == regional && num_regional_ % 2 == 1);                                           // GB12, GB13
    }

    void add(BreakClass next) {
        if (next == consonant) {
            conjunct_ = Conjunct::begun;
        } else if (next == linker && conjunct_ != Conjunct::none) {
            conjunct_ = Conjunct::linked;
        } else if (next != extend && next != joiner) {
            conjunct_ = Conjunct::none;
        }
        if (next == pictograph) {
            emoji_ = Emoji::begun;
        } else if (next == joiner && emoji_ == Emoji::begun) {
            emoji_ = Emoji::joined;
        } else if (!is_any_extend(next) || emoji_ != Emoji::begun) {
            emoji_ = Emoji::none;
        }
        num_regional_ = next == regional ? num_regional_ + 1 : 0;
        last_ = next;
    }

 private:
    enum class Conjunct : std::uint8_t { none, begun, linked };
    enum class Emoji : std::uint8_t { none, begun, joined };

    bool joins_hangul(BreakClass next) const {
        switch (last_) {
            case hangul_l:
                return next == hangul_l || next == hangul_v || next == hangul_lv || next == hangul_lvt;
            case hangul_lv:
            case hangul_v:
                return next == hangul_v || next == hangul_t;
            case hangul_lvt:
            case hangul_t:
                return next == hangul_t;
            default:
                return false;
        }
    }

    BreakClass last_ = other;
    Conjunct conjunct_ = Conjunct::none;
    Emoji emoji_ = Emoji::none;
    std::size_t num_regional_ = 0;
};

}  // namespace

std::size_t grapheme_size(std::string_view text, std::size_t position) {
    CodePoint code = code_point_at(text, position);
    Cluster cluster(break_class_of(code.value));
    std::size_t end = position + code.size;
    while (end < text.size()) {
        code = code_point_at(text, end);
        const BreakClass next = break_class_of(code.value);
        if (!cluster.continues_with(next)) {
            break;
        }
        cluster.add(next);
        end += code.size;
    }
    return end - position;
}

}  // namespace kinora

#include "core/model/training/tokenizer_training/character_map_builder.h"

#include <cassert>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace kinora::training {

namespace {

// The array is filled in blocks, so that every place a lookup can reach is inside it.
constexpr std::size_t block = 256;

struct TrieNode {
    std::map<unsigned char, std::unique_ptr<TrieNode>> children;
    std::uint32_t value = 0;
    bool has_value = false;
};

// Lays a trie out as a Darts-clone double array: the children of the unit at `place` lie at base ^ label, where
// base = place ^ offset. No two nodes share a base, so a label that fits belongs to the right parent.
class DoubleArray {
  public:
    explicit DoubleArray(const TrieNode& root) {
        grow();
        is_taken_[0] = true;
        lay_out(root, 0, 0);
    }

    const std::vector<std::uint32_t>& units() const { return units_; }

  private:
    void grow() {
        units_.resize(units_.size() + block, 0);
        is_taken_.resize(units_.size(), false);
    }

    bool fits(const TrieNode& node, std::size_t base) const {
        if (bases_.count(base) > 0 || (node.has_value && is_taken_[base])) {
            return false;
        }
        for (const auto& [label, child] : node.children) {
            if (is_taken_[base ^ label]) {
                return false;
            }
        }
        return true;
    }

    std::size_t find_base(const TrieNode& node) {
        for (std::size_t base = 1;; ++base) {
            if (base >= units_.size()) {
                grow();
            }
            if (fits(node, base)) {
                return base;
            }
        }
    }

    void lay_out(const TrieNode& node, std::size_t place, unsigned char label) {
        const std::size_t base = find_base(node);
        bases_.insert(base);
        units_[place] = static_cast<std::uint32_t>((place ^ base) << 10) | (node.has_value ? 1u << 8 : 0u) | label;
        if (node.has_value) {
            is_taken_[base] = true;
            units_[base] = node.value | 1u << 31;
        }
        for (const auto& [child_label, child] : node.children) {
            is_taken_[base ^ child_label] = true;
        }
        for (const auto& [child_label, child] : node.children) {
            lay_out(*child, base ^ child_label, child_label);
        }
    }

    std::vector<std::uint32_t> units_;
    std::vector<bool> is_taken_;
    std::set<std::size_t> bases_;
};

void append_u32(std::string& bytes, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>(value >> shift & 0xFFu);
    }
}

std::string utf8(char32_t code) {
    std::string bytes;
    if (code < 0x80) {
        bytes += static_cast<char>(code);
    } else if (code < 0x800) {
        bytes += static_cast<char>(0xC0u | code >> 6);
        bytes += static_cast<char>(0x80u | (code & 0x3Fu));
    } else {
        bytes += static_cast<char>(0xE0u | code >> 12);
        bytes += static_cast<char>(0x80u | (code >> 6 & 0x3Fu));
        bytes += static_cast<char>(0x80u | (code & 0x3Fu));
    }
    return bytes;
}

// Character by character: one of `from` becomes the one at the same place in `to`.
void add_pairs(std::map<std::string, std::string>& map, std::u32string_view from, std::u32string_view to) {
    assert(from.size() == to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        map[utf8(from[i])] = utf8(to[i]);
    }
}

char32_t small(char32_t code) {
    return code >= U'A' && code <= U'Z' ? code + (U'a' - U'A') : code;
}

}  // namespace

std::string build_character_map(const std::map<std::string, std::string>& replacements) {
    TrieNode root;
    std::string texts;
    for (const auto& [from, to] : replacements) {
        TrieNode* node = &root;
        for (const char letter : from) {
            std::unique_ptr<TrieNode>& child = node->children[static_cast<unsigned char>(letter)];
            if (!child) {
                child = std::make_unique<TrieNode>();
            }
            node = child.get();
        }
        node->has_value = true;
        node->value = static_cast<std::uint32_t>(texts.size());
        texts += to;
        texts += '\0';
    }
    const DoubleArray array(root);
    std::string bytes;
    append_u32(bytes, static_cast<std::uint32_t>(array.units().size() * 4));
    for (const std::uint32_t unit : array.units()) {
        append_u32(bytes, unit);
    }
    return bytes + texts;
}

std::map<std::string, std::string> caption_character_replacements() {
    std::map<std::string, std::string> map;
    for (char32_t code = U'A'; code <= U'Z'; ++code) {
        map[utf8(code)] = utf8(small(code));
    }
    for (char32_t code = 0xFF01; code <= 0xFF5E; ++code) {  // the full-width forms of ! to ~
        map[utf8(code)] = utf8(small(code - 0xFF01 + U'!'));
    }
    for (const char32_t space : {0x00A0, 0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF}) {
        map[utf8(space)] = " ";
    }
    for (char32_t space = 0x2000; space <= 0x200A; ++space) {
        map[utf8(space)] = " ";
    }
    add_pairs(map, U"ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", U"aaaaaaceeeeiiiinoooooouuuuy");
    add_pairs(map, U"àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", U"aaaaaaceeeeiiiinoooooouuuuyy");
    add_pairs(map, U"。、“”‘’‚„«»‐‑‒–—―−·•", U".,\"\"''',\"\"-------..");
    add_pairs(map, U"「」『』《》〈〉【】", U"\"\"\"\"\"\"\"\"\"\"");
    map["…"] = "...";
    add_pairs(map, U"紅藍綠黃橙紫車輛魚樹顆條個隻艘屋愛氣鳥飛機雲蘋貓傘圓環塊邊動滾轉彈墜變來靜擺晃遠鏡頭裡裏",
              U"红蓝绿黄橙紫车辆鱼树颗条个只艘屋爱气鸟飞机云苹猫伞圆环块边动滚转弹坠变来静摆晃远镜头里里");
    add_pairs(map, U"陽時樓館間後從開風視頻畫霧電緩進騰還東雙顏銀鮮葉夢國書門馬龍長見說話這樣無為學會點過們",
              U"阳时楼馆间后从开风视频画雾电缓进腾还东双颜银鲜叶梦国书门马龙长见说话这样无为学会点过们");
    return map;
}

}  // namespace kinora::training

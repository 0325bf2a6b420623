// A fixed set of texts with numbers, searched by the beginnings of another text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kinora {

class PrefixTree {
 public:
    PrefixTree() : PrefixTree(std::span<const std::string_view>()) {}

    // The number of a text is its place in `texts`; of equal ones the last counts. An empty text is never found. Takes 9
    // bytes of memory for each byte of the texts at most.
    explicit PrefixTree(std::span<const std::string_view> texts);

    // Calls visit(size, number) for every text that `text` begins with, from the shortest to the longest.
    template <typename Visit>
    void for_each_prefix(std::string_view text, Visit&& visit) const {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            node = child(node, static_cast<std::uint8_t>(text[i]));
            if (node == 0) {
                return;
            }
            if (numbers_[node] >= 0) {
                visit(i + 1, numbers_[node]);
            }
        }
    }

    struct Match {
        std::size_t size = 0;  // 0 means no match
        std::int32_t number = -1;
    };
    Match longest_prefix(std::string_view text) const;

    // The number of exactly this text.
    std::optional<std::int32_t> find(std::string_view text) const;

 private:
    std::uint32_t child(std::uint32_t node, std::uint8_t label) const;  // 0 (the root) if there is none

    // The nodes level by level, the root first. The children of a node lie together in the order of their labels, and after
    // them the children of the next node.
    std::vector<std::uint32_t> first_children_;  // one entry more than nodes
    std::vector<std::int32_t> numbers_;          // of the text that ends there, or -1
    std::vector<std::uint8_t> labels_;           // of the edge that leads there
};

}  // namespace kinora

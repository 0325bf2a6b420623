#include "core/model/text/prefix_tree.h"

#include <algorithm>
#include <numeric>

namespace kinora {

namespace {

// Sorted texts that share the bytes that lead to one node.
struct Group {
    std::size_t begin = 0;
    std::size_t end = 0;
};

}  // namespace

PrefixTree::PrefixTree(std::span<const std::string_view> texts) {
    std::vector<std::int32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::int32_t i) { return texts[static_cast<std::size_t>(i)]; });
    const auto text_at = [&](std::size_t i) { return texts[static_cast<std::size_t>(order[i])]; };

    numbers_ = {-1};
    labels_ = {0};
    std::vector<Group> level = {{0, order.size()}};
    std::size_t num_nodes = 0;  // whose children are made
    for (std::size_t depth = 0; !level.empty(); ++depth) {
        std::vector<Group> next_level;
        for (auto [i, end] : level) {
            for (; i < end && text_at(i).size() == depth; ++i) {
                numbers_[num_nodes] = depth == 0 ? -1 : order[i];
            }
            first_children_.push_back(static_cast<std::uint32_t>(labels_.size()));
            while (i < end) {
                const auto label = static_cast<std::uint8_t>(text_at(i)[depth]);
                const std::size_t begin = i;
                while (i < end && static_cast<std::uint8_t>(text_at(i)[depth]) == label) {
                    ++i;
                }
                labels_.push_back(label);
                numbers_.push_back(-1);
                next_level.push_back({begin, i});
            }
            ++num_nodes;
        }
        level = std::move(next_level);
    }
    first_children_.push_back(static_cast<std::uint32_t>(labels_.size()));
}

std::uint32_t PrefixTree::child(std::uint32_t node, std::uint8_t label) const {
    const auto begin = labels_.begin() + first_children_[node];
    const auto end = labels_.begin() + first_children_[node + 1];
    const auto found = std::lower_bound(begin, end, label);
    return found != end && *found == label ? static_cast<std::uint32_t>(found - labels_.begin()) : 0;
}

PrefixTree::Match PrefixTree::longest_prefix(std::string_view text) const {
    Match match;
    for_each_prefix(text, [&](std::size_t size, std::int32_t number) { match = {size, number}; });
    return match;
}

std::optional<std::int32_t> PrefixTree::find(std::string_view text) const {
    const Match match = longest_prefix(text);
    return !text.empty() && match.size == text.size() ? std::optional(match.number) : std::nullopt;
}

}  // namespace kinora

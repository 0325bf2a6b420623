// Identifiers that cannot be mistaken for one another: a ClipId is no TrackId.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace kinora {

template <typename Tag>
struct StrongId {
    std::int64_t value = 0;  // above 0 where it names something

    bool is_set() const { return value > 0; }

    friend auto operator<=>(const StrongId&, const StrongId&) = default;
};

}  // namespace kinora

template <typename Tag>
struct std::hash<kinora::StrongId<Tag>> {
    std::size_t operator()(const kinora::StrongId<Tag>& id) const noexcept { return std::hash<std::int64_t>()(id.value); }
};

#include "core/generation/listed_takes.h"

#include <cstddef>
#include <map>

namespace kinora {

namespace {

using nlohmann::json;

const json& list_in(const json& object, const char* name) {
    static const json nothing = json::array();
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_array() ? *found : nothing;
}

// -1 where there is none that could be meant.
std::int64_t count_in(const json& object, const char* name) {
    constexpr std::int64_t most = 1'000'000'000'000;
    const auto found = object.is_object() ? object.find(name) : object.end();
    const bool is_count = found != object.end() && found->is_number_integer() && *found >= 0 && *found <= most;
    return is_count ? found->get<std::int64_t>() : -1;
}

ListedTake read_take(const json& take) {
    ListedTake result;
    if (take.is_object()) {
        const auto name = take.find("name");
        result.name = name != take.end() && name->is_string() ? name->get<std::string>() : "";
        result.recipe = take.value("recipe", json());
    }
    return result;
}

}  // namespace

std::vector<ListedTake> listed_takes(const json& stored) {
    std::vector<ListedTake> result;
    const json& takes = list_in(stored, "takes");
    std::map<std::int64_t, std::size_t> places;  // in the result, by the take's number in the file
    for (const json& stretch : list_in(stored, "shown")) {
        const std::int64_t number = count_in(stretch, "take");
        const ListedTake::Stretch shown = {.start = count_in(stretch, "start"), .length = count_in(stretch, "length")};
        if (number < 0 || number >= static_cast<std::int64_t>(takes.size()) || shown.start < 0 || shown.length < 1) {
            continue;
        }
        const auto [place, is_new] = places.try_emplace(number, result.size());
        if (is_new) {
            result.push_back(read_take(takes[static_cast<std::size_t>(number)]));
        }
        result[place->second].shown.push_back(shown);
    }
    return result;
}

}  // namespace kinora

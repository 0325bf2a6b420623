#include "core/render/shown_takes.h"

#include <iterator>
#include <map>
#include <set>

#include "core/render/timeline_renderer.h"

namespace kinora {

namespace {

using nlohmann::json;

// The frames where something else may begin to be seen, in order, with the end of the range as the last.
std::set<std::int64_t> edges_in(const Project& project, const FrameRange& range) {
    std::set<std::int64_t> edges = {range.start, range.end()};
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            for (const std::int64_t edge : {clip->start, clip->end()}) {
                if (range.contains(edge)) {
                    edges.insert(edge);
                }
            }
        }
    }
    return edges;
}

// Takes of older versions of the program say where their model lay on the machine; who gets the film needs its name alone.
json recipe_to_share(const Take& take) {
    json recipe = take.recipe;
    if (recipe.is_object() && recipe.contains("model") && recipe["model"].is_object()) {
        recipe["model"].erase("folder");
    }
    return recipe;
}

}  // namespace

std::vector<SeenClip> seen_clips(const Project& project, const FrameRange& range) {
    std::vector<SeenClip> seen;
    const std::set<std::int64_t> edges = edges_in(project, range);
    for (auto edge = edges.begin(); edge != edges.end() && *edge < range.end(); ++edge) {
        if (const Clip* clip = seen_clip(project, *edge)) {
            seen.push_back({{*edge, *std::next(edge) - *edge}, clip});
        }
    }
    return seen;
}

json shown_takes(const Project& project, const FrameRange& range) {
    json takes = json::array();
    json shown = json::array();
    std::map<TakeId, std::size_t> numbers;
    for (const auto& [stretch, clip] : seen_clips(project, range)) {
        const auto* id = std::get_if<TakeId>(&clip->shown()->media);
        const Take* take = id == nullptr ? nullptr : find_take(project, *id);
        if (take == nullptr) {
            continue;
        }
        const auto [entry, is_new] = numbers.try_emplace(*id, takes.size());
        if (is_new) {
            takes.push_back({{"name", take->name}, {"content_hash", take->content_hash}, {"recipe", recipe_to_share(*take)}});
        }
        shown.push_back({{"take", entry->second},
                         {"start", stretch.start - range.start},
                         {"length", stretch.length},
                         {"source_in", clip->shown()->source_in + stretch.start - clip->start}});
    }
    if (shown.empty()) {
        return nullptr;
    }
    return {{"format", "kinora-takes"},
            {"version", 1},
            {"frame_rate", to_string(project.frame_rate)},
            {"takes", std::move(takes)},
            {"shown", std::move(shown)}};
}

}  // namespace kinora

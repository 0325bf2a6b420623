#include "core/render/made_take.h"

#include "core/base/content_hash.h"
#include "core/media/media_probe.h"
#include "core/project/media_place.h"

namespace kinora {

Take made_take(const Project& project, const std::filesystem::path& media_folder, const std::filesystem::path& made, const Recipe& recipe,
               std::int64_t number, const std::stop_token& stop) {
    Take take;
    take.name = recipe.settings.prompt;
    take.content_hash = hash_file(made, stop);
    take.file = place_take(project, media_folder, made, take.content_hash, number);
    const MediaInfo info = probe_media(media_folder / take.file, stop);
    take.width = info.width;
    take.height = info.height;
    take.num_frames = info.num_frames;
    take.frame_rate = recipe.settings.frame_rate;
    take.has_sound = info.has_sound;
    take.recipe = to_json(recipe);
    return take;
}

}  // namespace kinora

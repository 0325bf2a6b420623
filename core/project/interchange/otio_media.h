// The files that an OpenTimelineIO timeline refers to, each once. Private to the format.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/project/interchange/cut.h"
#include "core/project/interchange/otio_time.h"

namespace kinora::otio {

class MediaReader {
 public:
    // URLs are seen from `folder`.
    explicit MediaReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // The number of the file that a reference names; nothing where it names none.
    std::optional<std::size_t> read(const nlohmann::json& reference);

    std::vector<CutMedia> take() { return std::move(media_); }

 private:
    std::optional<std::filesystem::path> file_of(const nlohmann::json& reference) const;

    std::filesystem::path folder_;
    std::vector<CutMedia> media_;
    std::map<std::filesystem::path, std::size_t> numbers_;
};

// Whether an object is of that schema, in any version.
bool is_schema(const nlohmann::json& object, const char* name);

// The reference of a clip that is shown: of Clip.2 the active one, of Clip.1 the only one.
const nlohmann::json& shown_reference(const nlohmann::json& clip);

}  // namespace kinora::otio

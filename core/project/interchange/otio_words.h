// What OpenTimelineIO calls things, for its reader and its writer. Private to the format.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kinora::otio {

inline constexpr const char* schema_key = "OTIO_SCHEMA";
inline constexpr const char* metadata_key = "metadata";
inline constexpr const char* kinora_key = "kinora";
inline constexpr const char* default_media = "DEFAULT_MEDIA";
// Where the metadata of other programs is kept in a project.
inline constexpr const char* foreign_key = "otio";

struct NamedColour {
    std::string_view name;
    std::uint32_t rgb = 0;
};

// The colours that markers can have.
inline constexpr std::array<NamedColour, 11> colours = {{{"PINK", 0xFFC0CB},
                                                         {"RED", 0xFF0000},
                                                         {"ORANGE", 0xFFA500},
                                                         {"YELLOW", 0xFFFF00},
                                                         {"GREEN", 0x00FF00},
                                                         {"CYAN", 0x00FFFF},
                                                         {"BLUE", 0x0000FF},
                                                         {"PURPLE", 0xA020F0},
                                                         {"MAGENTA", 0xFF00FF},
                                                         {"BLACK", 0x000000},
                                                         {"WHITE", 0xFFFFFF}}};

}  // namespace kinora::otio

#include "core/base/make_folder.h"

#include <system_error>

#include "core/base/error.h"

namespace kinora {

std::filesystem::path make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw FileError(folder, Sentence::of("cannot be made: %1", error.message()));
    }
    return folder;
}

}  // namespace kinora

#include "ui/session/free_path.h"

#include <string>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/make_folder.h"

namespace kinora {

namespace fs = std::filesystem;

fs::path numberedPath(const fs::path& wanted, int i) {
    return i == 1 ? wanted : wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(i) + wanted.extension().string());
}

fs::path freePath(const fs::path& wanted) {
    int i = 1;
    while (fs::exists(numberedPath(wanted, i))) {
        ++i;
    }
    return numberedPath(wanted, i);
}

PlacedFile placeFile(const fs::path& file, const fs::path& wanted) {
    make_folder(wanted.parent_path());
    for (int i = 1;; ++i) {
        const fs::path place = numberedPath(wanted, i);
        if (fs::exists(place)) {
            if (std::error_code ignored; fs::equivalent(place, file, ignored)) {
                return {place, false};
            }
            continue;
        }
        std::error_code error;
        fs::create_hard_link(file, place, error);
        if (error) {
            PendingFile pending(place, false);
            fs::copy_file(file, pending.path(), fs::copy_options::overwrite_existing);
            pending.commit();
        }
        return {place, true};
    }
}

}  // namespace kinora

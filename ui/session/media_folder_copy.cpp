#include "ui/session/media_folder_copy.h"

#include <string>
#include <system_error>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

bool haveSameContent(const fs::path& a, const fs::path& b, const std::stop_token& stop) {
    std::error_code ignored;
    if (fs::equivalent(a, b, ignored)) {
        return true;
    }
    return fs::file_size(a) == fs::file_size(b) && hash_file(a, stop) == hash_file(b, stop);
}

// It may be of a project that had this name before, whose earlier versions still show it.
void setAside(const fs::path& file) {
    for (int i = 1;; ++i) {
        const fs::path place = file.parent_path() / (file.stem().string() + "-before-" + std::to_string(i) + file.extension().string());
        if (!fs::exists(place)) {
            fs::rename(file, place);
            return;
        }
    }
}

void copyFile(const fs::path& source, const fs::path& place, const std::stop_token& stop) {
    make_folder(place.parent_path());
    if (fs::exists(place)) {
        if (haveSameContent(source, place, stop)) {
            return;
        }
        setAside(place);
    }
    std::error_code error;
    fs::create_hard_link(source, place, error);
    if (error) {
        PendingFile pending(place, false);
        fs::copy_file(source, pending.path(), fs::copy_options::overwrite_existing);
        pending.commit();
    }
}

bool isMedia(const fs::path& file) {
    return file.extension() != ".part" && file.filename() != ".lock";
}

}  // namespace

void copyMediaFolder(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
    std::error_code ignored;
    if (!fs::is_directory(from, ignored)) {
        return;
    }
    try {
        for (auto entry = fs::recursive_directory_iterator(from); entry != fs::end(entry); ++entry) {
            const fs::path name = fs::relative(entry->path(), from);
            if (name == "versions" || name == "incoming") {
                entry.disable_recursion_pending();
                continue;
            }
            if (!entry->is_regular_file(ignored) || !isMedia(name)) {
                continue;
            }
            try {
                copyFile(entry->path(), to / name, stop);
            } catch (const std::exception&) {
                if (fs::exists(entry->path(), ignored)) {
                    throw;
                }
                // It was on its way to another name or withdrawn.
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw FileError(error.path2().empty() ? error.path1() : error.path2(), Sentence::of("cannot be written: %1", error.code().message()));
    }
}

}  // namespace kinora

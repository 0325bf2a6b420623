#include "ui/session/work_store.h"

#include <exception>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/generation/serialize.h"
#include "core/project/project_file.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t mostListBytes = 4'000'000;
constexpr std::size_t mostProjectBytes = 512'000'000;

}  // namespace

WorkStore::WorkStore(fs::path folder, std::string name)
    : folder_(std::move(folder)), name_(std::move(name)), writer_(std::make_unique<TaskThread>(name_ + " list")) {}

WorkStore::~WorkStore() {
    writer_->finish();
}

fs::path WorkStore::listFile() const {
    return folder_ / (name_ + "s.json");
}

fs::path WorkStore::projectFile(qint64 id) const {
    return folder_ / (name_ + "-" + std::to_string(id) + ".kinora");
}

void WorkStore::readEntries(const std::function<void(const json&)>& take) const {
    std::error_code ignored;
    if (!fs::exists(listFile(), ignored)) {
        return;
    }
    bool isReadable = true;
    json list;
    try {
        list = json::parse(read_file(listFile(), mostListBytes));
        isReadable = list.is_array();
    } catch (const std::exception&) {
        isReadable = false;
    }
    for (const json& entry : list.is_array() ? list : json::array()) {
        try {
            take(entry);
        } catch (const std::exception&) {
            isReadable = false;
        }
    }
    if (!isReadable) {
        fs::copy_file(listFile(), listFile().string() + ".unreadable", fs::copy_options::overwrite_existing, ignored);
    }
}

void WorkStore::write(const fs::path& file, const std::function<std::string()>& text) {
    writer_->post([folder = folder_, file, text](const std::stop_token&) {
        std::error_code ignored;
        fs::create_directories(folder, ignored);
        try {
            write_file_atomically(file, text());
        } catch (const Error&) {
            // The disk is full.
        }
    });
}

void WorkStore::writeEntries(const json& entries) {
    write(listFile(), [text = entries.dump(1, ' ', false, json::error_handler_t::replace)] { return text; });
}

void WorkStore::keepProject(qint64 id, std::shared_ptr<const Project> project, const fs::path& file) {
    write(projectFile(id), [project = std::move(project), file] { return project_to_text(*project, file); });
}

std::shared_ptr<const Project> WorkStore::readProject(qint64 id, const fs::path& file) const {
    return std::make_shared<const Project>(project_from_text(read_file(projectFile(id), mostProjectBytes), file));
}

void WorkStore::forget(qint64 id, const std::function<void()>& alsoRemove) {
    writer_->post([file = projectFile(id), alsoRemove](const std::stop_token&) {
        std::error_code ignored;
        fs::remove(file, ignored);
        alsoRemove();
    });
}

json problemToJson(const std::optional<ErrorRecord>& problem) {
    return problem ? to_json(*problem) : json();
}

std::optional<ErrorRecord> problemFromJson(const json& value) {
    if (value.is_string()) {
        const std::string words = value;
        return words.empty() ? std::nullopt : std::optional(ErrorRecord{"error", words, {}});
    }
    return value.is_null() ? std::nullopt : std::optional(read_error(value));
}

}  // namespace kinora

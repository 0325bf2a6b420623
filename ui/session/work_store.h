// What work in the background leaves in a folder so that it outlives the program: a list of its entries, and for each entry the project as
// it was when the work was asked for.
//
// Lives on the GUI thread. Files are written on a thread of its own, in the order in which that was asked for; where they cannot be, for a
// full disk, the work goes on and is not remembered.
#pragma once

#include <QtGlobal>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/project/project.h"

namespace kinora {

class WorkStore {
 public:
    // "export" makes "exports.json" and "export-1.kinora" in `folder`, which is made when there is something to write.
    WorkStore(std::filesystem::path folder, std::string name);
    ~WorkStore();  // when everything is written

    // Calls `take` for each entry of the list, if there is one. Entries for which it throws a std::exception are left out; where there are
    // such, or the list is none, a copy of it stays as "exports.json.unreadable": somebody may want to mend it.
    void readEntries(const std::function<void(const nlohmann::json& entry)>& take) const;
    void writeEntries(const nlohmann::json& entries);

    void keepProject(qint64 id, std::shared_ptr<const Project> project, const std::filesystem::path& file);
    // `file` as in keepProject(). On any thread. Throws FileError, ProjectFormatError.
    std::shared_ptr<const Project> readProject(qint64 id, const std::filesystem::path& file) const;

    // Removes the project of an entry that is over; `alsoRemove` is called on the thread that does it.
    void forget(qint64 id, const std::function<void()>& alsoRemove);

 private:
    std::filesystem::path listFile() const;
    std::filesystem::path projectFile(qint64 id) const;
    void write(const std::filesystem::path& file, const std::function<std::string()>& text);

    std::filesystem::path folder_;
    std::string name_;
    std::unique_ptr<TaskThread> writer_;
};

// Why an entry failed, as its list keeps it: what can be said again in another language. Earlier lists hold the words alone, and
// empty ones for an entry that did not fail. The second throws nlohmann::json::exception and Error for what is neither.
nlohmann::json problemToJson(const std::optional<ErrorRecord>& problem);
std::optional<ErrorRecord> problemFromJson(const nlohmann::json& value);

}  // namespace kinora

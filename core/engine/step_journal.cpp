#include "core/engine/step_journal.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/generation/serialize.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr const char* record_key = "kinora_step_state";  // everything but the tensors, as JSON
constexpr const char* hash_key = "content_hash";
constexpr std::string_view file_prefix = "step_";
constexpr std::string_view file_suffix = ".safetensors";

std::string file_name(int step) {
    char name[40];
    std::snprintf(name, sizeof name, "step_%05d.safetensors", step);
    return name;
}

// The number in "step_00012.safetensors"; nothing for other names.
std::optional<int> step_of(const fs::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with(file_prefix) || !name.ends_with(file_suffix)) {
        return std::nullopt;
    }
    int step = 0;
    const char* end = name.data() + name.size() - file_suffix.size();
    const auto [parsed, error] = std::from_chars(name.data() + file_prefix.size(), end, step);
    return error == std::errc() && parsed == end ? std::optional(step) : std::nullopt;
}

std::string hash_of(const std::string& record, const std::vector<StateTensor>& tensors) {
    ContentHasher hasher;
    hasher.add(record);
    for (const StateTensor& tensor : tensors) {
        hasher.add(tensor.name);
        hasher.add({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
    }
    return hasher.text();
}

StepState read_file_of_step(const fs::path& path) {
    const SafetensorsFile file(path);
    const auto record = file.metadata().find(record_key);
    const auto hash = file.metadata().find(hash_key);
    if (record == file.metadata().end() || hash == file.metadata().end()) {
        throw MalformedData(path.string() + ": is no step of a job");
    }
    StepState state = read_step_state(nlohmann::json::parse(record->second), {});
    for (const TensorEntry& entry : file.tensors()) {
        const auto bytes = file.bytes(entry);
        state.tensors.push_back({entry.name, entry.type, entry.shape, {bytes.begin(), bytes.end()}});
    }
    if (hash_of(record->second, state.tensors) != hash->second) {
        throw MalformedData(path.string() + ": is damaged");
    }
    return state;
}

struct StepFile {
    fs::path path;
    fs::file_time_type time;
    std::int64_t bytes = 0;
};

// The step files in a folder, by step.
std::vector<StepFile> step_files(const fs::path& folder) {
    std::vector<StepFile> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        std::error_code ignored;
        const auto bytes = static_cast<std::int64_t>(entry.file_size(ignored));
        const auto time = entry.last_write_time(ignored);
        if (!ignored && step_of(entry.path())) {
            files.push_back({entry.path(), time, bytes});
        }
    }
    std::ranges::sort(files, {}, [](const StepFile& file) { return *step_of(file.path); });
    return files;
}

}  // namespace

std::optional<StepsOf> steps_in(const fs::path& folder) {
    const std::string name = folder.filename().string();
    const char* end = name.data() + name.size();
    StepsOf whose(0);
    const auto job = std::from_chars(name.data(), end, whose.job);
    if (job.ec != std::errc() || job.ptr == end) {
        return job.ec == std::errc() ? std::optional(whose) : std::nullopt;
    }
    const auto edition = std::from_chars(job.ptr + 1, end, whose.edition);
    return *job.ptr == '-' && edition.ec == std::errc() && edition.ptr == end ? std::optional(whose) : std::nullopt;
}

StepJournal::StepJournal(fs::path folder, JournalLimits limits) : folder_(std::move(folder)), limits_(limits) {
    make_folder(folder_);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        remove_leftovers(entry.path());
    }
}

fs::path StepJournal::folder_of(const StepsOf& whose) const {
    const std::string job = std::to_string(whose.job);
    return folder_ / (whose.edition == 0 ? job : job + "-" + std::to_string(whose.edition));
}

void StepJournal::write(const StepsOf& whose, const StepState& state) {
    make_folder(folder_of(whose));
    StepState record = state;
    record.tensors.clear();
    const std::string text = serialize(record).json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::vector<TensorBytes> tensors;
    for (const StateTensor& tensor : state.tensors) {
        tensors.push_back({tensor.name, tensor.type, tensor.shape, tensor.bytes});
    }
    PendingFile pending(folder_of(whose) / file_name(state.step), true);
    write_safetensors(pending.path(), tensors, {{record_key, text}, {hash_key, hash_of(text, state.tensors)}});
    pending.commit();
}

std::vector<int> StepJournal::steps(const StepsOf& whose) const {
    std::vector<int> steps;
    for (const StepFile& file : step_files(folder_of(whose))) {
        steps.push_back(*step_of(file.path));
    }
    return steps;
}

std::optional<StepState> StepJournal::read(const StepsOf& whose, int step) const {
    const fs::path path = folder_of(whose) / file_name(step);
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        return std::nullopt;
    }
    try {
        return read_file_of_step(path);
    } catch (const Error&) {
        return std::nullopt;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::optional<StepState> StepJournal::read_last(const StepsOf& whose) const {
    std::vector<int> present = steps(whose);
    for (auto step = present.rbegin(); step != present.rend(); ++step) {
        if (std::optional<StepState> state = read(whose, *step)) {
            return state;
        }
    }
    return std::nullopt;
}

void StepJournal::remove(const StepsOf& whose) {
    std::error_code ignored;
    fs::remove_all(folder_of(whose), ignored);
}

void StepJournal::keep_only(const std::set<StepsOf>& wanted) {
    std::vector<StepsOf> others;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        const std::optional<StepsOf> whose = steps_in(entry.path());
        if (whose && !wanted.contains(*whose)) {
            others.push_back(*whose);
        }
    }
    for (const StepsOf& whose : others) {
        remove(whose);
    }
}

std::int64_t StepJournal::clean_up(const std::set<std::int64_t>& unfinished) {
    std::int64_t total = 0;
    std::vector<StepFile> removable;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        const std::optional<StepsOf> whose = steps_in(entry.path());
        std::vector<StepFile> files = whose ? step_files(entry.path()) : std::vector<StepFile>();
        for (const StepFile& file : files) {
            total += file.bytes;
        }
        if (whose && unfinished.contains(whose->job) && !files.empty()) {
            files.pop_back();
        }
        removable.insert(removable.end(), files.begin(), files.end());
    }
    std::ranges::stable_sort(removable, {}, &StepFile::time);
    for (const StepFile& file : removable) {
        if (total <= limits_.max_bytes) {
            break;
        }
        std::error_code ignored;
        if (fs::remove(file.path, ignored)) {
            total -= file.bytes;
            fs::remove(file.path.parent_path(), ignored);  // goes only if it is empty
        }
    }
    return total;
}

}  // namespace kinora

#include "core/base/error.h"

#include <system_error>
#include <utility>

namespace kinora {

namespace {

std::string with_path(const std::filesystem::path& path, const std::string& message) {
    return path.empty() ? message : path.string() + ": " + message;
}

}  // namespace

FileError::FileError(std::filesystem::path path, const std::string& message)
    : Error(with_path(path, message)), path_(std::move(path)) {}

CheckpointError::CheckpointError(std::filesystem::path path, std::string key, const std::string& message)
    : Error(with_path(path, key.empty() ? message : "\"" + key + "\" " + message)),
      path_(std::move(path)),
      key_(std::move(key)) {}

InvalidRequest::InvalidRequest(std::string field, const std::string& message)
    : Error(message), field_(std::move(field)) {}

MediaError::MediaError(std::filesystem::path path, const std::string& message)
    : Error(with_path(path, message)), path_(std::move(path)) {}

ProjectFormatError::ProjectFormatError(std::filesystem::path path, const std::string& message)
    : Error(with_path(path, message)), path_(std::move(path)) {}
OutOfMemory::OutOfMemory(const std::string& message, std::int64_t needed_bytes, std::int64_t free_bytes)
    : Error(message), needed_bytes_(needed_bytes), free_bytes_(free_bytes) {}

WorkerDied::WorkerDied(Cause cause, int status, const std::string& message)
    : Error(message), cause_(cause), status_(status) {}

std::string system_message(int error_number) {
    return std::generic_category().message(error_number);
}

}  // namespace kinora

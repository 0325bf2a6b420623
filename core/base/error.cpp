#include "core/base/error.h"

#include <system_error>
#include <utility>

namespace kinora {

namespace {

std::string in_front(const std::filesystem::path& path) {
    return path.empty() ? std::string() : path.string() + ": ";
}

}  // namespace

FileError::FileError(std::filesystem::path path, const Sentence& sentence)
    : Error(in_front(path), sentence), path_(std::move(path)) {}

CheckpointError::CheckpointError(std::filesystem::path path, std::string key, const Sentence& sentence)
    : Error(in_front(path) + (key.empty() ? std::string() : "\"" + key + "\" "), sentence),
      path_(std::move(path)),
      key_(std::move(key)) {}

InvalidRequest::InvalidRequest(std::string field, const Sentence& sentence) : Error(sentence), field_(std::move(field)) {}

MediaError::MediaError(std::filesystem::path path, const Sentence& sentence)
    : Error(in_front(path), sentence), path_(std::move(path)) {}

ProjectFormatError::ProjectFormatError(std::filesystem::path path, const Sentence& sentence)
    : Error(in_front(path), sentence), path_(std::move(path)) {}

OutOfMemory::OutOfMemory(const Sentence& sentence, std::int64_t needed_bytes, std::int64_t free_bytes)
    : Error(sentence), needed_bytes_(needed_bytes), free_bytes_(free_bytes) {}

WorkerDied::WorkerDied(Cause cause, int status, const Sentence& sentence)
    : Error(sentence), cause_(cause), status_(status) {}

std::string system_message(int error_number) {
    return std::generic_category().message(error_number);
}

}  // namespace kinora

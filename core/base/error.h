// The errors that core throws. An error says in one sentence what is wrong, where, and what to do; what a caller may
// want to act on is a field. Wrong input throws; a wrong program asserts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/sentence.h"

namespace kinora {

class Error : public std::runtime_error {
 public:
    explicit Error(const Sentence& sentence) : Error(std::string(), sentence) {}

    // what() without the file that it is about. For rooms that say it in another language.
    const Sentence& sentence() const noexcept { return *sentence_; }
    // A stable word for programs that read our output: "file", "checkpoint", "invalid_request", …
    virtual std::string_view kind() const noexcept { return "error"; }

 protected:
    // `place` goes in front of the sentence.
    Error(const std::string& place, const Sentence& sentence)
        : std::runtime_error(place + sentence.in_english()), sentence_(std::make_shared<const Sentence>(sentence)) {}

 private:
    std::shared_ptr<const Sentence> sentence_;  // shared, as copies of exceptions must not throw
};

// A file that cannot be opened, read, or written.
class FileError : public Error {
 public:
    FileError(std::filesystem::path path, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "file"; }
    const std::filesystem::path& path() const noexcept { return path_; }

 private:
    std::filesystem::path path_;
};

// A model file whose content is malformed or does not fit its config. `key` is the tensor or config key, or empty.
class CheckpointError : public Error {
 public:
    CheckpointError(std::filesystem::path path, std::string key, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "checkpoint"; }
    const std::filesystem::path& path() const noexcept { return path_; }
    const std::string& key() const noexcept { return key_; }

 private:
    std::filesystem::path path_;
    std::string key_;
};

// A well-formed model of an architecture, or with an option, that Kinora does not run.
class UnsupportedModel : public Error {
 public:
    using Error::Error;
    std::string_view kind() const noexcept override { return "unsupported_model"; }
};

// A request that the chosen model cannot satisfy. `field` is the name of the setting.
class InvalidRequest : public Error {
 public:
    InvalidRequest(std::string field, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "invalid_request"; }
    const std::string& field() const noexcept { return field_; }

 private:
    std::string field_;
};

// Memory that was not there, or is known beforehand not to be there. The numbers are 0 where they are not known.
class OutOfMemory : public Error {
 public:
    explicit OutOfMemory(const Sentence& sentence, std::int64_t needed_bytes = 0, std::int64_t free_bytes = 0);
    std::string_view kind() const noexcept override { return "out_of_memory"; }
    std::int64_t needed_bytes() const noexcept { return needed_bytes_; }
    std::int64_t free_bytes() const noexcept { return free_bytes_; }

 private:
    std::int64_t needed_bytes_;
    std::int64_t free_bytes_;
};

// A device that is absent or failed.
class DeviceError : public Error {
 public:
    using Error::Error;
    std::string_view kind() const noexcept override { return "device"; }
};

// A video, sound or picture file that cannot be read or written.
class MediaError : public Error {
 public:
    MediaError(std::filesystem::path path, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "media"; }
    const std::filesystem::path& path() const noexcept { return path_; }

 private:
    std::filesystem::path path_;
};

// A change to a document that is not possible, said so that the user can act on it.
class EditError : public Error {
 public:
    // Every one can be said in the user's language, so there is none of a text that Sentence::of() does not know.
    using Error::Error;
    explicit EditError(const char*) = delete;
    explicit EditError(const std::string&) = delete;
    std::string_view kind() const noexcept override { return "edit"; }
};

// A project file that is malformed, damaged, or written by a newer program.
class ProjectFormatError : public Error {
 public:
    ProjectFormatError(std::filesystem::path path, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "project_format"; }
    const std::filesystem::path& path() const noexcept { return path_; }

 private:
    std::filesystem::path path_;
};

// Data from another program, or from our own files, that does not have the form that it should have.
class MalformedData : public Error {
 public:
    using Error::Error;
    std::string_view kind() const noexcept override { return "malformed_data"; }
};

// A worker process that ended, or could not be started, while it was needed.
class WorkerDied : public Error {
 public:
    enum class Cause : std::uint8_t { unset, not_started, exited, killed_by_signal, out_of_memory, bad_protocol };

    // `status` is the exit status or the number of the signal.
    WorkerDied(Cause cause, int status, const Sentence& sentence);
    std::string_view kind() const noexcept override { return "worker_died"; }
    Cause cause() const noexcept { return cause_; }
    int status() const noexcept { return status_; }

 private:
    Cause cause_;
    int status_;
};

// The system's sentence for an errno value.
std::string system_message(int error_number);

}  // namespace kinora

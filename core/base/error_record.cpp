#include "core/base/error_record.h"

#include <charconv>
#include <cstdint>
#include <new>

#include "core/base/cancelled.h"

namespace kinora {

namespace {

std::string field(const ErrorRecord& record, const char* name) {
    const auto found = record.fields.find(name);
    return found == record.fields.end() ? std::string() : found->second;
}

std::int64_t number(const ErrorRecord& record, const char* name) {
    const std::string text = field(record, name);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// The constructors of errors put the place in front of the message; a record holds the whole sentence.
std::string without_prefix(const std::string& text, const std::string& prefix) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

Sentence sentence_of(const ErrorRecord& record, const std::string& place = {}) {
    return record.sentence ? *record.sentence : Sentence(without_prefix(record.message, place));
}

Sentence without_path(const ErrorRecord& record) {
    const std::string path = field(record, "path");
    return sentence_of(record, path.empty() ? path : path + ": ");
}

WorkerDied::Cause cause_of(const ErrorRecord& record) {
    const std::int64_t value = number(record, "cause");
    const bool is_known = value > 0 && value <= static_cast<std::int64_t>(WorkerDied::Cause::bad_protocol);
    return is_known ? static_cast<WorkerDied::Cause>(value) : WorkerDied::Cause::unset;
}

}  // namespace

ErrorRecord record_of(const std::exception& error) {
    ErrorRecord record = {"error", error.what(), {}};
    if (const auto* ours = dynamic_cast<const Error*>(&error)) {
        record.kind = ours->kind();
        if (ours->sentence().is_constant()) {
            record.sentence = ours->sentence();
        }
    }
    if (dynamic_cast<const Cancelled*>(&error) != nullptr) {
        record.kind = "cancelled";
    } else if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
        record = record_of(OutOfMemory(Sentence::of("there is not enough memory for this; lower the size or the number of frames")));
        record.fields.clear();
    } else if (const auto* file = dynamic_cast<const FileError*>(&error)) {
        record.fields = {{"path", file->path().string()}};
    } else if (const auto* checkpoint = dynamic_cast<const CheckpointError*>(&error)) {
        record.fields = {{"path", checkpoint->path().string()}, {"key", checkpoint->key()}};
    } else if (const auto* request = dynamic_cast<const InvalidRequest*>(&error)) {
        record.fields = {{"field", request->field()}};
    } else if (const auto* media = dynamic_cast<const MediaError*>(&error)) {
        record.fields = {{"path", media->path().string()}};
    } else if (const auto* memory = dynamic_cast<const OutOfMemory*>(&error)) {
        record.fields = {{"needed_bytes", std::to_string(memory->needed_bytes())},
                         {"free_bytes", std::to_string(memory->free_bytes())}};
    } else if (const auto* worker = dynamic_cast<const WorkerDied*>(&error)) {
        record.fields = {{"cause", std::to_string(static_cast<int>(worker->cause()))},
                         {"status", std::to_string(worker->status())}};
    }
    return record;
}

Sentence whole_sentence(const Error& error) {
    const std::string what = error.what();
    const std::string place = what.substr(0, what.size() - error.sentence().in_english().size());
    return place.empty() ? error.sentence() : Sentence::of("%1%2", place, error.sentence());
}

void throw_recorded(const ErrorRecord& record) {
    if (record.kind == "cancelled") {
        throw Cancelled();
    }
    if (record.kind == "file") {
        throw FileError(field(record, "path"), without_path(record));
    }
    if (record.kind == "checkpoint") {
        const std::string key = field(record, "key");
        const Sentence rest = without_path(record);
        const bool has_key = !key.empty() && !rest.is_constant();
        throw CheckpointError(field(record, "path"), key, has_key ? without_prefix(rest.words(), "\"" + key + "\" ") : rest);
    }
    if (record.kind == "unsupported_model") {
        throw UnsupportedModel(sentence_of(record));
    }
    if (record.kind == "invalid_request") {
        throw InvalidRequest(field(record, "field"), sentence_of(record));
    }
    if (record.kind == "out_of_memory") {
        throw OutOfMemory(sentence_of(record), number(record, "needed_bytes"), number(record, "free_bytes"));
    }
    if (record.kind == "device") {
        throw DeviceError(sentence_of(record));
    }
    if (record.kind == "media") {
        throw MediaError(field(record, "path"), without_path(record));
    }
    if (record.kind == "malformed_data") {
        throw MalformedData(sentence_of(record));
    }
    if (record.kind == "worker_died") {
        throw WorkerDied(cause_of(record), static_cast<int>(number(record, "status")), sentence_of(record));
    }
    throw Error(sentence_of(record));
}

}  // namespace kinora

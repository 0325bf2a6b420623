// An error as plain values: for crossing the wall between processes, and for being kept in a file. It becomes the same typed
// exception again on the other side.
#pragma once

#include <exception>
#include <map>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/sentence.h"

namespace kinora {

struct ErrorRecord {
    std::string kind;  // Error::kind(), or "cancelled"
    std::string message;
    std::map<std::string, std::string> fields;  // "path", "key", "field", … where the error has them
    std::optional<Sentence> sentence = {};      // the end of the message, where it can be said in other languages

    friend bool operator==(const ErrorRecord&, const ErrorRecord&) = default;
};

// Any exception; those that are not ours have the kind "error", and std::bad_alloc has "out_of_memory".
ErrorRecord record_of(const std::exception& error);

// what() as a sentence, for one that says what went wrong elsewhere.
Sentence whole_sentence(const Error& error);

// Throws the typed exception that the record was made of. An unknown kind throws Error.
[[noreturn]] void throw_recorded(const ErrorRecord& record);

}  // namespace kinora

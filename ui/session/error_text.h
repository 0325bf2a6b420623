// What the user reads where something went wrong. The only place where kinds of errors become sentences.
#pragma once

#include <QString>

#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "core/base/error_record.h"
#include "ui/language/saying.h"

namespace kinora {

// What can be done about it with one button.
enum class Fix : std::uint8_t { none, retry, smaller, shorter, tileDecode, ignoreMemory, models, chooseFolder, log };

struct ErrorText {
    QString title;
    QString sentence;
    QString hint;     // what to do; may be empty
    Fix fix = Fix::none;
    QString fixText;  // of the button
    QString details;  // the message of the program's rooms, in the user's language as far as they said it for the user
    std::vector<std::pair<Fix, QString>> others = {};  // further fixes with their words
};

ErrorText describe(const ErrorRecord& error);

// The error's own words: with the file in front where it is about one, and in the user's language where they can be said in it.
QString messageOf(const ErrorRecord& error);
QString messageOf(const std::exception& error);
Saying sayingOf(const std::exception& error);

// In one line, for places without room for more: what happened in the user's language, with the details.
Saying lineFor(const ErrorRecord& error);
Saying lineFor(const std::exception& error);

}  // namespace kinora

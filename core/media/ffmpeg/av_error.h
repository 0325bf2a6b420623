// FFmpeg's error codes in the words of Kinora's errors, and its log kept off the terminal.
#pragma once

#include <filesystem>

#include "core/base/sentence.h"

namespace kinora::ffmpeg {

// Must run before the first other call into FFmpeg; cheap to call again. Silences FFmpeg's log and limits how much memory
// one of its allocations may take, whatever a file claims.
void initialise();

// Forgets the line of FFmpeg's log that the next error would quote. Called before an operation that may fail.
void forget_log_line();

// The sentence for a negative code that FFmpeg returned.
Sentence av_sentence(int code);

// Throws MediaError: "PATH: DOING: sentence (what FFmpeg's log said first)". `doing` is like "cannot be opened".
[[noreturn]] void throw_av_error(const std::filesystem::path& path, const Sentence& doing, int code);

// Throws as above if `code` is negative; returns it otherwise.
int check_av(int code, const std::filesystem::path& path, const Sentence& doing);

}  // namespace kinora::ffmpeg

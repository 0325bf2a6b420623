// What a running command shows: a bar with time left on a terminal, a line a stage elsewhere, JSON lines for programs.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/options.h"
#include "core/generation/generation_event.h"
#include "core/model/model_trainer.h"

namespace kinora::cli {

// On one line; what is no UTF-8 is replaced.
std::string dump(const nlohmann::json& value);

class Progress {
 public:
    explicit Progress(const OutputOptions& options);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void notice(const std::string& message);
    void stage_started(Stage stage);
    void stage_finished(Stage stage, double seconds);
    // `preview`, where it is not empty, is the file that holds this step's preview.
    void step_finished(const StepFinished& event, const std::filesystem::path& preview);
    void frames_written(std::int64_t done, std::int64_t total);
    // Of the frames that are written, so many were there before and took none of this stage's time.
    void frames_kept(std::int64_t count);
    // The next of several generations.
    void take_started(std::int64_t number, std::int64_t total, const std::string& prompt);
    // What a generation reports beside its frames.
    void show(const GenerationEvent& event);
    void done(const std::filesystem::path& output, std::int64_t num_frames);

    // A bar on a terminal; elsewhere a line each half minute, and with JSON one each second.
    void training_step(const TrainingProgress& event);
    void training_measured(const std::map<std::string, double>& figures);
    void training_ended(const std::filesystem::path& folder, bool is_complete);

    bool is_json() const { return options_.is_json; }

 private:
    void show_bar(const std::string& label, std::int64_t done, std::int64_t total, double seconds_each);
    void clear_bar();
    void print(const nlohmann::json& event) const;

    OutputOptions options_;
    bool is_terminal_;
    bool has_bar_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point stage_start_ = start_;
    std::int64_t num_written_ = 0;
    std::int64_t num_written_before_stage_ = 0;
    std::string bar_label_;
    std::optional<std::chrono::steady_clock::time_point> last_training_line_;
};

// "1 frame", "2 frames".
std::string counted(std::int64_t count, const std::string& thing);

// Writes out what was printed and waits in a buffer. What cannot be written is 1 instead of `status`, with one line on stderr where
// nothing else was said; a reader that went away has what it wanted.
int finish_output(int status);

// One line on stderr and, with --json, an error event on stdout.
void report_error(const OutputOptions& options, const std::string& kind, const std::string& message);

}  // namespace kinora::cli

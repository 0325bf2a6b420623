#include "app/cli/progress.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <variant>

namespace kinora::cli {

namespace {

using nlohmann::json;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<long>(seconds + 0.5);
    char text[32];
    if (whole >= 3600) {
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    }
    return text;
}

std::string duration_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, seconds < 10.0 ? "%.2f s" : "%.1f s", seconds);
    return text;
}

std::string_view label_of(Stage stage) {
    switch (stage) {
        case Stage::load:
            return "loading";
        case Stage::encode_text:
            return "reading the prompt";
        case Stage::denoise:
            return "denoising";
        case Stage::decode:
            return "decoding";
        case Stage::write:
            return "writing";
        case Stage::unset:
            break;
    }
    return "";
}

std::int64_t peak_resident_bytes() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;
}

// A message that is to stay one line, whatever a file name holds.
std::string one_line(std::string text) {
    std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

}  // namespace

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Progress::Progress(const OutputOptions& options) : options_(options), is_terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    clear_bar();
}

void Progress::print(const json& event) const {
    std::printf("%s\n", dump(event).c_str());
    std::fflush(stdout);
}

void Progress::notice(const std::string& message) {
    clear_bar();
    if (options_.is_json) {
        print({{"event", "notice"}, {"message", message}});
    }
    std::fprintf(stderr, "note: %s\n", one_line(message).c_str());
}

void Progress::stage_started(Stage stage) {
    stage_start_ = std::chrono::steady_clock::now();
    num_written_before_stage_ = num_written_;
    bar_label_ = label_of(stage);
    if (is_terminal_ && !options_.is_quiet && !options_.is_json) {
        show_bar(bar_label_, 0, 0, 0.0);
    }
}

void Progress::stage_finished(Stage stage, double seconds) {
    clear_bar();
    if (options_.is_json) {
        print({{"event", "stage"}, {"stage", to_string(stage)}, {"seconds", seconds}});
    } else if (!options_.is_quiet) {
        std::fprintf(stderr, "%-20s %s\n", std::string(label_of(stage)).c_str(), duration_text(seconds).c_str());
    }
}

void Progress::step_finished(const StepFinished& event, const std::filesystem::path& preview) {
    if (options_.is_json) {
        json line = {{"event", "step"}, {"step", event.step}, {"steps", event.num_steps}, {"sigma", event.sigma}, {"seconds", event.seconds}};
        if (!preview.empty()) {
            line["preview"] = preview.string();
        }
        print(line);
    } else if (is_terminal_ && !options_.is_quiet) {
        show_bar(bar_label_, event.step, event.num_steps, seconds_since(stage_start_) / event.step);
    }
}

void Progress::frames_written(std::int64_t done, std::int64_t total) {
    num_written_ = done;
    const std::int64_t of_stage = done - num_written_before_stage_;
    if (is_terminal_ && !options_.is_quiet && !options_.is_json && of_stage > 0) {
        show_bar(bar_label_, done, total, seconds_since(stage_start_) / static_cast<double>(of_stage));
    }
}

void Progress::frames_kept(std::int64_t count) {
    num_written_ = count;
    num_written_before_stage_ = count;
}

void Progress::take_started(std::int64_t number, std::int64_t total, const std::string& prompt) {
    frames_kept(0);
    clear_bar();
    if (options_.is_json) {
        print({{"event", "take"}, {"take", number}, {"takes", total}, {"prompt", prompt}});
    } else if (!options_.is_quiet) {
        std::fprintf(stderr, "take %ld of %ld: %s\n", static_cast<long>(number), static_cast<long>(total), one_line(prompt).c_str());
    }
}

void Progress::show(const GenerationEvent& event) {
    if (const auto* started = std::get_if<StageStarted>(&event)) {
        stage_started(started->stage);
    } else if (const auto* finished = std::get_if<StageFinished>(&event)) {
        stage_finished(finished->stage, finished->seconds);
    } else if (const auto* said = std::get_if<Notice>(&event)) {
        notice(said->message.in_english());
    } else if (const auto* step = std::get_if<StepFinished>(&event)) {
        step_finished(*step, {});
    } else if (const auto* frames = std::get_if<FramesReady>(&event)) {
        frames_written(frames->first_frame + static_cast<std::int64_t>(frames->images.size()), frames->num_frames_total);
    }
}

void Progress::done(const std::filesystem::path& output, std::int64_t num_frames) {
    clear_bar();
    const double seconds = seconds_since(start_);
    if (options_.is_json) {
        print({{"event", "done"},
               {"output", output.string()},
               {"frames", num_frames},
               {"seconds", seconds},
               {"peak_rss_bytes", peak_resident_bytes()}});
    } else if (!options_.is_quiet) {
        std::fprintf(stderr, "%s: %s in %s\n", one_line(output.string()).c_str(), counted(num_frames, "frame").c_str(),
                     duration_text(seconds).c_str());
    }
}

void Progress::training_step(const TrainingProgress& event) {
    const double pause = options_.is_json ? 1.0 : is_terminal_ ? 0.2 : 30.0;
    if (event.step < event.steps && last_training_line_ && seconds_since(*last_training_line_) < pause) {
        return;
    }
    last_training_line_ = std::chrono::steady_clock::now();
    if (options_.is_json) {
        print({{"event", "training"}, {"stage", event.stage}, {"step", event.step}, {"steps", event.steps}, {"loss", event.loss},
               {"seconds_per_step", event.seconds_per_step}, {"seconds_left", event.seconds_left}});
    }
    if (options_.is_quiet || options_.is_json) {
        return;
    }
    char loss[40] = "";  // of what is trained: neither a cache nor a start has one
    if (event.loss != 0.0) {
        std::snprintf(loss, sizeof loss, "%sloss %.4g", is_terminal_ ? " " : ", ", event.loss);
    }
    if (is_terminal_) {
        show_bar(event.stage + loss, event.step, event.steps, event.seconds_per_step);
    } else {
        std::fprintf(stderr, "%s step %ld of %ld%s, %s each, %s left\n", event.stage.c_str(), static_cast<long>(event.step),
                     static_cast<long>(event.steps), loss, duration_text(event.seconds_per_step).c_str(), clock_text(event.seconds_left).c_str());
    }
}

void Progress::training_measured(const std::map<std::string, double>& figures) {
    clear_bar();
    if (options_.is_json) {
        print({{"event", "measures"}, {"figures", figures}});
        return;
    }
    for (const auto& [name, value] : figures) {
        std::printf("%-26s %.4g\n", name.c_str(), value);
    }
}

void Progress::training_ended(const std::filesystem::path& folder, bool is_complete) {
    clear_bar();
    if (options_.is_json) {
        print({{"event", "done"}, {"output", folder.string()}, {"complete", is_complete}, {"seconds", seconds_since(start_)}});
    } else if (!options_.is_quiet) {
        std::fprintf(stderr, is_complete ? "%s: trained\n" : "%s: the time is up; the same command continues\n",
                     one_line(folder.string()).c_str());
    }
}

void Progress::show_bar(const std::string& label, std::int64_t done, std::int64_t total, double seconds_each) {
    constexpr std::int64_t width = 30;
    std::string line = label;
    if (total > 0) {
        const auto filled = static_cast<std::size_t>(width * done / total);
        line.resize(20, ' ');
        line += " [" + std::string(filled, '=') + std::string(width - filled, ' ') + "] " + std::to_string(done) + "/" +
                std::to_string(total) + "  " + duration_text(seconds_each) + " each, " +
                clock_text(seconds_each * static_cast<double>(total - done)) + " left";
    }
    std::fprintf(stderr, "\r%s\033[K", line.c_str());
    std::fflush(stderr);
    has_bar_ = true;
}

void Progress::clear_bar() {
    if (has_bar_) {
        std::fprintf(stderr, "\r\033[K");
        has_bar_ = false;
    }
}

std::string counted(std::int64_t count, const std::string& thing) {
    return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

int finish_output(int status) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
        return status;
    }
    pollfd output = {STDOUT_FILENO, POLLOUT, 0};
    const bool has_lost_reader = ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
    if (has_lost_reader || status != 0) {
        return status;
    }
    std::fprintf(stderr, "kinora-cli: standard output cannot be written; free some space where it goes, or send it elsewhere\n");
    return 1;
}

void report_error(const OutputOptions& options, const std::string& kind, const std::string& message) {
    if (options.is_json) {
        std::printf("%s\n", dump({{"event", "error"}, {"kind", kind}, {"message", message}}).c_str());
        std::fflush(stdout);
    }
    std::fprintf(stderr, "kinora-cli: %s\n", one_line(message).c_str());
}

}  // namespace kinora::cli

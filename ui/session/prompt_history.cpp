#include "ui/session/prompt_history.h"

#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora {

namespace {

constexpr qsizetype mostPrompts = 100;
constexpr std::size_t mostBytes = 8 << 20;

}  // namespace

PromptHistory::PromptHistory(std::filesystem::path file, QObject* parent)
    : QObject(parent), file_(std::move(file)), thread_(std::make_unique<TaskThread>("prompts")) {
    std::error_code ignored;
    if (!std::filesystem::exists(file_, ignored)) {
        return;
    }
    try {
        const nlohmann::json json = read_bounded_json(file_, mostBytes);
        for (const nlohmann::json& prompt : json.is_array() ? json : nlohmann::json::array()) {
            if (prompt.is_string()) {
                prompts_.append(QString::fromStdString(prompt.get<std::string>()));
            }
        }
    } catch (const Error&) {
        prompts_.clear();  // a history that cannot be read is no reason to stop anybody
    }
}

PromptHistory::~PromptHistory() {
    thread_->finish();  // what was written is on the disk
}

void PromptHistory::add(const QString& prompt) {
    if (prompt.trimmed().isEmpty() || (!prompts_.isEmpty() && prompts_.front() == prompt)) {
        return;
    }
    prompts_.removeAll(prompt);
    prompts_.prepend(prompt);
    prompts_ = prompts_.mid(0, mostPrompts);
    nlohmann::json json = nlohmann::json::array();
    for (const QString& text : std::as_const(prompts_)) {
        json.push_back(text.toStdString());
    }
    thread_->post([file = file_, text = json.dump(1)](const std::stop_token&) {
        try {
            write_file_atomically(file, text);
        } catch (const Error&) {
            // Stays in memory.
        }
    });
    Q_EMIT changed();
}

}  // namespace kinora

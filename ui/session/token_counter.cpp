#include "ui/session/token_counter.h"

#include <exception>

namespace kinora {

TokenCounter::TokenCounter(ModelCatalog& catalog, QObject* parent)
    : QObject(parent), catalog_(catalog), thread_(std::make_unique<TaskThread>("tokens")) {}

TokenCounter::~TokenCounter() {
    thread_.reset();
}

void TokenCounter::count(const ModelInfo& model, const std::string& prompt, Field field) {
    {
        const std::scoped_lock lock(mutex_);
        const bool isNew = wanted_.insert_or_assign(field, std::pair(model, prompt)).second;
        if (!isNew) {
            return;
        }
    }
    thread_->post([this, field](const std::stop_token& stop) {
        std::pair<ModelInfo, std::string> wanted;
        {
            const std::scoped_lock lock(mutex_);
            wanted = std::move(wanted_.extract(field).mapped());
        }
        if (stop.stop_requested()) {
            return;
        }
        try {
            const TokenCount count = catalog_.count_tokens(wanted.first, wanted.second);
            Q_EMIT counted(QString::fromStdString(wanted.second), count.num_tokens, count.limit);
        } catch (const std::exception&) {
            Q_EMIT notCounted(QString::fromStdString(wanted.second));  // what is wrong with the model shows elsewhere
        }
    });
}

}  // namespace kinora

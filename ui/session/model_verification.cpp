#include "ui/session/model_verification.h"

#include <exception>
#include <optional>

#include "core/base/cancelled.h"

namespace kinora {

ModelVerification::ModelVerification(ModelCatalog& catalog, QObject* parent)
    : QObject(parent), catalog_(catalog), thread_(std::make_unique<TaskThread>("verification")) {}

ModelVerification::~ModelVerification() {
    thread_.reset();
}

void ModelVerification::start(const std::filesystem::path& folder, const std::filesystem::path& referenceFile) {
    ++numUnderWay_;
    thread_->post([this, folder, referenceFile](const std::stop_token& stop) {
        std::vector<StageVerdict> verdicts;
        std::optional<ErrorRecord> problem;
        try {
            verdicts = catalog_.verify(folder, referenceFile, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = record_of(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, name = QString::fromStdString(folder.string()), verdicts, problem] {
                --numUnderWay_;
                if (problem) {
                    Q_EMIT failed(name, *problem);
                } else {
                    Q_EMIT finished(name, verdicts);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora

#include "ui/log/log_buffer.h"

#include <QDateTime>

#include <atomic>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_io.h"

namespace kinora {

namespace {

constexpr qsizetype mostLines = 2000;
constexpr std::uintmax_t mostBytes = 4 << 20;

// Qt's handler is a plain function; it reaches the buffer through this.
std::atomic<LogBuffer*> qtTarget = nullptr;

void handleQtMessage(QtMsgType, const QMessageLogContext&, const QString& text) {
    if (LogBuffer* target = qtTarget) {
        target->add(text);
    }
}

}  // namespace

LogBuffer::LogBuffer(std::filesystem::path file, QObject* parent) : QObject(parent), file_(std::move(file)) {
    std::error_code ignored;
    std::filesystem::create_directories(file_.parent_path(), ignored);
    if (std::filesystem::file_size(file_, ignored) > mostBytes && !ignored) {
        std::filesystem::rename(file_, file_.string() + ".old", ignored);
    }
}

LogBuffer::~LogBuffer() {
    if (qtTarget == this) {
        qtTarget = nullptr;
        qInstallMessageHandler(nullptr);
    }
}

void LogBuffer::takeQtMessages() {
    qtTarget = this;
    qInstallMessageHandler(&handleQtMessage);
}

void LogBuffer::add(const QString& text) {
    const QString line = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss  ")) + text;
    {
        const std::scoped_lock lock(mutex_);
        lines_.append(line);
        if (lines_.size() > mostLines) {
            lines_.removeFirst();
        }
        try {
            append_to_file(file_, line.toStdString() + "\n");
        } catch (const Error&) {
            // A log that cannot be written is still in memory.
        }
    }
    Q_EMIT added(line);
}

QStringList LogBuffer::lines() const {
    const std::scoped_lock lock(mutex_);
    return lines_;
}

}  // namespace kinora

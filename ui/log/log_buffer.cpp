#include "ui/log/log_buffer.h"

#include <QDateTime>

#include <algorithm>
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

void LogBuffer::add(const Saying& said) {
    const Entry entry = {QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss  ")), said};
    const QString line = entry.line();
    {
        const std::scoped_lock lock(mutex_);
        entries_.append(entry);
        if (entries_.size() > mostLines) {
            entries_.removeFirst();
            ++numDropped_;
        }
        try {
            append_to_file(file_, line.toStdString() + "\n");
        } catch (const Error&) {
            // A log that cannot be written is still in memory.
        }
    }
    Q_EMIT added();
}

QStringList LogBuffer::linesAfter(qint64& seen) const {
    QList<Entry> wanted;
    {
        const std::scoped_lock lock(mutex_);
        wanted = entries_.mid(std::max<qint64>(seen - numDropped_, 0));
        seen = numDropped_ + entries_.size();
    }
    QStringList lines;
    for (const Entry& entry : wanted) {
        lines.append(entry.line());
    }
    return lines;
}

}  // namespace kinora

// What the program has to say about itself: kept in memory for the log panel, which shows it in the present language, and in a file as it was
// said first. Lines may come from any thread.
#pragma once

#include <QList>
#include <QObject>
#include <QStringList>

#include <filesystem>
#include <mutex>

#include "ui/language/saying.h"

namespace kinora {

class LogBuffer : public QObject {
    Q_OBJECT

 public:
    // Goes on in `file`; what earlier runs wrote there stays until it is large.
    explicit LogBuffer(std::filesystem::path file, QObject* parent = nullptr);
    ~LogBuffer() override;

    void add(const Saying& said);
    // Those that are kept and came after the first `seen` of all, which becomes the number of all.
    QStringList linesAfter(qint64& seen) const;
    const std::filesystem::path& file() const { return file_; }

    // From now on, and until this object goes, what Qt has to say goes here as well. One object at a time.
    void takeQtMessages();

 Q_SIGNALS:
    void added();

 private:
    struct Entry {
        QString time;
        Saying said;
        QString line() const { return time + said.text(); }
    };

    std::filesystem::path file_;
    mutable std::mutex mutex_;
    QList<Entry> entries_;
    qint64 numDropped_ = 0;
};

}  // namespace kinora

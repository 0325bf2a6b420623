// What the program has to say about itself: kept in memory for the log panel and in a file. Lines may come from any thread.
#pragma once

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <mutex>

namespace kinora {

class LogBuffer : public QObject {
    Q_OBJECT

 public:
    // Goes on in `file`; what earlier runs wrote there stays until it is large.
    explicit LogBuffer(std::filesystem::path file, QObject* parent = nullptr);
    ~LogBuffer() override;

    void add(const QString& text);
    QStringList lines() const;
    const std::filesystem::path& file() const { return file_; }

    // From now on, and until this object goes, what Qt has to say goes here as well. One object at a time.
    void takeQtMessages();

 Q_SIGNALS:
    void added(const QString& line);

 private:
    std::filesystem::path file_;
    mutable std::mutex mutex_;
    QStringList lines_;
};

}  // namespace kinora

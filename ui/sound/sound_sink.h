// Qt's sound output on the thread that it lives on, which may wait for the system's sound server.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <mutex>

class QAudioSink;

namespace kinora {

class FeedReader;
class SoundFeed;

// What the device's clock showed last, for other threads.
class HeardTime {
 public:
    void set(int run, std::chrono::nanoseconds heard);
    // Of that run, with the time that has gone by since, as long as that is little: clocks of devices move in steps.
    std::chrono::nanoseconds of(int run) const;

 private:
    using Clock = std::chrono::steady_clock;

    mutable std::mutex mutex_;
    int run_ = 0;
    std::chrono::nanoseconds heard_ = {};
    Clock::time_point at_;
};

class SoundSink : public QObject {
    Q_OBJECT

 public:
    // Whoever plays counts the runs, so that answers to what is over by now can be told from others.
    explicit SoundSink(std::shared_ptr<HeardTime> heard);
    ~SoundSink() override;

    void start(int run, std::shared_ptr<SoundFeed> feed);
    void stop();

 Q_SIGNALS:
    void started(int run);
    void failed(int run, const QString& message);

 private:
    // The problem in one sentence; empty where all is well.
    QString open(std::shared_ptr<SoundFeed> feed);
    void publish();
    void lookAtState();

    std::shared_ptr<HeardTime> heard_;
    std::unique_ptr<FeedReader> reader_;
    std::unique_ptr<QAudioSink> sink_;
    QTimer timer_;
    int run_ = 0;
};

}  // namespace kinora

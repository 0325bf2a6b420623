// How loud the monitor is, and why nothing is heard where that is so. One for all pages of a monitor.
#pragma once

#include <QObject>
#include <QString>

namespace kinora {

class MonitorSound : public QObject {
    Q_OBJECT

 public:
    explicit MonitorSound(QObject* parent = nullptr) : QObject(parent) {}

    double volume() const { return volume_; }  // 0 to 1, as it is felt
    bool isMuted() const { return isMuted_; }
    // What samples are multiplied with: 1 at full volume, so that what is heard is what an export contains.
    float amplitude() const;
    // One sentence; empty while there is a device, or nobody knows.
    const QString& problem() const { return problem_; }

    void setVolume(double volume);
    void setMuted(bool isMuted);
    void toggleMuted() { setMuted(!isMuted_); }
    void setProblem(const QString& problem);
    // Tells what went wrong once, however often it happens in a row.
    void report(const QString& message);

 Q_SIGNALS:
    void levelChanged();
    void problemChanged(const QString& problem);
    void reported(const QString& message);

 private:
    double volume_ = 1.0;
    bool isMuted_ = false;
    QString problem_;
    QString lastReport_;
};

}  // namespace kinora

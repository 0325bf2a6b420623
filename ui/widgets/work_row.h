// Work over frames in a list: its name, how far it is, and what can be done with it.
#pragma once

#include <QString>
#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace kinora {

struct WorkRowContent {
    QString name;
    QString toolTip;
    QString state;  // in words
    bool isFailed = false;
    qint64 framesDone = 0;
    qint64 numFrames = 0;
    bool isUnderWay = false;  // it has a bar
    bool canStop = false;
    bool canGoOn = false;
    bool hasFile = false;
    bool canBeRemoved = false;
};

class WorkRow : public QWidget {
    Q_OBJECT

 public:
    struct Button {
        const char* icon;
        QString text;
    };

    // Without `folder`, its file cannot be looked at.
    WorkRow(const Button& stop, const Button& goOn, const Button& remove, const std::optional<Button>& folder, QWidget* parent = nullptr);

    // The same buttons in another language.
    void setTexts(const QString& stop, const QString& goOn, const QString& remove);
    void show(const WorkRowContent& content);

 Q_SIGNALS:
    void stopWanted();
    void resumeWanted();
    void folderWanted();
    void removeWanted();

 protected:
    void changeEvent(QEvent* event) override;

 private:
    QLabel* name_;
    QLabel* state_;
    QProgressBar* progress_;
    QToolButton* stop_;
    QToolButton* resume_;
    QToolButton* folder_ = nullptr;
    QToolButton* remove_;
};

}  // namespace kinora

// What the monitor shows while there is nothing else to see: how to begin, the sample project, and the projects worked on last. Knows
// no session; it is told and tells.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

#include <vector>

class QBoxLayout;
class QCheckBox;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace kinora {

class ProjectCard;

struct RecentProject {
    QString file;
    QString title;
    QString place;   // where it lies, for people
    QString opened;  // when it was opened last
};

class WelcomePage : public QWidget {
    Q_OBJECT

 public:
    // `generateKeys` are what starts a generation; may be empty.
    explicit WelcomePage(const QString& generateKeys, QWidget* parent = nullptr);

    void setRecent(const std::vector<RecentProject>& projects);
    // Of the sample where `file` is empty.
    void setPicture(const QString& file, const QImage& picture);
    // Why a project cannot be opened.
    void setProblem(const QString& file, const QString& problem);
    void setShownAtStart(bool isShown);
    void focusFirst();

 Q_SIGNALS:
    void newWanted();
    void openWanted();
    void sampleWanted();
    void projectWanted(const QString& file);
    void projectRemoved(const QString& file);  // from the list
    void filesDropped(const QStringList& files);
    void shownAtStartChanged(bool isShown);
    void closed();
    void languageChanged();  // what setRecent() said is to be said anew

 protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

 private:
    void buildHead(QVBoxLayout* layout);
    void buildColumns(QVBoxLayout* layout);
    void buildFoot(QVBoxLayout* layout);
    void addRow(const RecentProject& project);
    ProjectCard* cardOf(const QString& file) const;
    void retranslate();

    QString generateKeys_;
    QLabel* title_;
    QLabel* first_;
    QPushButton* new_;
    QPushButton* open_;
    QToolButton* close_;
    QBoxLayout* columns_ = nullptr;
    QLabel* sampleTitle_;
    ProjectCard* sample_;
    QLabel* recentTitle_;
    QLabel* none_;
    QVBoxLayout* rows_ = nullptr;
    QCheckBox* atStart_;
    std::vector<std::pair<QString, QWidget*>> recent_;  // by file, the row
};

}  // namespace kinora

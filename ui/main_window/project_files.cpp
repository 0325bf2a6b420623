#include "ui/main_window/project_files.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "ui/dialogs/added_ending.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

const QString ending = QStringLiteral(".kinora");

QString pathText(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

Project firstProject() {
    Project project;
    GenerateState state;
    state.settings.prompt = "a purple heart rising over the desert";
    project.generate = std::move(state);
    return project;
}

}  // namespace

ProjectFiles::ProjectFiles(Document& document, AppSettings& settings, QWidget& window)
    : QObject(&window), document_(document), settings_(settings), window_(window), thread_(std::make_unique<TaskThread>("versions")) {
    connect(&document_, &Document::saveFailed, this, [this](const Saying& problem) {
        if (!isLeaving_) {  // otherwise it is asked what is to be done
            Q_EMIT failed(problem);
        }
    });
    connect(&document_, &Document::openFailed, this, &ProjectFiles::onOpenFailed);
    connect(&document_, &Document::fileChanged, this, [this] {
        if (document_.hasFile()) {
            settings_.setLastProject(pathText(document_.file()));
            if (!isUntitled()) {
                settings_.addRecentProject(pathText(document_.file()));
            }
        }
    });
    // One that nothing was done with is not worth coming back to.
    connect(&document_, &Document::saved, this, [this] {
        if (isUntitled()) {
            settings_.addRecentProject(pathText(document_.file()));
        }
    });
}

ProjectFiles::~ProjectFiles() = default;

QString ProjectFiles::untitledFolder(const AppSettings& settings) {
    return settings.dataFolder() + QStringLiteral("/projects");
}

bool ProjectFiles::isUntitled() const {
    return isUntitled(pathText(document_.file()), settings_);
}

bool ProjectFiles::isUntitled(const QString& file, const AppSettings& settings) {
    return QFileInfo(file).path() == untitledFolder(settings);
}

QString ProjectFiles::title() const {
    return titleOf(pathText(document_.file()), settings_);
}

QString ProjectFiles::titleOf(const QString& file, const AppSettings& settings) {
    const QString name = QFileInfo(file).completeBaseName();
    return isUntitled(file, settings) ? name.size() > 8 ? tr("Untitled %1").arg(name.mid(8).trimmed()) : tr("Untitled") : name;
}

void ProjectFiles::onOpenFailed(const QString& file, const Saying& message) {
    Q_EMIT failed(message);
    // A window without a project is of no use; but one that could not be made would not be made the second time.
    const bool wasToBeMade = isUntitled(file, settings_) && !QFileInfo::exists(file);
    if (!document_.hasFile() && !wasToBeMade) {
        createUntitled();
    }
}

QString ProjectFiles::newestUntitled() const {
    const QString journal = QStringLiteral(".journal");
    const QStringList written = QDir(untitledFolder(settings_)).entryList({QLatin1Char('*') + ending, QLatin1Char('*') + ending + journal}, QDir::Files, QDir::Time);
    if (written.isEmpty()) {
        return {};
    }
    const QString& newest = written.front();
    return untitledFolder(settings_) + QLatin1Char('/') + (newest.endsWith(journal) ? newest.chopped(journal.size()) : newest);
}

void ProjectFiles::openLast() {
    // The settings are written behind what happens: a program that was killed right after its first project was made knows of none.
    const QString last = settings_.lastProject().isEmpty() ? newestUntitled() : settings_.lastProject();
    if (last.isEmpty() || !QFileInfo::exists(last)) {
        createUntitled();
    } else {
        begin(last);
    }
}

void ProjectFiles::openAtStart(const QString& file) {
    begin(file);
}

void ProjectFiles::begin(const QString& file) {
    document_.openInBackground(file.toStdString(), [this, file](const RecoveredProject& recovered) {
        return isUntitled(file, settings_) || asksForRecovery(file, recovered);
    });
}

bool ProjectFiles::asksForRecovery(const QString& file, const RecoveredProject& recovered) {
    QMessageBox question(QMessageBox::Question, tr("Recover Unsaved Changes"),
                         tr("%1 was not closed properly. It has %n change(s) that were not saved.", nullptr,
                            static_cast<int>(recovered.num_commands))
                             .arg(QFileInfo(file).fileName()),
                         QMessageBox::NoButton, &window_);
    question.setInformativeText(tr("What is not recovered is kept among the earlier versions."));
    QPushButton* recover = question.addButton(tr("Recover"), QMessageBox::AcceptRole);
    question.addButton(tr("Open as Saved"), QMessageBox::DestructiveRole);
    question.setDefaultButton(recover);
    question.setEscapeButton(recover);  // who only wants the question gone loses nothing
    question.exec();
    return question.clickedButton() == recover;
}

void ProjectFiles::open(const QString& file) {
    leaveThen([this, file] { begin(file); });
}

void ProjectFiles::createUntitled() {
    QDir().mkpath(untitledFolder(settings_));
    constexpr int mostTries = 10000;
    for (int i = 1; i < mostTries; ++i) {
        const QString name = i == 1 ? QStringLiteral("Untitled") : QStringLiteral("Untitled %1").arg(i);
        const QString file = untitledFolder(settings_) + QLatin1Char('/') + name + ending;
        if (QFileInfo::exists(file)) {
            continue;
        }
        document_.createInBackground(file.toStdString(), firstProject());
        return;
    }
}

void ProjectFiles::save() {
    isUntitled() ? askForSaveAs() : document_.save();
}

void ProjectFiles::askForNew() {
    leaveThen([this] { createUntitled(); });
}

void ProjectFiles::askForOpen() {
    auto* dialog = new QFileDialog(&window_, tr("Open Project"), {}, tr("Kinora projects (*.kinora)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ProjectFiles::open);
    dialog->open();
}

void ProjectFiles::askForSaveAs() {
    auto* dialog = new QFileDialog(&window_, tr("Save Project As"), isUntitled() ? QDir::homePath() : pathText(document_.file().parent_path()),
                                   tr("Kinora projects (*.kinora)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending.mid(1));
    dialog->selectFile(title() + ending);
    connect(dialog, &QFileDialog::fileSelected, this, &ProjectFiles::saveAs);
    dialog->open();
}

void ProjectFiles::saveAs(const QString& chosen) {
    const QString file = chosen.endsWith(ending) ? chosen : chosen + ending;
    const auto write = [this, file] { document_.saveAs(file.toStdString()); };
    file == chosen ? write() : writeUnderAddedEnding(window_, tr("Save Project As"), file, write);
}

void ProjectFiles::askForVersion() {
    const std::vector<ProjectVersion> versions = list_versions(document_.file());
    if (versions.empty()) {
        auto* box = new QMessageBox(QMessageBox::Information, tr("Earlier Versions"), tr("There are no earlier versions yet."), QMessageBox::Ok,
                                    &window_);
        box->setInformativeText(tr("Each save keeps what the file held before."));
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
        return;
    }
    QStringList names;
    for (const ProjectVersion& version : versions) {
        const QDateTime time = QDateTime::fromSecsSinceEpoch(version.saved_at.time_since_epoch().count());
        names.append(tr("%1. until %2").arg(names.size() + 1).arg(QLocale().toString(time, QStringLiteral("yyyy-MM-dd HH:mm:ss"))));
    }
    auto* dialog = new QInputDialog(&window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QInputDialog::UseListViewForComboBoxItems);
    dialog->setComboBoxItems(names);
    dialog->setTextValue(names.front());
    dialog->setWindowTitle(tr("Earlier Versions"));
    dialog->setLabelText(tr("Replace the project as it is now by the version:"));
    dialog->setOkButtonText(tr("Load"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, names, versions](const QString& name) {
        if (const qsizetype chosen = names.indexOf(name); chosen >= 0) {
            loadVersion(versions.at(static_cast<std::size_t>(chosen)).file);
        }
    });
    dialog->open();
}

void ProjectFiles::loadVersion(const std::filesystem::path& version) {
    thread_->post([this, version, file = document_.file()](const std::stop_token&) {
        std::shared_ptr<const Project> earlier;
        Saying problem;
        try {
            earlier = std::make_shared<const Project>(load_project(version));
        } catch (const std::exception& error) {
            problem = lineFor(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, earlier, problem, file] {
                if (file != document_.file()) {
                    return;  // another project is open by now
                }
                earlier ? replaceBy(*earlier) : failed(problem);
            },
            Qt::QueuedConnection);
    });
}

void ProjectFiles::replaceBy(const Project& earlier) {
    document_.apply(tr("Load earlier version"), [&](const Project& present) {
        Project replaced = earlier;
        replaced.next_id = std::max(earlier.next_id, present.next_id);
        return replaced;
    });
}

void ProjectFiles::saveThen(const std::function<void()>& next) {
    // Both connections go with this, whichever signal comes.
    auto* once = new QObject(this);
    isLeaving_ = true;
    connect(&document_, &Document::saved, once, [this, once, next] {
        once->deleteLater();
        isLeaving_ = false;
        document_.isModified() ? saveThen(next) : next();  // by what came while it was saved
    });
    connect(&document_, &Document::saveFailed, once, [this, once, next](const Saying& problem) {
        once->deleteLater();
        isLeaving_ = false;
        askToLeaveUnsaved(problem, next);
    });
    document_.save();
}

void ProjectFiles::askToLeaveUnsaved(const QString& problem, const std::function<void()>& next) {
    auto* question = new QMessageBox(QMessageBox::Warning, tr("Not Saved"), problem, QMessageBox::Retry | QMessageBox::Cancel, &window_);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("Left as it is, %1 is offered with its changes when it is opened again.").arg(title()));
    const QAbstractButton* const leave = question->addButton(tr("Leave Anyway"), QMessageBox::DestructiveRole);
    connect(question, &QMessageBox::finished, this, [this, question, leave, next](int button) {
        if (question->clickedButton() == leave) {
            next();
        } else if (button == QMessageBox::Retry) {
            saveThen(next);
        }
    });
    question->open();
}

void ProjectFiles::leaveThen(const std::function<void()>& next, const QStringList& notes) {
    QStringList said = notes;
    said.removeAll(QString());
    const QString note = said.join(QLatin1Char('\n'));
    const bool isUnsaved = document_.hasFile() && document_.isModified();
    if (isUnsaved && !isUntitled()) {
        askToSave(next, note);
        return;
    }
    const auto leave = [this, next, isUnsaved] { isUnsaved ? saveThen(next) : next(); };
    note.isEmpty() ? leave() : askToQuit(leave, note);
}

void ProjectFiles::askToQuit(const std::function<void()>& next, const QString& note) {
    auto* question = new QMessageBox(QMessageBox::Question, tr("Quit"), tr("Quit Kinora?"), QMessageBox::Cancel, &window_);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(note);
    QPushButton* quit = question->addButton(tr("Quit"), QMessageBox::AcceptRole);
    question->setDefaultButton(quit);
    connect(quit, &QPushButton::clicked, this, next);
    question->open();
}

void ProjectFiles::askToSave(const std::function<void()>& next, const QString& note) {
    auto* question = new QMessageBox(QMessageBox::Question, tr("Unsaved Changes"), tr("Save the changes to %1?").arg(title()),
                                     QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &window_);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QStringList notes = {tr("What is not saved is kept among the earlier versions.")};
    if (const int num = document_.numUnsavedTakes(); num > 0) {
        notes << tr("Discarded, %n new take(s) would be missing from the project, too: the files stay in its media folder, and the earlier "
                    "version brings them back.", nullptr, num);
    }
    if (!note.isEmpty()) {
        notes << note;
    }
    question->setInformativeText(notes.join(QLatin1Char('\n')));
    connect(question, &QMessageBox::finished, this, [this, next](int button) {
        if (button == QMessageBox::Save) {
            saveThen(next);
        } else if (button == QMessageBox::Discard) {
            document_.discard();
            next();
        }
    });
    question->open();
}

}  // namespace kinora

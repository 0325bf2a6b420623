// The whole studio, killed again and again at random moments while somebody works in it: what it has acknowledged is there
// afterwards, jobs and commands alike, and in the end every job has one take, neither lost nor made twice.
#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "app/application.h"
#include "core/engine/job_store.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/main_window/main_window.h"
#include "ui/session/document.h"

using namespace kinora;
using namespace kinora::test;

// The process that is killed is this same program; the variable says in which folder it works and where its numbers begin.
static constexpr const char* roleVariable = "KINORA_STUDIO_TO_KILL";

static constexpr int numKills = 200;

class StudioKilledSlowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void nothing_acknowledged_is_lost();

 private:
    struct Acknowledged {
        int prompt = 0;             // the newest prompt that was edited in
        std::set<QString> jobs;     // by prompt
    };
    static Application::Options optionsIn(const std::filesystem::path& folder);
    static std::filesystem::path projectIn(const std::filesystem::path& folder) { return folder / "data/projects/Untitled.kinora"; }
    [[noreturn]] static void workUntilKilled(const std::filesystem::path& folder, int number);
    void killOnce(int round);
    void checkJobs();
    void checkProject();

    std::unique_ptr<TempFolder> folder_;
    std::mt19937 random_{1};
    Acknowledged acknowledged_;
};

static QPlainTextEdit* promptOf(const MainWindow& window) {
    for (auto* editor : window.findChildren<QPlainTextEdit*>()) {
        if (editor->accessibleName() == QStringLiteral("Prompt")) {
            return editor;
        }
    }
    return nullptr;
}

static QAbstractItemModel* queueOf(const MainWindow& window) {
    for (auto* list : window.findChildren<QListView*>()) {
        if (list->accessibleName() == QStringLiteral("Jobs")) {
            return list->model();
        }
    }
    return nullptr;
}

static void clickGenerate(const MainWindow& window) {
    for (auto* button : window.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
}

// "shot 12: Done" and the like.
static QString promptInCard(const QModelIndex& card) {
    return card.data(Qt::AccessibleTextRole).toString().section(QLatin1Char(':'), 0, 0);
}

static bool isProjectOpen(Application& application) {
    return application.window().windowTitle().contains(QStringLiteral("Untitled"));
}

static void say(const QString& line) {
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
}

Application::Options StudioKilledSlowTest::optionsIn(const std::filesystem::path& folder) {
    Application::Options options;
    options.settingsFile = QString::fromStdString((folder / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((folder / "data").string());
    options.worker = {KINORA_FAKE_WORKER};
    return options;
}

void StudioKilledSlowTest::workUntilKilled(const std::filesystem::path& folder, int number) {
    // "Recover unsaved changes?" Yes.
    QTimer answer;
    connect(&answer, &QTimer::timeout, [] {
        if (auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            question->defaultButton()->click();
        }
    });
    answer.start(5);
    Application application(*qApp, optionsIn(folder));
    application.start();
    // Until the project is open the window takes no words from anybody, and what is set past it is nobody's.
    while (!isProjectOpen(application)) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
    }
    std::mt19937 random(static_cast<unsigned>(number));
    std::set<QString> told;
    for (;; ++number) {
        promptOf(application.window())->setPlainText(QStringLiteral("shot %1 delay=1").arg(number));
        QCoreApplication::processEvents();
        say(QStringLiteral("prompt %1").arg(number));
        if (random() % 3 == 0) {
            clickGenerate(application.window());
        }
        QTest::qWait(static_cast<int>(random() % 30));
        const QAbstractItemModel* queue = queueOf(application.window());
        for (int row = 0; row < queue->rowCount(); ++row) {
            if (const QString prompt = promptInCard(queue->index(row, 0)); told.insert(prompt).second) {
                say(QStringLiteral("job %1").arg(prompt));
            }
        }
    }
}

void StudioKilledSlowTest::initTestCase() {
    const QStringList role = qEnvironmentVariable(roleVariable).split(QLatin1Char('|'));
    if (role.size() == 2) {
        workUntilKilled(role[0].toStdString(), role[1].toInt());
    }
    folder_ = std::make_unique<TempFolder>();
}

void StudioKilledSlowTest::killOnce(int round) {
    QProcess studio;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString folder = QString::fromStdString(folder_->path().string());
    environment.insert(QString::fromLatin1(roleVariable), QStringLiteral("%1|%2").arg(folder).arg((round + 1) * 1000));
    studio.setProcessEnvironment(environment);
    studio.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    studio.start(QCoreApplication::applicationFilePath(), {QStringLiteral("studio_killed_slow_test")});
    QVERIFY(studio.waitForStarted());
    // Every fourth time while it starts.
    if (round % 4 != 3) {
        QVERIFY2(studio.waitForReadyRead(30'000), "the studio did not come up again");
    }
    QTest::qWait(static_cast<int>(random_() % 900));
    studio.kill();
    QVERIFY(studio.waitForFinished());
    while (studio.canReadLine()) {
        const QString line = QString::fromUtf8(studio.readLine());
        if (!line.endsWith(QLatin1Char('\n'))) {
            break;
        }
        if (line.startsWith(QStringLiteral("prompt "))) {
            acknowledged_.prompt = line.mid(7).trimmed().toInt();
        } else if (line.startsWith(QStringLiteral("job "))) {
            acknowledged_.jobs.insert(line.mid(4).trimmed());
        }
    }
}

void StudioKilledSlowTest::checkJobs() {
    std::set<QString> present;
    for (const Job& job : JobStore(*folder_ / "data/queue/queue.sqlite").load()) {
        present.insert(QString::fromStdString(job.recipe.settings.prompt));
    }
    for (const QString& job : acknowledged_.jobs) {
        QVERIFY2(present.contains(job), qPrintable(QStringLiteral("lost: ") + job));
    }
}

void StudioKilledSlowTest::checkProject() {
    Document document;
    document.open(projectIn(folder_->path()), [](const RecoveredProject&) { return true; });
    const QString prompt = QString::fromStdString(document.project().generate->settings.prompt);
    QVERIFY2(prompt.section(QLatin1Char(' '), 1, 1).toInt() >= acknowledged_.prompt,
             qPrintable(QStringLiteral("%1 is there, %2 was acknowledged").arg(prompt).arg(acknowledged_.prompt)));
    for (const Shared<Take>& take : *document.project().takes) {
        QVERIFY2(std::filesystem::exists(document.mediaFolder() / take->file), take->file.c_str());
    }
    // What has left the place where it was made has landed.
    for (const Job& job : JobStore(*folder_ / "data/queue/queue.sqlite").load()) {
        const bool hasLanded = job.state == JobState::done && !std::filesystem::exists(job.output);
        const bool isThere = std::ranges::any_of(*document.project().takes, [&](const auto& take) { return take->name == job.recipe.settings.prompt; });
        QVERIFY2(!hasLanded || isThere, ("lost take of " + job.recipe.settings.prompt).c_str());
    }
}

void StudioKilledSlowTest::nothing_acknowledged_is_lost() {
    for (int round = 0; round < numKills; ++round) {
        killOnce(round);
        if (acknowledged_.prompt > 0) {
            checkJobs();
            checkProject();
        }
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    QVERIFY(acknowledged_.jobs.size() > numKills / 4);
    {
        Application application(*qApp, optionsIn(folder_->path()));
        application.start();
        // Closed before that, it would leave its project as it was killed, with everything in the journal.
        QTRY_VERIFY_WITH_TIMEOUT(isProjectOpen(application), 60'000);
        const QAbstractItemModel* queue = queueOf(application.window());
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            for (int row = 0; row < queue->rowCount(); ++row) {
                if (!queue->index(row, 0).data(Qt::AccessibleTextRole).toString().endsWith(QStringLiteral("Done"))) {
                    return false;
                }
            }
            return queue->rowCount() > 0;
        }()), 600'000);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(projectIn(folder_->path()).parent_path() / "Untitled.media/incoming"), 60'000);
        application.window().close();
        QTRY_VERIFY_WITH_TIMEOUT(!application.window().isVisible(), 20'000);
    }
    std::multiset<std::string> jobs;
    std::map<std::string, std::string> traces;  // of a job's take, to be told where it is missed
    for (const Job& job : JobStore(*folder_ / "data/queue/queue.sqlite").load()) {
        const std::string& prompt = job.recipe.settings.prompt;
        const auto file = projectIn(folder_->path()).parent_path() / ("Untitled.media/takes/take-" + std::to_string(job.id.value) + ".mkv");
        jobs.insert(prompt);
        traces[prompt] = "job " + std::to_string(job.id.value) + ", made as " + job.output + (std::filesystem::exists(job.output) ? " (there)" : " (gone)") +
                         ", its take's file is " + (std::filesystem::exists(file) ? "there" : "not there");
    }
    std::multiset<std::string> takes;
    const Project project = load_project(projectIn(folder_->path()));
    for (const Shared<Take>& take : *project.takes) {
        takes.insert(take->name);
    }
    std::vector<std::string> onlyOne;
    std::ranges::set_symmetric_difference(jobs, takes, std::back_inserter(onlyOne));
    for (std::string& prompt : onlyOne) {
        prompt += " (" + std::to_string(jobs.count(prompt)) + " jobs, " + std::to_string(takes.count(prompt)) + " takes; " + traces[prompt] + ")";
    }
    QVERIFY2(jobs == takes, onlyOne.empty() ? "" : onlyOne.front().c_str());
}

KINORA_TEST(StudioKilledSlowTest)
#include "studio_killed_slow_test.moc"

// The whole studio, killed again and again at random moments while somebody works in it: what it has acknowledged is there
// afterwards, prompts, jobs, edits of the timeline and what was done with the queue, and in the end every job that was not cancelled
// has one take, neither lost nor made twice.
#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QProcess>
#include <QTimer>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "app/application.h"
#include "core/engine/job_store.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"
#include "tests/app/studio_at_work.h"
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
    void cleanup();

 private:
    struct Acknowledged {
        int prompt = 0;               // the newest prompt that was edited in
        std::set<QString> jobs;       // these two by prompt
        std::set<QString> cancelled;
        std::set<QString> marks;      // markers, by what they say
        std::set<QString> unmarked;   // those that were undone
        std::optional<bool> isHeld;   // the queue; nothing while it has been asked for and not shown yet
    };
    static Application::Options optionsIn(const std::filesystem::path& folder);
    static std::filesystem::path projectIn(const std::filesystem::path& folder) { return folder / "data/projects/Untitled.kinora"; }
    [[noreturn]] static void workUntilKilled(const std::filesystem::path& folder, int number);
    void killOnce(int round);
    void read(const QString& line);
    void checkQueue();
    void checkProject();
    static void checkTakes(const std::filesystem::path& folder);

    std::unique_ptr<TempFolder> folder_;
    std::mt19937 random_{1};
    Acknowledged acknowledged_;
};

static bool isProjectOpen(Application& application) {
    return application.window().windowTitle().contains(QStringLiteral("Untitled"));
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
    Somebody(application.window(), number).work();
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
        read(line.trimmed());
    }
}

void StudioKilledSlowTest::read(const QString& line) {
    const QString what = line.section(QLatin1Char(' '), 0, 0);
    const QString which = line.section(QLatin1Char(' '), 1);
    if (what == QStringLiteral("prompt")) {
        acknowledged_.prompt = which.toInt();
    } else if (what == QStringLiteral("job")) {
        acknowledged_.jobs.insert(which);
    } else if (what == QStringLiteral("cancelled")) {
        acknowledged_.cancelled.insert(which);
    } else if (what == QStringLiteral("mark")) {
        acknowledged_.marks.insert(line);
    } else if (what == QStringLiteral("undoes")) {
        acknowledged_.marks.erase(which);  // it may be gone before that is said
    } else if (what == QStringLiteral("unmark")) {
        acknowledged_.unmarked.insert(line.mid(2));
    } else if (what == QStringLiteral("asks")) {
        acknowledged_.isHeld.reset();
    } else if (what == QStringLiteral("held")) {
        acknowledged_.isHeld = which == QStringLiteral("1");
    }
}

void StudioKilledSlowTest::checkQueue() {
    JobStore store(*folder_ / "data/queue/queue.sqlite");
    std::map<QString, JobState> present;
    for (const Job& job : store.load()) {
        present[QString::fromStdString(job.recipe.settings.prompt)] = job.state;
    }
    for (const QString& job : acknowledged_.jobs) {
        QVERIFY2(present.contains(job), qPrintable(QStringLiteral("lost: ") + job));
    }
    for (const QString& job : acknowledged_.cancelled) {
        QVERIFY2(present.at(job) == JobState::cancelled, qPrintable(QStringLiteral("no longer cancelled: ") + job));
    }
    if (acknowledged_.isHeld) {
        QCOMPARE(store.is_halted(), *acknowledged_.isHeld);
    }
}

void StudioKilledSlowTest::checkProject() {
    Document document;
    document.open(projectIn(folder_->path()), [](const RecoveredProject&) { return true; });
    const QString prompt = QString::fromStdString(document.project().generate->settings.prompt);
    QVERIFY2(prompt.section(QLatin1Char(' '), 1, 1).toInt() >= acknowledged_.prompt,
             qPrintable(QStringLiteral("%1 is there, %2 was acknowledged").arg(prompt).arg(acknowledged_.prompt)));
    for (const QString& mark : acknowledged_.marks) {
        QVERIFY2(hasMark(document.project(), mark), qPrintable(QStringLiteral("lost: ") + mark));
    }
    for (const QString& mark : acknowledged_.unmarked) {
        QVERIFY2(!hasMark(document.project(), mark), qPrintable(QStringLiteral("undone and there again: ") + mark));
    }
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
            checkQueue();
            checkProject();
        }
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    qInfo("%zu jobs, %zu of them cancelled; %zu markers, %zu more undone", acknowledged_.jobs.size(), acknowledged_.cancelled.size(),
          acknowledged_.marks.size(), acknowledged_.unmarked.size());
    for (const auto* done : {&acknowledged_.jobs, &acknowledged_.marks, &acknowledged_.unmarked}) {
        QVERIFY(done->size() > numKills / 10);  // a few times as many where nothing else runs
    }
    QVERIFY(acknowledged_.cancelled.size() > numKills / 20);  // only a job that waits can be
    {
        Application application(*qApp, optionsIn(folder_->path()));
        application.start();
        // Closed before that, it would leave its project as it was killed, with everything in the journal.
        QTRY_VERIFY_WITH_TIMEOUT(isProjectOpen(application), 60'000);
        const QAbstractItemModel* queue = queueOf(application.window())->model();
        if (holdButtonOf(application.window())->isChecked()) {
            QTest::mouseClick(holdButtonOf(application.window()), Qt::LeftButton);
            acknowledged_.isHeld = false;
        }
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            for (int row = 0; row < queue->rowCount(); ++row) {
                const QString text = textOf(queue->index(row, 0));
                if (!text.endsWith(QStringLiteral(": Done")) && !text.endsWith(QStringLiteral(": Cancelled"))) {
                    return false;
                }
            }
            return queue->rowCount() > 0;
        }()), 600'000);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(incoming_folder(media_folder_of(projectIn(folder_->path())))), 300'000);
        application.window().close();
        QTRY_VERIFY_WITH_TIMEOUT(!application.window().isVisible(), 20'000);
    }
    checkQueue();
    checkProject();
    checkTakes(folder_->path());
}

void StudioKilledSlowTest::cleanup() {
    if (QTest::currentTestFailed()) {
        qInfo("%s is kept, to be looked into", folder_->path().c_str());
        (void)folder_.release();
    }
}

// Every job that was not cancelled has one take.
void StudioKilledSlowTest::checkTakes(const std::filesystem::path& folder) {
    std::multiset<std::string> jobs;
    std::map<std::string, std::string> traces;  // of a job's take, to be told where it is missed
    for (const Job& job : JobStore(folder / "data/queue/queue.sqlite").load()) {
        const std::string& prompt = job.recipe.settings.prompt;
        const auto file = projectIn(folder).parent_path() / ("Untitled.media/takes/take-" + std::to_string(job.id.value) + ".mkv");
        if (job.state == JobState::cancelled) {
            continue;
        }
        jobs.insert(prompt);
        traces[prompt] = "job " + std::to_string(job.id.value) + ", made as " + job.output + (std::filesystem::exists(job.output) ? " (there)" : " (gone)") +
                         ", its take's file is " + (std::filesystem::exists(file) ? "there" : "not there");
    }
    std::multiset<std::string> takes;
    const Project project = load_project(projectIn(folder));
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

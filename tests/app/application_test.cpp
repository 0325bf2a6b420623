// The whole studio with a worker process that has the fake generator.
#include "app/application.h"

#include <QApplication>
#include <QFileInfo>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/language/language.h"
#include "ui/log/log_panel.h"
#include "ui/main_window/main_window.h"

using namespace kinora;
using namespace kinora::test;

class ApplicationTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void one_click_after_the_start_makes_a_clip();
    void the_studio_lives_on_without_a_worker();
    void work_survives_the_death_of_the_worker();
    void an_interrupted_job_goes_on_after_a_restart();
    void the_log_says_in_the_language_why_a_job_failed();
    void two_studios_do_not_share_a_queue();
    void a_damaged_queue_is_set_aside_and_told_of();
    void a_studio_waits_for_one_that_is_ending();
};

static Application::Options optionsIn(const TempFolder& folder, std::vector<std::string> worker = {KINORA_FAKE_WORKER}) {
    Application::Options options;
    options.settingsFile = QString::fromStdString((folder / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((folder / "data").string());
    options.worker = std::move(worker);
    return options;
}

static void generate(MainWindow& window, const QString& prompt = {}) {
    if (!prompt.isEmpty()) {
        for (auto* editor : window.findChildren<QPlainTextEdit*>()) {
            if (editor->accessibleName() == QStringLiteral("Prompt")) {
                editor->setPlainText(prompt);
            }
        }
    }
    for (auto* button : window.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
}

static QAbstractItemModel* queueOf(MainWindow& window) {
    for (auto* list : window.findChildren<QListView*>()) {
        if (list->accessibleName() == QStringLiteral("Jobs")) {
            return list->model();
        }
    }
    return nullptr;
}

// What the first card of the queue says.
static QString statusIn(MainWindow& window) {
    QAbstractItemModel* queue = queueOf(window);
    return queue->rowCount() == 0 ? QString() : queue->index(0, 0).data(Qt::AccessibleTextRole).toString();
}

static bool firstJobIsDone(MainWindow& window) {
    if (queueOf(window)->rowCount() == 0) {
        generate(window);  // refused until the models are there
        QTest::qWait(100);
    }
    return statusIn(window).endsWith(QStringLiteral("Done"));
}

static std::size_t numTakes(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        count += entry.path().extension() == ".mkv" ? 1 : 0;
    }
    return count;
}

void ApplicationTest::one_click_after_the_start_makes_a_clip() {
    const TempFolder folder;
    std::filesystem::path project = folder / "data/projects/Untitled.kinora";
    {
        Application application(*qApp, optionsIn(folder));
        application.start();
        QTRY_VERIFY_WITH_TIMEOUT(queueOf(application.window()) != nullptr && application.window().isVisible(), 5'000);
        QTRY_VERIFY_WITH_TIMEOUT(firstJobIsDone(application.window()), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(numTakes(media_folder_of(project) / "takes"), std::size_t{1}, 10'000);
        // The job's own name of the file goes when the document has the take.
        QTRY_COMPARE_WITH_TIMEOUT(numTakes(media_folder_of(project) / "incoming"), std::size_t{0}, 10'000);
        application.window().close();
        QTRY_VERIFY(!application.window().isVisible());
    }
    QCOMPARE(load_project(project).takes->size(), std::size_t{1});
}

void ApplicationTest::the_studio_lives_on_without_a_worker() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder, {"/nowhere/kinora-cli", "worker"}));
    application.start();
    QTest::qWait(300);
    generate(application.window(), QStringLiteral("a ball"));
    QVERIFY(application.window().isVisible());
    bool isSaid = false;
    for (auto* log : application.window().findChildren<QPlainTextEdit*>()) {
        isSaid = isSaid || (log->accessibleName() == QStringLiteral("Log") && log->toPlainText().contains(QStringLiteral("/nowhere/kinora-cli")));
    }
    QVERIFY(isSaid);
}

void ApplicationTest::work_survives_the_death_of_the_worker() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder));
    application.start();
    QTest::qWait(500);
    const QString marker = QString::fromStdString((folder / "crashed").string());
    generate(application.window(), QStringLiteral("a ball delay=20 crash_once=") + marker);
    QTRY_VERIFY_WITH_TIMEOUT(statusIn(application.window()).endsWith(QStringLiteral("Done")), 30'000);
    QVERIFY(QFile::exists(marker));
    // How it died is told, though the job went on.
    bool isSaid = false;
    for (auto* log : application.window().findChildren<QPlainTextEdit*>()) {
        isSaid = isSaid || (log->accessibleName() == QStringLiteral("Log") && log->toPlainText().contains(QStringLiteral("signal 9")));
    }
    QVERIFY(isSaid);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(folder / "data/projects/Untitled.media/takes"), std::size_t{1}, 10'000);
}

void ApplicationTest::an_interrupted_job_goes_on_after_a_restart() {
    const TempFolder folder;
    {
        Application application(*qApp, optionsIn(folder));
        application.start();
        QTest::qWait(500);
        generate(application.window(), QStringLiteral("a ball delay=150"));
        QTRY_VERIFY_WITH_TIMEOUT(statusIn(application.window()).contains(QStringLiteral("step 2")), 20'000);
    }
    Application application(*qApp, optionsIn(folder));
    application.start();
    QTRY_VERIFY_WITH_TIMEOUT(statusIn(application.window()).endsWith(QStringLiteral("Done")), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(folder / "data/projects/Untitled.media/takes"), std::size_t{1}, 10'000);
}

void ApplicationTest::the_log_says_in_the_language_why_a_job_failed() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder));
    application.start();
    QTest::qWait(500);
    const auto log = [&] { return application.window().findChild<LogPanel*>()->findChild<QPlainTextEdit*>()->toPlainText(); };
    generate(application.window(), QStringLiteral("a ball memory_in_decode=1"));
    QTRY_VERIFY_WITH_TIMEOUT(log().contains(QStringLiteral("failed: there is not enough memory for this")), 30'000);
    {
        Language language;
        language.set(QStringLiteral("zh_CN"));
        QTRY_VERIFY2(log().contains(QStringLiteral("\u5931\u8d25\uff1a\u5185\u5b58\u4e0d\u8db3")), qPrintable(log()));
        language.set(QStringLiteral("en"));  // numbers, too
    }
}

void ApplicationTest::two_studios_do_not_share_a_queue() {
    const TempFolder folder;
    Application first(*qApp, optionsIn(folder));
    const auto startAnother = [&] { const Application second(*qApp, optionsIn(folder)); };
    QVERIFY_THROWS_EXCEPTION(FileError, startAnother());
}

void ApplicationTest::a_damaged_queue_is_set_aside_and_told_of() {
    const TempFolder folder;
    const std::filesystem::path queue = folder / "data/queue";
    std::filesystem::create_directories(queue / "steps/7");
    std::ofstream(queue / "queue.sqlite") << std::string(5000, 'x');
    std::ofstream(queue / "steps/7/step_00003.safetensors") << "what was made";
    Application application(*qApp, optionsIn(folder));
    application.start();
    QTRY_VERIFY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()) != nullptr);
    auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    const QString moved = QString::fromStdString((queue / "queue.damaged.sqlite").string());
    QVERIFY2(box->text().contains(moved), qPrintable(box->text()));
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
    QCOMPARE(QFileInfo(moved).size(), 5000);
    QVERIFY(std::filesystem::exists(queue / "steps.damaged/7/step_00003.safetensors"));
    QCOMPARE(queueOf(application.window())->rowCount(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(firstJobIsDone(application.window()), 20'000);
}

void ApplicationTest::a_studio_waits_for_one_that_is_ending() {
    const TempFolder folder;
    auto first = std::make_unique<Application>(*qApp, optionsIn(folder));
    int numTries = 0;
    const auto second = Application::whenFree(*qApp, optionsIn(folder), [&] {
        if (++numTries == 3) {
            first.reset();
        }
        return false;
    });
    QVERIFY(second != nullptr);
    QCOMPARE(numTries, 3);
    QVERIFY(Application::whenFree(*qApp, optionsIn(folder), [] { return true; }) == nullptr);
}

KINORA_TEST(ApplicationTest)
#include "application_test.moc"

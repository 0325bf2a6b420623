// Leaving a project and the program while the queue works, and coming back.
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <fstream>

#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_jobs.h"
#include "ui/main_window/import_export.h"
#include "ui/main_window/project_files.h"
#include "ui/session/export_queue.h"

using namespace kinora;
using namespace kinora::test;

class LeavingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void escape_recovers_what_was_not_saved();
    void the_end_of_work_in_the_queue_is_asked_about();
    void the_question_of_saving_names_the_queue_and_new_takes();
    void takes_of_a_discarded_project_come_in_later();
    void what_cannot_be_opened_leaves_nothing_behind_data();
    void what_cannot_be_opened_leaves_nothing_behind();
    void the_end_of_an_export_is_asked_about();

 private:
    void start() {
        studio_.reset();
        studio_ = std::make_unique<Studio>(folder_->path());
        studio_->open(*folder_ / "film.kinora");
        studio_->showWindow();
        QApplication::setActiveWindow(studio_->window.get());
    }
    MainWindow* window() const { return studio_->window.get(); }
    QMessageBox* question() const {
        for (auto* box : window()->findChildren<QMessageBox*>()) {
            if (box->isVisible()) {
                return box;
            }
        }
        return nullptr;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void LeavingTest::init() {
    folder_ = std::make_unique<TempFolder>();
}

void LeavingTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void LeavingTest::escape_recovers_what_was_not_saved() {
    start();
    studio_->document.apply(QStringLiteral("marker"), [](const Project& project) { return add_marker(project, {.start = 5}); });
    studio_.reset();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->showWindow();
    bool isAsked = false;
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
        if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            isAsked = true;
            QTest::keyClick(box, Qt::Key_Escape);
        }
    });
    answer.start(20);
    window()->files().openAtStart(QString::fromStdString((*folder_ / "film.kinora").string()));
    QTRY_VERIFY(studio_->document.hasFile());
    QVERIFY(isAsked);
    QCOMPARE(studio_->document.project().timeline.markers->size(), std::size_t{1});
}

void LeavingTest::the_end_of_work_in_the_queue_is_asked_about() {
    start();
    write_prompt(*studio_, "slow delay=300", 2);
    studio_->controller.generate(QueuePlace::back);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->bridge.snapshot()->jobs.running() != nullptr, 20'000);
    studio_->document.save();
    QTRY_VERIFY(!studio_->document.isModified());
    window()->close();
    QVERIFY(question() != nullptr);
    QVERIFY2(question()->informativeText().contains(QStringLiteral("running: 1, waiting: 1")), qPrintable(question()->informativeText()));
    QTest::keyClick(question(), Qt::Key_Escape);
    QTRY_VERIFY(question() == nullptr);
    QVERIFY(window()->isVisible());
    window()->close();
    for (auto* button : question()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Quit")) {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    QTRY_VERIFY(!window()->isVisible());
}

void LeavingTest::the_question_of_saving_names_the_queue_and_new_takes() {
    start();
    make_takes(*studio_, "a ball", 1);
    write_prompt(*studio_, "slow delay=300");
    studio_->controller.generate(QueuePlace::back);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->bridge.snapshot()->jobs.running() != nullptr, 20'000);
    window()->close();
    QVERIFY(question() != nullptr);
    const QString text = question()->informativeText();
    QVERIFY2(text.contains(QStringLiteral("running: 1, waiting: 0")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("1 new take")), qPrintable(text));
    QTest::mouseClick(question()->button(QMessageBox::Cancel), Qt::LeftButton);
    QTRY_VERIFY(question() == nullptr);
}

void LeavingTest::takes_of_a_discarded_project_come_in_later() {
    start();
    run_until_step(*studio_, "slow delay=100", 1);
    window()->close();
    QVERIFY(question() != nullptr);
    QTest::mouseClick(question()->button(QMessageBox::Discard), Qt::LeftButton);
    QTRY_VERIFY(!window()->isVisible());
    start();
    QVERIFY(studio_->document.project().generate->settings.prompt.empty());  // that was discarded
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{1}, 30'000);
    QVERIFY(timeline_end(studio_->document.project()) > 0);
}

void LeavingTest::what_cannot_be_opened_leaves_nothing_behind_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("damaged") << QByteArray("{\"format\": \"kin");
    QTest::newRow("newer") << QByteArray("{\"format\": \"kinora-project\", \"version\": 9999}");
}

void LeavingTest::what_cannot_be_opened_leaves_nothing_behind() {
    QFETCH(QByteArray, content);
    start();
    std::filesystem::create_directories(*folder_ / "elsewhere");
    std::ofstream(*folder_ / "elsewhere/bad.kinora") << content.toStdString();
    QSignalSpy failed(&studio_->document, &Document::openFailed);
    window()->files().open(QString::fromStdString((*folder_ / "elsewhere/bad.kinora").string()));
    QVERIFY(failed.wait(10'000));
    const QDir place(QString::fromStdString((*folder_ / "elsewhere").string()));
    QCOMPARE(place.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{QStringLiteral("bad.kinora")});
}

void LeavingTest::the_end_of_an_export_is_asked_about() {
    start();
    const auto film = std::make_shared<const Project>(film_project(studio_->document.mediaFolder(), 24));
    ExportSettings settings;
    settings.path = *folder_ / "film.mp4";
    window()->findChild<ImportExport*>()->exports().add(film, studio_->document.file(), settings);
    window()->close();
    QVERIFY(question() != nullptr);
    QVERIFY2(question()->informativeText().startsWith(QStringLiteral("The export stops")), qPrintable(question()->informativeText()));
    QTest::keyClick(question(), Qt::Key_Escape);
    QTRY_VERIFY(question() == nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(!window()->findChild<ImportExport*>()->exports().isRunning(), 20'000);
    window()->close();
    QTRY_VERIFY(!window()->isVisible());
}

KINORA_TEST(LeavingTest)
#include "leaving_test.moc"

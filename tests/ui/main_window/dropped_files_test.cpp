// Files that are dropped onto the window, by where they are dropped.
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QStatusBar>

#include <fstream>

#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_fixture.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/queue/queue_panel.h"
#include "ui/viewer/monitor.h"

using namespace kinora;
using namespace kinora::test;

class DroppedFilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_picture_for_a_generation_is_a_given_frame_data();
    void a_picture_for_a_generation_is_a_given_frame();
    void the_next_one_is_the_last_frame();
    void elsewhere_it_is_media();
    void a_model_that_keeps_to_no_frames_gets_none();
    void several_are_media();
    void what_is_no_media_is_said();

 private:
    void open() {
        studio_->open(*folder_ / "film.kinora");
        studio_->showWindow();
        QApplication::setActiveWindow(studio_->window.get());
    }
    QWidget* place(const QByteArray& name) const {
        MainWindow* window = studio_->window.get();
        return name == "prompt" ? static_cast<QWidget*>(control<QPlainTextEdit>(window, "Prompt"))
               : name == "monitor" ? static_cast<QWidget*>(window->findChild<Monitor*>())
                                   : static_cast<QWidget*>(window->findChild<QueuePanel*>());
    }
    // As Qt does: to the window, where nothing that is nearer takes it.
    void drop(const QStringList& files, QWidget* on) const {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : files) {
            urls.append(QUrl::fromLocalFile(file));
        }
        data.setUrls(urls);
        QWidget* window = studio_->window.get();
        const QPoint at = on->mapTo(window, on->rect().center());
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window, &event);
    }
    QString picture(const std::string& name, int number) const {
        write_image(*folder_ / name, numbered_picture(96, 64, number), true);
        return QString::fromStdString((*folder_ / name).string());
    }
    const Project& project() const { return studio_->document.project(); }
    QString said() const { return studio_->window->statusBar()->currentMessage(); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void DroppedFilesTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
}

void DroppedFilesTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void DroppedFilesTest::a_picture_for_a_generation_is_a_given_frame_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("prompt") << QByteArray("prompt");
    QTest::newRow("monitor") << QByteArray("monitor");
}

void DroppedFilesTest::a_picture_for_a_generation_is_a_given_frame() {
    QFETCH(QByteArray, name);
    open();
    drop({picture("red.png", 1)}, place(name));
    QTRY_COMPARE_WITH_TIMEOUT(project().generate->keyframes.size(), std::size_t{1}, 10'000);
    QCOMPARE(project().generate->keyframes[0].frame, std::int64_t{0});
    QCOMPARE(project().assets->size(), std::size_t{1});
    QVERIFY(studio_->window->findChild<KeyframePanel*>()->isVisible());
}

void DroppedFilesTest::the_next_one_is_the_last_frame() {
    open();
    drop({picture("red.png", 1)}, place("prompt"));
    QTRY_COMPARE_WITH_TIMEOUT(project().generate->keyframes.size(), std::size_t{1}, 10'000);
    drop({picture("blue.png", 2)}, place("prompt"));
    QTRY_COMPARE_WITH_TIMEOUT(project().generate->keyframes.size(), std::size_t{2}, 10'000);
    QCOMPARE(project().generate->keyframes[1].frame, std::int64_t{fake_model().defaults.num_frames - 1});
}

void DroppedFilesTest::elsewhere_it_is_media() {
    open();
    write_film(*folder_ / "film.mkv", 4);
    drop({QString::fromStdString((*folder_ / "film.mkv").string())}, place("queue"));
    QTRY_COMPARE_WITH_TIMEOUT(project().assets->size(), std::size_t{1}, 10'000);
    QVERIFY(project().generate->keyframes.empty());
}

void DroppedFilesTest::a_model_that_keeps_to_no_frames_gets_none() {
    studio_->catalog.change = [](std::vector<ModelInfo>& models) {
        for (ModelInfo& model : models) {
            model.can_condition_frames = false;
        }
    };
    open();
    drop({picture("red.png", 1)}, place("prompt"));
    QTRY_COMPARE_WITH_TIMEOUT(project().assets->size(), std::size_t{1}, 10'000);
    QVERIFY(project().generate->keyframes.empty());
}

void DroppedFilesTest::several_are_media() {
    open();
    drop({picture("red.png", 1), picture("blue.png", 2)}, place("prompt"));
    QTRY_COMPARE_WITH_TIMEOUT(project().assets->size(), std::size_t{2}, 10'000);
    QVERIFY(project().generate->keyframes.empty());
}

void DroppedFilesTest::what_is_no_media_is_said() {
    open();
    const std::string file = (*folder_ / "notes.mp4").string();
    std::ofstream(file) << "not a film";
    for (const char* name : {"prompt", "queue"}) {
        studio_->window->statusBar()->clearMessage();
        drop({QString::fromStdString(file)}, place(name));
        QTRY_VERIFY_WITH_TIMEOUT(said().startsWith(QString::fromStdString(file) + QStringLiteral(": ")), 10'000);
        QCOMPARE(said().count(QStringLiteral("notes.mp4")), 1);
    }
    QVERIFY(project().assets->empty());
}

KINORA_TEST(DroppedFilesTest)
#include "dropped_files_test.moc"

// The whole studio with the embedded model in a real worker.
#include <QApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "app/application.h"
#include "core/media/image_file.h"
#include "core/media/media_probe.h"
#include "core/project/project_file.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/decoded_frames.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/generate/branch_banner.h"
#include "ui/generate/frame_form.h"
#include "ui/generate/seed_edit.h"
#include "ui/keyframes/curve_editor.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/keyframes/keyframe_tile.h"
#include "ui/main_window/main_window.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class StudioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void one_click_shows_a_preview_and_plays_the_take();
    void a_strength_curve_reaches_the_worker();
    void a_paused_job_goes_on_and_a_branch_starts_from_its_step();
    void variations_are_takes_of_their_own();
    void a_worker_killed_on_the_way_changes_nothing();

 private:
    template <typename T>
    T* control(const char* name) const {
        for (T* widget : application_->window().findChildren<T*>()) {
            if (widget->accessibleName() == QString::fromUtf8(name)) {
                return widget;
            }
        }
        qFatal("there is no control named \"%s\"", name);
        return nullptr;
    }
    template <typename T>
    T* part() const {
        return application_->window().findChild<T*>();
    }
    QListView* queue() const { return control<QListView>("Jobs"); }
    QString status(int row) const { return queue()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); }
    std::size_t numTakes() const {
        std::error_code ignored;
        const std::filesystem::directory_iterator files(media_folder_of(project_) / "takes", ignored);
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }
    // The models are looked for after the start; until they are there, nothing is queued.
    void generate(int numJobs = 1) {
        const int before = queue()->model()->rowCount();
        QTRY_VERIFY_WITH_TIMEOUT(part<FrameForm>()->isEnabled(), 60'000);
        for (auto* button : application_->window().findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Generate")) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(queue()->model()->rowCount(), before + numJobs, 60'000);
    }
    void type(QAbstractSpinBox* box, const char* text) {
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(text));
        QTest::keyClick(box, Qt::Key_Return);
    }
    std::vector<Image> frames(std::size_t take) const {
        return frames_of(media_folder_of(project_) / "takes" / ("take-" + std::to_string(take) + ".mkv"));
    }
    Image firstFrame(std::size_t take) const { return frames(take).front(); }
    // And locks it: an unlocked seed is drawn anew for each generation.
    void typeSeed(const char* seed) {
        auto* field = control<QLineEdit>("Seed");
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QString::fromLatin1(seed));
        QTest::keyClick(field, Qt::Key_Return);
        for (auto* button : part<SeedEdit>()->findChildren<QToolButton*>()) {
            if (button->defaultAction() != nullptr && button->defaultAction()->isCheckable() && !button->isChecked()) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    }

    std::unique_ptr<TempFolder> folder_;
    std::filesystem::path project_;
    std::unique_ptr<Application> application_;
};

void StudioTest::init() {
    folder_ = std::make_unique<TempFolder>();
    project_ = *folder_ / "data/projects/Untitled.kinora";
    Application::Options options;
    options.settingsFile = QString::fromStdString((*folder_ / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((*folder_ / "data").string());
    options.worker = {KINORA_CLI, "worker"};
    QSettings(options.settingsFile, QSettings::IniFormat).setValue(QStringLiteral("generation/preview_seconds"), 0.0);
    application_ = std::make_unique<Application>(*qApp, options);
    application_->start();
}

void StudioTest::cleanup() {
    application_.reset();
    folder_.reset();
}

void StudioTest::one_click_shows_a_preview_and_plays_the_take() {
    auto* monitor = part<Monitor>();
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(monitor->mode(), Monitor::Mode::live, 240'000);
    QTRY_VERIFY_WITH_TIMEOUT(monitor->livePreview().viewer().feed().shownFrame() >= 0, 20'000);
    QVERIFY(monitor->livePreview().shownStep() >= 1);
    QTRY_COMPARE_WITH_TIMEOUT(monitor->mode(), Monitor::Mode::clip, 240'000);
    QTRY_VERIFY_WITH_TIMEOUT(monitor->viewer().controller().isPlaying(), 20'000);
    QCOMPARE(monitor->viewer().controller().numFrames(), std::int64_t{17});
    QTRY_VERIFY_WITH_TIMEOUT(monitor->viewer().feed().shownFrame() > 2, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(media_folder_of(project_) / "incoming"), 20'000);
    application_->window().close();
    QTRY_VERIFY_WITH_TIMEOUT(!application_->window().isVisible(), 20'000);
    application_.reset();
    const Project saved = load_project(project_);
    QCOMPARE(saved.takes->size(), std::size_t{1});
    const MediaInfo info = probe_media(media_folder_of(project_) / saved.takes->front()->file);
    QCOMPARE(info.width, 96);
    QCOMPARE(info.num_frames, std::int64_t{17});
}

static double distance(const Image& a, const Image& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        sum += std::abs(static_cast<int>(a.rgb()[i]) - static_cast<int>(b.rgb()[i]));
    }
    return sum / static_cast<double>(a.rgb().size());
}

// The same seed twice: once the curve keeps the given picture, once it ignores it.
void StudioTest::a_strength_curve_reaches_the_worker() {
    auto* panel = part<KeyframePanel>();
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{1}, 240'000);
    const Image plain = firstFrame(1);
    const Image picture = flat_picture(plain.width(), plain.height(), 200, 30, 40);
    write_image(*folder_ / "red.png", picture, false);
    Q_EMIT panel->filesDropped({QString::fromStdString((*folder_ / "red.png").string())}, 0);
    QTRY_VERIFY_WITH_TIMEOUT(panel->strip().findChild<KeyframeTile*>() != nullptr, 20'000);
    QTest::mouseClick(panel->strip().findChild<KeyframeTile*>(), Qt::LeftButton);
    type(control<QSpinBox>("Length of the keyframe in frames"), "9");
    panel->curve().setFocus();
    QTest::keyClick(&panel->curve(), Qt::Key_Insert);
    std::size_t takes = 1;
    for (const char* strength : {"1", "0"}) {
        type(control<QDoubleSpinBox>("Strength of the curve point"), strength);
        generate();
        ++takes;
        QTRY_COMPARE_WITH_TIMEOUT(numTakes(), takes, 240'000);
    }
    const double kept = distance(firstFrame(2), picture);
    const double ignored = distance(firstFrame(3), picture);
    QVERIFY2(kept < ignored / 2.0, qPrintable(QStringLiteral("%1, %2 without").arg(kept).arg(ignored)));
}

void StudioTest::a_paused_job_goes_on_and_a_branch_starts_from_its_step() {
    auto* monitor = part<Monitor>();
    QTRY_VERIFY_WITH_TIMEOUT(part<FrameForm>()->isEnabled(), 60'000);
    // Enough of them that the pause comes before the end.
    type(control<QDoubleSpinBox>("Steps"), "100");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT(status(0).contains(QStringLiteral("step 2")), 240'000);
    queue()->setFocus();
    queue()->setCurrentIndex(queue()->model()->index(0, 0));
    QTest::keyClick(queue(), Qt::Key_P);
    QTRY_VERIFY_WITH_TIMEOUT(status(0).contains(QStringLiteral("Paused")), 20'000);
    QTest::qWait(500);
    QCOMPARE(numTakes(), std::size_t{0});
    QTest::keyClick(queue(), Qt::Key_R);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{1}, 240'000);
    monitor->setMode(Monitor::Mode::live);
    auto* steps = control<QSlider>("Step");
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Left);
    QTest::mouseClick(control<QPushButton>("Branch from here"), Qt::LeftButton);
    auto* banner = part<BranchBanner>();
    QVERIFY(banner->isVisible());
    auto* prompt = control<QPlainTextEdit>("Prompt");
    prompt->setPlainText(prompt->toPlainText() + QStringLiteral(" at night"));
    generate();
    QTRY_VERIFY(!banner->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{2}, 240'000);
    // Only the last step was made anew, from the one before it.
    QTRY_COMPARE_WITH_TIMEOUT(steps->minimum(), 99, 20'000);
    QCOMPARE(steps->maximum(), 100);
}

void StudioTest::variations_are_takes_of_their_own() {
    QTRY_VERIFY_WITH_TIMEOUT(part<FrameForm>()->isEnabled(), 60'000);
    type(control<QDoubleSpinBox>("Steps"), "4");
    type(control<QSpinBox>("Variations"), "3");
    typeSeed("40");
    generate(3);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{3}, 240'000);
    QVERIFY(firstFrame(1) != firstFrame(2) && firstFrame(2) != firstFrame(3) && firstFrame(1) != firstFrame(3));
    // The first is what its seed makes alone.
    type(control<QSpinBox>("Variations"), "1");
    typeSeed("40");
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{4}, 240'000);
    QVERIFY(frames(4) == frames(1));
}

// The programs that this one started: they all run models.
static std::vector<pid_t> workers() {
    std::vector<pid_t> found;
    for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream children(thread.path() / "children");
        for (pid_t child = 0; children >> child;) {
            found.push_back(child);
        }
    }
    return found;
}

void StudioTest::a_worker_killed_on_the_way_changes_nothing() {
    QTRY_VERIFY_WITH_TIMEOUT(part<FrameForm>()->isEnabled(), 60'000);
    type(control<QDoubleSpinBox>("Steps"), "60");
    typeSeed("7");
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{1}, 240'000);
    typeSeed("7");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT(status(0).contains(QStringLiteral("step 3")), 240'000);
    QVERIFY(!workers().empty());
    for (const pid_t worker : workers()) {
        ::kill(worker, SIGKILL);
    }
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(), std::size_t{2}, 240'000);
    QVERIFY(frames(2) == frames(1));
}

KINORA_TEST(StudioTest)
#include "studio_test.moc"

// The export dialog, with mouse and keys.
#include "ui/dialogs/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include "core/media/media_probe.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/dialogs/export_row.h"
#include "ui/language/language.h"
#include "ui/session/export_queue.h"

using namespace kinora;
using namespace kinora::test;

class ExportDialogTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void exports_by_two_keys();
    void the_form_decides();
    void the_ending_follows_the_format();
    void a_name_with_a_dot_keeps_it();
    void what_runs_is_shown_and_stopped();
    void size_and_time_are_estimated();
    void an_existing_file_is_replaced_if_wanted();
    void an_empty_timeline_is_said();
    void clips_that_are_not_made_are_said();
    void missing_files_are_said();

 private:
    void open(int numFrames, std::optional<FrameRange> range = {}) {
        const auto file = *folder_ / "film.kinora";
        Project project = numFrames > 0 ? film_project(media_folder_of(file), numFrames) : Project();
        project.timeline.range = range;
        document_ = std::make_unique<Document>();
        document_->create(file, project);
        queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
        dialog_ = std::make_unique<ExportDialog>(*document_, *queue_, QString::fromStdString(folder_->path().string()), QStringLiteral("film"));
        dialog_->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog_.get()));
    }
    template <typename T>
    T* field(const char* name) const { return control<T>(dialog_.get(), name); }
    QPushButton* button(const QString& text) const {
        for (auto* each : dialog_->findChildren<QPushButton*>()) {
            if (each->text() == text) {
                return each;
            }
        }
        return nullptr;
    }
    ExportState state() const { return queue_->entries().at(0).state; }

    Language language_;
    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<ExportQueue> queue_;
    std::unique_ptr<ExportDialog> dialog_;
};

void ExportDialogTest::init() {
    language_.set(QStringLiteral("en"));
    folder_ = std::make_unique<TempFolder>();
}

void ExportDialogTest::cleanup() {
    dialog_.reset();
    queue_.reset();
    document_.reset();
    folder_.reset();
}

void ExportDialogTest::exports_by_two_keys() {
    open(12);
    QTest::keyClick(field<QLineEdit>("File"), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->entries().size(), std::size_t{1}, 1000);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::done, 20'000);
    QCOMPARE(probe_media(*folder_ / "film.mp4").num_frames, 12);
    auto* row = dialog_->findChild<ExportRow*>();
    QVERIFY(std::ranges::any_of(row->findChildren<QLabel*>(), [](const QLabel* label) {
        return label->text() == QStringLiteral("Done and checked: 12 frames");
    }));
}

void ExportDialogTest::the_form_decides() {
    open(12, FrameRange{4, 6});
    QCOMPARE(field<QComboBox>("Part")->currentIndex(), 1);  // an in and an out point are there to be used
    QTest::keyClicks(field<QComboBox>("Size"), QStringLiteral("Own"));
    auto* width = field<QSpinBox>("Width");
    QVERIFY(width->isEnabled());
    width->selectAll();
    QTest::keyClicks(width, QStringLiteral("40"));
    auto* height = field<QSpinBox>("Height");
    height->selectAll();
    QTest::keyClicks(height, QStringLiteral("30"));
    QTest::keyClicks(field<QComboBox>("Frames per second"), QStringLiteral("12"));
    QTest::keyClicks(field<QComboBox>("Format"), QStringLiteral("MKV"));
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::done, 20'000);
    const MediaInfo info = probe_media(*folder_ / "film.mkv");
    QCOMPARE(info.width, 40);
    QCOMPARE(info.height, 30);
    QCOMPARE(info.frame_rate, (FrameRate{12, 1}));
    QCOMPARE(info.num_frames, 3);
    QCOMPARE(info.video_codec, std::string("ffv1"));
}

void ExportDialogTest::the_ending_follows_the_format() {
    open(2);
    auto* format = field<QComboBox>("Format");
    QTest::keyClicks(format, QStringLiteral("GIF"));
    QVERIFY(field<QLineEdit>("File")->text().endsWith(QStringLiteral("/film.gif")));
    QVERIFY(!field<QCheckBox>("Sound")->isEnabled());
    QTest::keyClick(format, Qt::Key_Up);
    QVERIFY(field<QLineEdit>("File")->text().endsWith(QStringLiteral("/film.png")));
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::done, 20'000);
    QVERIFY(std::filesystem::exists(*folder_ / "film_0001.png"));
}

void ExportDialogTest::a_name_with_a_dot_keeps_it() {
    open(2);
    auto* file = field<QLineEdit>("File");
    file->setFocus();
    file->selectAll();
    QTest::keyClicks(file, QString::fromStdString((*folder_ / "film 1.5").string()));
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::done, 20'000);
    QVERIFY(std::filesystem::exists(*folder_ / "film 1.5.mp4"));
    QTest::keyClicks(field<QComboBox>("Format"), QStringLiteral("MKV"));
    QVERIFY2(file->text().endsWith(QStringLiteral("/film 1.5.mkv")), qPrintable(file->text()));
    QTest::keyClick(field<QComboBox>("Format"), Qt::Key_Down);
    QVERIFY2(file->text().endsWith(QStringLiteral("/film 1.5.png")), qPrintable(file->text()));
}

void ExportDialogTest::what_runs_is_shown_and_stopped() {
    open(3000);
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(queue_->entries().at(0).framesDone > 0, 20'000);
    auto* row = dialog_->findChild<ExportRow*>();
    QVERIFY(row->findChild<QProgressBar*>()->isVisible());
    QVERIFY(row->findChild<QProgressBar*>()->value() > 0);
    save_screenshots(*dialog_, QStringLiteral("export_dialog"));
    QTest::mouseClick(control<QToolButton>(row, "Stop"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::stopped, 2000);
    QTest::mouseClick(control<QToolButton>(row, "Go On"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::running, 20'000);
    dialog_.reset();  // the export goes on
    QVERIFY(queue_->isRunning());
}

void ExportDialogTest::size_and_time_are_estimated() {
    open(12);
    auto* estimate = field<QLabel>("Estimate");
    QCOMPARE(estimate->text(), QStringLiteral("Estimating size and time\u2026"));
    QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith(QStringLiteral("Estimate: about ")), 20'000);
    const QString first = estimate->text();
    QVERIFY2(first.contains(QStringLiteral("kB")) && first.endsWith(QStringLiteral("less than a second")), qPrintable(first));
    QTest::keyClicks(field<QComboBox>("Format"), QStringLiteral("MKV"));
    QCOMPARE(estimate->text(), QStringLiteral("Estimating size and time\u2026"));
    QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith(QStringLiteral("Estimate: about ")), 20'000);
    QVERIFY(estimate->text() != first);
    QVERIFY(!std::filesystem::exists(*folder_ / "film.mkv"));
    save_screenshots(*dialog_, QStringLiteral("export_estimate"));
}

void ExportDialogTest::an_existing_file_is_replaced_if_wanted() {
    open(3);
    write_film(*folder_ / "film.mp4", 9);
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(state(), ExportState::failed, 20'000);
    const ExportEntry failed = queue_->entries().at(0);
    QVERIFY(exportStateText(failed).contains(QStringLiteral("exists")));
    {
        Language language;
        language.set(QStringLiteral("zh_CN"));
        QVERIFY2(!exportStateText(failed).contains(QStringLiteral("exists")), qPrintable(exportStateText(failed)));
        language.set(QStringLiteral("en"));
    }
    QCOMPARE(probe_media(*folder_ / "film.mp4").num_frames, 9);
    for (auto* box : dialog_->findChildren<QCheckBox*>()) {
        if (box->text() == QStringLiteral("Replace a file of that name")) {
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        }
    }
    QTest::mouseClick(button(QStringLiteral("Export")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->entries().at(1).state, ExportState::done, 20'000);
    QCOMPARE(probe_media(*folder_ / "film.mp4").num_frames, 3);
}

void ExportDialogTest::an_empty_timeline_is_said() {
    open(0);
    QVERIFY(!button(QStringLiteral("Export"))->isEnabled());
    QVERIFY(std::ranges::any_of(dialog_->findChildren<QLabel*>(), [](const QLabel* label) {
        return label->text() == QStringLiteral("There is nothing on the timeline to export.");
    }));
}

void ExportDialogTest::clips_that_are_not_made_are_said() {
    open(12, FrameRange{0, 20});
    const auto says = [&](const QString& sentence) {
        return std::ranges::any_of(dialog_->findChildren<QLabel*>(), [&](const QLabel* label) { return label->text().contains(sentence); });
    };
    QVERIFY(!says(QStringLiteral("will be black")));
    GenerationWish wish;
    wish.settings.num_frames = 9;
    for (const std::int64_t start : {12, 24}) {
        document_->apply(QStringLiteral("Generate"), [&](const Project& before) {
            return generate_clip(before, wish, before.timeline.tracks[0]->id, start, EditMode::normal);
        });
    }
    QVERIFY(says(QStringLiteral("\n1 clip is not made yet and will be black.")));  // the range ends before the other one
    field<QComboBox>("Part")->setFocus();
    QTest::keyClick(field<QComboBox>("Part"), Qt::Key_Up);
    QVERIFY(says(QStringLiteral("\n2 clips are not made yet and will be black.")));
    language_.set(QStringLiteral("zh_CN"));
    document_->apply(QStringLiteral("Clear"), [](const Project& before) { return clear_range_points(before); });
    QVERIFY(!says(QStringLiteral("will be black")));
    QVERIFY(says(QStringLiteral("2 \u4e2a\u7247\u6bb5")));
}

void ExportDialogTest::missing_files_are_said() {
    open(12);
    auto* missing = field<QLabel>("Missing files");
    QTRY_VERIFY_WITH_TIMEOUT(field<QLabel>("Estimate")->text().startsWith(QStringLiteral("Estimate: about ")), 20'000);
    QVERIFY(missing->isHidden());
    std::filesystem::remove(document_->mediaFolder() / "imported/film.mkv");
    QTest::keyClicks(field<QComboBox>("Format"), QStringLiteral("MKV"));
    QTRY_VERIFY_WITH_TIMEOUT(missing->isVisible(), 20'000);
    QVERIFY2(missing->text().startsWith(QStringLiteral("1 file")), qPrintable(missing->text()));
}

KINORA_TEST(ExportDialogTest)
#include "export_dialog_test.moc"

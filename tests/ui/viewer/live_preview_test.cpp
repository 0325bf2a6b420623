#include "ui/viewer/live_preview.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>

#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/viewer/manual_clock.h"
#include "tests/ui/viewer/test_clips.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/glyph_button.h"

using namespace kinora;
using namespace kinora::test;

static int number_shown(const Image& picture) {
    return picture.is_empty() ? -1 : number_in(picture);
}

class LivePreviewTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void plays_the_newest_step_in_a_loop();
    void a_new_step_keeps_the_playhead();
    void the_slider_goes_back_through_the_steps();
    void steps_without_a_preview_show_the_last_one();
    void up_and_down_choose_a_step();
    void stop_and_branch();
    void off_and_rate_are_one_click_away();
    void the_size_is_one_click_away();
    void kept_steps_can_be_branched_from();
    void the_last_step_leaves_nothing_to_branch();
    void another_run_starts_anew();
    void looks();

 private:
    std::unique_ptr<ManualClock> clock_;
    std::unique_ptr<LivePreview> preview_;
    std::vector<StepRecord> steps_;

    // Frame i of step s shows the number 16 s + i.
    void addStep(bool hasPreview = true) {
        StepRecord record;
        record.step = static_cast<int>(steps_.size()) + 1;
        record.sigma = 1.0 - 0.1 * static_cast<double>(steps_.size());
        record.seconds = 0.5;
        if (hasPreview) {
            auto clip = std::make_shared<VideoFrames>();
            clip->frame_rate = {24, 1};
            for (int i = 0; i < 12; ++i) {
                clip->images.push_back(numbered_picture(64, 48, 16 * record.step + i));
            }
            record.preview = clip;
        }
        steps_.push_back(record);
        preview_->setSteps(steps_, 10);
    }
    bool shows(int step, int frame) {
        return QTest::qWaitFor([&] { return number_shown(preview_->viewer().feed().picture()) == 16 * step + frame; }, 10'000);
    }
    template <typename Control>
    Control* control(const char* name) {
        for (auto* found : preview_->findChildren<Control*>()) {
            if (found->accessibleName() == QString::fromLatin1(name)) {
                return found;
            }
        }
        return nullptr;
    }
    void advance(double seconds) {
        clock_->advance(seconds);
        preview_->viewer().controller().tick();
    }
};

void LivePreviewTest::init() {
    clock_ = std::make_unique<ManualClock>();
    preview_ = std::make_unique<LivePreview>(nullptr, clock_->reader());
    preview_->resize(640, 480);
    preview_->show();
    QVERIFY(QTest::qWaitForWindowExposed(preview_.get()));
    preview_->setRunning(true);
    steps_.clear();
}

void LivePreviewTest::cleanup() {
    preview_.reset();
}

void LivePreviewTest::plays_the_newest_step_in_a_loop() {
    QVERIFY(!preview_->viewer().canvas().message().isEmpty());
    addStep();
    QVERIFY(shows(1, 0));
    QVERIFY(preview_->viewer().controller().isPlaying());
    advance(5.0 / 24);
    QVERIFY(shows(1, 5));
    advance(10.0 / 24);
    QVERIFY(shows(1, 3));
}

void LivePreviewTest::a_new_step_keeps_the_playhead() {
    addStep();
    QVERIFY(shows(1, 0));
    advance(4.0 / 24);
    QVERIFY(shows(1, 4));
    addStep();
    QVERIFY(shows(2, 4));
    QVERIFY(preview_->viewer().controller().isPlaying());
    QCOMPARE(preview_->shownStep(), 2);
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Space);  // stays still when the user says so
    addStep();
    QVERIFY(shows(3, 4));
    QVERIFY(!preview_->viewer().controller().isPlaying());
}

void LivePreviewTest::the_slider_goes_back_through_the_steps() {
    for (int i = 0; i < 5; ++i) {
        addStep();
    }
    QVERIFY(shows(5, 0));
    auto* slider = control<QSlider>("Step");
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    QTest::keyClick(slider, Qt::Key_Left);
    QVERIFY(shows(3, 0));
    QVERIFY(!preview_->followsNewest());
    addStep();
    QCOMPARE(preview_->shownStep(), 3);
    QVERIFY(shows(3, 0));
    QTest::mouseClick(control<GlyphButton>("Follow the newest step"), Qt::LeftButton);
    QVERIFY(shows(6, 0));
    QVERIFY(preview_->followsNewest());
    QTest::keyClick(slider, Qt::Key_Home);
    QVERIFY(shows(1, 0));
    QTest::keyClick(slider, Qt::Key_End);
    QVERIFY(preview_->followsNewest());
}

void LivePreviewTest::steps_without_a_preview_show_the_last_one() {
    addStep();
    addStep(false);
    addStep(false);
    QCOMPARE(preview_->shownStep(), 3);
    QVERIFY(shows(1, 0));
}

void LivePreviewTest::up_and_down_choose_a_step() {
    addStep();
    addStep();
    addStep();
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Down);
    QCOMPARE(preview_->shownStep(), 2);
    QVERIFY(shows(2, 0));
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Up);
    QCOMPARE(preview_->shownStep(), 3);
}

void LivePreviewTest::stop_and_branch() {
    QSignalSpy kept(preview_.get(), &LivePreview::stopEarlyAndKeep);
    QSignalSpy branched(preview_.get(), &LivePreview::branchFrom);
    auto* keep = control<QPushButton>("Stop and keep");
    auto* branch = control<QPushButton>("Branch from here");
    QVERIFY(!keep->isEnabled() && !branch->isEnabled());
    addStep();
    addStep();
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Down);
    QTest::mouseClick(branch, Qt::LeftButton);
    QCOMPARE(branched.size(), 1);
    QCOMPARE(branched[0][0].toInt(), 1);
    QTest::mouseClick(keep, Qt::LeftButton);
    QCOMPARE(kept.size(), 1);
    preview_->setRunning(false);
    QVERIFY(!keep->isEnabled());
    QVERIFY(branch->isEnabled());
}

void LivePreviewTest::off_and_rate_are_one_click_away() {
    addStep();
    QVERIFY(shows(1, 0));
    std::vector<PreviewOptions> changes;
    connect(preview_.get(), &LivePreview::optionsChanged, this, [&](const PreviewOptions& options) { changes.push_back(options); });
    QTest::mouseClick(control<GlyphButton>("Preview while it is made"), Qt::LeftButton);
    QCOMPARE(changes.size(), std::size_t{1});
    QVERIFY(!changes[0].is_enabled);
    auto* rate = control<QComboBox>("Preview rate");
    QVERIFY(!rate->isEnabled());
    QVERIFY(!preview_->viewer().canvas().message().isEmpty());  // what was shown before goes too
    QTest::mouseClick(control<GlyphButton>("Preview while it is made"), Qt::LeftButton);
    QVERIFY(shows(1, 0));
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_End);
    QCOMPARE(changes.size(), std::size_t{3});
    QVERIFY(changes[2].is_enabled);
    QCOMPARE(changes[2].min_interval_seconds, 5.0);
}

void LivePreviewTest::the_size_is_one_click_away() {
    QSignalSpy changed(preview_.get(), &LivePreview::optionsChanged);
    auto* size = control<QComboBox>("Preview size");
    QVERIFY(size->isVisible());
    size->setFocus();
    QTest::keyClick(size, Qt::Key_Down);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(preview_->options().pixels_per_latent, 2);
    QTest::keyClick(size, Qt::Key_Down);
    QCOMPARE(preview_->options().pixels_per_latent, 4);
    QTest::mouseClick(control<GlyphButton>("Preview while it is made"), Qt::LeftButton);
    QVERIFY(!size->isEnabled());
}

void LivePreviewTest::kept_steps_can_be_branched_from() {
    QSignalSpy branched(preview_.get(), &LivePreview::branchFrom);
    preview_->setSteps({}, 10);
    preview_->setKeptSteps({1, 2, 4});
    QCOMPARE(preview_->shownStep(), 4);
    QCOMPARE(control<QLabel>("Shown step")->text(), QStringLiteral("Step 4 of 10"));
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Down);
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Down);
    QTest::mouseClick(control<QPushButton>("Branch from here"), Qt::LeftButton);
    QCOMPARE(branched.count(), 1);
    QCOMPARE(branched[0][0].toInt(), 2);
    QVERIFY(!control<QPushButton>("Stop and keep")->isEnabled());
}

void LivePreviewTest::another_run_starts_anew() {
    addStep();
    addStep();
    QTest::keyClick(&preview_->viewer().canvas(), Qt::Key_Down);
    QVERIFY(!preview_->followsNewest());
    steps_.clear();
    preview_->setSteps({}, 0);
    QVERIFY(!preview_->viewer().canvas().message().isEmpty());
    addStep();
    QVERIFY(preview_->followsNewest());
    QVERIFY(shows(1, 0));
    QVERIFY(QTest::qWaitFor([&] { return preview_->viewer().controller().isPlaying(); }));
}

void LivePreviewTest::looks() {
    for (int i = 0; i < 7; ++i) {
        addStep();
    }
    QVERIFY(shows(7, 0));
    save_screenshots(*preview_, QStringLiteral("live_preview"));
}

void LivePreviewTest::the_last_step_leaves_nothing_to_branch() {
    auto* branch = control<QPushButton>("Branch from here");
    addStep();
    addStep();
    preview_->setSteps(steps_, 2);
    QVERIFY(!branch->isEnabled());
    QVERIFY(branch->toolTip().contains(QStringLiteral("last step")));
    auto* steps = control<QSlider>("Step");
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Left);
    QVERIFY(branch->isEnabled());
    QVERIFY(branch->toolTip().isEmpty());
}

KINORA_TEST(LivePreviewTest)
#include "live_preview_test.moc"

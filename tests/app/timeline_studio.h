// The whole studio in a folder of its own, with the embedded model in a real worker, and its timeline under mouse and keys.
#pragma once

#include <QApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QTest>

#include <filesystem>
#include <memory>
#include <vector>

#include "app/application.h"
#include "core/render/timeline_renderer.h"
#include "tests/support/decoded_frames.h"
#include "tests/support/temp_folder.h"
#include "ui/generate/frame_form.h"
#include "ui/main_window/main_window.h"
#include "ui/session/document.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

namespace kinora::test {

class TimelineStudio {
 public:
    TimelineStudio() {
        Application::Options options;
        options.settingsFile = QString::fromStdString((folder_ / "kinora.ini").string());
        options.dataFolder = QString::fromStdString((folder_ / "data").string());
        options.worker = {KINORA_CLI, "worker"};
        application_ = std::make_unique<Application>(*qApp, options);
        application_->start();
        QApplication::setActiveWindow(&window());
    }

    const TempFolder& folder() const { return folder_; }
    MainWindow& window() const { return application_->window(); }
    TimelinePanel* panel() const { return window().findChild<TimelinePanel*>(); }
    TimelineState& state() const { return panel()->state(); }
    TimelineView* view() const { return panel()->view(); }
    const Project& project() const { return state().project(); }
    const std::vector<Shared<Clip>>& clips(std::size_t track = 0) const { return project().timeline.tracks.at(track)->clips; }
    const Take& newestTake() const { return *project().takes->back(); }

    std::vector<Image> pictures(const Take& take) const { return frames_of(state().document().mediaFolder() / take.file); }
    // Whether the timeline shows just these pictures there.
    bool shows(const FrameRange& range, const std::vector<Image>& pictures) const {
        TimelineRenderer renderer(state().document().mediaFolder());
        bool isSo = range.length == static_cast<std::int64_t>(pictures.size());
        for (std::int64_t i = 0; isSo && i < range.length; ++i) {
            isSo = renderer.render(project(), range.start + i) == at_timeline_size(project(), pictures[static_cast<std::size_t>(i)]);
        }
        return isSo;
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, int times = 1) const {
        for (int i = 0; i < times; ++i) {
            QTest::keyClick(view(), key, modifiers);
        }
    }
    void movePlayheadTo(std::int64_t frame) const {
        key(Qt::Key_Home);
        key(Qt::Key_Right, {}, static_cast<int>(frame));
        QCOMPARE(state().playhead(), frame);
    }
    QPoint at(std::int64_t frame, std::size_t track = 0, int pixels = 0) const {
        const TimelineGeometry& geometry = view()->geometry();
        return {qRound(geometry.xOf(frame)) + pixels, geometry.rowTop(track) + geometry.rowHeight(track) / 2};
    }
    void click(const Clip& clip, std::size_t track = 0) const {
        const int half = qRound(view()->geometry().widthOf(clip.length) / 2);
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at(clip.start, track, half));
        QVERIFY(state().isSelected(clip.id));
    }
    void drag(const QPoint& from, const QPoint& to) const {
        QWidget* viewport = view()->viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        for (const QPoint& point : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, point, viewport->mapToGlobal(QPointF(point)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(viewport, &move);
        }
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
    }

    // In few steps, by the key that everybody begins with.
    void makeFirstClip() const {
        QTRY_VERIFY_WITH_TIMEOUT(window().findChild<FrameForm*>()->isEnabled(), 60'000);
        for (auto* box : window().findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName() == QStringLiteral("Steps")) {
                box->setFocus();
                box->selectAll();
                QTest::keyClicks(box, QStringLiteral("3"));
            }
        }
        QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);  // the layout with the timeline
        QTest::keyClick(&window(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{1}, 240'000);
        QTRY_VERIFY(view()->isVisible());
    }
    // The prompt is typed where the ghost is, and the take waited for.
    void make(const char* prompt, std::size_t numTakes) const {
        auto* bubble = view()->findChild<PromptBubble*>();
        QVERIFY(bubble->isVisible());
        auto* field = bubble->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        field->selectAll();
        QTest::keyClicks(field, QString::fromUtf8(prompt));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), numTakes, 240'000);
        QVERIFY(project().generations->empty());
        QCOMPARE(newestTake().num_frames, newestTake().origin->num_kept);  // none of what its neighbours gave
    }

    // As the user does, and then for good.
    void close() {
        window().close();
        QTRY_VERIFY_WITH_TIMEOUT(!window().isVisible(), 20'000);
        application_.reset();
    }

 private:
    TempFolder folder_;
    std::unique_ptr<Application> application_;
};

}  // namespace kinora::test

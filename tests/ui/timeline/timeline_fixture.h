// A project in a folder of its own, and the timeline that shows it.
#pragma once

#include <QApplication>
#include <QLineEdit>
#include <QTest>

#include <memory>
#include <vector>

#include "core/media/video_writer.h"
#include "core/media/output_format.h"
#include "tests/core/media/test_pictures.h"
#include "tests/core/project/test_project.h"
#include "tests/support/temp_folder.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

namespace kinora::test {

inline ModelInfo modelThatContinues() {
    ModelInfo model;
    model.name = model.display_name = "model";
    model.frame_multiple = 8;
    model.can_condition_frames = true;
    return model;
}

// On the lower track "a" 0-40 of film from frame 20 on, "b" 40-100, a gap, "d" 130-170 which is the end of film; on the upper
// track "c" 50-90, all of it seen at 4 pixels a frame.
struct TimelineFixture {
    explicit TimelineFixture(bool withFilm = false) {
        TestProject start;
        a = start.put(start.lower, "a", start.film, 0, 40, 20);
        b = start.put(start.lower, "b", start.film, 40, 60, 80);
        d = start.put(start.lower, "d", start.film, 130, 40, 200);
        c = start.put(start.upper, "c", start.shot, 50, 40, 10);
        lower = start.lower;
        upper = start.upper;
        document.create(folder / "p.kinora", start.project);
        if (withFilm) {
            writeFilm();
        }
        panel = std::make_unique<TimelinePanel>(document);
        panel->resize(1100, 320);
        panel->show();
        view()->activateWindow();
        view()->setFocus();
    }

    TimelineView* view() const { return panel->view(); }
    QWidget* viewport() const { return view()->viewport(); }
    TimelineState& state() const { return panel->state(); }
    const Project& project() const { return document.project(); }
    std::string lowerClips() const { return drawing(project(), lower); }
    std::string upperClips() const { return drawing(project(), upper); }

    PromptBubble* bubble() const { return view()->findChild<PromptBubble*>(); }
    void answerBubble(const QString& prompt) const {
        auto* field = bubble()->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, prompt);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QPoint at(std::int64_t frame, std::size_t track, int pixels = 0) const {
        const TimelineGeometry& geometry = view()->geometry();
        return {qRound(geometry.xOf(frame)) + pixels, geometry.rowTop(track) + geometry.rowHeight(track) / 2};
    }
    void move(const QPoint& to, Qt::KeyboardModifiers modifiers = {}) const {
        QMouseEvent event(QEvent::MouseMove, to, viewport()->mapToGlobal(QPointF(to)), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(viewport(), &event);
    }
    void press(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mousePress(viewport(), Qt::LeftButton, modifiers, from);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) const {
        press(from, to, modifiers);
        QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, to);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(view(), key, modifiers); }

    // Pictures for "film", as many as it has.
    void writeFilm() const {
        VideoWriterSettings settings;
        settings.format = output_format_for("film.mp4");
        settings.width = 160;
        settings.height = 120;
        settings.frame_rate = {24, 1};
        std::filesystem::create_directories(document.mediaFolder());
        VideoWriter writer(document.mediaFolder() / "film.mp4", settings);
        for (int i = 0; i < 240; ++i) {
            writer.write(numbered_picture(160, 120, i));
        }
        writer.finish();
    }

    TempFolder folder;
    Document document;
    std::unique_ptr<TimelinePanel> panel;
    ClipId a, b, c, d;
    TrackId lower, upper;
};

}  // namespace kinora::test

// Before anything is made, the timeline shows what will be: the frames, what they are conditioned on, the latent grid, memory and time.
#include "ui/timeline/generation_ask.h"

#include <QLabel>
#include <QPainter>

#include <array>
#include <map>
#include <vector>

#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"
#include "ui/theme/theme.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/segments_dialog.h"

using namespace kinora;
using namespace kinora::test;

namespace {

struct Given {
    std::size_t track = 0;
    FrameRange range;
};

}  // namespace

class GenerationGhostTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        QVERIFY(QTest::qWaitForWindowActive(t_->panel.get()));
        t_->state().setModel(modelThatContinues());
        t_->state().setEstimate([](const Generation& planned) { return QStringLiteral("3 MiB, 7 s for %1").arg(planned.parts.size()); });
    }
    void cleanup() { t_.reset(); }

    void it_says_what_will_be_made_data();
    void it_says_what_will_be_made();

 private:
    void ask(const QString& what) const;
    std::vector<Given> given(const QString& what) const;
    const Generation& planned() const { return *t_->state().preview()->project->generations->back(); }
    const Clip& clipOf(const GenerationPart& part) const { return find_clip(*t_->state().preview()->project, part.clip)->clip(); }
    std::string said() const;
    std::string told() const;
    // The timeline without what lies above it.
    QImage picture() const {
        QImage image(t_->viewport()->size(), QImage::Format_RGB32);
        QPainter painter(&image);
        t_->viewport()->render(&painter, {}, {}, QWidget::DrawWindowBackground);
        return image;
    }
    int bottom(std::size_t track) const { return t_->view()->geometry().rowTop(track) + t_->view()->geometry().rowHeight(track); }
    int x(std::int64_t frame) const { return qRound(t_->view()->geometry().xOf(frame)); }

    std::unique_ptr<TimelineFixture> t_;
};

void GenerationGhostTest::it_says_what_will_be_made_data() {
    QTest::addColumn<QString>("what");
    for (const char* each : {"extend", "extend backwards", "fill", "regenerate", "loop", "blend", "blend overlap", "restyle", "segments"}) {
        QTest::newRow(each) << QString::fromLatin1(each);
    }
}

void GenerationGhostTest::ask(const QString& what) const {
    const bool isOfLast = what.startsWith(QStringLiteral("extend"));
    t_->state().setPlayhead(what == QStringLiteral("fill") ? 110 : 170);
    if (what == QStringLiteral("regenerate")) {
        t_->state().apply({}, [](const Project& before) { return set_out_point(set_in_point(before, 62), 79); });
    }
    if (what == QStringLiteral("blend overlap")) {
        t_->state().apply({}, [&](const Project& before) { return move_clips(before, std::array{t_->c}, 20, 0, EditMode::normal); });
    }
    t_->state().setCurrent(isOfLast ? t_->d : what == QStringLiteral("blend") ? t_->a : t_->b);
    const std::map<QString, std::pair<Qt::Key, bool>> keys = {
        {QStringLiteral("extend"), {Qt::Key_E, false}},       {QStringLiteral("extend backwards"), {Qt::Key_E, true}},
        {QStringLiteral("fill"), {Qt::Key_G, false}},         {QStringLiteral("regenerate"), {Qt::Key_R, true}},
        {QStringLiteral("loop"), {Qt::Key_L, true}},          {QStringLiteral("blend"), {Qt::Key_B, true}},
        {QStringLiteral("blend overlap"), {Qt::Key_B, true}}, {QStringLiteral("restyle"), {Qt::Key_S, true}},
        {QStringLiteral("segments"), {Qt::Key_P, true}}};
    const auto [key, withShift] = keys.at(what);
    t_->key(key, withShift ? Qt::ShiftModifier : Qt::NoModifier);
}

// Where the frames are that condition it, by what each action means.
std::vector<Given> GenerationGhostTest::given(const QString& what) const {
    const GenerationPart& part = planned().parts.back();
    const FrameRange made = clipOf(part).range();
    const std::int64_t head = part.conditions.empty() ? 0 : part.conditions.front().num_frames;
    const std::int64_t tail = part.conditions.empty() ? 0 : part.conditions.back().num_frames;
    const Given before = {0, {made.start - head, head}};
    const Given after = {0, {made.end(), tail}};
    if (what == QStringLiteral("extend") || what == QStringLiteral("segments")) {
        return {before};
    }
    if (what == QStringLiteral("extend backwards")) {
        return {after};
    }
    if (what == QStringLiteral("loop")) {
        return {before, {0, {40, tail}}};  // its own beginning
    }
    if (what == QStringLiteral("blend overlap")) {
        return {before, {1, after.range}};
    }
    return what == QStringLiteral("restyle") ? std::vector<Given>{{0, {40, 60}}} : std::vector<Given>{before, after};
}

std::string GenerationGhostTest::said() const {
    std::string all;
    const QWidget* dialog = t_->panel->findChild<SegmentsDialog*>();
    const QWidget* asking = dialog != nullptr ? dialog : t_->view()->findChild<PromptBubble*>();
    for (const QLabel* label : asking->findChildren<QLabel*>()) {
        all += label->isVisible() ? label->text().toStdString() + "\n" : std::string();
    }
    return all;
}

// To screen readers.
std::string GenerationGhostTest::told() const {
    std::string all;
    for (QWidget* each : t_->panel->findChildren<QWidget*>()) {
        all += each->isVisible() ? each->accessibleDescription().toStdString() + "\n" : std::string();
    }
    return all;
}

void GenerationGhostTest::it_says_what_will_be_made() {
    QFETCH(QString, what);
    const int steps = what == QStringLiteral("regenerate") || what == QStringLiteral("blend overlap") ? 1 : 0;
    ask(what);
    QVERIFY(t_->state().preview() != nullptr && t_->state().preview()->project);
    QCOMPARE(t_->document.undoStack()->count(), steps);  // nothing of it is done
    const AskedFrames frames = asked_frames(*t_->state().preview()->project);
    const std::string text = said();
    const auto says = [&](const std::string& part) { return text.find(part) != std::string::npos; };
    QVERIFY2(says("the model makes " + std::to_string(frames.made)), text.c_str());
    QVERIFY2(says("conditioning frames: " + std::to_string(frames.given)) && frames.given > 0, text.c_str());
    QVERIFY2(says(frames.kept == frames.wanted ? "New frames: " + std::to_string(frames.kept)
                                               : std::to_string(frames.kept) + " frames instead of " + std::to_string(frames.wanted)),
             text.c_str());
    QVERIFY2(says("3 MiB, 7 s for " + std::to_string(planned().parts.size())), text.c_str());
    QVERIFY(told().find("the model makes " + std::to_string(frames.made)) != std::string::npos);

    const QImage image = picture();
    const QColor colour = theme::success(t_->view()->palette());
    for (const Given& each : given(what)) {
        QVERIFY(each.range.length > 0);
        const QRect marked(x(each.range.start), bottom(each.track) - 8, x(each.range.end()) - x(each.range.start), 8);
        const auto* bubble = t_->view()->findChild<PromptBubble*>();
        QVERIFY(!bubble->isVisible() || !bubble->geometry().intersects(marked));  // the question does not lie on what it is about
        const int y = bottom(each.track) - 2;
        for (const std::int64_t frame : {each.range.start, each.range.end() - 1}) {
            QCOMPARE(image.pixelColor(x(frame) + 2, y), colour);
        }
        for (const std::int64_t frame : {each.range.start - 1, each.range.end()}) {
            QVERIFY(image.pixelColor(x(frame) + 2, y) != colour);
        }
    }
    for (const GenerationPart& part : planned().parts) {
        QCOMPARE((part.settings.num_frames - 1) % 8, 0);
        const auto place = find_clip(*t_->state().preview()->project, part.clip);
        const Clip& made = place->clip();
        int ticks = 0;
        for (std::int64_t frame = made.start - part.first_kept + 1; frame < made.end(); frame += 8) {
            if (frame >= made.start && x(frame) + 2 < image.width()) {
                const int y = bottom(place->track_index) - 6;
                QVERIFY(image.pixelColor(x(frame), y) != image.pixelColor(x(frame) + 2, y));
                ++ticks;
            }
        }
        QVERIFY(ticks > 0 || x(made.start) + 8 * 4 > image.width());
    }
}

KINORA_TEST(GenerationGhostTest)
#include "generation_ghost_test.moc"

// What the timeline makes is made of what it says: in the whole studio, with the embedded model in a real worker and mouse and keys, the
// frames of a take are those that kinora-cli renders of the same given frames, and what was there before is as it was.
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/media/clip_writer.h"
#include "core/render/timeline_renderer.h"
#include "tests/app/timeline_studio.h"
#include "tests/support/command.h"
#include "tests/support/test_main.h"
#include "ui/timeline/clip_hit.h"
#include "ui/timeline/segments_dialog.h"
#include "ui/timeline/takes_picker.h"
#include "ui/timeline/timeline_handles.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/monitor.h"

using namespace kinora;
using namespace kinora::test;

class TimelinePicturesStudioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup() { studio_.reset(); }
    void segments_go_on_from_one_another();
    void a_clip_is_extended_backwards();
    void a_clip_is_made_again_and_compared();
    void a_held_frame_begins_the_next_clip();
    void overlapping_clips_are_blended();

 private:
    // Frames of the project that condition a take, from that frame of what the model makes on.
    struct Given {
        std::vector<Image> frames;
        std::int64_t at = 0;
    };
    const Project& project() const { return studio_->project(); }
    const std::vector<Shared<Clip>>& clips(std::size_t track = 0) const { return studio_->clips(track); }
    template <typename T>
    T* control(const QWidget* in, const char* name) const;
    QPushButton* button(const QWidget* in, const char* text) const;
    void clickHandle(TimelineCommand command, const QPoint& near) const;
    void openTakes(const Clip& clip, int row) const;
    std::vector<Image> rendered(const Take& take, std::int64_t numFrames, const std::vector<Given>& given) const;
    void checkMadeOf(const Take& take, std::int64_t numMade, const FrameRange& kept, const std::vector<Given>& given) const;

    std::unique_ptr<TimelineStudio> studio_;
    std::vector<Image> first_;  // the pictures of the clip that everything begins with
};

static std::vector<Image> part(const std::vector<Image>& frames, std::int64_t first, std::int64_t count) {
    return {frames.begin() + first, frames.begin() + first + count};
}

// In levels of 255, as a mean over all samples.
static double distance(const Image& a, const Image& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.rgb().size(); ++i) {
        sum += std::abs(static_cast<int>(a.rgb()[i]) - static_cast<int>(b.rgb()[i]));
    }
    return sum / static_cast<double>(a.rgb().size());
}

void TimelinePicturesStudioTest::init() {
    studio_ = std::make_unique<TimelineStudio>();
    studio_->makeFirstClip();
    studio_->key(Qt::Key_0);  // all of it is seen
    studio_->state().setSnaps(false);
    first_ = studio_->pictures(studio_->newestTake());
    QCOMPARE(first_.size(), std::size_t{17});
    QCOMPARE(clips().at(0)->range(), (FrameRange{0, 17}));
}

template <typename T>
T* TimelinePicturesStudioTest::control(const QWidget* in, const char* name) const {
    for (T* each : in->findChildren<T*>()) {
        if (each->accessibleName() == QString::fromUtf8(name)) {
            return each;
        }
    }
    qFatal("there is no control named \"%s\"", name);
    return nullptr;
}

QPushButton* TimelinePicturesStudioTest::button(const QWidget* in, const char* text) const {
    for (auto* each : in->findChildren<QPushButton*>()) {
        if (each->text() == QString::fromUtf8(text)) {
            return each;
        }
    }
    qFatal("there is no button \"%s\"", text);
    return nullptr;
}

void TimelinePicturesStudioTest::clickHandle(TimelineCommand command, const QPoint& near) const {
    QWidget* viewport = studio_->view()->viewport();
    QTest::mouseMove(viewport, near + QPoint(1, 0));
    QTest::mouseMove(viewport, near);
    const auto handles = handlesNear(studio_->state(), studio_->view()->geometry(), near);
    const auto found = std::ranges::find(handles, command, &TimelineHandle::command);
    QVERIFY(found != handles.end());
    QTest::mouseClick(viewport, Qt::LeftButton, {}, found->rect.center().toPoint());
}

// With the mouse, by the badge on a clip that has several.
void TimelinePicturesStudioTest::openTakes(const Clip& clip, int row) const {
    const QRectF badge = takesBadge(QRectF(studio_->view()->clipRect(clip.id)), clip.versions.size());
    QTest::mouseClick(studio_->view()->viewport(), Qt::LeftButton, {}, badge.center().toPoint());
    auto* list = studio_->view()->findChild<TakesPicker*>()->findChild<QListWidget*>();
    QTRY_VERIFY(list->isVisible() && list->count() == static_cast<int>(clip.versions.size()));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(row)).center());
    QCOMPARE(list->currentRow(), row);
}

// Everything that the model makes of the given frames, those included, as kinora-cli does it with the take's settings.
std::vector<Image> TimelinePicturesStudioTest::rendered(const Take& take, std::int64_t numFrames, const std::vector<Given>& given) const {
    const GenerationSettings& settings = take.origin->settings;
    std::vector<std::string> words = {"render", settings.prompt, "--out", "made.mkv", "--overwrite", "--fps", "8"};
    const std::pair<const char*, std::string> numbers[] = {{"--frames", std::to_string(numFrames)},
                                                           {"--steps", std::to_string(settings.num_inference_steps)},
                                                           {"--guidance", std::to_string(settings.guidance_scale)},
                                                           {"--seed", std::to_string(settings.seed)}};
    for (const auto& [option, number] : numbers) {
        words.insert(words.end(), {option, number});
    }
    for (const Given& each : given) {
        const std::string name = "given_" + std::to_string(each.at) + ".mkv";
        ClipWriter writer(studio_->folder() / name, {.width = 96, .height = 64, .frame_rate = {8, 1}, .overwrite = true});
        for (const Image& frame : each.frames) {
            writer.write(frame);
        }
        writer.finish();
        words.insert(words.end(), {"--condition", name + "@" + std::to_string(each.at)});
    }
    QStringList command;
    for (const std::string& word : words) {
        command << QString::fromStdString(word);
    }
    const CommandResult result = run(command, studio_->folder().path());
    if (result.status != 0) {
        qWarning("%s", describe(result).constData());
        return {};
    }
    return frames_of(studio_->folder() / "made.mkv");
}

// The take holds just the frames that are kept of what the model makes of the given ones. The model comes nearer to those than it would without them.
void TimelinePicturesStudioTest::checkMadeOf(const Take& take, std::int64_t numMade, const FrameRange& kept,
                                             const std::vector<Given>& given) const {
    const std::vector<Image> made = rendered(take, numMade, given);
    QCOMPARE(static_cast<std::int64_t>(made.size()), numMade);
    QCOMPARE(take.num_frames, kept.length);
    const std::vector<Image> pictures = studio_->pictures(take);
    QCOMPARE(static_cast<std::int64_t>(pictures.size()), kept.length);
    double away = 0.0;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        away = std::max(away, distance(pictures[i], made[static_cast<std::size_t>(kept.start) + i]));
    }
    QVERIFY2(away == 0.0, qPrintable(QStringLiteral("%1 away from what %2 makes").arg(away).arg(QString::fromStdString(take.recipe.dump()))));
    // The same seed without them makes something else, which is further from what was given.
    const std::vector<Image> without = given.empty() ? made : rendered(take, numMade, {});
    QVERIFY(given.empty() || part(without, kept.start, kept.length) != part(made, kept.start, kept.length));
    for (const Given& each : given) {
        for (std::size_t i = 0; i < each.frames.size(); ++i) {
            const std::size_t at = static_cast<std::size_t>(each.at) + i;
            const double near = distance(made[at], each.frames[i]);
            const double far = distance(without[at], each.frames[i]);
            QVERIFY2(near < far, qPrintable(QStringLiteral("frame %1: %2 away, without it %3").arg(at).arg(near).arg(far)));
        }
    }
}

void TimelinePicturesStudioTest::segments_go_on_from_one_another() {
    clickHandle(TimelineCommand::segments, studio_->at(18));
    auto* dialog = studio_->panel()->findChild<SegmentsDialog*>();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(button(dialog, "Add Segment"), Qt::LeftButton);
    const std::vector<std::pair<const char*, const char*>> wanted = {{"a red ball", "1.5"}, {"a blue ball", "1.25"}, {"a green ball", "1.13"}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto* prompt = control<QLineEdit>(dialog, qPrintable(QStringLiteral("Prompt of segment %1").arg(i + 1)));
        prompt->setFocus();
        prompt->selectAll();
        QTest::keyClicks(prompt, QString::fromUtf8(wanted[i].first));
        auto* length = control<QDoubleSpinBox>(dialog, qPrintable(QStringLiteral("Length of segment %1").arg(i + 1)));
        length->setFocus();
        length->selectAll();
        QTest::keyClicks(length, QString::fromUtf8(wanted[i].second));
    }
    auto* overlap = control<QSpinBox>(dialog, "Conditioning frames");
    overlap->setFocus();
    overlap->selectAll();
    QTest::keyClicks(overlap, QStringLiteral("9"));
    QTest::mouseClick(button(dialog, "Generate"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{4}, 240'000);
    QVERIFY(project().generations->empty());

    // Joined exactly, in their order, each one a take of just the frames that were asked for.
    QCOMPARE(clips().size(), std::size_t{4});
    const FrameRange places[] = {{0, 17}, {17, 12}, {29, 10}, {39, 9}};
    std::vector<std::vector<Image>> pictures;
    for (std::size_t i = 0; i < 4; ++i) {
        const Take& take = *project().takes->at(i);
        QCOMPARE(clips().at(i)->range(), places[i]);
        QVERIFY(clips().at(i)->shown()->media == MediaRef(take.id));
        QCOMPARE(clips().at(i)->shown()->source_in, std::int64_t{0});
        if (i > 0) {
            QCOMPARE(take.origin->settings.prompt, std::string(wanted[i - 1].first));
        }
        pictures.push_back(studio_->pictures(take));
        QVERIFY(studio_->shows(places[i], pictures.back()));
    }
    QVERIFY(pictures[0] == first_);
    checkMadeOf(*project().takes->at(1), 13, {0, 12}, {});
    checkMadeOf(*project().takes->at(2), 21, {9, 10}, {{part(pictures[1], 3, 9), 0}});
    checkMadeOf(*project().takes->at(3), 21, {9, 9}, {{part(pictures[2], 1, 9), 0}});
}

void TimelinePicturesStudioTest::a_clip_is_extended_backwards() {
    // With room before it, by its edge.
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(clips().at(0)->range(), (FrameRange{8, 17}));
    studio_->key(Qt::Key_0);
    studio_->drag(studio_->at(8, 0, 3), studio_->at(2, 0, 3));
    studio_->make("how it began", 2);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(0)->range(), (FrameRange{2, 6}));
    QVERIFY(clips().at(0)->shown()->media == MediaRef(studio_->newestTake().id));
    const std::vector<Image> second = studio_->pictures(studio_->newestTake());
    checkMadeOf(studio_->newestTake(), 17, {2, 6}, {{part(first_, 0, 9), 8}});
    QVERIFY(studio_->shows({2, 6}, second));
    QVERIFY(studio_->shows({8, 17}, first_));

    // Where the timeline begins, what is there makes room.
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_E, Qt::ShiftModifier);
    studio_->make("and before that", 3);
    QCOMPARE(clips().size(), std::size_t{3});
    QCOMPARE(clips().at(0)->range(), (FrameRange{2, 8}));
    QVERIFY(clips().at(0)->shown()->media == MediaRef(studio_->newestTake().id));
    checkMadeOf(studio_->newestTake(), 13, {0, 8}, {{part(second, 0, 5), 8}});
    QVERIFY(studio_->shows({10, 6}, second));
    QVERIFY(studio_->shows({16, 17}, first_));
}

void TimelinePicturesStudioTest::a_clip_is_made_again_and_compared() {
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_T, Qt::ShiftModifier);
    auto* picker = studio_->view()->findChild<TakesPicker*>();
    QTRY_VERIFY(picker->isVisible());
    QTest::mouseClick(button(picker, "Make Again with…"), Qt::LeftButton);
    studio_->make("a blue cube", 2);
    QCOMPARE(clips().size(), std::size_t{1});
    const Clip& clip = *clips().at(0);
    QCOMPARE(clip.range(), (FrameRange{0, 17}));
    QCOMPARE(clip.versions.size(), std::size_t{2});
    QCOMPARE(clip.chosen, std::size_t{1});
    const Take& again = studio_->newestTake();
    QCOMPARE(again.origin->settings.prompt, std::string("a blue cube"));
    QVERIFY(again.origin->settings.seed != project().takes->front()->origin->settings.seed);
    checkMadeOf(again, 17, {0, 17}, {});
    const std::vector<Image> second = studio_->pictures(again);
    QVERIFY(second != first_);
    QVERIFY(studio_->shows({0, 17}, second));
    QVERIFY(studio_->pictures(*project().takes->front()) == first_);

    // The two beside one another.
    openTakes(clip, 0);
    QTest::mouseClick(button(picker, "Compare A/B"), Qt::LeftButton);
    auto* monitor = studio_->window().findChild<Monitor*>();
    QCOMPARE(monitor->mode(), Monitor::Mode::compare);
    CompareView& compared = monitor->compareView();
    QTRY_VERIFY_WITH_TIMEOUT(compared.feed(0).source() != nullptr && compared.feed(1).source() != nullptr, 20'000);
    QTest::keyClick(&compared.canvas(), Qt::Key_End);
    QTRY_VERIFY_WITH_TIMEOUT(compared.feed(0).shownFrame() == 16 && compared.feed(1).shownFrame() == 16, 20'000);
    QVERIFY(compared.feed(0).picture() == at_timeline_size(project(), second.back()));
    QVERIFY(compared.feed(1).picture() == at_timeline_size(project(), first_.back()));

    // And the first one back.
    openTakes(*clips().at(0), 0);
    QTest::mouseClick(button(picker, "Use"), Qt::LeftButton);
    QCOMPARE(clips().at(0)->chosen, std::size_t{0});
    QVERIFY(studio_->shows({0, 17}, first_));
    studio_->key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(studio_->shows({0, 17}, second));
}

void TimelinePicturesStudioTest::a_held_frame_begins_the_next_clip() {
    studio_->movePlayheadTo(11);
    clickHandle(TimelineCommand::holdKeyframe, studio_->at(5));
    QCOMPARE(project().generate->keyframes.size(), std::size_t{1});
    auto* prompt = control<QPlainTextEdit>(&studio_->window(), "Prompt");
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClicks(prompt, QStringLiteral("a blue cube"));
    QTest::keyClick(&studio_->window(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{2}, 240'000);
    QCOMPARE(clips().size(), std::size_t{2});
    QCOMPARE(clips().at(1)->range(), (FrameRange{17, 17}));
    checkMadeOf(studio_->newestTake(), 17, {0, 17}, {{part(first_, 11, 1), 0}});
    QVERIFY(studio_->shows({17, 17}, studio_->pictures(studio_->newestTake())));
    QVERIFY(studio_->shows({0, 17}, first_));
}

void TimelinePicturesStudioTest::overlapping_clips_are_blended() {
    // A copy of the clip on a track above, seven frames of which lie over the end of it.
    studio_->click(*clips().at(0));
    studio_->key(Qt::Key_C, Qt::ControlModifier);
    studio_->key(Qt::Key_End);
    studio_->key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(clips().size(), std::size_t{2});
    studio_->click(*clips().at(1));
    studio_->key(Qt::Key_Up, Qt::AltModifier);
    studio_->key(Qt::Key_Left, Qt::AltModifier, 7);
    QCOMPARE(clips(1).at(0)->range(), (FrameRange{10, 17}));
    studio_->key(Qt::Key_0);
    clickHandle(TimelineCommand::blend, studio_->at(13, 1));
    studio_->make("one becomes the other", 2);

    QCOMPARE(clips(0).size(), std::size_t{1});
    QCOMPARE(clips(0).at(0)->range(), (FrameRange{0, 10}));
    QCOMPARE(clips(1).size(), std::size_t{2});
    QCOMPARE(clips(1).at(0)->range(), (FrameRange{10, 7}));
    QVERIFY(clips(1).at(0)->shown()->media == MediaRef(studio_->newestTake().id));
    QCOMPARE(clips(1).at(1)->range(), (FrameRange{17, 10}));
    checkMadeOf(studio_->newestTake(), 25, {9, 7}, {{part(first_, 1, 9), 0}, {part(first_, 7, 9), 16}});
    QVERIFY(studio_->shows({0, 10}, part(first_, 0, 10)));
    QVERIFY(studio_->shows({10, 7}, studio_->pictures(studio_->newestTake())));
    QVERIFY(studio_->shows({17, 10}, part(first_, 7, 10)));
}

KINORA_TEST(TimelinePicturesStudioTest)
#include "timeline_pictures_studio_test.moc"

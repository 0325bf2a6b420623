// Two versions of a clip under comparison, from the timeline's picker on.
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "core/project/edits/trim_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/plots/quality_plot.h"
#include "ui/timeline/clip_hit.h"
#include "ui/timeline/takes_picker.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/glyph_button.h"
#include "ui/viewer/monitor.h"

using namespace kinora;
using namespace kinora::test;

class CompareVersionsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void footage_lies_under_its_restyled_take();
    void figures_are_those_of_the_same_moments();
    void a_still_is_compared_too();
    void sides_of_different_sizes_are_as_the_timeline_shows_them();
    void the_other_side_is_chosen_among_the_versions();
    void a_trim_is_followed_and_undone();
    void choosing_another_version_keeps_the_pair();
    void a_version_that_goes_makes_room_for_another();
    void takes_are_compared_again_when_the_clip_goes();
    void takes_are_compared_again_when_the_monitor_shows_another();
    void another_project_knows_nothing_of_the_clip();
    void missing_footage_is_a_sentence_on_its_side();
    void a_relinked_file_is_read_again();

 private:
    enum Version : std::size_t { film, dusk, night, still };  // of the clip

    MainWindow* window() const { return studio_->window.get(); }
    TimelineView* timeline() const { return window()->findChild<TimelinePanel*>()->view(); }
    Monitor* monitor() const { return window()->findChild<Monitor*>(); }
    CompareView& view() const { return monitor()->compareView(); }
    QComboBox* choices() const { return control<QComboBox>(monitor(), "Compare with"); }
    const Project& project() const { return studio_->document.project(); }
    const Clip& clip() const { return *project().timeline.tracks.front()->clips.front(); }
    std::filesystem::path media() const { return media_folder_of(*folder_ / "p.kinora"); }
    QPushButton* button(const QString& text) const;
    QString names() const;
    void apply(const Document::Edit& edit) { studio_->document.apply(QStringLiteral("edit"), edit); }
    void choose(Version version) {
        apply([&](const Project& before) { return choose_version(before, clip().id, version); });
    }
    // With the mouse, from the badge on the clip.
    void compareWith(Version version);
    // The numbers in both pictures at that frame of the clip.
    std::pair<int, int> numbersAt(std::int64_t frame);
    QColor colourAt(QPointF at) { return view().canvas().grab().toImage().pixelColor(at.toPoint()); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

// Frame i shows the number first + i.
static void write_numbers(const std::filesystem::path& path, FrameRate rate, int numFrames, int first, int width = film_width) {
    std::filesystem::create_directories(path.parent_path());
    ClipWriter writer(path, {.width = width, .height = film_height, .frame_rate = rate, .overwrite = true});
    for (int i = 0; i < numFrames; ++i) {
        writer.write(numbered_picture(width, film_height, first + i));
    }
    writer.finish();
}

static Take numbered_take(const std::string& name, int width = film_width) {
    return {.name = name, .file = "takes/" + name + ".mkv", .width = width, .height = film_height, .num_frames = 48, .frame_rate = {24, 1}};
}

// A clip of 20 frames from the footage's frame 15 on, which is at half the project's rate, with two takes that begin at their frame 6. The
// first of them is shown.
static Project project_with_versions(const std::filesystem::path& media) {
    write_numbers(media / "imported/film.mkv", {12, 1}, 40, 0);
    write_numbers(media / "takes/dusk.mkv", {24, 1}, 48, 100);
    write_numbers(media / "takes/night.mkv", {24, 1}, 48, 200, 64);
    write_image(media / "imported/still.png", numbered_picture(film_width, film_height, 77), true);
    Project project = set_timeline_size(add_track(Project(), 0, ""), film_width, film_height);
    project = add_asset(project, {.kind = AssetKind::video, .name = "film", .file = "imported/film.mkv", .width = film_width,
                                  .height = film_height, .num_frames = 40, .frame_rate = {12, 1}});
    project = add_asset(project, {.kind = AssetKind::image, .name = "still", .file = "imported/still.png", .width = film_width,
                                  .height = film_height});
    project = add_take(add_take(project, numbered_take("dusk")), numbered_take("night", 64));
    const auto asset = [&](std::size_t i) { return project.assets->at(i)->id; };
    const auto take = [&](std::size_t i) { return project.takes->at(i)->id; };
    Clip clip;
    clip.start = 10;
    clip.length = 20;
    clip.versions = {{asset(0), 30, {}}, {take(0), 6, {}}, {take(1), 6, {}}, {asset(1), 0, {}}};
    clip.chosen = 1;
    return insert_clip(project, project.timeline.tracks[0]->id, clip, EditMode::normal);
}

void CompareVersionsTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "p.kinora", project_with_versions(media()));
    studio_->showWindow();
    QApplication::setActiveWindow(window());
    studio_->actions.action(QStringLiteral("layout.edit"))->trigger();
    QTRY_VERIFY(timeline()->isVisible() && timeline()->geometry().height() > 30);
    studio_->actions.action(QStringLiteral("timeline.fit"))->trigger();
}

void CompareVersionsTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

QPushButton* CompareVersionsTest::button(const QString& text) const {
    for (auto* button : timeline()->findChild<TakesPicker*>()->findChildren<QPushButton*>()) {
        if (button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

QString CompareVersionsTest::names() const {
    for (const auto* label : view().findChildren<QLabel*>()) {
        if (label->text().startsWith(QStringLiteral("A: "))) {
            return label->text();
        }
    }
    return {};
}

void CompareVersionsTest::compareWith(Version version) {
    const QRectF badge = takesBadge(QRectF(timeline()->clipRect(clip().id)), clip().versions.size());
    QTest::mouseClick(timeline()->viewport(), Qt::LeftButton, {}, badge.center().toPoint());
    auto* list = timeline()->findChild<TakesPicker*>()->findChild<QListWidget*>();
    QTRY_VERIFY(list->isVisible() && list->count() == static_cast<int>(clip().versions.size()));
    QListWidgetItem* item = list->item(static_cast<int>(version));
    list->scrollToItem(item);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(item).center());
    QCOMPARE(list->currentRow(), static_cast<int>(version));
    QVERIFY(button(QStringLiteral("Compare A/B"))->isEnabled());
    QTest::mouseClick(button(QStringLiteral("Compare A/B")), Qt::LeftButton);
    QCOMPARE(monitor()->mode(), Monitor::Mode::compare);
}

std::pair<int, int> CompareVersionsTest::numbersAt(std::int64_t frame) {
    const auto isShown = [&](int side) { return view().feed(side).source() != nullptr && view().feed(side).shownFrame() == frame; };
    if (!QTest::qWaitFor([&] { return view().feed(0).source() != nullptr && view().feed(1).source() != nullptr; }, 10'000)) {
        return {-1, -1};
    }
    view().controller().seek(frame);
    return QTest::qWaitFor([&] { return isShown(0) && isShown(1); }, 10'000)
               ? std::pair(number_in(view().feed(0).picture()), number_in(view().feed(1).picture()))
               : std::pair(-1, -1);
}

void CompareVersionsTest::footage_lies_under_its_restyled_take() {
    compareWith(film);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: film"));
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    QCOMPARE(view().controller().numFrames(), std::int64_t{20});
    QCOMPARE(view().controller().frameRate(), (FrameRate{24, 1}));
    view().canvas().setFocus();
    QTest::keyClick(&view().canvas(), Qt::Key_Right);
    QCOMPARE(numbersAt(1), std::pair(107, 15));
    QCOMPARE(numbersAt(2), std::pair(108, 16));
    QTest::keyClick(&view().canvas(), Qt::Key_End);
    QCOMPARE(view().controller().playhead(), std::int64_t{19});
    QCOMPARE(numbersAt(19), std::pair(125, 24));
    save_screenshots(*window(), QStringLiteral("compare_versions"));
}

void CompareVersionsTest::figures_are_those_of_the_same_moments() {
    // A take that is the footage itself, at the project's rate.
    write_numbers(media() / "takes/same.mkv", {12, 1}, 40, 0);
    apply([&](const Project& before) {
        Take same = numbered_take("same");
        same.num_frames = 40;
        same.frame_rate = {12, 1};
        const Project with = add_take(before, same);
        return add_version(with, clip().id, {with.takes->back()->id, 30, {}});
    });
    compareWith(film);
    QTRY_COMPARE_WITH_TIMEOUT(view().plot().caption(), QStringLiteral("Frame 0: the same in both"), 10'000);
    view().controller().seek(19);
    QTRY_COMPARE_WITH_TIMEOUT(view().plot().caption(), QStringLiteral("Frame 19: the same in both"), 10'000);
}

void CompareVersionsTest::a_still_is_compared_too() {
    compareWith(still);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: still"));
    QCOMPARE(numbersAt(0), std::pair(106, 77));
    QCOMPARE(numbersAt(13), std::pair(119, 77));
    QTRY_VERIFY_WITH_TIMEOUT(view().plot().caption().startsWith(QStringLiteral("Frame 13: PSNR")), 10'000);
}

void CompareVersionsTest::sides_of_different_sizes_are_as_the_timeline_shows_them() {
    choose(film);
    compareWith(night);  // as high as the timeline and narrower
    QCOMPARE(numbersAt(4).first, 17);
    const Image& picture = view().feed(1).picture();
    QCOMPARE(picture.width(), film_width);
    QCOMPARE(picture.height(), film_height);
    QCOMPARE(picture.row(film_height / 2)[0], std::uint8_t{0});
    QVERIFY(picture.row(film_height / 2)[3 * film_width / 2] > 0);
    QTRY_VERIFY_WITH_TIMEOUT(view().plot().caption().startsWith(QStringLiteral("Frame 4: PSNR")), 10'000);
}

void CompareVersionsTest::the_other_side_is_chosen_among_the_versions() {
    compareWith(film);
    QCOMPARE(choices()->count(), 3);
    QCOMPARE(choices()->currentText(), QStringLiteral("film"));
    QCOMPARE(choices()->itemText(1), QStringLiteral("Take 2: night"));
    QCOMPARE(choices()->itemText(2), QStringLiteral("still"));
    choices()->setFocus();
    QTest::keyClick(choices(), Qt::Key_End);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: still"));
    QCOMPARE(numbersAt(3), std::pair(109, 77));
}

void CompareVersionsTest::a_trim_is_followed_and_undone() {
    compareWith(film);
    QCOMPARE(numbersAt(19), std::pair(125, 24));
    apply([&](const Project& before) { return trim_clip_start(before, clip().id, 14); });
    QCOMPARE(clip().length, std::int64_t{16});
    QCOMPARE(numbersAt(0), std::pair(110, 17));
    QCOMPARE(view().controller().numFrames(), std::int64_t{16});
    QCOMPARE(numbersAt(15), std::pair(125, 24));
    studio_->actions.action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    QCOMPARE(view().controller().numFrames(), std::int64_t{20});
    // To before the takes begin: there is nothing of them.
    choose(film);
    apply([&](const Project& before) { return trim_clip_start(before, clip().id, 2); });
    QCOMPARE(numbersAt(2), std::pair(100, 12));
    view().controller().seek(1);
    QTRY_COMPARE(view().feed(0).shownFrame(), std::int64_t{1});
    QCOMPARE(largest_difference(view().feed(0).picture(), flat_picture(film_width, film_height, 0, 0, 0)), 0);
}

void CompareVersionsTest::choosing_another_version_keeps_the_pair() {
    compareWith(film);
    QCOMPARE(numbersAt(5), std::pair(111, 17));
    const PlaybackSource* before = view().feed(0).source();
    choose(film);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: film"));
    QCOMPARE(numbersAt(6), std::pair(112, 18));
    QCOMPARE(view().feed(0).source(), before);
    // The clip shows footage, and the take is B.
    compareWith(dusk);
    QCOMPARE(names(), QStringLiteral("A: film    B: Take 1: dusk"));
    QCOMPARE(numbersAt(6), std::pair(18, 112));
}

void CompareVersionsTest::a_version_that_goes_makes_room_for_another() {
    compareWith(still);
    QCOMPARE(numbersAt(0), std::pair(106, 77));
    apply([&](const Project& before) { return remove_version(before, clip().id, still); });
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: film"));
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    apply([&](const Project& before) { return remove_version(remove_version(before, clip().id, night), clip().id, film); });
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: Take 2: night"));
    QTRY_COMPARE(view().controller().numFrames(), std::int64_t{48});  // whole takes
    studio_->actions.action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: Take 2: night"));
}

void CompareVersionsTest::takes_are_compared_again_when_the_clip_goes() {
    compareWith(film);
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    apply([&](const Project& before) { return lift_clips(before, std::array{clip().id}); });
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: Take 2: night"));
    QCOMPARE(choices()->count(), 1);
    QTRY_COMPARE(view().controller().numFrames(), std::int64_t{48});
    studio_->actions.action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: Take 2: night"));
    compareWith(film);
    QCOMPARE(numbersAt(0), std::pair(106, 15));
}

void CompareVersionsTest::takes_are_compared_again_when_the_monitor_shows_another() {
    auto* takes = control<QComboBox>(monitor(), "Take");
    compareWith(film);
    QCOMPARE(takes->currentText(), QStringLiteral("Take 1: dusk"));
    takes->setFocus();
    QTest::keyClick(takes, Qt::Key_Down);
    QCOMPARE(names(), QStringLiteral("A: Take 2: night    B: Take 1: dusk"));
    QTRY_COMPARE(view().controller().numFrames(), std::int64_t{48});
    // Even the same take, where it is chosen by hand.
    compareWith(film);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: film"));
    takes->showPopup();
    QTest::keyClick(takes->view(), Qt::Key_Return);
    QCOMPARE(names(), QStringLiteral("A: Take 1: dusk    B: Take 2: night"));
}

void CompareVersionsTest::another_project_knows_nothing_of_the_clip() {
    compareWith(film);
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    studio_->document.create(*folder_ / "other.kinora");
    QCOMPARE(names(), QString());
    QVERIFY(!choices()->isEnabled());
    QVERIFY(view().feed(0).source() == nullptr && view().feed(1).source() == nullptr);
    studio_->document.open(*folder_ / "p.kinora", [](const RecoveredProject&) { return true; });
    QVERIFY(!names().contains(QStringLiteral("film")));
}

void CompareVersionsTest::missing_footage_is_a_sentence_on_its_side() {
    std::filesystem::remove(media() / "imported/film.mkv");
    compareWith(film);
    QTRY_VERIFY(view().canvas().problem(1).text().contains(QStringLiteral("is missing; put it back or relink it")));
    QTRY_COMPARE(view().feed(0).shownFrame(), std::int64_t{0});
    QCOMPARE(number_in(view().feed(0).picture()), 106);
    QVERIFY(view().canvas().problem(0).isEmpty());
    QVERIFY(view().canvas().problem(1).text().contains(QStringLiteral("film.mkv")));  // the other side's picture leaves it there
    QVERIFY(view().canvas().accessibleDescription().contains(QStringLiteral("film.mkv")));
    QTRY_VERIFY(view().plot().caption().contains(QStringLiteral("is missing")));
    QCOMPARE(view().controller().numFrames(), std::int64_t{20});
    save_screenshots(*window(), QStringLiteral("compare_missing"));
    choices()->setFocus();
    QTest::keyClick(choices(), Qt::Key_End);
    QCOMPARE(numbersAt(0), std::pair(106, 77));
    QVERIFY(view().canvas().problem(1).isEmpty());
}

void CompareVersionsTest::a_relinked_file_is_read_again() {
    compareWith(film);
    QCOMPARE(numbersAt(0), std::pair(106, 15));
    write_numbers(media() / "imported/found.mkv", {12, 1}, 40, 50);
    apply([&](const Project& before) {
        Asset found = *before.assets->front();
        found.file = "imported/found.mkv";
        return relink_asset(before, found);
    });
    QTRY_COMPARE(numbersAt(1), std::pair(107, 65));
    studio_->actions.action(QStringLiteral("edit.undo"))->trigger();
    QTRY_COMPARE(numbersAt(1), std::pair(107, 15));
}

KINORA_TEST(CompareVersionsTest)
#include "compare_versions_test.moc"

#include "core/project/change.h"

#include <array>

#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "core/project/edits/trim_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class ChangeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void names_the_clips();
    void names_everything_else();
    void is_the_same_backwards();
};

void ChangeTest::names_the_clips() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50);
    t.put(t.lower, "b", t.film, 50, 50);
    const Project trimmed = trim_clip_end(t.project, a, 40);
    const Change trim = diff(t.project, trimmed);
    QCOMPARE(trim.track_changes.size(), std::size_t{1});
    QVERIFY(trim.track_changes[0].track == t.lower && trim.track_changes[0].clips.changed == std::vector<ClipId>{a});
    QVERIFY(trim.touches_timeline() && !trim.settings);

    const Change cut = diff(t.project, split_clip(t.project, a, 20));
    QCOMPARE(cut.track_changes[0].clips.added.size(), std::size_t{1});

    const Change moved = diff(t.project, move_clips(t.project, std::array{a}, 0, 1, EditMode::normal));
    QCOMPARE(moved.track_changes.size(), std::size_t{2});
    QVERIFY(moved.track_changes[0].clips.removed == std::vector<ClipId>{a} && moved.track_changes[1].clips.added == std::vector<ClipId>{a});
    QVERIFY(diff(t.project, t.project).is_empty());
    QVERIFY(diff(t.project, slip_clip(t.project, a, 0)).is_empty());
}

void ChangeTest::names_everything_else() {
    TestProject t;
    QVERIFY(diff(t.project, set_timeline_size(t.project, 10, 10)).format);
    QVERIFY(diff(t.project, set_in_point(t.project, 3)).range);
    QCOMPARE(diff(t.project, add_marker(t.project, {})).markers.added.size(), std::size_t{1});
    QCOMPARE(diff(t.project, add_keyframe(t.project, {.source = {t.photo, 0}})).keyframes.added.size(), std::size_t{1});
    GenerateState state;
    state.settings.seed = 3;
    const Change settings = diff(t.project, set_generate_state(t.project, state));
    QVERIFY(settings.settings && !settings.touches_timeline());
    QVERIFY(diff(t.project, move_track(t.project, t.upper, 0)).tracks.is_reordered);
    const Change hidden = diff(t.project, set_track_hidden(t.project, t.upper, true));
    QVERIFY(hidden.track_changes[0].has_new_attributes && hidden.track_changes[0].clips.is_empty());
    QVERIFY(diff(t.project, remove_media(t.project, t.shot)).assets.removed == std::vector<AssetId>{std::get<AssetId>(t.shot)});
}

void ChangeTest::is_the_same_backwards() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50);
    const Project after = add_marker(lift_clips(t.project, std::array{a}), {});
    const Change there = diff(t.project, after);
    const Change back = diff(after, t.project);
    QVERIFY(there.markers.added == back.markers.removed);
    QVERIFY(there.track_changes[0].clips.removed == back.track_changes[0].clips.added);
}

KINORA_TEST(ChangeTest)
#include "change_test.moc"

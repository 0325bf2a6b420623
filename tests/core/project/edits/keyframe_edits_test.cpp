#include "core/project/edits/keyframe_edits.h"

#include <limits>

#include "core/base/error.h"
#include "core/project/edits/marker_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class KeyframeEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void adds_moves_and_removes();
    void the_panel_keeps_its_keyframes();
    void holds_what_a_clip_shows();
    void refuses_strengths_and_frames_that_cannot_be();
    void sets_the_timelines_format();
};

static std::string fails(const std::function<Project()>& edit) {
    return message_of<EditError>(edit);
}

void KeyframeEditsTest::adds_moves_and_removes() {
    TestProject t;
    Project p = checked(t.project, [&](const Project& q) { return add_keyframe(q, {.source = {t.photo, 0}, .frame = 20}); });
    p = checked(p, [&](const Project& q) { return add_keyframe(q, {.source = {t.shot, 91}, .frame = 10, .num_frames = 9}); });
    QCOMPARE(p.generate->keyframes[0].frame, 10);
    Keyframe moved = p.generate->keyframes[0];
    moved.frame = 30;
    moved.curve = {{.frame = 0, .strength = 1.0}, {.frame = 8, .strength = 0.2, .interpolation = Interpolation::smooth}};
    p = checked(p, [&](const Project& q) { return change_keyframe(q, moved); });
    QCOMPARE(p.generate->keyframes[1].frame, 30);
    QCOMPARE(p.generate->keyframes[1].curve.size(), std::size_t{2});
    p = checked(p, [&](const Project& q) { return remove_keyframe(q, moved.id); });
    QCOMPARE(p.generate->keyframes.size(), std::size_t{1});
    QVERIFY(contains(fails([&] { return remove_keyframe(p, moved.id); }), "no longer in the project"));
}

void KeyframeEditsTest::the_panel_keeps_its_keyframes() {
    TestProject t;
    t.project = add_keyframe(t.project, {.source = {t.photo, 0}, .frame = 20});
    GenerateState state;
    state.settings.prompt = "new";
    state.num_variations = 0;
    const Project p = checked(t.project, [&](const Project& q) { return set_generate_state(q, state); });
    QCOMPARE(p.generate->keyframes.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(p.generate->settings.prompt), QStringLiteral("new"));
    QCOMPARE(p.generate->num_variations, 1);
}

void KeyframeEditsTest::holds_what_a_clip_shows() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 10, 50, 100);
    const Project p = checked(t.project, [&](const Project& q) { return hold_keyframe(q, a, 30, 7); });
    QCOMPARE(p.generate->keyframes[0].source.source_in, 120);
    QCOMPARE(p.generate->keyframes[0].frame, 7);
    QVERIFY(contains(fails([&] { return hold_keyframe(t.project, a, 60, 0); }), "shows nothing at frame 60"));
}

void KeyframeEditsTest::refuses_strengths_and_frames_that_cannot_be() {
    TestProject t;
    const auto refused = [&](const Keyframe& keyframe) { return fails([&] { return add_keyframe(t.project, keyframe); }); };
    QVERIFY(contains(refused({.source = {AssetId{99}, 0}}), "no longer in the project"));
    QVERIFY(contains(refused({.source = {t.photo, 0}, .frame = -1}), "before the first frame"));
    QVERIFY(contains(refused({.source = {t.shot, 95}, .num_frames = 9}), "frames that its media does not have"));
    QVERIFY(contains(refused({.source = {t.photo, 0}, .strength = 1.1}), "between 0 and 1"));
    QVERIFY(contains(refused({.source = {t.photo, 0}, .strength = std::numeric_limits<double>::quiet_NaN()}), "between 0 and 1"));
    QVERIFY(contains(refused({.source = {t.photo, 0}, .curve = {{.frame = 3}, {.frame = 3}}}), "at the same frame"));
}

void KeyframeEditsTest::sets_the_timelines_format() {
    TestProject t;
    const Project p = checked(t.project, [&](const Project& q) { return set_timeline_size(set_timeline_rate(q, {25, 1}), 640, 480); });
    QVERIFY(p.width == 640 && p.frame_rate == (FrameRate{25, 1}));
    // A film at 24 has more frames at 25.
    QCOMPARE(*media_facts(p, t.film)->length, 250);
    QVERIFY(contains(fails([&] { return set_timeline_size(t.project, 0, 480); }), "1 to 16384"));
    QVERIFY(contains(fails([&] { return set_timeline_rate(t.project, {0, 1}); }), "above 0"));
    t.put(t.lower, "a", t.film, 10, 50);
    QVERIFY(contains(fails([&] { return set_timeline_rate(t.project, {25, 1}); }), "is fixed"));
}

KINORA_TEST(KeyframeEditsTest)
#include "keyframe_edits_test.moc"

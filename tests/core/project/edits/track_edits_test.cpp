#include "core/project/edits/track_edits.h"

#include "core/base/error.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class TrackEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void adds_removes_and_moves();
    void sets_what_is_seen_heard_and_changed();
};

static std::string names(const Project& project) {
    std::string text;
    for (const Shared<Track>& track : project.timeline.tracks) {
        text += (text.empty() ? "" : ", ") + track->name;
    }
    return text;
}

void TrackEditsTest::adds_removes_and_moves() {
    TestProject t;
    const Project three = checked(t.project, [](const Project& p) { return add_track(p, 1, ""); });
    QCOMPARE(names(three), std::string("lower, Video 3, upper"));
    QCOMPARE(names(checked(three, [&](const Project& p) { return move_track(p, t.lower, 2); })), std::string("Video 3, upper, lower"));
    QCOMPARE(names(checked(three, [&](const Project& p) { return move_track(p, t.upper, 0); })), std::string("upper, lower, Video 3"));
    QCOMPARE(names(checked(three, [&](const Project& p) { return rename_track(p, t.upper, "sky"); })), std::string("lower, Video 3, sky"));
    QCOMPARE(names(checked(t.project, [](const Project& p) { return with_tracks(p, 4); })), std::string("lower, upper, Video 3, Video 4"));
    QCOMPARE(with_tracks(t.project, 1), t.project);
    const Project two = remove_track(add_track(add_track(t.project, 2, ""), 3, ""), t.lower);
    QCOMPARE(names(checked(two, [](const Project& p) { return add_track(p, 0, ""); })), std::string("Video 5, upper, Video 3, Video 4"));
    t.put(t.lower, "a", t.film, 0, 10);
    const Project one = checked(t.project, [&](const Project& p) { return remove_track(p, t.lower); });
    QCOMPARE(names(one), std::string("upper"));
    QCOMPARE(timeline_end(one), 0);
    QVERIFY(contains(message_of<EditError>([&] { remove_track(one, t.lower); }), "no longer in the project"));
    QVERIFY(contains(message_of<EditError>([&] { move_track(one, t.upper, 1); }), "no track to move"));
    QVERIFY(contains(message_of<EditError>([&] { add_track(one, 2, ""); }), "no place"));
}

void TrackEditsTest::sets_what_is_seen_heard_and_changed() {
    TestProject t;
    const auto track = [&](const Project& p) { return *find_track(p, t.lower); };
    const Project locked = checked(t.project, [&](const Project& p) { return set_track_locked(p, t.lower, true); });
    QVERIFY(track(locked).is_locked);
    QVERIFY(track(checked(locked, [&](const Project& p) { return set_track_muted(p, t.lower, true); })).is_muted);
    QVERIFY(track(checked(locked, [&](const Project& p) { return set_track_hidden(p, t.lower, true); })).is_hidden);
    QVERIFY(!track(checked(locked, [&](const Project& p) { return set_track_locked(p, t.lower, false); })).is_locked);
}

KINORA_TEST(TrackEditsTest)
#include "track_edits_test.moc"

#include "core/project/edits/take_edits.h"

#include "core/base/error.h"
#include "core/project/edits/keyframe_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class TakeEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void versions_of_a_clip();
    void a_short_version_cannot_be_chosen();
    void says_where_media_is_used();
    void relinks();
    void names_and_favourites();
};

static std::string fails(const std::function<Project()>& edit) {
    return message_of<EditError>(edit);
}

static Project with_take(const Project& project, std::int64_t num_frames) {
    return add_take(project, {.name = "t", .file = "t.mp4", .num_frames = num_frames, .frame_rate = {24, 1}});
}

void TakeEditsTest::versions_of_a_clip() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 10);
    Project p = checked(t.project, [](const Project& q) { return with_take(q, 50); });
    const MediaRef take = p.takes->back()->id;
    p = checked(p, [&](const Project& q) { return add_version(q, a, {take, 0}); });
    QCOMPARE(find_clip(p, a)->clip().chosen, std::size_t{1});
    p = checked(p, [&](const Project& q) { return choose_version(q, a, 0); });
    QVERIFY(find_clip(p, a)->clip().shown()->media == t.film);
    QVERIFY(contains(fails([&] { return remove_version(p, a, 0); }), "is shown"));
    p = checked(p, [&](const Project& q) { return remove_version(q, a, 1); });
    QCOMPARE(find_clip(p, a)->clip().versions.size(), std::size_t{1});
    QCOMPARE(p.takes->size(), std::size_t{1});
    QVERIFY(contains(fails([&] { return choose_version(p, a, 1); }), "no such version"));
}

void TakeEditsTest::a_short_version_cannot_be_chosen() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 10);
    const Project p = with_take(t.project, 30);
    const MediaRef take = p.takes->back()->id;
    QVERIFY(contains(fails([&] { return add_version(p, a, {take, 0}); }), "30 of the 50 frames"));
}

void TakeEditsTest::says_where_media_is_used() {
    TestProject t;
    const ClipId a = t.put(t.lower, "a", t.film, 0, 50, 10);
    t.project = add_keyframe(t.project, {.source = {t.photo, 0}});
    QVERIFY(where_used(t.project, t.film).clips == std::vector<ClipId>{a});
    QCOMPARE(where_used(t.project, t.photo).keyframes.size(), std::size_t{1});
    QVERIFY(contains(fails([&] { return remove_media(t.project, t.film); }), "is used"));
    const Project p = checked(t.project, [&](const Project& q) { return remove_media(q, t.shot); });
    QCOMPARE(p.assets->size(), std::size_t{2});
}

void TakeEditsTest::relinks() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 50, 10);
    Asset other = *find_asset(t.project, std::get<AssetId>(t.film));
    other.file = "other.mp4";
    other.num_frames = 60;
    const Project p = checked(t.project, [&](const Project& q) { return relink_asset(q, other); });
    QCOMPARE(QString::fromStdString(media_facts(p, t.film)->file), QStringLiteral("other.mp4"));
    other.num_frames = 59;
    QVERIFY(contains(fails([&] { return relink_asset(t.project, other); }), "too short for clip \"a\""));
    other.id = AssetId{99};
    QVERIFY(contains(fails([&] { return relink_asset(t.project, other); }), "no longer in the project"));
}

void TakeEditsTest::names_and_favourites() {
    TestProject t;
    Project p = with_take(t.project, 30);
    const TakeId take = p.takes->back()->id;
    p = checked(p, [&](const Project& q) { return set_take_favourite(rename_take(q, take, "best"), take, true); });
    QVERIFY(find_take(p, take)->is_favourite && find_take(p, take)->name == "best");
    p = checked(p, [&](const Project& q) { return rename_asset(q, std::get<AssetId>(t.film), "holiday"); });
    QCOMPARE(QString::fromStdString(media_facts(p, t.film)->name), QStringLiteral("holiday"));
}

KINORA_TEST(TakeEditsTest)
#include "take_edits_test.moc"

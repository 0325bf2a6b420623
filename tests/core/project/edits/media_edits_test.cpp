#include "core/project/edits/media_edits.h"

#include <array>

#include "core/base/error.h"
#include "core/project/edits/generation_edits.h"
#include "core/project/edits/keyframe_edits.h"
#include "tests/core/project/test_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class MediaEditsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_duplicates_by_content();
    void merges_them_wherever_they_are_used();
    void refuses_to_merge_what_differs();
    void relinks_what_was_moved();
};

// Three copies of one film and another one, of 50 frames each.
struct Copies : TestProject {
    std::vector<AssetId> ids;

    Copies() {
        for (const auto& [name, hash] : {std::pair("one", "xxh3:1"), {"other", "xxh3:2"}, {"two", "xxh3:1"}, {"three", "xxh3:1"}}) {
            project = add_asset(project, {.kind = AssetKind::video, .name = name, .file = name + std::string(".mp4"), .content_hash = hash,
                                          .num_frames = 50, .frame_rate = {24, 1}, .has_sound = true});
            ids.push_back(project.assets->back()->id);
        }
    }
};

void MediaEditsTest::finds_duplicates_by_content() {
    const Copies t;
    const auto groups = find_duplicate_assets(t.project);
    QCOMPARE(groups.size(), std::size_t{1});
    QVERIFY((groups[0] == std::vector<AssetId>{t.ids[0], t.ids[2], t.ids[3]}));
    QVERIFY(find_duplicate_assets(TestProject().project).empty());
}

void MediaEditsTest::merges_them_wherever_they_are_used() {
    Copies t;
    const ClipId a = t.put(t.lower, "a", t.ids[2], 0, 50);
    t.put(t.lower, "b", t.ids[0], 50, 50);
    Project before = add_keyframe(t.project, {.source = {t.ids[2], 3}});
    GenerationWish wish;
    before = extend_clip(before, a, 10, true, wish, EditMode::insert);
    const Generation& generation = *before.generations->front();
    before = finish_take(before, generation.id, 0, {.name = "t", .file = "t.mp4", .num_frames = 10, .frame_rate = {24, 1}});
    before = extend_clip(before, a, 10, true, wish, EditMode::insert);
    const Project after = checked(before, [&](const Project& p) { return merge_duplicate_asset(p, t.ids[2], t.ids[0]); });
    QVERIFY(find_asset(after, t.ids[2]) == nullptr);
    const Clip& clip = find_clip(after, a)->clip();
    QVERIFY(clip.versions[0].media == MediaRef(t.ids[0]) && clip.sound->media == MediaRef(t.ids[0]));
    QVERIFY(after.generate->keyframes[0].source.media == MediaRef(t.ids[0]));
    QVERIFY(after.generations->front()->parts[0].conditions[0].source.media == MediaRef(t.ids[0]));
    QVERIFY(after.takes->front()->origin->conditions[0].source.media == MediaRef(t.ids[0]));
    const Project locked = set_track_locked(before, t.lower, true);
    QVERIFY(contains(message_of<EditError>([&] { merge_duplicate_asset(locked, t.ids[2], t.ids[0]); }), "is locked"));
}

void MediaEditsTest::refuses_to_merge_what_differs() {
    const Copies t;
    QVERIFY(contains(message_of<EditError>([&] { merge_duplicate_asset(t.project, t.ids[1], t.ids[0]); }), "are different files"));
    QVERIFY(contains(message_of<EditError>([&] { merge_duplicate_asset(t.project, t.ids[0], t.ids[0]); }), "no longer in the project"));
    const auto film = std::get<AssetId>(t.film);
    const auto shot = std::get<AssetId>(t.shot);
    QVERIFY(contains(message_of<EditError>([&] { merge_duplicate_asset(t.project, film, shot); }), "are different files"));
}

void MediaEditsTest::relinks_what_was_moved() {
    Copies t;
    t.project = add_take(t.project, {.name = "t", .file = "t.mp4", .content_hash = "xxh3:7", .num_frames = 10, .frame_rate = {24, 1}});
    const TakeId take = t.project.takes->back()->id;
    const std::array<std::string, 2> present = {"one.mp4", "two.mp4"};
    const std::array<FoundFile, 5> found = {{{"../outside.mp4", "xxh3:7"}, {"old/three.mp4", "xxh3:1"}, {"old/t.mp4", "xxh3:7"}, {"x.mp4", "xxh3:99"}, {"film.mp4", ""}}};
    QVERIFY((find_moved_media(t.project, present, found) == std::vector<MediaRef>{t.ids[3], take}));
    const Project after = checked(t.project, [&](const Project& p) { return relink_moved_media(p, present, found); });
    QCOMPARE(find_asset(after, t.ids[3])->file, std::string("old/three.mp4"));
    QCOMPARE(find_take(after, take)->file, std::string("old/t.mp4"));
    QCOMPARE(find_asset(after, t.ids[0])->file, std::string("one.mp4"));
    QCOMPARE(find_asset(after, t.ids[1])->file, std::string("other.mp4"));
    QVERIFY(contains(message_of<EditError>([&] { relink_moved_media(t.project, present, {}); }), "none of the files"));
}

KINORA_TEST(MediaEditsTest)
#include "media_edits_test.moc"

// Which files of a project are not there.
#include "core/render/missing_media.h"

#include <array>

#include "core/project/edits/generation_edits.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class MissingMediaTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void names_what_is_missing_and_whether_it_is_used();
    void an_export_needs_what_is_seen_and_heard();
    void an_export_needs_what_is_still_made_from_it();
    void numbered_pictures_are_there_while_one_is();
};

void MissingMediaTest::names_what_is_missing_and_whether_it_is_used() {
    MediaProject media;
    QVERIFY(find_missing_media(media.project, media.folder.path()).empty());
    media.put(media.lower, media.film, 0, 10, 0);
    std::filesystem::remove(media.folder / "film.mkv");
    std::filesystem::remove(media.folder / "photo.png");
    const auto missing = find_missing_media(media.project, media.folder.path());
    QCOMPARE(missing.size(), std::size_t{2});
    QVERIFY(missing[0].media == media.film);
    QCOMPARE(missing[0].file, std::string("film.mkv"));
    QVERIFY(missing[0].is_used);
    QVERIFY(missing[1].media == media.photo);
    QVERIFY(!missing[1].is_used);
}

static std::string missing_for(const MediaProject& media, const Project& project, const ExportSettings& settings = {.path = "out.mkv"}) {
    std::string names;
    for (const MissingMedia& each : find_missing_for_export(project, media.folder.path(), settings)) {
        names += (names.empty() ? "" : " ") + each.name;
    }
    return names;
}

void MissingMediaTest::an_export_needs_what_is_seen_and_heard() {
    MediaProject media;
    const MediaRef loud = media.add_loud_film();
    const ClipId shown = media.put(media.upper, media.film, 0, 10, 0);
    media.put(media.lower, loud, 0, 10, 0);  // below: heard and not seen
    media.put(media.lower, media.slow, 20, 10, 0);
    media.project = add_version(media.project, shown, {media.photo, 0});
    media.project = add_keyframe(choose_version(media.project, shown, 0), {.source = {media.photo, 0}});
    for (const char* file : {"film.mkv", "loud.mkv", "slow.mkv", "photo.png"}) {
        std::filesystem::remove(media.folder / file);
    }
    QCOMPARE(missing_for(media, media.project), std::string("film.mkv slow.mkv loud"));
    QCOMPARE(missing_for(media, media.project, {.path = "out.mkv", .range = {0, 15}}), std::string("film.mkv loud"));
    QCOMPARE(missing_for(media, media.project, {.path = "out.mkv", .has_sound = false}), std::string("film.mkv slow.mkv"));
    QCOMPARE(missing_for(media, media.project, {.path = "out.gif"}), std::string("film.mkv slow.mkv"));
    QCOMPARE(missing_for(media, set_track_muted(media.project, media.lower, true)), std::string("film.mkv slow.mkv"));
    QCOMPARE(missing_for(media, set_track_hidden(media.project, media.upper, true)), std::string("slow.mkv loud"));
}

void MissingMediaTest::an_export_needs_what_is_still_made_from_it() {
    MediaProject media;
    GenerationWish wish;
    wish.settings.prompt = "x";
    const ClipId film = media.put(media.lower, media.film, 0, 30, 0);
    media.project = extend_clip(media.project, film, 8, false, wish, EditMode::normal);
    media.project = lift_clips(media.project, std::array{film});
    media.project = add_keyframe(media.project, {.source = {media.slow, 0}});
    std::filesystem::remove(media.folder / "film.mkv");
    std::filesystem::remove(media.folder / "slow.mkv");
    QCOMPARE(missing_for(media, media.project), std::string("film.mkv"));
    // Nor what a part was made from that is made.
    const Generation made = *media.project.generations->front();
    const Project finished = finish_take(media.project, made.id, 0, {.name = "take", .file = "take.mkv", .num_frames = 8, .frame_rate = {24, 1}});
    QCOMPARE(missing_for(media, finished), std::string("take"));
    // A chain goes on from the take that its first part shows.
    const std::vector<Segment> segments = {{.length = 20}, {.length = 20}};
    Project chain = lay_out_segments(media.project, media.upper, 50, segments, wish, EditMode::normal);
    chain = finish_take(chain, chain.generations->back()->id, 0, {.name = "first", .file = "first.mkv", .num_frames = 20, .frame_rate = {24, 1}});
    QCOMPARE(missing_for(media, chain, {.path = "out.mkv", .range = {0, 8}}), std::string("film.mkv first"));
}

void MissingMediaTest::numbered_pictures_are_there_while_one_is() {
    const TempFolder folder;
    QVERIFY(!is_media_there(folder / "f_%04d.png"));
    write_image(folder / "f_0007.png", numbered_picture(16, 16, 1), false);
    QVERIFY(is_media_there(folder / "f_%04d.png"));
    QVERIFY(is_media_there(folder / "f_0007.png"));
    QVERIFY(!is_media_there(folder / "f_0008.png"));
    QVERIFY(!is_media_there(folder / "g_%04d.png"));
    QVERIFY(!is_media_there(folder / "nowhere/f_%04d.png"));
}

KINORA_TEST(MissingMediaTest)
#include "missing_media_test.moc"

#include "core/project/interchange/cut.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "tests/core/project/interchange/sample_cut.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class CutTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void goes_out_and_comes_back();
    void goes_above_what_is_there_at_its_rate();
    void says_what_is_left_out();
    void finds_media_by_file_and_by_content();
};

static Cut sample() {
    return cut_of(project_to_cut(), "/m");
}

// A project with the same media and an empty timeline.
static Project media_alone() {
    Project project = project_to_cut();
    project.timeline = {};
    return project;
}

void CutTest::goes_out_and_comes_back() {
    const Cut cut = sample();
    QCOMPARE(cut.media.size(), std::size_t{4});
    QCOMPARE(cut.tracks[1].clips[0].versions.size(), std::size_t{3});
    const Project empty = media_alone();
    const auto media = find_cut_media(empty, "/m", cut);
    AddedCut added;
    const Project project = checked(empty, [&](const Project& p) {
        added = add_cut(p, cut, media);
        return added.project;
    });
    QVERIFY(added.left_out.empty());
    QVERIFY(cut_of(project, "/m") == cut);
}

void CutTest::goes_above_what_is_there_at_its_rate() {
    TestProject t;
    t.put(t.lower, "there", t.film, 0, 10);
    Cut cut;
    cut.frame_rate = {48, 1};
    cut.media = {{"/m/shot.mp4", "shot", "", AssetKind::video, 100, {24, 1}}};
    cut.tracks = {{.name = "T", .clips = {{.name = "x", .start = 10, .length = 20, .versions = {{0, 8}}},
                                          {.name = "y", .start = 30, .length = 11, .versions = {{0, 0}}, .sound = CutUse{0, -4}}}}};
    cut.markers = {{.start = 10, .length = 2, .name = "m"}};
    const auto media = find_cut_media(t.project, "/m", cut);
    const Project added = checked(t.project, [&](const Project& p) { return add_cut(p, cut, media).project; });
    QVERIFY((added.frame_rate == FrameRate{24, 1}));
    QCOMPARE(added.timeline.tracks.size(), std::size_t{3});
    QCOMPARE(drawing(added, added.timeline.tracks[0]->id), std::string("there 0-10@0"));
    QCOMPARE(drawing(added, added.timeline.tracks[2]->id), std::string("x 5-15@4 y 15-20@0"));
    QCOMPARE(added.timeline.tracks[2]->clips[1]->sound->source_in, -2);
    QCOMPARE(added.timeline.markers->front()->start, 5);
}

void CutTest::says_what_is_left_out() {
    Cut cut = sample();
    cut.tracks[0].clips[1].length = 500;
    cut.tracks[1].clips[1].versions[0].source_in = 1000;
    const Project empty = media_alone();
    auto media = find_cut_media(empty, "/m", cut);
    media[cut.tracks[1].clips[0].versions[1].media] = {};  // the shot, which clip b shows too
    const AddedCut added = add_cut(empty, cut, media);
    std::string all;
    for (const Sentence& sentence : added.left_out) {
        all += sentence.in_english() + "\n";
    }
    QVERIFY2(contains(all, "clip \"p\" at frame 20 is left out: its file \"shot\" is not in the project"), all.c_str());
    QVERIFY2(contains(all, "clip \"d\" at frame 70 is left out: its media has none of its frames"), all.c_str());
    QVERIFY(check_invariants(added.project).empty());
    media = find_cut_media(empty, "/m", cut);
    const AddedCut shorter = add_cut(empty, cut, media);
    QVERIFY(contains(shorter.left_out.front().in_english(), "is shorter: its media ends after 124 frames"));
    QVERIFY(contains(message_of<EditError>([&] { add_cut(empty, cut, {}); }), "refers to 4 files"));
}

void CutTest::finds_media_by_file_and_by_content() {
    const Project project = media_alone();
    Cut cut;
    cut.media = {{"/m/./film.mp4", "", "", AssetKind::unset, 0, {}},
                 {"/elsewhere/renamed.mp4", "", "xxh3:1", AssetKind::unset, 0, {}},
                 {"/elsewhere/film.mp4", "", "", AssetKind::unset, 0, {}}};
    const auto found = find_cut_media(project, "/m", cut);
    QVERIFY(found[0] == MediaRef((*project.assets)[0]->id));
    QVERIFY(found[1] == MediaRef((*project.assets)[3]->id));
    QVERIFY(!is_set(found[2]));
}

KINORA_TEST(CutTest)
#include "cut_test.moc"

// Project files whose numbers and fields were chosen to do harm.
#include <array>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "core/project/snapping.h"
#include "tests/core/project/edit_script.h"
#include "tests/core/project/full_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class HostileProjectTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void any_number_may_be_another();
    void any_field_may_be_missing_or_of_another_kind();
    void any_text_may_be_another();
    void media_without_a_rate_shows_nothing();
    void pictures_larger_than_any_video_are_refused();
    void a_take_names_no_parts();
    void conditions_lie_inside_what_is_made();
    void edits_stay_where_a_file_can_follow();
};

// Looks at everything, edits it at random, and brings it through a file. Whatever can be read has to stand this.
static std::string use(const Project& project) {
    auto problems = check_invariants(project);
    if (!problems.empty()) {
        return problems.front().in_english();
    }
    snap_targets(project, {}, 5);
    Project edited = project;
    EditScript script(3);
    for (int i = 0; i < 12; ++i) {
        if (const auto after = script.next(edited).after) {
            edited = *after;
        }
    }
    problems = check_invariants(edited);
    if (!problems.empty()) {
        return "after edits: " + problems.front().in_english();
    }
    const std::string text = project_to_text(edited, "clip.kinora");
    return project_from_text(text, "clip.kinora") == edited ? "" : "loading gives another project";
}

struct Outcomes {
    int num_read = 0;
    int num_refused = 0;
    std::string problem;  // the first one
};

static void try_out(const json& file, const std::string& what, Outcomes& outcomes) {
    std::string problem;
    try {
        problem = use(project_from_text(file.dump(), "clip.kinora"));
        ++outcomes.num_read;
    } catch (const ProjectFormatError& error) {
        ++outcomes.num_refused;
        problem = contains(error.what(), "clip.kinora: ") && !contains(error.what(), "\n") ? "" : error.what();
    }
    if (outcomes.problem.empty() && !problem.empty()) {
        outcomes.problem = what + ": " + problem;
    }
}

static json full_file() {
    return json::parse(project_to_text(full_project(), "clip.kinora"));
}

// Puts each of `values` in the place of each value of the file that `is_meant`.
template <typename IsMeant>
static Outcomes with_each(const std::vector<std::string>& values, IsMeant&& is_meant) {
    Outcomes outcomes;
    const json file = full_file();
    const json flat = file.flatten();
    for (const auto& [pointer, value] : flat.items()) {
        for (const std::string& other : is_meant(value) ? values : std::vector<std::string>()) {
            json changed = file;
            changed[json::json_pointer(pointer)] = json::parse(other);
            try_out(changed, pointer + " = " + other, outcomes);
        }
    }
    return outcomes;
}

void HostileProjectTest::any_number_may_be_another() {
    const Outcomes outcomes = with_each({"0", "-1", "1", "2", "2147483648", "-9223372036854775808", "9223372036854775807",
                                         "18446744073709551615", "10000000000", "10000000001", "4503599627370496", "1e300", "0.5"},
                                        [](const json& value) { return value.is_number(); });
    QVERIFY2(outcomes.problem.empty(), outcomes.problem.c_str());
    QVERIFY(outcomes.num_read > 100 && outcomes.num_refused > 500);
}

void HostileProjectTest::any_text_may_be_another() {
    const Outcomes outcomes = with_each({"\"\"", "\"0\"", "\"-1\"", "\"1/0\"", "\"0/1\"", "\"1000000000/999999999\"", "\"1/1000000000\"",
                                         "\"nan\"", "\"inf\"", "\"1e400\"", "\"clip.media/../..\"", "\"\\u0000\""},
                                        [](const json& value) { return value.is_string(); });
    QVERIFY2(outcomes.problem.empty(), outcomes.problem.c_str());
    QVERIFY(outcomes.num_read > 50 && outcomes.num_refused > 50);
}

static void change_each(const json& file, json& at, const std::string& place, Outcomes& outcomes) {
    for (auto& [key, value] : at.items()) {
        const json kept = value;
        for (const char* other : {"null", "true", "[]", "{}", "[[]]", "[{}]", "\"x\"", "7"}) {
            value = json::parse(other);
            try_out(file, place + "/" + key + " = " + other, outcomes);
        }
        value = kept;
        if (value.is_structured()) {
            change_each(file, value, place + "/" + key, outcomes);
        }
    }
    if (!at.is_object()) {
        return;
    }
    const json whole = at;
    for (const auto& [key, value] : whole.items()) {
        at.erase(key);
        try_out(file, place + " without " + key, outcomes);
        at = whole;
    }
}

void HostileProjectTest::any_field_may_be_missing_or_of_another_kind() {
    Outcomes outcomes;
    json file = full_file();
    change_each(file, file, "", outcomes);
    QVERIFY2(outcomes.problem.empty(), outcomes.problem.c_str());
    QVERIFY(outcomes.num_read > 100 && outcomes.num_refused > 500);
}

static std::string refusal(const std::string& pointer, const json& value) {
    json file = full_file();
    file[json::json_pointer(pointer)] = value;
    return message_of<ProjectFormatError>([&] { project_from_text(file.dump(), "clip.kinora"); });
}

void HostileProjectTest::media_without_a_rate_shows_nothing() {
    json file = full_file();
    file["assets"][0].erase("frame_rate");
    const auto message = message_of<ProjectFormatError>([&] { project_from_text(file.dump(), "clip.kinora"); });
    QVERIFY2(contains(message, "nor a video with a frame rate"), message.c_str());
    Project project = full_project();
    Asset asset = *project.assets->front();
    asset.frame_rate = {};
    project.assets = SharedList<Asset>({Shared<Asset>(asset)});
    QCOMPARE(frames_available(project, {asset.id, 0}), 0);
}

void HostileProjectTest::pictures_larger_than_any_video_are_refused() {
    QVERIFY(contains(refusal("/width", 16385), "larger than any video"));
    QVERIFY(contains(refusal("/height", 1'000'000), "larger than any video"));
    QVERIFY(contains(message_of<EditError>([] { set_timeline_size(Project(), 16384, 16384); }), "at most 67108864 in all"));
    QCOMPARE(set_timeline_size(Project(), 16384, 4096).width, 16384);
}

void HostileProjectTest::a_take_names_no_parts() {
    const json condition = {{"part", 5}, {"source", {{"source_in", 0}}}, {"start_frame", 0}, {"num_frames", 1}};
    QVERIFY(contains(refusal("/takes/0/origin/conditions", json::array({condition})), "parts that there are no longer"));
}

void HostileProjectTest::conditions_lie_inside_what_is_made() {
    QVERIFY(contains(refusal("/generations/0/parts/1/conditions/0/num_frames", 9'000'000'000), "behind its end"));
    QVERIFY(contains(refusal("/generations/0/parts/0/settings/num_frames", 900'000'000), "no number of frames"));
    QVERIFY(contains(refusal("/next_id", std::int64_t{1} << 53), "is outside"));
    // What an edit makes can be read again, so edits keep to the same bounds.
    TestProject t;
    const ClipId photo = t.put(t.lower, "p", t.photo, 0, 5'000'000'000);
    GenerationWish wish;
    wish.overlap = 2'000'000'000;
    const auto message = message_of<EditError>([&] { extend_clip(t.project, photo, 10, false, wish, EditMode::normal); });
    QVERIFY2(contains(message, "smaller overlap"), message.c_str());
}

void HostileProjectTest::edits_stay_where_a_file_can_follow() {
    TestProject t;
    const ClipId last = t.put(t.lower, "z", t.photo, last_possible_frame, 10);
    QVERIFY(check_invariants(t.project).empty());
    Clip clip = clip_of(t.project, t.photo, 10);
    const auto too_far = [](const auto& edit) { return contains(message_of<EditError>(edit), "so far from the beginning"); };
    QVERIFY(too_far([&] { insert_clip(t.project, t.lower, clip, EditMode::insert); }));
    QVERIFY(too_far([&] { move_clips(t.project, std::array{last}, 1, 0, EditMode::normal); }));
    QVERIFY(too_far([&] { add_marker(t.project, {.start = last_possible_frame + 1}); }));
    QVERIFY(too_far([&] { set_in_point(t.project, last_possible_frame + 1); }));
    QVERIFY(check_invariants(set_in_point(t.project, 0)).empty());
    QVERIFY(check_invariants(set_out_point(t.project, last_possible_frame)).empty());
    QVERIFY(contains(message_of<EditError>([&] { add_keyframe(t.project, {.source = {t.photo, 0}, .frame = last_possible_frame + 1}); }),
                     "so far from the first frame"));
    // Markers that are pushed along stop at the end.
    const Project marked = add_marker(t.project, {.start = last_possible_frame});
    const Project pushed = insert_clip(marked, t.upper, clip, EditMode::insert, {.markers = true});
    QVERIFY(check_invariants(pushed).empty());
    QCOMPARE(pushed.timeline.markers->front()->start, last_possible_frame);
}

KINORA_TEST(HostileProjectTest)
#include "hostile_project_test.moc"

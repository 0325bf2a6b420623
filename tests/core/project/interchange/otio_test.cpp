#include "core/project/interchange/otio.h"

#include <algorithm>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/project/interchange/file_url.h"
#include "tests/core/project/interchange/sample_cut.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class OtioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void comes_back_as_it_went();
    void the_sounds_of_a_transition_come_back();
    void is_what_others_read();
    void reads_what_others_write();
    void numbered_pictures_are_named_as_such();
    void keeps_the_metadata_of_others();
    void follows_urls_data();
    void follows_urls();
    void refuses_what_is_no_timeline_data();
    void refuses_what_is_no_timeline();
    void any_value_may_be_another();
};

static const char* const place = "/films/edit/cut.otio";

static Cut sample() {
    return cut_of(project_to_cut(), "/films/my film.media");
}

void OtioTest::comes_back_as_it_went() {
    const Cut cut = sample();
    const Cut again = cut_from_otio(cut_to_otio(cut, place), place);
    QVERIFY(again.left_out.empty());
    QVERIFY(again.tracks == cut.tracks);
    QVERIFY(again.markers == cut.markers);
    QVERIFY(again == cut);
    const TempFolder folder;
    write_otio(cut, folder / "a.otio");
    QVERIFY(read_otio(folder / "a.otio").tracks == cut.tracks);
}

void OtioTest::the_sounds_of_a_transition_come_back() {
    Project project = project_to_cut();
    const MediaRef film = project.assets->front()->id;
    change_first_clip(project, project.timeline.tracks[0]->id, [&](Clip& clip) {
        clip.crossfade = Crossfade{.start = -3, .length = 20, .incoming = ClipSound{.media = film, .source_in = -7, .is_muted = true}, .unknown_fields = {}};
    });
    const Cut cut = cut_of(project, "/films/my film.media");
    QVERIFY(cut_from_otio(cut_to_otio(cut, place), place) == cut);
    const Project added = add_cut(project, cut, find_cut_media(project, "/films/my film.media", cut)).project;
    const Clip& clip = *added.timeline.tracks[2]->clips.front();
    QVERIFY(clip.crossfade == project.timeline.tracks[0]->clips.front()->crossfade);
}

void OtioTest::is_what_others_read() {
    const json file = json::parse(cut_to_otio(sample(), place));
    QVERIFY(file["OTIO_SCHEMA"] == "Timeline.1" && file["name"] == "cut");
    const json& tracks = file["tracks"]["children"];
    QCOMPARE(tracks.size(), std::size_t{4});  // two of pictures, one of sound for each
    QVERIFY(tracks[0]["kind"] == "Video" && tracks[2]["kind"] == "Audio");
    QVERIFY(tracks[1]["enabled"] == false && tracks[2]["enabled"] == false && tracks[3]["enabled"] == true);
    const json& first = tracks[0]["children"];
    QVERIFY(first[0]["OTIO_SCHEMA"] == "Gap.1" && first[0]["source_range"]["duration"]["value"] == 5.0);
    QVERIFY(first[1]["OTIO_SCHEMA"] == "Clip.2" && first[1]["source_range"]["start_time"]["value"] == 10.0);
    const json& media = first[1]["media_references"]["DEFAULT_MEDIA"];
    QVERIFY(media["target_url"] == "../my%20film.media/sub%20folder/slow%20100%25.mp4");
    QVERIFY(media["available_range"]["duration"]["value"] == 100.0 && media["available_range"]["duration"]["rate"] == 12.0);
    QVERIFY(tracks[1]["children"][1]["media_references"].size() == 3);
    const json& marker = file["tracks"]["markers"][0];
    QVERIFY(marker["color"] == "RED" && marker["comment"] == "a storm comes up" && marker["marked_range"]["duration"]["value"] == 3.0);
}

// What another program might write: a clip at 25 frames a second with timecode, sound at 48 kHz, and things that there is no
// place for.
static json foreign() {
    const auto time = [](double value, double rate) { return json{{"OTIO_SCHEMA", "RationalTime.1"}, {"value", value}, {"rate", rate}}; };
    const auto range = [&](double start, double length, double rate) {
        return json{{"OTIO_SCHEMA", "TimeRange.1"}, {"start_time", time(start, rate)}, {"duration", time(length, rate)}};
    };
    const json reference = {{"OTIO_SCHEMA", "ExternalReference.1"}, {"target_url", "file:///films/a.mov"}, {"available_range", range(90'000, 500, 25)}};
    const json picture = {{"OTIO_SCHEMA", "Clip.1"}, {"name", "A"}, {"source_range", range(90'010, 50, 25)}, {"media_reference", reference},
                          {"effects", {{{"OTIO_SCHEMA", "LinearTimeWarp.1"}}}}, {"metadata", {{"other", {{"x", 1}}}}},
                          {"markers", {{{"OTIO_SCHEMA", "Marker.2"}, {"name", "here"}, {"color", "GREEN"}, {"marked_range", range(90'020, 0, 25)}},
                                       {{"OTIO_SCHEMA", "Marker.2"}, {"name", "cut off"}, {"marked_range", range(90'100, 0, 25)}}}}};
    const json pattern = {{"OTIO_SCHEMA", "ImageSequenceReference.1"}, {"target_url_base", "frames/"}, {"name_prefix", "f_"},
                          {"name_suffix", ".png"}, {"frame_zero_padding", 5}};
    const json numbered = {{"OTIO_SCHEMA", "Clip.2"}, {"name", "B"}, {"source_range", range(0, 25, 25)},
                           {"media_references", {{"DEFAULT_MEDIA", pattern}, {"proxy", reference}}}, {"active_media_reference_key", "DEFAULT_MEDIA"}};
    const json nested = {{"OTIO_SCHEMA", "Stack.1"}, {"name", "N"}, {"children", {{{"OTIO_SCHEMA", "Track.1"}, {"children", {numbered, numbered}}}}}};
    // Without a part of its own it is seen from its timecode on.
    const json whole = {{"OTIO_SCHEMA", "Clip.1"}, {"name", "W"}, {"media_reference", reference},
                        {"markers", {{{"OTIO_SCHEMA", "Marker.2"}, {"name", "in W"}, {"marked_range", range(90'003, 0, 25)}}}}};
    const json missing = {{"OTIO_SCHEMA", "Clip.2"}, {"name", "M"}, {"source_range", range(0, 10, 25)},
                          {"media_references", {{"DEFAULT_MEDIA", {{"OTIO_SCHEMA", "MissingReference.1"}}}}}};
    const json off = {{"OTIO_SCHEMA", "Clip.1"}, {"name", "O"}, {"enabled", false}, {"source_range", range(90'010, 5, 25)}, {"media_reference", reference}};
    const json sound = {{"OTIO_SCHEMA", "Clip.1"}, {"name", "S"}, {"source_range", range(480'000, 96'000, 48'000)},
                        {"media_reference", {{"OTIO_SCHEMA", "ExternalReference.1"}, {"target_url", "s.wav"}}}};
    const json transition = {{"OTIO_SCHEMA", "Transition.1"}, {"name", "T"}};
    return {{"OTIO_SCHEMA", "Timeline.1"}, {"name", "x"}, {"tracks", {{"OTIO_SCHEMA", "Stack.1"}, {"children", {
        {{"OTIO_SCHEMA", "Track.1"}, {"kind", "Audio"}, {"name", "A1"}, {"children", {sound, sound}}},
        {{"OTIO_SCHEMA", "Track.1"}, {"kind", "Video"}, {"name", "V1"}, {"children", {picture, transition, nested, missing, off, numbered, whole}}}}}}}};
}

void OtioTest::reads_what_others_write() {
    const Cut cut = cut_from_otio(foreign().dump(), place);
    QVERIFY((cut.frame_rate == FrameRate{25, 1}));
    QCOMPARE(cut.tracks.size(), std::size_t{1});
    const auto& clips = cut.tracks[0].clips;
    QCOMPARE(clips.size(), std::size_t{3});
    QVERIFY(clips[2].name == "W" && clips[2].start == 140 && clips[2].length == 500 && clips[2].versions[0].source_in == 0);
    QVERIFY(clips[0].start == 0 && clips[0].length == 50 && clips[0].versions[0].source_in == 10);
    QVERIFY(clips[1].name == "B" && clips[1].start == 115 && clips[1].length == 25);
    QVERIFY(clips[0].sound && clips[0].sound->source_in == 250 && !clips[1].sound);
    QCOMPARE(cut.media[0].file, std::filesystem::path("/films/a.mov"));
    QCOMPARE(cut.media[clips[1].versions[0].media].file, std::filesystem::path("/films/edit/frames/f_%05d.png"));
    QCOMPARE(cut.markers.size(), std::size_t{2});
    QCOMPARE(cut.markers[1].start, std::int64_t{143});
    QVERIFY(cut.markers[0].start == 10 && cut.markers[0].colour == 0x00FF00);
    std::string all;
    for (const Sentence& sentence : cut.left_out) {
        all += sentence.in_english() + "\n";
    }
    for (const char* part : {"effects of \"A\"", "transition \"T\"", "\"N\" at frame 50", "\"M\" at frame 100 names no file",
                             "\"O\" at frame 110 is switched off", "the sound \"S\" at frame 50 lies under no clip"}) {
        QVERIFY2(contains(all, part), all.c_str());
    }
}

void OtioTest::numbered_pictures_are_named_as_such() {
    Cut cut = sample();
    cut.media[0].file = "/films/my film.media/imported/walk 100%/f_%05d.png";
    const json file = json::parse(cut_to_otio(cut, place));
    json found;
    for (const json& track : file["tracks"]["children"]) {
        for (const json& clip : track["children"]) {
            for (const json& reference : clip.value("media_references", json::object())) {
                if (reference["OTIO_SCHEMA"] == "ImageSequenceReference.1") {
                    found = reference;
                }
            }
        }
    }
    QVERIFY2(found["target_url_base"] == "../my%20film.media/imported/walk%20100%25/", found.dump().c_str());
    QVERIFY(found["name_prefix"] == "f_" && found["name_suffix"] == ".png" && found["frame_zero_padding"] == 5);
    QVERIFY(found["start_frame"] == 0 && found["frame_step"] == 1 && found["rate"] == cut.media[0].frame_rate.per_second());
    QVERIFY(!found.contains("target_url") && found["missing_frame_policy"] == "error");
    const Cut again = cut_from_otio(file.dump(), place);
    QVERIFY(std::ranges::find(again.media, cut.media[0].file, &CutMedia::file) != again.media.end());
}

void OtioTest::keeps_the_metadata_of_others() {
    const Cut cut = cut_from_otio(foreign().dump(), place);
    const json again = json::parse(cut_to_otio(cut, place));
    QVERIFY(again["tracks"]["children"][0]["children"][0]["metadata"]["other"]["x"] == 1);
    // What could be mistaken for a field of the project is not kept.
    json file = json::parse(cut_to_otio(sample(), place));
    json& metadata = file["tracks"]["children"][0]["children"][1]["metadata"];
    metadata["kinora"]["unknown_fields"] = {{"generation", 77}, {"id", 3}, {"newer", true}};
    const Cut read = cut_from_otio(file.dump(), place);
    QVERIFY((read.tracks[0].clips[0].unknown_fields == json{{"newer", true}}));
    json deep = 1;
    for (int i = 0; i < 30; ++i) {
        deep = {{"a", deep}};
    }
    metadata["other"] = deep;
    QVERIFY((cut_from_otio(file.dump(), place).tracks[0].clips[0].unknown_fields == json{{"newer", true}}));
}

void OtioTest::follows_urls_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("file");
    const auto row = [](const char* url, const char* file) { QTest::newRow(url) << QByteArray(url) << QByteArray(file); };
    row("a.mp4", "/films/edit/a.mp4");
    row("../b%20c/a%C3%A9.mp4", "/films/b c/aé.mp4");
    row("/films/a.mp4", "/films/a.mp4");
    row("file:///films/a%25.mp4", "/films/a%.mp4");
    row("file://localhost/films/a.mp4", "/films/a.mp4");
    for (const char* none : {"", "https://somewhere/a.mp4", "file://", "a%00.mp4", "a%zz.mp4", "a%4", "data:,x"}) {
        row(none, "");
    }
}

void OtioTest::follows_urls() {
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, file);
    const auto found = file_of_url("/films/edit", url.toStdString());
    QCOMPARE(found ? found->string() : "", file.toStdString());
    if (found) {
        QCOMPARE(file_of_url("/films/edit", url_from("/films/edit", *found))->string(), file.toStdString());
    }
}

void OtioTest::refuses_what_is_no_timeline_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char* name, const std::string& text, const char* problem) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(problem);
    };
    row("nothing", "", "is no JSON");
    row("no object", "[]", "holds no timeline");
    row("another schema", R"({"OTIO_SCHEMA":"Clip.2"})", "holds no timeline");
    row("deep", std::string(100'000, '['), "nested more deeply");
    row("not a number", R"({"OTIO_SCHEMA":"Timeline.1","x":NaN})", "is no JSON");
    row("rate", R"({"OTIO_SCHEMA":"Timeline.1","metadata":{"kinora":{"frame_rate":"0/0"}}})", "is no frame rate");
    const auto with = [](const char* range) {
        return std::string(R"({"OTIO_SCHEMA":"Timeline.1","tracks":{"children":[{"children":[{"OTIO_SCHEMA":"Gap.1","source_range":)") +
               range + "}]}]}}";
    };
    row("no duration", with("{}"), "without a duration");
    row("duration below 0", with(R"({"duration":{"value":-1,"rate":24}})"), "without a duration");
    row("rate of 0", with(R"({"duration":{"value":1,"rate":0}})"), "rate above 0");
    row("rate is text", with(R"({"duration":{"value":1,"rate":"24"}})"), "rate above 0");
    row("endless", with(R"({"duration":{"value":1e300,"rate":1e-300}})"), "no timeline has");
    row("too long", with(R"({"duration":{"value":1.1e10,"rate":12}})"), "no timeline has");
    std::string tracks;
    for (int i = 0; i < 1001; ++i) {
        tracks += i == 0 ? "{}" : ",{}";
    }
    row("many tracks", R"({"OTIO_SCHEMA":"Timeline.1","tracks":{"children":[)" + tracks + "]}}", "more than 1000 tracks");
}

void OtioTest::refuses_what_is_no_timeline() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, problem);
    const auto message = message_of<ProjectFormatError>([&] { cut_from_otio(text.toStdString(), place); });
    QVERIFY2(contains(message, problem.toStdString()) && message.starts_with("/films/edit/cut.otio: ") && !contains(message, "\n"), message.c_str());
}

// Whatever can be read can be put into a project, and that into a file.
static std::string try_out(const json& file) {
    try {
        const Cut cut = cut_from_otio(file.dump(), place);
        Project empty = project_to_cut();
        empty.timeline = {};
        const std::vector<MediaRef> media(cut.media.size(), MediaRef((*empty.assets)[0]->id));
        const Project project = add_cut(empty, cut, media).project;
        const auto problems = check_invariants(project);
        const bool is_kept = project_from_text(project_to_text(project, "p.kinora"), "p.kinora") == project;
        return !problems.empty() ? problems.front().in_english() : is_kept ? "" : "loading gives another project";
    } catch (const ProjectFormatError& error) {
        return std::string(error.what()).starts_with(place) ? "" : error.what();
    } catch (const EditError&) {
        return "";
    }
}

void OtioTest::any_value_may_be_another() {
    for (const json& file : {json::parse(cut_to_otio(sample(), place)), foreign()}) {
        const json flat = file.flatten();
        for (const auto& [pointer, value] : flat.items()) {
            for (const char* other : {"null", "0", "-1", "7.5", "1e18", "18446744073709551615", "-9223372036854775808", "\"\"", "\"Clip.9\"", "[]", "{}", "true"}) {
                json changed = file;
                changed[json::json_pointer(pointer)] = json::parse(other);
                const std::string problem = try_out(changed);
                QVERIFY2(problem.empty(), (pointer + " = " + other + ": " + problem).c_str());
            }
        }
    }
    const std::string text = cut_to_otio(sample(), place);
    std::mt19937 random(5);
    for (int i = 0; i < 1000; ++i) {
        std::string damaged = text;
        for (int k = 0; k <= i % 4; ++k) {
            damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        }
        try {
            cut_from_otio(damaged, place);
        } catch (const ProjectFormatError&) {
        }
    }
}

KINORA_TEST(OtioTest)
#include "otio_test.moc"

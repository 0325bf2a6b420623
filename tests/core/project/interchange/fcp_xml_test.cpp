#include "core/project/interchange/fcp_xml.h"

#include <QXmlStreamReader>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/project/interchange/sample_cut.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class FcpXmlTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void holds_what_is_on_the_timeline();
    void sound_is_linked_with_its_pictures();
    void each_channel_has_a_track();
    void sound_that_is_not_there_has_no_item();
    void the_sounds_of_a_transition_meet_in_its_middle();
    void a_file_is_described_once();
    void a_still_picture_has_no_end();
    void says_rates_data();
    void says_rates();
    void refuses_rates_that_it_has_no_word_for();
    void numbered_pictures_are_named_by_the_first();
    void whatever_the_names_are_it_is_xml();
};

static const char* const place = "/films/edit/the cut.xml";

namespace {

// An element as Qt reads it.
struct Element {
    std::string name;
    std::map<std::string, std::string> attributes;
    std::string text;
    std::vector<Element> children;

    // The first element at "a/b/c"; one without a name where there is none.
    const Element& at(const std::string& path) const {
        static const Element none;
        const auto slash = path.find('/');
        for (const Element& child : children) {
            if (child.name == path.substr(0, slash)) {
                return slash == std::string::npos ? child : child.at(path.substr(slash + 1));
            }
        }
        return none;
    }
    std::vector<Element> all(const std::string& wanted) const {
        std::vector<Element> found;
        for (const Element& child : children) {
            if (child.name == wanted) {
                found.push_back(child);
            }
        }
        return found;
    }
    // "a=1 b=2" for the names that are given; what there is not has "-".
    std::string said(const std::vector<std::string>& names) const {
        std::string result;
        for (const std::string& wanted : names) {
            const Element& element = at(wanted);
            result += (result.empty() ? "" : " ") + wanted + "=" + (element.name.empty() ? "-" : element.text);
        }
        return result;
    }
};

Element read_element(QXmlStreamReader& reader) {
    Element element = {.name = reader.name().toString().toStdString()};
    for (const auto& attribute : reader.attributes()) {
        element.attributes[attribute.name().toString().toStdString()] = attribute.value().toString().toStdString();
    }
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement()) {
            element.children.push_back(read_element(reader));
        } else if (reader.isCharacters() && !reader.isWhitespace()) {
            element.text += reader.text().toString().toStdString();
        } else if (reader.isEndElement()) {
            break;
        }
    }
    return element;
}

// The sequence in a file; throws where that is no XML.
Element sequence_in(const std::string& text) {
    QXmlStreamReader reader(QByteArray::fromStdString(text));
    Element root;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement) {
            root = read_element(reader);
        }
    }
    if (reader.hasError() || root.name != "xmeml" || root.attributes["version"] != "5") {
        throw std::logic_error(reader.errorString().toStdString() + "\n" + text);
    }
    return root.at("sequence");
}

Cut sample() {
    return cut_of(project_to_cut(), "/films/my film.media");
}

Element written(const Cut& cut) {
    return sequence_in(cut_to_fcp_xml(cut, place).text);
}

const std::vector<std::string> times = {"start", "end", "in", "out"};

}  // namespace

void FcpXmlTest::holds_what_is_on_the_timeline() {
    const Element sequence = written(sample());
    QCOMPARE(sequence.said({"name", "duration", "in", "out"}), std::string("name=the cut duration=95 in=6 out=81"));
    QCOMPARE(sequence.at("rate").said({"timebase", "ntsc"}), std::string("timebase=30 ntsc=TRUE"));
    const Element& video = sequence.at("media/video");
    const Project project = project_to_cut();
    QCOMPARE(video.at("format/samplecharacteristics").said({"width", "height"}),
             "width=" + std::to_string(project.width) + " height=" + std::to_string(project.height));
    const auto tracks = video.all("track");
    QCOMPARE(tracks.size(), std::size_t{2});
    QCOMPARE(tracks[0].attributes.at("MZ.TrackName"), std::string("lower"));
    QCOMPARE(tracks[0].said({"enabled", "locked"}), std::string("enabled=TRUE locked=FALSE"));
    QCOMPARE(tracks[1].said({"enabled", "locked"}), std::string("enabled=FALSE locked=TRUE"));
    const auto lower = tracks[0].all("clipitem");
    const auto upper = tracks[1].all("clipitem");
    QVERIFY(lower.size() == 2 && upper.size() == 2);
    QCOMPARE(lower[0].said({"name", "enabled"}), std::string("name=a enabled=TRUE"));
    QCOMPARE(lower[0].said(times), std::string("start=5 end=55 in=10 out=60"));
    QCOMPARE(lower[1].said(times), std::string("start=55 end=95 in=0 out=40"));
    QCOMPARE(upper[0].said(times), std::string("start=20 end=50 in=2 out=32"));
    QCOMPARE(upper[1].said(times), std::string("start=70 end=90 in=3 out=23"));
    QCOMPARE(lower[1].at("name").text, std::string("b \"quoted\" 日本"));
    // Counted at the timeline's rate, the 100 frames of 12 a second are 249.
    QCOMPARE(lower[0].at("duration").text, std::string("249"));
    QCOMPARE(lower[0].at("rate").said({"timebase", "ntsc"}), std::string("timebase=30 ntsc=TRUE"));
    const Element& file = lower[0].at("file");
    QCOMPARE(file.said({"name", "pathurl", "duration"}),
             std::string("name=a slow one pathurl=file://localhost/films/my%20film.media/sub%20folder/slow%20100%25.mp4 duration=100"));
    QCOMPARE(file.at("rate").said({"timebase", "ntsc"}), std::string("timebase=12 ntsc=FALSE"));
    QCOMPARE(lower[1].at("file/media/video/samplecharacteristics").said({"width", "height"}), std::string("width=64 height=48"));
    QCOMPARE(sequence.at("marker").said({"name", "comment", "in", "out"}), std::string("name=m comment=a storm comes up in=7 out=10"));
    const TempFolder folder;
    QVERIFY(write_fcp_xml(sample(), folder / "the cut.xml").empty());
    QCOMPARE(read_file(folder / "the cut.xml", 1'000'000), cut_to_fcp_xml(sample(), place).text);
}

void FcpXmlTest::sound_is_linked_with_its_pictures() {
    const Element sequence = written(sample());
    const auto tracks = sequence.at("media/audio").all("track");
    QCOMPARE(tracks.size(), std::size_t{4});  // left and right, of each track
    QCOMPARE(tracks[1].said({"enabled", "locked", "outputchannelindex"}), std::string("enabled=FALSE locked=FALSE outputchannelindex=2"));
    QCOMPARE(tracks[2].said({"enabled", "locked"}), std::string("enabled=TRUE locked=TRUE"));
    const Element right = tracks[1].all("clipitem").at(0);
    QCOMPARE(right.said({"name", "enabled"}), std::string("name=a enabled=FALSE"));
    QCOMPARE(right.said(times), std::string("start=5 end=55 in=10 out=60"));
    QCOMPARE(right.at("sourcetrack").said({"mediatype", "trackindex"}), std::string("mediatype=audio trackindex=2"));

    const Element picture = sequence.at("media/video").all("track")[1].all("clipitem")[1];
    const Element left = tracks[2].all("clipitem").at(0);
    const auto links = picture.all("link");
    QCOMPARE(links.size(), std::size_t{3});
    QCOMPARE(links[0].said({"linkclipref", "mediatype", "trackindex", "clipindex"}),
             "linkclipref=" + picture.attributes.at("id") + " mediatype=video trackindex=2 clipindex=2");
    QCOMPARE(links[1].said({"linkclipref", "mediatype", "trackindex", "clipindex"}),
             "linkclipref=" + left.attributes.at("id") + " mediatype=audio trackindex=3 clipindex=1");
    QCOMPARE(links[2].at("trackindex").text, std::string("4"));
    QCOMPARE(left.all("link").size(), std::size_t{3});
    // What has no sound has nothing to be linked with.
    QVERIFY(sequence.at("media/video").all("track")[0].all("clipitem")[1].all("link").empty());
}

void FcpXmlTest::each_channel_has_a_track() {
    Cut cut = sample();
    CutClip film = cut.tracks[1].clips[1];
    film.start = 100;
    cut.tracks.pop_back();
    cut.tracks[0].clips.push_back(film);
    cut.media[cut.tracks[0].clips[0].sound->media].num_channels = 1;
    cut.media[film.sound->media].num_channels = 2;
    const Element audio = written(cut).at("media/audio");
    const auto tracks = audio.all("track");
    QCOMPARE(tracks.size(), std::size_t{3});
    QVERIFY(tracks[0].attributes.at("premiereTrackType") == "Mono" && tracks[0].attributes.at("totalExplodedTrackCount") == "1");
    QVERIFY(tracks[2].attributes.at("premiereTrackType") == "Stereo" && tracks[2].attributes.at("currentExplodedTrackIndex") == "1");
    QCOMPARE(tracks[0].all("clipitem").at(0).attributes.at("premiereChannelType"), std::string("mono"));
    QCOMPARE(tracks[0].at("outputchannelindex").name, std::string());  // in the middle, not on the left
    QCOMPARE(tracks[1].all("clipitem").at(0).at("name").text, std::string("d"));
    cut.media[film.sound->media].num_channels = 6;
    QCOMPARE(written(cut).at("media/audio").all("track").size(), std::size_t{7});
    for (CutClip& clip : cut.tracks[0].clips) {
        clip.sound.reset();
    }
    QVERIFY(written(cut).at("media/audio").name.empty());
}

void FcpXmlTest::sound_that_is_not_there_has_no_item() {
    const auto sounds = [](std::int64_t source_in) {
        Cut cut = sample();
        cut.tracks.erase(cut.tracks.begin());
        cut.tracks[0].clips[1].sound->source_in = source_in;  // of 299 frames, under 20
        std::string result;
        for (const Element& item : written(cut).at("media/audio/track").all("clipitem")) {
            result += item.said(times);
        }
        return result;
    };
    QCOMPARE(sounds(0), std::string("start=70 end=90 in=0 out=20"));
    QCOMPARE(sounds(-5), std::string("start=75 end=90 in=0 out=15"));
    QCOMPARE(sounds(290), std::string("start=70 end=79 in=290 out=299"));
    QCOMPARE(sounds(-20), std::string());
    QCOMPARE(sounds(299), std::string());
}

void FcpXmlTest::the_sounds_of_a_transition_meet_in_its_middle() {
    Cut cut = sample();
    cut.tracks.erase(cut.tracks.begin());
    CutClip& clip = cut.tracks[0].clips[1];  // 70 to 90
    clip.crossfade = CutCrossfade{.start = 4, .length = 10, .incoming = CutUse{clip.sound->media, 100}};
    const auto items = written(cut).at("media/audio/track").all("clipitem");
    QCOMPARE(items.size(), std::size_t{2});
    QCOMPARE(items[0].said(times), std::string("start=70 end=79 in=3 out=12"));
    QCOMPARE(items[1].said(times), std::string("start=79 end=90 in=109 out=120"));
}

void FcpXmlTest::a_file_is_described_once() {
    Cut cut = sample();
    const Element sequence = written(cut);
    const Element picture = sequence.at("media/video").all("track")[1].all("clipitem")[1];
    const Element sound = sequence.at("media/audio").all("track")[2].all("clipitem")[0];
    QVERIFY(!picture.at("file").children.empty() && sound.at("file").children.empty());
    QCOMPARE(picture.at("file").attributes.at("id"), sound.at("file").attributes.at("id"));
    QCOMPARE(picture.at("file/media/audio/channelcount").text, std::string("2"));
    QCOMPARE(sequence.at("media/video").all("track")[0].all("clipitem")[1].at("file/media/audio").name, std::string());
    // A rate that the format has no word for is left to the file.
    cut.media[cut.tracks[0].clips[0].versions[0].media].frame_rate = {25, 2};
    const Element file = written(cut).at("media/video/track/clipitem/file");
    QCOMPARE(file.said({"rate", "duration"}), std::string("rate=- duration=-"));
}

void FcpXmlTest::a_still_picture_has_no_end() {
    Cut cut = sample();
    CutClip& photo = cut.tracks[1].clips[0];
    photo.chosen = 0;
    photo.versions[0].source_in = 0;
    photo.length = 5'000;
    cut.tracks[1].clips.pop_back();
    const Element item = written(cut).at("media/video").all("track")[1].all("clipitem")[0];
    QCOMPARE(item.said({"start", "end", "in", "out", "duration", "stillframe"}),
             std::string("start=20 end=5020 in=0 out=5000 duration=5000 stillframe=TRUE"));
    QCOMPARE(item.at("file").said({"pathurl", "duration"}),
             std::string("pathurl=file://localhost/films/my%20film.media/photo.png duration=5000"));
}

void FcpXmlTest::says_rates_data() {
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](qint64 numerator, qint64 denominator, const char* said) {
        QTest::addRow("%lld/%lld", numerator, denominator) << numerator << denominator << QByteArray(said);
    };
    row(24, 1, "timebase=24 ntsc=FALSE");
    row(24000, 1001, "timebase=24 ntsc=TRUE");
    row(25, 1, "timebase=25 ntsc=FALSE");
    row(30000, 1001, "timebase=30 ntsc=TRUE");
    row(60000, 1001, "timebase=60 ntsc=TRUE");
    row(1000, 1, "timebase=1000 ntsc=FALSE");
}

void FcpXmlTest::says_rates() {
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    QFETCH(QByteArray, said);
    Cut cut = sample();
    cut.frame_rate = {numerator, denominator};
    QCOMPARE(written(cut).at("rate").said({"timebase", "ntsc"}), said.toStdString());
}

void FcpXmlTest::refuses_rates_that_it_has_no_word_for() {
    Cut cut = sample();
    cut.frame_rate = {25, 2};
    const TempFolder folder;
    const auto message = message_of<FileError>([&] { write_fcp_xml(cut, folder / "a.xml"); });
    QVERIFY2(contains(message, "25/2 frames per second") && contains(message, "a.xml") && contains(message, ".otio"), message.c_str());
    QVERIFY(!std::filesystem::exists(folder / "a.xml"));
}

void FcpXmlTest::numbered_pictures_are_named_by_the_first() {
    Cut cut = sample();
    CutMedia& media = cut.media[cut.tracks[0].clips[0].versions[0].media];
    media.file = "/films/my film.media/imported/walk/f_%05d.png";
    const FcpXml xml = cut_to_fcp_xml(cut, place);
    QCOMPARE(sequence_in(xml.text).at("media/video/track/clipitem/file/pathurl").text,
             std::string("file://localhost/films/my%20film.media/imported/walk/f_00000.png"));
    QCOMPARE(xml.left_out.size(), std::size_t{1});
    QVERIFY(contains(xml.left_out[0].in_english(), "\"a slow one\""));
}

void FcpXmlTest::whatever_the_names_are_it_is_xml() {
    const std::pair<const char*, const char*> names[] = {
        {"<a> & \"b\" 'c' ]]>", "<a> & \"b\" 'c' ]]>"},
        {"line\r\nline\tend", "line\r\nline\tend"},
        {"日本 🎬", "日本 🎬"},
        {"bell \x07 and \x1b", "bell \uFFFD and \uFFFD"},
        {"cut \xE6\x97", "cut \uFFFD\uFFFD"},
        {"latin \xE9t\xE9", "latin \uFFFDt\uFFFD"},
        {"long \xC0\xAF", "long \uFFFD\uFFFD"},
        {"half \xED\xA0\x80", "half \uFFFD\uFFFD\uFFFD"},
        {"none \xEF\xBF\xBE", "none \uFFFD"},
        {"far \xF4\x90\x80\x80", "far \uFFFD\uFFFD\uFFFD\uFFFD"},
    };
    for (const auto& [name, expected] : names) {
        Cut cut = sample();
        CutClip& clip = cut.tracks[0].clips[0];
        clip.name = name;
        cut.tracks[0].name = name;
        cut.markers[0].prompt = name;
        cut.media[clip.versions[0].media].file = std::filesystem::path("/m") / name;
        const Element sequence = written(cut);
        QCOMPARE(sequence.at("media/video/track/clipitem/name").text, std::string(expected));
        QCOMPARE(sequence.at("marker/comment").text, std::string(expected));
        QVERIFY(sequence.at("media/video/track/clipitem/file/pathurl").text.starts_with("file://localhost/m/"));
        QVERIFY(!sequence.at("media/video/track").attributes.at("MZ.TrackName").empty());
    }
}

KINORA_TEST(FcpXmlTest)
#include "fcp_xml_test.moc"

// Exports that are killed, and go on: the file is the same as without the interruption, bit for bit.
#include <QCoreApplication>
#include <QProcess>

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/base/cancelled.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/media/video_reader.h"
#include "core/project/project_file.h"
#include "core/render/export_job.h"
#include "tests/core/media/clip_maker.h"
#include "tests/core/media/numbered_sound.h"
#include "tests/core/media/restricted.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

// The process that is killed is this same program; the variable says which export in which folder, and at which frame it dies.
static constexpr const char* role_variable = "KINORA_EXPORT_TO_KILL";
static constexpr const char* key = "one-and-the-same";
static constexpr std::int64_t num_frames = 420;
static constexpr std::int64_t segment = 192;  // eight seconds

static VideoCodec codec_of(const std::string& name) {
    return name.starts_with("av1") ? VideoCodec::av1 : VideoCodec::unset;
}

class ExportResumeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void a_killed_export_goes_on_to_the_same_file_data();
    void a_killed_export_goes_on_to_the_same_file();
    void an_animation_begins_anew();
    void a_full_disk_keeps_what_there_was_room_for();
    void one_that_is_killed_again_and_again_gets_done();
    void damage_is_made_again();
    void other_settings_begin_anew();
    void what_is_kept_goes_when_nobody_wants_it();
    void the_target_that_came_in_between_stays();
    void without_a_key_nothing_stays();

 private:
    std::filesystem::path project_file() const { return m_->folder / "film.kinora"; }
    ExportSettings to(const std::string& name) const { return {.path = m_->folder / name, .codec = codec_of(name), .resume_key = key}; }
    // Dies at that frame.
    void kill_at(const std::string& name, std::int64_t frame) const;
    // Returns the first report of progress.
    std::int64_t go_on(const ExportSettings& settings) const;
    std::string uninterrupted(const std::string& name) const;
    std::vector<std::string> hidden() const;

    std::unique_ptr<MediaProject> m_;
};

static void export_and_die(const std::filesystem::path& folder, const std::string& name, std::int64_t frame) {
    const Project project = load_project(folder / "film.kinora");
    export_timeline(project, folder, {.path = folder / name, .codec = codec_of(name), .resume_key = key},
                    [&](std::int64_t done, std::int64_t) {
                        if (done == frame) {
                            ::kill(::getpid(), SIGKILL);
                        }
                    },
                    {});
}

void ExportResumeTest::initTestCase() {
    const QStringList role = qEnvironmentVariable(role_variable).split(QLatin1Char('\n'));
    if (role.size() == 3) {
        export_and_die(role[0].toStdString(), role[1].toStdString(), role[2].toLongLong());
        ::_exit(7);  // it was not to come here
    }
    m_ = std::make_unique<MediaProject>();
    const MediaRef media = m_->add_loud_film();
    for (std::int64_t start = 0; start < num_frames; start += 60) {
        m_->put(m_->lower, media, start, 60, 0);
    }
    save_project(project_file(), m_->project);
}

void ExportResumeTest::kill_at(const std::string& name, std::int64_t frame) const {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(role_variable),
                       QStringLiteral("%1\n%2\n%3").arg(QString::fromStdString(m_->folder.path().string()), QString::fromStdString(name)).arg(frame));
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("export_resume_test")});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
}

std::int64_t ExportResumeTest::go_on(const ExportSettings& settings) const {
    std::int64_t first = 0;
    export_timeline(m_->project, m_->folder.path(), settings, [&](std::int64_t done, std::int64_t) { first = first == 0 ? done : first; }, {});
    return first;
}

std::string ExportResumeTest::uninterrupted(const std::string& name) const {
    const auto path = m_->folder / ("whole-" + name);
    export_timeline(m_->project, m_->folder.path(), {.path = path, .codec = codec_of(name), .overwrite = true}, [](std::int64_t, std::int64_t) {}, {});
    return hash_file(path);
}

std::vector<std::string> ExportResumeTest::hidden() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(m_->folder.path())) {
        if (const std::string name = entry.path().filename().string(); name[0] == '.') {
            names.push_back(name);
        }
    }
    return names;
}

void ExportResumeTest::a_killed_export_goes_on_to_the_same_file_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.mkv", "a.mp4", "a.mov", "a.webm", "av1.webm"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void ExportResumeTest::a_killed_export_goes_on_to_the_same_file() {
    QFETCH(const QString, name);
    const std::string file = name.toStdString();
    kill_at(file, 300);
    QVERIFY(!std::filesystem::exists(m_->folder / file));
    QCOMPARE(go_on(to(file)), segment);
    QCOMPARE(hash_file(m_->folder / file), uninterrupted(file));
    QCOMPARE(hidden(), std::vector<std::string>{});
    const auto packets = stored_packets(m_->folder / file);
    QCOMPARE(packets.size(), std::size_t{num_frames});
    QVERIFY(packets[segment].is_key && packets[2 * segment].is_key);
    QVERIFY(!decode_sound(m_->folder / file).samples.empty());
}

// One palette serves all frames of it, so that none of them is final before the last is seen.
void ExportResumeTest::an_animation_begins_anew() {
    kill_at("a.gif", 100);
    QCOMPARE(go_on(to("a.gif")), 1);
    QCOMPARE(hash_file(m_->folder / "a.gif"), uninterrupted("a.gif"));
    QCOMPARE(hidden(), std::vector<std::string>{});
}

void ExportResumeTest::a_full_disk_keeps_what_there_was_room_for() {
    kill_at("g.mkv", 300);
    const std::uintmax_t kept = std::filesystem::file_size(m_->folder / hidden().at(0));
    {
        const FileSizeLimit full(kept + 1000);
        const std::string message = message_of<Error>([&] { go_on(to("g.mkv")); });
        QVERIFY2(contains(message, "g.mkv"), message.c_str());
    }
    QVERIFY(!std::filesystem::exists(m_->folder / "g.mkv"));
    QCOMPARE(go_on(to("g.mkv")), segment);
    QCOMPARE(hash_file(m_->folder / "g.mkv"), uninterrupted("g.mkv"));
    QCOMPARE(hidden(), std::vector<std::string>{});
}

// Pictures are whole one by one, and every one of them counts.
void ExportResumeTest::one_that_is_killed_again_and_again_gets_done() {
    for (const std::int64_t frame : {30, 100, 101}) {
        kill_at("shot.png", frame);
    }
    const auto kept = m_->folder / (".shot.png." + std::string(key) + ".kept");
    const std::string broken = (kept / "shot_0090.png").string();
    std::filesystem::resize_file(broken, std::filesystem::file_size(broken) / 2);
    QCOMPARE(go_on(to("shot.png")), 90);
    VideoReader reader(m_->folder / "shot_%04d.png");
    for (std::int64_t i = 0; i < num_frames; ++i) {
        QCOMPARE(number_in(reader.read_next()->image), static_cast<int>(i % 60));
    }
    QVERIFY(!reader.read_next());
    QVERIFY(!std::filesystem::exists(kept));
}

void ExportResumeTest::damage_is_made_again() {
    kill_at("b.mp4", 400);
    const auto kept = m_->folder / hidden().at(0);
    {
        std::fstream file(kept, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(kept) / 4 * 3));
        file.put('\x55');
    }
    QCOMPARE(go_on(to("b.mp4")), segment);  // the second segment is lost
    QCOMPARE(hash_file(m_->folder / "b.mp4"), uninterrupted("b.mp4"));
}

void ExportResumeTest::other_settings_begin_anew() {
    kill_at("c.mp4", 300);
    ExportSettings smaller = to("c.mp4");
    smaller.width = 32;
    smaller.height = 24;
    QCOMPARE(go_on(smaller), 1);
    QCOMPARE(VideoReader(m_->folder / "c.mp4").width(), 32);
}

void ExportResumeTest::what_is_kept_goes_when_nobody_wants_it() {
    kill_at("d.mkv", 200);
    kill_at("d.png", 20);
    QCOMPARE(hidden().size(), std::size_t{2});
    remove_kept(m_->folder / "d.mkv", "another");
    remove_kept(m_->folder / "d.mkv", "../..");
    QCOMPARE(hidden().size(), std::size_t{2});
    remove_kept(m_->folder / "d.mkv", key);
    remove_kept(m_->folder / "d.png", key);
    QCOMPARE(hidden(), std::vector<std::string>{});
}

void ExportResumeTest::the_target_that_came_in_between_stays() {
    kill_at("e.mkv", 200);
    std::ofstream(m_->folder / "e.mkv") << "mine";
    QVERIFY(contains(message_of<FileError>([&] { go_on(to("e.mkv")); }), "exists already"));
    QCOMPARE(std::filesystem::file_size(m_->folder / "e.mkv"), std::uintmax_t{4});
    std::filesystem::remove(m_->folder / "e.mkv");
    QCOMPARE(go_on(to("e.mkv")), segment);
}

void ExportResumeTest::without_a_key_nothing_stays() {
    std::stop_source stop;
    bool is_stopped = false;
    try {
        export_timeline(m_->project, m_->folder.path(), {.path = m_->folder / "f.mkv"},
                        [&](std::int64_t done, std::int64_t) {
                            if (done == 250) {
                                stop.request_stop();
                            }
                        },
                        stop.get_token());
    } catch (const Cancelled&) {
        is_stopped = true;
    }
    QVERIFY(is_stopped);
    QCOMPARE(hidden(), std::vector<std::string>{});
}

KINORA_TEST(ExportResumeTest)
#include "export_resume_test.moc"

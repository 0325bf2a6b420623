// The files that kinora-cli is given and makes: how they are named, found and told of, and what is not replaced.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/media/image_file.h"
#include "core/media/media_probe.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
namespace fs = std::filesystem;
using kinora::test::CommandResult;
using kinora::test::describe;
using kinora::test::entries;
using kinora::test::run;
using kinora::test::TempFolder;

class CliFilesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void recipes_find_files_with_percent_signs_data();
    void recipes_find_files_with_percent_signs();
    void numbered_pictures_are_told_of_by_their_pattern();
    void previews_replace_nothing();
    void previews_have_a_place_of_their_own();
    void endings_may_be_in_capitals();
    void tensors_are_no_clips();
    void a_full_device_is_an_error_data();
    void a_full_device_is_an_error();
    void a_reader_that_goes_away_is_none();
};

#define KINORA_VERIFY_STATUS(result, expected) QVERIFY2((result).status == (expected), describe(result).constData())

static const QStringList quick = {"--steps", "1", "--frames", "5", "--seed", "3"};

static void write_picture(const fs::path& path, int shade) {
    write_image(path, Image(96, 64, std::vector<std::uint8_t>(96 * 64 * 3, static_cast<std::uint8_t>(shade))), false);
}

void CliFilesTest::recipes_find_files_with_percent_signs_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QStringList>("files");
    QTest::newRow("a picture") << "50%.png" << QStringList{"50%.png"};
    QTest::newRow("numbered pictures") << "p_%03d.png" << QStringList{"p_000.png", "p_001.png"};
    QTest::newRow("a picture that is called like a pattern") << "p_%03d.png" << QStringList{"p_%03d.png"};
}

void CliFilesTest::recipes_find_files_with_percent_signs() {
    QFETCH(QString, condition);
    QFETCH(QStringList, files);
    const TempFolder folder;
    fs::create_directory(folder / "made");
    fs::create_directory(folder / "elsewhere");
    for (const QString& file : files) {
        write_picture(folder / "made" / file.toStdString(), 30 + 60 * static_cast<int>(files.indexOf(file)));
    }
    const fs::path made = folder / "made";
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a ball", "--condition", condition + "@0", "--out", "a.safetensors"} + quick, made), 0);
    // Other numbered pictures lie where the program runs; of the name that is a file's, they are not meant.
    if (files.contains(condition)) {
        write_picture(folder / "elsewhere/p_007.png", 250);
    }
    const CommandResult again = run({"render", "--recipe", "../made/a.safetensors", "--out", "b.safetensors"}, folder / "elsewhere");
    KINORA_VERIFY_STATUS(again, 0);
    QVERIFY2(!again.err.contains("is not the file"), describe(again).constData());
    const SafetensorsFile a(folder / "made/a.safetensors");
    const SafetensorsFile b(folder / "elsewhere/b.safetensors");
    QVERIFY(std::ranges::equal(a.bytes(*a.find("frames")), b.bytes(*b.find("frames"))));

    for (const QString& file : files) {
        fs::remove(folder / "made" / file.toStdString());
    }
    fs::remove(folder / "elsewhere/p_007.png");
    const CommandResult lost = run({"render", "--recipe", "../made/a.safetensors", "--out", "c.safetensors"}, folder / "elsewhere");
    KINORA_VERIFY_STATUS(lost, 1);
    QVERIFY2(lost.err.contains(condition.toUtf8() + ": is named by the recipe in"), describe(lost).constData());
}

void CliFilesTest::numbered_pictures_are_told_of_by_their_pattern() {
    const TempFolder folder;
    const auto output_of = [](const CommandResult& result) { return QString::fromStdString(result.events().back()["output"].get<std::string>()); };
    const CommandResult render = run(QStringList{"render", "a ball", "--out", "ball.png", "--json"} + quick, folder.path());
    KINORA_VERIFY_STATUS(render, 0);
    QCOMPARE(output_of(render), "ball_%04d.png");
    QCOMPARE(probe_media(folder / output_of(render).toStdString()).num_frames, 5);
    const CommandResult interpolated = run({"interpolate", "ball_%04d.png", "--factor", "2", "--out", "more_%02d.png", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(interpolated, 0);
    QCOMPARE(output_of(interpolated), "more_%02d.png");
    QCOMPARE(probe_media(folder / output_of(interpolated).toStdString()).num_frames, 10);
}

void CliFilesTest::previews_replace_nothing() {
    const TempFolder folder;
    fs::create_directory(folder / "previews");
    write_file_atomically(folder / "previews/step_001.gif", "mine");
    const QStringList command = QStringList{"render", "a ball", "--out", "a.mkv", "--previews", "previews"} + quick;
    const CommandResult refused = run(command, folder.path());
    KINORA_VERIFY_STATUS(refused, 1);
    QVERIFY2(refused.err.contains("previews/step_001.gif: exists already"), describe(refused).constData());
    QCOMPARE(read_file(folder / "previews/step_001.gif", 100), std::string("mine"));
    QCOMPARE(entries(folder.path()), std::set<std::string>{"previews"});
    KINORA_VERIFY_STATUS(run(command + QStringList{"--overwrite"}, folder.path()), 0);
    QVERIFY(probe_media(folder / "previews/step_001.gif").num_frames > 0);
}

void CliFilesTest::previews_have_a_place_of_their_own() {
    const TempFolder folder;
    for (const QStringList& places : {QStringList{"--out", "a.mkv", "--previews", "./a.mkv"}, QStringList{"--out", "a.mkv", "--previews", "a.mkv/"},
                                      QStringList{"--out", "a.mkv", "--latents-out", "l.safetensors", "--previews", "l.safetensors"},
                                      QStringList{"--out", "step_001.gif", "--previews", "."}}) {
        const CommandResult refused = run(QStringList{"render", "a ball"} + places + quick, folder.path());
        KINORA_VERIFY_STATUS(refused, 1);
        QVERIFY2(refused.err.contains("cannot have the same name"), describe(refused).constData());
        QVERIFY(entries(folder.path()).empty());
    }
}

void CliFilesTest::endings_may_be_in_capitals() {
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a ball", "--out", "A.SAFETENSORS"} + quick, folder.path()), 0);
    const CommandResult info = run({"info", "A.SAFETENSORS", "--json"}, folder.path());
    KINORA_VERIFY_STATUS(info, 0);
    std::ofstream(folder / "R.JSON") << info.out.toStdString();
    // A recipe is shown as the file that holds it is.
    QCOMPARE(run({"info", "R.JSON"}, folder.path()).out, run({"info", "A.SAFETENSORS"}, folder.path()).out);
    QCOMPARE(run({"info", "R.JSON", "--json"}, folder.path()).out, info.out);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "R.JSON", "--out", "b.safetensors"}, folder.path()), 0);
    KINORA_VERIFY_STATUS(run({"render", "--recipe", "A.SAFETENSORS", "--out", "c.safetensors"}, folder.path()), 0);
}

void CliFilesTest::tensors_are_no_clips() {
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a ball", "--out", "f.safetensors", "--latents-out", "l.safetensors"} + quick, folder.path()), 0);
    const std::array<float, 1> number = {1.0f};
    const std::array<TensorBytes, 1> other = {TensorBytes{"w", ScalarType::f32, {1}, std::as_bytes(std::span(number))}};
    write_safetensors(folder / "w.safetensors", other, {});
    const std::array<std::pair<const char*, const char*>, 3> files = {
        std::pair("f.safetensors", "holds frames as plain numbers and is no clip; give a video, or make one of it with render --recipe"),
        std::pair("l.safetensors", "holds latents and is no clip; make a video of them with render --latents-in"),
        std::pair("w.safetensors", "holds tensors and is no clip")};
    for (const auto& [file, says] : files) {
        for (const QStringList& command : {QStringList{"extend", file, "a ball", "--frames", "4"}, QStringList{"interpolate", file, "--factor", "2"},
                                           QStringList{"render", "a ball", "--condition", QString(file) + "@0"}}) {
            const CommandResult refused = run(command + QStringList{"--out", "out.mkv"}, folder.path());
            KINORA_VERIFY_STATUS(refused, 1);
            QVERIFY2(refused.err.contains(says), describe(refused).constData());
        }
    }
}

void CliFilesTest::a_full_device_is_an_error_data() {
    QTest::addColumn<QStringList>("command");
    QTest::newRow("models") << QStringList{"models"};
    QTest::newRow("info") << QStringList{"info", "a.mkv"};
    QTest::newRow("help") << QStringList{"--help"};
    QTest::newRow("events") << QStringList{"render", "a ball", "--out", "b.mkv", "--json"} + quick;
}

void CliFilesTest::a_full_device_is_an_error() {
    QFETCH(QStringList, command);
    const TempFolder folder;
    KINORA_VERIFY_STATUS(run(QStringList{"render", "a ball", "--out", "a.mkv"} + quick, folder.path()), 0);
    const CommandResult result = run(command, folder.path(), [] { ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO); });
    KINORA_VERIFY_STATUS(result, 1);
    QVERIFY2(result.error_lines().size() == 1 && result.error_lines()[0].contains("standard output cannot be written"), describe(result).constData());
}

void CliFilesTest::a_reader_that_goes_away_is_none() {
    const TempFolder folder;
    const CommandResult result = run({"models"}, folder.path(), [] {
        std::array<int, 2> ends = {};
        if (::pipe(ends.data()) == 0) {
            ::close(ends[0]);
            ::dup2(ends[1], STDOUT_FILENO);
        }
    });
    KINORA_VERIFY_STATUS(result, 0);
    QVERIFY2(result.err.isEmpty(), describe(result).constData());
}

KINORA_TEST(CliFilesTest)
#include "cli_files_test.moc"

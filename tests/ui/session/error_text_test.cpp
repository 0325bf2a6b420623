#include "ui/session/error_text.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/project/edits/track_edits.h"
#include "tests/support/test_main.h"
#include "ui/language/language.h"

using namespace kinora;

class ErrorTextTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void every_kind_has_words_of_its_own();
    void memory_names_its_numbers_and_a_way_out();
    void decoding_that_ran_out_is_tiled();
    void a_worker_that_does_not_start_leads_to_the_log();
    void one_line_has_the_sentence_and_the_details();
    void the_rooms_sentences_are_said_in_the_users_language();
};

void ErrorTextTest::every_kind_has_words_of_its_own() {
    const std::vector<ErrorRecord> records = {record_of(FileError("/x/a", "cannot be read")),
                                              record_of(CheckpointError("/x/m", "k", "is damaged")),
                                              record_of(UnsupportedModel("is unknown")),
                                              record_of(InvalidRequest("prompt", "is empty")),
                                              record_of(OutOfMemory("too much")),
                                              record_of(DeviceError("failed")),
                                              record_of(MediaError("/x/v", "is damaged")),
                                              record_of(EditError(Sentence::of("is not possible"))),
                                              record_of(ProjectFormatError("/x/p", "is newer")),
                                              record_of(WorkerDied(WorkerDied::Cause::exited, 3, "it ended")),
                                              record_of(std::runtime_error("something"))};
    QStringList titles;
    for (const ErrorRecord& record : records) {
        const ErrorText text = describe(record);
        QVERIFY(!text.title.isEmpty() && !text.sentence.isEmpty());
        QCOMPARE(text.details, QString::fromStdString(record.message));
        QCOMPARE(text.fix == Fix::none, text.fixText.isEmpty());
        titles.append(text.title);
    }
    QCOMPARE(titles.removeDuplicates(), 0);
}

void ErrorTextTest::memory_names_its_numbers_and_a_way_out() {
    const ErrorText text = describe(record_of(OutOfMemory("too much", 4LL << 30, 1LL << 30)));
    QVERIFY2(text.sentence.contains(QStringLiteral("4")) && text.sentence.contains(QStringLiteral("GiB")), qPrintable(text.sentence));
    QCOMPARE(text.fix, Fix::smaller);
}

void ErrorTextTest::decoding_that_ran_out_is_tiled() {
    ErrorRecord record = record_of(OutOfMemory("too much"));
    const auto offers = [&](Fix fix) {
        const ErrorText text = describe(record);
        return std::ranges::any_of(text.others, [&](const auto& other) { return other.first == fix && !other.second.isEmpty(); });
    };
    QVERIFY(offers(Fix::shorter) && offers(Fix::ignoreMemory) && !offers(Fix::tileDecode));
    record.fields["stage"] = "decode";
    QCOMPARE(describe(record).fix, Fix::tileDecode);
    QVERIFY(offers(Fix::smaller) && offers(Fix::shorter));
    record.fields["is_tiled"] = "1";  // that was done already
    QCOMPARE(describe(record).fix, Fix::smaller);
    ErrorRecord death = record_of(WorkerDied(WorkerDied::Cause::out_of_memory, 9, "x"));
    death.fields["stage"] = "decode";
    QCOMPARE(describe(death).fix, Fix::tileDecode);
}

void ErrorTextTest::a_worker_that_does_not_start_leads_to_the_log() {
    QCOMPARE(describe(record_of(WorkerDied(WorkerDied::Cause::not_started, 0, "x"))).fix, Fix::log);
    QCOMPARE(describe(record_of(WorkerDied(WorkerDied::Cause::killed_by_signal, 9, "x"))).fix, Fix::retry);
    QCOMPARE(describe(record_of(WorkerDied(WorkerDied::Cause::out_of_memory, 9, "x"))).fix, Fix::smaller);
}

void ErrorTextTest::one_line_has_the_sentence_and_the_details() {
    QCOMPARE(lineFor(FileError("/x/a", "is open in another window")).text(),
             QStringLiteral("/x/a cannot be read or written. (is open in another window)"));
    QCOMPARE(lineFor(MediaError("/x/a", Sentence::of("cannot be opened as video"))).text(), QStringLiteral("/x/a: cannot be opened as video"));
    QCOMPARE(lineFor(EditError(Sentence::of("the clip is locked"))).text(), QStringLiteral("This cannot be done: the clip is locked"));
}

void ErrorTextTest::the_rooms_sentences_are_said_in_the_users_language() {
    Project project = add_track(Project(), 0, "upper");
    const TrackId track = project.timeline.tracks.front()->id;
    project = set_track_locked(project, track, true);
    QString locked;
    try {
        remove_track(project, track);
    } catch (const EditError& error) {
        QCOMPARE(messageOf(error), QStringLiteral("track \"upper\" is locked; unlock it first"));
        Language language;
        language.set(QStringLiteral("zh_CN"));
        locked = messageOf(error);
        QVERIFY2(lineFor(error).text().endsWith(locked), qPrintable(lineFor(error).text()));
        const MediaError damaged("/x/\u00fc.mp4", Sentence::of("ends before frame %1", 5));
        QCOMPARE(messageOf(damaged), QStringLiteral("/x/\u00fc.mp4: \u5728\u7b2c 5 \u5e27\u4e4b\u524d\u7ed3\u675f"));
        QCOMPARE(describe(record_of(damaged)).details, messageOf(damaged));
    }
    QCOMPARE(locked, QStringLiteral("\u8f68\u9053\u201cupper\u201d\u5df2\u9501\u5b9a\uff1b\u8bf7\u5148\u89e3\u9501"));
}

KINORA_TEST(ErrorTextTest)
#include "error_text_test.moc"

#include "core/base/error_record.h"

#include <memory>
#include <new>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "tests/support/test_main.h"

using namespace kinora;

class ErrorRecordTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void every_kind_comes_back();
    void strangers_become_errors();
    void a_whole_sentence_says_the_place_too();
};

// Thrown again and recorded again, a record must be what it was; and the type must be the same.
template <typename E>
static void comes_back(const E& error) {
    const ErrorRecord record = record_of(error);
    try {
        throw_recorded(record);
    } catch (const E& again) {
        QVERIFY(typeid(again) == typeid(error));
        QCOMPARE(std::string(again.what()), std::string(error.what()));
        QVERIFY(record_of(again) == record);
        return;
    }
}

void ErrorRecordTest::every_kind_comes_back() {
    comes_back(Error("plain"));
    comes_back(FileError("/a/b", "cannot be opened"));
    comes_back(FileError("", "cannot be opened"));
    comes_back(CheckpointError("/a", "key", "is missing"));
    comes_back(CheckpointError("/a", "", "is missing"));
    comes_back(CheckpointError("/a", "key", Sentence::of("has %1 parts", 3)));
    comes_back(MediaError("/x.mp4", Sentence::of("cannot be read: %1", "%1 is odd")));
    comes_back(InvalidRequest("size", Sentence::of("the most is %1", 4)));
    comes_back(UnsupportedModel("unknown"));
    comes_back(InvalidRequest("size", "is odd"));
    comes_back(OutOfMemory("too much", 3'000'000'000, 5));
    comes_back(DeviceError("gone"));
    comes_back(MediaError("/x.mp4", "has no frames"));
    comes_back(MalformedData("is odd"));
    comes_back(WorkerDied(WorkerDied::Cause::killed_by_signal, 9, "killed"));
    QCOMPARE(record_of(InvalidRequest("size", "is odd")).fields.at("field"), std::string("size"));
    QCOMPARE(record_of(OutOfMemory("too much", 7, 5)).fields.at("needed_bytes"), std::string("7"));
    QVERIFY(record_of(InvalidRequest("size", Sentence::of("the most is %1", 4))).sentence == Sentence::of("the most is %1", 4));
    QVERIFY(!record_of(InvalidRequest("size", "is odd")).sentence);
    QVERIFY_EXCEPTION_THROWN(throw_recorded(record_of(Cancelled())), Cancelled);
}

void ErrorRecordTest::strangers_become_errors() {
    QCOMPARE(record_of(std::bad_alloc()).kind, std::string("out_of_memory"));
    QCOMPARE(record_of(std::runtime_error("odd")).kind, std::string("error"));
    QVERIFY_EXCEPTION_THROWN(throw_recorded({"something new", "from a later version", {}}), Error);
    QVERIFY_EXCEPTION_THROWN(throw_recorded({"worker_died", "x", {{"cause", "99"}, {"status", "abc"}}}), WorkerDied);
}

void ErrorRecordTest::a_whole_sentence_says_the_place_too() {
    const FileError file("/a/b", Sentence::of("cannot be read: %1", "why"));
    const CheckpointError checkpoint("/a", "key", Sentence::of("is missing"));
    const UnsupportedModel model(Sentence::of("is unknown"));
    const FileError text("/a/b", "as it is");
    for (const Error* error : std::initializer_list<const Error*>{&file, &checkpoint, &model, &text}) {
        QCOMPARE(whole_sentence(*error).in_english(), std::string(error->what()));
    }
    const auto shout = [](const std::string& words) { return words == "is missing" ? "IS MISSING" : words; };
    QCOMPARE(whole_sentence(checkpoint).in(shout), std::string("/a: \"key\" IS MISSING"));
    QVERIFY(whole_sentence(model) == model.sentence());
}

KINORA_TEST(ErrorRecordTest)
#include "error_record_test.moc"

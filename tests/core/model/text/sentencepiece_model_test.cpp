#include "core/model/text/sentencepiece_model.h"

#include <chrono>
#include <limits>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/model/text/model_proto.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class SentencepieceModelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void reads_pieces();
    void reads_a_published_layout();
    void refuses_data();
    void refuses();
    void refuses_other_kinds_of_models();
    void survives_every_truncation();
    void refuses_millions_of_pieces_quickly();
};

void SentencepieceModelTest::reads_pieces() {
    // A field that no reader knows, of each wire type, and a piece without score and type.
    const std::string unknown =
        number_field(90, 300) + bytes_field(91, "x") + float_field(92, 1) + varint(93 << 3 | 1) + "12345678";
    const auto model = parse_sentencepiece_model(
        special_pieces + unknown + piece("\u2581the", -2.5f, 4) + bytes_field(1, bytes_field(1, "x")) + settings("map"), "f");
    QCOMPARE(model.pieces.size(), std::size_t{5});
    QCOMPARE(model.pieces[0].type, PieceType::control);
    QCOMPARE(model.pieces[2].type, PieceType::unknown);
    QCOMPARE(model.pieces[3].text, std::string("\u2581the"));
    QCOMPARE(model.pieces[3].score, -2.5);
    QCOMPARE(model.pieces[3].type, PieceType::user_defined);
    QCOMPARE(model.pieces[4].type, PieceType::normal);
    QCOMPARE(model.pieces[4].score, 0.0);
    QCOMPARE(model.character_map, std::string("map"));
}

void SentencepieceModelTest::reads_a_published_layout() {
    const auto model = read_sentencepiece_model(text_fixture("umt5/tokenizer/spiece.model"));
    QCOMPARE(model.pieces.size(), std::size_t{760});
    QCOMPARE(model.pieces[3].text, std::string("<0x00>"));
    QCOMPARE(model.pieces[3].type, PieceType::byte);
    QVERIFY(model.character_map.size() > 200'000);
}

void SentencepieceModelTest::refuses_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const std::string& bytes, const char* problem) {
        QTest::newRow(name) << bytes << QString(problem);
    };
    row("empty", "", "settings are missing");
    row("no pieces", settings(), "has 0 pieces");
    row("two pieces", piece("a", 0) + piece("b", 0) + settings(), "has 2 pieces");
    row("no settings", special_pieces, "settings are missing");
    row("text", "This is no model at all", "damaged");
    row("length beyond the end", special_pieces + varint(1 << 3 | 2) + varint(1000) + "abc", "ends inside");
    row("huge length", special_pieces + varint(1 << 3 | 2) + varint(~0ull) + "abc", "ends inside");
    row("length inside a piece", bytes_field(1, varint(1 << 3 | 2) + varint(50) + "abc") + settings(), "ends inside");
    row("endless number", varint(90 << 3) + std::string(11, '\x80') + "\x01", "longer than 64 bits");
    row("group", special_pieces + varint(1 << 3 | 3) + settings(), "no valid type");
    row("field number 0", special_pieces + std::string(1, '\0') + "a" + settings(), "no valid number");
    row("huge field number", special_pieces + varint(1ull << 40) + "a" + settings(), "no valid number");
    row("piece as a number", special_pieces + number_field(1, 5) + settings(), "has another type");
    row("score as text", special_pieces + bytes_field(1, bytes_field(2, "abcd")) + settings(), "has another type");
    row("unknown type", special_pieces + piece("a", 0, 7) + settings(), "has the type 7");
    row("NaN", special_pieces + piece("a", std::numeric_limits<float>::quiet_NaN()) + settings(), "no finite number");
    row("infinite", special_pieces + piece("a", -std::numeric_limits<float>::infinity()) + settings(), "no finite number");
    row("no UTF-8", special_pieces + piece("a\xC3(", 0) + settings(), "no UTF-8");
    row("long piece", special_pieces + piece(std::string(257, 'a'), 0) + settings(), "longer than 256 bytes");
    row("byte without a byte", special_pieces + piece("<0x-1>", 0, 6) + settings(), "not named like one");
    row("byte with a long name", special_pieces + piece("<0x100>", 0, 6) + settings(), "not named like one");
}

void SentencepieceModelTest::refuses() {
    QFETCH(std::string, bytes);
    QFETCH(QString, problem);
    const auto message = message_of<CheckpointError>([&] { parse_sentencepiece_model(bytes, "some/spiece.model"); });
    QVERIFY2(contains(message, problem.toStdString()) && contains(message, "some/spiece.model: "), message.c_str());
}

void SentencepieceModelTest::refuses_other_kinds_of_models() {
    const std::string bpe = special_pieces + bytes_field(2, number_field(3, 2)) + bytes_field(3, "");
    QVERIFY(contains(message_of<UnsupportedModel>([&] { parse_sentencepiece_model(bpe, "f"); }), "no unigram model"));
}

void SentencepieceModelTest::survives_every_truncation() {
    const std::string small = read_file(text_fixture("ltx/tokenizer/spiece.model"), 1'000'000);
    const std::string large = read_file(text_fixture("t5/tokenizer/spiece.model"), 1'000'000);
    int num_accepted = 0;
    const auto try_size = [&](const std::string& bytes, std::size_t size) {
        try {
            parse_sentencepiece_model(std::string_view(bytes).substr(0, size), "f");
            ++num_accepted;
        } catch (const CheckpointError&) {
        }
    };
    for (std::size_t size = 0; size < small.size(); ++size) {
        try_size(small, size);
    }
    for (std::size_t size = 0; size < large.size(); size += 997) {
        try_size(large, size);
    }
    QVERIFY(num_accepted <= 2);  // where only what follows the settings is missing
}

void SentencepieceModelTest::refuses_millions_of_pieces_quickly() {
    std::string bytes;
    for (int i = 0; i < 5'000'000; ++i) {
        bytes += std::string("\x0A\0", 2);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto message = message_of<CheckpointError>([&] { parse_sentencepiece_model(bytes + settings(), "f"); });
    QVERIFY2(contains(message, "more than 1000000 pieces"), message.c_str());
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

KINORA_TEST(SentencepieceModelTest)
#include "sentencepiece_model_test.moc"

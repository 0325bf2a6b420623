#include "core/base/safetensors.h"

#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class SafetensorsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void writes_what_it_reads();
    void reads_the_reference_writer();
    void refuses_data();
    void refuses();
    void refuses_every_cut();
};

static std::string with_length(const std::string& header, const std::string& data = "", std::uint64_t extra = 0) {
    const std::uint64_t length = header.size() + extra;
    std::string file(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        file[i] = static_cast<char>((length >> (8 * i)) & 0xff);
    }
    return file + header + data;
}

static SafetensorsHeader parse(const std::string& file) {
    return parse_safetensors_header({reinterpret_cast<const std::byte*>(file.data()), file.size()}, "some.safetensors");
}

void SafetensorsTest::writes_what_it_reads() {
    const TempFolder folder;
    const std::array<float, 6> floats = {0, 1, 2, 3, 4, 5};
    const std::array<std::int64_t, 1> number = {-7};
    const std::vector<TensorBytes> tensors = {
        {"a.weight", ScalarType::f32, {2, 3}, std::as_bytes(std::span(floats))},
        {"empty", ScalarType::bf16, {0, 4}, {}},
        {"n", ScalarType::i64, {}, std::as_bytes(std::span(number))},
    };
    write_safetensors(folder / "x.safetensors", tensors, {{"format", "pt"}, {"quote", "\"ü\""}});

    const SafetensorsFile file(folder / "x.safetensors");
    QCOMPARE(file.tensors().size(), std::size_t{3});
    QCOMPARE(file.metadata().at("quote"), std::string("\"ü\""));
    const TensorEntry* a = file.find("a.weight");
    QVERIFY(a != nullptr);
    QCOMPARE(a->shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(std::memcmp(file.bytes(*a).data(), floats.data(), sizeof floats), 0);
    QCOMPARE(reinterpret_cast<std::uintptr_t>(file.bytes(*a).data()) % 64, std::uintptr_t{0});
    QVERIFY(file.bytes(*file.find("empty")).empty());
    QVERIFY(file.find("n")->shape.empty());
    QVERIFY(file.find("none") == nullptr);
}

void SafetensorsTest::reads_the_reference_writer() {
    const SafetensorsFile file(KINORA_SOURCE_DIR "/tests/core/base/fixtures/resample.safetensors");
    const TensorEntry* entry = file.find("0.input");
    QVERIFY(entry != nullptr);
    QCOMPARE(entry->type, ScalarType::u8);
    QCOMPARE(entry->shape, (std::vector<std::int64_t>{70, 51, 3}));
}

void SafetensorsTest::refuses_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char* name, const std::string& file, const char* problem) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(problem);
    };
    const auto one = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
        return R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
    };
    const std::string eight(8, 'x');

    row("empty file", "", "too short");
    row("seven bytes", "1234567", "too short");
    row("length only", std::string(8, '\0'), "too short");
    row("pickle", std::string("\x80\x02}q\x00(X\x06\x00\x00\x00weightq\x01", 19), "is no safetensors file");
    row("zip archive", "PK\x03\x04" + std::string(60, 'z'), "is no safetensors file");
    row("git lfs pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "Git LFS");
    row("html page", "<!DOCTYPE html><html><body>Sign in</body></html>", "is no safetensors file");
    row("header of 2^63 bytes", std::string(7, '\0') + "\x80" + "{}", "is no safetensors file");
    row("header of 2^64-1 bytes", std::string(8, '\xff') + "{}", "is no safetensors file");
    row("header one byte past the end", with_length("{}", "", 1), "is no safetensors file");
    row("header over 100 MB claimed", std::string("\x01\xe1\xf5\x05\0\0\0\0", 8) + "{}", "is no safetensors file");
    row("empty header", with_length("", "{}"), "is no JSON");
    row("no object", with_length("[]"), "does not begin with {");
    row("leading space", with_length(" {}"), "does not begin with {");
    row("broken JSON", with_length("{\"a\":"), "is no JSON");
    row("two objects", with_length("{}{}"), "is no JSON");
    row("NUL in header", with_length(std::string("{\"a\0\":1}", 8)), "is no JSON");
    row("invalid UTF-8 name", with_length("{\"\xff\":1}"), "is no JSON");
    row("duplicate name", with_length(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x"), "appears twice");
    row("duplicate field", with_length(R"({"a":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,1]}})", "x"), "appears twice");
    row("deep", with_length("{\"a\":" + std::string(50, '[') + std::string(50, ']') + "}"), "nested more deeply");
    row("tensor is a number", with_length("{\"a\":1}"), "has no dtype");
    row("no dtype", with_length(R"({"a":{"shape":[],"data_offsets":[0,1]}})", "x"), "has no dtype");
    row("no offsets", with_length(R"({"a":{"dtype":"U8","shape":[1]}})", "x"), "has no dtype");
    row("unknown dtype", with_length(one("\"Q4_0\"", "[8]", "[0,8]"), eight), "does not know");
    row("dtype is a number", with_length(one("5", "[8]", "[0,8]"), eight), "does not know");
    row("negative extent", with_length(one("\"U8\"", "[-8]", "[0,8]"), eight), "whole numbers");
    row("fractional extent", with_length(one("\"U8\"", "[8.0]", "[0,8]"), eight), "whole numbers");
    row("text extent", with_length(one("\"U8\"", "[\"8\"]", "[0,8]"), eight), "whole numbers");
    row("extent of 2^63", with_length(one("\"U8\"", "[9223372036854775808]", "[0,8]"), eight), "whole numbers");
    row("shape overflows to 8", with_length(one("\"U8\"", "[4294967296,4294967296,8]", "[0,8]"), eight), "does not fit");
    row("shape overflows to 0", with_length(one("\"F64\"", "[2305843009213693952]", "[0,0]")), "does not fit");
    row("shape too large", with_length(one("\"F32\"", "[9]", "[0,8]"), eight), "does not fit");
    row("shape too small", with_length(one("\"F32\"", "[1]", "[0,8]"), eight), "does not fit");
    row("rank of 9", with_length(one("\"U8\"", "[1,1,1,1,1,1,1,1,8]", "[0,8]"), eight), "valid shape");
    row("shape is no list", with_length(one("\"U8\"", "8", "[0,8]"), eight), "valid shape");
    row("three offsets", with_length(one("\"U8\"", "[8]", "[0,4,8]"), eight), "data_offsets");
    row("offsets swapped", with_length(one("\"U8\"", "[8]", "[8,0]"), eight), "does not fit");
    row("negative offset", with_length(one("\"U8\"", "[8]", "[-8,0]"), eight), "data_offsets");
    row("offsets past the end", with_length(one("\"U8\"", "[9]", "[0,9]"), eight), "is cut short");
    row("offsets near 2^64", with_length(one("\"U8\"", "[1]", "[18446744073709551614,18446744073709551615]"), eight), "leaves a gap");
    row("gap at the start", with_length(one("\"U8\"", "[7]", "[1,8]"), eight), "leaves a gap");
    row("bytes of no tensor", with_length(one("\"U8\"", "[7]", "[0,7]"), eight), "belong to no tensor");
    row("data but no tensor", with_length("{}", "x"), "belong to no tensor");
    row("overlap", with_length(R"({"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", eight), "overlaps");
    row("gap between", with_length(R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", eight), "leaves a gap");
    row("same bytes twice", with_length(R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})", eight), "overlaps");
    row("metadata is a list", with_length(R"({"__metadata__":[1]})"), "map of strings");
    row("metadata holds numbers", with_length(R"({"__metadata__":{"a":1}})"), "map of strings");
    row("metadata holds objects", with_length(R"({"__metadata__":{"a":{}}})"), "map of strings");
    row("long name", with_length("{\"" + std::string(2000, 'n') + R"(":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})", eight), "longer than allowed");
}

void SafetensorsTest::refuses() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, problem);
    const auto message = message_of<CheckpointError>([&] { parse(file.toStdString()); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
    QVERIFY2(contains(message, "some.safetensors"), message.c_str());
    QVERIFY2(!contains(message, "\n"), message.c_str());
}

void SafetensorsTest::refuses_every_cut() {
    const std::string whole = with_length(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  )", std::string(8, 'x'));
    QCOMPARE(parse(whole).tensors.size(), std::size_t{1});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        QVERIFY_EXCEPTION_THROWN(parse(whole.substr(0, size)), CheckpointError);
    }
}

KINORA_TEST(SafetensorsTest)
#include "safetensors_test.moc"

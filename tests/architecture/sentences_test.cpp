// What a studio user can meet is said in the user's language: errors are thrown with sentences that the catalogues know.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/test_main.h"

namespace fs = std::filesystem;

class SentencesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_texts_that_cannot_be_translated();
    void errors_can_be_translated();
};

static const fs::path root = KINORA_SOURCE_DIR;

// Only the command line shows what these say.
static constexpr std::array<std::string_view, 3> spared = {"/training/", "ltx_video/benchmark.cpp", "media/clip_folder.cpp"};

// Behind the bracket that closes the one at `open`.
static std::size_t behind_bracket(const std::string& text, std::size_t open) {
    int depth = 0;
    bool is_literal = false;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (is_literal && text[i] == '\\') {
            ++i;
        } else if (is_literal) {
            is_literal = text[i] != '"';
        } else if (text[i] == '"') {
            is_literal = true;
        } else if (text[i] == '(') {
            ++depth;
        } else if (text[i] == ')' && --depth == 0) {
            return i + 1;
        }
    }
    return text.size();
}

// The literals of more than one word among what errors are thrown with, but for those that are looked up in a catalogue.
static std::vector<std::string> plain_texts(const std::string& source) {
    static const std::regex error(R"(throw (Checkpoint|File|Media|Device|ProjectFormat)?Error\(|throw (UnsupportedModel|InvalidRequest|OutOfMemory|WorkerDied)\()");
    static const std::regex words(R"~(^" [^"]|\w\S* [^\s"])~");  // more than a part of a name
    static const std::regex literal(R"~("([^"\\]|\\.)*")~");
    std::vector<std::string> found;
    for (std::sregex_iterator match(source.begin(), source.end(), error), end; match != end; ++match) {
        const std::size_t open = static_cast<std::size_t>(match->position() + match->length()) - 1;
        std::string arguments = source.substr(open, behind_bracket(source, open) - open);
        for (const std::string_view known : {"Sentence::of(", "tr("}) {
            for (std::size_t at = arguments.find(known); at != std::string::npos; at = arguments.find(known)) {
                arguments.erase(at, behind_bracket(arguments, at + known.size() - 1) - at);
            }
        }
        for (std::sregex_iterator text(arguments.begin(), arguments.end(), literal); text != end; ++text) {
            const std::string written = text->str();
            if (std::regex_search(written, words)) {
                found.push_back(written);
            }
        }
    }
    return found;
}

void SentencesTest::finds_texts_that_cannot_be_translated() {
    QCOMPARE(plain_texts("throw FileError(path, \"is not there\");"), (std::vector<std::string>{"\"is not there\""}));
    QCOMPARE(plain_texts("throw Error(\"a) b \" + f(x) +\n  \" b\\\" c\")").size(), std::size_t{2});
    QVERIFY(plain_texts("throw FileError(path, Sentence::of(\"is (not) there: %1\", f(x)));").empty());
    QVERIFY(plain_texts("throw CheckpointError(path, \"piece \" + n, Sentence::of(\"is odd\"))").empty());
    QVERIFY(plain_texts("throw InvalidRequest(\"size\", why); g(\"is not there\")").empty());
    QCOMPARE(plain_texts("throw MediaError(a, b ? Sentence::of(\"is here\") : \"is not there\")").size(), std::size_t{1});
}

void SentencesTest::errors_can_be_translated() {
    std::vector<std::string> problems;
    std::size_t num_files = 0;
    for (const char* folder : {"core", "ui"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string name = fs::relative(entry.path(), root).string();
            const bool is_source = name.ends_with(".cpp") || name.ends_with(".h");
            if (!is_source || std::ranges::any_of(spared, [&](std::string_view part) { return name.find(part) != std::string::npos; })) {
                continue;
            }
            ++num_files;
            std::ifstream stream(entry.path());
            for (const std::string& text : plain_texts({std::istreambuf_iterator<char>(stream), {}})) {
                problems.push_back(name + ": " + text);
            }
        }
    }
    QVERIFY(num_files > 300);
    QVERIFY2(problems.empty(), problems.empty() ? "" : (std::to_string(problems.size()) + " texts, such as " + problems.front()).c_str());
}

KINORA_TEST(SentencesTest)
#include "sentences_test.moc"

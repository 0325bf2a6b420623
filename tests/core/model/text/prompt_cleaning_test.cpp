#include "core/model/text/prompt_cleaning.h"

#include <string>

#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class PromptCleaningTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void cleans_data();
    void cleans();
    void equals_the_reference();
};

void PromptCleaningTest::cleans_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("cleaned");
    const auto row = [](const char* name, const std::string& text, const char* cleaned) { QTest::newRow(name) << text << std::string(cleaned); };
    row("empty", "", "");
    row("white space alone", " \t\n\u3000 ", "");
    row("runs of white space", "  a\t\tfox \r\n\u2028in\u00A0snow ", "a fox in snow");
    row("quotes", "\u201CIt\u2019s\u201D \u02BC\u201F", "\"It's\" '\"");
    row("quotes that stay", "\u00ABa\u00BB b\u203A \u2039", "\u00ABa\u00BB b\u203A \u2039");
    row("ligatures", "\uFB01sh \uFB04 \u01C4 \u0149 \u00E6", "fish ffl D\u017D 'n \u00E6");
    row("wide", "\uFF21\uFF22\uFF0C\uFFE5", "AB,\u00A5");
    row("narrow", "\uFF73\uFF80\uFF70\uFF9D \uFF76\uFF9E", "\u30A6\u30BF\u30FC\u30F3 \u30AC");
    row("wide reference", "\uFF06amp\uFF1B", "&");
    row("controls", std::string("a\0b\x01\x0B\x1F\x7F", 7) + "c\uFEFF\uFFFCd", "abcd");
    row("joiners stay", "a\u200Db\u200Bc\u202E", "a\u200Db\u200Bc\u202E");
    row("terminal", "\x1B[1;31mred\x1B[0m \x1B[x\x1B[5", "red [5");
    row("C1 controls", "a\u0085 \u0093b\u0094 \u0081", "a\u2026 \"b\" \u0081");
    row("composed", "cafe\u0301 e\u0323\u0302 \u212B \u1112\u1161\u11AB", "caf\u00E9 \u1EC7 \u00C5 \uD55C");
    row("order of marks", "q\u0307\u0323 q\u0323\u0307", "q\u0323\u0307 q\u0323\u0307");
    row("marks in between", "a\u0308\u0304 a\u0327\u0301 \u0301a", "\u01DF \u00E1\u0327 \u0301a");
    row("marks of one class", "a\u0305\u0301", "a\u0305\u0301");
    row("never composed", "\u0958 \u2ADC \u0344", "\u0915\u093C \u2ADD\u0338 \u0308\u0301");
    row("names", "&lt;b&gt; &eacute;&hellip; &NotEqualTilde;", "<b> \u00E9\u2026 \u2242\u0338");
    row("names without semicolon", "a &ampb &notit; &copy2", "a &b \u00ACit; \u00A92");
    row("names in capitals", "P&EACUTE;REZ &SZLIG; &FRAC12; &FILIG; &LTX; &NTILDE;", "P\u00C9REZ SS \u00BD FI <X; \u00D1");
    row("capitals that are no name", "&nTILDE; &ALPHA &Nope;", "&nTILDE; &ALPHA &Nope;");
    row("numbers", "&#39;&#x1F98A;&#X41;&#65 &#0; &#xD800; &#x110000; &#99999999999999999999;", "'\U0001F98AAA \uFFFD \uFFFD \uFFFD \uFFFD");
    row("numbers of Windows-1252", "&#147;&#x85;", "\"\u2026");
    row("numbers of nothing", "a&#1;b&#xFFFE;c&#;d&#x;e", "abc&#;d&#x;e");
    row("escaped many times", "&amp;amp;amp;amp;lt;", "<");
    row("escaped twice beside HTML", "<i> &amp;amp;amp;lt;", "<i> &amp;lt;");
    row("capitals after HTML", "&EACUTE;\n<i>\n&EACUTE;", "\u00C9 <i> &EACUTE;");
    row("semicolon as a number", "a&#59;b", "a;b");
    row("quotes of a second look", "<i> &ldquo;x&rdquo;", "<i> \u201Cx\u201D");
    row("wrong encoding stays", "caf\u00C3\u00A9", "caf\u00C3\u00A9");
}

void PromptCleaningTest::cleans() {
    QFETCH(std::string, text);
    QFETCH(std::string, cleaned);
    QCOMPARE(QString::fromStdString(clean_prompt(text)), QString::fromStdString(cleaned));
}

void PromptCleaningTest::equals_the_reference() {
    const nlohmann::json pairs = read_fixture_json("cleaned_prompts.json");
    QVERIFY(pairs.size() > 1000);
    for (const nlohmann::json& pair : pairs) {
        const auto text = pair.at(0).get<std::string>();
        const std::string cleaned = clean_prompt(text);
        QVERIFY2(cleaned == pair.at(1).get<std::string>(), (nlohmann::json(text).dump() + " became " + nlohmann::json(cleaned).dump()).c_str());
    }
}

KINORA_TEST(PromptCleaningTest)
#include "prompt_cleaning_test.moc"

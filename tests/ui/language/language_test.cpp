// Both languages are complete: what lupdate finds in the sources is in the catalogues, translated.
#include "ui/language/language.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include <tuple>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/language/sentence_text.h"

using namespace kinora;
using namespace kinora::test;

class LanguageTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void no_string_is_untranslated_data();
    void no_string_is_untranslated();
    void placeholders_and_mnemonics_survive();
    void every_sentence_is_looked_for_where_it_is();
    void the_language_changes_at_run_time();
    void the_toolkits_own_words_follow();
};

struct Message {
    QString context;
    QString source;
    QStringList translations;  // of plural forms, one each
    bool isFinished = true;
};

static QList<Message> messagesIn(const QString& file) {
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        return {};
    }
    QXmlStreamReader xml(&input);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) {
            continue;
        }
        if (xml.name() == QStringLiteral("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QStringLiteral("message")) {
            messages.append(Message());
            messages.back().context = context;
        } else if (xml.name() == QStringLiteral("source")) {
            messages.back().source = xml.readElementText();
        } else if (xml.name() == QStringLiteral("numerusform")) {
            messages.back().translations.append(xml.readElementText());
        } else if (xml.name() == QStringLiteral("translation")) {
            messages.back().isFinished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (!text.isEmpty()) {
                messages.back().translations.append(text);
            }
        }
    }
    return messages;
}

static QString catalogue(const QString& language) {
    return QStringLiteral(KINORA_SOURCE_DIR "/resources/translations/kinora_%1.ts").arg(language);
}

void LanguageTest::no_string_is_untranslated_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("English plurals") << QStringLiteral("en");
    QTest::newRow("Simplified Chinese") << QStringLiteral("zh_CN");
}

void LanguageTest::no_string_is_untranslated() {
    QFETCH(QString, language);
    const TempFolder folder;
    const QString copy = QString::fromStdString((folder / "copy.ts").string());
    QVERIFY(QFile::copy(catalogue(language), copy));
    QStringList arguments = QStringLiteral(KINORA_LUPDATE_ARGUMENTS).split(QLatin1Char('|'));
    if (language == QStringLiteral("en")) {
        arguments.append(QStringLiteral("-pluralonly"));
    }
    QCOMPARE(QProcess::execute(QStringLiteral(KINORA_LUPDATE), arguments << QStringLiteral("-ts") << copy), 0);
    const QList<Message> messages = messagesIn(copy);
    QVERIFY(messages.size() >= (language == QStringLiteral("en") ? 4 : 200));
    QStringList open;
    for (const Message& message : messages) {
        if (!message.isFinished || message.translations.isEmpty()) {
            open.append(message.source);
        }
    }
    QVERIFY2(open.isEmpty(), qPrintable(QString::number(open.size()) + QStringLiteral(" untranslated: ") + open.mid(0, 20).join(QStringLiteral(" | "))));
}

void LanguageTest::placeholders_and_mnemonics_survive() {
    static const QRegularExpression placeholder(QStringLiteral("%[0-9n]"));
    for (const Message& message : messagesIn(catalogue(QStringLiteral("zh_CN")))) {
        for (const QString& translation : message.translations) {
            QRegularExpressionMatchIterator found = placeholder.globalMatch(message.source);
            while (found.hasNext()) {
                const QString name = found.next().captured();
                QVERIFY2(translation.contains(name), qPrintable(message.source));
            }
            QCOMPARE(translation.count(QLatin1Char('&')), message.source.count(QLatin1Char('&')));
        }
    }
}

// Which context lupdate gives a sentence depends on the code around it; there must be none that is not looked into.
void LanguageTest::every_sentence_is_looked_for_where_it_is() {
    Language language;
    language.set(QStringLiteral("zh_CN"));
    int num = 0;
    for (const Message& message : messagesIn(catalogue(QStringLiteral("zh_CN")))) {
        QVERIFY2(!message.context.isEmpty() && message.context != QStringLiteral("kinora"), qPrintable(message.source));
        if (message.context.contains(QStringLiteral("Sentence"))) {
            const Sentence sentence = Sentence::restored(message.source.toStdString(), {});
            QCOMPARE(sentenceText(sentence), message.translations.front());
            ++num;
        }
    }
    QVERIFY2(num > 400, qPrintable(QString::number(num)));
}

void LanguageTest::the_language_changes_at_run_time() {
    const auto word = [] { return QCoreApplication::translate("kinora::Actions", "&Open Project\u2026"); };
    const QString english = word();
    Language language;
    language.set(QStringLiteral("zh_CN"));
    QVERIFY(word() != english);
    QCOMPARE(language.current(), QStringLiteral("zh_CN"));
    language.set(QStringLiteral("en"));
    QCOMPARE(word(), english);
    QVERIFY(!Language::resolve({}).isEmpty());
}

void LanguageTest::the_toolkits_own_words_follow() {
    Language language;
    QDialogButtonBox box(QDialogButtonBox::Close | QDialogButtonBox::Cancel);
    for (const auto& [chosen, close, cancel] : {std::tuple("zh_CN", "\u5173\u95ed", "\u53d6\u6d88"), {"en", "Close", "Cancel"}}) {
        language.set(QString::fromLatin1(chosen));
        const auto wordsOf = [&](QDialogButtonBox::StandardButton button) { return box.button(button)->text().remove(QLatin1Char('&')); };
        QTRY_COMPARE(wordsOf(QDialogButtonBox::Close), QString::fromUtf8(close));
        QTRY_COMPARE(wordsOf(QDialogButtonBox::Cancel), QString::fromUtf8(cancel));
    }
}

KINORA_TEST(LanguageTest)
#include "language_test.moc"

// The language changes while the window is open: what it says in English is nowhere left where Chinese has words for it.
#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFile>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSet>
#include <QSpinBox>
#include <QTabBar>
#include <QXmlStreamReader>

#include <algorithm>
#include <optional>

#include "core/project/edits/clip_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/language/sentence_text.h"
#include "ui/log/log_panel.h"
#include "ui/timeline/prompt_bubble.h"
#include "ui/timeline/takes_picker.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_view.h"

using namespace kinora;
using namespace kinora::test;

class LanguageSwitchTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void nothing_stays_english();
    void what_is_typed_stays();
    void the_log_says_again_what_was_said();

 private:
    TimelinePanel* panel() const { return studio_->window->findChild<TimelinePanel*>(); }
    TimelineView* view() const { return panel()->view(); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

// English texts that Chinese says in other words.
struct English {
    QSet<QString> whole;
    QList<QRegularExpression> withPlaces;  // "Take %1: %2", with anything in its places

    bool has(const QString& text) const {
        return whole.contains(text) ||
               std::ranges::any_of(withPlaces, [&](const QRegularExpression& pattern) { return pattern.match(text).hasMatch(); });
    }
};

// Only of a text that has a word of its own: "%1: %2" is in every language.
static std::optional<QRegularExpression> patternOf(const QString& source) {
    static const QRegularExpression place(QStringLiteral("%(L?[1-9]|n)"));
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
    if (!source.contains(place) || !QString(source).remove(place).contains(word)) {
        return std::nullopt;
    }
    QStringList parts;
    for (const QString& part : source.split(place)) {
        parts.append(QRegularExpression::escape(part).replace(QStringLiteral("\\(s\\)"), QStringLiteral("s?")));
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(parts.join(QStringLiteral(".+"))), QRegularExpression::DotMatchesEverythingOption);
}

static English translatedTexts() {
    QFile input(QStringLiteral(KINORA_SOURCE_DIR "/resources/translations/kinora_zh_CN.ts"));
    English texts;
    if (!input.open(QIODevice::ReadOnly)) {
        return texts;
    }
    QXmlStreamReader xml(&input);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QStringLiteral("source")) {
            source = xml.readElementText();
        } else if (xml.isStartElement() && xml.name() == QStringLiteral("translation")) {
            const QString translation = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (!translation.isEmpty() && translation != source && source.trimmed().size() > 1) {
                texts.whole.insert(source);
                if (const auto pattern = patternOf(source)) {
                    texts.withPlaces.append(*pattern);
                }
            }
        }
    }
    return texts;
}

static QStringList actionTexts(const QWidget& widget) {
    QStringList texts;
    for (const QAction* action : widget.actions()) {
        texts << action->text() << action->toolTip() << action->statusTip();
    }
    return texts;
}

static QStringList textsOf(const QWidget& widget) {
    QStringList texts = {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.statusTip(), widget.windowTitle()};
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        texts << label->text();
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        texts << button->text();
    } else if (const auto* group = qobject_cast<const QGroupBox*>(&widget)) {
        texts << group->title();
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
        texts << line->placeholderText();
    } else if (const auto* edit = qobject_cast<const QPlainTextEdit*>(&widget)) {
        texts << edit->placeholderText();
    } else if (const auto* spin = qobject_cast<const QSpinBox*>(&widget)) {
        texts << spin->specialValueText() << spin->prefix() << spin->suffix();
    } else if (const auto* decimal = qobject_cast<const QDoubleSpinBox*>(&widget)) {
        texts << decimal->specialValueText() << decimal->prefix() << decimal->suffix();
    } else if (const auto* menu = qobject_cast<const QMenu*>(&widget)) {
        texts << menu->title() << actionTexts(*menu);
    } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        texts << box->placeholderText();
        for (int i = 0; i < box->count(); ++i) {
            texts << box->itemText(i);
        }
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i) {
            texts << tabs->tabText(i) << tabs->tabToolTip(i);
        }
    }
    return texts;
}

// "Fit (0)" is "Fit" with a key.
static QString withoutKey(const QString& text) {
    const qsizetype key = text.lastIndexOf(QStringLiteral(" ("));
    return key > 0 && text.endsWith(QLatin1Char(')')) ? text.left(key) : text;
}

static QStringList left(const QWidget& window, const English& english) {
    QStringList found;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        for (const QString& text : textsOf(*widget)) {
            if (english.has(text) || english.has(withoutKey(text))) {
                found.append(QStringLiteral("%1: %2").arg(QString::fromLatin1(widget->metaObject()->className()), text));
            }
        }
    }
    found.removeDuplicates();
    return found;
}

void LanguageSwitchTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "p.kinora");
    studio_->showWindow();
    QApplication::setActiveWindow(studio_->window.get());
    studio_->actions.action(QStringLiteral("layout.edit"))->trigger();
    make_takes(*studio_, "a ball", 2, 2);
    QTRY_VERIFY(view()->isVisible());
    panel()->state().setCurrent(studio_->document.project().timeline.tracks.front()->clips.front()->id);
    view()->setFocus();
}

void LanguageSwitchTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void LanguageSwitchTest::nothing_stays_english() {
    const English english = translatedTexts();
    QVERIFY(english.whole.size() > 600 && english.withPlaces.size() > 100);
    QVERIFY(left(*studio_->window, english).size() > 200);  // it looks where words are
    QTest::keyClick(view(), Qt::Key_T, Qt::ShiftModifier);
    QVERIFY(view()->findChild<TakesPicker*>()->isVisible());
    studio_->settings.setLanguage(QStringLiteral("zh_CN"));
    QTest::qWait(200);
    const QStringList found = left(*studio_->window, english);
    QVERIFY2(found.isEmpty(), qPrintable(QString::number(found.size()) + QStringLiteral(": ") + found.mid(0, 40).join(QStringLiteral(" | "))));
}

void LanguageSwitchTest::what_is_typed_stays() {
    QTest::keyClick(view(), Qt::Key_E);
    auto* bubble = view()->findChild<PromptBubble*>();
    auto* field = bubble->findChild<QLineEdit*>();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("it rolls on"));
    studio_->settings.setLanguage(QStringLiteral("zh_CN"));
    const English english = translatedTexts();
    QTRY_VERIFY(left(*bubble, english).isEmpty());
    QVERIFY(bubble->isVisible());
    QCOMPARE(bubble->prompt(), QStringLiteral("it rolls on"));
    const QString title = bubble->findChild<QLabel*>()->text();
    QCOMPARE(title, QCoreApplication::translate("kinora::GenerationAsk", "Extend forwards"));
    QVERIFY(title != QStringLiteral("Extend forwards"));
}

void LanguageSwitchTest::the_log_says_again_what_was_said() {
    auto* log = studio_->window->findChild<LogPanel*>()->findChild<QPlainTextEdit*>();
    const auto lines = [log] { return log->toPlainText().split(QLatin1Char('\n')); };
    const Sentence why = Sentence::of("the media is no longer in the project");
    Q_EMIT studio_->bridge.problemOccurred(record_of(EditError(why)));           // from below
    Q_EMIT studio_->landing.heldBack();                                          // from here
    studio_->log.add(QStringLiteral("xcb: what Qt says"));
    const QStringList english = lines().mid(lines().size() - 3);
    QVERIFY2(english[0].endsWith(QStringLiteral("the media is no longer in the project")), qPrintable(english[0]));
    QVERIFY(english[1].contains(QStringLiteral("A new take is ready")));
    const qsizetype count = lines().size();
    studio_->settings.setLanguage(QStringLiteral("zh_CN"));
    QTRY_VERIFY(!log->toPlainText().contains(QStringLiteral("A new take is ready")));
    const QStringList chinese = lines().mid(count - 3);
    QCOMPARE(chinese.size(), 3);
    QVERIFY2(chinese[0].endsWith(sentenceText(why)) && sentenceText(why) != QStringLiteral("the media is no longer in the project"), qPrintable(chinese[0]));
    QCOMPARE(chinese[0].left(19), english[0].left(19));  // when it was said
    QCOMPARE(chinese[2], english[2]);
    Q_EMIT studio_->bridge.problemOccurred(record_of(EditError(why)));
    QTRY_VERIFY(log->toPlainText().endsWith(sentenceText(why)));
    studio_->settings.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(lines().mid(count - 3, 3), english);
    QCOMPARE(lines().size(), count + 1);
}

KINORA_TEST(LanguageSwitchTest)
#include "language_switch_test.moc"

// Words on labels and buttons have the room that they need: in every layout, in both languages, at the scales that screens have.
#include <QAbstractButton>
#include <QDialog>
#include <QGroupBox>
#include <QLabel>
#include <QProcess>
#include <QStyle>
#include <QStyleOptionButton>
#include <QToolButton>

#include <cstdio>

#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_jobs.h"
#include "ui/widgets/elided_label.h"
#include "ui/timeline/timeline_panel.h"

using namespace kinora;
using namespace kinora::test;

// A scale counts for a whole process. The test is that same program, and the variable says in which language it is to look.
static constexpr const char* roleVariable = "KINORA_LABELS_LANGUAGE";

class LabelsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void no_word_is_cut_off_data();
    void no_word_is_cut_off();
    void a_label_without_room_is_noticed();
};

static QString describe(const QWidget& widget, const QString& text) {
    return QStringLiteral("%1 \"%2\" (%3 x %4, wants %5 x %6)")
        .arg(QString::fromLatin1(widget.metaObject()->className()), text)
        .arg(widget.width())
        .arg(widget.height())
        .arg(widget.sizeHint().width())
        .arg(widget.hasHeightForWidth() ? widget.heightForWidth(widget.width()) : widget.sizeHint().height());
}

static bool isCut(const QLabel& label) {
    const bool mayBeCut = qobject_cast<const ElidedLabel*>(&label) != nullptr;
    if (mayBeCut || label.text().isEmpty() || !label.pixmap(Qt::ReturnByValue).isNull()) {
        return false;
    }
    return label.wordWrap() ? label.heightForWidth(label.width()) > label.height() : label.sizeHint().width() > label.width();
}

// With what the style draws around the words, but not with the room that it would like to have around that.
static bool isCut(const QAbstractButton& button) {
    const auto* tool = qobject_cast<const QToolButton*>(&button);
    const bool isIcon = tool != nullptr && !tool->icon().isNull() && tool->toolButtonStyle() == Qt::ToolButtonIconOnly;
    if (isIcon || button.text().isEmpty()) {
        return false;
    }
    const int words = button.fontMetrics().size(Qt::TextShowMnemonic, button.text()).width();
    return std::min(words, button.sizeHint().width()) > button.width();
}

static QStringList cutIn(const QWidget& window) {
    QStringList cut;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != &window) {
            continue;
        }
        const auto* label = qobject_cast<const QLabel*>(widget);
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (label != nullptr && isCut(*label)) {
            cut.append(describe(*label, label->text()));
        } else if (button != nullptr && isCut(*button)) {
            cut.append(describe(*button, button->text()));
        }
    }
    return cut;
}

// Layouts follow their words with the next turns of the event loop.
static QStringList cutForGood(const QWidget& window) {
    constexpr int mostMs = 3000;
    return QTest::qWaitFor([&] { return cutIn(window).isEmpty(); }, mostMs) ? QStringList() : cutIn(window);
}

// Everything that is seen in the four layouts and in the dialogs.
static QStringList cutInStudio(const QString& language) {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.settings.setLanguage(language);
    studio.language.set(language);
    studio.open(folder / "film.kinora", film_project(folder / "film.media", 20));
    studio.showWindow();
    make_takes(studio, "a red ball that rolls over the hills until the evening", 1);
    TimelineState& timeline = studio.window->findChild<TimelinePanel*>()->state();
    timeline.setCurrent(studio.document.project().timeline.tracks.front()->clips.front()->id);
    QStringList cut;
    for (const char* layout : {"layout.write", "layout.edit", "layout.render", "layout.inspect"}) {
        QAction* const action = studio.actions.action(QString::fromLatin1(layout));
        if (action == nullptr) {
            return {QStringLiteral("there is no %1").arg(QString::fromLatin1(layout))};
        }
        action->trigger();
        for (const QSize size : {QSize(1440, 900), QSize(1024, 700)}) {
            studio.window->resize(size);
            QTest::qWait(50);
            for (const QString& each : cutForGood(*studio.window)) {
                cut.append(QStringLiteral("%1 at %2: %3").arg(QString::fromLatin1(layout)).arg(size.width()).arg(each));
            }
        }
    }
    studio.window->resize(1440, 900);
    for (const char* dialog : {"file.export", "edit.preferences", "edit.shortcuts", "help.about", "timeline.interpolate"}) {
        QAction* const action = studio.actions.action(QString::fromLatin1(dialog));
        if (action == nullptr || !action->isEnabled()) {
            return {QStringLiteral("there is no %1").arg(QString::fromLatin1(dialog))};
        }
        action->trigger();
        QTest::qWait(50);
        for (QWidget* window : QApplication::topLevelWidgets()) {
            if (window->isVisible() && window != studio.window.get()) {
                for (const QString& each : cutForGood(*window)) {
                    cut.append(QString::fromLatin1(dialog) + QStringLiteral(": ") + each);
                }
                window->close();
            }
        }
    }
    return cut;
}

void LabelsTest::initTestCase() {
    const QString language = qEnvironmentVariable(roleVariable);
    if (language.isEmpty()) {
        return;
    }
    const QStringList cut = cutInStudio(language);
    std::fprintf(stdout, "CUT\n%s\nscale %g, cut: %d\n", qPrintable(cut.join(QLatin1Char('\n'))), qApp->devicePixelRatio(), static_cast<int>(cut.size()));
    std::fflush(stdout);
    std::_Exit(0);
}

void LabelsTest::no_word_is_cut_off_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("scale");
    for (const char* language : {"en", "zh_CN"}) {
        for (const char* scale : {"1", "1.25", "1.5", "2", "3"}) {
            QTest::addRow("%s at %s", language, scale) << QString::fromLatin1(language) << QString::fromLatin1(scale);
        }
    }
}

void LabelsTest::no_word_is_cut_off() {
    QFETCH(QString, language);
    QFETCH(QString, scale);
    QProcess studio;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(roleVariable), language);
    environment.insert(QStringLiteral("QT_SCALE_FACTOR"), scale);
    studio.setProcessEnvironment(environment);
    studio.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    studio.start(QCoreApplication::applicationFilePath(), {QStringLiteral("labels_test")});
    QVERIFY(studio.waitForFinished(120'000));
    const QString said = QString::fromUtf8(studio.readAllStandardOutput());
    QVERIFY2(said.contains(QStringLiteral("\nscale %1, cut: ").arg(scale)), qPrintable(said));
    QVERIFY2(said.endsWith(QStringLiteral("cut: 0\n")), qPrintable(said.section(QStringLiteral("CUT"), 1)));
}

void LabelsTest::a_label_without_room_is_noticed() {
    QWidget window;
    auto* label = new QLabel(QStringLiteral("a label with many words"), &window);
    auto* button = new QToolButton(&window);
    button->setText(QStringLiteral("a button with many words"));
    window.show();
    label->resize(20, 20);
    button->resize(20, 20);
    QCOMPARE(cutIn(window).size(), 2);
    label->resize(label->sizeHint());
    button->resize(button->sizeHint());
    QVERIFY(cutIn(window).isEmpty());
}

KINORA_TEST(LabelsTest)
#include "labels_test.moc"

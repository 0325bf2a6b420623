// For people who see no pictures, and for those who use no mouse: everything that can be used has a name, and Tab leads to it.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QDialog>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>

#include <set>

#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_fixture.h"
#include "ui/dialogs/export_dialog.h"

using namespace kinora;
using namespace kinora::test;

class AccessibilityTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void controls_have_names_data();
    void controls_have_names();
    void tab_leads_everywhere_data();
    void tab_leads_everywhere();
    void dialogs_have_names_data();
    void dialogs_have_names();

 private:
    void layout(int number) const {
        QTest::keyClick(studio_->window.get(), static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
        QTest::qWait(50);
    }
    static void addLayouts() {
        QTest::addColumn<int>("number");
        for (int number = 1; number <= 4; ++number) {
            QTest::newRow(QByteArray::number(number).constData()) << number;
        }
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void AccessibilityTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "film.kinora", film_project(*folder_ / "film.media", 20));
    studio_->showWindow();
    QApplication::setActiveWindow(studio_->window.get());
}

void AccessibilityTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

static bool isControl(const QWidget* widget) {
    const bool isPart = widget->objectName().startsWith(QStringLiteral("qt_")) || qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                        qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr || qobject_cast<QKeySequenceEdit*>(widget->parentWidget()) != nullptr ||
                        qobject_cast<QTabBar*>(widget->parentWidget()) != nullptr || widget->inherits("QDockWidgetTitleButton") ||
                        widget->inherits("QMenuBar") || widget->inherits("QToolBarExtension");
    const auto* const tabs = qobject_cast<const QTabBar*>(widget);
    if (tabs != nullptr && tabs->count() == 0) {
        return false;  // one that the window keeps for docks to come
    }
    return !isPart && widget->isVisible() && widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus;
}

static QStringList namelessIn(const QWidget* root) {
    QStringList nameless;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        QAccessibleInterface* const interface = isControl(widget) ? QAccessible::queryAccessibleInterface(widget) : nullptr;
        if (isControl(widget) && (interface == nullptr || interface->text(QAccessible::Name).trimmed().isEmpty())) {
            QString path = QString::fromLatin1(widget->metaObject()->className());
            for (const QWidget* parent = widget->parentWidget(); parent != nullptr && parent != root; parent = parent->parentWidget()) {
                path.prepend(QString::fromLatin1(parent->metaObject()->className()) + QLatin1Char('/'));
            }
            nameless.append(path);
        }
    }
    return nameless;
}

void AccessibilityTest::controls_have_names_data() {
    addLayouts();
}

void AccessibilityTest::controls_have_names() {
    QFETCH(int, number);
    layout(number);
    const QStringList nameless = namelessIn(studio_->window.get());
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
}

void AccessibilityTest::tab_leads_everywhere_data() {
    addLayouts();
}

void AccessibilityTest::tab_leads_everywhere() {
    QFETCH(int, number);
    layout(number);
    std::set<QWidget*> wanted;
    for (QWidget* widget : studio_->window->findChildren<QWidget*>()) {
        if (isControl(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr) {
            wanted.insert(widget);
        }
    }
    QVERIFY(wanted.size() > 10);
    // Once around; buttons of a group share one stop, within which the arrows lead on.
    const std::size_t most = 4 * wanted.size();
    std::set<QWidget*> reached;
    for (std::size_t i = 0; i < most; ++i) {
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : studio_->window.get(), Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    QStringList missed;
    for (QWidget* widget : wanted) {
        const auto* const button = qobject_cast<QAbstractButton*>(widget);
        const bool isExclusive = button != nullptr && (button->autoExclusive() || (button->group() != nullptr && button->group()->exclusive()));
        const bool isOfGroup = isExclusive && !button->isChecked();
        if (reached.count(widget) == 0 && !isOfGroup) {
            missed.append(QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->accessibleName());
        }
    }
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QLatin1Char('\n'))));
}

void AccessibilityTest::dialogs_have_names_data() {
    QTest::addColumn<QString>("action");
    for (const char* action : {"file.export", "edit.preferences", "edit.shortcuts", "view.palette", "help.about"}) {
        QTest::newRow(action) << QString::fromLatin1(action);
    }
}

void AccessibilityTest::dialogs_have_names() {
    QFETCH(QString, action);
    QAction* const asked = studio_->actions.action(action);
    QVERIFY2(asked != nullptr, qPrintable(action));
    asked->trigger();
    QTest::qWait(50);
    int numDialogs = 0;
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (window->isVisible() && window != studio_->window.get()) {
            ++numDialogs;
            const QStringList nameless = namelessIn(window);
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
            window->close();
        }
    }
    QVERIFY(numDialogs > 0);
}

KINORA_TEST(AccessibilityTest)
#include "accessibility_test.moc"

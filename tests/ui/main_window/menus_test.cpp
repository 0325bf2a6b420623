// What menus offer that has no action of its own, and keys of the whole window.
#include "ui/main_window/menus.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>

#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"

using namespace kinora;
using namespace kinora::test;

class MenusTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_recent_project_is_opened();
    void a_recent_project_that_is_gone_cannot_be_chosen();
    void a_layout_is_removed();
    void f11_fills_the_screen_and_gives_it_back();

 private:
    MainWindow* window() const { return studio_->window.get(); }
    QMenu* menu(const QString& title) const {
        for (QMenu* each : window()->menuBar()->findChildren<QMenu*>()) {
            if (each->title() == title) {
                return each;
            }
        }
        return nullptr;
    }
    static QAction* entry(const QMenu* menu, const QString& text) {
        for (QAction* action : menu->actions()) {
            if (action->text() == text) {
                return action;
            }
        }
        return nullptr;
    }
    void click(QMenu* menu, QAction* action) {
        QVERIFY(action != nullptr);
        menu->popup(window()->mapToGlobal(QPoint(40, 40)));
        QTRY_VERIFY(menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void MenusTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "first.kinora");
    studio_->showWindow();
    QApplication::setActiveWindow(window());
}

void MenusTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void MenusTest::a_recent_project_is_opened() {
    studio_->document.save();
    QTRY_VERIFY(!studio_->document.isSaving());
    studio_->settings.addRecentProject(QString::fromStdString((*folder_ / "first.kinora").string()));
    studio_->document.create(*folder_ / "second.kinora");
    QMenu* recent = menu(QStringLiteral("Open &Recent"));
    QVERIFY(recent != nullptr);
    recent->popup(window()->mapToGlobal(QPoint(40, 40)));
    QTRY_VERIFY(recent->isVisible());
    QAction* first = entry(recent, QStringLiteral("first"));
    QVERIFY(first != nullptr && first->isEnabled());
    QTest::mouseClick(recent, Qt::LeftButton, {}, recent->actionGeometry(first).center());
    QTRY_COMPARE(studio_->document.file(), *folder_ / "first.kinora");
}

void MenusTest::a_recent_project_that_is_gone_cannot_be_chosen() {
    studio_->settings.addRecentProject(QString::fromStdString((*folder_ / "gone.kinora").string()));
    QMenu* recent = menu(QStringLiteral("Open &Recent"));
    recent->popup(window()->mapToGlobal(QPoint(40, 40)));
    QTRY_VERIFY(recent->isVisible());
    QAction* gone = entry(recent, QStringLiteral("gone"));
    QVERIFY(gone != nullptr);
    QTRY_VERIFY(!gone->isEnabled());  // the disk is asked while the menu is open
    recent->close();
}

void MenusTest::a_layout_is_removed() {
    for (const char* name : {"Mine", "Other"}) {
        studio_->actions.action(QStringLiteral("layout.save"))->trigger();
        auto* dialog = window()->findChild<QInputDialog*>();
        QTest::keyClicks(dialog->findChild<QLineEdit*>(), QString::fromLatin1(name));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(window()->findChild<QInputDialog*>() == nullptr);
    }
    QMenu* layouts = menu(QStringLiteral("&Layout"));
    layouts->popup(window()->mapToGlobal(QPoint(40, 40)));
    QTRY_VERIFY(layouts->isVisible());
    QMenu* own = entry(layouts, QStringLiteral("Mine"))->menu();
    QVERIFY(own != nullptr);
    click(own, entry(own, QStringLiteral("Remove")));
    QCOMPARE(studio_->settings.layoutNames(), QStringList{QStringLiteral("Other")});
    layouts->close();
    layouts->popup(window()->mapToGlobal(QPoint(40, 40)));
    QTRY_VERIFY(layouts->isVisible());
    QVERIFY(entry(layouts, QStringLiteral("Mine")) == nullptr);
    QVERIFY(entry(layouts, QStringLiteral("Other")) != nullptr);
    layouts->close();
}

void MenusTest::f11_fills_the_screen_and_gives_it_back() {
    QAction* action = studio_->actions.action(QStringLiteral("view.fullscreen"));
    QTest::keyClick(window(), Qt::Key_F11);
    QTRY_VERIFY(window()->isFullScreen());
    QVERIFY(action->isChecked());
    QTest::keyClick(window(), Qt::Key_F11);
    QTRY_VERIFY(!window()->isFullScreen());
    QVERIFY(!action->isChecked());
    // The system can end it too.
    window()->showFullScreen();
    QTRY_VERIFY(window()->isFullScreen());
    QTRY_VERIFY(action->isChecked());
    window()->showNormal();
    QTRY_VERIFY(!action->isChecked());
}

KINORA_TEST(MenusTest)
#include "menus_test.moc"

// The welcome page in the window: when it is there, what it opens, and what makes it go.
#include "ui/main_window/welcome.h"

#include <QCheckBox>
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>
#include <QUrl>

#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/studio_fixture.h"
#include "ui/main_window/project_files.h"
#include "ui/viewer/monitor.h"
#include "ui/welcome/project_card.h"
#include "ui/welcome/welcome_page.h"

using namespace kinora;
using namespace kinora::test;

class WelcomeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void is_there_at_the_start_and_goes_with_the_first_clip();
    void the_sample_is_opened_by_keys();
    void recent_projects_are_shown_and_opened();
    void work_that_goes_on_is_not_covered();
    void missing_projects_say_why_and_are_removed();
    void work_that_is_recovered_comes_first();
    void comes_at_the_start_only_where_it_is_wanted();
    void a_dropped_picture_is_what_the_video_begins_with();
    void several_files_are_imported_and_projects_are_the_windows();
    void the_monitor_is_one_key_away();

 private:
    // As the program starts.
    void start() {
        studio_ = std::make_unique<Studio>(folder_->path());
        QSignalSpy changed(&studio_->models, &AvailableModels::changed);
        studio_->models.refresh();
        QVERIFY(changed.wait());
        studio_->showWindow();
        QApplication::setActiveWindow(studio_->window.get());
        studio_->window->welcome().showAtStart();
        studio_->window->files().openLast();
        QTRY_VERIFY(studio_->document.hasFile() && studio_->document.opening().empty());
    }
    QString film(const char* name) {
        const auto file = *folder_ / name;
        save_project(file, film_project(media_folder_of(file), 4));
        return QString::fromStdString(file.string());
    }
    WelcomePage* page() const { return studio_->window->findChild<WelcomePage*>(); }
    ProjectCard* card(const char* name) const { return control<ProjectCard>(page(), name); }
    int numCards() const {
        int count = 0;
        for (const auto* each : page()->findChildren<ProjectCard*>()) {
            count += each->isVisible() ? 1 : 0;
        }
        return count - 1;  // the sample's
    }
    bool drop(QWidget* target, const QList<QUrl>& urls) const {
        QMimeData data;
        data.setUrls(urls);
        const QPoint place = target->rect().center();
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        if (!enter.isAccepted()) {
            return false;
        }
        QDropEvent event(QPointF(place), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
        return event.isAccepted();
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void WelcomeTest::init() {
    folder_ = std::make_unique<TempFolder>();
}

void WelcomeTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void WelcomeTest::is_there_at_the_start_and_goes_with_the_first_clip() {
    start();
    QVERIFY(page()->isVisible());
    QVERIFY(!page()->isAncestorOf(QApplication::focusWidget()));
    // The prompt is typed past it.
    auto* prompt = control<QPlainTextEdit>(studio_->window.get(), "Prompt");
    prompt->selectAll();
    QTest::keyClicks(prompt, QStringLiteral("a boat"));
    QVERIFY(page()->isVisible());
    studio_->actions.action(QStringLiteral("queue.halt"))->trigger();  // so that no preview covers it first
    QSignalSpy submitted(&studio_->controller, &GenerationController::submitted);
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(submitted.size(), 1);
    QTRY_VERIFY(!page()->isVisible());
    QVERIFY(studio_->window->findChild<Monitor*>()->findChild<QTabBar*>()->isVisible());
}

void WelcomeTest::the_sample_is_opened_by_keys() {
    start();
    QTRY_VERIFY_WITH_TIMEOUT(!card("Open the sample project")->picture().isNull(), 10'000);
    studio_->actions.action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(qobject_cast<QPushButton*>(QApplication::focusWidget()) != nullptr && page()->isAncestorOf(QApplication::focusWidget()));
    for (int i = 0; i < 3 && QApplication::focusWidget() != card("Open the sample project"); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(QApplication::focusWidget(), card("Open the sample project"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(studio_->document.file().filename().string(), std::string("sample.kinora"));
    QTRY_VERIFY(!page()->isVisible());
}

void WelcomeTest::recent_projects_are_shown_and_opened() {
    const QString file = film("harbour.kinora");
    start();
    studio_->settings.addRecentProject(file);
    QVERIFY(card("harbour")->picture().isNull());  // it comes later
    QVERIFY(card("harbour")->lines().join(QLatin1Char(' ')).contains(QStringLiteral("Opened today")));
    QTRY_VERIFY_WITH_TIMEOUT(!card("harbour")->picture().isNull(), 10'000);
    QCOMPARE(card("harbour")->picture().size(), QSize(film_width, film_height));
    QVERIFY(card("harbour")->accessibleDescription().contains(QString::fromStdString(folder_->path().string())));
    QTest::mouseClick(card("harbour"), Qt::LeftButton);
    QTRY_COMPARE(studio_->document.file().string(), file.toStdString());
    QTRY_VERIFY(!page()->isVisible());
    // What is open already is only looked at.
    studio_->actions.action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(page()->isVisible());
    QTest::mouseClick(card("harbour"), Qt::LeftButton);
    QVERIFY(!page()->isVisible());
}

void WelcomeTest::work_that_goes_on_is_not_covered() {
    const QString last = film("film.kinora");
    { AppSettings(QString::fromStdString((*folder_ / "kinora.ini").string()), QString::fromStdString((*folder_ / "data").string())).setLastProject(last); }
    start();
    QCOMPARE(studio_->document.file().string(), last.toStdString());
    QVERIFY(!page()->isVisible());
    studio_->actions.action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(page()->isVisible());
}

void WelcomeTest::missing_projects_say_why_and_are_removed() {
    start();
    studio_->settings.addRecentProject(QString::fromStdString((*folder_ / "gone.kinora").string()));
    studio_->settings.addRecentProject(QStringLiteral("/nowhere/at/all/trip.kinora"));
    QTRY_VERIFY_WITH_TIMEOUT(!card("gone")->isEnabled() && !card("trip")->isEnabled(), 10'000);
    QVERIFY(card("gone")->accessibleDescription().contains(QStringLiteral("not there any more")));
    QVERIFY(card("trip")->accessibleDescription().contains(QStringLiteral("drive")));
    QTest::mouseClick(control<QToolButton>(page(), "Remove gone from the list"), Qt::LeftButton);
    QTRY_COMPARE(numCards(), 1);
    auto* remove = control<QToolButton>(page(), "Remove trip from the list");
    QTRY_VERIFY_WITH_TIMEOUT(remove->isVisible(), 10'000);
    remove->setFocus();
    QTest::keyClick(remove, Qt::Key_Delete);
    QTRY_COMPARE(numCards(), 0);
    QCOMPARE(studio_->settings.recentProjects(), QStringList());
}

void WelcomeTest::work_that_is_recovered_comes_first() {
    const auto file = *folder_ / "data/projects/Untitled.kinora";
    std::filesystem::create_directories(file.parent_path());
    {
        Document document;
        document.create(file);
        document.apply(QStringLiteral("Add marker"), [](const Project& project) { return add_marker(project, {.start = 4}); });
    }  // as after a crash: the journal stays
    {
        AppSettings settings(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
        settings.setLastProject(QString::fromStdString(file.string()));
    }
    start();
    QTRY_COMPARE(studio_->document.project().timeline.markers->size(), std::size_t{1});
    QTRY_VERIFY(!page()->isVisible());
}

void WelcomeTest::comes_at_the_start_only_where_it_is_wanted() {
    start();
    auto* atStart = page()->findChild<QCheckBox*>();
    QVERIFY(atStart->isChecked());
    atStart->setFocus();
    QTest::keyClick(atStart, Qt::Key_Space);
    studio_.reset();
    start();
    QVERIFY(!page()->isVisible());
    studio_->actions.action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(page()->isVisible() && !page()->findChild<QCheckBox*>()->isChecked());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!page()->isVisible());
}

void WelcomeTest::a_dropped_picture_is_what_the_video_begins_with() {
    const auto picture = *folder_ / "boat.png";
    write_image(picture, numbered_picture(64, 48, 7), false);
    start();
    QVERIFY(drop(page(), {QUrl::fromLocalFile(QString::fromStdString(picture.string()))}));
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().generate->keyframes.size(), std::size_t{1}, 10'000);
    QCOMPARE(studio_->document.project().generate->keyframes.at(0).frame, 0);
    QVERIFY(!page()->isVisible());
}

void WelcomeTest::several_files_are_imported_and_projects_are_the_windows() {
    const QString file = film("other.kinora");
    QList<QUrl> pictures;
    for (const char* name : {"boat.png", "sea.png"}) {
        write_image(*folder_ / name, numbered_picture(64, 48, static_cast<int>(pictures.size())), false);
        pictures.append(QUrl::fromLocalFile(QString::fromStdString((*folder_ / name).string())));
    }
    start();
    QVERIFY(drop(page(), pictures));
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().assets->size(), std::size_t{2}, 10'000);
    QVERIFY(studio_->document.project().generate->keyframes.empty());
    QVERIFY(!page()->isVisible());
    studio_->actions.action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(drop(page(), {QUrl::fromLocalFile(file)}));  // the window takes it
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.file().string(), file.toStdString(), 10'000);
    QTRY_VERIFY(!page()->isVisible());
}

void WelcomeTest::the_monitor_is_one_key_away() {
    start();
    studio_->actions.action(QStringLiteral("viewer.play"))->trigger();
    QVERIFY(!page()->isVisible());
}

KINORA_TEST(WelcomeTest)
#include "welcome_test.moc"

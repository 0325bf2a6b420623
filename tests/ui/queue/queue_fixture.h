// The queue panel, with an engine that makes what the fake generator gives.
#pragma once

#include <QAction>
#include <QApplication>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/engine/engine_fixture.h"
#include "ui/actions/action_registry.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_panel.h"
#include "ui/session/app_settings.h"
#include "ui/session/engine_bridge.h"

namespace kinora::test {

struct QueueFixture {
    void begin() {
        folder_ = std::make_unique<TempFolder>();
        takes_ = std::make_unique<Takes>();
        settings_ = std::make_unique<AppSettings>(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
        actions_ = std::make_unique<ActionRegistry>(*settings_);
        showWith(engine_options(folder_->path(), *takes_));
    }
    void end() {
        panel_.reset();
        actions_.reset();
        settings_.reset();
        bridge_.reset();
        takes_.reset();
        folder_.reset();
    }
    // Another engine, in place of that which begin() made.
    void showWith(EngineOptions options) {
        panel_.reset();
        bridge_.reset();
        bridge_ = std::make_unique<EngineBridge>(std::move(options));
        panel_ = std::make_unique<QueuePanel>(*bridge_, *actions_);
        panel_->resize(420, 600);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
        QApplication::setActiveWindow(panel_.get());
        list_ = panel_->list();
    }
    // What the selected card's problem offers besides its first fix.
    void chooseOther(const QString& words) {
        auto* more = shown<QPushButton>("Other ways out");
        QTimer::singleShot(200, panel_.get(), [more, words] {
            for (QAction* action : more->menu()->actions()) {
                if (action->text() == words) {
                    QTest::mouseClick(more->menu(), Qt::LeftButton, {}, more->menu()->actionGeometry(action).center());
                    return;
                }
            }
            more->menu()->close();
        });
        QTest::mouseClick(more, Qt::LeftButton);
    }
    // The control of that name, which has to be seen.
    template <typename T>
    T* shown(const char* name) {
        for (T* widget : panel_->findChildren<T*>()) {
            if (widget->accessibleName() == QString::fromLatin1(name) && widget->isVisible()) {
                return widget;
            }
        }
        return nullptr;
    }
    JobId submit(const std::string& prompt, int steps = 6) {
        JobSpec spec = fake_job(prompt, steps);
        spec.request.preview.is_enabled = true;
        const JobId id = bridge_->engine().submit(spec);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(bridge_->snapshot()->find(id) != nullptr, 10'000); }();
        return id;
    }
    JobState stateOf(JobId id) const { return bridge_->snapshot()->find(id)->state; }
    bool becomes(JobId id, JobState state) {
        return QTest::qWaitFor([&] { return bridge_->snapshot()->find(id) && stateOf(id) == state; }, 15'000);
    }
    QModelIndex indexOf(JobId id) const { return list_->model()->index(static_cast<QueueModel*>(list_->model())->rowOf(id), 0); }
    void select(JobId id) {
        list_->setFocus();
        list_->scrollTo(indexOf(id));
        QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, list_->visualRect(indexOf(id)).center());
        QCOMPARE(list_->currentIndex(), indexOf(id));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(list_, key, modifiers); }
    std::vector<std::int64_t> order() const {
        std::vector<std::int64_t> ids;
        for (int row = 0; row < list_->model()->rowCount(); ++row) {
            ids.push_back(list_->model()->index(row, 0).data(QueueModel::idRole).toLongLong());
        }
        return ids;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Takes> takes_;
    std::unique_ptr<EngineBridge> bridge_;
    std::unique_ptr<AppSettings> settings_;
    std::unique_ptr<ActionRegistry> actions_;
    std::unique_ptr<QueuePanel> panel_;
    QListView* list_ = nullptr;
};

}  // namespace kinora::test

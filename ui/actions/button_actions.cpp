#include "ui/actions/button_actions.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>
#include <QEvent>

#include "ui/actions/action_registry.h"

namespace kinora {

namespace {

class Follower : public QObject {
 public:
    Follower(QAction& action, const ButtonCommand& command) : QObject(command.button), action_(action), command_(command) {
        command_.button->installEventFilter(this);
        connect(command_.button, &QAbstractButton::toggled, this, [this] { refresh(); });
        refresh();
    }

    void refresh() {
        const bool canBePressed = command_.button->isEnabled();
        action_.setEnabled(canBePressed);
        action_.setStatusTip(canBePressed ? QString() : QCoreApplication::translate("kinora::ButtonActions", command_.whyNot));
        action_.setChecked(command_.button->isChecked());
    }

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::EnabledChange || event->type() == QEvent::LanguageChange) {
            refresh();
        }
        return QObject::eventFilter(watched, event);
    }

 private:
    QAction& action_;
    ButtonCommand command_;
};

}  // namespace

void joinButton(ActionRegistry& actions, const ButtonCommand& command, const std::function<void()>& show) {
    const QString id = QString::fromLatin1(command.id);
    auto* follower = new Follower(*actions.action(id), command);
    actions.on(id, follower, [follower, button = command.button, show] {
        show();
        button->click();
        follower->refresh();  // an action that is chosen checks itself, whatever its button does
    });
}

}  // namespace kinora

// File dialogs add an ending to names without a dot only, and ask whether a file may be replaced of just the name that was typed.
#pragma once

#include <functional>

class QString;
class QWidget;

namespace kinora {

// Where an ending was added after the dialog: `write` at once, or when the user has said that the file that is there may be replaced.
void writeUnderAddedEnding(QWidget& window, const QString& title, const QString& file, const std::function<void()>& write);

}  // namespace kinora

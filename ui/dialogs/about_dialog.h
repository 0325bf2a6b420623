// What the program is and what it is built with.
#pragma once

class QWidget;

namespace kinora {

void showAbout(QWidget* parent);

}  // namespace kinora

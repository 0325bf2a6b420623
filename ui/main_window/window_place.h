// How large the window is and where: at first, and when the screens are no longer what they were.
#pragma once

class QByteArray;
class QMainWindow;

namespace kinora {

// Not larger than the screen. From then on what is in the window never makes it larger: where there is little room, that room is shared.
void setFirstSize(QMainWindow& window);

// Where it was, wholly on a screen that is there now.
void restorePlace(QMainWindow& window, const QByteArray& place);

}  // namespace kinora

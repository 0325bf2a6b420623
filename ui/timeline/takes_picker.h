// The takes of a clip, as pictures to choose from.
#pragma once

#include <QFrame>

#include <filesystem>

#include "ui/timeline/filmstrip_cache.h"
#include "ui/timeline/timeline_state.h"

class QListWidget;

namespace kinora {

class TakesPicker : public QFrame {
    Q_OBJECT

 public:
    TakesPicker(TimelineState& state, FilmstripCache& filmstrips, QWidget* parent);

    // Beside `anchor`, inside the parent. Choosing one is an undo step.
    void pick(ClipId clip, const std::filesystem::path& mediaFolder, const QRect& anchor);

 protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void fill();
    void choose(int row);

    TimelineState& state_;
    FilmstripCache& filmstrips_;
    QListWidget* list_;
    ClipId clip_;
    std::filesystem::path mediaFolder_;
};

}  // namespace kinora

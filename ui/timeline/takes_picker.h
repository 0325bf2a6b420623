// The takes of a clip, as pictures to choose from: what each was made of, compared with the one that is shown, made again.
#pragma once

#include <QFrame>

#include <filesystem>

#include "ui/timeline/filmstrip_cache.h"
#include "ui/timeline/timeline_state.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace kinora {

class TakesPicker : public QFrame {
    Q_OBJECT

 public:
    TakesPicker(TimelineState& state, FilmstripCache& filmstrips, QWidget* parent);

    // Beside `anchor`, inside the parent. Choosing one is an undo step.
    void pick(ClipId clip, const std::filesystem::path& mediaFolder, const QRect& anchor);

 Q_SIGNALS:
    void remakeWanted();

 protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void retranslate();
    void fill();
    void showPictures();
    void choose(int row);
    void showRecipe();
    void compare();
    // Of the clip's version in that row; nullptr for footage.
    const Take* takeIn(int row) const;

    TimelineState& state_;
    FilmstripCache& filmstrips_;
    QLabel* title_;
    QListWidget* list_;
    QLabel* recipe_;
    QPushButton* use_;
    QPushButton* compare_;
    QPushButton* remake_;
    ClipId clip_;
    std::filesystem::path mediaFolder_;
};

}  // namespace kinora

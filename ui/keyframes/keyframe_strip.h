// Keyframes above the ruler of a generation. Takes values and says what the user wants; the owner applies it to the document
// and hands the result back. A drag is changeBegan(), any number of keyframeChanged(), changeEnded().
#pragma once

#include <QHash>
#include <QImage>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/project/generation.h"
#include "ui/keyframes/frame_scale.h"

class QMimeData;

namespace kinora {

class KeyframeTile;

class KeyframeStrip : public QWidget {
    Q_OBJECT

 public:
    explicit KeyframeStrip(QWidget* parent = nullptr);

    void setClip(std::int64_t numFrames, std::int64_t frameMultiple);
    // By frame. The selection stays with its keyframe.
    void setKeyframes(const std::vector<Keyframe>& keyframes);
    void setThumbnail(KeyframeId keyframe, const QImage& thumbnail);
    // Where pasted pictures go.
    void setPlayhead(std::int64_t frame) { playhead_ = frame; }
    void setSnapping(bool snaps) { snaps_ = snaps; }
    // Whether the model can keep to pictures; nothing is dropped or pasted where it cannot.
    void setTakesMedia(bool takesMedia);
    void select(KeyframeId keyframe);
    KeyframeId selected() const { return selected_; }
    const Keyframe* find(KeyframeId keyframe) const;
    // Says so by keyframeChanged() if that changes it.
    void edit(KeyframeId keyframe, const std::function<void(Keyframe&)>& edit);
    KeyframeTile* tile(KeyframeId keyframe) const { return tiles_.value(keyframe.value); }
    FrameScale scale() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    // The clipboard holds something that can be pasted.
    static bool canPaste();

 public Q_SLOTS:
    // From the clipboard, at the playhead.
    void paste();

 Q_SIGNALS:
    void selectionChanged(kinora::KeyframeId keyframe);
    void changeBegan(kinora::KeyframeId keyframe);
    void keyframeChanged(const kinora::Keyframe& keyframe);
    void changeEnded(kinora::KeyframeId keyframe);
    void removeRequested(kinora::KeyframeId keyframe);
    // Local files that may be pictures or clips, and pictures without a file.
    void filesDropped(const QStringList& files, qint64 frame);
    void pictureDropped(const QImage& picture, qint64 frame);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    KeyframeTile* makeTile(KeyframeId keyframe);
    void placeTiles();
    void moveTo(KeyframeId keyframe, std::int64_t frame);
    void change(const Keyframe& keyframe);
    void changeAtOnce(const Keyframe& keyframe);
    void nudge(KeyframeId keyframe, int direction, bool isLarge);
    void nudgeStrength(KeyframeId keyframe, int direction, bool isLarge);
    std::int64_t snapped(std::int64_t frame, bool withoutSnapping) const;
    bool canTake(const QMimeData* media) const;
    bool take(const QMimeData* media, std::int64_t frame);
    void paintSpans(QPainter& painter) const;
    void retranslate();

    std::int64_t numFrames_ = 1;
    std::int64_t frameMultiple_ = 1;
    std::int64_t playhead_ = 0;
    bool snaps_ = true;
    bool takesMedia_ = true;
    std::vector<Keyframe> keyframes_;
    QHash<std::int64_t, KeyframeTile*> tiles_;
    KeyframeId selected_;
    std::optional<Keyframe> beforeDrag_;
    std::optional<std::int64_t> dropFrame_;
};

}  // namespace kinora

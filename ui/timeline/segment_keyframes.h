// The pictures that a segment begins and ends with, chosen from a menu. Segments between such pictures do not wait for each other.
#pragma once

#include <QToolButton>

#include <functional>
#include <optional>
#include <vector>

#include "core/project/generation.h"

class QMenu;

namespace kinora {

struct SegmentPicture {
    QString name;
    MediaUse source;
};

class SegmentKeyframes : public QToolButton {
    Q_OBJECT

 public:
    // `pictures` tells what there is to choose from, whenever the menu opens.
    explicit SegmentKeyframes(std::function<std::vector<SegmentPicture>()> pictures, QWidget* parent = nullptr);

    bool hasFirst() const { return first_.has_value(); }
    // For a segment of `length` frames.
    std::vector<Keyframe> keyframes(std::int64_t length) const;

 Q_SIGNALS:
    void changed();

 private:
    void fillMenu(QMenu* menu, std::optional<SegmentPicture>& chosen);
    void showChoice();

    std::function<std::vector<SegmentPicture>()> pictures_;
    std::optional<SegmentPicture> first_;
    std::optional<SegmentPicture> last_;
};

}  // namespace kinora

// The segments of a chain as rows to be edited: what happens, for how long, with which pictures at its ends, and whether it begins anew
// instead of going on from the one before.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

#include "core/project/edits/generation_edits.h"
#include "ui/timeline/segment_keyframes.h"

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace kinora {

class SegmentRows : public QWidget {
    Q_OBJECT

 public:
    // `pictures` tells what a segment can begin and end with.
    explicit SegmentRows(std::function<std::vector<SegmentPicture>()> pictures, QWidget* parent = nullptr);

    void setRate(const FrameRate& rate) { rate_ = rate; }
    void setSegments(const std::vector<Segment>& segments);
    std::vector<Segment> segments() const;
    void add(const QString& prompt, double seconds);
    int numRows() const { return static_cast<int>(rows_.size()); }

 Q_SIGNALS:
    void changed();

 private:
    struct Row {
        QWidget* widget = nullptr;
        QLineEdit* prompt = nullptr;
        QDoubleSpinBox* seconds = nullptr;
        SegmentKeyframes* keyframes = nullptr;
        QCheckBox* anew = nullptr;
        QToolButton* remover = nullptr;
    };

    void remove(QWidget* widget);
    void number();

    std::function<std::vector<SegmentPicture>()> pictures_;
    FrameRate rate_ = {24, 1};
    QVBoxLayout* layout_;
    std::vector<Row> rows_;
};

}  // namespace kinora

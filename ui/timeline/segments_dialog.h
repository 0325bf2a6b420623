// Plans a chain of segments, one prompt after the other. While it is open, the timeline shows what will be made.
#pragma once

#include <QDialog>

#include <cstdint>

#include "ui/timeline/timeline_state.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace kinora {

class SegmentRows;
struct SegmentPicture;

class SegmentsDialog : public QDialog {
    Q_OBJECT

 public:
    // `state` outlives the dialog. The segments go onto `track` from frame `start` on, or behind the last clip where that is not free.
    SegmentsDialog(TimelineState& state, TrackId track, std::int64_t start, QWidget* parent = nullptr);

    SegmentRows& rows() { return *rows_; }

 protected:
    void done(int result) override;

 private:
    std::vector<SegmentPicture> pictures() const;
    std::vector<Segment> firstSegments() const;
    GenerationAsk ask() const;
    void showPlan();
    bool start();

    TimelineState& state_;
    TrackId track_;
    std::int64_t start_;
    SegmentRows* rows_;
    QSpinBox* overlap_;
    QLabel* plan_;
    QPushButton* accept_;
};

}  // namespace kinora

// What is under comparison: two takes, of which A is the monitor's; or two versions of a clip, as the clip would show them. Versions are
// compared until the monitor shows another take, or the clip is gone.
#pragma once

#include <QObject>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "ui/viewer/compare_view.h"

namespace kinora {

class Document;
class Monitor;
class MonitorController;

class CompareController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    CompareController(Monitor& monitor, MonitorController& takes, Document& document, QObject* parent = nullptr);

    // Brings two versions of the clip to the monitor, side by side or as the user last compared.
    void compare(ClipId clip, std::size_t first, std::size_t second);
    // What B is.
    MediaRef second() const { return second_ ? second_->media : MediaRef(); }

 private:
    struct ClipSide {
        ClipId clip;
        MediaUse first;
        std::optional<TakeId> take;  // what the monitor shows meanwhile
    };
    // All that the pictures of a side depend on.
    struct Source {
        MediaUse use;
        std::string file;
        std::optional<std::int64_t> length;
        FrameRate frameRate;
        int width = 0;
        int height = 0;

        friend bool operator==(const Source&, const Source&) = default;
    };
    struct Pair {
        std::array<Source, 2> sources;
        std::int64_t clipLength = 0;  // 0 for takes, which are seen whole
        FrameRate frameRate;          // these three are the timeline's
        int width = 0;
        int height = 0;

        friend bool operator==(const Pair&, const Pair&) = default;
    };

    void refresh();
    bool chooseVersions();
    void chooseTakes();
    std::optional<MediaUse> first() const;
    QString nameOf(const MediaUse& use) const;
    void nameSides();
    Source sourceOf(const MediaUse& use) const;
    CompareView::Side side(const Pair& pair, std::size_t index) const;
    void open();

    Monitor& monitor_;
    MonitorController& takes_;
    Document& document_;
    std::optional<ClipSide> clip_;   // versions of this clip are compared
    std::vector<MediaUse> choices_;  // for B: the clip's other versions; or every take but A, those of A's clip first
    std::optional<MediaUse> second_;
    std::optional<Pair> shown_;
};

}  // namespace kinora

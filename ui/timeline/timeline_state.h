// What the widgets of the timeline share beside the document: selection, playhead, tool, modes, and the edit that a drag would
// make. Applies edits and says why one is not possible. Knows no pixels; lives on the GUI thread.
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/media/interpolation/scene_scan.h"
#include "core/project/edits/clip_edits.h"
#include "core/project/snapping.h"
#include "ui/session/document.h"
#include "ui/timeline/generation_ask.h"

namespace kinora {

enum class ToolKind : std::uint8_t { select, blade, rippleTrim, roll, slip, slide };
enum class FollowMode : std::uint8_t { none, page, smooth };

// What would be if the mouse were let go now.
struct EditPreview {
    std::shared_ptr<const Project> project;  // null where the edit is not possible
    QString refusal;                         // then why
    QString label;
    std::optional<SnapTarget> guide;
    bool opensTrack = false;  // above all that there are
    std::optional<GenerationAsk> ask;
};

class TimelineState : public QObject {
    Q_OBJECT

 public:
    explicit TimelineState(Document& document, QObject* parent = nullptr);

    Document& document() const { return document_; }
    const Project& project() const { return document_.project(); }

    // Clips of one group are selected together.
    const std::vector<ClipId>& selection() const { return selection_; }
    bool isSelected(ClipId clip) const;
    void select(std::span<const ClipId> clips);
    void toggle(ClipId clip);
    // The clip that keys act on; it is selected.
    ClipId current() const { return current_; }
    void setCurrent(ClipId clip);
    // The same for one that is selected already; the others stay selected.
    void makeCurrent(ClipId clip);
    // The track that keys act on: the current clip's; without one, the one that was clicked. Not set where there is none.
    TrackId currentTrack() const;
    // Where the current clip lies on another track, nothing is selected any more.
    void setCurrentTrack(TrackId track);

    std::int64_t playhead() const { return playhead_; }
    // The clip whose picture is seen at the playhead; the current one where it lies there, even on a hidden track. Null where there is none.
    const Clip* seenClip() const;
    void setPlayhead(std::int64_t frame);

    ToolKind tool() const { return tool_; }
    void setTool(ToolKind tool);
    EditMode mode() const { return mode_; }
    void setMode(EditMode mode);
    const Ripple& ripple() const { return ripple_; }
    void setRipple(const Ripple& ripple);
    bool snaps() const { return snaps_; }
    void setSnaps(bool snaps);
    FollowMode follow() const { return follow_; }
    void setFollow(FollowMode follow);

    // Of the model that generates; nothing where there is none.
    const std::optional<ModelInfo>& model() const { return model_; }
    void setModel(std::optional<ModelInfo> model);
    // What the generate panel says. For an ask, pictures as large as the take that is continued, which they are to match.
    GenerationWish wish() const;
    GenerationWish wishFor(const GenerationAsk& ask) const;
    // What it will take to make the generation, in words; nothing is said without.
    using Estimate = std::function<QString(const Generation& generation)>;
    void setEstimate(Estimate estimate) { estimate_ = std::move(estimate); }
    // Why nothing can be generated from frames; empty where it can.
    QString whyNoGeneration() const;

    // How far a clip that waits for its take is; shown on it.
    const std::map<ClipId, QString>& notes() const { return notes_; }
    void setNotes(std::map<ClipId, QString> notes);
    // The same for clips that are interpolated.
    const std::map<ClipId, QString>& interpolationNotes() const { return interpolationNotes_; }
    void setInterpolationNotes(std::map<ClipId, QString> notes);
    // Where media is cut, as far as it was looked through; shown on its clips; null for nothing.
    const std::map<MediaRef, SceneScan>* sceneScans() const { return sceneScans_; }
    void setSceneScans(const std::map<MediaRef, SceneScan>* scans) { sceneScans_ = scans; }
    void sceneScansChanged() { Q_EMIT notesChanged(); }
    // Media whose files are not where they should be.
    void setMissing(std::set<MediaRef> missing);
    // Of what the clip shows, or what is heard of it, the first that is missing.
    MediaRef missingOf(const Clip& clip) const;
    bool isOffline(const Clip& clip) const { return is_set(missingOf(clip)); }

    int rowHeight(TrackId track) const { return rowHeights_.value(track.value, 68); }
    void setRowHeight(TrackId track, int height);

    // False, with refused(), where the edit is not possible; nothing has changed then. New clips become the selection where
    // `selectsNew`.
    bool apply(const QString& text, const Document::Edit& edit, const QString& mergeKey = {}, bool selectsNew = false);
    void refuse(const QString& why) { Q_EMIT refused(why); }
    // What was asked for with generationRequested() was not started.
    void refuseStart(const QString& why) { Q_EMIT startRefused(why); }

    const EditPreview* preview() const { return preview_ ? &*preview_ : nullptr; }
    void setPreview(EditPreview preview);
    void clearPreview();
    // The preview of an edit of today's project.
    EditPreview previewOf(const Document::Edit& edit) const;
    EditPreview previewOf(const GenerationAsk& ask) const;
    // Shows what would be made, and asks for the prompt.
    void ask(GenerationAsk ask);

    const Clipboard& clipboard() const { return clipboard_; }
    void setClipboard(Clipboard clips);

 Q_SIGNALS:
    void documentChanged();
    // By another one, in which ids mean other things; nothing is selected or copied any more, and the playhead is at the beginning.
    void projectReplaced();
    void selectionChanged();
    void playheadChanged(qint64 frame);
    void settingsChanged();  // tool, modes, snapping, follow, model
    void rowsChanged();
    void previewChanged();
    void refused(const QString& why);
    void promptWanted(const kinora::GenerationAsk& ask);
    void generationRequested(const kinora::GenerationAsk& ask);
    void startRefused(const QString& why);  // while generationRequested() is sent
    void notesChanged();
    void missingChanged();
    void clipboardChanged();
    // Two of the clip's versions.
    void compareWanted(kinora::ClipId clip, std::size_t shown, std::size_t other);

 private:
    void prune();
    void forget();

    Document& document_;
    std::vector<ClipId> selection_;  // sorted
    ClipId current_;
    TrackId track_;
    std::int64_t playhead_ = 0;
    ToolKind tool_ = ToolKind::select;
    EditMode mode_ = EditMode::normal;
    Ripple ripple_;
    bool snaps_ = true;
    FollowMode follow_ = FollowMode::page;
    std::optional<ModelInfo> model_;
    Estimate estimate_;
    std::map<ClipId, QString> notes_;
    std::map<ClipId, QString> interpolationNotes_;
    const std::map<MediaRef, SceneScan>* sceneScans_ = nullptr;
    std::set<MediaRef> missing_;
    QHash<std::int64_t, int> rowHeights_;
    std::optional<EditPreview> preview_;
    Clipboard clipboard_;
};

}  // namespace kinora

Q_DECLARE_METATYPE(kinora::GenerationAsk)

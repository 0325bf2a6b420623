#include "ui/keyframes/keyframe_strip.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

#include <algorithm>
#include <cmath>

#include "tests/support/test_main.h"
#include "ui/keyframes/keyframe_tile.h"
#include "ui/keyframes/latent_ruler.h"

using namespace kinora;

class KeyframeStripTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void scale_knows_the_frames();
    void ruler_shows_what_shares_a_latent_frame();
    void ruler_chooses_frames();
    void tiles_stand_at_their_frames();
    void a_drag_snaps_to_the_latent_grid();
    void alt_or_the_switch_lets_go_of_the_grid();
    void a_drag_is_one_change();
    void escape_takes_a_drag_back();
    void a_drag_stays_inside_the_clip();
    void the_owner_s_answer_does_not_end_a_drag();
    void arrows_nudge();
    void shift_arrows_go_along_the_grid();
    void up_and_down_change_the_strength();
    void home_and_end();
    void delete_asks_for_removal();
    void selection_stays_with_its_keyframe();
    void files_and_pictures_are_dropped();
    void other_things_are_refused();
    void pastes_at_the_playhead();
    void tiles_are_named();

 private:
    std::unique_ptr<KeyframeStrip> strip_;
    std::vector<Keyframe> changes_;
    std::vector<QString> order_;

    KeyframeTile* tile(int id) { return strip_->tile(KeyframeId{id}); }
    std::int64_t frameOf(int id) { return strip_->find(KeyframeId{id})->frame; }
    void drag(int id, std::int64_t frames, Qt::KeyboardModifiers modifiers = {}, bool releases = true) {
        const QPoint from(20, 20);
        const QPoint to(from.x() + qRound(static_cast<double>(frames) * strip_->scale().perFrame()), 20);
        QTest::mousePress(tile(id), Qt::LeftButton, modifiers, from);
        // The tile moves under the pointer, so each place is told on the screen.
        for (const QPoint at : {(from + to) / 2, to}) {
            const QPointF global = pressOrigin_ + QPointF(at - from);
            const QPointF local = tile(id)->mapFromGlobal(global);
            QMouseEvent move(QEvent::MouseMove, local, global, Qt::NoButton, Qt::LeftButton, modifiers);
            QApplication::sendEvent(tile(id), &move);
        }
        if (releases) {
            QTest::mouseRelease(tile(id), Qt::LeftButton, modifiers, from);
        }
    }
    void prepareDrag(int id) { pressOrigin_ = tile(id)->mapToGlobal(QPointF(20, 20)); }
    QPointF pressOrigin_;
};

static Keyframe keyframe(int id, std::int64_t frame, std::int64_t numFrames = 1) {
    Keyframe result;
    result.id = KeyframeId{id};
    result.frame = frame;
    result.num_frames = numFrames;
    result.strength = 0.8;
    return result;
}

void KeyframeStripTest::init() {
    strip_ = std::make_unique<KeyframeStrip>();
    strip_->resize(97 * 8 + 16, strip_->sizeHint().height());
    strip_->setClip(97, 8);
    strip_->setKeyframes({keyframe(1, 0), keyframe(2, 40), keyframe(3, 80, 9)});
    strip_->show();
    strip_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(strip_.get()));
    changes_.clear();
    order_.clear();
    connect(strip_.get(), &KeyframeStrip::keyframeChanged, this, [this](const Keyframe& changed) {
        changes_.push_back(changed);
        order_.push_back(QStringLiteral("change"));
    });
    connect(strip_.get(), &KeyframeStrip::changeBegan, this, [this] { order_.push_back(QStringLiteral("begin")); });
    connect(strip_.get(), &KeyframeStrip::changeEnded, this, [this] { order_.push_back(QStringLiteral("end")); });
}

void KeyframeStripTest::cleanup() {
    strip_.reset();
}

void KeyframeStripTest::scale_knows_the_frames() {
    const FrameScale scale = {10, 20, 100.0, 400.0};
    QCOMPARE(scale.xOf(10), 100.0);
    QCOMPARE(scale.middleOf(11), 130.0);
    QCOMPARE(scale.frameAt(119.9), 10);
    QCOMPARE(scale.frameAt(120.0), 11);
    QCOMPARE(scale.frameAt(-5.0), 10);
    QCOMPARE(scale.frameAt(9999.0), 29);
    QCOMPARE(scale.framesIn(49.0), 2);
    QCOMPARE(scale.labelStep(20.0), 1);
    QCOMPARE(scale.labelStep(21.0), 2);
    QCOMPARE(scale.labelStep(130.0), 10);
}

void KeyframeStripTest::ruler_shows_what_shares_a_latent_frame() {
    LatentRuler ruler;
    ruler.setClip(97, {24, 1}, 8);
    QCOMPARE(ruler.textAt(0), QStringLiteral("Frame 0 is latent frame 0 alone"));
    QVERIFY(ruler.textAt(1).contains(QStringLiteral("Frames 1 to 8 share latent frame 1")));
    QVERIFY(ruler.textAt(8).contains(QStringLiteral("Frames 1 to 8 share latent frame 1")));
    QVERIFY(ruler.textAt(9).contains(QStringLiteral("Frames 9 to 16 share latent frame 2")));
    ruler.resize(97 * 8 + 16, 40);
    const QImage shown = ruler.grab().toImage();
    const auto colour = [&](std::int64_t frame) { return shown.pixelColor(qRound(ruler.scale().middleOf(frame)), 2); };
    QCOMPARE(colour(1), colour(8));
    QCOMPARE(colour(9), colour(16));
    QVERIFY(colour(0) != colour(1));
    QVERIFY(colour(8) != colour(9));
    ruler.setClip(97, {24, 1}, 1);
    QCOMPARE(ruler.textAt(5), QStringLiteral("Frame 5"));
}

void KeyframeStripTest::ruler_chooses_frames() {
    LatentRuler ruler;
    ruler.resize(97 * 8 + 16, 40);
    ruler.setClip(97, {24, 1}, 8);
    QSignalSpy chosen(&ruler, &LatentRuler::frameChosen);
    QTest::mousePress(&ruler, Qt::LeftButton, {}, {qRound(ruler.scale().middleOf(33)), 10});
    QTest::mouseMove(&ruler, {qRound(ruler.scale().middleOf(50)), 10});
    QTest::mouseRelease(&ruler, Qt::LeftButton, {}, {0, 0});
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen[0][0].toLongLong(), 33);
    QCOMPARE(chosen[1][0].toLongLong(), 50);
}

void KeyframeStripTest::tiles_stand_at_their_frames() {
    QVERIFY(std::abs(tile(2)->geometry().center().x() - strip_->scale().middleOf(40)) <= 1.0);
    QCOMPARE(tile(1)->x(), 0);  // kept inside
    QVERIFY(tile(1)->isVisible());
}

void KeyframeStripTest::a_drag_snaps_to_the_latent_grid() {
    prepareDrag(2);
    drag(2, 10);  // 50 → the latent frame that begins at 49
    QCOMPARE(frameOf(2), 49);
    prepareDrag(2);
    drag(2, -16);  // 33, on the grid already
    QCOMPARE(frameOf(2), 33);
}

void KeyframeStripTest::alt_or_the_switch_lets_go_of_the_grid() {
    prepareDrag(2);
    drag(2, 10, Qt::AltModifier);
    QCOMPARE(frameOf(2), 50);
    strip_->setSnapping(false);
    prepareDrag(2);
    drag(2, -2);
    QCOMPARE(frameOf(2), 48);
}

void KeyframeStripTest::a_drag_is_one_change() {
    prepareDrag(2);
    drag(2, 17);
    QVERIFY(order_.size() >= 3);
    QCOMPARE(order_.front(), QStringLiteral("begin"));
    QCOMPARE(order_.back(), QStringLiteral("end"));
    QCOMPARE(std::count(order_.begin(), order_.end(), QStringLiteral("begin")), 1);
    QCOMPARE(changes_.back().frame, 57);
    QCOMPARE(changes_.back().strength, 0.8);
}

void KeyframeStripTest::escape_takes_a_drag_back() {
    prepareDrag(2);
    drag(2, 17, {}, false);
    QCOMPARE(frameOf(2), 57);
    QTest::keyClick(tile(2), Qt::Key_Escape);
    QCOMPARE(frameOf(2), 40);
    QCOMPARE(order_.back(), QStringLiteral("end"));
    QCOMPARE(changes_.back().frame, 40);
}

void KeyframeStripTest::a_drag_stays_inside_the_clip() {
    prepareDrag(3);
    drag(3, 60);
    QCOMPARE(frameOf(3), 88);  // its nine frames end with the clip
    prepareDrag(3);
    drag(3, -200);
    QCOMPARE(frameOf(3), 0);
}

void KeyframeStripTest::the_owner_s_answer_does_not_end_a_drag() {
    connect(strip_.get(), &KeyframeStrip::keyframeChanged, this, [this](const Keyframe& changed) {
        strip_->setKeyframes({keyframe(1, 0), changed, keyframe(3, 80, 9)});
    });
    prepareDrag(2);
    drag(2, 17);
    QCOMPARE(frameOf(2), 57);
    QCOMPARE(order_.back(), QStringLiteral("end"));
}

void KeyframeStripTest::arrows_nudge() {
    QTest::keyClick(tile(2), Qt::Key_Right);
    QTest::keyClick(tile(2), Qt::Key_Right);
    QTest::keyClick(tile(2), Qt::Key_Left);
    QCOMPARE(frameOf(2), 41);
    QTest::keyClick(tile(1), Qt::Key_Left);
    QCOMPARE(frameOf(1), 0);
    QCOMPARE(changes_.size(), std::size_t{3});
}

void KeyframeStripTest::shift_arrows_go_along_the_grid() {
    QTest::keyClick(tile(2), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(frameOf(2), 41);
    QTest::keyClick(tile(2), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(frameOf(2), 49);
    QTest::keyClick(tile(2), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(frameOf(2), 41);
    QTest::keyClick(tile(2), Qt::Key_Right);
    QTest::keyClick(tile(2), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(frameOf(2), 41);
    QTest::keyClick(tile(1), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(frameOf(1), 1);
    QTest::keyClick(tile(1), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(frameOf(1), 0);
}

void KeyframeStripTest::up_and_down_change_the_strength() {
    QTest::keyClick(tile(2), Qt::Key_Down);
    QCOMPARE(changes_.back().strength, 0.75);
    QTest::keyClick(tile(2), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(changes_.back().strength, 1.0);
    QTest::keyClick(tile(2), Qt::Key_Up);
    QCOMPARE(changes_.size(), std::size_t{2});
}

void KeyframeStripTest::home_and_end() {
    QTest::keyClick(tile(3), Qt::Key_End);
    QCOMPARE(frameOf(3), 88);
    QTest::keyClick(tile(3), Qt::Key_Home);
    QCOMPARE(frameOf(3), 0);
}

void KeyframeStripTest::delete_asks_for_removal() {
    std::vector<std::int64_t> removed;
    connect(strip_.get(), &KeyframeStrip::removeRequested, this, [&](KeyframeId id) {
        removed.push_back(id.value);
        strip_->setKeyframes({keyframe(1, 0), keyframe(3, 80, 9)});
    });
    tile(2)->setFocus();
    QTest::keyClick(tile(2), Qt::Key_Delete);
    QCOMPARE(removed, std::vector<std::int64_t>{2});
    QVERIFY(tile(2) == nullptr);
    QVERIFY(!strip_->selected().is_set());
}

void KeyframeStripTest::selection_stays_with_its_keyframe() {
    QSignalSpy selected(strip_.get(), &KeyframeStrip::selectionChanged);
    QTest::mouseClick(tile(2), Qt::LeftButton);
    QCOMPARE(strip_->selected(), KeyframeId{2});
    strip_->setKeyframes({keyframe(2, 10), keyframe(3, 30)});
    QCOMPARE(strip_->selected(), KeyframeId{2});
    QTest::mouseClick(strip_.get(), Qt::LeftButton, {}, {strip_->width() - 3, 10});
    QVERIFY(!strip_->selected().is_set());
    QVERIFY(selected.size() >= 2);
}

static bool send_drop(QWidget& target, const QMimeData& data, QPoint at) {
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &move);
    QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &drop);
    return drop.isAccepted();
}

void KeyframeStripTest::files_and_pictures_are_dropped() {
    QSignalSpy files(strip_.get(), &KeyframeStrip::filesDropped);
    QSignalSpy pictures(strip_.get(), &KeyframeStrip::pictureDropped);
    QMimeData urls;
    urls.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.png")), QUrl::fromLocalFile(QStringLiteral("/tmp/b.mp4"))});
    QVERIFY(send_drop(*strip_, urls, {qRound(strip_->scale().middleOf(18)), 20}));
    QCOMPARE(files.size(), 1);
    QCOMPARE(files[0][0].toStringList(), (QStringList{QStringLiteral("/tmp/a.png"), QStringLiteral("/tmp/b.mp4")}));
    QCOMPARE(files[0][1].toLongLong(), 17);  // on the grid
    QMimeData picture;
    picture.setImageData(QImage(8, 8, QImage::Format_RGB32));
    QVERIFY(send_drop(*strip_, picture, {qRound(strip_->scale().middleOf(0)), 20}));
    QCOMPARE(pictures.size(), 1);
    QCOMPARE(pictures[0][1].toLongLong(), 0);
}

void KeyframeStripTest::other_things_are_refused() {
    QMimeData text;
    text.setText(QStringLiteral("a red ball"));
    QVERIFY(!send_drop(*strip_, text, {50, 20}));
    QMimeData remote;
    remote.setUrls({QUrl(QStringLiteral("https://example.com/a.png"))});
    QVERIFY(!send_drop(*strip_, remote, {50, 20}));
}

void KeyframeStripTest::pastes_at_the_playhead() {
    QSignalSpy pictures(strip_.get(), &KeyframeStrip::pictureDropped);
    QApplication::clipboard()->setImage(QImage(8, 8, QImage::Format_RGB32));
    strip_->setPlayhead(33);
    strip_->setFocus();
    QTest::keyClick(strip_.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(pictures.size(), 1);
    QCOMPARE(pictures[0][1].toLongLong(), 33);
    QTest::keyClick(tile(2), Qt::Key_V, Qt::ControlModifier);  // the strip hears what its keyframes do not need
    QCOMPARE(pictures.size(), 2);
}

void KeyframeStripTest::tiles_are_named() {
    QCOMPARE(tile(2)->accessibleName(), QStringLiteral("Keyframe at frame 40"));
    QVERIFY(tile(2)->accessibleDescription().contains(QStringLiteral("strength 0.80")));
    QVERIFY(!strip_->accessibleName().isEmpty());
    QCOMPARE(tile(2)->focusPolicy(), Qt::StrongFocus);
}

KINORA_TEST(KeyframeStripTest)
#include "keyframe_strip_test.moc"

#include "ui/keyframes/curve_commands.h"

#include <QtGlobal>

namespace kinora {

namespace {

constexpr const char* words = "kinora::CurveCommands";
constexpr ActionScope scope = ActionScope::curve;

constexpr ActionSpec table[] = {
    {"curve.add", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Add a curve point"), "", "Ins", "Ins; Ctrl+Alt+A", false, scope, words},
    {"curve.remove", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Remove the curve point"), "", "Del; Backspace", "Del; Backspace", false, scope, words},
    {"curve.frameBack", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: one frame back"), "", "Left", "Left", false, scope, words},
    {"curve.frameOn", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: one frame on"), "", "Right", "Right", false, scope, words},
    {"curve.tenBack", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: ten frames back"), "", "Shift+Left", "Shift+Left", false, scope, words},
    {"curve.tenOn", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: ten frames on"), "", "Shift+Right", "Shift+Right", false, scope, words},
    {"curve.stronger", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: a little stronger"), "", "Up", "Up", false, scope, words},
    {"curve.weaker", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: a little weaker"), "", "Down", "Down", false, scope, words},
    {"curve.muchStronger", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: much stronger"), "", "Shift+Up", "Shift+Up", false, scope, words},
    {"curve.muchWeaker", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Curve point: much weaker"), "", "Shift+Down", "Shift+Down", false, scope, words},
    {"curve.hold", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Hold until the next point"), "", "1", "1", false, scope, words},
    {"curve.linear", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Straight to the next point"), "", "2", "2", false, scope, words},
    {"curve.smooth", QT_TRANSLATE_NOOP("kinora::CurveCommands", "Smooth to the next point"), "", "3", "3", false, scope, words},
};

}  // namespace

std::span<const ActionSpec> curveCommands() {
    return table;
}

}  // namespace kinora

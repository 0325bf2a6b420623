#include "ui/timeline/tools/timeline_tool.h"

#include "ui/timeline/tools/blade_tool.h"
#include "ui/timeline/tools/select_tool.h"
#include "ui/timeline/tools/slip_tool.h"
#include "ui/timeline/tools/trim_tool.h"

namespace kinora {

const TimelineTool& toolOf(ToolKind kind) {
    static const SelectTool select;
    static const BladeTool blade;
    static const TrimTool ripple(TrimKind::ripple);
    static const TrimTool roll(TrimKind::roll);
    static const SlipTool slip(false);
    static const SlipTool slide(true);
    switch (kind) {
        case ToolKind::select:
            return select;
        case ToolKind::blade:
            return blade;
        case ToolKind::rippleTrim:
            return ripple;
        case ToolKind::roll:
            return roll;
        case ToolKind::slip:
            return slip;
        case ToolKind::slide:
            return slide;
    }
    return select;
}

}  // namespace kinora

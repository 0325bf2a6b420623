#include "core/generation/generation_event.h"

namespace kinora {

std::string_view to_string(Stage stage) {
    switch (stage) {
        case Stage::load:
            return "load";
        case Stage::encode_text:
            return "encode_text";
        case Stage::denoise:
            return "denoise";
        case Stage::decode:
            return "decode";
        case Stage::write:
            return "write";
        case Stage::unset:
            break;
    }
    return "unset";
}

}  // namespace kinora

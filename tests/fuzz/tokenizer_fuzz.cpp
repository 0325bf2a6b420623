// Any bytes as spiece.model, and as the character map in it: refused with an error of ours, or usable on any text.
#include <cstdint>
#include <string_view>

#include "core/base/error.h"
#include "core/model/text/character_map.h"
#include "core/model/text/prefix_tree.h"
#include "core/model/text/sentencepiece_model.h"

using namespace kinora;

static void use(std::string_view character_map) {
    static_cast<void>(CharacterMap(character_map, "fuzz").apply("A ｆｕｌｌ e\u0301 \u1112\u1161\u11ab \U0001F468\u200D\U0001F469 text\tＡ"));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        use(bytes);
    } catch (const Error&) {  // what bad bytes are to give
    }
    try {
        const SentencepieceModel model = parse_sentencepiece_model(bytes, "fuzz");
        use(model.character_map);
        std::vector<std::string_view> texts;
        for (const SentencepiecePiece& piece : model.pieces) {
            texts.push_back(piece.text);
        }
        const PrefixTree tree(texts);
        for (const std::string_view text : texts) {
            if (!text.empty() && !tree.find(text)) {
                __builtin_trap();
            }
        }
    } catch (const Error&) {  // what bad bytes are to give
    }
    return 0;
}

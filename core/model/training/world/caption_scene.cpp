#include <cassert>

#include "core/model/training/world/wording.h"

namespace kinora::training {

namespace {

void add_words(std::vector<std::string>& words, std::string_view entry) {
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
        word.clear();
    };
    for (const char c : entry) {
        if (c == ' ' || c == '|') {
            end_word();
        } else {
            word += c;
        }
    }
    end_word();
}

void add_tables(std::vector<std::string>& words, std::initializer_list<std::span<const Words>> tables) {
    for (const std::span<const Words> table : tables) {
        for (const Words& list : table) {
            for (const std::string_view entry : list) {
                add_words(words, entry);
            }
        }
    }
}

}  // namespace

Caption caption_scene(const Scene& scene, std::uint64_t wording_seed, CaptionLanguage language) {
    assert(scene.choices.size() == num_attributes);
    Wording wording(scene, wording_seed);
    Caption caption;
    caption.text = language == CaptionLanguage::english ? english_caption(wording) : chinese_caption(wording);
    caption.says = wording.says();
    return caption;
}

std::vector<std::string> caption_words(CaptionLanguage language) {
    std::vector<std::string> words;
    const bool is_english = language == CaptionLanguage::english;
    if (is_english) {
        using namespace english;
        add_tables(words, {objects(), colours(), backgrounds(), sizes(), speeds(), cameras(), weathers(), styles(),
                           style_prefixes()});
    } else {
        using namespace chinese;
        add_tables(words, {objects(), colours(), backgrounds(), sizes(), speeds(), cameras(), weathers(), styles()});
    }
    for (const Words* list : is_english ? english::all_verbs() : chinese::all_verbs()) {
        for (const std::string_view entry : *list) {
            add_words(words, entry);
        }
    }
    for (const std::string_view word : is_english ? english::frame_words() : chinese::frame_words()) {
        add_words(words, word);
    }
    return words;
}

}  // namespace kinora::training

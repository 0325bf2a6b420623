#include <algorithm>

#include "core/model/training/world/wording.h"

namespace kinora::training {

namespace {

using Id = AttributeId;

struct Told {
    Id object, colour, motion;
};

constexpr Told first = {Id::object, Id::colour, Id::motion};
constexpr Told second = {Id::second_object, Id::second_colour, Id::second_motion};

// Chinese is written without the tables' marks between words.
std::string joined(std::string_view entry) {
    std::string text(entry);
    text.erase(std::remove(text.begin(), text.end(), '|'), text.end());
    return text;
}

class ChineseCaption {
  public:
    explicit ChineseCaption(Wording& wording) : wording_(wording) {}

    std::string text() {
        std::string sentence = wording_.has(Id::second_object) && wording_.chance(0.85f) ? about_two() : about_one();
        for (const std::string& extra : extras()) {
            sentence += "，" + extra;
        }
        if (wording_.chance(0.08f)) {
            sentence = (wording_.chance(0.5f) ? "视频：" : "动画：") + sentence;
        }
        return wording_.chance(0.3f) ? sentence + "。" : sentence;
    }

  private:
    // 一颗红色的星星, or without the number where `has_number` is false.
    std::string noun_phrase(const Told& told, bool has_number) {
        const bool has_colour = wording_.has(told.colour) && wording_.chance(0.93f);
        const bool has_noun = wording_.chance(0.97f) || !has_colour;
        const std::string_view entry =
            has_noun ? wording_.tell(told.object, chinese::objects()) : std::string_view("个|东西");
        const std::size_t cut = entry.find('|');
        std::string text = has_number ? "一" + std::string(entry.substr(0, cut)) : std::string();
        if (told.object == Id::object && wording_.has(Id::size) && wording_.chance(0.85f)) {
            text += joined(wording_.tell(Id::size, chinese::sizes()));
        }
        if (has_colour) {
            text += joined(wording_.tell(told.colour, chinese::colours()));
        }
        return text + std::string(entry.substr(cut + 1));
    }

    std::string verb(const Told& told, float probability) {
        const auto motion = static_cast<MotionKind>(wording_.value(told.motion));
        const float chance = motion == MotionKind::still ? 0.75f * probability : probability;
        if (motion == MotionKind::none || !wording_.chance(chance)) {
            return {};
        }
        wording_.mark(told.motion);
        const auto object = static_cast<ObjectKind>(wording_.value(told.object));
        const bool is_object_told = wording_.says()[static_cast<std::size_t>(told.object)];
        const Words& words = wording_.chance(0.6f) && is_object_told ? chinese::verbs(object, motion)
                                                                     : chinese::verbs(ObjectKind::none, motion);
        std::string text = joined(wording_.pick(words));
        if (told.motion == Id::motion && wording_.has(Id::speed) && wording_.chance(0.85f)) {
            text = joined(wording_.tell(Id::speed, chinese::speeds())) + text;
        }
        return text;
    }

    std::string place(float probability) {
        return wording_.has(Id::background) && wording_.chance(probability)
                   ? joined(wording_.tell(Id::background, chinese::backgrounds()))
                   : std::string();
    }

    std::string about_one() {
        const int order = wording_.below(10);
        if (order < 5) {  // 一个红色的球在草地上弹跳
            const std::string who = noun_phrase(first, wording_.chance(0.85f));
            const std::string where = place(0.93f);
            const std::string doing = verb(first, 0.93f);
            return who + (where.empty() ? "" : "在" + where) +
                   (!where.empty() || doing.empty() || wording_.chance(0.5f) ? "" : "在") + doing;
        }
        if (order < 7) {  // 草地上有一个红色的球在弹跳
            const std::string where = place(1.0f);
            const std::string who = noun_phrase(first, true);
            const std::string doing = verb(first, 0.93f);
            return where + "有" + who + (doing.empty() ? "" : "在" + doing);
        }
        if (order < 9) {  // 在草地上，一个红色的球正在弹跳
            const std::string where = place(1.0f);
            const std::string who = noun_phrase(first, true);
            const std::string doing = verb(first, 0.93f);
            return (wording_.chance(0.6f) ? "在" : "") + where + "，" + who +
                   (doing.empty() || wording_.chance(0.5f) ? "" : "正在") + doing;
        }
        std::string text = noun_phrase(first, false);  // 红色的球，弹跳，草地上
        for (const std::string& part : {verb(first, 0.93f), place(0.93f)}) {
            text += part.empty() ? "" : "，" + part;
        }
        return text;
    }

    std::string about_two() {
        const bool is_left = static_cast<PlaceKind>(wording_.value(Id::second_place)) == PlaceKind::left;
        const std::string where = place(0.92f);
        const std::string who = noun_phrase(first, true);
        std::string text = (where.empty() ? "" : "在" + where + "，") + who + verb(first, 0.9f);
        switch (wording_.below(3)) {
            case 0:
                return text + "，" + (wording_.chance(0.5f) ? "还有" : "旁边有") + noun_phrase(second, true);
            case 1:
                wording_.mark(Id::second_place);
                return text + (is_left ? "，左边有" : "，右边有") + noun_phrase(second, true);
            default: {
                const std::string other = noun_phrase(second, true);
                return text + "，" + other + verb(second, 0.8f);
            }
        }
    }

    std::vector<std::string> extras() {
        std::vector<std::string> all;
        if (wording_.has(Id::weather) && wording_.chance(0.9f)) {
            all.push_back(joined(wording_.tell(Id::weather, chinese::weathers())));
        }
        if (wording_.has(Id::camera) && wording_.chance(0.9f)) {
            all.push_back(joined(wording_.tell(Id::camera, chinese::cameras())));
        }
        if (wording_.has(Id::style) && wording_.chance(0.95f)) {
            all.push_back(joined(wording_.tell(Id::style, chinese::styles())));
        }
        return all;
    }

    Wording& wording_;
};

}  // namespace

std::string chinese_caption(Wording& wording) {
    return ChineseCaption(wording).text();
}

const Words& chinese::frame_words() {
    static const Words words = {"一",   "在", "有",   "正在", "还有", "旁边|有", "左边|有", "右边|有",
                                "东西", "的", "视频", "动画", ",",    ".",       ":"};
    return words;
}

}  // namespace kinora::training

#include "core/model/training/world/wording.h"

namespace kinora::training {

namespace {

using Id = AttributeId;

const Words& openings() {
    static const Words words = {"a video of",   "an animation of",     "a clip of",       "a short video of",
                                "a cartoon of", "an animated clip of", "a scene with",    "show me",
                                "a movie of",   "a picture of",        "make a video of", "animation of"};
    return words;
}

// "|" cuts an entry into its forms.
std::vector<std::string> forms(std::string_view entry) {
    std::vector<std::string> parts(1);
    for (const char c : entry) {
        if (c == '|') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

void append(std::string& text, std::string_view words) {
    if (words.empty()) {
        return;
    }
    if (!text.empty() && words.front() != ',') {
        text += ' ';
    }
    text += words;
}

std::string with_article(const std::string& noun) {
    static constexpr std::string_view vowels = "aeiou8";  // an 8-bit …
    return (vowels.find(noun.front()) != std::string_view::npos ? "an " : "a ") + noun;
}

// The words for one object and what they tell: its own attributes are other ones for the second.
struct Told {
    Id object, colour, motion;
};

constexpr Told first = {Id::object, Id::colour, Id::motion};
constexpr Told second = {Id::second_object, Id::second_colour, Id::second_motion};

class EnglishCaption {
  public:
    explicit EnglishCaption(Wording& wording) : wording_(wording) {}

    std::string text() {
        std::string sentence = wording_.has(Id::second_object) && wording_.chance(0.85f) ? about_two() : about_one();
        sentence = opened(sentence);
        for (std::string extra : extras()) {
            const bool can_follow = extra.starts_with("in ") || extra.starts_with("while ") || extra.starts_with("with ");
            sentence += (can_follow && wording_.chance(0.5f) ? " " : ", ") + extra;
        }
        return finished(sentence);
    }

  private:
    std::string noun_phrase(const Told& told) {
        std::string text;
        if (told.object == Id::object && wording_.has(Id::size) && wording_.chance(0.85f)) {
            append(text, wording_.tell(Id::size, english::sizes()));
        }
        const bool has_colour = wording_.has(told.colour) && wording_.chance(0.93f);
        if (has_colour) {
            append(text, wording_.tell(told.colour, english::colours()));
        }
        if (wording_.chance(0.96f) || !has_colour) {
            append(text, wording_.tell(told.object, english::objects()));
        } else {
            append(text, wording_.chance(0.5f) ? "object" : "thing");
        }
        return text;
    }

    std::string subject(const Told& told) {
        const std::string noun = noun_phrase(told);
        return wording_.chance(0.9f) ? with_article(noun) : "the " + noun;
    }

    // Empty where the motion is left out.
    std::vector<std::string> verb(const Told& told, float probability) {
        const auto motion = static_cast<MotionKind>(wording_.value(told.motion));
        const float chance = motion == MotionKind::still ? 0.75f * probability : probability;
        if (motion == MotionKind::none || !wording_.chance(chance)) {
            return {};
        }
        wording_.mark(told.motion);
        const auto object = static_cast<ObjectKind>(wording_.value(told.object));
        const bool is_object_told = wording_.says()[static_cast<std::size_t>(told.object)];
        std::vector<std::string> parts =
            forms(wording_.pick(wording_.chance(0.6f) && is_object_told ? english::verbs(object, motion)
                                                                        : english::verbs(ObjectKind::none, motion)));
        if (told.motion == Id::motion && wording_.has(Id::speed) && wording_.chance(0.85f)) {
            append(parts[2], wording_.tell(Id::speed, english::speeds()));
        }
        return parts;
    }

    static std::string participle(const std::vector<std::string>& verb) {
        std::string text;
        if (!verb.empty()) {
            append(text, verb[0]);
            append(text, verb[2]);
        }
        return text;
    }

    std::string finite(const std::vector<std::string>& verb) {
        std::string text;
        if (!verb.empty()) {
            is_finite_ = true;
            append(text, wording_.chance(0.5f) ? verb[1] : "is " + verb[0]);
            append(text, verb[2]);
        }
        return text;
    }

    std::string place(float probability) {
        return wording_.has(Id::background) && wording_.chance(probability)
                   ? std::string(wording_.tell(Id::background, english::backgrounds()))
                   : std::string();
    }

    std::string about_one() {
        std::string text;
        const int order = wording_.below(20);
        if (order < 3) {  // in the desert, a red ball is bouncing
            const std::string where = place(1.0f);
            const std::string who = subject(first);
            append(text, where.empty() ? who : where + ", " + who);
            append(text, finite(verb(first, 0.95f)));
            return text;
        }
        if (order < 5) {  // red ball, bouncing, in the desert
            text = noun_phrase(first);
            for (const std::string& part : {participle(verb(first, 0.93f)), place(0.93f)}) {
                text += part.empty() ? "" : ", " + part;
            }
            return text;
        }
        const bool has_there_is = order == 5;
        append(text, has_there_is ? "there is " + with_article(noun_phrase(first)) : subject(first));
        const std::vector<std::string> action = verb(first, 0.93f);
        const std::string where = place(0.93f);
        if (order < 8) {  // a red ball in the desert, bouncing
            append(text, where);
            const std::string doing = participle(action);
            text += doing.empty() ? "" : (where.empty() ? " " : ", ") + doing;
            return text;
        }
        if (order < 10 && !action.empty()) {  // a red ball that bounces in the desert
            append(text, "that");
            append(text, finite(action));
            is_finite_ = false;
        } else if (order < 14) {  // a red ball bounces in the desert
            append(text, finite(action));
        } else {  // a red ball bouncing in the desert
            append(text, participle(action));
        }
        append(text, where);
        return text;
    }

    std::string about_two() {
        std::string text = subject(first);
        append(text, participle(verb(first, 0.9f)));
        const bool is_left = static_cast<PlaceKind>(wording_.value(Id::second_place)) == PlaceKind::left;
        const int form = wording_.below(4);
        if (form == 0) {  // … and a blue car bouncing
            append(text, "and");
            append(text, with_article(noun_phrase(second)));
            append(text, participle(verb(second, 0.8f)));
        } else if (form == 1) {  // … next to a blue car
            static const Words near = {"next to", "beside", "near", "with"};
            append(text, wording_.pick(near));
            append(text, with_article(noun_phrase(second)));
        } else if (form == 2) {  // … to the left of a blue car
            wording_.mark(Id::second_place);
            append(text, text.find("the right") != std::string::npos || text.find("the left") != std::string::npos
                             ? ", on the"
                             : "on the");
            append(text, is_left ? "right of" : "left of");
            append(text, with_article(noun_phrase(second)));
        } else {  // … with a blue car on the left
            wording_.mark(Id::second_place);
            append(text, "with");
            append(text, with_article(noun_phrase(second)));
            append(text, is_left ? "on the left" : "on the right");
        }
        append(text, place(0.92f));
        return text;
    }

    // A style or an opening goes before it.
    std::string opened(const std::string& sentence) {
        const bool can_open = !is_finite_ && (sentence.starts_with("a ") || sentence.starts_with("an "));
        if (!can_open) {
            return sentence;
        }
        if (wording_.has(Id::style) && wording_.chance(0.35f)) {
            return std::string(wording_.tell(Id::style, english::style_prefixes())) + " of " + sentence;
        }
        return wording_.chance(0.1f) ? std::string(wording_.pick(openings())) + " " + sentence : sentence;
    }

    std::vector<std::string> extras() {
        std::vector<std::string> all;
        if (wording_.has(Id::weather) && wording_.chance(0.9f)) {
            all.emplace_back(wording_.tell(Id::weather, english::weathers()));
        }
        if (wording_.has(Id::camera) && wording_.chance(0.9f)) {
            all.emplace_back(wording_.tell(Id::camera, english::cameras()));
        }
        const bool is_style_told = wording_.says()[static_cast<std::size_t>(Id::style)];
        if (wording_.has(Id::style) && !is_style_told && wording_.chance(0.95f)) {
            all.emplace_back(wording_.tell(Id::style, english::styles()));
        }
        if (all.size() > 1 && wording_.chance(0.4f)) {
            std::swap(all.front(), all.back());
        }
        return all;
    }

    std::string finished(std::string sentence) {
        if (wording_.chance(0.25f)) {
            const char first_letter = sentence.front();
            sentence.front() =
                first_letter >= 'a' && first_letter <= 'z' ? static_cast<char>(first_letter - 'a' + 'A') : first_letter;
            sentence += '.';
        } else if (wording_.chance(0.08f)) {
            sentence += '.';
        }
        return sentence;
    }

    Wording& wording_;
    bool is_finite_ = false;  // a sentence of its own: nothing can be said to be "of" it
};

}  // namespace

std::string english_caption(Wording& wording) {
    return EnglishCaption(wording).text();
}

const Words& english::frame_words() {
    static const Words words = {"a",     "an",     "the",   "is",        "of",      "and",   "with",    "next",
                                "to",    "beside", "near",  "on",        "left",    "right", "that",    "object",
                                "thing", "there",  "video", "animation", "clip",    "short", "cartoon", "animated",
                                "scene", "show",   "me",    "movie",     "picture", "make",  ",",       "."};
    return words;
}

}  // namespace kinora::training

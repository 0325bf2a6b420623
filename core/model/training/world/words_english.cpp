#include <array>
#include <map>
#include <utility>

#include "core/model/training/world/wording.h"

namespace kinora::training::english {

std::span<const Words> objects() {
    static const std::vector<Words> words = {
        {"ball", "ball", "rubber ball", "bouncy ball", "toy ball", "sphere", "round ball", "striped ball"},
        {"car", "car", "toy car", "automobile", "vehicle", "motor car"},
        {"house", "house", "cottage", "home", "cabin", "hut"},
        {"star", "star", "five-pointed star", "shining star", "cartoon star"},
        {"tree", "tree", "round tree", "leafy tree", "cartoon tree"},
        {"fish", "fish", "goldfish", "striped fish"},
        {"boat", "boat", "sailboat", "sailing boat", "ship", "sailing ship", "yacht"},
        {"heart", "heart", "love heart", "valentine heart", "heart shape"},
        {"balloon", "balloon", "party balloon", "toy balloon"},
        {"bird", "bird", "songbird"},
        {"rocket", "rocket", "spaceship", "rocket ship", "space rocket", "spacecraft"},
        {"flower", "flower", "blossom", "daisy", "bloom"},
        {"butterfly", "butterfly", "pretty butterfly", "moth"},
        {"cube", "cube", "box", "block", "wooden block", "crate"},
        {"triangle", "triangle", "triangle shape"},
        {"ring", "ring", "donut", "hoop", "doughnut", "wheel"},
        {"airplane", "plane", "airplane", "aeroplane", "aircraft", "jet"},
        {"apple", "apple", "fruit"},
        {"mushroom", "mushroom", "toadstool", "spotted mushroom"},
        {"cat", "cat", "kitten", "kitty"},
        {"umbrella", "umbrella", "parasol", "open umbrella"},
    };
    return words;
}

std::span<const Words> colours() {
    static const std::vector<Words> words = {
        {"red", "red", "bright red", "crimson", "scarlet"},
        {"orange", "orange", "bright orange"},
        {"yellow", "yellow", "bright yellow", "golden", "lemon yellow"},
        {"green", "green", "bright green", "emerald green", "emerald"},
        {"blue", "blue", "bright blue", "royal blue", "dark blue"},
        {"purple", "purple", "violet", "bright purple"},
        {"pink", "pink", "bright pink", "rosy", "hot pink"},
        {"white", "white", "pure white", "snow-white"},
        {"turquoise", "turquoise", "cyan", "teal", "aqua"},
        {"brown", "brown", "dark brown", "chocolate brown"},
        {"black", "black", "jet black"},
        {"grey", "gray", "grey", "silver"},
    };
    return words;
}

std::span<const Words> backgrounds() {
    static const std::vector<Words> words = {
        {"on green grass", "on the grass", "on grass", "in a meadow", "in a green meadow", "on a meadow", "in a green field",
         "in a grassy field", "on the lawn", "on a grassy hill", "on green grass under a blue sky", "in a park", "over green grass",
         "in the countryside"},
        {"in the desert", "in a desert", "on the sand dunes", "in a sandy desert", "in the hot desert", "among sand dunes",
         "over the desert", "in the dunes", "in the sahara"},
        {"in the snow", "on the snow", "on snow", "in a snowy landscape", "in a snowy field", "in winter", "on a snowy hill",
         "on white snow", "over the snow", "in a winter landscape"},
        {"at night", "under the stars", "in the night", "on a starry night", "under the night sky", "in the moonlight",
         "under the moon", "in the dark", "in the night sky", "under a starry sky"},
        {"on the sea", "on the ocean", "at sea", "on the water", "on blue water", "on the waves", "over the sea", "above the waves",
         "in the ocean", "in the sea", "over the ocean"},
        {"in the city", "in a city", "on a city street", "on the street", "in front of buildings", "in town", "downtown",
         "in front of tall buildings", "in front of a skyline", "in a city at dusk", "on the road in the city"},
        {"at sunset", "in the sunset", "under an orange sky", "in front of the setting sun", "in the evening", "at dusk",
         "in the evening light", "in front of a sunset", "under a sunset sky", "at sundown"},
        {"under water", "underwater", "under the sea", "in the deep sea", "at the bottom of the sea", "in the deep blue sea",
         "below the waves", "in an aquarium", "under the ocean"},
        {"in space", "in outer space", "among the stars in space", "near a planet", "in the universe", "in the galaxy",
         "in front of a planet"},
        {"in the mountains", "in front of mountains", "in front of snowy mountains", "near the mountains",
         "below the mountains", "in an alpine landscape"},
        {"in a forest", "in the forest", "in the woods", "in front of trees", "among the trees", "in a dark forest"},
        {"on the beach", "on a beach", "at the beach", "on a tropical beach", "near a palm tree", "on the seashore",
         "on a sandy beach", "by the sea"},
        {"in a studio", "on a gray background", "on a plain background", "in an empty room", "in front of a gray wall",
         "on a grey background", "in a white room", "with a plain background"},
    };
    return words;
}

std::span<const Words> sizes() {
    static const std::vector<Words> words = {{"small", "tiny", "little", "mini"}, {"big", "large", "huge", "giant"}};
    return words;
}

std::span<const Words> speeds() {
    static const std::vector<Words> words = {{"slowly", "slowly", "gently", "in slow motion"},
                                             {"quickly", "fast", "rapidly", "at high speed"}};
    return words;
}

std::span<const Words> cameras() {
    static const std::vector<Words> words = {
        {"the camera pans right", "camera pans to the right", "panning right", "the camera moves right"},
        {"the camera pans left", "camera pans to the left", "panning left", "the camera moves left"},
        {"the camera zooms in", "zooming in", "camera zoom in", "the camera moves closer", "slow zoom in"},
        {"the camera zooms out", "zooming out", "camera zoom out", "the camera moves away", "slow zoom out"}};
    return words;
}

std::span<const Words> weathers() {
    static const std::vector<Words> words = {
        {"in the rain", "while it rains", "in rainy weather", "with rain falling", "on a rainy day"},
        {"while it snows", "with falling snow", "in a snowfall", "with snowflakes falling", "snow is falling"},
        {"in the fog", "in fog", "in the mist", "on a foggy day", "in foggy weather"}};
    return words;
}

std::span<const Words> styles() {
    static const std::vector<Words> words = {
        {"neon style", "in neon lights", "neon", "glowing neon", "in neon style", "neon glow"},
        {"watercolor style", "in watercolor", "watercolour painting", "painted in watercolor", "watercolor"},
        {"pixel art", "in pixel art style", "8-bit style", "pixelated", "retro pixel game"},
        {"black and white", "in black and white", "monochrome", "black and white film", "grayscale"}};
    return words;
}

std::span<const Words> style_prefixes() {
    static const std::vector<Words> words = {
        {"a neon picture", "neon art", "a neon animation"},
        {"a watercolor painting", "a watercolour", "a watercolor animation"},
        {"pixel art", "a pixel art animation", "a retro video game scene"},
        {"a black and white video", "a black and white film", "an old film"}};
    return words;
}

namespace {

// By motion.
const std::vector<Words>& general_verbs() {
    static const std::vector<Words> verbs = {
        {"moving|moves|to the right", "moving|moves|right", "going|goes|to the right", "moving|moves|from left to right",
         "traveling|travels|to the right", "sliding|slides|to the right", "heading|heads|right", "gliding|glides|to the right"},
        {"moving|moves|to the left", "moving|moves|left", "going|goes|to the left", "moving|moves|from right to left",
         "traveling|travels|to the left", "sliding|slides|to the left", "heading|heads|left", "gliding|glides|to the left"},
        {"rising|rises|", "floating|floats|up", "rising|rises|up", "going|goes|up", "moving|moves|up", "floating|floats|upward",
         "moving|moves|upwards", "flying|flies|up", "rising|rises|into the air", "lifting|lifts|off", "ascending|ascends|"},
        {"falling|falls|", "falling|falls|down", "dropping|drops|", "falling|falls|from above", "dropping|drops|down",
         "going|goes|down", "moving|moves|down", "moving|moves|downwards", "falling|falls|from the sky", "sinking|sinks|down",
         "descending|descends|"},
        {"bouncing|bounces|", "bouncing|bounces|up and down", "jumping|jumps|up and down", "hopping|hops|up and down",
         "jumping|jumps|", "hopping|hops|"},
        {"standing|stands|still", "staying|stays|still", "not moving|does not move|", "resting|rests|", "staying|stays|in place",
         "standing|stands|", "sitting|sits|still", "holding|holds|still"},
        {"spinning|spins|", "rotating|rotates|", "turning|turns|around", "spinning|spins|around", "twirling|twirls|"},
        {"circling|circles|", "moving|moves|in a circle", "going|goes|around in circles", "flying|flies|in circles",
         "moving|moves|in circles"},
        {"growing|grows|", "getting|gets|bigger", "growing|grows|larger", "becoming|becomes|bigger", "getting|gets|larger"},
        {"shrinking|shrinks|", "getting|gets|smaller", "becoming|becomes|smaller", "growing|grows|smaller"},
        {"swaying|sways|", "swinging|swings|from side to side", "swaying|sways|from side to side", "rocking|rocks|",
         "wobbling|wobbles|", "rocking|rocks|from side to side"},
    };
    return verbs;
}

const std::map<std::pair<ObjectKind, MotionKind>, Words>& special_verbs() {
    using O = ObjectKind;
    using M = MotionKind;
    static const Words roll_right = {"rolling|rolls|to the right", "rolling|rolls|right", "rolling|rolls|from left to right"};
    static const Words roll_left = {"rolling|rolls|to the left", "rolling|rolls|left", "rolling|rolls|from right to left"};
    static const Words fly_right = {"flying|flies|to the right", "flying|flies|right", "flying|flies|from left to right"};
    static const Words fly_left = {"flying|flies|to the left", "flying|flies|left", "flying|flies|from right to left"};
    static const Words float_right = {"floating|floats|to the right", "drifting|drifts|to the right", "floating|floats|right"};
    static const Words float_left = {"floating|floats|to the left", "drifting|drifts|to the left", "floating|floats|left"};
    static const std::map<std::pair<O, M>, Words> verbs = {
        {{O::ball, M::right}, roll_right}, {{O::ball, M::left}, roll_left},
        {{O::ring, M::right}, roll_right}, {{O::ring, M::left}, roll_left},
        {{O::apple, M::right}, roll_right}, {{O::apple, M::left}, roll_left},
        {{O::car, M::right}, {"driving|drives|to the right", "driving|drives|right", "driving|drives|from left to right", "racing|races|to the right"}},
        {{O::car, M::left}, {"driving|drives|to the left", "driving|drives|left", "driving|drives|from right to left", "racing|races|to the left"}},
        {{O::car, M::still}, {"parked|is parked|", "standing|stands|still"}},
        {{O::boat, M::right}, {"sailing|sails|to the right", "sailing|sails|right", "sailing|sails|from left to right"}},
        {{O::boat, M::left}, {"sailing|sails|to the left", "sailing|sails|left", "sailing|sails|from right to left"}},
        {{O::fish, M::right}, {"swimming|swims|to the right", "swimming|swims|right", "swimming|swims|from left to right"}},
        {{O::fish, M::left}, {"swimming|swims|to the left", "swimming|swims|left", "swimming|swims|from right to left"}},
        {{O::fish, M::rise}, {"swimming|swims|up", "swimming|swims|upward"}},
        {{O::star, M::right}, float_right}, {{O::star, M::left}, float_left},
        {{O::heart, M::right}, float_right}, {{O::heart, M::left}, float_left},
        {{O::balloon, M::right}, float_right}, {{O::balloon, M::left}, float_left},
        {{O::bird, M::right}, fly_right}, {{O::bird, M::left}, fly_left},
        {{O::rocket, M::right}, fly_right}, {{O::rocket, M::left}, fly_left},
        {{O::butterfly, M::right}, fly_right}, {{O::butterfly, M::left}, fly_left},
        {{O::airplane, M::right}, fly_right}, {{O::airplane, M::left}, fly_left},
        {{O::rocket, M::rise}, {"taking|takes|off", "launching|launches|", "lifting|lifts|off", "flying|flies|up"}},
        {{O::airplane, M::rise}, {"taking|takes|off", "flying|flies|up"}},
        {{O::flower, M::grow}, {"blooming|blooms|", "growing|grows|"}},
        {{O::cat, M::right}, {"walking|walks|to the right", "walking|walks|right", "running|runs|to the right"}},
        {{O::cat, M::left}, {"walking|walks|to the left", "walking|walks|left", "running|runs|to the left"}},
    };
    return verbs;
}

}  // namespace

const Words& verbs(ObjectKind object, MotionKind motion) {
    const auto special = special_verbs().find({object, motion});
    return special != special_verbs().end() ? special->second : general_verbs()[static_cast<std::size_t>(motion)];
}

std::vector<const Words*> all_verbs() {
    std::vector<const Words*> all;
    for (const Words& verbs : general_verbs()) {
        all.push_back(&verbs);
    }
    for (const auto& [key, verbs] : special_verbs()) {
        all.push_back(&verbs);
    }
    return all;
}

}  // namespace kinora::training::english

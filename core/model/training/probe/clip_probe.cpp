#include "core/model/training/probe/clip_probe.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/model/training/probe/template_match.h"

namespace kinora::training {

namespace {

constexpr int coarse_block = 4;  // pixels of the frame in one of the picture that is searched everywhere
constexpr int fine_block = 2;    // … and of the one in which the candidates are compared
constexpr int plates_per_background = 40;
constexpr int plate_moments = 3;  // waves and bubbles move
constexpr std::uint64_t first_plate_seed = 0x71a7e5u << 20;
constexpr std::size_t num_candidates = 10;
constexpr std::int64_t num_searched_frames = 5;

// In units of half the shorter side: how far an object must come to have moved.
constexpr float least_way = 0.3f;
constexpr float least_bounce = 0.22f;

// An object differs from the background by at least this share of the most that can be, over its whole area.
constexpr float least_unknown = 0.15f;

MatchPicture shrink(const std::uint8_t* rgb, int width, int height, int block) {
    MatchPicture picture;
    picture.width = width / block;
    picture.height = height / block;
    picture.margin = std::min(width, height) / block / 2 + 2;
    const std::size_t size = static_cast<std::size_t>(picture.stride() * (picture.height + 2 * picture.margin));
    for (auto& plane : picture.planes) {
        plane.assign(size, 0.0f);
    }
    picture.valid.assign(size, 0.0f);
    picture.unknown.assign(size, 0.0f);
    const float scale = 1.0f / (255.0f * static_cast<float>(block * block));
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            int sums[3] = {0, 0, 0};
            for (int dy = 0; dy < block; ++dy) {
                const std::uint8_t* row = rgb + 3 * ((y * block + dy) * width + x * block);
                for (int dx = 0; dx < 3 * block; ++dx) {
                    sums[dx % 3] += row[dx];
                }
            }
            const std::size_t i = picture.index(x, y);
            for (std::size_t c = 0; c < 3; ++c) {
                picture.planes[c][i] = static_cast<float>(sums[c]) * scale;
            }
            picture.valid[i] = 1.0f;
        }
    }
    return picture;
}

float pixel_difference(const MatchPicture& a, const MatchPicture& b, std::size_t i) {
    float sum = 0.0f;
    for (std::size_t c = 0; c < 3; ++c) {
        const float d = a.planes[c][i] - b.planes[c][i];
        sum += d * d;
    }
    return std::min(sum, most_different);
}

float picture_difference(const MatchPicture& a, const MatchPicture& b) {
    float sum = 0.0f;
    for (std::size_t i = 0; i < a.valid.size(); ++i) {
        sum += a.valid[i] * pixel_difference(a, b, i);
    }
    return sum;
}

// What no plate has.
void mark_unknown(MatchPicture& picture, const std::vector<MatchPicture>& plates) {
    for (std::size_t i = 0; i < picture.valid.size(); ++i) {
        float least = most_different;
        for (const MatchPicture& plate : plates) {
            least = std::min(least, pixel_difference(picture, plate, i));
        }
        picture.unknown[i] = picture.valid[i] * least;
    }
}

// The attitudes in which an object is seen in the small world, and their squashed forms are near enough.
std::vector<Placement> attitudes_of(ObjectKind object) {
    std::vector<Placement> attitudes = {{}};
    if (object == ObjectKind::ball) {
        for (const float turned : {0.25f, 0.5f, 0.75f}) {
            attitudes.push_back({{0.0f, 0.0f}, turned * std::numbers::pi_v<float>, {1.0f, 1.0f}});
        }
    } else if (has_front(object)) {
        attitudes.push_back({{0.0f, 0.0f}, 0.0f, {-1.0f, 1.0f}});
    }
    return attitudes;
}

// Least-squares line through values at equal steps: how far it goes from the first to the last, and how much of the spread
// it explains.
struct Trend {
    float way = 0.0f;
    float explained = 0.0f;
    float range = 0.0f;
};

Trend trend_of(const std::vector<float>& values) {
    const auto n = static_cast<float>(values.size());
    float mean = 0.0f;
    for (const float value : values) {
        mean += value / n;
    }
    float products = 0.0f, times = 0.0f, squares = 0.0f;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float t = static_cast<float>(i) - 0.5f * (n - 1.0f);
        const float v = values[i] - mean;
        products += t * v;
        times += t * t;
        squares += v * v;
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return {products / times * (n - 1.0f), squares > 0.0f ? products * products / (times * squares) : 0.0f, *high - *low};
}

// `x` to the right and `y` upwards, in world units.
MotionKind motion_of(const std::vector<float>& x, const std::vector<float>& y) {
    const Trend across = trend_of(x);
    const Trend up = trend_of(y);
    if (std::fabs(across.way) > least_way && std::fabs(across.way) > std::fabs(up.way) && across.explained > 0.6f) {
        return across.way > 0.0f ? MotionKind::right : MotionKind::left;
    }
    if (std::fabs(up.way) > least_way && up.explained > 0.6f) {
        return up.way > 0.0f ? MotionKind::rise : MotionKind::fall;
    }
    return up.range > least_bounce ? MotionKind::bounce : MotionKind::still;
}

}  // namespace

struct ClipProbe::Tables {
    int width, height;
    std::array<std::vector<MatchPicture>, num_small_backgrounds> coarse_plates, fine_plates;
    std::vector<Template> coarse, fine;  // the same objects in the same order

    struct Candidate {
        std::size_t index = 0;
        float score = 0.0f;
    };

    struct Clip {
        std::vector<MatchPicture> coarse, fine;
        std::vector<std::size_t> searched;  // the frames in which objects are told apart
    };

    BackgroundKind read_background(const Clip& clip) const;
    std::size_t find_object(const Clip& clip) const;
    void follow(const Clip& clip, std::size_t object, ClipReading& reading) const;
    std::vector<Candidate> find_candidates(const std::vector<MatchPicture>& frames) const;
    Match refine(const MatchPicture& fine_frame, const MatchPicture& coarse_frame, std::size_t index) const;
};

ClipProbe::ClipProbe(int width, int height) {
    auto tables = std::make_unique<Tables>();
    tables->width = width;
    tables->height = height;
    Scene scene;
    scene.choices.assign(num_attributes, -1);
    for (int background = 0; background < num_small_backgrounds; ++background) {
        const auto b = static_cast<std::size_t>(background);
        scene.choices[static_cast<std::size_t>(AttributeId::background)] = background;
        for (int i = 0; i < plates_per_background; ++i) {
            scene.seed = first_plate_seed + static_cast<std::uint64_t>(i);
            const auto rgb = render_scene(scene, width, height, plate_moments, 1.3);
            const bool moves = static_cast<BackgroundKind>(background) == BackgroundKind::sea ||
                               static_cast<BackgroundKind>(background) == BackgroundKind::underwater;
            for (int moment = 0; moment < (moves ? plate_moments : 1); ++moment) {
                const std::uint8_t* plate = rgb.data() + static_cast<std::ptrdiff_t>(moment) * 3 * width * height;
                tables->coarse_plates[b].push_back(shrink(plate, width, height, coarse_block));
                tables->fine_plates[b].push_back(shrink(plate, width, height, fine_block));
            }
        }
    }
    for (int object = 0; object < num_small_objects; ++object) {
        const auto kind = static_cast<ObjectKind>(object);
        for (int colour = 0; colour < num_small_colours; ++colour) {
            for (const Placement& attitude : attitudes_of(kind)) {
                tables->coarse.push_back(
                    make_template(kind, static_cast<ColourName>(colour), attitude, width, height, coarse_block));
                tables->fine.push_back(
                    make_template(kind, static_cast<ColourName>(colour), attitude, width, height, fine_block));
            }
        }
    }
    tables_ = std::move(tables);
}

ClipProbe::~ClipProbe() = default;

BackgroundKind ClipProbe::Tables::read_background(const Clip& clip) const {
    float least = 1e30f;
    std::size_t best = 0;
    for (std::size_t b = 0; b < coarse_plates.size(); ++b) {
        float sum = 0.0f;
        for (const std::size_t i : clip.searched) {
            float nearest = 1e30f;
            for (const MatchPicture& plate : coarse_plates[b]) {
                nearest = std::min(nearest, picture_difference(clip.coarse[i], plate));
            }
            sum += nearest;
        }
        if (sum < least) {
            least = sum;
            best = b;
        }
    }
    return static_cast<BackgroundKind>(best);
}

// The best objects over some frames, wherever they are in each.
std::vector<ClipProbe::Tables::Candidate> ClipProbe::Tables::find_candidates(const std::vector<MatchPicture>& frames) const {
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < coarse.size(); ++i) {
        Candidate candidate = {i, 0.0f};
        for (const MatchPicture& frame : frames) {
            candidate.score += best_match(frame, coarse[i], 1, frame.width, 1, frame.height).score;
        }
        all.push_back(candidate);
    }
    std::ranges::sort(all, [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    all.resize(std::min(all.size(), num_candidates));
    return all;
}

Match ClipProbe::Tables::refine(const MatchPicture& fine_frame, const MatchPicture& coarse_frame, std::size_t index) const {
    constexpr int ratio = coarse_block / fine_block;
    constexpr int around = ratio;
    const Match rough = best_match(coarse_frame, coarse[index], 1, coarse_frame.width, 1, coarse_frame.height);
    const int x = ratio * rough.x;
    const int y = ratio * rough.y;
    return best_match(fine_frame, fine[index], std::max(x - around, 0), std::min(x + around + 1, fine_frame.width),
                      std::max(y - around, 0), std::min(y + around + 1, fine_frame.height));
}

// The object that explains most over the searched frames, which are compared in the finer pictures.
std::size_t ClipProbe::Tables::find_object(const Clip& clip) const {
    std::vector<MatchPicture> coarse_frames;
    for (const std::size_t i : clip.searched) {
        coarse_frames.push_back(clip.coarse[i]);
    }
    float best_score = -1e30f;
    std::size_t best = 0;
    for (const Candidate& candidate : find_candidates(coarse_frames)) {
        float score = 0.0f;
        for (const std::size_t i : clip.searched) {
            score += refine(clip.fine[i], clip.coarse[i], candidate.index).score;
        }
        if (score > best_score) {
            best_score = score;
            best = candidate.index;
        }
    }
    return best;
}

void ClipProbe::Tables::follow(const Clip& clip, std::size_t object, ClipReading& reading) const {
    std::vector<float> x, y;
    float score = 0.0f, most = 0.0f;
    const float unit = static_cast<float>(std::min(width, height)) / static_cast<float>(2 * fine_block);
    for (std::size_t i = 0; i < clip.fine.size(); ++i) {
        const Match match = refine(clip.fine[i], clip.coarse[i], object);
        x.push_back(static_cast<float>(match.x) / unit);
        y.push_back(-static_cast<float>(match.y) / unit);
        score += match.score;
        most += most_at(clip.fine[i], fine[object], match.x, match.y);
    }
    // Where the background explains all there is, nothing is left to be an object.
    const float least = least_unknown * most_different * static_cast<float>(fine[object].pixels.size() * clip.fine.size());
    reading.motion = motion_of(x, y);
    reading.explained = std::max(score / std::max(most, least), 0.0f);
}

ClipReading ClipProbe::read(std::span<const std::uint8_t> rgb, std::int64_t num_frames) const {
    const Tables& tables = *tables_;
    const auto frame_size = static_cast<std::size_t>(3 * tables.width * tables.height);
    assert(num_frames >= 2 && rgb.size() == frame_size * static_cast<std::size_t>(num_frames));
    Tables::Clip clip;
    for (std::size_t i = 0; i < static_cast<std::size_t>(num_frames); ++i) {
        clip.coarse.push_back(shrink(rgb.data() + i * frame_size, tables.width, tables.height, coarse_block));
        clip.fine.push_back(shrink(rgb.data() + i * frame_size, tables.width, tables.height, fine_block));
    }
    const std::int64_t num_searched = std::min(num_searched_frames, num_frames);
    for (std::int64_t i = 0; i < num_searched; ++i) {
        clip.searched.push_back(static_cast<std::size_t>(i * (num_frames - 1) / (num_searched - 1)));
    }
    ClipReading reading;
    reading.background = tables.read_background(clip);
    const auto b = static_cast<std::size_t>(reading.background);
    for (std::size_t i = 0; i < clip.coarse.size(); ++i) {
        mark_unknown(clip.coarse[i], tables.coarse_plates[b]);
        mark_unknown(clip.fine[i], tables.fine_plates[b]);
    }
    const std::size_t object = tables.find_object(clip);
    reading.object = tables.fine[object].object;
    reading.colour = tables.fine[object].colour;
    tables.follow(clip, object, reading);
    return reading;
}

}  // namespace kinora::training

#include "core/render/request_builder.h"

#include <array>

#include "core/base/error.h"
#include "core/project/edits/generation_edits.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class RequestBuilderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_the_frames_that_the_plan_names();
    void curves_become_strengths_of_latent_frames();
    void chains_on_what_was_made();
    void chains_on_the_take_that_is_shown();
    void sizes_frames_to_the_generation();
    void a_restyling_gives_a_picture_for_each_frame();
};

static GenerationWish wish() {
    GenerationWish wish;
    wish.settings.prompt = "x";
    wish.settings.width = media_width;
    wish.settings.height = media_height;
    wish.settings.num_frames = 17;
    wish.settings.seed = 40;
    wish.num_variations = 2;
    return wish;
}

static GenerationRequest request_for(const MediaProject& m, const Project& project, std::size_t part) {
    MediaFrames frames(m.folder.path());
    return build_request(project, *project.generations->front(), part, frames, 8);
}

void RequestBuilderTest::gives_the_frames_that_the_plan_names() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 30, 5);
    const Project p = extend_clip(m.project, clip, 10, false, wish(), EditMode::normal);
    const GenerationRequest request = request_for(m, p, 0);
    QCOMPARE(request.settings.num_frames, 33);
    QCOMPARE(request.conditioning.size(), std::size_t{1});
    QCOMPARE(request.conditioning[0].images.size(), std::size_t{17});
    for (int i = 0; i < 17; ++i) {
        QCOMPARE(number_in(request.conditioning[0].images[static_cast<std::size_t>(i)]), 5 + 13 + i);
    }
    QVERIFY(request.conditioning[0].latent_strengths.empty());
}

void RequestBuilderTest::curves_become_strengths_of_latent_frames() {
    MediaProject m;
    m.project = add_keyframe(m.project, {.source = {m.photo, 0}, .frame = 0, .num_frames = 17,
                                         .curve = {{.frame = 0, .strength = 1.0}, {.frame = 16, .strength = 0.0}}});
    const Project p = generate_clip(m.project, wish(), m.lower, 0, EditMode::normal);
    const GenerationRequest request = request_for(m, p, 0);
    QCOMPARE(request.conditioning[0].images.size(), std::size_t{17});
    QCOMPARE(number_in(request.conditioning[0].images[16]), 200);
    QVERIFY((request.conditioning[0].latent_strengths == std::vector<double>{1.0, 1.0 - 4.5 / 16.0, 1.0 - 12.5 / 16.0}));
}

void RequestBuilderTest::chains_on_what_was_made() {
    MediaProject m;
    const std::vector<Segment> segments = {{.length = 20}, {.length = 20}};
    Project p = lay_out_segments(m.project, m.lower, 0, segments, wish(), EditMode::normal);
    QVERIFY(contains(message_of<InvalidRequest>([&] { request_for(m, p, 1); }), "not made yet"));
    write_film(m.folder / "take.mkv", 150, 20, {24, 1});
    p = finish_take(p, p.generations->front()->id, 0, {.file = "take.mkv", .num_frames = 20, .frame_rate = {24, 1}});
    const GenerationRequest next = request_for(m, p, 1);
    QCOMPARE(number_in(next.conditioning[0].images.front()), 153);
    QCOMPARE(number_in(next.conditioning[0].images.back()), 169);
    QCOMPARE(next.settings.seed, std::uint64_t{40});
    // The second take of a part has another seed, also where the first one's was not that of the part.
    QCOMPARE(request_for(m, p, 0).settings.seed, std::uint64_t{41});
    Take third = *p.takes->back();
    third.origin->settings.seed = 42;
    p.takes = SharedList<Take>(std::vector<Shared<Take>>{third});
    QCOMPARE(request_for(m, p, 0).settings.seed, std::uint64_t{43});
}

void RequestBuilderTest::chains_on_the_take_that_is_shown() {
    MediaProject m;
    const std::vector<Segment> segments = {{.length = 20}, {.length = 20}};
    Project p = lay_out_segments(m.project, m.lower, 0, segments, wish(), EditMode::normal);
    const GenerationId generation = p.generations->front()->id;
    const ClipId first = p.generations->front()->parts[0].clip;
    write_film(m.folder / "one.mkv", 150, 20, {24, 1});
    write_film(m.folder / "two.mkv", 100, 20, {24, 1});
    p = finish_take(p, generation, 0, {.file = "one.mkv", .num_frames = 20, .frame_rate = {24, 1}});
    p = finish_take(p, generation, 0, {.file = "two.mkv", .num_frames = 20, .frame_rate = {24, 1}});
    QCOMPARE(number_in(request_for(m, p, 1).conditioning[0].images.back()), 169);
    const Project second = choose_version(p, first, 1);
    QCOMPARE(number_in(request_for(m, second, 1).conditioning[0].images.back()), 119);
    const Project made = finish_take(second, generation, 1, {.file = "three.mkv", .num_frames = 20, .frame_rate = {24, 1}});
    QVERIFY(made.takes->back()->origin->conditions[0].source.media == MediaRef(p.takes->at(1)->id));
    // What is no take of the part is nothing to go on from, and a clip may be gone.
    const Project other = add_version(p, first, {m.film, 0});
    QCOMPARE(number_in(request_for(m, other, 1).conditioning[0].images.back()), 169);
    QCOMPARE(number_in(request_for(m, lift_clips(ungroup_clips(second, std::array{first}), std::array{first}), 1).conditioning[0].images.back()), 169);
}

void RequestBuilderTest::sizes_frames_to_the_generation() {
    MediaProject m;
    m.project = add_keyframe(m.project, {.source = {m.photo, 0}});
    GenerationWish small = wish();
    small.settings.width = 32;
    small.settings.height = 32;
    const Project p = generate_clip(m.project, small, m.lower, 0, EditMode::normal);
    const GenerationRequest request = request_for(m, p, 0);
    const Image& image = request.conditioning[0].images[0];
    QVERIFY(image.width() == 32 && image.height() == 32);
    small.settings.width = 0;
    const Project none = generate_clip(m.project, small, m.lower, 0, EditMode::normal);
    QVERIFY(contains(message_of<InvalidRequest>([&] { request_for(m, none, 0); }), "has no size"));
    small.settings.width = 1'000'000'000;
    const Project huge = generate_clip(m.project, small, m.lower, 0, EditMode::normal);
    QVERIFY(contains(message_of<InvalidRequest>([&] { request_for(m, huge, 0); }), "larger than any video"));
}

void RequestBuilderTest::a_restyling_gives_a_picture_for_each_frame() {
    MediaProject m;
    const ClipId clip = m.put(m.lower, m.film, 0, 30, 5);
    const Project p = restyle_clip(m.project, clip, 0.25, wish());
    const GenerationRequest request = request_for(m, p, 0);
    QCOMPARE(request.settings.num_frames, 33);
    QCOMPARE(request.settings.denoise_strength, 1.0);
    QCOMPARE(request.conditioning.size(), std::size_t{1});
    QCOMPARE(request.conditioning[0].images.size(), std::size_t{33});
    QCOMPARE(number_in(request.conditioning[0].images[32]), 5 + 32);
    QCOMPARE(request.conditioning[0].strength, 0.75);
    // At the film's end there is less to give: its last picture is held, and all of the film's are given.
    const ClipId last = m.put(m.lower, m.film, 40, 30, 30);
    const GenerationRequest shorter = request_for(m, restyle_clip(m.project, last, 0.25, wish()), 0);
    QCOMPARE(shorter.settings.num_frames, 33);
    QCOMPARE(shorter.conditioning[0].images.size(), std::size_t{33});
    for (int i = 0; i < 33; ++i) {
        QCOMPARE(number_in(shorter.conditioning[0].images[static_cast<std::size_t>(i)]), std::min(30 + i, 59));
    }
}

KINORA_TEST(RequestBuilderTest)
#include "request_builder_test.moc"

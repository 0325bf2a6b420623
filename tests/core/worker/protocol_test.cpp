#include "core/worker/protocol.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstring>
#include <random>

#include "core/base/error.h"
#include "tests/support/fake_generator.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::fake_model;
using kinora::test::fake_request;

class ProtocolTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void client_messages_survive();
    void server_messages_survive();
    void events_survive();
    void sentences_survive();
    void ranges_survive_and_are_checked();
    void errors_stay_typed();
    void mutated_bodies_never_crash();
};

static Frame through_wire(OutgoingFrame outgoing) {
    std::array<int, 2> sockets = {};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) != 0) {
        throw std::runtime_error("socketpair");
    }
    ::fcntl(sockets[0], F_SETFL, O_NONBLOCK);
    ChannelReader reader;
    std::optional<Frame> frame;
    while (!frame) {
        outgoing.send(sockets[0]);
        const auto space = reader.space();
        const ssize_t count = ::read(sockets[1], space.data(), space.size());
        frame = reader.filled(static_cast<std::size_t>(count));
    }
    ::close(sockets[0]);
    ::close(sockets[1]);
    return std::move(*frame);
}

template <typename Message>
static Message client_round_trip(const Message& message) {
    return std::get<Message>(decode_client_message(through_wire(encode(ClientMessage(message)))));
}

template <typename Message>
static Message server_round_trip(const Message& message) {
    return std::get<Message>(decode_server_message(through_wire(encode(ServerMessage(message)))));
}

static StepState some_state() {
    StepState state = {"family", 3, 2, 9, {{"sigma", "0.5"}}, {}};
    state.tensors.push_back({"tokens", ScalarType::f32, {1, 2}, std::vector<std::byte>(8, std::byte{7})});
    state.tensors.push_back({"random", ScalarType::u8, {3}, std::vector<std::byte>(3, std::byte{9})});
    return state;
}

void ProtocolTest::client_messages_survive() {
    Generate generate = {42, fake_model(), {"cuda:1", "bf16", "/cache"}, fake_request("ein Bär – 熊")};
    GenerationRequest& request = generate.request;
    request.settings.negative_prompt = "blurry";
    request.settings.guidance_scale = 1.0 / 3.0;
    request.settings.seed = 0xffff'ffff'ffff'fff1;
    request.settings.sigmas = {1.0, 0.7, 0.1};
    request.settings.decode_timestep = 0.05;
    const Image picture(2, 1, {1, 2, 3, 4, 5, 6});
    request.conditioning = {{{picture}, 0, 0.25, {}}, {{picture, picture}, 8, 1.0, {0.5, 1.0 / 3.0}}};
    request.noise = TensorValues{{1, 3}, {0.5f, -1.0f, 2.0f}};
    request.latents = TensorValues{{0, 3}, {}};
    request.resume_from = std::make_shared<const StepState>(some_state());
    request.finishes_now = true;
    request.last_step = 3;
    request.wants_step_states = true;
    request.wants_float_frames = true;
    request.preview = {true, 0.125, 4};
    request.tiles_decode = true;
    const Generate back = client_round_trip(generate);
    QCOMPARE(back.id, std::int64_t{42});
    QVERIFY(back.model == generate.model);
    QVERIFY(back.options == generate.options);
    QVERIFY(back.request.settings == request.settings);
    QCOMPARE(back.request.conditioning.size(), std::size_t{2});
    QVERIFY(back.request.conditioning[1].images.size() == 2 && back.request.conditioning[1].images[1] == picture);
    QCOMPARE(back.request.conditioning[0].strength, 0.25);
    QCOMPARE(back.request.conditioning[1].start_frame, std::int64_t{8});
    QVERIFY(back.request.conditioning[0].latent_strengths.empty());
    QVERIFY(back.request.conditioning[1].latent_strengths == request.conditioning[1].latent_strengths);
    QVERIFY(back.request.noise->values == request.noise->values && back.request.noise->shape == request.noise->shape);
    QVERIFY(back.request.latents && back.request.latents->values.empty());
    QVERIFY(*back.request.resume_from == some_state());
    QCOMPARE(back.request.last_step, 3);
    QVERIFY(back.request.finishes_now && back.request.wants_step_states && back.request.wants_latents && back.request.wants_float_frames);
    QVERIFY(back.request.preview.is_enabled && back.request.preview.min_interval_seconds == 0.125);
    QVERIFY(back.request.preview.pixels_per_latent == 4 && back.request.tiles_decode);

    QCOMPARE(client_round_trip(Hello{"1.2"}).program_version, std::string("1.2"));
    QCOMPARE(client_round_trip(StopWork{7}).id, std::int64_t{7});
    QCOMPARE(client_round_trip(FindModel{{"/a", "/b"}, "tiny"}).folders.size(), std::size_t{2});
    QCOMPARE(client_round_trip(ListModels{{"/a b"}}).folders[0].string(), std::string("/a b"));
    QCOMPARE(client_round_trip(CountTokens{fake_model(), "a\nb"}).prompt, std::string("a\nb"));
    const VerifyModel verify = client_round_trip(VerifyModel{"/models/a b", "/r.safetensors"});
    QVERIFY(verify.folder == "/models/a b" && verify.reference_file == "/r.safetensors");
    const Image first(2, 1, {1, 2, 3, 4, 5, 6});
    const Image second(2, 1, {6, 5, 4, 3, 2, 1});
    const SetFramePair pair = client_round_trip(SetFramePair{3, "/rife", {.device = "cpu", .dtype = "fp32"}, first, second});
    QVERIFY(pair.id == 3 && pair.folder == "/rife" && pair.options.dtype == "fp32" && pair.first == first && pair.second == second);
    const MakeBetween between = client_round_trip(MakeBetween{4, 0.125});
    QVERIFY(between.id == 4 && between.time == 0.125);
    QVERIFY_EXCEPTION_THROWN(client_round_trip(SetFramePair{3, "/rife", {}, first, Image(1, 2, {1, 2, 3, 4, 5, 6})}), MalformedData);
    for (const double time : {0.0, 1.0, -2.0, std::numeric_limits<double>::quiet_NaN()}) {
        QVERIFY_EXCEPTION_THROWN(client_round_trip(MakeBetween{4, time}), MalformedData);
    }
    QVERIFY(client_round_trip(GetComputeStatus{{"cpu", "", ""}}).options.device == "cpu");
}

void ProtocolTest::server_messages_survive() {
    ModelInfo broken;
    broken.name = "broken";
    broken.problem = "no";
    const ModelList list = server_round_trip(ModelList{{fake_model("a"), broken}});
    QVERIFY(list.models.size() == 2 && list.models[0] == fake_model("a") && list.models[1] == broken);
    QVERIFY(server_round_trip(FoundModel{fake_model("b")}).model == fake_model("b"));
    QCOMPARE(server_round_trip(ComputeStatus{"cpu", "bf16", 5}).free_bytes, std::int64_t{5});
    QCOMPARE(server_round_trip(TokenCount{3, 128}).limit, std::int64_t{128});
    const Verified verified =
        server_round_trip(Verified{{{"encode", 0.25, 0.5, true, {}}, {"decode", std::numeric_limits<double>::quiet_NaN(), 0.5, false, "no"}}});
    QCOMPARE(verified.verdicts.size(), std::size_t{2});
    QVERIFY(verified.verdicts[0].stage == "encode" && verified.verdicts[0].max_abs_error == 0.25 && verified.verdicts[0].is_ok);
    QVERIFY(std::isnan(verified.verdicts[1].max_abs_error) && verified.verdicts[1].tolerance == 0.5);
    QVERIFY(!verified.verdicts[0].reason);
    QVERIFY(!verified.verdicts[1].is_ok && verified.verdicts[1].reason == Sentence("no"));
    QCOMPARE(server_round_trip(Ready{"x"}).program_version, std::string("x"));
    const Finished finished = server_round_trip(Finished{3, {9, TensorValues{{2}, {1.0f, -0.0f}}}});
    QVERIFY(finished.id == 3 && finished.result.num_frames == 9 && finished.result.latents->values.size() == 2);
    QVERIFY(std::signbit(finished.result.latents->values[1]));
    const Image picture(2, 1, {1, 2, 3, 4, 5, 6});
    QCOMPARE(server_round_trip(FramePairSet{8}).id, std::int64_t{8});
    const MadeBetween made = server_round_trip(MadeBetween{9, picture});
    QVERIFY(made.id == 9 && made.image == picture);
}

void ProtocolTest::events_survive() {
    const Image picture(2, 1, {1, 2, 3, 4, 5, 6});
    StepFinished step = {.step = 2, .num_steps = 9, .sigma = 0.1, .seconds = 1.5};
    step.preview = std::make_shared<const VideoFrames>(VideoFrames{{picture, picture}, {24000, 8008}});
    step.device_bytes = std::int64_t{9} << 30U;
    step.latents = {0.5, std::numeric_limits<double>::quiet_NaN(), 3.0};
    step.state = std::make_shared<const StepState>(some_state());
    const auto back = std::get<StepFinished>(server_round_trip(Happened{1, step}).event);
    QVERIFY(back.step == 2 && back.num_steps == 9 && back.sigma == 0.1 && back.seconds == 1.5);
    QVERIFY(back.preview->images.size() == 2 && back.preview->images[1] == picture);
    QCOMPARE(back.preview->frame_rate.per_second(), step.preview->frame_rate.per_second());
    QVERIFY(*back.state == some_state());
    QCOMPARE(back.device_bytes, step.device_bytes);
    QVERIFY(std::isnan(back.latents.deviation) && back.latents.change == 3.0);

    FramesReady frames = {8, 17, {picture}, std::make_shared<const std::vector<float>>(std::vector<float>{0.1f, 0, 0, 0, 0, 1})};
    const auto ready = std::get<FramesReady>(server_round_trip(Happened{1, frames}).event);
    QVERIFY(ready.first_frame == 8 && ready.num_frames_total == 17 && ready.images[0] == picture);
    QVERIFY(*ready.samples == *frames.samples);

    QVERIFY(std::get<Notice>(server_round_trip(Happened{1, Notice{"cut"}}).event).message == Sentence("cut"));
    const auto started = std::get<StageStarted>(server_round_trip(Happened{1, StageStarted{Stage::denoise, {1.0, 0.4, 0.0}}}).event);
    QVERIFY(started.stage == Stage::denoise && started.sigmas == (std::vector<double>{1.0, 0.4, 0.0}));
    QCOMPARE(std::get<StageFinished>(server_round_trip(Happened{1, StageFinished{Stage::load, 2.5}}).event).seconds, 2.5);
}

// They can be said in another language behind the wall; programs of earlier versions have the English text and nothing else.
void ProtocolTest::sentences_survive() {
    const Sentence sentence = Sentence::of("%1: %2", Sentence::of("ends at %1", 7), "so it is");
    const Sentence text = "ends at 7: so it is";
    ModelInfo broken;
    broken.problem = sentence;
    QVERIFY(std::get<Notice>(server_round_trip(Happened{1, Notice{sentence}}).event).message == sentence);
    QVERIFY(server_round_trip(FoundModel{broken}).model.problem == sentence);
    QVERIFY(server_round_trip(Verified{{{"decode", 1.0, 0.5, false, sentence}}}).verdicts[0].reason == sentence);

    nlohmann::json notice = serialize(GenerationEvent(Notice{sentence})).json;
    nlohmann::json model = to_json(broken);
    QVERIFY(notice["message"] == text.words() && model["problem"] == text.words());
    notice.erase("message_sentence");
    model.erase("problem_sentence");
    QVERIFY(std::get<Notice>(read_event(notice, {})).message == text);
    QVERIFY(read_model_info(model).problem == text);
    notice["message_sentence"] = 3;
    QVERIFY_EXCEPTION_THROWN(read_event(notice, {}), MalformedData);
}

void ProtocolTest::ranges_survive_and_are_checked() {
    ModelInfo distilled;
    distilled.steps = {8, 8, 8};
    distilled.guidance_scale = {1, 1.5, 2};
    QVERIFY(server_round_trip(FoundModel{distilled}).model == distilled);
    QVERIFY(distilled.steps.is_fixed() && !distilled.guidance_scale.is_fixed() && distilled.has_guidance());

    nlohmann::json model = to_json(distilled);
    model.erase("ranges");  // of an earlier version
    QVERIFY(read_model_info(model).steps == ModelInfo().steps);
    for (const char* wrong : {"3", "[1, 2]", "[2, 1, 3]", "[0, 1, 2]", "[1, 2, 1001]", "[1, 2, \"3\"]", "[1, null, 3]"}) {
        model["ranges"] = {{"num_inference_steps", nlohmann::json::parse(wrong)}};
        QVERIFY_EXCEPTION_THROWN(read_model_info(model), MalformedData);
    }
    model["ranges"] = 3;
    QVERIFY_EXCEPTION_THROWN(read_model_info(model), MalformedData);
}

void ProtocolTest::errors_stay_typed() {
    const auto rethrown = [](const std::exception& error) {
        const Failed failed = server_round_trip(Failed{4, record_of(error)});
        throw_recorded(failed.error);
    };
    try {
        rethrown(MediaError("/m/x.mp4", Sentence::of("%1: %2", Sentence::of("ends at %1", 7), "so it is")));
        QFAIL("nothing was thrown");
    } catch (const MediaError& error) {
        QVERIFY(error.sentence() == Sentence::of("%1: %2", Sentence::of("ends at %1", 7), "so it is"));
    }
    try {
        rethrown(CheckpointError("/m/x.safetensors", "a.weight", "is missing"));
        QFAIL("nothing was thrown");
    } catch (const CheckpointError& error) {
        QCOMPARE(std::string(error.what()), std::string("/m/x.safetensors: \"a.weight\" is missing"));
        QCOMPARE(error.key(), std::string("a.weight"));
        QCOMPARE(error.path().string(), std::string("/m/x.safetensors"));
    }
}

// Whatever a frame's body holds, the answer is a message or an Error.
void ProtocolTest::mutated_bodies_never_crash() {
    Generate generate = {42, fake_model(), {"cpu", "bf16", "/cache"}, fake_request("a prompt")};
    generate.request.conditioning = {{{Image(2, 1, {1, 2, 3, 4, 5, 6})}, 0, 0.25}};
    generate.request.resume_from = std::make_shared<const StepState>(some_state());
    StepFinished step = {.step = 2, .num_steps = 9};
    step.state = generate.request.resume_from;
    const std::vector<nlohmann::json> values = {nullptr, true, -1, 0, 3, 1e30, 18446744073709551615u, "", "x", "F32", nlohmann::json::array(),
                                                nlohmann::json::object(), nlohmann::json::array({1, 2, 3})};
    std::mt19937 random(2);
    int refused = 0;
    int accepted = 0;
    for (const bool is_client : {true, false}) {
        const Frame good = is_client ? through_wire(encode(ClientMessage(generate))) : through_wire(encode_event(1, step));
        const nlohmann::json flat = good.body.flatten();
        for (int i = 0; i < 5'000; ++i) {
            auto entry = flat.begin();
            std::advance(entry, static_cast<std::ptrdiff_t>(random() % flat.size()));
            nlohmann::json::json_pointer pointer(entry.key());
            for (unsigned up = random() % 3; up > 0 && !pointer.empty(); --up) {
                pointer.pop_back();
            }
            Frame frame;
            frame.type = random() % 20 == 0 ? static_cast<std::uint16_t>(random() % 130) : good.type;
            frame.body = good.body;
            frame.buffers = good.buffers;
            frame.body[pointer] = values[random() % values.size()];
            try {
                is_client ? static_cast<void>(decode_client_message(frame)) : static_cast<void>(decode_server_message(frame));
                ++accepted;
            } catch (const Error&) {
                ++refused;
            }
        }
    }
    QVERIFY(refused > 1'000);
    QVERIFY(accepted > 100);
}

KINORA_TEST(ProtocolTest)
#include "protocol_test.moc"

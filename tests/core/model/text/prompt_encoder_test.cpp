#include "core/model/text/prompt_encoder.h"

#include <ATen/ATen.h>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/core/model/text/text_fixtures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;
namespace fs = std::filesystem;

class PromptEncoderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void encodes_like_the_reference();
    void mask_reaches_the_encoder();
    void loads_the_encoder_only_when_needed();
    void keeps_the_encoder_on_request();
    void disk_cache_serves_other_processes();
    void key_follows_everything_that_matters();
    void numbers_do_not_depend_on_the_company();
    void results_are_the_callers_own();
    void says_what_was_cut();
    void stops();
    void refuses_parts_that_do_not_fit();
};

static const std::vector<std::string> prompts = {"a red ball bouncing on green grass", ""};

// A copy of a fixture's folder, to be changed.
class ModelCopy {
 public:
    explicit ModelCopy(const std::string& name = "ltx") {
        fs::copy(text_fixture(name), folder_.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
    ModelFolder folder() const { return ModelFolder(folder_.path()); }
    fs::path operator/(const std::string& name) const { return folder_ / name; }

 private:
    TempFolder folder_;
};

void PromptEncoderTest::encodes_like_the_reference() {
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    const PromptEmbeds result = encoder.encode(prompts, 24, true, {});
    QVERIFY(at::equal(result.attention_mask, expected["ltx.attention_mask"].narrow(0, 0, 2).to(at::kBool)));
    QVERIFY(max_relative_difference(result.embeds, expected["ltx.output"].narrow(0, 0, 2)) <= 2e-5);
    QVERIFY(result.notices.empty());
    QVERIFY(!result.embeds.requires_grad());
}

void PromptEncoderTest::mask_reaches_the_encoder() {
    auto expected = read_tensors(text_fixture("encoders.safetensors"));
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    const PromptEmbeds without = encoder.encode({prompts[0]}, 24, false, {});
    QVERIFY(max_relative_difference(without.embeds, expected["ltx.output_without_mask"]) <= 2e-5);
    QVERIFY(at::equal(without.attention_mask, encoder.encode({prompts[0]}, 24, true, {}).attention_mask));
}

void PromptEncoderTest::loads_the_encoder_only_when_needed() {
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    QCOMPARE(encoder.num_encoder_loads(), 0);
    const PromptEmbeds first = encoder.encode(prompts, 24, true, {});
    QCOMPARE(encoder.num_encoder_loads(), 1);  // for both texts
    QVERIFY(!encoder.is_encoder_loaded());
    const PromptEmbeds again = encoder.encode({prompts[1], prompts[0]}, 24, true, {});
    QCOMPARE(encoder.num_encoder_loads(), 1);
    QVERIFY(at::equal(again.embeds, first.embeds.flip(0)));
    encoder.encode({"another text"}, 24, true, {});
    QCOMPARE(encoder.num_encoder_loads(), 2);
}

void PromptEncoderTest::keeps_the_encoder_on_request() {
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    encoder.keep_encoder(true);
    encoder.encode({"one"}, 24, true, {});
    QVERIFY(encoder.is_encoder_loaded());
    encoder.encode({"two"}, 24, true, {});
    QCOMPARE(encoder.num_encoder_loads(), 1);
    encoder.release_encoder();
    QVERIFY(!encoder.is_encoder_loaded());
    encoder.keep_encoder(false);
    encoder.encode({"three"}, 24, true, {});
    QVERIFY(!encoder.is_encoder_loaded());
}

void PromptEncoderTest::disk_cache_serves_other_processes() {
    const TempFolder cache;
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
        PromptEncoder writer(ModelFolder(text_fixture("ltx")), {at::kCPU, dtype}, cache.path());
        const PromptEmbeds written = writer.encode(prompts, 24, true, {});
        PromptEncoder reader(ModelFolder(text_fixture("ltx")), {at::kCPU, dtype}, cache.path());
        const PromptEmbeds read = reader.encode(prompts, 24, true, {});
        QCOMPARE(reader.num_encoder_loads(), 0);
        QVERIFY(at::equal(read.embeds, written.embeds) && at::equal(read.attention_mask, written.attention_mask));
        QCOMPARE(read.embeds.scalar_type(), dtype);
    }
}

void PromptEncoderTest::key_follows_everything_that_matters() {
    const TempFolder cache;
    const ModelCopy model;
    const auto loads = [&](const std::string& text, std::int64_t length, bool mask, at::ScalarType dtype = at::kFloat) {
        PromptEncoder encoder(model.folder(), {at::kCPU, dtype}, cache.path());
        encoder.encode({text}, length, mask, {});
        return encoder.num_encoder_loads();
    };
    QCOMPARE(loads("a", 24, true), 1);
    QCOMPARE(loads("a", 24, true), 0);
    QCOMPARE(loads("a ", 24, true), 1);
    QCOMPARE(loads("a", 25, true), 1);
    QCOMPARE(loads("a", 24, false), 1);
    QCOMPARE(loads("a", 24, true, at::kBFloat16), 1);
    QCOMPARE(loads("a", 24, true), 0);
    // A tokenizer that gives the same ids is another tokenizer all the same, and so is an encoder with another option.
    const std::string config = read_file(model / "tokenizer" / "tokenizer_config.json", 100'000);
    write_file_atomically(model / "tokenizer" / "tokenizer_config.json", config + " ");
    QCOMPARE(loads("a", 24, true), 1);
    const std::string encoder = read_file(model / "text_encoder" / "config.json", 100'000);
    write_file_atomically(model / "text_encoder" / "config.json", encoder + " ");
    QCOMPARE(loads("a", 24, true), 1);
    QCOMPARE(loads("a", 24, true), 0);
}

void PromptEncoderTest::numbers_do_not_depend_on_the_company() {
    PromptEncoder together(ModelFolder(text_fixture("ltx")), {}, "");
    PromptEncoder alone(ModelFolder(text_fixture("ltx")), {}, "");
    const at::Tensor both = together.encode(prompts, 24, true, {}).embeds;
    QVERIFY(at::equal(both.narrow(0, 1, 1), alone.encode({prompts[1]}, 24, true, {}).embeds));
    QVERIFY(at::equal(both.narrow(0, 0, 1), alone.encode({prompts[0]}, 24, true, {}).embeds));
}

void PromptEncoderTest::results_are_the_callers_own() {
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    PromptEmbeds first = encoder.encode({"one"}, 24, true, {});
    const at::Tensor copy = first.embeds.clone();
    first.embeds.zero_();
    QVERIFY(at::equal(encoder.encode({"one"}, 24, true, {}).embeds, copy));
}

void PromptEncoderTest::says_what_was_cut() {
    const TempFolder cache;
    std::string text;
    for (int i = 0; i < 30; ++i) {
        text += "the ";
    }
    for (int round = 0; round < 2; ++round) {  // the second time from the cache
        PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, cache.path());
        const PromptEmbeds result = encoder.encode({"a", text}, 24, true, {});
        QCOMPARE(result.notices.size(), std::size_t{1});
        QCOMPARE(result.notices[0].in_english(), std::string("the prompt \"the the the the the the the the the the …\" has 30 tokens; "
                                                "the model reads the first 23"));
        QCOMPARE(encoder.num_encoder_loads(), round == 0 ? 1 : 0);
    }
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    std::string letters;
    for (int i = 0; i < 60; ++i) {
        letters += "é";
    }
    const auto notices = encoder.encode({"x" + letters + text}, 24, true, {}).notices;  // the cut lies inside a letter
    QVERIFY(notices.size() == 1 && contains(notices[0].in_english(), "é…\" has "));
}

void PromptEncoderTest::stops() {
    PromptEncoder encoder(ModelFolder(text_fixture("ltx")), {}, "");
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(encoder.encode(prompts, 24, true, source.get_token()), Cancelled);
    QVERIFY(!encoder.is_encoder_loaded());
    QVERIFY(encoder.encode(prompts, 24, true, {}).embeds.defined());
}

void PromptEncoderTest::refuses_parts_that_do_not_fit() {
    PromptEncoder fine(ModelFolder(text_fixture("ltx")), {}, "");
    QVERIFY(contains(message_of<InvalidRequest>([&] { fine.encode(prompts, 0, true, {}); }), "max_sequence_length"));
    QVERIFY(contains(message_of<InvalidRequest>([&] { fine.encode(prompts, 1'000'000, true, {}); }), "max_sequence_length"));
    QVERIFY(contains(message_of<InvalidRequest>([&] { fine.encode({"\xFF"}, 24, true, {}); }), "UTF-8"));

    const ModelCopy mixed;
    fs::remove_all(mixed / "tokenizer");
    fs::copy(text_fixture("umt5/tokenizer"), mixed / "tokenizer");
    PromptEncoder encoder(mixed.folder(), {}, "");
    QVERIFY(contains(message_of<CheckpointError>([&] { encoder.encode(prompts, 24, true, {}); }), "do not belong together"));

    const ModelCopy other;
    write_file_atomically(other / "model_index.json", R"({"_class_name":"X","tokenizer":["transformers","CLIPTokenizer"],)"
                                                      R"("text_encoder":["transformers","T5EncoderModel"]})");
    PromptEncoder clip(other.folder(), {}, "");
    QVERIFY(contains(message_of<UnsupportedModel>([&] { clip.encode(prompts, 24, true, {}); }), "CLIPTokenizer"));
}

KINORA_TEST(PromptEncoderTest)
#include "prompt_encoder_test.moc"

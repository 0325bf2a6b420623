#include "core/model/interpolation/ifnet.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <fstream>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/model_library.h"
#include "core/model/verification/reference_file.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class IfnetTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void matches_the_reference_data();
    void matches_the_reference();
    void notices_other_weights();
    void warps_by_whole_pixels();
    void takes_keys_with_and_without_prefix();
    void refuses_other_versions();
    void sizes_follow_the_scale();
    void stops();
};

// A copy of the model's weights, changed by `edit`, under names that `rename` gives.
static std::filesystem::path copy_weights(const std::filesystem::path& folder, const std::function<std::string(const std::string&)>& rename,
                                          const std::function<void(const std::string&, std::vector<std::byte>&)>& edit = {}) {
    const SafetensorsFile file(case_model("ifnet") / "flownet.safetensors");
    std::vector<std::vector<std::byte>> bytes;
    std::vector<TensorBytes> tensors;
    bytes.reserve(file.tensors().size());
    for (const TensorEntry& entry : file.tensors()) {
        const std::string name = rename(entry.name);
        if (name.empty()) {
            continue;
        }
        const auto span = file.bytes(entry);
        bytes.emplace_back(span.begin(), span.end());
        if (edit) {
            edit(entry.name, bytes.back());
        }
        tensors.push_back({name, entry.type, entry.shape, bytes.back()});
    }
    write_safetensors(folder / "flownet.safetensors", tensors, {});
    return folder;
}

static bool verify(const std::filesystem::path& model, std::vector<StageVerdict>& verdicts, const std::string& dtype = "",
                   const std::filesystem::path& reference = case_reference("ifnet")) {
    return verify_model(model, reference, {.device = "cpu", .dtype = dtype, .cache_folder = {}},
                        [&](const StageVerdict& verdict) { verdicts.push_back(verdict); }, {});
}

void IfnetTest::matches_the_reference_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("dtype");
    QTest::addColumn<bool>("has_warp");
    QTest::newRow("4.25") << "ifnet" << "reference" << "fp32" << true;
    QTest::newRow("4.25 in bf16") << "ifnet" << "reference" << "bf16" << true;
    QTest::newRow("4.25 at half the size") << "ifnet" << "half_scale" << "fp32" << false;
    QTest::newRow("4.25 at twice the size") << "ifnet" << "twice_scale" << "fp32" << false;
    QTest::newRow("4.25.lite") << "ifnet_lite" << "reference" << "fp32" << false;
}

void IfnetTest::matches_the_reference() {
    QFETCH(QString, name);
    QFETCH(QString, reference);
    QFETCH(QString, dtype);
    QFETCH(bool, has_warp);
    std::vector<StageVerdict> verdicts;
    const auto file = case_folder(name.toStdString()) / (reference + ".safetensors").toStdString();
    const bool is_ok = verify(case_model(name.toStdString()), verdicts, dtype.toStdString(), file);
    for (const StageVerdict& verdict : verdicts) {
        QVERIFY2(verdict.is_ok, (verdict.stage + " " + std::to_string(verdict.max_abs_error) + " " + verdict.reason.value_or("").in_english()).c_str());
    }
    QVERIFY(is_ok);
    std::vector<std::string> stages;
    for (const StageVerdict& verdict : verdicts) {
        stages.push_back(verdict.stage);
    }
    std::ranges::sort(stages);
    std::vector<std::string> expected = {"rife.encode", "rife.flow", "rife.output"};
    if (has_warp) {
        expected.emplace_back("rife.warp");
    }
    QCOMPARE(stages, expected);
}

void IfnetTest::notices_other_weights() {
    const TempFolder folder;
    const auto changed = copy_weights(folder.path(), [](const std::string& name) { return name; },
                                      [](const std::string& name, std::vector<std::byte>& bytes) {
                                          if (name == "module.block4.lastconv.0.bias") {
                                              float value = 0.0f;
                                              std::memcpy(&value, bytes.data(), sizeof value);
                                              value += 0.1f;
                                              std::memcpy(bytes.data(), &value, sizeof value);
                                          }
                                      });
    std::vector<StageVerdict> verdicts;
    QVERIFY(!verify(changed, verdicts));
}

void IfnetTest::warps_by_whole_pixels() {
    const at::Tensor image = at::arange(2 * 6 * 9, at::kFloat).view({1, 2, 6, 9});
    const at::Tensor flow = at::stack({at::full({6, 9}, 2.0), at::full({6, 9}, -1.0)}).unsqueeze(0);
    const at::Tensor warped = warp(image, flow);
    KINORA_COMPARE_TENSORS(warped.slice(2, 1, 6).slice(3, 0, 7), image.slice(2, 0, 5).slice(3, 2, 9), 1e-4);
    // Beyond the edge, the edge.
    KINORA_COMPARE_TENSORS(warped.slice(2, 1, 6).select(3, 8), image.slice(2, 0, 5).select(3, 8), 1e-4);
}

void IfnetTest::takes_keys_with_and_without_prefix() {
    const TempFolder folder;
    const auto plain = copy_weights(folder.path(), [](const std::string& name) { return name.substr(std::string("module.").size()); });
    std::vector<StageVerdict> verdicts;
    QVERIFY(verify(plain, verdicts));
}

void IfnetTest::refuses_other_versions() {
    const TempFolder folder;
    const auto without_block = copy_weights(folder.path(), [](const std::string& name) {
        return name.find("block4") == std::string::npos ? name : std::string();
    });
    QVERIFY(contains(message_of<UnsupportedModel>([&] { load_ifnet(without_block, {}, {}); }), "4.25"));
    const TempFolder pickle;
    std::ofstream(pickle / "flownet.pkl") << "PK";
    QVERIFY(contains(message_of<UnsupportedModel>([&] { load_ifnet(pickle.path(), {}, {}); }), "pickle"));
}

void IfnetTest::sizes_follow_the_scale() {
    const Ifnet usual = load_ifnet(case_model("ifnet"), {}, {});
    QCOMPARE(usual->size_multiple(1.0), 64);
    QCOMPARE(usual->size_multiple(0.5), 128);
    QCOMPARE(usual->size_multiple(4.0), 64);
    const Ifnet lite = load_ifnet(case_model("ifnet_lite"), {}, {});
    QCOMPARE(lite->size_multiple(1.0), 128);
    QCOMPARE(lite->size_multiple(0.5), 256);
}

void IfnetTest::stops() {
    const c10::InferenceMode inference;
    Ifnet network = load_ifnet(case_model("ifnet"), {}, {});
    IfnetPair pair;
    pair.image0 = pair.image1 = at::zeros({1, 3, 64, 64});
    pair.features0 = pair.features1 = network->encode(pair.image0);
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(network->forward(pair, 0.5, 1.0, source.get_token()), Cancelled);
}

KINORA_TEST(IfnetTest)
#include "ifnet_test.moc"

#include "core/model/pipeline/latent_preview.h"

#include <fstream>

#include "tests/support/tensor_compare.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class LatentPreviewTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void finds_the_colours_that_a_linear_encoder_mixed();
    void is_stored_and_read_back();
    void ignores_damaged_files();
};

// Mean colours of 8 x 8 pixels, mixed into six channels.
static at::Tensor mix() {
    return at::tensor({1.0f, 0.2f, 0.0f, 0.0f, 1.0f, 0.3f, 0.5f, 0.0f, 1.0f, 0.7f, -1.0f, 0.1f, 0.0f, 0.4f, -0.6f, 0.2f, 0.2f, 0.2f}).view({6, 3});
}

static at::Tensor encode(const at::Tensor& pixels) {
    const at::Tensor means = at::avg_pool3d(pixels, {1, 8, 8});
    return at::einsum("oc,bcfhw->bofhw", {mix(), means}) + 0.25;
}

void LatentPreviewTest::finds_the_colours_that_a_linear_encoder_mixed() {
    const LatentPreview preview = LatentPreview::fit(encode, 32, 1);
    const at::Tensor pixels = at::zeros({1, 3, 2, 16, 8});
    pixels[0][0].fill_(0.5);     // red 0.75
    pixels[0][1][1].fill_(-1.0);  // green 0.5 in the first frame, 0 in the second
    const auto pictures = preview.pictures(encode(pixels));
    QCOMPARE(pictures.size(), std::size_t{2});
    QCOMPARE(pictures[0].width(), 1);
    QCOMPARE(pictures[0].height(), 2);
    const auto near = [](int value, int expected) { return std::abs(value - expected) <= 4; };
    QVERIFY(near(pictures[0].rgb()[0], 191) && near(pictures[0].rgb()[1], 128) && near(pictures[0].rgb()[2], 128));
    QVERIFY(near(pictures[1].rgb()[0], 191) && near(pictures[1].rgb()[1], 0) && near(pictures[1].rgb()[2], 128));
}

void LatentPreviewTest::is_stored_and_read_back() {
    const test::TempFolder folder;
    const auto file = folder.path() / "new/folder/map.safetensors";
    const LatentPreview preview = LatentPreview::fit(encode, 16, 1);
    preview.store(file);
    const auto read = LatentPreview::load(file, 6);
    QVERIFY(read.has_value());
    const at::Tensor latents = at::randn({1, 6, 1, 3, 4});
    QVERIFY(read->pictures(latents)[0] == preview.pictures(latents)[0]);
    QVERIFY(!LatentPreview::load(file, 7).has_value());
    QVERIFY(!LatentPreview::load(folder / "none", 6).has_value());
}

void LatentPreviewTest::ignores_damaged_files() {
    const test::TempFolder folder;
    std::ofstream(folder / "map.safetensors") << "not a map";
    QVERIFY(!LatentPreview::load(folder / "map.safetensors", 6).has_value());
    LatentPreview::fit(encode, 16, 1).store("/proc/no/such/place");  // storing nowhere is no error
}

KINORA_TEST(LatentPreviewTest)
#include "latent_preview_test.moc"

#include "core/model/training/nccl.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/ones.h>
#include <c10/core/ScalarType.h>

#include <array>
#include <thread>

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::training;

static constexpr const char* library = KINORA_BINARY_DIR "/tests/core/model/libfake_nccl.so";

class NcclTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void is_missing_without_its_library();
    void all_get_the_sum();
    void those_that_do_not_fit_are_not_joined();
    void what_the_library_says_is_told();
};

void NcclTest::is_missing_without_its_library() {
    QVERIFY(Nccl::open("libnccl-that-is-nowhere.so.2") == nullptr);
    QVERIFY(Nccl::open("libc.so.6") == nullptr);  // has none of its functions
}

void NcclTest::all_get_the_sum() {
    constexpr int size = 3;
    const Nccl::Id id = Nccl::open(library)->make_id();
    std::array<at::Tensor, size> values;
    {
        std::array<std::jthread, size> processes;
        for (int rank = 0; rank < size; ++rank) {
            at::Tensor& mine = values[static_cast<std::size_t>(rank)];
            processes[static_cast<std::size_t>(rank)] = std::jthread([&mine, &id, rank] {
                const auto nccl = Nccl::open(library);
                if (nccl->join(id, rank, size)) {
                    mine = at::arange(1000, at::kFloat) * (rank + 1);
                    nccl->sum(mine);
                    nccl->sum(mine);  // each holds the sum: three of them
                }
            });
        }
    }
    for (const at::Tensor& sum : values) {
        QVERIFY(sum.defined() && sum.equal(at::arange(1000, at::kFloat) * 6 * size));
    }
}

void NcclTest::those_that_do_not_fit_are_not_joined() {
    const auto nccl = Nccl::open(library);
    QVERIFY(!nccl->join(nccl->make_id(), 1, 1));
}

void NcclTest::what_the_library_says_is_told() {
    const auto nccl = Nccl::open(library);
    QVERIFY(nccl->join(nccl->make_id(), 0, 1));
    at::Tensor none = at::ones(0, at::kFloat);
    QCOMPARE(test::message_of<Error>([&] { nccl->sum(none); }),
             std::string("the GPUs of this training run cannot add up their gradients: NCCL says \"invalid argument\""));
}

KINORA_TEST(NcclTest)
#include "nccl_test.moc"

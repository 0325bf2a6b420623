// Two processes train as one does. Only in builds with KINORA_BUILD_MPI.
#include <QProcess>

#include <csignal>

#include "core/base/safetensors.h"
#include "tests/support/command.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/tiny_recipe.h"

using namespace kinora;

class TrainProcessesTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void two_make_the_same_steps_as_one();
    void an_error_of_all_ends_all();
    void an_error_of_one_ends_all();
};

static void write_recipe(const std::filesystem::path& file) {
    nlohmann::json recipe = test::tiny_recipe();
    recipe["seed"] = 1;
    recipe["vae"]["steps"] = 4;
    recipe["vae"]["micro_batches"] = 2;
    test::write_recipe(file, recipe);
}

// Each of the two with arguments of its own.
static test::CommandResult run_two(const QStringList& arguments, const QStringList& others, const std::filesystem::path& folder) {
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder.string()));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("OMPI_ALLOW_RUN_AS_ROOT", "1");
    environment.insert("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    process.setProcessEnvironment(environment);
    process.start(KINORA_MPIEXEC, QStringList{"--oversubscribe", "-n", "1", KINORA_CLI} + arguments +
                                      QStringList{":", "-n", "1", KINORA_CLI} + others);
    return test::finish(process);
}

void TrainProcessesTest::two_make_the_same_steps_as_one() {
    const test::TempFolder folder;
    write_recipe(folder / "recipe.json");
    const QStringList arguments = {"train", "vae", "--recipe", "recipe.json", "--threads", "1", "--device", "cpu", "--dtype", "fp32", "--json", "--out"};
    const test::CommandResult one = test::run(arguments + QStringList{"one"}, folder.path());
    QVERIFY2(one.status == 0, test::describe(one).constData());
    const test::CommandResult two = run_two(arguments + QStringList{"two"}, arguments + QStringList{"two"}, folder.path());
    QVERIFY2(two.status == 0, test::describe(two).constData());
    const SafetensorsFile a(folder / "one/vae/checkpoint.safetensors");
    const SafetensorsFile b(folder / "two/vae/checkpoint.safetensors");
    QVERIFY(a.tensors().size() > 20);
    QCOMPARE(a.tensors().size(), b.tensors().size());
    for (const TensorEntry& entry : a.tensors()) {
        const TensorEntry* const other = b.find(entry.name);
        QVERIFY2(other != nullptr, entry.name.c_str());
        QVERIFY2(std::ranges::equal(a.bytes(entry), b.bytes(*other)), entry.name.c_str());
    }
    // Only the first process reports: each step once.
    QCOMPARE(two.out.count("\"event\":\"training\""), one.out.count("\"event\":\"training\""));
}

void TrainProcessesTest::an_error_of_all_ends_all() {
    const test::TempFolder folder;
    const QStringList arguments = {"train", "vae", "--recipe", "none.json", "--out", "run"};
    const test::CommandResult result = run_two(arguments, arguments, folder.path());
    QVERIFY2(result.status != 0, test::describe(result).constData());
    QVERIFY2(result.err.contains("none.json"), test::describe(result).constData());
}

// Without it, the others would wait for the gradients of the one that is gone.
void TrainProcessesTest::an_error_of_one_ends_all() {
    const test::TempFolder folder;
    write_recipe(folder / "recipe.json");
    const QStringList arguments = {"train", "vae", "--recipe", "recipe.json", "--threads", "1", "--out", "run", "--device"};
    const test::CommandResult result = run_two(arguments + QStringList{"cpu"}, arguments + QStringList{"cuda:99"}, folder.path());
    QVERIFY2(result.status != 0, test::describe(result).constData());
    QVERIFY2(result.err.contains("process 1 of 2: device cuda:99 was asked for"), test::describe(result).constData());
}

KINORA_TEST(TrainProcessesTest)
#include "train_processes_test.moc"

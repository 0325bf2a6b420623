// Two processes train as one does. Only in builds with KINORA_BUILD_MPI.
#include <QProcess>

#include <csignal>
#include <map>

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
    void processes_that_cannot_meet_do_not_train_data();
    void processes_that_cannot_meet_do_not_train();
    void one_process_in_an_allocation_trains();
};

static void write_recipe(const std::filesystem::path& file) {
    nlohmann::json recipe = test::tiny_recipe();
    recipe["seed"] = 1;
    recipe["vae"]["steps"] = 4;
    recipe["vae"]["micro_batches"] = 2;
    test::write_recipe(file, recipe);
}

static QProcessEnvironment with(const std::map<QString, QString>& variables) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables) {
        environment.insert(name, value);
    }
    return environment;
}

// One process that no mpirun has started, with what a launcher tells it.
static test::CommandResult run_told(const std::map<QString, QString>& variables, const std::filesystem::path& folder) {
    write_recipe(folder / "recipe.json");
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder.string()));
    process.setProcessEnvironment(with(variables));
    process.start(KINORA_CLI, {"train", "vae", "--recipe", "recipe.json", "--threads", "1", "--device", "cpu", "--dtype", "fp32", "--out", "run"});
    return test::finish(process);
}

// Each of the two with arguments of its own.
static test::CommandResult run_two(const QStringList& arguments, const QStringList& others, const std::filesystem::path& folder) {
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder.string()));
    process.setProcessEnvironment(with({{"OMPI_ALLOW_RUN_AS_ROOT", "1"}, {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"}}));
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

void TrainProcessesTest::processes_that_cannot_meet_do_not_train_data() {
    QTest::addColumn<std::map<QString, QString>>("variables");
    QTest::addColumn<QByteArray>("message");
    const std::map<QString, QString> step = {{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "8"}, {"SLURM_STEP_ID", "0"}, {"SLURM_STEP_NUM_TASKS", "8"},
                                             {"SLURM_PROCID", "3"}};
    const auto also = [&](std::map<QString, QString> more) {
        more.insert(step.begin(), step.end());
        return more;
    };
    QTest::newRow("srun without a way to meet") << step << QByteArray("srun started 8 processes that cannot find each other; give it --mpi=pmix");
    QTest::newRow("srun with a way that this MPI lacks") << also({{"PMI_SIZE", "8"}, {"PMI_RANK", "3"}, {"PMI_FD", "9"}})
                                                        << QByteArray("8 processes were started together, but MPI joins only 1 of them");
    QTest::newRow("srun whose server is gone") << also({{"PMIX_RANK", "3"}, {"PMIX_NAMESPACE", "slurm.pmix.7.0"}})
                                              << QByteArray("8 processes were started together, but MPI joins only 1 of them");
    QTest::newRow("the mpirun of another MPI") << std::map<QString, QString>{{"PMI_SIZE", "2"}, {"PMI_RANK", "1"}}
                                              << QByteArray("2 processes were started together, but MPI joins only 1 of them");
}

// Each would train as if it were alone, and all would write the same folder.
void TrainProcessesTest::processes_that_cannot_meet_do_not_train() {
    using Variables = std::map<QString, QString>;
    QFETCH(Variables, variables);
    QFETCH(QByteArray, message);
    const test::TempFolder folder;
    const test::CommandResult result = run_told(variables, folder.path());
    QVERIFY2(result.status == 1, test::describe(result).constData());
    QCOMPARE(result.error_lines().size(), 1);
    QVERIFY2(result.error_lines().front().contains(message), test::describe(result).constData());
    QVERIFY(!std::filesystem::exists(folder / "run/vae"));
}

// A batch script is told how many the allocation has room for, though it starts one.
void TrainProcessesTest::one_process_in_an_allocation_trains() {
    const test::TempFolder folder;
    const test::CommandResult result = run_told({{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "8"}, {"SLURM_PROCID", "0"}}, folder.path());
    QVERIFY2(result.status == 0, test::describe(result).constData());
    QVERIFY(std::filesystem::exists(folder / "run/vae/checkpoint.safetensors"));
}

KINORA_TEST(TrainProcessesTest)
#include "train_processes_test.moc"

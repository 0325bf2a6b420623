#include "ui/session/document.h"

#include <QSignalSpy>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/project_file.h"
#include "tests/core/project/edit_script.h"
#include "tests/core/project/test_project.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/ui/session/document_fixture.h"

using namespace kinora;
using namespace kinora::test;

class DocumentTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void undoes_and_redoes();
    void a_failed_edit_changes_nothing();
    void drags_become_one_step();
    void ids_are_never_given_out_twice();
    void a_closed_project_needs_no_recovery();
    void opens_in_the_background();
    void what_cannot_be_opened_leaves_the_document();
    void leaving_keeps_what_was_not_saved();
    void what_was_discarded_is_a_version();
    void is_open_once();
    void random_edits_can_be_undone();
};

void DocumentTest::undoes_and_redoes() {
    Document document;
    QSignalSpy changes(&document, &Document::changed);
    QSignalSpy modified(&document, &Document::modifiedChanged);
    const auto before = document.snapshot();
    document.apply(QStringLiteral("Add marker"), marker_at(5));
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes[0][0].value<Change>().markers.added.size(), std::size_t{1});
    QVERIFY(document.isModified());
    const auto after = document.snapshot();
    document.undoStack()->undo();
    QCOMPARE(document.snapshot(), before);
    QCOMPARE(changes[1][0].value<Change>().markers.removed.size(), std::size_t{1});
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    QCOMPARE(document.snapshot(), after);
    QCOMPARE(modified.size(), 3);
    QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Add marker"));
    document.apply(QStringLiteral("Nothing"), [](const Project& p) { return p; });
    QCOMPARE(document.undoStack()->count(), 1);
}

void DocumentTest::a_failed_edit_changes_nothing() {
    Document document;
    const auto before = document.snapshot();
    const auto message = message_of<EditError>([&] { document.apply(QStringLiteral("Add marker"), marker_at(-1)); });
    QVERIFY(contains(message, "before the timeline"));
    QCOMPARE(document.snapshot(), before);
    QCOMPARE(document.undoStack()->count(), 0);
}

void DocumentTest::drags_become_one_step() {
    Document document;
    const auto set_seed = [&](std::uint64_t seed) {
        document.apply(QStringLiteral("Seed"),
                       [seed](const Project& p) {
                           GenerateState state = *p.generate;
                           state.settings.seed = seed;
                           return set_generate_state(p, state);
                       },
                       QStringLiteral("seed"));
    };
    set_seed(1);
    set_seed(2);
    set_seed(3);
    QCOMPARE(document.undoStack()->count(), 1);
    document.endMerging();
    set_seed(4);
    QCOMPARE(document.undoStack()->count(), 2);
    document.undoStack()->undo();
    QCOMPARE(document.project().generate->settings.seed, std::uint64_t{3});
    document.undoStack()->undo();
    QCOMPARE(document.project().generate->settings.seed, std::uint64_t{0});
}

void DocumentTest::ids_are_never_given_out_twice() {
    Document document;
    document.apply(QStringLiteral("1"), marker_at(1));
    const MarkerId first = document.project().timeline.markers->front()->id;
    document.undoStack()->undo();
    document.apply(QStringLiteral("2"), marker_at(2));
    QVERIFY(document.project().timeline.markers->front()->id != first);
}

void DocumentTest::a_closed_project_needs_no_recovery() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    {
        Document document;
        document.create(file);
        document.apply(QStringLiteral("1"), marker_at(5));
        document.close();  // without saving
        QVERIFY(!read_journal(file));
        QCOMPARE(load_project(list_versions(file).front().file).timeline.markers->size(), std::size_t{1});
    }
    {
        Document document;
        document.open(file, no_recovery);
        document.apply(QStringLiteral("1"), marker_at(5));
        document.save();
        QVERIFY(saved_within_reason(document));
    }
    Document document;
    document.open(file, no_recovery);
    QCOMPARE(num_markers(document), std::size_t{1});
}

void DocumentTest::opens_in_the_background() {
    const TempFolder folder;
    Document document;
    QSignalSpy opened(&document, &Document::fileChanged);
    document.createInBackground(folder / "one.kinora");
    QCOMPARE(document.opening(), folder / "one.kinora");
    QVERIFY(!document.hasFile());  // nobody waited
    QVERIFY(opened.wait());
    QVERIFY(document.opening().empty());
    document.apply(QStringLiteral("a"), marker_at(1));
    document.save();
    QTRY_VERIFY(!document.isSaving());
    document.openInBackground(folder / "one.kinora", [](const RecoveredProject&) { return false; });
    QTRY_VERIFY(document.hasFile() && document.opening().empty());
    QCOMPARE(num_markers(document), std::size_t{1});
    QVERIFY(!document.undoStack()->canUndo());
}

void DocumentTest::what_cannot_be_opened_leaves_the_document() {
    const TempFolder folder;
    Document document;
    document.create(folder / "one.kinora");
    document.apply(QStringLiteral("a"), marker_at(1));
    write_file_atomically(folder / "broken.kinora", "{");
    QSignalSpy failed(&document, &Document::openFailed);
    document.openInBackground(folder / "broken.kinora", [](const RecoveredProject&) { return true; });
    QVERIFY(failed.wait());
    QVERIFY(failed[0][0].toString().endsWith(QStringLiteral("broken.kinora")));
    QVERIFY(document.opening().empty());
    QCOMPARE(document.file(), folder / "one.kinora");
    QCOMPARE(num_markers(document), std::size_t{1});
    document.createInBackground(folder / "one.kinora");
    QVERIFY(failed.wait());  // it exists
    QCOMPARE(num_markers(document), std::size_t{1});
}

void DocumentTest::leaving_keeps_what_was_not_saved() {
    const TempFolder folder;
    {
        Document document;
        document.create(folder / "one.kinora");
        document.apply(QStringLiteral("a"), marker_at(1));
        document.createInBackground(folder / "two.kinora");
        QTRY_COMPARE(document.file(), folder / "two.kinora");
    }
    Document again;
    again.open(folder / "one.kinora", [](const RecoveredProject&) { return true; });  // its lock was given back
    QCOMPARE(num_markers(again), std::size_t{1});
}

void DocumentTest::what_was_discarded_is_a_version() {
    const TempFolder folder;
    {
        Document document;
        document.create(folder / "one.kinora");
        document.apply(QStringLiteral("a"), marker_at(1));
        document.discard();
        document.createInBackground(folder / "two.kinora");
        QTRY_COMPARE(document.file(), folder / "two.kinora");
    }
    const auto versions = list_versions(folder / "one.kinora");
    QCOMPARE(versions.size(), std::size_t{1});
    QCOMPARE(load_project(versions.front().file).timeline.markers->size(), std::size_t{1});
    Document again;
    again.open(folder / "one.kinora", no_recovery);
    QCOMPARE(num_markers(again), std::size_t{0});
}

void DocumentTest::is_open_once() {
    const TempFolder folder;
    Document first;
    first.create(folder / "clip.kinora");
    Document second;
    QVERIFY(contains(message_of<FileError>([&] { second.open(folder / "clip.kinora", no_recovery); }), "another window"));
    QVERIFY(!second.hasFile());
    first.open(folder / "clip.kinora", no_recovery);  // again in the same window
}

void DocumentTest::random_edits_can_be_undone() {
    const TempFolder folder;
    const auto file = folder / "clip.kinora";
    TestProject t;
    t.put(t.lower, "a", t.film, 0, 60);
    t.put(t.upper, "b", t.photo, 30, 50);
    Document document;
    document.create(file, t.project);
    EditScript script(11);
    for (int i = 0; i < 400; ++i) {
        const auto step = script.next(document.project());
        if (step.after) {
            document.apply(QString::fromStdString(step.name), [&](const Project&) { return *step.after; });
        }
        if (i % 7 == 0) {
            document.undoStack()->undo();
        }
    }
    const Project last = document.project();
    QVERIFY(document.undoStack()->count() > 50);
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    QVERIFY(document.project() == t.project);
    document.undoStack()->setIndex(document.undoStack()->count());
    while (document.undoStack()->canRedo()) {
        document.undoStack()->redo();
    }
    document.save();
    QVERIFY(saved_within_reason(document));
    QVERIFY(load_project(file) == document.project());
    QVERIFY(read_journal(file)->project == document.project());
    QVERIFY(check_invariants(last).empty());
}

KINORA_TEST(DocumentTest)
#include "document_test.moc"

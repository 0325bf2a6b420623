#include "ui/main_window/import_export.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QStandardPaths>
#include <QWidget>

#include "ui/actions/action_registry.h"
#include "ui/dialogs/added_ending.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/main_window/project_files.h"
#include "ui/main_window/sample_project.h"
#include "ui/session/app_settings.h"
#include "ui/session/available_models.h"
#include "ui/session/cut_exchange.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/export_queue.h"
#include "ui/session/recipe_restore.h"
#include "ui/widgets/dragged_files.h"

namespace kinora {

ImportExport::ImportExport(QWidget& window, Document& document, const AvailableModels& models, const AppSettings& settings,
                           ProjectFiles& files, ActionRegistry& actions)
    : QObject(&window),
      window_(window),
      document_(document),
      models_(models),
      files_(files),
      exports_(new ExportQueue((settings.dataFolder() + QStringLiteral("/exports")).toStdString(), this)),
      cuts_(new CutExchange(document, this)),
      recipes_(new RecipeRestore(document, models, this)),
      thread_(std::make_unique<TaskThread>("files")) {
    actions.on(QStringLiteral("file.export"), this, [this] { askForExport(); });
    actions.on(QStringLiteral("file.sample"), this, [this, folder = settings.dataFolder() + QStringLiteral("/sample")] { openSample(folder); });
    actions.on(QStringLiteral("file.exportCut"), this, [this] { askWhereToExportCut(); });
    actions.on(QStringLiteral("file.importCut"), this, [this] {
        askForFile(tr("Import Cut"), tr("OpenTimelineIO (*.otio)"), [this](const QString& file) { cuts_->importFrom(file); });
    });
    actions.on(QStringLiteral("file.takeSettings"), this, [this] {
        askForFile(tr("Take Settings From"), QString(), [this](const QString& file) { recipes_->restore(file); });
    });
    connect(exports_, &ExportQueue::ended, this, [this](qint64 id) {
        const ExportEntry& entry = *exports_->find(id);
        if (entry.state == ExportState::done) {
            const QString name = QString::fromStdString(entry.settings.path.filename().string());
            Q_EMIT said(Saying([name] { return tr("%1 is exported.").arg(name); }));
        } else if (entry.state == ExportState::failed) {
            Q_EMIT said(lineFor(*entry.problem));
        }
    });
    connect(cuts_, &CutExchange::exported, this, [this](const QString& file, const QStringList& leftOut) {
        tell(tr("Export Cut"), Saying([file] { return tr("The cut is in %1.").arg(file); }), leftOut);
    });
    connect(cuts_, &CutExchange::imported, this, [this](const QStringList& leftOut) {
        tell(tr("Import Cut"), [] { return tr("The cut is on tracks of its own, above the others."); }, leftOut);
    });
    connect(cuts_, &CutExchange::failed, this, [this](const Saying& message) { tell(tr("Cut"), message, {message.text()}); });
    connect(recipes_, &RecipeRestore::restored, this, [this](const QStringList& notes) {
        tell(tr("Settings"), [] { return tr("The settings are in the generate panel."); }, notes);
        Q_EMIT settingsTaken();
    });
    connect(recipes_, &RecipeRestore::failed, this, &ImportExport::said);
    window_.setAcceptDrops(true);
    window_.installEventFilter(this);
}

void ImportExport::openSample(const QString& folder) {
    thread_->post([this, folder](const std::stop_token&) {
        QString problem;
        const QString file = unpackSample(folder, problem);
        QMetaObject::invokeMethod(
            this, [this, file, problem] { file.isEmpty() ? tell(tr("Sample Project"), problem, {problem}) : files_.open(file); },
            Qt::QueuedConnection);
    });
}

void ImportExport::openOrImport(const QString& file) {
    if (file.toStdString() == document_.file().string()) {
        return;
    }
    take({file}, false);
}

void ImportExport::take(const QStringList& files, bool isForGeneration) {
    if (files.size() != 1) {
        Q_EMIT mediaGiven(files);
        return;
    }
    const QString& file = files.front();
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending == QStringLiteral("kinora")) {
        files_.open(file);
        return;
    }
    if (ending == QStringLiteral("otio")) {
        cuts_->importFrom(file);
        return;
    }
    thread_->post([this, file, isForGeneration](const std::stop_token& stop) {
        const bool isKinoras = holdsRecipe(file.toStdString(), stop);
        const bool isFolder = QFileInfo(file).isDir();
        QMetaObject::invokeMethod(
            this,
            [this, file, isKinoras, isFrames = isForGeneration && !isFolder] {
                isKinoras ? recipes_->restore(file) : isFrames && takesFrames() ? framesGiven(file) : mediaGiven({file});
            },
            Qt::QueuedConnection);
    });
}

bool ImportExport::takesFrames() const {
    const ModelInfo* model = models_.find(document_.project().generate->model);
    return model == nullptr || model->can_condition_frames;
}

bool ImportExport::isForGeneration(const QPoint& place) const {
    for (const QWidget* at = window_.childAt(place); at != nullptr; at = at->parentWidget()) {
        if (at->objectName() == QStringLiteral("generate") || at->objectName() == QStringLiteral("monitor")) {
            return true;
        }
    }
    return false;
}

QString ImportExport::exportFolder() const {
    return files_.isUntitled() ? QStandardPaths::writableLocation(QStandardPaths::MoviesLocation)
                               : QString::fromStdString(document_.file().parent_path().string());
}

void ImportExport::askForExport() {
    auto* dialog = new ExportDialog(document_, *exports_, exportFolder(), files_.title(), &window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ImportExport::askForFile(const QString& title, const QString& filter, const std::function<void(const QString&)>& use) {
    auto* dialog = new QFileDialog(&window_, title, {}, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, use);
    dialog->open();
}

void ImportExport::askWhereToExportCut() {
    const QStringList formats = {tr("OpenTimelineIO (*.otio)"), tr("Final Cut Pro XML (*.xml)")};
    auto* dialog = new QFileDialog(&window_, tr("Export Cut"), exportFolder());
    dialog->setNameFilters(formats);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("otio"));
    dialog->selectFile(files_.title() + QStringLiteral(".otio"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, formats](const QString& format) {
        dialog->setDefaultSuffix(format == formats.back() ? QStringLiteral("xml") : QStringLiteral("otio"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog](const QString& chosen) { exportCut(chosen, dialog->defaultSuffix()); });
    dialog->open();
}

// What a name ends with says how it is written; where that is neither format, as in "cut 1.5", the chosen one does.
void ImportExport::exportCut(const QString& chosen, const QString& ending) {
    const QString own = QFileInfo(chosen).suffix().toLower();
    if (own == QStringLiteral("otio") || own == QStringLiteral("xml")) {
        cuts_->exportTo(chosen);
        return;
    }
    const QString file = chosen + QLatin1Char('.') + ending;
    writeUnderAddedEnding(window_, tr("Export Cut"), file, [this, file] { cuts_->exportTo(file); });
}

QString ImportExport::goesOnLater() const {
    return exports_->isRunning() ? tr("The export stops; it can go on, from the queue, when Kinora is started again.") : QString();
}

// What was left out has to be read; that everything went well is said in passing.
void ImportExport::tell(const QString& title, const Saying& sentence, const QStringList& notes) {
    Q_EMIT said(sentence);
    if (notes.isEmpty()) {
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Information, title, sentence, QMessageBox::Ok, &window_);
    box->setAttribute(Qt::WA_DeleteOnClose);
    if (notes != QStringList{sentence.text()}) {
        box->setInformativeText(notes.join(QLatin1Char('\n')));
    }
    box->open();
}

bool ImportExport::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove:
            if (auto* drag = static_cast<QDragMoveEvent*>(event); !draggedFiles(*drag->mimeData()).isEmpty()) {
                drag->setDropAction(Qt::CopyAction);
                drag->accept();
                return true;
            }
            break;
        case QEvent::Drop:
            if (auto* drop = static_cast<QDropEvent*>(event); !draggedFiles(*drop->mimeData()).isEmpty()) {
                drop->setDropAction(Qt::CopyAction);
                drop->accept();
                take(draggedFiles(*drop->mimeData()), isForGeneration(drop->position().toPoint()));
                return true;
            }
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace kinora

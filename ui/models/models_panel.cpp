#include "ui/models/models_panel.h"

#include <QAction>
#include <QDesktopServices>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

#include "core/generation/memory_prediction.h"
#include "ui/actions/action_registry.h"
#include "ui/generate/model_picker.h"
#include "ui/language/sentence_text.h"
#include "ui/session/app_settings.h"
#include "ui/session/error_text.h"
#include "ui/session/available_models.h"
#include "ui/session/model_verification.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/problem_row.h"
#include "ui/widgets/room_in_row.h"

namespace kinora {

namespace {

constexpr int nameRole = Qt::UserRole + 1;

QString line(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td style=\"padding-right:10px\">%1</td><td>%2</td></tr>").arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

}  // namespace

ModelsPanel::ModelsPanel(AvailableModels& models, ModelVerification& verification, AppSettings& settings, ActionRegistry& actions,
                         QWidget* parent)
    : QWidget(parent), models_(models), verification_(verification), settings_(settings), actions_(actions) {
    build();
    connect(list_, &QTreeWidget::currentItemChanged, this, &ModelsPanel::showCurrent);
    connect(&models_, &AvailableModels::memoryChanged, this, &ModelsPanel::showCurrent);
    connect(use_, &QPushButton::clicked, this, [this] { Q_EMIT useWanted(QString::fromStdString(current()->name)); });
    connect(licence_, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(current()->licence_file->string())));
    });
    connect(verify_, &QPushButton::clicked, this, &ModelsPanel::askForReference);
    connect(&verification_, &ModelVerification::finished, this,
            [this](const QString& folder, const std::vector<StageVerdict>& verdicts) { setVerification(folder, {.verdicts = verdicts}); });
    connect(&verification_, &ModelVerification::failed, this,
            [this](const QString& folder, const ErrorRecord& error) { setVerification(folder, {.problem = error}); });
    connect(problem_, &ProblemRow::fixWanted, this, [this](Fix fix) {
        fix == Fix::retry ? actions_.action(QStringLiteral("models.refresh"))->trigger() : Q_EMIT fixWanted(fix);
    });
    connect(addFolder_, &QPushButton::clicked, actions_.action(QStringLiteral("models.addFolder")), &QAction::trigger);
    connect(refresh_, &QPushButton::clicked, actions_.action(QStringLiteral("models.refresh")), &QAction::trigger);
    connect(removeFolder_, &QPushButton::clicked, this, [this] {
        if (folders_->currentItem() != nullptr) {
            QStringList folders = settings_.modelFolders();
            folders.removeAll(folders_->currentItem()->data(Qt::UserRole).toString());
            settings_.setModelFolders(folders);
        }
    });
    connect(folders_, &QListWidget::currentRowChanged, this, [this](int row) { removeFolder_->setEnabled(row >= 0); });
    connect(&settings_, &AppSettings::modelFoldersChanged, this, &ModelsPanel::fill);
    connect(&models_, &AvailableModels::changed, this, &ModelsPanel::fill);
    retranslate();
}

void ModelsPanel::build() {
    auto* layout = new QVBoxLayout(this);
    state_ = new QLabel(this);
    state_->setWordWrap(true);
    problem_ = new ProblemRow(this);
    list_ = new QTreeWidget(this);
    list_->setRootIsDecorated(false);
    list_->setAlternatingRowColors(true);
    list_->setColumnCount(2);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    details_ = new QTextBrowser(this);
    auto* buttons = new QHBoxLayout;
    use_ = new QPushButton(this);
    licence_ = new QPushButton(this);
    verify_ = new QPushButton(icons::icon(QStringLiteral("verify")), QString(), this);
    refresh_ = new QPushButton(icons::icon(QStringLiteral("refresh")), QString(), this);
    buttons->addWidget(use_);
    buttons->addWidget(licence_);
    buttons->addWidget(verify_);
    buttons->addStretch();
    foldersTitle_ = new QLabel(this);
    foldersTitle_->setWordWrap(true);
    folders_ = new QListWidget(this);
    folders_->setMaximumHeight(72);
    foldersTitle_->setBuddy(folders_);
    auto* folderButtons = new QHBoxLayout;
    addFolder_ = new QPushButton(icons::icon(QStringLiteral("add")), QString(), this);
    removeFolder_ = new QPushButton(icons::icon(QStringLiteral("remove")), QString(), this);
    folderButtons->addWidget(addFolder_);
    folderButtons->addWidget(removeFolder_);
    folderButtons->addStretch();
    folderButtons->addWidget(refresh_);
    layout->addWidget(state_);
    layout->addWidget(problem_);
    layout->addWidget(list_, 2);
    layout->addWidget(details_, 3);
    layout->addLayout(buttons);
    layout->addWidget(foldersTitle_);
    layout->addWidget(folders_);
    layout->addLayout(folderButtons);
    room_ = new RoomInRow(*this, *buttons);
    room_->mayHide(licence_);
    folderRoom_ = new RoomInRow(*this, *folderButtons);
    folderRoom_->mayHide(refresh_);
}

QSize ModelsPanel::minimumSizeHint() const {
    return {std::max(room_->leastWidth(), folderRoom_->leastWidth()), QWidget::minimumSizeHint().height()};
}

std::vector<ButtonCommand> ModelsPanel::buttonCommands() const {
    return {{"models.use", use_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "No model that can be run is chosen.")},
            {"models.licence", licence_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "The chosen model has no licence file.")},
            {"models.verify", verify_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "No model that can be run is chosen, or it is being verified.")}};
}

void ModelsPanel::fill() {
    const QString selected = list_->currentItem() == nullptr ? QString() : list_->currentItem()->data(0, nameRole).toString();
    list_->clear();
    for (const ModelInfo& model : models_.models()) {
        const QString shown = QString::fromStdString(model.display_name.empty() ? model.name : model.display_name);
        auto* item = new QTreeWidgetItem(list_, {shown, model.problem ? tr("Cannot be run") : tr("Ready")});
        item->setIcon(0, icons::icon(model.problem ? QStringLiteral("warning") : QStringLiteral("model")));
        item->setData(0, nameRole, QString::fromStdString(model.folder.string()));
        item->setToolTip(0, QString::fromStdString(model.folder.string()));
        if (item->data(0, nameRole).toString() == selected) {
            list_->setCurrentItem(item);
        }
    }
    if (list_->currentItem() == nullptr) {
        list_->setCurrentItem(list_->topLevelItem(0));
    }
    fillFolders();
    const bool isLooking = models_.isLooking() || !models_.hasLooked();
    state_->setText(isLooking ? tr("Looking for models\u2026")
                              : tr("No model was found. Add the folder of one, which holds a file model_index.json, or a folder of such folders."));
    state_->setVisible(isLooking || (models_.models().empty() && !models_.problem()));
    showProblem();
    showCurrent();
}

void ModelsPanel::fillFolders() {
    folders_->clear();
    for (const QString& folder : settings_.modelFolders()) {
        const QString verdict = models_.isLooking() ? QString() : verdictOn(folder);
        auto* item = new QListWidgetItem(verdict.isEmpty() ? folder : tr("%1: %2").arg(folder, verdict), folders_);
        item->setData(Qt::UserRole, folder);
        item->setToolTip(item->text());
        item->setIcon(icons::icon(verdict.isEmpty() ? QStringLiteral("folder") : QStringLiteral("warning")));
    }
    removeFolder_->setEnabled(false);
}

QString ModelsPanel::verdictOn(const QString& folder) const {
    const std::optional<ModelFolderState> state = models_.stateOf(folder.toStdString());
    if (!state) {
        return {};
    }
    switch (*state) {
        case ModelFolderState::missing:
            return tr("is not there");
        case ModelFolderState::unreadable:
            return tr("cannot be read");
        case ModelFolderState::empty:
            return tr("holds no model");
        case ModelFolderState::holdsModels:
            break;
    }
    return {};
}

void ModelsPanel::showProblem() {
    if (!models_.problem()) {
        problem_->clear();
        return;
    }
    ErrorText text = describe(*models_.problem());
    if (text.fix == Fix::models) {
        text.fix = Fix::none;  // they are open
    }
    problem_->show(text);
}

const ModelInfo* ModelsPanel::current() const {
    if (list_->currentItem() == nullptr) {
        return nullptr;
    }
    const std::string folder = list_->currentItem()->data(0, nameRole).toString().toStdString();
    for (const ModelInfo& model : models_.models()) {
        if (model.folder == folder) {
            return &model;
        }
    }
    return nullptr;
}

void ModelsPanel::showCurrent() {
    const ModelInfo* model = current();
    use_->setEnabled(model != nullptr && !model->problem);
    licence_->setEnabled(model != nullptr && model->licence_file.has_value());
    const QString folder = model == nullptr ? QString() : QString::fromStdString(model->folder.string());
    const auto verification = verifications_.find(folder);
    const bool isKnown = verification != verifications_.end();
    verify_->setEnabled(model != nullptr && !model->problem && !(isKnown && verification->second.isUnderWay));
    const QString verified = isKnown ? verificationText(verification->second) : QString();
    const QString details = model == nullptr ? QString() : verified + description(*model);
    if (details != shownDetails_) {  // who reads stays where they are
        shownDetails_ = details;
        details_->setHtml(details);
    }
}

void ModelsPanel::setVerification(const QString& folder, VerificationState state) {
    verifications_[folder] = std::move(state);
    showCurrent();
}

void ModelsPanel::askForReference() {
    const std::filesystem::path folder = current()->folder;
    auto* dialog = new QFileDialog(window(), tr("Reference to Compare With"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Reference files (*.safetensors)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, folder](const QString& file) {
        setVerification(QString::fromStdString(folder.string()), {.isUnderWay = true});
        verification_.start(folder, file.toStdString());
    });
    dialog->open();
}

QString ModelsPanel::description(const ModelInfo& model) const {
    const QLocale locale;
    const QString shown = QString::fromStdString(model.display_name.empty() ? model.name : model.display_name);
    QString text = QStringLiteral("<h3>%1</h3>").arg(shown.toHtmlEscaped());
    if (model.problem) {
        return text + QStringLiteral("<p>%1</p><p>%2</p>")
                          .arg(sentenceText(*model.problem).toHtmlEscaped(),
                               QString::fromStdString(model.folder.string()).toHtmlEscaped());
    }
    text += QStringLiteral("<table>");
    text += line(tr("Can do"), ModelPicker::summary(model));
    text += line(tr("Usual"), tr("%1 \u00d7 %2, %3 frames, %4 steps")
                                  .arg(model.defaults.width)
                                  .arg(model.defaults.height)
                                  .arg(model.defaults.num_frames)
                                  .arg(model.defaults.num_inference_steps));
    text += line(tr("Sizes"), tr("multiples of %1 pixels").arg(model.size_multiple));
    text += line(tr("Lengths"), tr("1 + a multiple of %1 frames").arg(model.frame_multiple));
    if (models_.compute()) {
        const ComputeStatus& compute = *models_.compute();
        const MemoryAssessment memory = assess_memory(model, model.defaults, compute.dtype, compute.free_bytes, models_.heldBytes(model));
        text += line(tr("Memory"), (memory.streams_weights ? tr("about %1; fits if weights are read again at every step")
                                        : memory.fits        ? tr("about %1; fits")
                                                             : tr("about %1; does not fit its usual size"))
                                       .arg(locale.formattedDataSize(memory.needed_bytes)));
    }
    for (const ModelComponent& component : model.components) {
        const QString className = QString::fromStdString(component.class_name);
        const QString millions = locale.toString(static_cast<double>(component.parameters) / 1e6, 'f', 1);
        text += line(QString::fromStdString(component.name),
                     component.parameters == 0
                         ? className
                         : tr("%1, %2 M parameters, %3").arg(className, millions, QString::fromStdString(component.dtype)));
    }
    text += line(tr("Folder"), QString::fromStdString(model.folder.string()));
    text += line(tr("Fingerprint"), QString::fromStdString(model.fingerprint));
    return text + QStringLiteral("</table>");
}

void ModelsPanel::askForFolder() {
    auto* dialog = new QFileDialog(window(), tr("Add Model Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        QStringList folders = settings_.modelFolders();
        if (!folders.contains(folder)) {
            settings_.setModelFolders(folders << folder);
        }
    });
    dialog->open();
}

void ModelsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void ModelsPanel::retranslate() {
    list_->setHeaderLabels({tr("Model"), tr("State")});
    list_->setAccessibleName(tr("Models"));
    details_->setAccessibleName(tr("About the model"));
    use_->setText(tr("Use"));
    licence_->setText(tr("Licence"));
    verify_->setText(tr("Verify\u2026"));
    verify_->setToolTip(tr("Compares the model's numbers with those of its reference implementation"));
    refresh_->setText(tr("Look Again"));
    foldersTitle_->setText(tr("Folders to look in, besides the Hugging Face cache:"));
    folders_->setAccessibleName(tr("Model folders"));
    addFolder_->setText(tr("Add\u2026"));
    removeFolder_->setText(tr("Remove"));
    fill();
}

}  // namespace kinora

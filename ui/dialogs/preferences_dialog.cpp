#include "ui/dialogs/preferences_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/language/language.h"
#include "ui/session/app_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/room_for_words.h"

namespace kinora {

PreferencesDialog::PreferencesDialog(AppSettings& settings, QWidget* parent) : QDialog(parent), settings_(settings) {
    auto* layout = new QVBoxLayout(this);
    form_ = new QWidget(this);
    layout->addWidget(form_);
    layout->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(460);
    new RoomForWords(*this);
    build();
}

void PreferencesDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        // Where the language was chosen, it can be chosen again.
        auto* anew = new QWidget(this);
        delete layout()->replaceWidget(form_, anew);
        delete form_;
        form_ = anew;
        build();
        language_->setFocus();
    }
}

void PreferencesDialog::build() {
    AppSettings& settings = settings_;
    setWindowTitle(tr("Preferences"));
    auto* form = new QFormLayout(form_);
    form->setContentsMargins(0, 0, 0, 0);
    auto* theme = new QComboBox(form_);
    theme->addItem(tr("Dark"), QStringLiteral("dark"));
    theme->addItem(tr("Light"), QStringLiteral("light"));
    theme->setCurrentIndex(theme->findData(settings.theme()));
    form->addRow(tr("Theme"), theme);
    language_ = new QComboBox(form_);
    language_->addItem(tr("As the system"), QString());
    for (const Language::Choice& choice : Language::choices()) {
        language_->addItem(choice.name, choice.code);
    }
    language_->setCurrentIndex(language_->findData(settings.language()));
    form->addRow(tr("Language"), language_);
    auto* device = new QComboBox(form_);
    device->addItem(tr("The best there is"), QString());
    device->addItem(tr("Processor"), QStringLiteral("cpu"));
    device->addItem(tr("Graphics card"), QStringLiteral("cuda"));
    device->setCurrentIndex(qMax(device->findData(settings.device()), 0));
    form->addRow(tr("Compute on"), device);
    auto* previews = new QCheckBox(tr("Show what a generation will become while it runs"), form_);
    previews->setChecked(settings.previewsEnabled());
    form->addRow(tr("Previews"), previews);
    auto* journal = new QSpinBox(form_);
    journal->setRange(1, 1000);
    journal->setSuffix(tr(" GB"));
    journal->setValue(settings.journalGigabytes());
    form->addRow(tr("Keep steps up to"), journal);
    auto* hint = new QLabel(tr("Steps make it possible to pause, to go on after a crash, and to branch. The limit counts from the next start."), form_);
    hint->setWordWrap(true);
    hint->setFont(theme::smallFont(font()));
    form->addRow(QString(), hint);
    auto* folder = new QLineEdit(settings.dataFolder(), form_);
    folder->setReadOnly(true);
    form->addRow(tr("Data folder"), folder);
    for (QWidget* field : std::initializer_list<QWidget*>{theme, language_, device, previews, journal, folder}) {
        field->setAccessibleName(qobject_cast<QLabel*>(form->labelForField(field))->text());
    }
    connect(theme, &QComboBox::activated, this, [theme, &settings] { settings.setTheme(theme->currentData().toString()); });
    connect(language_, &QComboBox::activated, this, [this] { settings_.setLanguage(language_->currentData().toString()); });
    connect(device, &QComboBox::activated, this, [device, &settings] { settings.setDevice(device->currentData().toString()); });
    connect(previews, &QCheckBox::toggled, this, [&settings](bool isOn) { settings.setPreviewsEnabled(isOn); });
    connect(journal, &QSpinBox::valueChanged, this, [&settings](int gigabytes) { settings.setJournalGigabytes(gigabytes); });
}

}  // namespace kinora

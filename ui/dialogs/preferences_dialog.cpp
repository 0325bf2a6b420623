#include "ui/dialogs/preferences_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/language/language.h"
#include "ui/session/app_settings.h"
#include "ui/theme/theme.h"

namespace kinora {

PreferencesDialog::PreferencesDialog(AppSettings& settings, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Preferences"));
    auto* layout = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    layout->addLayout(form);

    auto* theme = new QComboBox(this);
    theme->addItem(tr("Dark"), QStringLiteral("dark"));
    theme->addItem(tr("Light"), QStringLiteral("light"));
    theme->setCurrentIndex(theme->findData(settings.theme()));
    form->addRow(tr("Theme"), theme);
    auto* language = new QComboBox(this);
    language->addItem(tr("As the system"), QString());
    for (const Language::Choice& choice : Language::choices()) {
        language->addItem(choice.name, choice.code);
    }
    language->setCurrentIndex(language->findData(settings.language()));
    form->addRow(tr("Language"), language);
    auto* device = new QComboBox(this);
    device->addItem(tr("The best there is"), QString());
    device->addItem(tr("Processor"), QStringLiteral("cpu"));
    device->addItem(tr("Graphics card"), QStringLiteral("cuda"));
    device->setCurrentIndex(qMax(device->findData(settings.device()), 0));
    form->addRow(tr("Compute on"), device);
    auto* previews = new QCheckBox(tr("Show what a generation will become while it runs"), this);
    previews->setChecked(settings.previewsEnabled());
    form->addRow(tr("Previews"), previews);
    auto* journal = new QSpinBox(this);
    journal->setRange(1, 1000);
    journal->setSuffix(tr(" GB"));
    journal->setValue(settings.journalGigabytes());
    form->addRow(tr("Keep steps up to"), journal);
    auto* hint = new QLabel(tr("Steps make it possible to pause, to go on after a crash, and to branch. The limit counts from the next start."), this);
    hint->setWordWrap(true);
    hint->setFont(theme::smallFont(font()));
    form->addRow(QString(), hint);
    auto* folder = new QLineEdit(settings.dataFolder(), this);
    folder->setReadOnly(true);
    form->addRow(tr("Data folder"), folder);
    for (QWidget* field : std::initializer_list<QWidget*>{theme, language, device, previews, journal, folder}) {
        field->setAccessibleName(qobject_cast<QLabel*>(form->labelForField(field))->text());
    }
    layout->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    layout->addWidget(buttons);
    setMinimumWidth(460);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(theme, &QComboBox::activated, this, [theme, &settings] { settings.setTheme(theme->currentData().toString()); });
    connect(language, &QComboBox::activated, this, [language, &settings] { settings.setLanguage(language->currentData().toString()); });
    connect(device, &QComboBox::activated, this, [device, &settings] { settings.setDevice(device->currentData().toString()); });
    connect(previews, &QCheckBox::toggled, this, [&settings](bool isOn) { settings.setPreviewsEnabled(isOn); });
    connect(journal, &QSpinBox::valueChanged, this, [&settings](int gigabytes) { settings.setJournalGigabytes(gigabytes); });
}

}  // namespace kinora

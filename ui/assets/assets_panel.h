// The media of the project: imported files and takes, with where each is used and what is missing.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/assets/asset_row.h"

class QLabel;
class QListView;

namespace kinora {

class ActionRegistry;
class AssetModel;

class AssetsPanel : public QWidget {
    Q_OBJECT

 public:
    explicit AssetsPanel(ActionRegistry& actions, QWidget* parent = nullptr);

    AssetModel& model() { return *model_; }
    // Those that are selected, in the order of the list.
    std::vector<MediaRef> selected() const;
    void select(const MediaRef& media);
    // Which commands make sense for what is selected and what there is.
    void refreshActions();

 Q_SIGNALS:
    void filesDropped(const QStringList& files);
    void opened(const kinora::MediaRef& media);  // by a double click
    void languageChanged();                      // the rows want new texts

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void build();
    void retranslate();

    ActionRegistry& actions_;
    AssetModel* model_;
    QListView* list_ = nullptr;
    QLabel* empty_ = nullptr;
};

}  // namespace kinora

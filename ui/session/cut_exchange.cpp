#include "ui/session/cut_exchange.h"

#include <QFileInfo>

#include <exception>
#include <filesystem>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/project/edits/take_edits.h"
#include "core/project/interchange/fcp_xml.h"
#include "core/project/interchange/otio.h"
#include "core/render/cut_sound.h"
#include "ui/language/sentence_text.h"
#include "ui/session/document.h"
#include "ui/session/error_text.h"
#include "ui/session/media_import.h"

namespace kinora {

namespace {

bool isFcpXml(const QString& file) {
    return QFileInfo(file).suffix().compare(QStringLiteral("xml"), Qt::CaseInsensitive) == 0;
}

QStringList sentenceTexts(const std::vector<Sentence>& sentences) {
    QStringList texts;
    for (const Sentence& sentence : sentences) {
        texts << sentenceText(sentence);
    }
    return texts;
}

}  // namespace

struct CutExchange::ReadCut {
    Cut cut;
    std::vector<std::optional<Asset>> assets;  // for each of cut.media: what was brought in
    QStringList leftOut;
};

CutExchange::CutExchange(Document& document, QObject* parent)
    : QObject(parent), document_(document), thread_(std::make_unique<TaskThread>("cuts")) {
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) { session_ += isMoved ? 0 : 1; });
}

CutExchange::~CutExchange() {
    thread_.reset();
}

void CutExchange::exportTo(const QString& file) {
    thread_->post([this, file, project = document_.snapshot(), mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::vector<Sentence> leftOut;
        Saying problem;
        try {
            Cut cut = cut_of(*project, mediaFolder);
            if (isFcpXml(file)) {
                count_sound_channels(cut, stop);
                leftOut = write_fcp_xml(cut, file.toStdString());
            } else {
                write_otio(cut, file.toStdString());
            }
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            problem = sayingOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, file, leftOut, problem] {
                if (problem.isEmpty()) {
                    Q_EMIT exported(file, sentenceTexts(leftOut));
                } else {
                    Q_EMIT failed(problem);
                }
            },
            Qt::QueuedConnection);
    });
}

void CutExchange::importFrom(const QString& file) {
    thread_->post([this, file, session = session_, project = document_.snapshot(), open = document_.file(),
                   mediaFolder = document_.mediaFolder()](const std::stop_token& stop) {
        std::optional<ReadCut> read;
        Saying problem;
        try {
            read = ReadCut{.cut = read_otio(file.toStdString())};
            const std::vector<MediaRef> known = find_cut_media(*project, mediaFolder, read->cut);
            for (std::size_t i = 0; i < read->cut.media.size(); ++i) {
                read->assets.emplace_back();
                if (is_set(known[i])) {
                    continue;
                }
                try {
                    read->assets.back() = importFile(read->cut.media[i].file, mediaFolder, *project, stop);
                } catch (const Error& error) {
                    read->leftOut << messageOf(error);
                }
            }
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            read.reset();
            problem = sayingOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, read, problem, open, session, file] {
                if (!read) {
                    Q_EMIT failed(problem);
                } else if (open == document_.file()) {
                    add(*read, QFileInfo(file).fileName());
                } else if (session == session_) {
                    importFrom(file);  // the project was saved under another name meanwhile: its media go into that folder
                }
            },
            Qt::QueuedConnection);
    });
}

void CutExchange::add(const ReadCut& read, const QString& name) {
    QStringList leftOut = read.leftOut + sentenceTexts(read.cut.left_out);
    try {
        document_.apply(tr("Import %1").arg(name), [&](const Project& project) {
            Project result = project;
            std::vector<MediaRef> media = find_cut_media(project, document_.mediaFolder(), read.cut);
            for (std::size_t i = 0; i < media.size(); ++i) {
                const std::optional<Asset>& asset = read.assets[i];
                if (is_set(media[i]) || !asset) {
                    continue;
                }
                if (!asset->id.is_set() || find_asset(result, asset->id) == nullptr) {
                    result = add_asset(result, *asset);
                    media[i] = result.assets->back()->id;
                } else {
                    media[i] = asset->id;
                }
            }
            AddedCut added = add_cut(result, read.cut, media);
            leftOut << sentenceTexts(added.left_out);
            return added.project;
        });
    } catch (const EditError& error) {
        Q_EMIT failed(sayingOf(error));
        return;
    }
    Q_EMIT imported(leftOut);
}

}  // namespace kinora

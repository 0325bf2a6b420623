#include "ui/session/error_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <tuple>

#include "core/base/error.h"
#include "ui/language/sentence_text.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::ErrorText)
};

QString field(const ErrorRecord& error, const char* name) {
    const auto found = error.fields.find(name);
    return found == error.fields.end() ? QString() : QString::fromStdString(found->second);
}

ErrorText fileText(const ErrorRecord& error) {
    return {Words::tr("File problem"), Words::tr("%1 cannot be read or written.").arg(field(error, "path")),
            Words::tr("Check that the disk has room and that the folder may be written to."), Fix::retry, Words::tr("Try again"), {}};
}

// What makes a generation need less. Where decoding ran out of memory, all steps are there, and only that is done again.
void offerLessMemory(const ErrorRecord& error, ErrorText& text) {
    const auto smaller = std::pair(Fix::smaller, Words::tr("Retry smaller"));
    const auto shorter = std::pair(Fix::shorter, Words::tr("Retry shorter"));
    text.hint = Words::tr("Lower the size or the length, or close other programs.");
    std::tie(text.fix, text.fixText) = smaller;
    text.others = {shorter};
    if (field(error, "stage") == QStringLiteral("decode") && field(error, "is_tiled").isEmpty()) {
        text.hint = Words::tr("The steps made so far are kept; decoding in tiles goes on from them and needs less.");
        std::tie(text.fix, text.fixText) = std::pair(Fix::tileDecode, Words::tr("Tile the decode"));
        text.others = {smaller, shorter};
    }
    text.others.emplace_back(Fix::ignoreMemory, Words::tr("Run although memory is short"));
}

ErrorText memoryText(const ErrorRecord& error) {
    const qint64 needed = field(error, "needed_bytes").toLongLong();
    const qint64 free = field(error, "free_bytes").toLongLong();
    const QLocale locale;
    ErrorText text = {Words::tr("Not enough memory"), Words::tr("There is not enough memory for this size and length."), {}, Fix::none, {}, {}};
    if (needed > 0 && free > 0) {
        text.sentence = Words::tr("About %1 are needed and %2 are free.").arg(locale.formattedDataSize(needed), locale.formattedDataSize(free));
    } else if (field(error, "stage") == QStringLiteral("decode")) {
        text.sentence = Words::tr("Memory ran out while the frames were decoded.");
    }
    offerLessMemory(error, text);
    return text;
}

ErrorText workerText(const ErrorRecord& error) {
    using Cause = WorkerDied::Cause;
    ErrorText text = {Words::tr("The model process ended"), {}, Words::tr("The steps made so far are kept; trying again goes on from the last one."),
                      Fix::retry, Words::tr("Try again"), {}};
    const QString status = field(error, "status");
    switch (static_cast<Cause>(field(error, "cause").toInt())) {
        case Cause::not_started:
            text.title = Words::tr("The model process does not start");
            text.sentence = Words::tr("The program that runs models could not be started.");
            text.hint = Words::tr("Look for kinora-cli beside the program; the log says more.");
            text.fix = Fix::log;
            text.fixText = Words::tr("Show log");
            break;
        case Cause::exited:
            text.sentence = Words::tr("It ended by itself with status %1.").arg(status);
            break;
        case Cause::killed_by_signal:
            text.sentence = Words::tr("It was ended by signal %1.").arg(status);
            break;
        case Cause::out_of_memory:
            text.sentence = Words::tr("The system ended it because memory ran out.");
            offerLessMemory(error, text);
            break;
        default:
            text.sentence = Words::tr("It gave an answer that was not understood.");
            break;
    }
    return text;
}

ErrorText requestText(const ErrorRecord& error) {
    const QString name = field(error, "field");
    ErrorText text = {Words::tr("This cannot be generated"), messageOf(error), {}, Fix::none, {}, {}};
    if (name == QStringLiteral("prompt")) {
        text.sentence = Words::tr("The prompt is empty.");
        text.hint = Words::tr("Describe what the video should show.");
    } else if (name == QStringLiteral("model")) {
        text.sentence = Words::tr("This model cannot be run: %1.").arg(messageOf(error));
        text.hint = Words::tr("Choose another model, or add a folder with models.");
        text.fix = Fix::models;
        text.fixText = Words::tr("Open models");
    } else if (name == QStringLiteral("no_model")) {
        text.sentence = Words::tr("There is no model that can be run.");
        text.hint = Words::tr("Add a folder with models.");
        text.fix = Fix::models;
        text.fixText = Words::tr("Open models");
    } else if (name == QStringLiteral("branch")) {
        text.sentence = Words::tr("The step to go on from is not kept any more.");
        text.hint = Words::tr("Start the generation anew.");
    } else if (name == QStringLiteral("branch_shape")) {
        text.sentence = Words::tr("A branch keeps the model, the size and the length of its job.");
        text.hint = Words::tr("Set them back, or cancel the branch.");
    }
    return text;
}

}  // namespace

QString messageOf(const ErrorRecord& error) {
    if (!error.sentence) {
        return QString::fromStdString(error.message);
    }
    const std::string english = error.sentence->in_english();
    const bool isAtTheEnd = error.message.ends_with(english);
    const std::string place = isAtTheEnd ? error.message.substr(0, error.message.size() - english.size()) : std::string();
    return QString::fromStdString(place) + sentenceText(*error.sentence);
}

QString messageOf(const std::exception& error) {
    return messageOf(record_of(error));
}

Saying sayingOf(const std::exception& error) {
    return [record = record_of(error)] { return messageOf(record); };
}

ErrorText describe(const ErrorRecord& error) {
    ErrorText text;
    if (error.kind == "file") {
        text = fileText(error);
    } else if (error.kind == "out_of_memory") {
        text = memoryText(error);
    } else if (error.kind == "worker_died") {
        text = workerText(error);
    } else if (error.kind == "invalid_request") {
        text = requestText(error);
    } else if (error.kind == "checkpoint") {
        text = {Words::tr("Damaged model"), Words::tr("%1 is not what it should be.").arg(field(error, "path")),
                Words::tr("Get the file again, or choose another model."), Fix::models, Words::tr("Open models"), {}};
    } else if (error.kind == "unsupported_model") {
        text = {Words::tr("Unknown kind of model"), Words::tr("Kinora cannot run this model."), Words::tr("Choose another model."), Fix::models,
                Words::tr("Open models"), {}};
    } else if (error.kind == "device") {
        text = {Words::tr("The device failed"), Words::tr("The device that computes reported an error."),
                Words::tr("Trying again starts a fresh model process."), Fix::retry, Words::tr("Try again"), {}};
    } else if (error.kind == "media") {
        text = {Words::tr("Media problem"), Words::tr("%1 cannot be read or written.").arg(field(error, "path")),
                Words::tr("Check that the file is there and that the disk has room."), Fix::retry, Words::tr("Try again"), {}};
    } else if (error.kind == "project_format") {
        text = {Words::tr("The project cannot be opened"), messageOf(error), {}, Fix::none, {}, {}};
    } else if (error.kind == "edit") {
        text = {Words::tr("This cannot be done"), messageOf(error), {}, Fix::none, {}, {}};
    } else {
        text = {Words::tr("Something went wrong"), messageOf(error), Words::tr("The log says more."), Fix::log, Words::tr("Show log"), {}};
    }
    text.details = messageOf(error);
    return text;
}

Saying lineFor(const ErrorRecord& error) {
    return [error] {
        const ErrorText text = describe(error);
        const QString path = field(error, "path");
        const QString place = path.isEmpty() ? path : path + QStringLiteral(": ");
        if (error.fields.contains("path") && text.details.startsWith(place)) {  // one of the two names the file
            return error.sentence || text.sentence == text.details ? text.details
                                                                   : Words::tr("%1 (%2)").arg(text.sentence, text.details.mid(place.size()));
        }
        return text.sentence == text.details ? Words::tr("%1: %2").arg(text.title, text.details)
                                             : Words::tr("%1 (%2)").arg(text.sentence, text.details);
    };
}

Saying lineFor(const std::exception& error) {
    return lineFor(record_of(error));
}

}  // namespace kinora

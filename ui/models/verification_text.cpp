#include "ui/models/verification_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/language/sentence_text.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::Verification)
};

QString sentence(const VerificationState& state) {
    if (state.isUnderWay) {
        return Words::tr("Comparing with the reference\u2026");
    }
    if (state.problem) {
        const ErrorText text = describe(*state.problem);
        return Words::tr("It could not be verified. %1").arg(text.details);
    }
    if (state.agrees()) {
        return Words::tr("Verified: %n stage(s) agree with the reference.", nullptr, static_cast<int>(state.verdicts.size()));
    }
    const auto differing = std::ranges::count(state.verdicts, false, &StageVerdict::is_ok);
    return state.verdicts.empty() ? Words::tr("The reference file has no stage of this model.")
                                  : Words::tr("It differs from the reference in %n stage(s).", nullptr, static_cast<int>(differing));
}

QString row(const QStringList& cells, const QString& tag) {
    QString text = QStringLiteral("<tr>");
    for (const QString& cell : cells) {
        text += QStringLiteral("<%1 align=\"left\" style=\"padding-right:10px\">%2</%1>").arg(tag, cell.toHtmlEscaped());
    }
    return text + QStringLiteral("</tr>");
}

}  // namespace

bool VerificationState::agrees() const {
    return !isUnderWay && !problem && !verdicts.empty() && std::ranges::all_of(verdicts, &StageVerdict::is_ok);
}

QString verificationText(const VerificationState& state) {
    QString text = QStringLiteral("<h4>%1</h4>").arg(sentence(state).toHtmlEscaped());
    if (state.verdicts.empty()) {
        return text;
    }
    const QLocale locale;
    text += QStringLiteral("<table>") +
            row({Words::tr("Stage"), Words::tr("Largest error"), Words::tr("Tolerance"), Words::tr("Verdict")}, QStringLiteral("th"));
    for (const StageVerdict& verdict : state.verdicts) {
        const QString reason = verdict.reason ? sentenceText(*verdict.reason) : Words::tr("differs");
        text += row({QString::fromStdString(verdict.stage), locale.toString(verdict.max_abs_error, 'e', 2),
                     locale.toString(verdict.tolerance, 'e', 2), verdict.is_ok ? Words::tr("agrees") : reason},
                    QStringLiteral("td"));
    }
    return text + QStringLiteral("</table>");
}

}  // namespace kinora

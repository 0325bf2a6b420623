// A job in words.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

#include "core/engine/engine.h"
#include "ui/session/error_text.h"

namespace kinora::job_text {

QString title(const Job& job);  // the beginning of its prompt
QString state(JobState state);
QString stage(Stage stage);
QString duration(double seconds);

// "Denoising · step 5 of 24 · 12 s left", "Waiting · 2nd in line", …
QString status(const Job& job, const EngineSnapshot& snapshot);

// What the queue has left to do, for somebody who ends the program; empty where that is nothing, or held back.
QString goesOnLater(const EngineSnapshot& snapshot);

// What went wrong with a failed job, with the ways out that this job has.
ErrorText problem(const Job& job);

// What the running job has to say besides, such as that its prompt is cut. A sentence each.
QStringList notices(const JobProgress& progress);

// 0 … 1 of the running job's whole way; nothing where it is not known.
std::optional<double> progress(const JobProgress& progress);

}  // namespace kinora::job_text

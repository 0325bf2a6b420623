// Where the take of a job belongs, kept with the job so that it survives the program.
#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/project/project.h"

namespace kinora {

struct JobContext {
    std::filesystem::path project;  // the file
    std::optional<GenerationPart> origin;
    GenerationId generation;  // of the timeline that waits for the take, if any
    std::string token;        // of that generation
    std::size_t part = 0;     // of that generation
    Project media;  // only the media that the origin refers to

    // The job's file before it becomes a take of the project.
    static std::filesystem::path incomingFile(const std::filesystem::path& mediaFolder, std::int64_t job);
    // The incoming ones that are there, by job.
    static std::map<std::int64_t, std::filesystem::path> incomingFiles(const std::filesystem::path& mediaFolder);
};

// The media that the part's conditions refer to are taken from `project`.
JobContext contextFor(const std::filesystem::path& file, const Project& project, const GenerationPart& part);

// What has that content; nothing where the project has no such media, or where the hash is empty.
MediaRef mediaWithContent(const Project& project, const std::string& hash);

// What the job's context calls `media`, in that project: the same content, whatever its number is there. Nothing where it has none.
MediaRef mediaOf(const JobContext& job, const MediaRef& media, const Project& project);

// Its file, or the journal of what was not saved. Looks at the disk.
bool isProjectThere(const std::filesystem::path& project);

// What two parts of a step have in common: the start of a generation, and the landing of what it has made.
QString stepOf(GenerationId generation, const std::string& token);

// What waits for the job's take; nullptr where it is not in that project.
const Generation* generationOf(const JobContext& job, const Project& project);

std::string toText(const JobContext& context);

// An empty project path for what is no context.
JobContext readContext(const std::string& text);

// The same without origin and media, whose reading costs a hundred times more.
JobContext readDestination(const std::string& text);

}  // namespace kinora

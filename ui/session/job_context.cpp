#include "ui/session/job_context.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/journal.h"
#include "core/project/media_place.h"
#include "core/project/project_file.h"
#include "core/render/saved_scenes.h"

namespace kinora {

namespace {

template <typename T>
SharedList<T> referredTo(const SharedList<T>& list, const GenerationPart& part) {
    std::vector<Shared<T>> found;
    for (const Shared<T>& item : *list) {
        const auto isOfItem = [&](const Condition& condition) { return condition.source.media == MediaRef(item->id); };
        if (std::ranges::any_of(part.conditions, isOfItem) || (part.restyled && isOfItem(*part.restyled))) {
            found.push_back(item);
        }
    }
    return SharedList<T>(std::move(found));
}

}  // namespace

std::filesystem::path JobContext::incomingFile(const std::filesystem::path& mediaFolder, std::int64_t job) {
    return incoming_folder(mediaFolder) / ("job-" + std::to_string(job) + ".mkv");
}

std::map<std::int64_t, std::filesystem::path> JobContext::incomingFiles(const std::filesystem::path& mediaFolder) {
    constexpr std::string_view beginning = "job-";
    std::map<std::int64_t, std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(incoming_folder(mediaFolder), ignored)) {
        const std::string name = entry.path().stem().string();
        std::int64_t job = 0;
        if (!name.starts_with(beginning)) {
            continue;
        }
        std::from_chars(name.data() + beginning.size(), name.data() + name.size(), job);
        if (job > 0 && entry.path() == incomingFile(mediaFolder, job)) {
            files.emplace(job, entry.path());
        }
    }
    return files;
}

JobContext contextFor(const std::filesystem::path& file, const Project& project, const GenerationPart& part) {
    JobContext context;
    context.project = file;
    context.origin = part;
    context.media.frame_rate = project.frame_rate;
    context.media.next_id = project.next_id + 2;
    context.media.assets = referredTo(project.assets, part);
    context.media.takes = referredTo(project.takes, part);
    return context;
}

MediaRef mediaWithContent(const Project& project, const std::string& hash) {
    if (hash.empty()) {
        return {};
    }
    for (const Shared<Asset>& asset : *project.assets) {
        if (asset->content_hash == hash) {
            return asset->id;
        }
    }
    for (const Shared<Take>& take : *project.takes) {
        if (take->content_hash == hash) {
            return take->id;
        }
    }
    return {};
}

MediaRef mediaOf(const JobContext& job, const MediaRef& media, const Project& project) {
    const std::string hash = content_hash_of(job.media, media);
    return !hash.empty() && content_hash_of(project, media) == hash ? media : mediaWithContent(project, hash);
}

bool isProjectThere(const std::filesystem::path& project) {
    std::error_code ignored;
    return std::filesystem::exists(project, ignored) || std::filesystem::exists(journal_of(project), ignored);
}

QString stepOf(GenerationId generation, const std::string& token) {
    return QStringLiteral("generation %1 %2").arg(generation.value).arg(QString::fromStdString(token));
}

const Generation* generationOf(const JobContext& job, const Project& project) {
    const Generation* const found = find_generation(project, job.generation);
    return found != nullptr && found->token == job.token ? found : nullptr;
}

std::string toText(const JobContext& context) {
    nlohmann::json json = {{"project", context.project.string()}};
    if (context.origin) {
        // The project's own writer keeps everything that a part can hold.
        Project carrier = context.media;
        Generation generation;
        generation.id = GenerationId{carrier.next_id++};
        generation.kind = GenerationKind::clip;
        generation.parts.push_back(*context.origin);
        carrier.generations = SharedList<Generation>(std::vector<Shared<Generation>>{generation});
        json["origin"] = project_to_text(carrier, context.project);
    }
    if (context.generation.is_set()) {
        json["generation"] = context.generation.value;
        json["part"] = context.part;
        json["token"] = context.token;
    }
    return json.dump();
}

namespace {

JobContext destinationIn(const nlohmann::json& json) {
    JobContext context;
    if (!json.is_object() || !json.value("project", nlohmann::json()).is_string()) {
        return context;
    }
    context.project = json["project"].get<std::string>();
    const nlohmann::json generation = json.value("generation", nlohmann::json());
    const nlohmann::json part = json.value("part", nlohmann::json());
    if (generation.is_number_integer() && part.is_number_unsigned()) {
        context.generation = GenerationId{generation.get<std::int64_t>()};
        context.part = part.get<std::size_t>();
        const nlohmann::json token = json.value("token", nlohmann::json());
        context.token = token.is_string() ? token.get<std::string>() : std::string();
    }
    return context;
}

}  // namespace

JobContext readDestination(const std::string& text) {
    return destinationIn(nlohmann::json::parse(text, nullptr, false));
}

JobContext readContext(const std::string& text) {
    const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    JobContext context = destinationIn(json);
    if (context.project.empty()) {
        return context;
    }
    const nlohmann::json origin = json.value("origin", nlohmann::json());
    if (origin.is_string()) {
        try {
            context.media = project_from_text(origin.get<std::string>(), context.project);
            context.origin = context.media.generations->at(0)->parts.at(0);
        } catch (const std::exception&) {
            context.origin.reset();  // a take without its origin is still a take
        }
    }
    return context;
}

}  // namespace kinora

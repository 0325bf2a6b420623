// The vocabulary of this room as JSON and raw buffers, for crossing the wall between processes and for being kept in a file. The
// JSON refers to buffers by their place in the list, so that pictures and tensors are never copied into text.
//
// Reading believes nothing: types, ranges and sizes are checked, and what does not fit throws MalformedData (or, inside settings,
// CheckpointError).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/error_record.h"
#include "core/generation/generation_event.h"
#include "core/generation/generation_request.h"
#include "core/generation/generator.h"
#include "core/generation/model_info.h"

namespace kinora {

using Buffer = std::span<const std::byte>;

// The buffers are those of the object that was written, and live as long as it does.
struct Serialized {
    nlohmann::json json;
    std::vector<Buffer> buffers;
};

Serialized serialize(const GenerationRequest& request);
Serialized serialize(const GenerationEvent& event);
Serialized serialize(const GenerationResult& result);
Serialized serialize(const StepState& state);
Serialized serialize(const std::vector<Image>& images);

GenerationRequest read_request(const nlohmann::json& json, std::span<const Buffer> buffers);
GenerationEvent read_event(const nlohmann::json& json, std::span<const Buffer> buffers);
GenerationResult read_result(const nlohmann::json& json, std::span<const Buffer> buffers);
StepState read_step_state(const nlohmann::json& json, std::span<const Buffer> buffers);
// Exactly so many.
std::vector<Image> read_images(const nlohmann::json& json, std::span<const Buffer> buffers, std::size_t count);

nlohmann::json to_json(const ModelInfo& model);
nlohmann::json to_json(const GeneratorOptions& options);
nlohmann::json to_json(const ErrorRecord& error);
nlohmann::json to_json(const Sentence& sentence);
ModelInfo read_model_info(const nlohmann::json& json);
// The ranges of `model` that the object names, by the names of the settings: {"guidance_scale": [1, 1, 1]} is least, usual and most.
void read_ranges(const nlohmann::json& json, ModelInfo& model);
GeneratorOptions read_generator_options(const nlohmann::json& json);
ErrorRecord read_error(const nlohmann::json& json);
Sentence read_sentence(const nlohmann::json& json);

// A text that can be said in other languages, as two members of an object: in English under `key`, which is all that programs of earlier
// versions write and read, and as a sentence under `key` with "_sentence".
void put_sentence(nlohmann::json& object, const char* key, const Sentence& sentence);
Sentence take_sentence(const nlohmann::json& object, const char* key);

// Members of JSON objects with their types checked. Throws MalformedData, naming the key.
const nlohmann::json& require(const nlohmann::json& object, const char* key);
std::string read_text(const nlohmann::json& object, const char* key);
bool read_boolean(const nlohmann::json& object, const char* key);
double read_number(const nlohmann::json& object, const char* key);  // null is not-a-number
std::int64_t read_integer(const nlohmann::json& object, const char* key, std::int64_t least, std::int64_t most);
const nlohmann::json& read_array(const nlohmann::json& object, const char* key, std::size_t max_size);

}  // namespace kinora

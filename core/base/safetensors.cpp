#include "core/base/safetensors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace kinora {

namespace {

using nlohmann::json;

constexpr std::size_t length_bytes = 8;
constexpr std::size_t max_header_bytes = 100'000'000;
constexpr std::size_t max_rank = 8;
constexpr std::size_t max_name_bytes = 1024;
constexpr std::size_t max_metadata_bytes = 64'000'000;
constexpr std::string_view metadata_key = "__metadata__";

struct TypeName {
    ScalarType type;
    std::string_view name;
    std::size_t size;
};

constexpr std::array type_names = {
    TypeName{ScalarType::boolean, "BOOL", 1}, TypeName{ScalarType::u8, "U8", 1},
    TypeName{ScalarType::i8, "I8", 1},        TypeName{ScalarType::i16, "I16", 2},
    TypeName{ScalarType::u16, "U16", 2},      TypeName{ScalarType::i32, "I32", 4},
    TypeName{ScalarType::u32, "U32", 4},      TypeName{ScalarType::i64, "I64", 8},
    TypeName{ScalarType::u64, "U64", 8},      TypeName{ScalarType::f16, "F16", 2},
    TypeName{ScalarType::bf16, "BF16", 2},    TypeName{ScalarType::f32, "F32", 4},
    TypeName{ScalarType::f64, "F64", 8},      TypeName{ScalarType::f8_e4m3, "F8_E4M3", 1},
    TypeName{ScalarType::f8_e5m2, "F8_E5M2", 1},
};

// The number of bytes of a shape, or nothing where it does not fit into 63 bits.
std::optional<std::size_t> checked_byte_count(const std::vector<std::int64_t>& shape, ScalarType type) {
    std::uint64_t count = scalar_size(type);
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    for (const std::int64_t extent : shape) {
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count) || count > limit) {
            return std::nullopt;
        }
    }
    return static_cast<std::size_t>(count);
}

TensorEntry read_entry(const std::string& name, const json& value, const std::filesystem::path& origin) {
    const auto fail = [&](const Sentence& problem) { throw CheckpointError(origin, name.substr(0, 200), problem); };
    if (name.size() > max_name_bytes) {
        fail(Sentence::of("has a name longer than allowed"));
    }
    if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets")) {
        fail(Sentence::of("has no dtype, shape and data_offsets"));
    }
    TensorEntry entry;
    entry.name = name;
    const json& dtype = value["dtype"];
    entry.type = dtype.is_string() ? scalar_type_from_name(dtype.get_ref<const std::string&>()) : ScalarType::unset;
    if (entry.type == ScalarType::unset) {
        fail(Sentence::of("has a dtype that Kinora does not know"));
    }
    const json& shape = value["shape"];
    if (!shape.is_array() || shape.size() > max_rank) {
        fail(Sentence::of("has no valid shape"));
    }
    for (const json& extent : shape) {
        if (!extent.is_number_unsigned() ||
            extent.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            fail(Sentence::of("has a shape that is not made of whole numbers"));
        }
        entry.shape.push_back(extent.get<std::int64_t>());
    }
    const json& offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned()) {
        fail(Sentence::of("has no valid data_offsets"));
    }
    entry.begin = offsets[0].get<std::size_t>();
    entry.end = offsets[1].get<std::size_t>();
    const auto bytes = checked_byte_count(entry.shape, entry.type);
    if (entry.end < entry.begin || !bytes || *bytes != entry.end - entry.begin) {
        fail(Sentence::of("has a shape that does not fit its number of bytes"));
    }
    return entry;
}

std::map<std::string, std::string> read_metadata(const json& value, const std::filesystem::path& origin) {
    if (!value.is_object()) {
        throw CheckpointError(origin, std::string(metadata_key), Sentence::of("is no map of strings"));
    }
    std::map<std::string, std::string> metadata;
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string()) {
            throw CheckpointError(origin, std::string(metadata_key), Sentence::of("is no map of strings"));
        }
        metadata[key] = text.get<std::string>();
    }
    return metadata;
}

void check_coverage(const std::vector<TensorEntry>& tensors, std::size_t data_bytes,
                    const std::filesystem::path& origin) {
    std::size_t position = 0;
    for (const TensorEntry& tensor : tensors) {
        if (tensor.begin != position) {
            throw CheckpointError(origin, tensor.name, Sentence::of("overlaps another tensor or leaves a gap before it"));
        }
        position = tensor.end;
    }
    if (position > data_bytes) {
        throw CheckpointError(origin, "",
                              Sentence::of("is cut short: its header speaks of %1 bytes of data and %2 are there; copy or download the "
                                           "file again",
                                           position, data_bytes));
    }
    if (position < data_bytes) {
        throw CheckpointError(origin, "", Sentence::of("holds bytes that belong to no tensor"));
    }
}

}  // namespace

std::size_t scalar_size(ScalarType type) {
    const auto* found = std::ranges::find(type_names, type, &TypeName::type);
    return found == type_names.end() ? 0 : found->size;
}

std::string_view safetensors_name(ScalarType type) {
    const auto* found = std::ranges::find(type_names, type, &TypeName::type);
    return found == type_names.end() ? "" : found->name;
}

ScalarType scalar_type_from_name(std::string_view name) {
    const auto* found = std::ranges::find(type_names, name, &TypeName::name);
    return found == type_names.end() ? ScalarType::unset : found->type;
}

SafetensorsHeader parse_safetensors_header(std::span<const std::byte> file, const std::filesystem::path& origin) {
    const auto* text = reinterpret_cast<const char*>(file.data());
    if (file.size() >= 8 && std::string_view(text, 7) == "version") {
        throw CheckpointError(origin, "",
                              Sentence::of("is a placeholder of Git LFS, not the file itself; fetch it with git lfs pull"));
    }
    if (file.size() < length_bytes + 2) {
        throw CheckpointError(origin, "", Sentence::of("is too short for a safetensors file; copy or download it again"));
    }
    std::uint64_t header_bytes = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        header_bytes |= std::to_integer<std::uint64_t>(file[i]) << (8 * i);
    }
    if (header_bytes > max_header_bytes || header_bytes > file.size() - length_bytes) {
        throw CheckpointError(origin, "", Sentence::of("is no safetensors file, or is cut short: its header would be %1 bytes long",
                                                       header_bytes));
    }
    if (text[length_bytes] != '{') {
        throw CheckpointError(origin, "", Sentence::of("is no safetensors file: its header does not begin with {"));
    }
    const JsonLimits limits = {.max_depth = 4, .max_values = 4'000'000, .max_string_bytes = max_metadata_bytes};
    const json header = parse_bounded_json({text + length_bytes, header_bytes}, limits, origin);

    SafetensorsHeader result;
    result.data_offset = length_bytes + header_bytes;
    result.tensors.reserve(header.size());
    for (const auto& [name, value] : header.items()) {
        if (name == metadata_key) {
            result.metadata = read_metadata(value, origin);
        } else {
            result.tensors.push_back(read_entry(name, value, origin));
        }
    }
    std::ranges::sort(result.tensors, [](const TensorEntry& a, const TensorEntry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    check_coverage(result.tensors, file.size() - result.data_offset, origin);
    return result;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : map_(std::make_shared<const MemoryMap>(path)),
      header_(std::make_shared<const SafetensorsHeader>(parse_safetensors_header(map_->bytes(), path))) {}

const TensorEntry* SafetensorsFile::find(std::string_view name) const {
    const auto found = std::ranges::find(header_->tensors, name, &TensorEntry::name);
    return found == header_->tensors.end() ? nullptr : &*found;
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorEntry& tensor) const {
    return map_->bytes().subspan(header_->data_offset + tensor.begin, tensor.end - tensor.begin);
}

std::string make_safetensors_header(std::span<const TensorBytes> tensors,
                                    const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) {
        header[std::string(metadata_key)] = metadata;
    }
    std::size_t position = 0;
    for (const TensorBytes& tensor : tensors) {
        const std::size_t end = position + checked_byte_count(tensor.shape, tensor.type).value_or(0);
        header[tensor.name] = {{"dtype", safetensors_name(tensor.type)},
                               {"shape", tensor.shape},
                               {"data_offsets", {position, end}}};
        position = end;
    }
    std::string text = header.dump();
    constexpr std::size_t alignment = 64;
    text.resize((length_bytes + text.size() + alignment - 1) / alignment * alignment - length_bytes, ' ');
    std::string bytes;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        bytes.push_back(static_cast<char>((text.size() >> (8 * i)) & 0xff));
    }
    return bytes + text;
}

void write_safetensors(const std::filesystem::path& path, std::span<const TensorBytes> tensors,
                       const std::map<std::string, std::string>& metadata) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    const std::string header = make_safetensors_header(tensors, metadata);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const TensorBytes& tensor : tensors) {
        file.write(reinterpret_cast<const char*>(tensor.bytes.data()),
                   static_cast<std::streamsize>(tensor.bytes.size()));
    }
    file.flush();
    if (!file) {
        throw FileError(path, Sentence::of("cannot be written: %1", system_message(errno)));
    }
}

}  // namespace kinora

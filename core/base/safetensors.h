// The safetensors file format, without tensors: names, types, shapes and bytes. Nothing in a file is believed before it is
// checked, and nothing is allocated in proportion to a number that the file merely claims.
//
// Format: 8 bytes little-endian header length, a JSON header, then the data. Each header entry has a dtype, a shape and the
// range of its bytes in the data; "__metadata__" maps strings to strings. Besides what the format's own library demands
// (ranges contiguous, not overlapping, covering the file) duplicate names are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_io.h"

namespace kinora {

enum class ScalarType : std::uint8_t {
    unset, boolean, u8, i8, i16, u16, i32, u32, i64, u64, f16, bf16, f32, f64, f8_e4m3, f8_e5m2
};

std::size_t scalar_size(ScalarType type);
std::string_view safetensors_name(ScalarType type);  // "F32", "BF16", …
ScalarType scalar_type_from_name(std::string_view name);  // unset for a name that is none

struct TensorEntry {
    std::string name;
    ScalarType type = ScalarType::unset;
    std::vector<std::int64_t> shape;
    std::size_t begin = 0;  // bytes from the start of the data
    std::size_t end = 0;
};

struct SafetensorsHeader {
    std::vector<TensorEntry> tensors;  // in the order of their bytes
    std::map<std::string, std::string> metadata;
    std::size_t data_offset = 0;  // where the data starts in the file
};

// Checks and reads the header of a whole file in memory. `origin` is named in errors (CheckpointError).
SafetensorsHeader parse_safetensors_header(std::span<const std::byte> file, const std::filesystem::path& origin);

// A safetensors file mapped into memory. Copies share the map; the bytes stay valid as long as one copy lives.
class SafetensorsFile {
 public:
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::vector<TensorEntry>& tensors() const { return header_->tensors; }
    const std::map<std::string, std::string>& metadata() const { return header_->metadata; }
    const TensorEntry* find(std::string_view name) const;  // nullptr if there is none
    std::span<const std::byte> bytes(const TensorEntry& tensor) const;
    const std::filesystem::path& path() const { return map_->path(); }
    std::shared_ptr<const MemoryMap> map() const { return map_; }
    std::size_t header_bytes() const { return header_->data_offset; }

 private:
    std::shared_ptr<const MemoryMap> map_;
    std::shared_ptr<const SafetensorsHeader> header_;
};

// A tensor to be written. The bytes must live until the file is written.
struct TensorBytes {
    std::string name;
    ScalarType type = ScalarType::unset;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

// Writes tensors, in the given order, to a new file at `path`, which is not made atomic here (see PendingFile).
void write_safetensors(const std::filesystem::path& path, std::span<const TensorBytes> tensors,
                       const std::map<std::string, std::string>& metadata);

// The header alone, padded so that the data starts at a multiple of 64 bytes: for files written piece by piece. Looks at names,
// types and shapes only.
std::string make_safetensors_header(std::span<const TensorBytes> tensors,
                                    const std::map<std::string, std::string>& metadata);

}  // namespace kinora

#include "core/model/text/sentencepiece_model.h"

#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/generation/validate.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// Fields of sentencepiece_model.proto.
namespace field {
constexpr std::uint32_t model_pieces = 1;
constexpr std::uint32_t model_trainer = 2;
constexpr std::uint32_t model_normalizer = 3;
constexpr std::uint32_t piece_text = 1;
constexpr std::uint32_t piece_score = 2;
constexpr std::uint32_t piece_type = 3;
constexpr std::uint32_t trainer_model_type = 3;
constexpr std::uint32_t normalizer_character_map = 2;
}  // namespace field

constexpr std::uint64_t unigram_model = 1;

[[noreturn]] void throw_damaged(const fs::path& origin, const Sentence& problem) {
    throw CheckpointError(origin, "", Sentence::of("is no SentencePiece model or is damaged: %1; copy or download the file again", problem));
}

// Walks over the fields of one protobuf message. Every length is compared with what is there before it is used.
class MessageReader {
 public:
    MessageReader(std::string_view bytes, const fs::path& origin) : rest_(bytes), origin_(origin) {}

    // Moves to the next field; false at the end of the message.
    bool next() {
        if (rest_.empty()) {
            return false;
        }
        const std::uint64_t tag = read_varint();
        number_ = static_cast<std::uint32_t>(tag >> 3);
        if (tag > std::numeric_limits<std::uint32_t>::max() || number_ == 0) {
            throw_damaged(origin_, Sentence::of("a field has no valid number"));
        }
        wire_type_ = static_cast<WireType>(tag & 7);
        switch (wire_type_) {
            case WireType::varint:
                varint_ = read_varint();
                break;
            case WireType::fixed64:
                content_ = take(8);
                break;
            case WireType::bytes:
                content_ = take(read_varint());
                break;
            case WireType::fixed32:
                content_ = take(4);
                break;
            default:
                throw_damaged(origin_, Sentence::of("a field has no valid type"));
        }
        return true;
    }

    std::uint32_t number() const { return number_; }
    std::uint64_t varint() const { return expect(WireType::varint), varint_; }
    std::string_view bytes() const { return expect(WireType::bytes), content_; }

    float number32() const {
        expect(WireType::fixed32);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(content_[i])) << (8 * i);
        }
        return std::bit_cast<float>(bits);
    }

 private:
    enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

    void expect(WireType type) const {
        if (wire_type_ != type) {
            throw_damaged(origin_, Sentence::of("field %1 has another type", number_));
        }
    }

    std::string_view take(std::uint64_t size) {
        if (size > rest_.size()) {
            throw_damaged(origin_, Sentence::of("it ends inside a field"));
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::uint64_t read_varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if ((byte & 0x80) == 0) {
                return value;
            }
        }
        throw_damaged(origin_, Sentence::of("a number is longer than 64 bits"));
    }

    std::string_view rest_;
    const fs::path& origin_;
    std::uint32_t number_ = 0;
    WireType wire_type_ = WireType::varint;
    std::uint64_t varint_ = 0;
    std::string_view content_;
};

SentencepiecePiece parse_piece(std::string_view bytes, const fs::path& origin) {
    SentencepiecePiece piece;
    for (MessageReader message(bytes, origin); message.next();) {
        if (message.number() == field::piece_text) {
            piece.text = message.bytes().substr(0, max_piece_bytes + 1);  // the check that follows refuses a longer one
        } else if (message.number() == field::piece_score) {
            piece.score = message.number32();
        } else if (message.number() == field::piece_type) {
            const std::uint64_t type = message.varint();
            if (type < 1 || type > 6) {
                throw_damaged(origin, Sentence::of("a piece has the type %1", type));
            }
            piece.type = static_cast<PieceType>(type);
        }
    }
    return piece;
}

void check_trainer(std::string_view bytes, const fs::path& origin) {
    std::uint64_t model_type = unigram_model;
    for (MessageReader message(bytes, origin); message.next();) {
        if (message.number() == field::trainer_model_type) {
            model_type = message.varint();
        }
    }
    if (model_type != unigram_model) {
        throw UnsupportedModel(Sentence::of("%1: is no unigram model (its type is %2), the only kind that T5 tokenizers are",
                                            origin.string(), model_type));
    }
}

// Byte pieces are named <0x00> … <0xFF>.
bool is_byte_name(std::string_view text) {
    return text.size() == 6 && text.starts_with("<0x") && text.ends_with(">") &&
           text.substr(3, 2).find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

}  // namespace

SentencepieceModel parse_sentencepiece_model(std::string_view bytes, const fs::path& origin) {
    SentencepieceModel model;
    bool has_trainer = false;
    bool has_normalizer = false;
    for (MessageReader message(bytes, origin); message.next();) {
        if (message.number() == field::model_pieces) {
            if (model.pieces.size() == max_pieces) {
                throw CheckpointError(origin, "", Sentence::of("has more than %1 pieces", max_pieces));
            }
            model.pieces.push_back(parse_piece(message.bytes(), origin));
        } else if (message.number() == field::model_trainer) {
            has_trainer = true;
            check_trainer(message.bytes(), origin);
        } else if (message.number() == field::model_normalizer) {
            has_normalizer = true;
            for (MessageReader normalizer(message.bytes(), origin); normalizer.next();) {
                if (normalizer.number() == field::normalizer_character_map) {
                    model.character_map = normalizer.bytes();
                }
            }
        }
    }
    if (!has_trainer || !has_normalizer) {
        throw_damaged(origin, Sentence::of("its settings are missing at the end"));
    }
    check_sentencepiece_model(model, origin);
    return model;
}

SentencepieceModel read_sentencepiece_model(const fs::path& path) {
    return parse_sentencepiece_model(read_file(path, max_tokenizer_file_bytes), path);
}

void check_sentencepiece_model(const SentencepieceModel& model, const fs::path& origin) {
    if (model.pieces.size() < 3 || model.pieces.size() > max_pieces) {
        throw CheckpointError(origin, "", Sentence::of("has %1 pieces; a model has between 3 and %2", model.pieces.size(), max_pieces));
    }
    for (std::size_t i = 0; i < model.pieces.size(); ++i) {
        const SentencepiecePiece& piece = model.pieces[i];
        const auto fail = [&](const Sentence& problem) {
            throw CheckpointError(origin, "piece " + std::to_string(i), problem);
        };
        if (piece.text.size() > max_piece_bytes) {
            fail(Sentence::of("is longer than %1 bytes", max_piece_bytes));
        }
        if (!is_valid_utf8(piece.text)) {
            fail(Sentence::of("is no UTF-8"));
        }
        if (!std::isfinite(piece.score)) {
            fail(Sentence::of("has a score that is no finite number"));
        }
        if (piece.type == PieceType::byte && !is_byte_name(piece.text)) {
            fail(Sentence::of("is of the byte type but not named like one"));
        }
    }
}

}  // namespace kinora

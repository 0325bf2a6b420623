// Elements of an XML file, one below the other. Whatever text is given, the file is well-formed UTF-8: what XML has no character for,
// and bytes that are no UTF-8, become U+FFFD. Private to the formats.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

class XmlWriter {
 public:
    struct Attribute {
        const char* name;
        std::string value;
    };
    using Attributes = std::vector<Attribute>;

    // The file begins with the declaration of `document_type`.
    explicit XmlWriter(const char* document_type);

    // Holds the elements that `write_content` writes.
    template <typename WriteContent>
    void element(const char* name, const Attributes& attributes, WriteContent&& write_content) {
        begin_line(name, attributes);
        text_ += ">\n";
        ++depth_;
        write_content();
        --depth_;
        end_line(name);
    }
    template <typename WriteContent>
    void element(const char* name, WriteContent&& write_content) {
        element(name, {}, write_content);
    }
    void empty(const char* name, const Attributes& attributes);
    void text(const char* name, std::string_view value);
    void number(const char* name, std::int64_t value);

    const std::string& written() const { return text_; }

 private:
    void begin_line(const char* name, const Attributes& attributes);
    void end_line(const char* name);

    std::string text_;
    std::size_t depth_ = 0;
};

}  // namespace kinora

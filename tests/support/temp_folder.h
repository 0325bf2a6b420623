// A folder of its own for a test, removed with everything in it when the test ends.
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace kinora::test {

class TempFolder {
 public:
    std::filesystem::path path() const { return folder_.path().toStdString(); }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

 private:
    QTemporaryDir folder_;
};

}  // namespace kinora::test

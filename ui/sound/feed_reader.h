// A feed as the device that Qt's sound output reads from, in the samples that the output takes.
#pragma once

#include <QIODevice>

#include <memory>
#include <vector>

namespace kinora {

class SoundFeed;

class FeedReader : public QIODevice {
    Q_OBJECT

 public:
    enum class Samples : unsigned char { float32, int16 };

    FeedReader(std::shared_ptr<SoundFeed> feed, Samples samples);

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;

 protected:
    qint64 readData(char* data, qint64 maxSize) override;  // there is always as much as is wanted
    qint64 writeData(const char*, qint64) override { return -1; }

 private:
    std::shared_ptr<SoundFeed> feed_;
    Samples samples_;
    std::vector<float> block_;
};

}  // namespace kinora

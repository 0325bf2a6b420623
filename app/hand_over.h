// A second start gives its file to the studio that works in the same data folder already, through a socket in that folder.
#pragma once

#include <QLocalServer>
#include <QString>

#include <functional>

class QLocalSocket;

namespace kinora {

// What a second start was asked for.
struct StartRequest {
    QString file;           // absolute; empty where there was none
    QByteArray activation;  // the desktop's permission to come to the front, where it gave one
};

// Waits a few seconds for an answer. False where nobody takes it: no studio works in the folder, or it does not answer.
bool handOver(const QString& dataFolder, const StartRequest& request);

class StartReceiver {
 public:
    // Only for who has the folder's queue, since what another studio left there is removed. `take` is called on this thread. Without a
    // socket, as where the folder's path is too long for one, nothing is received.
    StartReceiver(const QString& dataFolder, std::function<void(const StartRequest&)> take);

 private:
    void read(QLocalSocket& socket);

    std::function<void(const StartRequest&)> take_;
    QLocalServer server_;
};

}  // namespace kinora

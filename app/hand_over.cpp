#include "app/hand_over.h"

#include <QDataStream>
#include <QLocalSocket>

#include <utility>

namespace kinora {

namespace {

constexpr int connectMs = 1000;
constexpr int answerMs = 5000;
constexpr qint64 mostBytes = 64 << 10;
constexpr quint32 version = 1;
constexpr char taken = '\1';

QString socketIn(const QString& dataFolder) {
    return dataFolder + QStringLiteral("/studio.socket");
}

}  // namespace

bool handOver(const QString& dataFolder, const StartRequest& request) {
    QLocalSocket socket;
    socket.connectToServer(socketIn(dataFolder));
    if (!socket.waitForConnected(connectMs)) {
        return false;
    }
    QDataStream stream(&socket);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << version << request.file << request.activation;
    socket.flush();
    char answer = 0;
    return socket.waitForReadyRead(answerMs) && socket.getChar(&answer) && answer == taken;
}

StartReceiver::StartReceiver(const QString& dataFolder, std::function<void(const StartRequest&)> take) : take_(std::move(take)) {
    const QString name = socketIn(dataFolder);
    QLocalServer::removeServer(name);
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    QObject::connect(&server_, &QLocalServer::newConnection, &server_, [this] {
        while (QLocalSocket* socket = server_.nextPendingConnection()) {
            QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QLocalSocket::readyRead, socket, [this, socket] { read(*socket); });
            read(*socket);
        }
    });
    server_.listen(name);
}

void StartReceiver::read(QLocalSocket& socket) {
    QDataStream stream(&socket);
    stream.setVersion(QDataStream::Qt_6_4);
    stream.startTransaction();
    quint32 found = 0;
    StartRequest request;
    stream >> found >> request.file >> request.activation;
    if (!stream.commitTransaction()) {  // the rest is on its way
        if (socket.bytesAvailable() > mostBytes) {
            socket.abort();
        }
        return;
    }
    if (found != version) {
        socket.disconnectFromServer();
        return;
    }
    socket.putChar(taken);
    socket.flush();
    socket.disconnectFromServer();
    take_(request);
}

}  // namespace kinora

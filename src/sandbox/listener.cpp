#include "sandbox/listener.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "domainplan/error.hpp"

namespace domainplan::sandbox {
namespace {

constexpr int kBacklog = 1024;  // for clients that open many connections at once

}  // namespace

Listener::Listener(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const as_any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (port < 0 || port > 0xffff || ::bind(socket_, as_any, size) != 0 || ::listen(socket_, kBacklog) != 0 ||
      ::getsockname(socket_, as_any, &size) != 0) {
    ::close(socket_);
    throw RunError(ErrorCode::network,
                   fmt::format("cannot listen on 127.0.0.1 port {}: it is in use, or not allowed", port),
                   fmt::format("127.0.0.1:{}", port));
  }
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() { ::close(socket_); }

int Listener::accept() const {
  while (true) {
    const int socket = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) return socket;
    // A client that gave up while it waited, or too many open files for a while, does not end the server.
    if (errno != EINTR && errno != ECONNABORTED && errno != EMFILE && errno != ENFILE) return -1;
    if (errno == EMFILE || errno == ENFILE) ::usleep(10'000);
  }
}

void Listener::end() const { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace domainplan::sandbox

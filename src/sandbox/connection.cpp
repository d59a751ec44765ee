#include "sandbox/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/error.hpp>
#include <cerrno>
#include <chrono>
#include <thread>

namespace domainplan::sandbox {
namespace {

constexpr int kPatience = 30'000;  // milliseconds for the next bytes of a request

}  // namespace

Connection::Connection(int socket) : socket_(socket) {
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const timeval limit{kPatience / 1000, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Connection::~Connection() { ::close(socket_); }

std::size_t Connection::receive(void* to, std::size_t size, boost::beast::error_code& error) {
  error = {};
  if (size == 0) return 0;
  while (true) {
    pollfd waiting{socket_, POLLIN, 0};
    const int ready = in_request_ ? ::poll(&waiting, 1, kPatience) : 1;
    if (ready < 0 && errno == EINTR) continue;
    const ssize_t count = ready > 0 ? ::recv(socket_, to, size, 0) : -1;
    if (count < 0 && ready > 0 && errno == EINTR) continue;
    if (count > 0) {
      in_request_ = true;
      return static_cast<std::size_t>(count);
    }
    if (ready == 0)
      error = boost::asio::error::timed_out;
    else if (count == 0)
      error = boost::asio::error::eof;
    else
      error = {errno, boost::system::system_category()};
    return 0;
  }
}

bool Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Connection::send_slowly(std::string_view bytes) const {
  constexpr std::size_t kPieces = 40;
  constexpr std::chrono::milliseconds kPause{25};
  const std::size_t size = bytes.size() / kPieces + 1;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    if (!send(bytes.substr(0, size))) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

void Connection::finish() {
  constexpr int kSilence = 500;       // milliseconds …
  constexpr int kMostBuffers = 1024;  // … or 16 MiB more
  char buffer[16384];
  ::shutdown(socket_, SHUT_WR);
  pollfd waiting{socket_, POLLIN, 0};
  for (int i = 0; i<kMostBuffers&& ::poll(&waiting, 1, kSilence)> 0; ++i)
    if (::recv(socket_, buffer, sizeof buffer, 0) <= 0) return;
}

bool Connection::gone() const {
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void Connection::hang_up() const { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace domainplan::sandbox

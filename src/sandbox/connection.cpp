#include "sandbox/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

namespace domainplan::sandbox {

bool Connection::receive() {
  ssize_t count = 0;
  do count = ::recv(socket_, received_.data(), received_.size(), 0);
  while (count < 0 && errno == EINTR);
  start_ = 0;
  stop_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0;
}

bool Connection::wait_for_request() {
  if (start_ < stop_) return true;
  // recv() has the library's time limit, for the middle of a request; between requests there is none.
  pollfd waiting{socket_, POLLIN, 0};
  while (::poll(&waiting, 1, -1) < 0)
    if (errno != EINTR) return false;
  return receive();
}

ssize_t Connection::read(char* to, size_t size) {
  // Something written before the whole request was read is an interim answer (100 Continue) the client waits
  // for.
  if (start_ == stop_ && ((!out_.empty() && !send()) || !receive())) return -1;
  const std::size_t count = std::min(size, stop_ - start_);
  std::memcpy(to, received_.data() + start_, count);
  start_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* from, size_t size) {
  out_.append(from, size);
  return static_cast<ssize_t>(size);
}

bool Connection::send_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Connection::send(std::size_t left_out) {
  std::string_view rest = out_;
  rest.remove_suffix(std::min(left_out, rest.size()));
  if (!send_all(rest)) return false;
  out_.clear();
  return true;
}

bool Connection::send_slowly() {
  constexpr std::size_t kPieces = 40;
  constexpr std::chrono::milliseconds kPause{25};
  const std::size_t size = out_.size() / kPieces + 1;
  for (std::string_view rest = out_; !rest.empty(); rest.remove_prefix(std::min(size, rest.size()))) {
    if (!send_all(rest.substr(0, size))) return false;
    std::this_thread::sleep_for(kPause);
  }
  out_.clear();
  return true;
}

void Connection::finish() {
  constexpr int kPatience = 500;      // milliseconds of silence …
  constexpr int kMostBuffers = 1024;  // … or 16 MiB more
  ::shutdown(socket_, SHUT_WR);
  pollfd waiting{socket_, POLLIN, 0};
  for (int i = 0; i<kMostBuffers&& ::poll(&waiting, 1, kPatience)> 0; ++i)
    if (!receive()) return;
}

bool Connection::gone() const {
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void Connection::hang_up() const { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace domainplan::sandbox

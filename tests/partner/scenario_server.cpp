#include "partner/scenario_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"

namespace domainplan::tests {
namespace {

using std::chrono::milliseconds;

// Reads until `buffer` holds a whole request, and takes it out. False when the peer has hung up.
bool read_request(int socket, std::string& buffer, Received& request) {
  std::size_t head_end = std::string::npos;
  std::size_t length = 0;
  for (;;) {
    head_end = buffer.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      request.headers.clear();
      for (const std::string_view line : split(std::string_view(buffer).substr(0, head_end), "\r\n"))
        request.headers.emplace_back(line);
      request.line = request.headers.front();
      request.headers.erase(request.headers.begin());
      const std::string declared = request.header("content-length");
      length = declared.empty() ? 0 : std::stoul(declared);
      if (buffer.size() >= head_end + 4 + length) break;
    }
    char bytes[65536];
    const ssize_t count = ::recv(socket, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(count));
  }
  request.body = buffer.substr(head_end + 4, length);
  buffer.erase(0, head_end + 4 + length);
  return true;
}

bool write_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

std::string Received::header(const std::string& lower_case_name) const {
  for (const std::string& one : headers) {
    const std::size_t colon = one.find(':');
    if (ascii_lower(one.substr(0, colon)) == lower_case_name)
      return std::string(trimmed(one.substr(colon + 1)));
  }
  return {};
}

Reply answer(int status, const std::string& body, const std::string& extra_headers) {
  const bool has_type = extra_headers.find("Content-Type:") != std::string::npos;
  return {fmt::format(
      "HTTP/1.1 {} Some Words\r\n{}Content-Length: {}\r\nPeeker-Request-Id: req_test{}\r\n{}\r\n{}", status,
      has_type ? "" : "Content-Type: application/json\r\n", body.size(), status, extra_headers, body)};
}

std::string envelope(const std::string& code, const std::string& message, const std::string& more) {
  return fmt::format(R"({{"error":{{"code":"{}","message":"{}"{}}}}})", code, message, more);
}

ScenarioServer::ScenarioServer(std::function<Reply(const Received&)> script) : script_(std::move(script)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 128) != 0 ||
      ::getsockname(listener_, generic, &size) != 0)
    throw std::runtime_error("cannot listen on loopback");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

ScenarioServer::~ScenarioServer() {
  closing_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  ::close(listener_);
}

std::string ScenarioServer::url() const { return fmt::format("http://127.0.0.1:{}/partner/v1", port_); }

std::vector<Received> ScenarioServer::received() {
  const std::lock_guard lock(mutex_);
  return received_;
}

void ScenarioServer::accept_all() {
  for (int connection = 1; !closing_; ++connection) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    most_at_once_ = std::max(most_at_once_.load(), static_cast<int>(open_.size()));
    threads_.emplace_back([this, socket, connection] { serve(socket, connection); });
  }
}

void ScenarioServer::serve(int socket, int connection) {
  std::string buffer;
  Received request;
  bool going_on = true;
  while (going_on && read_request(socket, buffer, request)) {
    Reply reply;
    {
      const std::lock_guard lock(mutex_);
      request.number = static_cast<int>(received_.size()) + 1;
      request.connection = connection;
      request.at = std::chrono::steady_clock::now();
      received_.push_back(request);
      reply = script_(request);
    }
    for (milliseconds waited{0}; waited < reply.before && !closing_; waited += milliseconds(5))
      std::this_thread::sleep_for(milliseconds(5));
    if (reply.byte_by_byte) {
      for (std::size_t i = 0; i < reply.bytes.size() && going_on && !closing_; ++i) {
        going_on = write_all(socket, reply.bytes.substr(i, 1));
        std::this_thread::sleep_for(milliseconds(20));
      }
    } else {
      going_on = write_all(socket, reply.bytes);
    }
    while (going_on && !reply.endlessly.empty()) going_on = write_all(socket, reply.endlessly);
    going_on = going_on && !reply.close;
  }
  const std::lock_guard lock(mutex_);
  open_.remove(socket);
  ::close(socket);
}

}  // namespace domainplan::tests

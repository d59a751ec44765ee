// A server on loopback that answers with the very bytes a test gives it: for all that a proper HTTP server
// would never send.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace domainplan::tests {

struct Received {
  int number = 0;      // from 1, over all connections
  int connection = 0;  // from 1
  std::string line;    // "GET /path HTTP/1.1"
  std::vector<std::string> headers;
  std::string body;
  std::chrono::steady_clock::time_point at;

  std::string header(const std::string& lower_case_name) const;
};

struct Reply {
  std::string bytes;
  bool close = false;                     // hang up after the bytes
  bool byte_by_byte = false;              // slowly, 20 ms each
  std::string endlessly = {};             // then this again and again, until the peer hangs up
  std::chrono::milliseconds before = {};  // wait first
};

// An answer as it should be.
Reply answer(int status, const std::string& body, const std::string& extra_headers = "");

// The error envelope.
std::string envelope(const std::string& code, const std::string& message, const std::string& more = "");

class ScenarioServer {
 public:
  // `script` says what to answer; it is called from many threads, one call at a time.
  explicit ScenarioServer(std::function<Reply(const Received&)> script);
  ~ScenarioServer();

  int port() const { return port_; }
  std::string url() const;
  std::vector<Received> received();
  int most_at_once() const { return most_at_once_; }  // connections open at the same time

 private:
  void accept_all();
  void serve(int socket, int connection);

  std::function<Reply(const Received&)> script_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<Received> received_;
  std::list<int> open_;
  std::list<std::thread> threads_;
  std::atomic<bool> closing_ = false;
  std::atomic<int> most_at_once_ = 0;
  std::thread acceptor_;
};

}  // namespace domainplan::tests

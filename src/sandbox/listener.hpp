// The socket that clients connect to.
#pragma once

namespace domainplan::sandbox {

class Listener {
 public:
  // Listens on 127.0.0.1. `port` 0: any free one. Throws RunError where it is not free.
  explicit Listener(int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const { return port_; }
  int accept() const;  // the next connection's socket; -1: ended
  void end() const;    // from any thread

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace domainplan::sandbox

// One client's connection, as a stream for the HTTP library. Instead of its own stream, because this one
// sends an answer in one piece, waits without polling, can be ended at once, and can stop in the middle of a
// body.
#pragma once

#include <httplib.h>

#include <array>
#include <string>

namespace domainplan::sandbox {

class Connection : public httplib::Stream {
 public:
  // Does not own the socket.
  explicit Connection(int socket) : socket_(socket) {}

  // Waits until the client sends something; false: it has hung up, or hang_up() was called.
  bool wait_for_request();

  // Sends what was written. `left_out` bytes at its end are not sent. False: the connection is of no more
  // use.
  bool send(std::size_t left_out = 0);

  // The same in small pieces, with a pause after each: about a second for all of it.
  bool send_slowly();

  // Says that nothing more will come, and lets the client finish what it is sending: closing a socket with
  // data that was not read takes the answer back.
  void finish();

  // Whether the client has hung up.
  bool gone() const;

  // Ends the connection. From any thread, as long as the socket is open.
  void hang_up() const;

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  // The library asks only in order to refuse descriptors that select() cannot hold; nothing here selects.
  socket_t socket() const override { return 0; }

  // What the request in hand said, kept from the library, which would act on it; and what its answer needs.
  std::string content_type;
  bool accepts_gzip = false;
  bool dropped = false;      // the answer is not to be sent
  bool slow = false;         // the answer is to be sent slowly
  bool cut_off = false;      // only the first half of the answer's body is to be sent
  bool close_after = false;  // the request was not read to its end, so the next cannot be found
  std::size_t body_size = 0;

 private:
  bool receive();
  bool send_all(std::string_view bytes) const;

  int socket_;
  std::array<char, 16384> received_;
  std::size_t start_ = 0;  // what of received_ has not been read yet
  std::size_t stop_ = 0;
  std::string out_;
};

}  // namespace domainplan::sandbox

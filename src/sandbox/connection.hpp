// One client's connection. It waits without polling, can be ended from another thread at once, and can stop
// in the middle of a body.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>

#include <string_view>

namespace domainplan::sandbox {

class Connection {
 public:
  // Owns the socket.
  explicit Connection(int socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Reads what has arrived, and waits for it: without limit between requests, kPatience within one. What
  // Boost.Beast asks of a SyncReadStream.
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, boost::beast::error_code& error) {
    const boost::asio::mutable_buffer room = *boost::asio::buffer_sequence_begin(buffers);
    return receive(room.data(), room.size(), error);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    boost::beast::error_code error;
    const std::size_t count = read_some(buffers, error);
    if (error) throw boost::beast::system_error(error);
    return count;
  }

  // The next request begins, for which there is no hurry unless some of it is here already.
  void begin_request(bool has_begun) { in_request_ = has_begun; }

  // False: the connection is of no more use.
  bool send(std::string_view bytes) const;

  // The same in small pieces, with a pause after each: about a second for all of it.
  bool send_slowly(std::string_view bytes) const;

  // Says that nothing more will come, and lets the client finish what it is sending: closing a socket with
  // unread data takes the answer back.
  void finish();

  // Whether the client has hung up.
  bool gone() const;

  // Ends the connection. From any thread.
  void hang_up() const;

 private:
  std::size_t receive(void* to, std::size_t size, boost::beast::error_code& error);

  int socket_;
  bool in_request_ = false;
};

}  // namespace domainplan::sandbox

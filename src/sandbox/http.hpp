// HTTP/1.1 on a connection: requests in, answers out. Boost.Beast parses; nothing here knows the API.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include <optional>
#include <string>

#include "sandbox/connection.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

inline constexpr std::size_t kLargestBody = 1u << 20;
inline constexpr std::size_t kLargestHeader = 32u << 10;
inline constexpr std::size_t kLongestTarget = 8u << 10;

struct HttpRequest {
  Call call;
  bool is_head = false;
  bool keep_alive = true;
  bool accepts_gzip = false;
  int refused = 0;  // a status of 4xx: it was not read to its end, so the next cannot be found
};

class HttpStream {
 public:
  explicit HttpStream(Connection& connection) : connection_(connection) { buffer_.reserve(kUsualRequest); }

  // The next request; nothing where the connection has ended.
  std::optional<HttpRequest> read();

  // Answers `request`. False: the connection is of no more use.
  bool answer(const HttpRequest& request, Reply reply, Moment now, bool compress);

 private:
  static constexpr std::size_t kUsualRequest = 8u << 10;  // is read at once

  Connection& connection_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace domainplan::sandbox

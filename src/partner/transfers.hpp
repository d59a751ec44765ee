// HTTP exchanges over curl's multi interface: the mechanics alone, without pacing or retries.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "partner/base_url.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

// What came of sending a request once.
struct Exchange {
  long status = 0;                   // 0 where not even the headers arrived
  std::string body;                  // decompressed
  std::string request_id;            // Peeker-Request-Id, also where the rest of the answer is missing
  std::string retry_after;           // the header
  std::string content_type;          // the header
  std::string date;                  // the header
  std::string failure;               // why there is no whole answer; "" where there is one. Escaped.
  bool hopeless = false;             // the failure will not go away by trying again
  bool certificate_unknown = false;  // the server's certificate is not one we trust
  bool sent = false;                 // the request, or a part of it, went out
  std::chrono::milliseconds took{0};
};

// All but wake() from one thread.
class Transfers {
 public:
  struct Finished {
    std::size_t slot;
    Exchange exchange;
  };

  Transfers(const ApiOptions& options, const BaseUrl& base);
  ~Transfers();

  bool has_room() const;

  // Starts a request; only when there is room. `request` must stay where it is until the exchange has
  // finished. Returns the slot that it takes until then.
  std::size_t start(const Request& request);

  // Moves what can be moved since the last wait() and adds the exchanges that have finished to `finished`.
  void step(std::vector<Finished>& finished);

  // Cuts off what is under way in `slot` and adds it to `finished`.
  void abort(std::size_t slot, std::vector<Finished>& finished);

  // Sleeps until a socket is ready, wake() is called, or `most` has passed.
  void wait(std::chrono::milliseconds most);

  // Ends a wait(), also one that is yet to begin. From any thread.
  void wake();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan::partner

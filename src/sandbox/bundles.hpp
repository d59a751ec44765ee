// GET and POST /bundles, GET and PATCH /bundles/{id}. A new sandbox holds the bundles of
// data/sandbox/bundles.json.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/bundle.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Bundles {
 public:
  explicit Bundles(Clock clock = std::chrono::system_clock::now);

  Reply list(const Call& call, const std::string& url) const;
  Reply create(const Call& call);
  Reply show(const std::string& id) const;
  Reply change(const Call& call, const std::string& id);

  // What an order for bundle `id` has to hold.
  std::optional<Bundle> find(const std::string& id) const;

 private:
  struct Stored {
    Bundle bundle;
    std::string created_at;
  };
  static OrderedJson json_of(const Stored& stored);

  Clock clock_;
  mutable std::mutex mutex_;
  std::vector<Stored> stored_;  // oldest first
};

}  // namespace domainplan::sandbox

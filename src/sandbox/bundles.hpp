// GET and POST /bundles, GET /bundles/{id}. A new sandbox holds the bundles of data/sandbox/bundles.json.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/bundle.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Bundles {
 public:
  Bundles();

  Reply list(const Call& call, const std::string& url) const;
  Reply create(const Call& call);
  Reply show(const std::string& id) const;

  // What an order for bundle `id` has to hold.
  std::optional<Bundle> find(const std::string& id) const;

 private:
  struct Stored {
    Bundle bundle;
    std::string created_at;
  };
  static OrderedJson json_of(const Stored& stored);

  mutable std::mutex mutex_;
  std::vector<Stored> stored_;  // oldest first
};

}  // namespace domainplan::sandbox

// /domains/forwarding: jobs that point live domains at another URL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "partner/send_once.hpp"

namespace domainplan::partner {

inline constexpr std::size_t kMostDomainsPerForwardingJob = 25;

// Only id and status are required.
struct ForwardingJob {
  std::string id;      // fwj_…
  std::string status;  // in_progress, completed, partial_success, failed, or newer
  std::optional<std::int64_t> completed_count;
  std::optional<std::int64_t> failed_count;
  std::string forwarding_url;
  std::vector<std::string> completed;  // canonical form; those that were right already are among them
  // By domain the reason, redacted: dns_lookup_failed, target_unreachable, invalid_target, or newer; may be
  // "".
  std::map<std::string, std::string> failed;
  std::optional<Time> created_at;
  std::optional<Time> completed_at;

  bool in_progress() const { return status == "in_progress"; }
};

// Throws RunError where a required field is missing or malformed.
ForwardingJob read_forwarding_job(const Fields& data);

// POST /domains/forwarding for 1 to 25 domains (dom_ ids or names); at most one attempt. `lost_before` as in
// judge(). Throws Interrupted.
SentFor<ForwardingJob> change_forwarding(Client& client, const std::vector<std::string>& domains,
                                         const std::string& forwarding_url, bool lost_before);

// GET /domains/forwarding/{id}. Throws as Client::call does. What is odd in it is added to `odd`.
ForwardingJob get_forwarding_job(Client& client, const std::string& id, std::vector<Odd>* odd = nullptr);

}  // namespace domainplan::partner

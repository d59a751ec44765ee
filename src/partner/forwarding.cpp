#include "partner/forwarding.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::partner {
namespace {

constexpr std::size_t kMostListed = 1'000;  // a job has 25
constexpr std::int64_t kMostCounted = 1'000'000;

}  // namespace

ForwardingJob read_forwarding_job(const Fields& data) {
  ForwardingJob job;
  job.id = data.id("id", "fwj_");
  job.status = data.word("status");
  job.completed_count = data.count("completed_count", kMostCounted);
  job.failed_count = data.count("failed_count", kMostCounted);
  job.forwarding_url = data.url("forwarding_url");
  job.completed = data.domains("completed", kMostListed);
  data.each("failed", kMostListed, [&](const nlohmann::json& item, const std::string& place) {
    try {
      const Fields row(item, place, data.reading());
      job.failed[row.domain("domain")] = row.text("reason", 200);
    } catch (const RunError& error) {
      data.note("failed", error.what());
    }
  });
  job.created_at = data.time("created_at");
  job.completed_at = data.time("completed_at");
  return job;
}

SentFor<ForwardingJob> change_forwarding(Client& client, const std::vector<std::string>& domains,
                                         const std::string& forwarding_url, bool lost_before) {
  const nlohmann::json body = {{"domains", domains}, {"forwarding_url", forwarding_url}};
  return send_once(client, {"POST", "/domains/forwarding", body.dump()}, lost_before, read_forwarding_job);
}

ForwardingJob get_forwarding_job(Client& client, const std::string& id, std::vector<Odd>* odd) {
  return client.read_one(fmt::format("/domains/forwarding/{}", percent_encoded(id)),
                         fmt::format("GET /domains/forwarding/{}", id), read_forwarding_job, odd);
}

}  // namespace domainplan::partner

#include "planning/asker.hpp"

#include <map>
#include <utility>

namespace domainplan {
namespace {
constexpr int kMostAsks = 1 + 3;  // the contract: asked again at most three times
}

Asker::Asker(int batch_size, std::chrono::milliseconds recheck_wait, Hooks hooks)
    : batch_size_(static_cast<std::size_t>(batch_size)), recheck_wait_(recheck_wait), hooks_(std::move(hooks)) {}

void Asker::want(std::string name) { pack(std::move(name)); }

void Asker::pack(std::string name) {
  pack_.push_back(std::move(name));
  if (pack_.size() >= batch_size_) flush();
}

void Asker::flush() {
  if (pack_.empty()) return;
  ++calls_;
  hooks_.send(std::exchange(pack_, {}));
}

void Asker::answered(partner::AvailabilityRows rows) {
  --calls_;
  for (std::string& name : rows.missing) rows.rows.push_back({.domain = std::move(name), .reason = Reason::errored});

  std::map<int, std::vector<std::string>> again;  // by how often they were asked
  for (AvailabilityRow& row : rows.rows) {
    if (row.unsettled()) {
      int& asks = asked_[row.domain];
      if (++asks < kMostAsks) {
        again[asks].push_back(std::move(row.domain));
        continue;
      }
    }
    asked_.erase(row.domain);
    hooks_.learnt(std::move(row));
  }
  for (auto& [asks, names] : again) {
    ++waits_;
    hooks_.wait(recheck_wait_ * (1 << (asks - 1)), std::move(names));
  }
}

void Asker::due(std::vector<std::string> names) {
  --waits_;
  for (std::string& name : names) pack(std::move(name));
}

}  // namespace domainplan

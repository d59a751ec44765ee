#include "planning/asker.hpp"

#include <algorithm>
#include <utility>

namespace domainplan {
Asker::Asker(int batch_size, std::chrono::milliseconds recheck_wait, Hooks hooks)
    : batch_size_(static_cast<std::size_t>(batch_size)),
      recheck_wait_(recheck_wait),
      hooks_(std::move(hooks)) {}

void Asker::want(std::string name) {
  pack_.push_back(std::move(name));
  if (pack_.size() >= batch_size_) flush();
}

void Asker::flush() {
  if (pack_.empty()) return;
  ++calls_;
  hooks_.send(std::exchange(pack_, {}));
}

void Asker::answered(partner::AvailabilityRows rows, bool is_last) {
  calls_ -= is_last;
  for (std::string& name : rows.missing)
    rows.rows.push_back({.domain = std::move(name), .reason = Reason::errored});

  for (AvailabilityRow& row : rows.rows) {
    if (row.unsettled()) {
      int& asks = asked_[row.domain];
      if (++asks < kMostAsks) {
        ask_again(std::move(row.domain), asks);
        continue;
      }
    }
    asked_.erase(row.domain);
    hooks_.learnt(std::move(row));
  }
}

// The end of a wait is rounded up to a common beat, a quarter of the shortest wait long, so that names of
// many calls share one when they are asked again.
void Asker::ask_again(std::string name, int asks) {
  const auto beat = std::max<Moment::duration>(recheck_wait_ / 4, std::chrono::milliseconds(1));
  const auto until = (hooks_.now() + recheck_wait_ * (1 << (asks - 1))).time_since_epoch();
  const Moment on_beat((until + beat - Moment::duration(1)) / beat * beat);
  const auto [wait, is_new] = waiting_.try_emplace(on_beat);
  wait->second.push_back(std::move(name));
  if (is_new) hooks_.wait(on_beat);
  hooks_.put_off(wait->second.back());
}

bool Asker::waits(const std::string& name) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const auto& wait) {
    return std::find(wait.second.begin(), wait.second.end(), name) != wait.second.end();
  });
}

void Asker::due(Moment until) {
  const auto names = waiting_.extract(until);
  if (names.empty()) return;
  for (std::string& name : names.mapped()) want(std::move(name));
}

}  // namespace domainplan

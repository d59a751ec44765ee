#include "planning/asker.hpp"

#include <algorithm>
#include <utility>

#include "planning/market.hpp"

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
  for (std::string& name : rows.missing) rows.rows.push_back(missing_row(std::move(name)));

  for (AvailabilityRow& row : rows.rows) {
    if (row.unsettled()) {
      int& asks = asked_[row.domain];
      if (!is_final(row, ++asks)) {
        ask_again(std::move(row.domain), asks);
        continue;
      }
    }
    asked_.erase(row.domain);
    hooks_.learnt(std::move(row));
  }
}

// A wait is a quarter of the shortest one longer than it must be, and takes in whoever comes meanwhile: so
// names of many calls share one when they are asked again.
void Asker::ask_again(std::string name, int asks) {
  const Moment earliest = hooks_.now() + recheck_wait_ * (1 << (asks - 1)),
               latest = earliest + recheck_wait_ / 4;
  auto wait = waiting_.lower_bound(earliest);
  if (wait == waiting_.end() || wait->first > latest) {
    wait = waiting_.try_emplace(latest).first;
    hooks_.wait(latest);
  }
  wait->second.push_back(std::move(name));
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

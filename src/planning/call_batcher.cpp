#include "planning/call_batcher.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "planning/market.hpp"

namespace domainplan {

void CallBatcher::want(std::string name) {
  pack_.push_back(std::move(name));
  if (pack_.size() >= batch_size_) flush();
}

void CallBatcher::flush() {
  if (pack_.empty()) return;
  ++under_way_;
  calls_.push_back(std::exchange(pack_, {}));
}

CallBatcher::Answers CallBatcher::answered(partner::AvailabilityRows rows, bool is_last, Moment at) {
  under_way_ -= is_last;
  Answers answers;
  const bool all_final =
      std::none_of(rows.rows.begin(), rows.rows.end(), std::mem_fn(&AvailabilityRow::unsettled));
  if (all_final && asked_.empty()) {
    answers.final = std::move(rows.rows);
    return answers;
  }
  answers.final.reserve(rows.rows.size());
  for (AvailabilityRow& row : rows.rows) {
    if (row.unsettled()) {
      int& asks = asked_[row.domain];
      if (!is_final(row, ++asks)) {
        answers.put_off.push_back(row.domain);
        ask_again(std::move(row.domain), asks, at);
        continue;
      }
    }
    asked_.erase(row.domain);
    answers.final.push_back(std::move(row));
  }
  return answers;
}

// A wait may be a quarter of the shortest one longer than it has to be, and takes in the names that come
// meanwhile, so that names of many calls share one when they are asked again.
void CallBatcher::ask_again(std::string name, int asks, Moment at) {
  const Moment earliest = at + recheck_wait_ * (1 << (asks - 1)), latest = earliest + recheck_wait_ / 4;
  auto wait = waiting_.lower_bound(earliest);
  if (wait == waiting_.end() || wait->first > latest) {
    wait = waiting_.try_emplace(latest).first;
    waits_.push_back(latest);
  }
  wait->second.push_back(std::move(name));
}

void CallBatcher::due(Moment until) {
  auto names = waiting_.extract(until);
  if (names.empty()) return;
  for (std::string& name : names.mapped()) want(std::move(name));
}

bool CallBatcher::waits(const std::string& name) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const auto& wait) {
    return std::find(wait.second.begin(), wait.second.end(), name) != wait.second.end();
  });
}

}  // namespace domainplan

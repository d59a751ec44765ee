// Packs names into calls, and asks again for those whose rows were not final.
//
// Knows neither threads nor the network: what happens is told by function calls, and what is to be done goes
// out through hooks. Whoever owns an Asker calls it from one place at a time.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/availability.hpp"
#include "partner/availability.hpp"

namespace domainplan {

class Asker {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  struct Hooks {
    // Ask for these in one call; answered() follows.
    std::function<void(std::vector<std::string> names)> send;
    // Call due(until) once that moment has come.
    std::function<void(Moment until)> wait;
    // The final row of a name that was wanted; each name once.
    std::function<void(AvailabilityRow row)> learnt;
    // A name's row was not final; it will be asked for again after a while.
    std::function<void(const std::string& name)> put_off = [](const std::string&) {};
    // The time.
    std::function<Moment()> now = [] { return std::chrono::steady_clock::now(); };
  };

  Asker(int batch_size, std::chrono::milliseconds recheck_wait, Hooks hooks);

  // Asks for a name that was never wanted before. A call goes out as soon as it is full.
  void want(std::string name);
  // An interrupted run had asked so often for a name, and got no final row.
  void asked_before(std::string name, int asks) { asked_.emplace(std::move(name), asks); }
  // Rows have come; `is_last`: no more will come of what was sent. Rows that are stale, errored or missing
  // are asked again, at most three times.
  void answered(partner::AvailabilityRows rows, bool is_last);
  // The names that waited until this moment are asked again.
  void due(Moment until);

  // Names in the call that is being packed.
  std::size_t packed() const { return pack_.size(); }
  // Whether this name waits to be asked again. (It looks through all that do.)
  bool waits(const std::string& name) const;
  // Whether no call is under way, whose answer could make somebody want more names.
  bool quiet() const { return calls_ == 0; }
  // How many calls are; one that was made into several by its answer counts once.
  int under_way() const { return calls_; }
  // Sends the call that is being packed, full or not.
  void flush();

 private:
  void ask_again(std::string name, int asks);

  std::size_t batch_size_;
  std::chrono::milliseconds recheck_wait_;
  Hooks hooks_;
  std::vector<std::string> pack_;
  std::unordered_map<std::string, int> asked_;  // how often, of the names that had no final row yet
  std::map<Moment, std::vector<std::string>> waiting_;
  int calls_ = 0;
};

}  // namespace domainplan

// Packs names into calls, and asks again for those whose rows were not final.
//
// Pure: it gets what happens and when, and collects the calls and waits that follow until they are taken.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domainplan/availability.hpp"
#include "partner/availability.hpp"

namespace domainplan {

using Moment = std::chrono::steady_clock::time_point;
using Names = std::vector<std::string>;

class CallBatcher {
 public:
  // `batch_size`: names per call, 1 to 50. `recheck_wait`: before a name is asked for the second time;
  // doubled each time.
  CallBatcher(int batch_size, std::chrono::milliseconds recheck_wait)
      : batch_size_(static_cast<std::size_t>(batch_size)), recheck_wait_(recheck_wait) {}

  // Asks for a name that was never wanted before. A call is made as soon as it is full.
  void want(std::string name);
  // An interrupted run had asked this often for a name and got no final row.
  void asked_before(std::string name, int asks) { asked_.emplace(std::move(name), asks); }
  // Makes a call of the names that are packed, however few.
  void flush();

  struct Answers {
    std::vector<AvailabilityRow> final;  // no name comes twice in a run
    Names put_off;                       // their rows were not final; they will be asked for again
  };
  // Rows that came at `at`. `is_last`: nothing else will come of the same call. Rows that are stale or
  // errored are asked again, at most three times.
  Answers answered(partner::AvailabilityRows rows, bool is_last, Moment at);
  // The names that waited until this moment are asked for again.
  void due(Moment until);

  // The calls to make, and the moments at which due() has to be called, since they were last taken.
  std::vector<Names> take_calls() { return std::exchange(calls_, {}); }
  std::vector<Moment> take_waits() { return std::exchange(waits_, {}); }

  // Names in the call that is being packed.
  std::size_t packed() const { return pack_.size(); }
  // Whether a call is being packed that would not be full with `more` names.
  bool has_room_for(std::size_t more) const { return !pack_.empty() && pack_.size() + more < batch_size_; }
  // The names of so many full calls.
  std::size_t names_of(int calls) const { return static_cast<std::size_t>(calls) * batch_size_; }
  // Calls that were made and not fully answered. One that its answer split into several counts once.
  int under_way() const { return under_way_; }
  // Whether any name waits to be asked again, and whether this one does (which looks through all of them).
  bool anything_waits() const { return !waiting_.empty(); }
  bool waits(const std::string& name) const;

 private:
  void ask_again(std::string name, int asks, Moment at);

  std::size_t batch_size_;
  std::chrono::milliseconds recheck_wait_;
  Names pack_;
  std::vector<Names> calls_;
  std::vector<Moment> waits_;
  std::unordered_map<std::string, int> asked_;  // how often, of the names without a final row
  std::map<Moment, Names> waiting_;
  int under_way_ = 0;
};

}  // namespace domainplan

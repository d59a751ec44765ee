// One run of the driver for customers: facts and customers in, settled plans out.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <variant>

#include "partner/http.hpp"
#include "planning/driver.hpp"
#include "planning/recovered.hpp"

namespace domainplan {

class Session;

// Rows that were recorded: names without one are `not_recorded`, and no call is made.
struct RecordedFacts {
  std::unordered_map<std::string, Fact> facts;
};
// The API is asked for what is not known yet.
struct AskedFacts {
  Session& session;
  Recovered known = {};
  // Called before every attempt of a call, on the network thread; what it throws ends the run.
  std::function<void(partner::Attempt)> on_call = {};
};
using Facts = std::variant<RecordedFacts, AskedFacts>;

struct RunCounts {
  partner::CallCounts calls;         // of this run
  std::uint64_t names_answered = 0;  // different ones, those known before among them
  std::uint64_t names_drawn = 0;     // of them, taken by customers
};

// Where names are reserved before a customer is settled and answers are shared, and what is known of names of
// other plans. Empty: nowhere.
struct Reserving {
  RunLedger* ledger = nullptr;
  bool shares_answers = true;
  NamesLost lost = {};
};

// Plans `inputs.customers` with `threads` workers (0: one per core) and hands them to `output` one after
// another. `claimed`: domains that orders outside this run have. The pace of the run (batch size, wait,
// window) is that of the first customer's options, and so is the currency, which must be that of all. Throws
// what Driver::run() throws.
RunCounts run_customers(const PlanInputs& inputs, Facts facts, Names claimed, RunOutput& output,
                        std::stop_token stop, Reserving reserving = {});

}  // namespace domainplan

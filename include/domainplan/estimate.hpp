// What a run would check, call and cost, before it is made. Makes no call, opens no ledger, and calls nothing
// back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/plan.hpp"

namespace domainplan {

// The first-year cost of all orders, in cents.
struct CostRange {
  Cents from = 0, to = 0;
};

struct RunEstimate {
  std::size_t customers = 0, skipped = 0;  // skipped: those left out
  std::int64_t domains = 0;                // that the orders need, without owned ones
  // Names to be checked, estimated: those that the run has to ask about, or finds in the recorded answers.
  std::int64_t checks = 0;
  std::int64_t calls = 0;    // of POST /domains/availability, estimated
  std::int64_t minutes = 0;  // the least that the rate allows
  // With known answers: the exact cost of a customer for whom they hold a whole order (of a replay: nothing
  // for one whom they hold none for); for each domain of the others, from the lowest to the highest known
  // price within the customer's caps. Unset where no known price is within the caps.
  std::optional<CostRange> cost;
};

// The answers that are known before a run.
struct KnownAnswers {
  enum class Use : std::uint8_t {
    fresh_run,  // there are none
    resume,     // what an interrupted run left: only other names are asked about
    replay,     // only these are used
    finished    // the plan that they led to is there already
  };
  Use use = Use::fresh_run;
  std::optional<InputFile> rows = {};    // an availability.ndjson
  std::optional<InputFile> ledger = {};  // the ledger.ndjson beside it: what its run read from the ledger
  // The domains that an interrupted run had reserved, one a line; unset: those of the options.
  std::optional<std::string> reserved = {};
  // Older answers, as priced_answers_in_ledger() has them, that say what names cost; none of them is used.
  std::vector<std::string> prices = {};
};

// What is known where a run is resumed in `folder`, which need not exist. Writes nothing and takes no lock.
// Throws RunError where a file of it cannot be read.
KnownAnswers answers_in(const std::string& folder);

// Refuses what plan() refuses where it goes on in `folder`: throws PlanDiffers where a run or a plan there
// was made with other inputs, options or another service, UsageError for a plan of an earlier version.
// `source`: unset where nobody has said which API is asked, and then it is not compared. Makes no call and
// takes no lock; the account is not compared.
void check_resumed(const std::string& folder, const IntakeFiles& files,
                   const std::optional<AnswerSource>& source, const PlanOptions& options,
                   const Observer& observer);

// `rate`: calls in any 60 s. Throws InputError where `known.rows` cannot be read, RunError where
// `known.ledger` cannot.
RunEstimate estimate_run(const Intake& intake, const NamingRules& rules, const PlanOptions& options, int rate,
                         const KnownAnswers& known);

}  // namespace domainplan

#include "store/summary_json.hpp"

#include "store/json_fields.hpp"

namespace domainplan::store {
namespace {

// The fields of summary.json. A new one is a member of PlanSummary and a line here.
constexpr JsonFields kSummary{
    JsonField{"api_url", &PlanSummary::api_url},
    JsonField{"environment", &PlanSummary::environment},
    JsonField{"customers", &PlanSummary::customers},
    JsonField{"planned", &PlanSummary::planned},
    JsonField{"short", &PlanSummary::short_of_domains},
    JsonField{"candidates", &PlanSummary::candidates},
    JsonField{"domains_checked", &PlanSummary::domains_checked},
    JsonField{"calls", &PlanSummary::calls},
    JsonField{"calls_bound", &PlanSummary::calls_bound, Presence::since_later},
    JsonField{"retries", &PlanSummary::retries},
    JsonField{"rate_limited", &PlanSummary::rate_limited},
    JsonField{"cost_cents", &PlanSummary::cost_cents},
    JsonField{"renewal_cents", &PlanSummary::renewal_cents},
    JsonField{"currency", &PlanSummary::currency},
    JsonField{"elapsed_seconds", &PlanSummary::elapsed_seconds},
    JsonField{"inputs_sha256", &PlanSummary::inputs_sha256},
    JsonField{"verdicts", &PlanSummary::verdicts},
    JsonField{"possible_duplicates", &PlanSummary::possible_duplicates, Presence::since_later},
    JsonField{"unproven", &PlanSummary::unproven, Presence::if_not_empty},
};

}  // namespace

PlanSummary read_summary(std::string_view bytes, const std::string& file) {
  PlanSummary summary;
  const JsonFile json_file{bytes, file};
  const Json json = parse_stored(json_file);
  read_stored(&json, kSummary, summary, json_file, "");
  return summary;
}

}  // namespace domainplan::store

std::string domainplan::summary_json(const PlanSummary& summary) {
  return store::kSummary.json(summary).dump(2) + "\n";
}

// The plan folder: while a run is on it holds the evidence alone; the results are staged beside it and appear
// together, by one rename, when all of them are safely on disk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orders/evidence.hpp"
#include "orders/file.hpp"

namespace domainplan {

class PlanFolder {
 public:
  // Makes `path` (and its parents) or takes it over where it is empty. `force` clears away an earlier plan,
  // but never one from which something was submitted, nor a folder that holds anything that is not a plan's.
  // Throws UsageError where the folder cannot be used, RunError where the disk fails.
  PlanFolder(const std::string& path, bool force);
  // Where publish() was not reached: takes the staged results away and leaves the evidence.
  ~PlanFolder();
  PlanFolder(const PlanFolder&) = delete;
  PlanFolder& operator=(const PlanFolder&) = delete;

  Evidence& evidence() { return *evidence_; }

  // Staged results. `order` is the exact body; the rows end with their newline. All throw RunError.
  void write_order(const std::string& customer, std::string_view order);
  void write_plan_rows(std::string_view rows) { plan_->write(rows); }
  void write_candidate_rows(std::string_view rows) { candidates_->write(rows); }
  void write_shortfall_row(std::string_view row) { shortfall_->write(row); }

  // Adds summary.json and makes everything appear. Throws RunError.
  void publish(std::string_view summary);

 private:
  void discard_stage() noexcept;

  std::string path_;   // absolute
  std::string stage_;  // beside it
  std::optional<Evidence> evidence_;
  std::optional<OutputFile> plan_, candidates_, shortfall_;
  bool published_ = false;
};

}  // namespace domainplan

// What a person sees while a plan is made, and when it is done.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "cli/command.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

// One line on a terminal, rewritten a few times a second. Silent where `live` is false.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, bool live);
  ~ProgressLine();  // clears the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(const Progress& progress);
  // Prints a line of its own above the progress.
  void note(const std::string& line);

 private:
  std::ostream& err_;
  bool live_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point began_, last_;
};

// --progress, and whether the line is live.
void add_progress_option(po::options_description& options);
bool shows_progress(const po::variables_map& values, const Surroundings& around);
// Shows how a run goes on, and its warnings and notes unless `quiet`. `line` must outlive it.
Observer observer_of(ProgressLine& line, bool quiet);

// What is to be said of a choice that may not be the best one, where the best is better by `gap` at the most.
std::string gap_text(std::int64_t gap, const ChoiceOptions& choice);

// The closing summary: a few lines for a person, or one line for a log.
std::string closing_summary(const PlanSummary& summary, const std::string& out);
std::string summary_line(const PlanSummary& summary, const std::string& out);

}  // namespace domainplan::cli

// What a person sees while a plan is made, and when it is done.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "cli/command.hpp"
#include "cli/live_line.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

// One line on a terminal, redrawn a few times a second: how far the run is, its rate, the time that is left,
// and how long it still waits. Silent where `live` is false.
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
  using Clock = std::chrono::steady_clock;
  void draw(Clock::time_point now);
  void keep_drawing(const std::stop_token& stop);

  std::ostream& err_;
  LiveLine line_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  Progress progress_;
  std::deque<std::pair<Clock::time_point, std::uint64_t>> calls_;  // in the last minute: how many there were
  const Clock::time_point began_;
  std::jthread ticker_;  // the last member: it ends first
};

// --progress, and whether the line is live.
void add_progress_option(po::options_description& options);
bool shows_progress(const po::variables_map& values, const Process& process);
// Shows how a run goes on, and its warnings and notes unless `quiet`. `line` must outlive it.
Observer observer_of(ProgressLine& line, bool quiet);

// What is to be said of a choice that may not be the best one, where the best is better by `gap` at the most.
std::string gap_text(std::int64_t gap, const ChoiceOptions& choice);

// The closing summary: a few lines for a person, or one line for a log.
std::string closing_summary(const PlanSummary& summary, const std::string& out);
std::string summary_line(const PlanSummary& summary, const std::string& out);

}  // namespace domainplan::cli

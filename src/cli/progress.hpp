// What a person sees while a plan is made, and when it is done.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/live_line.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

// How far a run is: `settled` of `customers`, the last of them at `settled_at`.
struct Pace {
  std::chrono::steady_clock::time_point began, settled_at;
  std::size_t settled = 0, customers = 0;
};

// How many seconds are left at `now`, if the others take as long as those that are settled; unset while
// nothing says so. A wait until `wait_end` that is known is part of it from its beginning, so that what is
// left falls while the run waits.
std::optional<double> seconds_left(const Pace& pace, std::chrono::steady_clock::time_point wait_end,
                                   std::chrono::steady_clock::time_point now);

// One line on a terminal, repainted a few times a second: how far the run is, its rate, the time that is
// left, and how long it still waits. Silent where `live` is false.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, bool live);
  ~ProgressLine();  // clears the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  // Of a plan. From any thread.
  void show(const Progress& progress);
  // Of another command: the first of `parts` comes first, then what the process waits for, then the others.
  void show(std::vector<std::string> parts);
  // Prints a line of its own above the progress.
  void note(const std::string& line);
  // A person has ended the line that was begun, by answering a question.
  void line_ended() { line_.line_ended(); }

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<std::string> parts_of_plan(Clock::time_point now);
  void paint();
  void keep_painting(const std::stop_token& stop);

  std::ostream& err_;
  LiveLine line_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  Progress progress_;
  Clock::time_point settled_at_;                                   // when progress_.settled last changed
  std::vector<std::string> parts_;                                 // of another command than plan
  std::deque<std::pair<Clock::time_point, std::uint64_t>> calls_;  // in the last minute: how many there were
  const Clock::time_point began_;
  std::jthread ticker_;  // the last member: it ends first
};

// --progress, and whether the line is live: not with --quiet.
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

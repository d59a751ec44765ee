// The plan folder: while a run is on it holds the evidence alone; the results are staged beside it and appear
// together, by one rename, when all of them are safely on disk. Beside DIR there are .DIR.staged, the results
// so far, .DIR.run, a note by which a run that goes on with the evidence can tell that it is the same run,
// and .DIR.calls, when each call was started.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "io/append_log.hpp"
#include "io/file.hpp"
#include "store/availability_log.hpp"

namespace domainplan {

// How a run treats what is in its folder already.
enum class FolderStart {
  fresh,    // the folder must be new or empty
  again,    // an earlier plan is cleared away, but never one from which something was submitted, nor a folder
            // that holds anything that is not a plan's
  resumed,  // an interrupted run's evidence is kept and added to
};

// The bytes of summary.json where `path` holds a finished plan, and nothing otherwise. What a run left undone
// that was killed while its results were put in place, is done.
std::optional<std::string> finished_summary(const std::string& path);

class PlanFolder {
 public:
  // Makes `path` (and its parents), or takes it over. Throws UsageError where the folder cannot be used,
  // RunError where the disk fails.
  PlanFolder(const std::string& path, FolderStart start);
  // Where publish() was not reached: takes the staged results away and leaves the evidence.
  ~PlanFolder();
  PlanFolder(const PlanFolder&) = delete;
  PlanFolder& operator=(const PlanFolder&) = delete;

  AvailabilityLog& evidence() { return *evidence_; }
  // The file that the evidence is in. It holds lines already where a run goes on.
  std::string evidence_path() const;

  // A note on what run this is, kept beside the folder until publish(). found_note() is the one that an
  // interrupted run left; empty where there is none.
  const std::string& found_note() const { return found_note_; }
  void keep_note(std::string_view note);

  // Notes the start of a call, so that a run that goes on knows of those that were never answered; `why` is a
  // word, or empty. From one thread. Throws RunError.
  void log_call(std::chrono::system_clock::time_point started, std::string_view why);
  // What an interrupted run had noted, a line each: milliseconds since 1970, a blank, why.
  const std::string& found_calls() const { return found_calls_; }

  // Staged results. `order` is the exact body; the rows end with their newline. All throw RunError.
  void write_order(const std::string& customer, std::string_view order);
  void write_plan_rows(std::string_view rows) { plan_->write(rows); }
  void write_candidate_rows(std::string_view rows) { candidates_->write(rows); }
  void write_shortfall_row(std::string_view row) { shortfall_->write(row); }

  // Adds summary.json and makes everything appear. Throws RunError.
  void publish(std::string_view summary);

 private:
  void take_over(FolderStart start);
  void stage_results();
  void discard_stage() noexcept;

  std::string path_;                       // absolute
  std::string stage_, note_, calls_path_;  // beside it
  std::string found_note_, found_calls_;
  std::optional<AppendLog> calls_;
  std::optional<AvailabilityLog> evidence_;
  std::optional<OutputFile> plan_, candidates_, shortfall_;
  bool published_ = false;
};

}  // namespace domainplan

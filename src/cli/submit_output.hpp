// What a person or a program sees of a submission.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/live_line.hpp"
#include "cli/output.hpp"
#include "domainplan/submit.hpp"

namespace domainplan::cli {

// What is about to be sent, what it costs, and what is held: some lines for a person, against the limits
// given.
std::string preview_text(const SubmitPreview& preview);
std::string wait_text(const SubmitWait& wait);
std::string increase_text(const PriceIncrease& increase);

// Collects results as they come and prints them at the end, also where an error ends the run.
class SubmitPrinter {
 public:
  SubmitPrinter(Process& process, Format format, bool quiet, bool is_dry_run);
  ~SubmitPrinter();
  SubmitPrinter(const SubmitPrinter&) = delete;
  SubmitPrinter& operator=(const SubmitPrinter&) = delete;

  void add(const SubmitResult& result) { results_.push_back(result); }
  // On a terminal, a line that is rewritten.
  void progress(const SubmitResult& result, std::size_t settled, std::size_t total);
  void checking_urls(std::size_t count);
  // Asks at the terminal.
  bool ask(const std::string& question);
  // A line of its own on stderr.
  void note(const std::string& line);

  int exit_code() const;

 private:
  void print();

  Process& process_;
  const Format format_;
  const bool quiet_, is_dry_run_;
  LiveLine line_;
  std::vector<SubmitResult> results_;
};

}  // namespace domainplan::cli

// What a person or a program sees of a submission.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
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
  // `live`: whether there is a progress line.
  SubmitPrinter(Process& process, Format format, bool quiet, bool is_dry_run, bool live);
  ~SubmitPrinter();
  SubmitPrinter(const SubmitPrinter&) = delete;
  SubmitPrinter& operator=(const SubmitPrinter&) = delete;

  void add(const SubmitResult& result) { results_.push_back(result); }
  // What the progress line says from now on.
  void begins(std::size_t orders);
  void progress(const SubmitResult& result, std::size_t settled, std::size_t total);
  void checking_urls(std::size_t checked, std::size_t total);
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
  std::optional<ProgressLine> line_;  // until the results are printed
  std::vector<SubmitResult> results_;
};

}  // namespace domainplan::cli

#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/color.hpp"
#include "cli/notice_words.hpp"
#include "cli/values.hpp"
#include "cli/waits.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr std::chrono::milliseconds kPaintEvery{200};
constexpr std::chrono::seconds kRateOver{60};  // the span of which the line tells the calls

std::string grouped(std::uint64_t number) {  // 1234567 → 1,234,567
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string duration(double seconds) {
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long>(seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string plural(std::uint64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", grouped(count), count == 1 ? one : many);
}

// ", 1.04 x the minimum number of calls": the fewest that could have asked for the same names.
std::string beside_the_minimum(const PlanSummary& summary) {
  if (summary.calls == 0 || summary.calls_bound == 0) return "";
  return fmt::format(", {:.2f} x the minimum number of calls",
                     static_cast<double>(summary.calls) / static_cast<double>(summary.calls_bound));
}

std::uint64_t chosen(const PlanSummary& summary) {
  return summary.verdicts[static_cast<std::size_t>(Verdict::selected)];
}

}  // namespace

std::optional<double> seconds_left(const Pace& pace, std::chrono::steady_clock::time_point wait_end,
                                   std::chrono::steady_clock::time_point now) {
  if (pace.settled == 0 || pace.settled >= pace.customers) return std::nullopt;
  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  const auto known_until = std::max(pace.settled_at, wait_end);
  const double each = seconds(pace.began, known_until) / static_cast<double>(pace.settled);
  const double left = seconds(now, known_until) + each * static_cast<double>(pace.customers - pace.settled);
  return left > 0 ? std::optional(left) : std::nullopt;
}

ProgressLine::ProgressLine(std::ostream& err, bool live)
    : err_(err), line_(err, live, columns_of_stderr), began_(Clock::now()) {
  if (live) ticker_ = std::jthread([this](const std::stop_token& stop) { keep_painting(stop); });
}

ProgressLine::~ProgressLine() = default;

void ProgressLine::show(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  if (progress.settled != progress_.settled) settled_at_ = Clock::now();
  progress_ = progress;
}

void ProgressLine::show(std::vector<std::string> parts) {
  const std::lock_guard lock(mutex_);
  const bool is_first = parts_.empty();
  parts_ = std::move(parts);
  if (is_first) paint();
}

void ProgressLine::keep_painting(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    paint();
    changed_.wait_for(lock, stop, kPaintEvery, [] { return false; });
  }
}

void ProgressLine::paint() {
  std::vector<std::string> parts = progress_.customers > 0 ? parts_of_plan(Clock::now()) : parts_;
  if (parts.empty()) return;
  if (std::string wait = wait_left(); !wait.empty()) parts.insert(parts.begin() + 1, std::move(wait));
  line_.show(parts);
}

std::vector<std::string> ProgressLine::parts_of_plan(Clock::time_point now) {
  calls_.emplace_back(now, progress_.calls);
  while (now - calls_.front().first > kRateOver) calls_.pop_front();
  const double seconds = std::chrono::duration<double>(now - began_).count();
  std::vector<std::string> parts = {
      fmt::format("{} of {} customers", grouped(progress_.settled), grouped(progress_.customers))};
  parts.push_back(fmt::format("{} names checked", grouped(progress_.domains_checked)));
  if (seconds > 1)
    parts.push_back(
        fmt::format("{} calls in the last minute", grouped(progress_.calls - calls_.front().second)));
  if (const auto left =
          seconds_left({began_, settled_at_, progress_.settled, progress_.customers}, wait_end(), now))
    parts.push_back(fmt::format("{} left", duration(*left)));
  return parts;
}

// Whatever is printed clears the line first.
void ProgressLine::note(const std::string& line) { err_ << line + "\n" << std::flush; }

std::string gap_text(std::int64_t gap, const ChoiceOptions& choice) {
  const bool quality = choice.prefer == Prefer::quality;
  std::string better = fmt::format("there may be a better one of the same {}", quality ? "score" : "cost");
  if (gap > 0 && quality)
    better = fmt::format("the best scores up to {} more", grouped(static_cast<std::uint64_t>(gap)));
  if (gap > 0 && !quality) better = fmt::format("the best costs up to {} less", money(gap, choice.currency));
  return fmt::format("the search for the best choice met its limit of {} branches: {}",
                     grouped(kMostBranches), better);
}

std::string closing_summary(const PlanSummary& summary, const std::string& out) {
  std::string text =
      fmt::format("{} of {} planned in {}\n", grouped(summary.planned),
                  plural(summary.customers, "customer", "customers"), duration(summary.elapsed_seconds));
  text += fmt::format("  domains   {} selected, {} checked\n", grouped(chosen(summary)),
                      grouped(summary.domains_checked));
  text += fmt::format("  calls     {}{} ({}, {} rate-limited)\n", grouped(summary.calls),
                      beside_the_minimum(summary), plural(summary.retries, "retry", "retries"),
                      grouped(summary.rate_limited));
  text += fmt::format("  cost      {} for the first year, {} for each year after it\n",
                      money(summary.cost_cents, summary.currency),
                      money(summary.renewal_cents, summary.currency));
  text += fmt::format("  written   {}\n", out);
  if (summary.short_of_domains > 0)
    text += fmt::format("  short     {}: see {}/shortfall.csv\n",
                        plural(summary.short_of_domains, "customer", "customers"), out);
  return text;
}

std::string summary_line(const PlanSummary& summary, const std::string& out) {
  return fmt::format("planned {} of {} ({} short): {} domains for {}, {} checked in {}{}, {} → {}\n",
                     grouped(summary.planned), plural(summary.customers, "customer", "customers"),
                     grouped(summary.short_of_domains), grouped(chosen(summary)),
                     money(summary.cost_cents, summary.currency), grouped(summary.domains_checked),
                     plural(summary.calls, "call", "calls"), beside_the_minimum(summary),
                     duration(summary.elapsed_seconds), out);
}

void add_progress_option(po::options_description& options) {
  options.add_options()("progress", one("auto|always|never"),
                        "show progress on standard error (default auto: on a terminal)");
}

bool shows_progress(const po::variables_map& values, const Process& process) {
  const int mode = choice_or(values, "progress", {"auto", "always", "never"}, 0);
  return !values["quiet"].as<bool>() &&
         (mode == 1 || (mode == 0 && process.err_is_terminal && !is_dumb(process)));
}

Observer observer_of(ProgressLine& line, bool quiet) {
  const auto print = [&line, quiet](const char* kind) {
    return [&line, quiet, kind](const Notice& notice) {
      if (!quiet) line.note(kind + words_of(notice));
    };
  };
  return {.progress = [&line](const Progress& now) { line.show(now); },
          .warning = print("warning: "),
          .note = print("note: ")};
}

}  // namespace domainplan::cli

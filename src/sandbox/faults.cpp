#include "sandbox/faults.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

bool is_event(Fault fault) { return fault >= Fault::event_twice; }

// Whether `path` is `pattern`, in which a segment in braces stands for any one.
bool matches_path(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t path_end = std::min(path.find('/', 1), path.size());
    const bool any = pattern.starts_with("/{") && pattern[pattern_end - 1] == '}' && path_end > 1;
    if (!any && pattern.substr(0, pattern_end) != path.substr(0, path_end)) return false;
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
  }
  return pattern.empty() && path.empty();
}

}  // namespace

bool matches(std::string_view on, const Call& call) {
  if (on.empty()) return true;
  if (!on.starts_with('/')) {
    const std::size_t space = std::min(on.find(' '), on.size());
    if (call.method != on.substr(0, space)) return false;
    on.remove_prefix(std::min(space + 1, on.size()));
  }
  const std::string_view path = call.path;
  return path.starts_with(kBasePath) && matches_path(on, path.substr(kBasePath.size()));
}

bool is_instead(Fault fault) { return fault >= Fault::refused_429 && fault <= Fault::dropped; }

bool is_delivered(Fault fault) {
  return fault == Fault::none || fault == Fault::dearer || fault == Fault::slow || fault == Fault::unknown;
}

Faults::Faults(const Options& options)
    : seed_(options.fault_seed != 0 ? options.fault_seed : options.seed),
      shortest_(options.latency_min),
      longest_(options.latency_max) {
  for (const FaultRule& rule : options.faults) rules_.emplace_back().rule = rule;
}

double Faults::chance_for(std::string_view what, std::uint64_t number) const {
  return uniform(hash_of(what, seed_), number);
}

Fault Faults::of(const Call& call, std::uint64_t number) {
  double left = chance_for("fault", number);
  Fault struck = Fault::none;
  for (auto& [rule, matched] : rules_) {
    if (is_event(rule.fault) || !matches(rule.on, call)) continue;
    const std::uint64_t before = matched++;
    if (struck != Fault::none || before < rule.skip || before - rule.skip >= rule.most) continue;
    if ((left -= rule.share) < 0) struck = rule.fault;
  }
  return struck;
}

bool Faults::strikes_event(Fault fault, std::uint64_t number) const {
  return std::any_of(rules_.begin(), rules_.end(), [&](const Counted& each) {
    return each.rule.fault == fault && chance_for(fault_name(fault), number) < each.rule.share;
  });
}

std::uint64_t Faults::chance(std::uint64_t number) const { return hash_of("inject", mixed(number) ^ seed_); }

std::chrono::microseconds Faults::latency(std::uint64_t number) const {
  const auto range = static_cast<double>((longest_ - shortest_).count());
  if (range <= 0) return shortest_;
  return shortest_ +
         std::chrono::microseconds(static_cast<std::int64_t>(chance_for("latency", number) * range));
}

}  // namespace domainplan::sandbox

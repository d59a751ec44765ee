#include "sandbox/faults.hpp"

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

std::uint64_t seed_of(const Options& options) {
  return options.fault_seed != 0 ? options.fault_seed : options.seed;
}

double draw_for(const Options& options, std::string_view what, std::uint64_t request) {
  return draw(hash_of(what, seed_of(options)), request);
}

}  // namespace

Fault fault_of(const Options& options, std::uint64_t request) {
  const std::pair<Fault, double> shares[] = {
      {Fault::refused_429, options.fault_429},     {Fault::failed_500, options.fault_500},
      {Fault::cut_off, options.fault_cut},         {Fault::lost, options.fault_lost},
      {Fault::slow, options.fault_slow},           {Fault::truncated, options.fault_truncated},
      {Fault::malformed, options.fault_malformed}, {Fault::types, options.fault_types},
      {Fault::unknown, options.fault_unknown}};
  double left = draw_for(options, "fault", request);
  for (const auto& [fault, share] : shares)
    if ((left -= share) < 0) return fault;
  return Fault::none;
}

std::uint64_t chance_of(const Options& options, std::uint64_t request) {
  return hash_of("spoil", mixed(request) ^ seed_of(options));
}

bool may_fail(const Options& options, const Call& call) {
  std::string_view only = options.fault_on;
  if (only.empty()) return true;
  if (!only.starts_with('/')) {
    const std::size_t space = only.find(' ');
    if (call.method != only.substr(0, space)) return false;
    only.remove_prefix(space == std::string_view::npos ? only.size() : space + 1);
  }
  return std::string_view(call.path).starts_with(kBasePath) && call.path.substr(kBasePath.size()) == only;
}

std::chrono::microseconds latency_of(const Options& options, std::uint64_t request) {
  const std::chrono::microseconds shortest = options.latency_min;
  const std::chrono::microseconds range = options.latency_max - options.latency_min;
  if (range.count() <= 0) return shortest;
  const double part = draw_for(options, "latency", request) * static_cast<double>(range.count());
  return shortest + std::chrono::microseconds(static_cast<std::int64_t>(part));
}

}  // namespace domainplan::sandbox

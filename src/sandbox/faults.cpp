#include "sandbox/faults.hpp"

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

double draw_for(const Options& options, std::string_view what, std::uint64_t request) {
  return draw(hash_of(what, options.seed), request);
}

}  // namespace

Fault fault_of(const Options& options, std::uint64_t request) {
  double left = draw_for(options, "fault", request);
  if ((left -= options.fault_429) < 0) return Fault::refused_429;
  if ((left -= options.fault_500) < 0) return Fault::failed_500;
  if ((left -= options.fault_cut) < 0) return Fault::cut_off;
  return Fault::none;
}

std::chrono::microseconds latency_of(const Options& options, std::uint64_t request) {
  const std::chrono::microseconds shortest = options.latency_min;
  const std::chrono::microseconds range = options.latency_max - options.latency_min;
  if (range.count() <= 0) return shortest;
  const double part = draw_for(options, "latency", request) * static_cast<double>(range.count());
  return shortest + std::chrono::microseconds(static_cast<std::int64_t>(part));
}

}  // namespace domainplan::sandbox

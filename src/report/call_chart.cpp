#include "report/call_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/html.hpp"
#include "store/availability_log.hpp"
#include "store/paths.hpp"

namespace domainplan::report {
namespace {

constexpr double kWidth = 720, kHeight = 220, kLeft = 56, kBottom = 24, kTop = 12, kRight = 12;
constexpr double kLimitEachMinute = 600;  // calls to GET /domains/availability, by the vendor's terms
constexpr std::size_t kMostPoints = 300;

// When each call was answered, in seconds since the first. Rows of one time are those of one call.
std::vector<double> call_times(const std::string& folder) {
  std::vector<UtcTime> times;
  each_logged_row(store::in_folder(folder, store::kAvailabilityLog), {.row = [&](LoggedRow& logged) {
                    if (!logged.checked_at) return;
                    if (times.empty() || times.back() != *logged.checked_at)
                      times.push_back(*logged.checked_at);
                  }});
  std::sort(times.begin(), times.end());
  std::vector<double> seconds;
  seconds.reserve(times.size());
  for (const UtcTime time : times)
    seconds.push_back(std::chrono::duration<double>(time - times.front()).count());
  return seconds;
}

struct Scale {
  double seconds, calls;
  double x(double second) const { return kLeft + second / seconds * (kWidth - kLeft - kRight); }
  double y(double count) const { return kHeight - kBottom - count / calls * (kHeight - kBottom - kTop); }
};

std::string label(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format("<text x={:.0f} y={:.0f} text-anchor={}>{}</text>", x, y, anchor, html(text));
}

std::string line(std::string_view kind, double x1, double y1, double x2, double y2) {
  return fmt::format("<path class={} d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>", kind, x1, y1, x2, y2);
}

}  // namespace

std::string call_chart(const std::string& folder, const PlanSummary& summary) {
  const std::vector<double> times = call_times(folder);
  if (times.empty()) return {};
  const double calls =
      std::max<double>({static_cast<double>(times.size()), static_cast<double>(summary.calls_bound), 1});
  const Scale scale{std::max(times.back(), 1.0), calls * 1.05};
  const double minimum = static_cast<double>(summary.calls_bound);
  std::string path;
  const std::size_t step = std::max<std::size_t>(1, times.size() / kMostPoints);
  for (std::size_t i = 0; i < times.size(); i += step)
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", scale.x(times[i]),
                        scale.y(static_cast<double>(i + 1)));
  path += fmt::format("L{:.1f} {:.1f}", scale.x(times.back()), scale.y(static_cast<double>(times.size())));
  // As far as it is within the chart.
  const double limit_end = std::min(scale.seconds, scale.calls / kLimitEachMinute * 60);
  return fmt::format(
             "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=img aria-label=\"{} calls in {:.0f} seconds; the "
             "minimum "
             "is {}\">",
             kWidth, kHeight, times.size(), times.back(), summary.calls_bound) +
         line("minimum", kLeft, scale.y(minimum), kWidth - kRight, scale.y(minimum)) +
         line("limit", scale.x(0), scale.y(0), scale.x(limit_end),
              scale.y(limit_end * kLimitEachMinute / 60)) +
         fmt::format("<path class=line d=\"{}\"/>", path) +
         label(kLeft - 6, scale.y(static_cast<double>(times.size())) + 4, "end", grouped(times.size())) +
         label(kLeft - 6, scale.y(0), "end", "0") +
         label(kWidth - kRight, scale.y(minimum) + 14, "end", "minimum " + grouped(summary.calls_bound)) +
         label(kLeft, kHeight - 6, "start", "0 s") +
         label(kWidth - kRight, kHeight - 6, "end", fmt::format("{:.1f} s", times.back())) + "</svg>\n";
}

}  // namespace domainplan::report

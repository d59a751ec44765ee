#include "domainplan/sandbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <ostream>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

void read_latency(const std::string& given, sandbox::Options& options) {
  const std::size_t dash = given.find('-');
  const auto milliseconds = [&](const std::string& part) {
    return std::chrono::milliseconds(std::llround(parse_fraction("--latency", part, 0, 600'000)));
  };
  options.latency_min = milliseconds(given.substr(0, dash));
  options.latency_max =
      dash == std::string::npos ? options.latency_min : milliseconds(given.substr(dash + 1));
  if (options.latency_max < options.latency_min)
    throw UsageError(fmt::format("--latency: {} ends before it begins; write MIN-MAX", in_quotes(given)));
}

constexpr std::pair<std::string_view, double sandbox::Options::*> kFaults[] = {
    {"429", &sandbox::Options::fault_429},
    {"500", &sandbox::Options::fault_500},
    {"cut", &sandbox::Options::fault_cut},
    {"lost", &sandbox::Options::fault_lost},
    {"slow", &sandbox::Options::fault_slow},
    {"truncated", &sandbox::Options::fault_truncated},
    {"malformed", &sandbox::Options::fault_malformed},
    {"types", &sandbox::Options::fault_types},
    {"unknown", &sandbox::Options::fault_unknown}};

void read_faults(const std::string& given, sandbox::Options& options) {
  double sum = 0;
  for (const std::string_view part : split(given, ",")) {
    const std::size_t equals = part.find('=');
    const auto kind = std::find_if(std::begin(kFaults), std::end(kFaults),
                                   [&](const auto& each) { return each.first == part.substr(0, equals); });
    if (kind == std::end(kFaults) || equals == std::string_view::npos)
      throw UsageError(fmt::format(
          "--faults: {} is not KIND=SHARE with a kind of 429, 500, cut, lost, slow, truncated, malformed, "
          "types, unknown",
          in_quotes(part)));
    const double share =
        parse_fraction(fmt::format("--faults {}", kind->first), std::string(part.substr(equals + 1)), 0, 1);
    options.*kind->second = share;
    sum += share;
  }
  // A little more is forgiven: 0.1 is no exact number.
  if (sum > 1.000001) throw UsageError("--faults: the shares add to more than 1");
}

// "METHOD /path" or "/path".
std::string read_fault_on(const std::string& given) {
  const std::size_t slash = given.find('/');
  const std::string_view method = std::string_view(given).substr(0, slash);
  const bool right = slash != std::string::npos && given.find(' ', slash) == std::string::npos &&
                     (method.empty() || (method.find(' ') == method.size() - 1 && method.size() > 1));
  if (!right)
    throw UsageError(fmt::format(
        "--fault-on: {} is not a path, or a method and a path: '/me', 'POST /orders'", in_quotes(given)));
  return given;
}

std::vector<std::string> read_taken(const InputFile& file) {
  std::vector<std::string> taken;
  std::vector<Diagnostic> bad;
  std::size_t number = 0;
  std::string_view rest = file.bytes;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++number;
    if (line.empty()) continue;
    try {
      taken.push_back(normalise_domain(line));
    } catch (const InvalidDomain& error) {
      bad.push_back(
          {file.name, number, "", fmt::format("{} is no domain name: {}", in_quotes(line), error.what())});
    }
  }
  if (!bad.empty()) throw InputError(std::move(bad));
  return taken;
}

void wait_for(std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, stop, [] { return false; });
}

int run(const po::variables_map& values, const std::vector<std::string>&, Surroundings& around) {
  sandbox::Options options;
  options.port = number_or(values, "port", 0, 65535, 0);
  options.seed = static_cast<std::uint64_t>(number(values, "seed", 0, INT64_MAX).value_or(1));
  options.rate_limit = number_or(values, "rate-limit", 0, 100'000'000, options.rate_limit);
  options.stale = fraction_or(values, "stale", 0, 1, options.stale);
  options.errored = fraction_or(values, "errored", 0, 1, options.errored);
  if (const auto latency = text(values, "latency")) read_latency(*latency, options);
  if (const auto faults = text(values, "faults")) read_faults(*faults, options);
  options.fault_seed = static_cast<std::uint64_t>(number(values, "fault-seed", 0, INT64_MAX).value_or(0));
  if (const auto on = text(values, "fault-on")) options.fault_on = read_fault_on(*on);
  options.time_scale = fraction_or(values, "time-scale", 0, 1e6, options.time_scale);
  options.troubles = fraction_or(values, "troubles", 0, 1, options.troubles);
  if (const auto file = text(values, "broken-pictures")) {
    read_file(*file, around);  // a name that is mistyped is told now
    options.broken_pictures = *file;
  }
  if (const auto taken = text(values, "taken")) options.taken = read_taken(read_file(*taken, around));

  options.compress = values["compress"].as<bool>();
  const sandbox::Server server(options);
  around.out << server.base_url() << std::endl;
  if (around.err_is_terminal)
    around.err << fmt::format(
        "sandbox: any key that begins with pk_test_ or pk_live_ will do; Ctrl-C ends it\n");
  wait_for(around.stop);
  return kDone;
}

}  // namespace

Command sandbox_command() {
  Command command{
      .name = "sandbox",
      .synopsis = "sandbox [--port N] [options]",
      .summary = "the Partner API on loopback, for trying, tests and benchmarks",
      .about =
          "Serves the Partner API on 127.0.0.1 until interrupted, and prints its base URL when it is ready.\n"
          "What is available, and at what price, is a function of the name and the seed.\n\n"
          "Orders and imports move with time, and some wait for a person until a while has passed, or until\n"
          "an operator has edited the file of broken pictures.\n\n"
          "Faults: 429 and 500 are answered instead of carrying out the call. After it has been carried "
          "out:\n"
          "cut (half an answer), lost (none), slow (it trickles), truncated (JSON that stops early),\n"
          "malformed (no JSON), types (a field of a wrong type), unknown (fields nobody knows).\n"
          "GET /_sandbox/counters tells what has happened so far.\n\n"
          "  domainplan sandbox --port 4010 --latency 20-80 --faults 429=0.02,500=0.02\n"
          "  domainplan sandbox --faults lost=0.5 --fault-on 'POST /orders'",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 0,
      .run = run,
      .reader_gone = ReaderGone::stay};
  auto add = command.options.add_options();
  add("port", one("N"), "the port (default: any free one)");
  add("seed", one("N"), "of the market and of all chance (default 1)");
  add("rate-limit", one("N"), "calls in any 60 s for each key; 0: none (default 600)");
  add("latency", one("MS or MIN-MAX"), "milliseconds before each answer (default 0)");
  add("faults", one("KIND=SHARE,..."), "what goes wrong with a share of calls (see above)");
  add("fault-seed", one("N"), "which calls, and how long they take: for other trouble on the same market");
  add("fault-on", one("'METHOD PATH'"), "only these calls have faults, such as 'POST /orders'");
  add("stale", one("SHARE"), "names whose first row is stale (default 0.01)");
  add("errored", one("SHARE"), "names whose first row is errored (default 0.002)");
  add("time-scale", one("N"), "sandbox seconds in a real one, for orders and imports (default 1)");
  add("troubles", one("SHARE"), "imported domains, and orders, that need a person, or fail (default 0.05)");
  add("broken-pictures", one("FILE"),
      "picture URLs that cannot be loaded, one a line; may be edited meanwhile");
  add("compress", po::bool_switch(), "gzip for clients that accept it");
  add("taken", one("FILE"), "names that are taken, one a line");
  return command;
}

}  // namespace domainplan::cli

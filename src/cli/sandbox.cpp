#include "domainplan/sandbox.hpp"

#include <fmt/format.h>

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

void read_faults(const std::string& given, sandbox::Options& options) {
  for (const std::string_view part : split(given, ",")) {
    const std::size_t equals = part.find('=');
    const std::string_view kind = part.substr(0, equals);
    double* const share = kind == "429"   ? &options.fault_429
                          : kind == "500" ? &options.fault_500
                          : kind == "cut" ? &options.fault_cut
                                          : nullptr;
    if (!share || equals == std::string_view::npos)
      throw UsageError(
          fmt::format("--faults: {} is not one of 429=SHARE, 500=SHARE, cut=SHARE", in_quotes(part)));
    *share = parse_fraction(fmt::format("--faults {}", kind), std::string(part.substr(equals + 1)), 0, 1);
  }
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
  if (const auto taken = text(values, "taken")) options.taken = read_taken(read_file(*taken, around));

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
          "  domainplan sandbox --port 4010 --latency 20-80 --faults 429=0.02,500=0.02",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 0,
      .run = run};
  auto add = command.options.add_options();
  add("port", one("N"), "the port (default: any free one)");
  add("seed", one("N"), "of the market and of all chance (default 1)");
  add("rate-limit", one("N"), "calls in any 60 s for each key; 0: none (default 600)");
  add("latency", one("MS or MIN-MAX"), "milliseconds before each answer (default 0)");
  add("faults", one("KIND=SHARE,..."), "answer a share of calls with 429 or 500, or cut them off (cut)");
  add("stale", one("SHARE"), "names whose first row is stale (default 0.01)");
  add("errored", one("SHARE"), "names whose first row is errored (default 0.002)");
  add("taken", one("FILE"), "names that are taken, one a line");
  return command;
}

}  // namespace domainplan::cli

#include "domainplan/sandbox.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <ostream>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/values.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

void read_latency(const std::string& given, sandbox::Options& options) {
  const std::size_t dash = given.find('-');
  const auto milliseconds = [&](const std::string& part) {
    return std::chrono::milliseconds(std::llround(fraction("--latency", part, {"", 0, 600'000})));
  };
  options.latency_min = milliseconds(given.substr(0, dash));
  options.latency_max =
      dash == std::string::npos ? options.latency_min : milliseconds(given.substr(dash + 1));
  if (options.latency_max < options.latency_min)
    throw UsageError(fmt::format("--latency: {} ends before it begins; write MIN-MAX", in_quotes(given)),
                     Subject{"--latency", "MIN-MAX"});
}

std::vector<std::string> fault_words() {
  std::vector<std::string> words;
  for (const sandbox::Fault fault : sandbox::all_faults()) words.emplace_back(sandbox::fault_name(fault));
  return words;
}

// "METHOD /path" or "/path".
std::string read_fault_on(const std::string& what, const std::string& given) {
  const std::size_t slash = given.find('/');
  const std::string_view method = std::string_view(given).substr(0, slash);
  const bool right = slash != std::string::npos && given.find(' ', slash) == std::string::npos &&
                     (method.empty() || (method.find(' ') == method.size() - 1 && method.size() > 1));
  if (!right)
    throw UsageError(fmt::format("{}: {} is not a path, or a method and a path: '/me', 'POST /orders'", what,
                                 in_quotes(given)),
                     Subject{what, "a path, or a method and a path: '/me', 'POST /orders'"});
  return given;
}

// SHARE, first:N or after:N.
void read_share(const std::string& what, std::string_view given, sandbox::FaultRule& rule) {
  const auto count = [&](std::string_view text) {
    return static_cast<std::uint64_t>(std::llround(fraction(what, std::string(text), {"", 0, 1e9})));
  };
  if (given.starts_with("first:")) {
    rule.most = count(given.substr(6));
  } else if (given.starts_with("after:")) {
    rule.skip = count(given.substr(6));
  } else {
    rule.share = fraction(what, std::string(given), {"", 0, 1});
  }
}

UsageError wrong_fault(std::string_view part, std::string_view kind) {
  Nearest nearest(kind);
  for (const std::string& word : fault_words()) nearest.consider(word);
  return UsageError(fmt::format("--faults: {} is not KIND=SHARE{}; the kinds are {}", in_quotes(part),
                                nearest.question(), fmt::join(fault_words(), ", ")),
                    Subject{"--faults", "KIND=SHARE, separated by commas"});
}

void read_faults(const std::string& given, const std::string& everywhere, sandbox::Options& options) {
  double sum = 0;
  for (const std::string_view part : split(given, ",")) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::size_t at = std::min(part.find('@'), part.size());
    const auto fault = sandbox::fault_called(part.substr(0, equals));
    if (!fault || equals == part.size()) throw wrong_fault(part, part.substr(0, equals));
    const std::string what = fmt::format("--faults {}", sandbox::fault_name(*fault));
    sandbox::FaultRule rule{.fault = *fault, .on = everywhere};
    read_share(what, part.substr(equals + 1, at - std::min(equals + 1, at)), rule);
    if (at < part.size()) rule.on = read_fault_on(what, std::string(part.substr(at + 1)));
    const bool has_own_chance = *fault >= sandbox::Fault::event_twice;
    if (rule.on == everywhere && rule.skip == 0 && rule.most == UINT64_MAX && !has_own_chance)
      sum += rule.share;
    options.faults.push_back(std::move(rule));
  }
  // Rounding is forgiven: 0.1 is not an exact number.
  if (sum > 1.000001)
    throw UsageError("--faults: the shares add to more than 1",
                     Subject{"--faults", "shares that add to 1 at most"});
}

std::vector<std::string> read_accounts(std::vector<std::string> names) {
  const auto is_wrong = [](const std::string& name) {
    return name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), [](unsigned char c) {
             return (c < 0x80 && std::isalnum(c)) || c == '-' || c == '_';
           });
  };
  for (const std::string& name : names) {
    if (is_wrong(name))
      throw UsageError(fmt::format("--account: {} is not 1 to 64 of A-Z a-z 0-9 - and _", in_quotes(name)),
                       Subject{"--account", "1 to 64 of A-Z a-z 0-9 - and _"});
    if (std::count(names.begin(), names.end(), name) > 1)
      throw UsageError(fmt::format("--account: {} is given twice", in_quotes(name)),
                       Subject{"--account", "each account once"});
  }
  return names;
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
      taken.push_back(canonical_domain(line));
    } catch (const InvalidDomain& error) {
      bad.push_back({file.name, number, "", DiagnosticCode::invalid,
                     fmt::format("{} is not a domain name: {}", in_quotes(line), error.what()),
                     "a domain such as example.com", std::string(line)});
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

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  sandbox::Options options;
  options.port = number_or(values, "port", 0);
  options.seed = static_cast<std::uint64_t>(number(values, "seed").value_or(1));
  options.rate_limit = number_or(values, "rate-limit", options.rate_limit);
  options.stale = fraction_or(values, "stale", options.stale);
  options.errored = fraction_or(values, "errored", options.errored);
  if (const auto latency = text(values, "latency")) read_latency(*latency, options);
  const auto everywhere = text(values, "fault-on");
  if (everywhere) read_fault_on("--fault-on", *everywhere);
  if (const auto faults = text(values, "faults")) read_faults(*faults, everywhere.value_or(""), options);
  options.fault_seed = static_cast<std::uint64_t>(number(values, "fault-seed").value_or(0));
  options.time_scale = fraction_or(values, "time-scale", options.time_scale);
  options.intervention_rate = fraction_or(values, "intervention-rate", options.intervention_rate);
  options.accounts = read_accounts(texts(values, "account"));
  if (const auto file = text(values, "broken-pictures")) {
    read_file(*file, process);  // a mistyped name is an error now
    options.broken_pictures = *file;
  }
  if (const auto taken = text(values, "taken")) options.taken = read_taken(read_file(*taken, process));

  options.webhook_url = text(values, "webhook-url").value_or("");
  if (!options.webhook_url.empty() && !options.webhook_url.starts_with("http://") &&
      !options.webhook_url.starts_with("https://"))
    throw UsageError(
        fmt::format("--webhook-url: {} is not an http or https URL", in_quotes(options.webhook_url)),
        Subject{"--webhook-url", "an http or https URL"});
  if (const auto secret = process.environment("PEEKER_WEBHOOK_SECRET"); secret && !secret->empty())
    options.webhook_secret = *secret;
  options.compress = values["compress"].as<bool>();
  const sandbox::Server server(options);
  process.out << server.base_url() << std::endl;
  if (process.err_is_terminal)
    process.err << fmt::format(
        "sandbox: any key that begins with pk_test_ or pk_live_ works; Ctrl-C ends it\n");
  wait_for(process.stop);
  return kDone;
}

// The faults with what they do, between two of them.
std::string faults_from(sandbox::Fault first, sandbox::Fault last) {
  std::string lines;
  for (const sandbox::Fault fault : sandbox::all_faults())
    if (fault >= first && fault <= last)
      lines += fmt::format("  {:15} {}\n", sandbox::fault_name(fault), sandbox::fault_help(fault));
  return lines;
}

std::string about() {
  using sandbox::Fault;
  return "Serves the Partner API on 127.0.0.1 until interrupted, and prints its base URL\n"
         "when it is ready. Availability and prices are a function of the name and the\n"
         "seed.\n\n"
         "Orders and imports progress with time. Some need a person: they wait for a while,\n"
         "or until the URL is removed from the file of broken pictures.\n\n"
         "--faults KIND=SHARE[@CALL],... injects a fault into a share of the calls. SHARE may\n"
         "also be first:N (the first N of those calls) or after:N (all but the first\n"
         "N). CALL is '/path' or 'METHOD /path', in which {id} stands for any id.\n"
         "GET /_sandbox/counters shows what has happened so far.\n\n"
         "Instead of carrying out the call:\n" +
         faults_from(Fault::refused_429, Fault::dropped) +
         "The call is carried out, but the answer does not arrive or cannot be read:\n" +
         faults_from(Fault::cut, Fault::echo) + "An answer that is valid, but unusual:\n" +
         faults_from(Fault::slow, Fault::unknown) + "Lists, receipts and prices that are wrong:\n" +
         faults_from(Fault::forgets, Fault::dearer) + "Events, without a CALL:\n" +
         faults_from(Fault::event_twice, Fault::event_forged) +
         "\n"
         "  domainplan sandbox --port 4010 --latency 20-80 --faults 429=0.02,500=0.02\n"
         "  domainplan sandbox --faults 'lost=0.5@POST /orders,delays=1@GET /orders'";
}

}  // namespace

Command sandbox_command() {
  Command command{.name = "sandbox",
                  .synopsis = "sandbox [--port N] [options]",
                  .summary = "serve the Partner API on loopback, for trials and tests",
                  .about = about(),
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 0,
                  .run = run,
                  .reader_gone = ReaderGone::stay,
                  .old_spellings = {{"troubles", "intervention-rate"}}};
  auto add = command.options.add_options();
  add("port", one("N"), "the port (default: any free one)");
  add("seed", one("N"), "the seed of the market and of all random choices (default 1)");
  add("account", many("NAME"),
      "a partner with an account of its own; may be repeated: a key pk_test_NAME belongs to that one, other "
      "keys to the first");
  add("rate-limit", one("N"), "at most N calls in any 60 s for each key; 0: no limit (default 600)");
  add("latency", one("MS or MIN-MAX"), "milliseconds before each answer (default 0)");
  add("faults", one("KIND=SHARE,..."), "faults to inject into a share of calls (see above)");
  add("fault-seed", one("N"),
      "the seed of faults and latency alone, for other faults on the same market (default: --seed)");
  add("fault-on", one("'METHOD PATH'"), "the calls to fault where KIND has no @CALL");
  add("stale", one("SHARE"), "names whose first row is stale (default 0.01)");
  add("errored", one("SHARE"), "names whose first row is errored (default 0.002)");
  add("time-scale", one("N"), "sandbox seconds in a real one, for all but the rate limit (default 1)");
  add("intervention-rate", one("SHARE"),
      "imported domains, orders and changes that need a person, or fail (default 0.05)");
  add("broken-pictures", one("FILE"),
      "picture URLs that cannot be loaded, one per line; read again each time");
  add("webhook-url", one("URL"),
      "where to send events, signed with PEEKER_WEBHOOK_SECRET, else with whsec_sandbox");
  add("compress", po::bool_switch(), "gzip for clients that accept it");
  add("taken", one("FILE"), "names that are taken, one per line");
  return command;
}

}  // namespace domainplan::cli

#include "cli/api_access.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdio.h>

#include <cmath>
#include <mutex>
#include <ostream>

#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/values.hpp"
#include "cli/waits.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kVendorUrl = "https://api.peeker.ai/partner/v1";
constexpr const char* kKeyVariable = "PEEKER_API_KEY";

std::string first_line(std::string text) {
  text.resize(std::min(text.find('\n'), text.size()));
  return std::string(trimmed(text));
}

// Runs a command of the user's with the shell and returns the first line it prints.
std::string first_line_of_command(const std::string& command) {
  // The child shall be interrupted with us, though this process takes its signals in a thread of its own.
  sigset_t none, before;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, &before);
  FILE* const pipe = ::popen(command.c_str(), "r");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!pipe) throw UsageError("--api-key-command: cannot run a shell");
  std::string output;
  char buffer[512];
  while (output.size() < 64 * 1024) {
    const std::size_t count = ::fread(buffer, 1, sizeof buffer, pipe);
    if (count == 0) break;
    output.append(buffer, count);
  }
  if (::pclose(pipe) != 0)
    throw UsageError("--api-key-command: the command failed",
                     Subject{"--api-key-command", "a command that prints the API key"});
  return first_line(output);
}

// A key that was pasted with an invisible character would be refused by the API, and look right.
std::string checked_key(std::string key, std::string_view source) {
  if (const std::string invisible = first_invisible(key); !invisible.empty())
    throw UsageError(
        fmt::format("{}: the key has an invisible character, {}: copy it again", source, invisible),
        Subject{std::string(source), "visible ASCII characters"});
  return key;
}

std::optional<std::string> api_key(const po::variables_map& values, Process& process) {
  const auto file = text(values, "api-key-file");
  const auto command = text(values, "api-key-command");
  if (file && command) throw UsageError("--api-key-file and --api-key-command cannot be used together");
  if (file) {
    const std::string key = first_line(read_settings_file("--api-key-file", *file, process));
    if (key.empty())
      throw UsageError(fmt::format("--api-key-file: {} has an empty first line", in_quotes(*file)),
                       Subject{"--api-key-file", "a file whose first line is the API key"});
    return checked_key(key, "--api-key-file");
  }
  if (command) {
    const std::string key = first_line_of_command(*command);
    if (key.empty())
      throw UsageError("--api-key-command: the command printed no key on its first line",
                       Subject{"--api-key-command", "a command that prints the API key"});
    return checked_key(key, "--api-key-command");
  }
  const auto variable = process.environment(kKeyVariable);
  if (variable && !variable->empty()) return checked_key(*variable, kKeyVariable);
  return std::nullopt;
}

// The certificate authorities to trust. A file that cannot be read is found here, not by the first call.
void trust(const po::variables_map& values, Process& process, partner::ApiOptions& api) {
  if (const auto file = text(values, "ca-cert")) {
    read_file(*file, process);
    api.ca_file = *file;
    return;
  }
  api.ca_file = process.environment("SSL_CERT_FILE").value_or("");
  api.ca_dir = process.environment("SSL_CERT_DIR").value_or("");
}

std::string_view reason_of(partner::Wait::Reason reason) {
  switch (reason) {
    case partner::Wait::Reason::rate_limited:
      return "the API answered 429 (rate limited)";
    case partner::Wait::Reason::unavailable:
      return "the API answered 503 (unavailable)";
    case partner::Wait::Reason::own_rate:
    case partner::Wait::Reason::shared_rate:
    case partner::Wait::Reason::lost_answer:
    case partner::Wait::Reason::progress:
      return "";
    case partner::Wait::Reason::retry:
      break;
  }
  return "the last calls failed and are tried again";
}

}  // namespace

std::string wait_text(const partner::Wait& wait, int rate) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait.duration).count();
  if (wait.reason == partner::Wait::Reason::lost_answer)
    return fmt::format("the answer was lost; looking it up in {} s", seconds);
  if (wait.reason == partner::Wait::Reason::progress)
    return fmt::format("the vendor is working on it; checking every {} s (--poll)", seconds);
  std::string reason(reason_of(wait.reason));
  if (wait.reason == partner::Wait::Reason::own_rate)
    reason = fmt::format("{} {} made in the last 60 s (--rate)", rate, rate == 1 ? "call was" : "calls were");
  if (wait.reason == partner::Wait::Reason::shared_rate)
    reason = fmt::format("all who share the ledger made {} call{} in the last 60 s (--rate)", rate,
                         rate == 1 ? "" : "s");
  return fmt::format("waiting {} s, until {:%H:%M:%S} UTC: {}", seconds,
                     fmt::gmtime(std::chrono::system_clock::to_time_t(wait.until)), reason);
}

void add_api_options(po::options_description& options) {
  po::options_description group("API", kHelpWidth);
  auto add = group.add_options();
  add("sandbox", po::bool_switch(), "use the embedded sandbox: no key, no cost");
  add("api-url", one("URL"),
      fmt::format("the API's base URL (default {}; env PEEKER_API_URL)", kVendorUrl).c_str());
  add("api-key-file", one("FILE"), "read the key from a file's first line (default: env PEEKER_API_KEY)");
  add("api-key-command", one("CMD"), "read the key from the first line that a command prints");
  add("rate", one("N"), "at most N calls in any 60 s (default 600)");
  add("connections", one("N"), "connections to the API (default 16)");
  add("ca-cert", one("FILE"),
      "certificate authority to trust, as PEM (default: env SSL_CERT_FILE and SSL_CERT_DIR, else the "
      "system's)");
  group.add_options()(
      "ledger", one("URL|FILE|none"),
      "the account's memory: a file, or a postgresql:// URL that several hosts share (default: a file in "
      "domainplan/ under $XDG_STATE_HOME; none with --sandbox, --replay or a loopback URL)");
  options.add(group);
}

void add_asking_options(po::options_description& options) {
  po::options_description group("Availability", kHelpWidth);
  auto add = group.add_options();
  add("batch-size", one("N"), "names per call, 1 to 50 (default 50)");
  add("recheck-wait", one("S"),
      "seconds before a stale or errored row is asked again (default 2, doubled each time)");
  options.add(group);
}

void add_replay_option(po::options_description& options) {
  options.add_options()("replay", one("FILE"), "use recorded rows (availability.ndjson) and make no calls");
}

void add_live_option(po::options_description& options) {
  options.add_options()("live", po::bool_switch(),
                        "required with a pk_live_ key: changes are real and billed");
}

void demand_live(const po::variables_map& values, const ApiAccess& access) {
  if (access.environment == Environment::live && !values["live"].as<bool>())
    throw UsageError(
        "this is a live key, and what it changes is real and billed: pass --live if that is meant, or use a "
        "pk_test_ key");
}

Session& open_session(ApiAccess& access, Process& process) {
  if (!access.api) throw UsageError("--replay makes no calls, and this command needs them");
  if (!access.session) {
    access.session = std::make_unique<Session>(*access.api, access.environment, process.stop);
    if (access.ledger) share_rate(access, process);
  }
  return *access.session;
}

std::optional<ApiAccess> access_if_named(const po::variables_map& values, Process& process) {
  ApiAccess access;
  access.quiet = values["quiet"].as<bool>();
  access.batch_size = number_or(values, "batch-size", 50);
  access.recheck_wait =
      std::chrono::milliseconds(std::llround(fraction_or(values, "recheck-wait", 2) * 1000));
  partner::ApiOptions api;
  api.rate = number_or(values, "rate", 600);
  api.connections = number_or(values, "connections", 16);
  const bool sandboxed = values["sandbox"].as<bool>();
  const std::optional<std::string> key = sandboxed ? sandbox::kTestKey : api_key(values, process);
  api.base_url = text(values, "api-url").value_or(kVendorUrl);
  while (api.base_url.ends_with('/')) api.base_url.pop_back();
  access.environment = sandboxed ? Environment::sandbox : environment_of_key(key.value_or(""));
  if (const auto replay = text(values, "replay")) {
    access.replay = read_file(*replay, process);
    access.api_url = api.base_url;
    return access;
  }
  if (!key) return std::nullopt;
  api.key = *key;
  if (sandboxed) {
    access.sandbox = std::make_unique<sandbox::Server>(sandbox::Options{});
    api.base_url = access.sandbox->base_url();
  }
  access.api_url = api.base_url;
  trust(values, process, api);
  const auto mutex = std::make_shared<std::mutex>();
  const auto print = [&process, mutex](const std::string& line) {
    const std::lock_guard lock(*mutex);
    process.err << escaped(line) + "\n" << std::flush;
  };
  if (values["verbose"].as<bool>()) api.log = print;
  if (!access.quiet)
    api.on_wait = [print, rate = api.rate](const partner::Wait& wait) {
      begin_wait(wait);
      print(wait_text(wait, rate));
    };
  access.api = std::move(api);
  access.ledger = ledger_in_force(values, access);
  return access;
}

ApiAccess api_access(const po::variables_map& values, Process& process) {
  std::optional<ApiAccess> access = access_if_named(values, process);
  if (!access)
    throw UsageError(
        "no API key: set PEEKER_API_KEY, pass --api-key-file or --api-key-command, or try it with "
        "--sandbox");
  return *std::move(access);
}

}  // namespace domainplan::cli

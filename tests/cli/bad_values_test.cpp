// Every option of every command, given a value that it does not take.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/option_values.hpp"
#include "cli/parse.hpp"
#include "scratch_folder.hpp"
#include "terminal.hpp"

using namespace domainplan;

namespace {

constexpr const char* kBad = "?(";

// The JSON of the error that the words end in.
nlohmann::json error_of(std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "json"});
  Terminal terminal;
  terminal.environment = {{"PEEKER_WEBHOOK_SECRET", "s"}};
  const Ran ran = terminal.run(words);
  INFO(ran.err);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  const std::size_t line = ran.err.rfind('\n', ran.err.size() - 2) + 1;  // npos + 1 is 0
  auto error = nlohmann::json::parse(ran.err.substr(line))["error"];
  CHECK(error["code"] == "usage");
  return error;
}

// Whether the option's values are checked before the command begins.
bool is_checked(const cli::po::option_description& option) try {
  cli::check_value(option, kBad, "--option");
  return false;
} catch (const UsageError&) {
  return true;
}

struct BadValue {
  std::string option;
  std::vector<std::string> words;
};

// Of options that the command itself checks.
std::vector<BadValue> bad_values(const std::string& folder) {
  return {{"brand", {"generate", "--brand", "#N/A"}},
          {"brand", {"generate", "--brand", "🎉"}},
          {"website", {"generate", "--brand", "Acme", "--website", "ftp://acme.com"}},
          {"persona", {"generate", "--brand", "Acme", "--persona", "Ada"}},
          {"reject", {"plan", "--update", "--out", folder, "--reject", "co.uk"}},
          {"domain", {"swap", "--order", "ord_1", "--domain", "co.uk", "--with", "acme.com"}},
          {"with", {"swap", "--order", "ord_1", "--domain", "acme.com", "--with", "co.uk"}},
          {"with", {"swap", "plan", "acme", "acme.com", "--with", "co.uk"}},
          {"to", {"forward", "--domains", "-", "--to", "ftp://acme.com"}},
          {"name", {"bundles", "create", "--monthly-sending-volume", "1", "--name", " "}},
          {"ledger", {"ledger", "show", "--sandbox", "--ledger", ""}},
          {"ledger", {"ledger", "show", "--sandbox", "--ledger", "http://a.com"}},
          {"ledger", {"ledger", "show", "--sandbox", "--ledger", "user:password@a.com/b"}},
          {"api-key-file", {"users", "list", "--api-key-file", "-"}},
          {"api-key-command", {"users", "list", "--api-key-command", "true"}},
          {"secret-file",
           {"webhook", "verify", "-", "--timestamp", "1", "--signature", "v1=0", "--secret-file", "-"}},
          {"host", {"webhook", "listen", "--append", folder, "--host", "a.com"}}};
}

// Of the sandbox, whose errors are no JSON.
std::vector<BadValue> bad_values_of_sandbox() {
  return {{"latency", {"sandbox", "--latency", "5-1"}},
          {"faults", {"sandbox", "--faults", "nonsense=1"}},
          {"fault-on", {"sandbox", "--fault-on", "me"}},
          {"account", {"sandbox", "--account", "a b"}},
          {"webhook-url", {"sandbox", "--webhook-url", "ftp://a.com"}}};
}

// Files and folders, of which the error names the path; words that are looked up at the vendor or in a plan;
// and texts of which none is wrong.
const std::set<std::string> kOthers = {"accept-edited",
                                       "accept-receipt",
                                       "allow-duplicate",
                                       "append",
                                       "avoid",
                                       "brand-ok",
                                       "broken-pictures",
                                       "bundles",
                                       "ca-cert",
                                       "config",
                                       "confirm-not-placed",
                                       "customer",
                                       "customers",
                                       "domains",
                                       "event-id",
                                       "events",
                                       "only",
                                       "order",
                                       "out",
                                       "owned",
                                       "patterns",
                                       "personas",
                                       "plan",
                                       "reject-file",
                                       "replay",
                                       "reserved-by",
                                       "secrets-dir",
                                       "signature",
                                       "state",
                                       "stem",
                                       "taken",
                                       "timestamp",
                                       "user"};

}  // namespace

TEST_CASE("a bad value of any option is an error that says which option and what would be right") {
  for (const cli::Command& command : cli::commands()) {
    const auto options = cli::all_options(command);
    if (!options.find_nothrow("format", false)) continue;
    for (const auto& option : options.options()) {
      if (option->semantic()->max_tokens() == 0 || option->long_name() == "format" || !is_checked(*option))
        continue;
      const std::string flag = "--" + option->long_name();
      INFO(fmt::format("{} {}", command.name, flag));
      const auto error = error_of({command.name, fmt::format("{}={}", flag, kBad)});
      CHECK(error["subject"] == flag);
      CHECK(error["expected"].is_string());
      CHECK(error["message"].get<std::string>().starts_with(flag + ": "));
    }
  }
}

TEST_CASE("a value that a command checks itself is an error of the same kind") {
  const ScratchFolder folder;
  for (const BadValue& bad : bad_values(folder.path())) {
    INFO(fmt::format("{}", fmt::join(bad.words, " ")));
    const auto error = error_of(bad.words);
    CHECK(error["subject"] == "--" + bad.option);
    CHECK(error["expected"].is_string());
  }
  for (const BadValue& bad : bad_values_of_sandbox()) {
    const Ran ran = Terminal().run(bad.words);
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.err.find("--" + bad.option) != std::string::npos);
  }
}

TEST_CASE("of each option it is known how a bad value of it is found") {
  std::set<std::string> known = kOthers;
  for (const BadValue& bad : bad_values("")) known.insert(bad.option);
  for (const BadValue& bad : bad_values_of_sandbox()) known.insert(bad.option);
  std::set<std::string> unknown;
  for (const cli::Command& command : cli::commands()) {
    const auto options = cli::all_options(command);
    for (const auto& option : options.options())
      if (option->semantic()->max_tokens() > 0 && !is_checked(*option)) unknown.insert(option->long_name());
  }
  for (const std::string& name : known) unknown.erase(name);
  CHECK(unknown.empty());
}

TEST_CASE("a password in a URL to forward to is not repeated") {
  const auto error = error_of({"forward", "--domains", "-", "--to", "https://user:hunter2@acme.com/"});
  CHECK(error.dump().find("hunter2") == std::string::npos);
}

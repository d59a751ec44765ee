#include "store/ledger_log.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "io/file.hpp"
#include "store/json_fields.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::optional<LedgerSnapshot> read_ledger_log(std::string_view bytes, const std::string& file) {
  std::optional<LedgerSnapshot> snapshot;
  std::size_t expected = 0;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (!whole) return;
    try {
      const Json json = Json::parse(line);
      if (!snapshot) {
        if (store::is_newer(json, kVersion))
          throw RunError(ErrorCode::bad_input, "it was written by a later version of domainplan");
        snapshot.emplace(LedgerSnapshot{json.at("plan"), json.at("account"), {}, {}});
        expected = json.at("reserved");
      } else if (json.contains("answer")) {
        snapshot->answers.push_back(json.at("answer").dump());
      } else if (json.contains("customer")) {
        snapshot->lost[json.at("customer")].push_back(json.at("domain"));
      } else {
        snapshot->reserved.push_back(json.at("domain"));
      }
    } catch (const std::exception& error) {
      throw RunError(
          ErrorCode::bad_input,
          fmt::format("{}:{}: not a line of ledger.ndjson: {}", file, number, escaped(error.what())), file);
    }
  });
  if (snapshot && snapshot->reserved.size() < expected) return std::nullopt;
  return snapshot;
}

std::optional<LedgerSnapshot> ledger_snapshot(const std::string& folder) {
  const std::string path = store::in_folder(folder, kLedgerLogName);
  const auto bytes = bytes_if_there(path);
  return bytes ? read_ledger_log(*bytes, path) : std::nullopt;
}

std::optional<std::string> plan_in_ledger(const std::string& folder) {
  const auto snapshot = ledger_snapshot(folder);
  return snapshot && !snapshot->plan.empty() ? std::optional(snapshot->plan) : std::nullopt;
}

LedgerLog::LedgerLog(const std::string& folder)
    : log_(store::in_folder(folder, kLedgerLogName), Durability::each_second) {}

void LedgerLog::begin(const LedgerSnapshot& snapshot) {
  std::string lines = line_of({{"version", kVersion},
                               {"plan", snapshot.plan},
                               {"account", snapshot.account},
                               {"reserved", snapshot.reserved.size()}});
  for (const std::string& domain : snapshot.reserved) lines += line_of({{"domain", domain}});
  log_.append(lines);
}

void LedgerLog::reserved(const std::vector<std::string>& domains) {
  std::string lines;
  for (const std::string& domain : domains) lines += line_of({{"domain", domain}});
  log_.append(lines);
}

void LedgerLog::lost(const std::string& customer, const std::vector<std::string>& domains) {
  std::string lines;
  for (const std::string& domain : domains) lines += line_of({{"domain", domain}, {"customer", customer}});
  log_.append(lines);
}

void LedgerLog::answers(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += fmt::format("{{\"answer\":{}}}\n", line);
  log_.append(all);
}

}  // namespace domainplan

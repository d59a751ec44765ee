#include "store/ledger_log.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/plan.hpp"
#include "io/file.hpp"
#include "partner/availability.hpp"
#include "store/json_fields.hpp"
#include "store/log_line.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

using store::Json;
using store::JsonField;
using store::JsonFields;
using store::Presence;
using store::read_part;

constexpr int kVersion = 1;

// The first line. So many names follow it at once.
struct Head {
  int version = kVersion;
  std::string plan;
  std::string account;
  std::size_t reserved = 0;
};
constexpr JsonFields kHead{
    JsonField{"version", &Head::version},
    JsonField{"plan", &Head::plan},
    JsonField{"account", &Head::account},
    JsonField{"reserved", &Head::reserved},
};

// A name that another plan has: reserved when it was read, or lost by a customer.
struct Name {
  std::string domain;
  std::optional<std::string> customer = {};
};
constexpr JsonFields kName{
    JsonField{"domain", &Name::domain},
    JsonField{"customer", &Name::customer, Presence::if_not_empty},
};

// An answer, as it stands in the ledger.
constexpr const char* kAnswer = "answer";

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

RecordedAnswer answer_of(std::string line) {
  std::string checked_at;
  AvailabilityRow row = partner::read_availability_row(line, &checked_at);
  return {std::move(row), read_rfc3339(checked_at), std::move(line)};
}

}  // namespace

std::optional<LedgerSnapshot> read_ledger_log(std::string_view bytes, const std::string& file) {
  std::optional<LedgerSnapshot> snapshot;
  std::size_t expected = 0;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (!whole) return;
    try {
      const Json json = store::json_in_line(line);
      if (json.is_discarded()) throw RunError(ErrorCode::bad_input, "it is not JSON");
      if (!snapshot) {
        if (store::is_newer(json, kVersion))
          throw RunError(ErrorCode::bad_input, "it was written by a later version of domainplan");
        const auto head = read_part(json, kHead);
        snapshot.emplace(LedgerSnapshot{head.plan, head.account, {}, {}});
        expected = head.reserved;
      } else if (json.contains(kAnswer)) {
        snapshot->answers.push_back(answer_of(json.at(kAnswer).dump()));
      } else {
        auto [domain, customer] = read_part(json, kName);
        (customer ? snapshot->lost[*customer] : snapshot->reserved).push_back(std::move(domain));
      }
    } catch (const std::exception& error) {
      throw RunError(ErrorCode::bad_input,
                     fmt::format("{}:{}: not a line of ledger.ndjson: {}", file, number, error.what()), file);
    }
  });
  if (snapshot && snapshot->reserved.size() < expected) return std::nullopt;
  return snapshot;
}

std::optional<LedgerSnapshot> ledger_snapshot(const std::string& folder) {
  const std::string path = store::in_folder(folder, store::kLedgerLog);
  const auto bytes = bytes_if_there(path);
  return bytes ? read_ledger_log(*bytes, path) : std::nullopt;
}

std::optional<InputFile> ledger_log_beside(const std::string& availability_log) {
  std::string path = std::filesystem::path(availability_log).replace_filename(store::kLedgerLog);
  auto bytes = bytes_if_there(path);
  return bytes ? std::optional(InputFile{std::move(path), *std::move(bytes)}) : std::nullopt;
}

std::optional<std::string> plan_in_ledger(const std::string& folder) {
  const auto snapshot = ledger_snapshot(folder);
  return snapshot && !snapshot->plan.empty() ? std::optional(snapshot->plan) : std::nullopt;
}

std::optional<std::string> account_in_ledger(const std::string& folder) {
  const auto snapshot = ledger_snapshot(folder);
  return snapshot && !snapshot->plan.empty() ? std::optional(snapshot->account) : std::nullopt;
}

LedgerLog::LedgerLog(const std::string& folder)
    : log_(store::in_folder(folder, store::kLedgerLog), Durability::each_second) {}

void LedgerLog::begin(const LedgerSnapshot& snapshot) {
  std::string lines =
      line_of(kHead.json({kVersion, snapshot.plan, snapshot.account, snapshot.reserved.size()}));
  for (const std::string& domain : snapshot.reserved) lines += line_of(kName.json({domain}));
  log_.append(lines);
}

void LedgerLog::reserved(const std::vector<std::string>& domains) {
  std::string lines;
  for (const std::string& domain : domains) lines += line_of(kName.json({domain}));
  log_.append(lines);
}

void LedgerLog::lost(const std::string& customer, const std::vector<std::string>& domains) {
  std::string lines;
  for (const std::string& domain : domains) lines += line_of(kName.json({domain, customer}));
  log_.append(lines);
}

void LedgerLog::answers(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += fmt::format("{{\"{}\":{}}}\n", kAnswer, line);
  log_.append(all);
}

}  // namespace domainplan

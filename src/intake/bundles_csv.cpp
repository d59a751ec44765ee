#include <fmt/format.h>

#include <array>

#include "core/text.hpp"
#include "intake/bundles.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"

namespace domainplan {
namespace {

enum : std::size_t {
  kId,
  kName,
  kVolume,
  kGooglePercent,
  kMicrosoftPercent,
  kWeekends,
  kInboxes,
  kGoogleDomains,
  kMicrosoftDomains,
  kStatus
};

// `status` is not a column of the contract, but of what the API says of a bundle: whoever exports it should
// not find an archived bundle used.
constexpr std::array<Column, 10> kColumns = {{
    {"id", true, "the bundle's id, which begins with bun_"},
    {"name", true, "the bundle's name"},
    {"monthly_sending_volume", true, "the emails sent in a month"},
    {"google_percent", false, "a percent, or nothing"},
    {"microsoft_percent", false, "a percent, or nothing"},
    {"send_on_weekends", false, "true or false"},
    {"google_inboxes_per_domain", false, "2 or 3"},
    {"google_domains", false, "a whole number, or nothing"},
    {"microsoft_domains", false, "a whole number, or nothing"},
    {"status", false, "active or archived"},
}};

RawBundle bundle_from(const TableRow& cells) {
  RawBundle raw;
  raw.line = cells.line;
  raw.mistakes = cells.mistakes;
  raw.readable = cells.readable;
  if (!raw.readable) return raw;
  const auto refuse = [&](std::size_t column, std::string_view no) {
    raw.wrong(kColumns[column].name,
              refused(DiagnosticCode::invalid, cells.cell(column),
                      fmt::format("is not {}: give {}", no, kColumns[column].expected)));
    return false;
  };
  const auto number = [&](std::size_t column) -> std::optional<std::int64_t> {
    if (!cells.is_text(column) || cells.cell(column).empty()) return std::nullopt;
    auto checked = whole_number(cells.cell(column), std::numeric_limits<std::int64_t>::min());
    if (const auto* value = std::get_if<std::int64_t>(&checked)) return *value;
    refuse(column, "a whole number");
    return std::nullopt;
  };
  const auto boolean = [&](std::size_t column) {
    if (!cells.is_text(column) || cells.cell(column).empty()) return false;
    const auto checked = yes_or_no(cells.cell(column));
    const bool* const value = std::get_if<bool>(&checked);
    return value != nullptr ? *value : refuse(column, "allowed");
  };
  const auto archived = [&](std::size_t column) {
    const std::string text = ascii_lower(cells.cell(column));
    if (!cells.is_text(column) || text.empty() || text == "active") return false;
    return text == "archived" || refuse(column, "allowed");
  };
  if (cells.is_text(kId)) raw.id = cells.cell(kId);
  if (cells.is_text(kName)) raw.name = cells.cell(kName);
  raw.monthly_sending_volume = number(kVolume);
  raw.google_percent = number(kGooglePercent);
  raw.microsoft_percent = number(kMicrosoftPercent);
  raw.send_on_weekends = boolean(kWeekends);
  raw.google_inboxes_per_domain = number(kInboxes);
  raw.google_domains = number(kGoogleDomains);
  raw.microsoft_domains = number(kMicrosoftDomains);
  raw.archived = archived(kStatus);
  return raw;
}

}  // namespace

RawBundles read_bundles_csv(const InputFile& file, Findings& findings) {
  RawBundles read;
  TableHeader header = read_table(file, kColumns, findings,
                                  [&](const TableRow& cells) { read.bundles.push_back(bundle_from(cells)); });
  read.unusable = std::move(header.mistake);
  if (read.unusable) read.bundles.clear();
  return read;
}

}  // namespace domainplan

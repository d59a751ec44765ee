#include "domainplan/name_list.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/api_key.hpp"
#include "domainplan/csv_writer.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/json_text.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"
#include "io/encoding.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;

// The registrable domain of a URL, an email address, a subdomain or a name with quotes and commas around it;
// empty where there is none.
std::string proposal_for(std::string_view text) {
  constexpr std::string_view kAround = " \t\"'<>()[]{},;";
  const auto bare = [&](std::string_view part) {
    const std::size_t start = std::min(part.find_first_not_of(kAround), part.size());
    return part.substr(start, part.find_last_not_of(kAround) + 1 - start);
  };
  text = bare(text);
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos)
    text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("/?#"));
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  text = bare(text.substr(0, text.find(':')));
  try {
    const std::string name = canonical_domain(text);
    return std::string(registrable_domain(name));
  } catch (const InvalidDomain&) {
    return {};
  }
}

void set_name(ListedName& listed, std::string_view text) {
  if (has_api_key(text)) {
    listed.name = "[key]";
    listed.invalid = "an API key is here: remove it, and make a new key";
    return;
  }
  if (!is_utf8(text)) {
    listed.name = as_utf8(text);
    listed.invalid = fmt::format("{} is not UTF-8", in_quotes(text));
    return;
  }
  try {
    listed.name = canonical_domain(text);
    if (is_registrable_domain(listed.name)) return;
  } catch (const InvalidDomain&) {
    // Reported below, with a proposal where there is one.
  }
  listed.name = text;
  const std::string proposal = proposal_for(text);
  if (text.empty())
    listed.invalid = "there is no domain: give one such as example.com";
  else if (proposal.empty())
    listed.invalid = std::get<Problem>(checked_domain(text)).message;
  else
    listed.invalid =
        fmt::format("{} is not a registrable domain: use {}", in_quotes(text), in_quotes(proposal));
}

// What is wrong with the line, which begins with '{'; empty where it is an object with a domain.
std::string_view set_object(ListedName& listed, std::string_view text) {
  const Json object = Json::parse(text, nullptr, false);
  if (object.is_discarded() || !object.is_object())
    return R"(not a JSON object: give a domain or {"domain":"…"})";
  const auto domain = object.find("domain");
  if (domain == object.end() || !domain->is_string()) return "the object has no \"domain\" that is a string";
  const auto json_of = [&](const char* key) {
    const auto value = object.find(key);
    return value == object.end() || value->is_null() ? std::string() : without_api_keys(json_text(*value));
  };
  set_name(listed, domain->get_ref<const std::string&>());
  listed.score = json_of("score");
  listed.pattern = json_of("pattern");
  return {};
}

std::string number_or_text(std::string_view cell) {
  const auto number = whole_number(cell, std::numeric_limits<std::int64_t>::min());
  if (const auto* value = std::get_if<std::int64_t>(&number)) return std::to_string(*value);
  return without_api_keys(json_text(Json(std::string(cell))));
}

std::string joined(const std::vector<Mistake>& mistakes) {
  std::string all;
  for (const Mistake& mistake : mistakes)
    all += fmt::format("{}{}: {}", all.empty() ? "" : "; ", mistake.column, mistake.message);
  return all;
}

void finish(Findings& findings) {
  std::vector<Diagnostic> bad;
  findings.move_to(bad);
  if (!bad.empty()) throw InputError(std::move(bad));
}

void read_csv_list(const InputFile& file, const std::function<void(ListedName&&)>& visit) {
  enum : std::size_t { kDomain, kScore, kPattern };
  static constexpr std::array<Column, 3> kColumns = {
      {{"domain", true, "a domain"}, {"score", false, "a score"}, {"pattern", false, "a pattern"}}};
  Findings findings(file.name);
  read_table(file, kColumns, findings, [&](const TableRow& cells) {
    ListedName listed{.line = cells.line, .name = {}, .invalid = {}, .score = {}, .pattern = {}};
    set_name(listed, cells.cell(kDomain));
    if (!cells.mistakes.empty()) {
      listed.name = without_api_keys(as_utf8(cells.cell(kDomain)));
      listed.invalid = joined(cells.mistakes);
    }
    if (!cells.cell(kScore).empty() && cells.is_text(kScore))
      listed.score = number_or_text(cells.cell(kScore));
    if (!cells.cell(kPattern).empty() && cells.is_text(kPattern))
      listed.pattern =
          without_api_keys(json_text(Json(std::string(formula_unescaped(cells.cell(kPattern))))));
    visit(std::move(listed));
  });
  finish(findings);
}

}  // namespace

void read_name_list(const InputFile& file, const std::function<void(ListedName&&)>& visit) {
  if (is_table_with(file, "domain")) return read_csv_list(file, visit);
  const std::string decoded = is_utf16(file.bytes) ? utf8_of_utf16(file.bytes) : std::string();
  std::string_view rest = decoded.empty() ? without_byte_order_mark(file.bytes) : std::string_view(decoded);
  const char line_end = rest.find('\n') == std::string_view::npos ? '\r' : '\n';
  Findings findings(file.name);
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find(line_end);
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (text.empty()) continue;
    ListedName listed{.line = number, .name = {}, .invalid = {}, .score = {}, .pattern = {}};
    std::string_view wrong;
    if (text.front() == '{')
      wrong = set_object(listed, text);
    else
      set_name(listed, text);
    if (wrong.empty())
      visit(std::move(listed));
    else
      findings.add(number, "", {DiagnosticCode::bad_line, std::string(wrong)});
  }
  finish(findings);
}

}  // namespace domainplan

#include "intake/bundles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/nearest.hpp"
#include "io/encoding.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr std::string_view kIdPrefix = "bun_";
constexpr std::int64_t kMostDomains = 100'000;  // of one order; more is a slip of the hand
constexpr std::size_t kExamples = 5;

bool is_id(std::string_view text) {
  return text.starts_with(kIdPrefix) && text.size() > kIdPrefix.size() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// What is wrong with the values, beside what the reader has found.
class BundleCheck {
 public:
  BundleCheck(RawBundle& raw, DemandNames names) : raw_(raw), names_(names) {}

  Bundle result() {
    if (!raw_.readable) return {};
    bundle_.id = raw_.id;
    bundle_.name = raw_.name;
    bundle_.send_on_weekends = raw_.send_on_weekends;
    bundle_.archived = raw_.archived;
    if (open("id") && !is_id(raw_.id))
      raw_.wrong("id", refused(Code::invalid, raw_.id, "is not a bundle's id: it begins with bun_"));
    if (open("name") && raw_.name.empty())
      raw_.wrong("name", {Code::missing, "the bundle has no name: give it one"});
    if (const auto volume =
            within("monthly_sending_volume", raw_.monthly_sending_volume, 1, kMostVolume, true))
      bundle_.monthly_sending_volume = *volume;
    check_percents();
    if (const auto inboxes = within("google_inboxes_per_domain", raw_.google_inboxes_per_domain, 2, 3, false))
      bundle_.google_inboxes_per_domain = static_cast<int>(*inboxes);
    check_demand();
    return std::move(bundle_);
  }

 private:
  static constexpr std::int64_t kMostVolume = 1'000'000'000'000;

  // Whether nothing is known to be wrong in the column.
  bool open(std::string_view column) const {
    return std::none_of(raw_.mistakes.begin(), raw_.mistakes.end(),
                        [&](const Mistake& mistake) { return mistake.column == column; });
  }

  std::optional<std::int64_t> within(std::string_view column, std::optional<std::int64_t> value,
                                     std::int64_t least, std::int64_t most, bool required) {
    if (!open(column) || (!value && !required)) return std::nullopt;
    if (value && *value >= least && *value <= most) return value;
    std::string expected = fmt::format("a whole number from {} to {}", least, most);
    if (!value)
      raw_.wrong(column,
                 {Code::missing, fmt::format("the bundle has none: give {}", expected), {}, expected});
    else
      raw_.wrong(column, {Code::invalid, fmt::format("{} is not allowed: give {}", *value, expected),
                          std::to_string(*value), expected});
    return std::nullopt;
  }

  void check_percents() {
    const auto google = within("google_percent", raw_.google_percent, 0, 100, false);
    const auto microsoft = within("microsoft_percent", raw_.microsoft_percent, 0, 100, false);
    if (!open("google_percent") || !open("microsoft_percent")) return;
    if (google.has_value() != microsoft.has_value())
      return raw_.wrong(
          google ? "microsoft_percent" : "google_percent",
          {Code::inconsistent, "only one of the two percents is set: set both, adding to 100, or neither"});
    if (!google) return;
    if (*google + *microsoft != 100)
      return raw_.wrong("google_percent",
                        {Code::inconsistent,
                         fmt::format("{} and microsoft_percent {} add to {}: they must add to 100", *google,
                                     *microsoft, *google + *microsoft),
                         std::to_string(*google)});
    bundle_.google_percent = static_cast<int>(*google);
    bundle_.microsoft_percent = static_cast<int>(*microsoft);
  }

  void check_demand() {
    const auto google = within(names_.google, raw_.google_domains, 0, kMostDomains, false);
    const auto microsoft = within(names_.microsoft, raw_.microsoft_domains, 0, kMostDomains, false);
    if (!open(names_.google) || !open(names_.microsoft)) return;
    if (google.has_value() != microsoft.has_value())
      return raw_.wrong(
          google ? names_.microsoft : names_.google,
          {Code::inconsistent, "only one of the two numbers of domains is given: give both, or neither"});
    std::string_view told_of = names_.google;
    if (google) {
      bundle_.required = {static_cast<int>(*google), static_cast<int>(*microsoft)};
    } else {
      if (!raw_.mistakes.empty()) return;  // an estimate from bad numbers says nothing
      bundle_.estimated = true;
      told_of = "monthly_sending_volume";
      try {
        bundle_.required = required_domains(bundle_);
      } catch (const UsageError&) {
        return raw_.wrong(told_of,
                          {Code::invalid, "it needs more domains than any order has: give a smaller one"});
      }
    }
    const std::int64_t total = std::int64_t{bundle_.required.google} + bundle_.required.microsoft;
    if (total == 0)
      raw_.wrong(told_of, {Code::invalid, "the bundle needs no domains: an order has one at least"});
    if (total > kMostDomains)
      raw_.wrong(told_of, {Code::invalid,
                           fmt::format("the bundle needs {} domains: {} is the most", total, kMostDomains)});
  }

  RawBundle& raw_;
  DemandNames names_;
  Bundle bundle_;
};

// Two bundles of one id are both bad: which is meant is not known.
void check_ids(std::vector<RawBundle>& bundles) {
  std::unordered_map<std::string_view, std::size_t> first;
  std::vector<bool> reported(bundles.size());
  const auto report = [&](RawBundle& raw, const RawBundle& other) {
    raw.wrong("id", refused(Code::repeated, raw.id,
                            fmt::format("is also the id of the bundle on line {}: each bundle needs its own",
                                        other.line)));
  };
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    if (bundles[i].id.empty()) continue;
    const auto [known, is_first] = first.try_emplace(bundles[i].id, i);
    if (is_first) continue;
    RawBundle& other = bundles[known->second];
    if (!reported[known->second]) report(other, bundles[i]);
    reported[known->second] = true;
    report(bundles[i], other);
  }
}

// Names that several bundles have. That is a mistake of whoever uses such a name.
std::unordered_map<std::string, std::string> ambiguous_names(const std::vector<RawBundle>& bundles) {
  std::unordered_map<std::string_view, std::vector<const RawBundle*>> by_name;
  for (const RawBundle& bundle : bundles)
    if (!bundle.name.empty()) by_name[bundle.name].push_back(&bundle);
  std::unordered_map<std::string, std::string> ambiguous;
  for (const auto& [name, same] : by_name) {
    if (same.size() < 2) continue;
    std::string ids;
    for (std::size_t i = 0; i < std::min(same.size(), kExamples); ++i)
      ids += fmt::format("{}{} (line {})", i == 0 ? "" : ", ", in_quotes(same[i]->id), same[i]->line);
    ambiguous.emplace(name,
                      fmt::format("is the name of {} bundles: give the id of one, {}", same.size(), ids));
  }
  return ambiguous;
}

bool is_json(const InputFile& file) {
  const std::string_view bytes = trimmed(std::string_view(file.bytes).substr(0, 4096));
  return ascii_lower(file.name).ends_with(".json") || bytes.starts_with('{');
}

}  // namespace

BundleList read_bundle_list(const InputFile& given, Findings& findings) {
  const InputFile decoded = {given.name, is_utf16(given.bytes) ? utf8_of_utf16(given.bytes) : std::string()};
  const InputFile& file = decoded.bytes.empty() ? given : decoded;
  const bool json = is_json(file);
  RawBundles raw = json ? read_bundles_json(file, findings) : read_bundles_csv(file, findings);
  BundleList list;
  list.unusable = std::move(raw.unusable);
  std::vector<Bundle> checked;
  for (RawBundle& bundle : raw.bundles)
    checked.push_back(BundleCheck(bundle, json ? kJsonDemandNames : kCsvDemandNames).result());
  check_ids(raw.bundles);
  list.ambiguous = ambiguous_names(raw.bundles);
  for (std::size_t i = 0; i < checked.size(); ++i) {
    const RawBundle& bundle = raw.bundles[i];
    if (bundle.mistakes.empty()) {
      list.bundles.push_back(std::move(checked[i]));
      continue;
    }
    for (const Mistake& mistake : bundle.mistakes) findings.add(bundle.line, mistake.column, mistake);
    const Mistake& mistake = bundle.mistakes.front();
    for (const std::string& word : {bundle.id, bundle.name})
      list.mistakes.emplace(word, fmt::format("line {} of the bundles: {}{}{}", bundle.line, mistake.column,
                                              mistake.column.empty() ? "" : ": ", mistake.message));
  }
  // An id wins over a name that reads like it.
  for (std::size_t i = 0; i < list.bundles.size(); ++i) list.by_name.emplace(list.bundles[i].id, i);
  for (std::size_t i = 0; i < list.bundles.size(); ++i) list.by_name.emplace(list.bundles[i].name, i);
  return list;
}

const Bundle* BundleList::find(std::string_view id_or_name) const {
  const auto found = by_name.find(std::string(id_or_name));
  return found == by_name.end() ? nullptr : &bundles[found->second];
}

const std::string* BundleList::ambiguity_of(std::string_view id_or_name) const {
  if (ambiguous.empty()) return nullptr;
  const auto known = ambiguous.find(std::string(id_or_name));
  if (known == ambiguous.end()) return nullptr;
  const Bundle* const by_id = find(id_or_name);  // an id wins over a name that reads like it
  return by_id && by_id->id == id_or_name ? nullptr : &known->second;
}

const std::string* BundleList::mistake_of(std::string_view id_or_name) const {
  const auto found = mistakes.find(std::string(id_or_name));
  return found == mistakes.end() ? nullptr : &found->second;
}

std::string BundleList::suggestion(std::string_view id_or_name) const {
  Nearest nearest(id_or_name);
  for (const Bundle& bundle : bundles) {
    nearest.consider(bundle.name);
    nearest.consider(bundle.id);
  }
  if (nearest.found()) return nearest.question();
  if (bundles.empty()) return ": the file has no usable bundle";
  return fmt::format(": name one that the file has{}", active_ones());
}

std::string BundleList::active_ones() const {
  std::string names;
  std::size_t count = 0;
  for (const Bundle& bundle : bundles)
    if (!bundle.archived && count++ < kExamples)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", in_quotes(bundle.name));
  return names.empty() ? names : fmt::format(", such as {}", names);
}

std::vector<Bundle> read_bundles(const InputFile& file, std::vector<Diagnostic>& bad_rows,
                                 std::vector<Diagnostic>* notes) {
  Findings findings(file.name);
  BundleList list = read_bundle_list(file, findings);
  findings.move_to(bad_rows);
  if (notes) findings.move_notes_to(*notes);
  return std::move(list.bundles);
}

}  // namespace domainplan

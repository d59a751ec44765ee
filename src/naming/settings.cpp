#include "naming/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "io/json_positions.hpp"
#include "naming/pattern.hpp"

namespace domainplan {
namespace {

using nlohmann::json;
using Code = DiagnosticCode;

constexpr std::string_view kKeys =
    "about, tlds, prefixes, suffixes, patterns, stems, length, hyphen, misread, bare, allow";
// Sums of a few weights stay far from an int's bounds.
constexpr int kGreatestWeight = 1'000'000;

class Reader {
 public:
  Reader(const LocatedJson& located, const std::string& file, const std::vector<std::string>& blocked)
      : json_(located), file_(file), blocked_(blocked), found_(located.repeated) {}

  void read(Settings& settings) {
    if (!json_.value.is_object()) {
      add("", "", Code::other_document,
          fmt::format("the file holds {}; it must be one object", json_.value.type_name()), "one object");
      return;
    }
    if (const auto allow = json_.value.find("allow"); allow != json_.value.end()) read_allow(*allow);
    for (const auto& [key, value] : json_.value.items()) {
      if (key == "about" || key == "allow") continue;
      if (key == "tlds")
        read_tlds(settings.tlds);
      else if (key == "prefixes" || key == "suffixes")
        read_affixes(key, key == "prefixes" ? settings.prefixes : settings.suffixes);
      else if (key == "patterns")
        read_patterns(settings.patterns);
      else if (key == "stems")
        read_stems(settings.stems);
      else if (key == "length")
        read_length(settings.length);
      else if (key == "hyphen")
        read_number("/hyphen", key, value, settings.hyphen);
      else if (key == "misread")
        read_number("/misread", key, value, settings.misread);
      else if (key == "bare")
        read_number("/bare", key, value, settings.bare);
      else
        add(pointer_to("", key), key, Code::unknown_key, fmt::format("unknown key; known are {}", kKeys),
            std::string(kKeys), key);
    }
    if (const std::size_t count = count_patterns(settings); count > kMostPatterns)
      add("/patterns", "patterns", Code::invalid,
          fmt::format("patterns and affixes make {} patterns; {} are the most", count, kMostPatterns),
          fmt::format("{} patterns at most", kMostPatterns), std::to_string(count));
  }

  // In the order of the file.
  std::vector<Diagnostic> take() { return in_order(std::move(found_)); }
  std::vector<Diagnostic> take_warnings() { return in_order(std::move(warnings_)); }

 private:
  static std::vector<Diagnostic> in_order(std::vector<Diagnostic> found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
    return found;
  }

  // `expected` and `value`: as of Diagnostic.
  void add(const std::string& pointer, const std::string& column, Code code, std::string message,
           std::string expected = {}, std::string value = {}) {
    found_.push_back({file_, json_.line_of(pointer), column, code, std::move(message), std::move(expected),
                      std::move(value)});
  }

  void read_allow(const json& words) {
    const bool texts = words.is_array() && std::all_of(words.begin(), words.end(),
                                                       [](const json& word) { return word.is_string(); });
    if (!texts) {
      add("/allow", "allow", Code::invalid, "allow must be a list of affixes such as [\"sales\"]",
          "a list of affixes such as [\"sales\"]", words.dump());
      return;
    }
    for (const json& word : words) allowed_.insert(word.get<std::string>());
  }

  // Whether `words` hold a blocked word that is not allowed; if so, that is a warning.
  bool is_blocked(const std::string& words, const std::string& pointer, const std::string& column) {
    const std::string message = blocked_message(words);
    if (!message.empty())
      warnings_.push_back(
          {file_, json_.line_of(pointer), column, Code::blocked_word, message, std::string(), words});
    return !message.empty();
  }

  void read_number(const std::string& pointer, const std::string& column, const json& value, int& out) {
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= kGreatestWeight;
    if (fits)
      out = value.get<int>();
    else
      refuse(pointer, column, in_quotes(value.dump()),
             fmt::format("a whole number from 0 to {}", kGreatestWeight), value.dump());
  }

  // `shown`: the value as the message has it.
  void refuse(const std::string& pointer, const std::string& column, std::string_view shown,
              const std::string& expected, std::string value = {}) {
    add(pointer, column, Code::invalid, fmt::format("{} is {}; it must be {}", column, shown, expected),
        expected, std::move(value));
  }

  // Reads each weighted text of the object `key`, which is `expected`, for which accept(text) finds nothing
  // wrong and leave_out(text, pointer) is false.
  template <class Accept, class LeaveOut>
  void read_weighted(const std::string& key, std::vector<Weighted>& out, std::string_view expected,
                     Accept accept, LeaveOut leave_out) {
    const json& object = json_.value[key];
    const std::string at = pointer_to("", key);
    if (!object.is_object()) {
      refuse(at, key, object.type_name(), "an object of texts and weights");
      return;
    }
    out.clear();
    for (const auto& [text, weight] : object.items()) {
      const std::string pointer = pointer_to(at, text);
      int number = 0;
      read_number(pointer, fmt::format("{}.{}", key, text), weight, number);
      if (std::string wrong = accept(text); !wrong.empty())
        add(pointer, key, Code::invalid, std::move(wrong), std::string(expected), text);
      else if (!leave_out(text, pointer))
        out.push_back({text, number});
    }
    // The order of the file is of no matter: heavier first, then by name.
    std::stable_sort(out.begin(), out.end(),
                     [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
  }

  void read_tlds(std::vector<Weighted>& tlds) {
    const std::size_t before = found_.size();
    std::set<std::string> seen;
    read_weighted(
        "tlds", tlds, "public suffixes such as com, each once",
        [&](const std::string& text) -> std::string {
          const std::string suffix = public_suffix_of(text);
          if (suffix.empty())
            return fmt::format("{} is not a public suffix; write one such as com or co.uk", in_quotes(text));
          if (!seen.insert(suffix).second) return fmt::format("{} occurs twice", in_quotes(text));
          return {};
        },
        [](const std::string&, const std::string&) { return false; });
    for (Weighted& tld : tlds) tld.text = public_suffix_of(tld.text);
    sort_tlds(tlds);
    if (tlds.empty() && found_.size() == before)
      add("/tlds", "tlds", Code::missing, "tlds is empty; name one at least");
  }

  void read_affixes(const std::string& key, std::vector<Weighted>& out) {
    read_weighted(
        key, out, fmt::format("1 to {} letters a to z and digits", kLongestAffix),
        [&](const std::string& text) -> std::string {
          if (is_affix(text)) return {};
          return fmt::format("{} must be 1 to {} letters a to z and digits", in_quotes(text), kLongestAffix);
        },
        [&](const std::string& text, const std::string& pointer) { return is_blocked(text, pointer, key); });
  }

  void read_patterns(std::vector<Weighted>& patterns) {
    const std::size_t before = found_.size();
    read_weighted("patterns", patterns, "a pattern such as {prefix}{stem}", pattern_mistake,
                  [&](const std::string& text, const std::string& pointer) {
                    const std::vector<std::string> literals = literals_of(text);
                    return std::any_of(literals.begin(), literals.end(), [&](const std::string& words) {
                      return is_blocked(words, pointer, "patterns");
                    });
                  });
    if (patterns.empty() && found_.size() == before)
      add("/patterns", "patterns", Code::missing, "patterns is empty; name one at least");
  }

  void read_stems(StemWeights& stems) {
    read_members("stems", {{"given", &stems.given},
                           {"website", &stems.website},
                           {"brand", &stems.brand},
                           {"variant", &stems.variant},
                           {"shorter", &stems.shorter},
                           {"two_words", &stems.two_words},
                           {"first_word", &stems.first_word},
                           {"hyphenated", &stems.hyphenated},
                           {"rough", &stems.rough},
                           {"initials", &stems.initials},
                           {"persona", &stems.persona}});
  }

  void read_length(LengthCost& cost) {
    read_members("length", {{"free", &cost.free},
                            {"each", &cost.each},
                            {"long", &cost.long_from},
                            {"each_long", &cost.each_long}});
  }

  // An object whose members are numbers of our choice; those it does not name stay as they are.
  void read_members(const std::string& key, const std::vector<std::pair<std::string, int*>>& known) {
    const json& object = json_.value[key];
    const std::string at = pointer_to("", key);
    if (!object.is_object()) {
      refuse(at, key, object.type_name(), "an object of weights");
      return;
    }
    for (const auto& [name, value] : object.items()) {
      const auto found = std::find_if(known.begin(), known.end(), [&wanted = name](const auto& member) {
        return member.first == wanted;
      });
      const std::string column = fmt::format("{}.{}", key, name);
      if (found == known.end())
        add(pointer_to(at, name), column, Code::unknown_key,
            fmt::format("unknown key; known in {} are {}", key, names_of(known)), names_of(known), name);
      else
        read_number(pointer_to(at, name), column, value, *found->second);
    }
  }

  static std::string names_of(const std::vector<std::pair<std::string, int*>>& known) {
    std::string out;
    for (const auto& member : known) out += fmt::format("{}{}", out.empty() ? "" : ", ", member.first);
    return out;
  }

  std::string blocked_message(std::string_view words) const {
    if (allowed_.contains(std::string(words))) return {};
    for (const std::string& word : blocked_)
      if (words == word || (word.size() >= 4 && words.find(word) != std::string_view::npos))
        return fmt::format(
            "{} holds the word {}, which mail filters punish, and is left out; to use it, add \"allow\": "
            "[\"{}\"]",
            in_quotes(words), in_quotes(word), words);
    return {};
  }

  const LocatedJson& json_;
  const std::string& file_;
  const std::vector<std::string>& blocked_;
  std::set<std::string> allowed_;
  std::vector<Diagnostic> found_;
  std::vector<Diagnostic> warnings_;
};

}  // namespace

ReadSettings read_settings(Settings base, std::string_view text, const std::string& file,
                           const std::vector<std::string>& blocked) {
  const LocatedJson located = parse_located(text, file);
  Reader reader(located, file, blocked);
  reader.read(base);
  if (std::vector<Diagnostic> found = reader.take(); !found.empty()) throw InputError(std::move(found));
  return {std::move(base), reader.take_warnings()};
}

void sort_tlds(std::vector<Weighted>& tlds) {
  std::sort(tlds.begin(), tlds.end(), [](const Weighted& a, const Weighted& b) {
    return std::make_tuple(-a.weight, a.text.size(), std::string_view(a.text)) <
           std::make_tuple(-b.weight, b.text.size(), std::string_view(b.text));
  });
}

std::string public_suffix_of(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  std::string suffix = ascii_lower(text);
  if (suffix.empty()) return {};
  if (!is_public_suffix(suffix) || !is_host_name(fmt::format("name.{}", suffix))) {
    try {
      suffix = canonical_domain(fmt::format("name.{}", suffix)).substr(5);
    } catch (const InvalidDomain&) {
      return {};
    }
    if (!is_public_suffix(suffix)) return {};
  }
  return suffix;
}

}  // namespace domainplan

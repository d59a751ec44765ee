#include "partner/redactor.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "core/html_character.hpp"
#include "core/text.hpp"

namespace domainplan::partner {

// A part of the text that is replaced.
struct Hole {
  std::size_t begin, end;
  std::string label;
};

// The text with some escapes decoded; each byte knows which bytes of the text it came from.
struct Redactor::View {
  struct Origin {
    std::uint32_t begin, end;  // an answer is far smaller than 4 GiB
  };
  std::string text;
  std::vector<Origin> origins;
};

namespace {

constexpr int kDeepest = 3;              // escapes inside escapes
constexpr std::size_t kStandsAlone = 2;  // secrets up to this size are found as whole words only

// What an escape at the front of `text` stands for, and how long it is.
struct Escape {
  std::string stands_for;
  std::size_t size;
};
using Decoder = std::optional<Escape> (*)(std::string_view text);

std::string utf8(std::uint32_t code) {
  std::string out;
  append_utf8(out, code);
  return out;
}

// The number that the first `digits` characters of `text` are in base 16.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t digits) {
  std::uint32_t value = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value, 16);
  if (error != std::errc() || end != text.data() + digits) return std::nullopt;
  return value;
}

std::optional<Escape> json_escape(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return std::nullopt;
  constexpr std::string_view kNames = "bfnrt", kMeanings = "\b\f\n\r\t";
  if (text[1] == 'u') {
    const auto high = hex(text.substr(2), 4);
    if (!high) return std::nullopt;
    if (*high >= 0xD800 && *high < 0xDC00 && text.substr(6).starts_with("\\u"))
      if (const auto low = hex(text.substr(8), 4); low && *low >= 0xDC00 && *low < 0xE000)
        return Escape{utf8(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00)), 12};
    return Escape{utf8(*high), 6};
  }
  if (text[1] == 'x') {
    const auto code = hex(text.substr(2), 2);
    return code ? std::optional(Escape{utf8(*code), 4}) : std::nullopt;
  }
  if (const std::size_t at = kNames.find(text[1]); at != std::string_view::npos)
    return Escape{std::string(1, kMeanings[at]), 2};
  if (std::string_view("\"\\/'").find(text[1]) != std::string_view::npos)
    return Escape{std::string(1, text[1]), 2};
  return std::nullopt;
}

std::optional<Escape> html_escape(std::string_view text) {
  std::optional<HtmlCharacter> found = html_character(text);
  return found ? std::optional(Escape{std::move(found->text), found->size}) : std::nullopt;
}

std::optional<Escape> url_escape(std::string_view text) {
  if (text[0] != '%') return std::nullopt;
  const auto code = hex(text.substr(1), 2);
  return code ? std::optional(Escape{std::string(1, static_cast<char>(*code)), 3}) : std::nullopt;
}

std::optional<Escape> form_escape(std::string_view text) {
  return text[0] == '+' ? std::optional(Escape{" ", 1}) : url_escape(text);
}

bool is_word(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  return (at == 0 || !is_word(static_cast<unsigned char>(text[at - 1]))) &&
         (at + size == text.size() || !is_word(static_cast<unsigned char>(text[at + size])));
}

std::size_t beginning(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8 |
         static_cast<unsigned char>(text[1]);
}

}  // namespace

void Redactor::add(std::string_view secret, std::string_view label) {
  if (secret.empty()) return;
  const std::unique_lock lock(mutex_);
  if (secret.size() > 1) beginnings_.set(beginning(secret));
  by_length_[secret.size()].try_emplace(std::string(secret), label);
}

void Redactor::search(const View& view, int depth, std::vector<Hole>& holes) const {
  const std::string_view text = view.text;
  for (const auto& [size, secrets] : by_length_)
    for (std::size_t at = 0; at + size <= text.size(); ++at) {
      if (size > 1 && !beginnings_.test(beginning(text.substr(at, size)))) continue;
      if (size <= kStandsAlone && !stands_alone(text, at, size)) continue;
      const auto found = secrets.find(text.substr(at, size));
      if (found == secrets.end()) continue;
      holes.push_back({view.origins[at].begin, view.origins[at + size - 1].end, found->second});
    }
  if (depth == kDeepest) return;
  for (const Decoder decode : {json_escape, html_escape, url_escape, form_escape}) {
    // Most texts have no escape of a kind: they are not copied.
    std::size_t first = 0;
    while (first < text.size() && !decode(text.substr(first))) ++first;
    if (first == text.size()) continue;
    View decoded{view.text.substr(0, first),
                 {view.origins.begin(), view.origins.begin() + static_cast<std::ptrdiff_t>(first)}};
    decoded.text.reserve(text.size());
    decoded.origins.reserve(text.size());
    for (std::size_t at = first; at < text.size();) {
      const auto escape = decode(text.substr(at));
      const std::size_t size = escape ? escape->size : 1;
      const View::Origin origin{view.origins[at].begin, view.origins[at + size - 1].end};
      decoded.text += escape ? escape->stands_for : std::string(1, text[at]);
      decoded.origins.resize(decoded.text.size(), origin);
      at += size;
    }
    search(decoded, depth + 1, holes);
  }
}

std::string Redactor::redacted(std::string_view text) const {
  const std::shared_lock lock(mutex_);
  if (by_length_.empty()) return std::string(text);
  View view{std::string(text), {}};
  view.origins.reserve(text.size());
  for (std::uint32_t i = 0; i < text.size(); ++i) view.origins.push_back({i, i + 1});
  std::vector<Hole> holes;
  search(view, 0, holes);
  std::stable_sort(holes.begin(), holes.end(),
                   [](const Hole& one, const Hole& other) { return one.begin < other.begin; });
  std::string out;
  std::size_t at = 0;  // behind what is in `out`, or replaced
  for (const Hole& hole : holes) {
    if (hole.end <= at) continue;
    // Overlapping secrets are one hole.
    if (hole.begin >= at) out += std::string(text.substr(at, hole.begin - at)) + hole.label;
    at = hole.end;
  }
  return out + std::string(text.substr(at));
}

}  // namespace domainplan::partner

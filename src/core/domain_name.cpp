#include "domainplan/domain_name.hpp"

#include <idn2.h>
#include <libpsl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kShortestName = 4;   // the vendor's pattern for DomainName
constexpr std::size_t kLongestName = 253;  // RFC 1035 section 2.3.4, without the root label
constexpr std::size_t kLongestLabel = 63;

// Which characters a label may hold.
constexpr std::array<bool, 256> kOfLabels = [] {
  std::array<bool, 256> of_labels{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789-"))
    of_labels[static_cast<unsigned char>(c)] = true;
  return of_labels;
}();

// libidn2 refuses no symbol that UTS 46 merely disallows for browsers, so the result is checked by
// is_host_name().
std::string to_ascii(std::string_view text) {
  char* output = nullptr;
  const std::string input(text);
  const int code = idn2_to_ascii_8z(input.c_str(), &output, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK) throw InvalidDomain(idn2_strerror(code), text);
  const std::unique_ptr<char, void (*)(void*)> owned(output, idn2_free);
  return owned.get();
}

}  // namespace

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > kLongestLabel) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  if (label.size() >= 4 && label.substr(2, 2) == "--" && !label.starts_with("xn")) return false;
  return std::all_of(label.begin(), label.end(), [](unsigned char c) { return kOfLabels[c]; });
}

bool is_host_name(std::string_view name) {
  if (name.size() < kShortestName || name.size() > kLongestName) return false;
  const std::string_view tld = tld_of(name);
  if (tld.size() == name.size() || tld.size() < 2 || tld.front() < 'a' || tld.front() > 'z') return false;
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::string canonical_domain(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty()) throw InvalidDomain("the name is empty", text);
  if (text.find('\0') != std::string_view::npos) throw InvalidDomain("the name holds a NUL byte", text);
  const auto is_canonical = [](std::string_view name) {
    return is_host_name(name) && name.find("xn--") == std::string_view::npos;
  };
  if (is_canonical(text)) return std::string(text);
  std::string name = ascii_lower(text);
  if (is_canonical(name)) return name;
  if (!is_utf8(text)) throw InvalidDomain("the name is not UTF-8", text);
  name = to_ascii(name);
  if (name.size() > kLongestName) throw InvalidDomain("the name is longer than 253 characters", text);
  if (name.size() < kShortestName) throw InvalidDomain("the name is shorter than 4 characters", text);
  if (name.find('.') == std::string::npos)
    throw InvalidDomain("the name has no dot, so no top-level domain", text);
  if (!is_host_name(name))
    throw InvalidDomain("a label is 1 to 63 letters, digits and inner hyphens, and the last one no number",
                        text);
  return name;
}

bool is_public_suffix(std::string_view name) {
  // Most names; ICANN's part of the list has no rule under these, and a lookup costs more than all else that
  // is done with a name.
  for (const std::string_view tld : {".com", ".net", ".org"})
    if (name.size() > tld.size() && name.ends_with(tld)) return false;
  // Which rules match does not depend on the process: the list compiled into libpsl, not a newer file.
  static const psl_ctx_t* const list = psl_builtin();
  return psl_is_public_suffix2(list, std::string(name).c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

std::string_view registrable_domain(std::string_view name) {
  // From the left: the first parent that is a public suffix is the longest one, and so the one that counts.
  if (is_public_suffix(name)) return {};
  // Names of a list mostly share their suffix, and a lookup costs more than all else that is done with a
  // name.
  thread_local std::string last_suffix;
  for (std::string_view root = name;;) {
    const std::size_t dot = root.find('.');
    if (dot == std::string_view::npos) return {};
    const std::string_view parent = root.substr(dot + 1);
    if (parent == last_suffix) return root;
    if (is_public_suffix(parent)) {
      last_suffix = parent;
      return root;
    }
    root = parent;
  }
}

bool is_registrable_domain(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return false;
  // Lists of names are long, the suffixes in them few, and a look into the list is slow.
  thread_local std::unordered_set<std::string> suffixes;
  std::string suffix(name.substr(dot + 1));
  if (!suffixes.contains(suffix)) {
    if (!is_public_suffix(suffix)) return false;
    suffixes.insert(std::move(suffix));
  }
  return !is_public_suffix(name);
}

std::string_view first_label(std::string_view name) { return name.substr(0, name.find('.')); }

std::string_view tld_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

}  // namespace domainplan

#include "naming/website.hpp"

#include <idn2.h>

#include <memory>

#include "domainplan/domain_name.hpp"

namespace domainplan {
namespace {

// Top-level domains of countries that are used all over the world say nothing of a language.
bool is_worldwide(std::string_view tld) {
  return tld == "co" || tld == "io" || tld == "ai" || tld == "me" || tld == "tv" || tld == "cc" ||
         tld == "ly" || tld == "us";
}

std::string decoded(std::string_view label) {
  if (!label.starts_with("xn--")) return std::string(label);
  char* output = nullptr;
  if (idn2_to_unicode_8z8z(std::string(label).c_str(), &output, 0) != IDN2_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owned(output, idn2_free);
  return owned.get();
}

}  // namespace

std::string website_label(const WordLists& lists, std::string_view website) {
  const std::string_view root = registrable_root(website);
  if (root.empty() || lists.nameless.contains(std::string(root))) return {};
  if (!lists.named_by_subdomain.contains(std::string(root))) return decoded(first_label(root));
  if (website.size() == root.size()) return {};
  std::string_view above = website.substr(0, website.size() - root.size() - 1);
  const std::string_view label = tld_of(above);
  return lists.not_names.contains(std::string(label)) ? std::string() : decoded(label);
}

std::string website_country(std::string_view website) {
  const std::string_view tld = tld_of(website);
  if (tld.size() != 2 || tld.size() == website.size() || is_worldwide(tld)) return {};
  return std::string(tld);
}

}  // namespace domainplan

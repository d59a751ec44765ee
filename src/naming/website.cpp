#include "naming/website.hpp"

#include <idn2.h>

#include <memory>

#include "core/text.hpp"
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

// The labels of `host` before `root`, the nearest first.
std::vector<std::string_view> labels_before(std::string_view host, std::string_view root) {
  std::vector<std::string_view> out;
  if (host.size() <= root.size()) return out;
  host.remove_suffix(root.size() + 1);
  for (std::vector<std::string_view> labels = split(host, "."); !labels.empty(); labels.pop_back())
    out.push_back(labels.back());
  return out;
}

}  // namespace

bool is_nameless(const WordLists& lists, std::string_view root) {
  return lists.nameless.contains(std::string(root)) ||
         lists.nameless.contains(std::string(first_label(root)) + ".*");
}

std::vector<std::string> website_labels(const WordLists& lists, std::string_view website) {
  const std::string_view root = registrable_domain(website);
  const std::string tld(tld_of(website));
  std::vector<std::string> out;
  const auto add = [&](std::string_view label) {
    std::string text = decoded(label);
    if (!text.empty() && !lists.not_names.contains(text) && !lists.suffix_like.contains(text))
      out.push_back(std::move(text));
  };
  if (root.empty()) {
    if (website == tld && lists.brand_tlds.contains(tld)) out.push_back(tld);
    return out;
  }
  if (is_nameless(lists, root) || tld == "example" || tld == "test" || tld == "invalid" || tld == "localhost")
    return {};
  const bool host_of_many = lists.named_by_subdomain.contains(std::string(root));
  if (lists.brand_tlds.contains(tld)) out.push_back(tld);
  if (!host_of_many) add(first_label(root));
  // Where the registrable domain names nobody, what stands before it may; and a host may carry its customer's
  // name though it is on no list. The caller knows the brand.
  for (const std::string_view label : labels_before(website, root)) add(label);
  // A name that is all there is stays: shop.com is Shop's.
  if (out.empty() && !host_of_many) out.push_back(decoded(first_label(root)));
  return out;
}

bool is_government(const WordLists& lists, std::string_view website) {
  const std::string_view root = registrable_domain(website);
  const std::size_t dot = root.find('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view suffix = root.substr(dot + 1);
  return lists.government.contains(std::string(suffix.substr(0, suffix.find('.'))));
}

std::string website_country(std::string_view website) {
  const std::string_view tld = tld_of(website);
  if (tld.size() != 2 || tld.size() == website.size() || is_worldwide(tld)) return {};
  return std::string(tld);
}

}  // namespace domainplan

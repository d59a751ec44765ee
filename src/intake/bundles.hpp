// Bundles from bundles.json or bundles.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/bundle.hpp"
#include "domainplan/intake.hpp"
#include "intake/checked.hpp"
#include "intake/findings.hpp"

namespace domainplan {

// A bundle as a file writes it: its types are right, its values may not be.
struct RawBundle {
  std::size_t line = 0;
  std::string id;
  std::string name;
  std::optional<std::int64_t> monthly_sending_volume;
  std::optional<std::int64_t> google_percent;
  std::optional<std::int64_t> microsoft_percent;
  std::optional<std::int64_t> google_inboxes_per_domain;
  std::optional<std::int64_t> google_domains;
  std::optional<std::int64_t> microsoft_domains;
  bool send_on_weekends = false;
  bool archived = false;
  bool readable = true;       // false: there are no values to look at
  std::size_t invisible = 0;  // characters that were removed
  std::vector<Mistake> mistakes;

  void wrong(std::string_view column, Problem problem) {
    mistakes.emplace_back(std::string(column), std::move(problem));
  }
};

// What a file's columns or fields for the domains an order needs are called.
struct DemandNames {
  std::string_view google;
  std::string_view microsoft;
};

struct RawBundles {
  std::vector<RawBundle> bundles;
  std::optional<Mistake> unusable;  // what is wrong with the file as a whole; reported already
};

RawBundles read_bundles_csv(const InputFile& file, Findings& findings);
RawBundles read_bundles_json(const InputFile& file, Findings& findings);
inline constexpr DemandNames kCsvDemandNames = {"google_domains", "microsoft_domains"};
inline constexpr DemandNames kJsonDemandNames = {"required_domains.google", "required_domains.microsoft"};

// The good bundles of a file, and what to say of the others.
struct BundleList {
  std::vector<Bundle> bundles;      // in the order of the file
  std::optional<Mistake> unusable;  // the file as a whole

  const Bundle* find(std::string_view id_or_name) const;
  // What is wrong with a name that several bundles have, to follow it.
  const std::string* ambiguity_of(std::string_view id_or_name) const;
  // Why a bundle that the file has is left out.
  const std::string* mistake_of(std::string_view id_or_name) const;
  // What may follow "… is not a bundle": the nearest, or the first few.
  std::string suggestion(std::string_view id_or_name) const;
  // ", such as 'a', 'b'", or nothing.
  std::string active_ones() const;

  std::unordered_map<std::string, std::size_t> by_name = {};    // ids and names
  std::unordered_map<std::string, std::string> mistakes = {};   // by ids and names
  std::unordered_map<std::string, std::string> ambiguous = {};  // names
};

BundleList read_bundle_list(const InputFile& file, Findings& findings);

}  // namespace domainplan

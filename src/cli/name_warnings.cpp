#include "cli/name_warnings.hpp"

#include <fmt/format.h>

#include <ostream>

#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr std::size_t kMostListed = 50;

}  // namespace

void NameWarnings::add(std::string_view customer, const NameReview& review, bool guarded) {
  if (guarded) add(guarded_, customer, review.guarded);
  if (!review.unrelated_label.empty()) add(unrelated_, customer, review.unrelated_label);
  if (review.unreadable)
    add(unreadable_, customer, {});
  else if (review.rough)
    add(rough_, customer, {});
}

void NameWarnings::add(Line& line, std::string_view customer, std::string_view found) {
  if (++line.count > kMostListed) return;
  if (!line.customers.empty()) line.customers += ", ";
  line.customers += escaped(customer);
  if (found.empty()) return;
  line.customers += customer.empty() ? escaped(found) : fmt::format(" ({})", escaped(found));
}

void NameWarnings::print(const Line& line, std::string_view what, std::ostream& err) {
  if (line.count == 0) return;
  err << "warning: " << what;
  if (!line.customers.empty()) err << ": " << line.customers;
  if (line.count > kMostListed) err << fmt::format(" and {} more", line.count - kMostListed);
  err << '\n';
}

void NameWarnings::print(std::ostream& err) const {
  print(guarded_,
        "brand_check: a famous name, or a word that is typical of phishing mail; set the column brand_ok, or "
        "use --brand-ok CUSTOMER, once a person has looked",
        err);
  print(unrelated_, "the website's label has nothing to do with the brand", err);
  print(unreadable_, "rough_name: the brand cannot be written in Latin letters; give a stem", err);
  print(rough_, "rough_name: the name is a guess at how the brand is read; give a stem", err);
}

void print_findings(const std::vector<NameFinding>& findings, std::ostream& err) {
  NameWarnings warnings;
  for (const NameFinding& found : findings)
    warnings.add(found.customer, found.review, found.needs_brand_check);
  warnings.print(err);
}

}  // namespace domainplan::cli

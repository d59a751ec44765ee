// How many candidates a second one core draws, best first. Brands come on standard input, one a line.
//   bench_candidates COUNT EACH   draws up to EACH names for one brand after another, until it has COUNT
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "domainplan/naming.hpp"

using namespace domainplan;

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  const std::size_t count = std::stoul(given.at(0));
  const std::size_t each = std::stoul(given.at(1));
  std::vector<std::string> brands;
  for (std::string line; std::getline(std::cin, line);) brands.push_back(line);

  const NamingRules rules = NamingRules::built_in();
  const auto start = std::chrono::steady_clock::now();
  std::size_t drawn = 0;
  std::size_t letters = 0;
  for (std::size_t i = 0; drawn < count && i < count; ++i) {
    CandidateStream stream(rules, {.brand = brands.at(i % brands.size())});
    for (std::size_t n = 0; n < each; ++n) {
      const auto candidate = stream.next();
      if (!candidate) break;
      letters += candidate->domain.size();
      ++drawn;
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << "candidates " << drawn << "\nletters " << letters << "\nper_second "
            << static_cast<double>(drawn) / took.count() << '\n';
}

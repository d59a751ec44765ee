// The best order from many eligible rows under one family of caps: ours, and GLPK's simplex on the same
// problem (its corners are whole numbers, so that no branching is needed). Both must name the same total
// score.
//   bench_selection ROWS
#include <glpk.h>

#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "domainplan/selection.hpp"

using namespace domainplan;

namespace {

constexpr Demand kDemand{80, 10};
constexpr int kPatterns = 120;

// As drawn candidates are: a score is a sum over the parts of a name, a price goes with the TLD.
std::vector<Item> make_items(std::size_t count) {
  std::mt19937 random(7);
  std::vector<Item> items(count);
  for (std::size_t i = 0; i < count; ++i) {
    Item& item = items[i];
    item.pattern = static_cast<int>(random() % kPatterns);
    item.tld = static_cast<int>(random() % 12);
    item.score = 1000 - 5 * item.pattern - 20 * item.tld - static_cast<int>(random() % 40);
    if (item.score < 0) item.score = 0;
    item.cost = 900 + 150 * item.tld;
    item.rank = static_cast<std::int64_t>(i);
    const unsigned kind = random() % 100;
    item.usable_for = kind < 15   ? ProviderSet(Provider::google)
                      : kind < 20 ? ProviderSet(Provider::microsoft)
                                  : ProviderSet::both();
  }
  return items;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The highest total score, by the simplex method.
long long solve(const std::vector<Item>& items, int cap) {
  glp_term_out(GLP_OFF);
  glp_prob* const problem = glp_create_prob();
  glp_set_obj_dir(problem, GLP_MAX);
  const auto row = [&](int type, double least, double most) {
    const int index = glp_add_rows(problem, 1);
    glp_set_row_bnds(problem, index, type, least, most);
    return index;
  };
  std::map<Provider, int> demand;
  demand[Provider::google] = row(GLP_FX, kDemand.google, kDemand.google);
  demand[Provider::microsoft] = row(GLP_FX, kDemand.microsoft, kDemand.microsoft);
  std::vector<int> caps;
  for (int pattern = 0; pattern < kPatterns; ++pattern) caps.push_back(row(GLP_UP, 0, cap));
  for (const Item& item : items) {
    const bool both = item.usable_for == ProviderSet::both();
    const int once = both ? row(GLP_UP, 0, 1) : 0;
    for (const Provider provider : {Provider::google, Provider::microsoft}) {
      if (!item.usable_for.has(provider)) continue;
      const int column = glp_add_cols(problem, 1);
      glp_set_col_bnds(problem, column, GLP_DB, 0, 1);
      glp_set_obj_coef(problem, column, static_cast<double>(item.score));
      const int rows[] = {0, demand[provider], caps[static_cast<std::size_t>(item.pattern)], once};
      const double ones[] = {0, 1, 1, 1};
      glp_set_mat_col(problem, column, both ? 3 : 2, rows, ones);
    }
  }
  glp_smcp options;
  glp_init_smcp(&options);
  options.msg_lev = GLP_MSG_OFF;
  options.presolve = GLP_ON;
  options.tm_lim = 120'000;
  const int code = glp_simplex(problem, &options);
  const bool optimal = code == 0 && glp_get_status(problem) == GLP_OPT;
  const long long best = optimal ? std::llround(glp_get_obj_val(problem)) : -1;
  glp_delete_prob(problem);
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  const std::vector<Item> items = make_items(std::stoul(given.at(0)));
  const int cap = share_cap(25, kDemand.total());

  auto start = std::chrono::steady_clock::now();
  const auto chosen = select(items, kDemand, {.tld = std::nullopt, .pattern = cap}, Prefer::quality);
  const double ours = seconds_since(start);
  if (!chosen) return 1;
  long long score = 0;
  for (const Chosen& one : *chosen) score += items[one.item].score;

  start = std::chrono::steady_clock::now();
  const long long theirs = solve(items, cap);
  const double peer = seconds_since(start);
  std::cout << "score " << score << "\npeer_score " << theirs << "\nseconds " << ours << "\npeer_seconds "
            << peer << '\n';
}

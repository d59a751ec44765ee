// The best order from many eligible rows: ours, and GLPK's on the same problem. Under one family of caps its
// simplex method will do (the corners are whole numbers), under both its branch and cut. Both must name the
// same total score.
//   bench_selection ROWS pattern|both
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

constexpr int kPatterns = 120, kTlds = 12;

struct Task {
  Demand demand;
  ShareCaps caps;
  unsigned google_only, microsoft_only;  // percent of the rows
};

const Task kPatternCaps{{80, 10}, {std::nullopt, share_cap(25, 90)}, 15, 5};
// Here the split between the providers binds as well as both families of caps do.
const Task kBothCaps{{35, 55}, {share_cap(20, 90), share_cap(5, 90)}, 60, 25};

// As drawn candidates are: a score is a sum over the parts of a name, a price goes with the TLD.
std::vector<Item> make_items(std::size_t count, const Task& task) {
  std::mt19937 random(7);
  std::vector<Item> items(count);
  for (std::size_t i = 0; i < count; ++i) {
    Item& item = items[i];
    item.pattern = static_cast<int>(random() % kPatterns);
    item.tld = static_cast<int>(random() % kTlds);
    item.score = 1000 - 5 * item.pattern - 20 * item.tld - static_cast<int>(random() % 40);
    if (item.score < 0) item.score = 0;
    item.cost = 900 + 150 * item.tld;
    item.rank = static_cast<std::int64_t>(i);
    const unsigned kind = random() % 100;
    item.usable_for = kind < task.google_only                         ? ProviderSet(Provider::google)
                      : kind < task.google_only + task.microsoft_only ? ProviderSet(Provider::microsoft)
                                                                      : ProviderSet::both();
  }
  return items;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The highest total score; -1 where none was found in two minutes.
long long solve(const std::vector<Item>& items, const Task& task) {
  glp_term_out(GLP_OFF);
  glp_prob* const problem = glp_create_prob();
  glp_set_obj_dir(problem, GLP_MAX);
  const auto row = [&](int type, double least, double most) {
    const int index = glp_add_rows(problem, 1);
    glp_set_row_bnds(problem, index, type, least, most);
    return index;
  };
  std::map<Provider, int> demand;
  demand[Provider::google] = row(GLP_FX, task.demand.google, task.demand.google);
  demand[Provider::microsoft] = row(GLP_FX, task.demand.microsoft, task.demand.microsoft);
  std::vector<int> of_pattern, of_tld;
  for (int pattern = 0; pattern < kPatterns; ++pattern)
    of_pattern.push_back(row(GLP_UP, 0, *task.caps.pattern));
  if (task.caps.tld)
    for (int tld = 0; tld < kTlds; ++tld) of_tld.push_back(row(GLP_UP, 0, *task.caps.tld));
  for (const Item& item : items) {
    const bool both = item.usable_for == ProviderSet::both();
    const int once = both ? row(GLP_UP, 0, 1) : 0;
    for (const Provider provider : {Provider::google, Provider::microsoft}) {
      if (!item.usable_for.has(provider)) continue;
      const int column = glp_add_cols(problem, 1);
      glp_set_col_bnds(problem, column, GLP_DB, 0, 1);
      if (task.caps.tld) glp_set_col_kind(problem, column, GLP_BV);
      glp_set_obj_coef(problem, column, static_cast<double>(item.score));
      std::vector<int> rows{0, demand[provider], of_pattern[static_cast<std::size_t>(item.pattern)]};
      if (task.caps.tld) rows.push_back(of_tld[static_cast<std::size_t>(item.tld)]);
      if (both) rows.push_back(once);
      const std::vector<double> ones(rows.size(), 1);
      glp_set_mat_col(problem, column, static_cast<int>(rows.size()) - 1, rows.data(), ones.data());
    }
  }
  const auto limited = [](auto options, auto init) {
    init(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.presolve = GLP_ON;
    options.tm_lim = 120'000;
    return options;
  };
  long long best = -1;
  if (task.caps.tld) {
    const auto options = limited(glp_iocp{}, glp_init_iocp);
    if (glp_intopt(problem, &options) == 0 && glp_mip_status(problem) == GLP_OPT)
      best = std::llround(glp_mip_obj_val(problem));
  } else {
    const auto options = limited(glp_smcp{}, glp_init_smcp);
    if (glp_simplex(problem, &options) == 0 && glp_get_status(problem) == GLP_OPT)
      best = std::llround(glp_get_obj_val(problem));
  }
  glp_delete_prob(problem);
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  const Task& task = given.at(1) == "both" ? kBothCaps : kPatternCaps;
  const std::vector<Item> items = make_items(std::stoul(given.at(0)), task);

  auto start = std::chrono::steady_clock::now();
  const auto best = select(items, task.demand, task.caps, Prefer::quality);
  const double ours = seconds_since(start);
  if (!best || best->gap) return 1;
  long long score = 0;
  for (const Chosen& one : best->chosen) score += items[one.item].score;

  start = std::chrono::steady_clock::now();
  const long long theirs = solve(items, task);
  const double peer = seconds_since(start);
  std::cout << "score " << score << "\npeer_score " << theirs << "\nseconds " << ours << "\npeer_seconds "
            << peer << '\n';
}

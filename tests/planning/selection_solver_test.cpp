// The choice against GLPK, an independent solver of integer programs, on larger random instances.
#include <fmt/format.h>
#include <glpk.h>
#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "domainplan/selection.hpp"
#include "selection_instances.hpp"

namespace domainplan {
namespace {

// One item serving one provider: a variable of the program, 0 or 1.
struct Use {
  const Item* item;
  Provider provider;
};

// The program. It chooses uses, in any number up to the demand, within the caps; what is to be best, and what
// is to be met, is added stage by stage, each with coefficients small enough for a double to be exact.
class Program {
 public:
  Program(const std::vector<Item>& items, Demand demand, ShareCaps caps) : problem_(glp_create_prob()) {
    glp_term_out(GLP_OFF);
    glp_set_obj_dir(problem_, GLP_MAX);
    for (const Item& item : items)
      for (Provider provider : {Provider::google, Provider::microsoft})
        if (item.usable_for.has(provider)) uses_.push_back({&item, provider});
    glp_add_cols(problem_, static_cast<int>(uses_.size()));
    for (int column = 1; column <= static_cast<int>(uses_.size()); ++column)
      glp_set_col_kind(problem_, column, GLP_BV);
    std::map<const Item*, std::vector<int>> of_item;
    std::map<int, std::vector<int>> of_tld, of_pattern, of_style;
    std::map<Provider, std::vector<int>> of_provider;
    for (int column = 1; column <= static_cast<int>(uses_.size()); ++column) {
      const auto& [item, provider] = uses_[static_cast<std::size_t>(column - 1)];
      of_item[item].push_back(column);
      if (item->tld >= 0) of_tld[item->tld].push_back(column);
      if (item->pattern >= 0) of_pattern[item->pattern].push_back(column);
      if (item->style >= 0) of_style[item->style].push_back(column);
      of_provider[provider].push_back(column);
    }
    for (const auto& [item, columns] : of_item)
      if (columns.size() > 1) at_most(columns, 1);
    if (caps.tld)
      for (const auto& [tld, columns] : of_tld) at_most(columns, *caps.tld);
    if (caps.pattern)
      for (const auto& [pattern, columns] : of_pattern) at_most(columns, *caps.pattern);
    if (caps.style)
      for (const auto& [style, columns] : of_style) at_most(columns, *caps.style);
    for (const auto& [provider, columns] : of_provider)
      at_most(columns, provider == Provider::google ? demand.google : demand.microsoft);
  }
  Program(const Program&) = delete;
  ~Program() { glp_delete_prob(problem_); }

  using Worth = std::function<std::int64_t(const Use&)>;

  // The most that `worth` can sum up to; from then on it must.
  std::int64_t maximise(const Worth& worth) {
    std::vector<int> columns{0};
    std::vector<double> values{0};
    for (int column = 1; column <= static_cast<int>(uses_.size()); ++column) {
      auto value = static_cast<double>(worth(uses_[static_cast<std::size_t>(column - 1)]));
      glp_set_obj_coef(problem_, column, value);
      if (value == 0) continue;
      columns.push_back(column);
      values.push_back(value);
    }
    glp_iocp options;
    glp_init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.presolve = GLP_ON;
    options.tm_lim = 20'000;
    REQUIRE(glp_intopt(problem_, &options) == 0);
    REQUIRE(glp_mip_status(problem_) == GLP_OPT);
    auto best = std::llround(glp_mip_obj_val(problem_));
    check_answer(worth, best);
    int row = glp_add_rows(problem_, 1);
    glp_set_mat_row(problem_, row, static_cast<int>(columns.size()) - 1, columns.data(), values.data());
    glp_set_row_bnds(problem_, row, GLP_LO, static_cast<double>(best), 0);
    return best;
  }

 private:
  void at_most(const std::vector<int>& columns, int cap) {
    std::vector<int> indexes{0};
    indexes.insert(indexes.end(), columns.begin(), columns.end());
    std::vector<double> ones(indexes.size(), 1.0);
    int row = glp_add_rows(problem_, 1);
    glp_set_mat_row(problem_, row, static_cast<int>(columns.size()), indexes.data(), ones.data());
    glp_set_row_bnds(problem_, row, GLP_UP, 0, cap);
    limits_.push_back({columns, cap});
  }

  // Solvers work in floating point, and some call a point optimal that is not even allowed: check it in
  // integers.
  void check_answer(const Worth& worth, std::int64_t best) {
    std::vector<int> chosen{0};
    std::int64_t sum = 0;
    for (int column = 1; column <= static_cast<int>(uses_.size()); ++column) {
      double value = glp_mip_col_val(problem_, column);
      chosen.push_back(value > 0.5);
      REQUIRE(std::abs(value - chosen.back()) < 1e-6);
      if (chosen.back() != 0) sum += worth(uses_[static_cast<std::size_t>(column - 1)]);
    }
    REQUIRE(sum == best);
    for (const auto& [columns, cap] : limits_) {
      int count = 0;
      for (int column : columns) count += chosen[static_cast<std::size_t>(column)];
      REQUIRE(count <= cap);
    }
  }

  struct Limit {
    std::vector<int> columns;
    int cap;
  };
  glp_prob* problem_;
  std::vector<Use> uses_;
  std::vector<Limit> limits_;
};

std::int64_t one(const Use&) { return 1; }
std::int64_t google(const Use& use) { return use.provider == Provider::google; }
std::int64_t score(const Use& use) { return use.item->score; }
std::int64_t saving(const Use& use) { return -use.item->cost; }
std::int64_t rank(const Use& use) { return -use.item->rank; }

struct Instance {
  std::vector<Item> items;
  Demand demand;
  ShareCaps caps;
  Prefer prefer = Prefer::quality;
};

// As drawn candidates are: a score is a sum over the parts of a name, a price goes with the TLD, so ties are
// many. Half of the instances have just enough for one provider, or not even that.
Instance random_instance(Random& random, int most_items, bool pattern_caps, bool tld_caps, bool style_caps) {
  Instance instance;
  int count = pick(random, 30, most_items);
  int total = pick(random, 10, std::min(90, count));
  int patterns = pick(random, 3, 30), tlds = pick(random, 2, 12);
  bool tight = pick(random, 0, 1) != 0;
  int google_only = tight ? pick(random, 30, 70) : pick(random, 5, 25);
  int microsoft_only = tight ? pick(random, 5, 95 - google_only) : pick(random, 0, 15);
  auto table = [&](int size, int most) {
    std::vector<int> values;
    for (int i = 0; i < size; ++i) values.push_back(pick(random, 0, most));
    return values;
  };
  auto pattern_scores = table(patterns, 40), tld_scores = table(tlds, 20), tld_costs = table(tlds, 60);
  for (int i = 0; i < count; ++i) {
    Item item;
    item.pattern = pick(random, 0, patterns - 1);
    item.tld = pick(random, 0, tlds - 1);
    auto pattern = static_cast<std::size_t>(item.pattern), tld = static_cast<std::size_t>(item.tld);
    item.score = pattern_scores[pattern] + tld_scores[tld] + pick(random, 0, 5);
    item.cost = tld_costs[tld] + (pick(random, 0, 4) == 0 ? pick(random, 0, 30) : 0);
    int percent = pick(random, 0, 99);
    item.usable_for = usable[percent < google_only ? 1 : percent < google_only + microsoft_only ? 2 : 0];
    if (pick(random, 0, 19) == 0) item.pattern = -1;
    if (style_caps && item.pattern >= 0) item.style = item.pattern % 4;
    instance.items.push_back(item);
  }
  std::vector<std::int64_t> ranks(instance.items.size());
  std::iota(ranks.begin(), ranks.end(), 0);
  std::shuffle(ranks.begin(), ranks.end(), random);
  for (std::size_t i = 0; i < ranks.size(); ++i) instance.items[i].rank = ranks[i];
  instance.demand.google = pick(random, total / 4, total);
  instance.demand.microsoft = total - instance.demand.google;
  // Around what an even spread would need.
  if (pattern_caps) instance.caps.pattern = total / patterns + pick(random, 1, 3);
  if (style_caps) instance.caps.style = total / 4 + pick(random, 1, 5);
  if (tld_caps) instance.caps.tld = total / tlds + pick(random, 1, 4);
  instance.prefer = pick(random, 0, 1) == 0 ? Prefer::quality : Prefer::price;
  return instance;
}

// Whether an order fits the instance, after checking that the solver says the same of it, to the last rank.
bool agreed(const Instance& instance) {
  const auto& [items, demand, caps, prefer] = instance;
  Program program(items, demand, caps);
  auto total = program.maximise(one);
  auto lacks = missing(items, demand, caps);
  auto selection = select(items, demand, caps, prefer);
  if (total < demand.total()) {
    auto most_google = program.maximise(google);
    CHECK_FALSE(selection.has_value());
    CHECK(lacks.google == demand.google - most_google);
    CHECK(lacks.microsoft == demand.microsoft - (total - most_google));
    return false;
  }
  CHECK(lacks == Demand{});
  REQUIRE(selection.has_value());
  CHECK_FALSE(selection->gap.has_value());
  const auto& chosen = selection->chosen;
  REQUIRE(chosen.size() == static_cast<std::size_t>(demand.total()));
  auto sum = [&, &items = items](auto& worth) {
    std::int64_t all = 0;
    for (const Chosen& one : chosen) all += worth(Use{&items[one.item], one.provider});
    return all;
  };
  CHECK(sum(google) == demand.google);
  std::map<int, int> of_tld, of_pattern, of_style;
  std::vector<bool> seen(items.size());
  for (const auto& [item, provider] : chosen) {
    CHECK_FALSE(seen[item]);
    seen[item] = true;
    CHECK(items[item].usable_for.has(provider));
    if (items[item].tld >= 0 && caps.tld) CHECK(++of_tld[items[item].tld] <= *caps.tld);
    if (items[item].pattern >= 0 && caps.pattern) CHECK(++of_pattern[items[item].pattern] <= *caps.pattern);
    if (items[item].style >= 0 && caps.style) CHECK(++of_style[items[item].style] <= *caps.style);
  }
  bool quality = prefer == Prefer::quality;
  CHECK(sum(quality ? score : saving) == program.maximise(quality ? score : saving));
  CHECK(sum(quality ? saving : score) == program.maximise(quality ? saving : score));
  CHECK(sum(rank) == program.maximise(rank));
  return true;
}

void agree(Random& random, int rounds, int most_items, bool pattern_caps, bool tld_caps,
           bool style_caps = false) {
  int fitting = 0;
  for (int round = 0; round < rounds; ++round) {
    auto instance = random_instance(random, most_items, pattern_caps, tld_caps, style_caps);
    INFO(reported(instance.items, instance.demand, instance.caps, fmt::format("round {}", round)));
    fitting += agreed(instance);
  }
  // Both kinds must be among them.
  CHECK(fitting > rounds / 4);
  CHECK(fitting < rounds);
}

}  // namespace

TEST_CASE("the choice agrees with an independent solver without caps") {
  Random random(11);
  agree(random, 200, 300, false, false);
}

TEST_CASE("the choice agrees with an independent solver under caps on patterns") {
  Random random(12);
  agree(random, 400, 300, true, false);
}

TEST_CASE("the choice agrees with an independent solver under caps on TLDs") {
  Random random(13);
  agree(random, 400, 300, false, true);
}

TEST_CASE("the choice agrees with an independent solver under both families of caps") {
  Random random(14);
  agree(random, 500, 300, true, true);
}

TEST_CASE("the choice agrees with an independent solver under caps on patterns and styles") {
  Random random(15);
  agree(random, 300, 300, true, false, true);
}

TEST_CASE("the choice agrees with an independent solver under caps on styles and TLDs") {
  Random random(16);
  agree(random, 200, 300, false, true, true);
}

TEST_CASE("the choice agrees with an independent solver under all three families of caps") {
  Random random(17);
  agree(random, 300, 300, true, true, true);
}

}  // namespace domainplan

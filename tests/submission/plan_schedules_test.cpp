// The same as in schedules_test.cpp with real plan folders: plan, submit, change the inputs, update, plan
// again and submit, by the library's own functions, with kills at any write, call or wait, on two accounts
// and in two folders of one account. Planning meets the vendors over HTTP, submitting in a time of its own.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <random>
#include <set>

#include "domainplan/error.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/update.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "scratch_folder.hpp"
#include "submission/broken_disk.hpp"
#include "submission/submit_in.hpp"
#include "submission/vendor_api.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

constexpr std::int64_t kHour = 3'600'000;  // milliseconds
constexpr int kActions = 30, kCalmActions = 12;
constexpr Cents kLicences = 400;  // of an order, a month

struct Row {
  std::string key, user, brand, stem, url;
};

// One plan folder, its input files as a person has them, and the account it is for.
struct Office {
  std::string folder;
  std::string account;
  std::vector<Row> rows;
  std::optional<Cents> limit;
  std::map<std::string, SubmitResult> results = {};  // of the last submit, by customer
  bool was_cut_short = false;                        // the last submit
};

// What an order's bytes were planned as.
struct Planned {
  const Office* office;
  std::string customer;
  Cents agreed_cents;
};

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

IntakeFiles files_of(const Office& office) {
  std::string customers =
      "customer,user,brand,stem,bundle,forwarding_url,sequencer_login_email,sequencer_login_password\n";
  std::string personas = "customer,first_name,last_name,profile_picture_url\n";
  for (const Row& row : office.rows) {
    customers += fmt::format("{},{},{},{},Pair,{},{},fake-{}\n", row.key, row.user, row.brand, row.stem,
                             row.url, row.user, office.folder.substr(office.folder.rfind("/") + 1) + row.key);
    personas += fmt::format("{},Ada,Lovelace,\n", row.key);
  }
  return {{"customers.csv", customers},
          {"personas.csv", personas},
          {"bundles.csv",
           "id,name,monthly_sending_volume,google_percent,microsoft_percent,send_on_weekends,"
           "google_inboxes_per_domain,google_domains,microsoft_domains\n"
           "bun_01HZX0B2VNB0TJQE7X5H3C9R8M,Pair,2000,,,false,2,2,0\n"},
          std::nullopt};
}

class PlanSchedule {
 public:
  PlanSchedule(std::uint64_t seed, VendorApi& api)
      : random_(seed), vendors_{{time_, seed}, {time_, seed + 1}}, api_(api) {
    constexpr const char* kKeys[] = {"pk_test_main", "pk_test_other"};
    constexpr const char* kAccounts[] = {"org_main", "org_other"};
    for (int i = 0; i < 2; ++i) {
      vendors_[i].prices_vary = true;
      api_.add_account(kKeys[i], kAccounts[i], vendors_[i]);
      accounts_.emplace(kAccounts[i], AccountOf{kKeys[i], &vendors_[i]});
      set_faults(vendors_[i]);
    }
    add_office("one", "org_main", "c", 3);
    add_office("two", "org_main", "d", 2);                 // other customers of the same brands …
    offices_[1].rows.push_back(offices_[0].rows.front());  // … and one that both folders have
    add_office("three", "org_other", "c", 2);
  }
  ~PlanSchedule() { mend_disk(); }

  void run() {
    for (int action = 0; action < kActions; ++action) act(any_office(), true);
    for (FakeVendor& vendor : vendors_) vendor.faults = {};
    time_.wall_skew_ms = 0;
    for (int action = 0; action < kCalmActions; ++action)
      act(offices_[static_cast<std::size_t>(action) % 3], false);
    for (Office& office : offices_) submit_it(office, false);
  }

  void check() {
    for (int i = 0; i < 2; ++i) check_vendor(vendors_[i], i == 0 ? "org_main" : "org_other");
    for (const Office& office : offices_) check_results(office);
  }

  std::map<std::string, int> reached;  // what happened, to see that schedules are not idle

 private:
  struct AccountOf {
    std::string key;
    FakeVendor* vendor;
  };

  bool chance(unsigned percent) { return random_() % 100 < percent; }
  Office& any_office() { return offices_[random_() % offices_.size()]; }
  FakeVendor& vendor_of(const Office& office) { return *accounts_.at(office.account).vendor; }

  void set_faults(FakeVendor& vendor) {
    const auto share = [this] { return static_cast<double>(random_() % 5) / 20; };
    vendor.faults = faults_of(share, 2);
    if (chance(30)) {
      vendor.faults.odd_receipt = share();
      vendor.bend_answer = [](nlohmann::json& data) { data["domain_count"] = "77x"; };
    }
  }

  void add_office(const std::string& name, const std::string& account, const std::string& keys,
                  int customers) {
    constexpr const char* kBrands[] = {"Larkspur Lane", "Copper Kettle", "Nordwind"};
    Office office{scratch_ / name, account, {}, {}};
    for (int i = 0; i < customers; ++i) {
      const std::string key = fmt::format("{}{}", keys, i);
      const std::string user = chance(30) ? keys + "-agency@example.com" : key + "@example.com";
      office.rows.push_back({key, user, kBrands[i % 3], "", "https://example.com/" + key});
    }
    if (chance(40)) office.limit = 2600 * static_cast<Cents>(1 + random_() % 4);
    offices_.push_back(std::move(office));
  }

  // One thing that a person does, or that happens meanwhile.
  void act(Office& office, bool is_wild) {
    if (!is_finished(office)) {
      guarded(is_wild, [&] { plan_it(office); });
    } else if (is_wild && chance(25)) {
      change_inputs(office);
      guarded(is_wild, [&] { update_it(office, is_wild); });
    } else if (is_wild && chance(8)) {
      use_another_key(office);
    } else if (is_wild && chance(8)) {
      end_one_at_the_vendor(vendor_of(office));
    } else if (chance(is_wild ? 10 : 30)) {
      guarded(is_wild, [&] { update_it(office, is_wild); });
    } else {
      submit_it(office, is_wild);
    }
    if (is_wild && is_finished(office) && chance(5)) force_over_what_was_sent(office);
    if (!is_wild) return;
    constexpr std::int64_t kPauses[] = {0, 0, 0, kHour / 60, kHour, 19 * kHour, 21 * kHour, 30 * kHour};
    time_.now_ms += kPauses[random_() % std::size(kPauses)];
    constexpr std::int64_t kSkews[] = {0, 0, 0, 0, -26 * kHour, 30 * kHour, 400 * kHour};
    time_.wall_skew_ms = kSkews[random_() % std::size(kSkews)];
    if (!chance(5)) return;
    time_.boot += "+";
    time_.booted_ms = time_.now_ms;
  }

  static bool is_finished(const Office& office) {
    return std::filesystem::exists(office.folder + "/summary.json") ||
           std::filesystem::exists(office.folder + "/.domainplan/commit");
  }

  // Runs it, perhaps on a disk that breaks on the way; then looks at what is left.
  template <class Run>
  void guarded(bool is_wild, const Run& run) {
    const bool is_outer = !is_inner_;
    if (is_wild && is_outer && chance(35))
      break_disk_after(static_cast<std::int64_t>(random_() % (chance(50) ? 30 : 250)), random_() % 100);
    api_.set_failing(is_wild && is_outer && chance(5));
    try {
      run();
      ++reached["done"];
    } catch (const Error& error) {
      ++reached["failed"];
      last_error_ = error.what();
    } catch (const FakeWorld::Killed&) {
      ++reached["killed"];
    }
    if (!is_outer) return;
    if (is_disk_broken()) ++reached["disk"];
    mend_disk();
    api_.set_failing(false);
    for (const Office& one : offices_) look_at(one);
  }

  // Whatever happened to the folder, it holds a plan of which no domain is in two orders, and what was sent
  // is as it was sent.
  void look_at(const Office& office) {
    if (!is_finished(office)) return;
    INFO(office.folder << " after " << last_error_);
    const PlanLock lock(office.folder);
    const StoredPlan plan = read_plan(office.folder);
    REQUIRE(plan.pinned);
    std::set<std::string> domains;
    for (const PlannedOrder& order : plan.orders)
      for (const PlannedDomain& domain : order.domains) CHECK(domains.insert(domain.domain).second);
    CHECK(plan.edited.empty());
    for (const PinnedCustomer& customer : plan.pinned->customers) {
      if (!customer.order) continue;
      const std::string sha256 = sha256_hex(read_order(office.folder, customer.customer));
      CHECK(sha256 == customer.order->sha256);
      planned_.insert_or_assign(sha256, Planned{&office, customer.customer, customer.order->planned_cents});
    }
    for (const auto& [customer, sending] : recorded_sendings(office.folder))
      if (sending.may_exist() && sending.replaced_by.empty())
        CHECK(sha256_hex(read_order(office.folder, customer)) == sending.sha256);
  }

  std::unique_ptr<Session> session(const std::string& account) {
    return std::make_unique<Session>(api_.options(accounts_.at(account).key), Environment::test);
  }

  static PlanOptions pace() {
    PlanOptions options;
    options.recheck_wait = std::chrono::milliseconds(1);
    options.threads = 1;
    options.max_checks = 200;
    return options;
  }

  void plan_it(const Office& office, bool force = false) {
    const IntakeFiles files = files_of(office);
    const Intake intake = read_intake(files, {});
    REQUIRE(intake.bad_rows.empty());
    const auto its_session = session(office.account);
    const AnswerSource source{.session = its_session.get(),
                              .replay = {},
                              .api_url = its_session->api_url(),
                              .environment = Environment::test};
    PlanOptions options = pace();
    options.resume = !force;
    options.force = force;
    plan(intake, files, rules(), source, options, PlanLock(office.folder), {}, {});
    ++reached["plan"];
  }

  void change_inputs(Office& office) {
    Row& row = office.rows[random_() % office.rows.size()];
    constexpr const char* kStems[] = {"", "larkspur", "kettlebay", "nordhaus", "copperline"};
    if (chance(40))
      row.stem = kStems[random_() % std::size(kStems)];
    else if (chance(50))
      row.url = fmt::format("https://example.com/{}", random_() % 4);
    else if (chance(50))
      office.rows.push_back({fmt::format("n{}-{}", office.folder.back(), ++added_),
                             fmt::format("n{}@example.com", added_), "Tamarind", "",
                             "https://example.com/n"});
    else if (office.rows.size() > 2)
      office.rows.erase(office.rows.begin() + static_cast<std::ptrdiff_t>(random_() % office.rows.size()));
  }

  void update_it(const Office& office, bool is_wild) {
    const auto its_session = session(office.account);
    const PlanLock lock(office.folder);
    const StoredPlan before = read_plan(office.folder);
    UpdateRequest request;
    request.pace = pace();
    if (chance(50))
      for (const PinnedCustomer& customer : before.pinned->customers)
        if (chance(60)) request.only.push_back(customer.customer);
    if (is_wild && chance(20) && !before.orders.empty())
      request.rejected.push_back(before.orders[random_() % before.orders.size()].domains.front().domain);
    const IntakeFiles files = files_of(office);
    std::optional<UpdateInputs> inputs = UpdateInputs{read_intake(files, {}), files};
    if (chance(30)) inputs.reset();
    const Sendings sent = recorded_sendings(office.folder);
    const UpdateResult result = update(inputs, before, request, *its_session, lock, {}, {});
    ++reached["update"];
    // A customer that was named and stays as it was is reported.
    for (const std::string& customer : request.only) {
      const auto sending = sent.find(customer);
      if (sending == sent.end() || !sending->second.may_exist() || !sending->second.replaced_by.empty())
        continue;
      const auto now = recorded_sendings(office.folder).at(customer);
      const bool is_held =
          std::any_of(result.held.begin(), result.held.end(),
                      [&, &name = customer](const auto& one) { return one.customer == name; });
      CHECK((is_held || !now.may_exist()));
    }
  }

  void submit_it(Office& office, bool is_wild) {
    SubmitOptions options;
    options.max_spend_cents = office.limit;
    options.replan = chance(60);
    options.state_folder = scratch_ / "state";
    options.recheck_wait = std::chrono::milliseconds(1);
    if (!is_wild)
      for (const auto& [customer, sending] : recorded_sendings(office.folder)) {
        if (sending.is_held()) options.accept_receipt.insert(customer);
        if (sending.state == Sending::State::open) options.confirm_not_placed.insert(customer);
      }
    office.results.clear();
    office.was_cut_short = true;
    const std::size_t before = vendor_of(office).orders.size();
    guarded(is_wild, [&] {
      submit_as(office, office.account, options, is_wild);
      office.was_cut_short = false;
    });
    reached["orders"] += static_cast<int>(vendor_of(office).orders.size() - before);
    if (options.replan)
      for (const auto& [customer, result] : office.results)
        if (result.state == SubmitState::replanned) ++reached["replanned"];
  }

  void submit_as(Office& office, const std::string& account, const SubmitOptions& options, bool is_wild) {
    const auto its_session = session(account);
    SubmitHooks hooks;
    hooks.result = [&](const SubmitResult& result) { office.results[result.customer] = result; };
    const MakeWorld world = [&](Session&, const SubmitOptions&, const auto&) {
      auto made = std::make_unique<FakeWorld>(*accounts_.at(account).vendor);
      if (is_wild && chance(40)) made->calls_until_killed = static_cast<int>(random_() % 60);
      if (is_wild && !is_inner_ && chance(40)) made->meanwhile = [&] { run_another_process(office); };
      return made;
    };
    submit_in(world, lock_plan(office.folder), *its_session, options, hooks);
    ++reached["submit"];
  }

  // Another process, while a submit of `busy` is at work: on its folder, which it has to leave alone, or on
  // another.
  void run_another_process(Office& busy) {
    is_inner_ = true;
    ++reached["meanwhile"];
    Office& office = any_office();
    if (&office == &busy) {
      if (chance(50))
        CHECK_THROWS_AS(update_it(office, true), Error);
      else
        CHECK_THROWS_AS(submit_as(office, office.account, {}, true), Error);
    } else if (!is_finished(office)) {
      guarded(true, [&] { plan_it(office); });
    } else if (chance(30)) {
      guarded(true, [&] { update_it(office, true); });
    } else {
      submit_it(office, true);
    }
    is_inner_ = false;
  }

  // Whatever waits in the folder, nothing of it may reach the other account.
  void use_another_key(Office& office) {
    const std::string other = office.account == "org_main" ? "org_other" : "org_main";
    const int calls = accounts_.at(other).vendor->placed_calls;
    const auto its_session = session(other);
    {
      const PlanLock lock(office.folder);
      const UpdateRequest nothing;
      CHECK_THROWS_AS(update({}, read_plan(office.folder), nothing, *its_session, lock, {}, {}), UsageError);
    }
    SubmitOptions options;
    options.state_folder = scratch_ / "state";
    office.results.clear();
    try {
      submit_as(office, other, options, false);
      for (const auto& [customer, result] : office.results) {
        INFO(office.folder << ": " << customer << " is " << name_of(result.state));
        CHECK((result.state == SubmitState::placed_before || needs_person(result)));
      }
    } catch (const UsageError&) {
      ++reached["other key"];
    }
    CHECK(accounts_.at(other).vendor->placed_calls == calls);
  }

  void force_over_what_was_sent(const Office& office) {
    const Sendings sendings = recorded_sendings(office.folder);
    if (std::any_of(sendings.begin(), sendings.end(), [](const auto& one) { return one.second.may_exist(); }))
      CHECK_THROWS_AS(plan_it(office, true), Error);
  }

  void end_one_at_the_vendor(FakeVendor& vendor) {
    if (vendor.orders.empty()) return;
    FakeOrder& order = vendor.orders[random_() % vendor.orders.size()];
    if (order.status != "in_progress") return;
    order.status = chance(50) ? "failed" : "cancelled";
    ++reached["ended"];
  }

  void check_vendor(const FakeVendor& vendor, const std::string& account) {
    INFO(account);
    CHECK(vendor.sold_already == 0);
    std::set<std::string> bodies, domains;
    std::map<const Office*, Cents> spent;
    struct Last {
      const FakeOrder* order = nullptr;
      const Office* office = nullptr;
    };
    std::map<std::string, Last> last;  // live orders, by customer
    for (const FakeOrder& order : vendor.orders) {
      INFO(order.id << " of " << order.user);
      CHECK(bodies.insert(order.body).second);
      for (const std::string& domain : order.domains) CHECK(domains.insert(domain).second);
      const auto found = planned_.find(sha256_hex(order.body));
      REQUIRE(found != planned_.end());  // bytes that no plan had
      const Planned& planned = found->second;
      CHECK(planned.office->account == account);
      // Another process that looks at the prices may make them rise after the sender's last look.
      CHECK(order.said_cents <= planned.agreed_cents);
      spent[planned.office] += order.total;
      if (order.status != "in_progress") continue;
      // An order that the vendor did not list yet when the next sender looked is known to its own folder
      // alone.
      const Last before = std::exchange(last[planned.customer], Last{&order, planned.office});
      INFO("customer " << planned.customer << " of " << planned.office->folder);
      if (before.order) CHECK((before.office != planned.office && before.order->listed_ms > order.looked_ms));
    }
    // Only an order that was sent while a licence's price was unknown can exceed the limit.
    for (const auto& [office, cents] : spent)
      if (office->limit) CHECK(cents <= *office->limit + kLicences);
  }

  static void check_results(const Office& office) {
    CHECK_FALSE(office.was_cut_short);
    for (const auto& [customer, result] : office.results) {
      INFO(office.folder << ": " << customer << " is " << name_of(result.state));
      const bool is_over = result.state == SubmitState::placed ||
                           result.state == SubmitState::placed_before ||
                           result.state == SubmitState::replanned;
      const bool is_explained = needs_person(result) && result.reason.is_set();
      CHECK((is_over || is_explained));
    }
  }

  std::mt19937_64 random_;
  VirtualTime time_;
  FakeVendor vendors_[2];
  VendorApi& api_;
  std::map<std::string, AccountOf> accounts_;
  ScratchFolder scratch_;
  std::deque<Office> offices_;
  std::map<std::string, Planned> planned_;  // by the digest of an order's bytes
  std::string last_error_;
  int added_ = 0;
  bool is_inner_ = false;
};

}  // namespace

TEST_CASE("no schedule over plan folders orders twice, touches what was sent or spends more than agreed") {
  const char* const more = std::getenv("DOMAINPLAN_SCHEDULES");
  const std::uint64_t schedules = more ? std::strtoull(more, nullptr, 10) : 100;
  VendorApi api;
  std::map<std::string, int> reached;
  for (std::uint64_t seed = 1; seed <= schedules; ++seed) {
    INFO("seed " << seed);
    PlanSchedule schedule(seed, api);
    schedule.run();
    schedule.check();
    for (const auto& [what, times] : schedule.reached) reached[what] += times;
  }
  std::string summary;
  for (const auto& [what, times] : reached) summary += fmt::format("{} {}, ", times, what);
  INFO(summary);
  for (const char* what : {"plan", "update", "submit", "orders", "replanned", "killed", "disk", "meanwhile",
                           "other key", "ended"})
    if (schedules >= 100) CHECK(reached[what] > 0);
  if (std::getenv("DOMAINPLAN_SCHEDULES")) WARN(summary);
}

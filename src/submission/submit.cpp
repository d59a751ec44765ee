#include "domainplan/submit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/failure.hpp"
#include "partner/fetch.hpp"
#include "partner/imports.hpp"
#include "partner/me.hpp"
#include "partner/orders.hpp"
#include "planning/check.hpp"
#include "store/journal.hpp"
#include "store/journal_time.hpp"
#include "submission/order_body.hpp"
#include "submission/recheck.hpp"
#include "submission/reconcile.hpp"
#include "submission/replan.hpp"
#include "submission/same_api.hpp"

namespace domainplan {
namespace {

// The vendor returns the original order for the same bytes within 24 hours. Four of them are left for an
// answer that is late and for clocks that disagree.
constexpr std::chrono::hours kResendWithin{20};

// How far orders are looked at whose domains may ride along in a call.
constexpr std::size_t kAhead = 64;

// An order on its way, and why it goes.
struct Task {
  const PlannedOrder* order;
  bool open;  // it may have been sent before
};

class Submission {
 public:
  Submission(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks)
      : options_(options), hooks_(hooks), plan_(read_plan(folder)) {
    std::set<std::string> customers;
    for (const PlannedOrder& order : plan_.orders) customers.insert(order.customer);
    for (const auto* names : {&options.only, &options.again, &options.not_ordered})
      for (const std::string& name : *names)
        if (!customers.contains(name))
          throw UsageError(fmt::format("{} has no order in {}", in_quotes(name), in_quotes(folder, 300)));
  }

  // Finds what is to be sent, given the journal, and tells of what is not.
  void sort_out(const Sendings& sendings) {
    for (const PlannedOrder& order : plan_.orders) {
      if (!options_.only.empty() && !options_.only.contains(order.customer)) continue;
      const auto task = task_for(order, sendings);
      if (!task) continue;
      (task->open ? open_ : first_).push_back(*task);
    }
  }

  SubmitPreview preview() const {
    SubmitPreview preview;
    std::size_t room = options_.limit.value_or(plan_.orders.size());
    for (const auto* tasks : {&open_, &first_})
      for (const Task& task : *tasks) {
        if (room == 0) break;
        --room;
        ++preview.orders;
        for (const PlannedDomain& domain : task.order->domains) {
          if (!domain.is_bought()) continue;
          ++preview.domains;
          ++preview.spending[domain.currency][domain.price_cents.value_or(0)];
        }
      }
    return preview;
  }

  void tell_unsent() {
    for (const auto* tasks : {&open_, &first_})
      for (const Task& task : *tasks) tell(*task.order, SubmitState::unsent);
  }

  void run(const partner::ApiOptions& api, const std::string& environment, std::stop_token stop) {
    demand_same_api(plan_, api.base_url, environment);
    if (options_.replan) demand_same_inputs(plan_, *options_.replan);
    api_ = api;
    environment_ = environment;
    stop_ = stop;
    Journal journal(plan_.folder);
    journal_ = &journal;
    if (finish_replan(plan_.folder)) plan_ = read_plan(plan_.folder);
    sort_out(journal.sendings());
    if (open_.empty() && first_.empty()) return;
    partner::Client client(api, stop);
    client_ = &client;
    check_key(environment);
    if (options_.check_urls) check_urls(stop);
    const SubmitPreview preview = this->preview();
    if (preview.orders > 0 && hooks_.confirm && !hooks_.confirm(preview)) return tell_unsent();
    count_spent();
    // First what may have been sent already: only when that is known can it be told from others' orders.
    for (const Task& task : open_) settle(task);
    Recheck recheck(
        fresh_answers(plan_.folder, wall_clock()), static_cast<std::size_t>(options_.batch_size),
        [this, stop](const std::vector<std::string>& names, const std::function<void(AvailabilityRow)>& row) {
          check_names(
              names, client_->api(), {options_.batch_size, options_.recheck_wait},
              [&row](std::vector<AvailabilityRow> rows) {
                for (AvailabilityRow& one : rows) row(std::move(one));
              },
              [this](const std::string& text) { warn(text); }, stop);
        },
        [this] { return wall_clock(); });
    // It grows where a sending was held back: that order's turn comes once more, with new rows.
    for (std::size_t i = 0; i < first_.size(); ++i) {
      std::vector<const PlannedOrder*> orders;
      for (std::size_t j = i; j < std::min(first_.size(), i + upcoming(i)) && j < i + kAhead; ++j)
        orders.push_back(first_[j].order);
      send_first(*orders.front(), recheck, orders);
    }
    // Last, as it calls the API in its own way: the calls of this run count there, and no other follows.
    for (const auto& [order, objection] : lost_) plan_anew(*order, objection);
  }

 private:
  // How many orders from the i-th on may still be sent in this run.
  std::size_t upcoming(std::size_t i) const {
    const std::size_t left = first_.size() - i;
    return options_.limit ? std::max<std::size_t>(1, std::min(left, *options_.limit - sent_)) : left;
  }

  void tell(const PlannedOrder& order, SubmitState state, const std::string& message = "") {
    SubmitResult result{.customer = order.customer,
                        .state = state,
                        .order_id = {},
                        .domains = order.domains.size(),
                        .price_cents = order.price_cents(),
                        .total_cents = {},
                        .currency = {},
                        .message = message};
    for (const PlannedDomain& domain : order.domains)
      if (domain.is_bought()) result.currency = domain.currency;
    if (journal_ && (state == SubmitState::sent || state == SubmitState::sent_before)) {
      const Sending& sending = journal_->sendings().at(order.customer);
      result.order_id = escaped(sending.order_id);
      result.total_cents = sending.total_cents;
      if (!sending.currency.empty()) result.currency = escaped(sending.currency);
    }
    if (hooks_.result) hooks_.result(result);
  }

  void warn(const std::string& text) const {
    if (hooks_.warning) hooks_.warning(text);
  }
  void step(std::string_view name) const {
    if (hooks_.step) hooks_.step(name);
  }

  JournalTime now() const {
    JournalTime now = journal_time_now();
    if (hooks_.clocks) std::tie(now.wall_ms, now.boot_ms) = hooks_.clocks();
    if (client_) now.server_s = client_->server_time();
    return now;
  }
  std::chrono::system_clock::time_point wall_clock() const {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(now().wall_ms));
  }

  // What has to be done about an order; nothing where that is told already.
  std::optional<Task> task_for(const PlannedOrder& order, const Sendings& sendings) {
    const auto found = sendings.find(order.customer);
    const bool sent = found != sendings.end();
    if (sent && found->second.state == Sending::State::placed) {
      tell(order, SubmitState::sent_before);
      return std::nullopt;
    }
    const bool open = sent && found->second.state == Sending::State::open;
    try {
      const OrderBody body = read_order_body(plan_.folder, order);
      if (!open || body.sha256 == found->second.sha256) return Task{&order, open};
      tell_changed(order, found->second);
    } catch (const RunError& error) {
      tell(order, SubmitState::changed, error.what());
    }
    return std::nullopt;
  }

  void check_key(const std::string& environment) {
    const partner::Me me = partner::ask_me(*client_);
    const bool live = environment == "live";
    if (live != (me.environment == "live"))
      throw UsageError(fmt::format("the API says that this key is a {} key; it begins like a {} one",
                                   escaped(me.environment), live ? "live" : "test"));
    if (me.permission_preset != "full")
      throw KeyRefused(fmt::format("this key may not order: its permission preset is {}, and full is needed",
                                   escaped(me.permission_preset)));
  }

  // Each URL once, of the orders that were never sent; an order with a bad one is not.
  void check_urls(std::stop_token stop) {
    using Kind = partner::UrlToCheck::Kind;
    std::vector<partner::UrlToCheck> urls;
    std::map<std::pair<Kind, std::string>, std::size_t> places;
    const auto each_url = [this](const Task& task, const auto& visit) {
      const OrderBody body = read_order_body(plan_.folder, *task.order);
      visit(Kind::forwarding, body.forwarding_url);
      for (const std::string& picture : body.pictures) visit(Kind::picture, picture);
    };
    for (const Task& task : first_)
      each_url(task, [&](Kind kind, const std::string& url) {
        if (places.emplace(std::pair(kind, url), urls.size()).second) urls.push_back({kind, url});
      });
    const std::vector<std::string> wrong = partner::wrong_with_urls(urls, std::move(stop));
    std::erase_if(first_, [&](const Task& task) {
      std::string message;
      each_url(task, [&](Kind kind, const std::string& url) {
        const std::string& text = wrong[places.at({kind, url})];
        if (!text.empty())
          message += fmt::format("{}{} {}", message.empty() ? "" : "; ", in_quotes(url), text);
      });
      if (!message.empty()) tell(*task.order, SubmitState::bad_url, message);
      return !message.empty();
    });
  }

  // Of this folder: what was placed, at the API's price, and what may have been, at ours.
  void count_spent() {
    const Sendings& sendings = journal_->sendings();
    for (const PlannedOrder& order : plan_.orders) {
      const auto found = sendings.find(order.customer);
      if (found == sendings.end() || !found->second.may_exist()) continue;
      spent_ += found->second.total_cents.value_or(order.price_cents());
    }
  }

  std::set<std::string> known_orders() const {
    std::set<std::string> known;
    for (const auto& [customer, sending] : journal_->sendings())
      if (sending.state == Sending::State::placed) known.insert(sending.order_id);
    return known;
  }

  bool limit_reached() const { return options_.limit && sent_ >= *options_.limit; }

  // An order that may have been sent. The same bytes again are safe as long as the vendor knows them by
  // sight; later only its lists can tell.
  void settle(const Task& task) {
    const PlannedOrder& order = *task.order;
    if (limit_reached()) return tell(order, SubmitState::unsent);
    const Sending& sending = journal_->sendings().at(order.customer);
    const OrderBody body = read_order_body(plan_.folder, order);
    // Whatever was true when the run began: these are the bytes that would go.
    if (body.sha256 != sending.sha256) return tell_changed(order, sending);
    if (!certainly_within(kResendWithin, sending.first_sent, now())) return found_out(order, body);
    // What it costs is in spent_ already.
    if (options_.max_spend && spent_ > *options_.max_spend) return tell_over_budget(order, spent_);
    send(order, body, nullptr);
  }

  // Asks the lists, and acts on what they say. An order that is not there is sent as if for the first time.
  void found_out(const PlannedOrder& order, const OrderBody& body) {
    const Finding finding = reconcile(*client_, body, known_orders());
    switch (finding.kind) {
      case Finding::Kind::placed:
        return placed(order, finding.receipt, SubmitState::sent);
      case Finding::Kind::not_placed:
        return not_placed(order, "the API's lists do not have it");
      case Finding::Kind::undecided:
        break;
    }
    if (options_.not_ordered.contains(order.customer))
      return not_placed(order, "a person has looked: it is not ordered", true);
    tell(order, SubmitState::undecided,
         fmt::format(
             "it was sent, its answer was lost, and the API's lists do not say what became of it: {}look "
             "there, and if it is not ordered say --not-ordered {}",
             finding.message, order.customer));
  }

  // The intent is closed: nothing came of it, and the order may be sent as if for the first time.
  void not_placed(const PlannedOrder& order, const std::string& why, bool by_person = false) {
    journal_->not_placed(order.customer, why, by_person, now());
    spent_ -= order.price_cents();  // what was set aside for it
    first_.push_back({&order, false});
  }

  void tell_changed(const PlannedOrder& order, const Sending& sending) {
    tell(order, SubmitState::changed,
         fmt::format("{} has changed since it was sent, and the answer to that is not known: put back the "
                     "file whose SHA-256 is {}",
                     escaped(order_path(plan_.folder, order.customer)), sending.sha256));
  }

  void tell_over_budget(const PlannedOrder& order, Cents sum) {
    over_budget_ = true;
    tell(order, SubmitState::over_budget,
         fmt::format("with it {} cents would be spent, set aside or due: more than --max-spend-cents {}", sum,
                     *options_.max_spend));
  }

  void send_first(const PlannedOrder& order, Recheck& recheck,
                  std::span<const PlannedOrder* const> upcoming) {
    if (limit_reached()) return tell(order, SubmitState::unsent);
    if (over_budget_ || (options_.max_spend && spent_ + order.price_cents() > *options_.max_spend))
      return tell_over_budget(order, spent_ + order.price_cents());
    const OrderBody body = read_order_body(plan_.folder, order);
    if (const std::string wrong = not_imported(order); !wrong.empty())
      return tell(order, SubmitState::not_imported, wrong);
    if (ordered_before(order, body)) return;
    if (const auto objection = recheck.objection(upcoming)) return object(order, *objection);
    spent_ += order.price_cents();
    send(order, body, &recheck);
  }

  void object(const PlannedOrder& order, const Objection& objection) {
    const bool for_good =
        objection.state == SubmitState::domain_lost || objection.state == SubmitState::price_rose;
    if (options_.replan && for_good)
      lost_.emplace_back(&order, objection);
    else
      tell(order, objection.state, objection.message);
  }

  // The new order is not sent in this run: nobody has agreed to what it costs.
  void plan_anew(const PlannedOrder& order, const Objection& objection) {
    try {
      partner::ApiOptions api = api_;
      api.recent_calls.resize(client_->api().counts().calls + replan_calls_);
      const Replanned made = replan(plan_, order.customer, *options_.replan, api, environment_, stop_);
      replan_calls_ += made.calls;
      const Cents before = order.price_cents();
      plan_.orders[static_cast<std::size_t>(&order - plan_.orders.data())] = made.order;
      tell(order, SubmitState::replanned,
           fmt::format("{}; planned anew at {} cents instead of {}: run submit again to send it",
                       objection.message, order.price_cents(), before));
    } catch (const RunError& error) {
      tell(order, objection.state, fmt::format("{}; {}", objection.message, error.what()));
    }
  }

  // The first owned domain whose import has not completed; "" where there is none.
  std::string not_imported(const PlannedOrder& order) {
    std::vector<std::string> owned;
    for (const PlannedDomain& domain : order.domains)
      if (domain.source == Source::owned) owned.push_back(domain.domain);
    if (owned.empty()) return "";
    const auto imports = partner::imports_holding(*client_, owned);
    for (const std::string& domain : owned) {
      std::string state = "no import holds it: run domainplan import";
      for (const partner::DomainImport& import : imports) {
        if (!import.names(domain)) continue;
        state = import.failed.contains(domain)
                    ? fmt::format("its import failed: {}", escaped(import.failed.at(domain)))
                    : fmt::format("its import is {}", escaped(import.status));
        if (!import.failed.contains(domain) && import.status == "completed") state.clear();
        if (state.empty()) break;
      }
      if (!state.empty()) return fmt::format("{} is not ready: {}", domain, state);
    }
    return "";
  }

  // Whether the API has an order for this user with this bundle of which this folder knows nothing; told. One
  // with exactly our domains is ours: its receipt was lost.
  bool ordered_before(const PlannedOrder& order, const OrderBody& body) {
    const std::set<std::string> known = known_orders();
    std::string other;
    for (const partner::OrderReceipt& receipt : partner::orders_of(*client_, body.user)) {
      if (!may_be_like(receipt, body) || known.contains(receipt.id)) continue;
      if (partner::order_in_full(*client_, receipt.id).domains == body.domains) {
        journal_->intend(order.customer, body.sha256, now());
        spent_ += order.price_cents();
        placed(order, receipt, SubmitState::sent_before);
        return true;
      }
      if (other.empty()) other = fmt::format("{} ({})", escaped(receipt.id), escaped(receipt.status));
    }
    if (other.empty() || options_.again.contains(order.customer)) return false;
    tell(order, SubmitState::ordered_before,
         fmt::format(
             "the user has order {} already, with this bundle or one that is not told; if one more is meant, "
             "give --again {}",
             other, order.customer));
    return true;
  }

  // `first` is set where these bytes were never sent before; it says how long its rows hold.
  void send(const PlannedOrder& order, const OrderBody& body, const Recheck* first) {
    ++sent_;
    if (first) {
      step("intent");
      journal_->intend(order.customer, body.sha256, now());
    }
    step("send");
    const JournalTime first_sent = journal_->sendings().at(order.customer).first_sent;
    // However long the way to an attempt was - a pause for a 429, a machine that slept -: what may have been
    // carried out is repeated only while the vendor knows it by sight, and a price is good for its 5 minutes.
    const auto may_start = [&](int failed_before) {
      return first && failed_before == 0 ? first->holds(order)
                                         : certainly_within(kResendWithin, first_sent, now());
    };
    try {
      const partner::OrderReceipt receipt = partner::place_order(*client_, body.bytes, may_start);
      step("answer");
      placed(order, receipt, SubmitState::sent);
    } catch (const partner::HeldBack& held) {
      if (!first || held.failed_before() > 0) return found_out(order, body);
      --sent_;
      not_placed(order, held.what());
    } catch (const partner::Refusal& refusal) {
      step("answer");
      // A "no" to bytes that may have been accepted before does not say that there is no order.
      if (!first || refusal.failed_before() > 0) {
        const Finding finding = reconcile(*client_, body, known_orders());
        if (finding.kind == Finding::Kind::placed) return placed(order, finding.receipt, SubmitState::sent);
        if (finding.kind == Finding::Kind::undecided)
          return tell(order, SubmitState::undecided, fmt::format("{}; {}", refusal.what(), finding.message));
      }
      journal_->refused(order.customer, refusal.what(), now());
      spent_ -= order.price_cents();
      step("done");
      tell(order, SubmitState::refused, refusal.what());
    } catch (const RunError& error) {
      throw RunError(fmt::format("{}: {}; the next submit goes on with it", order.customer, error.what()));
    }
  }

  void placed(const PlannedOrder& order, const partner::OrderReceipt& receipt, SubmitState state) {
    journal_->placed(order.customer, receipt.id, receipt.total_cents, receipt.currency, now());
    step("done");
    if (receipt.total_cents) spent_ += *receipt.total_cents - order.price_cents();
    tell(order, state);
  }

  const SubmitOptions& options_;
  const SubmitHooks& hooks_;
  StoredPlan plan_;
  std::vector<Task> open_, first_;
  std::vector<std::pair<const PlannedOrder*, Objection>> lost_;  // to be planned anew
  std::uint64_t replan_calls_ = 0;
  partner::ApiOptions api_;
  std::string environment_;
  std::stop_token stop_;
  Journal* journal_ = nullptr;
  partner::Client* client_ = nullptr;
  std::size_t sent_ = 0;
  Cents spent_ = 0;
  bool over_budget_ = false;
};

}  // namespace

std::string_view name_of(SubmitState state) {
  switch (state) {
    case SubmitState::sent:
      return "sent";
    case SubmitState::sent_before:
      return "sent before";
    case SubmitState::unsent:
      return "not sent";
    case SubmitState::refused:
      return "refused";
    case SubmitState::changed:
      return "changed";
    case SubmitState::domain_lost:
      return "domain lost";
    case SubmitState::price_rose:
      return "price rose";
    case SubmitState::replanned:
      return "replanned";
    case SubmitState::unconfirmed:
      return "unconfirmed";
    case SubmitState::not_imported:
      return "not imported";
    case SubmitState::ordered_before:
      return "ordered before";
    case SubmitState::undecided:
      return "undecided";
    case SubmitState::bad_url:
      return "bad url";
    case SubmitState::over_budget:
      return "over budget";
  }
  return "";
}

bool needs_person(SubmitState state) {
  return state != SubmitState::sent && state != SubmitState::sent_before && state != SubmitState::unsent;
}

SubmitPreview preview(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks) {
  Submission submission(folder, options, hooks);
  submission.sort_out(recorded_sendings(folder));
  submission.tell_unsent();
  return submission.preview();
}

void submit(const std::string& folder, const partner::ApiOptions& api, const std::string& environment,
            const SubmitOptions& options, const SubmitHooks& hooks, std::stop_token stop) {
  Submission(folder, options, hooks).run(api, environment, std::move(stop));
}

}  // namespace domainplan

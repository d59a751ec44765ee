#include "domainplan/submit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "orders/journal.hpp"
#include "orders/journal_time.hpp"
#include "partner/fetch.hpp"
#include "partner/imports.hpp"
#include "partner/me.hpp"
#include "partner/orders.hpp"
#include "planning/check.hpp"
#include "submission/order_body.hpp"
#include "submission/plan_files.hpp"
#include "submission/recheck.hpp"
#include "submission/reconcile.hpp"
#include "submission/replan.hpp"

namespace domainplan {
namespace {

// The vendor returns the original order for the same bytes within 24 hours. Four of them are left for an
// answer that is late and for clocks that disagree.
constexpr std::chrono::hours kResendWithin{20};

// An order on its way, and why it goes.
struct Task {
  const PlannedOrder* order;
  bool open;  // it may have been sent before
};

class Submission {
 public:
  Submission(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks)
      : options_(options), hooks_(hooks), plan_(read_plan_files(folder)) {
    std::set<std::string> customers;
    for (const PlannedOrder& order : plan_.orders) customers.insert(order.customer);
    for (const auto* names : {&options.only, &options.again})
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
          if (domain.owned) continue;
          ++preview.domains;
          ++preview.spending[domain.currency][domain.price_cents];
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
              names, client_->api(), {options_.batch_size, options_.recheck_wait}, row,
              [this](const std::string& text) { warn(text); }, stop);
        },
        [this] { return wall_clock(); });
    std::vector<const PlannedOrder*> orders;
    for (const Task& task : first_) orders.push_back(task.order);
    for (std::size_t i = 0; i < orders.size(); ++i)
      send_first(*orders[i], recheck, std::span(orders).subspan(i, std::min(orders.size() - i, upcoming(i))));
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
      if (!domain.owned) result.currency = domain.currency;
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
      tell(order, SubmitState::changed,
           fmt::format(
               "{} has changed since it was sent, and the answer to that is not known: put back the file "
               "whose SHA-256 is {}",
               escaped(order_path(plan_.folder, order.customer)), found->second.sha256));
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
      if (found == sendings.end() || found->second.state == Sending::State::refused) continue;
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
    if (certainly_within(kResendWithin, sending.first_sent, now())) return send(order, body, true);
    found_out(order, body);
  }

  // Asks the lists, and acts on what they say. An order that is not there is sent as if for the first time.
  void found_out(const PlannedOrder& order, const OrderBody& body) {
    const Finding finding = reconcile(*client_, body, known_orders());
    switch (finding.kind) {
      case Finding::Kind::placed:
        return placed(order, finding.receipt);
      case Finding::Kind::not_placed:
        spent_ -= order.price_cents();  // what was set aside for it
        first_.push_back({&order, false});
        return;
      case Finding::Kind::undecided:
        break;
    }
    if (options_.again.contains(order.customer)) {
      first_.push_back({&order, false});
      return;
    }
    tell(order, SubmitState::undecided,
         fmt::format(
             "it was sent, its answer was lost, and the API's lists do not say what became of it: {}look "
             "there, and send it with --again {} only if it is not ordered",
             finding.message, order.customer));
  }

  void send_first(const PlannedOrder& order, Recheck& recheck,
                  std::span<const PlannedOrder* const> upcoming) {
    if (limit_reached()) return tell(order, SubmitState::unsent);
    if (over_budget_ || (options_.max_spend && spent_ + order.price_cents() > *options_.max_spend)) {
      over_budget_ = true;
      return tell(order, SubmitState::over_budget,
                  fmt::format("{} cents are spent or set aside, and this order's domains cost {}: more than "
                              "--max-spend-cents {}",
                              spent_, order.price_cents(), *options_.max_spend));
    }
    const OrderBody body = read_order_body(plan_.folder, order);
    if (const std::string wrong = not_imported(order); !wrong.empty())
      return tell(order, SubmitState::not_imported, wrong);
    if (const auto objection = recheck.objection(upcoming)) return object(order, *objection);
    if (const std::string other = ordered_before(order, body); !other.empty())
      return tell(order, SubmitState::ordered_before, other);
    spent_ += order.price_cents();
    send(order, body, false);
  }

  // The new order is not sent in this run: nobody has agreed to what it costs.
  void object(const PlannedOrder& order, const Objection& objection) {
    const bool for_good =
        objection.state == SubmitState::domain_lost || objection.state == SubmitState::price_rose;
    if (!options_.replan || !for_good) return tell(order, objection.state, objection.message);
    try {
      const PlannedOrder fresh = replan(plan_, order.customer, *options_.replan, api_, environment_, stop_);
      const Cents before = order.price_cents();
      plan_.orders[static_cast<std::size_t>(&order - plan_.orders.data())] = fresh;
      tell(order, SubmitState::replanned,
           fmt::format("{}; planned anew at {} cents instead of {}: run submit again to send it",
                       objection.message, fresh.price_cents(), before));
    } catch (const RunError& error) {
      tell(order, objection.state, fmt::format("{}; {}", objection.message, error.what()));
    }
  }

  // The first owned domain whose import has not completed; "" where there is none.
  std::string not_imported(const PlannedOrder& order) {
    std::vector<std::string> owned;
    for (const PlannedDomain& domain : order.domains)
      if (domain.owned) owned.push_back(domain.domain);
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

  // Words about an order that the API has for this user with this bundle, of which this folder knows nothing.
  std::string ordered_before(const PlannedOrder& order, const OrderBody& body) {
    if (options_.again.contains(order.customer)) return "";
    const std::set<std::string> known = known_orders();
    for (const partner::OrderReceipt& receipt : partner::orders_of(*client_, body.user))
      if (receipt.bundle_id == body.bundle_id && !known.contains(receipt.id))
        return fmt::format(
            "the user has order {} ({}) with this bundle already; if one more is meant, give --again {}",
            escaped(receipt.id), escaped(receipt.status), order.customer);
    return "";
  }

  // `open`: these bytes may have been sent before.
  void send(const PlannedOrder& order, const OrderBody& body, bool open) {
    ++sent_;
    if (!open) {
      step("intent");
      journal_->intend(order.customer, body.sha256, now());
    }
    step("send");
    try {
      const partner::OrderReceipt receipt = partner::place_order(*client_, body.bytes);
      step("answer");
      placed(order, receipt);
    } catch (const partner::Refusal& refusal) {
      step("answer");
      // A "no" to bytes that may have been accepted before does not say that there is no order.
      if (open || refusal.failed_before() > 0) {
        const Finding finding = reconcile(*client_, body, known_orders());
        if (finding.kind == Finding::Kind::placed) return placed(order, finding.receipt);
        if (finding.kind == Finding::Kind::undecided)
          return tell(order, SubmitState::undecided, fmt::format("{}; {}", refusal.what(), finding.message));
      }
      journal_->refused(order.customer, refusal.what(), now());
      spent_ -= order.price_cents();
      step("done");
      tell(order, SubmitState::refused, refusal.what());
    }
  }

  void placed(const PlannedOrder& order, const partner::OrderReceipt& receipt) {
    journal_->placed(order.customer, receipt.id, receipt.total_cents, receipt.currency, now());
    step("done");
    if (receipt.total_cents) spent_ += *receipt.total_cents - order.price_cents();
    tell(order, SubmitState::sent);
  }

  const SubmitOptions& options_;
  const SubmitHooks& hooks_;
  PlanFiles plan_;
  std::vector<Task> open_, first_;
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

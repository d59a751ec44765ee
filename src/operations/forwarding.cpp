#include "domainplan/forwarding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "core/pause.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "intake/url.hpp"
#include "operations/change_journal.hpp"
#include "partner/domains.hpp"
#include "partner/forwarding.hpp"

namespace domainplan {
namespace {

constexpr int kMostLost = 3;  // answers of one group

using Group = std::vector<std::string>;

// The API may write a URL in another way than it was given; an empty path is "/" (RFC 3986 section 6.2.3).
bool is_same_url(const std::string& one, const std::string& other) {
  const auto canonical = [](const std::string& text) {
    const auto checked = ascii_url(text);
    if (!std::holds_alternative<std::string>(checked)) return text;
    std::string url = std::get<std::string>(checked);
    const std::size_t path = std::min(url.find_first_of("/?#", url.find("//") + 2), url.size());
    if (path == url.size() || url[path] != '/') url.insert(path, "/");
    return url;
  };
  return one == other || canonical(one) == canonical(other);
}

std::string remedy_of(const std::string& reason) {
  if (reason == "dns_lookup_failed")
    return "the host of the URL has no address: create its DNS record, then forward again";
  if (reason == "target_unreachable") return "the URL does not answer: make it answer, then forward again";
  if (reason == "invalid_target")
    return "this domain cannot forward to this URL, as when it points at itself: choose another URL";
  return "forward again; if it fails once more ask the vendor's support";
}

// Which domain of a group a refusal is about: "domains[3]" or "domains.3".
std::optional<std::size_t> refused_place(const std::string& field, std::size_t size) {
  constexpr std::string_view kName = "domains";
  if (!field.starts_with(kName) || field.size() < kName.size() + 2) return std::nullopt;
  std::size_t place = 0;
  const auto [end, error] =
      std::from_chars(field.data() + kName.size() + 1, field.data() + field.size(), place);
  return error == std::errc() && place < size ? std::optional(place) : std::nullopt;
}

class Forwarding {
 public:
  Forwarding(Session& session, std::string url, const ForwardOptions& options, const ForwardHooks& hooks,
             std::vector<ForwardResult>& results)
      : session_(session),
        client_(session.client()),
        url_(std::move(url)),
        options_(options),
        hooks_(hooks),
        results_(results),
        journal_(options.state_folder, session) {
    for (ForwardResult& result : results_) by_domain_[result.domain] = &result;
  }

  bool run() {
    for (const Change& change : journal_.pending("forward")) take_up(change);
    follow();
    look_at_domains();
    std::vector<std::string> wanted;
    for (const ForwardResult& result : results_)
      if (result.state == ForwardState::not_sent && result.message.empty()) wanted.push_back(result.domain);
    if (wanted.empty()) return true;
    if (hooks_.confirm && !hooks_.confirm(wanted.size())) return false;
    for (std::size_t from = 0; from < wanted.size(); from += partner::kMostDomainsPerForwardingJob) {
      const std::size_t to = std::min(wanted.size(), from + partner::kMostDomainsPerForwardingJob);
      groups_.emplace_back(wanted.begin() + static_cast<std::ptrdiff_t>(from),
                           wanted.begin() + static_cast<std::ptrdiff_t>(to));
    }
    while (!groups_.empty()) {
      Group group = std::move(groups_.front());
      groups_.pop_front();
      send(std::move(group));
    }
    follow();
    return true;
  }

 private:
  struct Job {
    std::uint64_t change;
    std::string id;
    std::string url;
    Group domains;
  };

  void set(const std::string& domain, ForwardState state, std::string reason = "", std::string message = "") {
    const auto found = by_domain_.find(domain);
    if (found == by_domain_.end()) return;
    found->second->state = state;
    found->second->reason = std::move(reason);
    found->second->message = std::move(message);
  }

  // What an earlier run left. An answer that was lost is nothing to wait for: GET /domains shows it.
  void take_up(const Change& change) {
    const auto job = change.result.find("job");
    if (change.state != Change::State::accepted || job == change.result.end()) {
      journal_.note(change.number, Change::State::not_done);
      return;
    }
    jobs_.push_back({change.number, job->get<std::string>(), change.what.at("url").get<std::string>(),
                     change.what.at("domains").get<Group>()});
  }

  // Which of the domains have the URL, and which are not the account's.
  void look_at_domains() {
    const auto list = partner::list_domains(client_);
    for (const partner::Odd& odd : list.odd)
      if (hooks_.warning) hooks_.warning(fmt::format("{}: {}", odd.place, odd.reason));
    std::unordered_map<std::string, const partner::PartnerDomain*> known;
    for (const partner::PartnerDomain& domain : list.items) {
      const partner::PartnerDomain*& place = known[domain.domain];
      if (!place || place->order_id.empty()) place = &domain;
    }
    for (ForwardResult& result : results_) {
      if (result.state != ForwardState::not_sent || !result.message.empty()) continue;
      const auto found = known.find(result.domain);
      if (found == known.end() || found->second->category == "inventory")
        set(result.domain, ForwardState::not_connected, "",
            found == known.end() ? "the account does not have this domain"
                                 : "this domain is on no order: only live domains can be forwarded");
      else if (is_same_url(found->second->forwarding_url, url_))
        set(result.domain, ForwardState::forwarded_before);
    }
  }

  void send(Group group) {
    for (int lost = 0;;) {
      const std::uint64_t change = journal_.intend("forward", {{"url", url_}, {"domains", group}});
      for (const std::string& domain : group) set(domain, ForwardState::outcome_unknown);
      const auto sent = partner::change_forwarding(client_, group, url_, false);
      switch (sent.state) {
        case partner::SendState::done:
          journal_.note(change, Change::State::accepted, {{"job", sent.value->id}});
          for (const std::string& domain : group) set(domain, ForwardState::in_progress);
          jobs_.push_back({change, sent.value->id, url_, std::move(group)});
          return;
        case partner::SendState::refused:
          journal_.note(change, Change::State::refused, {{"message", sent.message}});
          return refuse(std::move(group), sent);
        case partner::SendState::lost:
          journal_.note(change, Change::State::not_done, {{"message", sent.message}});
          if (++lost == kMostLost) {
            for (const std::string& domain : group)
              set(domain, ForwardState::outcome_unknown, "",
                  sent.message + "; forward again, it does no harm");
            return;
          }
          pause_for(options_.after_lost, session_.stop());
          continue;
        case partner::SendState::nothing_done:
        case partner::SendState::held_back:
        case partner::SendState::closed:
          journal_.note(change, Change::State::refused, {{"message", sent.message}});
          for (const std::string& domain : group) set(domain, ForwardState::not_sent);
          if (sent.key_refused()) throw KeyRefused(sent.message);
          if (!sent.rate_limited()) throw RunError(ErrorCode::api, sent.message);
      }
    }
  }

  // A group with one bad domain goes again without it.
  void refuse(Group group, const partner::Sent& sent) {
    const auto place = refused_place(sent.error.field, group.size());
    if (!place || group.size() == 1) {
      for (const std::string& domain : group) set(domain, ForwardState::refused, "", sent.message);
      return;
    }
    set(group[*place], ForwardState::refused, "", sent.message);
    group.erase(group.begin() + static_cast<std::ptrdiff_t>(*place));
    for (const std::string& domain : group) set(domain, ForwardState::not_sent);
    groups_.push_front(std::move(group));
  }

  // Asks for the jobs until none is in progress; once where nobody waits.
  void follow() {
    while (!jobs_.empty()) {
      std::erase_if(jobs_, [this](const Job& job) { return has_ended(job); });
      if (jobs_.empty() || !options_.wait) break;
      pause_for(options_.poll, session_.stop());
    }
    for (const Job& job : jobs_)
      if (job.url == url_)
        for (const std::string& domain : job.domains) set(domain, ForwardState::in_progress);
    jobs_.clear();
  }

  bool has_ended(const Job& job) {
    partner::ForwardingJob now;
    try {
      now = partner::get_forwarding_job(client_, job.id);
    } catch (const partner::ApiError& refusal) {
      if (!refusal.is_not_found()) throw;
      now.status = "unknown to the API";
    }
    if (now.in_progress()) return false;
    journal_.note(job.change, Change::State::done, {{"status", now.status}});
    if (job.url == url_) settle(job, now);
    return true;
  }

  void settle(const Job& job, const partner::ForwardingJob& now) {
    // The lists are optional: where there are none, the counts may say that all are done.
    if (now.status == "completed" && now.completed.empty() && now.failed.empty() &&
        now.failed_count.value_or(0) == 0 &&
        now.completed_count == static_cast<std::int64_t>(job.domains.size())) {
      for (const std::string& domain : job.domains) set(domain, ForwardState::forwarded);
      return;
    }
    std::unordered_set<std::string> unnamed;
    for (const std::string& domain : job.domains) {
      const auto failed = now.failed.find(domain);
      if (failed != now.failed.end())
        set(domain, ForwardState::failed, failed->second, remedy_of(failed->second));
      else if (std::find(now.completed.begin(), now.completed.end(), domain) != now.completed.end())
        set(domain, ForwardState::forwarded);
      else
        unnamed.insert(domain);
    }
    if (unnamed.empty()) return;
    for (const partner::PartnerDomain& domain : partner::list_domains(client_).items)
      if (is_same_url(domain.forwarding_url, url_) && unnamed.erase(domain.domain) > 0)
        set(domain.domain, ForwardState::forwarded);
    for (const std::string& domain : unnamed)
      set(domain, ForwardState::outcome_unknown, "",
          fmt::format("the job {} is {} and does not name this domain; forward again, it does no harm",
                      job.id, escaped(now.status)));
  }

  Session& session_;
  partner::Client& client_;
  const std::string url_;
  const ForwardOptions& options_;
  const ForwardHooks& hooks_;
  std::vector<ForwardResult>& results_;
  ChangeJournal journal_;
  std::unordered_map<std::string, ForwardResult*> by_domain_;
  std::deque<Group> groups_;
  std::vector<Job> jobs_;
};

}  // namespace

std::string forwarding_target(const std::string& text) {
  const auto url = ascii_url(text);
  if (const auto* const problem = std::get_if<Problem>(&url))
    throw UsageError(fmt::format("{}: {}", in_quotes(text, 200), problem->message), text);
  return std::get<std::string>(url);
}

bool forward_domains(Session& session, const std::vector<std::string>& domains, const std::string& url,
                     const ForwardOptions& options, const ForwardHooks& hooks,
                     std::vector<ForwardResult>& results) {
  results.clear();
  for (const std::string& domain : domains) results.push_back({.domain = domain});
  return Forwarding(session, forwarding_target(url), options, hooks, results).run();
}

}  // namespace domainplan

#include "domainplan/forwarding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "intake/url.hpp"
#include "operations/change_journal.hpp"
#include "operations/reported_pause.hpp"
#include "partner/domains.hpp"
#include "partner/forwarding.hpp"

namespace domainplan {
namespace {

constexpr int kMostLost = 3;  // answers of one group

// A job whose answer was lost has come to its end after so long. Assumed: jobs take minutes.
constexpr std::chrono::hours kLongestJob{1};

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
        journal_(options.state_folder, session, hooks.waits_for_lock) {
    for (ForwardResult& result : results_) by_domain_[result.domain] = &result;
  }

  bool run() {
    for (const Change& change : journal_.pending<ForwardIntent>()) take_up(change);
    follow();
    find_leaving();
    look_at_domains();
    std::vector<std::string> wanted;
    for (const ForwardResult& result : results_)
      if (result.state == ForwardState::not_sent) wanted.push_back(result.domain);
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

  void set(const std::string& domain, ForwardState state) { set({.domain = domain, .state = state}); }
  void set(ForwardResult result) {
    const auto found = by_domain_.find(result.domain);
    if (found != by_domain_.end()) *found->second = std::move(result);
  }

  // What an earlier run left. An answer that was lost is nothing to wait for: GET /domains shows it, but for
  // domains that a job nobody knows may still point at another URL.
  void take_up(const Change& change) {
    const auto& [url, domains] = std::get<ForwardIntent>(change.what);
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    if (change.state == Change::State::accepted && change.result.job) {
      jobs_.push_back({change.number, *change.result.job, url, domains});
    } else if (!is_same_url(url, url_) && now - change.at < kLongestJob) {
      unfinished_.insert(change.number);
    } else {
      journal_.note(change.number, Change::State::not_done);
    }
  }

  // The domains whose last change points elsewhere and may not have come to its end: what GET /domains says
  // of them may change. They are sent again.
  void find_leaving() {
    for (const auto& [number, change] : journal_.changes()) {
      const auto* const what = std::get_if<ForwardIntent>(&change.what);
      if (!what || (!change.is_pending() && change.state != Change::State::done)) continue;
      const bool is_same = is_same_url(what->url, url_);
      for (const std::string& domain : what->domains)
        if (!is_same && unfinished_.contains(number))
          leaving_.insert(domain);
        else
          leaving_.erase(domain);
    }
    for (const std::string& domain : leaving_) set(domain, ForwardState::not_sent);
  }

  // Which of the domains have the URL, and which are not the account's.
  void look_at_domains() {
    const auto list = partner::list_domains(client_);
    for (const partner::Odd& odd : list.odd)
      if (hooks_.warning)
        hooks_.warning({.code = NoticeCode::odd_value, .subject = odd.place, .reason = odd.reason});
    std::unordered_map<std::string, const partner::PartnerDomain*> known;
    for (const partner::PartnerDomain& domain : list.items) {
      const partner::PartnerDomain*& place = known[domain.domain];
      if (!place || place->order_id.empty()) place = &domain;
    }
    for (ForwardResult& result : results_) {
      if (result.state != ForwardState::not_sent) continue;
      const auto found = known.find(result.domain);
      if (found == known.end() || found->second->category == "inventory")
        set({.domain = result.domain,
             .state = ForwardState::not_connected,
             .is_spare = found != known.end()});
      else if (is_same_url(found->second->forwarding_url, url_) && !leaving_.contains(result.domain))
        set(result.domain, ForwardState::forwarded_before);
    }
  }

  // Those of a group that have the URL now need nothing more.
  void take_out_forwarded(Group& group) {
    std::unordered_set<std::string> forwarded;
    for (const partner::PartnerDomain& domain : partner::list_domains(client_).items)
      if (is_same_url(domain.forwarding_url, url_)) forwarded.insert(domain.domain);
    std::erase_if(group, [&](const std::string& domain) {
      if (!forwarded.contains(domain)) return false;
      set(domain, ForwardState::forwarded);
      return true;
    });
  }

  // After a lost answer GET /domains says which of the group are to be sent again.
  void send(Group group) {
    for (int lost = 0;;) {
      const std::uint64_t change = journal_.intend(ForwardIntent{url_, group});
      for (const std::string& domain : group) set(domain, ForwardState::outcome_unknown);
      const auto sent = partner::change_forwarding(client_, group, url_, false);
      switch (sent.state) {
        case partner::SendState::done:
          journal_.note(change, Change::State::accepted, {.job = sent.value->id});
          for (const std::string& domain : group) set(domain, ForwardState::in_progress);
          jobs_.push_back({change, sent.value->id, url_, std::move(group)});
          return;
        case partner::SendState::refused:
          journal_.note(change, Change::State::refused, {.message = sent.message});
          return refuse(std::move(group), sent);
        case partner::SendState::lost:
          reported_pause(session_, partner::Wait::Reason::lost_answer, options_.after_lost);
          take_out_forwarded(group);
          if (group.empty()) return journal_.note(change, Change::State::done, {.message = sent.message});
          if (++lost == kMostLost) {
            for (const std::string& domain : group)
              set({.domain = domain,
                   .state = ForwardState::outcome_unknown,
                   .error = sent.message,
                   .is_lost = true});
            return;
          }
          continue;
        case partner::SendState::nothing_done:
        case partner::SendState::held_back:
        case partner::SendState::closed:
          journal_.note(change, Change::State::refused, {.message = sent.message});
          for (const std::string& domain : group) set(domain, ForwardState::not_sent);
          if (!sent.rate_limited()) std::rethrow_exception(partner::error_of(sent));
      }
    }
  }

  // A group with one bad domain goes again without it.
  void refuse(Group group, const partner::Sent& sent) {
    const auto place = refused_place(sent.error.field, group.size());
    if (!place || group.size() == 1) {
      for (const std::string& domain : group)
        set({.domain = domain, .state = ForwardState::refused, .error = sent.message});
      return;
    }
    set({.domain = group[*place], .state = ForwardState::refused, .error = sent.message});
    group.erase(group.begin() + static_cast<std::ptrdiff_t>(*place));
    for (const std::string& domain : group) set(domain, ForwardState::not_sent);
    groups_.push_front(std::move(group));
  }

  // Asks for the jobs until none is in progress; once where nobody waits.
  void follow() {
    for (ProgressPauses pauses(session_, options_.poll); !jobs_.empty(); pauses.next()) {
      std::erase_if(jobs_, [this](const Job& job) { return has_ended(job); });
      if (jobs_.empty() || !options_.wait) break;
    }
    for (const Job& job : jobs_)
      if (job.url == url_)
        for (const std::string& domain : job.domains) set(domain, ForwardState::in_progress);
    for (const Job& job : jobs_) unfinished_.insert(job.change);
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
    // An answer about another job says nothing of this one.
    if (!now.id.empty() && now.id != job.id) {
      now = {};
      now.status = "unknown to the API";
    }
    if (now.in_progress()) return false;
    journal_.note(job.change, Change::State::done, {.status = now.status});
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
    Group unnamed;
    for (const std::string& domain : job.domains) {
      const auto failed = now.failed.find(domain);
      if (failed != now.failed.end())
        set({.domain = domain, .state = ForwardState::failed, .reason = failed->second});
      else if (std::find(now.completed.begin(), now.completed.end(), domain) != now.completed.end())
        set(domain, ForwardState::forwarded);
      else
        unnamed.push_back(domain);
    }
    if (unnamed.empty()) return;
    take_out_forwarded(unnamed);
    for (const std::string& domain : unnamed)
      set({.domain = domain,
           .state = ForwardState::outcome_unknown,
           .job = job.id,
           .job_status = now.status});
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
  std::set<std::uint64_t> unfinished_;  // changes: their jobs may still be at work
  std::unordered_set<std::string> leaving_;
};

}  // namespace

std::string forwarding_target(const std::string& text) {
  const auto url = ascii_url(text);
  if (const auto* const problem = std::get_if<Problem>(&url))
    throw UsageError(problem->message, Subject{"to", "an http or https URL"});
  return std::get<std::string>(url);
}

bool forward_domains(Session& session, const std::vector<std::string>& domains, const std::string& url,
                     const ForwardOptions& options, const ForwardHooks& hooks,
                     std::vector<ForwardResult>& results) {
  results.clear();
  for (const std::string& domain : domains) results.push_back({.domain = domain});
  try {
    return Forwarding(session, forwarding_target(url), options, hooks, results).run();
  } catch (const Error& error) {
    // What is not settled has the reason.
    for (ForwardResult& result : results)
      if (result.error.empty() && result.job.empty() &&
          (result.state == ForwardState::not_sent || result.state == ForwardState::in_progress ||
           result.state == ForwardState::outcome_unknown))
        result.error = error.what();
    throw;
  }
}

}  // namespace domainplan

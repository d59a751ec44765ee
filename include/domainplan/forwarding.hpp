// Points live domains at another URL, in groups of 25, and follows each of the vendor's jobs to its end.
//
// Pointing a domain at the same URL twice does no harm, so recovery after an interruption is simple: the jobs
// in the journal are followed first, then GET /domains shows which domains have the URL already, and only the
// others are sent. The same look comes before a group whose answer was lost is sent again.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

enum class ForwardState : std::uint8_t {
  forwarded,         // by this run
  forwarded_before,  // the domain had the URL already
  in_progress,       // the vendor works on it
  failed,            // the vendor's job could not do it; the reason says why
  refused,           // the vendor said no
  not_connected,     // the domain is on no order of the account
  outcome_unknown,   // sent, and the vendor does not say what became of it
  not_sent           // not reached
};
inline constexpr std::array<std::string_view, 8> kForwardStateNames = {
    "forwarded", "forwarded_before", "in_progress",     "failed",
    "refused",   "not_connected",    "outcome_unknown", "not_sent"};
constexpr std::string_view name_of(ForwardState state) {
  return kForwardStateNames[static_cast<std::size_t>(state)];
}
// Whether somebody has to act.
constexpr bool needs_person(ForwardState state) {
  return state != ForwardState::forwarded && state != ForwardState::forwarded_before &&
         state != ForwardState::in_progress;
}

struct ForwardResult {
  std::string domain;
  ForwardState state = ForwardState::not_sent;
  std::string reason = {};  // of `failed`, as the API gave it: dns_lookup_failed, …
  bool is_spare = false;    // of `not_connected`: the account has the domain, on no order
  // What the vendor said to it, or the error that ended the run; redacted. Empty: nothing.
  std::string error = {};
  // Of `outcome_unknown`: its answer was lost several times, and it is not sent again.
  bool is_lost = false;
  // Of `outcome_unknown`: the job that ended without naming the domain, and the status that it ended with, as
  // the API gave it.
  std::string job = {}, job_status = {};
};

struct ForwardOptions {
  std::string state_folder = {};  // of the account's journal; "": none is kept
  std::chrono::milliseconds poll{10'000};
  bool wait = true;                             // until every job has ended
  std::chrono::milliseconds after_lost{1'000};  // between a lost answer and the look at GET /domains
};

// All are called on the thread that called forward_domains(), and may be empty. What one throws ends the run,
// and forward_domains() throws it; what was sent is in the journal.
struct ForwardHooks {
  // Asks a person to agree to changing that many domains. False: nothing is sent. Empty: nobody is asked.
  std::function<bool(std::size_t domains)> confirm = {};
  NoticeHook warning = {};                                             // redacted
  std::function<void(const std::string& holder)> waits_for_lock = {};  // of another command on the account
};

// The URL as it is sent: an absolute http or https URL in ASCII. Throws UsageError for anything else.
std::string forwarding_target(const std::string& text);

// Points `domains` (canonical form, each once) at `url`, an absolute http or https URL. `results` has one for
// each domain, in their order, also where this throws. Returns false where the change was declined. Throws
// UsageError for an invalid URL; RunError where the network, the API or the disk fails, or another
// command changes the account; KeyRefused; Interrupted.
bool forward_domains(Session& session, const std::vector<std::string>& domains, const std::string& url,
                     const ForwardOptions& options, const ForwardHooks& hooks,
                     std::vector<ForwardResult>& results);

}  // namespace domainplan

// One key, used by everything that talks to the API.
//
// A Session is the key's pacing window, its connections, its count of calls and its account. Pass the same
// one to every function that makes calls (plan, submit, status, import, bundles, …), so that all of them
// together keep the rate. It may be shared between threads; what it holds is never shared between sessions.
// libcurl's global state is process-wide and set up by the first Session.
//
// Constructing a Session makes no call. Each has a network thread of its own, on which the callbacks of its
// ApiOptions run; they must not throw.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/api_options.hpp"
#include "domainplan/call_counts.hpp"
#include "domainplan/environment.hpp"
#include "domainplan/shared_rate.hpp"

namespace domainplan {

namespace partner {
class Client;
}  // namespace partner

// What a key may do: the permission_preset of GET /me.
enum class Permission : std::uint8_t {
  full,
  limited,  // may check availability and prices only
  read,     // may change nothing
  unknown   // the API gave none, or one that is not known here
};
std::string_view name_of(Permission permission);

// The partner a key belongs to.
struct Account {
  std::string id;    // partner.id, never empty; any text of up to 1024 bytes
  std::string name;  // redacted; may be empty
  Permission permission = Permission::unknown;
};

class Session {
 public:
  // `environment` is sandbox where the embedded sandbox answers, else environment_of_key(options.key). All
  // calls end with Interrupted once `stop` asks for it. Throws UsageError for options that cannot be used:
  // plain http to a host that is not loopback, a key that no header can carry, a rate of 0.
  Session(partner::ApiOptions options, Environment environment, std::stop_token stop = {});
  // Ends all calls, and returns when the last callback has returned.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Environment environment() const;
  const std::string& api_url() const;  // without a trailing slash
  const partner::ApiOptions& options() const;
  std::stop_token stop() const;

  // GET /me, called once: later calls return what the first one found. Throws KeyRefused (401, 403), RunError
  // (no answer, or one without a partner id), UsageError where the API's environment contradicts the prefix
  // of the key, Interrupted. From any thread.
  const Account& account();

  // Calls made by everything that uses this session. From any thread.
  partner::CallCounts counts() const;

  // From now on all calls also keep a rate that other processes share; earlier calls count as well. May be
  // called once, from any thread.
  void share_rate(std::shared_ptr<SharedRate> rate);

  // Secrets that an answer may repeat, such as sequencer passwords. In free text of an answer each is
  // replaced by [secret], in any escape; so is the key, always. From any thread.
  void redact(const std::vector<std::string>& secrets);

  // For the library's own parts.
  partner::Client& client();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan
